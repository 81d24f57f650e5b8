// SPDX-License-Identifier: GPL-2.0
/* look.c - is a ring there, or did it only seem so? */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "entry.h"
#include "look.h"

/*
 * A third and fourth look only serve rings that closed after the one before
 * them: on a busy system new ones that are none could come for ever.
 */
#define MOST_LOOKS	4

#define BETWEEN_LOOKS	(100 * 1000 * 1000)

static void take(struct look *look)
{
	/* Chains are told with their stacks, and go through any task. */
	static const struct procscope_ask everything = {
		.parts = PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK |
			 PROCSCOPE_PART_WAIT,
	};

	entry_look(&look->model, &everything);
	if (graph_build(&look->graph, &look->model))
		errx(EXIT_FAILURE, "no memory for a graph of %zu tasks",
		     look->model.count);
}

static void pause_between(void)
{
	struct timespec left = { .tv_nsec = BETWEEN_LOOKS };

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
}

static bool is_sure(const struct graph *graph)
{
	size_t i;

	for (i = 0; i < graph->rings; i++)
		if (!graph->ring[i].same)
			return false;
	return true;
}

void look_twice(struct look *look, int tid)
{
	int looks;

	take(look);
	look->met = tid && model_find(&look->model, tid);

	for (looks = 1; looks < MOST_LOOKS && !is_sure(&look->graph); looks++) {
		struct look earlier = *look;

		/* graph.model must go on to point at the earlier snapshot. */
		earlier.graph.model = &earlier.model;
		pause_between();
		take(look);
		graph_recognise(&look->graph, &earlier.graph);
		look_free(&earlier);
	}
}

void look_free(struct look *look)
{
	graph_free(&look->graph);
	model_free(&look->model);
}

bool is_cycle(const struct ring *ring)
{
	return ring->exact && ring->same;
}
