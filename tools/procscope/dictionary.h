/* SPDX-License-Identifier: GPL-2.0 */
/* dictionary.h - what text does an id of the stream stand for? */
#ifndef PROCSCOPE_DICTIONARY_H
#define PROCSCOPE_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>

struct entry;
struct store;

/**
 * struct dictionary - the strings of one stream; all zeros when empty
 * @bucket: entries by hash
 * @buckets: how many buckets, a power of two
 * @count: how many entries
 * @key: what makes the hash another one in every process
 */
struct dictionary {
	struct entry **bucket;
	size_t buckets;
	size_t count;
	uint64_t key;
};

/**
 * dictionary_add() - enter a string
 * @dictionary: where
 * @store: what the copy of the text is taken from
 * @id: what it is called
 * @text: the text, without NUL
 * @length: bytes of it
 *
 * Return: 0; -EEXIST where @id stands for another text already; -ENOMEM.
 */
int dictionary_add(struct dictionary *dictionary, struct store **store,
		   uint32_t id, const char *text, size_t length);

/**
 * dictionary_find() - look a string up, in constant time whatever the ids are
 * @dictionary: where
 * @id: what it is called
 *
 * Return: the text, NUL-terminated, or NULL.
 */
const char *dictionary_find(const struct dictionary *dictionary, uint32_t id);

/**
 * dictionary_free() - forget all entries, but not their text
 * @dictionary: a dictionary
 */
void dictionary_free(struct dictionary *dictionary);

#endif /* PROCSCOPE_DICTIONARY_H */
