// SPDX-License-Identifier: GPL-2.0
/* stack.c - stack_trace_save_tsk(), exported or not */
#include <linux/errno.h>
#include <linux/kconfig.h>
#include "stack.h"
#include "unexported.h"

#ifdef COMPAT_HAVE_STACK_TRACE_SAVE_TSK

int compat_stack_init(void)
{
	return 0;
}

unsigned int compat_stack_trace_save_tsk(struct task_struct *task,
					 unsigned long *store,
					 unsigned int size,
					 unsigned int skipnr)
{
	return stack_trace_save_tsk(task, store, size, skipnr);
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

unsigned int compat_stack_trace_save_tsk(struct task_struct *task,
					 unsigned long *store,
					 unsigned int size,
					 unsigned int skipnr)
{
	return save_tsk ? save_tsk(task, store, size, skipnr) : 0;
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
