/* SPDX-License-Identifier: GPL-2.0 */
/* event.h - what a task is asleep for that is no lock of the scheduler's */
#ifndef SCOPE_EVENT_H
#define SCOPE_EVENT_H

#include <linux/types.h>

struct scope_snap;
struct task_struct;

/**
 * scope_event_collect() - what is a task asleep for, if it is for no such lock?
 * @snap: event, owner and object are filled; its wait has been collected
 * @task: the task, pinned by the caller
 *
 * Context: not under RCU or a lock; takes RCU, lets others run on its CPU.
 */
void scope_event_collect(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_holds() - is what was found still so?
 * @snap: the snapshot
 *
 * Context: does not sleep.
 */
bool scope_event_holds(const struct scope_snap *snap);

#endif /* SCOPE_EVENT_H */
