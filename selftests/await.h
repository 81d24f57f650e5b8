/* SPDX-License-Identifier: GPL-2.0 */
/* await.h - wait for a state to be true, with a deadline */
#ifndef SELFTESTS_AWAIT_H
#define SELFTESTS_AWAIT_H

#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "patience.h"

/**
 * seconds_now() - a clock that only goes forward
 *
 * Return: seconds since some fixed moment.
 */
static inline double seconds_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/**
 * await() - ask again and again until something is true
 * @condition: an expression, evaluated once per look, at least once
 * @seconds: when to give up, on a kernel that is not slow
 *
 * Return: whether it became true.
 */
#define await(condition, seconds)					\
({									\
	double await_end = seconds_now() + (seconds) * slowness();	\
	bool await_true;						\
									\
	while (!(await_true = (condition)) && seconds_now() < await_end) \
		usleep(1000);						\
	await_true;							\
})

#endif /* SELFTESTS_AWAIT_H */
