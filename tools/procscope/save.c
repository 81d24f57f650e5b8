// SPDX-License-Identifier: GPL-2.0
/* save.c - how is a file replaced, whole or not at all? */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "save.h"

/* What has to go if the command ends before the file is renamed. */
static const char *beside;

static void leave_nothing(void)
{
	if (beside)
		unlink(beside);
}

static void on_signal(int signal_number)
{
	leave_nothing();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void give_up(const char *name)
{
	int error = errno;

	leave_nothing();
	errno = error;
	err(EXIT_FAILURE, "%s", name);
}

static bool write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t written = write(fd, data, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		data += written;
		size -= written;
	}
	return true;
}

/* The name itself is on the disk once its directory is. */
static void sync_directory(const char *name)
{
	char *copy = strdup(name);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
}

static void replace(const char *name, const void *data, size_t size)
{
	char *path;
	int fd;

	if (asprintf(&path, "%s.XXXXXX", name) < 0)
		err(EXIT_FAILURE, NULL);
	fd = mkstemp(path);
	if (fd < 0)
		err(EXIT_FAILURE, "%s", name);
	beside = path;

	if (!write_all(fd, data, size) || fsync(fd) || close(fd) ||
	    rename(path, name))
		give_up(name);

	beside = NULL;
	free(path);
	sync_directory(name);
}

static void write_to(const char *name, const void *data, size_t size)
{
	int fd = open(name, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || !write_all(fd, data, size) || close(fd))
		err(EXIT_FAILURE, "%s", name);
}

void save_check(const char *name)
{
	if (!strcmp(name, "-") && isatty(STDOUT_FILENO))
		errx(EXIT_FAILURE,
		     "a snapshot is nothing for a terminal: name a file, or redirect");
}

void save_bytes(const char *name, const void *data, size_t size)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGTERM };
	char *target = NULL;
	struct stat state;
	size_t i;

	if (!strcmp(name, "-")) {
		fwrite(data, 1, size, stdout);
		return;
	}

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (signal(ends[i], on_signal) == SIG_IGN)
			signal(ends[i], SIG_IGN);
	/* A file that grows too large is an error like others. */
	signal(SIGXFSZ, SIG_IGN);

	if (!stat(name, &state)) {
		if (!S_ISREG(state.st_mode)) {
			write_to(name, data, size);
			return;
		}
		/* What a link points at is replaced, not the link. */
		target = realpath(name, NULL);
	}
	replace(target ? target : name, data, size);
	free(target);
}
