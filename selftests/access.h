/* SPDX-License-Identifier: GPL-2.0 */
/*
 * access.h - try who may read what
 *
 * The rows are the same in all programs that use them. A program takes those
 * that its parameter of the module allows: it cannot be loaded any more once
 * the kernel is locked down.
 */
#ifndef SELFTESTS_ACCESS_H
#define SELFTESTS_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * enum access_lockdown - how far the kernel is locked down
 * @ACCESS_UNLOCKED: not at all
 * @ACCESS_INTEGRITY: nobody may change it
 * @ACCESS_CONFIDENTIALITY: nobody may read it, either
 */
enum access_lockdown {
	ACCESS_UNLOCKED,
	ACCESS_INTEGRITY,
	ACCESS_CONFIDENTIALITY,
};

/**
 * access_lock_down() - lock the kernel down; there is no way back
 * @level: how far
 *
 * Return: whether it is now locked down so, and no further.
 */
bool access_lock_down(enum access_lockdown level);

/**
 * access_can_lock_down() - has this kernel lockdown?
 *
 * Return: whether it has.
 */
bool access_can_lock_down(void);

/**
 * access_prepare() - load what the rows need
 * @addresses: the module's parameter
 *
 * What is loaded, and as it should be, is left alone.
 *
 * Return: whether it worked; what did not is printed.
 */
bool access_prepare(bool addresses);

/**
 * access_try() - try all rows of one level of lockdown
 * @level: the level, which the kernel must be at
 * @addresses: the module's parameter, as it is loaded
 * @rows: receives how many rows there were
 *
 * Return: how many went against the rule; those are printed.
 */
size_t access_try(enum access_lockdown level, bool addresses, size_t *rows);

#endif /* SELFTESTS_ACCESS_H */
