// SPDX-License-Identifier: GPL-2.0
/*
 * storm.c - tasks that fall asleep and wake all the time, and tell the truth
 *
 * Each cell is a process that plays one scene after the other with children of
 * its own: who waits, who has the other end or the lock, and who else. A truth is
 * told only once all of it is so, and taken back before any of it changes. While
 * it stands, its tasks go on to sleep and to wake.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "children.h"
#include "storm.h"

/* Truths of a cell, and tasks that want the same lock. */
#define SLOTS	2
#define MEMBERS	5

/* How often a task is stopped for its tracer, before another traces it. */
#define STOPS	20

/**
 * struct slot - where a truth is told
 * @changes: odd while there is none; each one has a higher number
 * @truth: the truth
 */
struct slot {
	atomic_uint changes;
	struct storm_truth truth;
};

/**
 * struct cell - what the tasks of a cell share
 * @slot: its truths
 * @member: tasks that want the same lock
 * @ready: how many of the scene's tasks have what they are to have
 * @pass: who acts is to pass on what it has, and to end
 * @later: who got it then, or waits for nobody
 * @word: a futex
 * @told: how often a truth was told
 * @leader: the process that is the cell
 */
struct cell {
	struct slot slot[SLOTS];
	atomic_int member[MEMBERS];
	atomic_int ready;
	atomic_bool pass;
	atomic_int later;
	unsigned int word;
	atomic_ullong told;
	atomic_int leader;
};

/**
 * struct script - what a cell plays
 * @play: does not return
 * @kind: enum procscope_kind, where it plays several
 * @mode: enum procscope_mode, the same
 */
struct script {
	void (*play)(struct cell *cell, const struct script *script);
	__u32 kind;
	__u32 mode;
};

/**
 * enum variant - who has the other end
 * @ALONE: one task
 * @TWICE: one task, by two descriptors
 * @PASSED: one task, which passes it on
 * @ITSELF: one task, and the waiter
 * @THREADS: a process of two threads
 * @TWO: two processes
 * @KEPT: two processes, of which one waits for the other
 * @UNDER_WAY: one task, and a message under way
 */
enum variant {
	ALONE, TWICE, PASSED, ITSELF, THREADS, TWO, KEPT, UNDER_WAY, VARIANTS
};

static unsigned int below(unsigned int limit)
{
	static unsigned int seed;
	static pid_t of;

	if (of != getpid()) {
		of = getpid();
		seed += 2654435761U * of;
	}
	return rand_r(&seed) % limit;
}

/* Long enough to be seen asleep, or not. */
static void rest(void)
{
	if (below(8))
		usleep(below(below(8) ? 3000 : 100000));
}

/* Some scenes outlast the snapshot of all tasks, some do not outlast a look at one. */
static void stand(void)
{
	static const unsigned int ms[] = { 3, 60, 300, 900 };

	usleep(1000 * ms[below(4)]);
}

static void rest_forever(void)
{
	for (;;)
		pause();
}

static void conceal(struct slot *slot)
{
	atomic_store(&slot->changes, atomic_load(&slot->changes) | 1);
	atomic_thread_fence(memory_order_seq_cst);
}

static void tell(struct cell *cell, struct slot *slot,
		 const struct storm_truth *truth)
{
	conceal(slot);
	slot->truth = *truth;
	atomic_thread_fence(memory_order_seq_cst);
	atomic_fetch_add(&slot->changes, 1);
	atomic_fetch_add(&cell->told, 1);
}

/* Numbers may be all in use for a while. */
static pid_t spawn(void)
{
	pid_t child;

	while ((child = fork()) < 0)
		usleep(1000);
	return child;
}

static void end(pid_t task)
{
	kill(task, SIGKILL);
	waitpid(task, NULL, __WALL);
}

static void await_ready(struct cell *cell, int count)
{
	while (atomic_load(&cell->ready) < count)
		usleep(200);
}

/* Pipes and sockets: end[0] is the waiter's, end[1] the other one. */

static void open_ends(const struct script *script, int *end)
{
	const int little = 4096;
	int pair[2];
	int flip = script->mode == PROCSCOPE_MODE_WRITE;

	if (script->kind == PROCSCOPE_KIND_SOCKET) {
		while (socketpair(AF_UNIX, SOCK_STREAM, 0, end))
			usleep(1000);
		setsockopt(end[0], SOL_SOCKET, SO_SNDBUF, &little,
			   sizeof(little));
		return;
	}
	while (pipe(pair))
		usleep(1000);
	fcntl(pair[0], F_SETPIPE_SZ, little);
	end[0] = pair[flip];
	end[1] = pair[!flip];
}

static void move_bytes(int fd, bool in, size_t most)
{
	static char bytes[16384];
	ssize_t moved = in ? read(fd, bytes, most) : write(fd, bytes, most);

	/* Nobody is there any more: the scene is about to end. */
	if (moved <= 0)
		usleep(1000);
}

static void wait_at_end(struct cell *cell, const struct script *script, int fd)
{
	bool in = script->mode == PROCSCOPE_MODE_READ;

	atomic_fetch_add(&cell->ready, 1);
	for (;;)
		move_bytes(fd, in, in ? 1 : 16384);
}

static void serve_end(struct cell *cell, const struct script *script, int fd)
{
	bool in = script->mode == PROCSCOPE_MODE_WRITE;

	for (;;) {
		pid_t child;

		atomic_fetch_add(&cell->ready, 1);
		while (!atomic_load(&cell->pass)) {
			rest();
			move_bytes(fd, in, in ? 4096 : 1);
		}
		atomic_store(&cell->pass, false);
		child = spawn();
		if (!child)
			continue;
		cell->later = child;
		_exit(0);
	}
}

static void *thread_rests(void *unused)
{
	rest_forever();
	return unused;
}

static void act_at_end(struct cell *cell, const struct script *script, int fd,
		       enum variant variant)
{
	pthread_t thread;
	pid_t child;

	switch (variant) {
	case TWICE:
		if (dup(fd) < 0)
			_exit(1);
		break;
	case THREADS:
		while (pthread_create(&thread, NULL, thread_rests, NULL))
			usleep(1000);
		break;
	case KEPT:
		child = spawn();
		if (!child)
			break;
		cell->later = child;
		atomic_fetch_add(&cell->ready, 1);
		for (;;)
			waitpid(child, NULL, 0);
	default:
		break;
	}
	serve_end(cell, script, fd);
}

/* A message that nobody takes has a reference to the open file. */
static void send_away(int fd, int *channel)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(fd))];
	} control = {};
	struct iovec byte = { .iov_base = "", .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &byte, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};

	while (socketpair(AF_UNIX, SOCK_STREAM, 0, channel))
		usleep(1000);
	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	control.head.cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	while (sendmsg(channel[0], &message, 0) < 0)
		usleep(1000);
}

static void play_ends_once(struct cell *cell, const struct script *script)
{
	enum variant variant = below(VARIANTS);
	int ends[2], channel[2] = { -1, -1 };
	struct storm_truth truth = {
		.kind = script->kind, .mode = script->mode,
	};
	pid_t actor, second = 0;
	bool waiter_first;
	struct stat stat;

	open_ends(script, ends);
	fstat(ends[0], &stat);
	truth.ino = stat.st_ino;
	atomic_store(&cell->ready, 0);
	atomic_store(&cell->pass, false);
	truth.waiter = spawn();
	if (!truth.waiter) {
		if (variant != ITSELF)
			close(ends[1]);
		wait_at_end(cell, script, ends[0]);
	}
	actor = spawn();
	if (!actor) {
		close(ends[0]);
		act_at_end(cell, script, ends[1], variant);
	}
	if (variant == TWO) {
		second = spawn();
		if (!second) {
			close(ends[0]);
			atomic_fetch_add(&cell->ready, 1);
			rest_forever();
		}
	} else if (variant == UNDER_WAY) {
		send_away(ends[1], channel);
	}
	close(ends[0]);
	close(ends[1]);
	await_ready(cell, 2 + (variant == TWO || variant == KEPT));
	if (variant == KEPT)
		second = cell->later;

	truth.has[0] = actor;
	truth.has[1] = variant == ITSELF ? truth.waiter : second;
	truth.others = variant == UNDER_WAY;
	if (variant == KEPT)
		truth.owner = second;
	else if (variant != THREADS && variant != TWO && variant != UNDER_WAY)
		truth.owner = actor;
	tell(cell, cell->slot, &truth);
	stand();
	conceal(cell->slot);
	if (variant == PASSED) {
		atomic_store(&cell->pass, true);
		waitpid(actor, NULL, 0);
		await_ready(cell, 3);
		actor = cell->later;
		truth.owner = actor;
		truth.has[0] = actor;
		tell(cell, cell->slot, &truth);
		stand();
		conceal(cell->slot);
	}

	waiter_first = below(2);
	if (waiter_first)
		end(truth.waiter);
	end(actor);
	if (second)
		end(second);
	if (!waiter_first)
		end(truth.waiter);
	if (channel[0] >= 0) {
		close(channel[0]);
		close(channel[1]);
	}
}

static void play_ends(struct cell *cell, const struct script *script)
{
	for (;;)
		play_ends_once(cell, script);
}

/* Children that end. */

static void wait_for_child(struct cell *cell)
{
	struct storm_truth truth = {
		.kind = PROCSCOPE_KIND_CHILD, .waiter = getpid(),
	};
	bool any = !below(8);
	pid_t child = spawn();
	siginfo_t info;

	if (!child) {
		rest();
		_exit(0);
	}
	truth.owner = any ? 0 : child;
	tell(cell, cell->slot, &truth);
	if (any)
		wait(NULL);
	else if (below(2))
		waitid(P_PID, child, &info, WEXITED);
	else
		waitpid(child, NULL, 0);
	conceal(cell->slot);
}

static void play_child(struct cell *cell, const struct script *script)
{
	(void)script;
	for (;;)
		wait_for_child(cell);
}

static void play_vfork(struct cell *cell, const struct script *script)
{
	struct storm_truth truth = {
		.kind = PROCSCOPE_KIND_VFORK, .waiter = getpid(),
	};
	struct storm_truth ends = {
		.kind = PROCSCOPE_KIND_CHILD, .waiter = getpid(),
	};
	pid_t child;

	(void)script;
	for (;;) {
		bool exec = !below(8);

		/* One that has a memory of its own, or it could not call all that. */
		child = syscall(SYS_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
		if (!child) {
			truth.owner = getpid();
			tell(cell, cell->slot, &truth);
			rest();
			conceal(cell->slot);
			if (exec)
				execlp("true", "true", NULL);
			_exit(0);
		}
		if (child < 0)
			continue;
		ends.owner = child;
		tell(cell, cell->slot, &ends);
		waitpid(child, NULL, 0);
		conceal(cell->slot);
	}
}

/* Tracers. */

static void trace_in_turn(struct cell *cell, pid_t child)
{
	struct storm_truth truth = {
		.kind = PROCSCOPE_KIND_TRACER,
		.waiter = child, .owner = getpid(),
	};

	if (ptrace(PTRACE_SEIZE, child, 0, 0) ||
	    waitpid(child, NULL, __WALL | WUNTRACED) != child)
		_exit(1);
	tell(cell, cell->slot, &truth);
	stand();
	conceal(cell->slot);
	end(child);
	_exit(0);
}

static void play_tracer_once(struct cell *cell)
{
	struct slot *stop = &cell->slot[0], *wait = &cell->slot[1];
	struct storm_truth stopped = {
		.kind = PROCSCOPE_KIND_TRACER, .owner = getpid(),
	};
	struct storm_truth waits = {
		.kind = PROCSCOPE_KIND_CHILD, .waiter = getpid(),
	};
	pid_t child = spawn();
	pid_t other;
	int i;

	if (!child) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		for (;;) {
			raise(SIGSTOP);
			rest();
		}
	}
	stopped.waiter = child;
	waits.owner = child;
	tell(cell, wait, &waits);
	for (i = 0; i < STOPS; i++) {
		waitpid(child, NULL, __WALL | WUNTRACED);
		tell(cell, stop, &stopped);
		rest();
		conceal(stop);
		if (i < STOPS - 1)
			ptrace(PTRACE_CONT, child, 0, 0);
	}
	conceal(wait);
	ptrace(PTRACE_DETACH, child, 0, SIGSTOP);
	other = spawn();
	if (!other)
		trace_in_turn(cell, child);
	waits.owner = other;
	tell(cell, wait, &waits);
	waitpid(other, NULL, 0);
	waits.owner = child;
	tell(cell, wait, &waits);
	end(child);
	conceal(wait);
}

static void play_tracer(struct cell *cell, const struct script *script)
{
	(void)script;
	for (;;)
		play_tracer_once(cell);
}

/* Locks of files. */

static bool set_lock(const struct script *script, int fd, bool lock)
{
	struct flock all = { .l_type = lock ? F_WRLCK : F_UNLCK };

	if (script->kind == PROCSCOPE_KIND_FLOCK)
		return !flock(fd, lock ? LOCK_EX : LOCK_UN);
	return !fcntl(fd, F_SETLKW, &all);
}

/* Who took it ends, and its child has it. */
static void leave_to_child(struct cell *cell, unsigned int member,
			   struct storm_truth *truth)
{
	pid_t child = spawn();

	if (child) {
		cell->member[member] = child;
		_exit(0);
	}
	while (getppid() != cell->leader)
		usleep(200);
	truth->owner = getpid();
	tell(cell, cell->slot, truth);
	stand();
	conceal(cell->slot);
}

static void want_lock(struct cell *cell, const struct script *script,
		      unsigned int member, const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct storm_truth truth = { .kind = script->kind };
	struct stat stat;

	if (fd < 0 || fstat(fd, &stat))
		_exit(1);
	while (cell->member[member] != getpid())
		usleep(200);
	/* Who comes late to take what it was woken for is no owner meanwhile. */
	if (member % 2)
		nice(19);
	truth.ino = stat.st_ino;
	for (;;) {
		if (!set_lock(script, fd, true)) {
			perror("# lock");
			continue;
		}
		truth.owner = getpid();
		tell(cell, cell->slot, &truth);
		rest();
		conceal(cell->slot);
		if (!below(16))
			_exit(0);
		if (script->kind == PROCSCOPE_KIND_FLOCK && !below(16))
			leave_to_child(cell, member, &truth);
		set_lock(script, fd, false);
		rest();
	}
}

static void play_lock(struct cell *cell, const struct script *script)
{
	char path[64];
	unsigned int i;

	snprintf(path, sizeof(path), "/tmp/event-storm.%d", getpid());
	for (;;) {
		pid_t child;

		for (i = 0; i < MEMBERS; i++) {
			if (cell->member[i])
				continue;
			child = spawn();
			if (!child)
				want_lock(cell, script, i, path);
			cell->member[i] = child;
		}
		/* One that left the lock to its child is none any more. */
		child = wait(NULL);
		for (i = 0; i < MEMBERS; i++)
			if (cell->member[i] == child)
				cell->member[i] = 0;
	}
}

static void play_futex(struct cell *cell, const struct script *script)
{
	struct storm_truth truth = {
		.kind = PROCSCOPE_KIND_FUTEX, .place = (uintptr_t)&cell->word,
	};

	(void)script;
	for (;;) {
		unsigned int i;

		truth.waiter = spawn();
		if (!truth.waiter)
			for (;;)
				syscall(SYS_futex, &cell->word, FUTEX_WAIT, 0,
					NULL, NULL, 0);
		tell(cell, cell->slot, &truth);
		for (i = 0; i < 100; i++) {
			rest();
			syscall(SYS_futex, &cell->word, FUTEX_WAKE, 1);
		}
		conceal(cell->slot);
		end(truth.waiter);
	}
}

/* Others who take numbers and memory, and give them back. */
static void play_noise(struct cell *cell, const struct script *script)
{
	(void)cell;
	(void)script;
	for (;;) {
		pid_t child = spawn();
		int end[2], pair[2];

		if (child) {
			waitpid(child, NULL, 0);
			continue;
		}
		if (pipe(end) || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
			_exit(1);
		move_bytes(end[1], false, 1);
		move_bytes(end[0], true, 1);
		if (!below(4))
			execlp("true", "true", NULL);
		_exit(0);
	}
}

static const struct script scripts[] = {
	{ play_ends, PROCSCOPE_KIND_PIPE, PROCSCOPE_MODE_READ },
	{ play_ends, PROCSCOPE_KIND_PIPE, PROCSCOPE_MODE_READ },
	{ play_ends, PROCSCOPE_KIND_PIPE, PROCSCOPE_MODE_WRITE },
	{ play_ends, PROCSCOPE_KIND_SOCKET, PROCSCOPE_MODE_READ },
	{ play_ends, PROCSCOPE_KIND_SOCKET, PROCSCOPE_MODE_READ },
	{ play_ends, PROCSCOPE_KIND_SOCKET, PROCSCOPE_MODE_WRITE },
	{ .play = play_child },
	{ .play = play_child },
	{ .play = play_vfork },
	{ .play = play_vfork },
	{ .play = play_tracer },
	{ .play = play_lock, .kind = PROCSCOPE_KIND_FLOCK },
	{ .play = play_lock, .kind = PROCSCOPE_KIND_POSIX_LOCK },
	{ .play = play_futex },
	{ .play = play_noise },
};

#define CELLS (sizeof(scripts) / sizeof(*scripts))

static struct cell *cells;

static int run_cell(void *argument)
{
	struct cell *cell = argument;
	const struct script *script = &scripts[cell - cells];

	setpgid(0, 0);
	cell->leader = getpid();
	/* Children of those that end are its own. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	signal(SIGPIPE, SIG_IGN);
	script->play(cell, script);
	return 0;
}

bool storm_start(void)
{
	size_t i, j;

	cells = mmap(NULL, CELLS * sizeof(*cells), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (cells == MAP_FAILED)
		return false;
	for (i = 0; i < CELLS; i++) {
		for (j = 0; j < SLOTS; j++)
			atomic_init(&cells[i].slot[j].changes, 1);
		if (child_start(run_cell, &cells[i]) < 0)
			return false;
	}
	return true;
}

bool storm_stop(void)
{
	size_t i;

	for (i = 0; i < CELLS; i++)
		if (cells[i].leader)
			kill(-cells[i].leader, SIGKILL);
	return children_kill();
}

unsigned long long storm_rounds(void)
{
	unsigned long long told = 0;
	size_t i;

	for (i = 0; i < CELLS; i++)
		told += atomic_load(&cells[i].told);
	return told;
}

size_t storm_truths(void)
{
	return SLOTS * CELLS;
}

unsigned int storm_truth(size_t number, struct storm_truth *truth)
{
	struct slot *slot = &cells[number / SLOTS].slot[number % SLOTS];
	unsigned int changes = atomic_load(&slot->changes);

	if (changes & 1)
		return 0;
	*truth = slot->truth;
	atomic_thread_fence(memory_order_seq_cst);
	return atomic_load(&slot->changes) == changes ? changes : 0;
}

pid_t storm_waiter(size_t number, const struct storm_truth *truth,
		   unsigned int random)
{
	return truth->waiter ?:
	       cells[number / SLOTS].member[random % MEMBERS];
}
