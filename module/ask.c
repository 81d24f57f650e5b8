// SPDX-License-Identifier: GPL-2.0
/* ask.c - what a reader of the stream asked for */
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "../uapi/procscope.h"
#include "ask.h"
#include "compat/clock.h"
#include "snap.h"

#define PARTS_ALL	(PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK | \
			 PROCSCOPE_PART_WAIT | PROCSCOPE_PART_HELD | \
			 PROCSCOPE_PART_EVENT | PROCSCOPE_PART_FILES)
#define STATES_ALL	((1U << (sizeof(PROCSCOPE_STATES) - 1)) - 1)

int scope_ask_take(struct procscope_ask *ask, const void __user *from,
		   size_t size)
{
	u64 now = compat_run_clock();
	struct procscope_ask taken;
	int err;

	if (size < PROCSCOPE_ASK_SIZE_VER0)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&taken, sizeof(taken), from, size);
	if (err)
		return err;
	if (taken.size != size || taken.flags & ~PROCSCOPE_ASK_BLOCKED ||
	    taken.parts & ~PARTS_ALL || taken.tid < 0 || taken.tgid < 0 ||
	    taken.states & ~STATES_ALL || taken.waiter < 0)
		return -EINVAL;
	/* What is looked for in stacks is not in unchanged ones: those are skipped. */
	if (taken.since && (taken.flags & PROCSCOPE_ASK_BLOCKED ||
			    taken.waiter ||
			    (now && taken.since > now + TICK_NSEC)))
		return -EINVAL;
	*ask = taken;
	return 0;
}

u64 scope_ask_parts(const struct procscope_ask *ask)
{
	u64 parts = ask->parts ? ask->parts | PROCSCOPE_PART_TASK : PARTS_ALL;

	/*
	 * What a task holds is told by leaving out what it waits for, and so is
	 * who refers to a lock; and who waits for a lock, waits for nothing else.
	 */
	if (ask->flags & PROCSCOPE_ASK_BLOCKED || ask->waiter ||
	    parts & (PROCSCOPE_PART_HELD | PROCSCOPE_PART_EVENT))
		parts |= PROCSCOPE_PART_WAIT;
	return parts;
}

bool scope_ask_wants(const struct procscope_ask *ask, struct task_struct *task,
		     struct pid_namespace *ns)
{
	const char *state;

	if (ask->tgid && ask->tgid != task_tgid_nr_ns(task, ns))
		return false;
	if (!ask->states)
		return true;
	state = strchr(PROCSCOPE_STATES, task_state_to_char(task));
	return state && *state &&
	       ask->states & 1U << (state - PROCSCOPE_STATES);
}

bool scope_ask_keeps(const struct procscope_ask *ask,
		     const struct scope_snap *snap)
{
	return !(ask->flags & PROCSCOPE_ASK_BLOCKED) ||
	       snap->wait.status != PROCSCOPE_NONE ||
	       scope_event_is_lock(&snap->event);
}
