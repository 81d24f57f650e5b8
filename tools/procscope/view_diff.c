// SPDX-License-Identifier: GPL-2.0
/* view_diff.c - who makes no progress? */
#include <err.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "duration.h"
#include "model.h"
#include "part.h"
#include "pause.h"
#include "progress.h"
#include "view.h"
#include "words.h"

/* A task that was there at both looks. */
struct pair {
	const struct task *now;
	enum progress progress;
};

static int by_progress(const void *a, const void *b)
{
	const struct pair *one = a;
	const struct pair *two = b;

	if (one->progress != two->progress)
		return one->progress < two->progress ? -1 : 1;
	if (one->now->raw.asleep != two->now->raw.asleep)
		return one->now->raw.asleep > two->now->raw.asleep ? -1 : 1;
	return one->now->raw.tid - two->now->raw.tid;
}

/* Wait; whoever sees it is told for how long yet. */
static void pass_time(double seconds)
{
	bool is_seen = isatty(STDERR_FILENO);
	struct timespec time;

	pause_begin(&time);
	while (seconds > 0) {
		double step = seconds < 1 ? seconds : 1;

		if (is_seen)
			fprintf(stderr, "\rlooking again in %.0f s ",
				seconds);
		pause_for(&time, step);
		seconds -= step;
	}
	if (is_seen)
		fprintf(stderr, "\r%*s\r", 32, "");
}

static void check(const struct model *then, const struct model *now)
{
	if (why_no_waits(then) || why_no_waits(now))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(then) ? why_no_waits(then) :
					  why_no_waits(now));
	source_check_same(then, now);
	/* A stream takes as long as its reader does: all of it has to be earlier. */
	if (then->header.boottime >= now->header.boottime ||
	    then->end.boottime > now->header.boottime)
		errx(EXIT_FAILURE, "the second snapshot is not the later one");
}

/* Pair the tasks; count by progress, those that were free and new ones too. */
static size_t compare(const struct model *then, const struct model *now,
		      struct pair *pair, size_t *count)
{
	size_t pairs = 0;
	size_t i;

	for (i = 0; i < now->count; i++) {
		const struct task *task = &now->task[i];
		const struct task *before = model_find(then, task->raw.tid);
		enum progress progress;

		/* A number may have gone to another task. */
		if (!before || before->raw.start != task->raw.start)
			continue;
		progress = progress_of(before, task);
		count[progress]++;
		if (progress != PROGRESS_FREE)
			pair[pairs++] = (struct pair){ task, progress };
	}
	qsort(pair, pairs, sizeof(*pair), by_progress);
	return pairs;
}

static void put_table(const struct request *request, const struct model *then,
		      const struct model *now)
{
	struct pair *pair = calloc(now->count + 1, sizeof(*pair));
	size_t count[PROGRESS_FREE + 1] = { 0 };
	struct table table;
	char *found = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&found, &size);
	size_t pairs;
	size_t i;

	if (!pair || !out)
		err(EXIT_FAILURE, NULL);
	pairs = compare(then, now, pair, count);
	table_begin(&table, "diff", &request->columns, &request->style);
	for (i = 0; i < pairs; i++)
		table_line(&table, NULL, (struct row){
			.model = now,
			.task = pair[i].now,
			.progress = pair[i].progress,
		});
	fputs("after ", out);
	put_duration(out, now->header.boottime - then->header.boottime);
	fprintf(out, ": stuck: %zu, moving: %zu, slow: %zu; ",
		count[PROGRESS_STUCK], count[PROGRESS_MOVING],
		count[PROGRESS_SLOW]);
	if (!part_has_all(then))
		fputs("the earlier file is not of all tasks; ", out);
	fputs("seen: ", out);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	table_end(&table, now, found);
	free(found);
	free(pair);
}

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK |
			 PROCSCOPE_PART_WAIT | PROCSCOPE_PART_EVENT,
	};
	struct source source = request->source;
	struct model then;
	struct model now;
	size_t i;

	for (i = 0; i < request->count && source.files < MOST_LOOKS_KEPT; i++)
		source.file[source.files++] = request->argument[i];
	if (request->interval > 0 ? source.files :
				    source.files != 2 || i != request->count)
		errx(EXIT_FAILURE,
		     "diff: name two files, or --interval and none");

	source_look(&source, 0, &ask, &then);
	if (request->interval > 0) {
		pass_time(request->interval);
		source_again(&then, &ask, &now);
	} else {
		source_look(&source, 1, &ask, &now);
	}
	check(&then, &now);
	put_table(request, &then, &now);
	model_free(&now);
	model_free(&then);
	return 0;
}

const struct view view_diff = {
	.name = "diff",
	.arguments = "[A B]",
	.summary = "who made no progress from one snapshot to the next",
	.details = "Of tasks that are blocked, or sleep in D, in A and in B, or at two looks that\n"
		   "--interval lies between:\n"
		   "  stuck   has not run, and waits for the same\n"
		   "  moving  waits for the same lock, which has got another owner\n"
		   "  slow    has run, and waits again\n"
		   "\n"
		   "  --interval SECONDS  look at the running system twice\n",
	.takes = TAKES_FILES,
	.rows = ROW_PAIR,
	.columns = "PROGRESS,TID,ASLEEP,WAITS-FOR,OWNER,COMM",
	.most = 2,
	.looks = 2,
	.takes_interval = true,
	.show = show,
};
