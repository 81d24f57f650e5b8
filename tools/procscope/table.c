// SPDX-License-Identifier: GPL-2.0
/* table.c - how does a table get out? */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libsmartcols/libsmartcols.h>

#include "json.h"
#include "part.h"
#include "seen.h"
#include "table.h"
#include "terminal.h"
#include "words.h"

static void add_column(struct table *table, const char *name,
		       const struct column *column)
{
	struct libscols_column *made;
	int flags = column->flags;

	/* A branch of a tree is no part of what a program wants to read. */
	if (table->style.raw)
		flags &= ~SCOLS_FL_TREE;
	made = scols_table_new_column(table->made, name, column->width, flags);
	if (!made)
		err(EXIT_FAILURE, NULL);
	if (column->has_lines)
		scols_column_set_wrapfunc(made, scols_wrapnl_chunksize,
					  scols_wrapnl_nextchunk, NULL);
	if (column->is_number)
		scols_column_set_json_type(made, SCOLS_JSON_NUMBER);
}

static void add_reason(struct table *table, const struct column *column)
{
	char name[32];

	snprintf(name, sizeof(name), "%s-REASON", column->name);
	if (!scols_table_new_column(table->made, name, 0, 0))
		err(EXIT_FAILURE, NULL);
}

void table_begin(struct table *table, const char *name,
		 const struct columns *columns, const struct style *style)
{
	size_t i;

	table->made = scols_new_table();
	table->columns = columns;
	table->style = *style;
	if (!table->made)
		err(EXIT_FAILURE, NULL);

	/* All cells are made of put_safe(): escaped, and once is enough. */
	scols_table_enable_noencoding(table->made, 1);
	scols_table_set_name(table->made, name);
	scols_table_enable_json(table->made, style->json);
	scols_table_enable_raw(table->made, style->raw);
	scols_table_enable_noheadings(table->made, style->noheadings);
	scols_table_enable_colors(table->made, terminal_has_colors());

	for (i = 0; i < columns->count; i++) {
		const struct column *column = columns->column[i];

		add_column(table, column->name, column);
		if (style->json && column->can_lack)
			add_reason(table, column);
	}
}

static const char *in_words(const struct table *table, enum fact fact)
{
	if (fact == FACT_NONE)
		return "-";
	/* Of cells that are not aligned, none can be empty. */
	if (fact == FACT_ELSEWHERE)
		return table->style.raw ? "-" : "";
	return "?";
}

/* Fill the cell of a column, and in JSON that of its reason. */
static void fill(struct table *table, struct libscols_line *line, size_t *cell,
		 const struct column *column, const struct row *row)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	char *shown = NULL;
	enum fact fact;

	if (!out)
		err(EXIT_FAILURE, NULL);
	fact = column->put(out, row);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);

	/* As an empty name: awk(1) would take the next cell for this one. */
	if (fact == FACT_GIVEN && !size && table->style.raw)
		fact = FACT_NONE;
	if (fact != FACT_GIVEN && !table->style.json) {
		bool says_why = fact == FACT_UNKNOWN && !column->is_narrow;

		if (asprintf(&shown, "%s%s", in_words(table, fact),
			     says_why ? text : "") < 0)
			err(EXIT_FAILURE, NULL);
		free(text);
		text = shown;
	}

	if (fact == FACT_GIVEN || !table->style.json) {
		if (scols_line_refer_data(line, *cell, text))
			err(EXIT_FAILURE, NULL);
		text = NULL;
	}
	++*cell;
	if (table->style.json && column->can_lack) {
		if (fact == FACT_UNKNOWN) {
			if (scols_line_refer_data(line, *cell, text))
				err(EXIT_FAILURE, NULL);
			text = NULL;
		}
		++*cell;
	}
	free(text);
}

struct libscols_line *table_line(struct table *table,
				 struct libscols_line *parent, struct row row)
{
	struct libscols_line *line = scols_table_new_line(table->made, parent);
	size_t cell = 0;
	size_t i;

	if (!line)
		err(EXIT_FAILURE, NULL);
	row.plain = table->style.json || table->style.raw;
	for (i = 0; i < table->columns->count; i++)
		fill(table, line, &cell, table->columns->column[i], &row);
	if (row.task && is_waiting(row.task))
		scols_line_set_color(line, "brown");
	return line;
}

/* In JSON a line is broken only where a space could stand as well. */
static void put_in_one_line(const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		fwrite(text, 1, length, stdout);
		text += length + strspn(text + length, "\n ");
	}
	putchar('\n');
}

/*
 * What libsmartcols prints is one object: what was seen goes into it, before
 * its closing brace.
 */
static void put_json(FILE *out, struct table *table, const struct model *model,
		     const char *found)
{
	struct seen seen;
	char *text = NULL;
	char *end;

	if (scols_print_table_to_string(table->made, &text))
		err(EXIT_FAILURE, NULL);
	end = strrchr(text, '}');
	if (!end)
		errx(EXIT_FAILURE, "no JSON from libsmartcols");
	while (end > text && end[-1] == '\n')
		end--;
	seen_count(&seen, model);
	fwrite(text, 1, end - text, out);
	fprintf(out, ",\n   \"seen\": {\"tasks\":%zu, \"blocked\":", seen.tasks);
	if (why_no_waits(model))
		fputs("null, \"granted\":null, \"unresolved\":null", out);
	else
		fprintf(out, "%zu, \"granted\":%zu, \"unresolved\":%zu",
			seen.blocked, seen.granted, seen.unresolved);
	fprintf(out, ", \"partial\":%s, \"all\":%s, \"text\":",
		model->cut ? "true" : "false",
		part_has_all(model) ? "true" : "false");
	put_json_string(out, found);
	fputs("}\n}\n", out);
	free(text);
}

static void print_json(struct table *table, const struct model *model,
		       const char *found)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		err(EXIT_FAILURE, NULL);
	put_json(out, table, model, found);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	if (table->style.one_line)
		put_in_one_line(text);
	else
		fputs(text, stdout);
	free(text);
}

void table_end(struct table *table, const struct model *model,
	       const char *found)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		err(EXIT_FAILURE, NULL);
	fputs(found, out);
	put_seen(out, model);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);

	if (table->style.json) {
		print_json(table, model, text);
	} else {
		scols_print_table(table->made);
		printf("# %s\n", text);
	}
	free(text);
	scols_unref_table(table->made);
}
