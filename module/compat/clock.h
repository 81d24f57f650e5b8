/* SPDX-License-Identifier: GPL-2.0 */
/* clock.h - when a task last had a CPU */
#ifndef COMPAT_CLOCK_H
#define COMPAT_CLOCK_H

#include <linux/minmax.h>
#include <linux/sched.h>

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

#endif /* COMPAT_CLOCK_H */
