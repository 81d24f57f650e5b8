// SPDX-License-Identifier: GPL-2.0
/*
 * view_graph.c - the wait graph, as Graphviz draws it
 *
 * Locks are nodes as tasks are: a hundred waiters of one lock meet in it, and
 * one arrow leads on to its owner.
 */
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>

#include "contended.h"
#include "graph.h"
#include "look.h"
#include "model.h"
#include "seen.h"
#include "view.h"
#include "words.h"

/* Waiters of one lock that are drawn though nobody waits for them. */
#define MOST_LEAVES	8

/* Write text within a string of the dot language. */
static void put_quoted(const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
}

/**
 * struct label - words on their way into a string of the dot language
 * @out: where to write them
 * @text: what was written
 * @size: bytes of that
 */
struct label {
	FILE *out;
	char *text;
	size_t size;
};

static FILE *label_begin(struct label *label)
{
	label->text = NULL;
	label->out = open_memstream(&label->text, &label->size);
	if (!label->out)
		err(EXIT_FAILURE, NULL);
	return label->out;
}

static void label_end(struct label *label)
{
	if (fclose(label->out))
		err(EXIT_FAILURE, NULL);
	put_quoted(label->text);
	free(label->text);
}

static bool is_in_cycle(const struct look *look, const struct node *node)
{
	return node->member && (is_cycle(&look->graph.ring[node->ring]) ||
		may_be_cycle(look, &look->graph.ring[node->ring]));
}

static void put_task_node(const struct look *look, size_t at)
{
	const struct task *task = &look->model.task[at];
	struct label label;

	printf("\tt%d [label=\"", task->raw.tid);
	put_task(label_begin(&label), task);
	label_end(&label);
	fputs("\\n", stdout);
	put_state(stdout, task);
	putchar('"');
	if (is_in_cycle(look, &look->graph.node[at]))
		fputs(", color=red, penwidth=2", stdout);
	else if (look->graph.node[at].root == at && !is_waiting(task))
		fputs(", style=bold", stdout);
	fputs("];\n", stdout);
}

static bool closes_cycle(const struct look *look, const struct contended *lock)
{
	size_t i;

	for (i = 0; i < lock->count; i++)
		if (is_in_cycle(look, &look->graph.node[lock->waiter[i] -
							look->model.task]))
			return true;
	return false;
}

/* @number: of the lock. */
static void put_lock_node(const struct look *look,
			  const struct contended *lock, size_t number,
			  const bool *is_owner)
{
	const struct task *latest = lock->latest;
	const struct node *node =
		&look->graph.node[latest - look->model.task];
	const char *color = closes_cycle(look, lock) ?
			    "color=red, penwidth=2" : "color=black";
	struct label label;
	size_t leaves = 0;
	size_t i;

	printf("\tl%zu [shape=ellipse, label=\"", number);
	put_lock_name(label_begin(&label), &look->model, latest->wait);
	label_end(&label);
	printf("\", %s];\n", color);

	if (node->owner != GRAPH_NONE)
		printf("\tl%zu -> t%d [%s%s];\n", number,
		       look->model.task[node->owner].raw.tid, color,
		       node->exact ? "" : ", style=dashed, label=hint");
	else
		printf("\tl%zu -> u%zu;\n"
		       "\tu%zu [shape=plaintext, label=\"owner not known\"];\n",
		       number, number, number);

	for (i = 0; i < lock->count; i++) {
		const struct task *task = lock->waiter[i];
		size_t at = task - look->model.task;

		if (!is_waiting(task))
			continue;
		if (!is_owner[at] && leaves++ >= MOST_LEAVES)
			continue;
		put_task_node(look, at);
		printf("\tt%d -> l%zu [%s];\n", task->raw.tid, number,
		       is_in_cycle(look, &look->graph.node[at]) ?
		       color : "color=black");
	}
	if (leaves > MOST_LEAVES)
		printf("\tm%zu [label=\"%zu more\", style=dotted];\n"
		       "\tm%zu -> l%zu;\n",
		       number, leaves - MOST_LEAVES, number, number);
}

/* Who waits as it should, as for a child, is not shown, unless it is in a ring. */
static bool is_drawn(const struct look *look, size_t at)
{
	return is_waiting(&look->model.task[at]) || look->graph.node[at].member;
}

static bool is_for_event(const struct look *look, size_t at)
{
	return is_drawn(look, at) &&
	       look->model.task[at].wait->raw.kind >= PROCSCOPE_KIND_COMPLETION;
}

/* What is no lock is no node: what it is stands beside the arrow. */
static void put_event(const struct look *look, size_t at)
{
	const struct task *task = &look->model.task[at];
	const struct node *node = &look->graph.node[at];
	struct label label;

	put_task_node(look, at);
	if (node->owner != GRAPH_NONE)
		printf("\tt%d -> t%d", task->raw.tid,
		       look->model.task[node->owner].raw.tid);
	else
		printf("\te%d [shape=plaintext, label=\"who ends it is not known\"];\n"
		       "\tt%d -> e%d", task->raw.tid, task->raw.tid,
		       task->raw.tid);
	fputs(" [label=\"", stdout);
	put_wait(label_begin(&label), &look->model, task);
	label_end(&label);
	printf("\", %s%s];\n", is_in_cycle(look, node) ?
	       "color=red, penwidth=2" : "color=black",
	       node->owner == GRAPH_NONE || node->exact ?
	       "" : ", style=dashed");
}

static void put_graph(const struct look *look)
{
	bool *is_owner = calloc(look->model.count + 1, sizeof(*is_owner));
	struct contention contention;
	size_t i;

	if (!is_owner || contention_find(&contention, &look->model))
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < look->model.count; i++)
		if (look->graph.node[i].owner != GRAPH_NONE &&
		    is_drawn(look, i))
			is_owner[look->graph.node[i].owner] = true;

	puts("digraph procscope {\n"
	     "\trankdir=LR;\n"
	     "\tnode [shape=box, fontname=\"sans-serif\", fontsize=10];\n"
	     "\tedge [fontname=\"sans-serif\", fontsize=9];");
	/* One that all were given is not waited for. */
	for (i = 0; i < contention.count; i++)
		if (is_waiting(contention.lock[i].latest))
			put_lock_node(look, &contention.lock[i], i, is_owner);
	for (i = 0; i < look->model.count; i++) {
		if (is_for_event(look, i) &&
		    (is_owner[i] || look->graph.node[i].owner != GRAPH_NONE))
			put_event(look, i);
		else if (is_owner[i] && !is_drawn(look, i))
			put_task_node(look, i);
	}
	fputs("}\n# ", stdout);
	put_seen(stdout, &look->model);
	putchar('\n');

	contention_free(&contention);
	free(is_owner);
}

static int show(const struct request *request)
{
	struct look look;

	look_twice(&look, &request->source, 0, 0);
	if (why_no_waits(&look.model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&look.model));
	put_graph(&look);
	look_free(&look);
	return 0;
}

const struct view view_graph = {
	.name = "graph",
	.arguments = "",
	.summary = "who waits for whom, for 'dot -Tsvg'",
	.details = "Arrows go from a task to the lock that it waits for, and from there to the\n"
		   "owner; dashed where that is a hint. Where it waits for no lock, one arrow leads\n"
		   "to who is to end that. A cycle is red. Of many waiters of a lock those that\n"
		   "nobody waits for are drawn as one.\n",
	.looks = 2,
	.tells_locks = true,
	.show = show,
};
