/* SPDX-License-Identifier: GPL-2.0 */
/*
 * access_levels.h - the tests of all rows of access.c, once per lockdown
 *
 * For a test program that has defined GIVE_ADDRESSES, the module's parameter. They
 * come last in it: what is locked down stays so, and no module can be loaded
 * then.
 */
#ifndef SELFTESTS_ACCESS_LEVELS_H
#define SELFTESTS_ACCESS_LEVELS_H

#include "kselftest_harness.h"

#include "access.h"
#include "children.h"
#include "needs.h"
#include "views.h"

/* Fewer would be no table. */
#define ACCESS_ROWS_LEAST 5

#define ACCESS_NO_LOCKDOWN \
	"no lockdown in this kernel: CONFIG_SECURITY_LOCKDOWN_LSM"

FIXTURE(access_level) {
	size_t rows;
};

FIXTURE_SETUP(access_level)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks("variables"))
		SKIP(return, "%s", lacks("variables"));
	ASSERT_TRUE(access_prepare(GIVE_ADDRESSES));
}

FIXTURE_TEARDOWN(access_level)
{
	EXPECT_TRUE(children_kill());
}

TEST_F_TIMEOUT(access_level, unlocked, 300)
{
	if (access_can_lock_down())
		ASSERT_TRUE(access_lock_down(ACCESS_UNLOCKED));
	EXPECT_EQ(0, access_try(ACCESS_UNLOCKED, GIVE_ADDRESSES, &self->rows));
	EXPECT_LE(ACCESS_ROWS_LEAST, self->rows);
	TH_LOG("%zu rows", self->rows);
}

TEST_F_TIMEOUT(access_level, integrity, 300)
{
	if (!access_can_lock_down())
		SKIP(return, ACCESS_NO_LOCKDOWN);
	ASSERT_TRUE(access_lock_down(ACCESS_INTEGRITY));
	EXPECT_EQ(0, access_try(ACCESS_INTEGRITY, GIVE_ADDRESSES, &self->rows));
	EXPECT_LE(ACCESS_ROWS_LEAST, self->rows);
	TH_LOG("%zu rows", self->rows);
}

/* Lockdown is asked for at open(), as everything else is. */
TEST_F_TIMEOUT(access_level, confidentiality, 300)
{
	char *text;
	int fd;

	if (!access_can_lock_down())
		SKIP(return, ACCESS_NO_LOCKDOWN);
	fd = view_open("tasks");
	ASSERT_LE(0, fd);
	ASSERT_TRUE(access_lock_down(ACCESS_CONFIDENTIALITY));
	text = view_rest(fd, 4096, NULL);
	close(fd);
	ASSERT_NE(NULL, text);
	EXPECT_TRUE(view_is_whole(text));
	free(text);
	EXPECT_EQ(0, access_try(ACCESS_CONFIDENTIALITY, GIVE_ADDRESSES,
				&self->rows));
	EXPECT_LE(ACCESS_ROWS_LEAST, self->rows);
	TH_LOG("%zu rows", self->rows);
}

#endif /* SELFTESTS_ACCESS_LEVELS_H */
