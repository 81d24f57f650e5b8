// SPDX-License-Identifier: GPL-2.0
/*
 * slab.c - given an address: which object of the heap is there?
 *
 * The kernel keeps of a slab, in the struct of its first page, the cache that it
 * is of. That struct, and the cache's, are private: where in them things are,
 * caches of our own tell at load, whose names, sizes and flags we know. What is
 * then taken for a cache has to lie in a slab of the cache that all caches are
 * from.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "compat/slab.h"
#include "peek.h"
#include "slab.h"
#include "snap.h"

/* Words at the start of a cache that hold what is needed. */
#define CACHE_WORDS	32

/* Objects of each of our caches: more than one of them is in one slab. */
#define OBJECTS		8

/* Nobody else's: no size of theirs is a multiple of a word. */
#define FIRST_NAME	"procscope_first"
#define FIRST_SIZE	307
#define SECOND_NAME	"procscope_second"
#define SECOND_SIZE	1187

/* What kmalloc() takes an object from is called something with this in it. */
#define KMALLOC_NAME	"kmalloc-"
#define KMALLOC_SIZE	500

/* Flags that only who creates a cache sets. With the last it is never merged. */
#define FLAGS		(SLAB_HWCACHE_ALIGN | SLAB_CACHE_DMA | \
			 SLAB_RECLAIM_ACCOUNT | SLAB_PANIC | \
			 SLAB_TYPESAFE_BY_RCU | SLAB_NOLEAKTRACE)

/**
 * struct layout - of slabs and of caches, in bytes from their starts
 * @cache: in what is kept of a slab, where its cache is
 * @name: in a cache, where its name is; this and all below
 * @size: from one object to the next
 * @object_size: bytes of one that are its user's
 * @flags: how it was created
 * @caches: the cache that caches are objects of
 */
static struct layout {
	unsigned int cache;
	unsigned int name;
	unsigned int size;
	unsigned int object_size;
	unsigned int flags;
	unsigned long caches;
} layout;

/* Why it is not known; or NULL. */
static const char *unknown = "not tried";

/**
 * struct cache - what is known of a cache
 * @name: its name
 * @size: from one object to the next
 * @object_size: bytes of one that are its user's
 */
struct cache {
	char name[SCOPE_NAME];
	unsigned int size;
	unsigned int object_size;
};

/**
 * struct probe - a cache of our own
 * @name: its name
 * @size: of its objects
 * @flags: that it is created with
 * @cache: the cache
 * @object: objects of it
 * @slab: what is kept of the slab of each
 * @words: the start of the cache
 * @halves: the same
 */
struct probe {
	const char *name;
	unsigned int size;
	slab_flags_t flags;
	struct kmem_cache *cache;
	void *object[OBJECTS];
	struct scope_slab slab[OBJECTS];
	union {
		unsigned long words[CACHE_WORDS];
		u32 halves[2 * CACHE_WORDS];
	};
};

static bool create(struct probe *probe)
{
	int i;

	probe->cache = kmem_cache_create(probe->name, probe->size, 0,
					 probe->flags, NULL);
	if (!probe->cache)
		return false;
	for (i = 0; i < OBJECTS; i++) {
		probe->object[i] = kmem_cache_alloc(probe->cache, GFP_KERNEL);
		if (!probe->object[i])
			return false;
	}
	return true;
}

static void destroy(struct probe *probe)
{
	int i;

	if (!probe->cache)
		return;
	for (i = 0; i < OBJECTS; i++) {
		if (probe->object[i])
			kmem_cache_free(probe->cache, probe->object[i]);
	}
	kmem_cache_destroy(probe->cache);
}

static bool look_at(struct probe *probe)
{
	int i;

	for (i = 0; i < OBJECTS; i++) {
		if (compat_is_fenced(probe->object[i]) ||
		    !scope_peek_slab(&probe->slab[i], probe->object[i]))
			return false;
	}
	return scope_peek_to(probe->words, probe->cache);
}

/* Is a word of what is kept of a slab the cache that it is of? */
static bool is_cache(const struct probe *probe, unsigned int i)
{
	int j;

	for (j = 0; j < OBJECTS; j++) {
		if (probe->slab[j].words[i] != (unsigned long)probe->cache)
			return false;
	}
	return true;
}

static bool is_object_size(const struct probe *probe, unsigned int i)
{
	return probe->halves[i] == probe->size;
}

static bool is_flags(const struct probe *probe, unsigned int i)
{
	return (probe->halves[i] & (__force u32)FLAGS) ==
	       (__force u32)probe->flags;
}

/* All objects are at multiples of it, and not all at the first one. */
static bool is_size(const struct probe *probe, unsigned int i)
{
	unsigned int size = probe->halves[i];
	bool proves = false;
	int j;

	if (size < probe->size || size > 4 * probe->size)
		return false;
	for (j = 0; j < OBJECTS; j++) {
		unsigned long at = (unsigned long)probe->object[j] -
				   probe->slab[j].start;

		if (at % size)
			return false;
		proves |= at;
	}
	return proves;
}

/* sysfs has the name, too, or one of its own: the kmalloc's tells them apart. */
static bool is_name(const struct probe *probe, unsigned int i)
{
	char name[sizeof(SECOND_NAME)];

	return scope_peek_text(name, (void *)probe->words[i], sizeof(name)) &&
	       !strcmp(name, probe->name);
}

/* The one place for which it is true of both; -1 if there is none or another. */
static int only(const struct probe probe[2], unsigned int count,
		bool (*is)(const struct probe *probe, unsigned int i))
{
	unsigned int i;
	int found = -1;

	for (i = 0; i < count; i++) {
		if (!is(&probe[0], i) || !is(&probe[1], i))
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

static bool cache_of(const struct scope_slab *slab, unsigned long *cache)
{
	*cache = slab->words[layout.cache / sizeof(long)];
	return *cache && *cache % sizeof(long) == 0;
}

/* Of a name, only what could be printed as it is. */
static bool is_printable(const char *name)
{
	const char *at;

	for (at = name; *at; at++) {
		if (!isascii(*at) || !isprint(*at))
			return false;
	}
	return at > name;
}

static bool read_cache(struct cache *cache, unsigned long at)
{
	struct scope_slab slab;
	unsigned long caches;
	const char *name;
	u32 flags;

	return !compat_is_fenced((void *)at) &&
	       scope_peek_slab(&slab, (void *)at) &&
	       cache_of(&slab, &caches) && caches == layout.caches &&
	       scope_peek_to(flags, (void *)(at + layout.flags)) &&
	       scope_peek_to(cache->size, (void *)(at + layout.size)) &&
	       scope_peek_to(cache->object_size,
			     (void *)(at + layout.object_size)) &&
	       scope_peek_to(name, (void *)(at + layout.name)) &&
	       scope_peek_text(cache->name, name, sizeof(cache->name)) &&
	       is_printable(cache->name) &&
	       /* Before each object is a red zone: nobody knows how large. */
	       !(flags & (__force u32)SLAB_RED_ZONE) &&
	       cache->object_size && cache->size >= cache->object_size;
}

/* Return: where in an object the address is; -1 where it is in none. */
static long find(struct cache *cache, const void *address)
{
	struct scope_slab slab, again;
	unsigned long at, in;

	if (compat_is_fenced(address) || !scope_peek_slab(&slab, address) ||
	    !cache_of(&slab, &at) || !read_cache(cache, at) ||
	    !scope_peek_slab(&again, address) || !cache_of(&again, &in) ||
	    in != at || again.start != slab.start || again.size != slab.size)
		return -1;
	in = (unsigned long)address - slab.start;
	/* What is left at the end of a slab is too small for one more. */
	if (in / cache->size >= slab.size / cache->size ||
	    in % cache->size >= cache->object_size)
		return -1;
	return in % cache->size;
}

static bool knows_kmalloc(const void *object)
{
	struct cache cache;

	return find(&cache, object) == 0 &&
	       strstr(cache.name, KMALLOC_NAME) &&
	       cache.object_size >= KMALLOC_SIZE;
}

static bool learn_name(const struct probe probe[2])
{
	void *object = kmalloc(KMALLOC_SIZE, GFP_KERNEL);
	bool known = false;
	unsigned int i;

	for (i = 0; object && i < CACHE_WORDS && !known; i++) {
		if (!is_name(&probe[0], i) || !is_name(&probe[1], i))
			continue;
		layout.name = i * sizeof(long);
		known = knows_kmalloc(object);
	}
	kfree(object);
	return known;
}

static bool learn(const struct probe probe[2])
{
	struct scope_slab first, second;
	unsigned long cache;
	int at;

	at = only(probe, ARRAY_SIZE(first.words), is_cache);
	if (at < 0)
		return false;
	layout.cache = at * sizeof(long);
	at = only(probe, 2 * CACHE_WORDS, is_object_size);
	if (at < 0)
		return false;
	layout.object_size = at * sizeof(u32);
	at = only(probe, 2 * CACHE_WORDS, is_flags);
	if (at < 0)
		return false;
	layout.flags = at * sizeof(u32);
	at = only(probe, 2 * CACHE_WORDS, is_size);
	if (at < 0)
		return false;
	layout.size = at * sizeof(u32);
	if (!scope_peek_slab(&first, probe[0].cache) ||
	    !scope_peek_slab(&second, probe[1].cache) ||
	    !cache_of(&first, &layout.caches) ||
	    !cache_of(&second, &cache) || cache != layout.caches)
		return false;
	return learn_name(probe);
}

void scope_slab_init(void)
{
	struct probe *probe = kcalloc(2, sizeof(*probe), GFP_KERNEL);

	unknown = "no memory at load";
	if (!probe)
		return;
	probe[0].name = FIRST_NAME;
	probe[0].size = FIRST_SIZE;
	probe[0].flags = SLAB_NOLEAKTRACE | SLAB_RECLAIM_ACCOUNT;
	probe[1].name = SECOND_NAME;
	probe[1].size = SECOND_SIZE;
	probe[1].flags = SLAB_NOLEAKTRACE | SLAB_HWCACHE_ALIGN;
	if (create(&probe[0]) && create(&probe[1])) {
		unknown = "slabs are laid out in an unknown way";
		if (look_at(&probe[0]) && look_at(&probe[1]) && learn(probe))
			unknown = NULL;
	}
	destroy(&probe[0]);
	destroy(&probe[1]);
	kfree(probe);
}

const char *scope_slab_reason(void)
{
	return unknown;
}

bool scope_slab_find(struct scope_object *object, const void *address)
{
	struct cache cache;
	long offset;

	object->cache[0] = '\0';
	if (unknown)
		return false;
	offset = find(&cache, address);
	if (offset < 0)
		return false;
	strscpy(object->cache, cache.name, sizeof(object->cache));
	object->object_size = cache.object_size;
	object->offset = offset;
	return true;
}
