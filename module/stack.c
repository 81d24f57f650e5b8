// SPDX-License-Identifier: GPL-2.0
/* stack.c - where a task is: the frames of its kernel stack */
#include <linux/kernel.h>
#include "compat/stack.h"
#include "snap.h"
#include "stack.h"

void scope_stack_collect(struct scope_stack *stack, struct task_struct *task,
			 bool on_cpu)
{
	stack->status = PROCSCOPE_UNAVAILABLE;
	stack->count = 0;
	stack->cut = false;
	if (on_cpu) {
		/* The unwinder would give an old interrupt's frames, or none. */
		stack->reason = "running";
		return;
	}
	if (!compat_stack_strategy()) {
		stack->reason = compat_stack_reason();
		return;
	}

	/* One more than is kept tells a deep stack from one that just fits. */
	stack->count = compat_stack_trace_save_tsk(task, stack->frame,
						   ARRAY_SIZE(stack->frame), 0);
	stack->cut = stack->count == ARRAY_SIZE(stack->frame);
	if (stack->cut)
		stack->count--;
	stack->reason = NULL;
	stack->status = stack->count ? PROCSCOPE_OK : PROCSCOPE_NONE;
}
