// SPDX-License-Identifier: GPL-2.0
/* story.c - what keeps a task, in plain words? */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "awaited.h"
#include "ends.h"
#include "flow.h"
#include "look.h"
#include "part.h"
#include "story.h"
#include "terminal.h"
#include "wayout.h"
#include "words.h"

/* Frames that are told of each stack. */
#define MOST_FRAMES	8

/* Steps that are told at each end of a chain. */
#define MOST_STEPS	20

/* Tasks that are named behind a cycle or a root. */
#define MOST_STUCK	10

/* Steps that go further to the right. */
#define DEEPEST		10

/* How every system call begins. */
static bool is_entry_code(const char *frame)
{
	static const char *const entry[] = {
		"do_syscall_64",
		"entry_SYSCALL_64_after_hwframe",
		"x64_sys_call",
	};
	size_t i;

	for (i = 0; i < sizeof(entry) / sizeof(*entry); i++)
		if (!strncmp(frame, entry[i], strlen(entry[i])))
			return true;
	return false;
}

static void put_frames(FILE *out, const struct task *task, size_t indent)
{
	const struct stack *stack = &task->stack;
	struct flow flow = {
		.out = out,
		.indent = indent,
		.width = terminal_width(),
	};
	char link[8];
	size_t told = 0;
	size_t i;

	if (task->raw.flags & PROCSCOPE_TASK_RUNNING)
		return;
	if (stack->status != PROCSCOPE_OK) {
		fprintf(out, "%*sits stack can't be told: ", (int)indent, "");
		put_reason(out, stack->status, stack->reason);
		fputc('\n', out);
		return;
	}

	snprintf(link, sizeof(link), " %s", terminal_arrow());
	for (i = 0; i < stack->count; i++) {
		char *frame = NULL;
		size_t size = 0;
		FILE *text;

		if (is_entry_code(stack->frame[i]))
			continue;
		if (told++ == MOST_FRAMES) {
			flow_put(&flow, terminal_more(), link);
			break;
		}

		text = open_memstream(&frame, &size);
		if (!text)
			err(EXIT_FAILURE, NULL);
		put_frame(text, stack->frame[i]);
		if (fclose(text))
			err(EXIT_FAILURE, NULL);
		flow_put(&flow, frame, link);
		free(frame);
	}
	if (told)
		fputc('\n', out);
}

void put_whereabouts(FILE *out, const struct task *task, size_t most)
{
	const struct stack *stack = &task->stack;
	size_t told = 0;
	size_t i;

	if (task->raw.flags & PROCSCOPE_TASK_RUNNING ||
	    stack->status != PROCSCOPE_OK)
		return;
	for (i = 0; i < stack->count && told < most; i++) {
		if (is_entry_code(stack->frame[i]))
			continue;
		if (told++)
			fprintf(out, " %s ", terminal_arrow());
		else
			fputs(", in ", out);
		put_frame(out, stack->frame[i]);
	}
}

static bool is_asleep(const struct task *task)
{
	return !(task->raw.flags & PROCSCOPE_TASK_RUNNING) &&
	       task->raw.state < 128 && strchr("SDI", task->raw.state);
}

static void put_awake(FILE *out, const struct task *task)
{
	if (task->raw.flags & PROCSCOPE_TASK_RUNNING)
		fprintf(out, "is running on CPU %d", task->raw.cpu);
	else if (task->raw.state == 'R')
		fprintf(out, "is ready to run, last on CPU %d", task->raw.cpu);
	else if (task->raw.state == 'Z' || task->raw.state == 'X')
		fputs("has ended", out);
	else if (task->raw.state == 'T' || task->raw.state == 't')
		fputs("is stopped", out);
	else
		put_sleep(out, task);
}

void put_doing(FILE *out, const struct model *model, const struct task *task)
{
	const struct wait *wait = task->wait;

	if (wait && wait->raw.status == PROCSCOPE_OK) {
		if (is_asleep(task)) {
			fputs("has slept ", out);
			put_sleep(out, task);
		} else {
			put_awake(out, task);
		}
		fputs(": ", out);
		if (put_awaited(out, model, wait))
			return;
		fputs(has_wait(task) ? "it wants " :
		      "it was given the lock and is about to wake; it wanted ",
		      out);
		put_want(out, model, wait);
		return;
	}

	if (is_asleep(task)) {
		fputs("has slept ", out);
		put_sleep(out, task);
	} else {
		put_awake(out, task);
	}

	if (why_no_waits(model)) {
		fprintf(out, ": what it waits for is %s", why_no_waits(model));
	} else if (is_unresolved(task)) {
		fputs(": whether it waits for a lock, and for which, can't be told: ",
		      out);
		put_reason(out, wait ? wait->raw.status : task->raw.status,
			   wait ? wait->reason : NULL);
	} else {
		fputs(": it waits for no lock", out);
	}
}

/* @task: who waits for it. */
static void put_owner(FILE *out, const struct model *model,
		      const struct task *task)
{
	const struct wait *wait = task->wait;

	fprintf(out, "%s ", awaited_role(wait));
	put_tid(out, model, wait->raw.owner);
	fputs(wait->raw.certainty == PROCSCOPE_OWNER_EXACT ? " (exact" :
							     " (a hint", out);
	if (wait->owner_reason) {
		fputs(": ", out);
		put_safe(out, wait->owner_reason);
	}
	if (!put_ends(out, model, task))
		put_readers(out, model, wait);
	fputc(')', out);
}

static size_t indent_of(size_t step)
{
	return step < DEEPEST ? 3 * step : 3 * DEEPEST;
}

static void put_branch(FILE *out, size_t step)
{
	fprintf(out, "%*s%s ", (int)indent_of(step) - 2, "", terminal_branch());
}

/* @first: the list of those whose chain ends at the same ring or root. */
static void put_stuck(FILE *out, const struct look *look, size_t first,
		      const char *more)
{
	const struct node *node = look->graph.node;
	size_t stuck[2] = { 0, 0 };
	size_t i;
	int sure;

	for (i = first; i != GRAPH_NONE; i = node[i].next)
		if (!node[i].member)
			stuck[node[i].sure]++;

	fprintf(out, "%zu %sstuck behind it", stuck[1], more);
	for (sure = 1; sure >= 0; sure--) {
		size_t named = 0;

		if (!stuck[sure])
			continue;
		if (!sure)
			fprintf(out, ", and by a hint %zu more", stuck[0]);
		fputs(": ", out);
		for (i = first; i != GRAPH_NONE && named < MOST_STUCK;
		     i = node[i].next) {
			if (node[i].member || node[i].sure != sure)
				continue;
			fputs(named++ ? ", " : "", out);
			put_task(out, &look->model.task[i]);
		}
		if (stuck[sure] > MOST_STUCK)
			fprintf(out, " and %zu more", stuck[sure] - MOST_STUCK);
	}
}

/* The chain came to its last task: does it return, and if not, why no more? */
static void put_last_step(FILE *out, const struct look *look, size_t last,
			  size_t step)
{
	const struct task *task = &look->model.task[last];
	const struct node *node = &look->graph.node[last];
	const struct wait *wait = task->wait;

	if (!has_wait(task)) {
		if (node->next == GRAPH_NONE)
			return;
		fprintf(out, "%*s", (int)indent_of(step - 1) + 4, "");
		put_stuck(out, look, node->next, "");
		fputc('\n', out);
		return;
	}

	put_branch(out, step);
	if (node->owner != GRAPH_NONE) {
		const struct ring *ring = &look->graph.ring[node->ring];

		put_owner(out, &look->model, task);
		if (is_cycle(ring)) {
			fprintf(out, ": %sDEADLOCK%s%s, the chain returns here. ",
				terminal_loud(),
				is_breakable(look, ring) ? " (breakable)" : "",
				terminal_plain());
			fprintf(out, "%zu %s in the cycle, ", ring->count,
				ring->count == 1 ? "task" : "tasks");
			put_stuck(out, look, ring->waiter, "more ");
		} else if (may_be_cycle(look, ring)) {
			fputs(": the chain returns here, a deadlock if so at a later look too. ",
			      out);
			fprintf(out, "%zu %s in the cycle, ", ring->count,
				ring->count == 1 ? "task" : "tasks");
			put_stuck(out, look, ring->waiter, "more ");
		} else if (may_be_deadlock(look, ring)) {
			fputs(": possible deadlock, the chain returns here, by a hint. ",
			      out);
			fprintf(out, "%zu %s in the cycle, ", ring->count,
				ring->count == 1 ? "task" : "tasks");
			put_stuck(out, look, ring->waiter, "more ");
		} else {
			fputs(": the chain returns here, but not at two looks: no deadlock yet",
			      out);
		}
	} else if (wait->raw.owner_status == PROCSCOPE_OK) {
		put_owner(out, &look->model, task);
		fputs(part_has_all(&look->model) ?
		      ": it is gone" :
		      ": it is not in this part of the system", out);
	} else if (is_for_end(wait)) {
		fputs("no owner: ", out);
		put_reason(out, wait->raw.owner_status, wait->owner_reason);
		put_ends(out, &look->model, task);
	} else {
		fprintf(out, "the %s can't be told: ", awaited_role(wait));
		put_reason(out, wait->raw.owner_status, wait->owner_reason);
		put_readers(out, &look->model, wait);
	}
	fputc('\n', out);
}

static void put_step(FILE *out, const struct look *look, const size_t *chain,
		     size_t step)
{
	const struct model *model = &look->model;
	const struct task *task = &model->task[chain[step]];

	if (step) {
		put_branch(out, step);
		put_owner(out, model, &model->task[chain[step - 1]]);
	} else {
		put_task(out, task);
	}
	fputc(' ', out);
	put_doing(out, model, task);
	fputc('\n', out);
	put_frames(out, task, indent_of(step) + 4);
}

bool story_tell(FILE *out, const struct look *look, size_t from)
{
	size_t *chain = calloc(look->model.count, sizeof(*chain));
	const struct node *node = &look->graph.node[from];
	size_t count;
	size_t i;

	if (!chain)
		err(EXIT_FAILURE, NULL);

	count = graph_chain(&look->graph, from, chain);
	for (i = 0; i < count; i++) {
		if (i == MOST_STEPS && count > 2 * MOST_STEPS) {
			fprintf(out, "%*s%s %zu more tasks, each the owner for the one before it\n",
				(int)indent_of(i), "", terminal_more(),
				count - 2 * MOST_STEPS);
			i = count - MOST_STEPS;
		}
		put_step(out, look, chain, i);
	}
	put_last_step(out, look, chain[count - 1], count);
	if (has_wait(&look->model.task[from]))
		put_way_out(out, look, chain, count);

	free(chain);
	return node->ring != GRAPH_NONE &&
	       is_cycle(&look->graph.ring[node->ring]);
}
