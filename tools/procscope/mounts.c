// SPDX-License-Identifier: GPL-2.0
/* mounts.c - where is a file system mounted? */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mounts.h"

/* The first fields of a line; others follow. */
enum {
	FIELD_ID,
	FIELD_PARENT,
	FIELD_DEVICE,
	FIELD_ROOT,
	FIELD_POINT,
	FIELDS,
};

static bool is_octal(const char *digit)
{
	return digit[0] >= '0' && digit[0] <= '3' &&
	       digit[1] >= '0' && digit[1] <= '7' &&
	       digit[2] >= '0' && digit[2] <= '7';
}

/* The kernel escapes what separates fields and lines, and the backslash. */
static void unescape(char *text)
{
	char *to = text;

	while (*text) {
		if (*text == '\\' && is_octal(text + 1)) {
			*to++ = (text[1] - '0') << 6 | (text[2] - '0') << 3 |
				(text[3] - '0');
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

/* NFS has a slash for a root, whatever it is of the server's that is mounted. */
static bool tells_root(const char *rest)
{
	const char *type = strstr(rest, " - ");

	return !type || (strncmp(type, " - nfs ", strlen(" - nfs ")) &&
			 strncmp(type, " - nfs4 ", strlen(" - nfs4 ")));
}

static bool parse_line(struct mount *mount, char *line)
{
	char *field[FIELDS];
	char beyond;
	size_t i;

	for (i = 0; i < FIELDS; i++) {
		field[i] = strsep(&line, " ");
		/* Something follows each of them: else it may be cut. */
		if (!line)
			return false;
	}
	if (sscanf(field[FIELD_DEVICE], "%u:%u%c", &mount->dev_major,
		   &mount->dev_minor, &beyond) != 2)
		return false;
	/* Of some file systems something else stands there than a path. */
	if (*field[FIELD_ROOT] != '/' || *field[FIELD_POINT] != '/' ||
	    !tells_root(line))
		return false;
	unescape(field[FIELD_ROOT]);
	unescape(field[FIELD_POINT]);
	mount->root = field[FIELD_ROOT];
	mount->point = field[FIELD_POINT];
	return true;
}

static size_t count_lines(const char *text)
{
	size_t lines = 1;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

int mounts_parse(struct mounts *mounts, char *text)
{
	char *rest = text;
	char *line;

	mounts->text = text;
	mounts->count = 0;
	mounts->mount = calloc(count_lines(text), sizeof(*mounts->mount));
	if (!mounts->mount)
		return -ENOMEM;
	while ((line = strsep(&rest, "\n")))
		mounts->count += parse_line(&mounts->mount[mounts->count],
					    line);
	return 0;
}

/* Bytes of a directory's path that others in it have before their slash. */
static size_t length_of(const char *directory)
{
	return strcmp(directory, "/") ? strlen(directory) : 0;
}

static bool shows(const struct mount *mount, const char *path)
{
	size_t length = length_of(mount->root);

	return !strncmp(mount->root, path, length) &&
	       (path[length] == '/' || !path[length]);
}

static bool is_better(const struct mount *mount, const struct mount *best)
{
	size_t length = length_of(mount->root);
	size_t best_length = length_of(best->root);

	if (length != best_length)
		return length > best_length;
	return length_of(mount->point) < length_of(best->point);
}

int mounts_path(const struct mounts *mounts, unsigned int dev_major,
		unsigned int dev_minor, const char *path, char **found)
{
	const struct mount *best = NULL;
	const char *inner;
	size_t i;

	*found = NULL;
	for (i = 0; i < mounts->count; i++) {
		const struct mount *mount = &mounts->mount[i];

		if (mount->dev_major == dev_major &&
		    mount->dev_minor == dev_minor && shows(mount, path) &&
		    (!best || is_better(mount, best)))
			best = mount;
	}
	if (!best)
		return 0;

	inner = path + length_of(best->root);
	if (!length_of(inner))
		*found = strdup(best->point);
	else if (asprintf(found, "%.*s%s", (int)length_of(best->point),
			  best->point, inner) < 0)
		*found = NULL;
	return *found ? 0 : -ENOMEM;
}

void mounts_free(struct mounts *mounts)
{
	free(mounts->mount);
	free(mounts->text);
	memset(mounts, 0, sizeof(*mounts));
}
