// SPDX-License-Identifier: GPL-2.0
/*
 * ends.c - who has the other end of what is waited for?
 *
 * Any of those who have it can end the wait, so only one who is alone with it
 * is sure to be in the way; or one whom all the others wait for. That nobody else
 * has it is known by counting: an open file has as many references as there are
 * descriptors of it, and there are no more open files of that end.
 */
#include <err.h>
#include <stdlib.h>

#include "ends.h"
#include "model.h"
#include "part.h"
#include "processes.h"
#include "store.h"

/* Processes of which it is looked whether they wait for one of them. */
#define MOST_RIVALS	16

/* Steps that are gone to see where the chain of one of them leads. */
#define MOST_STEPS	64

/* What becomes known about one may tell of another: so many times. */
#define MOST_ROUNDS	4

/**
 * struct grasp - a task has an open file
 * @raw: what it has
 * @task: the task
 */
struct grasp {
	const struct procscope_open *raw;
	const struct task *task;
};

/**
 * struct side - one end of a pipe, or of what else has two
 * @raw: an open file of it
 * @flag: PROCSCOPE_OPEN_READ or PROCSCOPE_OPEN_WRITE
 * @tgid: processes that have it, by rising number; memory of the snapshot
 * @count: how many
 * @all: nobody else has it
 */
struct side {
	const struct procscope_open *raw;
	unsigned int flag;
	int *tgid;
	size_t count;
	bool all;
};

/**
 * struct ends - all ends that are open
 * @model: the snapshot
 * @grasp: by what is open, then by open file and table
 * @grasps: how many
 * @side: in the same order, and of each pipe first the end that reads
 * @sides: how many
 * @process: of all tasks, by processes_find()
 */
struct ends {
	struct model *model;
	struct grasp *grasp;
	size_t grasps;
	struct side *side;
	size_t sides;
	struct process *process;
};

static int compare(__u64 one, __u64 two)
{
	return one < two ? -1 : one > two;
}

/* The address of what is gone may be another's; its number is not. */
static int by_pipe(const struct procscope_open *one,
		   const struct procscope_open *two)
{
	int order = compare(one->lock, two->lock);

	return order ? order : compare(one->ino, two->ino);
}

static int by_file(const void *a, const void *b)
{
	const struct procscope_open *one = ((const struct grasp *)a)->raw;
	const struct procscope_open *two = ((const struct grasp *)b)->raw;
	int order = by_pipe(one, two);

	if (!order)
		order = compare(one->file, two->file);
	return order ? order : compare(one->table, two->table);
}

static int by_number(const void *a, const void *b)
{
	return compare(*(const int *)a, *(const int *)b);
}

static void no_memory(const struct model *model)
{
	errx(EXIT_FAILURE, "no memory for what %zu tasks have open",
	     model->count);
}

static void gather(struct ends *ends)
{
	struct model *model = ends->model;
	const struct open_file *file;
	size_t room = 1;
	size_t i;

	for (i = 0; i < model->count; i++)
		for (file = model->task[i].open; file; file = file->next)
			room++;
	ends->grasp = calloc(room, sizeof(*ends->grasp));
	ends->side = calloc(2 * room, sizeof(*ends->side));
	ends->process = processes_find(model);
	if (!ends->grasp || !ends->side || !ends->process)
		no_memory(model);

	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];

		for (file = task->open; file; file = file->next)
			ends->grasp[ends->grasps++] = (struct grasp){
				.raw = &file->raw,
				.task = task,
			};
	}
	qsort(ends->grasp, ends->grasps, sizeof(*ends->grasp), by_file);
}

/*
 * Are all references to the open file known, which begins here? Tasks that share
 * a table have the same descriptors. @next: set behind the last of the file.
 */
static bool knows_file(const struct grasp *grasp, size_t count, size_t *next)
{
	const struct procscope_open *first = grasp->raw;
	bool agree = first->references;
	__u64 fds = 0;
	size_t i;

	for (i = 0; i < count && grasp[i].raw->file == first->file; i++) {
		if (!i || grasp[i].raw->table != grasp[i - 1].raw->table)
			fds += grasp[i].raw->fds;
		agree &= grasp[i].raw->references == first->references;
	}
	*next = i;
	return agree && fds == first->references;
}

/* @grasp: all of one pipe */
static bool knows_side(const struct grasp *grasp, size_t count,
		       unsigned int flag)
{
	bool knows = true;
	__u64 files = 0;
	size_t next;
	size_t i;

	for (i = 0; i < count; i += next) {
		bool file = knows_file(grasp + i, count - i, &next);

		if (!(grasp[i].raw->flags & flag))
			continue;
		files++;
		knows &= file;
	}
	for (i = 0; i < count && knows; i++)
		if (grasp[i].raw->flags & flag)
			knows = files == (flag == PROCSCOPE_OPEN_READ ?
					  grasp[i].raw->readers :
					  grasp[i].raw->writers);
	return knows;
}

static void add_side(struct ends *ends, const struct grasp *grasp, size_t count,
		     unsigned int flag)
{
	struct side *side = &ends->side[ends->sides];
	size_t numbers = 0;
	size_t i;

	side->tgid = store_take(&ends->model->store,
				count * sizeof(*side->tgid));
	if (!side->tgid)
		no_memory(ends->model);
	for (i = 0; i < count; i++)
		if (grasp[i].raw->flags & flag)
			side->tgid[numbers++] = grasp[i].task->raw.tgid;
	if (!numbers)
		return;
	qsort(side->tgid, numbers, sizeof(*side->tgid), by_number);
	side->count = 0;
	for (i = 0; i < numbers; i++)
		if (!i || side->tgid[i] != side->tgid[side->count - 1])
			side->tgid[side->count++] = side->tgid[i];
	side->raw = grasp->raw;
	side->flag = flag;
	side->all = knows_side(grasp, count, flag);
	ends->sides++;
}

static void find_sides(struct ends *ends)
{
	size_t first, next;

	for (first = 0; first < ends->grasps; first = next) {
		const struct grasp *grasp = &ends->grasp[first];

		for (next = first + 1; next < ends->grasps &&
		     !by_pipe(grasp->raw, ends->grasp[next].raw); next++)
			;
		add_side(ends, grasp, next - first, PROCSCOPE_OPEN_READ);
		add_side(ends, grasp, next - first, PROCSCOPE_OPEN_WRITE);
	}
}

static int by_side(const void *a, const void *b)
{
	const struct side *one = a;
	const struct side *two = b;
	int order = by_pipe(one->raw, two->raw);

	return order ? order : compare(one->flag, two->flag);
}

/* The end that has to do something for a wait; NULL if nobody is seen with it. */
static const struct side *other_side(const struct ends *ends,
				     const struct wait *wait)
{
	/* A connection is no inode. */
	const struct procscope_open raw = {
		.lock = wait->raw.lock,
		.ino = wait->raw.kind == PROCSCOPE_KIND_FUSE ?
		       0 : wait->raw.ino,
	};
	const struct side key = {
		.raw = &raw,
		.flag = wait->raw.mode == PROCSCOPE_MODE_READ ?
			PROCSCOPE_OPEN_WRITE : PROCSCOPE_OPEN_READ,
	};

	return bsearch(&key, ends->side, ends->sides, sizeof(key), by_side);
}

/* NULL if there is none of it any more. */
static const struct process *process_of(const struct ends *ends, int tgid)
{
	const struct task *leader = model_find(ends->model, tgid);
	const struct process *process;

	process = leader ? &ends->process[leader - ends->model->task] : NULL;
	return process && process->live ? process : NULL;
}

/* The only task of a process, NULL if it has more. */
static const struct task *only_task(const struct ends *ends, int tgid)
{
	const struct process *process = process_of(ends, tgid);

	return process && process->live == 1 ? process->one : NULL;
}

/* A task of a process that may do what it is waited for. */
static int task_of(const struct ends *ends, int tgid)
{
	const struct process *process = process_of(ends, tgid);

	return process ? process->one->raw.tid : tgid;
}

static void name(struct wait *wait, int tid, unsigned int certainty,
		 const char *reason)
{
	wait->raw.owner = tid;
	wait->raw.owner_status = PROCSCOPE_OK;
	wait->raw.certainty = certainty;
	wait->owner_reason = reason;
}

static void name_nobody(struct wait *wait, const char *reason)
{
	wait->raw.owner_status = PROCSCOPE_UNAVAILABLE;
	wait->owner_reason = reason;
}

static bool leads_to(const struct model *model, const struct task *task,
		     int tid)
{
	int step;

	for (step = 0; task && step < MOST_STEPS; step++) {
		const struct wait *wait = task->wait;

		if (task->raw.tid == tid)
			return true;
		if (!wait || wait->raw.status != PROCSCOPE_OK ||
		    wait->raw.flags & PROCSCOPE_WAIT_GRANTED ||
		    wait->raw.owner_status != PROCSCOPE_OK ||
		    wait->raw.certainty != PROCSCOPE_OWNER_EXACT)
			return false;
		task = model_find(model, wait->raw.owner);
	}
	return false;
}

/* Do all others that have the end wait for this one? */
static bool keeps_others(const struct ends *ends, const struct wait *wait,
			 int own, const struct task *one)
{
	size_t i;

	for (i = 0; i < wait->holders; i++) {
		const struct task *other = only_task(ends, wait->holder[i]);

		if (wait->holder[i] != own &&
		    (!other || !leads_to(ends->model, other, one->raw.tid)))
			return false;
	}
	return true;
}

/* May another thread of the waiter's own process end the wait? */
static bool has_by_threads(const struct ends *ends, const struct task *task)
{
	return task->wait->has_end && !only_task(ends, task->raw.tgid);
}

/* Return: whether somebody was named. */
static bool name_last(const struct ends *ends, const struct task *task)
{
	struct wait *wait = task->wait;
	const struct task *one;
	size_t i;

	if (!wait->all_ends || wait->holders > MOST_RIVALS ||
	    has_by_threads(ends, task))
		return false;
	for (i = 0; i < wait->holders; i++) {
		one = only_task(ends, wait->holder[i]);
		if (wait->holder[i] == task->raw.tgid || !one ||
		    !keeps_others(ends, wait, task->raw.tgid, one))
			continue;
		name(wait, one->raw.tid, PROCSCOPE_OWNER_EXACT, NULL);
		return true;
	}
	return false;
}

static void name_only(const struct ends *ends, const struct task *task,
		      int tgid)
{
	const struct task *one = only_task(ends, tgid);
	struct wait *wait = task->wait;

	if (has_by_threads(ends, task))
		name(wait, task_of(ends, tgid), PROCSCOPE_OWNER_HINT,
		     "one that has it, as have threads of its own process");
	else if (!one)
		name(wait, task_of(ends, tgid), PROCSCOPE_OWNER_HINT,
		     wait->all_ends ? "any of its threads may use it" :
				      "one that has it, by any of its threads");
	else if (wait->all_ends)
		name(wait, one->raw.tid, PROCSCOPE_OWNER_EXACT, NULL);
	else
		name(wait, one->raw.tid, PROCSCOPE_OWNER_HINT,
		     "one that has it, and not all are known");
}

/* That a device serves a connection has no other witness: nobody is sure. */
static void name_server(const struct ends *ends, const struct task *task)
{
	struct wait *wait = task->wait;
	const struct side *side = other_side(ends, wait);
	int own = task->raw.tgid;
	size_t others;

	if (!side) {
		name_nobody(wait, "no task is seen that has its /dev/fuse open");
		return;
	}
	wait->holder = side->tgid;
	wait->holders = side->count;
	wait->has_end = bsearch(&own, side->tgid, side->count, sizeof(own),
				by_number);
	others = wait->holders - wait->has_end;
	if (others == 1)
		name(wait, task_of(ends, side->tgid[side->tgid[0] == own]),
		     PROCSCOPE_OWNER_HINT, "it has its /dev/fuse open");
	else if (others)
		name_nobody(wait, "several have its /dev/fuse open");
	else
		name_nobody(wait, "nobody but itself has its /dev/fuse open");
}

/* Return: whether it is left open, as there are several. */
static bool settle(const struct ends *ends, const struct task *task)
{
	struct wait *wait = task->wait;
	const struct side *side = other_side(ends, wait);
	int own = task->raw.tgid;
	size_t others;

	if (!side) {
		name_nobody(wait, "no task is seen with the other end open");
		return false;
	}
	wait->holder = side->tgid;
	wait->holders = side->count;
	wait->all_ends = side->all;
	wait->has_end = bsearch(&own, side->tgid, side->count, sizeof(own),
				by_number);
	others = wait->holders - wait->has_end;
	if (others > 1) {
		name_nobody(wait, "several have the other end open");
		return true;
	}
	if (others)
		name_only(ends, task, side->tgid[side->tgid[0] == own]);
	else if (!wait->all_ends)
		name_nobody(wait,
			    "its own process has the other end open, others are not known");
	else if (only_task(ends, own))
		name_nobody(wait, "nobody but itself has the other end open");
	else
		name_nobody(wait, "only threads of its own process have the other end open");
	return false;
}

bool is_for_end(const struct wait *wait)
{
	return wait->raw.status == PROCSCOPE_OK &&
	       (wait->raw.kind == PROCSCOPE_KIND_PIPE ||
		wait->raw.kind == PROCSCOPE_KIND_SOCKET ||
		wait->raw.kind == PROCSCOPE_KIND_FUSE);
}

bool is_fifo_open(const struct wait *wait)
{
	return wait->raw.kind == PROCSCOPE_KIND_PIPE && !wait->raw.mode &&
	       wait->raw.lock;
}

bool is_own_end(const struct wait *wait)
{
	return is_for_end(wait) && wait->all_ends && wait->has_end &&
	       wait->holders == 1;
}

/* Those that are left open are tried again, as long as others get known. */
static void settle_all(struct ends *ends)
{
	const struct model *model = ends->model;
	const struct task **left = calloc(model->count + 1, sizeof(*left));
	size_t count = 0;
	bool found = true;
	int round;
	size_t i;

	if (!left)
		no_memory(model);
	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];

		if (!task->wait || !is_for_end(task->wait) ||
		    !task->wait->raw.lock || is_fifo_open(task->wait))
			continue;
		if (task->wait->raw.kind == PROCSCOPE_KIND_FUSE)
			name_server(ends, task);
		else if (settle(ends, task))
			left[count++] = task;
	}
	for (round = 0; found && round < MOST_ROUNDS; round++) {
		found = false;
		for (i = 0; i < count; i++)
			if (left[i]->wait->raw.owner_status != PROCSCOPE_OK)
				found |= name_last(ends, left[i]);
	}
	free(left);
}

static bool any_waits(const struct model *model)
{
	size_t i;

	for (i = 0; i < model->count; i++)
		if (model->task[i].wait && is_for_end(model->task[i].wait))
			return true;
	return false;
}

void ends_find(struct model *model)
{
	struct ends ends = { .model = model };

	/* In a part, who has the other end may be elsewhere. */
	if (!(model->header.given & PROCSCOPE_PART_FILES) ||
	    !part_has_all(model) || !any_waits(model))
		return;
	gather(&ends);
	find_sides(&ends);
	settle_all(&ends);
	free(ends.process);
	free(ends.side);
	free(ends.grasp);
}
