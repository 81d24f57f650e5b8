// SPDX-License-Identifier: GPL-2.0
/* view_ps.c - every task: who it is, how it sleeps and what for */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "model.h"
#include "pause.h"
#include "view.h"

static void put_table(const struct request *request, const struct model *model)
{
	struct table table;
	size_t i;

	table_begin(&table, "ps", &request->columns, &request->style);
	for (i = 0; i < model->count; i++)
		table_line(&table, NULL, (struct row){
			.model = model,
			.task = &model->task[i],
		});
	table_end(&table, model, "");
}

/* Put a table again and again, as often as is wanted or can be written. */
static void repeat(const struct request *request,
		   const struct procscope_ask *ask, struct model *model)
{
	struct timespec time;
	int looks;

	pause_begin(&time);
	for (looks = 1; looks != request->looks; looks++) {
		struct model then = *model;

		/* Who reads it is to have it before the next one comes. */
		if (fflush(stdout))
			break;
		pause_for(&time, request->interval);
		source_again(&then, ask, model);
		model_free(&then);
		if (!request->style.json)
			putchar('\n');
		put_table(request, model);
	}
}

static int show(const struct request *request)
{
	struct procscope_ask ask = request->part;
	struct model model;

	if (request->interval > 0 && request->source.files)
		errx(EXIT_FAILURE,
		     "ps: a file is one look: --interval is for the running system");
	ask.parts |= columns_parts(&request->columns);
	source_look(&request->source, 0, &ask, &model);
	put_table(request, &model);
	if (request->interval > 0)
		repeat(request, &ask, &model);
	model_free(&model);
	return 0;
}

const struct view view_ps = {
	.name = "ps",
	.arguments = "",
	.summary = "every task, for how long it sleeps and what it waits for",
	.details = "  --interval SECONDS  print it again and again, after as many seconds\n"
		   "  --count N           with --interval: print N tables\n",
	.rows = ROW_TASK,
	.columns = "TID,TGID,S,ASLEEP,WAITS-FOR,COMM",
	.looks = 1,
	.takes_part = true,
	.takes_interval = true,
	.takes_count = true,
	.show = show,
};
