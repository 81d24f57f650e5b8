// SPDX-License-Identifier: GPL-2.0
/*
 * view_watch.c - who gets stuck, and who moves again?
 *
 * Each look is cheap: of who has not run the kernel gives no more than that. Only
 * for what there is to tell it is looked at in full.
 */
#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "look.h"
#include "model.h"
#include "news.h"
#include "pause.h"
#include "terminal.h"
#include "view.h"
#include "vigil.h"
#include "words.h"

/* What --stuck and --interval are, where they are not given. */
#define USUAL_STUCK		10.0
#define LOOKS_MEANWHILE		10
#define LEAST_INTERVAL		0.1
#define MOST_INTERVAL		10.0

/* There may be nothing to tell for days, which is when a write would show it. */
static bool has_reader(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO };

	return poll(&output, 1, 0) <= 0 ||
	       !(output.revents & (POLLERR | POLLHUP));
}

/* Each line is out as soon as it is whole, so there is nothing left to do. */
static void end(int signal)
{
	(void)signal;
	_exit(EXIT_SUCCESS);
}

/* Who reads no complaints may read on all the same. */
static void end_unread(int signal)
{
	if (!has_reader())
		end(signal);
}

static void take_ends(void)
{
	const struct sigaction unread = { .sa_handler = end_unread };
	const struct sigaction action = { .sa_handler = end };
	struct sigaction before;

	sigaction(SIGPIPE, &unread, NULL);

	/* Who is started in the background ignores it, and goes on to do so. */
	if (!sigaction(SIGINT, NULL, &before) && before.sa_handler != SIG_IGN)
		sigaction(SIGINT, &action, NULL);
}

static double usual_interval(double stuck)
{
	double interval = stuck / LOOKS_MEANWHILE;

	if (interval < LEAST_INTERVAL)
		return LEAST_INTERVAL;
	return interval < MOST_INTERVAL ? interval : MOST_INTERVAL;
}

/* It does not go on while the system is suspended, as nobody does. */
static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void tell_stuck(const struct request *request, struct vigil *vigil,
		       double stuck)
{
	struct watched **due = calloc(vigil->count + 1, sizeof(*due));
	struct look look;
	size_t count = 0;
	size_t i;

	if (!due)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < vigil->count; i++)
		if (!vigil->task[i].is_told &&
		    vigil_lasts(&vigil->task[i]) >= stuck)
			due[count++] = &vigil->task[i];
	if (count) {
		look_twice(&look, &request->source, PROCSCOPE_PART_STACK, 0);
		news_stuck(&look, due, count, request->style.json);
		look_free(&look);
	}
	free(due);
}

/* Take in each look, and the next one, as often as is wanted or can be told. */
static void watch(const struct request *request,
		  const struct procscope_ask *ask, double stuck,
		  double interval)
{
	double before = seconds_now();
	struct vigil vigil = { .count = 0 };
	struct timespec time;
	struct model model;
	int looks;

	pause_begin(&time);
	source_look(&request->source, 0, ask, &model);
	if (why_no_waits(&model))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(&model));
	news_start(&model, stuck, interval, request->style.json);
	for (looks = 1;; looks++) {
		struct model then;

		if (vigil_look(&vigil, &model, before, seconds_now()))
			errx(EXIT_FAILURE, "no memory for %zu tasks",
			     model.count);
		news_left(&vigil, request->style.json);
		tell_stuck(request, &vigil, stuck);
		if (ferror(stdout) || looks == request->looks || !has_reader())
			break;
		pause_for(&time, interval);
		then = model;
		before = seconds_now();
		source_again(&then, ask, &model);
		model_free(&then);
	}
	vigil_free(&vigil);
	model_free(&model);
}

static int show(const struct request *request)
{
	const struct procscope_ask ask = {
		.parts = PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT |
			 PROCSCOPE_PART_EVENT,
	};
	double stuck = request->stuck > 0 ? request->stuck : USUAL_STUCK;

	if (request->source.files)
		errx(EXIT_FAILURE,
		     "watch: a file is one look: it needs the running system");
	if (request->style.json)
		terminal_set_colors(COLORS_NEVER);
	/* Who reads it is to have each line at once. */
	setlinebuf(stdout);
	/* The clock's files, before any file may be stuck. */
	tzset();
	take_ends();
	watch(request, &ask, stuck, request->interval > 0 ?
				    request->interval : usual_interval(stuck));
	return 0;
}

const struct view view_watch = {
	.name = "watch",
	.arguments = "",
	.summary = "who gets stuck and behind whom, and when it moves again",
	.details = "Looks again and again, and says once when a task has been in one wait for so\n"
		   "long, without running, and once when it moves again or has ended. A wait for\n"
		   "a child, a tracer, a pipe, a socket, a futex, a completion or to be thawed\n"
		   "only counts in D. Tasks that are stuck behind the same are told in one line.\n"
		   "\n"
		   "  --stuck DURATION    for how long, as 10s, which is usual, 1m30s or 250ms\n"
		   "  --interval SECONDS  look after as many seconds; usually, 10 times in that\n"
		   "                      duration, but at most 10 times in a second, and at\n"
		   "                      least every 10 seconds\n"
		   "  --count N           look N times\n"
		   "  -J, --json          print a JSON object in each line\n",
	.looks = 1,
	.takes_interval = true,
	.takes_count = true,
	.takes_stuck = true,
	.takes_json = true,
	.tells_paths = true,
	.show = show,
};
