// SPDX-License-Identifier: GPL-2.0
/* report.c - how is what was measured told? */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <libsmartcols/libsmartcols.h>

#include "report.h"

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a;
	double two = *(const double *)b;

	return (one > two) - (one < two);
}

/**
 * struct summary - many measurements as a few
 * @median: of all of them
 * @least: the shortest
 * @most: the longest
 */
struct summary {
	double median;
	double least;
	double most;
};

static struct summary summarize(const struct result *result)
{
	size_t count = result->rounds;
	double sorted[ROUNDS_MAX];

	memcpy(sorted, result->seconds, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_size);
	return (struct summary){
		.median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2,
		.least = sorted[0],
		.most = sorted[count - 1],
	};
}

static const struct result *find_result(const struct result *results,
					size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!strcmp(results[i].contender->name, name))
			return &results[i];
	return NULL;
}

/*
 * How many times as long the other one takes; 0 if it took no part, or one of
 * the two did only a part of the work.
 */
static double ratio(const struct result *result, const struct result *other)
{
	if (!other || !other->is_complete || !result->is_complete)
		return 0;
	return summarize(other).median / summarize(result).median;
}

enum { NAME, TASKS, STACKS, MEDIAN, SPREAD, RATIO };

/* Take over a cell's text. */
static void put(struct libscols_line *line, size_t cell, char *text)
{
	if (!text || scols_line_refer_data(line, cell, text))
		err(EXIT_FAILURE, NULL);
}

static char *text_of_count(size_t count)
{
	char *text;

	if (count == NOT_COUNTED)
		return strdup("-");
	return asprintf(&text, "%zu", count) < 0 ? NULL : text;
}

static char *text_of_name(const struct result *result)
{
	char *text;

	return asprintf(&text, "%s%s", result->contender->name,
			result->is_complete ? "" : " (INCOMPLETE)") < 0 ?
	       NULL : text;
}

static char *text_of_time(double seconds)
{
	char *text;

	return asprintf(&text, "%.1f", seconds * 1e3) < 0 ? NULL : text;
}

static char *text_of_spread(const struct summary *summary)
{
	char *text;

	return asprintf(&text, "%.1f–%.1f", summary->least * 1e3,
			summary->most * 1e3) < 0 ? NULL : text;
}

static char *text_of_ratios(const struct result *result,
			    const struct result *results, size_t count)
{
	const char *const *against = result->contender->against;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	size_t i;

	for (i = 0; i < AGAINST && against[i]; i++) {
		double times = ratio(result, find_result(results, count,
							 against[i]));

		if (times)
			fprintf(out, "%s%.3g× %s", size ? "\n" : "", times,
				against[i]);
		fflush(out);
	}
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	return text;
}

static void add_column(struct libscols_table *table, const char *name,
		       int flags)
{
	struct libscols_column *column;

	column = scols_table_new_column(table, name, 0, flags);
	if (!column)
		err(EXIT_FAILURE, NULL);
	if (flags & SCOLS_FL_WRAP)
		scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
					  scols_wrapnl_nextchunk, NULL);
}

static struct libscols_table *make_table(void)
{
	struct libscols_table *table = scols_new_table();

	if (!table)
		err(EXIT_FAILURE, NULL);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(table, 80);
	scols_table_enable_noencoding(table, 1);
	return table;
}

static struct libscols_line *add_line(struct libscols_table *table)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line)
		err(EXIT_FAILURE, NULL);
	return line;
}

static void print_table(struct libscols_table *table)
{
	scols_print_table(table);
	scols_unref_table(table);
	fflush(stdout);
}

void report_legend(const struct contender *const *chosen, size_t count)
{
	struct libscols_table *table = make_table();
	struct libscols_line *line;
	size_t i;

	scols_table_enable_noheadings(table, 1);
	add_column(table, "WHAT", 0);
	add_column(table, "IS", 0);
	for (i = 0; i < count; i++) {
		line = add_line(table);
		put(line, 0, strdup(chosen[i]->name));
		put(line, 1, strdup(chosen[i]->what));
	}
	print_table(table);
}

void report_table(const struct workload *workload,
		  const struct result *results, size_t count)
{
	struct libscols_table *table = make_table();
	struct libscols_line *line;
	size_t i;

	add_column(table, "WHAT", 0);
	add_column(table, "TASKS", SCOLS_FL_RIGHT);
	add_column(table, "STACKS", SCOLS_FL_RIGHT);
	add_column(table, "MEDIAN ms", SCOLS_FL_RIGHT);
	add_column(table, "MIN–MAX", SCOLS_FL_RIGHT);
	add_column(table, "FASTER THAN", SCOLS_FL_WRAP);

	for (i = 0; i < count; i++) {
		const struct result *result = &results[i];
		struct summary summary = summarize(result);

		line = add_line(table);
		put(line, NAME, text_of_name(result));
		put(line, TASKS, text_of_count(result->count.tasks));
		put(line, STACKS, text_of_count(result->count.stacks));
		put(line, MEDIAN, text_of_time(summary.median));
		put(line, SPREAD, text_of_spread(&summary));
		put(line, RATIO, text_of_ratios(result, results, count));
	}

	printf("\n%zu tasks asleep", workload->count);
	if (workload->waiters)
		printf(", %zu of them for a lock", workload->waiters);
	if (workload->victim)
		printf(", and a deadlock");
	putchar('\n');
	print_table(table);
}

void report_json_begin(FILE *out, const char *machine)
{
	struct utsname names;

	uname(&names);
	fprintf(out, "{\"kernel\": \"%s\", \"machine\": %s, \"workloads\": [",
		names.release, machine);
}

static void json_count(FILE *out, const char *name, size_t count)
{
	if (count == NOT_COUNTED)
		fprintf(out, ", \"%s\": null", name);
	else
		fprintf(out, ", \"%s\": %zu", name, count);
}

static void json_result(FILE *out, const struct result *result,
			const struct result *results, size_t count)
{
	const char *const *against = result->contender->against;
	const char *comma = "";
	size_t i;

	fprintf(out, "{\"name\": \"%s\", \"complete\": %s",
		result->contender->name,
		result->is_complete ? "true" : "false");
	json_count(out, "tasks", result->count.tasks);
	json_count(out, "stacks", result->count.stacks);
	fprintf(out, ", \"bytes\": %zu, \"median\": %.6f, \"seconds\": [",
		result->bytes, summarize(result).median);
	for (i = 0; i < result->rounds; i++)
		fprintf(out, "%s%.6f", i ? ", " : "", result->seconds[i]);
	fputs("], \"faster_than\": {", out);
	for (i = 0; i < AGAINST && against[i]; i++) {
		double times = ratio(result, find_result(results, count,
							 against[i]));

		if (!times)
			continue;
		fprintf(out, "%s\"%s\": %.3f", comma, against[i], times);
		comma = ", ";
	}
	fputs("}}", out);
}

void report_json(FILE *out, const struct workload *workload,
		 const struct result *results, size_t count)
{
	static const char *comma = "";
	size_t i;

	fprintf(out, "%s\n {\"name\": \"%s\", \"tasks\": %zu, \"waiters\": %zu, \"results\": [",
		comma, workload->name, workload->count, workload->waiters);
	comma = ",";
	for (i = 0; i < count; i++) {
		fputs(i ? ",\n  " : "\n  ", out);
		json_result(out, &results[i], results, count);
	}
	fputs("]}", out);
}

void report_json_end(FILE *out)
{
	fputs("]}\n", out);
}
