// SPDX-License-Identifier: GPL-2.0
/* stack.c - stack_trace_save_tsk(), exported or not */
#include <linux/errno.h>
#include <linux/kasan.h>
#include <linux/kconfig.h>
#include "stack.h"
#include "unexported.h"

#ifdef COMPAT_HAVE_STACK_TRACE_SAVE_TSK

static typeof(stack_trace_save_tsk) *const save_tsk = stack_trace_save_tsk;

int compat_stack_init(void)
{
	return 0;
}

const char *compat_stack_strategy(void)
{
	return "stack_trace_save_tsk, exported";
}

const char *compat_stack_reason(void)
{
	return NULL;
}

#else

static typeof(stack_trace_save_tsk) *save_tsk;

int compat_stack_init(void)
{
	save_tsk = compat_unexported("stack_trace_save_tsk");
	return save_tsk ? 0 : -EOPNOTSUPP;
}

const char *compat_stack_strategy(void)
{
	return save_tsk ? "stack_trace_save_tsk, by address" : NULL;
}

const char *compat_stack_reason(void)
{
	if (IS_ENABLED(CONFIG_X86_KERNEL_IBT))
		return "stack_trace_save_tsk is not exported, CONFIG_X86_KERNEL_IBT is on";
	if (!IS_ENABLED(CONFIG_KPROBES))
		return "stack_trace_save_tsk is not exported, CONFIG_KPROBES is off";
	return "stack_trace_save_tsk is not exported, nor found";
}

#endif

unsigned int compat_stack_trace_save_tsk(struct task_struct *task,
					 unsigned long *store,
					 unsigned int size,
					 unsigned int skipnr)
{
	unsigned int count;

	if (!save_tsk)
		return 0;
	/*
	 * The task may run meanwhile. The unwinder keeps within the stack, but what
	 * it took for saved registers may be part of a frame by now that KASAN has
	 * something against, and one read of them is not exempt.
	 */
	kasan_disable_current();
	count = save_tsk(task, store, size, skipnr);
	kasan_enable_current();
	return count;
}
