/* SPDX-License-Identifier: GPL-2.0 */
/* trap.h - memory that keeps whoever touches it, the kernel included */
#ifndef SELFTESTS_TRAP_H
#define SELFTESTS_TRAP_H

#include <stddef.h>

/**
 * lacks_traps() - does this kernel lack what they are made by?
 *
 * Return: why it does, for SKIP(); NULL if it does not.
 */
const char *lacks_traps(void);

/**
 * trap_set() - have such memory in the calling process, by userfaultfd(2)
 * @before: bytes before it that can be used
 *
 * Nobody will ever serve its faults: only SIGKILL frees who touches it.
 *
 * Return: the address @before bytes before it; NULL with errno.
 */
char *trap_set(size_t before);

#endif /* SELFTESTS_TRAP_H */
