// SPDX-License-Identifier: GPL-2.0
/*
 * event_work.c - waits for an item of a workqueue to be done
 *
 * Who waits has put an item of its own behind the one that it waits for: in the
 * list of what the worker is to do next, if the worker is at it. That list's
 * head lies in the worker's private struct; how, a worker of our own item told
 * at load, and each worker that is found has to prove it. An item has no name, but
 * the function that it runs has.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include "event_queue.h"
#include "event_task.h"
#include "event_work.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"
#include "symbols.h"
#include "task.h"

/* Words at the start of a worker that hold what is needed. */
#define WORKER_WORDS	16

/* Items that may be in the list of one worker. */
#define ITEMS_MAX	64

/**
 * struct layout - of a worker, in bytes from its start
 * @known: it could be learned
 * @task: where its task is
 * @scheduled: where the head of the list of its next items is
 * @named: this could be learned, too:
 * @work: where the item is that it is at, and behind it that one's function
 */
static struct layout {
	bool known;
	unsigned int task;
	unsigned int scheduled;
	bool named;
	unsigned int work;
} layout;

/**
 * struct probe - an item of our own
 * @work: the item
 * @done: it has run
 */
struct probe {
	struct work_struct work;
	struct completion done;
};

static void learn_from(const void *worker, const struct work_struct *work)
{
	unsigned int tasks = 0, lists = 0, works = 0, i;
	unsigned long words[WORKER_WORDS];

	if (!scope_peek_to(words, worker))
		return;
	for (i = 0; i + 1 < WORKER_WORDS; i++) {
		const unsigned long at =
			(unsigned long)worker + i * sizeof(long);

		if (words[i] == (unsigned long)current) {
			layout.task = i * sizeof(long);
			tasks++;
		}
		/* Nothing comes after this item: the list is empty. */
		if (words[i] == at && words[i + 1] == at) {
			layout.scheduled = i * sizeof(long);
			lists++;
		}
		/* The function of an item before it may have been the same. */
		if (words[i] == (unsigned long)work &&
		    words[i + 1] == (unsigned long)work->func) {
			layout.work = i * sizeof(long);
			works++;
		}
	}
	layout.known = tasks == 1 && lists == 1;
	layout.named = layout.known && works == 1;
}

static void run_probe(struct work_struct *work)
{
	struct probe *probe = container_of(work, struct probe, work);

	learn_from(kthread_data(current), work);
	complete(&probe->done);
}

void scope_event_work_init(void)
{
	struct probe probe;

	init_completion(&probe.done);
	INIT_WORK_ONSTACK(&probe.work, run_probe);
	schedule_work(&probe.work);
	/* To flush it from the start would put an item behind it. */
	wait_for_completion(&probe.done);
	flush_work(&probe.work);
	destroy_work_on_stack(&probe.work);
}

/* The worker in which the head of a list lies; under RCU. */
static struct task_struct *worker_of(unsigned long head)
{
	const unsigned long worker = head - layout.scheduled;
	struct task_struct *task;

	if (!scope_peek_to(task, (void *)(worker + layout.task)))
		return NULL;
	task = scope_task_at(task);
	if (!task || !(task->flags & PF_WQ_WORKER) || task->exit_state ||
	    kthread_data(task) != (void *)worker)
		return NULL;
	return task;
}

/* The worker that has the item at @node in its list; under RCU. */
static struct task_struct *find_worker(unsigned long node)
{
	struct task_struct *task;
	unsigned long at = node;
	int i;

	for (i = 0; i < ITEMS_MAX; i++) {
		if (!scope_peek_to(at, (void *)at) || at == node)
			return NULL;
		task = worker_of(at);
		if (task)
			return task;
	}
	return NULL;
}

/*
 * The list of a worker holds who waits for the item that it is at, and nobody
 * else; but that of a rescuer may hold other items, too.
 */
static bool is_rescuer(const struct task_struct *worker)
{
	return strncmp(worker->comm, "kworker/", 8) || worker->comm[8] == 'R';
}

/* What @worker is at. */
static bool find_current(const struct task_struct *worker,
			 const struct work_struct **target, work_func_t *function)
{
	const void *at = kthread_data((struct task_struct *)worker);

	return layout.named && !is_rescuer(worker) &&
	       scope_peek_to(*target, at + layout.work) && *target &&
	       scope_peek_to(*function,
			     at + layout.work + sizeof(*target));
}

/*
 * What stands before @item in the list of what is to be done: the item that it
 * waits for, linked to it by others that wait for the same at most.
 */
static bool find_before(const struct work_struct *item, work_func_t own,
			const struct work_struct **target, work_func_t *function)
{
	const struct list_head *entry = &item->entry;
	unsigned long data;
	int i;

	for (i = 0; i < ITEMS_MAX; i++) {
		if (!scope_peek_to(entry, &entry->prev))
			return false;
		*target = container_of(entry, struct work_struct, entry);
		if (!scope_peek_to(data, &(*target)->data.counter) ||
		    !(data & WORK_STRUCT_LINKED) ||
		    !scope_peek_to(*function, &(*target)->func))
			return false;
		if (*function != own)
			return true;
	}
	return false;
}

/* The function of an item is what it is called by; all who wait for it agree. */
static void name_item(struct scope_snap *snap, const struct work_struct *target,
		      work_func_t function)
{
	const struct scope_symbol *symbol;

	symbol = scope_symbol_data(snap->symbols, (unsigned long)function);
	if (!symbol || strchr(symbol->text, '+'))
		return;
	scope_object_variable(snap, function);
	snap->event.key = target;
}

void scope_event_work(struct scope_snap *snap, struct task_struct *task)
{
	const struct completion *done = scope_event_completion(snap, task);
	const struct work_struct *item, *target;
	struct task_struct *of, *worker;
	work_func_t own, function;
	bool found;

	snap->event.key = NULL;
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its item was not found";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "its item was not found");
	/* The own item, and after the completion the task that waits. */
	if (!done || !scope_peek_to(of, (void *)(done + 1)) || of != task)
		return;
	item = (void *)((unsigned long)done - sizeof(*item));
	if (!scope_peek_to(own, &item->func) ||
	    !scope_event_is_linked(&item->entry))
		return;
	snap->owner.reason = layout.known ? "no worker is at it yet" :
			     "workers are laid out in an unknown way";
	snap->object.reason = "an item has no name";
	if (!layout.known)
		return;
	rcu_read_lock();
	worker = find_worker((unsigned long)&item->entry);
	if (worker)
		scope_owner_is(snap, worker, PROCSCOPE_OWNER_EXACT, NULL);
	found = worker ? find_current(worker, &target, &function) :
			 find_before(item, own, &target, &function);
	rcu_read_unlock();
	/* A worker that is done with it goes on to those who wait for it. */
	if (found && function != own && scope_event_is_linked(&item->entry))
		name_item(snap, target, function);
}
