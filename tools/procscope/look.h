/* SPDX-License-Identifier: GPL-2.0 */
/* look.h - is a ring there, or did it only seem so? */
#ifndef PROCSCOPE_LOOK_H
#define PROCSCOPE_LOOK_H

#include "graph.h"
#include "model.h"

/**
 * struct look - what the last of several looks at the system saw
 * @model: the snapshot
 * @graph: its wait graph; ring.same tells what the look before saw as well
 * @met: the task that was asked about was there at the first look
 */
struct look {
	struct model model;
	struct graph graph;
	bool met;
};

/**
 * look_twice() - look, and where there is a ring, look again until sure
 * @look: filled; must be freed with look_free()
 * @tid: the task that is asked about, or 0
 *
 * Ends the command with one line about it where that can't be done.
 */
void look_twice(struct look *look, int tid);

/**
 * look_free() - give back what look_twice() took
 * @look: a look that was taken
 */
void look_free(struct look *look);

/**
 * is_cycle() - may a ring be called a deadlock?
 * @ring: a ring of a look
 *
 * Return: whether all its steps are exact and two looks saw it.
 */
bool is_cycle(const struct ring *ring);

#endif /* PROCSCOPE_LOOK_H */
