/* SPDX-License-Identifier: GPL-2.0 */
/* event_work.h - waits for an item of a workqueue to be done */
#ifndef SCOPE_EVENT_WORK_H
#define SCOPE_EVENT_WORK_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_work_init() - learn how workers are laid out, from one of them
 *
 * Context: may sleep.
 */
void scope_event_work_init(void);

/**
 * scope_event_work() - an item of a workqueue that is to be done
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_work(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_WORK_H */
