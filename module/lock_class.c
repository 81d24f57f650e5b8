// SPDX-License-Identifier: GPL-2.0
/* lock_class.c - between a lock and lockdep's part of it */
#include "compat/lockdep.h"
#include "lock_class.h"
#include "lock_queue.h"
#include "peek.h"

/*
 * A semaphore has no entry. Nor has a rt_mutex that a PI futex made: it lacks
 * the very part, and which of them is one can't be told.
 */
const struct lockdep_map *scope_lock_map(enum procscope_kind kind,
					 const void *lock)
{
	switch (kind) {
	case PROCSCOPE_KIND_MUTEX:
	case PROCSCOPE_KIND_WW_MUTEX:
		return compat_mutex_map(lock);
	case PROCSCOPE_KIND_RWSEM:
		return compat_rwsem_map(lock);
	case PROCSCOPE_KIND_PERCPU_RWSEM:
		return compat_percpu_rwsem_map(lock);
	default:
		return NULL;
	}
}

/* A lock that is debugged holds its own address. */
static bool is_its_own(const void *lock, const void *magic)
{
	const void *own;

	return magic && scope_peek_to(own, magic) && own == lock;
}

/* It has no such address, but a spinlock, a list and a flag, one by the other. */
static bool is_percpu_rwsem(const struct percpu_rw_semaphore *lock)
{
	spinlock_t spin; /* a copy */
	bool closed;

	return scope_peek_to(spin, &lock->waiters.lock) &&
	       compat_is_spinlock(&spin) && scope_queue_of_percpu(lock, &closed);
}

const void *scope_lock_of_map(const struct lockdep_map *map,
			      enum procscope_kind *kind)
{
	const struct rw_semaphore *rwsem = compat_rwsem_around(map);
	const struct mutex *mutex = compat_mutex_around(map);
	const struct percpu_rw_semaphore *percpu =
		compat_percpu_rwsem_around(map);

	if (is_its_own(mutex, compat_mutex_magic(mutex))) {
		*kind = PROCSCOPE_KIND_MUTEX;
		return mutex;
	}
	if (is_its_own(rwsem, compat_rwsem_magic(rwsem))) {
		*kind = PROCSCOPE_KIND_RWSEM;
		return rwsem;
	}
	if (is_percpu_rwsem(percpu)) {
		*kind = PROCSCOPE_KIND_PERCPU_RWSEM;
		return percpu;
	}
	*kind = 0;
	return NULL;
}

/* Class names are cut by nobody but us: what is there is better than nothing. */
static bool read_name(const void *at, char *to, size_t size)
{
	const char *name;

	if (!scope_peek_to(name, at) || !name)
		return false;
	scope_peek_text(to, name, size);
	return *to;
}

bool scope_lock_class(const struct lockdep_map *map, char *to, size_t size)
{
	const struct lock_class *class;

	if (read_name(compat_map_name(map), to, size))
		return true;
	return scope_peek_to(class, compat_map_class(map)) && class &&
	       read_name(compat_class_name(class), to, size);
}
