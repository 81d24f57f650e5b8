/* SPDX-License-Identifier: GPL-2.0 */
/* hops.h - what are the steps of a chain, for programs? */
#ifndef PROCSCOPE_HOPS_H
#define PROCSCOPE_HOPS_H

#include <stdbool.h>
#include <stddef.h>

struct look;
struct ring;
struct table;

/** define HOP_COLUMNS - names of the usual columns */
#define HOP_COLUMNS \
	"CHAIN,HOP,CYCLE,TID,COMM,S,ASLEEP,BREAKABLE,KIND,MODE,LOCK-ID,LOCK,OWNER-TID,SURE"

/**
 * struct hop - one step of a chain: a task, and the lock that it waits for
 * @chain: number of the chain, from 1
 * @number: number of the step, from 1
 * @cycle: what the cycle is that it is a part of, in a word; NULL if it is not
 *	in a ring
 */
struct hop {
	size_t chain;
	size_t number;
	const char *cycle;
};

/**
 * ring_word() - what is a ring?
 * @look: what was seen
 * @ring: one of its rings
 *
 * Return: a word, which programs are promised: the column CYCLE lists them.
 */
const char *ring_word(const struct look *look, const struct ring *ring);

/**
 * hops_put() - enter the chain that begins with a task, a line for each step
 * @table: the table, of ROW_HOP
 * @look: what was seen
 * @from: the task, an index into the model's tasks
 * @chain: number of the chain
 *
 * Return: whether the chain ends in a deadlock.
 */
bool hops_put(struct table *table, const struct look *look, size_t from,
	      size_t chain);

#endif /* PROCSCOPE_HOPS_H */
