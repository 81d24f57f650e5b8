// SPDX-License-Identifier: GPL-2.0
/*
 * inode_test.c - what is known of those that are stuck behind an inode's lock?
 *
 * A child holds the i_rwsem of a file or of a directory, and a plain program
 * runs into it. Directories and names are those of the test; what is said of
 * them is held against stat(2).
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "procscope_names.h"
#include "views.h"

/* The one directory that each file system is given, seen from its root. */
#define SCENE "/procscope-scene"

/* Whether SIGKILL ends it is not the same on all kernels. */
#define BREAKABLE_VARIES	~0U

/**
 * struct expected - what must be known of one waiter
 * @waiter: its tid
 * @mode: enum procscope_mode
 * @object: enum procscope_object; 0 for its i_rwsem
 * @owner: tid of who has the lock
 * @breakable: enum procscope_break, or BREAKABLE_VARIES
 * @fs: the file system's type
 * @path: the path from its root
 * @other_path: what may stand there instead; or NULL
 * @flags: enum procscope_path_flags
 * @stat: of the inode
 */
struct expected {
	pid_t waiter;
	unsigned int mode;
	unsigned int object;
	pid_t owner;
	unsigned int breakable;
	const char *fs;
	const char *path;
	const char *other_path;
	unsigned int flags;
	struct stat stat;
};

static bool same(const char *what, unsigned long long seen,
		 unsigned long long expected)
{
	if (seen != expected)
		fprintf(stderr, "# %s is %llu, not %llu\n", what, seen,
			expected);
	return seen == expected;
}

static bool same_text(const char *what, const char *seen, const char *expected)
{
	bool equal = seen && !strcmp(seen, expected);

	if (!equal)
		fprintf(stderr, "# %s is \"%s\", not \"%s\"\n", what,
			seen ?: "(none)", expected);
	return equal;
}

/* A directory has one name; the links that it has besides are of what is in it. */
static unsigned int names_of(const struct stat *stat)
{
	return S_ISDIR(stat->st_mode) ? !!stat->st_nlink : stat->st_nlink;
}

/* Does the record of a wait say what it must? What differs is printed. */
static bool wait_is(const struct model *model, const struct expected *expected)
{
	const struct task *task = model_find(model, expected->waiter);
	const struct stat *stat = &expected->stat;
	const struct procscope_wait *raw;
	const char *path;
	bool good = true;

	if (!task || !task->wait) {
		fprintf(stderr, "# %d: no %s\n", expected->waiter,
			task ? "wait" : "task");
		return false;
	}
	raw = &task->wait->raw;
	if (raw->status != PROCSCOPE_OK) {
		fprintf(stderr, "# %d: wait is of status %u: %s\n",
			expected->waiter, raw->status,
			task->wait->reason ?: "no reason");
		return false;
	}

	good &= same("kind", raw->kind, PROCSCOPE_KIND_RWSEM);
	good &= same("mode", raw->mode, expected->mode);
	good &= same("flags", raw->flags, 0);
	if (expected->breakable != BREAKABLE_VARIES)
		good &= same("breakable", task->raw.breakable,
			     expected->breakable);
	good &= same("owner_status", raw->owner_status, PROCSCOPE_OK);
	good &= same("owner", raw->owner, expected->owner);
	good &= same("certainty", raw->certainty, PROCSCOPE_OWNER_EXACT);
	good &= same("object_status", raw->object_status, PROCSCOPE_OK);
	good &= same("object", raw->object,
		     expected->object ?: PROCSCOPE_OBJECT_I_RWSEM);
	good &= same_text("fs", task->wait->fs, expected->fs);
	good &= same("dev_major", raw->dev_major, major(stat->st_dev));
	good &= same("dev_minor", raw->dev_minor, minor(stat->st_dev));
	good &= same("ino", raw->ino, stat->st_ino);
	good &= same("links", raw->links, names_of(stat));
	good &= same("path_status", raw->path_status, PROCSCOPE_OK);
	good &= same("path_flags", raw->path_flags, expected->flags);
	path = expected->path;
	if (expected->other_path && task->wait->path &&
	    !strcmp(task->wait->path, expected->other_path))
		path = expected->other_path;
	good &= same_text("path", task->wait->path, path);
	if (!good)
		fprintf(stderr, "# that was %s[%d]: object %s, owner %s, path %s\n",
			task->raw.comm, expected->waiter,
			task->wait->object_reason ?: "-",
			task->wait->owner_reason ?: "-",
			task->wait->path_reason ?: "-");

	return good;
}

FIXTURE(scene) {
	char dir[64];
	char file[80];
	char link[80];
};

FIXTURE_VARIANT(scene) {
	const char *fs;
	const char *root;
	long magic;
};

FIXTURE_VARIANT_ADD(scene, tmpfs) {
	.fs = "tmpfs",
	.root = "/tmp",
	.magic = 0x01021994,
};

FIXTURE_VARIANT_ADD(scene, ext4) {
	.fs = "ext4",
	.root = "/mnt/ext4",
	.magic = 0xef53,
};

FIXTURE_SETUP(scene)
{
	struct statfs statfs_of;
	struct output output;
	int fd;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	/* The path from the root of the file system is what is looked for. */
	ASSERT_EQ(0, statfs(variant->root, &statfs_of));
	ASSERT_EQ(variant->magic, statfs_of.f_type)
		TH_LOG("no %s on %s", variant->fs, variant->root);

	snprintf(self->dir, sizeof(self->dir), "%s" SCENE, variant->root);
	snprintf(self->file, sizeof(self->file), "%s/file", self->dir);
	snprintf(self->link, sizeof(self->link), "%s/link", self->dir);
	output = OUTPUT_OF(10, "rm", "-rf", self->dir);
	ASSERT_EQ(0, output.code);
	output_free(&output);
	ASSERT_EQ(0, mkdir(self->dir, 0700));
	fd = open(self->file, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ASSERT_LE(0, fd);
	ASSERT_EQ(5, write(fd, "five\n", 5));
	close(fd);
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(scene)
{
	struct output output;

	EXPECT_TRUE(hold_unload());
	output = OUTPUT_OF(10, "rm", "-rf", self->dir);
	EXPECT_EQ(0, output.code);
	output_free(&output);
}

#define SHELL(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* One program, run into the lock of the file or of the directory. */
static void run_into(struct __test_metadata *_metadata, const char *fs,
		     const char *held, const char *path,
		     const char *const argv[], const char *frame,
		     unsigned int mode, unsigned int breakable)
{
	struct expected expected = {
		.mode = mode,
		.breakable = breakable,
		.fs = fs,
		.path = path,
	};
	struct model model;

	ASSERT_EQ(0, stat(held, &expected.stat));
	expected.owner = hold_start(held, "inode %d; wait end", HOLD_FD);
	ASSERT_LT(0, expected.owner);
	ASSERT_TRUE(hold_becomes(expected.owner, 2, "held"));
	expected.waiter = child_exec(argv);
	ASSERT_LT(0, expected.waiter);
	ASSERT_TRUE(proc_becomes_stuck(expected.waiter, frame));

	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &expected));
	model_free(&model);

	/* With the lock let go, the program does what it was told to. */
	EXPECT_TRUE(hold_go("end"));
	EXPECT_TRUE(child_wait(expected.waiter, 10, NULL));
}

TEST_F(scene, rm_behind_the_file)
{
	run_into(_metadata, variant->fs, self->file, SCENE "/file",
		 SHELL("rm", self->file), "vfs_unlink",
		 PROCSCOPE_MODE_WRITE, 0);
	EXPECT_EQ(-1, access(self->file, F_OK));
}

TEST_F(scene, rm_behind_the_directory)
{
	run_into(_metadata, variant->fs, self->dir, SCENE,
		 SHELL("rm", self->file), "_unlinkat+",
		 PROCSCOPE_MODE_WRITE, 0);
	EXPECT_EQ(-1, access(self->file, F_OK));
}

TEST_F(scene, ls_behind_the_directory)
{
	run_into(_metadata, variant->fs, self->dir, SCENE,
		 SHELL("ls", self->dir), "sys_getdents",
		 PROCSCOPE_MODE_READ, PROCSCOPE_BREAK_KILL);
}

TEST_F(scene, append_behind_the_file)
{
	char command[128];
	struct stat stat_of;

	snprintf(command, sizeof(command), "echo five >>%s", self->file);
	run_into(_metadata, variant->fs, self->file, SCENE "/file",
		 SHELL("sh", "-c", command), "vfs_write",
		 PROCSCOPE_MODE_WRITE, 0);
	ASSERT_EQ(0, stat(self->file, &stat_of));
	EXPECT_EQ(10, stat_of.st_size);
}

TEST_F(scene, rename_behind_the_file)
{
	run_into(_metadata, variant->fs, self->file, SCENE "/file",
		 SHELL("mv", self->file, self->link), "vfs_rename",
		 PROCSCOPE_MODE_WRITE, 0);
	EXPECT_EQ(0, access(self->link, F_OK));
}

struct names {
	const char *old;
	const char *new;
};

static int rename_file(void *argument)
{
	const struct names *names = argument;

	return rename(names->old, names->new) ? 1 : 0;
}

/* By the call alone: mv looks at the target before, which takes the lock. */
TEST_F(scene, rename_behind_the_directory)
{
	struct expected expected = {
		.mode = PROCSCOPE_MODE_WRITE,
		.fs = variant->fs,
		.path = SCENE,
	};
	struct names names = { self->file, self->link };
	struct model model;

	ASSERT_EQ(0, stat(self->dir, &expected.stat));
	expected.owner = hold_start(self->dir, "inode %d; wait end", HOLD_FD);
	ASSERT_LT(0, expected.owner);
	ASSERT_TRUE(hold_becomes(expected.owner, 2, "held"));
	expected.waiter = child_start(rename_file, &names);
	ASSERT_LT(0, expected.waiter);
	ASSERT_TRUE(proc_becomes_stuck(expected.waiter, "_renameat2+"));
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &expected));
	model_free(&model);
}

/* The command tells the path that the user knows. */
TEST_F(scene, why_as_it_is_mounted)
{
	struct output output;
	char text[128], tid[16];
	pid_t owner, waiter;

	owner = hold_start(self->file, "inode %d; wait end", HOLD_FD);
	ASSERT_LT(0, owner);
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = child_exec(SHELL("rm", self->file));
	ASSERT_LT(0, waiter);
	ASSERT_TRUE(proc_becomes_stuck(waiter, "vfs_unlink"));

	snprintf(tid, sizeof(tid), "%d", waiter);
	snprintf(text, sizeof(text), " i_rwsem of \"%s\" (%s ", self->file,
		 variant->fs);
	output = OUTPUT_OF(20, "procscope", "why", tid);
	EXPECT_EQ(0, output.code);
	EXPECT_STREQ("", output.err);
	EXPECT_NE(NULL, strstr(output.out, text)) output_show("why", &output);
	output_free(&output);

	output = OUTPUT_OF(20, "procscope", "locks", "-J", "-o",
			   "PATH,FS-PATH");
	snprintf(text, sizeof(text), "\"path\": \"%s\",", self->file);
	EXPECT_NE(NULL, strstr(output.out, text)) output_show("locks", &output);
	EXPECT_NE(NULL, strstr(output.out, "\"fs-path\": \"" SCENE "/file\","))
		output_show("locks", &output);
	output_free(&output);
}

TEST_F(scene, truncate_behind_the_file)
{
	struct stat stat_of;

	run_into(_metadata, variant->fs, self->file, SCENE "/file",
		 SHELL("truncate", "-s", "2", self->file), "truncate+",
		 PROCSCOPE_MODE_WRITE, BREAKABLE_VARIES);
	ASSERT_EQ(0, stat(self->file, &stat_of));
	EXPECT_EQ(2, stat_of.st_size);
}

/*
 * rm waits for the file with the directory in its hands, ls and a second rm
 * wait for the directory.
 */
TEST_F(scene, chain)
{
	struct expected rm = {
		.mode = PROCSCOPE_MODE_WRITE,
		.fs = variant->fs,
		.path = SCENE "/file",
	};
	struct expected ls = {
		.mode = PROCSCOPE_MODE_READ,
		.breakable = PROCSCOPE_BREAK_KILL,
		.fs = variant->fs,
		.path = SCENE,
	};
	struct expected second = ls;
	struct model model;

	ASSERT_EQ(0, stat(self->file, &rm.stat));
	ASSERT_EQ(0, stat(self->dir, &ls.stat));
	rm.owner = hold_start(self->file, "inode %d; wait end", HOLD_FD);
	ASSERT_LT(0, rm.owner);
	ASSERT_TRUE(hold_becomes(rm.owner, 2, "held"));
	rm.waiter = child_exec(SHELL("rm", self->file));
	ASSERT_TRUE(proc_becomes_stuck(rm.waiter, "vfs_unlink"));

	second.mode = PROCSCOPE_MODE_WRITE;
	second.breakable = 0;
	second.stat = ls.stat;
	second.owner = rm.waiter;
	second.waiter = child_exec(SHELL("rm", self->file));
	ASSERT_TRUE(proc_becomes_stuck(second.waiter, "_unlinkat+"));
	ls.owner = rm.waiter;
	ls.waiter = child_exec(SHELL("ls", self->dir));
	ASSERT_TRUE(proc_becomes_stuck(ls.waiter, "sys_getdents"));

	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &rm));
	EXPECT_TRUE(wait_is(&model, &ls));
	EXPECT_TRUE(wait_is(&model, &second));
	EXPECT_EQ(model_find(&model, ls.waiter)->wait->raw.lock,
		  model_find(&model, second.waiter)->wait->raw.lock);
	EXPECT_NE(model_find(&model, ls.waiter)->wait->raw.lock,
		  model_find(&model, rm.waiter)->wait->raw.lock);
	model_free(&model);
}

/* Two names: one of them is given, and that there are two. */
TEST_F(scene, hard_link)
{
	struct expected expected = {
		.mode = PROCSCOPE_MODE_WRITE,
		.fs = variant->fs,
		.path = SCENE "/file",
		.other_path = SCENE "/link",
	};
	struct model model;

	ASSERT_EQ(0, link(self->file, self->link));
	ASSERT_EQ(0, stat(self->file, &expected.stat));
	ASSERT_EQ(2, expected.stat.st_nlink);
	expected.owner = hold_start(self->file, "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(expected.owner, 2, "held"));
	expected.waiter = child_exec(SHELL("rm", self->link));
	ASSERT_TRUE(proc_becomes_stuck(expected.waiter, "vfs_unlink"));
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &expected));
	model_free(&model);
}

/*
 * While a file is held, no call gets at its own name; but a directory above it
 * can be renamed, and a directory that is held can be, too.
 */
TEST_F(scene, renamed_while_held)
{
	struct expected in_file = {
		.mode = PROCSCOPE_MODE_WRITE,
		.breakable = BREAKABLE_VARIES,
		.fs = variant->fs,
		.path = SCENE "/new name/file",
	};
	struct expected in_dir = {
		.mode = PROCSCOPE_MODE_READ,
		.breakable = PROCSCOPE_BREAK_KILL,
		.fs = variant->fs,
		.path = SCENE "/new sub",
	};
	char old[100], new[100], file[120], sub[120], new_sub[120];
	struct model model;
	int fd;

	snprintf(old, sizeof(old), "%s/old", self->dir);
	snprintf(new, sizeof(new), "%s/new name", self->dir);
	snprintf(file, sizeof(file), "%s/file", old);
	snprintf(sub, sizeof(sub), "%s/sub", self->dir);
	snprintf(new_sub, sizeof(new_sub), "%s/new sub", self->dir);
	ASSERT_EQ(0, mkdir(old, 0700));
	ASSERT_EQ(0, mkdir(sub, 0700));
	fd = open(file, O_WRONLY | O_CREAT, 0600);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, fstat(fd, &in_file.stat));
	ASSERT_EQ(0, stat(sub, &in_dir.stat));

	in_file.owner = hold_start(file, "inode %d; wait end", HOLD_FD);
	in_dir.owner = hold_start(sub, "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(in_file.owner, 2, "held"));
	ASSERT_TRUE(hold_becomes(in_dir.owner, 2, "held"));
	in_file.waiter = child_exec(SHELL("truncate", "-s", "1", file));
	in_dir.waiter = child_exec(SHELL("ls", sub));
	ASSERT_TRUE(proc_becomes_stuck(in_file.waiter, "truncate+"));
	ASSERT_TRUE(proc_becomes_stuck(in_dir.waiter, "sys_getdents"));

	ASSERT_EQ(0, rename(old, new));
	ASSERT_EQ(0, rename(sub, new_sub));
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &in_file));
	EXPECT_TRUE(wait_is(&model, &in_dir));
	model_free(&model);
	close(fd);
}

static int truncate_open(void *argument)
{
	return ftruncate(*(int *)argument, 1) ? 1 : 0;
}

/*
 * To unlink takes the lock of the file, so that it comes before the hold: the
 * file lives on in those that have it open, the directory in the one that
 * works in it.
 */
TEST_F(scene, unlinked)
{
	struct expected in_file = {
		.mode = PROCSCOPE_MODE_WRITE,
		.breakable = BREAKABLE_VARIES,
		.fs = variant->fs,
		.path = SCENE "/file",
		.flags = PROCSCOPE_PATH_DELETED,
	};
	char path[64], text[64];
	struct model model;
	char *locks;
	int fd;

	fd = open(self->file, O_RDWR);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, unlink(self->file));
	ASSERT_EQ(0, fstat(fd, &in_file.stat));
	ASSERT_EQ(0, in_file.stat.st_nlink);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	in_file.owner = hold_start(path, "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(in_file.owner, 2, "held"));
	in_file.waiter = child_start(truncate_open, &fd);
	ASSERT_TRUE(proc_becomes_stuck(in_file.waiter, "sys_ftruncate+"));
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &in_file));
	model_free(&model);

	locks = view_read("locks", 65536);
	ASSERT_NE(NULL, locks);
	snprintf(text, sizeof(text), ",%llu," SCENE "/file(deleted)\n",
		 (unsigned long long)in_file.stat.st_ino);
	EXPECT_NE(NULL, strstr(locks, text)) TH_LOG("%s", locks);
	free(locks);
	close(fd);
}

TEST_F(scene, removed_directory)
{
	struct expected expected = {
		.mode = PROCSCOPE_MODE_READ,
		.breakable = PROCSCOPE_BREAK_KILL,
		.fs = variant->fs,
		.path = SCENE "/sub",
		.flags = PROCSCOPE_PATH_DELETED,
	};
	char sub[100], path[64];
	struct model model;
	int fd;

	snprintf(sub, sizeof(sub), "%s/sub", self->dir);
	ASSERT_EQ(0, mkdir(sub, 0700));
	fd = open(sub, O_RDONLY | O_DIRECTORY);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, rmdir(sub));
	ASSERT_EQ(0, fstat(fd, &expected.stat));
	snprintf(path, sizeof(path), "/proc/self/fd/%d/", fd);
	expected.owner = hold_start(path, "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(expected.owner, 2, "held"));
	expected.waiter = child_exec(SHELL("ls", path));
	ASSERT_TRUE(proc_becomes_stuck(expected.waiter, "sys_getdents"));
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &expected));
	model_free(&model);
	close(fd);
}

static bool is_mapping_lock(const char *file, const char *step,
			    struct expected *expected)
{
	struct model model;
	bool right;

	if (stat(file, &expected->stat))
		return false;
	expected->owner = hold_start(file, "%s %d; wait end", step, HOLD_FD);
	if (!hold_becomes(expected->owner, 2, "held"))
		return false;
	expected->waiter = hold_start(file, "%s %d", step, HOLD_FD);
	if (!hold_becomes(expected->waiter, 1, "blocked") ||
	    !view_snapshot(&model))
		return false;
	right = wait_is(&model, expected);
	model_free(&model);

	return right;
}

/* The locks of an inode's mapping are told from its i_rwsem. */
TEST_F(scene, invalidate_lock)
{
	struct expected expected = {
		.mode = PROCSCOPE_MODE_WRITE,
		.object = PROCSCOPE_OBJECT_INVALIDATE_LOCK,
		.fs = variant->fs,
		.path = SCENE "/file",
	};
	char step[64];
	int error, fd;

	fd = open(self->file, O_RDONLY);
	ASSERT_LE(0, fd);
	snprintf(step, sizeof(step), "invalidate %d", fd);
	error = hold_try(step);
	close(fd);
	if (error == EOPNOTSUPP)
		SKIP(return, "struct address_space has no invalidate_lock");
	ASSERT_EQ(0, error);
	EXPECT_TRUE(is_mapping_lock(self->file, "invalidate", &expected));
}

TEST_F(scene, i_mmap_rwsem)
{
	struct expected expected = {
		.mode = PROCSCOPE_MODE_WRITE,
		.object = PROCSCOPE_OBJECT_I_MMAP_RWSEM,
		.fs = variant->fs,
		.path = SCENE "/file",
	};

	EXPECT_TRUE(is_mapping_lock(self->file, "map", &expected));
}

/* A name that tries to break a row comes through whole, in both forms. */
TEST_F(scene, hostile_name)
{
	static const char name[] = "/a b\n1 mutex,\\040\"\x01\xff(deleted)";
	struct expected expected = {
		.mode = PROCSCOPE_MODE_WRITE,
		.fs = variant->fs,
	};
	char path[128], inner[128], column[512];
	struct model model;
	const char *row;
	char *locks;
	int fd;

	snprintf(path, sizeof(path), "%s%s", self->dir, name);
	snprintf(inner, sizeof(inner), SCENE "%s", name);
	expected.path = inner;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, fstat(fd, &expected.stat));
	close(fd);
	expected.owner = hold_start(path, "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(expected.owner, 2, "held"));
	expected.waiter = child_exec(SHELL("rm", path));
	ASSERT_TRUE(proc_becomes_stuck(expected.waiter, "vfs_unlink"));
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(wait_is(&model, &expected));
	model_free(&model);

	locks = view_read("locks", 65536);
	ASSERT_NE(NULL, locks);
	row = view_row(locks, expected.waiter);
	ASSERT_NE(NULL, row);
	view_column(row, 9, column, sizeof(column));
	view_unescape(column);
	ASSERT_LT(strlen(inner), strlen(column));
	EXPECT_STREQ(inner, column + strlen(column) - strlen(inner));
	view_column(row, 10, column, sizeof(column));
	EXPECT_STREQ("", column);
	free(locks);
}

/* Too long for a record or not: what is given is the end, and a cut is told. */
TEST_F(scene, long_path)
{
	char name[101], inner[4000] = SCENE;
	struct expected expected;
	const struct wait *wait;
	struct model model;
	int here, fd;
	size_t i;

	here = open(".", O_RDONLY | O_DIRECTORY);
	ASSERT_EQ(0, chdir(self->dir));
	memset(name, 'n', 100);
	name[100] = '\0';
	for (i = 0; i < 35; i++) {
		ASSERT_EQ(0, mkdir(name, 0700));
		ASSERT_EQ(0, chdir(name));
		strcat(strcat(inner, "/"), name);
	}
	strcat(inner, "/end");
	fd = open("end", O_WRONLY | O_CREAT | O_EXCL, 0600);
	ASSERT_LE(0, fd);
	close(fd);
	expected.owner = hold_start("end", "inode %d; wait end", HOLD_FD);
	ASSERT_TRUE(hold_becomes(expected.owner, 2, "held"));
	expected.waiter = child_exec(SHELL("rm", "end"));
	ASSERT_TRUE(proc_becomes_stuck(expected.waiter, "vfs_unlink"));
	ASSERT_EQ(0, fchdir(here));
	close(here);

	ASSERT_TRUE(view_snapshot(&model));
	ASSERT_NE(NULL, model_find(&model, expected.waiter));
	wait = model_find(&model, expected.waiter)->wait;
	ASSERT_NE(NULL, wait);
	ASSERT_EQ(PROCSCOPE_OK, wait->raw.status);
	ASSERT_EQ(PROCSCOPE_OK, wait->raw.path_status);
	ASSERT_NE(NULL, wait->path);
	if (wait->raw.path_flags & PROCSCOPE_PATH_CUT) {
		ASSERT_LT(200, strlen(wait->path));
		ASSERT_GT(strlen(inner), strlen(wait->path));
		EXPECT_STREQ(inner + strlen(inner) - strlen(wait->path),
			     wait->path);
	} else {
		EXPECT_STREQ(inner, wait->path);
	}
	EXPECT_EQ(0, wait->raw.path_flags & ~PROCSCOPE_PATH_CUT);
	model_free(&model);
}

TEST_HARNESS_MAIN
