// SPDX-License-Identifier: GPL-2.0
/* view_locks.c - which locks are contended? */
#include <err.h>
#include <stdlib.h>
#include <libsmartcols/libsmartcols.h>

#include "contended.h"
#include "model.h"
#include "seen.h"
#include "view.h"

static const enum column column[] = {
	COLUMN_WAITERS, COLUMN_ASLEEP, COLUMN_KIND, COLUMN_OWNER, COLUMN_SURE,
	COLUMN_LOCK,
};

#define COLUMNS	(sizeof(column) / sizeof(*column))

static void put_lock_lines(struct libscols_table *table,
			   const struct model *model,
			   const struct contended *lock)
{
	struct row row = { .model = model, .lock = lock };
	struct libscols_line *parent;
	size_t i;

	parent = columns_line(table, NULL, column, COLUMNS, &row);
	for (i = 0; i < lock->count; i++) {
		row.task = lock->waiter[i];
		columns_line(table, parent, column, COLUMNS, &row);
	}
}

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = columns_parts(column, COLUMNS),
	};
	struct libscols_table *table = columns_table(column, COLUMNS);
	struct contention contention;
	struct model model;
	size_t i;

	source_look(&request->source, 0, &ask, &model);
	if (contention_find(&contention, &model))
		errx(EXIT_FAILURE, "no memory for the locks of %zu tasks",
		     model.count);
	for (i = 0; i < contention.count; i++)
		put_lock_lines(table, &model, &contention.lock[i]);

	scols_print_table(table);
	printf("# contended locks: %zu; seen: ", contention.count);
	put_seen(stdout, &model);
	putchar('\n');

	scols_unref_table(table);
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
	.column = column,
	.columns = COLUMNS,
	.looks = 1,
	.show = show,
};
