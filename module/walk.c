// SPDX-License-Identifier: GPL-2.0
/* walk.c - the cursor over all tasks */
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include "compat/pid.h"
#include "walk.h"

struct task_struct *scope_walk(struct pid_namespace *ns, pid_t *tid)
{
	struct task_struct *task = NULL;
	struct pid *pid;

	do {
		rcu_read_lock();
		pid = compat_find_ge_pid(*tid, ns);
		if (pid) {
			*tid = pid_nr_ns(pid, ns);
			task = pid_task(pid, PIDTYPE_PID);
			if (task)
				get_task_struct(task);
			else
				/* A session or group outlives its leader. */
				++*tid;
		}
		rcu_read_unlock();
		cond_resched();
	} while (pid && !task);
	return task;
}
