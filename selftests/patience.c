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

unsigned int __wrap_alarm(unsigned int seconds)
{
	return __real_alarm(storm_seconds(0) ? 0 : seconds * slowness());
}
