// SPDX-License-Identifier: GPL-2.0
/* futexes.c - who has a futex that a task waits for? */
#include <err.h>
#include <errno.h>
#include <stdbool.h>

#include "futexes.h"
#include "helper.h"
#include "model.h"
#include "robust.h"
#include "words.h"

/* Who has a task's memory locked may be among the stuck. */
#define PATIENCE	1000

static struct helper helper = HELPER_NONE;

void futexes_prepare(void)
{
	helper_start_answering(&helper, sizeof(struct robust_question),
			       sizeof(struct robust_answer), robust_answer);
}

static bool ask(const struct robust_question *question,
		struct robust_answer *answer)
{
	int error;

	if (helper.error)
		return false;
	error = helper_ask(&helper, PATIENCE, question, sizeof(*question),
			   answer, sizeof(*answer));
	if (!error)
		return true;
	warnx("owners of futexes are not told: the memory of %d %s",
	      question->tid, error == -ETIMEDOUT ?
	      "was not read within a second" : "can't be read");
	return false;
}

/* What is read later holds for the snapshot if the task has not run since. */
static void name_owner(const struct model *model, const struct task *task)
{
	const struct robust_question question = {
		.address = task->wait->raw.place,
		.tid = task->raw.tid,
	};
	struct robust_answer answer;

	if (!ask(&question, &answer) || !answer.owner ||
	    answer.nvcsw != task->raw.nvcsw ||
	    answer.nivcsw != task->raw.nivcsw ||
	    !model_find(model, answer.owner))
		return;
	task->wait->raw.owner = answer.owner;
	task->wait->raw.owner_status = PROCSCOPE_OK;
	task->wait->raw.certainty = PROCSCOPE_OWNER_HINT;
	task->wait->owner_reason = "the futex has its number, and is in its list of robust ones";
}

void futexes_follow(struct model *model, int tid)
{
	const struct task *task = model_find(model, tid);
	size_t steps;

	/* A chain that returns has been all around by then. */
	for (steps = 0; steps < model->count && task && has_wait(task);
	     steps++) {
		if (task->wait->raw.kind == PROCSCOPE_KIND_FUTEX &&
		    task->wait->raw.owner_status != PROCSCOPE_OK &&
		    task->wait->raw.place)
			name_owner(model, task);
		if (task->wait->raw.owner_status != PROCSCOPE_OK)
			break;
		task = model_find(model, task->wait->raw.owner);
	}
}
