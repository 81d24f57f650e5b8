// SPDX-License-Identifier: GPL-2.0
/* progress.c - has a task come on between two snapshots? */
#include <stdbool.h>

#include "piles.h"
#include "progress.h"
#include "words.h"

const char *progress_name(enum progress progress)
{
	switch (progress) {
	case PROGRESS_STUCK:
		return "stuck";
	case PROGRESS_MOVING:
		return "moving";
	case PROGRESS_SLOW:
		return "slow";
	case PROGRESS_FREE:
		break;
	}
	return "free";
}

static bool is_stuck(const struct task *task)
{
	return is_waiting(task) || task->raw.state == 'D';
}

static bool has_run(const struct task *then, const struct task *now)
{
	if (then->raw.nvcsw != now->raw.nvcsw ||
	    then->raw.nivcsw != now->raw.nivcsw)
		return true;
	/* A stack that can't be told, or was not asked for, tells nothing. */
	return then->stack.status == PROCSCOPE_OK &&
	       now->stack.status == PROCSCOPE_OK &&
	       !is_same_stack(&then->stack, &now->stack);
}

static bool has_exact_owner(const struct wait *wait)
{
	return wait->raw.owner_status == PROCSCOPE_OK &&
	       wait->raw.certainty == PROCSCOPE_OWNER_EXACT;
}

/*
 * Who had it for sure has let go, whoever has it now. A hint may be gone while the lock
 * stays where it is.
 */
static bool has_other_owner(const struct wait *then, const struct wait *now)
{
	if (!has_exact_owner(then))
		return false;
	return now->raw.owner_status == PROCSCOPE_OK ?
	       now->raw.owner != then->raw.owner : now->raw.readers;
}

enum progress progress_of(const struct task *then, const struct task *now)
{
	bool waits = is_waiting(then) && is_waiting(now);
	bool same = waits && then->wait->raw.lock == now->wait->raw.lock;

	if (!is_stuck(then) || !is_stuck(now))
		return PROGRESS_FREE;
	/* What is not known need not be the same. */
	if (same && now->wait->raw.lock &&
	    has_other_owner(then->wait, now->wait))
		return PROGRESS_MOVING;
	if (has_run(then, now) || (waits && !same))
		return PROGRESS_SLOW;
	return PROGRESS_STUCK;
}
