// SPDX-License-Identifier: GPL-2.0
/* asleep.c - does a task sleep where it shall? */
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "asleep.h"

#define PATIENCE	300	/* seconds */

static long read_proc(pid_t tid, const char *name, char *text, size_t size)
{
	char path[64];
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	got = read(fd, text, size - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	return got;
}

/*
 * The kernel gives a system call only of a task that is not on a CPU; that it
 * is not about to wake is what the state says.
 */
static bool is_asleep(pid_t tid, long syscall, char state)
{
	char text[512];
	const char *after;

	if (!tid || read_proc(tid, "syscall", text, sizeof(text)) <= 0 ||
	    text[0] < '0' || text[0] > '9' ||
	    strtol(text, NULL, 10) != syscall)
		return false;
	if (read_proc(tid, "stat", text, sizeof(text)) <= 0)
		return false;
	after = strrchr(text, ')');
	return after && after[1] && after[2] == state;
}

void await_asleep(const pid_t *tid, long syscall, char state)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	time_t end = time(NULL) + PATIENCE;

	while (!is_asleep(__atomic_load_n(tid, __ATOMIC_ACQUIRE), syscall,
			  state)) {
		if (time(NULL) > end)
			errx(EXIT_FAILURE, "task %d does not fall asleep",
			     *tid);
		nanosleep(&pause, NULL);
	}
}
