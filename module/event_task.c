// SPDX-License-Identifier: GPL-2.0
/*
 * event_task.c - waits for what another task is to do
 *
 * A task that somebody waits for the end of says so itself: its vfork_done is
 * the completion that it will complete. Who waits for it has its address on the
 * stack.
 */
#include <linux/completion.h>
#include <linux/pid_namespace.h>
#include <linux/ptrace.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/signal.h>
#include <uapi/linux/wait.h>
#include <asm/unistd.h>
#include "compat/cgroup.h"
#include "compat/state.h"
#include "event_queue.h"
#include "event_task.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"
#include "syscall.h"
#include "task.h"

static void no_object(struct scope_snap *snap)
{
	snap->object.status = PROCSCOPE_NONE;
	snap->object.reason = NULL;
}

const struct completion *scope_event_completion(struct scope_snap *snap,
						struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	unsigned int i = 0;
	void *head;

	event->evidence = "own record, queue of the completion";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "it does not say who completes it");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its record was not found";
	if (!scope_event_next_record(snap, task, SCOPE_RECORD_SWAIT, &i))
		return NULL;
	/* With others in the queue, the next may be a record as well. */
	snap->object.reason = "several tasks are in its queue";
	if (event->link[0] != event->link[1])
		return NULL;
	head = (void *)event->link[0];
	event->key = container_of(head, struct completion, wait.task_list);
	snap->object.reason = "no variable or slab object is around it";
	if (scope_is_on_stack(task, (unsigned long)event->key))
		snap->object.reason = "it is on the stack of who waits";
	else if (!scope_object_variable(snap, event->key))
		scope_object_slab(snap, event->key);
	return event->key;
}

void scope_event_end_of_task(struct scope_snap *snap, struct task_struct *task)
{
	const struct completion *done = scope_event_completion(snap, task);
	const struct scope_wait *wait = &snap->wait;
	struct task_struct *other;
	unsigned int i;

	no_object(snap);
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "its address was not found");
	if (!done)
		return;
	rcu_read_lock();
	for (i = 0; i < wait->window_words; i++) {
		other = scope_task_at((void *)wait->window[i]);
		if (!other || other == task || other->exit_state ||
		    READ_ONCE(other->vfork_done) != done)
			continue;
		scope_owner_is(snap, other, PROCSCOPE_OWNER_EXACT, NULL);
		break;
	}
	rcu_read_unlock();
}

/* The number of the one child that is waited for; -1 for any, 0 for some. */
static pid_t number_of(const struct scope_syscall *call)
{
	if (call->nr == __NR_wait4)
		return (int)call->arg[0] < -1 ? 0 : (int)call->arg[0];
	if (call->nr == __NR_waitid && (int)call->arg[0] == P_PID)
		return (int)call->arg[1];
	if (call->nr == __NR_waitid && (int)call->arg[0] == P_ALL)
		return -1;
	return 0;
}

static bool wants_stops(const struct scope_syscall *call)
{
	return (call->nr == __NR_wait4 ? call->arg[2] : call->arg[3]) &
	       WSTOPPED;
}

static bool traces(struct task_struct *task)
{
	struct task_struct *thread;
	bool found = false;

	rcu_read_lock();
	for_each_thread(task, thread)
		found |= !list_empty(&thread->ptraced);
	rcu_read_unlock();
	return found;
}

/* Whoever traces what has ended hides it from its parent until it has seen that. */
static bool is_hidden(struct task_struct *child, struct task_struct *parent)
{
	struct task_struct *task;

	for_each_thread(child, task) {
		if (READ_ONCE(task->ptrace) &&
		    !same_thread_group(rcu_dereference(task->parent), parent))
			return true;
	}
	return false;
}

/* Of whom a task is waited for that it traces: it is to stop, or to end. */
static bool is_traced_by(const struct task_struct *task,
			 struct task_struct *tracer)
{
	return READ_ONCE(task->ptrace) && !READ_ONCE(task->exit_state) &&
	       same_thread_group(rcu_dereference(task->parent), tracer);
}

/*
 * A process ends with its last thread, however long its leader has ended before; or
 * once any thread wants that, and all others can be killed.
 */
static void name_child(struct scope_snap *snap, struct task_struct *child,
		       struct task_struct *parent)
{
	struct scope_process process;

	scope_process_of(&process, child);
	if (is_traced_by(child, parent)) {
		snap->event.stops = true;
		process.one = child;
		process.keeper = scope_task_is_kept(child) ? child : NULL;
	}
	if (!process.live && is_hidden(child, parent))
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "it has ended, and who traces it has to see that first");
	else if (process.live <= 1 || process.keeper)
		scope_owner_is(snap, process.keeper ?: process.one ?: child,
			       PROCSCOPE_OWNER_EXACT, NULL);
	else
		scope_owner_is(snap, process.one, PROCSCOPE_OWNER_HINT,
			       "any of its threads may end it");
}

void scope_event_child(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct task_struct *child = NULL;
	struct scope_syscall call;
	struct pid_namespace *ns;
	pid_t number;

	no_object(snap);
	/* The first of a pid namespace, on its way out: that is no call of its own. */
	if (task->flags & PF_EXITING) {
		event->evidence = "code that sleeps";
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "all that are left of its pid namespace have to end");
		return;
	}
	event->evidence = "arguments of the call";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "what its call was told is not known");
	if (!scope_syscall_of(&call, task))
		return;
	number = number_of(&call);
	event->stops = wants_stops(&call);
	if (traces(task))
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "a child, or a task that it traces");
	else if (number == -1)
		scope_owner_none(&snap->owner, PROCSCOPE_NONE,
				 "any of its children would do");
	else
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "a child of a group, or the one that a pidfd is for");
	if (number <= 0)
		return;
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "it is not its child any more");
	rcu_read_lock();
	/* None once it has been released. */
	ns = task_active_pid_ns(task);
	if (ns)
		child = pid_task(find_pid_ns(number, ns), PIDTYPE_PID);
	if (!child)
		scope_owner_none(&snap->owner, PROCSCOPE_GONE, "it has ended");
	else if (same_thread_group(rcu_dereference(child->real_parent), task) ||
		 same_thread_group(rcu_dereference(child->parent), task))
		name_child(snap, child, task);
	rcu_read_unlock();
}

void scope_event_tracer(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;

	if (!(compat_task_state(task) & __TASK_TRACED))
		return;
	event->mode = 0;
	event->key = NULL;
	event->id = 0;
	event->place = 0;
	event->evidence = "the task's tracer";
	no_object(snap);
	rcu_read_lock();
	/* Older kernels have that in the state, and newer ones do it. */
	if (READ_ONCE(task->ptrace))
		snap->breakable = scope_task_is_killable_by(snap, task) ?
				  PROCSCOPE_BREAK_KILL : 0;
	/* Who is stopped by a signal, too, is let go on by another one. */
	if (READ_ONCE(task->ptrace) &&
	    !(READ_ONCE(task->jobctl) & JOBCTL_LISTENING)) {
		event->kind = PROCSCOPE_KIND_TRACER;
		scope_owner_is(snap, rcu_dereference(task->parent),
			       PROCSCOPE_OWNER_EXACT, NULL);
	}
	rcu_read_unlock();
}

/* @cgroup: by which it is, NULL if that is not known; under RCU */
static void is_frozen(struct scope_snap *snap, struct cgroup *cgroup,
		      const char *fs, const char *hierarchy)
{
	struct scope_event *event = &snap->event;

	event->kind = PROCSCOPE_KIND_FREEZER;
	event->mode = 0;
	event->key = NULL;
	event->id = 0;
	event->place = 0;
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "no cgroup of it freezes";
	if (cgroup && !scope_object_cgroup(&snap->object, cgroup, fs, hierarchy))
		snap->object.reason = "the path of its cgroup is too long";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "nobody has to be there for that");
}

/* Of version 1, or with the system, which nobody sees but who is not. */
static void is_put_away(struct scope_snap *snap, struct task_struct *task,
			const char *evidence)
{
	snap->event.evidence = evidence;
	rcu_read_lock();
	is_frozen(snap, compat_cgroup_of_freezer(task), "cgroup", "freezer");
	rcu_read_unlock();
}

void scope_event_frozen(struct scope_snap *snap, struct task_struct *task)
{
	if (compat_task_is_frozen(compat_task_state(task)))
		is_put_away(snap, task, "the task's state");
}

void scope_event_freezer(struct scope_snap *snap, struct task_struct *task,
			 bool by_cgroup)
{
	snap->event.kind = 0;
	if (!by_cgroup) {
		is_put_away(snap, task, "code that sleeps");
	} else if (compat_cgroup_has_frozen(task)) {
		snap->event.evidence = "the task's mark of its cgroup";
		rcu_read_lock();
		is_frozen(snap, compat_cgroup_that_freezes(task), "cgroup2",
			  "cgroup2");
		rcu_read_unlock();
		/* All other signals are left for later. */
		snap->breakable &= PROCSCOPE_BREAK_KILL;
	}
}
