// SPDX-License-Identifier: GPL-2.0
/* seen.c - what was looked at, and what of it could not be told? */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "part.h"
#include "seen.h"
#include "terminal.h"
#include "words.h"

/* Tasks that are named for each reason. */
#define MOST_NAMES	3

static unsigned int status_of(const struct task *task)
{
	return task->wait ? task->wait->raw.status : task->raw.status;
}

static const char *reason_of(const struct task *task)
{
	return task->wait && task->wait->reason ? task->wait->reason : "";
}

static int compare_reasons(const struct task *one, const struct task *two)
{
	if (status_of(one) != status_of(two))
		return status_of(one) < status_of(two) ? -1 : 1;
	return strcmp(reason_of(one), reason_of(two));
}

static int by_reason(const void *a, const void *b)
{
	const struct task *one = *(const struct task *const *)a;
	const struct task *two = *(const struct task *const *)b;
	int order = compare_reasons(one, two);

	return order ? order : one->raw.tid - two->raw.tid;
}

static void put_reasons(FILE *out, const struct task **task, size_t count)
{
	size_t first = 0;

	qsort(task, count, sizeof(*task), by_reason);
	while (first < count) {
		const struct wait *wait = task[first]->wait;
		size_t next = first;

		fputs(first ? "; " : " (", out);
		put_reason(out, status_of(task[first]),
			   wait ? wait->reason : NULL);
		fputs(": ", out);
		while (next < count &&
		       !compare_reasons(task[first], task[next])) {
			if (next - first < MOST_NAMES) {
				fputs(next > first ? ", " : "", out);
				put_task(out, task[next]);
			}
			next++;
		}
		if (next - first > MOST_NAMES)
			fprintf(out, " and %zu more",
				next - first - MOST_NAMES);
		first = next;
	}
	fputs(count ? ")" : "", out);
}

static void put_origin(FILE *out, const struct model *model)
{
	time_t seconds = model->header.realtime / 1000000000;
	char when[sizeof("-2147483648-00-00T00:00:00Z")] = "";
	struct tm broken;

	if (!model->file)
		return;
	if (model->cut)
		fputs("PARTIAL, the file is cut: ", out);
	/* Of the one that wrote it nothing is known here but what it says. */
	fputs("recorded on ", out);
	put_safe(out, (const char *)model->header.kernel);
	if (model->header.realtime && gmtime_r(&seconds, &broken) &&
	    strftime(when, sizeof(when), "%FT%TZ", &broken))
		fprintf(out, " at %s", when);
	fputs(": ", out);
}

/* A view of some tasks must not pass for one of all. */
static void put_limits(FILE *out, const struct model *model)
{
	if (!part_is_all(&model->header.ask))
		fputs("of a part of the system: ", out);
}

void seen_count(struct seen *seen, const struct model *model)
{
	size_t i;

	memset(seen, 0, sizeof(*seen));
	seen->tasks = model->count;
	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];

		if (is_unresolved(task))
			seen->unresolved++;
		else if (is_waiting(task))
			seen->blocked++;
		else if (task->wait &&
			 task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED)
			seen->granted++;
	}
}

static void put_unresolved(FILE *out, const struct model *model)
{
	const struct task **unresolved;
	size_t count = 0;
	size_t i;

	unresolved = calloc(model->count + 1, sizeof(const struct task *));
	if (!unresolved)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < model->count; i++)
		if (is_unresolved(&model->task[i]))
			unresolved[count++] = &model->task[i];
	put_reasons(out, unresolved, count);
	free(unresolved);
}

void put_seen(FILE *out, const struct model *model)
{
	struct seen seen;

	seen_count(&seen, model);
	put_origin(out, model);
	put_limits(out, model);
	fprintf(out, "%zu task%s", seen.tasks, seen.tasks == 1 ? "" : "s");
	if (!(model->header.asked & PROCSCOPE_PART_WAIT))
		return;
	if (why_no_waits(model)) {
		fprintf(out, ", what they wait for is %s", why_no_waits(model));
		return;
	}

	fprintf(out, ", %zu blocked, ", seen.blocked);
	if (seen.granted)
		fprintf(out, "%zu granted and about to wake, ", seen.granted);
	fprintf(out, "%zu unresolved", seen.unresolved);
	put_unresolved(out, model);
	/* Of a running system no more was asked for; of a part it is not counted. */
	if (model->file && part_is_all(&model->header.ask) &&
	    !(model->header.given & PROCSCOPE_PART_EVENT) && model->end.events)
		fprintf(out, "; of %llu that sleep for what is no lock it has nothing",
			model->end.events);
}
