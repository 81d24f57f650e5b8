// SPDX-License-Identifier: GPL-2.0
/*
 * again.c - what has changed since the look before?
 *
 * A stack can't change while its task has no CPU. Of a task that had none the
 * kernel leaves it out, and the look before has it. All else may have changed:
 * whoever waited may have been given the lock, or the lock another owner. So
 * of those, and of all of whom the look before was not sure, the kernel is asked
 * once more, one by one.
 */
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "again.h"
#include "bytes.h"
#include "copies.h"
#include "entry.h"
#include "model.h"
#include "part.h"
#include "store.h"

/*
 * Tasks that are asked for one by one: some, and more only of many. Each costs what
 * opening the entry does, and all that the kernel has to learn anew to tell what it
 * waits for. By instructions, that is as much as a look at 150 others takes.
 */
#define SOME_ASKED	8
#define MOST_ASKED	64
#define TASKS_PER_ASKED	128

static void look(struct model *model, const struct procscope_ask *ask)
{
	struct bytes bytes;

	entry_look(model, ask, &bytes);
	bytes_free(&bytes);
}

/* Can what has not changed since be told by it? */
static bool is_base(const struct model *then, const struct procscope_ask *ask)
{
	return !then->file && then->whole && part_is_all(ask) &&
	       part_is_all(&then->header.ask) &&
	       !(then->header.given &
		 (PROCSCOPE_PART_HELD | PROCSCOPE_PART_FILES)) &&
	       !(then->header.asked & ~then->header.given &
		 ~PROCSCOPE_PART_HELD);
}

static bool is_alike(const struct model *then, const struct model *now)
{
	return then->header.load == now->header.load &&
	       then->header.asked == now->header.asked &&
	       then->header.given == now->header.given;
}

static bool is_dead(const struct task *task)
{
	return task->raw.state == 'Z' || task->raw.state == 'X';
}

/* May it be another task, or may it have run after all? */
static bool may_have_run(const struct task *then, const struct task *now)
{
	if (then->raw.start != now->raw.start ||
	    then->raw.nvcsw != now->raw.nvcsw ||
	    then->raw.nivcsw != now->raw.nivcsw ||
	    then->raw.flags & PROCSCOPE_TASK_RUNNING)
		return true;
	/* Who calls exec gets the number of a dead leader, and its start. */
	return is_dead(then) && !is_dead(now);
}

/*
 * Nobody is named, and what it is does not change while the task sleeps. But a fifo can
 * be renamed, and the queue of a pipe be in motion.
 */
static bool is_settled(const struct wait *wait)
{
	return wait->raw.kind == PROCSCOPE_KIND_FUTEX ||
	       (wait->raw.kind == PROCSCOPE_KIND_PIPE && wait->fs &&
		wait->raw.object_status == PROCSCOPE_OK &&
		!strcmp(wait->fs, "pipefs"));
}

/* Is what the look before has of it all there is, and still true? */
static bool is_certain(const struct model *model, const struct task *task)
{
	if ((task->wait && !is_settled(task->wait)) ||
	    task->raw.status != PROCSCOPE_OK)
		return false;
	return !(model->header.given & PROCSCOPE_PART_STACK) ||
	       task->stack.status == PROCSCOPE_OK ||
	       task->stack.status == PROCSCOPE_NONE;
}

static size_t most_asked(const struct model *then)
{
	size_t most = then->count / TASKS_PER_ASKED;

	if (most < SOME_ASKED)
		return SOME_ASKED;
	return most < MOST_ASKED ? most : MOST_ASKED;
}

/*
 * If not, all would be looked at in the end. Whoever ran then has run since, as good as
 * always, and is given in full.
 */
static bool has_few_doubts(const struct model *then)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < then->count; i++)
		count += !(then->task[i].raw.flags & PROCSCOPE_TASK_RUNNING) &&
			 !is_certain(then, &then->task[i]);
	return count <= most_asked(then);
}

static void no_memory(void)
{
	errx(EXIT_FAILURE, "no memory for the stacks of the look before");
}

static void keep_stack(struct model *now, struct stack *to,
		       const struct stack *from, struct copies *copies)
{
	size_t i;

	*to = *from;
	to->reason = NULL;
	to->frame = store_take(&now->store, from->count * sizeof(*to->frame));
	if (!to->frame)
		no_memory();
	for (i = 0; i < from->count; i++) {
		to->frame[i] = copies_get(copies, &now->store, from->frame[i]);
		if (!to->frame[i])
			no_memory();
	}
}

static const char *keep_text(struct model *now, const char *text,
			     struct copies *copies)
{
	const char *copy;

	if (!text)
		return NULL;
	copy = copies_get(copies, &now->store, text);
	if (!copy)
		no_memory();
	return copy;
}

/* The texts that a settled one can have. */
static void keep_wait(struct model *now, struct task *to,
		      const struct wait *from, struct copies *copies)
{
	if (!from)
		return;
	to->wait = store_take(&now->store, sizeof(*to->wait));
	if (!to->wait)
		no_memory();
	*to->wait = (struct wait){
		.raw = from->raw,
		.is_event = from->is_event,
		.evidence = keep_text(now, from->evidence, copies),
		.owner_reason = keep_text(now, from->owner_reason, copies),
		.object_reason = keep_text(now, from->object_reason, copies),
		.fs = keep_text(now, from->fs, copies),
		.disk = keep_text(now, from->disk, copies),
		.path_reason = keep_text(now, from->path_reason, copies),
		.path = keep_text(now, from->path, copies),
	};
}

/*
 * Who was woken, but has no CPU yet, waits no more. Any other state than then was given
 * by another task, as that of who is frozen: what it waits for may be another thing.
 */
static bool is_woken(const struct task *then, const struct task *now)
{
	return now->raw.state != then->raw.state && now->raw.state == 'R';
}

static bool is_same_sleep(const struct task *then, const struct task *now)
{
	return now->raw.state == then->raw.state || is_woken(then, now);
}

/*
 * Give each unchanged task the stack that it had, and gather those that have
 * to be asked for. Return: whether they are few.
 */
static bool keep(struct model *now, const struct model *then,
		 struct task **doubtful, size_t *count)
{
	struct copies copies = { .count = 0 };
	const size_t most = most_asked(then);
	size_t i, j = 0;
	bool few = true;

	for (i = 0; i < now->count && few; i++) {
		struct task *task = &now->task[i];
		const struct task *before;

		if (!(task->raw.flags & PROCSCOPE_TASK_UNCHANGED))
			continue;
		while (j < then->count &&
		       then->task[j].raw.tid < task->raw.tid)
			j++;
		before = &then->task[j];
		if (j < then->count && before->raw.tid == task->raw.tid &&
		    !may_have_run(before, task) &&
		    is_same_sleep(before, task) && is_certain(then, before)) {
			keep_stack(now, &task->stack, &before->stack, &copies);
			if (is_woken(before, task))
				continue;
			keep_wait(now, task, before->wait, &copies);
			task->raw.breakable = before->raw.breakable;
		} else if (*count < most) {
			doubtful[(*count)++] = task;
		} else {
			few = false;
		}
	}
	copies_free(&copies);
	return few;
}

/* Return: whether it is still there. */
static bool ask_for(struct model *now, struct task *task,
		    const struct procscope_ask *ask)
{
	const struct procscope_ask one = {
		.parts = ask->parts,
		.tid = task->raw.tid,
	};
	struct task *found;
	struct model model;

	look(&model, &one);
	found = model_find(&model, task->raw.tid);
	if (found) {
		*task = *found;
		store_join(&now->store, &model.store);
	}
	model_free(&model);
	return found;
}

static void drop_gone(struct model *model)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < model->count; i++)
		if (model->task[i].raw.tid)
			model->task[count++] = model->task[i];
	model->count = count;
}

void again_look(struct model *now, const struct model *then,
		const struct procscope_ask *ask)
{
	struct task *doubtful[MOST_ASKED];
	struct procscope_ask since = *ask;
	size_t count = 0;
	size_t i;

	if (is_base(then, ask) && has_few_doubts(then))
		since.since = then->header.clock;
	look(now, &since);
	/* A kernel or module that does not know of it gives everything. */
	if (!(now->header.flags & PROCSCOPE_HEADER_SINCE))
		return;
	if (!is_alike(then, now) || !keep(now, then, doubtful, &count)) {
		model_free(now);
		look(now, ask);
		return;
	}
	for (i = 0; i < count; i++)
		if (!ask_for(now, doubtful[i], ask))
			doubtful[i]->raw.tid = 0;
	drop_gone(now);
}
