// SPDX-License-Identifier: GPL-2.0
/* roots.c - which tasks keep the most others? */
#include <stdlib.h>

#include "roots.h"
#include "words.h"

static int by_all(const void *a, const void *b)
{
	const struct root *one = a;
	const struct root *two = b;

	if (one->all != two->all)
		return one->all > two->all ? -1 : 1;
	if (one->longest->raw.asleep != two->longest->raw.asleep)
		return one->longest->raw.asleep > two->longest->raw.asleep ?
		       -1 : 1;
	return one->at < two->at ? -1 : one->at > two->at;
}

/*
 * Who waits for a child, for data or the like does what it is there for, and is
 * not counted; but it may be on the way to a root.
 */
static void count(const struct graph *graph, struct root *root)
{
	const struct node *node = graph->node;
	bool is_direct = false;
	size_t i;

	for (i = node[root->at].next; i != GRAPH_NONE; i = node[i].next) {
		const struct task *task = &graph->model->task[i];
		bool direct = node[i].owner == root->at;

		if (!is_waiting(task))
			continue;
		root->all++;
		root->sure += node[i].sure;
		root->direct += direct;
		if (!root->longest || direct > is_direct ||
		    (direct == is_direct &&
		     task->raw.asleep > root->longest->raw.asleep)) {
			root->longest = task;
			is_direct = direct;
		}
	}
}

size_t roots_rank(const struct graph *graph, struct root *root)
{
	size_t roots = 0;
	size_t i;

	for (i = 0; i < graph->model->count; i++) {
		if (graph->node[i].root != i ||
		    graph->node[i].next == GRAPH_NONE)
			continue;
		root[roots] = (struct root){ .at = i };
		count(graph, &root[roots]);
		roots += root[roots].all > 0;
	}
	qsort(root, roots, sizeof(*root), by_all);
	return roots;
}
