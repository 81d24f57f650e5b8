/* SPDX-License-Identifier: GPL-2.0 */
/* clock.h - when a task last had a CPU */
#ifndef COMPAT_CLOCK_H
#define COMPAT_CLOCK_H

#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>

/**
 * compat_last_ran() - when the scheduler last saw a task on a CPU
 * @task: the task
 *
 * The later of when it came to a CPU and of when it was last charged for one.
 *
 * Context: any.
 * Return: time of sched_clock_cpu() of the task's CPU, ns.
 */
static inline u64 compat_last_ran(const struct task_struct *task)
{
	u64 ran = READ_ONCE(task->se.exec_start);

#ifdef CONFIG_SCHED_INFO
	ran = max_t(u64, ran, READ_ONCE(task->sched_info.last_arrival));
#endif
	return ran;
}

/**
 * compat_run_clock() - the clock that tasks' runs are kept by
 *
 * Context: any.
 * Return: now, ns; 0 if this kernel does not keep when a task came to a CPU.
 */
static inline u64 compat_run_clock(void)
{
	return IS_ENABLED(CONFIG_SCHED_INFO) ? local_clock() : 0;
}

/**
 * compat_ran_since() - has a task had a CPU since?
 * @task: the task
 * @since: what compat_run_clock() was then
 *
 * The clocks of CPUs are not one: within two ticks it counts as if it had.
 *
 * Context: any.
 * Return: true also where it can't be known.
 */
static inline bool compat_ran_since(const struct task_struct *task, u64 since)
{
#ifdef CONFIG_SCHED_INFO
	/* Who left a CPU since may have come to it before. */
	return !READ_ONCE(task->sched_info.last_arrival) ||
	       compat_last_ran(task) + 2 * TICK_NSEC >= since;
#else
	return true;
#endif
}

#endif /* COMPAT_CLOCK_H */
