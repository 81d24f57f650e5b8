// SPDX-License-Identifier: GPL-2.0
/*
 * vigil.c - who has not come on for how long, and who has come on again?
 *
 * That a task waits for the same lock at two looks says little: it may have had
 * it in between. But who has not been switched has not run, and so is in the one
 * wait all the time.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vigil.h"
#include "words.h"

static bool is_asleep(const struct task *task)
{
	return !(task->raw.flags & PROCSCOPE_TASK_RUNNING) &&
	       (task->raw.state == 'S' || task->raw.state == 'D' ||
		task->raw.state == 'I');
}

static bool is_dead(const struct task *task)
{
	return task->raw.state == 'Z' || task->raw.state == 'X';
}

/*
 * Does it sleep for what it should get soon? Threads that have nothing to do
 * sleep for a completion, too, but not in D.
 */
static bool is_held_up(const struct task *task)
{
	const struct wait *wait = task->wait;

	if (!is_asleep(task) ||
	    (wait && wait->raw.flags & PROCSCOPE_WAIT_GRANTED))
		return false;
	if (task->raw.state == 'D')
		return true;
	return is_waiting(task) &&
	       wait->raw.kind != PROCSCOPE_KIND_COMPLETION;
}

bool vigil_holds(const struct watched *watched, const struct task *task)
{
	return watched->tid == task->raw.tid &&
	       watched->start == task->raw.start &&
	       watched->nvcsw == task->raw.nvcsw &&
	       watched->nivcsw == task->raw.nivcsw && is_asleep(task);
}

double vigil_lasts(const struct watched *watched)
{
	return watched->until - watched->since;
}

/* A look takes time: when in it a task was seen is not known. */
static struct watched begin(const struct task *task, double after)
{
	struct watched watched = {
		.tid = task->raw.tid,
		.start = task->raw.start,
		.nvcsw = task->raw.nvcsw,
		.nivcsw = task->raw.nivcsw,
		.since = after,
		.until = after,
	};

	memcpy(watched.comm, task->raw.comm, sizeof(watched.comm));
	return watched;
}

static void leave(struct vigil *vigil, const struct watched *watched,
		  bool has_ended)
{
	if (!watched->is_told)
		return;
	vigil->left[vigil->lefts] = *watched;
	vigil->left[vigil->lefts++].has_ended = has_ended;
}

/* @then: the same number at the look before, or NULL. */
static void take_in(struct vigil *vigil, const struct watched *then,
		    const struct task *task, double before, double after)
{
	struct watched *now = &vigil->task[vigil->count];

	if (then && vigil_holds(then, task)) {
		*now = *then;
		if (before > now->until)
			now->until = before;
		vigil->count++;
		return;
	}
	if (then)
		leave(vigil, then,
		      then->start != task->raw.start || is_dead(task));
	if (is_held_up(task)) {
		*now = begin(task, after);
		vigil->count++;
	}
}

/* No more than those that were held up or are. */
static size_t room_for(const struct vigil *vigil, const struct model *model)
{
	size_t room = vigil->count + 1;
	size_t i;

	for (i = 0; i < model->count; i++)
		room += is_held_up(&model->task[i]);
	return room;
}

int vigil_look(struct vigil *vigil, const struct model *model, double before,
	       double after)
{
	struct vigil then = *vigil;
	size_t i, j = 0;

	*vigil = (struct vigil){
		.task = calloc(room_for(&then, model), sizeof(*vigil->task)),
		.left = calloc(then.count + 1, sizeof(*vigil->left)),
	};
	if (!vigil->task || !vigil->left) {
		vigil_free(&then);
		return -ENOMEM;
	}
	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];
		bool was;

		while (j < then.count && then.task[j].tid < task->raw.tid)
			leave(vigil, &then.task[j++], true);
		was = j < then.count && then.task[j].tid == task->raw.tid;
		take_in(vigil, was ? &then.task[j] : NULL, task, before, after);
		j += was;
	}
	while (j < then.count)
		leave(vigil, &then.task[j++], true);
	vigil_free(&then);
	return 0;
}

void vigil_free(struct vigil *vigil)
{
	free(vigil->task);
	free(vigil->left);
	memset(vigil, 0, sizeof(*vigil));
}
