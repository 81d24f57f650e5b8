// SPDX-License-Identifier: GPL-2.0
/*
 * lock_rt.c - waits for a rt_mutex, and for all that PREEMPT_RT makes of it
 *
 * Who waits for a rt_mutex says so itself: pi_blocked_on is its record. Under
 * PREEMPT_RT, mutex and rw_semaphore are a rt_mutex inside, and which of them it
 * is tells the function that was called, see lock_wait.c. A writer that has the
 * rt_mutex of a rw_semaphore, and waits for its readers to leave, is queued
 * nowhere.
 *
 * The record's layout is private. It is not learned at load: each record that is told
 * proves itself by the tree that it is in, which leads to the lock beside its task.
 */
#include <linux/kernel.h>
#include <linux/rbtree.h>
#include "compat/locks.h"
#include "lock_code.h"
#include "lock_rt.h"
#include "peek.h"
#include "snap.h"

/* Words after the record's start in which a rt_mutex waiter names its lock. */
#define RT_WAITER_WORDS	32
/* A red-black tree of all tasks that there can be is less deep. */
#define RT_TREE_DEPTH	64

/* A waiter's record begins with its node in the tree of the lock's waiters. */
static bool is_in_tree(unsigned long node, const struct rt_mutex_base *lock)
{
	unsigned long root, parent = node;
	int depth;

	if (!scope_peek_to(root, &lock->waiters.rb_root.rb_node))
		return false;
	for (depth = 0; depth < RT_TREE_DEPTH; depth++) {
		const struct rb_node *at = (void *)parent;

		if (!scope_peek_to(parent, &at->__rb_parent_color))
			return false;
		parent &= ~3UL;
		if (!parent)
			return (unsigned long)at == root;
	}
	return false;
}

/*
 * In a record, whose layout is private, the lock stands next to the task. Parts
 * of the record are not in use and hold old words, the task among them.
 */
static void *lock_of(unsigned long at, const unsigned long *record,
		     unsigned int words, const struct task_struct *task,
		     unsigned long *end)
{
	unsigned int i;

	*end = at;
	for (i = 0; i + 1 < words; i++) {
		if (record[i] != (unsigned long)task ||
		    !is_in_tree(at, (void *)record[i + 1]))
			continue;
		*end = at + (i + 2) * sizeof(long);
		return (void *)record[i + 1];
	}
	return NULL;
}

bool scope_rt_wait(struct scope_wait *wait, const struct task_struct *task)
{
	unsigned long record[RT_WAITER_WORDS];
	unsigned long at = (unsigned long)compat_pi_blocked_on(task);

	if (!at)
		return false;
	wait->rt = true;
	wait->kind = PROCSCOPE_KIND_RT_MUTEX;
	wait->mode = PROCSCOPE_MODE_EXCLUSIVE;
	wait->waiter = at;
	if (scope_peek_stack(record, task, at, sizeof(record))) {
		wait->lock = lock_of(at, record, ARRAY_SIZE(record), task,
				     &wait->waiter_end);
		if (wait->lock) {
			wait->status = PROCSCOPE_OK;
			wait->reason = NULL;
			wait->evidence = "pi_blocked_on";
			return true;
		}
	}
	wait->status = PROCSCOPE_UNAVAILABLE;
	wait->reason = "pi_blocked_on, but in no rt_mutex's tree";
	return true;
}

bool scope_rt_is_plain(void)
{
	return !IS_ENABLED(CONFIG_PREEMPT_RT);
}

void scope_rt_name(struct scope_wait *wait, enum scope_code code)
{
	switch (code) {
	case SCOPE_CODE_RT_FOR_MUTEX:
		wait->kind = PROCSCOPE_KIND_MUTEX;
		break;
	case SCOPE_CODE_RT_FOR_WW_MUTEX:
		wait->kind = PROCSCOPE_KIND_WW_MUTEX;
		break;
	case SCOPE_CODE_RT_READ:
	case SCOPE_CODE_RT_WRITE:
		wait->kind = PROCSCOPE_KIND_RWSEM;
		wait->mode = code == SCOPE_CODE_RT_READ ?
			PROCSCOPE_MODE_READ : PROCSCOPE_MODE_WRITE;
		wait->lock -= compat_rt_rwsem_base();
		break;
	default:
		break;
	}
}

/**
 * enum drain - how far a task is on its way to have a rw_semaphore for writing
 * @DRAIN_NONE: it is on no such way, or has it
 * @DRAIN_OVER: nobody else has it any more
 * @DRAIN_WAITS: its readers have not left
 */
enum drain {
	DRAIN_NONE,
	DRAIN_OVER,
	DRAIN_WAITS,
};

static enum drain drain_of(const struct rw_semaphore *lock,
			   const struct task_struct *task)
{
	compat_rwsem_count_t readers;
	unsigned long owner;

	if ((unsigned long)lock % sizeof(long) ||
	    !scope_peek(&owner, compat_rwsem_owner(lock), sizeof(owner)) ||
	    (owner & ~COMPAT_RT_MUTEX_FLAGS) != (unsigned long)task ||
	    !scope_peek(&readers, compat_rwsem_count(lock),
			sizeof(readers)) ||
	    readers & ~COMPAT_RWBASE_READERS)
		return DRAIN_NONE;
	return readers ? DRAIN_WAITS : DRAIN_OVER;
}

/* Return: whether there is any, @offset before a word of the window. */
static bool find_drained(struct scope_wait *wait, size_t offset,
			 const struct task_struct *task)
{
	enum drain how = DRAIN_NONE;
	void *lock = NULL;
	unsigned int i;

	for (i = 0; i < wait->window_words; i++) {
		void *at = (void *)wait->window[i] - offset;
		enum drain drain = at == lock ? DRAIN_NONE : drain_of(at, task);

		if (drain == DRAIN_NONE)
			continue;
		if (lock)
			return true;
		lock = at;
		how = drain;
	}
	if (how != DRAIN_WAITS)
		return lock;
	wait->lock = lock;
	wait->status = PROCSCOPE_OK;
	wait->reason = NULL;
	wait->evidence = "stack window, a writer whose readers have not left";
	return true;
}

/*
 * A mutex that the task has looks like the rt_mutex within a rw_semaphore, but like
 * no rw_semaphore: so what is one by its own address comes first.
 */
void scope_rt_drain(struct scope_wait *wait, const struct task_struct *task)
{
	wait->rt = true;
	wait->kind = PROCSCOPE_KIND_RWSEM;
	wait->mode = PROCSCOPE_MODE_WRITE;
	wait->status = PROCSCOPE_UNAVAILABLE;
	wait->reason = "a writer that waits for readers, of which lock is not known";
	if (!find_drained(wait, 0, task))
		find_drained(wait, compat_rt_rwsem_base(), task);
}

bool scope_rt_holds(const struct scope_wait *wait,
		    const struct task_struct *task)
{
	if (wait->waiter)
		return (unsigned long)compat_pi_blocked_on(task) ==
		       wait->waiter;
	return drain_of(wait->lock, task) == DRAIN_WAITS;
}
