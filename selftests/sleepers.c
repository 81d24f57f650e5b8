// SPDX-License-Identifier: GPL-2.0
/* sleepers.c - what does a task come to wait for, and what is said of it? */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "await.h"
#include "children.h"
#include "proc.h"
#include "procscope_names.h"
#include "sleepers.h"
#include "views.h"

/* How long the command may take. */
#define PATIENCE	60

bool sleeper_waits(struct model *model, pid_t tid, __u32 kind)
{
	const struct task *task;

	model_free(model);
	if (!view_events(model))
		return false;
	task = model_find(model, tid);
	return task && task->raw.status == PROCSCOPE_OK && task->wait &&
	       task->wait->raw.status == PROCSCOPE_OK &&
	       task->wait->raw.kind == kind &&
	       task->wait->is_event == (kind >= PROCSCOPE_KIND_PERCPU_RWSEM);
}

const struct wait *sleeper_becomes(struct model *model, pid_t tid, __u32 kind)
{
	const struct task *task;
	char *stack;

	/*
	 * In the first look that finds it asleep, those that slept there before may
	 * have been looked at while it came to their queue.
	 */
	if (await(sleeper_waits(model, tid, kind) &&
		  sleeper_waits(model, tid, kind), 10))
		return model_find(model, tid)->wait;
	task = model_find(model, tid);
	stack = proc_text(tid, "stack");
	fprintf(stderr, "# %d does not wait for a %s, but for %s\n%s\n", tid,
		procscope_kind_name(kind), task && task->wait ?
		procscope_kind_name(task->wait->raw.kind) : "nothing",
		stack ?: "");
	free(stack);
	return NULL;
}

bool sleeper_has_owner(const struct wait *wait, pid_t tid)
{
	if (wait->raw.owner_status == PROCSCOPE_OK && wait->raw.owner == tid &&
	    wait->raw.certainty == PROCSCOPE_OWNER_EXACT)
		return true;
	fprintf(stderr, "# owner %d, not %d: status %u, certainty %u, %s\n",
		wait->raw.owner, tid, wait->raw.owner_status,
		wait->raw.certainty, wait->owner_reason ?: "no reason");
	return false;
}

/* Who is not woken by SIGKILL has it and sleeps on, or falls asleep again. */
static bool ends_as_told(pid_t child, __u32 breakable)
{
	const __u32 killable = PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL;

	kill(child, SIGKILL);
	if (breakable & killable ? child_wait(child, 10, NULL) :
				   await(proc_state(child) == 'D', 10))
		return true;
	fprintf(stderr, "# %d: SIGKILL %s, against what is said: %s\n", child,
		breakable & killable ? "does not end it" : "ends it",
		procscope_break_name(breakable));
	return false;
}

bool sleepers_end_as_told(const struct model *model)
{
	const struct task *task;
	bool good = true;
	size_t number;
	pid_t child;

	for (number = 0; child_at(number); number++)
		;
	while (number-- > 0) {
		child = child_at(number);
		task = model_find(model, child);
		if (!task || (task->raw.state != 'D' && task->raw.state != 'S') ||
		    child_wait(child, 0, NULL))
			continue;
		good &= ends_as_told(child, task->raw.breakable);
	}
	return good;
}

struct output sleeper_why(pid_t tid)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", tid);
	return OUTPUT_OF(PATIENCE, "procscope", "why", number);
}
