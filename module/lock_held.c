// SPDX-License-Identifier: GPL-2.0
/*
 * lock_held.c - the locks that a task holds, by lockdep's word
 *
 * Each task keeps a list of its locks, which it alone changes: while it sleeps,
 * the list stands still. But lockdep enters a lock before it is had, so an entry
 * may be the one that the task waits for: the last one, or the last but what the
 * lock's slow path takes for itself, as RCU's while it looks at the owner.
 */
#include "compat/lockdep.h"
#include "compat/stack.h"
#include "compat/state.h"
#include "ids.h"
#include "lock_class.h"
#include "lock_held.h"
#include "snap.h"

const char *scope_lock_held_reason(void)
{
	return compat_lockdep_reason();
}

/* Why can't it be told what the task holds? NULL if it can be. */
static const char *why_not(const struct scope_snap *snap,
			   const struct task_struct *task, bool on_cpu)
{
	const struct scope_wait *wait = &snap->wait;

	if (scope_lock_held_reason())
		return scope_lock_held_reason();
	if (on_cpu)
		return "running";
	if (compat_lockdep_ignores(task))
		return "lockdep is off for this task";
	/* Where there is no entry, there is none that is not had yet. */
	if (!compat_entries(task))
		return NULL;
	if (!compat_task_state(task))
		return "running";
	if (wait->status == PROCSCOPE_OK)
		return wait->lock ? NULL : "what it waits for is not known";
	return wait->status == PROCSCOPE_NONE ? NULL : wait->reason;
}

/*
 * May a task that is to write have a percpu_rwsem yet? It first sleeps for RCU, and
 * takes other locks for that; and a thread that brings up a CPU is entered for the
 * task that really has the lock of all CPUs.
 */
static bool may_be_to_write(const struct scope_held_lock *lock,
			    const struct compat_entry *entry)
{
	return lock->kind == PROCSCOPE_KIND_PERCPU_RWSEM && !entry->read;
}

/*
 * Is this the task's last entry because it waits for that lock? Of waits for
 * mutexes and rw_semaphores all is known: what is none of these may have a
 * wait of its own. Who is to read a percpu_rwsem has one, unless it sleeps, or is
 * frozen, for what is not known.
 */
static bool may_be_awaited(const struct scope_snap *snap,
			   const struct scope_held_lock *lock,
			   const struct compat_entry *entry)
{
	if (snap->wait.status != PROCSCOPE_NONE || entry->trylock ||
	    entry->merged)
		return false;
	if (lock->kind != PROCSCOPE_KIND_PERCPU_RWSEM)
		return !lock->kind;
	return !snap->sleeps || !snap->wait.sleeper ||
	       snap->event.kind == PROCSCOPE_KIND_PERCPU_RWSEM;
}

static void take_entry(const struct scope_snap *snap,
		       struct scope_held_lock *lock,
		       const struct compat_entry *entry)
{
	const void *at = scope_lock_of_map(entry->map, &lock->kind);

	lock->merged = entry->merged;
	lock->certainty = PROCSCOPE_OWNER_EXACT;
	lock->mode = entry->read ? PROCSCOPE_MODE_READ :
		     lock->kind == PROCSCOPE_KIND_RWSEM ||
		     lock->kind == PROCSCOPE_KIND_PERCPU_RWSEM ?
		     PROCSCOPE_MODE_WRITE : PROCSCOPE_MODE_EXCLUSIVE;
	lock->where = entry->where;
	if (!at)
		at = entry->map;
	lock->id = scope_id(at, snap->addresses);
	/* One of the locks in the entry may be gone: it is not named. */
	if (lock->merged)
		lock->id = 0;
	if (!scope_lock_class(entry->map, lock->class, sizeof(lock->class)))
		*lock->class = '\0';
}

static const struct lockdep_map *awaited_map(const struct scope_snap *snap)
{
	const struct scope_event *event = &snap->event;
	const struct scope_wait *wait = &snap->wait;

	if (wait->status == PROCSCOPE_OK)
		return wait->kind == PROCSCOPE_KIND_RT_MUTEX ?
		       compat_rt_mutex_map(wait->lock) :
		       scope_lock_map(wait->kind, wait->lock);
	return event->kind && event->key ?
	       scope_lock_map(event->kind, event->key) : NULL;
}

/*
 * Which entry is the one that it waits for? A lock that it has as well has an entry
 * before, or one that stands for both. Return: @entries if there is none.
 */
static unsigned int find_awaited(const struct scope_snap *snap,
				 const struct task_struct *task,
				 unsigned int entries)
{
	const struct lockdep_map *awaited = awaited_map(snap);
	unsigned int i;

	for (i = entries; awaited && i--; ) {
		struct compat_entry entry = compat_entry(task, i);

		if (entry.map == awaited && !entry.trylock && !entry.merged)
			return i;
	}
	return entries;
}

void scope_lock_held_collect(struct scope_snap *snap, struct task_struct *task,
			     bool on_cpu)
{
	unsigned int entries = compat_entries(task);
	struct scope_held *held = &snap->held;
	unsigned int i, awaited;

	held->count = 0;
	held->status = PROCSCOPE_UNAVAILABLE;
	held->reason = why_not(snap, task, on_cpu);
	if (held->reason)
		return;

	awaited = find_awaited(snap, task, entries);
	for (i = 0; i < entries; i++) {
		struct scope_held_lock *lock = &held->lock[held->count];
		struct compat_entry entry = compat_entry(task, i);
		bool is_last = i == entries - 1;

		if (i == awaited)
			continue;
		take_entry(snap, lock, &entry);
		if (may_be_to_write(lock, &entry) ||
		    (is_last && may_be_awaited(snap, lock, &entry)))
			lock->certainty = PROCSCOPE_OWNER_HINT;
		held->count++;
	}

	/* A list that is kept no more says nothing of the time since. */
	held->reason = scope_lock_held_reason();
	if (!held->reason)
		held->status = held->count ? PROCSCOPE_OK : PROCSCOPE_NONE;
}
