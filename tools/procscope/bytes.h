/* SPDX-License-Identifier: GPL-2.0 */
/* bytes.h - what does a file hold? */
#ifndef PROCSCOPE_BYTES_H
#define PROCSCOPE_BYTES_H

#include <stddef.h>

/**
 * struct bytes - what was read of a file; all zeros before the first read
 * @data: the bytes
 * @size: how many
 * @room: how many fit
 */
struct bytes {
	unsigned char *data;
	size_t size;
	size_t room;
};

/**
 * bytes_read() - read on
 * @bytes: where to append; must be freed with bytes_free(), after an error too
 * @fd: an open file
 * @enough: bytes in all after which it may stop before the end of the file
 *
 * Return: 0; -ENOMEM; what read() failed with.
 */
int bytes_read(struct bytes *bytes, int fd, size_t enough);

/**
 * bytes_free() - give back what bytes_read() took
 * @bytes: what it filled
 */
void bytes_free(struct bytes *bytes);

#endif /* PROCSCOPE_BYTES_H */
