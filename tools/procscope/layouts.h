/* SPDX-License-Identifier: GPL-2.0 */
/* layouts.h - which structs of the kernel have such a lock in such a place? */
#ifndef PROCSCOPE_LAYOUTS_H
#define PROCSCOPE_LAYOUTS_H

#include <linux/types.h>

/* As long as the module's names of caches can be. */
#define LAYOUTS_NAME	128

/* Fields that are told. */
#define LAYOUTS_FIELDS	4

/**
 * enum sharing - whose are the objects of a cache?
 * @SHARING_UNKNOWN: that can't be told: it may be called as one who is gone
 * @SHARING_NONE: of who created it
 * @SHARING_SIZES: of all who ask for memory of such a size
 * @SHARING_MERGED: of several who created caches, which the kernel has merged
 */
enum sharing {
	SHARING_UNKNOWN,
	SHARING_NONE,
	SHARING_SIZES,
	SHARING_MERGED,
};

/**
 * struct layouts_question - a lock in an object
 * @cache: the object's cache
 * @kind: enum procscope_kind of the lock
 * @object_size: bytes of the object
 * @offset: where in it
 */
struct layouts_question {
	char cache[LAYOUTS_NAME];
	__u32 kind;
	__u32 object_size;
	__u64 offset;
};

/**
 * struct layouts_answer - what it can be
 * @sharing: enum sharing of the cache
 * @count: fields that are such a lock there, in structs of such a size; where it
 *	is more than LAYOUTS_FIELDS, some may be counted twice
 * @field: some of them, as struct.field; those of structs that are called most
 *	like the cache come first
 */
struct layouts_answer {
	__u32 sharing;
	__u32 count;
	char field[LAYOUTS_FIELDS][LAYOUTS_NAME];
};

/**
 * layouts_answer() - find them
 * @question: struct layouts_question
 * @answer: struct layouts_answer, filled; all zeros before
 *
 * It reads in sysfs, which may be stuck, and the first time as much as a second.
 */
void layouts_answer(const void *question, void *answer);

#endif /* PROCSCOPE_LAYOUTS_H */
