/* SPDX-License-Identifier: GPL-2.0 */
/* hold.h - the fixture that lets tasks hold locks and wait for them */
#ifndef BENCH_HOLD_H
#define BENCH_HOLD_H

#include <stddef.h>

/**
 * hold_do() - carry out steps, see selftests/fixtures/hold.c
 * @steps: the steps
 *
 * Returns when they are done and all locks are given back.
 */
void hold_do(const char *steps);

/**
 * hold_blocked() - ask who is at a step that takes a lock
 *
 * Return: how many tasks are.
 */
size_t hold_blocked(void);

#endif /* BENCH_HOLD_H */
