/* SPDX-License-Identifier: GPL-2.0 */
/* event_bit.h - waits for a bit that another task is to clear */
#ifndef SCOPE_EVENT_BIT_H
#define SCOPE_EVENT_BIT_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_bit() - a bit of NFS's, of one of its files or of something else
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_bit(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_BIT_H */
