// SPDX-License-Identifier: GPL-2.0
/* hops.c - what are the steps of a chain, for programs? */
#include <err.h>
#include <stdlib.h>

#include "hops.h"
#include "look.h"
#include "table.h"
#include "wayout.h"

const char *ring_word(const struct look *look, const struct ring *ring)
{
	if (is_cycle(ring))
		return is_breakable(look, ring) ? "breakable" : "deadlock";
	if (may_be_cycle(look, ring))
		return "one-look";
	return ring->exact ? "fleeting" : "hint";
}

bool hops_put(struct table *table, const struct look *look, size_t from,
	      size_t chain)
{
	const struct graph *graph = &look->graph;
	size_t *step = calloc(look->model.count, sizeof(*step));
	size_t ring = graph->node[from].ring;
	size_t count;
	size_t i;

	if (!step)
		err(EXIT_FAILURE, NULL);
	count = graph_chain(graph, from, step);
	for (i = 0; i < count; i++) {
		struct hop hop = { .chain = chain, .number = i + 1 };

		if (graph->node[step[i]].member)
			hop.cycle = ring_word(look, &graph->ring[ring]);
		table_line(table, NULL, (struct row){
			.model = &look->model,
			.task = &look->model.task[step[i]],
			.hop = &hop,
		});
	}
	free(step);
	return ring != GRAPH_NONE && is_cycle(&graph->ring[ring]);
}
