// SPDX-License-Identifier: GPL-2.0
/* piles.c - which tasks have the same stack? */
#include <stdlib.h>
#include <string.h>

#include "piles.h"

/* The same text may have come under two ids, so it is at two places. */
static int compare_text(const char *one, const char *two)
{
	if (one == two)
		return 0;
	if (!one || !two)
		return one ? 1 : -1;
	return strcmp(one, two);
}

static int compare_stacks(const struct stack *one, const struct stack *two)
{
	int order;
	size_t i;

	if (one->status != two->status)
		return one->status < two->status ? -1 : 1;
	if (one->cut != two->cut)
		return one->cut ? 1 : -1;
	if (one->count != two->count)
		return one->count < two->count ? -1 : 1;

	order = compare_text(one->reason, two->reason);
	for (i = 0; !order && i < one->count; i++)
		order = compare_text(one->frame[i], two->frame[i]);
	return order;
}

bool is_same_stack(const struct stack *one, const struct stack *two)
{
	return !compare_stacks(one, two);
}

static int by_stack(const void *a, const void *b)
{
	const struct task *one = *(const struct task *const *)a;
	const struct task *two = *(const struct task *const *)b;
	int order = compare_stacks(&one->stack, &two->stack);

	return order ? order : one->raw.tid - two->raw.tid;
}

static int by_height(const void *a, const void *b)
{
	const struct pile *one = a;
	const struct pile *two = b;

	if (one->count != two->count)
		return one->count > two->count ? -1 : 1;
	return one->task[0]->raw.tid - two->task[0]->raw.tid;
}

size_t piles_sort(const struct task **task, size_t count, struct pile *pile)
{
	size_t piles = 0;
	size_t i;

	qsort(task, count, sizeof(*task), by_stack);
	for (i = 0; i < count; i++) {
		if (!piles || compare_stacks(&pile[piles - 1].task[0]->stack,
					     &task[i]->stack))
			pile[piles++] = (struct pile){ .task = &task[i] };
		pile[piles - 1].count++;
	}

	qsort(pile, piles, sizeof(*pile), by_height);
	return piles;
}
