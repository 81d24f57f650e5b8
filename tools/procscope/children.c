// SPDX-License-Identifier: GPL-2.0
/*
 * children.c - which child is waited for, where any would do?
 *
 * The kernel knows the one that was asked for. Who waits for any child waits for
 * the only one, if there is only one: no other can end. It ends with its last task,
 * but all of them with whichever calls exit_group(2), if all can be killed.
 */
#include <err.h>
#include <stdlib.h>

#include "children.h"
#include "model.h"
#include "part.h"
#include "processes.h"

#define SEVERAL	-1

/* By a process's place among the tasks: its only child, 0 or SEVERAL. */
static int *only_children(const struct model *model)
{
	int *only = calloc(model->count + 1, sizeof(*only));
	size_t i;

	if (!only)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];
		const struct task *parent;
		int *child;

		if (task->raw.tid != task->raw.tgid)
			continue;
		parent = model_find(model, task->raw.ppid);
		if (!parent)
			continue;
		child = &only[parent - model->task];
		*child = *child ? SEVERAL : task->raw.tid;
	}
	return only;
}

static bool takes_any(const struct wait *wait)
{
	return wait && wait->raw.status == PROCSCOPE_OK &&
	       wait->raw.kind == PROCSCOPE_KIND_CHILD &&
	       wait->raw.owner_status == PROCSCOPE_NONE;
}

static void name_child(struct wait *wait, const struct process *child)
{
	if (!child->live)
		return;
	wait->raw.owner = (child->keeper ?: child->one)->raw.tid;
	wait->raw.owner_status = PROCSCOPE_OK;
	wait->raw.certainty = PROCSCOPE_OWNER_EXACT;
	wait->owner_reason = NULL;
	if (child->keeper || child->live == 1)
		return;
	wait->raw.certainty = PROCSCOPE_OWNER_HINT;
	wait->owner_reason = "any of its threads may end it";
}

void children_find(struct model *model)
{
	struct process *all;
	size_t i;
	int *only;

	/* In a part, a child that is not there may be elsewhere. */
	if (!part_has_all(model))
		return;
	only = only_children(model);
	all = processes_find(model);
	if (!all)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < model->count; i++) {
		struct wait *wait = model->task[i].wait;
		const struct task *process;

		if (!takes_any(wait))
			continue;
		process = model_find(model, model->task[i].raw.tgid);
		if (!process || only[process - model->task] <= 0)
			continue;
		process = model_find(model, only[process - model->task]);
		name_child(wait, &all[process - model->task]);
	}
	free(all);
	free(only);
}
