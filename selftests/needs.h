/* SPDX-License-Identifier: GPL-2.0 */
/* needs.h - what this kernel can't show, as the entry about has it */
#ifndef SELFTESTS_NEEDS_H
#define SELFTESTS_NEEDS_H

#include <sys/socket.h>
#include <unistd.h>

/**
 * lacks() - does the kernel lack what a test is about?
 * @fact: a word that a line of about begins with: stacks, waits, held,
 *	variables, slabs, since
 *
 * Return: why it does, for SKIP(); NULL if it does not.
 */
const char *lacks(const char *fact);

/**
 * lacks_sockets() - can't the command talk to what reads files for it?
 *
 * Return: as lacks().
 */
static inline const char *lacks_sockets(void)
{
	int end[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, end))
		return "no socketpair(): CONFIG_UNIX is off";
	close(end[0]);
	close(end[1]);
	return NULL;
}

#endif /* SELFTESTS_NEEDS_H */
