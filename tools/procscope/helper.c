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
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "helper.h"

#define FIRST_ROOM	(64 * 1024)

/* More than a hundred thousand mounts. */
#define MOST_BYTES	(64 * 1024 * 1024)

static bool send_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);

		if (sent < 0)
			return false;
		data += sent;
		size -= sent;
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
static void leave(int end)
{
	/* Where it can be killed, it does not outlive us. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || dup2(end, 0) ||
	    close_range(1, ~0U, 0))
		_exit(EXIT_FAILURE);
}

/* A NUL after the last byte says that it was the last one. */
static void read_file(const char *file)
{
	char data[4096];
	ssize_t size;
	char go;
	int fd;

	if (recv(0, &go, sizeof(go), 0) != sizeof(go))
		_exit(EXIT_SUCCESS);
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		_exit(EXIT_FAILURE);
	while ((size = read(fd, data, sizeof(data))) > 0)
		if (!send_all(0, data, size))
			_exit(EXIT_FAILURE);
	_exit(!size && send_all(0, "", 1) ? EXIT_SUCCESS : EXIT_FAILURE);
}

static void answer_all(const struct service *service)
{
	void *question = calloc(1, service->question_size);
	void *answer = calloc(1, service->answer_size);

	while (question && answer &&
	       recv(0, question, service->question_size, MSG_WAITALL) ==
		       (ssize_t)service->question_size) {
		memset(answer, 0, service->answer_size);
		service->answer(question, answer);
		if (!send_all(0, answer, service->answer_size))
			_exit(EXIT_FAILURE);
	}
	_exit(EXIT_SUCCESS);
}

static void serve(int end, const struct service *service)
{
	leave(end);
	if (service->file)
		read_file(service->file);
	answer_all(service);
}

static int start(const struct service *service)
{
	int end[2];
	pid_t child;
	int error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end))
		return -errno;
	child = fork();
	if (!child)
		serve(end[1], service);
	error = errno;
	close(end[1]);
	if (child > 0)
		return end[0];
	close(end[0]);
	return -error;
}

int helper_start(const char *file)
{
	const struct service service = { .file = file };

	return start(&service);
}

int helper_start_answering(size_t question_size, size_t answer_size,
			   void (*answer)(const void *question, void *answer))
{
	const struct service service = {
		.question_size = question_size,
		.answer_size = answer_size,
		.answer = answer,
	};

	return start(&service);
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

/* What comes next, as recv() has it, or a negative errno. */
static ssize_t receive(int fd, char *data, size_t size,
		       const struct timespec *end)
{
	struct pollfd poll_of = { .fd = fd, .events = POLLIN };
	int left = milliseconds_to(end);
	ssize_t got;

	if (!left || !poll(&poll_of, 1, left))
		return -ETIMEDOUT;
	got = recv(fd, data, size, MSG_DONTWAIT);
	return got < 0 ? -errno : got;
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
		if (got > 0)
			size += got;
		else if (got == -ETIMEDOUT)
			return got;
		else if (got != -EAGAIN && got != -EINTR)
			return -EIO;
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

int helper_ask(int helper, unsigned int milliseconds, const void *question,
	       size_t question_size, void *answer, size_t answer_size)
{
	struct timespec end = end_of(milliseconds);
	size_t size = 0;

	if (send(helper, question, question_size,
		 MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)question_size)
		return -EIO;
	while (size < answer_size) {
		ssize_t got = receive(helper, (char *)answer + size,
				      answer_size - size, &end);

		if (got > 0)
			size += got;
		else if (got == -ETIMEDOUT)
			return got;
		else if (got != -EAGAIN && got != -EINTR)
			return -EIO;
	}
	return 0;
}

int helper_read(int helper, unsigned int milliseconds, char **text)
{
	struct timespec end = end_of(milliseconds);
	int error = -EIO;

	*text = NULL;
	if (send(helper, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1)
		error = receive_all(helper, text, &end);
	close(helper);
	if (!error)
		return 0;
	free(*text);
	*text = NULL;
	return error;
}
