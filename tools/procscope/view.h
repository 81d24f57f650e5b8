/* SPDX-License-Identifier: GPL-2.0 */
/* view.h - what each subcommand is */
#ifndef PROCSCOPE_VIEW_H
#define PROCSCOPE_VIEW_H

#include <stddef.h>
#include "columns.h"

/**
 * struct view - one subcommand
 * @name: what it is called
 * @arguments: what may follow the name, for the usage line
 * @summary: what it answers, in a line
 * @details: more about it, whole lines
 * @column: columns of its table
 * @columns: how many; 0 if it prints no table
 * @least: how many tids it needs
 * @most: how many tids it takes
 * @show: answer; @tid are @count tids that were given, each greater than 0;
 *	returns the exit code
 */
struct view {
	const char *name;
	const char *arguments;
	const char *summary;
	const char *details;
	const enum column *column;
	size_t columns;
	size_t least;
	size_t most;
	int (*show)(const int *tid, size_t count);
};

extern const struct view view_ps;
extern const struct view view_stack;
extern const struct view view_locks;
extern const struct view view_why;
extern const struct view view_deadlocks;

#endif /* PROCSCOPE_VIEW_H */
