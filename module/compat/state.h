/* SPDX-License-Identifier: GPL-2.0 */
/* state.h - whether a task runs or sleeps, and what may wake it */
#ifndef COMPAT_STATE_H
#define COMPAT_STATE_H

#include <linux/sched.h>
#include <linux/sched/signal.h>

/**
 * compat_task_state() - task->__state, by whatever name
 * @task: the task
 *
 * Context: any.
 */
static inline unsigned int compat_task_state(const struct task_struct *task)
{
#ifdef COMPAT_HAVE_TASK___STATE
	return READ_ONCE(task->__state);
#else
	return READ_ONCE(task->state);
#endif
}

/**
 * compat_task_is_frozen() - does a state say that its task is frozen?
 * @state: what compat_task_state() gave
 *
 * Return: false also where there is no such state: up to 6.0 a frozen task only
 * sleeps.
 */
static inline bool compat_task_is_frozen(unsigned int state)
{
#ifdef TASK_FROZEN
	return state & TASK_FROZEN;
#else
	return false;
#endif
}

/**
 * compat_is_worker() - is a task a thread of the kernel's, whatever it has of a process?
 * @task: the task
 *
 * Those of io_uring have the registers of who made them, and no call of their own.
 *
 * Context: any.
 */
static inline bool compat_is_worker(const struct task_struct *task)
{
	unsigned int worker = PF_KTHREAD | PF_IO_WORKER;

#ifdef PF_USER_WORKER
	worker |= PF_USER_WORKER;
#endif
	return READ_ONCE(task->flags) & worker;
}

/**
 * compat_drops_signals() - is a task of a process that dies, and takes no signal?
 * @task: the task, pinned by the caller
 *
 * Who dumps its core takes SIGKILL yet; that is on record here only since signals are
 * dropped also of a task that has not begun to exit.
 *
 * Context: any.
 */
static inline bool compat_drops_signals(const struct task_struct *task)
{
	if (!(READ_ONCE(task->signal->flags) & SIGNAL_GROUP_EXIT))
		return false;
#ifdef COMPAT_HAVE_SIGNAL_CORE_STATE
	return !READ_ONCE(task->signal->core_state);
#else
	return READ_ONCE(task->flags) & PF_EXITING;
#endif
}

/* 6.12 lets a task that sleeps stay queued for a while. */
#ifndef COMPAT_HAVE_TASK_IS_RUNNABLE
static inline bool task_is_runnable(const struct task_struct *task)
{
	return READ_ONCE(task->on_rq);
}
#endif

#endif /* COMPAT_STATE_H */
