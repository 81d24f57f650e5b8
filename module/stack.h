/* SPDX-License-Identifier: GPL-2.0 */
/* stack.h - where a task is */
#ifndef SCOPE_STACK_H
#define SCOPE_STACK_H

#include <linux/types.h>

struct scope_stack;
struct task_struct;

/**
 * scope_stack_collect() - the frames of a task's kernel stack
 * @stack: filled
 * @task: the task, pinned by the caller
 * @on_cpu: it is on a CPU: its stack moves under the reader's eyes
 *
 * Context: does not sleep.
 */
void scope_stack_collect(struct scope_stack *stack, struct task_struct *task,
			 bool on_cpu);

#endif /* SCOPE_STACK_H */
