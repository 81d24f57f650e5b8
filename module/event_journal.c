// SPDX-License-Identifier: GPL-2.0
/*
 * event_journal.c - waits for a journal of jbd2, as ext4 has one
 *
 * A journal names its thread, and the thread was started for the journal: what
 * they say of each other proves both. Which of the journal's queues a task is in
 * tells what it waits for.
 */
#include <linux/jbd2.h>
#include <linux/kthread.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include "compat/memory.h"
#include "compat/pid.h"
#include "event_journal.h"
#include "event_queue.h"
#include "lock_code.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"
#include "task.h"

/* Tasks of which it is asked whether they keep a transaction open. */
#define TASKS_MAX	16384

/**
 * enum deed - what it takes
 * @DEED_COMMIT: the thread has to commit
 * @DEED_START: the same, unless somebody keeps all others from starting
 * @DEED_STOP: who is at a transaction has to be done with that
 * @DEED_ROOM: who has reserved room has to give it back
 * @DEED_FAST: who commits in the fast way has to be done, or the thread, where that
 *	commits and nobody else does
 */
enum deed {
	DEED_COMMIT,
	DEED_START,
	DEED_STOP,
	DEED_ROOM,
	DEED_FAST,
};

/* The function is the one that sleeps in this queue, and in no other. */
static const struct {
	size_t at;
	enum deed deed;
	const char *function;
} queues[] = {
	{ offsetof(journal_t, j_wait_done_commit), DEED_COMMIT,
	  "jbd2_log_wait_commit" },
	{ offsetof(journal_t, j_wait_transaction_locked), DEED_START,
	  "wait_transaction_locked" },
	{ offsetof(journal_t, j_wait_updates), DEED_STOP, NULL },
	{ offsetof(journal_t, j_wait_reserved), DEED_ROOM, NULL },
	{ offsetof(journal_t, j_fc_wait), DEED_FAST, "jbd2_fc_begin_commit" },
};

/* The thread of what may be a journal, NULL if it is none; under RCU. */
static struct task_struct *thread_of(const journal_t *journal)
{
	struct task_struct *task;

	if (!scope_peek_to(task, &journal->j_task))
		return NULL;
	task = scope_task_at(task);
	if (!task || !(task->flags & PF_KTHREAD) || task->exit_state ||
	    strncmp(task->comm, "jbd2/", 5) || kthread_data(task) != journal)
		return NULL;
	return task;
}

static bool is_journal(const journal_t *journal)
{
	bool is;

	rcu_read_lock();
	is = thread_of(journal);
	rcu_read_unlock();
	return is;
}

/* By a word on the stack: the journal's address, or that of one of its queues. */
static const journal_t *find_journal(const struct scope_wait *wait)
{
	unsigned long word;
	unsigned int i, q;

	for (i = 0; i < wait->window_words; i++) {
		word = wait->window[i];
		if (word % sizeof(long) ||
		    compat_memory_of(word) != COMPAT_MEMORY_RAM)
			continue;
		if (is_journal((void *)word))
			return (void *)word;
		for (q = 0; q < ARRAY_SIZE(queues); q++) {
			const unsigned long at = queues[q].at;

			if (is_journal((void *)(word - at)))
				return (void *)(word - at);
			/* In the queue, its head is what comes next. */
			word -= offsetof(wait_queue_head_t, head);
			if (is_journal((void *)(word - at)))
				return (void *)(word - at);
			word = wait->window[i];
		}
	}
	return NULL;
}

/* Return: index of the queue in which the task is, -1 if it is in none. */
static int find_queue(struct scope_snap *snap, struct task_struct *task,
		      const journal_t *journal)
{
	const wait_queue_head_t *queue;
	unsigned int i = 0, q;

	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		for (q = 0; q < ARRAY_SIZE(queues); q++) {
			queue = (void *)journal + queues[q].at;
			if (scope_event_is_on(snap, queue, &queue->head))
				return q;
		}
		/* With many in it, what sleeps may know the journal alone. */
		for (q = 0; q < ARRAY_SIZE(queues); q++) {
			queue = (void *)journal + queues[q].at;
			if (queues[q].function &&
			    scope_code_is_in(snap->symbols, snap->wait.sleeper,
					     queues[q].function) &&
			    scope_event_is_on(snap, journal, &queue->head))
				return q;
		}
	}
	return -1;
}

static void find_super(struct scope_snap *snap, const journal_t *journal)
{
	const struct block_device *of, *device;
	const struct super_block *sb;

	/* Whose it is, a journal says by a pointer of whatever type. */
	if (scope_peek_to(sb, (const void **)&journal->j_private) &&
	    scope_peek_to(device, &journal->j_fs_dev) &&
	    scope_peek_to(of, &sb->s_bdev) && of == device &&
	    scope_object_super(&snap->object, sb, PROCSCOPE_OBJECT_SUPER))
		return;
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its journal names no file system";
}

static void name_thread(struct scope_snap *snap, const struct task_struct *task,
			const journal_t *journal)
{
	struct task_struct *thread;

	rcu_read_lock();
	thread = thread_of(journal);
	if (thread && thread != task)
		scope_owner_is(snap, thread, PROCSCOPE_OWNER_EXACT, NULL);
	rcu_read_unlock();
}

/* Is a task at the transaction? It says so itself, as to its file system. */
static bool is_at(const struct task_struct *task,
		  const transaction_t *transaction)
{
	const handle_t *handle = READ_ONCE(task->journal_info);
	const transaction_t *of;

	return handle && scope_peek_to(of, &handle->h_transaction) &&
	       of == transaction;
}

/* Return: the transaction that runs, if one task is at it; else NULL. */
static const transaction_t *last_at(const journal_t *journal)
{
	const transaction_t *transaction;
	const journal_t *of;
	int count;

	if (!scope_peek_to(transaction, &journal->j_running_transaction) ||
	    !scope_peek_to(of, &transaction->t_journal) || of != journal ||
	    !scope_peek_to(count, &transaction->t_updates.counter) ||
	    count != 1)
		return NULL;
	return transaction;
}

/*
 * The task of a number, if it alone is at a transaction: it is so before and after
 * that counts one. Another may have come and gone since the task was found. Under RCU.
 */
static struct task_struct *alone_at(pid_t tid, const journal_t *journal,
				    const transaction_t *transaction)
{
	struct task_struct *task = pid_task(find_pid_ns(tid, &init_pid_ns),
					    PIDTYPE_PID);

	return task && is_at(task, transaction) &&
	       last_at(journal) == transaction && is_at(task, transaction) ?
	       task : NULL;
}

/*
 * Who is at the transaction that runs? It only counts them: where there is one,
 * and one task says that it is, it is that one.
 */
static void name_last(struct scope_snap *snap, const journal_t *journal)
{
	const transaction_t *transaction = last_at(journal);
	struct task_struct *task;
	unsigned int found = 0, i;
	struct pid *pid;
	pid_t tid = 1, last = 0;

	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "several tasks are at its transaction");
	if (!transaction)
		return;
	for (i = 0; i < TASKS_MAX; i++, tid++) {
		rcu_read_lock();
		pid = compat_find_ge_pid(tid, &init_pid_ns);
		tid = pid ? pid_nr(pid) : 0;
		task = pid ? pid_task(pid, PIDTYPE_PID) : NULL;
		if (task && is_at(task, transaction)) {
			last = tid;
			found++;
		}
		rcu_read_unlock();
		if (!tid)
			break;
		cond_resched();
	}
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "who is at its transaction was not found");
	if (found != 1 || i == TASKS_MAX)
		return;
	rcu_read_lock();
	task = alone_at(last, journal, transaction);
	if (task)
		scope_owner_is(snap, task, PROCSCOPE_OWNER_EXACT, NULL);
	rcu_read_unlock();
}

static void name_owner(struct scope_snap *snap, const struct task_struct *task,
		       const journal_t *journal, enum deed deed)
{
	unsigned long flags;
	int barriers;

	switch (deed) {
	case DEED_START:
		if (!scope_peek_to(barriers, &journal->j_barrier_count) ||
		    barriers) {
			scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
					 "somebody keeps all others out of it");
			break;
		}
		fallthrough;
	case DEED_COMMIT:
		name_thread(snap, task, journal);
		break;
	case DEED_STOP:
		name_last(snap, journal);
		break;
	case DEED_ROOM:
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "others have reserved room in it");
		break;
	case DEED_FAST:
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "another task commits in the fast way");
		if (scope_peek_to(flags, &journal->j_flags) &&
		    flags & JBD2_FULL_COMMIT_ONGOING &&
		    !(flags & JBD2_FAST_COMMIT_ONGOING))
			name_thread(snap, task, journal);
		break;
	}
}

void scope_event_journal(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	const journal_t *journal;
	int queue;

	event->evidence = "own record, queue of the journal, its thread";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "its journal was not found");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its journal was not found";
	journal = find_journal(&snap->wait);
	if (!journal)
		return;
	queue = find_queue(snap, task, journal);
	if (queue < 0)
		return;
	event->key = journal;
	find_super(snap, journal);
	name_owner(snap, task, journal, queues[queue].deed);
}
