/* SPDX-License-Identifier: GPL-2.0 */
/* save.h - how is a file replaced, whole or not at all? */
#ifndef PROCSCOPE_SAVE_H
#define PROCSCOPE_SAVE_H

#include <stddef.h>

/**
 * save_check() - refuse what could not be saved anyway, before the work is done
 * @name: as for save_bytes()
 */
void save_check(const char *name);

/**
 * save_bytes() - write a file
 * @name: the file, readable for its owner only; "-" for the standard output;
 *	what is there and no regular file is written to as it is
 * @data: what shall be in it
 * @size: bytes of it
 *
 * The file is written beside, brought to the disk and renamed: until all is
 * there, the file of that name is the old one. Ends the command with one line
 * about it where that can't be done.
 */
void save_bytes(const char *name, const void *data, size_t size);

#endif /* PROCSCOPE_SAVE_H */
