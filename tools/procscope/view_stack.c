// SPDX-License-Identifier: GPL-2.0
/* view_stack.c - where is each task in the kernel? */
#include <err.h>
#include <stdint.h>
#include <stdlib.h>

#include "chosen.h"
#include "folded.h"
#include "model.h"
#include "piles.h"
#include "view.h"

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
	chosen = chosen_tasks(&model, request, &status, &count);
	pile = calloc(model.count + 1, sizeof(*pile));
	if (!pile)
		err(EXIT_FAILURE, NULL);

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
