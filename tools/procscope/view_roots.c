// SPDX-License-Identifier: GPL-2.0
/* view_roots.c - who has to let go? */
#include <err.h>
#include <stdlib.h>

#include "graph.h"
#include "model.h"
#include "roots.h"
#include "view.h"
#include "words.h"

/* Tasks that no root is to be blamed for. */
static void count_others(const struct graph *graph, size_t *in_rings,
			 size_t *unowned)
{
	size_t i;

	*in_rings = 0;
	*unowned = 0;
	for (i = 0; i < graph->model->count; i++) {
		const struct node *node = &graph->node[i];

		if (node->ring != GRAPH_NONE)
			++*in_rings;
		else if (node->root == i &&
			 is_waiting(&graph->model->task[i]))
			++*unowned;
	}
}

static void put_table(const struct request *request,
		      const struct graph *graph)
{
	struct root *root = calloc(graph->model->count + 1, sizeof(*root));
	size_t in_rings;
	size_t unowned;
	struct table table;
	char found[160];
	size_t roots;
	size_t i;

	if (!root)
		err(EXIT_FAILURE, NULL);
	roots = roots_rank(graph, root);
	count_others(graph, &in_rings, &unowned);
	table_begin(&table, "roots", &request->columns, &request->style);
	for (i = 0; i < roots; i++)
		table_line(&table, NULL, (struct row){
			.model = graph->model,
			.task = &graph->model->task[root[i].at],
			.root = &root[i],
			.graph = graph,
		});
	snprintf(found, sizeof(found),
		 "roots: %zu, in or behind chains that return: %zu, waiting for who can't be told: %zu; seen: ",
		 roots, in_rings, unowned);
	table_end(&table, graph->model, found);
	free(root);
}

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = columns_parts(&request->columns) |
			 PROCSCOPE_PART_WAIT | PROCSCOPE_PART_HELD |
			 PROCSCOPE_PART_EVENT | PROCSCOPE_PART_FILES,
	};
	struct model model;
	struct graph graph;

	source_look(&request->source, 0, &ask, &model);
	if (why_no_waits(&model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&model));
	if (graph_build(&graph, &model))
		errx(EXIT_FAILURE, "no memory for a graph of %zu tasks",
		     model.count);
	put_table(request, &graph);
	graph_free(&graph);
	model_free(&model);
	return 0;
}

const struct view view_roots = {
	.name = "roots",
	.arguments = "",
	.summary = "tasks that others wait for, ranked by how many",
	.details = "Each is the last of its chains: it waits for no task that is known. What it\n"
		   "holds is what is waited for: what nobody waits for, nobody tells. Chains that\n"
		   "return have no last task: see deadlocks.\n",
	.rows = ROW_ROOT,
	.columns = "ALL,DIRECT,LONGEST,CGROUPS,ROOT,DOES,HOLDS",
	.looks = 1,
	.show = show,
};
