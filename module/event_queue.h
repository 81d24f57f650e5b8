/* SPDX-License-Identifier: GPL-2.0 */
/* event_queue.h - a waiter's record on its own stack, and the queue it is in */
#ifndef SCOPE_EVENT_QUEUE_H
#define SCOPE_EVENT_QUEUE_H

#include <linux/list.h>
#include <linux/types.h>

struct scope_snap;
struct task_struct;
struct wait_bit_key;

/**
 * enum scope_record - how a record is laid out
 * @SCOPE_RECORD_WAIT: struct wait_queue_entry
 * @SCOPE_RECORD_SWAIT: struct swait_queue, of which completions are made
 */
enum scope_record {
	SCOPE_RECORD_WAIT,
	SCOPE_RECORD_SWAIT,
};

/**
 * scope_event_read_stack() - read what a task has on its stack
 * @snap: the window of its wait is filled, as far as it can be read
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 */
void scope_event_read_stack(struct scope_snap *snap,
			    const struct task_struct *task);

/**
 * scope_event_next_record() - the next record in which the task is queued
 * @snap: its event has the record then
 * @task: the same task
 * @like: how the record is laid out
 * @i: index of the word to go on from, 0 at first; to be handed in again
 *
 * Context: does not sleep.
 * Return: false if there is none any more.
 */
bool scope_event_next_record(struct scope_snap *snap,
			     const struct task_struct *task,
			     enum scope_record like, unsigned int *i);

/**
 * scope_event_next_alone() - the next queue in which nobody but the task is
 * @snap: its event has the record then
 * @task: the same task
 * @i: as above
 *
 * Context: does not sleep.
 * Return: the head of that queue, or what has become of it; NULL if there is none
 *	any more.
 */
void *scope_event_next_alone(struct scope_snap *snap,
			     const struct task_struct *task, unsigned int *i);

/**
 * scope_event_next_bit() - the next record in which the task waits for a bit
 * @snap: its event has the record then
 * @task: the same task
 * @key: filled: the word, and which bit of it
 * @i: as above
 *
 * Context: does not sleep; looks up names, which takes its time.
 * Return: false if there is none any more.
 */
bool scope_event_next_bit(struct scope_snap *snap,
			  const struct task_struct *task,
			  struct wait_bit_key *key, unsigned int *i);

/**
 * scope_event_next_object() - the next word of the stack that may be an object's address
 * @snap: its wait has the stack
 * @task: the same task
 * @i: index of the word to go on from, 0 at first; to be handed in again
 *
 * What may wake a task lies on no stack, but its record does.
 *
 * Context: does not sleep.
 * Return: that word, not to be followed but by a peek; NULL if there is none any more.
 */
void *scope_event_next_object(const struct scope_snap *snap,
			      const struct task_struct *task, unsigned int *i);

/**
 * scope_event_is_on() - is the record in a queue?
 * @snap: its event has the record, its wait the stack
 * @object: any number taken for what the queue is part of
 * @head: any number taken for the head of the queue
 *
 * Near the record the head is sought; in a long queue, what sleeps must have the
 * address of the queue or of the object on its stack.
 *
 * Context: does not sleep.
 */
bool scope_event_is_on(const struct scope_snap *snap, const void *object,
		       const struct list_head *head);

/**
 * scope_event_leads_to() - is the record in a queue, whatever else is known of that?
 * @snap: its event has the record
 * @head: any number taken for the head of the queue, as from the stack
 *
 * Goes along the queue, either way, and not for ever: so it costs more, and what is
 * in the midst of a very long one is said not to be.
 *
 * Context: does not sleep.
 */
bool scope_event_leads_to(const struct scope_snap *snap,
			  const struct list_head *head);

/**
 * scope_event_is_linked() - is a list's node linked both ways, and not alone?
 * @node: any number taken for a node
 *
 * Context: any.
 */
bool scope_event_is_linked(const struct list_head *node);

#endif /* SCOPE_EVENT_QUEUE_H */
