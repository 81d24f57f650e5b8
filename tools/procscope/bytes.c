// SPDX-License-Identifier: GPL-2.0
/* bytes.c - what does a file hold? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"

#define FIRST_READ	(256 * 1024)

static int make_room(struct bytes *bytes)
{
	size_t room = bytes->room ? bytes->room * 2 : FIRST_READ;
	unsigned char *larger;

	if (bytes->size < bytes->room)
		return 0;
	larger = realloc(bytes->data, room);
	if (!larger)
		return -ENOMEM;
	bytes->data = larger;
	bytes->room = room;
	return 0;
}

int bytes_read(struct bytes *bytes, int fd, size_t enough)
{
	ssize_t got;

	do {
		if (make_room(bytes))
			return -ENOMEM;
		got = read(fd, bytes->data + bytes->size,
			   bytes->room - bytes->size);
		if (got < 0 && errno != EINTR)
			return -errno;
		if (got > 0)
			bytes->size += got;
	} while (got && bytes->size < enough);

	return 0;
}

void bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	memset(bytes, 0, sizeof(*bytes));
}
