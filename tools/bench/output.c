// SPDX-License-Identifier: GPL-2.0
/* output.c - where does what a contender gives stand? */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "output.h"

#define OUTPUT_SIZE	(96UL << 20)

void output_create(struct output *output)
{
	output->size = OUTPUT_SIZE;
	output->used = 0;
	output->bytes = mmap(NULL, output->size, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (output->bytes == MAP_FAILED ||
	    madvise(output->bytes, output->size, MADV_DONTFORK))
		err(EXIT_FAILURE, "no memory for outputs");
}

void output_add_number(struct output *output, unsigned int number)
{
	char digits[16];
	char *first = digits + sizeof(digits);
	size_t length;

	*--first = '\n';
	do {
		*--first = '0' + number % 10;
		number /= 10;
	} while (number);

	length = digits + sizeof(digits) - first;
	if (length > output->size - output->used)
		errx(EXIT_FAILURE, "an output is too large");
	memcpy(output->bytes + output->used, first, length);
	output->used += length;
}

long output_add_piece(struct output *output, int fd)
{
	ssize_t got;

	if (output->used == output->size)
		errx(EXIT_FAILURE, "an output is too large");
	got = read(fd, output->bytes + output->used,
		   output->size - output->used);
	if (got > 0)
		output->used += got;
	return got;
}

int output_add_rest(struct output *output, int fd)
{
	long got;

	do {
		got = output_add_piece(output, fd);
	} while (got > 0);
	return got;
}
