/* SPDX-License-Identifier: GPL-2.0 */
/* event_task.h - waits for what another task is to do */
#ifndef SCOPE_EVENT_TASK_H
#define SCOPE_EVENT_TASK_H

#include <linux/types.h>

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

/**
 * scope_event_frozen() - a task that is frozen, where its state tells
 * @snap: event, owner and object are filled, if that is so
 * @task: the task, pinned by the caller
 *
 * Context: does not sleep.
 */
void scope_event_frozen(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_freezer() - a task that sleeps in the code of the freezer
 * @snap: event, owner and object are filled; no event if it is not frozen
 * @task: the task, pinned by the caller and asleep
 * @by_cgroup: it would be by the cgroup of version 2, which SIGKILL ends
 *
 * Context: does not sleep.
 */
void scope_event_freezer(struct scope_snap *snap, struct task_struct *task,
			 bool by_cgroup);

#endif /* SCOPE_EVENT_TASK_H */
