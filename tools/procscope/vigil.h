/* SPDX-License-Identifier: GPL-2.0 */
/* vigil.h - who has not come on for how long, and who has come on again? */
#ifndef PROCSCOPE_VIGIL_H
#define PROCSCOPE_VIGIL_H

#include <stdbool.h>
#include <stddef.h>
#include "model.h"

/**
 * struct watched - a task that has not come on since it was first seen so
 * @tid: its number
 * @start: when it was started
 * @nvcsw: its switches, which do not change while it sleeps
 * @nivcsw: likewise
 * @comm: its name
 * @since: when it was seen asleep in this wait first: seconds, as all times here,
 *	of a clock of the caller's
 * @until: when it was last seen so
 * @is_told: who looks on was told that it is stuck
 * @has_ended: of one that has left: by its end
 */
struct watched {
	int tid;
	__u64 start;
	__u64 nvcsw;
	__u64 nivcsw;
	__u8 comm[PROCSCOPE_COMM_LEN];
	double since;
	double until;
	bool is_told;
	bool has_ended;
};

/**
 * struct vigil - what several looks have seen of those that wait
 * @task: those that are held up now, by rising tid
 * @count: how many
 * @left: those of the look before that were told and are held up no more
 * @lefts: how many
 *
 * All zeros at first. It has no more than what is held up at one look: nothing of
 * it grows with the number of looks.
 */
struct vigil {
	struct watched *task;
	size_t count;
	struct watched *left;
	size_t lefts;
};

/**
 * vigil_look() - take in what a look has seen
 * @vigil: the vigil
 * @model: the look
 * @before: the time before it
 * @after: the time after it
 *
 * A task whose switches are those of the look before has not come on: it is in
 * the same wait, whatever else can be told of it now.
 *
 * Return: 0 or -ENOMEM.
 */
int vigil_look(struct vigil *vigil, const struct model *model, double before,
	       double after);

/**
 * vigil_lasts() - for how long has a task been held up?
 * @watched: the task
 *
 * Return: seconds, not more than it was.
 */
double vigil_lasts(const struct watched *watched);

/**
 * vigil_holds() - is a task still where the last look saw it?
 * @watched: the task as it was seen
 * @task: the same number in another snapshot
 *
 * Return: whether it is the same task, in the same sleep.
 */
bool vigil_holds(const struct watched *watched, const struct task *task);

/**
 * vigil_free() - give back what vigil_look() took
 * @vigil: the vigil; empty then
 */
void vigil_free(struct vigil *vigil);

#endif /* PROCSCOPE_VIGIL_H */
