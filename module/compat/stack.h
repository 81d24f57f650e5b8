/* SPDX-License-Identifier: GPL-2.0 */
/* stack.h - how this kernel and architecture keep a sleeping task's stack */
#ifndef COMPAT_STACK_H
#define COMPAT_STACK_H

#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/stacktrace.h>
#include <asm/switch_to.h>

/**
 * compat_stack_init() - find what traces another task's stack
 *
 * Context: may sleep.
 * Return: 0, or an error if this kernel has no such function for modules.
 */
int compat_stack_init(void);

/**
 * compat_stack_trace_save_tsk() - stack_trace_save_tsk(), exported or not
 * @task: the task, pinned by the caller
 * @store: receives return addresses, innermost first
 * @size: entries at @store
 * @skipnr: innermost entries to leave out
 *
 * Context: any; does not sleep.
 * Return: the number of entries; 0 also where compat_stack_init() failed.
 */
unsigned int compat_stack_trace_save_tsk(struct task_struct *task,
					 unsigned long *store,
					 unsigned int size,
					 unsigned int skipnr);

/**
 * compat_stack_strategy() - how stacks are traced on this kernel
 *
 * Return: words for a reader, or NULL if they are not.
 */
const char *compat_stack_strategy(void);

/**
 * compat_stack_reason() - why stacks are not traced, where they are not
 *
 * Return: words for a reader, which name the option that is to blame.
 */
const char *compat_stack_reason(void);

/**
 * compat_stack_is_live() - are all frames that are traced ones that return?
 *
 * A kernel without unwind data takes every code address on the stack for one,
 * those of calls that returned long ago as well.
 */
static inline bool compat_stack_is_live(void)
{
	return !IS_ENABLED(CONFIG_UNWINDER_GUESS);
}

/**
 * compat_task_sp() - the stack pointer that a task left the CPU with
 * @task: the task, pinned by the caller and not running
 *
 * Context: any.
 * Return: the stack pointer, 0 where it is not known on this architecture.
 */
static inline unsigned long compat_task_sp(const struct task_struct *task)
{
#ifdef CONFIG_X86_64
	return READ_ONCE(task->thread.sp);
#else
	return 0;
#endif
}

/**
 * compat_switch_size() - what the switch to another task has left there
 *
 * From the stack pointer up: registers that the scheduler itself had in use.
 *
 * Return: its size, 0 where it is not known on this architecture.
 */
static inline unsigned long compat_switch_size(void)
{
#ifdef CONFIG_X86_64
	return sizeof(struct inactive_task_frame);
#else
	return 0;
#endif
}

/**
 * compat_task_on_cpu() - is the task on a CPU now?
 * @task: the task
 *
 * Context: any.
 */
static inline bool compat_task_on_cpu(const struct task_struct *task)
{
#ifdef CONFIG_SMP
	return READ_ONCE(task->on_cpu);
#else
	return task == current;
#endif
}

#endif /* COMPAT_STACK_H */
