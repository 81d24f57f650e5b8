// SPDX-License-Identifier: GPL-2.0
/*
 * cases_test.c - is it true what is said of hangs in code that nobody here wrote?
 *
 * File systems and other parts of the kernel as they are, and stock tools. Who
 * holds a lock is kept by a page fault that nobody serves, or by a device that
 * is suspended.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/fs.h>
#include <linux/fuse.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "needs.h"
#include "nfs.h"
#include "output.h"
#include "proc.h"
#include "procscope_names.h"
#include "put.h"
#include "sleepers.h"
#include "trap.h"

/* How long a program may take. */
#define PATIENCE	60

static bool run(const char *const argv[])
{
	struct output output = output_of(PATIENCE, 0, argv);
	bool good = !output.code;

	if (!good)
		output_show(argv[0], &output);
	output_free(&output);
	return good;
}

#define RUN(...)	run((const char *const[]){ __VA_ARGS__, NULL })

/* Is it in this kernel? */
static bool has(const char *module)
{
	return RUN("modprobe", module);
}

/* Does the task sleep there? In D or in S: many of these waits are for a signal. */
static bool is_in(pid_t tid, const char *frame)
{
	char *stack = proc_text(tid, "stack");
	bool kept = stack && strstr(stack, frame);

	free(stack);
	return kept;
}

/*
 * For people: the functions that /proc/TID/stack has, up to those that all system
 * calls have, and what the command says besides functions.
 */
static void show(pid_t tid, const char *stack, const char *why)
{
	const char *last = strstr(stack, "[<0>] do_syscall_64+");
	const char *at = stack;
	int length;

	fprintf(stderr, "# /proc/%d/stack:", tid);
	while ((at = strstr(at, "[<0>] ")) && at != last) {
		at += strlen("[<0>] ");
		fprintf(stderr, " %.*s", (int)strcspn(at, "+\n"), at);
	}
	fprintf(stderr, "\n# procscope why %d:\n", tid);
	for (at = why; *at && *at != '#'; at += length + !!at[length]) {
		length = strcspn(at, "\n");
		if (memchr(at, ':', length))
			fprintf(stderr, "#   %.*s\n", length, at);
	}
}

/*
 * What the command tells of a task must have these words; the kernel's own /proc
 * does not have the name. Both are shown once.
 */
static void expect_why(struct __test_metadata *_metadata, pid_t tid,
		       const char *words, const char *name)
{
	static pid_t shown;
	char *stack = proc_text(tid, "stack");
	struct output output = sleeper_why(tid);

	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, words)) {
		TH_LOG("no \"%s\"", words);
		output_show("why", &output);
	}
	EXPECT_EQ(NULL, strstr(stack ?: "", name)) TH_LOG("%s", stack);
	if (shown != tid)
		show(tid, stack ?: "", output.out);
	shown = tid;
	free(stack);
	output_free(&output);
}

FIXTURE(cases) {
	struct model model;
};

FIXTURE_SETUP(cases)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
}

FIXTURE_TEARDOWN(cases)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
}

/* The network. */

#define IP		"/usr/sbin/ip" /* not that of busybox, which asks by ioctl(2) */
#define BATCH		"/tmp/case.batch"
#define SCRIPT		"/sbin/bridge-stp"
#define PIPE		"/tmp/case.pipe"

static bool make(const char *path, mode_t mode)
{
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, mode);

	close(fd);
	return fd >= 0;
}

static bool open_pipe(void)
{
	int fd = open(PIPE, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

	close(fd);
	return fd >= 0;
}

/*
 * A batch that sets up a bridge. The kernel runs the script of who serves its spanning
 * tree, and that one waits until somebody writes to a pipe.
 */
TEST_F(cases, rtnl)
{
	static const char *const batch[] = { IP, "-batch", BATCH, NULL };
	static const char *const set_up[] = { IP, "link", "set", "lo", "up", NULL };
	const struct wait *wait;
	pid_t holder, waiter;

	if (lacks("variables"))
		SKIP(return, "%s", lacks("variables"));
	if (!has("bridge"))
		SKIP(return, "no bridges: CONFIG_BRIDGE is off");
	ASSERT_EQ(0, mkfifo(PIPE, 0600));
	ASSERT_TRUE(make(SCRIPT, 0700) && make(BATCH, 0600));
	ASSERT_EQ(0, put_text(SCRIPT, "#!/bin/sh\nread line <" PIPE "\n"));
	ASSERT_EQ(0, put_text(BATCH, "link add name case0 type bridge\n"
			      "link set dev case0 type bridge stp_state 1\n"));
	holder = child_exec(batch);
	ASSERT_TRUE(proc_becomes_stuck(holder, "br_stp_"));
	waiter = child_exec(set_up);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_MUTEX);
	if (wait) {
		EXPECT_STREQ("rtnl_mutex", wait->symbol ?: "");
		EXPECT_TRUE(sleeper_has_owner(wait, holder));
		expect_why(_metadata, waiter, "it wants to lock mutex rtnl_mutex",
			   "rtnl_mutex");
		expect_why(_metadata, waiter, "call_usermodehelper", "usermode");
	}
	EXPECT_TRUE(await(open_pipe(), 10));
	EXPECT_TRUE(child_wait(holder, 10, NULL));
	EXPECT_TRUE(child_wait(waiter, 10, NULL));
	EXPECT_TRUE(RUN(IP, "link", "delete", "case0"));
	unlink(SCRIPT);
	ASSERT_NE(NULL, wait);
}

/* File systems. */

FIXTURE(fs) {
	struct model model;
	bool mounted;
	char file[64];
};

FIXTURE_VARIANT(fs) {
	const char *type;
	const char *option;
	const char *mkfs;
	const char *flag;
	const char *size;
};

FIXTURE_VARIANT_ADD(fs, ext4) {
	.type = "ext4",
};

FIXTURE_VARIANT_ADD(fs, xfs) {
	.type = "xfs",
	.option = "CONFIG_XFS_FS",
	.mkfs = "mkfs.xfs",
	.flag = "-q",
	.size = "300M",
};

FIXTURE_VARIANT_ADD(fs, btrfs) {
	.type = "btrfs",
	.option = "CONFIG_BTRFS_FS",
	.mkfs = "mkfs.btrfs",
	.flag = "-q",
	.size = "120M",
};

FIXTURE_VARIANT_ADD(fs, overlay) {
	.type = "overlay",
	.option = "CONFIG_OVERLAY_FS",
};

#define MOUNT_POINT	"/mnt/case"
#define IMAGE		"/tmp/case.image"

static bool make_file(const char *path)
{
	return make(path, 0600);
}

static bool make_dir(const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "%.*s", (int)(strrchr(file, '/') - file),
		 file);
	return !mkdir(path, 0700) || errno == EEXIST;
}

static bool mount_disk(const char *type, const char *mkfs, const char *flag,
		       const char *size)
{
	return RUN("truncate", "-s", size, IMAGE) && RUN(mkfs, flag, IMAGE) &&
	       RUN("mount", "-t", type, "-o", "loop", IMAGE, MOUNT_POINT);
}

#define UPPER		"/mnt/ext4/upper"

static bool mount_overlay(void)
{
	return RUN("mkdir", "-p", UPPER, "/mnt/ext4/work", "/tmp/lower") &&
	       !mount("over", MOUNT_POINT, "overlay", 0,
		      "lowerdir=/tmp/lower,upperdir=" UPPER
		      ",workdir=/mnt/ext4/work");
}

FIXTURE_SETUP(fs)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks_traps())
		SKIP(return, "%s", lacks_traps());
	if (variant->option && !has(variant->type))
		SKIP(return, "%s is off", variant->option);
	if (variant->mkfs && !has("loop"))
		SKIP(return, "no loop device: CONFIG_BLK_DEV_LOOP is off");
	ASSERT_TRUE(RUN("mkdir", "-p", MOUNT_POINT));
	if (variant->mkfs)
		self->mounted = mount_disk(variant->type, variant->mkfs,
					   variant->flag, variant->size);
	else if (!strcmp(variant->type, "overlay"))
		self->mounted = mount_overlay();
	ASSERT_EQ(!!variant->option, self->mounted);
	snprintf(self->file, sizeof(self->file), "%s/dir/file",
		 self->mounted ? MOUNT_POINT : "/mnt/ext4");
	ASSERT_TRUE(make_dir(self->file));
	ASSERT_TRUE(make_file(self->file));
}

FIXTURE_TEARDOWN(fs)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
	if (self->mounted)
		EXPECT_TRUE(RUN("umount", MOUNT_POINT)) perror("umount");
	unlink(IMAGE);
}

static int write_from_trap(void *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	char *memory = trap_set(16);

	return fd < 0 || !memory || write(fd, memory, 64) < 0;
}

static int append_to(void *path)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);

	return fd < 0 || write(fd, "x", 1) < 0;
}

static void expect_inode(struct __test_metadata *_metadata,
			 const struct wait *wait, const char *path,
			 const char *type, const char *inner)
{
	struct stat stat_of;

	ASSERT_EQ(0, stat(path, &stat_of));
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status);
	EXPECT_EQ(PROCSCOPE_OBJECT_I_RWSEM, wait->raw.object);
	EXPECT_EQ(PROCSCOPE_MODE_WRITE, wait->raw.mode);
	EXPECT_STREQ(type, wait->fs ?: "");
	EXPECT_EQ(stat_of.st_ino, wait->raw.ino);
	EXPECT_STREQ(inner, wait->path ?: "");
}

TEST_F(fs, write)
{
	const struct wait *wait;
	pid_t holder, waiter;
	char words[128];

	holder = child_start(write_from_trap, self->file);
	ASSERT_TRUE(await(is_in(holder, "handle_userfault"), 10));
	waiter = child_start(append_to, self->file);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_RWSEM);
	ASSERT_NE(NULL, wait);
	expect_inode(_metadata, wait, self->file, variant->type, "/dir/file");
	EXPECT_TRUE(sleeper_has_owner(wait, holder));
	snprintf(words, sizeof(words), "i_rwsem of \"%s\" (%s ", self->file,
		 variant->type);
	expect_why(_metadata, waiter, words, "/dir/file");
	if (strcmp(variant->type, "overlay"))
		return;

	/* The file that is written to in the end has a lock of its own. */
	waiter = child_start(append_to, UPPER "/dir/file");
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_RWSEM);
	ASSERT_NE(NULL, wait);
	expect_inode(_metadata, wait, UPPER "/dir/file", "ext4",
		     "/upper/dir/file");
	EXPECT_TRUE(sleeper_has_owner(wait, holder));
	expect_why(_metadata, waiter, "i_rwsem of \"" UPPER "/dir/file\" (ext4 ",
		   "/dir/file");
}

/* A file system that somebody has frozen, as for a snapshot of its disk. */

#define FROZEN		"/mnt/ext4"
#define FSFREEZE	"/usr/sbin/fsfreeze"

static int write_to(void *fd)
{
	return write(*(int *)fd, "x", 1) < 0;
}

TEST_F(cases, fsfreeze)
{
	int fd = open(FROZEN "/written-case", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	const struct wait *wait;
	pid_t waiter;

	ASSERT_LE(0, fd);
	if (!RUN(FSFREEZE, "-f", FROZEN))
		SKIP(return, "no ext4 on a disk: CONFIG_EXT4_FS or CONFIG_VIRTIO_BLK is off");
	waiter = child_start(write_to, &fd);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_PERCPU_RWSEM);
	if (wait) {
		EXPECT_EQ(PROCSCOPE_OBJECT_FREEZE, wait->raw.object);
		expect_why(_metadata, waiter,
			   "it wants to write to the file system \"" FROZEN
			   "\" (ext4 vda)", "vda");
		expect_why(_metadata, waiter,
			   "it is frozen, since when is not on record", "frozen");
		expect_why(_metadata, waiter, "Way out: thaw \"" FROZEN
			   "\" (ext4 vda), as by fsfreeze --unfreeze", "thaw");
		EXPECT_TRUE(sleepers_end_as_told(&self->model));
	}
	EXPECT_TRUE(RUN(FSFREEZE, "-u", FROZEN));
	EXPECT_TRUE(child_wait(waiter, 10, NULL));
	close(fd);
	unlink(FROZEN "/written-case");
	ASSERT_NE(NULL, wait);
}

/* A device that is suspended: what is mounted from it is frozen. */

#define DM_DISK		"/dev/loop7"
#define DM_NAME		"procscope-case"
#define DM_DEVICE	"/dev/dm-0"
#define DM_TABLE	"0 614400 linear " DM_DISK " 0"

static int make_in_case(void *unused)
{
	(void)unused;
	return !make_file(MOUNT_POINT "/new");
}

static bool mount_mapped(void)
{
	return RUN("mkdir", "-p", MOUNT_POINT) && RUN("truncate", "-s", "300M", IMAGE) &&
	       RUN("losetup", DM_DISK, IMAGE) &&
	       RUN("dmsetup", "create", "--noudevsync", DM_NAME, "--table",
		   DM_TABLE) &&
	       RUN("mkfs.xfs", "-q", DM_DEVICE) &&
	       RUN("mount", "-t", "xfs", DM_DEVICE, MOUNT_POINT) &&
	       RUN("dmsetup", "suspend", "--noudevsync", DM_NAME);
}

TEST_F(cases, suspended_device)
{
	const struct wait *wait;
	pid_t waiter;

	if (!has("loop") || !has("dm_mod") || !has("xfs"))
		SKIP(return, "CONFIG_BLK_DEV_DM, CONFIG_BLK_DEV_LOOP or CONFIG_XFS_FS is off");
	ASSERT_TRUE(mount_mapped());
	waiter = child_start(make_in_case, NULL);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_PERCPU_RWSEM);
	if (wait) {
		EXPECT_EQ(PROCSCOPE_OBJECT_FREEZE, wait->raw.object);
		EXPECT_STREQ("xfs", wait->fs ?: "");
		EXPECT_STREQ("dm-0", wait->disk ?: "");
		expect_why(_metadata, waiter,
			   "it wants to write to the file system \"" MOUNT_POINT
			   "\" (xfs dm-0)", "dm-0");
		expect_why(_metadata, waiter, "dmsetup resume", "dm-0");
		EXPECT_TRUE(sleepers_end_as_told(&self->model));
	}
	EXPECT_TRUE(RUN("dmsetup", "resume", "--noudevsync", DM_NAME));
	EXPECT_TRUE(child_wait(waiter, 10, NULL));
	EXPECT_TRUE(RUN("umount", MOUNT_POINT));
	EXPECT_TRUE(RUN("dmsetup", "remove", "--noudevsync", DM_NAME));
	EXPECT_TRUE(RUN("losetup", "-d", DM_DISK));
	unlink(IMAGE);
	ASSERT_NE(NULL, wait);
}

/* A daemon that has stopped to answer. */

#define FUSE_POINT	"/mnt/fuse-case"

/* It knows the root of its file system, and stops when it is asked for more. */
static int serve(void *unused)
{
	static union {
		struct fuse_in_header head;
		char bytes[1 << 18];
	} request;
	struct {
		struct fuse_out_header head;
		union {
			struct fuse_init_out init;
			struct fuse_attr_out attr;
		};
	} reply;
	const struct fuse_in_header *in = &request.head;
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	char options[64];

	(void)unused;
	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
	if (fd < 0 || mount("stopped", FUSE_POINT, "fuse", 0, options))
		return 1;
	while (read(fd, &request, sizeof(request)) > 0) {
		size_t size = 0;

		memset(&reply, 0, sizeof(reply));
		if (in->opcode == FUSE_INIT) {
			reply.init.major = FUSE_KERNEL_VERSION;
			reply.init.minor = 31;
			reply.init.max_write = 4096;
			size = sizeof(reply.init);
		} else if (in->opcode == FUSE_GETATTR) {
			reply.attr.attr.ino = 1;
			reply.attr.attr.mode = S_IFDIR | 0755;
			reply.attr.attr.nlink = 1;
			reply.attr.attr_valid = 1000;
			size = sizeof(reply.attr);
		} else {
			raise(SIGSTOP);
		}
		reply.head.len = sizeof(reply.head) + size;
		reply.head.unique = in->unique;
		if (write(fd, &reply, reply.head.len) < 0)
			return 1;
	}
	return 0;
}

/* Not by asking for the place itself: that may never answer. */
static bool is_mounted(const char *point)
{
	char *mounts = proc_text(getpid(), "mounts");
	bool mounted = mounts && strstr(mounts, point);

	free(mounts);
	return mounted;
}

static int make_in_fuse(void *name)
{
	return !make_file(name);
}

TEST_F(cases, fuse)
{
	const struct wait *wait;
	pid_t daemon, first, waiter;
	struct proc_task task;

	if (!has("fuse"))
		SKIP(return, "no FUSE: CONFIG_FUSE_FS is off");
	ASSERT_TRUE(RUN("mkdir", "-p", FUSE_POINT));
	daemon = child_start(serve, NULL);
	ASSERT_TRUE(await(is_mounted(FUSE_POINT), 10));
	first = child_start(make_in_fuse, FUSE_POINT "/one");
	EXPECT_TRUE(await(is_in(first, "request_wait_answer"), 10));
	EXPECT_TRUE(await(proc_task(daemon, &task) && task.state == 'T', 10));
	waiter = child_start(make_in_fuse, FUSE_POINT "/two");
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_RWSEM);
	if (wait) {
		EXPECT_EQ(PROCSCOPE_OBJECT_I_RWSEM, wait->raw.object);
		EXPECT_STREQ("fuse", wait->fs ?: "");
		EXPECT_STREQ("/", wait->path ?: "");
		EXPECT_EQ(1, wait->raw.ino);
		EXPECT_TRUE(sleeper_has_owner(wait, first));
		expect_why(_metadata, waiter, "i_rwsem of \"" FUSE_POINT
			   "\" (fuse ", "i_rwsem");
		expect_why(_metadata, waiter, "request_wait_answer", "fuse");
	}
	/* The question has been read: a signal is of no use any more. */
	EXPECT_EQ(0, model_find(&self->model, first)->raw.breakable);
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	/* The connection is gone then, and all its requests have failed. */
	EXPECT_TRUE(child_kill(daemon));
	EXPECT_TRUE(child_wait(first, 10, NULL));
	EXPECT_TRUE(child_wait(waiter, 10, NULL));
	EXPECT_TRUE(RUN("umount", "-l", FUSE_POINT));
	ASSERT_NE(NULL, wait);
}

/* A server that has stopped to answer. */

#define NFS_POINT	"/mnt/nfs-case"

/* How many calls are on their way to a server at a time, the fewest there can be. */
#define SLOTS_PATH	"/sys/module/sunrpc/parameters/tcp_max_slot_table_entries"
#define SLOTS		2

FIXTURE(nfs) {
	struct model model;
	pid_t server;
	int listener;
	unsigned short port;
};

static int mount_nfs(void *port)
{
	return !!nfs_mount(NFS_POINT, *(unsigned short *)port);
}

FIXTURE_SETUP(nfs)
{
	char slots[16];
	pid_t mounter;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (!has("nfs") || !has("nfsv3"))
		SKIP(return, "no NFS: CONFIG_NFS_V3 is off");
	snprintf(slots, sizeof(slots), "%d", SLOTS);
	ASSERT_EQ(0, put_text(SLOTS_PATH, slots));
	ASSERT_TRUE(RUN("ip", "link", "set", "lo", "up"));
	ASSERT_TRUE(RUN("mkdir", "-p", NFS_POINT));
	self->listener = nfs_listen(&self->port);
	ASSERT_LE(0, self->listener);
	self->server = child_start(nfs_serve, &self->listener);
	mounter = child_start(mount_nfs, &self->port);
	ASSERT_TRUE(child_wait(mounter, 30, NULL));
	ASSERT_TRUE(is_mounted(NFS_POINT));
}

FIXTURE_TEARDOWN(nfs)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	/* All calls fail then, also those that nobody can be killed in. */
	EXPECT_EQ(0, umount2(NFS_POINT, MNT_FORCE | MNT_DETACH));
	EXPECT_TRUE(children_kill());
	close(self->listener);
}

static int create_file(void *name)
{
	return !make_file(name);
}

static int write_file(void *name)
{
	int fd = open(name, O_WRONLY | O_CLOEXEC);

	return fd < 0 || write(fd, "x", 1) < 0 || fsync(fd);
}

static int read_file(void *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	char byte;

	return fd < 0 || read(fd, &byte, 1) < 0;
}

/* Who has locked a file finds that nothing that is cached of it can be trusted. */
static int lock_and_read_file(void *name)
{
	struct flock whole = { .l_type = F_RDLCK };
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	char byte;

	return fd < 0 || fcntl(fd, F_SETLK, &whole) ||
	       read(fd, &byte, 1) < 0;
}

/* What is open must stay somewhere: it is renamed. */
static int unlink_open_file(void *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	return fd < 0 || unlink(name);
}

static bool has_stopped(pid_t tid)
{
	struct proc_task task;

	return proc_task(tid, &task) && task.state == 'T';
}

static void expect_named(struct __test_metadata *_metadata,
			 const struct wait *wait)
{
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_EQ(PROCSCOPE_OBJECT_SERVER, wait->raw.object);
	EXPECT_STREQ("nfs", wait->fs ?: "");
	EXPECT_STREQ(NFS_SERVER, wait->disk ?: "");
	EXPECT_NE(0, wait->raw.lock);
	EXPECT_NE(PROCSCOPE_OK, wait->raw.owner_status);
}

static void expect_server(struct __test_metadata *_metadata,
			  struct model *model, pid_t tid, const char *frame)
{
	const struct wait *wait;

	wait = sleeper_becomes(model, tid, PROCSCOPE_KIND_RPC);
	ASSERT_NE(NULL, wait);
	expect_named(_metadata, wait);
	EXPECT_TRUE(is_in(tid, "rpc_wait_bit_killable"));
	EXPECT_TRUE(is_in(tid, frame));
}

TEST_F(nfs, create)
{
	pid_t first, waiter;
	const struct wait *wait;

	first = child_start(create_file, NFS_POINT "/one");
	ASSERT_TRUE(await(has_stopped(self->server), 10));
	expect_server(_metadata, &self->model, first, "__rpc_execute");

	waiter = child_start(create_file, NFS_POINT "/two");
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_RWSEM);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_OBJECT_I_RWSEM, wait->raw.object);
	EXPECT_STREQ("nfs", wait->fs ?: "");
	EXPECT_TRUE(sleeper_has_owner(wait, first));
	expect_why(_metadata, waiter,
		   "only SIGKILL ends it: it waits for an answer of the nfs server "
		   NFS_SERVER, NFS_SERVER);
	expect_why(_metadata, waiter, "Way out: bring back the nfs server "
		   NFS_SERVER ", or the network to it; SIGKILL to ",
		   NFS_SERVER);
}

/* A call that a thread of the kernel makes for it. */
TEST_F(nfs, rename)
{
	pid_t waiter = child_start(unlink_open_file, NFS_POINT "/" NFS_FILE);

	ASSERT_TRUE(await(has_stopped(self->server), 10));
	expect_server(_metadata, &self->model, waiter, "nfs_sillyrename");
	expect_why(_metadata, waiter, "it waits for an answer of the nfs server "
		   NFS_SERVER, NFS_SERVER);
}

TEST_F(nfs, write)
{
	const struct wait *wait;
	pid_t waiter;

	waiter = child_start(write_file, NFS_POINT "/" NFS_FILE);
	ASSERT_TRUE(await(has_stopped(self->server), 10));
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_WRITEBACK);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_OBJECT_FILE, wait->raw.object);
	EXPECT_STREQ("nfs", wait->fs ?: "");
	EXPECT_STREQ("/" NFS_FILE, wait->path ?: "");
	EXPECT_EQ(0, wait->raw.place);
	/* Of NFS nothing tells which of its directories is mounted where. */
	expect_why(_metadata, waiter, "page 0 of \"/" NFS_FILE "\" (from the root of nfs ",
		   NFS_FILE);
	expect_why(_metadata, waiter, "its device, or its server, has to be done with it",
		   "server");
}

/*
 * One reads a page, which is locked; another wants to drop what is cached, which it
 * alone may do then; and a third one waits until that is done.
 */
TEST_F(nfs, bit)
{
	const struct wait *wait;
	pid_t reader, dropper, waiter;

	reader = child_start(read_file, NFS_POINT "/" NFS_FULL);
	ASSERT_NE(NULL, sleeper_becomes(&self->model, reader,
					PROCSCOPE_KIND_FOLIO));
	dropper = child_start(lock_and_read_file, NFS_POINT "/" NFS_FULL);
	ASSERT_NE(NULL, sleeper_becomes(&self->model, dropper,
					PROCSCOPE_KIND_FOLIO));
	ASSERT_TRUE(is_in(dropper, "invalidate_inode_pages2"));
	/* The page stays locked, and nobody reads it again when the call has failed. */
	ASSERT_TRUE(child_kill(reader));

	waiter = child_start(read_file, NFS_POINT "/" NFS_FULL);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_BIT);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(is_in(waiter, "nfs_wait_bit_killable"));
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_EQ(PROCSCOPE_OBJECT_FILE, wait->raw.object);
	EXPECT_STREQ("nfs", wait->fs ?: "");
	EXPECT_STREQ("/" NFS_FULL, wait->path ?: "");
	EXPECT_NE(0, wait->raw.lock);
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, wait->raw.owner_status);
	expect_why(_metadata, waiter,
		   "it waits for another task to be done with \"/" NFS_FULL
		   "\" (from the root of nfs ", NFS_FULL);
	expect_why(_metadata, waiter, "SIGKILL to ", "SIGKILL");
	/* It reads the page itself otherwise, when the call has failed. */
	EXPECT_TRUE(child_kill(waiter));
	EXPECT_EQ(0, kill(dropper, SIGKILL));
}

#define CLIENTS		"/sys/kernel/debug/sunrpc/rpc_clnt"

static bool is_client_of(const char *list, unsigned short port)
{
	char path[128], line[64];
	unsigned int of = 0;
	FILE *info;

	snprintf(path, sizeof(path), "%.*s/xprt/info",
		 (int)(strrchr(list, '/') - list), list);
	info = fopen(path, "r");
	while (info && fgets(line, sizeof(line), info))
		sscanf(line, "port: %u", &of);
	if (info)
		fclose(info);
	return of == port;
}

/*
 * The kernel's own lists: how many calls to the server that has this port are to do
 * that next, and are in that queue?
 */
static unsigned int count_calls(unsigned short port, const char *next,
				const char *queue)
{
	unsigned int count = 0;
	char line[512];
	glob_t lists;
	FILE *list;
	size_t i;

	if (glob(CLIENTS "/*/tasks", 0, NULL, &lists))
		return 0;
	for (i = 0; i < lists.gl_pathc; i++) {
		if (!is_client_of(lists.gl_pathv[i], port))
			continue;
		list = fopen(lists.gl_pathv[i], "r");
		while (list && fgets(line, sizeof(line), list))
			count += strstr(line, next) && strstr(line, queue);
		if (list)
			fclose(list);
	}
	globfree(&lists);
	return count;
}

static const char *lacks_lists(void)
{
	return access(CLIENTS, R_OK) ?
	       "no list of calls: CONFIG_DEBUG_FS or CONFIG_SUNRPC_DEBUG is off" :
	       NULL;
}

/* The one call that is there is a task's, before and after a look. */
static bool is_there(struct model *model, pid_t tid, unsigned short port,
		     const char *next, const char *queue)
{
	return count_calls(port, next, queue) == 1 &&
	       sleeper_waits(model, tid, PROCSCOPE_KIND_RPC) &&
	       count_calls(port, next, queue) == 1;
}

/* Nobody listens there any more: a call is to ask for that again, after a while. */
TEST_F(nfs, refused)
{
	pid_t waiter;

	if (lacks_lists())
		SKIP(return, "%s", lacks_lists());
	close(self->listener);
	self->listener = -1;
	ASSERT_TRUE(child_kill(self->server));
	waiter = child_start(create_file, NFS_POINT "/one");
	ASSERT_TRUE(await(is_there(&self->model, waiter, self->port,
				   "a:call_bind ", "q:delayq"), 20));
	expect_named(_metadata, model_find(&self->model, waiter)->wait);
	expect_why(_metadata, waiter, "Way out: bring back the nfs server "
		   NFS_SERVER ", or the network to it; SIGKILL to ",
		   NFS_SERVER);
}

static int connect_to(unsigned short port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(port),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (struct sockaddr *)&address, sizeof(address))) {
		close(fd);
		return -1;
	}
	return fd;
}

/* One has connected, and is not accepted: who asks for more than that is not heard. */
TEST_F(nfs, unreachable)
{
	pid_t waiter;
	int fd;

	if (lacks_lists())
		SKIP(return, "%s", lacks_lists());
	ASSERT_TRUE(child_kill(self->server));
	ASSERT_EQ(0, listen(self->listener, 0));
	fd = connect_to(self->port);
	ASSERT_LE(0, fd);
	waiter = child_start(create_file, NFS_POINT "/one");
	ASSERT_TRUE(await(is_there(&self->model, waiter, self->port,
				   "a:call_connect_status ", "q:xprt_pending"), 20));
	expect_named(_metadata, model_find(&self->model, waiter)->wait);
	expect_why(_metadata, waiter, "it waits for an answer of the nfs server "
		   NFS_SERVER, NFS_SERVER);
	close(fd);
}

static int ask_for_room(void *point)
{
	struct statfs room;

	return statfs(point, &room);
}

/* As many as may be are at the server: one more has to wait for one of them. */
TEST_F(nfs, backlog)
{
	const struct wait *wait;
	unsigned int i;
	pid_t waiter;

	if (lacks_lists())
		SKIP(return, "%s", lacks_lists());
	for (i = 1; i <= SLOTS; i++) {
		child_start(ask_for_room, NFS_POINT);
		ASSERT_TRUE(await(count_calls(self->port, "a:call_status ",
					      "q:xprt_pending") == i, 10));
	}
	/* Not every kernel has it in these lists before it has a place there. */
	waiter = child_start(ask_for_room, NFS_POINT);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_RPC);
	ASSERT_NE(NULL, wait);
	expect_named(_metadata, wait);
	expect_why(_metadata, waiter, "it waits for an answer of the nfs server "
		   NFS_SERVER, NFS_SERVER);
	EXPECT_EQ(SLOTS, count_calls(self->port, "", "q:xprt_pending"));
}

/* A server of 9P that has read the first question, and does not answer. */

#define P9_POINT	"/mnt/9p-case"

/**
 * struct p9_ends - two pipes, as seen by the kernel and by the server
 * @question: the kernel writes to it
 * @answer: the kernel reads from it
 */
struct p9_ends {
	int question[2];
	int answer[2];
};

static int mount_9p(void *argument)
{
	const struct p9_ends *ends = argument;
	char options[80];

	close(ends->question[0]);
	close(ends->answer[1]);
	snprintf(options, sizeof(options), "trans=fd,rfdno=%d,wfdno=%d",
		 ends->answer[0], ends->question[1]);
	return mount("silent", P9_POINT, "9p", 0, options);
}

TEST_F(cases, silent_9p)
{
	struct p9_ends ends;
	char question[7];
	pid_t waiter;

	/* Of older kernels it is in the module of the protocol. */
	has("9pnet_fd");
	if (!has("9p"))
		SKIP(return, "no 9p: CONFIG_9P_FS is off");
	ASSERT_TRUE(!mkdir(P9_POINT, 0700) || errno == EEXIST);
	ASSERT_EQ(0, pipe(ends.question));
	ASSERT_EQ(0, pipe(ends.answer));
	waiter = child_start(mount_9p, &ends);
	close(ends.question[1]);
	close(ends.answer[0]);
	if (read(ends.question[0], question, sizeof(question)) <= 0) {
		ASSERT_TRUE(child_wait(waiter, 10, NULL));
		SKIP(return, "no 9p by file descriptors: CONFIG_NET_9P_FD is off");
	}
	ASSERT_NE(NULL, sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_9P));
	expect_why(_metadata, waiter, "it waits for an answer of a 9p server", "server");
	expect_why(_metadata, waiter, "killable by nothing", "killable");
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	close(ends.question[0]);
	close(ends.answer[1]);
	EXPECT_TRUE(child_wait(waiter, 10, NULL));
}

/* A frozen file system keeps a page fault, and that all who look at the process. */

#define MAPPED_FILE	"/mnt/ext4/mapped-case"

/**
 * struct threads - what the two threads of a process tell the test
 * @faults: the one whose page fault finds the file system frozen
 * @changes: the one that changes the mapping after that
 * @go: it shall
 */
static struct threads {
	atomic_int faults;
	atomic_int changes;
	atomic_bool go;
} *threads;

/* All that it touches it has touched before the other's fault. */
static void *change_mapping(void *mapped)
{
	do {
		usleep(1000);
		threads->changes = gettid();
	} while (!threads->go);
	mprotect(mapped, 4096, PROT_READ);
	return NULL;
}

static int fault(void *frozen)
{
	int fd = open(MAPPED_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	char *mapped;
	pthread_t thread;

	if (fd < 0 || ftruncate(fd, 4096))
		return 1;
	mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (mapped == MAP_FAILED)
		return 1;
	/* There, but not to be written to without asking. */
	__atomic_load_n(mapped, __ATOMIC_SEQ_CST);
	if (ioctl(*(int *)frozen, FIFREEZE, 0) ||
	    pthread_create(&thread, NULL, change_mapping, mapped))
		return 1;
	while (!threads->changes)
		usleep(1000);
	threads->faults = gettid();
	__atomic_store_n(mapped, 1, __ATOMIC_SEQ_CST);
	pthread_join(thread, NULL);
	return 0;
}

TEST_F(cases, mmap_lock_of_a_fault)
{
	int root = open("/mnt/ext4", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct wait *wait, *changes;
	pid_t child, waiter;
	char path[64];

	if (root < 0 || ioctl(root, FIFREEZE, 0) || ioctl(root, FITHAW, 0))
		SKIP(return, "no ext4 on a disk: CONFIG_EXT4_FS or CONFIG_VIRTIO_BLK is off");
	if (lacks_mm_owner())
		SKIP(return, "%s", lacks_mm_owner());

	threads = mmap(NULL, sizeof(*threads), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, threads);
	child = child_start(fault, &root);
	EXPECT_NE(NULL, sleeper_becomes(&self->model, child,
					PROCSCOPE_KIND_PERCPU_RWSEM));
	expect_why(_metadata, child,
		   "it wants to write to the file system \"/mnt/ext4\" (ext4 vda)",
		   "vda");
	threads->go = true;
	EXPECT_TRUE(proc_becomes_stuck(threads->changes, "mprotect"));
	snprintf(path, sizeof(path), "/proc/%d/cmdline", child);
	waiter = child_exec((const char *const[]){ "cat", path, NULL });
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_RWSEM);
	if (wait) {
		EXPECT_EQ(PROCSCOPE_OBJECT_MMAP_LOCK, wait->raw.object);
		EXPECT_EQ(child, wait->raw.mm_tgid);
		EXPECT_EQ(PROCSCOPE_MODE_READ, wait->raw.mode);
		changes = model_find(&self->model, threads->changes)->wait;
		/*
		 * Where the fault has the lock of that mapping alone, who changes
		 * it has the process's, and waits for that one: a rwsem in a struct
		 * of its own, or a count.
		 */
		if (!changes ||
		    changes->raw.object == PROCSCOPE_OBJECT_SLAB) {
			EXPECT_TRUE(sleeper_has_owner(wait, threads->changes));
		} else {
			EXPECT_EQ(PROCSCOPE_OBJECT_MMAP_LOCK,
				  changes->raw.object);
			EXPECT_EQ(child, changes->raw.mm_tgid);
			EXPECT_EQ(1, changes->raw.readers);
			EXPECT_NE(PROCSCOPE_OWNER_EXACT, changes->raw.certainty);
			/* A reader since then may have left the word to nobody. */
			EXPECT_TRUE(changes->raw.owner_status != PROCSCOPE_OK ||
				    changes->raw.owner == child);
		}
		expect_why(_metadata, waiter, "it wants to read-lock mmap_lock of cases_test[",
			   "mmap_lock");
		expect_why(_metadata, threads->changes, "mprotect", "mmap_lock");
	}
	EXPECT_EQ(0, ioctl(root, FITHAW, 0));
	close(root);
	EXPECT_TRUE(child_wait(child, 10, NULL));
	unlink(MAPPED_FILE);
	ASSERT_NE(NULL, wait);
}

TEST_HARNESS_MAIN
