// SPDX-License-Identifier: GPL-2.0
/* view_held.c - which locks does each task hold? */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "chosen.h"
#include "model.h"
#include "terminal.h"
#include "view.h"
#include "words.h"

/* What the lines told of. */
struct tally {
	size_t locks;
	size_t holders;
	size_t unknown;
};

static void put_lines(struct table *table, const struct model *model,
		      const struct task *task, struct tally *tally)
{
	struct row row = { .model = model, .task = task };
	const struct held *held = &task->held;

	if (!held->status || held->status == PROCSCOPE_NONE)
		return;
	if (held->status != PROCSCOPE_OK) {
		table_line(table, NULL, row);
		tally->unknown++;
		return;
	}
	for (row.held = held->first; row.held; row.held = row.held->next)
		table_line(table, NULL, row);
	tally->locks += held->count;
	tally->holders++;
}

static void check(const struct model *model)
{
	const char *why = why_no_held(model);
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	if (!why)
		return;
	out = open_memstream(&text, &size);
	if (!out)
		err(EXIT_FAILURE, NULL);
	put_safe(out, why);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	errx(EXIT_FAILURE, "what tasks hold is not known: %s", text);
}

static int show(const struct request *request)
{
	struct tally tally = { .locks = 0 };
	struct procscope_ask ask = request->part;
	const struct task **chosen;
	struct table table;
	struct model model;
	int status = 0;
	char found[96];
	size_t count;
	size_t i;

	ask.parts |= columns_parts(&request->columns) | PROCSCOPE_PART_HELD;
	ask.tid = request->count == 1 ? *request->tid : 0;
	source_look(&request->source, 0, &ask, &model);
	check(&model);
	chosen = chosen_tasks(&model, request, &status, &count);
	table_begin(&table, "held", &request->columns, &request->style);
	for (i = 0; i < count; i++)
		put_lines(&table, &model, chosen[i], &tally);
	snprintf(found, sizeof(found),
		 "held locks: %zu, holders: %zu, not known of: %zu; seen: ",
		 tally.locks, tally.holders, tally.unknown);
	table_end(&table, &model, found);

	free(chosen);
	model_free(&model);
	return status;
}

const struct view view_held = {
	.name = "held",
	.arguments = "[TID...]",
	.summary = "locks that tasks hold, on kernels with lockdep",
	.details = "Of the given tasks that sleep, or of all; a lock that a task waits for is\n"
		   "not among them. What a task that runs holds can't be told.\n",
	.rows = ROW_HELD,
	.columns = "TID,COMM,KIND,MODE,SURE,LOCK-ID,CLASS,WHERE",
	.most = SIZE_MAX,
	.looks = 1,
	.takes_part = true,
	.show = show,
};
