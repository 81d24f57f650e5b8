// SPDX-License-Identifier: GPL-2.0
/* look.c - is a ring there, or did it only seem so? */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "futexes.h"
#include "look.h"
#include "part.h"
#include "readers.h"
#include "source.h"

/*
 * A third and fourth look only serve rings that closed after the one before
 * them: on a busy system new ones that are none could come for ever.
 */
#define MOST_LOOKS	4

#define BETWEEN_LOOKS	(100 * 1000 * 1000ULL)

/* What the steps of a ring are known by. */
#define RING_PARTS	(PROCSCOPE_PART_WAIT | PROCSCOPE_PART_HELD | \
			 PROCSCOPE_PART_EVENT | PROCSCOPE_PART_FILES)

static void take(struct look *look, const struct source *source,
		 size_t number)
{
	/* Of all tasks: a chain may go through any. */
	const struct procscope_ask ask = { .parts = look->parts };

	/*
	 * In full each time, never by source_again(): a second look must not
	 * rest on the first one, which it is to confirm.
	 */
	source_look(source, number, &ask, &look->model);
	/*
	 * Neither is kept in files: who has a futex, and whose stacks refer to a
	 * lock. Who has the one may well wait for the other.
	 */
	if (!source->files) {
		if (look->tid)
			futexes_follow(&look->model, look->tid);
		readers_find(&look->model, look->tid);
	}
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

/* What lacks in the earlier one may have been so all the same: that is no denial. */
static void check_files(const struct model *then, const struct model *now)
{
	__u64 end = then->end.boottime;

	source_check_same(then, now);
	if (now->header.given & ~then->header.given & RING_PARTS)
		errx(EXIT_FAILURE,
		     "%s: not of all that is in %s: what returns later can't be compared with it",
		     then->file, now->file);
	/* A stream takes as long as its reader does: all of it has to be earlier. */
	if (end < then->header.boottime)
		end = then->header.boottime;
	if (now->header.boottime < end ||
	    now->header.boottime - end < BETWEEN_LOOKS)
		errx(EXIT_FAILURE, "%s: not of at least 100 ms after %s",
		     now->file, then->file);
}

/* Take the next look, and keep of the one before what both have seen. */
static void take_again(struct look *look, const struct source *source)
{
	struct look earlier = *look;

	/* graph.model must go on to point at the earlier snapshot. */
	earlier.graph.model = &earlier.model;
	take(look, source, 1);
	/* What lacks there may have waited all the same: that is no denial. */
	if (!part_has_all(&earlier.model))
		errx(EXIT_FAILURE,
		     "%s: not of all tasks: what returns later can't be compared with it",
		     earlier.model.file);
	if (source->files)
		check_files(&earlier.model, &look->model);
	graph_recognise(&look->graph, &earlier.graph);
	look_free(&earlier);
}

void look_twice(struct look *look, const struct source *source, __u64 parts,
		int tid)
{
	int looks;

	look->tid = tid;
	look->parts = parts | PROCSCOPE_PART_TASK | RING_PARTS;
	take(look, source, 0);
	look->met = tid && model_find(&look->model, tid);
	look->once = source->files == 1;
	if (source->files == 2)
		take_again(look, source);
	if (source->files)
		return;

	for (looks = 1; looks < MOST_LOOKS && !is_sure(&look->graph); looks++) {
		pause_between();
		take_again(look, source);
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

bool may_be_cycle(const struct look *look, const struct ring *ring)
{
	return ring->exact && look->once;
}

bool may_be_deadlock(const struct look *look, const struct ring *ring)
{
	return !ring->exact && (ring->same || look->once);
}
