/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fresh.h - memory in which nothing has been said yet
 *
 * In a build for tests (make SCOPE_TEST_PATTERN=1) it is filled with a byte
 * that a test then looks for in what readers get: a field that nobody set, or
 * that is left from another task, shows it. In any other build this is nothing.
 */
#ifndef SCOPE_FRESH_H
#define SCOPE_FRESH_H

#include <linux/module.h>
#include <linux/string.h>

#ifdef SCOPE_TEST_PATTERN

/* By this a test sees that it has the right build. */
MODULE_INFO(test_pattern, "0xa5");

static inline void scope_fresh(void *at, size_t size)
{
	memset(at, 0xa5, size);
}

#else

static inline void scope_fresh(void *at, size_t size)
{
}

#endif

#endif /* SCOPE_FRESH_H */
