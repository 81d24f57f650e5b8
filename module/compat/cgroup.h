/* SPDX-License-Identifier: GPL-2.0 */
/* cgroup.h - the cgroup of a task, on kernels with and without them */
#ifndef COMPAT_CGROUP_H
#define COMPAT_CGROUP_H

#include <linux/cgroup.h>
#include <linux/sched.h>
#include <linux/sched/jobctl.h>

/**
 * compat_cgroup_id() - the id of a task's cgroup in the default hierarchy
 * @task: the task
 *
 * Context: under RCU, which the cgroup outlives.
 * Return: the id; 0 if the kernel has no cgroups.
 */
static inline u64 compat_cgroup_id(struct task_struct *task)
{
#ifdef CONFIG_CGROUPS
	return cgroup_id(task_dfl_cgroup(task));
#else
	return 0;
#endif
}

/**
 * compat_cgroup_has_frozen() - does a task sleep for its cgroup is frozen?
 * @task: the task, which sleeps
 *
 * Context: any.
 */
static inline bool compat_cgroup_has_frozen(const struct task_struct *task)
{
#ifdef CONFIG_CGROUPS
	return task->frozen && READ_ONCE(task->jobctl) & JOBCTL_TRAP_FREEZE;
#else
	return false;
#endif
}

#endif /* COMPAT_CGROUP_H */
