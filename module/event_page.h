/* SPDX-License-Identifier: GPL-2.0 */
/* event_page.h - waits for a page of a file: for its lock, or its writeback */
#ifndef SCOPE_EVENT_PAGE_H
#define SCOPE_EVENT_PAGE_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_page() - a page that is to be unlocked, or to be written back
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_page(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_PAGE_H */
