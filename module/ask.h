/* SPDX-License-Identifier: GPL-2.0 */
/* ask.h - what a reader of the stream asked for */
#ifndef SCOPE_ASK_H
#define SCOPE_ASK_H

#include <linux/types.h>

struct pid_namespace;
struct procscope_ask;
struct scope_snap;
struct task_struct;

/**
 * scope_ask_take() - check an ask
 * @ask: receives it, untouched if it is refused
 * @from: what was written
 * @size: bytes that were written
 *
 * Context: may sleep, may fault.
 * Return: 0, -EINVAL, -E2BIG or -EFAULT.
 */
int scope_ask_take(struct procscope_ask *ask, const void __user *from,
		   size_t size);

/**
 * scope_ask_parts() - what to collect for an ask
 * @ask: the ask, or all zeros
 *
 * Return: PROCSCOPE_PART_*, those included that only decide who is given.
 */
u64 scope_ask_parts(const struct procscope_ask *ask);

/**
 * scope_ask_wants() - is a task asked for, before anything is collected?
 * @ask: the ask, or all zeros
 * @task: the task, pinned by the caller
 * @ns: whose numbers the ask has
 *
 * Context: takes RCU; does not sleep.
 */
bool scope_ask_wants(const struct procscope_ask *ask, struct task_struct *task,
		     struct pid_namespace *ns);

/**
 * scope_ask_keeps() - is a task asked for, now that it is known?
 * @ask: the ask, or all zeros
 * @snap: the task
 */
bool scope_ask_keeps(const struct procscope_ask *ask,
		     const struct scope_snap *snap);

#endif /* SCOPE_ASK_H */
