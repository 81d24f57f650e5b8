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
 *
 * Context: takes RCU; does not sleep.
 */
void scope_task_collect(struct scope_snap *snap, struct task_struct *task);

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
 * scope_task_of_process() - a task of a process that has not ended
 * @leader: its leader, which may have
 * @alone: set: no other task of it lives
 *
 * Context: under RCU; the task may be used until it ends.
 * Return: the leader, if it lives; else another one; NULL if there is none.
 */
struct task_struct *scope_task_of_process(struct task_struct *leader,
					  bool *alone);

#endif /* SCOPE_TASK_H */
