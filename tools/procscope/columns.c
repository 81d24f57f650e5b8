// SPDX-License-Identifier: GPL-2.0
/* columns.c - what can stand in a table? */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <libsmartcols/libsmartcols.h>

#include "columns.h"
#include "contended.h"
#include "duration.h"
#include "flow.h"
#include "piles.h"
#include "procscope_names.h"
#include "terminal.h"
#include "words.h"

/* Columns that the names of the tasks of a pile may take. */
#define NAMES_WIDTH	26

/* @parts: PROCSCOPE_PART_* that it is made of. */
struct column_info {
	const char *name;
	const char *help;
	__u64 parts;
	double width;
	int flags;
	void (*put)(FILE *out, const struct row *row);
};

static void put_tid_column(FILE *out, const struct row *row)
{
	fprintf(out, "%d", row->task->raw.tid);
}

static void put_tgid(FILE *out, const struct row *row)
{
	fprintf(out, "%d", row->task->raw.tgid);
}

static void put_state_column(FILE *out, const struct row *row)
{
	put_state(out, row->task);
}

static void put_asleep(FILE *out, const struct row *row)
{
	const struct task *task = row->task ? row->task : row->lock->waiter[0];

	if (task->raw.asleep_status == PROCSCOPE_OK)
		put_duration(out, task->raw.asleep);
	else if (task->raw.asleep_status == PROCSCOPE_NONE)
		fputc('-', out);
	else
		fputc('?', out);
}

static void put_waits_for(FILE *out, const struct row *row)
{
	put_wait(out, row->model, row->task);
}

static void put_comm(FILE *out, const struct row *row)
{
	put_safe(out, (const char *)row->task->raw.comm);
}

static void put_waiters(FILE *out, const struct row *row)
{
	if (!row->task)
		fprintf(out, "%zu", row->lock->count);
}

static void put_kind(FILE *out, const struct row *row)
{
	const struct wait *wait = row->lock->latest->wait;

	if (!row->task)
		fputs(procscope_kind_name(wait->raw.kind), out);
	else if (row->task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED)
		fputs("granted", out);
	else
		fputs(procscope_mode_name(row->task->wait->raw.mode), out);
}

static void put_owner(FILE *out, const struct row *row)
{
	const struct wait *wait = row->lock->latest->wait;

	if (row->task)
		return;
	if (wait->raw.owner_status == PROCSCOPE_OK)
		put_tid(out, row->model, wait->raw.owner);
	else if (wait->raw.owner_status == PROCSCOPE_NONE)
		fputc('-', out);
	else
		fputc('?', out);
}

static void put_sure(FILE *out, const struct row *row)
{
	const struct wait *wait = row->lock->latest->wait;

	if (row->task)
		return;
	if (wait->raw.owner_status == PROCSCOPE_OK)
		fputs(procscope_certainty_name(wait->raw.certainty), out);
	else
		fputc('-', out);
}

static void put_lock_column(FILE *out, const struct row *row)
{
	const struct wait *wait = row->lock->latest->wait;

	if (row->task) {
		put_task(out, row->task);
		return;
	}
	put_lock(out, row->model, wait);
	if (wait->raw.owner_status != PROCSCOPE_OK) {
		fputs("; owner: ", out);
		put_reason(out, wait->raw.owner_status, wait->owner_reason);
	}
	put_readers(out, wait);
}

static void put_count(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->pile->count);
}

static void put_tasks(FILE *out, const struct row *row)
{
	struct flow flow = { .out = out, .width = NAMES_WIDTH };
	size_t i;

	for (i = 0; i < row->pile->count; i++) {
		char *name = NULL;
		size_t size = 0;
		FILE *text = open_memstream(&name, &size);

		if (!text)
			err(EXIT_FAILURE, NULL);
		put_task(text, row->pile->task[i]);
		if (fclose(text))
			err(EXIT_FAILURE, NULL);
		flow_put(&flow, name, ",");
		free(name);
	}
}

static void put_stack(FILE *out, const struct row *row)
{
	const struct stack *stack = &row->pile->task[0]->stack;
	size_t i;

	if (stack->status != PROCSCOPE_OK) {
		fputc('?', out);
		put_reason(out, stack->status, stack->reason);
		return;
	}
	if (!stack->count)
		fputc('-', out);
	for (i = 0; i < stack->count; i++) {
		fputs(i ? "\n" : "", out);
		put_safe(out, stack->frame[i]);
	}
	if (stack->cut)
		fprintf(out, "\n%s", terminal_more());
}

static const struct column_info info[] = {
	[COLUMN_TID] = {
		"TID", "number of the task",
		PROCSCOPE_PART_TASK, 5, SCOLS_FL_RIGHT, put_tid_column
	},
	[COLUMN_TGID] = {
		"TGID", "number of its thread group",
		PROCSCOPE_PART_TASK, 5, SCOLS_FL_RIGHT, put_tgid
	},
	[COLUMN_STATE] = {
		"S", "state, as in /proc/PID/stat",
		PROCSCOPE_PART_TASK, 1, 0, put_state_column
	},
	[COLUMN_ASLEEP] = {
		"ASLEEP", "how long it sleeps at most; of a lock: the longest",
		PROCSCOPE_PART_TASK, 6, SCOLS_FL_RIGHT, put_asleep
	},
	[COLUMN_WAITS_FOR] = {
		"WAITS-FOR",
		"the lock that it is asleep for; ? and why, where that can't be told",
		PROCSCOPE_PART_WAIT, 0.5, SCOLS_FL_TRUNC, put_waits_for
	},
	[COLUMN_COMM] = {
		"COMM", "name of the task",
		PROCSCOPE_PART_TASK, 15, SCOLS_FL_TRUNC, put_comm
	},
	[COLUMN_WAITERS] = {
		"WAITERS", "how many tasks wait for the lock",
		PROCSCOPE_PART_WAIT, 7, SCOLS_FL_RIGHT, put_waiters
	},
	[COLUMN_KIND] = {
		"KIND", "kind of the lock; of a waiter: how it wants the lock",
		PROCSCOPE_PART_WAIT, 5, 0, put_kind
	},
	[COLUMN_OWNER] = {
		"OWNER", "the task that owns the lock",
		PROCSCOPE_PART_WAIT, 12, 0, put_owner
	},
	[COLUMN_SURE] = {
		"SURE", "how sure the owner is: exact, or a hint",
		PROCSCOPE_PART_WAIT, 5, 0, put_sure
	},
	[COLUMN_LOCK] = {
		"LOCK", "what the lock is; below it its waiters",
		PROCSCOPE_PART_WAIT, 0.5, SCOLS_FL_TREE | SCOLS_FL_WRAP,
		put_lock_column
	},
	[COLUMN_COUNT] = {
		"COUNT", "how many tasks have this stack",
		PROCSCOPE_PART_STACK, 5, SCOLS_FL_RIGHT, put_count
	},
	[COLUMN_TASKS] = {
		"TASKS", "these tasks",
		PROCSCOPE_PART_TASK, NAMES_WIDTH, SCOLS_FL_WRAP, put_tasks
	},
	[COLUMN_STACK] = {
		"STACK",
		"the stack, innermost frame first; ? and why, where it can't be told",
		PROCSCOPE_PART_STACK, 0.5, SCOLS_FL_WRAP, put_stack
	},
};

static bool has_lines(enum column column)
{
	return column == COLUMN_TASKS || column == COLUMN_STACK;
}

struct libscols_table *columns_table(const enum column *column, size_t count)
{
	struct libscols_table *table = scols_new_table();
	size_t i;

	if (!table)
		err(EXIT_FAILURE, NULL);

	/* All cells are made of put_safe(): escaped, and once is enough. */
	scols_table_enable_noencoding(table, 1);

	for (i = 0; i < count; i++) {
		const struct column_info *what = &info[column[i]];
		struct libscols_column *made;

		made = scols_table_new_column(table, what->name, what->width,
					      what->flags);
		if (!made)
			err(EXIT_FAILURE, NULL);
		if (has_lines(column[i]))
			scols_column_set_wrapfunc(made, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL);
	}

	return table;
}

struct libscols_line *columns_line(struct libscols_table *table,
				   struct libscols_line *parent,
				   const enum column *column, size_t count,
				   const struct row *row)
{
	struct libscols_line *line = scols_table_new_line(table, parent);
	size_t i;

	if (!line)
		err(EXIT_FAILURE, NULL);

	for (i = 0; i < count; i++) {
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		if (!out)
			err(EXIT_FAILURE, NULL);
		info[column[i]].put(out, row);
		if (fclose(out) || scols_line_refer_data(line, i, text))
			err(EXIT_FAILURE, NULL);
	}

	return line;
}

__u64 columns_parts(const enum column *column, size_t count)
{
	__u64 parts = PROCSCOPE_PART_TASK;
	size_t i;

	for (i = 0; i < count; i++)
		parts |= info[column[i]].parts;
	return parts;
}

void columns_help(FILE *out, const enum column *column, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		fprintf(out, "  %-10s %s\n", info[column[i]].name,
			info[column[i]].help);
}
