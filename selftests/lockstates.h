/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lockstates.h - tasks that sleep for locks, and the truth about them
 *
 * The fixture module procscope_lockstates parks them. Its commands and the
 * lines that it gives are described in fixtures/lockstates.c and
 * fixtures/lockstates_truth.c.
 */
#ifndef SELFTESTS_LOCKSTATES_H
#define SELFTESTS_LOCKSTATES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define LOCKSTATES_ENTRY "/proc/procscope_lockstates"

/**
 * struct parked - the truth about one task
 * @tid: the task
 * @variant: the function that it sleeps in; "-": it sleeps for no lock, and
 *	nothing below is set
 * @kind: kind of the lock, as in procscope_names.h
 * @mode: how the lock is wanted, likewise
 * @breakable: what ends the wait, likewise
 * @lock: the lock's name: no two locks have the same
 * @owner: who has it exclusively; 0 if nobody
 * @readers: those who share it, separated by commas; "-" if nobody
 * @home: where the lock is: "heap", "stack", or "static:VARIABLE+0xOFFSET"
 */
struct parked {
	pid_t tid;
	char variant[48];
	char kind[16];
	char mode[16];
	char breakable[24];
	char lock[80];
	pid_t owner;
	char readers[48];
	char home[64];
};

/**
 * struct truth - all of it
 * @parked: the tasks
 * @count: how many
 * @restless: how many more there are that do not sleep as they should
 */
struct truth {
	struct parked *parked;
	size_t count;
	unsigned int restless;
};

/**
 * lockstates_load() - load the fixture, fresh
 *
 * Return: 0 or -errno.
 */
int lockstates_load(void);

/**
 * lockstates_unload() - end all that the fixture started, and unload it
 *
 * Return: whether both worked; what did not is printed.
 */
bool lockstates_unload(void);

/**
 * lockstates_do() - give the fixture a command
 * @command: the command
 *
 * Return: 0 or -errno.
 */
int lockstates_do(const char *command);

/**
 * truth_read() - ask the fixture for the truth
 * @truth: filled; to be freed with truth_free()
 *
 * Return: whether it could be read whole.
 */
bool truth_read(struct truth *truth);

/**
 * truth_find() - the truth about one task
 * @truth: all of it
 * @tid: the task
 *
 * Return: it, or NULL.
 */
const struct parked *truth_find(const struct truth *truth, pid_t tid);

/**
 * truth_free() - give back what truth_read() took
 * @truth: empty then
 */
void truth_free(struct truth *truth);

/**
 * parked_waits() - does a task sleep for a lock?
 * @parked: the task
 *
 * Return: whether it does.
 */
bool parked_waits(const struct parked *parked);

#endif /* SELFTESTS_LOCKSTATES_H */
