// SPDX-License-Identifier: GPL-2.0
/* view_stack.c - where is each task in the kernel? */
#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <libsmartcols/libsmartcols.h>

#include "model.h"
#include "piles.h"
#include "seen.h"
#include "view.h"

static const enum column column[] = {
	COLUMN_COUNT, COLUMN_TASKS, COLUMN_STACK,
};

#define COLUMNS	(sizeof(column) / sizeof(*column))

/* Choose all tasks, or those that are asked for, each once. */
static size_t choose(const struct model *model, const int *tid, size_t count,
		     const struct task **chosen, int *status)
{
	unsigned char *wanted = calloc(model->count + 1, 1);
	size_t chosen_count = 0;
	size_t i;

	if (!wanted)
		err(EXIT_FAILURE, NULL);

	for (i = 0; i < count; i++) {
		const struct task *task = model_find(model, tid[i]);

		if (task) {
			wanted[task - model->task] = 1;
		} else {
			warnx("%d: no such task", tid[i]);
			*status = EXIT_FAILURE;
		}
	}
	for (i = 0; i < model->count; i++)
		if (!count || wanted[i])
			chosen[chosen_count++] = &model->task[i];

	free(wanted);
	return chosen_count;
}

static void put_table(const struct model *model, const struct pile *pile,
		      size_t piles)
{
	struct libscols_table *table = columns_table(column, COLUMNS);
	size_t i;

	for (i = 0; i < piles; i++) {
		const struct row row = { .model = model, .pile = &pile[i] };

		columns_line(table, NULL, column, COLUMNS, &row);
	}

	scols_print_table(table);
	scols_unref_table(table);
}

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = columns_parts(column, COLUMNS),
		.tid = request->count == 1 ? *request->tid : 0,
	};
	const struct task **chosen;
	struct model model;
	struct pile *pile;
	int status = 0;
	size_t piles;
	size_t count;

	source_look(&request->source, 0, &ask, &model);
	chosen = calloc(model.count + 1, sizeof(const struct task *));
	pile = calloc(model.count + 1, sizeof(*pile));
	if (!chosen || !pile)
		err(EXIT_FAILURE, NULL);

	count = choose(&model, request->tid, request->count, chosen,
		       &status);
	piles = piles_sort(chosen, count, pile);
	put_table(&model, pile, piles);
	printf("# tasks shown: %zu, different stacks: %zu; seen: ", count, piles);
	put_seen(stdout, &model);
	putchar('\n');

	free(pile);
	free(chosen);
	model_free(&model);
	return status;
}

const struct view view_stack = {
	.name = "stack",
	.arguments = "[TID...]",
	.summary = "kernel stacks, equal ones merged",
	.details = "Shows the stacks of the given tasks, or of all.\n",
	.column = column,
	.columns = COLUMNS,
	.most = SIZE_MAX,
	.looks = 1,
	.show = show,
};
