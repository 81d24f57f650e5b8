// SPDX-License-Identifier: GPL-2.0
/* bpf_cold.c - a program that prints all stacks by a BPF iterator */
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "iterator.h"

int main(void)
{
	static char piece[64 << 10];
	int fd = iterator_open("stacks_text");
	ssize_t got;

	if (fd < 0)
		err(EXIT_FAILURE, "cannot read a BPF iterator");
	while ((got = read(fd, piece, sizeof(piece))) > 0)
		if (write(STDOUT_FILENO, piece, got) != got)
			err(EXIT_FAILURE, "cannot write");
	if (got)
		err(EXIT_FAILURE, "cannot read a BPF iterator");
	return EXIT_SUCCESS;
}
