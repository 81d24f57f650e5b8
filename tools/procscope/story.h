/* SPDX-License-Identifier: GPL-2.0 */
/* story.h - what keeps a task, in plain words? */
#ifndef PROCSCOPE_STORY_H
#define PROCSCOPE_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct look;

/**
 * story_tell() - write the chain that begins with a task, and the way out
 * @out: where
 * @look: what was seen
 * @from: the task, an index into the model's tasks
 *
 * Return: whether the chain ends in a deadlock.
 */
bool story_tell(FILE *out, const struct look *look, size_t from);

#endif /* PROCSCOPE_STORY_H */
