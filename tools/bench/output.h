/* SPDX-License-Identifier: GPL-2.0 */
/* output.h - what a contender gives, in memory that is there before it starts */
#ifndef BENCH_OUTPUT_H
#define BENCH_OUTPUT_H

#include <stddef.h>

/**
 * struct output - what a contender gave
 * @bytes: of all of it
 * @used: how much it gave
 * @size: how much there is room for
 */
struct output {
	char *bytes;
	size_t used;
	size_t size;
};

/**
 * output_create() - have memory for the largest output
 * @output: receives it
 *
 * All its pages are there, and no child gets them.
 */
void output_create(struct output *output);

/**
 * output_add_number() - add a number as a line of its own
 * @output: what to add to
 * @number: not negative
 */
void output_add_number(struct output *output, unsigned int number);

/**
 * output_add_rest() - add what a file holds from where it stands, to its end
 * @output: what to add to
 * @fd: the file
 *
 * Return: 0, or -1 with errno.
 */
int output_add_rest(struct output *output, int fd);

/**
 * output_add_piece() - add what one read() of a file gives
 * @output: what to add to
 * @fd: the file
 *
 * Return: bytes, or -1 with errno.
 */
long output_add_piece(struct output *output, int fd);

#endif /* BENCH_OUTPUT_H */
