/* SPDX-License-Identifier: GPL-2.0 */
/* store.h - memory that is taken in small pieces and given back at once */
#ifndef PROCSCOPE_STORE_H
#define PROCSCOPE_STORE_H

#include <stddef.h>

struct store;

/**
 * store_take() - take a piece of memory
 * @store: the store; points at NULL before the first piece
 * @size: bytes
 *
 * Return: zeroed memory, aligned for pointers and numbers, that lives as long as the
 * store does; NULL where there is no more.
 */
void *store_take(struct store **store, size_t size);

/**
 * store_join() - hand all pieces of one store to another
 * @store: the store that has them then
 * @other: the store that had them; empty then
 */
void store_join(struct store **store, struct store **other);

/**
 * store_free() - give back all pieces
 * @store: a store, or NULL
 */
void store_free(struct store *store);

#endif /* PROCSCOPE_STORE_H */
