// SPDX-License-Identifier: GPL-2.0
/*
 * deadlock.c - how does the deadlock of the demo come about?
 *
 * Of two threads of a process, each has one lock, a file's i_rwsem and a
 * mutex, and wants that of the other. Then somebody removes the file.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "asleep.h"
#include "deadlock.h"
#include "hold.h"

#define FILE_NAME	"/mnt/ext4/bench.deadlock"

/* Shared with those that get stuck. */
static struct stuck {
	pid_t thread[2];
	pid_t victim;
} *stuck;

static int file;

static void *take_file_first(void *unused)
{
	char steps[64];

	snprintf(steps, sizeof(steps),
		 "inode %d; meet both 2; mutex journal_lock", file);
	__atomic_store_n(&stuck->thread[0], gettid(), __ATOMIC_RELEASE);
	hold_do(steps);
	return NULL;
}

static void *take_mutex_first(void *unused)
{
	char steps[64];

	snprintf(steps, sizeof(steps),
		 "mutex journal_lock; meet both 2; inode %d", file);
	__atomic_store_n(&stuck->thread[1], gettid(), __ATOMIC_RELEASE);
	hold_do(steps);
	return NULL;
}

static void deadlock(void)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, take_mutex_first, NULL);
	if (errno)
		err(EXIT_FAILURE, "cannot start a thread");
	take_file_first(NULL);
	_exit(EXIT_FAILURE);
}

static void remove_file(void)
{
	__atomic_store_n(&stuck->victim, gettid(), __ATOMIC_RELEASE);
	syscall(SYS_unlink, FILE_NAME);
	_exit(EXIT_FAILURE);
}

static void begin(void (*run)(void))
{
	pid_t child = fork();

	if (child < 0)
		err(EXIT_FAILURE, "cannot start a process");
	if (!child)
		run();
}

pid_t deadlock_make(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	stuck = mmap(NULL, sizeof(*stuck), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (stuck == MAP_FAILED)
		err(EXIT_FAILURE, "no memory for a deadlock");
	file = open(FILE_NAME, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		err(EXIT_FAILURE, "cannot open " FILE_NAME);

	/* Both, and only then: they sleep in D while they meet, too. */
	begin(deadlock);
	while (hold_blocked() != 2)
		nanosleep(&pause, NULL);
	await_asleep(&stuck->thread[0], SYS_write, 'D');
	await_asleep(&stuck->thread[1], SYS_write, 'D');

	begin(remove_file);
	await_asleep(&stuck->victim, SYS_unlink, 'D');
	return stuck->victim;
}
