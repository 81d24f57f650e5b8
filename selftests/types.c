// SPDX-License-Identifier: GPL-2.0
/* types.c - have the command read of types that are ours, instead of the kernel's */
#include <bpf/btf.h>
#include <errno.h>
#include <linux/btf.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "types.h"

#define BTF_DIR		"/sys/kernel/btf"

/* No lock is so large, which is nothing to who asks for their names. */
#define LOCK_SIZE	8

const char *types_hide(void)
{
	static char reason[64];

	if (access(BTF_DIR, F_OK))
		return "no " BTF_DIR ": CONFIG_DEBUG_INFO_BTF is off";
	if (!unshare(CLONE_NEWNS) &&
	    !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	    !mount("types", BTF_DIR, "tmpfs", 0, NULL))
		return NULL;
	snprintf(reason, sizeof(reason), "no mount of ours: %s",
		 strerror(errno));
	return reason;
}

/* The type that a lock has, added where it is not there yet. */
static int lock_of(struct btf *btf, const char *name)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_STRUCT);

	return id > 0 ? id : btf__add_struct(btf, name, LOCK_SIZE);
}

static bool add(struct btf *btf, const struct type *type)
{
	int lock = lock_of(btf, type->lock);

	return lock > 0 && btf__add_struct(btf, type->name, type->size) > 0 &&
	       !btf__add_field(btf, "lock", lock, type->offset * 8, 0);
}

static bool save(const struct btf *btf, const char *path)
{
	__u32 size;
	const void *bytes = btf__raw_data(btf, &size);
	FILE *file = fopen(path, "w");
	bool done = file && bytes && fwrite(bytes, size, 1, file) == 1;

	if (file)
		done &= !fclose(file);
	return done;
}

bool types_write(const char *module, const struct type *type, size_t count)
{
	bool is_kernel = !strcmp(module, "vmlinux");
	struct btf *kernel = NULL, *btf;
	char path[128];
	bool done;
	size_t i;

	if (!is_kernel)
		kernel = btf__parse(BTF_DIR "/vmlinux", NULL);
	btf = is_kernel ? btf__new_empty() : btf__new_empty_split(kernel);
	done = btf && (is_kernel || kernel);
	for (i = 0; i < count; i++)
		done = done && add(btf, &type[i]);
	snprintf(path, sizeof(path), BTF_DIR "/%s", module);
	done = done && save(btf, path);
	btf__free(btf);
	btf__free(kernel);
	return done;
}
