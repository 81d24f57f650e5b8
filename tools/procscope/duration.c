// SPDX-License-Identifier: GPL-2.0
/* duration.c - how does a time span read? */
#include "duration.h"

#define MINUTE	60
#define HOUR	(60 * MINUTE)
#define DAY	(24 * HOUR)

void put_duration(FILE *out, unsigned long long ns)
{
	unsigned long long ms = ns / 1000000;
	unsigned long long s = ms / 1000;

	if (s < 1)
		fprintf(out, "%llums", ms);
	else if (s < MINUTE)
		fprintf(out, "%llu.%llus", s, ms % 1000 / 100);
	else if (s < HOUR)
		fprintf(out, "%llum%02llus", s / MINUTE,
			s % MINUTE);
	else if (s < DAY)
		fprintf(out, "%lluh%02llum", s / HOUR,
			s % HOUR / MINUTE);
	else
		fprintf(out, "%llud%02lluh", s / DAY,
			s % DAY / HOUR);
}
