/* SPDX-License-Identifier: GPL-2.0 */
/* task.h - who a task is */
#ifndef SCOPE_TASK_H
#define SCOPE_TASK_H

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

#endif /* SCOPE_TASK_H */
