// SPDX-License-Identifier: GPL-2.0
/*
 * pattern_test.c - does a reader get what nobody set?
 *
 * A build of the module for this test fills what it is about to fill with a
 * byte. None of it may come out: neither from tasks that sleep for locks of all
 * kinds, nor from such that change while they are looked at.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "views.h"

/* Beside the test. */
#define BUILD	"procscope.ko"
#define MARK	"test_pattern=0xa5"

#define FILE_PATH "/tmp/pattern"

#define ROUNDS	40
#define RESTLESS 24

/* The pattern as a number of 4 or 8 bytes, in every way that a text may have. */
static const char *const in_text[] = {
	"\\245", "\xa5", "2779096485", "-1515870811", "11936128518282651045",
	"-6510615555426900571", "a5a5a5a5",
};

FIXTURE(pattern) {
	int none;
};

FIXTURE_SETUP(pattern)
{
	ASSERT_EQ(0, hold_load());
	ASSERT_EQ(0, module_unload("procscope"));
	ASSERT_EQ(0, module_load_with(BUILD, ""));
}

FIXTURE_TEARDOWN(pattern)
{
	EXPECT_TRUE(hold_unload());
	EXPECT_EQ(0, module_unload("procscope"));
	EXPECT_EQ(0, module_load("procscope"));
	unlink(FILE_PATH);
}

/* Without it, the test would look for what can't be there. */
TEST_F(pattern, is_the_right_build)
{
	size_t size;
	int fd = open(BUILD, O_RDONLY);
	char *bytes;

	ASSERT_LE(0, fd);
	bytes = view_rest(fd, 65536, &size);
	close(fd);
	ASSERT_NE(NULL, bytes);
	EXPECT_NE(NULL, memmem(bytes, size, MARK, strlen(MARK)));
	free(bytes);
}

static const char *found_in_text(const char *text)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(in_text); i++)
		if (strstr(text, in_text[i]))
			return in_text[i];
	return NULL;
}

/* Where in the stream is it? Fewer bytes of it may be a part of a number. */
static long found_in_stream(const char *bytes, size_t size)
{
	const char *found = memmem(bytes, size, "\xa5\xa5\xa5\xa5", 4);

	return found ? found - bytes : -1;
}

static int be_restless(void *none)
{
	(void)none;
	for (;;)
		usleep(1);
	return 0;
}

/* It is stopped for the test, which is as good as asleep, and yet not. */
static int be_traced(void *none)
{
	(void)none;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		return 1;
	raise(SIGSTOP);
	return 0;
}

static bool start_pair(const char *path, const char *first, const char *then)
{
	char steps[64];
	pid_t child;

	snprintf(steps, sizeof(steps), "%s; wait end", first);
	child = hold_start(path, steps);
	if (child < 0 || !hold_becomes(child, 2, "held"))
		return false;
	child = hold_start(path, then);
	return child > 0 && hold_becomes(child, 1, "blocked");
}

TEST_F_TIMEOUT(pattern, comes_out_nowhere, 300)
{
	unsigned long long unstable = 0;
	unsigned int i, j;
	char own_mm[32];
	pid_t traced;

	close(open(FILE_PATH, O_WRONLY | O_CREAT, 0600));
	ASSERT_TRUE(start_pair(NULL, "mutex journal_lock",
			       "mutex-killable journal_lock"));
	ASSERT_TRUE(start_pair(NULL, "rwsem-read 1", "rwsem-write 1"));
	ASSERT_TRUE(start_pair(NULL, "rwsem-write 2", "rwsem-read 2"));
	ASSERT_TRUE(start_pair(FILE_PATH, "inode 9", "inode-read 9"));
	snprintf(own_mm, sizeof(own_mm), "exec %d", getpid());
	ASSERT_TRUE(start_pair(NULL, own_mm, own_mm));
	traced = child_start(be_traced, NULL);
	ASSERT_TRUE(await(proc_state(traced) == 't', 10));
	for (i = 0; i < RESTLESS; i++)
		ASSERT_LT(0, child_start(be_restless, NULL));

	for (i = 0; i < ROUNDS; i++) {
		int fd = view_open("snapshot");
		struct procscope_end end;
		size_t size;
		char *bytes;

		ASSERT_LE(0, fd);
		bytes = view_rest(fd, 65536, &size);
		close(fd);
		ASSERT_NE(NULL, bytes);
		ASSERT_LT(sizeof(end), size);
		EXPECT_EQ(-1, found_in_stream(bytes, size));
		memcpy(&end, bytes + size - sizeof(end), sizeof(end));
		EXPECT_LE(5, end.waits);
		unstable += end.unstable;
		free(bytes);
		for (j = 0; j < VIEW_TEXTS; j++) {
			char *text = view_read(view_text[j], 65536);

			ASSERT_NE(NULL, text);
			EXPECT_EQ(NULL, found_in_text(text))
				TH_LOG("%s: %s", view_text[j],
				       found_in_text(text));
			free(text);
		}
	}
	TH_LOG("%llu tasks were unstable", unstable);
}

TEST_HARNESS_MAIN
