/* SPDX-License-Identifier: GPL-2.0 */
/* lock_queue.h - in the queue of which lock is a waiter's record? */
#ifndef SCOPE_LOCK_QUEUE_H
#define SCOPE_LOCK_QUEUE_H

#include <linux/types.h>

struct percpu_rw_semaphore;
struct scope_slow_path;
struct scope_wait;

/**
 * scope_queue_is_linked() - is a record in a queue whose others know it?
 * @node: address of the record
 * @next: its links
 * @prev: its links
 *
 * Context: any.
 */
bool scope_queue_is_linked(unsigned long node, unsigned long next,
			   unsigned long prev);

/**
 * scope_queue_of_percpu() - can that be a percpu_rw_semaphore?
 * @lock: any number taken for its address
 * @closed: receives whether a writer keeps others out
 *
 * Context: any.
 * Return: true if its queue is in order, and its flag is one.
 */
bool scope_queue_of_percpu(const struct percpu_rw_semaphore *lock,
			   bool *closed);

/**
 * scope_queue_can_have() - is there nothing against a lock having a record?
 * @like: what kind of lock it is
 * @lock: any number taken for its address
 * @node: address of the record
 * @next: its first link
 *
 * Context: any.
 * Return: true if the lock has waiters, and this one if there is but one.
 */
bool scope_queue_can_have(const struct scope_slow_path *like,
			  unsigned long lock, unsigned long node,
			  unsigned long next);

/**
 * scope_queue_lock() - the lock in whose queue a record is
 * @wait: the wait, with window, record and links
 * @like: what kind of lock it is
 * @sure: that is certain
 * @evidence: receives how the lock was found
 *
 * Context: any; follows long queues where nothing else decides.
 * Return: the lock; NULL if no lock that the window knows is it.
 */
void *scope_queue_lock(const struct scope_wait *wait,
		       const struct scope_slow_path *like, bool sure,
		       const char **evidence);

#endif /* SCOPE_LOCK_QUEUE_H */
