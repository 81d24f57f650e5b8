/* SPDX-License-Identifier: GPL-2.0 */
/* story.h - what keeps a task, in plain words? */
#ifndef PROCSCOPE_STORY_H
#define PROCSCOPE_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct look;
struct model;
struct task;

/**
 * put_doing() - write what a task does, after its name
 * @out: where
 * @model: the snapshot
 * @task: the task
 */
void put_doing(FILE *out, const struct model *model, const struct task *task);

/**
 * put_whereabouts() - write the innermost functions of a task's stack, in a line
 * @out: where; nothing is written of a task that runs, or whose stack can't be
 *	told
 * @task: the task
 * @most: how many
 */
void put_whereabouts(FILE *out, const struct task *task, size_t most);

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
