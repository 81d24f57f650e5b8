/* SPDX-License-Identifier: GPL-2.0 */
/* locks.h - how this kernel lays out the locks that tasks sleep for */
#ifndef COMPAT_LOCKS_H
#define COMPAT_LOCKS_H

#include <linux/mutex.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/stddef.h>

/* Older kernels have no name for what a rt_mutex is but for lockdep's part. */
#ifndef COMPAT_HAVE_RT_MUTEX_BASE
#define rt_mutex_base rt_mutex
#endif

/*
 * Where a lock keeps its waiters, and the spinlock that guards them. Kbuild
 * tells which locks name their first waiter; the others have the head of a list.
 * Under PREEMPT_RT, mutex and rw_semaphore are made of a rt_mutex, whose waiters
 * say themselves what they wait for.
 */
#ifdef CONFIG_PREEMPT_RT
#define COMPAT_MUTEX_QUEUE		0
#define COMPAT_MUTEX_FIRST		false
#define COMPAT_MUTEX_SPIN		0
#define COMPAT_RWSEM_QUEUE		0
#define COMPAT_RWSEM_FIRST		false
#define COMPAT_RWSEM_SPIN		0
#else
#define COMPAT_MUTEX_SPIN		offsetof(struct mutex, wait_lock)
#define COMPAT_RWSEM_SPIN		offsetof(struct rw_semaphore, wait_lock)
#ifdef COMPAT_HAVE_MUTEX_FIRST_WAITER
#define COMPAT_MUTEX_FIRST		true
#define COMPAT_MUTEX_QUEUE		offsetof(struct mutex, first_waiter)
#else
#define COMPAT_MUTEX_FIRST		false
#define COMPAT_MUTEX_QUEUE		offsetof(struct mutex, wait_list)
#endif
#ifdef COMPAT_HAVE_RWSEM_FIRST_WAITER
#define COMPAT_RWSEM_FIRST		true
#define COMPAT_RWSEM_QUEUE		offsetof(struct rw_semaphore, first_waiter)
#else
#define COMPAT_RWSEM_FIRST		false
#define COMPAT_RWSEM_QUEUE		offsetof(struct rw_semaphore, wait_list)
#endif
#endif /* CONFIG_PREEMPT_RT */

#define COMPAT_SEMAPHORE_SPIN		offsetof(struct semaphore, lock)
#ifdef COMPAT_HAVE_SEMAPHORE_FIRST_WAITER
#define COMPAT_SEMAPHORE_FIRST		true
#define COMPAT_SEMAPHORE_QUEUE		offsetof(struct semaphore, first_waiter)
#else
#define COMPAT_SEMAPHORE_FIRST		false
#define COMPAT_SEMAPHORE_QUEUE		offsetof(struct semaphore, wait_list)
#endif

/*
 * While there are waiters, a mutex has a bit set in its owner, a rw_semaphore
 * one in its count, and the count of a semaphore is 0.
 */
#define COMPAT_MUTEX_WORD		0
#define COMPAT_MUTEX_WORD_SIZE		sizeof(long)
#define COMPAT_MUTEX_WORD_MASK		0x1UL
#define COMPAT_MUTEX_WORD_WAITERS	0x1UL
#define COMPAT_RWSEM_WORD		0
#define COMPAT_RWSEM_WORD_SIZE		sizeof(long)
#define COMPAT_RWSEM_WORD_MASK		0x2UL
#define COMPAT_RWSEM_WORD_WAITERS	0x2UL
#define COMPAT_SEMAPHORE_WORD		offsetof(struct semaphore, count)
#define COMPAT_SEMAPHORE_WORD_SIZE	sizeof(int)
#define COMPAT_SEMAPHORE_WORD_MASK	(~0UL)
#define COMPAT_SEMAPHORE_WORD_WAITERS	0x0UL

/*
 * Bits in the words of the locks. They stand in no header: kernel/locking's
 * mutex.h, rwsem.c and rtmutex_common.h have them, the same since 5.10, but for the
 * third flag of a rw_semaphore's owner, which 5.10 alone uses; those of a rw_semaphore
 * under PREEMPT_RT are in linux/rwbase_rt.h.
 */
#define COMPAT_RT_MUTEX_FLAGS		0x1UL
#ifdef CONFIG_PREEMPT_RT
#define COMPAT_MUTEX_PICKUP		0x0UL
#define COMPAT_MUTEX_FLAGS		COMPAT_RT_MUTEX_FLAGS
#else
#define COMPAT_MUTEX_PICKUP		0x4UL
#define COMPAT_MUTEX_FLAGS		0x7UL
#endif
#define COMPAT_RWSEM_WRITER_LOCKED	0x1L
#define COMPAT_RWSEM_READER_SHIFT	8
#define COMPAT_RWSEM_READER_OWNED	0x1UL
#define COMPAT_RWSEM_OWNER_FLAGS	0x7UL
#define COMPAT_RWBASE_READERS		(BIT(30) - 1)
#define COMPAT_RWBASE_WRITER		BIT(30)

/* What a reader's record holds beside its task: enum rwsem_waiter_type. */
#define COMPAT_RWSEM_WAITING_FOR_READ	1

/**
 * compat_mutex_owner() - where a mutex says who has it
 * @lock: any number taken for the address of a mutex
 */
static inline const void *compat_mutex_owner(const struct mutex *lock)
{
#ifdef CONFIG_PREEMPT_RT
	return &lock->rtmutex.owner;
#else
	return &lock->owner;
#endif
}

/**
 * compat_rwsem_owner() - where a rw_semaphore says who has it
 * @lock: any number taken for the address of a rw_semaphore
 */
static inline const void *compat_rwsem_owner(const struct rw_semaphore *lock)
{
#ifdef CONFIG_PREEMPT_RT
	return &lock->rwbase.rtmutex.owner;
#else
	return &lock->owner;
#endif
}

/**
 * compat_semaphore_holder() - where a semaphore has who took it last
 * @lock: any number taken for the address of a semaphore
 *
 * Return: the address; NULL where this kernel does not keep that.
 */
static inline const void *compat_semaphore_holder(const struct semaphore *lock)
{
#if defined(COMPAT_HAVE_SEMAPHORE_LAST_HOLDER) && \
	defined(CONFIG_DETECT_HUNG_TASK_BLOCKER)
	return &lock->last_holder;
#else
	return NULL;
#endif
}

/* The type of a rw_semaphore's count. */
#ifdef CONFIG_PREEMPT_RT
#define compat_rwsem_count_t	u32
#else
#define compat_rwsem_count_t	long
#endif

/**
 * compat_rwsem_count() - where a rw_semaphore counts its readers
 * @lock: any number taken for the address of a rw_semaphore
 */
static inline const void *compat_rwsem_count(const struct rw_semaphore *lock)
{
#ifdef CONFIG_PREEMPT_RT
	return &lock->rwbase.readers;
#else
	return &lock->count;
#endif
}

/**
 * compat_rt_rwsem_base() - offset of the rt_mutex in a rw_semaphore
 *
 * Return: 0 where there is none.
 */
static inline size_t compat_rt_rwsem_base(void)
{
#ifdef CONFIG_PREEMPT_RT
	return offsetof(struct rw_semaphore, rwbase.rtmutex);
#else
	return 0;
#endif
}

/**
 * compat_pi_blocked_on() - the record of a wait for a rt_mutex
 * @task: the waiter
 *
 * Context: any; the record is the waiter's own and may be gone at once.
 * Return: its address, NULL if there is none or no such locks.
 */
static inline void *compat_pi_blocked_on(const struct task_struct *task)
{
#ifdef CONFIG_RT_MUTEXES
	return READ_ONCE(task->pi_blocked_on);
#else
	return NULL;
#endif
}

#endif /* COMPAT_LOCKS_H */
