// SPDX-License-Identifier: GPL-2.0
/*
 * event_percpu.c - waits for a percpu_rw_semaphore
 *
 * It has a wait queue for readers and for writers that another writer keeps
 * out; and it names the writer that waits for its readers to leave, and then
 * nobody any more. A file system is frozen by three of them.
 */
#include <linux/fs.h>
#include <linux/percpu-rwsem.h>
#include <linux/wait.h>
#include "event_percpu.h"
#include "event_queue.h"
#include "lock_info.h"
#include "lock_object.h"
#include "lock_queue.h"
#include "peek.h"
#include "snap.h"
#include "task.h"

/* Another waiter's record is in the same queue, but on that one's stack. */
static bool is_record(const struct list_head *node)
{
	const struct wait_queue_entry *entry =
		container_of(node, struct wait_queue_entry, entry);
	const struct task_struct *task;
	unsigned long stack;

	return scope_peek_to(task, &entry->private) &&
	       scope_peek_to(stack, &task->stack) &&
	       (unsigned long)node - stack < THREAD_SIZE;
}

/* Who has closed the lock, as long as it waits for readers to leave. */
static void name_writer(struct scope_snap *snap,
			const struct percpu_rw_semaphore *lock)
{
	struct task_struct *writer, *again, *task;

	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "a percpu_rwsem does not say who has it");
	if (!scope_peek_to(writer, &lock->writer.task) || !writer)
		return;
	rcu_read_lock();
	task = scope_task_at(writer);
	/* It may have got it and have ended, and another one be in its place. */
	if (task && scope_peek_to(again, &lock->writer.task) && again == writer)
		scope_owner_is(snap, task, PROCSCOPE_OWNER_EXACT, NULL);
	rcu_read_unlock();
}

/* Whoever wants to write counts itself in before the queue, or who drains, is there. */
static bool has_writers(const struct percpu_rw_semaphore *lock)
{
	int count;

	return scope_peek_to(count, &lock->rss.gp_count) && count > 0;
}

/* Is the task in the queue of @lock, or the writer that drains its readers? */
static bool is_of(struct scope_snap *snap, struct task_struct *task,
		  const struct percpu_rw_semaphore *lock)
{
	struct scope_event *event = &snap->event;
	const struct task_struct *writer;
	unsigned int flags, i = 0;
	bool closed;

	if (!has_writers(lock))
		return false;
	/*
	 * A writer that waits for readers to leave has closed the lock for others.
	 * What is no such lock may have the task's address where a lock has its
	 * writer.
	 */
	if (scope_queue_of_percpu(lock, &closed) && closed &&
	    scope_peek_to(writer, &lock->writer.task) && writer == task) {
		event->waiter = 0;
		event->mode = PROCSCOPE_MODE_WRITE;
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "held by readers");
		return true;
	}
	if (!scope_event_is_linked(&lock->waiters.head) ||
	    is_record(&lock->waiters.head))
		return false;
	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		const struct wait_queue_entry *entry =
			container_of((struct list_head *)event->waiter,
				     struct wait_queue_entry, entry);

		if (!scope_event_leads_to(snap, &lock->waiters.head) ||
		    !scope_peek_to(flags, &entry->flags))
			continue;
		/* That is how its slow path tells readers from writers. */
		event->mode = flags & WQ_FLAG_CUSTOM ? PROCSCOPE_MODE_READ :
						       PROCSCOPE_MODE_WRITE;
		name_writer(snap, lock);
		return true;
	}
	return false;
}

static const char *why_no_owner(int frozen)
{
	return frozen == SB_FREEZE_COMPLETE ?
	       "it is frozen, since when is not on record, and nobody has to be there for that" :
	       "it is being frozen or thawed";
}

const struct super_block *
scope_event_percpu_super(const struct percpu_rw_semaphore *lock)
{
	int level;

	for (level = 0; level < SB_FREEZE_LEVELS; level++) {
		const struct super_block *sb =
			container_of(lock, struct super_block,
				     s_writers.rw_sem[level]);

		if (scope_object_is_super(sb))
			return sb;
	}
	return NULL;
}

static bool find_super(struct scope_snap *snap,
		       const struct percpu_rw_semaphore *lock)
{
	typeof_member(struct super_block, s_writers.frozen) frozen;
	const struct super_block *sb = scope_event_percpu_super(lock);

	if (!sb || !scope_object_super(&snap->object, sb,
				       PROCSCOPE_OBJECT_FREEZE))
		return false;
	if (snap->owner.status == PROCSCOPE_UNAVAILABLE && snap->event.waiter &&
	    scope_peek_to(frozen, &sb->s_writers.frozen))
		snap->owner.reason = why_no_owner(frozen);
	return true;
}

void scope_event_percpu(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct percpu_rw_semaphore *lock;
	unsigned int i = 0;

	event->evidence = "own record, queue of the lock";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "the lock was not found");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "the lock was not found";
	while ((lock = scope_event_next_object(snap, task, &i))) {
		if (!is_of(snap, task, lock)) {
			lock = container_of((wait_queue_head_t *)lock,
					    struct percpu_rw_semaphore, waiters);
			if (!is_of(snap, task, lock))
				continue;
		}
		event->key = lock;
		snap->object.reason = "no variable, superblock or slab object is around it";
		if (!scope_object_variable(snap, lock) &&
		    !find_super(snap, lock))
			scope_object_slab(snap, lock);
		return;
	}
}
