/* SPDX-License-Identifier: GPL-2.0 */
/* task.h - who a task is */
#ifndef SCOPE_TASK_H
#define SCOPE_TASK_H

#include <linux/types.h>

struct scope_snap;
struct task_struct;

/**
 * scope_task_collect() - ids, state, times and name
 * @snap: filled, but for its tid
 * @task: the task, pinned by the caller
 * @on_cpu: it is on a CPU
 *
 * Context: takes RCU; does not sleep.
 */
void scope_task_collect(struct scope_snap *snap, struct task_struct *task, bool on_cpu);

/**
 * scope_task_is_killable() - is SIGKILL of any use against a task?
 * @task: the task, pinned by the caller
 *
 * That it sleeps in a way that SIGKILL ends is another question.
 *
 * Context: takes RCU; does not sleep.
 */
bool scope_task_is_killable(struct task_struct *task);

/**
 * scope_task_is_killable_by() - and does it take one from where the reader is?
 * @snap: the snapshot: its pid namespace
 * @task: the task, pinned by the caller
 *
 * The first process of a pid namespace takes it from outside alone.
 *
 * Context: takes RCU; does not sleep.
 */
bool scope_task_is_killable_by(const struct scope_snap *snap,
			       struct task_struct *task);

/**
 * scope_task_is_kept() - is a task one that SIGKILL does not reach, nor what kills
 * all threads of its process?
 * @task: the task, which lives
 *
 * Context: takes RCU; does not sleep.
 */
bool scope_task_is_kept(struct task_struct *task);

/**
 * scope_task_at() - the live task at an address
 * @address: any number taken for a task; a key, never followed
 *
 * Context: under RCU; the task may be used until it ends.
 * Return: the task that is known by the number that stands there, if it is
 * this very one; else NULL.
 */
struct task_struct *scope_task_at(const struct task_struct *address);

/**
 * struct scope_process - what lives of a process
 * @live: how many tasks of it have not ended
 * @one: its leader, if that has not; else the first of them; or NULL
 * @keeper: the first that SIGKILL does not reach: it has to go on before the process
 *	can end; or NULL
 */
struct scope_process {
	unsigned int live;
	struct task_struct *one;
	struct task_struct *keeper;
};

/**
 * scope_process_of() - go through the tasks of a process
 * @process: filled; the tasks may be used until they end
 * @leader: its leader, which may have ended
 *
 * Context: under RCU.
 */
void scope_process_of(struct scope_process *process, struct task_struct *leader);

#endif /* SCOPE_TASK_H */
