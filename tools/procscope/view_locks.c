// SPDX-License-Identifier: GPL-2.0
/* view_locks.c - which locks are contended? */
#include <err.h>
#include <stdlib.h>

#include "contended.h"
#include "model.h"
#include "view.h"
#include "words.h"

static void put_lock_lines(struct table *table, const struct model *model,
			   const struct contended *lock)
{
	struct row row = { .model = model, .lock = lock };
	struct libscols_line *parent = table_line(table, NULL, row);
	size_t i;

	for (i = 0; i < lock->count; i++) {
		row.task = lock->waiter[i];
		table_line(table, parent, row);
	}
}

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = columns_parts(&request->columns) |
			 PROCSCOPE_PART_WAIT | PROCSCOPE_PART_HELD,
	};
	struct contention contention;
	struct table table;
	struct model model;
	char found[64];
	size_t i;

	source_look(&request->source, 0, &ask, &model);
	if (why_no_waits(&model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&model));
	if (contention_find(&contention, &model))
		errx(EXIT_FAILURE, "no memory for the locks of %zu tasks",
		     model.count);
	table_begin(&table, "locks", &request->columns, &request->style);
	for (i = 0; i < contention.count; i++)
		put_lock_lines(&table, &model, &contention.lock[i]);
	snprintf(found, sizeof(found), "contended locks: %zu; seen: ",
		 contention.count);
	table_end(&table, &model, found);

	contention_free(&contention);
	model_free(&model);
	return 0;
}

const struct view view_locks = {
	.name = "locks",
	.arguments = "",
	.summary = "locks that are waited for, their owners and waiters",
	.details = "The lock that was waited for longest comes first, and below each lock its\n"
		   "waiters, the one that has waited longest first.\n",
	.rows = ROW_LOCK,
	.columns = "WAITERS,ASLEEP,KIND,OWNER,SURE,LOCK",
	.looks = 1,
	.show = show,
};
