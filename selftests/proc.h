/* SPDX-License-Identifier: GPL-2.0 */
/* proc.h - what the kernel's own /proc says of tasks */
#ifndef SELFTESTS_PROC_H
#define SELFTESTS_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct tids - a set of tasks
 * @tid: by rising number, each once
 * @count: how many
 */
struct tids {
	pid_t *tid;
	size_t count;
};

/**
 * tids_add() - put a number behind the others
 * @tids: the set, all zeros at first; not sorted
 * @tid: the number
 */
void tids_add(struct tids *tids, pid_t tid);

/**
 * tids_sort() - bring a set in order
 * @tids: the set
 *
 * Return: how many numbers are there more than once; they stay.
 */
size_t tids_sort(struct tids *tids);

/**
 * tids_count() - how often is a number there?
 * @tids: the set, in order
 * @tid: the number
 *
 * Return: how often.
 */
size_t tids_count(const struct tids *tids, pid_t tid);

/**
 * tids_equal() - are two sets the same?
 * @name: what @a is called where they differ: each difference is printed; or
 *	NULL to print nothing
 * @a: a set, in order
 * @b: another
 *
 * Return: whether they are.
 */
bool tids_equal(const char *name, const struct tids *a, const struct tids *b);

/**
 * tids_free() - give back a set's memory
 * @tids: the set; empty then
 */
void tids_free(struct tids *tids);

/**
 * proc_tids() - all tasks: the union of /proc/PID/task/TID
 * @tids: filled; to be freed with tids_free()
 */
void proc_tids(struct tids *tids);

/**
 * proc_forks() - how many tasks were ever started
 *
 * Return: the number; it never falls.
 */
unsigned long long proc_forks(void);

/**
 * struct proc_task - one task
 * @tgid: its thread group
 * @ppid: its parent
 * @state: its state's letter
 * @comm: its name, any bytes, as /proc/TID/comm has it: of a worker, its pool
 *	and work stand there, too
 * @switches: voluntary and involuntary context switches together
 */
struct proc_task {
	pid_t tgid;
	pid_t ppid;
	char state;
	char comm[64];
	unsigned long long switches;
};

/**
 * proc_task() - look at one task
 * @tid: the task
 * @task: filled
 *
 * Return: whether it is there.
 */
bool proc_task(pid_t tid, struct proc_task *task);

/**
 * proc_child() - a child of a task that has but one
 * @parent: the task; no other has children that have its number as their parent
 *
 * Return: the child; 0 if there is none.
 */
pid_t proc_child(pid_t parent);

/**
 * proc_state() - look at one task's state
 * @tid: the task
 *
 * Return: its letter, 0 if it is not there.
 */
char proc_state(pid_t tid);

/**
 * proc_call() - which system call is one task in?
 * @tid: the task
 *
 * Return: the call's number; -1 if it runs, is in none, or is not there.
 */
long proc_call(pid_t tid);

/**
 * proc_sleeps() - has a task gone to sleep, and left its CPU?
 * @tid: the task
 * @state: the letter of the sleep: a task has it a little before it sleeps
 *
 * Return: whether it has.
 */
bool proc_sleeps(pid_t tid, char state);

/**
 * proc_text() - read one file of a task
 * @tid: the task
 * @name: the file: stat, stack, ...
 *
 * Return: all of it, to be freed; NULL with errno if it can't be read.
 */
char *proc_text(pid_t tid, const char *name);

/**
 * proc_becomes_stuck() - wait until a task sleeps in D, in a function
 * @tid: the task
 * @frame: the function, which must stand in /proc/TID/stack; the code of the
 *	locks themselves never does
 *
 * Return: whether it did within ten seconds; if not, where it was is printed.
 */
bool proc_becomes_stuck(pid_t tid, const char *frame);

#endif /* SELFTESTS_PROC_H */
