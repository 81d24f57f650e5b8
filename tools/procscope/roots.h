/* SPDX-License-Identifier: GPL-2.0 */
/* roots.h - which tasks keep the most others? */
#ifndef PROCSCOPE_ROOTS_H
#define PROCSCOPE_ROOTS_H

#include <stddef.h>
#include "graph.h"
#include "model.h"

/**
 * struct root - the last task of chains
 * @at: the task, an index into the model's tasks
 * @direct: tasks that wait for it itself
 * @all: tasks whose chains end at it
 * @sure: of @all, those that only exact owners lead from
 * @longest: of @direct, or of @all where there are none, the one that has waited
 *	longest
 */
struct root {
	size_t at;
	size_t direct;
	size_t all;
	size_t sure;
	const struct task *longest;
};

/**
 * roots_rank() - find the roots of a graph
 * @graph: the graph
 * @root: receives them, the one that keeps the most tasks first; room for as
 *	many as the model has tasks
 *
 * Return: how many.
 */
size_t roots_rank(const struct graph *graph, struct root *root);

#endif /* PROCSCOPE_ROOTS_H */
