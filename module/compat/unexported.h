/* SPDX-License-Identifier: GPL-2.0 */
/* unexported.h - functions that this kernel has but does not export */
#ifndef COMPAT_UNEXPORTED_H
#define COMPAT_UNEXPORTED_H

/**
 * compat_unexported() - the address of a function
 * @name: the function
 *
 * Context: may sleep.
 * Return: its address; NULL if there is none by that name, or if calling it by
 * address would not be safe on this kernel.
 */
void *compat_unexported(const char *name);

#endif /* COMPAT_UNEXPORTED_H */
