// SPDX-License-Identifier: GPL-2.0
/* columns.c - what can stand in a table? */
#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <libsmartcols/libsmartcols.h>

#include "columns.h"
#include "contended.h"
#include "duration.h"
#include "flow.h"
#include "graph.h"
#include "hops.h"
#include "piles.h"
#include "place.h"
#include "procscope_names.h"
#include "roots.h"
#include "terminal.h"
#include "words.h"

/* Columns that the names of the tasks of a pile may take. */
#define NAMES_WIDTH	26
/*
 * Names that people are told of a pile. Nobody reads thousands, and a cell of
 * so many lines takes libsmartcols seconds: the square of them.
 */
#define MOST_NAMES	100

/* Locks that are told of a root, and frames of what it does. */
#define MOST_HELD	5
#define FIRST_FRAMES	3

#define ROWS_OF_TASKS	(ROW_TASK | ROW_ROOT | ROW_PAIR | ROW_HOP)
#define ROWS_WITH_TASKS	(ROWS_OF_TASKS | ROW_LOCK)
#define ROWS_NAMING_TASKS (ROWS_WITH_TASKS | ROW_HELD)

/* A number of the task, where the line has one. */
#define TASK_NUMBER(name, field, format)				\
static enum fact put_##name(FILE *out, const struct row *row)		\
{									\
	if (!row->task)							\
		return FACT_ELSEWHERE;					\
	fprintf(out, format, row->task->raw.field);			\
	return FACT_GIVEN;						\
}

TASK_NUMBER(tid_column, tid, "%d")
TASK_NUMBER(tgid, tgid, "%d")
TASK_NUMBER(ppid, ppid, "%d")
TASK_NUMBER(cpu, cpu, "%d")
TASK_NUMBER(nvcsw, nvcsw, "%llu")
TASK_NUMBER(nivcsw, nivcsw, "%llu")

static enum fact put_seconds(FILE *out, __u64 ns)
{
	fprintf(out, "%llu.%03llu", ns / 1000000000, ns / 1000000 % 1000);
	return FACT_GIVEN;
}

static enum fact put_start(FILE *out, const struct row *row)
{
	if (!row->task)
		return FACT_ELSEWHERE;
	return put_seconds(out, row->task->raw.start);
}

static enum fact put_state_column(FILE *out, const struct row *row)
{
	if (!row->task)
		return FACT_ELSEWHERE;
	put_state(out, row->task);
	return FACT_GIVEN;
}

static enum fact put_comm(FILE *out, const struct row *row)
{
	if (!row->task)
		return FACT_ELSEWHERE;
	put_safe(out, (const char *)row->task->raw.comm);
	return FACT_GIVEN;
}

static enum fact put_asleep(FILE *out, const struct row *row)
{
	const struct task *task = row->task ? row->task : row->lock->waiter[0];

	if (task->raw.asleep_status == PROCSCOPE_NONE)
		return FACT_NONE;
	if (task->raw.asleep_status != PROCSCOPE_OK) {
		put_reason(out, task->raw.asleep_status, NULL);
		return FACT_UNKNOWN;
	}
	if (row->plain)
		return put_seconds(out, task->raw.asleep);
	put_duration(out, task->raw.asleep);
	return FACT_GIVEN;
}

static enum fact put_breakable(FILE *out, const struct row *row)
{
	if (!row->task)
		return FACT_ELSEWHERE;
	/* Who is stopped for its tracer, or frozen, sleeps as well. */
	if (row->task->raw.asleep_status == PROCSCOPE_NONE &&
	    !has_wait(row->task))
		return FACT_NONE;
	fputs(procscope_break_name(row->task->raw.breakable), out);
	return FACT_GIVEN;
}

static const char no_cgroup[] =
	"the kernel has no cgroups, or the module is older than this column";

static enum fact put_cgroup(FILE *out, const struct row *row)
{
	if (!row->task)
		return FACT_ELSEWHERE;
	if (!row->task->raw.cgroup) {
		fputs(no_cgroup, out);
		return FACT_UNKNOWN;
	}
	fprintf(out, "%llu", row->task->raw.cgroup);
	return FACT_GIVEN;
}

/* What the line has to do with a lock, and which wait tells of it. */
static enum fact find_wait(FILE *out, const struct row *row,
			   const struct wait **wait)
{
	const struct task *task = row->task;

	if (!task) {
		*wait = row->lock->latest->wait;
		return FACT_GIVEN;
	}
	if (why_no_waits(row->model)) {
		fputs(why_no_waits(row->model), out);
		return FACT_UNKNOWN;
	}
	*wait = task->wait;
	if (is_unresolved(task)) {
		if (task->wait && task->wait->raw.kind)
			fprintf(out, "%s: ",
				procscope_kind_name(task->wait->raw.kind));
		put_reason(out, task->wait ? task->wait->raw.status :
					     task->raw.status,
			   task->wait ? task->wait->reason : NULL);
		return FACT_UNKNOWN;
	}
	if (!task->wait || task->wait->raw.status != PROCSCOPE_OK)
		return FACT_NONE;
	return FACT_GIVEN;
}

static enum fact put_waits_for(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_wait(out, row, &wait);

	if (fact == FACT_GIVEN)
		put_wait(out, row->model, row->task);
	return fact;
}

static enum fact put_kind(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_wait(out, row, &wait);

	if (fact == FACT_GIVEN)
		fputs(procscope_kind_name(wait->raw.kind), out);
	return fact;
}

static enum fact put_mode(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact;

	if (!row->task)
		return FACT_ELSEWHERE;
	fact = find_wait(out, row, &wait);
	if (fact == FACT_GIVEN && !wait->raw.mode)
		return FACT_NONE;
	if (fact == FACT_GIVEN)
		fputs(wait->raw.flags & PROCSCOPE_WAIT_GRANTED ? "granted" :
		      procscope_mode_name(wait->raw.mode), out);
	return fact;
}

/* Of a lock its kind, and of its waiters below it how they want it. */
static enum fact put_kind_or_mode(FILE *out, const struct row *row)
{
	return row->task ? put_mode(out, row) : put_kind(out, row);
}

static enum fact put_lock_id(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_wait(out, row, &wait);

	if (fact == FACT_GIVEN && !wait->raw.lock)
		return FACT_NONE;
	if (fact == FACT_GIVEN)
		fprintf(out, "%016llx", wait->raw.lock);
	return fact;
}

/* The wait that tells of an owner; the waiters below a lock do not. */
static enum fact find_owner(FILE *out, const struct row *row,
			    const struct wait **wait)
{
	enum fact fact;

	if (row->task && row->lock)
		return FACT_ELSEWHERE;
	fact = find_wait(out, row, wait);
	if (fact != FACT_GIVEN || (*wait)->raw.owner_status == PROCSCOPE_OK)
		return fact;
	if ((*wait)->raw.owner_status == PROCSCOPE_NONE)
		return FACT_NONE;
	put_reason(out, (*wait)->raw.owner_status, (*wait)->owner_reason);
	return FACT_UNKNOWN;
}

static enum fact put_owner(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_owner(out, row, &wait);

	if (fact == FACT_GIVEN)
		put_tid(out, row->model, wait->raw.owner);
	return fact;
}

static enum fact put_owner_tid(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_owner(out, row, &wait);

	if (fact == FACT_GIVEN)
		fprintf(out, "%d", wait->raw.owner);
	return fact;
}

static enum fact put_sure(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_owner(out, row, &wait);

	if (fact == FACT_GIVEN)
		fputs(procscope_certainty_name(wait->raw.certainty), out);
	return fact;
}

/* The wait that tells of a path. */
static enum fact find_path(FILE *out, const struct row *row,
			   const struct wait **wait)
{
	enum fact fact = find_wait(out, row, wait);

	if (fact != FACT_GIVEN)
		return fact;
	if (!(*wait)->raw.path_status ||
	    (*wait)->raw.path_status == PROCSCOPE_NONE)
		return FACT_NONE;
	if ((*wait)->raw.path_status != PROCSCOPE_OK || !(*wait)->path) {
		put_reason(out, (*wait)->raw.path_status,
			   (*wait)->path_reason);
		return FACT_UNKNOWN;
	}
	return FACT_GIVEN;
}

static enum fact put_path(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_path(out, row, &wait);
	const char *why;
	char *path;

	if (fact != FACT_GIVEN)
		return fact;
	path = place_of(row->model, wait, &why);
	if (path) {
		put_safe(out, path);
	} else if (row->plain) {
		fputs(why, out);
		fact = FACT_UNKNOWN;
	} else {
		put_marked_path(out, wait);
	}
	free(path);
	return fact;
}

static enum fact put_fs_path(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_path(out, row, &wait);

	if (fact == FACT_GIVEN)
		put_inner_path(out, wait);
	return fact;
}

static enum fact put_waiters(FILE *out, const struct row *row)
{
	if (row->task)
		return FACT_ELSEWHERE;
	fprintf(out, "%zu", row->lock->count);
	return FACT_GIVEN;
}

static enum fact put_lock_column(FILE *out, const struct row *row)
{
	const struct wait *wait = row->lock->latest->wait;

	if (row->task) {
		put_task(out, row->task);
		return FACT_GIVEN;
	}
	put_lock(out, row->model, wait);
	if (wait->raw.owner_status != PROCSCOPE_OK) {
		fputs("; owner: ", out);
		put_reason(out, wait->raw.owner_status, wait->owner_reason);
	}
	put_readers(out, row->model, wait);
	return FACT_GIVEN;
}

static enum fact put_lock_in_full(FILE *out, const struct row *row)
{
	const struct wait *wait;
	enum fact fact = find_wait(out, row, &wait);

	if (fact == FACT_GIVEN && !has_lock_name(wait))
		return FACT_NONE;
	if (fact == FACT_GIVEN)
		put_lock(out, row->model, wait);
	return fact;
}

static enum fact put_count(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->pile->count);
	return FACT_GIVEN;
}

static enum fact put_tasks(FILE *out, const struct row *row)
{
	struct flow flow = { .out = out, .width = NAMES_WIDTH };
	size_t names = row->pile->count;
	char more[40];
	size_t i;

	if (!row->plain && names > MOST_NAMES)
		names = MOST_NAMES;
	for (i = 0; i < names; i++) {
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
	if (i < row->pile->count) {
		snprintf(more, sizeof(more), "and %zu more",
			 row->pile->count - i);
		flow_put(&flow, more, ",");
	}
	return FACT_GIVEN;
}

static enum fact put_stack(FILE *out, const struct row *row)
{
	const struct task *task = row->pile ? row->pile->task[0] : row->task;
	const struct stack *stack = &task->stack;
	size_t i;

	if (stack->status != PROCSCOPE_OK) {
		put_reason(out, stack->status, stack->reason);
		return FACT_UNKNOWN;
	}
	if (!stack->count)
		return FACT_NONE;
	for (i = 0; i < stack->count; i++) {
		fputs(i ? "\n" : "", out);
		put_safe(out, stack->frame[i]);
	}
	if (stack->cut)
		fprintf(out, "\n%s", terminal_more());
	return FACT_GIVEN;
}

static enum fact put_all(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->root->all);
	return FACT_GIVEN;
}

static enum fact put_direct(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->root->direct);
	return FACT_GIVEN;
}

static enum fact put_exact(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->root->sure);
	return FACT_GIVEN;
}

static enum fact put_longest(FILE *out, const struct row *row)
{
	struct row waiter = *row;

	waiter.task = row->root->longest;
	return put_asleep(out, &waiter);
}

static int by_number(const void *a, const void *b)
{
	__u64 one = *(const __u64 *)a;
	__u64 two = *(const __u64 *)b;

	return one < two ? -1 : one > two;
}

/* How far it spreads, whom a root keeps. */
static enum fact put_cgroups(FILE *out, const struct row *row)
{
	const struct node *node = row->graph->node;
	__u64 *cgroup = calloc(row->root->all, sizeof(*cgroup));
	size_t distinct = 0;
	size_t count = 0;
	bool is_known;
	size_t i;

	if (!cgroup)
		err(EXIT_FAILURE, NULL);
	/* Those that the root was given for, see roots.h. */
	for (i = node[row->root->at].next; i != GRAPH_NONE; i = node[i].next)
		if (is_waiting(&row->model->task[i]))
			cgroup[count++] = row->model->task[i].raw.cgroup;
	qsort(cgroup, count, sizeof(*cgroup), by_number);
	for (i = 0; i < count; i++)
		distinct += !i || cgroup[i] != cgroup[i - 1];

	is_known = cgroup[0];
	free(cgroup);
	if (!is_known) {
		fputs(no_cgroup, out);
		return FACT_UNKNOWN;
	}
	fprintf(out, "%zu", distinct);
	return FACT_GIVEN;
}

static enum fact put_root(FILE *out, const struct row *row)
{
	put_task(out, row->task);
	return FACT_GIVEN;
}

/* Two locks that are not known need not be one; what is no lock has no id. */
static bool is_same_lock(const struct wait *a, const struct wait *b)
{
	return a->raw.lock == b->raw.lock &&
	       (a->raw.lock || (a->raw.kind == b->raw.kind &&
				a->raw.kind >= PROCSCOPE_KIND_COMPLETION));
}

static bool is_told(const struct row *row, size_t first, size_t waiter)
{
	const struct node *node = row->graph->node;
	const struct task *task = row->model->task;
	size_t i;

	for (i = first; i != waiter; i = node[i].next)
		if (node[i].owner == node[waiter].owner &&
		    is_same_lock(task[i].wait, task[waiter].wait))
			return true;
	return false;
}

/* The locks that are waited for, each once. */
static enum fact put_holds(FILE *out, const struct row *row)
{
	const struct node *node = row->graph->node;
	size_t first = node[row->root->at].next;
	size_t told = 0;
	size_t i;

	for (i = first; i != GRAPH_NONE; i = node[i].next) {
		if (node[i].owner != row->root->at || is_told(row, first, i))
			continue;
		if (told++ == MOST_HELD) {
			fprintf(out, ", %s", terminal_more());
			break;
		}
		fputs(told > 1 ? ", " : "", out);
		put_wait(out, row->model, &row->model->task[i]);
	}
	return FACT_GIVEN;
}

/* What it does itself: its state, and the first frames. */
static enum fact put_does(FILE *out, const struct row *row)
{
	const struct stack *stack = &row->task->stack;
	size_t i;

	put_state(out, row->task);
	if (row->task->raw.flags & PROCSCOPE_TASK_RUNNING) {
		fprintf(out, " on CPU %d", row->task->raw.cpu);
		return FACT_GIVEN;
	}
	if (stack->status != PROCSCOPE_OK) {
		fputs(" ?", out);
		put_reason(out, stack->status, stack->reason);
		return FACT_GIVEN;
	}
	for (i = 0; i < stack->count && i < FIRST_FRAMES; i++) {
		fprintf(out, " %s", i ? terminal_arrow() : "");
		fputs(i ? " " : "", out);
		put_frame(out, stack->frame[i]);
	}
	return FACT_GIVEN;
}

static enum fact put_progress(FILE *out, const struct row *row)
{
	fputs(progress_name(row->progress), out);
	return FACT_GIVEN;
}

static enum fact put_chain(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->hop->chain);
	return FACT_GIVEN;
}

static enum fact put_hop(FILE *out, const struct row *row)
{
	fprintf(out, "%zu", row->hop->number);
	return FACT_GIVEN;
}

static enum fact put_cycle(FILE *out, const struct row *row)
{
	if (!row->hop->cycle)
		return FACT_NONE;
	fputs(row->hop->cycle, out);
	return FACT_GIVEN;
}

/* The lock that the line is about, unless that can't be told. */
static bool is_held_known(FILE *out, const struct row *row)
{
	const struct held *held = &row->task->held;

	if (!row->held)
		put_reason(out, held->status, held->reason);
	return row->held;
}

static enum fact put_held_kind(FILE *out, const struct row *row)
{
	if (!is_held_known(out, row))
		return FACT_UNKNOWN;
	if (!row->held->raw.kind) {
		fputs("the lock does not prove what it is", out);
		return FACT_UNKNOWN;
	}
	fputs(procscope_kind_name(row->held->raw.kind), out);
	return FACT_GIVEN;
}

static enum fact put_held_mode(FILE *out, const struct row *row)
{
	if (!is_held_known(out, row))
		return FACT_UNKNOWN;
	fputs(procscope_mode_name(row->held->raw.mode), out);
	return FACT_GIVEN;
}

static enum fact put_held_sure(FILE *out, const struct row *row)
{
	if (!is_held_known(out, row))
		return FACT_UNKNOWN;
	fputs(procscope_certainty_name(row->held->raw.certainty), out);
	return FACT_GIVEN;
}

static enum fact put_held_id(FILE *out, const struct row *row)
{
	if (!is_held_known(out, row))
		return FACT_UNKNOWN;
	if (row->held->raw.flags & PROCSCOPE_HELD_MERGED) {
		fputs("several locks, that lockdep does not tell apart", out);
		return FACT_UNKNOWN;
	}
	fprintf(out, "%016llx", row->held->raw.lock);
	return FACT_GIVEN;
}

static enum fact put_held_class(FILE *out, const struct row *row)
{
	if (!is_held_known(out, row))
		return FACT_UNKNOWN;
	if (!row->held->class)
		return FACT_NONE;
	put_safe(out, row->held->class);
	return FACT_GIVEN;
}

static enum fact put_held_where(FILE *out, const struct row *row)
{
	if (!is_held_known(out, row))
		return FACT_UNKNOWN;
	if (!row->held->where)
		return FACT_NONE;
	put_safe(out, row->held->where);
	return FACT_GIVEN;
}

#define TASK	.parts = PROCSCOPE_PART_TASK
#define STACK	.parts = PROCSCOPE_PART_STACK
#define WAIT	.parts = PROCSCOPE_PART_WAIT | PROCSCOPE_PART_EVENT
#define HELD	.parts = PROCSCOPE_PART_HELD
#define NUMBER	.is_number = true, .flags = SCOLS_FL_RIGHT

static const struct column all[] = {
	{ "ALL", ROW_ROOT, WAIT, NUMBER, .width = 3, .put = put_all,
	  .help = "tasks whose chains of waiting end at it" },
	{ "DIRECT", ROW_ROOT, WAIT, NUMBER, .width = 3, .put = put_direct,
	  .help = "tasks that wait for it itself" },
	{ "EXACT", ROW_ROOT, WAIT, NUMBER, .width = 3, .put = put_exact,
	  .help = "of all, those that no hint leads from" },
	{ "LONGEST", ROW_ROOT, WAIT, NUMBER, .can_lack = true,
	  .is_narrow = true, .width = 6, .put = put_longest,
	  .help = "how long a task waits for it at most, itself if any does" },
	{ "CGROUPS", ROW_ROOT, WAIT, NUMBER, .can_lack = true,
	  .is_narrow = true, .width = 3, .put = put_cgroups,
	  .help = "in how many cgroups these tasks are, of the v2 hierarchy" },
	{ "ROOT", ROW_ROOT, TASK, .width = 12, .put = put_root,
	  .help = "the task" },
	{ "DOES", ROW_ROOT, STACK, .width = 0.3, .flags = SCOLS_FL_TRUNC,
	  .put = put_does, .help = "its state, and the first frames" },
	{ "HOLDS", ROW_ROOT, WAIT, .width = 0.3, .flags = SCOLS_FL_TRUNC,
	  .put = put_holds, .help = "what others wait for" },
	{ "CHAIN", ROW_HOP, WAIT, NUMBER, .width = 1, .put = put_chain,
	  .help = "number of the chain" },
	{ "HOP", ROW_HOP, WAIT, NUMBER, .width = 1, .put = put_hop,
	  .help = "number of the step in it; the next one owns what this one wants" },
	{ "CYCLE", ROW_HOP, WAIT, .width = 5, .put = put_cycle,
	  .help = "deadlock, breakable; or not proved: one-look, fleeting, hint" },
	{ "PROGRESS", ROW_PAIR, WAIT, .width = 6, .put = put_progress,
	  .help = "stuck, moving or slow" },
	{ "TID", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 5,
	  .put = put_tid_column, .help = "number of the task" },
	{ "TGID", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 5,
	  .put = put_tgid, .help = "number of its thread group" },
	{ "PPID", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 5, .put = put_ppid,
	  .help = "number of its parent's thread group; 0 for none" },
	{ "S", ROWS_NAMING_TASKS, TASK, .width = 1, .put = put_state_column,
	  .help = "state, as in /proc/PID/stat" },
	{ "CPU", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 3, .put = put_cpu,
	  .help = "the CPU that it runs on or last ran on" },
	{ "ASLEEP", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 6,
	  .can_lack = true, .is_narrow = true, .put = put_asleep,
	  .help = "how long it sleeps at most; of a lock: the longest" },
	{ "BREAKABLE", ROWS_NAMING_TASKS, WAIT, .width = 6,
	  .put = put_breakable,
	  .help = "what ends its sleep: no, kill, signal, timeout" },
	{ "NVCSW", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 5,
	  .put = put_nvcsw, .help = "voluntary context switches" },
	{ "NIVCSW", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 5,
	  .put = put_nivcsw, .help = "involuntary context switches" },
	{ "START", ROWS_NAMING_TASKS, TASK, NUMBER, .width = 8,
	  .put = put_start, .help = "when it was started, seconds of uptime" },
	{ "CGROUP", ROWS_NAMING_TASKS, TASK, NUMBER, .can_lack = true,
	  .is_narrow = true, .width = 5, .put = put_cgroup,
	  .help = "id of its cgroup: the inode number of its v2 directory" },
	{ "WAITS-FOR", ROWS_OF_TASKS, WAIT, .can_lack = true,
	  .width = 0.5, .flags = SCOLS_FL_TRUNC, .put = put_waits_for,
	  .help = "the lock that it is asleep for" },
	{ "COMM", ROWS_NAMING_TASKS, TASK, .width = 15, .flags = SCOLS_FL_TRUNC,
	  .put = put_comm, .help = "name of the task" },
	{ "WAITERS", ROW_LOCK, WAIT, NUMBER, .width = 7, .put = put_waiters,
	  .help = "how many tasks wait for the lock" },
	{ "KIND", ROW_LOCK, WAIT, .width = 5, .put = put_kind_or_mode,
	  .help = "kind of the lock; of a waiter: how it wants the lock" },
	{ "KIND", ROWS_OF_TASKS, WAIT, .can_lack = true, .is_narrow = true,
	  .width = 5, .put = put_kind,
	  .help = "kind of the lock that it is asleep for" },
	{ "MODE", ROWS_OF_TASKS, WAIT, .can_lack = true, .is_narrow = true,
	  .width = 5, .put = put_mode, .help = "how it wants the lock" },
	{ "LOCK-ID", ROWS_WITH_TASKS, WAIT, .can_lack = true,
	  .is_narrow = true, .width = 16, .put = put_lock_id,
	  .help = "number of the lock, the same wherever it is met" },
	{ "OWNER", ROWS_WITH_TASKS, WAIT, .can_lack = true, .is_narrow = true,
	  .width = 12, .put = put_owner,
	  .help = "the task that owns the lock" },
	{ "OWNER-TID", ROWS_WITH_TASKS, WAIT, NUMBER, .can_lack = true,
	  .is_narrow = true, .width = 5, .put = put_owner_tid,
	  .help = "its number" },
	{ "SURE", ROWS_WITH_TASKS, WAIT, .can_lack = true, .is_narrow = true,
	  .width = 5, .put = put_sure,
	  .help = "how sure the owner is: exact, or a hint" },
	{ "PATH", ROWS_WITH_TASKS, WAIT, .can_lack = true,
	  .tells_paths = true, .width = 0.2, .flags = SCOLS_FL_TRUNC,
	  .put = put_path, .help = "the file of the lock, as it is mounted" },
	{ "FS-PATH", ROWS_WITH_TASKS, WAIT, .can_lack = true, .width = 0.2,
	  .flags = SCOLS_FL_TRUNC, .put = put_fs_path,
	  .help = "the file of the lock, from the root of its file system" },
	{ "LOCK", ROW_LOCK, WAIT, .tells_paths = true, .width = 0.5,
	  .flags = SCOLS_FL_TREE | SCOLS_FL_TRUNC, .put = put_lock_column,
	  .help = "what the lock is; below it its waiters" },
	{ "LOCK", ROWS_OF_TASKS, WAIT, .can_lack = true, .tells_paths = true,
	  .width = 0.3, .flags = SCOLS_FL_TRUNC, .put = put_lock_in_full,
	  .help = "what the lock is that it is asleep for, in full" },
	{ "KIND", ROW_HELD, HELD, .can_lack = true, .is_narrow = true,
	  .width = 5, .put = put_held_kind,
	  .help = "kind of the lock that it holds" },
	{ "MODE", ROW_HELD, HELD, .can_lack = true, .is_narrow = true,
	  .width = 5, .put = put_held_mode, .help = "how it holds the lock" },
	{ "SURE", ROW_HELD, HELD, .can_lack = true, .is_narrow = true,
	  .width = 5, .put = put_held_sure,
	  .help = "exact, or a hint: it may still wait for the lock" },
	{ "LOCK-ID", ROW_HELD, HELD, .can_lack = true, .is_narrow = true,
	  .width = 16, .put = put_held_id,
	  .help = "number of the lock, the same wherever it is met" },
	{ "CLASS", ROW_HELD, HELD, .can_lack = true, .width = 0.3,
	  .flags = SCOLS_FL_TRUNC, .put = put_held_class,
	  .help = "what lockdep calls the lock and others like it" },
	{ "WHERE", ROW_HELD, HELD, .can_lack = true, .width = 0.3,
	  .flags = SCOLS_FL_TRUNC, .put = put_held_where,
	  .help = "the code that took it" },
	{ "COUNT", ROW_PILE, STACK, NUMBER, .width = 5, .put = put_count,
	  .help = "how many tasks have this stack" },
	{ "TASKS", ROW_PILE, TASK, .has_lines = true, .width = NAMES_WIDTH,
	  .flags = SCOLS_FL_WRAP, .put = put_tasks, .help = "these tasks" },
	{ "STACK", ROWS_OF_TASKS | ROW_PILE, STACK, .can_lack = true,
	  .has_lines = true, .width = 0.5, .flags = SCOLS_FL_WRAP,
	  .put = put_stack, .help = "the stack, innermost frame first" },
};

#define COLUMNS	(sizeof(all) / sizeof(*all))

static_assert(COLUMNS < MOST_COLUMNS, "more columns than a table can have");

static const struct column *find(unsigned int rows, const char *name,
				 size_t length)
{
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		if (all[i].rows & rows && strlen(all[i].name) == length &&
		    !strncasecmp(all[i].name, name, length))
			return &all[i];
	return NULL;
}

static void add(struct columns *columns, const struct column *column)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->column[i] == column)
			return;
	columns->column[columns->count++] = column;
}

/* Add columns; give the names of those that are not known, or NULL. */
static char *add_names(struct columns *columns, unsigned int rows,
		       const char *names)
{
	char *unknown = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&unknown, &size);
	const char *name = names;

	if (!out)
		err(EXIT_FAILURE, NULL);
	for (;;) {
		size_t length = strcspn(name, ",");
		const struct column *column = find(rows, name, length);

		if (column) {
			add(columns, column);
		} else {
			char *copy = strndup(name, length);

			if (!copy)
				err(EXIT_FAILURE, NULL);
			fputs(ftell(out) ? ", '" : "'", out);
			put_safe(out, copy);
			fputc('\'', out);
			free(copy);
		}
		if (!name[length])
			break;
		name += length + 1;
	}
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	if (size)
		return unknown;
	free(unknown);
	return NULL;
}

bool columns_choose(struct columns *columns, unsigned int rows,
		    const char *usual, const char *wanted)
{
	char *unknown;

	columns->count = 0;
	if (!wanted || *wanted == '+')
		free(add_names(columns, rows, usual));
	if (!wanted)
		return true;

	unknown = add_names(columns, rows, wanted + (*wanted == '+'));
	if (unknown)
		warnx("no such column: %s", unknown);
	free(unknown);
	return !unknown;
}

__u64 columns_parts(const struct columns *columns)
{
	__u64 parts = PROCSCOPE_PART_TASK;
	size_t i;

	for (i = 0; i < columns->count; i++)
		parts |= columns->column[i]->parts;
	return parts;
}

bool columns_tell_paths(const struct columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->column[i]->tells_paths)
			return true;
	return false;
}

void columns_list(FILE *out, unsigned int rows)
{
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		if (all[i].rows & rows)
			fprintf(out, "%-10s %-6s %s\n", all[i].name,
				all[i].is_number ? "number" : "string",
				all[i].help);
}
