/* SPDX-License-Identifier: GPL-2.0 */
/* loops.h - /proc, task by task, as fast as a C program can */
#ifndef BENCH_LOOPS_H
#define BENCH_LOOPS_H

#include "output.h"

/**
 * loop_over() - read one file of every task
 * @name: the file's name in /proc/TGID/task/TID
 * @output: receives for each task its tid on a line, then what the file holds
 *
 * A task that ends meanwhile is left out.
 *
 * Return: 0, or -1 with errno.
 */
int loop_over(const char *name, struct output *output);

#endif /* BENCH_LOOPS_H */
