// SPDX-License-Identifier: GPL-2.0
/* copies.c - has this text been copied already? */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "copies.h"
#include "store.h"

struct copy {
	const char *from;
	const char *to;
};

/*
 * Where the text stands is what it is known by: the few names of a snapshot
 * are in tens of thousands of frames, and comparing texts would take longer
 * than the look did. Nobody chooses where a text stands, so the hash is any.
 */
static struct copy *find(const struct copies *copies, const char *from)
{
	size_t at = (uintptr_t)from * 0x9e3779b97f4a7c15ULL >> 32;

	while (copies->slot[at & (copies->slots - 1)].from &&
	       copies->slot[at & (copies->slots - 1)].from != from)
		at++;
	return &copies->slot[at & (copies->slots - 1)];
}

/* A half of the slots is free at least, so that a search soon meets one. */
static bool make_room(struct copies *copies)
{
	struct copies larger = *copies;
	size_t i;

	if (copies->count < copies->slots / 2)
		return true;
	larger.slots = copies->slots ? copies->slots * 2 : 256;
	larger.slot = calloc(larger.slots, sizeof(*larger.slot));
	if (!larger.slot)
		return false;
	for (i = 0; i < copies->slots; i++)
		if (copies->slot[i].from)
			*find(&larger, copies->slot[i].from) = copies->slot[i];
	free(copies->slot);
	*copies = larger;
	return true;
}

const char *copies_get(struct copies *copies, struct store **store,
		       const char *text)
{
	struct copy *copy;
	size_t size;
	char *to;

	if (!make_room(copies))
		return NULL;
	copy = find(copies, text);
	if (copy->from)
		return copy->to;
	size = strlen(text) + 1;
	to = store_take(store, size);
	if (!to)
		return NULL;
	memcpy(to, text, size);
	*copy = (struct copy){ .from = text, .to = to };
	copies->count++;
	return to;
}

void copies_free(struct copies *copies)
{
	free(copies->slot);
	memset(copies, 0, sizeof(*copies));
}
