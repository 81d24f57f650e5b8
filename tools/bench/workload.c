// SPDX-License-Identifier: GPL-2.0
/* workload.c - whom do the contenders look at? */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "asleep.h"
#include "deadlock.h"
#include "hold.h"
#include "workload.h"

#define THREADS		50	/* of a process */

/* Locks of the hold fixture, and files whose i_rwsem it takes. */
#define MUTEXES		64
#define RWSEMS		16
#define INODES		32
#define LOCKS		(MUTEXES + RWSEMS + INODES)

static int pipe_end;
static unsigned int futex_word;
static int inode_fd[INODES];
static pid_t *process;
static size_t processes;

static void in_futex(const struct member *member)
{
	syscall(SYS_futex, &futex_word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

static void in_nanosleep(const struct member *member)
{
	const struct timespec time = { .tv_sec = 1000000 };

	syscall(SYS_nanosleep, &time, NULL);
}

static void in_poll(const struct member *member)
{
	struct pollfd fd = { .fd = pipe_end, .events = POLLIN };

	poll(&fd, 1, -1);
}

static void in_pipe(const struct member *member)
{
	char byte;

	if (read(pipe_end, &byte, 1) < 0)
		err(EXIT_FAILURE, "cannot read a pipe");
}

static void lock_steps(const struct member *member, char *steps, size_t size)
{
	unsigned int lock = member->lock;
	const char *mode;

	if (lock < MUTEXES) {
		snprintf(steps, size, "mutex %u", lock);
		return;
	}
	mode = member->wants_to_read ? "-read" : "";
	lock -= MUTEXES;
	if (lock < RWSEMS)
		snprintf(steps, size, "rwsem%s %u", *mode ? mode : "-write",
			 lock);
	else
		snprintf(steps, size, "inode%s %d", mode,
			 inode_fd[lock - RWSEMS]);
}

static void in_hold(const struct member *member)
{
	char steps[64];

	lock_steps(member, steps, sizeof(steps));
	if (!member->is_waiter)
		strcat(steps, "; wait end");
	hold_do(steps);
}

/* How a member sleeps, and how /proc/TID tells that it does. */
static const struct sleep {
	void (*fall)(const struct member *member);
	long syscall;
	char state;
} sleeps[] = {
	{ in_futex, SYS_futex, 'S' },
	{ in_nanosleep, SYS_nanosleep, 'S' },
	{ in_poll, SYS_poll, 'S' },
	{ in_pipe, SYS_read, 'S' },
	{ in_hold, SYS_write, 'D' },
};

#define PLAIN_SLEEPS	4
#define HOLD_SLEEP	4

static void *sleep_on(void *argument)
{
	struct member *member = argument;

	/* From here, only its sleep is a system call like its sleep. */
	__atomic_store_n(&member->tid, gettid(), __ATOMIC_RELEASE);
	sleeps[member->sleep].fall(member);
	return NULL;
}

static void start_process(struct member *member, size_t count)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pid_t parent = getpid();
	size_t i;

	process[processes] = fork();
	if (process[processes] < 0)
		err(EXIT_FAILURE, "cannot start a process");
	if (process[processes++])
		return;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 64 << 10);
	for (i = 1; i < count; i++) {
		errno = pthread_create(&thread, &attributes, sleep_on,
				       member + i);
		if (errno)
			err(EXIT_FAILURE, "cannot start a thread");
	}
	sleep_on(member);
	_exit(EXIT_FAILURE);
}

static void await_members(const struct member *member, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct sleep *sleep = &sleeps[member[i].sleep];

		await_asleep(&member[i].tid, sleep->syscall, sleep->state);
	}
}

/* Start the members from @first to @end, and see them asleep. */
static void start_members(struct workload *workload, size_t first, size_t end)
{
	size_t at;

	for (at = first; at < end; at += THREADS)
		start_process(workload->member + at,
			      end - at < THREADS ? end - at : THREADS);
	await_members(workload->member + first, end - first);
}

static void open_inodes(void)
{
	char path[64];
	int i;

	for (i = 0; i < INODES; i++) {
		snprintf(path, sizeof(path), "/mnt/ext4/bench.%d", i);
		inode_fd[i] = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (inode_fd[i] < 0)
			err(EXIT_FAILURE, "cannot open %s", path);
	}
}

static void close_inodes(void)
{
	int i;

	for (i = 0; i < INODES; i++)
		close(inode_fd[i]);
}

/**
 * struct kind - a kind of workload
 * @name: what it is called
 * @locks: how many locks are held, by a member each
 * @share: one of so many members waits for a lock
 * @has_deadlock: the demo's deadlock is beside it
 */
static const struct kind {
	const char *name;
	unsigned int locks;
	unsigned int share;
	bool has_deadlock;
} kinds[] = {
	{ .name = "sleep" },
	{ .name = "locks", .locks = LOCKS, .share = 3 },
	{ .name = "queue", .locks = 1, .share = 1 },
	{ .name = "deadlock", .has_deadlock = true },
};

static const struct kind *find_kind(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	errx(EXIT_FAILURE, "no workload %s", name);
}

void workload_start(struct workload *workload, const char *name, size_t count)
{
	const struct kind *kind = find_kind(name);
	size_t others;
	int ends[2];
	size_t i;

	if (!count || count < kind->locks)
		errx(EXIT_FAILURE, "too few tasks for a workload %s", name);
	*workload = (struct workload){ .name = name, .count = count };
	if (kind->share)
		workload->waiters = count / kind->share;
	others = count - workload->waiters;
	if (others < kind->locks)
		others = kind->locks;
	workload->waiters = count - others;

	workload->member = mmap(NULL, count * sizeof(struct member),
				PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	process = calloc(count / THREADS + 2, sizeof(*process));
	if (workload->member == MAP_FAILED || !process)
		err(EXIT_FAILURE, "no memory for a workload");
	if (pipe2(ends, O_CLOEXEC))
		err(EXIT_FAILURE, "cannot make a pipe");
	pipe_end = ends[0];

	open_inodes();

	for (i = 0; i < count; i++) {
		struct member *member = &workload->member[i];

		member->is_waiter = i >= others;
		member->sleep = i % PLAIN_SLEEPS;
		if (i >= kind->locks && !member->is_waiter)
			continue;
		member->sleep = HOLD_SLEEP;
		member->lock = i % kind->locks;
		member->wants_to_read = member->is_waiter &&
					i / kind->locks % 2;
	}
	/* The waiters last: what they wait for is held by then. */
	start_members(workload, 0, others);
	start_members(workload, others, count);
	if (workload->waiters && hold_blocked() != workload->waiters)
		errx(EXIT_FAILURE, "not all waiters wait for a lock");
	close(ends[1]);
	if (kind->has_deadlock)
		workload->victim = deadlock_make();
}

void workload_stop(struct workload *workload)
{
	size_t i;

	for (i = 0; i < processes; i++)
		kill(process[i], SIGKILL);
	for (i = 0; i < processes; i++)
		waitpid(process[i], NULL, 0);
	processes = 0;
	free(process);
	close(pipe_end);
	close_inodes();
	munmap(workload->member, workload->count * sizeof(struct member));
}
