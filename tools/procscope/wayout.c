// SPDX-License-Identifier: GPL-2.0
/* wayout.c - what would set the tasks of a chain free? */
#include <string.h>

#include "awaited.h"
#include "ends.h"
#include "look.h"
#include "wayout.h"
#include "words.h"

/* What ends a wait, by what it costs. */
enum way {
	WAY_TIMEOUT,
	WAY_SIGNAL,
	WAY_KILL,
	WAY_NONE,
};

/* Ways that are named. */
#define MOST_WAYS	10

static enum way way_of(const struct task *task)
{
	if (task->raw.breakable & PROCSCOPE_BREAK_TIMEOUT)
		return WAY_TIMEOUT;
	if (task->raw.breakable & PROCSCOPE_BREAK_SIGNAL)
		return WAY_SIGNAL;
	if (task->raw.breakable & PROCSCOPE_BREAK_KILL)
		return WAY_KILL;
	return WAY_NONE;
}

static void put_way(FILE *out, const struct task *task)
{
	switch (way_of(task)) {
	case WAY_TIMEOUT:
		fputs("the timeout of ", out);
		break;
	case WAY_SIGNAL:
		fputs(task->raw.breakable & PROCSCOPE_BREAK_KILL ?
		      "a signal (SIGKILL at the latest) to " :
		      "a signal that it handles to ", out);
		break;
	case WAY_KILL:
	case WAY_NONE:
		fputs("SIGKILL to ", out);
		break;
	}
	put_task(out, task);
}

static bool ring_has(const struct look *look, const struct ring *ring,
		     bool (*is_one)(const struct task *task))
{
	size_t i = ring->first;

	do {
		if (is_one(&look->model.task[i]))
			return true;
		i = look->graph.node[i].owner;
	} while (i != ring->first);

	return false;
}

static bool has_way(const struct task *task)
{
	return way_of(task) != WAY_NONE;
}

bool is_breakable(const struct look *look, const struct ring *ring)
{
	return ring_has(look, ring, has_way);
}

/* Of virtiofs, a superblock may be within another, which has the connection's number. */
static bool may_be_within(const struct wait *wait)
{
	return !wait->fs || !strcmp(wait->fs, "virtiofs");
}

/* Can the kernel itself cut off the server that a task waits for? */
static bool has_abort(const struct task *task)
{
	return has_wait(task) &&
	       task->wait->raw.kind == PROCSCOPE_KIND_FUSE &&
	       task->wait->raw.object_status == PROCSCOPE_OK &&
	       !may_be_within(task->wait);
}

static void put_out_of_cycle(FILE *out, const struct look *look,
			     const struct ring *ring)
{
	const struct node *node = look->graph.node;
	const struct task *task = look->model.task;
	size_t best = ring->first;
	size_t named = 0;
	size_t i;

	if (!is_breakable(look, ring)) {
		fputs("none of these waits can be interrupted", out);
		if (!ring_has(look, ring, has_abort))
			fputs("; only a reboot ends them", out);
		return;
	}

	for (i = node[best].owner; i != ring->first; i = node[i].owner)
		if (way_of(&task[i]) < way_of(&task[best]))
			best = i;
	put_way(out, &task[best]);
	fputs(" breaks it", out);

	for (i = node[best].owner; i != best; i = node[i].owner) {
		if (way_of(&task[i]) == WAY_NONE)
			continue;
		if (named++ == MOST_WAYS) {
			fputs(" and others", out);
			break;
		}
		fputs(named > 1 ? ", " : "; so does ", out);
		put_way(out, &task[i]);
	}
}

/*
 * Is what a task waits for had by more than the one that its chain goes on with? Of
 * another end, that may be the task itself.
 */
static bool has_others(const struct wait *wait)
{
	return wait->holders > 1 || (wait->holders && wait->raw.readers > 1);
}

/* Or may it be, which nobody has counted? */
static bool may_have_others(const struct wait *wait)
{
	switch (wait->raw.kind) {
	case PROCSCOPE_KIND_FLOCK:
		return wait->raw.mode == PROCSCOPE_MODE_WRITE;
	case PROCSCOPE_KIND_POSIX_LOCK:
		/* A range of a file may meet several locks. */
		return true;
	case PROCSCOPE_KIND_PERCPU_RWSEM:
		return wait->holders;
	default:
		return false;
	}
}

/*
 * What ends the first wait, if not what the chain ends in. Behind a hint there
 * is nothing to promise: who is there need not be in the way, or not alone.
 */
static void put_out_of_chain(FILE *out, const struct look *look,
			     const size_t *chain, size_t count)
{
	size_t named = 0;
	size_t i;

	for (i = 0; i < count && named < MOST_WAYS; i++) {
		const struct task *task = &look->model.task[chain[i]];
		const struct node *node = &look->graph.node[chain[i]];

		if (node->member)
			break;
		if (is_waiting(task) && way_of(task) != WAY_NONE) {
			fputs(named++ ? ", " : "; ", out);
			put_way(out, task);
		}
		if (!node->exact || !has_wait(task) ||
		    has_others(task->wait) || may_have_others(task->wait))
			break;
	}
	if (named) {
		fprintf(out, " end%s the wait of ", named == 1 ? "s" : "");
		put_task(out, &look->model.task[chain[0]]);
	}
}

/* Of several servers, one whose end breaks the cycle, too. */
static void put_abort(FILE *out, const struct look *look,
		      const struct ring *ring, const size_t *chain,
		      size_t count)
{
	bool breaks = ring && ring_has(look, ring, has_abort);
	size_t i;

	for (i = 0; i < count; i++) {
		const struct task *task = &look->model.task[chain[i]];

		if (!has_abort(task) ||
		    (breaks && !look->graph.node[chain[i]].member))
			continue;
		fprintf(out, "; writing 1 to /sys/fs/fuse/connections/%u/abort ends the wait of ",
			task->wait->raw.dev_major << 20 |
			task->wait->raw.dev_minor);
		put_task(out, task);
		break;
	}
}

void put_way_out(FILE *out, const struct look *look, const size_t *chain,
		 size_t count)
{
	const struct task *last = &look->model.task[chain[count - 1]];
	const struct wait *awaited = count > 1 ?
				     look->model.task[chain[count - 2]].wait :
				     NULL;
	const struct node *node = &look->graph.node[chain[0]];
	const struct ring *ring = node->ring == GRAPH_NONE ?
				  NULL : &look->graph.ring[node->ring];

	fputs("Way out: ", out);
	if (ring && is_cycle(ring)) {
		fputs(node->sure ? "" : "if the hint is right, ", out);
		put_out_of_cycle(out, look, ring);
	} else if (ring && (may_be_cycle(look, ring) ||
			    may_be_deadlock(look, ring))) {
		fputs("if it is a deadlock: ", out);
		put_out_of_cycle(out, look, ring);
	} else if (ring) {
		fputs("not known, as it is not known who holds what", out);
	} else if (has_wait(last) && is_frozen(last->wait)) {
		fputs("thaw ", out);
		put_super(out, &look->model, last->wait);
		fputs(", as by fsfreeze --unfreeze; or dmsetup resume, if its device is suspended",
		      out);
	} else if (has_wait(last) && is_own_end(last->wait)) {
		fputs("a signal to ", out);
		put_task(out, last);
		fputs(last->wait->raw.kind == PROCSCOPE_KIND_SOCKET &&
		      last->wait->raw.mode == PROCSCOPE_MODE_WRITE ?
		      ", which would have to take something from it itself" :
		      ", which has to close its own other end before it waits",
		      out);
	} else if (has_wait(last) && is_frozen_task(last->wait)) {
		fputs("thaw ", out);
		put_task(out, last);
		put_thaw(out, last->wait);
	} else if (has_wait(last) && is_server(last->wait)) {
		fputs("bring back the ", out);
		put_server(out, last->wait);
		fputs(", or the network to it", out);
	} else if (has_wait(last)) {
		fprintf(out, "not known, as it is not known who %s ",
			last->wait->raw.kind < PROCSCOPE_KIND_COMPLETION ?
			"owns what" : "ends what");
		put_task(out, last);
		fputs(" waits for", out);
	} else {
		fputs(node->sure ? "" : "if the hint is right, ", out);
		put_task(out, last);
		if (awaited && !is_for_end(awaited) && has_others(awaited))
			fputs(" and the other holders have to let go: look at what they do",
			      out);
		else if (awaited && may_have_others(awaited))
			fputs(" and any others in the way have to let go: look at what they do",
			      out);
		else
			fprintf(out, " %s: look at what it does",
				awaited_deed(awaited));
	}
	put_out_of_chain(out, look, chain, count);
	put_abort(out, look, ring, chain, count);
	fputc('\n', out);
}
