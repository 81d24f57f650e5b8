// SPDX-License-Identifier: GPL-2.0
/* chosen.c - which tasks were named? */
#include <err.h>
#include <stdlib.h>

#include "chosen.h"
#include "model.h"
#include "part.h"
#include "view.h"

const struct task **chosen_tasks(const struct model *model,
				 const struct request *request, int *status,
				 size_t *count)
{
	const struct task **chosen = calloc(model->count + 1, sizeof(*chosen));
	unsigned char *wanted = calloc(model->count + 1, 1);
	const char *among = part_is_all(&request->part) ?
			    "" : " among those that are asked for";
	size_t i;

	if (!chosen || !wanted)
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
	*count = 0;
	for (i = 0; i < model->count; i++)
		if (!request->count || wanted[i])
			chosen[(*count)++] = &model->task[i];

	free(wanted);
	return chosen;
}
