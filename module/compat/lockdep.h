/* SPDX-License-Identifier: GPL-2.0 */
/* lockdep.h - what lockdep has on record of a task, where the kernel has it */
#ifndef COMPAT_LOCKDEP_H
#define COMPAT_LOCKDEP_H

#include <linux/debug_locks.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include "locks.h"

/**
 * struct compat_entry - one entry of a task's list
 * @map: lockdep's part of the lock
 * @where: the return address of what took it
 * @read: it is shared
 * @trylock: it was entered when the task had it, not before
 * @merged: it stands for several locks of one class, and @map need not be one
 *	that the task has still
 */
struct compat_entry {
	const struct lockdep_map *map;
	unsigned long where;
	bool read;
	bool trylock;
	bool merged;
};

#ifdef CONFIG_LOCKDEP

#define COMPAT_ENTRIES	MAX_LOCK_DEPTH

/**
 * compat_lockdep_reason() - why is it not known what tasks hold?
 *
 * Context: any.
 * Return: words for a reader, or NULL if it is known.
 */
static inline const char *compat_lockdep_reason(void)
{
	return READ_ONCE(debug_locks) ? NULL :
	       "lockdep has switched itself off";
}

/**
 * compat_lockdep_ignores() - does lockdep look away from a task?
 * @task: the task
 */
static inline bool compat_lockdep_ignores(const struct task_struct *task)
{
	return READ_ONCE(task->lockdep_recursion);
}

/**
 * compat_entries() - how many entries has a task?
 * @task: the task, which alone changes its list
 */
static inline unsigned int compat_entries(const struct task_struct *task)
{
	unsigned int depth = READ_ONCE(task->lockdep_depth);

	return min_t(unsigned int, depth, COMPAT_ENTRIES);
}

/**
 * compat_entry() - one entry of a task's list
 * @task: the task
 * @number: which, from 0, the oldest
 *
 * Return: what the entry says, of a task that does not run.
 */
static inline struct compat_entry compat_entry(const struct task_struct *task,
					       unsigned int number)
{
	const struct held_lock *entry = &task->held_locks[number];

	return (struct compat_entry){
		.map = entry->instance,
		.where = entry->acquire_ip,
		.read = entry->read,
		.trylock = entry->trylock,
		.merged = entry->references,
	};
}

/** compat_map_name() - where a lock says what it is called */
static inline const void *compat_map_name(const struct lockdep_map *map)
{
	return &map->name;
}

/** compat_map_class() - where a lock points to its class, once it has one */
static inline const void *compat_map_class(const struct lockdep_map *map)
{
	return &map->class_cache[0];
}

/** compat_class_name() - where a class says what it is called */
static inline const void *compat_class_name(const struct lock_class *class)
{
	return &class->name;
}

/**
 * compat_mutex_map() - lockdep's part of a mutex
 * @lock: any number taken for the address of a mutex
 */
static inline const struct lockdep_map *
compat_mutex_map(const struct mutex *lock)
{
	return &lock->dep_map;
}

/** compat_rwsem_map() - the same of a rw_semaphore */
static inline const struct lockdep_map *
compat_rwsem_map(const struct rw_semaphore *lock)
{
	return &lock->dep_map;
}

/** compat_percpu_rwsem_map() - the same of a percpu_rw_semaphore */
static inline const struct lockdep_map *
compat_percpu_rwsem_map(const struct percpu_rw_semaphore *lock)
{
	return &lock->dep_map;
}

/**
 * compat_rt_mutex_map() - where lockdep's part is, if a rt_mutex has one
 * @lock: any number taken for the address of a rt_mutex, to be compared with: that of
 *	a PI futex has something else there
 */
static inline const struct lockdep_map *
compat_rt_mutex_map(const struct rt_mutex_base *lock)
{
#ifdef COMPAT_HAVE_RT_MUTEX_BASE
	return &container_of(lock, struct rt_mutex, rtmutex)->dep_map;
#else
	return &lock->dep_map;
#endif
}

/**
 * compat_mutex_around() - the mutex that this would be lockdep's part of
 * @map: lockdep's part of whatever lock
 */
static inline const struct mutex *
compat_mutex_around(const struct lockdep_map *map)
{
	return container_of(map, struct mutex, dep_map);
}

/** compat_rwsem_around() - the same of a rw_semaphore */
static inline const struct rw_semaphore *
compat_rwsem_around(const struct lockdep_map *map)
{
	return container_of(map, struct rw_semaphore, dep_map);
}

/** compat_percpu_rwsem_around() - the same of a percpu_rw_semaphore */
static inline const struct percpu_rw_semaphore *
compat_percpu_rwsem_around(const struct lockdep_map *map)
{
	return container_of(map, struct percpu_rw_semaphore, dep_map);
}

#else /* !CONFIG_LOCKDEP */

struct lock_class;

#define COMPAT_ENTRIES	1

static inline const char *compat_lockdep_reason(void)
{
	return "this kernel is built without lockdep";
}

static inline bool compat_lockdep_ignores(const struct task_struct *task)
{
	return true;
}

static inline unsigned int compat_entries(const struct task_struct *task)
{
	return 0;
}

static inline struct compat_entry compat_entry(const struct task_struct *task,
					       unsigned int number)
{
	return (struct compat_entry){ .map = NULL };
}

static inline const void *compat_map_name(const struct lockdep_map *map)
{
	return NULL;
}

static inline const void *compat_map_class(const struct lockdep_map *map)
{
	return NULL;
}

static inline const void *compat_class_name(const struct lock_class *class)
{
	return NULL;
}

static inline const struct lockdep_map *
compat_mutex_map(const struct mutex *lock)
{
	return NULL;
}

static inline const struct lockdep_map *
compat_rwsem_map(const struct rw_semaphore *lock)
{
	return NULL;
}

static inline const struct lockdep_map *
compat_percpu_rwsem_map(const struct percpu_rw_semaphore *lock)
{
	return NULL;
}

static inline const struct lockdep_map *
compat_rt_mutex_map(const struct rt_mutex_base *lock)
{
	return NULL;
}

static inline const struct mutex *
compat_mutex_around(const struct lockdep_map *map)
{
	return NULL;
}

static inline const struct rw_semaphore *
compat_rwsem_around(const struct lockdep_map *map)
{
	return NULL;
}

static inline const struct percpu_rw_semaphore *
compat_percpu_rwsem_around(const struct lockdep_map *map)
{
	return NULL;
}

#endif /* !CONFIG_LOCKDEP */

/**
 * compat_mutex_magic() - where a mutex has its own address
 * @lock: any number taken for the address of a mutex
 *
 * Return: NULL where mutexes have no such word.
 */
static inline const void *compat_mutex_magic(const struct mutex *lock)
{
#if defined(CONFIG_DEBUG_MUTEXES) && !defined(CONFIG_PREEMPT_RT)
	return &lock->magic;
#else
	return NULL;
#endif
}

/** compat_rwsem_magic() - the same of a rw_semaphore */
static inline const void *compat_rwsem_magic(const struct rw_semaphore *lock)
{
#if defined(CONFIG_DEBUG_RWSEMS) && !defined(CONFIG_PREEMPT_RT)
	return &lock->magic;
#else
	return NULL;
#endif
}

/**
 * compat_is_spinlock() - is a spinlock debugged, and does it say that it is one?
 * @copy: a copy of it
 */
static inline bool compat_is_spinlock(const spinlock_t *copy)
{
#if defined(CONFIG_DEBUG_SPINLOCK) && !defined(CONFIG_PREEMPT_RT)
	return copy->rlock.magic == SPINLOCK_MAGIC;
#else
	return false;
#endif
}

#endif /* COMPAT_LOCKDEP_H */
