// SPDX-License-Identifier: GPL-2.0
/*
 * mounts_test.c - is a file found where it is mounted, and never waited for?
 *
 * Needs no module: what mountinfo says is made here.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>

#include "helper.h"
#include "mounts.h"

#define PATIENCE 200

/* A line as the kernel has it; what follows the mount point does not matter. */
#define LINE(device, root, point) \
	"36 35 " device " " root " " point " rw,noatime shared:1 - ext4 /dev/vda rw\n"

static void find_at(struct __test_metadata *_metadata, const char *text,
		    unsigned int dev_minor, const char *path,
		    const char *expected)
{
	struct mounts mounts;
	char *found;

	ASSERT_EQ(0, mounts_parse(&mounts, strdup(text)));
	ASSERT_EQ(0, mounts_path(&mounts, 8, dev_minor, path, &found));
	if (expected) {
		ASSERT_NE(NULL, found) TH_LOG("no %s in %s", path, text);
		EXPECT_STREQ(expected, found);
	} else {
		EXPECT_EQ(NULL, found) TH_LOG("%s is %s", path, found);
	}
	free(found);
	mounts_free(&mounts);
}

#define FIND(text, path, expected) find_at(_metadata, text, 1, path, expected)

TEST(mounted)
{
	static const char text[] = LINE("8:1", "/", "/mnt/ext4");

	FIND(text, "/app/fire.js", "/mnt/ext4/app/fire.js");
	FIND(text, "/", "/mnt/ext4");
	FIND(LINE("8:1", "/", "/"), "/app", "/app");
	FIND(LINE("8:1", "/", "/"), "/", "/");
}

TEST(other_device)
{
	static const char text[] =
		LINE("8:11", "/", "/eleven") LINE("81:1", "/", "/other");

	FIND(text, "/a", NULL);
	find_at(_metadata, text, 11, "/a", "/eleven/a");
}

/* A subvolume, or a directory that was bound elsewhere. */
TEST(root_within)
{
	static const char text[] = LINE("8:1", "/a", "/mnt");

	FIND(text, "/a/file", "/mnt/file");
	FIND(text, "/a", "/mnt");
	FIND(text, "/ab", NULL);
	FIND(text, "/ab/file", NULL);
	FIND(text, "/", NULL);
	FIND(text, "/b", NULL);
	FIND(LINE("8:1", "/a", "/"), "/a", "/");
	FIND(LINE("8:1", "/a", "/"), "/a/b", "/b");
}

TEST(several)
{
	static const char text[] =
		LINE("8:1", "/", "/all")
		LINE("8:1", "/a/b", "/of/b")
		LINE("8:1", "/a", "/long/way/to/a")
		LINE("8:1", "/a", "/a1")
		LINE("8:1", "/a", "/a2");

	FIND(text, "/c", "/all/c");
	FIND(text, "/a/b/c", "/of/b/c");
	FIND(text, "/a/bc", "/a1/bc");
	FIND(text, "/a", "/a1");
}

/* It may be any of the server's directories that is mounted there. */
TEST(of_a_server)
{
	FIND("36 35 8:1 / /mnt rw shared:1 - nfs 127.0.0.1:/a rw\n", "/f", NULL);
	FIND("36 35 8:1 / /mnt rw - nfs4 127.0.0.1:/a rw\n", "/f", NULL);
	FIND("36 35 8:1 / /nfs rw - nfsd none rw\n", "/f", "/nfs/f");
}

TEST(escapes)
{
	FIND(LINE("8:1", "/a\\040b", "/mnt\\011c\\012d\\134e\\0401"),
	     "/a b/f", "/mnt\tc\nd\\e 1/f");
	/* What is no escape stays. */
	FIND(LINE("8:1", "/", "/m\\04\\x\\999\\"), "/f",
	     "/m\\04\\x\\999\\/f");
	/* Nothing in the file's own name is one. */
	FIND(LINE("8:1", "/", "/mnt"), "/\\040", "/mnt/\\040");
}

TEST(garbage)
{
	static const char *const garbage[] = {
		"", "\n", "\n\n\n", " ", "      ", "nonsense\n",
		"36 35 8:1\n", "36 35 8:1 / ", "36 35 8:1 / /mnt",
		"36 35 8:1 / /mnt\n", "36 35 8: / /mnt rw\n",
		"36 35 :1 / /mnt rw\n", "36 35 8:1x / /mnt rw\n",
		"36 35 8.1 / /mnt rw\n", LINE("8:1", "mnt:[4026531840]", "/mnt"),
		LINE("8:1", "/", "mnt"), "36  35 8:1 / /mnt rw\n",
	};
	char text[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(garbage); i++) {
		FIND(garbage[i], "/a", NULL);
		snprintf(text, sizeof(text), "%s\n%s", garbage[i],
			 LINE("8:1", "/", "/good"));
		FIND(text, "/a", "/good/a");
		snprintf(text, sizeof(text), "%s%s", LINE("8:1", "/", "/good"),
			 garbage[i]);
		FIND(text, "/a", "/good/a");
	}
}

TEST(huge_lines)
{
	size_t size = 4 << 20;
	char *point = malloc(size);
	char *text = NULL;
	char *expected = NULL;

	ASSERT_NE(NULL, point);
	memset(point, 'x', size);
	point[0] = '/';
	point[size - 1] = '\0';
	ASSERT_LT(0, asprintf(&text, "%s\n36 35 8:1 / %s %s\n", point, point,
			      point));
	ASSERT_LT(0, asprintf(&expected, "%s/a", point));
	FIND(text, "/a", expected);
	free(expected);
	free(text);
	free(point);
}

static long long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

FIXTURE(helper)
{
	char dir[32];
	char path[64];
	char *text;
};

FIXTURE_SETUP(helper)
{
	self->text = NULL;
	snprintf(self->dir, sizeof(self->dir), "/tmp/mounts.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->dir));
	snprintf(self->path, sizeof(self->path), "%s/file", self->dir);
}

FIXTURE_TEARDOWN(helper)
{
	free(self->text);
	unlink(self->path);
	EXPECT_EQ(0, rmdir(self->dir));
}

static void let_read(struct __test_metadata *_metadata, const char *file,
		     unsigned int patience, int expected, char **text)
{
	struct helper helper;

	helper_start(&helper, file);
	ASSERT_EQ(0, helper.error);
	EXPECT_EQ(expected, helper_read(&helper, patience, text));
	ASSERT_EQ(!expected, !!*text);
}

TEST_F(helper, reads)
{
	struct mounts mounts;
	struct stat root;
	char *found;

	let_read(_metadata, "/proc/self/mountinfo", 60000, 0, &self->text);
	ASSERT_EQ(0, mounts_parse(&mounts, self->text));
	self->text = NULL;
	EXPECT_LT(0, mounts.count);
	ASSERT_EQ(0, stat("/proc", &root));
	ASSERT_EQ(0, mounts_path(&mounts, major(root.st_dev),
				 minor(root.st_dev), "/self", &found));
	ASSERT_NE(NULL, found);
	EXPECT_STREQ("/proc/self", found);
	free(found);
	mounts_free(&mounts);
}

/* More than any buffer on the way holds. */
TEST_F(helper, reads_much)
{
	size_t size = 8 << 20;
	int fd = open(self->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	char *data = malloc(size);

	ASSERT_LE(0, fd);
	ASSERT_NE(NULL, data);
	memset(data, 'x', size);
	ASSERT_EQ(size, write(fd, data, size));
	close(fd);
	let_read(_metadata, self->path, 60000, 0, &self->text);
	EXPECT_EQ(size, strlen(self->text));
	EXPECT_EQ(0, memcmp(data, self->text, size));
	free(data);
}

TEST_F(helper, nothing_to_read)
{
	let_read(_metadata, "/dev/null", 60000, 0, &self->text);
	EXPECT_STREQ("", self->text);
}

TEST_F(helper, can_not_read)
{
	let_read(_metadata, self->path, 60000, -EIO, &self->text);
	let_read(_metadata, self->dir, 60000, -EIO, &self->text);
}

/* A FIFO that nobody writes to is opened for ever. */
TEST_F(helper, never_answers)
{
	long long start;
	long long took;

	ASSERT_EQ(0, mkfifo(self->path, 0600));
	start = milliseconds();
	let_read(_metadata, self->path, PATIENCE, -ETIMEDOUT, &self->text);
	took = milliseconds() - start;
	EXPECT_LE(PATIENCE, took + 1);
	EXPECT_GT(PATIENCE + 10000, took);
}

/* It began to answer, and then no more. */
TEST_F(helper, never_ends)
{
	int fd;

	ASSERT_EQ(0, mkfifo(self->path, 0600));
	fd = open(self->path, O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, fd);
	ASSERT_EQ(4, write(fd, "36 3", 4));
	let_read(_metadata, self->path, PATIENCE, -ETIMEDOUT, &self->text);
	close(fd);
}

/* It can't fill the memory. */
TEST_F(helper, never_stops)
{
	char much[4096];
	int status;
	pid_t child;
	int fd;

	ASSERT_EQ(0, mkfifo(self->path, 0600));
	child = fork();
	ASSERT_LE(0, child);
	if (!child) {
		memset(much, 'x', sizeof(much));
		fd = open(self->path, O_WRONLY | O_CLOEXEC);
		while (write(fd, much, sizeof(much)) > 0)
			;
		_exit(EXIT_FAILURE);
	}
	let_read(_metadata, self->path, 60000, -EFBIG, &self->text);
	/* The helper has gone, and so who wrote to it. */
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
}

/* Who reads our output sees its end while the helper is stuck. */
TEST_F(helper, keeps_nothing_open)
{
	char byte;
	int end[2];
	struct helper helper;

	ASSERT_EQ(0, mkfifo(self->path, 0600));
	ASSERT_EQ(0, pipe2(end, 0));
	helper_start(&helper, self->path);
	ASSERT_EQ(0, helper.error);
	close(end[1]);
	EXPECT_EQ(0, read(end[0], &byte, 1));
	EXPECT_EQ(-ETIMEDOUT, helper_read(&helper, PATIENCE, &self->text));
	close(end[0]);
}

/* Of one that is asked for nothing, nothing is left. */
TEST_F(helper, ends)
{
	struct helper helper;
	int status;

	helper_start(&helper, self->path);
	ASSERT_EQ(0, helper.error);
	helper_end(&helper);
	ASSERT_LT(0, wait(&status));
	EXPECT_EQ(0, status);
}

/* To twice the number; to 0 and less it has no answer. */
static void answer_number(const void *question, void *answer)
{
	int number = *(const int *)question;

	if (!number)
		_exit(EXIT_FAILURE);
	while (number < 0)
		pause();
	*(int *)answer = 2 * number;
}

static int ask_number(struct helper *helper, unsigned int milliseconds,
		      int number)
{
	int answer = -1;
	int error = helper_ask(helper, milliseconds, &number, sizeof(number), &answer,
			       sizeof(answer));

	return error ? error : answer;
}

TEST(questions)
{
	struct helper helper;

	helper_start_answering(&helper, sizeof(int), sizeof(int),
			       answer_number);
	ASSERT_EQ(0, helper.error);
	EXPECT_EQ(14, ask_number(&helper, 60000, 7));
	EXPECT_EQ(2000000, ask_number(&helper, 60000, 1000000));
	EXPECT_EQ(-EIO, ask_number(&helper, 60000, 0));
	EXPECT_EQ(-EIO, ask_number(&helper, 60000, 7));
	helper_end(&helper);
}

TEST(question_without_an_answer)
{
	struct helper helper;

	helper_start_answering(&helper, sizeof(int), sizeof(int),
			       answer_number);
	ASSERT_EQ(0, helper.error);
	EXPECT_EQ(-ETIMEDOUT, ask_number(&helper, 500, -1));
	helper_end(&helper);
}

TEST_HARNESS_MAIN
