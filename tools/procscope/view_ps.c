// SPDX-License-Identifier: GPL-2.0
/* view_ps.c - every task: who it is, how it sleeps and what for */
#include "model.h"
#include "view.h"

static int show(const struct request *request)
{
	struct procscope_ask ask = request->part;
	struct table table;
	struct model model;
	size_t i;

	ask.parts |= columns_parts(&request->columns);
	source_look(&request->source, 0, &ask, &model);
	table_begin(&table, "ps", &request->columns, &request->style);
	for (i = 0; i < model.count; i++)
		table_line(&table, NULL, (struct row){
			.model = &model,
			.task = &model.task[i],
		});
	table_end(&table, &model, "");
	model_free(&model);
	return 0;
}

const struct view view_ps = {
	.name = "ps",
	.arguments = "",
	.summary = "every task, for how long it sleeps and what it waits for",
	.details = "",
	.rows = ROW_TASK,
	.columns = "TID,TGID,S,ASLEEP,WAITS-FOR,COMM",
	.looks = 1,
	.takes_part = true,
	.show = show,
};
