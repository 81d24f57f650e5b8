/* SPDX-License-Identifier: GPL-2.0 */
/* walk.h - the cursor over all tasks */
#ifndef SCOPE_WALK_H
#define SCOPE_WALK_H

#include <linux/types.h>

struct pid_namespace;
struct task_struct;

/**
 * scope_walk() - the first task at or after a number
 * @ns: whose numbers
 * @tid: where to begin; receives the number of the task
 *
 * The number is the whole state of a walk: it can go on from the next one at
 * any later time, and misses no task that lives throughout.
 *
 * Context: may sleep.
 * Return: the task, pinned, to be dropped by put_task_struct(); NULL at the
 * end.
 */
struct task_struct *scope_walk(struct pid_namespace *ns, pid_t *tid);

#endif /* SCOPE_WALK_H */
