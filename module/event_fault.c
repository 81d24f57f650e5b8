// SPDX-License-Identifier: GPL-2.0
/*
 * event_fault.c - waits for a page that a userfaultfd is to give
 *
 * Before its record in the queue, the task has the message that who handles the
 * userfaultfd reads. What it is in is private to the kernel; but the message is
 * not, and it is told by what is in it.
 */
#include <linux/userfaultfd.h>
#include <linux/wait.h>
#include "event_fault.h"
#include "event_queue.h"
#include "lock_code.h"
#include "lock_info.h"
#include "peek.h"
#include "snap.h"

static bool is_fault(const struct uffd_msg *message)
{
	return message->event == UFFD_EVENT_PAGEFAULT &&
	       !message->reserved1 && !message->reserved2 &&
	       !message->reserved3 && message->arg.pagefault.address &&
	       message->arg.pagefault.address < TASK_SIZE_MAX;
}

void scope_event_fault(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct uffd_msg message;
	struct wait_queue_entry record;
	unsigned long at;
	unsigned int i = 0;

	event->evidence = "own record and message";
	/* After any other signal, the fault comes again before the task goes on. */
	snap->breakable &= PROCSCOPE_BREAK_KILL;
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its message was not found";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "a userfaultfd does not say who has it");
	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		at = (unsigned long)container_of((struct list_head *)event->waiter,
						 struct wait_queue_entry, entry);
		if (!scope_peek_stack(&record, task, at, sizeof(record)) ||
		    !scope_code_is((unsigned long)record.func,
				   "userfaultfd_wake_function") ||
		    !scope_peek_stack(&message, task, at - sizeof(message),
				      sizeof(message)) || !is_fault(&message))
			continue;
		event->place = message.arg.pagefault.address;
		snap->object.reason = "a userfaultfd has no name";
		return;
	}
}
