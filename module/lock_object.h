/* SPDX-License-Identifier: GPL-2.0 */
/* lock_object.h - given an address: what it is part of */
#ifndef SCOPE_LOCK_OBJECT_H
#define SCOPE_LOCK_OBJECT_H

struct scope_snap;
struct task_struct;

/**
 * scope_lock_object_collect() - what the lock that a task is asleep for is
 * @snap: its object is filled, from its wait
 * @task: the waiter, pinned by the caller
 *
 * Context: takes RCU; does not sleep.
 */
void scope_lock_object_collect(struct scope_snap *snap,
			       struct task_struct *task);

#endif /* SCOPE_LOCK_OBJECT_H */
