/* SPDX-License-Identifier: GPL-2.0 */
/* event_timer.h - does a timer end the sleep? */
#ifndef SCOPE_EVENT_TIMER_H
#define SCOPE_EVENT_TIMER_H

#include <linux/types.h>

struct scope_snap;
struct task_struct;

/**
 * scope_event_has_timer() - does a timer end the sleep?
 * @snap: its wait has what scope_event_read_stack() read
 * @task: who sleeps, pinned by the caller
 *
 * Context: any; looks up names where the stack has the task's address.
 */
bool scope_event_has_timer(const struct scope_snap *snap,
			   const struct task_struct *task);

#endif /* SCOPE_EVENT_TIMER_H */
