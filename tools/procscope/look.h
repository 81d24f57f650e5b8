/* SPDX-License-Identifier: GPL-2.0 */
/* look.h - is a ring there, or did it only seem so? */
#ifndef PROCSCOPE_LOOK_H
#define PROCSCOPE_LOOK_H

#include "graph.h"
#include "model.h"

struct source;

/**
 * struct look - what the last of several looks at the system saw
 * @model: the snapshot
 * @graph: its wait graph; ring.same tells what the look before saw as well
 * @met: the task that was asked about was there at the first look
 * @tid: the task that was asked about, or 0
 * @parts: what was asked for, PROCSCOPE_PART_*
 * @once: there was no look before, and there can be none
 */
struct look {
	struct model model;
	struct graph graph;
	bool met;
	int tid;
	__u64 parts;
	bool once;
};

/**
 * look_twice() - look, and where there is a ring, look again until sure
 * @look: filled; must be freed with look_free()
 * @source: where to look; one file gives one look, two files two
 * @parts: what is needed besides waits, PROCSCOPE_PART_*
 * @tid: the task that is asked about, whose chain goes over futexes, too; or 0
 *
 * Ends the command with one line about it where that can't be done.
 */
void look_twice(struct look *look, const struct source *source, __u64 parts,
		int tid);

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

/**
 * may_be_cycle() - could a ring be called a deadlock if there were a second look?
 * @look: what was seen
 * @ring: a ring of it
 *
 * Return: whether all its steps are exact, but one look is all there is.
 */
bool may_be_cycle(const struct look *look, const struct ring *ring);

/**
 * may_be_deadlock() - is a ring only not proved to be a deadlock by a hint in it?
 * @look: what was seen
 * @ring: a ring of it
 *
 * Return: whether a step is but a hint, and each look saw the ring.
 */
bool may_be_deadlock(const struct look *look, const struct ring *ring);

#endif /* PROCSCOPE_LOOK_H */
