/* SPDX-License-Identifier: GPL-2.0 */
/* command.h - a whole command, from its start to its end */
#ifndef BENCH_COMMAND_H
#define BENCH_COMMAND_H

#include "output.h"

/**
 * command_run() - run a program, and take what it prints
 * @argv: the program and its arguments, NULL at the end
 * @output: receives what it prints
 *
 * What it says on its standard error is dropped: of tasks that end while it
 * looks, some commands complain.
 *
 * Return: its exit status; -1 with errno if it could not be run.
 */
int command_run(const char *const argv[], struct output *output);

#endif /* BENCH_COMMAND_H */
