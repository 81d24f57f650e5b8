// SPDX-License-Identifier: GPL-2.0
/* plight.c - who is stuck behind the same? */
#include <stdlib.h>

#include "look.h"
#include "plight.h"
#include "vigil.h"
#include "words.h"

/* A chain whose last task waits for a lock ends in that lock, not in the task. */
static void find_end(const struct look *look, struct plight *plight)
{
	const struct node *node = &look->graph.node[plight->at];
	const struct task *last;

	if (node->ring != GRAPH_NONE) {
		plight->end = END_RING;
		plight->which = node->ring;
		return;
	}
	plight->is_root = node->root == plight->at;
	last = &look->model.task[node->root];
	if (has_wait(last) && last->wait->raw.lock) {
		plight->end = END_LOCK;
		plight->which = last->wait->raw.lock;
	} else {
		plight->end = END_TASK;
		plight->which = node->root;
	}
}

static int compare_ends(const struct plight *one, const struct plight *two)
{
	if (one->end != two->end)
		return one->end < two->end ? -1 : 1;
	if (one->which != two->which)
		return one->which < two->which ? -1 : 1;
	return 0;
}

/* Of one end, the longest first; but the root is not stuck behind itself. */
static int by_end(const void *a, const void *b)
{
	const struct plight *one = a;
	const struct plight *two = b;
	int order = compare_ends(one, two);

	if (order)
		return order;
	if (one->is_root != two->is_root)
		return one->is_root ? 1 : -1;
	if (one->watched->since != two->watched->since)
		return one->watched->since < two->watched->since ? -1 : 1;
	return one->watched->tid - two->watched->tid;
}

size_t plights_find(const struct look *look, struct watched **watched,
		    size_t count, struct plight *plight)
{
	size_t plights = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct task *task = model_find(&look->model,
						     watched[i]->tid);

		if (!task || !vigil_holds(watched[i], task) ||
		    (task->wait &&
		     task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED))
			continue;
		plight[plights] = (struct plight){
			.watched = watched[i],
			.at = task - look->model.task,
		};
		find_end(look, &plight[plights++]);
	}
	qsort(plight, plights, sizeof(*plight), by_end);
	return plights;
}

size_t plights_alike(const struct plight *plight, size_t count)
{
	size_t alike = 1;

	while (alike < count && !compare_ends(plight, &plight[alike]))
		alike++;
	return alike;
}

double plights_last(const struct plight *plight, size_t count)
{
	double least = vigil_lasts(plight->watched);
	size_t i;

	for (i = 1; i < count; i++)
		if (vigil_lasts(plight[i].watched) < least)
			least = vigil_lasts(plight[i].watched);
	return least;
}

static int by_end_alone(const void *a, const void *b)
{
	return compare_ends(a, b);
}

size_t plights_behind(const struct look *look, struct plight *behind)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < look->model.count; i++) {
		if (look->graph.node[i].member ||
		    !is_waiting(&look->model.task[i]))
			continue;
		behind[count] = (struct plight){ .at = i };
		find_end(look, &behind[count++]);
	}
	qsort(behind, count, sizeof(*behind), by_end_alone);
	return count;
}

size_t plight_waiters(const struct plight *first, const struct plight *behind,
		      size_t count)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_ends(&behind[middle], first) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || compare_ends(&behind[low], first))
		return 0;
	return plights_alike(&behind[low], count - low);
}
