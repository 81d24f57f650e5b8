/* SPDX-License-Identifier: GPL-2.0 */
/* duration.h - how does a time span read? */
#ifndef PROCSCOPE_DURATION_H
#define PROCSCOPE_DURATION_H

#include <stdbool.h>
#include <stdio.h>

/**
 * put_duration() - write a time span with its two largest units
 * @out: where
 * @ns: nanoseconds
 */
void put_duration(FILE *out, unsigned long long ns);

/**
 * read_duration() - read a time span, as 10s, 1m30s, 0.5h or 250ms
 * @text: the text: numbers with units, of which each is smaller than the one
 *	before; a number alone is seconds
 * @seconds: receives the seconds
 *
 * Return: whether it is one.
 */
bool read_duration(const char *text, double *seconds);

#endif /* PROCSCOPE_DURATION_H */
