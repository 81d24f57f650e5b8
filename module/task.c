// SPDX-License-Identifier: GPL-2.0
/* task.c - who a task is: ids, state, times, name */
#include <linux/pid_namespace.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>
#include "compat/cgroup.h"
#include "compat/clock.h"
#include "compat/stack.h"
#include "compat/state.h"
#include "peek.h"
#include "snap.h"
#include "task.h"

/* In the first namespace the numbers are at hand: a twentieth of all work. */
static pid_t tgid_of(struct task_struct *task, struct pid_namespace *ns)
{
	return ns == &init_pid_ns ? task->tgid : task_tgid_nr_ns(task, ns);
}

static pid_t parent_of(struct task_struct *task, struct pid_namespace *ns)
{
	if (!pid_alive(task))
		return 0;
	return tgid_of(rcu_dereference(task->real_parent), ns);
}

bool scope_task_is_killable(struct task_struct *task)
{
	const struct sighand_struct *sighand;
	__sighandler_t handler = SIG_IGN;

	if (is_global_init(task) || compat_drops_signals(task))
		return false;
	/* By itself it takes none any more, but with all of its process it does. */
	if (task->flags & PF_EXITING)
		return !(task->flags & PF_KTHREAD) &&
		       atomic_read(&task->signal->live) > 0;
	if (!(task->flags & PF_KTHREAD))
		return true;

	/* Threads of the kernel ignore what they want of nobody, or of it alone. */
	rcu_read_lock();
	sighand = rcu_dereference(task->sighand);
	if (sighand)
		handler = sighand->action[SIGKILL - 1].sa.sa_handler;
	rcu_read_unlock();
	return handler != SIG_IGN && handler != SIG_KTHREAD_KERNEL;
}

/* The first of a pid namespace ignores what it does not handle, but for SIGKILL... */
static bool is_first(const struct task_struct *task)
{
	return READ_ONCE(task->signal->flags) & SIGNAL_UNKILLABLE;
}

/* ...that comes from outside of it. */
static bool is_init(const struct scope_snap *snap, struct task_struct *task)
{
	bool is_within;

	if (!is_first(task))
		return false;
	rcu_read_lock();
	is_within = task_active_pid_ns(task) == snap->ns;
	rcu_read_unlock();
	return is_within || is_global_init(task);
}

bool scope_task_is_killable_by(const struct scope_snap *snap,
			       struct task_struct *task)
{
	return !is_init(snap, task) && scope_task_is_killable(task);
}

static bool handles_any(const struct task_struct *task)
{
	const struct sighand_struct *sighand;
	bool any = false;
	int i;

	rcu_read_lock();
	sighand = rcu_dereference(task->sighand);
	for (i = 0; sighand && i < _NSIG && !any; i++)
		any = READ_ONCE(sighand->action[i].sa.sa_handler) > SIG_IGN;
	rcu_read_unlock();
	return any;
}

static u32 what_breaks(const struct scope_snap *snap, struct task_struct *task,
		       unsigned int state)
{
	if (is_init(snap, task))
		return state & TASK_INTERRUPTIBLE &&
		       !(task->flags & (PF_DUMPCORE | PF_EXITING)) &&
		       !compat_drops_signals(task) && handles_any(task) ?
			PROCSCOPE_BREAK_SIGNAL : 0;
	if (!scope_task_is_killable(task))
		return 0;
	if (state & TASK_INTERRUPTIBLE)
		/* Who dumps its core gets no other, nor does who exits. */
		return task->flags & (PF_KTHREAD | PF_DUMPCORE | PF_EXITING) ||
		       (is_first(task) && !handles_any(task)) ?
			PROCSCOPE_BREAK_KILL :
			PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL;
	return state & TASK_WAKEKILL ? PROCSCOPE_BREAK_KILL : 0;
}

/* A task fell asleep no earlier than it was last seen on a CPU. */
static u64 asleep_at_most(struct task_struct *task)
{
	u64 ran = compat_last_ran(task);
	u64 now = sched_clock_cpu(task_cpu(task));

	/* The clocks of two CPUs may differ a little. */
	return now > ran ? now - ran : 0;
}

void scope_task_collect(struct scope_snap *snap, struct task_struct *task, bool on_cpu)
{
	unsigned int state = compat_task_state(task);

	snap->tgid = tgid_of(task, snap->ns);
	/* A task has parent and cgroups until it is released. */
	rcu_read_lock();
	snap->ppid = parent_of(task, snap->ns);
	snap->cgroup = compat_cgroup_id(task);
	rcu_read_unlock();
	snap->state = task_state_to_char(task);
	snap->cpu = task_cpu(task);
	snap->nvcsw = READ_ONCE(task->nvcsw);
	snap->nivcsw = READ_ONCE(task->nivcsw);
	snap->start = task->start_boottime;
	snap->flags = (task->flags & PF_KTHREAD ? PROCSCOPE_TASK_KTHREAD : 0) |
		      (on_cpu ? PROCSCOPE_TASK_RUNNING : 0);

	/*
	 * prctl() may write it meanwhile: a mix of two names then, which is
	 * better than a lock of the task's.
	 */
	memcpy(snap->comm, task->comm, sizeof(snap->comm));
	snap->comm[sizeof(snap->comm) - 1] = '\0';

	snap->sleeps = state & TASK_NORMAL && !on_cpu && !task->exit_state;
	snap->breakable = snap->sleeps ? what_breaks(snap, task, state) : 0;
	snap->asleep_status = snap->sleeps ? PROCSCOPE_OK : PROCSCOPE_NONE;
	snap->asleep = snap->sleeps ? asleep_at_most(task) : 0;
}

struct task_struct *scope_task_at(const struct task_struct *address)
{
	struct task_struct *task;
	pid_t tid;
	int try;

	/* An exec by a thread that is no leader exchanges two numbers. */
	for (try = 0; try < 2; try++) {
		if (!scope_peek_to(tid, &address->pid) || tid <= 0)
			return NULL;
		task = pid_task(find_pid_ns(tid, &init_pid_ns), PIDTYPE_PID);
		if (task == address)
			return task;
	}
	return NULL;
}

bool scope_task_is_kept(struct task_struct *task)
{
	unsigned int state = compat_task_state(task);

	return state & TASK_UNINTERRUPTIBLE &&
	       (!(state & TASK_WAKEKILL) || !scope_task_is_killable(task));
}

void scope_process_of(struct scope_process *process, struct task_struct *leader)
{
	struct task_struct *task;

	*process = (struct scope_process){};
	for_each_thread(leader, task) {
		if (READ_ONCE(task->exit_state))
			continue;
		process->live++;
		if (!process->one || task == leader)
			process->one = task;
		if (!process->keeper && scope_task_is_kept(task))
			process->keeper = task;
	}
}
