// SPDX-License-Identifier: GPL-2.0
/*
 * names_test.c - is the name or the owner of one file ever given to another, while
 * files are renamed, freed and made anew, and file systems unmounted?
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "patience.h"
#include "views.h"

#define STORM_SECONDS	15

/* So many looks have to see it; a kernel that is slow is given so many seconds more. */
#define LEAST		100
#define AT_MOST_LONGER	60

/* On a file system of its own, so that paths begin here. */
#define SCENE		"/tmp/procscope-names"

/* Directories between the two that are renamed. */
#define DEEP		60
#define STUCK		8

/* Each worker's tasks write to one file after the other, which nobody else has. */
#define WORKERS		4
#define WRITERS		3
#define ROUNDS		1024
#define WRITES		10
#define PIECE		65536

/**
 * struct file - what a file is
 * @round: its worker made it in this round; 0 while it is written here
 * @ino: its inode's number
 */
struct file {
	atomic_uint round;
	atomic_ulong ino;
};

/**
 * struct worker - tasks that write to files of their own
 * @tid: the tasks, all of which live throughout
 * @count: how many
 * @round: what file is theirs, from 1
 * @written: how many writers are done with it
 * @fd: that file
 * @file: what it is, of the last rounds
 * @unmounts: how often its file system was unmounted
 */
struct worker {
	pid_t tid[1 + WRITERS];
	atomic_uint count;
	atomic_uint round;
	atomic_uint written;
	atomic_int fd;
	struct file file[ROUNDS];
	atomic_uint unmounts;
};

static struct shared {
	atomic_uint renames;
	atomic_uint failures;
	struct worker worker[WORKERS];
} *shared;

FIXTURE(names) {
	int none;
};

static void remove_scene(void)
{
	struct output output;
	unsigned int i;
	char dir[64];

	for (i = 0; i < WORKERS; i++) {
		snprintf(dir, sizeof(dir), SCENE "/w%u", i);
		umount2(dir, MNT_DETACH);
	}
	umount2(SCENE, MNT_DETACH);
	output = OUTPUT_OF(10, "rm", "-rf", SCENE);
	output_free(&output);
}

FIXTURE_SETUP(names)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	remove_scene();
	ASSERT_EQ(0, mkdir(SCENE, 0700));
	ASSERT_EQ(0, mount("scene", SCENE, "tmpfs", 0, NULL));
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(names)
{
	EXPECT_TRUE(hold_unload());
	remove_scene();
	munmap(shared, sizeof(*shared));
}

/* What the deep directory is in, how it is called there, and the path of it. */
static char deep[sizeof(SCENE "/near") + 2 * DEEP];

static bool make_deep(void)
{
	unsigned int i;

	snprintf(deep, sizeof(deep), SCENE "/near");
	for (i = 0; i <= DEEP; i++) {
		if (mkdir(deep, 0700))
			return false;
		if (i < DEEP)
			strcat(deep, "/m");
	}
	return !mkdir(SCENE "/far", 0700);
}

/*
 * While the directory of the file is far, and only then, what it was in has
 * another name: nothing was ever below "gone".
 */
static int rename_on(void *unused)
{
	int near = open(deep, O_PATH | O_DIRECTORY);
	int far = open(SCENE "/far", O_PATH | O_DIRECTORY);
	int scene = open(SCENE, O_PATH | O_DIRECTORY);

	(void)unused;
	while (!renameat(near, "in-near", far, "in-far") &&
	       !renameat(scene, "near", scene, "gone") &&
	       !renameat(scene, "gone", scene, "near") &&
	       !renameat(far, "in-far", near, "in-near"))
		atomic_fetch_add(&shared->renames, 4);
	atomic_fetch_add(&shared->failures, 1);
	return 1;
}

TEST_F_TIMEOUT(names, renamed, 300)
{
	unsigned int in_near = 0, in_far = 0, moved = 0, i;
	char path[sizeof(deep) + 32], first[sizeof(path)];
	pid_t owner, stuck[STUCK];
	double end;
	int fd;

	ASSERT_TRUE(make_deep());
	snprintf(path, sizeof(path), "%s/in-near", deep);
	ASSERT_EQ(0, mkdir(path, 0700));
	strcat(path, "/file");
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ASSERT_LE(0, fd);
	close(fd);
	snprintf(first, sizeof(first), "%s", path + strlen(SCENE));
	owner = hold_start(path, "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	for (i = 0; i < STUCK; i++) {
		stuck[i] = hold_start(path, "inode %d", HOLD_FD);
		ASSERT_TRUE(hold_becomes(stuck[i], 1, "blocked"));
	}

	ASSERT_LT(0, child_start(rename_on, NULL));
	end = seconds_now() + storm_seconds(STORM_SECONDS);
	while (seconds_now() < end ||
	       ((in_near <= LEAST || in_far <= LEAST) &&
		seconds_now() < end + AT_MOST_LONGER)) {
		struct model model;

		ASSERT_TRUE(view_snapshot(&model));
		for (i = 0; i < STUCK; i++) {
			const struct task *task = model_find(&model, stuck[i]);
			const struct wait *wait = task ? task->wait : NULL;

			ASSERT_NE(NULL, wait);
			ASSERT_EQ(PROCSCOPE_OK, wait->raw.object_status);
			EXPECT_EQ(owner, wait->raw.owner);
			if (wait->raw.path_status != PROCSCOPE_OK) {
				moved++;
				continue;
			}
			ASSERT_NE(NULL, wait->path);
			if (!strcmp(wait->path, "/far/in-far/file"))
				in_far++;
			else if (!strcmp(wait->path, first))
				in_near++;
			else
				EXPECT_STREQ(first, wait->path);
		}
		model_free(&model);
	}
	TH_LOG("%u renames; %u times near, %u far, %u in between",
	       atomic_load(&shared->renames), in_near, in_far, moved);
	EXPECT_EQ(0, atomic_load(&shared->failures));
	EXPECT_LT(1000, atomic_load(&shared->renames));
	EXPECT_LT(LEAST, in_near);
	EXPECT_LT(LEAST, in_far);
}

static void join(struct worker *worker)
{
	worker->tid[atomic_fetch_add(&worker->count, 1)] = syscall(SYS_gettid);
}

static void *write_on(void *argument)
{
	struct worker *worker = argument;
	static char piece[PIECE];
	unsigned int round, i;

	join(worker);
	for (round = 1;; round++) {
		while (atomic_load(&worker->round) != round)
			usleep(100);
		for (i = 0; i < WRITES; i++)
			if (pwrite(atomic_load(&worker->fd), piece, PIECE, 0) < 0)
				atomic_fetch_add(&shared->failures, 1);
		atomic_fetch_add(&worker->written, 1);
	}
	return NULL;
}

/*
 * A file of its own, which is made, written by all, renamed meanwhile, and removed;
 * and with it, for half of the workers, its file system.
 */
static bool work_once(struct worker *worker, unsigned int number,
		      unsigned int round)
{
	struct file *file = &worker->file[round % ROUNDS];
	char dir[64], old[128], new[128];
	struct stat stat;
	int fd;

	snprintf(dir, sizeof(dir), SCENE "/w%u", number);
	snprintf(old, sizeof(old), "%s/old-%u-%u", dir, number, round);
	snprintf(new, sizeof(new), "%s/new-%u-%u", dir, number, round);
	if (number % 2 && mount(dir, dir, "tmpfs", 0, NULL))
		return false;
	fd = open(old, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || fstat(fd, &stat))
		return false;
	atomic_store(&file->round, 0);
	atomic_store(&file->ino, stat.st_ino);
	atomic_store(&file->round, round);
	atomic_store(&worker->fd, fd);
	atomic_store(&worker->written, 0);
	atomic_store(&worker->round, round);
	if (rename(old, new))
		return false;
	while (atomic_load(&worker->written) < WRITERS)
		usleep(100);
	if (close(fd) || unlink(new))
		return false;
	if (number % 2) {
		/* Nothing that reads keeps it. */
		if (umount(dir))
			return false;
		atomic_fetch_add(&worker->unmounts, 1);
	}
	return true;
}

static int work_on(void *argument)
{
	unsigned int number = *(unsigned int *)argument, i;
	struct worker *worker = &shared->worker[number];
	pthread_t thread;
	char dir[64];

	snprintf(dir, sizeof(dir), SCENE "/w%u", number);
	if (mkdir(dir, 0700))
		return 1;
	for (i = 0; i < WRITERS; i++)
		if (pthread_create(&thread, NULL, write_on, worker))
			return 1;
	join(worker);
	for (i = 1; work_once(worker, number, i); i++)
		;
	fprintf(stderr, "# worker %u: %m\n", number);
	atomic_fetch_add(&shared->failures, 1);
	return 1;
}

static bool has_task(const struct worker *worker, pid_t tid)
{
	unsigned int i;

	for (i = 0; i <= WRITERS; i++)
		if (worker->tid[i] == tid)
			return true;
	return false;
}

/*
 * Is it the worker's directory, or its file of one of these rounds, by name and by
 * number? On a file system of its own, paths begin in the directory.
 */
static bool is_file(const struct worker *worker, const struct wait *wait,
		    unsigned int from, unsigned int to)
{
	unsigned int self = worker - shared->worker, number, round;
	const char *path = wait->path;
	const struct file *file;
	char dir[16] = "", when[8];
	size_t length;

	if (!(self % 2))
		snprintf(dir, sizeof(dir), "/w%u", self);
	length = strlen(dir);
	if (!strcmp(path, *dir ? dir : "/"))
		return true;
	if (strncmp(path, dir, length) ||
	    sscanf(path + length, "/%7[a-z]-%u-%u", when, &number,
		   &round) != 3 ||
	    (strcmp(when, "old") && strcmp(when, "new")) ||
	    number != self || round < from || round > to)
		return false;
	file = &worker->file[round % ROUNDS];
	return atomic_load(&file->round) != round ||
	       atomic_load(&file->ino) == wait->raw.ino;
}

/**
 * struct seen - what was seen of waits for files
 * @named: with a name
 * @unnamed: without one, because it changed
 * @wrong: with that of another file, or with the wrong owner
 */
struct seen {
	unsigned int named;
	unsigned int unnamed;
	unsigned int wrong;
};

static void judge(struct seen *seen, const struct worker *worker,
		  const struct task *task, unsigned int from)
{
	unsigned int to = atomic_load(&worker->round) + 1;
	const struct wait *wait = task->wait;
	bool is_right;

	if (!wait || wait->raw.status != PROCSCOPE_OK ||
	    wait->raw.object_status != PROCSCOPE_OK ||
	    wait->raw.object != PROCSCOPE_OBJECT_I_RWSEM)
		return;
	is_right = wait->raw.owner_status == PROCSCOPE_OK ?
		   has_task(worker, wait->raw.owner) :
		   wait->raw.owner_status != PROCSCOPE_GONE;
	if (wait->raw.path_status == PROCSCOPE_OK && wait->path) {
		seen->named++;
		is_right = is_file(worker, wait, from, to) && is_right;
	} else {
		seen->unnamed++;
	}
	if (is_right)
		return;
	if (seen->wrong++ < 20)
		fprintf(stderr,
			"# WRONG: %d of worker %td, rounds %u to %u: %s, inode %llu, owner %d (%u)\n",
			task->raw.tid, worker - shared->worker, from, to,
			wait->path ?: "-", (unsigned long long)wait->raw.ino,
			wait->raw.owner, wait->raw.owner_status);
}

TEST_F_TIMEOUT(names, freed_and_unmounted, 300)
{
	double end = seconds_now() + storm_seconds(STORM_SECONDS);
	unsigned int rounds = 0, unmounts = 0, i, j;
	struct seen seen = {};

	for (i = 0; i < WORKERS; i++) {
		struct worker *worker = &shared->worker[i];

		ASSERT_LT(0, child_start(work_on, &i));
		ASSERT_TRUE(await(atomic_load(&worker->count) == 1 + WRITERS,
				  10));
	}
	while (seconds_now() < end ||
	       (seen.named <= LEAST && seconds_now() < end + AT_MOST_LONGER)) {
		unsigned int from[WORKERS];
		struct model model;

		for (i = 0; i < WORKERS; i++)
			from[i] = atomic_load(&shared->worker[i].round);
		ASSERT_TRUE(view_snapshot(&model));
		for (i = 0; i < WORKERS; i++) {
			struct worker *worker = &shared->worker[i];

			for (j = 0; j <= WRITERS; j++) {
				const struct task *task;

				task = model_find(&model, worker->tid[j]);
				ASSERT_NE(NULL, task);
				judge(&seen, worker, task, from[i]);
			}
		}
		model_free(&model);
	}
	for (i = 0; i < WORKERS; i++) {
		rounds += atomic_load(&shared->worker[i].round);
		unmounts += atomic_load(&shared->worker[i].unmounts);
	}
	TH_LOG("%u files, %u file systems: %u waits with a name, %u without",
	       rounds, unmounts, seen.named, seen.unnamed);
	EXPECT_EQ(0, atomic_load(&shared->failures));
	EXPECT_EQ(0, seen.wrong);
	EXPECT_LT(LEAST, seen.named);
	EXPECT_LT(10, unmounts);
}

TEST_HARNESS_MAIN
