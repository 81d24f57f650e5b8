/* SPDX-License-Identifier: GPL-2.0 */
/* helper.h - what does a file say that may keep its reader for ever? */
#ifndef PROCSCOPE_HELPER_H
#define PROCSCOPE_HELPER_H

/**
 * helper_start() - have a process ready that reads a file
 * @file: the file; it is not touched yet
 *
 * To be called before the system is looked at: what a fork needs may be stuck
 * later. The process has no other file of ours open, and ends when we do, or
 * when it is stuck no more. Nobody ever waits for it.
 *
 * Return: what helper_read() takes, or a negative errno.
 */
int helper_start(const char *file);

/**
 * helper_read() - let it read
 * @helper: what helper_start() gave; is given back
 * @milliseconds: after which it is given up
 * @text: receives all of the file and a NUL, to be freed; NULL after an error
 *
 * Return: 0; -ETIMEDOUT where it did not come in time; -EIO where it can't be
 * read; -EFBIG or -ENOMEM where it is too much.
 */
int helper_read(int helper, unsigned int milliseconds, char **text);

#endif /* PROCSCOPE_HELPER_H */
