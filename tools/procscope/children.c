// SPDX-License-Identifier: GPL-2.0
/*
 * children.c - which child is waited for, where any would do?
 *
 * The kernel knows the one that was asked for. Who waits for any child waits for
 * the only one, if there is only one: no other can end. It ends with its last task,
 * but all of them with whichever calls exit_group(2), if all can be killed.
 *
 * There may soon be another one: of another thread of the waiter's process, or one
 * that the only child's own leave behind, where that process, or its pid namespace,
 * takes those. Whether it does is not in the snapshot.
 */
#include <err.h>
#include <stdlib.h>

#include "children.h"
#include "model.h"
#include "part.h"
#include "processes.h"

#define SEVERAL	-1

/**
 * struct kin - what children a process has
 * @only: the only one, 0 or SEVERAL
 * @live: one of them has not ended
 */
struct kin {
	int only;
	bool live;
};

/* By a process's place among the tasks, as @all. */
static struct kin *kin_find(const struct model *model,
			    const struct process *all)
{
	struct kin *kin = calloc(model->count + 1, sizeof(*kin));
	size_t i;

	if (!kin)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];
		const struct task *parent;
		struct kin *of;

		if (task->raw.tid != task->raw.tgid)
			continue;
		parent = model_find(model, task->raw.ppid);
		if (!parent)
			continue;
		of = &kin[parent - model->task];
		of->only = of->only ? SEVERAL : task->raw.tid;
		of->live |= all[i].live;
	}
	return kin;
}

static bool takes_any(const struct wait *wait)
{
	return wait && wait->raw.status == PROCSCOPE_OK &&
	       wait->raw.kind == PROCSCOPE_KIND_CHILD &&
	       wait->raw.owner_status == PROCSCOPE_NONE;
}

/* Why may it be another one? NULL if it is sure. @kin: what the child has. */
static const char *why_hint(const struct process *waiter,
			    const struct process *child, const struct kin *kin)
{
	if (!child->keeper && child->live > 1)
		return "any of its threads may end it";
	if (waiter->live > 1)
		return "another thread of the waiter may have a child that ends";
	if (kin->live)
		return "a descendant of it may be handed on to the waiter";
	return NULL;
}

static void name_child(struct wait *wait, const struct process *waiter,
		       const struct process *child, const struct kin *kin)
{
	if (!child->live)
		return;
	wait->raw.owner = (child->keeper ?: child->one)->raw.tid;
	wait->raw.owner_status = PROCSCOPE_OK;
	wait->owner_reason = why_hint(waiter, child, kin);
	wait->raw.certainty = wait->owner_reason ? PROCSCOPE_OWNER_HINT :
						   PROCSCOPE_OWNER_EXACT;
}

void children_find(struct model *model)
{
	struct process *all;
	struct kin *kin;
	size_t i;

	/* In a part, a child that is not there may be elsewhere. */
	if (!part_has_all(model))
		return;
	all = processes_find(model);
	if (!all)
		err(EXIT_FAILURE, NULL);
	kin = kin_find(model, all);
	for (i = 0; i < model->count; i++) {
		struct wait *wait = model->task[i].wait;
		const struct task *waiter, *child;

		if (!takes_any(wait))
			continue;
		waiter = model_find(model, model->task[i].raw.tgid);
		if (!waiter || kin[waiter - model->task].only <= 0)
			continue;
		child = model_find(model, kin[waiter - model->task].only);
		name_child(wait, &all[waiter - model->task],
			   &all[child - model->task],
			   &kin[child - model->task]);
	}
	free(kin);
	free(all);
}
