/* SPDX-License-Identifier: GPL-2.0 */
/* wayout.h - what would set the tasks of a chain free? */
#ifndef PROCSCOPE_WAYOUT_H
#define PROCSCOPE_WAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct look;
struct ring;

/**
 * is_breakable() - can any wait of a cycle end without the lock?
 * @look: what was seen
 * @ring: the cycle
 *
 * Return: whether a signal or a timeout ends one of them.
 */
bool is_breakable(const struct look *look, const struct ring *ring);

/**
 * put_way_out() - write what would set the tasks of a chain free
 * @out: where
 * @look: what was seen
 * @chain: the tasks of the chain, as graph_chain() gives them
 * @count: how many; at least one, and it waits for a lock
 */
void put_way_out(FILE *out, const struct look *look, const size_t *chain,
		 size_t count);

#endif /* PROCSCOPE_WAYOUT_H */
