// SPDX-License-Identifier: GPL-2.0
/* holders.c - who holds what is waited for, where the lock does not say? */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "holders.h"
#include "model.h"
#include "store.h"

/* Steps that are gone to see where a holder's chain leads. */
#define MOST_STEPS	1000

/**
 * struct grip - a task holds a lock
 * @lock: the lock
 * @tid: the task
 * @follow: of the first of a lock: the task that is told as the owner
 */
struct grip {
	__u64 lock;
	int tid;
	int follow;
};

/**
 * struct grips - what all tasks hold for certain
 * @model: the snapshot
 * @grip: by lock, then by tid, each once
 * @count: how many
 * @tid: their tids, in memory of the snapshot
 */
struct grips {
	struct model *model;
	struct grip *grip;
	size_t count;
	int *tid;
};

static int by_lock(const void *a, const void *b)
{
	const struct grip *one = a;
	const struct grip *two = b;

	if (one->lock != two->lock)
		return one->lock < two->lock ? -1 : 1;
	return one->tid < two->tid ? -1 : one->tid > two->tid;
}

/* Of a kind that is not known, the id is none that a wait can have. */
static bool is_sure(const struct held_lock *lock)
{
	return lock->raw.kind && lock->raw.lock &&
	       lock->raw.certainty == PROCSCOPE_OWNER_EXACT;
}

static int gather(struct grips *grips)
{
	struct model *model = grips->model;
	const struct held_lock *lock;
	size_t count = 0;
	size_t room = 0;
	size_t i;

	for (i = 0; i < model->count; i++)
		room += model->task[i].held.count;
	grips->grip = calloc(room + 1, sizeof(*grips->grip));
	grips->tid = store_take(&model->store, room * sizeof(*grips->tid));
	if (!grips->grip || !grips->tid)
		return -ENOMEM;

	for (i = 0; i < model->count; i++)
		for (lock = model->task[i].held.first; lock; lock = lock->next)
			if (is_sure(lock))
				grips->grip[count++] = (struct grip){
					.lock = lock->raw.lock,
					.tid = model->task[i].raw.tid,
				};
	qsort(grips->grip, count, sizeof(*grips->grip), by_lock);

	/* Who reads may do so twice. */
	for (i = 0; i < count; i++) {
		if (i && !by_lock(&grips->grip[i - 1], &grips->grip[i]))
			continue;
		grips->tid[grips->count] = grips->grip[i].tid;
		grips->grip[grips->count++] = grips->grip[i];
	}
	return 0;
}

static size_t first_on(const struct grips *grips, __u64 lock)
{
	size_t low = 0;
	size_t high = grips->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (grips->grip[middle].lock < lock)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool waits(const struct task *task)
{
	return task && task->wait && task->wait->raw.status == PROCSCOPE_OK &&
	       !(task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED);
}

static void give_holders(const struct grips *grips)
{
	const struct model *model = grips->model;
	size_t i;

	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];
		struct wait *wait = task->wait;
		size_t first, end;

		/* Who held it when looked at may not, when it says of itself who does. */
		if (!waits(task) || !wait->raw.lock ||
		    wait->raw.kind >= PROCSCOPE_KIND_COMPLETION ||
		    wait->raw.owner_status == PROCSCOPE_NONE ||
		    wait->raw.owner_status == PROCSCOPE_UNSTABLE ||
		    (wait->raw.owner_status == PROCSCOPE_OK &&
		     wait->raw.certainty == PROCSCOPE_OWNER_EXACT))
			continue;
		first = first_on(grips, wait->raw.lock);
		end = wait->raw.lock == ~0ULL ? grips->count :
		      first_on(grips, wait->raw.lock + 1);
		wait->holder = grips->tid + first;
		wait->holders = end - first;
	}
}

/* Who is in the way of a waiter, by what has been chosen up to now. */
static const struct task *next_of(const struct grips *grips,
				  const struct task *task)
{
	const struct wait *wait = task->wait;
	size_t first = wait->holders ? wait->holder - grips->tid : 0;

	if (wait->holders)
		return model_find(grips->model, grips->grip[first].follow);
	return wait->raw.owner_status == PROCSCOPE_OK ?
	       model_find(grips->model, wait->raw.owner) : NULL;
}

static bool comes_back(const struct grips *grips, const struct task *task,
		       __u64 lock)
{
	int step;

	for (step = 0; step < MOST_STEPS && waits(task); step++) {
		if (task->wait->raw.lock == lock)
			return true;
		task = next_of(grips, task);
	}
	return false;
}

/* @first: number of the first of a lock's. */
static int choose(const struct grips *grips, size_t first, bool back)
{
	const struct grip *grip = grips->grip;
	__u64 lock = grip[first].lock;
	size_t i;

	for (i = first; i < grips->count && grip[i].lock == lock; i++) {
		const struct task *task = model_find(grips->model, grip[i].tid);

		if (back ? comes_back(grips, task, lock) : waits(task))
			return grip[i].tid;
	}
	return back ? grip[first].follow : grip[first].tid;
}

/* The first time each looks at itself, the second time at the others' choices. */
static void follow(const struct grips *grips)
{
	int back;
	size_t i;

	for (back = 0; back < 2; back++)
		for (i = 0; i < grips->count; i++)
			if (!i || grips->grip[i].lock != grips->grip[i - 1].lock)
				grips->grip[i].follow = choose(grips, i, back);
}

/*
 * The last reader that a lock names has left it, if what it holds is known; else it
 * may have come after the others were looked at, as has whoever it names that has it
 * for itself. Of a percpu_rwsem that is a writer that waits for these others.
 */
static bool is_denied(const struct model *model, const struct wait *wait)
{
	const struct task *named;
	size_t i;

	if (wait->raw.owner_status != PROCSCOPE_OK)
		return false;
	for (i = 0; i < wait->holders; i++)
		if (wait->holder[i] == wait->raw.owner)
			return false;
	if (!wait->raw.readers && wait->raw.kind != PROCSCOPE_KIND_PERCPU_RWSEM)
		return true;
	named = model_find(model, wait->raw.owner);
	return !named || (named->held.status &&
			  named->held.status != PROCSCOPE_OK &&
			  named->held.status != PROCSCOPE_NONE);
}

static void tell_owners(const struct grips *grips)
{
	const struct model *model = grips->model;
	size_t i;

	for (i = 0; i < model->count; i++) {
		struct wait *wait = model->task[i].wait;
		bool denied;

		if (!wait || !wait->holders)
			continue;
		denied = is_denied(model, wait);
		wait->raw.owner =
			grips->grip[wait->holder - grips->tid].follow;
		wait->raw.owner_status = PROCSCOPE_OK;
		wait->raw.certainty = denied ? PROCSCOPE_OWNER_HINT :
					       PROCSCOPE_OWNER_EXACT;
		wait->owner_reason = denied ?
			"it held the lock, which has another one on record" :
			NULL;
	}
}

int holders_find(struct model *model)
{
	struct grips grips = { .model = model };
	int ret = gather(&grips);

	if (!ret) {
		give_holders(&grips);
		follow(&grips);
		tell_owners(&grips);
	}
	free(grips.grip);
	return ret;
}
