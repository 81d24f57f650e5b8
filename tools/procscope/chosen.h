/* SPDX-License-Identifier: GPL-2.0 */
/* chosen.h - which tasks were named? */
#ifndef PROCSCOPE_CHOSEN_H
#define PROCSCOPE_CHOSEN_H

#include <stddef.h>

struct model;
struct request;
struct task;

/**
 * chosen_tasks() - the tasks that were named, or all
 * @model: the snapshot
 * @request: what names them
 * @status: set to EXIT_FAILURE if one is not there, after a line about it
 * @count: receives how many
 *
 * Return: the tasks, each once, by rising tid; to be freed.
 */
const struct task **chosen_tasks(const struct model *model,
				 const struct request *request, int *status,
				 size_t *count);

#endif /* PROCSCOPE_CHOSEN_H */
