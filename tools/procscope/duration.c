// SPDX-License-Identifier: GPL-2.0
/* duration.c - how does a time span read? */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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

/* Take a unit off a text. Return: the seconds that it is, 0 if it is none. */
static double take_unit(const char **text)
{
	static const struct {
		const char *name;
		double seconds;
	} unit[] = {
		{ "ms", 0.001 },
		{ "s", 1 },
		{ "m", MINUTE },
		{ "h", HOUR },
		{ "d", DAY },
	};
	size_t i;

	for (i = 0; i < sizeof(unit) / sizeof(*unit); i++) {
		size_t length = strlen(unit[i].name);

		if (strncmp(*text, unit[i].name, length))
			continue;
		*text += length;
		return unit[i].seconds;
	}
	return 0;
}

bool read_duration(const char *text, double *seconds)
{
	double smallest = 0;

	*seconds = 0;
	do {
		size_t length = strspn(text, "0123456789.");
		double unit;
		char *rest;
		double number;

		/* Of what strtod() takes, only the plain. */
		if (!isdigit((unsigned char)*text))
			return false;
		number = strtod(text, &rest);
		if (rest != text + length)
			return false;
		text = rest;
		unit = !*text && !smallest ? 1 : take_unit(&text);
		/* A second of the same unit would be a slip, as 1m30m. */
		if (!unit || (smallest && unit >= smallest))
			return false;
		smallest = unit;
		*seconds += number * unit;
	} while (*text);
	return true;
}
