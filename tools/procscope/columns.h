/* SPDX-License-Identifier: GPL-2.0 */
/* columns.h - what can stand in a table? */
#ifndef PROCSCOPE_COLUMNS_H
#define PROCSCOPE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "model.h"
#include "progress.h"

struct contended;
struct graph;
struct hop;
struct pile;
struct root;

/* What the lines of a table are about, bits of column.rows. */
#define ROW_TASK	0x1
#define ROW_LOCK	0x2
#define ROW_PILE	0x4
#define ROW_ROOT	0x8
#define ROW_PAIR	0x10
#define ROW_HOP		0x20
#define ROW_HELD	0x40

/**
 * struct row - what a line of a table is about; each view fills what it has
 * @model: the snapshot
 * @plain: for programs: durations are seconds
 * @task: a task
 * @lock: a contended lock; with @task: the lock that this task waits for
 * @pile: tasks with equal stacks
 * @root: what a task keeps, with @task
 * @graph: who waits for whom, with @root
 * @progress: what became of a task, with @task
 * @hop: which step of a chain it is, with @task
 * @held: a lock that @task holds; NULL where that can't be told
 */
struct row {
	const struct model *model;
	bool plain;
	const struct task *task;
	const struct contended *lock;
	const struct pile *pile;
	const struct root *root;
	const struct graph *graph;
	enum progress progress;
	const struct hop *hop;
	const struct held_lock *held;
};

/**
 * enum fact - what is known of what stands in a cell
 * @FACT_GIVEN: it was written
 * @FACT_NONE: there is none
 * @FACT_UNKNOWN: it can't be told; why was written
 * @FACT_ELSEWHERE: this line is not about it
 */
enum fact {
	FACT_GIVEN,
	FACT_NONE,
	FACT_UNKNOWN,
	FACT_ELSEWHERE,
};

/**
 * struct column - a column; its name and type are promised
 * @name: what it is called
 * @rows: ROW_* that it can be a column of
 * @parts: PROCSCOPE_PART_* that it is made of
 * @is_number: in JSON it is a number, else a string
 * @can_lack: it can be FACT_UNKNOWN
 * @is_narrow: in a table there is no room to say why
 * @has_lines: its lines are broken already
 * @tells_paths: it tells paths as they are mounted
 * @width: as for libsmartcols
 * @flags: SCOLS_FL_*
 * @put: write it
 * @help: what it means
 */
struct column {
	const char *name;
	unsigned int rows;
	__u64 parts;
	bool is_number;
	bool can_lack;
	bool is_narrow;
	bool has_lines;
	bool tells_paths;
	double width;
	int flags;
	enum fact (*put)(FILE *out, const struct row *row);
	const char *help;
};

/** define MOST_COLUMNS - more than there are */
#define MOST_COLUMNS	64

/**
 * struct columns - the columns of one table
 * @column: the columns, each once
 * @count: how many
 */
struct columns {
	const struct column *column[MOST_COLUMNS];
	size_t count;
};

/**
 * columns_choose() - find columns by their names
 * @columns: filled
 * @rows: ROW_* of the table
 * @usual: names of the columns that it has if nothing is wanted
 * @wanted: names, separated by commas; with a + before them they are added to
 *	the usual ones; or NULL
 *
 * Return: whether all names are known; if not, one line names all that are
 * not.
 */
bool columns_choose(struct columns *columns, unsigned int rows,
		    const char *usual, const char *wanted);

/**
 * columns_parts() - what must be asked for to fill a table
 * @columns: its columns
 *
 * Return: PROCSCOPE_PART_*.
 */
__u64 columns_parts(const struct columns *columns);

/**
 * columns_tell_paths() - do they tell paths as they are mounted?
 * @columns: columns of a table
 *
 * Return: whether one of them does.
 */
bool columns_tell_paths(const struct columns *columns);

/**
 * columns_list() - list all columns with what they mean, one in a line
 * @out: where
 * @rows: ROW_* of the table
 */
void columns_list(FILE *out, unsigned int rows);

#endif /* PROCSCOPE_COLUMNS_H */
