/* SPDX-License-Identifier: GPL-2.0 */
/* lock_info.h - given a lock: who has it */
#ifndef SCOPE_LOCK_INFO_H
#define SCOPE_LOCK_INFO_H

#include "../uapi/procscope.h"

struct scope_owner;
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

/**
 * scope_owner_is() - name an owner
 * @snap: its owner is filled
 * @task: a live task
 * @certainty: how sure it is
 * @reason: why it is but a hint, or NULL
 *
 * Context: under RCU.
 */
void scope_owner_is(struct scope_snap *snap, struct task_struct *task,
		    enum procscope_certainty certainty, const char *reason);

/**
 * scope_owner_is_younger() - has a task come after the waiter fell asleep?
 * @snap: the waiter's
 * @task: a live task
 *
 * Who is found by an address or a number that is kept somewhere may have ended,
 * and another task have it now: that one is younger. Who fell asleep in the very
 * slice of time in which it made the other may be told to be older than that.
 *
 * Context: any.
 */
bool scope_owner_is_younger(const struct scope_snap *snap,
			    const struct task_struct *task);

/**
 * scope_owner_none() - there is no owner to be named
 * @owner: filled, but for its readers
 * @status: enum procscope_status
 * @reason: why, or NULL
 *
 * Context: any.
 */
void scope_owner_none(struct scope_owner *owner, enum procscope_status status,
		      const char *reason);

#endif /* SCOPE_LOCK_INFO_H */
