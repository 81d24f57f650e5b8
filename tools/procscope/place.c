// SPDX-License-Identifier: GPL-2.0
/* place.c - what do users call a file? */
#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "helper.h"
#include "model.h"
#include "mounts.h"
#include "place.h"

/*
 * Who mounts or unmounts may be among the stuck, and then whoever reads this
 * is too.
 */
#define MOUNTINFO	"/proc/self/mountinfo"
#define PATIENCE	1000

static struct helper helper = HELPER_NONE;

void place_prepare(void)
{
	helper_start(&helper, MOUNTINFO);
}

static const char *read_mounts(struct mounts *mounts)
{
	char *text;
	int error = helper_read(&helper, PATIENCE, &text);

	if (!error && mounts_parse(mounts, text))
		err(EXIT_FAILURE, NULL);
	switch (error) {
	case 0:
		return NULL;
	case -ETIMEDOUT:
		return MOUNTINFO " did not answer within a second";
	}
	return MOUNTINFO " can't be read";
}

/* The mounts of this system, read once; NULL if they are not known. */
static const struct mounts *known_mounts(const char **why)
{
	static struct mounts mounts;
	static const char *why_not;
	static bool is_read;

	if (!is_read) {
		is_read = true;
		why_not = read_mounts(&mounts);
		if (why_not)
			warnx("paths are told from the roots of their file systems: %s",
			      why_not);
	}
	*why = why_not;
	return why_not ? NULL : &mounts;
}

char *place_of_root(const struct model *model, const struct wait *wait)
{
	const struct mounts *mounts;
	const char *why;
	char *path;

	mounts = model->file ? NULL : known_mounts(&why);
	if (!mounts)
		return NULL;
	if (mounts_path(mounts, wait->raw.dev_major, wait->raw.dev_minor, "/",
			&path))
		err(EXIT_FAILURE, NULL);
	return path;
}

char *place_of(const struct model *model, const struct wait *wait,
	       const char **why)
{
	const struct mounts *mounts;
	char *path;

	/* Where it was mounted, nobody wrote down; it need not be here. */
	if (model->file) {
		*why = "a file does not tell what was mounted where";
		return NULL;
	}
	if (wait->raw.path_flags &
	    (PROCSCOPE_PATH_CUT | PROCSCOPE_PATH_DISCONNECTED)) {
		*why = "the path does not reach the root of its file system";
		return NULL;
	}
	mounts = known_mounts(why);
	if (!mounts)
		return NULL;
	if (mounts_path(mounts, wait->raw.dev_major, wait->raw.dev_minor,
			wait->path, &path))
		err(EXIT_FAILURE, NULL);
	if (!path)
		*why = "no mount that is seen from here has it";
	return path;
}
