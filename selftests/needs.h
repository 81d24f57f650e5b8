/* SPDX-License-Identifier: GPL-2.0 */
/* needs.h - what this kernel can't show, as the entry about has it */
#ifndef SELFTESTS_NEEDS_H
#define SELFTESTS_NEEDS_H

/**
 * lacks() - does the kernel lack what a test is about?
 * @fact: a word that a line of about begins with: stacks, waits, held,
 *	variables, slabs, since
 *
 * Return: why it does, for SKIP(); NULL if it does not.
 */
const char *lacks(const char *fact);

#endif /* SELFTESTS_NEEDS_H */
