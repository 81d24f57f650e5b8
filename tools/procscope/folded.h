/* SPDX-License-Identifier: GPL-2.0 */
/* folded.h - stacks as programs that draw flame graphs read them */
#ifndef PROCSCOPE_FOLDED_H
#define PROCSCOPE_FOLDED_H

#include <stddef.h>
#include <stdio.h>
#include "model.h"

/**
 * folded_put() - write stacks, equal ones once with how many tasks have them
 * @out: where
 * @task: the tasks
 * @count: how many
 *
 * A line is the task's name, its frames from the outermost on, with ; between
 * them, a space and a number. A ; in a name is written as \x3b. A task whose
 * stack can't be told has one frame, ? and why.
 */
void folded_put(FILE *out, const struct task **task, size_t count);

#endif /* PROCSCOPE_FOLDED_H */
