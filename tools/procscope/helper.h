/* SPDX-License-Identifier: GPL-2.0 */
/* helper.h - what does a file say that may keep its reader for ever? */
#ifndef PROCSCOPE_HELPER_H
#define PROCSCOPE_HELPER_H

#include <stddef.h>

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

/**
 * helper_start_answering() - have a process ready that answers questions
 * @question_size: bytes of a question
 * @answer_size: bytes of an answer
 * @answer: called there for each question; the answer is all zeros before
 *
 * As helper_start(). The process has no standard streams.
 *
 * Return: what helper_ask() takes, to be closed; or a negative errno.
 */
int helper_start_answering(size_t question_size, size_t answer_size,
			   void (*answer)(const void *question, void *answer));

/**
 * helper_ask() - let it answer one
 * @helper: what helper_start_answering() gave
 * @milliseconds: after which it is given up
 * @question: the question
 * @question_size: bytes of it
 * @answer: receives the answer
 * @answer_size: bytes of it
 *
 * After an error, it can't be asked again.
 *
 * Return: 0; -ETIMEDOUT where the answer did not come in time; -EIO where there
 * is none.
 */
int helper_ask(int helper, unsigned int milliseconds, const void *question,
	       size_t question_size, void *answer, size_t answer_size);

#endif /* PROCSCOPE_HELPER_H */
