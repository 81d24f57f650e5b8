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

/* Where a lock keeps the head of its waiters, and the spinlock that guards it. */
#define COMPAT_MUTEX_LIST		offsetof(struct mutex, wait_list)
#define COMPAT_MUTEX_SPIN		offsetof(struct mutex, wait_lock)
#define COMPAT_RWSEM_LIST		offsetof(struct rw_semaphore, wait_list)
#define COMPAT_RWSEM_SPIN		offsetof(struct rw_semaphore, wait_lock)
#define COMPAT_SEMAPHORE_LIST		offsetof(struct semaphore, wait_list)
#define COMPAT_SEMAPHORE_SPIN		offsetof(struct semaphore, lock)

/*
 * Bits in the words of the locks. They stand in no header: kernel/locking's
 * mutex.h, rwsem.c and rtmutex_common.h have them, the same since 5.10.
 */
#define COMPAT_MUTEX_PICKUP		0x4UL
#define COMPAT_MUTEX_FLAGS		0x7UL
#define COMPAT_RWSEM_WRITER_LOCKED	0x1L
#define COMPAT_RWSEM_READER_SHIFT	8
#define COMPAT_RWSEM_READER_OWNED	0x1UL
#define COMPAT_RWSEM_OWNER_FLAGS	0x3UL
#define COMPAT_RT_MUTEX_FLAGS		0x1UL

/* What a reader's record holds beside its task: enum rwsem_waiter_type. */
#define COMPAT_RWSEM_WAITING_FOR_READ	1

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
