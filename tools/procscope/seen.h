/* SPDX-License-Identifier: GPL-2.0 */
/* seen.h - what was looked at, and what of it could not be told? */
#ifndef PROCSCOPE_SEEN_H
#define PROCSCOPE_SEEN_H

#include <stdio.h>
#include "model.h"

/**
 * struct seen - how many tasks were seen
 * @tasks: all of them
 * @blocked: asleep for a lock
 * @granted: given a lock that they were asleep for, and about to wake
 * @unresolved: of which it can't be told
 */
struct seen {
	size_t tasks;
	size_t blocked;
	size_t granted;
	size_t unresolved;
};

/**
 * seen_count() - count the tasks of a snapshot
 * @seen: filled
 * @model: the snapshot
 */
void seen_count(struct seen *seen, const struct model *model);

/**
 * put_seen() - write how much of the system a view rests on
 * @out: where
 * @model: the snapshot
 */
void put_seen(FILE *out, const struct model *model);

#endif /* PROCSCOPE_SEEN_H */
