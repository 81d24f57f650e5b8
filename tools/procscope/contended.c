// SPDX-License-Identifier: GPL-2.0
/* contended.c - which locks are waited for, and by whom? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "contended.h"

static int by_longest(const struct task *one, const struct task *two)
{
	if (one->raw.asleep != two->raw.asleep)
		return one->raw.asleep > two->raw.asleep ? -1 : 1;
	return one->raw.tid < two->raw.tid ? -1 : one->raw.tid > two->raw.tid;
}

static int by_lock(const void *a, const void *b)
{
	const struct task *one = *(const struct task *const *)a;
	const struct task *two = *(const struct task *const *)b;

	if (one->wait->raw.lock != two->wait->raw.lock)
		return one->wait->raw.lock < two->wait->raw.lock ? -1 : 1;
	return by_longest(one, two);
}

static int by_first_waiter(const void *a, const void *b)
{
	const struct contended *one = a;
	const struct contended *two = b;

	return by_longest(one->waiter[0], two->waiter[0]);
}

/* What one that has it already says of the owner is old. */
static bool is_later(const struct task *task, const struct task *latest)
{
	bool given = task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED;
	bool was_given = latest->wait->raw.flags & PROCSCOPE_WAIT_GRANTED;

	/* The kernel looks at tasks by rising tid. */
	return given == was_given ? task->raw.tid > latest->raw.tid : was_given;
}

static void split(struct contention *contention, size_t waiters)
{
	struct contended *lock = NULL;
	size_t i;

	for (i = 0; i < waiters; i++) {
		const struct task **waiter = &contention->waiter[i];

		/* Of one that is not known, nobody knows that it is another's, too. */
		if (!lock || !waiter[0]->wait->raw.lock ||
		    lock->waiter[0]->wait->raw.lock !=
		    waiter[0]->wait->raw.lock) {
			lock = &contention->lock[contention->count++];
			lock->waiter = waiter;
			lock->latest = *waiter;
		}
		if (is_later(*waiter, lock->latest))
			lock->latest = *waiter;
		lock->count++;
	}
}

int contention_find(struct contention *contention, const struct model *model)
{
	size_t waiters = 0;
	size_t i;

	memset(contention, 0, sizeof(*contention));
	contention->waiter = calloc(model->count + 1,
				    sizeof(const struct task *));
	contention->lock = calloc(model->count + 1, sizeof(struct contended));
	if (!contention->waiter || !contention->lock) {
		contention_free(contention);
		return -ENOMEM;
	}

	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];

		if (task->wait && task->wait->raw.status == PROCSCOPE_OK &&
		    task->wait->raw.kind < PROCSCOPE_KIND_COMPLETION)
			contention->waiter[waiters++] = task;
	}
	qsort(contention->waiter, waiters, sizeof(const struct task *),
	      by_lock);
	split(contention, waiters);
	qsort(contention->lock, contention->count, sizeof(struct contended),
	      by_first_waiter);
	return 0;
}

void contention_free(struct contention *contention)
{
	free(contention->waiter);
	free(contention->lock);
	memset(contention, 0, sizeof(*contention));
}
