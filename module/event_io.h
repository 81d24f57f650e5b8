/* SPDX-License-Identifier: GPL-2.0 */
/* event_io.h - waits for a block device to be done with a request */
#ifndef SCOPE_EVENT_IO_H
#define SCOPE_EVENT_IO_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_io() - what a block device is to read or to write
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_io(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_IO_H */
