// SPDX-License-Identifier: GPL-2.0
/* view_deadlocks.c - which chains return? */
#include <err.h>
#include <stdlib.h>

#include "entry.h"
#include "hops.h"
#include "look.h"
#include "seen.h"
#include "story.h"
#include "view.h"
#include "wayout.h"
#include "words.h"

/* Rings that are no deadlocks, as far as is known. */
static void put_doubts(FILE *out, const struct look *look, const char *before,
		       const char *after)
{
	size_t fleeting = 0;
	size_t hinted = 0;
	size_t named = 0;
	size_t i;

	for (i = 0; i < look->graph.rings; i++) {
		const struct ring *ring = &look->graph.ring[i];

		if (may_be_deadlock(look, ring)) {
			hinted++;
			named = ring->first;
		} else if (!ring->same && !look->once) {
			fleeting++;
		}
	}

	if (fleeting)
		fprintf(out, "%schains that returned at one look only: %zu%s",
			before, fleeting, after);
	if (hinted) {
		fputs(before, out);
		fprintf(out, "possible deadlocks, chains that return by a hint: %zu, as that of ",
			hinted);
		put_task(out, &look->model.task[named]);
		fputs(after, out);
	}
}

/* The rings that are shown: deadlocks, or what could be one. */
static size_t find_cycles(const struct look *look, const struct ring **cycle)
{
	size_t cycles = 0;
	size_t i;

	for (i = 0; i < look->graph.rings; i++) {
		const struct ring *ring = &look->graph.ring[i];

		if (is_cycle(ring) || may_be_cycle(look, ring))
			cycle[cycles++] = ring;
	}
	return cycles;
}

static void put_found(FILE *out, const struct look *look,
		      const struct ring **cycle, size_t cycles)
{
	size_t breakable = 0;
	size_t i;

	for (i = 0; i < cycles; i++)
		breakable += is_breakable(look, cycle[i]);
	if (!cycles)
		fputs("no deadlock", out);
	else if (look->once)
		fprintf(out, "cycles at one look: %zu, deadlocks if a later -i has them too",
			cycles);
	else
		fprintf(out, "deadlocks: %zu, breakable: %zu", cycles,
			breakable);
}

static void put_words(const struct look *look, const struct ring **cycle,
		      size_t cycles)
{
	size_t i;

	for (i = 0; i < cycles; i++) {
		if (i)
			putchar('\n');
		story_tell(stdout, look, cycle[i]->first);
	}
	fputs(cycles ? "# " : "", stdout);
	put_found(stdout, look, cycle, cycles);
	fputs(cycles ? "; seen: " : ": ", stdout);
	put_seen(stdout, &look->model);
	putchar('\n');
	put_doubts(stdout, look, "# ", "\n");
}

static void put_table(const struct request *request, const struct look *look,
		      const struct ring **cycle, size_t cycles)
{
	struct table table;
	char *found = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&found, &size);
	size_t i;

	if (!out)
		err(EXIT_FAILURE, NULL);
	put_found(out, look, cycle, cycles);
	put_doubts(out, look, "; ", "");
	fputs("; seen: ", out);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	table_begin(&table, "deadlocks", &request->columns, &request->style);
	for (i = 0; i < cycles; i++)
		hops_put(&table, look, cycle[i]->first, i + 1);
	table_end(&table, &look->model, found);
	free(found);
}

static int show(const struct request *request)
{
	const struct ring **cycle;
	struct look look;
	size_t cycles;
	bool once;

	look_twice(&look, &request->source, request->table ?
		   columns_parts(&request->columns) : PROCSCOPE_PART_STACK, 0);
	if (why_no_waits(&look.model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&look.model));

	cycle = calloc(look.graph.rings + 1, sizeof(const struct ring *));
	if (!cycle)
		err(EXIT_FAILURE, NULL);
	cycles = find_cycles(&look, cycle);
	if (request->table)
		put_table(request, &look, cycle, cycles);
	else
		put_words(&look, cycle, cycles);

	once = look.once;
	free(cycle);
	look_free(&look);
	return cycles && !once ? EXIT_DEADLOCK : 0;
}

const struct view view_deadlocks = {
	.name = "deadlocks",
	.arguments = "",
	.summary = "every cycle of waiters, told as by why",
	.details = "A deadlock is only claimed when all owners are exact and a second look, at\n"
		   "least 100 ms after the first, finds that no task of it has moved. Cycles\n"
		   "through a hint, which are possible ones, are counted in the last line.\n"
		   "A file is one look: give a later one with a second -i.\n"
		   "With -o, -J or -r: all cycles as a table, a line for each step.\n",
	.rows = ROW_HOP,
	.columns = HOP_COLUMNS,
	.looks = 2,
	.tells_paths = true,
	.show = show,
};
