/* SPDX-License-Identifier: GPL-2.0 */
/* progress.h - has a task come on between two snapshots? */
#ifndef PROCSCOPE_PROGRESS_H
#define PROCSCOPE_PROGRESS_H

#include "model.h"

/**
 * enum progress - what became of a task that was stuck, the worst first
 * @PROGRESS_STUCK: it has not run: the same stack, the same switch counts, and
 *	the same lock of the same owner, or the same sleep in D for no lock
 * @PROGRESS_MOVING: it waits for the same lock, which another task owns now
 * @PROGRESS_SLOW: it waits again, or sleeps in D, but has run
 * @PROGRESS_FREE: it was not stuck at both looks
 */
enum progress {
	PROGRESS_STUCK,
	PROGRESS_MOVING,
	PROGRESS_SLOW,
	PROGRESS_FREE,
};

/** progress_name() - Return: the word for it */
const char *progress_name(enum progress progress);

/**
 * progress_of() - compare a task with itself
 * @then: the task in the earlier snapshot
 * @now: the same task in the later one, of the same load of the module
 *
 * Return: what became of it.
 */
enum progress progress_of(const struct task *then, const struct task *now);

#endif /* PROCSCOPE_PROGRESS_H */
