// SPDX-License-Identifier: GPL-2.0
/* entry.c - how is the system looked at? */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "entry.h"
#include "model.h"

#define SNAPSHOT	"/proc/procscope/snapshot"

void entry_prepare(void)
{
	/*
	 * Only what is there now: memory yet to come is not on any disk. It
	 * may be forbidden, and mostly is not needed: so a failure is none.
	 */
	mlockall(MCL_CURRENT);
}

static int open_snapshot(void)
{
	int fd = open(SNAPSHOT, O_RDWR | O_CLOEXEC);

	/* No reason not to look: without an ask, there is more than enough. */
	if (fd < 0 && (errno == EROFS || errno == EACCES || errno == EPERM))
		fd = open(SNAPSHOT, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return fd;

	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		errx(EXIT_NO_MODULE,
		     "%s: not there: load the module as root, with 'modprobe procscope' or 'insmod procscope.ko'",
		     SNAPSHOT);
	case EACCES:
	case EPERM:
		if (geteuid())
			errx(EXIT_FAILURE, "%s: only root may read it",
			     SNAPSHOT);
		errx(EXIT_FAILURE,
		     "%s: reading needs CAP_SYS_ADMIN in the initial user namespace, and no lockdown for confidentiality",
		     SNAPSHOT);
	}
	err(EXIT_FAILURE, "%s", SNAPSHOT);
}

/*
 * An ask spares the kernel work, and nothing else: a module that is too old
 * for it, or for what is asked, refuses it and gives everything.
 */
static void put_ask(int fd, const struct procscope_ask *ask)
{
	struct procscope_ask sized = *ask;
	ssize_t ignored;

	sized.size = sizeof(sized);
	ignored = write(fd, &sized, sizeof(sized));
	(void)ignored;
}

void entry_look(struct model *model, const struct procscope_ask *ask,
		struct bytes *bytes)
{
	char error[128];
	int fd = open_snapshot();
	int ret;

	put_ask(fd, ask);
	ret = model_read_bytes(model, bytes, fd, error, sizeof(error));
	close(fd);
	if (ret == -EIO)
		errx(EXIT_NO_MODULE,
		     "%s: it went away while it was read: load the module again",
		     SNAPSHOT);
	if (ret)
		errx(ret == -ENOTSUP ? EXIT_NO_MODULE : EXIT_FAILURE, "%s: %s",
		     SNAPSHOT, error);
}
