// SPDX-License-Identifier: GPL-2.0
/* roots.c - which tasks keep the most others? */
#include <stdlib.h>

#include "roots.h"

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

static void count(const struct graph *graph, struct root *root)
{
	const struct node *node = graph->node;
	size_t i;

	for (i = node[root->at].next; i != GRAPH_NONE; i = node[i].next) {
		const struct task *task = &graph->model->task[i];

		root->all++;
		root->sure += node[i].sure;
		if (node[i].owner != root->at)
			continue;
		root->direct++;
		if (!root->longest ||
		    task->raw.asleep > root->longest->raw.asleep)
			root->longest = task;
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
		count(graph, &root[roots++]);
	}
	qsort(root, roots, sizeof(*root), by_all);
	return roots;
}
