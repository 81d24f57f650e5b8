/* SPDX-License-Identifier: GPL-2.0 */
/* view.h - what each subcommand is */
#ifndef PROCSCOPE_VIEW_H
#define PROCSCOPE_VIEW_H

#include <stddef.h>
#include "columns.h"
#include "source.h"
#include "table.h"

/**
 * struct request - what a view is asked
 * @source: where to look
 * @columns: columns of the table
 * @style: what the table looks like
 * @folded: stacks are for flame graphs
 * @table: a table is wanted, of a view that can answer in words
 * @part: the tasks that are wanted; of it only flags, tgid and states
 * @interval: seconds between two looks, or 0
 * @looks: how many looks with @interval between them; 0 for no end
 * @stuck: seconds that a task must have been stuck for, or 0
 * @tid: tasks that were named, each greater than 0
 * @argument: the arguments themselves
 * @count: how many
 */
struct request {
	struct source source;
	struct columns columns;
	struct style style;
	bool folded;
	bool table;
	struct procscope_ask part;
	double interval;
	int looks;
	double stuck;
	int *tid;
	char **argument;
	size_t count;
};

/**
 * enum takes - what the arguments of a view are
 * @TAKES_TIDS: numbers of tasks
 * @TAKES_FILES: names of files
 */
enum takes {
	TAKES_TIDS,
	TAKES_FILES,
};

/**
 * struct view - one subcommand
 * @name: what it is called
 * @arguments: what may follow the name, for the usage line
 * @summary: what it answers, in a line
 * @details: more about it, whole lines
 * @rows: ROW_* of its table; 0 if it prints none
 * @columns: names of the usual columns
 * @takes: what its arguments are
 * @least: how many arguments it needs
 * @most: how many it takes
 * @looks: how many files it can look at
 * @takes_part: what it says of some tasks is as true as what it says of all
 * @takes_folded: it can print stacks for flame graphs
 * @takes_interval: it can look twice
 * @takes_count: it can look any number of times
 * @takes_stuck: it tells who is stuck, and looks again and again without an
 *	interval, too
 * @takes_json: it can print JSON, though it prints no table
 * @tells_paths: it tells paths as they are mounted, besides what its columns do
 * @tells_locks: it tells what locks are, besides what its columns do
 * @show: answer; returns the exit code
 */
struct view {
	const char *name;
	const char *arguments;
	const char *summary;
	const char *details;
	unsigned int rows;
	const char *columns;
	enum takes takes;
	size_t least;
	size_t most;
	size_t looks;
	bool takes_part;
	bool takes_folded;
	bool takes_interval;
	bool takes_count;
	bool takes_stuck;
	bool takes_json;
	bool tells_paths;
	bool tells_locks;
	int (*show)(const struct request *request);
};

extern const struct view view_ps;
extern const struct view view_stack;
extern const struct view view_locks;
extern const struct view view_why;
extern const struct view view_deadlocks;
extern const struct view view_roots;
extern const struct view view_held;
extern const struct view view_diff;
extern const struct view view_graph;
extern const struct view view_record;
extern const struct view view_watch;

#endif /* PROCSCOPE_VIEW_H */
