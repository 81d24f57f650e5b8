/* SPDX-License-Identifier: GPL-2.0 */
/* event_percpu.h - waits for a percpu_rw_semaphore */
#ifndef SCOPE_EVENT_PERCPU_H
#define SCOPE_EVENT_PERCPU_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_percpu() - a percpu_rw_semaphore, as a frozen file system has it
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 */
void scope_event_percpu(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_PERCPU_H */
