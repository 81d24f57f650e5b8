/* SPDX-License-Identifier: GPL-2.0 */
/* needs.h - what this kernel can't show, as the entry about has it */
#ifndef SELFTESTS_NEEDS_H
#define SELFTESTS_NEEDS_H

#include <stdbool.h>

/**
 * lacks() - does the kernel lack what a test is about?
 * @fact: a word that a line of about begins with: stacks, waits, held,
 *	variables, slabs, since
 *
 * Return: why it does, for SKIP(); NULL if it does not.
 */
const char *lacks(const char *fact);

/**
 * lacks_sockets() - does the kernel lack sockets of a family?
 * @family: AF_UNIX or AF_INET
 *
 * Return: as for lacks().
 */
const char *lacks_sockets(int family);

/**
 * lacks_mm_owner() - does an address space not say whose it is?
 *
 * Return: as for lacks().
 */
const char *lacks_mm_owner(void);

/**
 * check_may_lack() - end the test where something is not missing by nature
 * @fact: a word for it, as MAY_LACK of the environment has it where it may
 * @reason: what is missing
 *
 * A skip is for what a kernel is without, not for what has stopped to work on it.
 */
void check_may_lack(const char *fact, const char *reason);

/**
 * is_realtime() - is the kernel built with CONFIG_PREEMPT_RT?
 */
bool is_realtime(void);

#endif /* SELFTESTS_NEEDS_H */
