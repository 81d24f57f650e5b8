/* SPDX-License-Identifier: GPL-2.0 */
/* copies.h - has this text been copied already? */
#ifndef PROCSCOPE_COPIES_H
#define PROCSCOPE_COPIES_H

#include <stddef.h>

struct copy;
struct store;

/**
 * struct copies - what was copied of the texts of a model; all zeros when empty
 * @slot: where each one came from, and its copy, by hash
 * @slots: how many slots, a power of two
 * @count: how many texts
 */
struct copies {
	struct copy *slot;
	size_t slots;
	size_t count;
};

/**
 * copies_get() - the copy of a text, which is made when first asked for
 * @copies: what was copied
 * @store: what copies are taken from
 * @text: the text; must stay where it is as long as @copies is used
 *
 * Return: the copy, NULL where there is no more memory.
 */
const char *copies_get(struct copies *copies, struct store **store,
		       const char *text);

/**
 * copies_free() - forget what was copied; the copies are the store's
 * @copies: what was copied
 */
void copies_free(struct copies *copies);

#endif /* PROCSCOPE_COPIES_H */
