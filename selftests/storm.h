/* SPDX-License-Identifier: GPL-2.0 */
/* storm.h - tasks that fall asleep and wake all the time, and tell the truth */
#ifndef SELFTESTS_STORM_H
#define SELFTESTS_STORM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "procscope.h"

/**
 * struct storm_truth - what is so, if a task sleeps for it
 * @kind: enum procscope_kind; 0 as long as there is no truth
 * @mode: enum procscope_mode; 0 if there is none, or any
 * @waiter: the task; 0 for whoever waits for @ino
 * @owner: the only one that it may wait for; 0 if there is no such one
 * @has: who has what ends the wait: @owner, and who else it could be; or 0
 * @others: something else has it: a message under way
 * @ino: the inode of what is waited for, or 0
 * @place: the address of a futex
 */
struct storm_truth {
	__u32 kind;
	__u32 mode;
	pid_t waiter;
	pid_t owner;
	pid_t has[2];
	bool others;
	__u64 ino;
	__u64 place;
};

/**
 * storm_start() - let the storm begin
 *
 * Return: whether it did.
 */
bool storm_start(void);

/**
 * storm_stop() - end it, and all of its tasks
 *
 * Return: whether all are gone that are the test's own children.
 */
bool storm_stop(void);

/**
 * storm_rounds() - how much has it done so far?
 *
 * Return: how often a truth was told.
 */
unsigned long long storm_rounds(void);

/**
 * storm_truths() - how many truths are told at a time
 */
size_t storm_truths(void);

/**
 * storm_truth() - what is so now?
 * @number: which truth, below storm_truths()
 * @truth: filled
 *
 * Return: a number that is another one as soon as it has changed, and higher by 2 if
 * it has once; 0 while it changes.
 */
unsigned int storm_truth(size_t number, struct storm_truth *truth);

/**
 * storm_waiter() - a task that may be asleep for what a truth is about
 * @number: which truth
 * @truth: what it is
 * @random: any number
 *
 * Return: the task; 0 if none is there yet.
 */
pid_t storm_waiter(size_t number, const struct storm_truth *truth,
		   unsigned int random);

#endif /* SELFTESTS_STORM_H */
