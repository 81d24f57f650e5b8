/* SPDX-License-Identifier: GPL-2.0 */
/* helper.h - what does a file say that may keep its reader for ever? */
#ifndef PROCSCOPE_HELPER_H
#define PROCSCOPE_HELPER_H

#include <errno.h>
#include <stddef.h>

/**
 * struct helper - a process that does it
 * @error: 0; or a negative errno, and nothing else of it holds
 * @questions: both ends of the pipe to it; with a reader that is left, no
 *	question raises SIGPIPE
 * @answers: the end of the pipe from it
 *
 * Pipes are what any kernel has.
 */
struct helper {
	int error;
	int questions[2];
	int answers;
};

/* One that was not started. */
#define HELPER_NONE	{ .error = -ESRCH }

/**
 * helper_start() - have a process ready that reads a file
 * @helper: receives it; its error says whether it is there
 * @file: the file; it is not touched yet
 *
 * To be called before the system is looked at: what a fork needs may be stuck
 * later. The process has no other file of ours open, and ends when we do, or
 * when it is stuck no more. Nobody ever waits for it.
 */
void helper_start(struct helper *helper, const char *file);

/**
 * helper_read() - let it read
 * @helper: what helper_start() gave; is ended
 * @milliseconds: after which it is given up
 * @text: receives all of the file and a NUL, to be freed; NULL after an error
 *
 * Return: 0; -ETIMEDOUT where it did not come in time; -EIO where it can't be
 * read; -EFBIG or -ENOMEM where it is too much; the helper's error.
 */
int helper_read(struct helper *helper, unsigned int milliseconds, char **text);

/**
 * helper_start_answering() - have a process ready that answers questions
 * @helper: receives it; its error says whether it is there
 * @question_size: bytes of a question, no more than PIPE_BUF
 * @answer_size: bytes of an answer
 * @answer: called there for each question; the answer is all zeros before
 *
 * As helper_start(). The process has no standard streams.
 */
void helper_start_answering(struct helper *helper, size_t question_size,
			    size_t answer_size,
			    void (*answer)(const void *question, void *answer));

/**
 * helper_ask() - let it answer one
 * @helper: what helper_start_answering() gave; is ended by an error
 * @milliseconds: after which it is given up
 * @question: the question
 * @question_size: bytes of it
 * @answer: receives the answer
 * @answer_size: bytes of it
 *
 * Return: 0; -ETIMEDOUT where the answer did not come in time; -EIO where there
 * is none; the helper's error.
 */
int helper_ask(struct helper *helper, unsigned int milliseconds,
	       const void *question, size_t question_size, void *answer,
	       size_t answer_size);

/**
 * helper_end() - it is asked for nothing more
 * @helper: the helper
 */
void helper_end(struct helper *helper);

#endif /* PROCSCOPE_HELPER_H */
