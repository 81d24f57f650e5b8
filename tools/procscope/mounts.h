/* SPDX-License-Identifier: GPL-2.0 */
/* mounts.h - where is a file system mounted? */
#ifndef PROCSCOPE_MOUNTS_H
#define PROCSCOPE_MOUNTS_H

#include <stddef.h>

/**
 * struct mount - one mount
 * @dev_major: device number of the file system
 * @dev_minor: device number of the file system
 * @root: what of the file system is mounted: a path from its root
 * @point: where
 */
struct mount {
	unsigned int dev_major;
	unsigned int dev_minor;
	const char *root;
	const char *point;
};

/**
 * struct mounts - the mounts that a process sees
 * @mount: the mounts, in the order of mountinfo
 * @count: how many
 * @text: what their strings are in
 */
struct mounts {
	struct mount *mount;
	size_t count;
	char *text;
};

/**
 * mounts_parse() - take mounts from what mountinfo says
 * @mounts: filled; must be freed with mounts_free(), after an error too
 * @text: as of /proc/PID/mountinfo, on the heap; @mounts owns it from now on
 *
 * Lines that are not understood are left out, and those that do not tell what is
 * mounted: of NFS.
 *
 * Return: 0 or -ENOMEM.
 */
int mounts_parse(struct mounts *mounts, char *text);

/**
 * mounts_path() - where is a file?
 * @mounts: the mounts
 * @dev_major: device number of its file system
 * @dev_minor: device number of its file system
 * @path: its path from the root of the file system
 * @found: receives the path by the mount that shows least of the file system
 *	besides it; of several, the one at the shortest path, then the first.
 *	Something else may be mounted over it. To be freed; NULL if no mount
 *	has the file
 *
 * Return: 0 or -ENOMEM.
 */
int mounts_path(const struct mounts *mounts, unsigned int dev_major,
		unsigned int dev_minor, const char *path, char **found);

/**
 * mounts_free() - give back what mounts_parse() took
 * @mounts: mounts that were parsed, or all zeros
 */
void mounts_free(struct mounts *mounts);

#endif /* PROCSCOPE_MOUNTS_H */
