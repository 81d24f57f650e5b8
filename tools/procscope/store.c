// SPDX-License-Identifier: GPL-2.0
/* store.c - memory that is taken in small pieces and given back at once */
#include <stdint.h>
#include <stdlib.h>

#include "store.h"

#define CHUNK_SIZE	(64 * 1024)
#define PIECE_ALIGN	sizeof(void *)

/* The store is its newest chunk; only that one has room left to give. */
struct store {
	struct store *older;
	size_t used;
	size_t size;
	unsigned char byte[];
};

void *store_take(struct store **store, size_t size)
{
	struct store *chunk = *store;
	void *piece;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + PIECE_ALIGN - 1) & ~(PIECE_ALIGN - 1);

	if (!chunk || size > chunk->size - chunk->used) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = calloc(1, sizeof(*chunk) + room);
		if (!chunk)
			return NULL;
		chunk->older = *store;
		chunk->size = room;
		*store = chunk;
	}

	piece = chunk->byte + chunk->used;
	chunk->used += size;
	return piece;
}

void store_join(struct store **store, struct store **other)
{
	struct store **oldest = other;

	while (*oldest)
		oldest = &(*oldest)->older;
	/* The newest chunk of @store stays it: it may have room. */
	if (*store) {
		*oldest = (*store)->older;
		(*store)->older = *other;
	} else {
		*store = *other;
	}
	*other = NULL;
}

void store_free(struct store *store)
{
	while (store) {
		struct store *older = store->older;

		free(store);
		store = older;
	}
}
