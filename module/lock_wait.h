/* SPDX-License-Identifier: GPL-2.0 */
/* lock_wait.h - the lock that a task is asleep for */
#ifndef SCOPE_LOCK_WAIT_H
#define SCOPE_LOCK_WAIT_H

#include <linux/types.h>

struct scope_snap;
struct scope_wait;
struct task_struct;

/**
 * scope_lock_wait_collect() - find the lock that a task is asleep for
 * @snap: its wait is filled; its stack is used if it was collected
 * @task: the task, pinned by the caller, asleep when last looked at
 *
 * Context: does not sleep.
 */
void scope_lock_wait_collect(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_lock_wait_holds() - is what was found still so?
 * @wait: what scope_lock_wait_collect() found, or did not
 * @task: the same task
 *
 * A waiter that is still queued proves that the lock, and what the lock is
 * part of, was there all the time.
 *
 * Context: does not sleep.
 * Return: false if the waiter has moved.
 */
bool scope_lock_wait_holds(const struct scope_wait *wait,
			   struct task_struct *task);

/**
 * scope_lock_wait_strategies() - how waits are found on this kernel
 *
 * Return: words for a reader, or NULL if they are not.
 */
const char *scope_lock_wait_strategies(void);

#endif /* SCOPE_LOCK_WAIT_H */
