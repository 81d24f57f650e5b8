// SPDX-License-Identifier: GPL-2.0
/*
 * event_queue.c - a waiter's record on its own stack, and the queue it is in
 *
 * Who sleeps in a wait queue has its record on its own stack. Old records lie
 * there as well, but in no queue: their links hold no more, or lead back to
 * themselves.
 */
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/swait.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>
#include "compat/memory.h"
#include "compat/stack.h"
#include "event_queue.h"
#include "lock_code.h"
#include "lock_queue.h"
#include "peek.h"
#include "snap.h"

/*
 * Steps along a queue, either way, before the head is believed for being known to
 * who sleeps. Many tasks in one queue would take a step for each of the others.
 */
#define STEPS	2

/* The same, where it is a word of the stack that is to be proved by it. */
#define STEPS_MANY	1024

/* Words from a record's task to its links. */
static const unsigned int links_at[] = {
	[SCOPE_RECORD_WAIT] = (offsetof(struct wait_queue_entry, entry) -
			       offsetof(struct wait_queue_entry, private)) /
			      sizeof(long),
	[SCOPE_RECORD_SWAIT] = (offsetof(struct swait_queue, task_list) -
				offsetof(struct swait_queue, task)) /
			       sizeof(long),
};

void scope_event_read_stack(struct scope_snap *snap,
			    const struct task_struct *task)
{
	struct scope_wait *wait = &snap->wait;
	const unsigned int piece = 32;
	unsigned int have;

	wait->window_at = compat_task_sp(task);
	for (have = 0; have < SCOPE_WINDOW; have += piece) {
		if (!scope_peek_stack(wait->window + have, task,
				      wait->window_at + have * sizeof(long),
				      piece * sizeof(long)))
			break;
	}
	wait->window_words = have;
}

bool scope_event_is_linked(const struct list_head *node)
{
	struct list_head links;

	return scope_peek_to(links, node) && links.next != node &&
	       scope_queue_is_linked((unsigned long)node,
				     (unsigned long)links.next,
				     (unsigned long)links.prev);
}

bool scope_event_next_record(struct scope_snap *snap,
			     const struct task_struct *task,
			     enum scope_record like, unsigned int *i)
{
	const struct scope_wait *wait = &snap->wait;
	struct scope_event *event = &snap->event;
	unsigned int links;

	for (; *i + links_at[like] + 1 < wait->window_words; ++*i) {
		if (wait->window[*i] != (unsigned long)task)
			continue;
		links = *i + links_at[like];
		event->link[0] = wait->window[links];
		event->link[1] = wait->window[links + 1];
		event->waiter = wait->window_at + links * sizeof(long);
		if (event->link[0] != event->waiter &&
		    scope_queue_is_linked(event->waiter, event->link[0],
					  event->link[1])) {
			++*i;
			return true;
		}
	}
	event->waiter = 0;
	return false;
}

void *scope_event_next_alone(struct scope_snap *snap,
			     const struct task_struct *task, unsigned int *i)
{
	const struct scope_event *event = &snap->event;

	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, i))
		if (event->link[0] == event->link[1])
			return (void *)event->link[0];
	return NULL;
}

void *scope_event_next_object(const struct scope_snap *snap,
			      const struct task_struct *task, unsigned int *i)
{
	const struct scope_wait *wait = &snap->wait;
	unsigned long word;

	while (*i < wait->window_words) {
		word = wait->window[(*i)++];
		if (word && word % sizeof(long) == 0 &&
		    !scope_is_on_stack(task, word))
			return (void *)word;
	}
	return NULL;
}

bool scope_event_next_bit(struct scope_snap *snap,
			  const struct task_struct *task,
			  struct wait_bit_key *key, unsigned int *i)
{
	struct wait_bit_queue_entry record;
	const void *at;

	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, i)) {
		at = container_of((struct list_head *)snap->event.waiter,
				  struct wait_bit_queue_entry, wq_entry.entry);
		if (!scope_peek_stack(&record, task, (unsigned long)at,
				      sizeof(record)) ||
		    !scope_code_is((unsigned long)record.wq_entry.func,
				   "wake_bit_function"))
			continue;
		*key = record.key;
		return true;
	}
	return false;
}

/* What sleeps needs the head again when it wakes. */
static bool is_known(const struct scope_wait *wait, const void *object,
		     const struct list_head *head)
{
	const unsigned long queue =
		(unsigned long)container_of(head, wait_queue_head_t, head);
	unsigned int i;

	for (i = 0; i < wait->window_words; i++)
		if (wait->window[i] == queue ||
		    wait->window[i] == (unsigned long)object)
			return true;
	return false;
}

enum distance { NEAR, FAR, NOWHERE };

/* How far along the queue, either way, is its head? */
static enum distance distance_of(const struct scope_event *event,
				 const struct list_head *head, int steps)
{
	unsigned long forth = event->link[0], back = event->link[1];

	while (steps--) {
		if (forth == (unsigned long)head || back == (unsigned long)head)
			return NEAR;
		if (forth == event->waiter || back == event->waiter ||
		    !scope_peek(&forth, (void *)forth, sizeof(forth)) ||
		    !scope_peek(&back, (void *)back + sizeof(back),
				sizeof(back)))
			return NOWHERE;
	}
	return FAR;
}

bool scope_event_is_on(const struct scope_snap *snap, const void *object,
		       const struct list_head *head)
{
	enum distance distance = distance_of(&snap->event, head, STEPS);

	return distance != NOWHERE &&
	       (distance == NEAR || is_known(&snap->wait, object, head)) &&
	       scope_event_is_linked(head);
}

bool scope_event_leads_to(const struct scope_snap *snap,
			  const struct list_head *head)
{
	return scope_event_is_linked(head) &&
	       distance_of(&snap->event, head, STEPS_MANY) == NEAR;
}
