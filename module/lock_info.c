// SPDX-License-Identifier: GPL-2.0
/*
 * lock_info.c - given a lock: who has it
 *
 * The word in the lock is a key, never followed. It names a task only if a
 * live task is found at the very address, by the number that it has there.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/pid_namespace.h>
#include <linux/sched/task.h>
#include "compat/locks.h"
#include "lock_info.h"
#include "peek.h"
#include "snap.h"
#include "task.h"

/* Looks at a lock that changes hands all the time. */
#define TRIES	4

void scope_owner_none(struct scope_owner *owner, enum procscope_status status,
		      const char *reason)
{
	owner->status = status;
	owner->reason = reason;
	owner->tid = 0;
	owner->certainty = 0;
}

/*
 * The age and the sleep are measured by clocks that differ: by some ticks between
 * CPUs, and by up to 500 ppm where one of them is steered and the other is not.
 */
static bool is_less(u64 age, u64 asleep)
{
	return age + 2 * TICK_NSEC + (asleep >> 11) < asleep;
}

bool scope_owner_is_younger(const struct scope_snap *snap,
			    const struct task_struct *task)
{
	return is_less(ktime_get_ns() - task->start_time, snap->asleep);
}

/* Even if the sleep goes on while the system is suspended, which its age does not. */
static bool is_surely_younger(const struct scope_snap *snap,
			      const struct task_struct *task)
{
	return is_less(ktime_get_boottime_ns() - task->start_boottime,
		       snap->asleep);
}

void scope_owner_is(struct scope_snap *snap, struct task_struct *task,
		    enum procscope_certainty certainty, const char *reason)
{
	struct scope_owner *owner = &snap->owner;

	owner->status = PROCSCOPE_OK;
	owner->reason = reason;
	owner->tid = task_pid_nr_ns(task, snap->ns);
	owner->certainty = certainty;
	if (owner->tid)
		return;
	if (pid_alive(task))
		scope_owner_none(owner, PROCSCOPE_UNAVAILABLE,
				 "outside of this pid namespace");
	else
		scope_owner_none(owner, PROCSCOPE_GONE, "it has ended");
}

/**
 * struct owner_word - how a kind of lock says who has it
 * @flags: bits that are no part of the owner's address
 * @others: of them, those that say that the task is no owner of that sort
 * @own: of them, those that say of each owner of that sort that it is
 * @certainty: of an owner that it names
 * @oldest: none that is younger than the wait can be one
 * @reason: why that is but a hint, or NULL
 */
struct owner_word {
	unsigned long flags;
	unsigned long others;
	unsigned long own;
	enum procscope_certainty certainty;
	bool oldest;
	const char *reason;
};

/* The owner may have exited, and another task be where it was. */
static void name_live_owner(struct scope_snap *snap,
			    struct task_struct *task,
			    const struct owner_word *like)
{
	if (like->certainty == PROCSCOPE_OWNER_EXACT &&
	    scope_owner_is_younger(snap, task))
		scope_owner_is(snap, task, PROCSCOPE_OWNER_HINT,
			       "younger than the wait");
	else
		scope_owner_is(snap, task, like->certainty, like->reason);
}

static void name_owner(struct scope_snap *snap, unsigned long key,
		       const struct owner_word *like)
{
	struct task_struct *task;

	rcu_read_lock();
	task = scope_task_at((void *)key);
	if (!task || task->exit_state ||
	    (like->oldest && is_surely_younger(snap, task)))
		scope_owner_none(&snap->owner, PROCSCOPE_GONE,
				 "exited while holding it");
	else
		name_live_owner(snap, task, like);
	rcu_read_unlock();
}

static const struct owner_word mutex_word = {
	.flags = COMPAT_MUTEX_FLAGS,
	.certainty = PROCSCOPE_OWNER_EXACT,
};

static const struct owner_word writer_word = {
	.flags = COMPAT_RWSEM_OWNER_FLAGS,
	.others = COMPAT_RWSEM_READER_OWNED,
	.certainty = PROCSCOPE_OWNER_EXACT,
};

static const struct owner_word reader_word = {
	.flags = COMPAT_RWSEM_OWNER_FLAGS,
	.own = COMPAT_RWSEM_READER_OWNED,
	.certainty = PROCSCOPE_OWNER_HINT,
	.reason = "last reader on record",
};

static const struct owner_word holder_word = {
	.certainty = PROCSCOPE_OWNER_HINT,
	.oldest = true,
	.reason = "last holder on record, or a later task in its place",
};

static const struct owner_word rt_mutex_word = {
	.flags = COMPAT_RT_MUTEX_FLAGS,
	.certainty = PROCSCOPE_OWNER_EXACT,
};

/* The owner's address, 0 while there is none of that sort. */
static unsigned long key_of(unsigned long word, const struct owner_word *like)
{
	return word & like->others || (word & like->own) != like->own ?
	       0 : word & ~like->flags;
}

/*
 * The task that an owner's word names. The word must be the same after the
 * task was found: else the task may have let go, ended, and left its address
 * to another one in between. That an owner has exited is believed last: while
 * an exec exchanges two numbers, there is no task at the owner's.
 */
static void owner_by(struct scope_snap *snap, const void *word,
		     const struct owner_word *like)
{
	unsigned long before, after, key;
	int try;

	for (try = 0; try < TRIES; try++) {
		if (!scope_peek(&before, word, sizeof(before)))
			break;
		key = key_of(before, like);
		if (key)
			name_owner(snap, key, like);
		else
			scope_owner_none(&snap->owner, PROCSCOPE_NONE,
					 "changing hands");
		if (!scope_peek(&after, word, sizeof(after)))
			break;
		if (key == key_of(after, like) &&
		    (snap->owner.status != PROCSCOPE_GONE || try == TRIES - 1))
			return;
		cpu_relax();
	}
	scope_owner_none(&snap->owner, PROCSCOPE_UNSTABLE, "changing hands");
}

static void of_mutex(struct scope_snap *snap, struct task_struct *task)
{
	const struct mutex *lock = snap->wait.lock;
	unsigned long word;

	if (scope_peek(&word, compat_mutex_owner(lock), sizeof(word)) &&
	    word & COMPAT_MUTEX_PICKUP &&
	    (word & ~COMPAT_MUTEX_FLAGS) == (unsigned long)task) {
		/* Handed to this very waiter, which has not woken yet. */
		snap->wait.granted = true;
		scope_owner_none(&snap->owner, PROCSCOPE_NONE, "granted, waking");
		return;
	}
	owner_by(snap, compat_mutex_owner(lock), &mutex_word);
}

/*
 * Under PREEMPT_RT, a writer takes the rt_mutex of the lock first and then waits
 * for its readers to leave: only the count says that it has the lock.
 */
static void of_rwbase(struct scope_snap *snap, compat_rwsem_count_t count)
{
	const struct rw_semaphore *lock = snap->wait.lock;
	struct scope_owner *owner = &snap->owner;

	if (count == COMPAT_RWBASE_WRITER) {
		owner_by(snap, compat_rwsem_owner(lock), &rt_mutex_word);
		if (scope_peek(&count, compat_rwsem_count(lock),
			       sizeof(count)) && count == COMPAT_RWBASE_WRITER)
			return;
		scope_owner_none(owner, PROCSCOPE_UNSTABLE, "changing hands");
		return;
	}
	owner->readers = count & COMPAT_RWBASE_READERS;
	if (!owner->readers)
		scope_owner_none(owner, PROCSCOPE_NONE, "changing hands");
	else
		scope_owner_none(owner, PROCSCOPE_UNAVAILABLE,
				 snap->wait.waiter ? "held by readers" :
				 "it has the lock, but for readers that have not left yet");
}

static void of_rwsem(struct scope_snap *snap)
{
	const struct rw_semaphore *lock = snap->wait.lock;
	struct scope_owner *owner = &snap->owner;
	compat_rwsem_count_t count;

	if (!scope_peek(&count, compat_rwsem_count(lock), sizeof(count))) {
		scope_owner_none(owner, PROCSCOPE_UNSTABLE, "the lock can't be read");
		return;
	}
	if (IS_ENABLED(CONFIG_PREEMPT_RT)) {
		of_rwbase(snap, count);
		return;
	}
	/*
	 * A writer marks the count first, then itself as the owner: until then
	 * the word may still have the last reader.
	 */
	if (count & COMPAT_RWSEM_WRITER_LOCKED) {
		owner_by(snap, compat_rwsem_owner(lock), &writer_word);
		return;
	}
	/* The highest bit says that there were too many readers. */
	owner->readers = (count & LONG_MAX) >> COMPAT_RWSEM_READER_SHIFT;
	if (!owner->readers) {
		scope_owner_none(owner, PROCSCOPE_NONE, "changing hands");
		return;
	}
	owner_by(snap, compat_rwsem_owner(lock), &reader_word);
	if (scope_peek(&count, compat_rwsem_count(lock), sizeof(count)) &&
	    count & COMPAT_RWSEM_WRITER_LOCKED) {
		owner->readers = 0;
		scope_owner_none(owner, PROCSCOPE_UNSTABLE, "changing hands");
		return;
	}
	/* A reader that let go, and ended, stays on record. */
	if (owner->status != PROCSCOPE_OK)
		scope_owner_none(owner, PROCSCOPE_UNAVAILABLE, "held by readers");
}

static void of_rt_mutex(struct scope_snap *snap)
{
	const struct rt_mutex_base *lock = snap->wait.lock;

	owner_by(snap, &lock->owner, &rt_mutex_word);
}

/*
 * It belongs to nobody: who has taken it last need not be the one that has to give
 * it back, and is on record until it does, even if it has ended. Those who wait
 * get it in turn, so that it is nobody who came after this one.
 */
static void of_semaphore(struct scope_snap *snap)
{
	const void *word = compat_semaphore_holder(snap->wait.lock);
	struct scope_owner *owner = &snap->owner;

	owner->status = PROCSCOPE_NONE;
	if (word)
		owner_by(snap, word, &holder_word);
	if (owner->status == PROCSCOPE_GONE)
		scope_owner_none(owner, PROCSCOPE_UNAVAILABLE,
				 "a semaphore has no owner, and the last holder on record has exited");
	else if (owner->status != PROCSCOPE_OK)
		scope_owner_none(owner, PROCSCOPE_UNAVAILABLE,
				 "a semaphore has no owner");
}

void scope_lock_info_collect(struct scope_snap *snap, struct task_struct *task)
{
	snap->owner.readers = 0;
	if (snap->wait.granted) {
		scope_owner_none(&snap->owner, PROCSCOPE_NONE, "granted, waking");
		return;
	}
	switch (snap->wait.kind) {
	case PROCSCOPE_KIND_MUTEX:
	case PROCSCOPE_KIND_WW_MUTEX:
		of_mutex(snap, task);
		break;
	case PROCSCOPE_KIND_RWSEM:
		of_rwsem(snap);
		break;
	case PROCSCOPE_KIND_RT_MUTEX:
		of_rt_mutex(snap);
		break;
	case PROCSCOPE_KIND_SEMAPHORE:
		of_semaphore(snap);
		break;
	default:
		break;
	}
}
