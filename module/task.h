/* SPDX-License-Identifier: GPL-2.0 */
/* task.h - who a task is */
#ifndef SCOPE_TASK_H
#define SCOPE_TASK_H

struct scope_snap;
struct task_struct;

/**
 * scope_task_collect() - ids, state, times and name
 * @snap: filled
 * @task: the task, pinned by the caller
 *
 * Context: takes RCU; does not sleep.
 */
void scope_task_collect(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_TASK_H */
