// SPDX-License-Identifier: GPL-2.0
/*
 * event_timer.c - does a timer end the sleep?
 *
 * Who sleeps no longer than so long has a timer on its own stack, which wakes the
 * very task. Those of earlier sleeps may lie there as well: they wait no more.
 */
#include <linux/timer.h>
#include "event_timer.h"
#include "lock_code.h"
#include "peek.h"
#include "snap.h"

/* As schedule_timeout() has it; the task comes right behind it. */
static bool is_timer(const struct task_struct *task, unsigned long at)
{
	const struct timer_list *where = (void *)at;
	const struct hlist_node *linked;
	struct timer_list timer;

	return scope_peek_stack(&timer, task, at, sizeof(timer)) &&
	       timer_pending(&timer) &&
	       scope_peek_to(linked, (const struct hlist_node **)timer.entry.pprev) &&
	       linked == &where->entry &&
	       scope_code_is((unsigned long)timer.function, "process_timeout");
}

bool scope_event_has_timer(const struct scope_snap *snap,
			   const struct task_struct *task)
{
	const struct scope_wait *wait = &snap->wait;
	unsigned long at = wait->window_at;
	unsigned int i;

	for (i = 0; i < wait->window_words; i++, at += sizeof(long)) {
		if (wait->window[i] == (unsigned long)task &&
		    is_timer(task, at - sizeof(struct timer_list)))
			return true;
	}
	return false;
}
