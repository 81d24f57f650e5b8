// SPDX-License-Identifier: GPL-2.0
/* view_why.c - why does this task not go on? */
#include <err.h>
#include <stdlib.h>

#include "entry.h"
#include "look.h"
#include "part.h"
#include "seen.h"
#include "story.h"
#include "view.h"

static int show(const struct request *request)
{
	const struct task *task;
	int tid = *request->tid;
	struct look look;
	int status = 0;

	look_twice(&look, &request->source, PROCSCOPE_PART_STACK, tid);
	task = model_find(&look.model, tid);
	if (task) {
		if (story_tell(stdout, &look, task - look.model.task))
			status = EXIT_DEADLOCK;
	} else if (look.met) {
		printf("%d is gone: it was there at the first look\n", tid);
	} else {
		errx(EXIT_FAILURE, "%d: no such task%s", tid,
		     part_is_all(&look.model.header.ask) ?
		     "" : " in this part of the system");
	}

	fputs("# seen: ", stdout);
	put_seen(stdout, &look.model);
	putchar('\n');

	look_free(&look);
	return status;
}

const struct view view_why = {
	.name = "why",
	.arguments = "TID",
	.summary = "in plain words: what keeps a task, who owns that, and the way out",
	.details = "Follows the locks from owner to owner, to the task that has to let go or to\n"
		   "the deadlock. An owner is exact, as the lock says who it is, or a hint. A\n"
		   "deadlock is only claimed when all owners are exact and a second look, at\n"
		   "least 100 ms after the first, finds that no task of it has moved.\n"
		   "A file is one look: give a later one with a second -i.\n",
	.least = 1,
	.most = 1,
	.looks = 2,
	.tells_paths = true,
	.show = show,
};
