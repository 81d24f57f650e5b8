/* SPDX-License-Identifier: GPL-2.0 */
/* graph.h - who waits for whom, and where do the chains end? */
#ifndef PROCSCOPE_GRAPH_H
#define PROCSCOPE_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;

/** define GRAPH_NONE - no task, no ring */
#define GRAPH_NONE	SIZE_MAX

/**
 * struct node - one task in the graph; all indexes are into model.task
 * @owner: the owner of the lock that it is asleep for, or GRAPH_NONE
 * @exact: that owner is exact, not a hint
 * @ring: index of the ring that its chain ends in, or GRAPH_NONE
 * @member: it is in that ring itself
 * @root: the last task of its chain, itself if it waits for no task; or
 *	GRAPH_NONE if the chain ends in a ring
 * @sure: every step from it to its ring or root is exact
 * @next: the next task, by rising tid, whose chain ends at the same ring or
 *	root; of a root, the first such task; or GRAPH_NONE
 */
struct node {
	size_t owner;
	bool exact;
	size_t ring;
	bool member;
	size_t root;
	bool sure;
	size_t next;
};

/**
 * struct ring - a chain that returns
 * @first: its task of the lowest tid
 * @count: tasks in it
 * @exact: every step is exact: it is a cycle. A ring with a hint in it proves
 *	nothing: readers leave their mark on a lock when they let go of it
 * @same: an earlier snapshot had it too, by graph_recognise()
 * @waiter: the first task of all that end in it, its members among them; go
 *	on by node.next
 */
struct ring {
	size_t first;
	size_t count;
	bool exact;
	bool same;
	size_t waiter;
};

/**
 * struct graph - the wait graph of one snapshot
 * @model: the snapshot
 * @node: one per task, in the order of model.task
 * @ring: all rings, by the lowest tid in them
 * @rings: how many
 */
struct graph {
	const struct model *model;
	struct node *node;
	struct ring *ring;
	size_t rings;
};

/**
 * graph_build() - relate the tasks of a snapshot
 * @graph: filled; must be freed with graph_free(), after an error too
 * @model: the snapshot; must live as long as @graph
 *
 * Takes time linear in the number of tasks, but for the lookup of owners.
 *
 * Return: 0 or -ENOMEM.
 */
int graph_build(struct graph *graph, const struct model *model);

/**
 * graph_free() - give back what graph_build() took
 * @graph: a graph that was built, or all zeros
 */
void graph_free(struct graph *graph);

/**
 * graph_recognise() - which rings did an earlier snapshot have already?
 * @graph: the later one; ring.same is set where the earlier one had the same
 *	tasks, not switched in between, asleep for the same locks of the same
 *	owners
 * @earlier: the earlier one
 *
 * One snapshot is not enough for a cycle: its tasks are looked at one after
 * the other, and what was seen of the first need not be true any more when the
 * last is seen. But a task with unchanged switch counts has slept all the
 * time between the snapshots, so at any moment between them all of it was true
 * at once.
 */
void graph_recognise(struct graph *graph, const struct graph *earlier);

/**
 * graph_chain() - the way from a task to where its chain ends
 * @graph: the graph
 * @from: the task to start with
 * @chain: receives the tasks in order, each once; room for as many as the
 *	model has
 *
 * Return: how many. If the last one has an owner, that is where a ring closes.
 */
size_t graph_chain(const struct graph *graph, size_t from, size_t *chain);

#endif /* PROCSCOPE_GRAPH_H */
