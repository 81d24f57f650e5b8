// SPDX-License-Identifier: GPL-2.0
/*
 * event_work.c - waits for an item of a workqueue to be done
 *
 * Who waits has put an item of its own behind the one that it waits for: at the
 * start of the list of what the worker is to do next, if the worker is at it. That
 * list's head lies in the worker's private struct; how, a worker of our own item
 * told at load, and each worker that is found has to prove it. An item has no name,
 * but the function that it runs has.
 *
 * Items go from list to list all the time, and their memory is that of others soon.
 * Links that are read one after the other may lead from one list to another one. So
 * what they led to is believed only if it leads back, by as many links the other
 * way: then all were there at once, when what lies between the two was read.
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

/* Tasks that may wait for the same item. */
#define WAITERS_MAX	64

/* Looks at a list that is in motion. */
#define TRIES		4

/**
 * struct layout - of a worker, in bytes from its start
 * @known: it could be learned
 * @task: where its task is
 * @scheduled: where the head of the list of its next items is
 * @work: where the item is that it is at, and behind it that one's function
 */
static struct layout {
	bool known;
	unsigned int task;
	unsigned int scheduled;
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

/* For so long at most a load takes for that. */
#define PROBE_SECONDS	10

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
	layout.known = tasks == 1 && lists == 1 && works == 1;
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
	/*
	 * To flush it from the start would put an item behind it. And no worker may
	 * come to it where the system hangs that this is loaded to look at.
	 */
	wait_for_completion_timeout(&probe.done, PROBE_SECONDS * HZ);
	cancel_work_sync(&probe.work);
	destroy_work_on_stack(&probe.work);
}

/**
 * struct before - what stands before the items of all who wait for the same
 * @worker: in whose list they are the first, and which is at what they wait for; or
 * @target: what they wait for; NULL if not known
 * @function: of @target
 */
struct before {
	struct task_struct *worker;
	const struct work_struct *target;
	work_func_t function;
};

/* The worker in which the head of a list lies; under RCU. */
static struct task_struct *worker_of(const struct list_head *head)
{
	const void *worker = (void *)head - layout.scheduled;
	struct task_struct *task;

	if (!scope_peek_to(task, worker + layout.task))
		return NULL;
	task = scope_task_at(task);
	if (!task || !(task->flags & PF_WQ_WORKER) || task->exit_state ||
	    kthread_data(task) != worker)
		return NULL;
	return task;
}

/*
 * What the worker is at need not be what was to be waited for. The kernel itself takes
 * the item of who waits for one that lay at the same place of the stack before, which
 * a worker is just about to be done with, and gives it to that one. And a rescuer has
 * many items in one list; if one of them is cancelled, who waits for it is in line
 * behind another one. In both cases it has to wait for what the worker is at.
 *
 * A worker that finds another one at the item that it has just taken moves that to the
 * other's list, and then those behind it: for a moment, the next of them is the first
 * in the list of who will never run it. Who does so is at no item yet. And who is at
 * the item of somebody who waits may have taken no more than those, where what they
 * wait for is gone. @own: what those run
 */
static bool read_worker(struct before *before, work_func_t own)
{
	const void *at = kthread_data(before->worker) + layout.work;

	return scope_peek_to(before->target, at) && before->target &&
	       scope_peek_to(before->function, at + sizeof(before->target)) &&
	       before->function && before->function != own;
}

/* Does what comes next in its list belong to it, as what waits for it does? */
static bool is_linked(const struct list_head *entry)
{
	unsigned long data;

	return scope_peek_to(data, &container_of(entry, struct work_struct,
						 entry)->data.counter) &&
	       data & WORK_STRUCT_LINKED;
}

/* It is linked to who waits for it. A worker that is no task has such a list, too. */
static void read_target(struct before *before, const struct list_head *entry)
{
	const struct work_struct *target =
		container_of(entry, struct work_struct, entry);

	if (is_linked(entry) &&
	    scope_peek_to(before->function, &target->func) && before->function)
		before->target = target;
}

/* By so many links from @at on, is it @to? */
static bool leads_to(const struct list_head *at, unsigned int links,
		     const struct list_head *to)
{
	while (links--)
		if (!scope_peek_to(at, &at->next))
			return false;
	return at == to;
}

/* Under RCU; @own: what the items of those run who wait */
static bool find_before(struct before *before, const struct work_struct *item,
			work_func_t own)
{
	const struct list_head *at = &item->entry;
	work_func_t function = own;
	bool good = true, linked = true;
	unsigned int links;

	*before = (struct before){};
	for (links = 0; function == own; links++) {
		/* What it waited for may be gone, and what comes before is another's. */
		linked = linked && (!links || is_linked(at));
		if (links > WAITERS_MAX || !scope_peek_to(at, &at->prev) ||
		    !scope_peek_to(function,
				   &container_of(at, struct work_struct,
						 entry)->func))
			return false;
	}
	before->worker = worker_of(at);
	if (before->worker)
		good = read_worker(before, own);
	else if (linked)
		read_target(before, at);
	return good && leads_to(at, links, &item->entry);
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
	const struct work_struct *item;
	bool is_found = false;
	struct before before;
	struct task_struct *of;
	work_func_t own;
	int try;

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
	snap->owner.reason = layout.known ? "the start of its list was not found" :
			     "workers are laid out in an unknown way";
	snap->object.reason = "an item has no name";
	if (!layout.known)
		return;
	rcu_read_lock();
	for (try = 0; try < TRIES && !is_found; try++)
		is_found = find_before(&before, item, own);
	if (is_found && before.worker)
		scope_owner_is(snap, before.worker, PROCSCOPE_OWNER_EXACT, NULL);
	else if (is_found)
		snap->owner.reason = before.target ? "no worker is at it yet" :
				     "what comes before it in its list is not known";
	rcu_read_unlock();
	if (is_found && before.target)
		name_item(snap, before.target, before.function);
}
