/* SPDX-License-Identifier: GPL-2.0 */
/* columns.h - what can stand in a table? */
#ifndef PROCSCOPE_COLUMNS_H
#define PROCSCOPE_COLUMNS_H

#include <stddef.h>
#include <stdio.h>
#include "model.h"

struct contended;
struct libscols_line;
struct libscols_table;
struct pile;

/** enum column - every column of every table */
enum column {
	COLUMN_TID,
	COLUMN_TGID,
	COLUMN_STATE,
	COLUMN_ASLEEP,
	COLUMN_WAITS_FOR,
	COLUMN_COMM,
	COLUMN_WAITERS,
	COLUMN_KIND,
	COLUMN_OWNER,
	COLUMN_SURE,
	COLUMN_LOCK,
	COLUMN_COUNT,
	COLUMN_TASKS,
	COLUMN_STACK,
};

/**
 * struct row - what a line of a table is about; each view fills what it has
 * @model: the snapshot
 * @task: a task
 * @lock: a contended lock; with @task: the lock that this task waits for
 * @pile: tasks with equal stacks
 */
struct row {
	const struct model *model;
	const struct task *task;
	const struct contended *lock;
	const struct pile *pile;
};

/**
 * columns_table() - begin a table
 * @column: its columns
 * @count: how many
 *
 * Return: the table, to be freed with scols_unref_table().
 */
struct libscols_table *columns_table(const enum column *column, size_t count);

/**
 * columns_line() - enter a line
 * @table: the table
 * @parent: the line that this one hangs on in a tree, or NULL
 * @column: the table's columns
 * @count: how many
 * @row: what the line is about
 *
 * Return: the line.
 */
struct libscols_line *columns_line(struct libscols_table *table,
				   struct libscols_line *parent,
				   const enum column *column, size_t count,
				   const struct row *row);

/**
 * columns_parts() - what must be asked for to fill a table
 * @column: its columns
 * @count: how many
 *
 * Return: PROCSCOPE_PART_*.
 */
__u64 columns_parts(const enum column *column, size_t count);

/**
 * columns_help() - list columns with what they mean
 * @out: where
 * @column: the columns
 * @count: how many
 */
void columns_help(FILE *out, const enum column *column, size_t count);

#endif /* PROCSCOPE_COLUMNS_H */
