/* SPDX-License-Identifier: GPL-2.0 */
/* put.h - write to an entry of the kernel's */
#ifndef SELFTESTS_PUT_H
#define SELFTESTS_PUT_H

/**
 * put_text() - open an entry that is there, write a text to it, close it
 * @path: the entry
 * @text: the text, written at once and whole
 *
 * May sleep as long as the entry does.
 *
 * Return: 0 or -errno; -EIO where the entry took only a part of the text.
 */
int put_text(const char *path, const char *text);

#endif /* SELFTESTS_PUT_H */
