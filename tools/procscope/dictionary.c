// SPDX-License-Identifier: GPL-2.0
/* dictionary.c - what text does an id of the stream stand for? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "dictionary.h"
#include "store.h"

struct entry {
	struct entry *next;
	uint32_t id;
	size_t length;
	char text[];
};

/*
 * Multiplication by an odd number that the maker of the stream can't know: ids
 * chosen to fall into one bucket would make the reader quadratic otherwise.
 */
static size_t bucket_of(const struct dictionary *dictionary, uint32_t id)
{
	return (id * dictionary->key >> 32) & (dictionary->buckets - 1);
}

static void draw_key(struct dictionary *dictionary)
{
	const void *random = (const void *)getauxval(AT_RANDOM);

	if (random)
		memcpy(&dictionary->key, random, sizeof(dictionary->key));
	dictionary->key |= 1;
}

static int grow(struct dictionary *dictionary)
{
	struct dictionary larger = *dictionary;
	size_t i;

	if (dictionary->buckets) {
		larger.buckets *= 2;
	} else {
		larger.buckets = 256;
		draw_key(&larger);
	}

	larger.bucket = calloc(larger.buckets, sizeof(*larger.bucket));
	if (!larger.bucket)
		return -ENOMEM;

	for (i = 0; i < dictionary->buckets; i++) {
		struct entry *entry = dictionary->bucket[i];

		while (entry) {
			struct entry *next = entry->next;
			size_t to = bucket_of(&larger, entry->id);

			entry->next = larger.bucket[to];
			larger.bucket[to] = entry;
			entry = next;
		}
	}

	free(dictionary->bucket);
	*dictionary = larger;
	return 0;
}

static struct entry *find(const struct dictionary *dictionary, uint32_t id)
{
	struct entry *entry;

	if (!dictionary->buckets)
		return NULL;

	entry = dictionary->bucket[bucket_of(dictionary, id)];
	while (entry && entry->id != id)
		entry = entry->next;
	return entry;
}

int dictionary_add(struct dictionary *dictionary, struct store **store,
		   uint32_t id, const char *text, size_t length)
{
	struct entry *entry = find(dictionary, id);
	size_t to;

	if (entry) {
		if (entry->length == length &&
		    !memcmp(entry->text, text, length))
			return 0;
		return -EEXIST;
	}

	if (dictionary->count >= dictionary->buckets && grow(dictionary))
		return -ENOMEM;

	entry = store_take(store, sizeof(*entry) + length + 1);
	if (!entry)
		return -ENOMEM;
	entry->id = id;
	entry->length = length;
	memcpy(entry->text, text, length);

	to = bucket_of(dictionary, id);
	entry->next = dictionary->bucket[to];
	dictionary->bucket[to] = entry;
	dictionary->count++;
	return 0;
}

const char *dictionary_find(const struct dictionary *dictionary, uint32_t id)
{
	struct entry *entry = find(dictionary, id);

	return entry ? entry->text : NULL;
}

void dictionary_free(struct dictionary *dictionary)
{
	free(dictionary->bucket);
	memset(dictionary, 0, sizeof(*dictionary));
}
