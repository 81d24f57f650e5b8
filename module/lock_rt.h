/* SPDX-License-Identifier: GPL-2.0 */
/* lock_rt.h - waits for a rt_mutex, and for all that PREEMPT_RT makes of it */
#ifndef SCOPE_LOCK_RT_H
#define SCOPE_LOCK_RT_H

#include <linux/types.h>
#include "lock_code.h"

struct scope_wait;
struct task_struct;

/**
 * scope_rt_wait() - is a task asleep for a rt_mutex?
 * @wait: what is found
 * @task: the task, pinned by the caller and not running
 *
 * Context: any.
 * Return: true if so; then @wait is filled, be it that the lock can't be told.
 */
bool scope_rt_wait(struct scope_wait *wait, const struct task_struct *task);

/**
 * scope_rt_is_plain() - is a rt_mutex always no more than that?
 *
 * Return: false under PREEMPT_RT, where it can be part of another lock.
 */
bool scope_rt_is_plain(void);

/**
 * scope_rt_name() - tell of which lock a rt_mutex is part, under PREEMPT_RT
 * @wait: what scope_rt_wait() has found
 * @code: the function that was called, or whose slow path it is
 *
 * Without a @code that tells, it stays a rt_mutex, which is true of them all.
 *
 * Context: any.
 */
void scope_rt_name(struct scope_wait *wait, enum scope_code code);

/**
 * scope_rt_drain() - find what a writer waits to be left by its readers
 * @wait: the wait, with a window
 * @task: the writer, asleep in the slow path for it under PREEMPT_RT
 *
 * Context: any.
 */
void scope_rt_drain(struct scope_wait *wait, const struct task_struct *task);

/**
 * scope_rt_holds() - is a wait that was found by the above still one?
 * @wait: the wait
 * @task: the waiter
 *
 * Context: any.
 */
bool scope_rt_holds(const struct scope_wait *wait,
		    const struct task_struct *task);

#endif /* SCOPE_LOCK_RT_H */
