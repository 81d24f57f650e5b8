// SPDX-License-Identifier: GPL-2.0
/* roots_test.c - whom does a task keep, and over how many cgroups? */
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "hold.h"
#include "needs.h"
#include "output.h"
#include "put.h"
#include "views.h"

#define PATIENCE	20

#define MOUNTED		"/tmp/roots_test"

/* Two cgroups; in the first of them two waiters, in the other one. */
static const char *const cgroup[] = { MOUNTED "/one", MOUNTED "/other" };

#define WAITERS		3

static const unsigned int place[WAITERS] = { 0, 0, 1 };

static bool enter(pid_t tid, const char *dir)
{
	char path[64];
	char text[16];
	int error;

	snprintf(path, sizeof(path), "%s/cgroup.procs", dir);
	snprintf(text, sizeof(text), "%d", tid);
	error = put_text(path, text);
	if (error)
		printf("# %d into %s: %s\n", tid, path, strerror(-error));
	return !error;
}

static unsigned long long id_of(const char *dir)
{
	struct stat state;

	return stat(dir, &state) ? 0 : state.st_ino;
}

FIXTURE(spread) {
	pid_t owner;
	pid_t waiter[WAITERS];
};

FIXTURE_SETUP(spread)
{
	size_t i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, mkdir(MOUNTED, 0700));
	if (mount("none", MOUNTED, "cgroup2", 0, NULL)) {
		rmdir(MOUNTED);
		SKIP(return, "no cgroup2 to mount: CONFIG_CGROUPS");
	}
	for (i = 0; i < ARRAY_SIZE(cgroup); i++)
		ASSERT_EQ(0, mkdir(cgroup[i], 0700));

	ASSERT_EQ(0, hold_load());
	self->owner = hold_start(NULL, "mutex-killable 1; wait end");
	ASSERT_TRUE(hold_becomes(self->owner, 2, "held"));
	for (i = 0; i < WAITERS; i++) {
		self->waiter[i] = hold_start(NULL, "mutex-killable 1");
		ASSERT_TRUE(hold_becomes(self->waiter[i], 1, "blocked"));
		ASSERT_TRUE(enter(self->waiter[i], cgroup[place[i]]));
	}
}

FIXTURE_TEARDOWN(spread)
{
	size_t i;

	EXPECT_TRUE(hold_unload());
	for (i = 0; i < ARRAY_SIZE(cgroup); i++)
		EXPECT_EQ(0, rmdir(cgroup[i]));
	EXPECT_EQ(0, umount(MOUNTED));
	EXPECT_EQ(0, rmdir(MOUNTED));
}

/* The owner itself is in the root of all, which does not count. */
TEST_F(spread, is_counted)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "roots", "-rn",
					 "-o", "ALL,CGROUPS,TID");
	char expected[32];

	snprintf(expected, sizeof(expected), "%d 2 %d\n#", WAITERS,
		 self->owner);
	EXPECT_EQ(0, output.code);
	EXPECT_EQ(0, strncmp(expected, output.out, strlen(expected)))
		output_show("roots", &output);
	output_free(&output);
}

/* Once all are in one, it is one. */
TEST_F(spread, is_counted_anew)
{
	struct output output;
	char expected[32];

	ASSERT_TRUE(enter(self->waiter[2], cgroup[0]));
	output = OUTPUT_OF(PATIENCE, "procscope", "roots", "-J", "-o",
			   "CGROUPS,TID");
	snprintf(expected, sizeof(expected), "\"tid\": %d\n", self->owner);
	EXPECT_NE(NULL, strstr(output.out, "\"cgroups\": 1,\n"))
		output_show("roots", &output);
	EXPECT_NE(NULL, strstr(output.out, expected))
		output_show("roots", &output);
	output_free(&output);
}

/* The id is what any program can find the cgroup by. */
TEST_F(spread, has_ids)
{
	struct model model;
	size_t i;

	ASSERT_TRUE(view_snapshot(&model));
	for (i = 0; i < WAITERS; i++) {
		const struct task *task = model_find(&model, self->waiter[i]);

		ASSERT_NE(NULL, task);
		EXPECT_LT(1, task->raw.cgroup);
		EXPECT_EQ(id_of(cgroup[place[i]]), task->raw.cgroup);
	}
	/* So is that of a thread of the kernel. */
	ASSERT_NE(NULL, model_find(&model, 2));
	EXPECT_EQ(id_of(MOUNTED), model_find(&model, 2)->raw.cgroup);
	EXPECT_EQ(id_of(MOUNTED), model_find(&model, self->owner)->raw.cgroup);
	model_free(&model);
}

TEST_HARNESS_MAIN
