// SPDX-License-Identifier: GPL-2.0
/*
 * ask_test.c - is a snapshot what was asked for, and nothing else asked?
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "proc.h"
#include "views.h"

#define PARTS_ALL	(PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK | \
			 PROCSCOPE_PART_WAIT | PROCSCOPE_PART_HELD | \
			 PROCSCOPE_PART_EVENT | PROCSCOPE_PART_FILES)

#define STATES_ALL	((1U << strlen(PROCSCOPE_STATES)) - 1)

#define FILE_PATH	"/tmp/ask-test"

/* As many damaged asks as the module has to stand. */
#define ASKS		100000

FIXTURE(ask) {
	int fd;
	struct model model;
	char error[128];
};

FIXTURE_SETUP(ask)
{
	self->fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, self->fd);
	memset(&self->model, 0, sizeof(self->model));
}

FIXTURE_TEARDOWN(ask)
{
	model_free(&self->model);
	close(self->fd);
	EXPECT_TRUE(children_kill());
}

static ssize_t put(int fd, struct procscope_ask ask)
{
	ask.size = sizeof(ask);
	return write(fd, &ask, sizeof(ask));
}

static bool get(int fd, struct model *model)
{
	char error[128];

	if (!model_read(model, fd, error, sizeof(error)))
		return true;
	printf("# %s\n", error);
	return false;
}

static size_t with_stack(const struct model *model)
{
	size_t i, count = 0;

	for (i = 0; i < model->count; i++)
		count += model->task[i].stack.status != 0;
	return count;
}

TEST_F(ask, nothing_gives_all)
{
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(PARTS_ALL, self->model.header.asked);
	EXPECT_EQ(0, self->model.header.ask.size);
	EXPECT_LE(10, self->model.count);
	EXPECT_EQ(self->model.count, with_stack(&self->model));
}

TEST_F(ask, parts)
{
	struct procscope_ask ask = { .parts = PROCSCOPE_PART_WAIT };

	ASSERT_EQ(sizeof(ask), put(self->fd, ask));
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT,
		  self->model.header.asked);
	EXPECT_EQ(sizeof(ask), self->model.header.ask.size);
	EXPECT_LE(10, self->model.count);
	EXPECT_EQ(0, with_stack(&self->model));
}

/* What is no lock is looked into for those who ask for it. */
TEST_F(ask, events)
{
	struct procscope_ask ask = { .parts = PROCSCOPE_PART_EVENT };
	const struct task *task;

	/* The harness waits for the test: its child. */
	ASSERT_TRUE(await(proc_sleeps(getppid(), 'S'), 10));
	ASSERT_EQ(sizeof(ask), put(self->fd, ask));
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(PROCSCOPE_PART_TASK | PROCSCOPE_PART_EVENT,
		  self->model.header.asked);
	task = model_find(&self->model, getppid());
	ASSERT_NE(NULL, task);
	ASSERT_NE(NULL, task->wait);
	EXPECT_TRUE(task->wait->is_event);
	EXPECT_EQ(PROCSCOPE_KIND_CHILD, task->wait->raw.kind);
	EXPECT_LT(0, self->model.end.events);
}

TEST_F(ask, one_task)
{
	struct procscope_ask ask = { .tid = getpid() };

	ASSERT_EQ(sizeof(ask), put(self->fd, ask));
	ASSERT_TRUE(get(self->fd, &self->model));
	ASSERT_EQ(1, self->model.count);
	EXPECT_EQ(getpid(), self->model.task[0].raw.tid);
	EXPECT_EQ(1, self->model.end.tasks);
}

TEST_F(ask, no_such_task)
{
	/* The largest number there can be; the next one is none. */
	struct procscope_ask ask = { .tid = 4 * 1024 * 1024 };

	ASSERT_EQ(sizeof(ask), put(self->fd, ask));
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(0, self->model.count);
	EXPECT_TRUE(self->model.whole);
}

static void *until_closed(void *fd)
{
	char byte;

	return read(*(int *)fd, &byte, 1) ? fd : NULL;
}

TEST_F(ask, one_group)
{
	struct procscope_ask ask = { .tgid = getpid() };
	pthread_t thread[3];
	int end[2];
	size_t i;

	ASSERT_EQ(0, pipe(end));
	for (i = 0; i < 3; i++)
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, until_closed,
					    &end[0]));
	EXPECT_EQ(sizeof(ask), put(self->fd, ask));
	EXPECT_TRUE(get(self->fd, &self->model));
	close(end[1]);
	for (i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);

	ASSERT_EQ(4, self->model.count);
	for (i = 0; i < 4; i++)
		EXPECT_EQ(getpid(), self->model.task[i].raw.tgid);
}

TEST_F(ask, states)
{
	struct procscope_ask ask = {
		.states = 1U << (strchr(PROCSCOPE_STATES, 'I') -
				 PROCSCOPE_STATES),
	};
	size_t i;

	ASSERT_EQ(sizeof(ask), put(self->fd, ask));
	ASSERT_TRUE(get(self->fd, &self->model));
	/* Some threads of the kernel are always idle, most tasks never. */
	EXPECT_LE(1, self->model.count);
	EXPECT_EQ(NULL, model_find(&self->model, getpid()));
	EXPECT_EQ(NULL, model_find(&self->model, 1));
	for (i = 0; i < self->model.count; i++) {
		/* It may have run between being chosen and being looked at. */
		if (self->model.task[i].raw.state != 'I')
			printf("# %d woke up\n", self->model.task[i].raw.tid);
		EXPECT_TRUE(self->model.task[i].raw.flags &
			    PROCSCOPE_TASK_KTHREAD);
	}
}

static int lock_file(void *unused)
{
	int fd = open(FILE_PATH, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	(void)unused;
	if (fd < 0 || flock(fd, LOCK_EX))
		return 1;
	for (;;)
		pause();
}

static bool sleeps_in(pid_t child, long call)
{
	return proc_call(child) == call && proc_sleeps(child, 'S');
}

TEST_F(ask, only_blocked)
{
	struct procscope_ask ask = {
		.parts = PROCSCOPE_PART_STACK,
		.flags = PROCSCOPE_ASK_BLOCKED,
	};
	pid_t waiter, owner, file_waiter, file_owner;
	struct task *task;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
	owner = hold_start(NULL, "mutex-killable 3; wait end");
	EXPECT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable 3");
	EXPECT_TRUE(hold_becomes(waiter, 1, "blocked"));
	file_owner = child_start(lock_file, NULL);
	EXPECT_TRUE(await(sleeps_in(file_owner, SYS_pause), 10));
	file_waiter = child_start(lock_file, NULL);
	EXPECT_TRUE(await(sleeps_in(file_waiter, SYS_flock), 10));
	EXPECT_EQ(sizeof(ask), put(self->fd, ask));
	EXPECT_TRUE(get(self->fd, &self->model));
	EXPECT_TRUE(hold_unload());
	EXPECT_EQ(0, unlink(FILE_PATH));

	task = model_find(&self->model, waiter);
	ASSERT_NE(NULL, task);
	EXPECT_EQ(PROCSCOPE_OK, task->stack.status);
	/* What decided is not given: it was not asked for. */
	EXPECT_EQ(NULL, task->wait);
	/* The lock of a file is one as well, though it is found as events are. */
	task = model_find(&self->model, file_waiter);
	ASSERT_NE(NULL, task);
	EXPECT_EQ(PROCSCOPE_OK, task->stack.status);
	EXPECT_EQ(NULL, task->wait);
	EXPECT_EQ(NULL, model_find(&self->model, owner));
	EXPECT_EQ(NULL, model_find(&self->model, file_owner));
	EXPECT_EQ(NULL, model_find(&self->model, 1));
}

TEST_F(ask, once_and_first)
{
	struct procscope_ask ask = { .tid = getpid() };
	char byte;

	ASSERT_EQ(sizeof(ask), put(self->fd, ask));
	ask.tid = 1;
	EXPECT_EQ(-1, put(self->fd, ask));
	EXPECT_EQ(EBUSY, errno);
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(getpid(), self->model.task[0].raw.tid);

	close(self->fd);
	self->fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(1, read(self->fd, &byte, 1));
	EXPECT_EQ(-1, put(self->fd, ask));
	EXPECT_EQ(EBUSY, errno);
}

/* An asker that is newer than the module, and asks for nothing new. */
TEST_F(ask, longer)
{
	struct {
		struct procscope_ask ask;
		__u64 newer[4];
	} longer = { .ask = { .size = sizeof(longer), .tid = getpid() } };

	longer.newer[3] = 1;
	EXPECT_EQ(-1, write(self->fd, &longer, sizeof(longer)));
	EXPECT_EQ(E2BIG, errno);
	longer.newer[3] = 0;
	ASSERT_EQ(sizeof(longer), write(self->fd, &longer, sizeof(longer)));
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(1, self->model.count);
}

/* The module's clock differs from ours, by far less than this. */
#define CLOCKS_DIFFER	2000000000ULL
#define EITHER		1

static __u64 clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* What the header says of an ask, told without the module's code. */
static int expected(const unsigned char *bytes, size_t size, bool has_clock)
{
	struct procscope_ask ask = { 0 };
	size_t i;

	if (size < PROCSCOPE_ASK_SIZE_VER0)
		return -EINVAL;
	memcpy(&ask, bytes, size < sizeof(ask) ? size : sizeof(ask));
	for (i = sizeof(ask); i < size; i++)
		if (bytes[i])
			return -E2BIG;
	if (ask.size != size || (ask.flags & ~PROCSCOPE_ASK_BLOCKED) ||
	    (ask.parts & ~PARTS_ALL) || ask.tid < 0 || ask.tgid < 0 ||
	    (ask.states & ~STATES_ALL) || ask.waiter < 0)
		return -EINVAL;
	if (ask.since && ((ask.flags & PROCSCOPE_ASK_BLOCKED) || ask.waiter))
		return -EINVAL;
	/* What has no clock gives everything, whatever it is asked. */
	if (!has_clock)
		return 0;
	if (ask.since > clock_now() + CLOCKS_DIFFER)
		return -EINVAL;
	return ask.since && ask.since + CLOCKS_DIFFER > clock_now() ? EITHER : 0;
}

/* A number that is mostly near what the module checks for. */
static unsigned int draw(unsigned int *seed)
{
	unsigned int any = rand_r(seed);

	switch (any % 8) {
	case 0:
		return any * 2654435761U;
	case 1:
		return 1U << any / 8 % 32;
	case 2:
		return -(any / 8 % 4);
	default:
		return any / 8 % 3 ? 0 : any / 64 % 8;
	}
}

TEST_F_TIMEOUT(ask, any_bytes, 120)
{
	unsigned int seed = 1, i, j, accepted = 0;
	bool has_clock = !lacks("since");
	int err, right;

	for (i = 0; i < ASKS; i++) {
		union {
			struct procscope_ask ask;
			__u32 word[24];
			unsigned char byte[96];
		} any;
		size_t size = rand_r(&seed) % 4 ? sizeof(any.ask) :
			      rand_r(&seed) % (sizeof(any) + 1);

		for (j = 0; j < 24; j++)
			any.word[j] = draw(&seed);
		if (rand_r(&seed) % 8)
			any.ask.size = size;
		err = write(self->fd, &any, size) < 0 ? -errno : 0;
		right = expected(any.byte, size, has_clock);
		if (right == EITHER && (!err || err == -EINVAL))
			right = err;
		ASSERT_EQ(right, err)
			TH_LOG("ask %u of seed 1, %zu bytes", i, size);
		if (err)
			continue;

		/* Taken, it is the last one: go on with another file. */
		accepted++;
		close(self->fd);
		self->fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
		ASSERT_LE(0, self->fd);
	}
	TH_LOG("%u of %u accepted", accepted, ASKS);
	EXPECT_LE(100, accepted);
	EXPECT_GE(ASKS / 2, accepted);

	/* All that were refused by this file have changed nothing. */
	ASSERT_TRUE(get(self->fd, &self->model));
	EXPECT_EQ(PARTS_ALL, self->model.header.asked);
	EXPECT_EQ(0, self->model.header.ask.size);
	EXPECT_EQ(self->model.count, with_stack(&self->model));
}

TEST_HARNESS_MAIN
