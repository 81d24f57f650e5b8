/* SPDX-License-Identifier: GPL-2.0 */
/* event_fault.h - waits for a page that a userfaultfd is to give */
#ifndef SCOPE_EVENT_FAULT_H
#define SCOPE_EVENT_FAULT_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_fault() - a page that who handles a userfaultfd is to give
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 */
void scope_event_fault(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_FAULT_H */
