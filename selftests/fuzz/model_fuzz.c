// SPDX-License-Identifier: GPL-2.0
/*
 * model_fuzz.c - is the command safe from any file that it is given?
 *
 * What is read is also told, as far as the command would tell it: names of any
 * bytes and numbers of any size go through all that prints.
 */
#include <stdio.h>
#include <stdlib.h>

#include "contended.h"
#include "folded.h"
#include "holders.h"
#include "look.h"
#include "piles.h"
#include "roots.h"
#include "seen.h"
#include "story.h"
#include "terminal.h"

/* Tasks that are told of: telling of all takes time that finds nothing. */
#define MOST_TOLD	8

static FILE *nowhere;

int fuzz_start(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	terminal_start();
	nowhere = fopen("/dev/null", "w");
	return nowhere ? 0 : -1;
}

static void tell_stacks(const struct model *model)
{
	const struct task **task = calloc(model->count + 1, sizeof(*task));
	struct pile *pile = calloc(model->count + 1, sizeof(*pile));
	size_t i;

	if (!task || !pile)
		abort();
	for (i = 0; i < model->count; i++)
		task[i] = &model->task[i];
	folded_put(nowhere, task, model->count);
	piles_sort(task, model->count, pile);
	free(pile);
	free(task);
}

static void tell(struct look *look)
{
	struct contention contention;
	struct root *root;
	size_t i;

	if (holders_find(&look->model) ||
	    graph_build(&look->graph, &look->model) ||
	    contention_find(&contention, &look->model))
		abort();
	root = calloc(look->model.count + 1, sizeof(*root));
	if (!root)
		abort();
	roots_rank(&look->graph, root);
	/* As a second look would do that finds the same. */
	graph_recognise(&look->graph, &look->graph);
	for (i = 0; i < look->model.count && i < MOST_TOLD; i++)
		story_tell(nowhere, look, i);
	tell_stacks(&look->model);
	put_seen(nowhere, &look->model);

	free(root);
	contention_free(&contention);
	graph_free(&look->graph);
}

int fuzz_one(const unsigned char *data, size_t size)
{
	struct look look = { .once = size % 2 };
	char error[128] = "";
	int ret = model_parse(&look.model, data, size, error, sizeof(error));

	if (!ret != !*error || (ret && look.model.whole))
		abort();
	look.model.file = "fuzz";
	if (!ret || look.model.cut)
		tell(&look);
	model_free(&look.model);
	return 0;
}
