/* SPDX-License-Identifier: GPL-2.0 */
/* lock_class.h - between a lock and lockdep's part of it */
#ifndef SCOPE_LOCK_CLASS_H
#define SCOPE_LOCK_CLASS_H

#include <linux/types.h>
#include "../uapi/procscope.h"

struct lockdep_map;

/**
 * scope_lock_map() - lockdep's part of a lock
 * @kind: what kind of lock it is
 * @lock: the lock
 *
 * Return: its address; NULL where a lock of that kind has no such part, or
 * need not have one.
 */
const struct lockdep_map *scope_lock_map(enum procscope_kind kind,
					 const void *lock);

/**
 * scope_lock_of_map() - the lock that lockdep's part belongs to
 * @map: lockdep's part of whatever lock
 * @kind: filled; 0 if it is not known
 *
 * Context: does not sleep.
 * Return: the lock; NULL if no lock proves that it is its part.
 */
const void *scope_lock_of_map(const struct lockdep_map *map,
			      enum procscope_kind *kind);

/**
 * scope_lock_class() - what lockdep calls a lock
 * @map: lockdep's part of it
 * @to: receives the name
 * @size: bytes at @to; a longer name is cut
 *
 * Context: does not sleep.
 * Return: false if there is no name.
 */
bool scope_lock_class(const struct lockdep_map *map, char *to, size_t size);

#endif /* SCOPE_LOCK_CLASS_H */
