/* SPDX-License-Identifier: GPL-2.0 */
/* contended.h - which locks are waited for, and by whom? */
#ifndef PROCSCOPE_CONTENDED_H
#define PROCSCOPE_CONTENDED_H

#include <stddef.h>
#include "model.h"

/**
 * struct contended - a lock that is waited for
 * @waiter: its waiters, the one that has waited longest first
 * @count: how many
 * @latest: the one that was looked at last, so that what it says of the lock's
 *	owner is the newest that is known; none that was given it, if another waits
 */
struct contended {
	const struct task **waiter;
	size_t count;
	const struct task *latest;
};

/**
 * struct contention - all locks that are waited for
 * @lock: the locks, the one that was waited for longest first
 * @count: how many
 * @waiter: memory for the lists of waiters
 */
struct contention {
	struct contended *lock;
	size_t count;
	const struct task **waiter;
};

/**
 * contention_find() - sort the waiters of a snapshot by their locks
 * @contention: filled; must be freed with contention_free()
 * @model: the snapshot; must live as long as @contention
 *
 * Return: 0 or -ENOMEM.
 */
int contention_find(struct contention *contention, const struct model *model);

/**
 * contention_free() - give back what contention_find() took
 * @contention: what it filled
 */
void contention_free(struct contention *contention);

#endif /* PROCSCOPE_CONTENDED_H */
