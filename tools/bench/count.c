// SPDX-License-Identifier: GPL-2.0
/* count.c - whom of the workload did an output give? */
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "count.h"
#include "frames.h"
#include "procscope.h"

/* As many tids as the kernel can have. */
#define TIDS	(4 << 20)

/* What is true of a tid. */
#define MEMBER	0x1
#define NAMED	0x2
#define STACKED	0x4

static unsigned char *marks_make(const struct workload *workload)
{
	unsigned char *mark = calloc(TIDS, 1);
	size_t i;

	if (!mark)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < workload->count; i++)
		mark[workload->member[i].tid] = MEMBER;
	return mark;
}

static void marks_set(unsigned char *mark, long tid, unsigned char what)
{
	if (tid > 0 && tid < TIDS && mark[tid] & MEMBER)
		mark[tid] |= what;
}

static void marks_count(unsigned char *mark, struct count *count)
{
	size_t tid;

	*count = (struct count){};
	for (tid = 0; tid < TIDS; tid++) {
		count->tasks += !!(mark[tid] & NAMED);
		count->stacks += !!(mark[tid] & STACKED);
	}
	free(mark);
}

/* The line after this one, or @end. */
static const char *next_line(const char *line, const char *end)
{
	const char *newline = memchr(line, '\n', end - line);

	return newline ? newline + 1 : end;
}

static bool starts_with(const char *line, const char *end, const char *what)
{
	size_t length = strlen(what);

	return (size_t)(end - line) >= length && !memcmp(line, what, length);
}

/* The number at the start of a line, blanks before it or not; 0 for none. */
static long leading_number(const char *line, const char *end)
{
	long number = 0;

	while (line < end && *line == ' ')
		line++;
	while (line < end && *line >= '0' && *line <= '9' && number < TIDS)
		number = number * 10 + *line++ - '0';
	return number;
}

void count_lines(const struct output *output, const struct workload *workload,
		 struct count *count)
{
	unsigned char *mark = marks_make(workload);
	static const char name[] = "PID: ";
	const size_t length = sizeof(name) - 1;
	const char *end = output->bytes + output->used;
	const char *line;
	long tid = 0;

	for (line = output->bytes; line < end; line = next_line(line, end)) {
		bool is_named = starts_with(line, end, name);
		long number = leading_number(line + (is_named ? length : 0),
					     end);

		if (*line == '[' || starts_with(line, end, " #")) {
			marks_set(mark, tid, STACKED);
		} else if (number) {
			tid = number;
			marks_set(mark, tid, NAMED);
		}
	}
	marks_count(mark, count);
}

void count_bare(const struct output *output, const struct workload *workload,
		struct count *count)
{
	/* The outermost frame of every task that came from userspace. */
	static const char outermost[] = " entry_SYSCALL_64";
	const char *end = output->bytes + output->used;
	const char *line, *next;
	size_t stacks = 0;

	for (line = output->bytes; line < end; line = next) {
		next = next_line(line, end);
		stacks += !!memmem(line, next - line, outermost,
				   sizeof(outermost) - 1);
	}
	*count = (struct count){
		.tasks = NOT_COUNTED,
		.stacks = stacks < workload->count ? stacks : workload->count,
	};
}

void count_piles(const struct output *output, const struct workload *workload,
		 struct count *count)
{
	const char *end = output->bytes + output->used;
	const char *at = output->bytes;
	size_t sum = 0;

	while (at < end) {
		sum += leading_number(at, end);
		at = memchr(at, '\n', end - at);
		at = at ? at + 1 : end;
	}
	*count = (struct count){
		.tasks = sum < workload->count ? sum : workload->count,
		.stacks = NOT_COUNTED,
	};
}

void count_deadlock(const struct output *output,
		    const struct workload *workload, struct count *count)
{
	*count = (struct count){
		.tasks = NOT_COUNTED,
		.stacks = NOT_COUNTED,
		.deadlock = memmem(output->bytes, output->used,
				   "DEADLOCK", strlen("DEADLOCK")),
	};
}

void count_frames(const struct output *output, const struct workload *workload,
		  struct count *count)
{
	unsigned char *mark = marks_make(workload);
	size_t at = 0;

	while (at + offsetof(struct frames, frame) <= output->used) {
		struct frames head;

		memcpy(&head, output->bytes + at,
		       offsetof(struct frames, frame));
		marks_set(mark, head.tid, head.count ? NAMED | STACKED : NAMED);
		at += offsetof(struct frames, frame) +
		      head.count * sizeof(head.frame[0]);
	}
	marks_count(mark, count);
}

static unsigned char marks_of(const struct procscope_task *task)
{
	return task->flags & PROCSCOPE_TASK_UNCHANGED ? NAMED | STACKED : NAMED;
}

void count_snapshot(const struct output *output,
		    const struct workload *workload, struct count *count)
{
	unsigned char *mark = marks_make(workload);
	struct procscope_header header;
	bool ended = false;
	size_t at;

	memcpy(&header, output->bytes, sizeof(header));
	at = header.size;
	while (at + sizeof(struct procscope_record) <= output->used) {
		const void *record = output->bytes + at;
		const struct procscope_record *head = record;
		const struct procscope_task *task = record;
		const struct procscope_stack *stack = record;

		if (head->size < sizeof(*head))
			break;
		if (head->type == PROCSCOPE_TYPE_TASK)
			marks_set(mark, task->tid, marks_of(task));
		else if (head->type == PROCSCOPE_TYPE_STACK && stack->count)
			marks_set(mark, stack->tid, STACKED);
		ended = head->type == PROCSCOPE_TYPE_END;
		at += head->size;
	}
	marks_count(mark, count);
	if (!ended || at != output->used)
		*count = (struct count){};
}
