/* SPDX-License-Identifier: GPL-2.0 */
/* contenders.h - who is measured, and against whom? */
#ifndef BENCH_CONTENDERS_H
#define BENCH_CONTENDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "count.h"
#include "output.h"
#include "workload.h"

#define AGAINST	4

/**
 * enum gives - what an output has to hold
 * @GIVES_NOTHING: it is empty
 * @GIVES_TASKS: every member of the workload
 * @GIVES_STACKS: a stack of every member
 * @GIVES_WAITERS: every member that waits for a lock
 * @GIVES_DEADLOCK: the deadlock
 *
 * The last two are measured only where there is something to give.
 */
enum gives {
	GIVES_NOTHING = 1,
	GIVES_TASKS,
	GIVES_STACKS,
	GIVES_WAITERS,
	GIVES_DEADLOCK,
};

/**
 * struct contender - one way to look at all tasks
 * @name: what it is called, in the table and to choose it
 * @what: what it is, and what it gives
 * @against: names of those that it is compared to
 * @run: reads everything once, between two looks at the clock; returns 0, or
 *	-1 with errno
 * @path: for @run: a file, or what stands for it
 * @argv: for @run: a command
 * @count: finds out whom the output gives; NULL if nobody
 * @gives: what it has to give
 * @needs: a file that is there where the contender is; or NULL
 */
struct contender {
	const char *name;
	const char *what;
	const char *against[AGAINST];
	int (*run)(const struct contender *contender,
		   const struct workload *workload, struct output *output);
	const char *path;
	const char *const *argv;
	void (*count)(const struct output *output,
		      const struct workload *workload, struct count *count);
	enum gives gives;
	const char *needs;
};

/** contenders - all of them, in the order of the table, which is no ranking */
extern const struct contender contenders[];

/** contender_count - how many they are */
extern const size_t contender_count;

/**
 * contender_find() - by name
 * @name: its name
 *
 * Return: the contender, or NULL.
 */
const struct contender *contender_find(const char *name);

/**
 * contender_fits() - is there anything for it to give?
 * @contender: the contender
 * @workload: what it would look at
 *
 * Return: whether it is to be measured.
 */
bool contender_fits(const struct contender *contender,
		    const struct workload *workload);

/**
 * contender_is_complete() - did it give what it has to?
 * @contender: the contender
 * @count: what its output gave
 * @workload: what it was to look at
 *
 * Return: whether nobody was missing.
 */
bool contender_is_complete(const struct contender *contender,
			   const struct count *count,
			   const struct workload *workload);

#endif /* BENCH_CONTENDERS_H */
