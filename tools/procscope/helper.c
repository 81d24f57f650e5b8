// SPDX-License-Identifier: GPL-2.0
/*
 * helper.c - what does a file say that may keep its reader for ever?
 *
 * Nothing gets a task out of an uninterruptible sleep. So another process goes
 * there, and this one waits for it no longer than it likes.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "helper.h"

#define FIRST_ROOM	(64 * 1024)

/* More than a hundred thousand mounts. */
#define MOST_BYTES	(64 * 1024 * 1024)

static bool write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t written = write(fd, data, size);

		if (written < 0)
			return false;
		data += written;
		size -= written;
	}
	return true;
}

/**
 * struct service - what a helper is there for
 * @file: to read it; or NULL
 * @question_size: bytes of a question
 * @answer_size: bytes of an answer
 * @answer: from the one to the other
 */
struct service {
	const char *file;
	size_t question_size;
	size_t answer_size;
	void (*answer)(const void *question, void *answer);
};

/*
 * In the helper, as all to serve().
 *
 * Who reads our output waits for all who have it open: not for one that is
 * stuck.
 */
static void leave(int questions, int answers)
{
	/* Where our own streams are closed, it may be one of the two below. */
	int kept = fcntl(answers, F_DUPFD, 2);

	/* Where it can be killed, it does not outlive us. */
	if (kept < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) ||
	    dup2(questions, 0) || dup2(kept, 1) != 1 || close_range(2, ~0U, 0))
		_exit(EXIT_FAILURE);
}

/* A NUL after the last byte says that it was the last one. */
static void read_file(const char *file)
{
	char data[4096];
	ssize_t size;
	char go;
	int fd;

	if (read(0, &go, sizeof(go)) != sizeof(go))
		_exit(EXIT_SUCCESS);
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		_exit(EXIT_FAILURE);
	while ((size = read(fd, data, sizeof(data))) > 0)
		if (!write_all(1, data, size))
			_exit(EXIT_FAILURE);
	_exit(!size && write_all(1, "", 1) ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* What is written to a pipe at once, and fits, is read at once. */
static void answer_all(const struct service *service)
{
	void *question = calloc(1, service->question_size);
	void *answer = calloc(1, service->answer_size);

	while (question && answer &&
	       read(0, question, service->question_size) ==
		       (ssize_t)service->question_size) {
		memset(answer, 0, service->answer_size);
		service->answer(question, answer);
		if (!write_all(1, answer, service->answer_size))
			_exit(EXIT_FAILURE);
	}
	_exit(EXIT_SUCCESS);
}

static void serve(int questions, int answers, const struct service *service)
{
	leave(questions, answers);
	if (service->file)
		read_file(service->file);
	answer_all(service);
}

static void end_with(struct helper *helper, int error)
{
	if (helper->error)
		return;
	helper->error = error;
	close(helper->questions[0]);
	close(helper->questions[1]);
	close(helper->answers);
}

static void start(struct helper *helper, const struct service *service)
{
	int answers[2];
	pid_t child;

	helper->error = 0;
	if (pipe2(helper->questions, O_CLOEXEC)) {
		helper->error = -errno;
		return;
	}
	if (pipe2(answers, O_CLOEXEC)) {
		helper->error = -errno;
		close(helper->questions[0]);
		close(helper->questions[1]);
		return;
	}
	helper->answers = answers[0];
	child = fork();
	if (!child)
		serve(helper->questions[0], answers[1], service);
	if (child < 0)
		end_with(helper, -errno);
	close(answers[1]);
}

void helper_start(struct helper *helper, const char *file)
{
	const struct service service = { .file = file };

	start(helper, &service);
}

void helper_start_answering(struct helper *helper, size_t question_size,
			    size_t answer_size,
			    void (*answer)(const void *question, void *answer))
{
	const struct service service = {
		.question_size = question_size,
		.answer_size = answer_size,
		.answer = answer,
	};

	start(helper, &service);
}

void helper_end(struct helper *helper)
{
	end_with(helper, -ESRCH);
}

static int milliseconds_to(const struct timespec *end)
{
	struct timespec now;
	long long left;

	clock_gettime(CLOCK_MONOTONIC, &now);
	left = (end->tv_sec - now.tv_sec) * 1000LL +
	       (end->tv_nsec - now.tv_nsec) / 1000000;
	return left > 0 ? left : 0;
}

/* What comes next: how many bytes of it, or a negative errno. */
static ssize_t receive(int fd, char *data, size_t size,
		       const struct timespec *end)
{
	struct pollfd poll_of = { .fd = fd, .events = POLLIN };
	ssize_t got;
	int ready;
	int left;

	do {
		left = milliseconds_to(end);
		ready = left ? poll(&poll_of, 1, left) : 0;
	} while (ready < 0 && errno == EINTR);
	if (!ready)
		return -ETIMEDOUT;
	got = ready < 0 ? -1 : read(fd, data, size);
	return got > 0 ? got : -EIO;
}

static int receive_all(int fd, char **text, const struct timespec *end)
{
	size_t room = 0;
	size_t size = 0;

	while (!size || (*text)[size - 1]) {
		ssize_t got;

		if (size == room) {
			char *larger;

			room = room ? room * 2 : FIRST_ROOM;
			larger = room > MOST_BYTES ? NULL :
						     realloc(*text, room);
			if (!larger)
				return room > MOST_BYTES ? -EFBIG : -ENOMEM;
			*text = larger;
		}
		got = receive(fd, *text + size, room - size, end);
		if (got < 0)
			return got;
		size += got;
	}
	return 0;
}

static struct timespec end_of(unsigned int milliseconds)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += milliseconds / 1000;
	end.tv_nsec += milliseconds % 1000 * 1000000L;
	return end;
}

static int ask(const struct helper *helper, const struct timespec *end,
	       const void *question, size_t question_size, void *answer,
	       size_t answer_size)
{
	size_t size = 0;

	if (write(helper->questions[1], question, question_size) !=
	    (ssize_t)question_size)
		return -EIO;
	while (size < answer_size) {
		ssize_t got = receive(helper->answers, (char *)answer + size,
				      answer_size - size, end);

		if (got < 0)
			return got;
		size += got;
	}
	return 0;
}

int helper_ask(struct helper *helper, unsigned int milliseconds,
	       const void *question, size_t question_size, void *answer,
	       size_t answer_size)
{
	const struct timespec end = end_of(milliseconds);
	int error;

	if (helper->error)
		return helper->error;
	error = ask(helper, &end, question, question_size, answer, answer_size);
	if (error)
		end_with(helper, error);
	return error;
}

int helper_read(struct helper *helper, unsigned int milliseconds, char **text)
{
	const struct timespec end = end_of(milliseconds);
	int error = helper->error;

	*text = NULL;
	if (!error && write(helper->questions[1], "", 1) != 1)
		error = -EIO;
	if (!error)
		error = receive_all(helper->answers, text, &end);
	helper_end(helper);
	if (!error)
		return 0;
	free(*text);
	*text = NULL;
	return error;
}
