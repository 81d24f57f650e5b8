// SPDX-License-Identifier: GPL-2.0
/* view_ps.c - every task: who it is, how it sleeps and what for */
#include <libsmartcols/libsmartcols.h>

#include "model.h"
#include "seen.h"
#include "view.h"

static const enum column column[] = {
	COLUMN_TID, COLUMN_TGID, COLUMN_STATE, COLUMN_ASLEEP, COLUMN_WAITS_FOR,
	COLUMN_COMM,
};

#define COLUMNS	(sizeof(column) / sizeof(*column))

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = columns_parts(column, COLUMNS),
	};
	struct libscols_table *table = columns_table(column, COLUMNS);
	struct model model;
	size_t i;

	source_look(&request->source, 0, &ask, &model);
	for (i = 0; i < model.count; i++) {
		const struct row row = {
			.model = &model,
			.task = &model.task[i],
		};

		columns_line(table, NULL, column, COLUMNS, &row);
	}

	scols_print_table(table);
	printf("# ");
	put_seen(stdout, &model);
	putchar('\n');

	scols_unref_table(table);
	model_free(&model);
	return 0;
}

const struct view view_ps = {
	.name = "ps",
	.arguments = "",
	.summary = "every task, for how long it sleeps and what it waits for",
	.details = "",
	.column = column,
	.columns = COLUMNS,
	.looks = 1,
	.show = show,
};
