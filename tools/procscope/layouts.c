// SPDX-License-Identifier: GPL-2.0
/*
 * layouts.c - which structs of the kernel have such a lock in such a place?
 *
 * BTF, which a kernel has of itself and of its modules, has the size of each
 * struct, and the type of each field. A lock's type in the lock's place, in a
 * struct of the object's size, is rare; but it is no proof that it is that struct.
 */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "layouts.h"
#include "procscope.h"

#define BTF_DIR		"/sys/kernel/btf"
#define SLAB_DIR	"/sys/kernel/slab"

/* Structs in structs: more than anybody has. */
#define MOST_LEVELS	16

/* What caches are aligned to, if they are: so much may merged ones differ in size. */
#define MOST_ALIGNMENT	64

/**
 * struct types - all types that are known
 * @btf: the kernel's own, and those of its modules
 * @count: how many
 */
static struct types {
	struct btf **btf;
	size_t count;
} types;

static void add_types(const char *name, struct btf *base)
{
	struct btf **larger;
	char path[512];
	struct btf *btf;

	snprintf(path, sizeof(path), BTF_DIR "/%s", name);
	btf = btf__parse_split(path, base);
	if (!btf)
		return;
	larger = reallocarray(types.btf, types.count + 1, sizeof(*larger));
	if (!larger) {
		btf__free(btf);
		return;
	}
	types.btf = larger;
	types.btf[types.count++] = btf;
}

static void load_types(void)
{
	static bool is_loaded;
	struct dirent *entry;
	DIR *dir;

	if (is_loaded)
		return;
	is_loaded = true;
	/* There is nobody to read what it would say. */
	libbpf_set_print(NULL);
	add_types("vmlinux", NULL);
	dir = types.count ? opendir(BTF_DIR) : NULL;
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "vmlinux"))
			add_types(entry->d_name, types.btf[0]);
	if (dir)
		closedir(dir);
}

static bool is_lock(__u32 kind, const char *name)
{
	switch (kind) {
	case PROCSCOPE_KIND_MUTEX:
		return !strcmp(name, "mutex");
	case PROCSCOPE_KIND_WW_MUTEX:
		return !strcmp(name, "ww_mutex");
	case PROCSCOPE_KIND_RWSEM:
		return !strcmp(name, "rw_semaphore");
	case PROCSCOPE_KIND_SEMAPHORE:
		return !strcmp(name, "semaphore");
	case PROCSCOPE_KIND_RT_MUTEX:
		return !strcmp(name, "rt_mutex") ||
		       !strcmp(name, "rt_mutex_base");
	case PROCSCOPE_KIND_PERCPU_RWSEM:
		return !strcmp(name, "percpu_rw_semaphore");
	case PROCSCOPE_KIND_COMPLETION:
		return !strcmp(name, "completion");
	}
	return false;
}

/* The type that is behind its other names and its qualifiers; NULL if none is. */
static const struct btf_type *plain_type(const struct btf *btf, __u32 id)
{
	int plain = btf__resolve_type(btf, id);

	return plain > 0 ? btf__type_by_id(btf, plain) : NULL;
}

static bool find_field(const struct btf *btf, const struct btf_type *type,
		       __u64 offset, __u32 kind, char *path, size_t size,
		       unsigned int levels);

/* Of an array, the element that is there. */
static bool find_element(const struct btf *btf, const struct btf_type *type,
			 __u64 offset, __u32 kind, char *path, size_t size,
			 unsigned int levels)
{
	const struct btf_array *array = btf_array(type);
	const struct btf_type *element = plain_type(btf, array->type);
	__s64 bytes = btf__resolve_size(btf, array->type);
	size_t used = strlen(path);

	if (!element || bytes <= 0 || offset / bytes >= array->nelems)
		return false;
	snprintf(path + used, size - used, "[%llu]",
		 (unsigned long long)(offset / bytes));
	if (find_field(btf, element, offset % bytes, kind, path, size, levels))
		return true;
	path[used] = '\0';
	return false;
}

/* Add to @path the names of what leads to a lock in the place. */
static bool find_field(const struct btf *btf, const struct btf_type *type,
		       __u64 offset, __u32 kind, char *path, size_t size,
		       unsigned int levels)
{
	const struct btf_member *member = btf_members(type);
	const size_t used = strlen(path);
	unsigned int i;

	if (!levels)
		return false;
	if (btf_is_array(type))
		return find_element(btf, type, offset, kind, path, size,
				    levels - 1);
	if (!btf_is_composite(type))
		return false;
	if (!offset && strchr(path, '.') &&
	    is_lock(kind, btf__name_by_offset(btf, type->name_off)))
		return true;
	for (i = 0; i < btf_vlen(type); i++, member++) {
		const char *name = btf__name_by_offset(btf, member->name_off);
		__u32 bit = btf_member_bit_offset(type, i);
		const struct btf_type *inner;
		__s64 bytes;

		if (bit % 8 || btf_member_bitfield_size(type, i) ||
		    offset < bit / 8)
			continue;
		bytes = btf__resolve_size(btf, member->type);
		if (bytes <= 0 || offset - bit / 8 >= (__u64)bytes)
			continue;
		inner = plain_type(btf, member->type);
		if (!inner)
			continue;
		if (*name)
			snprintf(path + used, size - used, ".%s", name);
		if (find_field(btf, inner, offset - bit / 8, kind, path, size,
			       levels - 1))
			return true;
		path[used] = '\0';
	}
	return false;
}

/* How many of their first letters are the same? */
static size_t likeness(const char *field, const char *cache)
{
	size_t same = 0;

	while (field[same] && field[same] == cache[same])
		same++;
	return same;
}

/* The same struct is in the BTF of each module that has its own of it. */
static void add_field(struct layouts_answer *answer, const char *cache,
		      const char *field)
{
	size_t length = strlen(field) + 1;
	unsigned int known = answer->count < LAYOUTS_FIELDS ? answer->count :
							      LAYOUTS_FIELDS;
	unsigned int i;

	if (length > LAYOUTS_NAME)
		return;
	for (i = 0; i < known; i++)
		if (!strcmp(answer->field[i], field))
			return;
	answer->count++;
	for (i = 0; i < known; i++)
		if (likeness(field, cache) > likeness(answer->field[i], cache))
			break;
	if (i == LAYOUTS_FIELDS)
		return;
	memmove(answer->field[i + 1], answer->field[i],
		(LAYOUTS_FIELDS - 1 - i) * LAYOUTS_NAME);
	memcpy(answer->field[i], field, length);
}

/**
 * struct sizes - of structs that can be in an object
 * @least: the smallest
 * @most: the largest
 */
struct sizes {
	__u32 least;
	__u32 most;
};

static void find_fields(struct layouts_answer *answer,
			const struct layouts_question *question,
			struct sizes sizes)
{
	size_t i;

	for (i = 0; i < types.count; i++) {
		const struct btf *btf = types.btf[i];
		const struct btf *base = btf__base_btf(btf);
		__u32 id = base ? btf__type_cnt(base) : 1;

		for (; id < btf__type_cnt(btf); id++) {
			const struct btf_type *type = btf__type_by_id(btf, id);
			char path[2 * LAYOUTS_NAME];

			if (!btf_is_struct(type) || !type->name_off ||
			    type->size < sizes.least || type->size > sizes.most)
				continue;
			snprintf(path, sizeof(path), "%s",
				 btf__name_by_offset(btf, type->name_off));
			if (find_field(btf, type, question->offset,
				       question->kind, path, sizeof(path),
				       MOST_LEVELS))
				add_field(answer, question->cache, path);
		}
	}
}

/* What the name of a cache stands for in sysfs; false where it is none. */
static bool target_of(int dir, const char *name, char *target, size_t size)
{
	ssize_t length = readlinkat(dir, name, target, size - 1);

	if (length < 0)
		return false;
	target[length] = '\0';
	return true;
}

/*
 * Caches that may be merged are there by an id of their own, which the names of
 * all that have been lead to. One that never is, is there by its name.
 */
static bool has_other_names(const char *cache)
{
	char target[256], other[256];
	struct dirent *entry;
	size_t names = 0;
	DIR *dir = opendir(SLAB_DIR);

	if (!dir)
		return true;
	if (target_of(dirfd(dir), cache, target, sizeof(target)))
		while ((entry = readdir(dir)))
			if (target_of(dirfd(dir), entry->d_name, other,
				      sizeof(other)))
				names += !strcmp(other, target);
	closedir(dir);
	return names > 1;
}

/* What the kernel says of a cache; -1 where there is none of that name. */
static int number_of(const char *cache, const char *what)
{
	char path[sizeof(SLAB_DIR) + LAYOUTS_NAME + sizeof("//object_size")];
	int number = -1;
	FILE *file;

	snprintf(path, sizeof(path), SLAB_DIR "/%s/%s", cache, what);
	file = fopen(path, "re");
	if (!file)
		return -1;
	if (fscanf(file, "%d", &number) != 1)
		number = -1;
	fclose(file);
	return number;
}

static enum sharing sharing_of(const char *cache, __u32 object_size)
{
	int aliases;

	if (strstr(cache, "kmalloc-"))
		return SHARING_SIZES;
	/* No name of a file: the kernel says so, too. */
	if (strchr(cache, '/') || cache[0] == '.')
		return SHARING_UNKNOWN;
	/* Another one may have the name by now. */
	if (number_of(cache, "object_size") != (int)object_size)
		return SHARING_UNKNOWN;
	aliases = number_of(cache, "aliases");
	if (aliases > 0)
		return SHARING_MERGED;
	/* The names of those that are gone stay, and the cache may have such a one. */
	if (aliases < 0 || has_other_names(cache))
		return SHARING_UNKNOWN;
	return SHARING_NONE;
}

/* Of the sizes that kmalloc() has caches for, the one below. */
static __u32 size_below(__u32 size)
{
	if (size == 96)
		return 64;
	if (size == 128)
		return 96;
	if (size == 192)
		return 128;
	if (size == 256)
		return 192;
	return size / 2;
}

static struct sizes sizes_of(enum sharing sharing, __u32 size)
{
	struct sizes sizes = { .least = size, .most = size };

	if (sharing == SHARING_SIZES)
		sizes.least = size_below(size) + 1;
	else if (sharing != SHARING_NONE)
		sizes.least = size > MOST_ALIGNMENT ? size - MOST_ALIGNMENT + 1 :
						      1;
	return sizes;
}

void layouts_answer(const void *question, void *answer)
{
	const struct layouts_question *of = question;
	struct layouts_answer *to = answer;

	load_types();
	to->sharing = sharing_of(of->cache, of->object_size);
	find_fields(to, of, sizes_of(to->sharing, of->object_size));
}
