/* SPDX-License-Identifier: GPL-2.0 */
/* types.h - have the command read of types that are ours, instead of the kernel's */
#ifndef SELFTESTS_TYPES_H
#define SELFTESTS_TYPES_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct type - a struct that has a lock
 * @name: of the struct; its field is called lock
 * @size: bytes of it
 * @offset: where in it the lock is
 * @lock: the name of the lock's type
 */
struct type {
	const char *name;
	unsigned int size;
	unsigned int offset;
	const char *lock;
};

/**
 * types_hide() - let there be no BTF, of the kernel and of its modules
 *
 * So it is for this process, and for those that it starts from now on.
 *
 * Return: NULL, or why it can't be done, for SKIP().
 */
const char *types_hide(void);

/**
 * types_write() - let there be BTF again
 * @module: whose: "vmlinux", the first time, or that of a module
 * @type: the structs that it has
 * @count: how many
 *
 * What has been written for it before is replaced.
 *
 * Return: whether it is there.
 */
bool types_write(const char *module, const struct type *type, size_t count);

#endif /* SELFTESTS_TYPES_H */
