// SPDX-License-Identifier: GPL-2.0
/* pause.c - when is it time to look again? */
#include <errno.h>
#include <stdbool.h>
#include <time.h>

#include "pause.h"

#define SECOND	1000000000L

void pause_begin(struct timespec *time)
{
	clock_gettime(CLOCK_MONOTONIC, time);
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec :
					a->tv_nsec < b->tv_nsec;
}

void pause_for(struct timespec *time, double seconds)
{
	long whole = seconds;
	long ns = time->tv_nsec + (long)((seconds - whole) * SECOND);
	struct timespec now;

	time->tv_sec += whole + ns / SECOND;
	time->tv_nsec = ns % SECOND;
	pause_begin(&now);
	if (is_before(time, &now))
		*time = now;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, time, NULL) ==
	       EINTR)
		;
}
