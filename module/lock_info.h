/* SPDX-License-Identifier: GPL-2.0 */
/* lock_info.h - given a lock: who has it */
#ifndef SCOPE_LOCK_INFO_H
#define SCOPE_LOCK_INFO_H

struct scope_snap;
struct task_struct;

/**
 * scope_lock_info_collect() - who has the lock that a task is asleep for
 * @snap: its owner is filled, from its wait
 * @task: the waiter, pinned by the caller
 *
 * Context: takes RCU; does not sleep.
 */
void scope_lock_info_collect(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_LOCK_INFO_H */
