// SPDX-License-Identifier: GPL-2.0
/*
 * lookalike_test.c - is a task that looks like a waiter taken for one?
 *
 * The fixture plants what a slow path leaves on a stack where a task sleeps for
 * no lock, or for another one, with links that lead where nobody must follow
 * (fixtures/lookalike.c). True waiters sleep before and beside them.
 */
#include <errno.h>
#include <string.h>

#include "kselftest_harness.h"

#include "children.h"
#include "module.h"
#include "needs.h"
#include "procscope_names.h"
#include "await.h"
#include "put.h"
#include "views.h"

#define FIXTURE_MODULE	"procscope_lookalike"
#define FIXTURE_ENTRY	"/proc/procscope_lookalike"

/* All entries that tell of waits, one after the other. */
#define AT_MOST		20.0
#define PASSES		3

#define NO_ROOM		"no room on the stack in schedule_timeout()"

/* What not each machine and kernel can have: the others are there, or it is wrong. */
static const struct {
	const char *name, *needs;
} rare_shapes[] = {
	{ "unmapped_area", "a table of pages that has no entry for vmalloc space" },
	{ "io_large", "a mapping of I/O memory by large pages" },
	{ "io", "a device whose registers tell of reads" },
	{ "io_direct", "a device whose registers tell of reads" },
	{ "io_hole", "a hole in RAM that has pages" },
};

/**
 * struct sleeper - the truth about a task
 * @tid: the task
 * @shape: what is planted on its stack; "-" for a true waiter
 * @claims: the kind of lock that it claims to wait for
 * @lock: address of the lock that it waits for, 0 for none
 * @kind: kind of that, as in procscope_names.h
 */
struct sleeper {
	pid_t tid;
	char shape[16];
	char claims[16];
	unsigned long long lock;
	char kind[16];
};

/**
 * struct lookalikes - all that the fixture tells
 * @sleeper: the tasks
 * @count: how many
 * @device: whether the device was read
 * @none: the shapes that are planted nowhere, each behind a space
 */
struct lookalikes {
	struct sleeper *sleeper;
	size_t count;
	char device[16];
	char none[400];
};

FIXTURE(lookalike) {
	struct lookalikes all;
};

/* Return: whether all of them sleep. */
static bool read_truth(struct lookalikes *self)
{
	FILE *entry = fopen(FIXTURE_ENTRY, "r");
	char line[160] = "", state;
	bool asleep = true;

	free(self->sleeper);
	self->sleeper = NULL;
	self->count = 0;
	while (entry && fgets(line, sizeof(line), entry) && line[0] != '#') {
		struct sleeper one;

		if (sscanf(line, "%d %c %15s %15s %llx %15s", &one.tid, &state,
			   one.shape, one.claims, &one.lock, one.kind) != 6)
			break;
		asleep = asleep && state == 'D';
		self->sleeper = realloc(self->sleeper,
					(self->count + 1) * sizeof(one));
		self->sleeper[self->count++] = one;
	}
	asleep = asleep && sscanf(line, "# device %15s", self->device) == 1 &&
		 fscanf(entry, "# none%399[^\n]", self->none) >= 0;
	if (entry)
		fclose(entry);
	return asleep;
}

FIXTURE_SETUP(lookalike)
{
	int error;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	/* Locks are known by their addresses. */
	ASSERT_EQ(0, module_unload("procscope"));
	ASSERT_EQ(0, module_load_with("/lib/procscope/procscope.ko",
				      "addresses=1"));
	ASSERT_EQ(0, module_load(FIXTURE_MODULE));
	error = put_text(FIXTURE_ENTRY, "plant");
	if (error == -ENOSPC) {
		EXPECT_EQ(0, module_unload(FIXTURE_MODULE));
		check_may_lack("room", NO_ROOM);
		SKIP(return, NO_ROOM);
	}
	ASSERT_EQ(0, error);
	ASSERT_TRUE(read_truth(&self->all));
}

FIXTURE_TEARDOWN(lookalike)
{
	free(self->all.sleeper);
	EXPECT_EQ(0, module_unload(FIXTURE_MODULE));
	EXPECT_EQ(0, module_unload("procscope"));
	EXPECT_EQ(0, module_load("procscope"));
}

/* Where a lock names its first waiter, another one may name the same. */
static bool may_be_unclear(const struct sleeper *sleeper)
{
	return !strcmp(sleeper->shape, "left");
}

static bool is_right(const struct sleeper *sleeper, const struct task *task)
{
	const struct wait *wait = task ? task->wait : NULL;

	if (!task || task->raw.status != PROCSCOPE_OK)
		return false;
	/*
	 * That it can't be told is no lie, but no lock must be told: only what it
	 * does sleep for, which is in its name.
	 */
	if (!sleeper->lock)
		return !wait || (wait->raw.status == PROCSCOPE_UNAVAILABLE &&
				 !wait->raw.kind && wait->reason) ||
		       (wait->raw.status == PROCSCOPE_OK && !wait->raw.lock &&
			!strcmp(procscope_kind_name(wait->raw.kind),
				(const char *)task->raw.comm + strlen("like-")));
	if (wait && may_be_unclear(sleeper) &&
	    wait->raw.status == PROCSCOPE_UNAVAILABLE)
		return wait->reason && !wait->raw.lock;
	return wait && wait->raw.status == PROCSCOPE_OK &&
	       wait->raw.lock == sleeper->lock &&
	       !(wait->raw.flags & PROCSCOPE_WAIT_GRANTED) &&
	       !strcmp(procscope_kind_name(wait->raw.kind), sleeper->kind);
}

static void complain(const struct sleeper *sleeper, const struct task *task)
{
	const struct wait *wait = task ? task->wait : NULL;

	fprintf(stderr, "# WRONG: %d, %s of %s: ", sleeper->tid,
		sleeper->shape, sleeper->claims);
	if (wait)
		fprintf(stderr, "%s %llx (status %u, %s, %s)",
			procscope_kind_name(wait->raw.kind),
			(unsigned long long)wait->raw.lock, wait->raw.status,
			wait->reason ?: "-", wait->evidence ?: "-");
	else
		fprintf(stderr, "%s", task ? "no lock" : "not there");
	fprintf(stderr, ", in truth %s %llx\n", sleeper->kind, sleeper->lock);
}

static const char *need_of(const char *shape)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rare_shapes); i++)
		if (!strcmp(rare_shapes[i].name, shape))
			return rare_shapes[i].needs;
	return NULL;
}

static bool is_claimed(const struct lookalikes *self, const char *kind)
{
	size_t i;

	for (i = 0; i < self->count; i++)
		if (!strcmp(self->sleeper[i].claims, kind))
			return true;
	return false;
}

TEST_F_TIMEOUT(lookalike, each_shape, 300)
{
	char *shape, *rest = self->all.none;
	const char *need = NULL;

	EXPECT_TRUE(is_claimed(&self->all, "semaphore"));
	/* Under PREEMPT_RT, the others have no slow path of their own. */
	EXPECT_TRUE(is_realtime() || is_claimed(&self->all, "mutex"));
	EXPECT_TRUE(is_realtime() || is_claimed(&self->all, "rwsem"));
	while ((shape = strsep(&rest, " "))) {
		if (!*shape)
			continue;
		need = need_of(shape);
		if (!need) {
			TH_LOG("%s is planted nowhere", shape);
			check_may_lack("room", NO_ROOM);
			SKIP(return, NO_ROOM);
		}
		TH_LOG("without %s: there is not %s", shape, need);
	}
	if (need)
		SKIP(return, "not %s", need);
}

TEST_F_TIMEOUT(lookalike, snapshot, 300)
{
	size_t wrong = 0, i;
	unsigned int pass;

	for (pass = 0; pass < PASSES; pass++) {
		double start = seconds_now(), seconds;
		struct model model;
		size_t unknown = 0;

		ASSERT_TRUE(view_snapshot(&model));
		seconds = seconds_now() - start;
		EXPECT_GT(AT_MOST * slowness(), seconds);
		for (i = 0; i < self->all.count; i++) {
			const struct sleeper *sleeper = &self->all.sleeper[i];
			const struct task *task = model_find(&model,
							     sleeper->tid);

			unknown += task && task->wait &&
				   task->wait->raw.status != PROCSCOPE_OK;
			if (is_right(sleeper, task))
				continue;
			if (wrong++ < 40)
				complain(sleeper, task);
		}
		TH_LOG("%zu tasks: %zu can't be told, %.2f s",
		       self->all.count, unknown, seconds);
		EXPECT_EQ(0, wrong);
		model_free(&model);
	}
	EXPECT_TRUE(read_truth(&self->all));
}

/* Without stacks, what others taught is asked before anything is unwound. */
TEST_F_TIMEOUT(lookalike, locks, 300)
{
	size_t wrong = 0, i;
	unsigned int pass;
	int fd = view_open("locks");

	ASSERT_LE(0, fd);
	for (pass = 0; pass < PASSES; pass++) {
		double start = seconds_now();
		char column[64], lock[20];
		char *text;

		ASSERT_EQ(0, lseek(fd, 0, SEEK_SET));
		text = view_rest(fd, 65536, NULL);
		ASSERT_NE(NULL, text);
		EXPECT_GT(AT_MOST * slowness(), seconds_now() - start);
		EXPECT_TRUE(view_is_whole(text));
		for (i = 0; i < self->all.count; i++) {
			const struct sleeper *sleeper = &self->all.sleeper[i];
			const char *row = view_row(text, sleeper->tid);

			if (!row && !sleeper->lock)
				continue;
			snprintf(lock, sizeof(lock),
				 sleeper->lock ? "%016llx" : "-",
				 sleeper->lock);
			view_column(row ?: "", 4, column, sizeof(column));
			if (!strcmp(column, lock) ||
			    (may_be_unclear(sleeper) && !strcmp(column, "-")))
				continue;
			if (wrong++ < 40)
				TH_LOG("%d, %s of %s: \"%.100s\"",
				       sleeper->tid, sleeper->shape,
				       sleeper->claims, row ?: "no row");
		}
		EXPECT_EQ(0, wrong);
		free(text);
	}
	close(fd);
	EXPECT_TRUE(read_truth(&self->all));
}

/* Its register is cleared by a read; the fixture has tried that. */
TEST_F_TIMEOUT(lookalike, device_is_not_read, 300)
{
	unsigned int i;

	if (!strcmp(self->all.device, "none"))
		SKIP(return, "no device whose registers tell of reads");
	for (i = 0; i < VIEW_TEXTS; i++)
		free(view_read(view_text[i], 65536));
	free(view_read("snapshot", 65536));
	EXPECT_TRUE(read_truth(&self->all));
	EXPECT_STREQ("untouched", self->all.device);
}

TEST_HARNESS_MAIN
