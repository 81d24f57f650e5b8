/* SPDX-License-Identifier: GPL-2.0 */
/* event_task.h - waits for what another task is to do */
#ifndef SCOPE_EVENT_TASK_H
#define SCOPE_EVENT_TASK_H

struct completion;
struct scope_snap;
struct task_struct;

/**
 * scope_event_completion() - a completion, whoever completes it
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 * Return: the completion, never to be followed; NULL if the task is in the queue
 * of none.
 */
const struct completion *scope_event_completion(struct scope_snap *snap,
						struct task_struct *task);

/**
 * scope_event_end_of_task() - the end of a thread of the kernel, or of a vfork()
 * @snap: event, but for its kind, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_end_of_task(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_child() - wait4() and waitid()
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_child(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_tracer() - a stop for who traces the task
 * @snap: event, owner and object are filled, if that is so
 * @task: the task, pinned by the caller
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_tracer(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_TASK_H */
