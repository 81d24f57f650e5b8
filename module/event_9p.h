/* SPDX-License-Identifier: GPL-2.0 */
/* event_9p.h - waits for a server of 9P */
#ifndef SCOPE_EVENT_9P_H
#define SCOPE_EVENT_9P_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_9p() - the answer to a request
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 */
void scope_event_9p(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_9P_H */
