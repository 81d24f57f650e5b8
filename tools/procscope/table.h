/* SPDX-License-Identifier: GPL-2.0 */
/* table.h - how does a table get out? */
#ifndef PROCSCOPE_TABLE_H
#define PROCSCOPE_TABLE_H

#include <stdbool.h>
#include "columns.h"

struct libscols_line;
struct libscols_table;

/**
 * struct style - what a table looks like
 * @json: it is JSON: what is unknown is null, and the reason stands beside it
 *	under a name that ends in -reason
 * @one_line: and it is one line
 * @raw: cells are not aligned and have no spaces in them
 * @noheadings: there is no head row
 */
struct style {
	bool json;
	bool one_line;
	bool raw;
	bool noheadings;
};

/**
 * struct table - a table while it is filled
 * @made: libsmartcols' table
 * @columns: its columns
 * @style: what it looks like
 */
struct table {
	struct libscols_table *made;
	const struct columns *columns;
	struct style style;
};

/**
 * table_begin() - begin a table
 * @table: filled; must be ended with table_end()
 * @name: what JSON calls it
 * @columns: its columns; must live as long as @table
 * @style: what it looks like
 */
void table_begin(struct table *table, const char *name,
		 const struct columns *columns, const struct style *style);

/**
 * table_line() - enter a line
 * @table: the table
 * @parent: the line that this one hangs on in a tree, or NULL
 * @row: what the line is about; its @plain is set here
 *
 * Return: the line.
 */
struct libscols_line *table_line(struct table *table,
				 struct libscols_line *parent, struct row row);

/**
 * table_end() - print it, and below it what it rests on
 * @table: the table; is given back
 * @model: the snapshot
 * @found: what the view found; stands before what was seen
 */
void table_end(struct table *table, const struct model *model,
	       const char *found);

#endif /* PROCSCOPE_TABLE_H */
