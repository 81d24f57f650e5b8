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

		if (!ring->same) {
			fleeting++;
		} else if (!ring->exact) {
			hinted++;
			named = ring->first;
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

static int show(const int *tid, size_t count)
{
	struct look look;
	size_t breakable = 0;
	size_t cycles = 0;
	size_t i;

	(void)tid;
	(void)count;
	look_twice(&look, 0);
	if (why_no_waits(&look.model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&look.model));

	for (i = 0; i < look.graph.rings; i++) {
		if (!is_cycle(&look.graph.ring[i]))
			continue;
		if (cycles++)
			putchar('\n');
		breakable += is_breakable(&look, &look.graph.ring[i]);
		story_tell(stdout, &look, look.graph.ring[i].first);
	}

	if (cycles)
		printf("# deadlocks: %zu, breakable: %zu; seen: ", cycles,
		       breakable);
	else
		printf("no deadlock: ");
	put_seen(stdout, &look.model);
	putchar('\n');
	put_doubts(&look);

	look_free(&look);
	return cycles ? EXIT_DEADLOCK : 0;
}

const struct view view_deadlocks = {
	.name = "deadlocks",
	.arguments = "",
	.summary = "every cycle of waiters, told as by why",
	.details = "A deadlock is only claimed when all owners are exact and a second look, at\n"
		   "least 100 ms after the first, finds that no task of it has moved.\n",
	.show = show,
};
