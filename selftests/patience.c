// SPDX-License-Identifier: GPL-2.0
/* patience.c - every deadline of a test, made longer where the kernel is slow */
#include <stdlib.h>

#include "patience.h"

unsigned int slowness(void)
{
	const char *text = getenv("SLOWNESS");
	long number = text ? strtol(text, NULL, 10) : 1;

	return number > 0 ? number : 1;
}

unsigned int storm_seconds(unsigned int usual)
{
	const char *text = getenv("LONG");
	long number = text ? strtol(text, NULL, 10) : 0;

	return number > 0 ? number : usual;
}

/*
 * It is for what never ends, not for what takes its time: an emulated CPU may stand
 * still for seconds where the host has others to serve.
 */
#define ALARM_LATER	4

unsigned int __wrap_alarm(unsigned int seconds)
{
	return __real_alarm(storm_seconds(0) ? 0 : ALARM_LATER * seconds * slowness());
}
