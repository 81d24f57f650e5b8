// SPDX-License-Identifier: GPL-2.0
/* view_deadlocks.c - which chains return? */
#include <err.h>
#include <stdlib.h>

#include "entry.h"
#include "look.h"
#include "seen.h"
#include "story.h"
#include "view.h"
#include "wayout.h"
#include "words.h"

/* Rings that are no deadlocks, as far as is known. */
static void put_doubts(const struct look *look)
{
	size_t fleeting = 0;
	size_t hinted = 0;
	size_t named = 0;
	size_t i;

	for (i = 0; i < look->graph.rings; i++) {
		const struct ring *ring = &look->graph.ring[i];

		if (!ring->exact && (ring->same || look->once)) {
			hinted++;
			named = ring->first;
		} else if (!ring->same && !look->once) {
			fleeting++;
		}
	}

	if (fleeting)
		printf("# chains that returned at one look only: %zu\n", fleeting);
	if (hinted) {
		printf("# chains that return by a hint, which proves nothing: %zu, as that of ",
		       hinted);
		put_task(stdout, &look->model.task[named]);
		putchar('\n');
	}
}

static int show(const struct request *request)
{
	struct look look;
	size_t breakable = 0;
	size_t cycles = 0;
	bool once;
	size_t i;

	look_twice(&look, &request->source, PROCSCOPE_PART_STACK, 0);
	if (why_no_waits(&look.model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&look.model));

	for (i = 0; i < look.graph.rings; i++) {
		const struct ring *ring = &look.graph.ring[i];

		if (!is_cycle(ring) && !may_be_cycle(&look, ring))
			continue;
		if (cycles++)
			putchar('\n');
		breakable += is_breakable(&look, ring);
		story_tell(stdout, &look, ring->first);
	}

	if (cycles && look.once)
		printf("# cycles at one look: %zu, deadlocks if a later -i has them too; seen: ",
		       cycles);
	else if (cycles)
		printf("# deadlocks: %zu, breakable: %zu; seen: ", cycles,
		       breakable);
	else
		printf("no deadlock: ");
	put_seen(stdout, &look.model);
	putchar('\n');
	put_doubts(&look);

	once = look.once;
	look_free(&look);
	return cycles && !once ? EXIT_DEADLOCK : 0;
}

const struct view view_deadlocks = {
	.name = "deadlocks",
	.arguments = "",
	.summary = "every cycle of waiters, told as by why",
	.details = "A deadlock is only claimed when all owners are exact and a second look, at\n"
		   "least 100 ms after the first, finds that no task of it has moved.\n"
		   "A file is one look: give a later one with a second -i.\n",
	.looks = 2,
	.tells_paths = true,
	.show = show,
};
