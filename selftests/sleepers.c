// SPDX-License-Identifier: GPL-2.0
/* sleepers.c - what does a task come to wait for, and what is said of it? */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* It does if it was started to, and has become no other program. */
static bool catches_signal(pid_t child)
{
	char *text = proc_text(child, "status");
	char *line = text ? strstr(text, "\nSigCgt:") : NULL;
	unsigned long long caught = 0;

	if (line)
		sscanf(line, "\nSigCgt: %llx", &caught);
	free(text);
	return caught >> (SIGUSR1 - 1) & 1;
}

static bool has_run(pid_t child, unsigned long long switches)
{
	struct proc_task task;

	return child_wait(child, 0, NULL) || !proc_task(child, &task) ||
	       task.switches != switches;
}

static bool is_sleep(char state)
{
	return state && strchr("DSt", state);
}

static bool signal_ends_as_told(pid_t child, const struct task *told)
{
	const bool ends = told->raw.breakable & PROCSCOPE_BREAK_SIGNAL;
	struct proc_task before;

	if (!catches_signal(child) || !proc_task(child, &before))
		return true;
	/* A fault in the kernel comes again at once, and for ever. */
	if (told->wait && told->wait->raw.kind == PROCSCOPE_KIND_USERFAULT)
		return true;
	kill(child, SIGUSR1);
	/* A process that it ends is no more than a zombie. */
	return ends ? await(has_run(child, before.switches), 10) :
		      await(is_sleep(proc_state(child)), 10);
}

/* Who is not woken by SIGKILL has it and sleeps on, or falls asleep again. */
static bool kill_ends_as_told(pid_t child, const struct task *told)
{
	const __u32 killable = PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL;

	kill(child, SIGKILL);
	return told->raw.breakable & killable ?
	       child_wait(child, 10, NULL) : await(proc_state(child) == 'D', 10);
}

static bool ends_as_told(pid_t child, const struct task *told)
{
	const char *name = procscope_break_name(told->raw.breakable);

	if (!signal_ends_as_told(child, told)) {
		fprintf(stderr, "# %d: not so by a signal: %s\n", child, name);
		return false;
	}
	if (child_wait(child, 0, NULL))
		return true;
	if (!kill_ends_as_told(child, told)) {
		fprintf(stderr, "# %d: not so by SIGKILL: %s\n", child, name);
		return false;
	}
	return true;
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
		if (task && task->raw.state < 128 &&
		    is_sleep((char)task->raw.state) &&
		    !child_wait(child, 0, NULL))
			good &= ends_as_told(child, task);
	}
	return good;
}

struct output sleeper_why(pid_t tid)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", tid);
	return OUTPUT_OF(PATIENCE, "procscope", "why", number);
}
