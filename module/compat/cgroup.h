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

/**
 * compat_cgroup_that_freezes() - the nearest cgroup of version 2 that freezes a task
 * @task: the task
 *
 * Context: under RCU, which the cgroup outlives.
 * Return: the cgroup, or NULL.
 */
static inline struct cgroup *compat_cgroup_that_freezes(struct task_struct *task)
{
	struct cgroup *cgroup = NULL;

#ifdef CONFIG_CGROUPS
	cgroup = task_dfl_cgroup(task);
	while (cgroup && !READ_ONCE(cgroup->freezer.freeze))
		cgroup = cgroup_parent(cgroup);
#endif
	return cgroup;
}

/**
 * compat_cgroup_of_freezer() - a task's cgroup of version 1 by which it may freeze
 * @task: the task
 *
 * Its state, and those of the ones above it, are the kernel's own.
 *
 * Context: under RCU, which the cgroup outlives.
 * Return: the cgroup; NULL if it is the root, which does not freeze.
 */
static inline struct cgroup *compat_cgroup_of_freezer(struct task_struct *task)
{
#ifdef CONFIG_CGROUP_FREEZER
	struct cgroup *cgroup = task_css(task, freezer_cgrp_id)->cgroup;

	return cgroup_parent(cgroup) ? cgroup : NULL;
#else
	return NULL;
#endif
}

/**
 * compat_cgroup_path() - where a cgroup is in its hierarchy
 * @cgroup: the cgroup
 * @path: receives the path from the root of the hierarchy
 * @size: room for it
 * @id: receives the cgroup's number
 *
 * Context: under RCU; takes the spinlock under which such paths are made.
 * Return: false if there is no room for it.
 */
static inline bool compat_cgroup_path(struct cgroup *cgroup, char *path,
				      size_t size, u64 *id)
{
#ifdef CONFIG_CGROUPS
	int length = cgroup_path(cgroup, path, size);

	*id = cgroup_id(cgroup);
	return length > 0 && length < size;
#else
	return false;
#endif
}

#endif /* COMPAT_CGROUP_H */
