// SPDX-License-Identifier: GPL-2.0
/* processes.c - which tasks of a process live? */
#include <stdbool.h>
#include <stdlib.h>

#include "processes.h"

static bool is_live(const struct task *task)
{
	return task->raw.state != 'Z' && task->raw.state != 'X';
}

static bool is_unkillable(const struct task *task)
{
	return task->raw.state == 'D' &&
	       task->raw.asleep_status == PROCSCOPE_OK &&
	       !(task->raw.breakable &
		 (PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL));
}

struct process *processes_find(const struct model *model)
{
	struct process *all = calloc(model->count + 1, sizeof(*all));
	size_t i;

	for (i = 0; all && i < model->count; i++) {
		const struct task *task = &model->task[i];
		const struct task *leader = model_find(model, task->raw.tgid);
		struct process *process;

		if (!leader || !is_live(task))
			continue;
		process = &all[leader - model->task];
		process->live++;
		if (!process->one || task == leader)
			process->one = task;
		if (!process->keeper && is_unkillable(task))
			process->keeper = task;
	}
	return all;
}
