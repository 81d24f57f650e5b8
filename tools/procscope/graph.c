// SPDX-License-Identifier: GPL-2.0
/*
 * graph.c - who waits for whom, and where do the chains end?
 *
 * A task waits for one lock, and what it needs from that lock is one owner: so
 * each node has at most one way out, a chain is followed by a loop, and each
 * task is passed once in all.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "model.h"

/* What the walk knows of a node. */
enum colour {
	UNSEEN,
	ON_PATH,
	DONE,
};

static bool waits_for_owner(const struct task *task)
{
	const struct wait *wait = task->wait;

	return wait && wait->raw.status == PROCSCOPE_OK &&
	       !(wait->raw.flags & PROCSCOPE_WAIT_GRANTED) &&
	       wait->raw.owner_status == PROCSCOPE_OK;
}

static void find_owners(struct graph *graph)
{
	const struct model *model = graph->model;
	size_t i;

	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];
		struct node *node = &graph->node[i];
		const struct task *owner = NULL;

		node->owner = GRAPH_NONE;
		node->ring = GRAPH_NONE;
		node->root = GRAPH_NONE;
		node->next = GRAPH_NONE;
		if (waits_for_owner(task))
			owner = model_find(model, task->wait->raw.owner);
		if (!owner)
			continue;

		node->owner = owner - model->task;
		node->exact =
			task->wait->raw.certainty == PROCSCOPE_OWNER_EXACT;
	}
}

/* The chain that is walked came back to @at, which is on it. */
static void close_ring(struct graph *graph, size_t at)
{
	struct ring *ring = &graph->ring[graph->rings];
	size_t i = at;

	*ring = (struct ring){
		.first = at,
		.exact = true,
		.waiter = GRAPH_NONE,
	};
	do {
		struct node *node = &graph->node[i];

		node->ring = graph->rings;
		node->member = true;
		if (i < ring->first)
			ring->first = i;
		ring->count++;
		ring->exact &= node->exact;
		i = node->owner;
	} while (i != at);

	do {
		graph->node[i].sure = ring->exact;
		i = graph->node[i].owner;
	} while (i != at);

	graph->rings++;
}

static void end_path(struct graph *graph, const size_t *path, size_t length)
{
	while (length--) {
		size_t at = path[length];
		struct node *node = &graph->node[at];
		const struct node *owner;

		if (node->member)
			continue;
		if (node->owner == GRAPH_NONE) {
			node->root = at;
			node->sure = true;
			continue;
		}
		owner = &graph->node[node->owner];
		node->ring = owner->ring;
		node->root = owner->root;
		node->sure = node->exact && owner->sure;
	}
}

static void find_ends(struct graph *graph, unsigned char *colour, size_t *path)
{
	size_t start;

	for (start = 0; start < graph->model->count; start++) {
		size_t length = 0;
		size_t at = start;
		size_t i;

		while (at != GRAPH_NONE && colour[at] == UNSEEN) {
			colour[at] = ON_PATH;
			path[length++] = at;
			at = graph->node[at].owner;
		}

		/* Met on an older path, it is no ring: two chains join. */
		if (at != GRAPH_NONE && colour[at] == ON_PATH)
			close_ring(graph, at);

		end_path(graph, path, length);
		for (i = 0; i < length; i++)
			colour[path[i]] = DONE;
	}
}

static int by_first(const void *a, const void *b)
{
	const struct ring *one = a;
	const struct ring *two = b;

	return one->first < two->first ? -1 : one->first > two->first;
}

/* Rings are found in the order of who leads to them: number them anew. */
static void sort_rings(struct graph *graph, size_t *number)
{
	size_t i;

	for (i = 0; i < graph->rings; i++)
		graph->ring[i].waiter = i;
	qsort(graph->ring, graph->rings, sizeof(*graph->ring), by_first);
	for (i = 0; i < graph->rings; i++) {
		number[graph->ring[i].waiter] = i;
		graph->ring[i].waiter = GRAPH_NONE;
	}
	for (i = 0; i < graph->model->count; i++)
		if (graph->node[i].ring != GRAPH_NONE)
			graph->node[i].ring = number[graph->node[i].ring];
}

/* Backwards, so that the lists come out by rising tid. */
static void list_waiters(struct graph *graph)
{
	size_t i = graph->model->count;

	while (i--) {
		struct node *node = &graph->node[i];
		size_t *list;

		if (node->ring != GRAPH_NONE)
			list = &graph->ring[node->ring].waiter;
		else if (node->root != i)
			list = &graph->node[node->root].next;
		else
			continue;
		node->next = *list;
		*list = i;
	}
}

int graph_build(struct graph *graph, const struct model *model)
{
	/* One more than needed: calloc(0) may give NULL. */
	size_t room = model->count + 1;
	unsigned char *colour = calloc(room, sizeof(*colour));
	size_t *path = calloc(room, sizeof(*path));
	int ret = -ENOMEM;

	*graph = (struct graph){
		.model = model,
		.node = calloc(room, sizeof(*graph->node)),
		.ring = calloc(room, sizeof(*graph->ring)),
	};
	if (colour && path && graph->node && graph->ring) {
		find_owners(graph);
		find_ends(graph, colour, path);
		sort_rings(graph, path);
		list_waiters(graph);
		ret = 0;
	}

	free(path);
	free(colour);
	return ret;
}

void graph_free(struct graph *graph)
{
	free(graph->node);
	free(graph->ring);
	memset(graph, 0, sizeof(*graph));
}

static bool is_same_wait(const struct task *now, const struct task *then)
{
	return now->raw.start == then->raw.start &&
	       now->raw.nvcsw == then->raw.nvcsw &&
	       now->raw.nivcsw == then->raw.nivcsw &&
	       now->wait->raw.lock == then->wait->raw.lock &&
	       now->wait->raw.owner == then->wait->raw.owner &&
	       now->wait->raw.certainty == then->wait->raw.certainty;
}

static bool had_ring(const struct graph *earlier, const struct graph *graph,
		     const struct ring *ring)
{
	size_t i = ring->first;

	do {
		const struct task *now = &graph->model->task[i];
		const struct task *then =
			model_find(earlier->model, now->raw.tid);

		if (!then || !waits_for_owner(then) || !is_same_wait(now, then))
			return false;
		i = graph->node[i].owner;
	} while (i != ring->first);

	return true;
}

void graph_recognise(struct graph *graph, const struct graph *earlier)
{
	size_t i;

	/* The same lock has another id once the module was loaded again. */
	if (graph->model->header.load != earlier->model->header.load)
		return;

	for (i = 0; i < graph->rings; i++)
		graph->ring[i].same =
			had_ring(earlier, graph, &graph->ring[i]);
}

size_t graph_chain(const struct graph *graph, size_t from, size_t *chain)
{
	const struct node *node = &graph->node[from];
	size_t left = GRAPH_NONE;
	size_t count = 0;
	size_t at = from;

	while (at != GRAPH_NONE && left) {
		node = &graph->node[at];
		if (node->member && left == GRAPH_NONE)
			left = graph->ring[node->ring].count;
		if (node->member)
			left--;
		chain[count++] = at;
		at = node->owner;
	}

	return count;
}
