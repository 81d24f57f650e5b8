// SPDX-License-Identifier: GPL-2.0
/*
 * lock_queue.c - in the queue of which lock is a waiter's record?
 *
 * The slow path knows the address of the lock, so it is among the words of its
 * window, with others. Two ways lead from a record to the one: along the queue,
 * to the head that lies in the lock or to the record that the lock names as its
 * first; and the words, if they hold but one lock with waiters.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/percpu-rwsem.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include "compat/memory.h"
#include "lock_code.h"
#include "lock_queue.h"
#include "peek.h"
#include "snap.h"

/* Steps along a queue, either way, before a lock is taken without them. */
#define STEPS_FEW	4
/* Steps to decide between locks that all look right. */
#define STEPS_MANY	8192

/* Locks with waiters among the words of a window. */
#define LOCKS_MAX	16

bool scope_queue_is_linked(unsigned long node, unsigned long next,
			   unsigned long prev)
{
	const struct list_head *after = (void *)next;
	const struct list_head *before = (void *)prev;
	unsigned long back, forth;

	return scope_peek_to(back, &after->prev) && back == node &&
	       scope_peek_to(forth, &before->next) && forth == node;
}

bool scope_queue_of_percpu(const struct percpu_rw_semaphore *lock,
			   bool *closed)
{
	const struct list_head *head = &lock->waiters.head;
	struct list_head links;
	int block;

	if (!scope_peek_to(links, head) ||
	    !scope_queue_is_linked((unsigned long)head,
				   (unsigned long)links.next,
				   (unsigned long)links.prev) ||
	    !scope_peek_to(block, &lock->block.counter))
		return false;
	*closed = block == 1;
	return block == 0 || block == 1;
}

/*
 * Is @node the record of a waiter, which is on the stack of the task that it
 * names? The address before it may be that of an older record, and still be
 * among the words of one that was queued beside it. With CONFIG_DEBUG_MUTEXES
 * or CONFIG_DEBUG_RWSEMS a lock names itself where a record names its task, and
 * lockdep's key, a bit below it in the same module, is where the task's stack
 * would be; but a stack is aligned.
 */
static bool is_record(unsigned long node)
{
	const struct task_struct *task;
	unsigned long stack;

	return scope_peek_to(task, (void *)(node + sizeof(struct list_head))) &&
	       scope_peek_to(stack, &task->stack) &&
	       stack % THREAD_ALIGN == 0 && node - stack < THREAD_SIZE;
}

/*
 * On one CPU, which nobody takes away between two steps, no queue is in motion;
 * and there a semaphore's slow path does not keep the lock, whose spinlock is
 * nothing. All others do.
 */
static bool may_be_forgotten(const struct scope_slow_path *like)
{
	return like->kind == PROCSCOPE_KIND_SEMAPHORE &&
	       !IS_ENABLED(CONFIG_SMP) && !IS_ENABLED(CONFIG_PREEMPTION);
}

/* Is @head the one node of its queue that is no record? */
static bool is_only_head(unsigned long head)
{
	unsigned long link[2];

	return !is_record(head) &&
	       scope_peek(link, (void *)head, sizeof(link)) &&
	       is_record(link[0]) && is_record(link[1]) &&
	       scope_queue_is_linked(head, link[0], link[1]);
}

/*
 * The lock like @like whose queue has its head at @head, if the slow path
 * knows that lock, or is @sure to be one that need not.
 */
static void *lock_of_head(const struct scope_wait *wait,
			  const struct scope_slow_path *like, bool sure,
			  unsigned long head)
{
	unsigned long lock = head - like->queue;
	unsigned int i;

	for (i = 0; i < wait->window_words; i++) {
		/*
		 * Without SMP a spinlock is nothing, and at its address is the
		 * queue's head: that is known to every record in the queue.
		 */
		if (wait->window[i] == lock ||
		    (like->spin != like->queue &&
		     wait->window[i] == lock + like->spin))
			return is_record(head) ? NULL : (void *)lock;
	}
	return sure && may_be_forgotten(like) && is_only_head(head) ?
	       (void *)lock : NULL;
}

/* Go along the waiter's queue until a node is the head of a known lock's. */
static void *lock_by_head(const struct scope_wait *wait,
			  const struct scope_slow_path *like, bool sure,
			  unsigned int steps)
{
	unsigned long forth = wait->link[0], back = wait->link[1];
	void *lock;

	while (steps--) {
		lock = lock_of_head(wait, like, sure, forth);
		if (!lock)
			lock = lock_of_head(wait, like, sure, back);
		if (lock)
			return lock;
		if (!scope_peek(&forth, (void *)forth, sizeof(forth)) ||
		    !scope_peek(&back, (void *)back + sizeof(back),
				sizeof(back)))
			return NULL;
		if (forth == wait->waiter || back == wait->waiter)
			return NULL;
	}
	return NULL;
}

/*
 * Can a word of the window be the address of a lock, or of its spinlock? No lock is
 * in the frames of what sleeps for it. Nor is one in ours: a kthread may still know
 * an address on the stack of who made it, and when that one reads us, our copies of
 * the records are there, which look like a lock that names its first waiter.
 */
static bool may_be_lock(const struct scope_wait *wait, unsigned long word)
{
	return compat_memory_of(word) != COMPAT_MEMORY_OTHER &&
	       word % sizeof(u32) == 0 &&
	       word - wait->window_at >= wait->window_words * sizeof(long) &&
	       !object_is_on_stack((void *)word);
}

/*
 * How many locks does the slow path know that have waiters? A lock whose links
 * hold one way only is counted as well: its queue may just be in motion, and
 * it may be the one.
 */
static unsigned int locks_with_waiters(const struct scope_wait *wait,
				       const struct scope_slow_path *like,
				       void **found)
{
	unsigned int i, j, count = 0;

	for (i = 0; i < wait->window_words; i++) {
		const unsigned int at[] = { 0, like->spin };
		unsigned long word = wait->window[i];

		if (!may_be_lock(wait, word))
			continue;
		for (j = 0; j < (like->spin ? 2 : 1); j++) {
			unsigned long lock = word - at[j];
			unsigned long head = lock + like->queue;
			unsigned long link[2], back = 0, forth = 0;

			if (lock % sizeof(long) ||
			    !scope_peek(link, (void *)head, sizeof(link)) ||
			    link[0] == head || link[1] == head)
				continue;
			scope_peek(&back, (void *)link[0] + sizeof(long),
				   sizeof(back));
			scope_peek(&forth, (void *)link[1], sizeof(forth));
			if (back != head && forth != head)
				continue;
			if (*found != (void *)lock)
				count++;
			*found = (void *)lock;
		}
	}
	return count;
}

/**
 * struct first - a lock that names its first waiter
 * @lock: the lock
 * @waiter: that waiter's record
 */
struct first {
	unsigned long lock;
	unsigned long waiter;
};

/*
 * Does a lock say by its other words that it has waiters? Next to its links, a
 * record looks like a lock that names a first waiter; but for these words.
 */
static bool says_waiters(const struct scope_slow_path *like, unsigned long lock)
{
	unsigned long word = 0;

	return scope_peek(&word, (void *)lock + like->word, like->word_size) &&
	       (word & like->word_mask) == like->word_waiters;
}

/* The locks with waiters that the window knows, in @found; or too many. */
static unsigned int locks_with_first(const struct scope_wait *wait,
				     const struct scope_slow_path *like,
				     struct first *found)
{
	unsigned int i, j, k, count = 0;

	for (i = 0; i < wait->window_words; i++) {
		const unsigned int at[] = { 0, like->spin };
		unsigned long word = wait->window[i];

		if (!may_be_lock(wait, word) || word == wait->link[0] ||
		    word == wait->link[1])
			continue;
		for (j = 0; j < (like->spin ? 2 : 1); j++) {
			struct first first = { .lock = word - at[j] };

			if (first.lock % sizeof(long) ||
			    !scope_peek_to(first.waiter, (void *)first.lock +
							 like->queue) ||
			    first.waiter % sizeof(long) ||
			    !says_waiters(like, first.lock) ||
			    !is_record(first.waiter))
				continue;
			for (k = 0; k < count; k++) {
				if (found[k].lock == first.lock)
					break;
			}
			if (k == LOCKS_MAX)
				return count + 1;
			found[k] = first;
			count = max(count, k + 1);
		}
	}
	return count;
}

/*
 * Go along the waiter's queue until a node is the first of one of @locks. What
 * once was such a lock may still name a record of the queue: so where there are
 * several, all of the queue is looked at, and two that lead to it are none.
 */
static void *lock_by_first(const struct scope_wait *wait,
			   const struct first *locks, unsigned int count,
			   unsigned int steps)
{
	unsigned long forth = wait->waiter, back = wait->waiter;
	void *found = NULL;
	unsigned int i;

	while (steps--) {
		for (i = 0; i < count; i++) {
			void *lock = (void *)locks[i].lock;

			if (locks[i].waiter != forth && locks[i].waiter != back)
				continue;
			if (count == 1)
				return lock;
			if (found && found != lock)
				return NULL;
			found = lock;
		}
		if (!scope_peek(&forth, (void *)forth, sizeof(forth)) ||
		    !scope_peek(&back, (void *)back + sizeof(back),
				sizeof(back)))
			return NULL;
		if (forth == wait->waiter || back == wait->waiter)
			return found;
	}
	return NULL;
}

static void *lock_with_first(const struct scope_wait *wait,
			     const struct scope_slow_path *like, bool sure,
			     const char **evidence)
{
	struct first locks[LOCKS_MAX], again[LOCKS_MAX];
	unsigned int count = locks_with_first(wait, like, locks);
	void *lock;

	if (!count || count > LOCKS_MAX)
		return NULL;
	*evidence = "stack window, queue has the lock's first waiter";
	lock = lock_by_first(wait, locks, count,
			     count == 1 ? STEPS_FEW : STEPS_MANY);
	if (lock || count > 1)
		return lock;
	/* Off the queue: alone, or on that of a waker. */
	if (wait->link[0] == wait->waiter ||
	    !is_record(wait->link[0]) || !is_record(wait->link[1]))
		return NULL;
	if (!sure || locks_with_first(wait, like, again) != 1 ||
	    locks[0].lock != again[0].lock)
		return lock_by_first(wait, locks, count, STEPS_MANY);
	*evidence = "stack window, only lock with waiters";
	return (void *)locks[0].lock;
}

bool scope_queue_can_have(const struct scope_slow_path *like,
			  unsigned long lock, unsigned long node,
			  unsigned long next)
{
	unsigned long queue = lock + like->queue, link[2];

	if (lock % sizeof(long))
		return false;
	/* Who was alone is left linked to itself when it is taken off. */
	if (like->first)
		return scope_peek(link, (void *)queue, sizeof(link[0])) &&
		       link[0] % sizeof(long) == 0 &&
		       says_waiters(like, lock) && is_record(link[0]) &&
		       (next != node || link[0] == node);
	return scope_peek(link, (void *)queue, sizeof(link)) &&
	       link[0] != queue && link[1] != queue;
}

/*
 * The lock in whose queue the waiter's record is. In a long queue the head is
 * far; but the address of the lock is among the words, and if those hold but
 * one lock with waiters, at two looks, it is this one. That needs the @sure
 * knowledge of what kind of lock it is.
 */
void *scope_queue_lock(const struct scope_wait *wait,
		       const struct scope_slow_path *like, bool sure,
		       const char **evidence)
{
	void *only = NULL, *again = NULL, *lock;

	if (like->first)
		return lock_with_first(wait, like, sure, evidence);
	*evidence = "stack window, queue leads to the lock";
	lock = lock_by_head(wait, like, sure, STEPS_FEW);
	if (lock)
		return lock;
	/* Off the queue, and on that of a waker: granted in a moment. */
	if (!is_record(wait->link[0]) || !is_record(wait->link[1]))
		return NULL;
	if (!sure || may_be_forgotten(like) ||
	    locks_with_waiters(wait, like, &only) != 1 ||
	    locks_with_waiters(wait, like, &again) != 1 || only != again)
		return lock_by_head(wait, like, sure, STEPS_MANY);
	*evidence = "stack window, only lock with waiters";
	return only;
}
