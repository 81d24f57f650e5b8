// SPDX-License-Identifier: GPL-2.0
/*
 * children.c - which child is waited for, where any would do?
 *
 * The kernel knows the one that was asked for. Who waits for any child waits for
 * the only one, if there is only one: no other can end.
 */
#include "children.h"
#include "model.h"
#include "part.h"

/* The only child of a process; NULL if it has none, or several. */
static const struct task *only_child(const struct model *model, int tgid)
{
	const struct task *child = NULL;
	size_t i;

	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];

		if (task->raw.ppid != tgid || task->raw.tid != task->raw.tgid)
			continue;
		if (child)
			return NULL;
		child = task;
	}
	return child;
}

void children_find(struct model *model)
{
	size_t i;

	/* In a part, a child that is not there may be elsewhere. */
	if (!part_has_all(model))
		return;
	for (i = 0; i < model->count; i++) {
		struct wait *wait = model->task[i].wait;
		const struct task *child;

		if (!wait || wait->raw.status != PROCSCOPE_OK ||
		    wait->raw.kind != PROCSCOPE_KIND_CHILD ||
		    wait->raw.owner_status != PROCSCOPE_NONE)
			continue;
		child = only_child(model, model->task[i].raw.tgid);
		if (!child)
			continue;
		wait->raw.owner = child->raw.tid;
		wait->raw.owner_status = PROCSCOPE_OK;
		wait->raw.certainty = PROCSCOPE_OWNER_EXACT;
		wait->owner_reason = NULL;
	}
}
