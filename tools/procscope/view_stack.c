// SPDX-License-Identifier: GPL-2.0
/* view_stack.c - where is each task in the kernel? */
#include <err.h>
#include <stdint.h>
#include <stdlib.h>

#include "folded.h"
#include "model.h"
#include "part.h"
#include "piles.h"
#include "view.h"

/* Choose all tasks, or those that are asked for, each once. */
static size_t choose(const struct model *model, const struct request *request,
		     const struct task **chosen, int *status)
{
	unsigned char *wanted = calloc(model->count + 1, 1);
	const char *among = part_is_all(&request->part) ?
			    "" : " among those that are asked for";
	size_t chosen_count = 0;
	size_t i;

	if (!wanted)
		err(EXIT_FAILURE, NULL);

	for (i = 0; i < request->count; i++) {
		const struct task *task = model_find(model, request->tid[i]);

		if (task) {
			wanted[task - model->task] = 1;
		} else {
			warnx("%d: no such task%s", request->tid[i], among);
			*status = EXIT_FAILURE;
		}
	}
	for (i = 0; i < model->count; i++)
		if (!request->count || wanted[i])
			chosen[chosen_count++] = &model->task[i];

	free(wanted);
	return chosen_count;
}

static int show(const struct request *request)
{
	struct procscope_ask ask = request->part;
	const struct task **chosen;
	struct table table;
	struct model model;
	struct pile *pile;
	char found[96];
	int status = 0;
	size_t piles;
	size_t count;
	size_t i;

	ask.parts |= columns_parts(&request->columns) | PROCSCOPE_PART_STACK;
	ask.tid = request->count == 1 ? *request->tid : 0;
	source_look(&request->source, 0, &ask, &model);
	chosen = calloc(model.count + 1, sizeof(const struct task *));
	pile = calloc(model.count + 1, sizeof(*pile));
	if (!chosen || !pile)
		err(EXIT_FAILURE, NULL);

	count = choose(&model, request, chosen, &status);
	if (request->folded) {
		if (model.cut)
			warnx("PARTIAL, the file is cut");
		folded_put(stdout, chosen, count);
		free(pile);
		free(chosen);
		model_free(&model);
		return status;
	}
	piles = piles_sort(chosen, count, pile);
	table_begin(&table, "stack", &request->columns, &request->style);
	for (i = 0; i < piles; i++)
		table_line(&table, NULL, (struct row){
			.model = &model,
			.pile = &pile[i],
		});
	snprintf(found, sizeof(found),
		 "tasks shown: %zu, different stacks: %zu; seen: ", count,
		 piles);
	table_end(&table, &model, found);

	free(pile);
	free(chosen);
	model_free(&model);
	return status;
}

const struct view view_stack = {
	.name = "stack",
	.arguments = "[TID...]",
	.summary = "kernel stacks, equal ones merged",
	.details = "Shows the stacks of the given tasks, or of all.\n"
		   "\n"
		   "  --folded  print them as programs that draw flame graphs read them\n",
	.rows = ROW_PILE,
	.columns = "COUNT,TASKS,STACK",
	.most = SIZE_MAX,
	.looks = 1,
	.takes_part = true,
	.takes_folded = true,
	.show = show,
};
