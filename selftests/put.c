// SPDX-License-Identifier: GPL-2.0
/* put.c - write to an entry of the kernel's */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "put.h"

int put_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t size = strlen(text), written;
	int error = 0;

	if (fd < 0)
		return -errno;
	written = write(fd, text, size);
	if (written != size)
		error = written < 0 ? -errno : -EIO;
	close(fd);

	return error;
}
