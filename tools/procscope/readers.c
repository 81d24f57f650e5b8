// SPDX-License-Identifier: GPL-2.0
/*
 * readers.c - who may hold what does not say who does?
 *
 * A lock of readers has their number, and one of them on record, which may have let
 * go; a percpu_rwsem has neither. Who holds it has to know it: so the kernel is asked
 * whose stacks refer to it. Some of these may have let go as well, and others may hold
 * it whose stacks do not: all of them are hints.
 */
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>

#include "awaited.h"
#include "bytes.h"
#include "entry.h"
#include "model.h"
#include "readers.h"
#include "store.h"
#include "words.h"

/* Each is one more pass over all tasks. */
#define MOST_LOCKS	16

/* Steps that are gone to see where a chain leads. */
#define MOST_STEPS	1000

/**
 * struct candidate - a task that may hold a lock
 * @tid: the task
 * @strength: how much speaks for it
 * @by_lock: it has the lock's address
 * @is_last: it is the last reader on record
 */
struct candidate {
	int tid;
	int strength;
	bool by_lock;
	bool is_last;
};

/**
 * struct shared - a lock that readers hold
 * @lock: its id
 * @candidate: those that may hold it, the best first
 * @count: how many; 0 if nobody refers to it, or that can't be told
 * @tid: their tids, in memory of the snapshot
 */
struct shared {
	__u64 lock;
	struct candidate *candidate;
	size_t count;
	int *tid;
};

/**
 * struct search - what has been found
 * @model: the snapshot
 * @shared: locks that were asked for
 * @count: how many
 * @deaf: the module does not know of such an ask
 * @reason: of each task: why it was told no owner, or but a hint
 */
struct search {
	struct model *model;
	const char **reason;
	struct shared shared[MOST_LOCKS];
	size_t count;
	bool deaf;
};

/*
 * Of a percpu_rwsem, the kernel itself says nothing or what is sure. And a file
 * system's is nobody's to give back, once that is frozen.
 */
static bool is_percpu(const struct wait *wait)
{
	return wait->raw.kind == PROCSCOPE_KIND_PERCPU_RWSEM &&
	       (wait->raw.owner_status != PROCSCOPE_OK ||
		wait->raw.certainty == PROCSCOPE_OWNER_HINT) &&
	       !is_frozen(wait);
}

static bool is_shared(const struct task *task)
{
	const struct wait *wait = task->wait;

	if (!has_wait(task) || !wait->raw.lock || wait->holders)
		return false;
	return is_percpu(wait) ||
	       (wait->raw.kind == PROCSCOPE_KIND_RWSEM && wait->raw.readers);
}

static struct shared *find_shared(struct search *search, __u64 lock)
{
	size_t i;

	for (i = 0; i < search->count; i++)
		if (search->shared[i].lock == lock)
			return &search->shared[i];
	return NULL;
}

/* Whoever has run since then may have taken it, or have given it back. */
static bool has_stayed(const struct task *then, const struct task *now)
{
	return then && then->raw.start == now->raw.start &&
	       then->raw.nvcsw == now->raw.nvcsw &&
	       then->raw.nivcsw == now->raw.nivcsw;
}

static int by_strength(const void *a, const void *b)
{
	const struct candidate *one = a;
	const struct candidate *two = b;

	if (one->strength != two->strength)
		return one->strength > two->strength ? -1 : 1;
	return one->tid < two->tid ? -1 : one->tid > two->tid;
}

/*
 * The struct around a lock is in use for other things as well: those who know no
 * more than that do not count beside enough others. To be the last reader on
 * record puts a task first, but no other one out: it may just have let go.
 * @readers: 0 if their number is not known
 */
static size_t count_of(const struct shared *shared, unsigned int readers)
{
	size_t strong = 0;

	while (strong < shared->count &&
	       (shared->candidate[strong].by_lock ||
		shared->candidate[strong].is_last))
		strong++;
	return strong && strong >= readers ? strong : shared->count;
}

static void take_candidates(struct search *search, struct shared *shared,
			    const struct task *waiter, const struct model *now)
{
	struct model *model = search->model;
	const struct wait *wait = waiter->wait;
	size_t i;

	shared->candidate = calloc(now->count + 1, sizeof(*shared->candidate));
	if (!shared->candidate)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < now->count; i++) {
		const struct task *task = &now->task[i];
		struct candidate *candidate;

		if (task->reference.status != PROCSCOPE_OK ||
		    !has_stayed(model_find(model, task->raw.tid), task))
			continue;
		candidate = &shared->candidate[shared->count++];
		candidate->tid = task->raw.tid;
		candidate->by_lock = task->reference.lock;
		candidate->is_last = wait->raw.owner_status == PROCSCOPE_OK &&
				     wait->raw.owner == task->raw.tid;
		candidate->strength = 4 * candidate->by_lock +
				      2 * candidate->is_last +
				      !!task->reference.object;
	}
	qsort(shared->candidate, shared->count, sizeof(*shared->candidate),
	      by_strength);
	shared->count = count_of(shared, wait->raw.readers);
	shared->tid = store_take(&model->store,
				 shared->count * sizeof(*shared->tid));
	if (!shared->tid)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < shared->count; i++)
		shared->tid[i] = shared->candidate[i].tid;
}

/* Return: the lock, or NULL if there is no more to be asked for. */
static struct shared *seek(struct search *search, const struct task *waiter)
{
	const struct procscope_ask ask = {
		.parts = PROCSCOPE_PART_WAIT,
		.waiter = waiter->raw.tid,
	};
	struct shared *shared;
	struct bytes bytes;
	struct model now;

	if (search->deaf || search->count == MOST_LOCKS)
		return NULL;
	shared = &search->shared[search->count++];
	shared->lock = waiter->wait->raw.lock;
	entry_look(&now, &ask, &bytes);
	bytes_free(&bytes);
	search->deaf = now.header.ask.waiter != ask.waiter;
	if (!search->deaf && now.sought.status == PROCSCOPE_OK &&
	    now.sought.lock == shared->lock &&
	    now.header.load == search->model->header.load)
		take_candidates(search, shared, waiter, &now);
	model_free(&now);
	return shared;
}

static const struct task *owner_of(const struct search *search,
				   const struct task *task)
{
	return task->wait->raw.owner_status == PROCSCOPE_OK ?
	       model_find(search->model, task->wait->raw.owner) : NULL;
}

/* Ask for what a chain, and those of all candidates, lead to. */
static void walk(struct search *search, const struct task *task)
{
	struct shared *shared = NULL;
	int step;
	size_t i;

	for (step = 0; step < MOST_STEPS && task && has_wait(task); step++) {
		if (is_shared(task)) {
			if (find_shared(search, task->wait->raw.lock))
				return;
			shared = seek(search, task);
			if (shared && shared->count)
				break;
		}
		task = owner_of(search, task);
		shared = NULL;
	}
	for (i = 0; shared && i < shared->count; i++)
		walk(search, model_find(search->model, shared->tid[i]));
}

/* What was waited for longest comes first: not all may be asked for. */
static void walk_all(struct search *search)
{
	const struct model *model = search->model;
	const struct task *longest;
	size_t i;

	do {
		longest = NULL;
		for (i = 0; i < model->count; i++) {
			const struct task *task = &model->task[i];

			if (is_shared(task) &&
			    !find_shared(search, task->wait->raw.lock) &&
			    (!longest ||
			     task->raw.asleep > longest->raw.asleep))
				longest = task;
		}
	} while (longest && seek(search, longest));
}

static bool comes_back(const struct search *search, int tid, __u64 lock)
{
	const struct task *task = model_find(search->model, tid);
	int step;

	for (step = 0; step < MOST_STEPS && task && has_wait(task); step++) {
		if (task->wait->raw.lock == lock)
			return true;
		task = owner_of(search, task);
	}
	return false;
}

static const struct candidate *choose(const struct search *search,
				      const struct shared *shared, bool back)
{
	size_t i;

	for (i = 0; i < shared->count; i++) {
		int tid = shared->tid[i];

		if (back ? comes_back(search, tid, shared->lock) :
			   has_wait(model_find(search->model, tid)))
			return &shared->candidate[i];
	}
	return shared->count == 1 ? shared->candidate : NULL;
}

static const char *reason_of(const struct candidate *candidate)
{
	if (candidate->by_lock)
		return candidate->is_last ?
		       "last reader on record, and its stack refers to the lock" :
		       "its stack refers to the lock";
	return candidate->is_last ?
	       "last reader on record, and its stack refers to what the lock is in" :
	       "its stack refers to what the lock is in";
}

static void tell(const struct search *search, const struct shared *shared,
		 const struct candidate *owner)
{
	const struct model *model = search->model;
	size_t i;

	for (i = 0; i < model->count; i++) {
		struct wait *wait = model->task[i].wait;

		if (!is_shared(&model->task[i]) ||
		    wait->raw.lock != shared->lock)
			continue;
		wait->candidate = shared->tid;
		wait->candidates = shared->count;
		wait->raw.owner_status = owner ? PROCSCOPE_OK :
						 PROCSCOPE_UNAVAILABLE;
		wait->raw.owner = owner ? owner->tid : 0;
		wait->raw.certainty = owner ? PROCSCOPE_OWNER_HINT : 0;
		wait->owner_reason = owner ? reason_of(owner) :
				     is_percpu(wait) ? search->reason[i] :
						       "held by readers";
	}
}

void readers_find(struct model *model, int tid)
{
	struct search search = { .model = model };
	int back;
	size_t i;

	search.reason = calloc(model->count + 1, sizeof(*search.reason));
	if (!search.reason)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < model->count; i++)
		if (model->task[i].wait)
			search.reason[i] = model->task[i].wait->owner_reason;
	if (tid)
		walk(&search, model_find(model, tid));
	else
		walk_all(&search);

	/* The second time each looks at the others' choices. */
	for (back = 0; back < 2; back++)
		for (i = 0; i < search.count; i++)
			if (search.shared[i].count)
				tell(&search, &search.shared[i],
				     choose(&search, &search.shared[i], back));
	for (i = 0; i < search.count; i++)
		free(search.shared[i].candidate);
	free(search.reason);
}
