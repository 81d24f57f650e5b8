/* SPDX-License-Identifier: GPL-2.0 */
/* processes.h - which tasks of a process live? */
#ifndef PROCSCOPE_PROCESSES_H
#define PROCSCOPE_PROCESSES_H

#include <stddef.h>
#include "model.h"

/**
 * struct process - what lives of a process
 * @live: how many tasks of it have not ended
 * @one: its leader, if that has not; else the first of them; or NULL
 * @keeper: the first that SIGKILL does not reach: it has to go on before the process
 *	can end; or NULL
 */
struct process {
	size_t live;
	const struct task *one;
	const struct task *keeper;
};

/**
 * processes_find() - gather the tasks of all processes
 * @model: the snapshot; must live as long as what is returned
 *
 * Return: to be freed with free(); a process has the place that its leader has among
 * the tasks of @model, whether that lives or not. NULL without memory.
 */
struct process *processes_find(const struct model *model);

#endif /* PROCSCOPE_PROCESSES_H */
