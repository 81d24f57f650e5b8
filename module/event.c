// SPDX-License-Identifier: GPL-2.0
/*
 * event.c - what a task is asleep for that is no lock of the scheduler's
 *
 * What called the scheduler tells the kind. Each kind has its own way from
 * there to the object and to the task that is to bring it about; where one of
 * them can't be proved, the kind stays, with the reason.
 */
#include <asm/unistd.h>
#include "event.h"
#include "event_9p.h"
#include "event_bit.h"
#include "event_fault.h"
#include "event_file.h"
#include "event_fuse.h"
#include "event_io.h"
#include "event_journal.h"
#include "event_page.h"
#include "event_percpu.h"
#include "event_queue.h"
#include "event_rpc.h"
#include "event_socket.h"
#include "event_task.h"
#include "event_timer.h"
#include "event_work.h"
#include "ids.h"
#include "lock_code.h"
#include "lock_info.h"
#include "snap.h"
#include "syscall.h"

/* They are younger than some headers. */
#define NR_FUTEX_WAITV	449
#define NR_FUTEX_WAIT	455

/* What each kind of code waits for; the mode, and more, is the collectors'. */
static const enum procscope_kind kinds[] = {
	[SCOPE_CODE_PERCPU_RWSEM] = PROCSCOPE_KIND_PERCPU_RWSEM,
	[SCOPE_CODE_COMPLETION] = PROCSCOPE_KIND_COMPLETION,
	[SCOPE_CODE_KTHREAD_STOP] = PROCSCOPE_KIND_KTHREAD,
	[SCOPE_CODE_VFORK] = PROCSCOPE_KIND_VFORK,
	[SCOPE_CODE_WORK] = PROCSCOPE_KIND_WORK,
	[SCOPE_CODE_CHILD] = PROCSCOPE_KIND_CHILD,
	[SCOPE_CODE_FILE_LOCK] = PROCSCOPE_KIND_POSIX_LOCK,
	[SCOPE_CODE_PIPE] = PROCSCOPE_KIND_PIPE,
	[SCOPE_CODE_FUTEX] = PROCSCOPE_KIND_FUTEX,
	[SCOPE_CODE_SOCKET] = PROCSCOPE_KIND_SOCKET,
	[SCOPE_CODE_RECEIVER] = PROCSCOPE_KIND_SOCKET,
	[SCOPE_CODE_FOLIO] = PROCSCOPE_KIND_FOLIO,
	[SCOPE_CODE_IO] = PROCSCOPE_KIND_IO,
	[SCOPE_CODE_JOURNAL] = PROCSCOPE_KIND_JOURNAL,
	[SCOPE_CODE_RCU] = PROCSCOPE_KIND_RCU,
	[SCOPE_CODE_FREEZER] = PROCSCOPE_KIND_FREEZER,
	[SCOPE_CODE_FREEZER_TRAP] = PROCSCOPE_KIND_FREEZER,
	[SCOPE_CODE_USERFAULT] = PROCSCOPE_KIND_USERFAULT,
	[SCOPE_CODE_FUSE] = PROCSCOPE_KIND_FUSE,
	[SCOPE_CODE_RPC] = PROCSCOPE_KIND_RPC,
	[SCOPE_CODE_BIT] = PROCSCOPE_KIND_BIT,
	[SCOPE_CODE_9P] = PROCSCOPE_KIND_9P,
};

/* Of those that sleep for a futex. One begins again only for what is left of it. */
static bool has_timeout(const struct scope_syscall *call)
{
	switch (call->nr) {
	case __NR_futex:
	case NR_FUTEX_WAITV:
		return call->arg[3];
	case NR_FUTEX_WAIT:
		return call->arg[4];
	case __NR_restart_syscall:
		return true;
	}
	return false;
}

static void of_futex(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct scope_syscall call;

	event->evidence = "arguments of the call";
	snap->object.status = PROCSCOPE_NONE;
	snap->object.reason = NULL;
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "the kernel does not know who wakes it");
	if (!scope_syscall_of(&call, task))
		return;
	if (call.nr == __NR_futex || call.nr == NR_FUTEX_WAIT)
		event->place = call.arg[0];
	if (has_timeout(&call))
		snap->breakable |= PROCSCOPE_BREAK_TIMEOUT;
}

/* Nothing of the kernel's says who reads. */
static void of_rcu(struct scope_snap *snap)
{
	snap->event.evidence = "code that sleeps";
	snap->object.status = PROCSCOPE_NONE;
	snap->object.reason = NULL;
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "it is not on record who reads under RCU");
}

/*
 * Does a timer that wakes the task end what it sleeps for? Who waits for a block
 * device wakes up only to tell the watchdog that it lives, and sleeps again; and who
 * sleeps for a page may do so in the midst of a wait with a timer.
 */
static bool may_end_by_timer(enum scope_code code)
{
	return code == SCOPE_CODE_SOCKET || code == SCOPE_CODE_RECEIVER ||
	       code == SCOPE_CODE_COMPLETION;
}

/* From what a task has on its stack. */
static void read_stack(struct scope_snap *snap, struct task_struct *task,
		       enum scope_code code)
{
	scope_event_read_stack(snap, task);
	switch (code) {
	case SCOPE_CODE_PERCPU_RWSEM:
		scope_event_percpu(snap, task);
		break;
	case SCOPE_CODE_COMPLETION:
		scope_event_completion(snap, task);
		break;
	case SCOPE_CODE_KTHREAD_STOP:
	case SCOPE_CODE_VFORK:
		scope_event_end_of_task(snap, task);
		break;
	case SCOPE_CODE_WORK:
		scope_event_work(snap, task);
		break;
	case SCOPE_CODE_FILE_LOCK:
		scope_event_file_lock(snap, task);
		break;
	case SCOPE_CODE_SOCKET:
		scope_event_socket(snap, task);
		break;
	case SCOPE_CODE_RECEIVER:
		scope_event_receiver(snap, task);
		break;
	case SCOPE_CODE_FOLIO:
		scope_event_page(snap, task);
		break;
	case SCOPE_CODE_IO:
		scope_event_io(snap, task);
		break;
	case SCOPE_CODE_JOURNAL:
		scope_event_journal(snap, task);
		break;
	case SCOPE_CODE_USERFAULT:
		scope_event_fault(snap, task);
		break;
	case SCOPE_CODE_FUSE:
		scope_event_fuse(snap, task);
		break;
	case SCOPE_CODE_9P:
		scope_event_9p(snap, task);
		break;
	case SCOPE_CODE_RPC:
		scope_event_rpc(snap, task);
		break;
	case SCOPE_CODE_BIT:
		scope_event_bit(snap, task);
		break;
	default:
		scope_event_pipe(snap, task);
		break;
	}
	if (may_end_by_timer(code) && scope_event_has_timer(snap, task))
		snap->breakable |= PROCSCOPE_BREAK_TIMEOUT;
}

/* Is it plain by the code alone of what kind it is, and that it is one? */
static bool is_plain(enum scope_code code)
{
	return code != SCOPE_CODE_FOLIO && code != SCOPE_CODE_IO &&
	       code != SCOPE_CODE_FREEZER_TRAP;
}

void scope_event_collect(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	enum scope_code code;

	event->kind = 0;
	event->waiter = 0;
	event->stops = false;
	if (!snap->sleeps) {
		snap->owner.readers = 0;
		scope_event_tracer(snap, task);
		scope_event_frozen(snap, task);
		return;
	}
	if (snap->wait.status != PROCSCOPE_NONE || !snap->wait.sleeper)
		return;
	code = scope_code_of(scope_code_mark(snap->symbols,
					     snap->wait.sleeper));
	if (!scope_code_is_event(code))
		return;
	event->kind = kinds[code];
	event->mode = 0;
	/* Of these, who did not ask for more is told no more. */
	if (event->kind >= PROCSCOPE_KIND_COMPLETION &&
	    !(snap->parts & PROCSCOPE_PART_EVENT) && is_plain(code))
		return;
	event->key = NULL;
	event->place = 0;
	snap->owner.readers = 0;
	if (code == SCOPE_CODE_FUTEX)
		of_futex(snap, task);
	else if (code == SCOPE_CODE_CHILD)
		scope_event_child(snap, task);
	else if (code == SCOPE_CODE_RCU)
		of_rcu(snap);
	else if (code == SCOPE_CODE_FREEZER || code == SCOPE_CODE_FREEZER_TRAP)
		scope_event_freezer(snap, task, code == SCOPE_CODE_FREEZER_TRAP);
	else
		read_stack(snap, task, code);
	event->id = scope_id(event->key, snap->addresses);
}

bool scope_event_holds(const struct scope_snap *snap)
{
	const struct scope_event *event = &snap->event;

	return !event->kind || !event->waiter ||
	       scope_event_is_linked((void *)event->waiter);
}
