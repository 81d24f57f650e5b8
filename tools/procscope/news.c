// SPDX-License-Identifier: GPL-2.0
/* news.c - how is it told who got stuck, and who moves again? */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "awaited.h"
#include "duration.h"
#include "json.h"
#include "hops.h"
#include "look.h"
#include "news.h"
#include "plight.h"
#include "seen.h"
#include "story.h"
#include "terminal.h"
#include "vigil.h"
#include "wayout.h"
#include "words.h"

/* Tasks that are named in a line; a program is told of all. */
#define MOST_NAMES	10

/* Frames of a task that waits for nothing that is known. */
#define MOST_FRAMES	3

#define SECOND		1000000000.0

/* Begin a line, by the clock on the wall. */
static void put_time(bool json)
{
	char when[sizeof("-2147483648-00-00 00:00:00")] = "?";
	struct timespec now;
	struct tm broken;

	clock_gettime(CLOCK_REALTIME, &now);
	if (json) {
		printf("{\"time\":%lld.%03ld, \"event\":", (long long)now.tv_sec,
		       now.tv_nsec / 1000000);
		return;
	}
	if (localtime_r(&now.tv_sec, &broken))
		strftime(when, sizeof(when), "%F %T", &broken);
	printf("%s ", when);
}

void news_start(const struct model *model, double stuck, double interval,
		bool json)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		err(EXIT_FAILURE, NULL);
	fputs("tells who is stuck for ", out);
	put_duration(out, stuck * SECOND);
	fputs(", looks every ", out);
	put_duration(out, interval * SECOND);
	fputs("; seen: ", out);
	put_seen(out, model);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	if (json) {
		put_time(true);
		printf("\"start\", \"stuck\":%.3f, \"interval\":%.3f, \"text\":",
		       stuck, interval);
		put_json_string(stdout, text);
		puts("}");
	} else {
		printf("# %s\n", text);
	}
	free(text);
}

static void put_ring(FILE *out, const struct look *look,
		     const struct ring *ring)
{
	size_t named = 0;
	size_t i = ring->first;

	if (is_cycle(ring))
		fprintf(out, "; %sDEADLOCK%s%s of ", terminal_loud(),
			is_breakable(look, ring) ? " (breakable)" : "",
			terminal_plain());
	else if (may_be_deadlock(look, ring))
		fputs("; possible deadlock, the chain returns by a hint: ",
		      out);
	else
		fputs("; the chain returns, but not at two looks, no deadlock yet: ",
		      out);
	do {
		if (named == MOST_NAMES) {
			fprintf(out, " and %zu more", ring->count - named);
			break;
		}
		fputs(named++ ? ", " : "", out);
		put_task(out, &look->model.task[i]);
		i = look->graph.node[i].owner;
	} while (i != ring->first);
}

static void put_task_doing(FILE *out, const struct look *look, size_t at)
{
	const struct task *task = &look->model.task[at];

	fputc(' ', out);
	put_doing(out, &look->model, task);
	if (!has_wait(task))
		put_whereabouts(out, task, MOST_FRAMES);
}

static void put_end(FILE *out, const struct look *look,
		    const struct plight *first)
{
	const struct node *node = &look->graph.node[first->at];
	const struct task *last;

	if (first->end == END_RING) {
		const struct ring *ring = &look->graph.ring[first->which];

		put_ring(out, look, ring);
		if (is_cycle(ring) && !node->sure)
			fputs(", it is behind that by a hint", out);
		return;
	}
	last = &look->model.task[node->root];
	if (!first->is_root) {
		fputs("; root: ", out);
		put_task(out, last);
		fputs(node->sure ? " (exact)" : " (by a hint)", out);
		put_task_doing(out, look, node->root);
	}
	if (!has_wait(last))
		return;
	if (last->wait->raw.owner_status == PROCSCOPE_OK) {
		fprintf(out, "; %s ", awaited_role(last->wait));
		put_tid(out, &look->model, last->wait->raw.owner);
		fputs(" is gone", out);
	} else {
		fprintf(out, "; the %s can't be told: ",
			awaited_role(last->wait));
		put_reason(out, last->wait->raw.owner_status,
			   last->wait->owner_reason);
		put_readers(out, &look->model, last->wait);
	}
}

static void put_names(FILE *out, const struct look *look,
		      const struct plight *plight, size_t count)
{
	size_t i;

	for (i = 0; i < count && i < MOST_NAMES; i++) {
		fputs(i ? ", " : "", out);
		put_task(out, &look->model.task[plight[i].at]);
	}
	if (count > MOST_NAMES)
		fprintf(out, " and %zu more", count - MOST_NAMES);
}

static void put_plight(FILE *out, const struct look *look,
		       const struct plight *plight, size_t count, size_t behind)
{
	fputs("stuck for at least ", out);
	put_duration(out, plights_last(plight, count) * SECOND);
	fputs(": ", out);
	if (count > 1) {
		put_names(out, look, plight, count);
		fputs("; ", out);
	}
	put_task(out, &look->model.task[plight->at]);
	put_task_doing(out, look, plight->at);
	put_end(out, look, plight);
	fprintf(out, "; %zu task%s behind it", behind,
		behind == 1 ? " waits" : "s wait");
}

/* Seconds, to the millisecond that is surely over. */
static void put_seconds(FILE *out, double seconds)
{
	unsigned long long ms = seconds * 1000;

	fprintf(out, "%llu.%03llu", ms / 1000, ms % 1000);
}

static void put_json_task(FILE *out, const struct watched *watched)
{
	char *name = NULL;
	size_t size = 0;
	FILE *text = open_memstream(&name, &size);

	if (!text)
		err(EXIT_FAILURE, NULL);
	put_safe(text, (const char *)watched->comm);
	if (fclose(text))
		err(EXIT_FAILURE, NULL);
	fprintf(out, "{\"tid\":%d, \"comm\":", watched->tid);
	put_json_string(out, name);
	fputs(", \"seconds\":", out);
	put_seconds(out, vigil_lasts(watched));
	fputc('}', out);
	free(name);
}

static void put_json_cycle(FILE *out, const struct look *look,
			   const struct ring *ring)
{
	size_t i = ring->first;

	fprintf(out, "\"%s\", \"members\":[", ring_word(look, ring));
	do {
		fprintf(out, "%s%d", i == ring->first ? "" : ", ",
			look->model.task[i].raw.tid);
		i = look->graph.node[i].owner;
	} while (i != ring->first);
	fputc(']', out);
}

/* Who is at the end of the chain, if that is somebody else. */
static void put_json_end(FILE *out, const struct look *look,
			 const struct plight *first)
{
	const struct node *node = &look->graph.node[first->at];

	fputs(", \"cycle\":", out);
	if (first->end == END_RING)
		put_json_cycle(out, look, &look->graph.ring[first->which]);
	else
		fputs("null, \"members\":[]", out);
	fputs(", \"root\":", out);
	if (first->end == END_RING || first->is_root)
		fputs("null", out);
	else
		fprintf(out, "%d", look->model.task[node->root].raw.tid);
	fputs(", \"sure\":", out);
	if (first->end != END_RING && first->is_root)
		fputs("null", out);
	else
		fputs(node->sure ? "\"exact\"" : "\"hint\"", out);
}

static void put_json_plight(FILE *out, const struct look *look,
			    const struct plight *plight, size_t count,
			    size_t behind, const char *text)
{
	size_t i;

	fputs("\"stuck\", \"seconds\":", out);
	put_seconds(out, plights_last(plight, count));
	fputs(", \"tasks\":[", out);
	for (i = 0; i < count; i++) {
		fputs(i ? ", " : "", out);
		put_json_task(out, plight[i].watched);
	}
	fputc(']', out);
	put_json_end(out, look, plight);
	fprintf(out, ", \"behind\":%zu, \"text\":", behind);
	put_json_string(out, text);
}

static void tell_plight(const struct look *look, const struct plight *plight,
			size_t count, size_t behind, bool json)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	size_t i;

	if (!out)
		err(EXIT_FAILURE, NULL);
	put_plight(out, look, plight, count, behind);
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	put_time(json);
	if (json)
		put_json_plight(stdout, look, plight, count, behind, text);
	else
		fputs(text, stdout);
	puts(json ? "}" : "");
	free(text);
	for (i = 0; i < count; i++)
		plight[i].watched->is_told = true;
}

void news_stuck(const struct look *look, struct watched **watched,
		size_t count, bool json)
{
	struct plight *plight = calloc(count + 1, sizeof(*plight));
	struct plight *behind = calloc(look->model.count + 1, sizeof(*behind));
	size_t plights, waiters, alike;
	size_t i;

	if (!plight || !behind)
		err(EXIT_FAILURE, NULL);
	plights = plights_find(look, watched, count, plight);
	waiters = plights_behind(look, behind);
	for (i = 0; i < plights; i += alike) {
		alike = plights_alike(&plight[i], plights - i);
		tell_plight(look, &plight[i], alike,
			    plight_waiters(&plight[i], behind, waiters), json);
	}
	free(behind);
	free(plight);
}

static void put_left(const struct vigil *vigil, bool has_ended)
{
	size_t named = 0;
	size_t count = 0;
	size_t i;

	for (i = 0; i < vigil->lefts; i++) {
		const struct watched *left = &vigil->left[i];

		if (left->has_ended != has_ended || count++ >= MOST_NAMES)
			continue;
		fputs(named++ ? ", " : "", stdout);
		put_safe(stdout, (const char *)left->comm);
		printf("[%d] after at least ", left->tid);
		put_duration(stdout, vigil_lasts(left) * SECOND);
	}
	if (count > named)
		printf(" and %zu more", count - named);
}

static void put_json_left(const struct vigil *vigil, bool has_ended)
{
	size_t named = 0;
	size_t i;

	fputs("[", stdout);
	for (i = 0; i < vigil->lefts; i++) {
		if (vigil->left[i].has_ended != has_ended)
			continue;
		fputs(named++ ? ", " : "", stdout);
		put_json_task(stdout, &vigil->left[i]);
	}
	fputs("]", stdout);
}

static void tell_left(const struct vigil *vigil, bool has_ended, bool json)
{
	put_time(json);
	if (json) {
		printf("\"%s\", \"tasks\":", has_ended ? "ended" : "moves");
		put_json_left(vigil, has_ended);
	} else {
		fputs(has_ended ? "has ended: " : "moves again: ", stdout);
		put_left(vigil, has_ended);
	}
	puts(json ? "}" : "");
}

void news_left(const struct vigil *vigil, bool json)
{
	size_t ended = 0;
	size_t i;

	for (i = 0; i < vigil->lefts; i++)
		ended += vigil->left[i].has_ended;
	if (ended < vigil->lefts)
		tell_left(vigil, false, json);
	if (ended)
		tell_left(vigil, true, json);
}
