// SPDX-License-Identifier: GPL-2.0
/* view_why.c - why does this task not go on? */
#include <err.h>
#include <stdlib.h>

#include "entry.h"
#include "futexes.h"
#include "hops.h"
#include "look.h"
#include "part.h"
#include "seen.h"
#include "story.h"
#include "view.h"

static const char gone[] = "is gone: it was there at the first look";

/* @task: NULL if it is gone. */
static bool put_words(const struct look *look, int tid, const struct task *task)
{
	bool is_deadlock = false;

	if (task)
		is_deadlock = story_tell(stdout, look, task - look->model.task);
	else
		printf("%d %s\n", tid, gone);
	fputs("# seen: ", stdout);
	put_seen(stdout, &look->model);
	putchar('\n');
	return is_deadlock;
}

static bool put_table(const struct request *request, const struct look *look,
		      int tid, const struct task *task)
{
	bool is_deadlock = false;
	struct table table;
	char found[80] = "seen: ";

	table_begin(&table, "why", &request->columns, &request->style);
	if (task)
		is_deadlock = hops_put(&table, look, task - look->model.task,
				       1);
	else
		snprintf(found, sizeof(found), "%d %s; seen: ", tid, gone);
	table_end(&table, &look->model, found);
	return is_deadlock;
}

static int show(const struct request *request)
{
	const struct task *task;
	int tid = *request->tid;
	bool is_deadlock;
	struct look look;

	if (!request->source.files)
		futexes_prepare();
	look_twice(&look, &request->source, request->table ?
		   columns_parts(&request->columns) : PROCSCOPE_PART_STACK,
		   tid);
	task = model_find(&look.model, tid);
	if (!task && !look.met)
		errx(EXIT_FAILURE, "%d: no such task%s", tid,
		     part_has_all(&look.model) ?
		     "" : " in this part of the system");

	is_deadlock = request->table ? put_table(request, &look, tid, task) :
				       put_words(&look, tid, task);
	look_free(&look);
	return is_deadlock ? EXIT_DEADLOCK : 0;
}

const struct view view_why = {
	.name = "why",
	.arguments = "TID",
	.summary = "in plain words: what keeps a task, who owns that, and the way out",
	.details = "Follows the locks from owner to owner, to the task that has to let go or to\n"
		   "the deadlock. An owner is exact, as the lock says who it is, or a hint. A\n"
		   "deadlock is only claimed when all owners are exact and a second look, at\n"
		   "least 100 ms after the first, finds that no task of it has moved; a cycle\n"
		   "through a hint is a possible one. Of a lock that readers hold, those whose\n"
		   "stacks refer to it are hints.\n"
		   "A file is one look: give a later one with a second -i.\n"
		   "With -o, -J or -r: the chain as a table, a line for each step.\n",
	.rows = ROW_HOP,
	.columns = HOP_COLUMNS,
	.least = 1,
	.most = 1,
	.looks = 2,
	.tells_paths = true,
	.show = show,
};
