/* SPDX-License-Identifier: GPL-2.0 */
/* duration.h - how does a time span read? */
#ifndef PROCSCOPE_DURATION_H
#define PROCSCOPE_DURATION_H

#include <stdio.h>

/**
 * put_duration() - write a time span with its two largest units
 * @out: where
 * @ns: nanoseconds
 */
void put_duration(FILE *out, unsigned long long ns);

#endif /* PROCSCOPE_DURATION_H */
