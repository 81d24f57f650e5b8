// SPDX-License-Identifier: GPL-2.0
/* access_test.c - who may read, and what does it tell whom? */
#define GIVE_ADDRESSES false

#include <sys/stat.h>

#include "kselftest_harness.h"

#include "access_table.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "needs.h"
#include "views.h"

FIXTURE(access) {
	int none;
};

FIXTURE_SETUP(access)
{
}

FIXTURE_TEARDOWN(access)
{
	EXPECT_TRUE(children_kill());
}

TEST_F(access, modes)
{
	static const char *const entries[] = {
		"about", "tasks", "stacks", "locks", "held", "snapshot"
	};
	struct stat stat;
	unsigned int i;
	char path[64];

	ASSERT_EQ(0, lstat(VIEW_DIR, &stat));
	EXPECT_EQ(S_IFDIR | 0500, stat.st_mode);
	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		snprintf(path, sizeof(path), VIEW_DIR "%s", entries[i]);
		ASSERT_EQ(0, lstat(path, &stat));
		EXPECT_EQ(S_IFREG | (strcmp(entries[i], "snapshot") ?
				     0400 : 0600), stat.st_mode);
		EXPECT_EQ(0, stat.st_uid);
		EXPECT_EQ(0, stat.st_gid);
	}
}

TEST_F_TIMEOUT(access, every_pair_is_tried, 120)
{
	size_t goals, missing = rows_missing(&goals);

	EXPECT_EQ(0, missing);
	TH_LOG("%zu pairs of levels, by outcome", goals);
	EXPECT_LT(500, goals);
}

/* The load that a snapshot tells, and the id that @waiter's lock has in it. */
static bool id_of_lock(pid_t waiter, unsigned long long *load,
		       unsigned long long *id)
{
	const struct task *task;
	struct model model;
	bool found;

	if (!view_snapshot(&model))
		return false;
	task = model_find(&model, waiter);
	found = task && task->wait && task->wait->raw.status == PROCSCOPE_OK;
	if (found) {
		*load = model.header.load;
		*id = task->wait->raw.lock;
	}
	model_free(&model);
	return found;
}

/* The lock stays where it is. */
TEST_F_TIMEOUT(access, two_loads_are_not_joined, 60)
{
	unsigned long long load[3], id[3];
	pid_t holder, waiter;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
	holder = hold_start(NULL, "mutex journal_lock; wait end");
	ASSERT_TRUE(hold_becomes(holder, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable journal_lock");
	ASSERT_TRUE(hold_becomes(waiter, 1, "blocked"));

	EXPECT_TRUE(id_of_lock(waiter, &load[0], &id[0]));
	EXPECT_TRUE(id_of_lock(waiter, &load[1], &id[1]));
	EXPECT_EQ(0, module_unload("procscope"));
	ASSERT_EQ(0, module_load("procscope"));
	EXPECT_TRUE(id_of_lock(waiter, &load[2], &id[2]));

	EXPECT_EQ(load[0], load[1]);
	EXPECT_EQ(id[0], id[1]);
	EXPECT_NE(load[0], load[2]);
	EXPECT_NE(id[0], id[2]);
	EXPECT_TRUE(hold_unload());
}

/* These lock the kernel down, and so come last. */
#include "access_levels.h"

TEST_HARNESS_MAIN
