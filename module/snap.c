// SPDX-License-Identifier: GPL-2.0
/* snap.c - the snapshot of one task: one bracket around all collectors */
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include "compat/clock.h"
#include "compat/locks.h"
#include "compat/stack.h"
#include "compat/state.h"
#include "event.h"
#include "files.h"
#include "fresh.h"
#include "ids.h"
#include "lock_held.h"
#include "lock_info.h"
#include "lock_object.h"
#include "lock_refer.h"
#include "lock_wait.h"
#include "snap.h"
#include "stack.h"
#include "symbols.h"
#include "task.h"

/* A task that runs between all of these looks is shown as one that does. */
#define TRIES	4

struct scope_snap *scope_snap_create(u64 parts, struct pid_namespace *ns,
				     bool addresses)
{
	struct scope_snap *snap;

	snap = kvzalloc(sizeof(*snap), GFP_KERNEL_ACCOUNT);
	if (!snap)
		return NULL;
	snap->symbols = scope_symbols_create();
	if (!snap->symbols) {
		kvfree(snap);
		return NULL;
	}
	snap->parts = parts;
	snap->ns = ns;
	snap->addresses = addresses;
	return snap;
}

void scope_snap_destroy(struct scope_snap *snap)
{
	if (!snap)
		return;
	scope_symbols_destroy(snap->symbols);
	kvfree(snap);
}

size_t scope_snap_size(void)
{
	return sizeof(struct scope_snap) + scope_symbols_size();
}

/* What is the same before and after only if the task has not run. */
struct mark {
	unsigned int state;
	bool on_cpu;
	unsigned long nvcsw;
	unsigned long nivcsw;
};

/*
 * A switch is counted before the task is off its CPU. So who is seen to be off after
 * the switches were counted, and is off before they are counted again, as many, has
 * not run between the two. Who was on its CPU is told as one that runs.
 */
static struct mark mark_before(struct task_struct *task)
{
	struct mark mark;

	mark.nvcsw = READ_ONCE(task->nvcsw);
	mark.nivcsw = READ_ONCE(task->nivcsw);
	smp_rmb(); /* see above */
	mark.on_cpu = compat_task_on_cpu(task);
	mark.state = compat_task_state(task);
	smp_mb(); /* keeps the marks apart from what is read between them */
	return mark;
}

static struct mark mark_after(struct task_struct *task)
{
	struct mark mark;

	smp_mb(); /* as in mark_before(), on the other side */
	mark.state = compat_task_state(task);
	mark.on_cpu = compat_task_on_cpu(task);
	smp_rmb(); /* see above */
	mark.nvcsw = READ_ONCE(task->nvcsw);
	mark.nivcsw = READ_ONCE(task->nivcsw);
	return mark;
}

static bool is_same(struct mark a, struct mark b)
{
	return a.state == b.state && a.on_cpu == b.on_cpu &&
	       a.nvcsw == b.nvcsw && a.nivcsw == b.nivcsw;
}

static void collect_wait(struct scope_snap *snap, struct task_struct *task,
			 bool on_cpu)
{
	if (!snap->sleeps || on_cpu)
		snap->wait.status = PROCSCOPE_NONE;
	else
		scope_lock_wait_collect(snap, task);
	if (!on_cpu)
		scope_event_collect(snap, task);
	if (snap->wait.status != PROCSCOPE_OK)
		return;
	snap->wait.id = scope_id(snap->wait.lock, snap->addresses);
	scope_lock_info_collect(snap, task);
	scope_lock_object_collect(snap, task);
}

/* @on_cpu: as the mark before has it, or what came of two looks would be mixed. */
static void collect(struct scope_snap *snap, struct task_struct *task, bool on_cpu)
{
	if (scope_symbols_renew(snap->symbols))
		snap->learned = (struct scope_learned){};
	scope_task_collect(snap, task, on_cpu);
	snap->stack.status = 0;
	snap->wait.status = 0;
	snap->wait.kind = 0;
	snap->wait.mode = 0;
	snap->event.kind = 0;
	snap->owner.status = 0;
	snap->object.status = 0;
	snap->held.status = 0;
	snap->refer.status = 0;

	/* Another one can freeze who sleeps, or have it wait for a PI futex instead. */
	snap->unchanged = snap->since && !on_cpu &&
			  !compat_pi_blocked_on(task) &&
			  !compat_task_is_frozen(compat_task_state(task)) &&
			  !compat_ran_since(task, snap->since);
	if (snap->unchanged)
		return;
	if (snap->parts & PROCSCOPE_PART_STACK)
		scope_stack_collect(&snap->stack, task, on_cpu);
	if (snap->parts & PROCSCOPE_PART_WAIT)
		collect_wait(snap, task, on_cpu);
	if (snap->parts & PROCSCOPE_PART_HELD)
		scope_lock_held_collect(snap, task, on_cpu);
	if (snap->sought.lock)
		scope_lock_refer_collect(snap, task);
}

bool scope_snap_take(struct scope_snap *snap, struct task_struct *task,
		     pid_t tid)
{
	bool stable = false;
	int try;

	scope_fresh((void *)snap + offsetof(struct scope_snap, status),
		    sizeof(*snap) - offsetof(struct scope_snap, status));
	/* Its own may change: an exec gives it the number of its leader. */
	snap->tid = tid;

	for (try = 0; try < TRIES; try++) {
		struct mark before = mark_before(task);

		collect(snap, task, before.on_cpu);
		/* The waiter first: it may be dequeued while marks are taken. */
		stable = scope_lock_wait_holds(&snap->wait, task) &&
			 scope_event_holds(snap);
		stable = is_same(before, mark_after(task)) && stable;
		/* A lock whose queue is in motion is found at another look. */
		if (stable && (snap->wait.status != PROCSCOPE_UNAVAILABLE ||
			       !snap->wait.kind))
			break;
	}
	snap->status = stable ? PROCSCOPE_OK : PROCSCOPE_UNSTABLE;
	if (!stable) {
		snap->unchanged = false;
		if (snap->parts & PROCSCOPE_PART_STACK)
			snap->stack.status = PROCSCOPE_UNSTABLE;
		if (snap->parts & PROCSCOPE_PART_WAIT)
			snap->wait.status = snap->sleeps ?
				PROCSCOPE_UNSTABLE : PROCSCOPE_NONE;
		snap->event.kind = 0;
		if (snap->parts & PROCSCOPE_PART_HELD)
			snap->held.status = PROCSCOPE_UNSTABLE;
		if (snap->sought.lock)
			snap->refer.status = PROCSCOPE_UNSTABLE;
	}
	if (snap->parts & PROCSCOPE_PART_FILES && !snap->unchanged)
		scope_files_collect(snap, task);
	return pid_alive(task);
}

void scope_snap_count(struct scope_counts *counts,
		      const struct scope_snap *snap)
{
	counts->tasks++;
	counts->asleep += snap->sleeps;
	switch (snap->wait.status) {
	case PROCSCOPE_OK:
		counts->waits++;
		counts->granted += snap->wait.granted;
		break;
	case PROCSCOPE_UNAVAILABLE:
		counts->unresolved++;
		break;
	default:
		break;
	}
	counts->events += !!snap->event.kind;
	counts->unstable += snap->status == PROCSCOPE_UNSTABLE;
	counts->unchanged += snap->unchanged;
	if (snap->held.status == PROCSCOPE_OK)
		counts->held += snap->held.count;
	else if (snap->held.status && snap->held.status != PROCSCOPE_NONE)
		counts->unheld++;
}
