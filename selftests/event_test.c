// SPDX-License-Identifier: GPL-2.0
/*
 * event_test.c - is it true what is said of tasks that wait for no lock of the
 * scheduler's?
 *
 * The test or its fixture puts them to sleep, and so knows for what and who is to
 * end it.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/loop.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "needs.h"
#include "output.h"
#include "proc.h"
#include "procscope_names.h"
#include "put.h"
#include "sleepers.h"
#include "views.h"

#define MODULE		"procscope_event"
#define ENTRY		"/proc/procscope_event"
#define FILE_PATH	"/mnt/ext4/event-test"

static bool has_no_owner(const struct wait *wait, const char *reason)
{
	if (wait->raw.owner_status != PROCSCOPE_OK && wait->owner_reason &&
	    strstr(wait->owner_reason, reason))
		return true;
	fprintf(stderr, "# owner %d, status %u, not \"%s\", but \"%s\"\n",
		wait->raw.owner, wait->raw.owner_status, reason,
		wait->owner_reason ?: "");
	return false;
}

/* What the command tells must have these words. */
static void expect_why(struct __test_metadata *_metadata, pid_t tid,
		       const char *words)
{
	struct output output = sleeper_why(tid);

	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, words)) {
		TH_LOG("no \"%s\"", words);
		output_show("why", &output);
	}
	output_free(&output);
}

FIXTURE(event) {
	struct model model;
};

FIXTURE_SETUP(event)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
}

FIXTURE_TEARDOWN(event)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
}

/* The first line of a file; nothing if there is no such file. */
static void get_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "r");

	*line = '\0';
	if (file && fgets(line, size, file))
		line[strcspn(line, "\n")] = '\0';
	if (file)
		fclose(file);
}

/* Those that the fixture module makes. */

static int sleep_in_fixture(void *verb)
{
	return put_text(ENTRY, verb);
}

static pid_t fixture_tid(const char *what)
{
	FILE *entry = fopen(ENTRY, "r");
	char name[16];
	int tid, found = 0;

	while (entry && fscanf(entry, "%15s %d", name, &tid) == 2)
		if (!strcmp(name, what))
			found = tid;
	if (entry)
		fclose(entry);
	return found;
}

#define WATCHDOG	"/proc/sys/kernel/hung_task_timeout_secs"

FIXTURE(fixture) {
	struct model model;
	char watchdog[16];
};

FIXTURE_SETUP(fixture)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, module_load(MODULE));
	get_line(WATCHDOG, self->watchdog, sizeof(self->watchdog));
}

FIXTURE_TEARDOWN(fixture)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_EQ(0, sleep_in_fixture("release"));
	EXPECT_TRUE(children_kill());
	EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(fixture, kthread)
{
	pid_t child = child_start(sleep_in_fixture, "kthread");
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_KTHREAD);

	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, fixture_tid("kthread"));
	EXPECT_TRUE(sleeper_has_owner(wait, fixture_tid("kthread")));
	expect_why(_metadata, child, "it waits for a thread of the kernel to stop");
	expect_why(_metadata, child, "thread procscope-stay[");
	expect_why(_metadata, child, "has to stop");
}

/* The item has no name, but its function has: the same for both items. */
static void expect_function(struct __test_metadata *_metadata,
			    const struct wait *wait, pid_t child)
{
	if (lacks("variables"))
		return;
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_STREQ(MODULE ":do_work", wait->symbol ?: "");
	EXPECT_NE(0, wait->raw.lock);
	expect_why(_metadata, child,
		   "it waits for a work item to be done: " MODULE ":do_work");
}

TEST_F(fixture, work)
{
	pid_t child = child_start(sleep_in_fixture, "work");
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_WORK);

	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, fixture_tid("work"));
	EXPECT_TRUE(sleeper_has_owner(wait, fixture_tid("work")));
	expect_function(_metadata, wait, child);
	expect_why(_metadata, child, "worker kworker/");
}

TEST_F(fixture, work_that_is_cancelled)
{
	pid_t child = child_start(sleep_in_fixture, "cancel");
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_WORK);

	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(sleeper_has_owner(wait, fixture_tid("work")));
	expect_function(_metadata, wait, child);
}

TEST_F(fixture, work_that_is_queued)
{
	pid_t child = child_start(sleep_in_fixture, "queued");
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_WORK);

	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "no worker is at it yet"));
	expect_function(_metadata, wait, child);
}

TEST_F(fixture, completion)
{
	pid_t child = child_start(sleep_in_fixture, "completion");
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_COMPLETION);

	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "who completes it"));
	EXPECT_NE(0, wait->raw.lock);
	if (!lacks("variables")) {
		EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status);
		EXPECT_STREQ(MODULE ":request_done", wait->symbol ?: "");
		expect_why(_metadata, child,
			   "it waits for the completion " MODULE ":request_done");
	}
}

/* What ends the sleep, as it was told together with the wait. */
static unsigned int breaks(const struct model *model, pid_t tid)
{
	return model_find(model, tid)->raw.breakable;
}

TEST_F(fixture, completion_with_a_timeout)
{
	pid_t child = child_start(sleep_in_fixture, "completion");

	ASSERT_NE(NULL, sleeper_becomes(&self->model, child,
					PROCSCOPE_KIND_COMPLETION));
	EXPECT_EQ(0, breaks(&self->model, child));
	expect_why(_metadata, child, "killable by nothing");
	child = child_start(sleep_in_fixture, "timeout");
	ASSERT_NE(NULL, sleeper_becomes(&self->model, child,
					PROCSCOPE_KIND_COMPLETION));
	EXPECT_EQ(PROCSCOPE_BREAK_TIMEOUT, breaks(&self->model, child));
	expect_why(_metadata, child, "a timeout ends it, no signal does");
}

TEST_F(fixture, completion_on_a_stack)
{
	pid_t child = child_start(sleep_in_fixture, "own-completion");
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_COMPLETION);

	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "who completes it"));
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, wait->raw.object_status);
	EXPECT_NE(NULL, strstr(wait->object_reason ?: "", "on the stack of"));
	EXPECT_NE(0, wait->raw.lock);
}

static int run_in_fixture(void *unused)
{
	cpu_set_t one;

	(void)unused;
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		return 1;
	return sleep_in_fixture("runnable");
}

/* Is it said to have lost its CPU on the way to sleep? */
static bool is_runnable(struct model *model, pid_t tid)
{
	const struct task *task;

	model_free(model);
	if (!view_events(model))
		return false;
	task = model_find(model, tid);
	return task && task->raw.state == 'D' && task->wait &&
	       task->wait->raw.status == PROCSCOPE_UNAVAILABLE &&
	       !strcmp(task->wait->reason ?: "", "still queued to run");
}

TEST_F(fixture, runnable)
{
	pid_t one = child_start(run_in_fixture, NULL);

	child_start(run_in_fixture, NULL);
	EXPECT_TRUE(await(is_runnable(&self->model, one), 20));
}

/* Who waits for a lock is not said to have it; who writes to a file has others. */
static bool has_awaited(const struct task *task)
{
	const struct held_lock *held;

	for (held = task->held.first; held; held = held->next)
		if (held->raw.lock == task->wait->raw.lock)
			return true;
	return false;
}

/* Those that want it find the one lock, whoever has it. */
static void expect_percpu(struct __test_metadata *_metadata,
			  struct model *model, const char *holder,
			  const char *wanted, __u32 mode)
{
	const bool drains = !strcmp(holder, "percpu-hold-read");
	const struct wait *first, *second;
	pid_t holding, child, other;
	char words[64];

	holding = child_start(sleep_in_fixture, (void *)holder);
	ASSERT_TRUE(proc_becomes_stuck(holding, "wait_for_release"));
	child = child_start(sleep_in_fixture, (void *)wanted);
	ASSERT_NE(NULL, sleeper_becomes(model, child,
					PROCSCOPE_KIND_PERCPU_RWSEM));
	other = child_start(sleep_in_fixture, "percpu-read");
	ASSERT_NE(NULL, sleeper_becomes(model, other,
					PROCSCOPE_KIND_PERCPU_RWSEM));
	/* Who comes to read wakes a writer, which finds that it has to sleep on. */
	first = sleeper_becomes(model, child, PROCSCOPE_KIND_PERCPU_RWSEM);
	ASSERT_NE(NULL, first);
	second = model_find(model, other)->wait;
	ASSERT_NE(NULL, second);
	EXPECT_EQ(mode, first->raw.mode);
	EXPECT_EQ(PROCSCOPE_MODE_READ, second->raw.mode);
	EXPECT_NE(0, first->raw.lock);
	EXPECT_EQ(first->raw.lock, second->raw.lock);
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, first->raw.owner_status);
	/* It names a writer that is to have it, but none that has it. */
	EXPECT_EQ(drains ? PROCSCOPE_OK : PROCSCOPE_UNAVAILABLE,
		  second->raw.owner_status);
	if (drains)
		EXPECT_TRUE(sleeper_has_owner(second, child));
	EXPECT_FALSE(has_awaited(model_find(model, child)));
	EXPECT_FALSE(has_awaited(model_find(model, other)));
	/* Lockdep knows who reads; who is to write may be asleep for that. */
	if (!lacks("held") && drains) {
		snprintf(words, sizeof(words), "holder %s[%d]",
			 program_invocation_short_name, holding);
		expect_why(_metadata, child, words);
	}
	if (!lacks("variables")) {
		EXPECT_STREQ(MODULE ":config_lock", first->symbol ?: "");
		EXPECT_STREQ(MODULE ":config_lock", second->symbol ?: "");
	}
}

TEST_F(fixture, percpu_rwsem_to_read)
{
	expect_percpu(_metadata, &self->model, "percpu-hold-write",
		      "percpu-read", PROCSCOPE_MODE_READ);
}

TEST_F(fixture, percpu_rwsem_to_write)
{
	expect_percpu(_metadata, &self->model, "percpu-hold-write",
		      "percpu-write", PROCSCOPE_MODE_WRITE);
}

TEST_F(fixture, percpu_rwsem_to_drain)
{
	expect_percpu(_metadata, &self->model, "percpu-hold-read",
		      "percpu-write", PROCSCOPE_MODE_WRITE);
}

/* What is in the heap is on the stack of who has it. Lockdep knows it without that. */
static void expect_heap(struct __test_metadata *_metadata, struct model *model,
			const char *holder, const char *wanted)
{
	pid_t holding, child;
	char words[128];

	holding = child_start(sleep_in_fixture, (void *)holder);
	ASSERT_TRUE(proc_becomes_stuck(holding, "wait_for_release"));
	child = child_start(sleep_in_fixture, (void *)wanted);
	ASSERT_NE(NULL, sleeper_becomes(model, child,
					PROCSCOPE_KIND_PERCPU_RWSEM));
	snprintf(words, sizeof(words), "%s[%d] (%s", program_invocation_short_name,
		 holding, lacks("held") ?
		 "a hint: its stack refers to the lock)" : "");
	expect_why(_metadata, child, words);
}

TEST_F(fixture, percpu_rwsem_of_the_heap_to_read)
{
	expect_heap(_metadata, &self->model, "heap-hold-write", "heap-read");
}

TEST_F(fixture, percpu_rwsem_of_the_heap_to_write)
{
	expect_heap(_metadata, &self->model, "heap-hold-write", "heap-write");
}

TEST_F(fixture, percpu_rwsem_of_the_heap_to_drain)
{
	expect_heap(_metadata, &self->model, "heap-hold-read", "heap-write");
}

/* Pages of files. */

#define PAGE_PATH	"/mnt/ext4/event-page"
#define PAGES		8
/* Of the disk, beyond what the file system looks at by itself. */
#define DISK_PATH	"/dev/vda"
#define DISK_PAGE	40000U

struct page_job {
	int fd;
	unsigned int page;
};

static int write_page(void *argument)
{
	const struct page_job *job = argument;

	return pwrite(job->fd, "", 1, job->page * 4096L) != 1;
}

static int read_page(void *argument)
{
	const struct page_job *job = argument;
	char byte;

	return pread(job->fd, &byte, 1, job->page * 4096L) != 1;
}

static int await_writeback(void *argument)
{
	const struct page_job *job = argument;

	return sync_file_range(job->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE);
}

/* A file with all its pages on the disk. */
static int page_file(void)
{
	static const char zeros[PAGES * 4096];
	int fd = open(PAGE_PATH, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, zeros, sizeof(zeros)) != sizeof(zeros) ||
	    fsync(fd))
		return -1;
	return fd;
}

/* Has the fixture the page? The first of its folio's is what it tells. */
static unsigned int hold_page(struct __test_metadata *_metadata,
			      const struct page_job *job, const char *how)
{
	char verb[32];
	pid_t holder;

	snprintf(verb, sizeof(verb), "page-%s %d %u", how, job->fd, job->page);
	holder = child_start(sleep_in_fixture, verb);
	EXPECT_TRUE(proc_becomes_stuck(holder, "wait_for_release"));
	EXPECT_LE(fixture_tid("page"), (int)job->page);
	return fixture_tid("page");
}

/* Does the kernel's own text say so of the task? */
static bool text_says(pid_t tid, const char *words)
{
	FILE *text = fopen("/proc/procscope/tasks", "r");
	char *line = NULL;
	bool says = false;
	size_t size = 0;

	while (text && getline(&line, &size, text) > 0)
		if (atoi(line) == tid)
			says = strstr(line, words);
	free(line);
	if (text)
		fclose(text);
	return says;
}

static void expect_page(struct __test_metadata *_metadata, pid_t child,
			const struct wait *wait, const struct page_job *job,
			unsigned int page, const char *deed)
{
	char words[128];
	struct stat stat;

	ASSERT_EQ(0, fstat(job->fd, &stat));
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_EQ(PROCSCOPE_OBJECT_FILE, wait->raw.object);
	EXPECT_EQ(stat.st_ino, wait->raw.ino);
	EXPECT_EQ(major(stat.st_dev), wait->raw.dev_major);
	EXPECT_EQ(minor(stat.st_dev), wait->raw.dev_minor);
	EXPECT_STREQ("/event-page", wait->path ?: "");
	EXPECT_EQ(page, wait->raw.place);
	EXPECT_NE(0, wait->raw.lock);
	EXPECT_NE(PROCSCOPE_OK, wait->raw.owner_status);
	snprintf(words, sizeof(words), "it waits for page %u of \"%s\" (", page,
		 PAGE_PATH);
	expect_why(_metadata, child, words);
	expect_why(_metadata, child, deed);
}

TEST_F(fixture, page_to_lock)
{
	struct page_job job = { .fd = page_file(), .page = 3 };
	const struct wait *wait;
	unsigned int page;
	pid_t child;

	ASSERT_LE(0, job.fd);
	page = hold_page(_metadata, &job, "lock");
	child = child_start(write_page, &job);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_FOLIO);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_MODE_EXCLUSIVE, wait->raw.mode);
	EXPECT_TRUE(text_says(child, " folio-exclusive "));
	expect_page(_metadata, child, wait, &job, page, "to be unlocked");
	close(job.fd);
}

TEST_F(fixture, page_to_be_read)
{
	struct page_job job = { .fd = page_file(), .page = 5 };
	const struct wait *wait, *other;
	pid_t child, second;
	unsigned int page;

	ASSERT_LE(0, job.fd);
	page = hold_page(_metadata, &job, "stale");
	second = child_start(read_page, &job);
	ASSERT_NE(NULL, sleeper_becomes(&self->model, second, PROCSCOPE_KIND_FOLIO));
	child = child_start(read_page, &job);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_FOLIO);
	ASSERT_NE(NULL, wait);
	other = model_find(&self->model, second)->wait;
	ASSERT_NE(NULL, other);
	EXPECT_EQ(other->raw.lock, wait->raw.lock);
	EXPECT_EQ(0, wait->raw.mode);
	expect_page(_metadata, child, wait, &job, page, "to be unlocked");
	close(job.fd);
}

TEST_F(fixture, page_to_be_written_back)
{
	struct page_job job = { .fd = page_file(), .page = 2 };
	const struct wait *wait;
	unsigned int page;
	pid_t child;

	ASSERT_LE(0, job.fd);
	page = hold_page(_metadata, &job, "writeback");
	child = child_start(await_writeback, &job);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_WRITEBACK);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(text_says(child, " writeback "));
	EXPECT_EQ(0, wait->raw.mode);
	expect_page(_metadata, child, wait, &job, page, "to be written back");
	close(job.fd);
}

static void expect_device(struct __test_metadata *_metadata,
			  const struct wait *wait, dev_t dev)
{
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_EQ(PROCSCOPE_OBJECT_DEVICE, wait->raw.object);
	EXPECT_EQ(major(dev), wait->raw.dev_major);
	EXPECT_EQ(minor(dev), wait->raw.dev_minor);
}

TEST_F(fixture, page_of_a_device)
{
	struct page_job job = { .page = DISK_PAGE };
	const struct wait *wait;
	unsigned int page;
	char words[64];
	struct stat stat;
	pid_t child;

	job.fd = open(DISK_PATH, O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, job.fd);
	ASSERT_EQ(0, fstat(job.fd, &stat));
	page = hold_page(_metadata, &job, "stale");
	child = child_start(read_page, &job);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_FOLIO);
	ASSERT_NE(NULL, wait);
	expect_device(_metadata, wait, stat.st_rdev);
	EXPECT_EQ(page, wait->raw.place);
	snprintf(words, sizeof(words), "page %u of block device %u:%u", page,
		 major(stat.st_rdev), minor(stat.st_rdev));
	expect_why(_metadata, child, words);
	close(job.fd);
}

/* Blocks of a disk, and journals. */

TEST_F(fixture, buffer)
{
	int fd = open("/mnt/ext4", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct wait *wait;
	struct stat stat;
	char verb[32], words[64];
	pid_t child;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, fstat(fd, &stat));
	snprintf(verb, sizeof(verb), "buffer-lock %d 40000", fd);
	child = child_start(sleep_in_fixture, verb);
	ASSERT_TRUE(proc_becomes_stuck(child, "wait_for_release"));
	snprintf(verb, sizeof(verb), "buffer-wait %d 40000", fd);
	child = child_start(sleep_in_fixture, verb);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_IO);
	ASSERT_NE(NULL, wait);
	expect_device(_metadata, wait, stat.st_dev);
	/* The one that has it locked reads and writes nothing. */
	EXPECT_TRUE(has_no_owner(wait, "whoever has locked the buffer"));
	snprintf(words, sizeof(words),
		 "it waits for a buffer of block device %u:%u ",
		 major(stat.st_dev), minor(stat.st_dev));
	expect_why(_metadata, child, words);
	close(fd);
}

/* The name of a disk is asked of the disk itself. */
static int read_serial(void *argument)
{
	char text[64];
	int fd = open(argument, O_RDONLY | O_CLOEXEC);

	return fd < 0 || read(fd, text, sizeof(text)) < 0;
}

TEST_F(fixture, command)
{
	int fd = open("/mnt/ext4", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct wait *wait;
	char verb[32];
	struct stat stat;
	pid_t child;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, fstat(fd, &stat));
	snprintf(verb, sizeof(verb), "disk-stop %d", fd);
	child = child_start(sleep_in_fixture, verb);
	ASSERT_TRUE(proc_becomes_stuck(child, "wait_for_release"));
	put_text(WATCHDOG, "600");
	child = child_start(read_serial, "/sys/block/vda/serial");
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_IO);
	EXPECT_NE(NULL, wait);
	if (wait) {
		expect_device(_metadata, wait, stat.st_dev);
		EXPECT_TRUE(has_no_owner(wait, "its device"));
		EXPECT_EQ(0, breaks(&self->model, child));
	}
	put_text(WATCHDOG, self->watchdog);
	close(fd);
}

/* A device that reads from the file; NULL if there can be none. */
static const char *loop_of(int fd)
{
	static char path[32];
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	int number = control < 0 ? -1 : ioctl(control, LOOP_CTL_GET_FREE);
	int loop;

	close(control);
	snprintf(path, sizeof(path), "/dev/loop%d", number);
	loop = open(path, O_RDWR | O_CLOEXEC);
	if (loop < 0)
		return NULL;
	if (ioctl(loop, LOOP_SET_FD, fd)) {
		close(loop);
		return NULL;
	}
	close(loop);
	return path;
}

static int read_directly(void *argument)
{
	char *page = aligned_alloc(4096, 4096);
	int fd = open(argument, O_RDONLY | O_DIRECT | O_CLOEXEC);

	return !page || pread(fd, page, 4096, 4 * 4096L) != 4096;
}

TEST_F(fixture, request)
{
	struct page_job job = { .fd = page_file(), .page = 4 };
	const struct wait *wait;
	const char *path;
	struct stat stat_of;
	char words[64];
	pid_t child;
	char *stack;
	bool waits;
	int loop;

	ASSERT_LE(0, job.fd);
	path = loop_of(job.fd);
	if (!path)
		SKIP(return, "no loop devices: CONFIG_BLK_DEV_LOOP is off");
	ASSERT_EQ(0, stat(path, &stat_of));
	hold_page(_metadata, &job, "stale");
	/* As users have it; the lab has none. A kernel may have no watchdog at all. */
	put_text(WATCHDOG, "600");
	child = child_start(read_directly, (void *)path);
	EXPECT_TRUE(proc_becomes_stuck(child, "blkdev_"));
	stack = proc_text(child, "stack");
	waits = stack && strstr(stack, "submit_bio_wait");
	free(stack);
	wait = !waits ? NULL : sleeper_becomes(&self->model, child, PROCSCOPE_KIND_IO);
	EXPECT_EQ(waits, !!wait);
	if (wait) {
		expect_device(_metadata, wait, stat_of.st_rdev);
		/* Its timer is for the watchdog: it sleeps again. */
		EXPECT_EQ(0, breaks(&self->model, child));
		snprintf(words, sizeof(words), "it waits for block device %u:%u ",
			 major(stat_of.st_rdev), minor(stat_of.st_rdev));
		expect_why(_metadata, child, words);
	}
	put_text(WATCHDOG, self->watchdog);
	EXPECT_EQ(0, sleep_in_fixture("release"));
	EXPECT_TRUE(child_wait(child, 10, NULL));
	/* Who had the page is about to end as well. */
	model_free(&self->model);
	loop = open(path, O_RDWR | O_CLOEXEC);
	EXPECT_EQ(0, ioctl(loop, LOOP_CLR_FD, 0));
	close(loop);
	close(job.fd);
	if (!waits)
		SKIP(return, "direct reads of this kernel have no submit_bio_wait()");
}

static int make_file(void *argument);

static int make_and_sync(void *argument)
{
	int fd = open(argument, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	return fd < 0 || write(fd, "", 1) != 1 || fsync(fd);
}

static void expect_journal(struct __test_metadata *_metadata,
			   const struct wait *wait)
{
	struct stat stat;

	ASSERT_EQ(0, lstat("/mnt/ext4", &stat));
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_EQ(PROCSCOPE_OBJECT_SUPER, wait->raw.object);
	EXPECT_EQ(major(stat.st_dev), wait->raw.dev_major);
	EXPECT_EQ(minor(stat.st_dev), wait->raw.dev_minor);
	EXPECT_STREQ("vda", wait->disk ?: "");
	EXPECT_NE(0, wait->raw.lock);
}

TEST_F(fixture, journal)
{
	const struct wait *wait, *of_thread;
	pid_t holder, child, thread;
	char words[64], *comm;

	holder = child_start(sleep_in_fixture, "journal-hold");
	ASSERT_TRUE(proc_becomes_stuck(holder, "wait_for_release"));
	child = child_start(make_and_sync, FILE_PATH "-sync");
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_JOURNAL);
	ASSERT_NE(NULL, wait);
	expect_journal(_metadata, wait);
	thread = wait->raw.owner;
	comm = proc_text(thread, "comm");
	ASSERT_NE(NULL, comm);
	EXPECT_EQ(0, strncmp(comm, "jbd2/vda", 8));
	free(comm);
	EXPECT_TRUE(sleeper_has_owner(wait, thread));

	of_thread = sleeper_becomes(&self->model, thread, PROCSCOPE_KIND_JOURNAL);
	ASSERT_NE(NULL, of_thread);
	expect_journal(_metadata, of_thread);
	EXPECT_TRUE(sleeper_has_owner(of_thread, holder));

	expect_why(_metadata, child,
		   "it waits for the journal of \"/mnt/ext4\" (ext4 vda)");
	expect_why(_metadata, child, "task jbd2/vda");
	snprintf(words, sizeof(words), "task event_test[%d] (exact)", holder);
	expect_why(_metadata, child, words);
	expect_why(_metadata, child, "has to let the journal go on");

	child = child_start(make_file, FILE_PATH "-more");
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_JOURNAL);
	ASSERT_NE(NULL, wait);
	expect_journal(_metadata, wait);
	EXPECT_TRUE(sleeper_has_owner(wait, thread));
}

/* Those who read under RCU. */

TEST_F(fixture, srcu)
{
	pid_t child = child_start(sleep_in_fixture, "srcu-hold");
	const struct wait *wait;

	ASSERT_TRUE(proc_becomes_stuck(child, "wait_for_release"));
	child = child_start(sleep_in_fixture, "srcu-wait");
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_RCU);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "who reads"));
	expect_why(_metadata, child,
		   "it waits for all who read under RCU to be done");
}

TEST_F(fixture, rcu)
{
	const struct wait *wait;
	pid_t child;

	if (sysconf(_SC_NPROCESSORS_CONF) == 1)
		SKIP(return, "with one CPU, synchronize_rcu() waits for nobody: CONFIG_SMP is off");
	child = child_start(sleep_in_fixture, "rcu-wait");
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_RCU);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "who reads"));
}

/* Bits that are waited for in the way of NFS, which has none of them. */

static void expect_no_file(struct __test_metadata *_metadata,
			   struct model *model, const char *verb)
{
	pid_t child = child_start(sleep_in_fixture, (void *)verb);
	const struct wait *wait = sleeper_becomes(model, child,
						  PROCSCOPE_KIND_BIT);

	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, wait->raw.object_status);
	EXPECT_STREQ("its bit is of no file", wait->object_reason ?: "");
	EXPECT_NE(0, wait->raw.lock);
	EXPECT_TRUE(has_no_owner(wait, "who has set it"));
	expect_why(_metadata, child,
		   "it waits for another task to be done with something of a file system");
}

TEST_F(fixture, bit)
{
	expect_no_file(_metadata, &self->model, "bit-nowhere");
}

TEST_F(fixture, bit_of_another_file_system)
{
	char verb[32];
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	ASSERT_LE(0, fd);
	snprintf(verb, sizeof(verb), "bit-inode %d", fd);
	expect_no_file(_metadata, &self->model, verb);
	close(fd);
}

/* File systems. */

static int make_file(void *argument)
{
	int fd = open(argument, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	if (fd < 0)
		return 1;
	close(fd);
	return 0;
}

TEST_F(event, frozen_file_system)
{
	int root = open("/mnt/ext4", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct wait *wait;
	struct stat stat;
	pid_t child;

	if (root < 0 || fstat(root, &stat) || ioctl(root, FIFREEZE, 0))
		SKIP(return, "no ext4 on a disk: CONFIG_EXT4_FS or CONFIG_VIRTIO_BLK is off");
	child = child_start(make_file, FILE_PATH);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_PERCPU_RWSEM);
	if (wait) {
		EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status);
		EXPECT_EQ(PROCSCOPE_OBJECT_FREEZE, wait->raw.object);
		EXPECT_STREQ("ext4", wait->fs);
		EXPECT_STREQ("vda", wait->disk);
		EXPECT_EQ(major(stat.st_dev), wait->raw.dev_major);
		EXPECT_EQ(minor(stat.st_dev), wait->raw.dev_minor);
		EXPECT_TRUE(has_no_owner(wait, "since when is not on record"));
		expect_why(_metadata, child,
			   "it wants to write to the file system ");
		expect_why(_metadata, child, "Way out: thaw ");
		EXPECT_TRUE(sleepers_end_as_told(&self->model));
	}
	EXPECT_EQ(0, ioctl(root, FITHAW, 0));
	close(root);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(child_wait(child, 10, NULL));
}

TEST_F(event, s_umount)
{
	const struct wait *wait;
	pid_t owner, waiter;

	ASSERT_EQ(0, hold_load());
	owner = hold_start("/mnt/ext4", "s_umount 9; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start("/mnt/ext4", "s_umount 9");
	ASSERT_TRUE(hold_becomes(waiter, 1, "blocked"));
	ASSERT_TRUE(view_snapshot(&self->model));
	wait = model_find(&self->model, waiter)->wait;
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_KIND_RWSEM, wait->raw.kind);
	EXPECT_TRUE(sleeper_has_owner(wait, owner));
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status);
	EXPECT_EQ(PROCSCOPE_OBJECT_S_UMOUNT, wait->raw.object);
	EXPECT_STREQ("vda", wait->disk ?: "");
	expect_why(_metadata, waiter, "s_umount of ");
	EXPECT_TRUE(hold_unload());
}

/* Locks of files. */

struct lock_job {
	const char *path;
	int how;
	bool hold;
	bool share;
	bool share_table;
	int threads;
	bool block;
	bool leave;
};

static void *stay_as_thread(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* For a lock that another one has: SIGKILL does not reach it there. */
static void *block_as_thread(void *unused)
{
	put_text("/proc/procscope_hold", "mutex 1");
	return stay_as_thread(unused);
}

enum { BY_FLOCK, BY_FCNTL, BY_OFD };

static int lock_file(void *argument)
{
	const struct lock_job *job = argument;
	struct flock range = { .l_type = F_WRLCK };
	int fd = open(job->path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	pthread_t thread;
	int error, i;

	if (fd < 0)
		return 1;
	if (job->how == BY_FLOCK)
		error = flock(fd, LOCK_EX);
	else
		error = fcntl(fd, job->how == BY_OFD ? F_OFD_SETLKW : F_SETLKW,
			      &range);
	/* Whoever was forked has the file as well, and could unlock it. */
	if (!error && job->share && !fork())
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!error && job->share_table &&
	    !syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0))
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (i = 0; !error && i < job->threads; i++)
		error = pthread_create(&thread, NULL, job->block ?
				       block_as_thread : stay_as_thread, NULL);
	if (!error && job->leave)
		syscall(SYS_exit, 0);
	while (!error && job->hold)
		pause();
	return !!error;
}

/* A child that has the lock: it sleeps in pause() then. */
static bool has_lock(pid_t child)
{
	return proc_call(child) == SYS_pause;
}

static void expect_file_lock(struct __test_metadata *_metadata,
			     struct model *model, int how)
{
	struct lock_job holds = { .path = FILE_PATH, .how = how, .hold = true };
	struct lock_job wants = { .path = FILE_PATH, .how = how };
	__u32 kind = how == BY_FLOCK ? PROCSCOPE_KIND_FLOCK :
				       PROCSCOPE_KIND_POSIX_LOCK;
	const struct wait *wait, *first;
	pid_t owner, waiter, last;
	struct stat stat_of;

	owner = child_start(lock_file, &holds);
	ASSERT_TRUE(await(has_lock(owner), 10));
	waiter = child_start(lock_file, &wants);
	ASSERT_NE(NULL, sleeper_becomes(model, waiter, kind));
	last = child_start(lock_file, &wants);
	wait = sleeper_becomes(model, last, kind);
	ASSERT_NE(NULL, wait);
	first = model_find(model, waiter)->wait;
	ASSERT_NE(NULL, first);
	EXPECT_TRUE(sleeper_has_owner(first, owner));
	EXPECT_TRUE(sleeper_has_owner(wait, owner));
	EXPECT_EQ(first->raw.lock, wait->raw.lock);
	EXPECT_NE(0, wait->raw.lock);
	EXPECT_EQ(PROCSCOPE_MODE_WRITE, wait->raw.mode);
	ASSERT_EQ(0, stat(FILE_PATH, &stat_of));
	EXPECT_EQ(PROCSCOPE_OBJECT_FILE, wait->raw.object);
	EXPECT_EQ(stat_of.st_ino, wait->raw.ino);
	EXPECT_STREQ("/event-test", wait->path ?: "");
	expect_why(_metadata, last, FILE_PATH);
	EXPECT_EQ(0, unlink(FILE_PATH));
}

TEST_F(event, flock)
{
	expect_file_lock(_metadata, &self->model, BY_FLOCK);
}

/* Each that wants it for itself waits for the one before it: a long chain. */
#define QUEUED	80

TEST_F(event, flock_that_many_want)
{
	struct lock_job holds = { .path = FILE_PATH, .hold = true };
	struct lock_job wants = { .path = FILE_PATH };
	const struct wait *wait, *first;
	pid_t owner, waiter[QUEUED];
	size_t i;

	owner = child_start(lock_file, &holds);
	ASSERT_TRUE(await(has_lock(owner), 10));
	for (i = 0; i < QUEUED; i++)
		waiter[i] = child_start(lock_file, &wants);
	for (i = 0; i < QUEUED; i++)
		ASSERT_NE(NULL, sleeper_becomes(&self->model, waiter[i],
						PROCSCOPE_KIND_FLOCK));
	first = model_find(&self->model, waiter[0])->wait;
	EXPECT_NE(0, first->raw.lock);
	for (i = 0; i < QUEUED; i++) {
		wait = model_find(&self->model, waiter[i])->wait;
		EXPECT_EQ(first->raw.lock, wait->raw.lock);
		EXPECT_TRUE(sleeper_has_owner(wait, owner));
	}
	EXPECT_EQ(0, unlink(FILE_PATH));
}

static void expect_hint(struct __test_metadata *_metadata,
			struct model *model, struct lock_job holds)
{
	struct lock_job wants = { .path = FILE_PATH, .how = holds.how };
	const struct wait *wait;
	pid_t owner, waiter;

	owner = child_start(lock_file, &holds);
	ASSERT_TRUE(await(has_lock(owner), 10));
	waiter = child_start(lock_file, &wants);
	wait = sleeper_becomes(model, waiter, holds.how == BY_FLOCK ?
					      PROCSCOPE_KIND_FLOCK :
					      PROCSCOPE_KIND_POSIX_LOCK);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.owner_status);
	EXPECT_EQ(owner, wait->raw.owner);
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, wait->raw.certainty);
	expect_why(_metadata, waiter, "a hint: took it, and may share it");
	EXPECT_EQ(0, unlink(FILE_PATH));
}

TEST_F(event, flock_that_is_shared)
{
	expect_hint(_metadata, &self->model, (struct lock_job){
		.path = FILE_PATH, .hold = true, .share = true
	});
}

/* Any of them could unlock it. */
TEST_F(event, lock_of_several_threads)
{
	expect_hint(_metadata, &self->model, (struct lock_job){
		.path = FILE_PATH, .how = BY_FCNTL, .hold = true, .threads = 1
	});
}

TEST_F(event, lock_of_several_processes)
{
	expect_hint(_metadata, &self->model, (struct lock_job){
		.path = FILE_PATH, .how = BY_FCNTL, .hold = true,
		.share_table = true
	});
}

/* What is left of a process that has a lock, or is waited for, is its last thread. */
static pid_t last_thread(const struct model *model, pid_t tgid)
{
	pid_t found = 0;
	size_t i;

	for (i = 0; i < model->count; i++)
		if (model->task[i].raw.tgid == tgid &&
		    model->task[i].raw.tid != tgid)
			found = model->task[i].raw.tid;
	return found;
}

TEST_F(event, flock_whose_leader_has_ended)
{
	struct lock_job holds = { .path = FILE_PATH, .threads = 1, .leave = true };
	struct lock_job wants = { .path = FILE_PATH };
	const struct wait *wait;
	pid_t owner, waiter;

	owner = child_start(lock_file, &holds);
	ASSERT_TRUE(await(proc_state(owner) == 'Z', 10));
	waiter = child_start(lock_file, &wants);
	wait = sleeper_becomes(&self->model, waiter, PROCSCOPE_KIND_FLOCK);
	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, last_thread(&self->model, owner));
	EXPECT_TRUE(sleeper_has_owner(wait, last_thread(&self->model, owner)));
	EXPECT_EQ(0, unlink(FILE_PATH));
}

TEST_F(event, posix_lock)
{
	expect_file_lock(_metadata, &self->model, BY_FCNTL);
}

TEST_F(event, lock_of_an_open_file)
{
	expect_file_lock(_metadata, &self->model, BY_OFD);
}

/* Other tasks. */

static pid_t fork_and_stay(void)
{
	pid_t child = fork();

	if (!child)
		for (;;)
			pause();
	return child;
}

static int wait_for_child(void *argument)
{
	bool any = *(bool *)argument;
	pid_t child = fork_and_stay();

	return waitpid(any ? -1 : child, NULL, 0) < 0;
}

/**
 * struct parent_job - what a process does that waits for a child
 * @child: what that does
 * @any: it waits for any
 * @traces: it traces the child
 */
struct parent_job {
	struct lock_job child;
	bool any;
	bool traces;
};

static int wait_for_job(void *argument)
{
	const struct parent_job *job = argument;
	pid_t child = fork();

	if (!child)
		_exit(lock_file((void *)&job->child));
	if (job->traces && ptrace(PTRACE_SEIZE, child, NULL, NULL))
		return 1;
	return waitpid(job->any ? -1 : child, NULL, 0) < 0;
}

static void expect_last_thread(struct __test_metadata *_metadata,
			       struct model *model, bool any)
{
	struct parent_job job = {
		.child = { .path = FILE_PATH, .threads = 1, .leave = true },
		.any = any,
	};
	pid_t parent = child_start(wait_for_job, &job);
	const struct wait *wait;
	char words[64];
	pid_t child;

	ASSERT_TRUE(await(proc_child(parent) > 0 &&
			  proc_state(proc_child(parent)) == 'Z', 10));
	child = proc_child(parent);
	wait = sleeper_becomes(model, parent, PROCSCOPE_KIND_CHILD);
	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, last_thread(model, child));
	snprintf(words, sizeof(words), "child event_test[%d] (exact)",
		 last_thread(model, child));
	expect_why(_metadata, parent, words);
	EXPECT_TRUE(any || sleeper_has_owner(wait, last_thread(model, child)));
	kill(child, SIGKILL);
	EXPECT_EQ(0, unlink(FILE_PATH));
}

TEST_F(event, child_whose_leader_has_ended)
{
	expect_last_thread(_metadata, &self->model, false);
}

TEST_F(event, any_child_whose_leader_has_ended)
{
	expect_last_thread(_metadata, &self->model, true);
}

/* Any of them may have the process end. */
static void expect_hint_of_child(struct __test_metadata *_metadata,
				 struct model *model, bool any)
{
	struct parent_job job = {
		.child = { .path = FILE_PATH, .threads = 1, .hold = true },
		.any = any,
	};
	pid_t parent = child_start(wait_for_job, &job);
	char words[80];
	pid_t child;

	ASSERT_TRUE(await(proc_child(parent) > 0 &&
			  has_lock(proc_child(parent)), 10));
	child = proc_child(parent);
	ASSERT_NE(NULL, sleeper_becomes(model, parent, PROCSCOPE_KIND_CHILD));
	snprintf(words, sizeof(words),
		 "child event_test[%d] (a hint: any of its threads may end it)",
		 child);
	expect_why(_metadata, parent, words);
	kill(child, SIGKILL);
	EXPECT_EQ(0, unlink(FILE_PATH));
}

/* None of them can, before that one has the lock; unless the leader is traced. */
static void expect_keeper(struct __test_metadata *_metadata,
			  struct model *model, bool any, bool traces)
{
	struct parent_job job = {
		.child = {
			.path = FILE_PATH, .threads = 1, .block = true,
			.hold = true,
		},
		.any = any,
		.traces = traces,
	};
	pid_t parent, child, holder;
	char words[80];

	ASSERT_EQ(0, hold_load());
	holder = hold_start(NULL, "mutex 1; wait end");
	ASSERT_TRUE(hold_becomes(holder, 2, "held"));
	parent = child_start(wait_for_job, &job);
	ASSERT_TRUE(await(proc_child(parent) > 0 &&
			  has_lock(proc_child(parent)), 10));
	child = proc_child(parent);
	ASSERT_NE(NULL, sleeper_becomes(model, parent, PROCSCOPE_KIND_CHILD));
	ASSERT_LT(0, last_thread(model, child));
	ASSERT_TRUE(await(proc_state(last_thread(model, child)) == 'D', 10));
	if (traces) {
		snprintf(words, sizeof(words),
			 "child event_test[%d] (a hint: any of its threads may end it)",
			 child);
		expect_why(_metadata, parent, words);
	} else {
		snprintf(words, sizeof(words), "child event_test[%d] (exact)",
			 last_thread(model, child));
		expect_why(_metadata, parent, words);
		snprintf(words, sizeof(words), "owner event_test[%d] (exact)",
			 holder);
		expect_why(_metadata, parent, words);
	}
	model_free(model);
	kill(child, SIGKILL);
	/* Its thread is in the fixture until it has had the lock. */
	EXPECT_TRUE(hold_go("end"));
	EXPECT_TRUE(await(kill(child, 0), 10));
	EXPECT_TRUE(hold_unload());
	EXPECT_EQ(0, unlink(FILE_PATH));
}

TEST_F(event, child_with_a_thread_in_d)
{
	expect_keeper(_metadata, &self->model, false, false);
}

TEST_F(event, any_child_with_a_thread_in_d)
{
	expect_keeper(_metadata, &self->model, true, false);
}

/* Its stop would end the wait as well, whatever its threads do. */
TEST_F(event, traced_child_with_a_thread_in_d)
{
	expect_keeper(_metadata, &self->model, false, true);
}

TEST_F(event, child_of_several_threads)
{
	expect_hint_of_child(_metadata, &self->model, false);
}

TEST_F(event, any_child_of_several_threads)
{
	expect_hint_of_child(_metadata, &self->model, true);
}

/* The same by the other call, whose arguments are others. */
static int wait_by_waitid(void *unused)
{
	siginfo_t info;

	(void)unused;
	return waitid(P_PID, fork_and_stay(), &info, WEXITED) < 0;
}

static void expect_child(struct __test_metadata *_metadata,
			 struct model *model, pid_t parent)
{
	const struct wait *wait = sleeper_becomes(model, parent,
						  PROCSCOPE_KIND_CHILD);
	pid_t child = proc_child(parent);
	char words[64];

	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, child);
	EXPECT_TRUE(sleeper_has_owner(wait, child));
	snprintf(words, sizeof(words), "child event_test[%d] (exact)", child);
	expect_why(_metadata, parent, words);
	EXPECT_TRUE(sleepers_end_as_told(model));
	kill(child, SIGKILL);
}

TEST_F(event, child)
{
	bool any = false;

	expect_child(_metadata, &self->model, child_start(wait_for_child, &any));
}

TEST_F(event, child_by_waitid)
{
	expect_child(_metadata, &self->model, child_start(wait_by_waitid, NULL));
}

TEST_F(event, any_child)
{
	bool any = true;
	pid_t parent = child_start(wait_for_child, &any);
	const struct wait *wait = sleeper_becomes(&self->model, parent,
						  PROCSCOPE_KIND_CHILD);
	pid_t child = proc_child(parent);
	char words[64];

	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, child);
	EXPECT_TRUE(has_no_owner(wait, "any of its children"));
	snprintf(words, sizeof(words), "child event_test[%d] (exact)", child);
	expect_why(_metadata, parent, words);
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	kill(child, SIGKILL);
}

/**
 * struct stop_wait - how a child is waited for
 * @any: any child would do
 * @options: of waitpid()
 * @deed: what the command says that the child has to do
 */
struct stop_wait {
	bool any;
	int options;
	const char *deed;
};

static int wait_for_stop(void *argument)
{
	const struct stop_wait *how = argument;
	pid_t child = fork_and_stay();

	return waitpid(how->any ? -1 : child, NULL, how->options) < 0;
}

/* As a shell waits for what it runs. */
TEST_F(event, child_that_may_stop)
{
	static const struct stop_wait ways[] = {
		{ false, WUNTRACED, "has to end, or to stop: look" },
		{ true, WUNTRACED, "has to end, or to stop: look" },
		{ false, WCONTINUED, "has to end: look" },
	};
	struct stop_wait how;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		pid_t parent, child;

		how = ways[i];
		parent = child_start(wait_for_stop, &how);
		ASSERT_NE(NULL, sleeper_becomes(&self->model, parent,
						PROCSCOPE_KIND_CHILD));
		child = proc_child(parent);
		ASSERT_LT(0, child);
		expect_why(_metadata, parent, " (exact)");
		expect_why(_metadata, parent, how.deed);
		model_free(&self->model);
		kill(child, SIGKILL);
	}
}

/* The first process of a pid namespace. */

static void handle_nothing(void)
{
	int i;

	for (i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
}

/* It waits for one of two children by name; the other one can't be killed. */
static int be_first(void *unused)
{
	pid_t first, child;

	(void)unused;
	if (unshare(CLONE_NEWPID))
		return 1;
	first = fork();
	if (first)
		return waitpid(first, NULL, 0) < 0;
	handle_nothing();
	if (!fork())
		_exit(sleep_in_fixture("completion"));
	child = fork_and_stay();
	_exit(waitpid(child, NULL, 0) < 0);
}

static unsigned int count_children(pid_t parent)
{
	struct tids tids = {};
	struct proc_task task;
	unsigned int count = 0;
	size_t i;

	proc_tids(&tids);
	for (i = 0; i < tids.count; i++)
		count += proc_task(tids.tid[i], &task) &&
			 task.ppid == parent && task.state != 'Z';
	tids_free(&tids);
	return count;
}

TEST_F(fixture, first_of_a_namespace_that_ends)
{
	pid_t parent = child_start(be_first, NULL), first;
	const struct wait *wait;
	int status;

	if (access("/proc/self/ns/pid", F_OK))
		SKIP(return, "no pid namespaces: CONFIG_PID_NS is off");
	ASSERT_TRUE(await((first = proc_child(parent)) > 0 &&
			  count_children(first) == 2, 10));
	ASSERT_NE(NULL, sleeper_becomes(&self->model, first,
					PROCSCOPE_KIND_CHILD));
	EXPECT_EQ(PROCSCOPE_BREAK_KILL, breaks(&self->model, first));
	ASSERT_EQ(0, kill(first, SIGKILL));
	ASSERT_TRUE(await(count_children(first) == 1, 10));
	wait = sleeper_becomes(&self->model, first, PROCSCOPE_KIND_CHILD);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "pid namespace have to end"));
	model_free(&self->model);
	EXPECT_EQ(0, sleep_in_fixture("release"));
	EXPECT_TRUE(child_wait(parent, 10, &status));
}

/**
 * struct first_job - what the first process of a pid namespace does
 * @handles: it handles a signal
 * @traced: its child has stopped it
 * @told: what ends its sleep, as its child sees it
 */
struct first_job {
	bool handles;
	bool traced;
	atomic_uint told;
};

static void look_at_first(struct first_job *job)
{
	struct model model = {};
	const struct task *task;

	/* Whose numbers a view has is that of the mount. */
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL))
		return;
	if (job->traced && (ptrace(PTRACE_SEIZE, 1, NULL, NULL) ||
			    ptrace(PTRACE_INTERRUPT, 1, NULL, NULL)))
		return;
	if (sleeper_becomes(&model, 1, job->traced ? PROCSCOPE_KIND_TRACER :
						     PROCSCOPE_KIND_CHILD)) {
		task = model_find(&model, 1);
		atomic_store(&job->told, task->raw.breakable);
	}
	model_free(&model);
}

static void do_nothing(int number)
{
	(void)number;
}

static int be_looked_at(void *argument)
{
	struct first_job *job = argument;
	pid_t first, child;

	if (unshare(CLONE_NEWPID | CLONE_NEWNS))
		return 1;
	first = fork();
	if (first)
		return waitpid(first, NULL, 0) < 0;
	handle_nothing();
	if (job->handles)
		signal(SIGUSR1, do_nothing);
	child = fork();
	if (!child) {
		look_at_first(job);
		_exit(0);
	}
	_exit(waitpid(child, NULL, 0) < 0);
}

/* Within its namespace, no signal ends it but one that it handles. */
TEST_F(event, first_of_a_namespace)
{
	const unsigned int none = ~0U;
	struct first_job *job;
	int way;

	if (access("/proc/self/ns/pid", F_OK))
		SKIP(return, "no pid namespaces: CONFIG_PID_NS is off");
	job = mmap(NULL, sizeof(*job), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, job);
	for (way = 0; way < 3; way++) {
		job->handles = way > 0;
		job->traced = way > 1;
		atomic_store(&job->told, none);
		ASSERT_TRUE(child_wait(child_start(be_looked_at, job), 20,
				       NULL));
		EXPECT_EQ(way == 1 ? PROCSCOPE_BREAK_SIGNAL : 0,
			  atomic_load(&job->told));
	}
	munmap(job, sizeof(*job));
}

static int wait_for_vfork(void *unused)
{
	(void)unused;
	pid_t child = vfork();

	if (!child)
		for (;;)
			pause();
	return child < 0;
}

TEST_F(event, vfork)
{
	pid_t parent = child_start(wait_for_vfork, NULL);
	const struct wait *wait = sleeper_becomes(&self->model, parent,
						  PROCSCOPE_KIND_VFORK);
	pid_t child = proc_child(parent);

	ASSERT_NE(NULL, wait);
	ASSERT_LT(0, child);
	EXPECT_TRUE(sleeper_has_owner(wait, child));
	expect_why(_metadata, parent, "the child of its vfork()");
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	kill(child, SIGKILL);
}

static int pause_for_ever(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return 0;
}

TEST_F(event, tracer)
{
	pid_t child = child_start(pause_for_ever, NULL);
	const struct wait *wait;
	int status;

	ASSERT_EQ(0, ptrace(PTRACE_ATTACH, child, NULL, NULL));
	ASSERT_EQ(child, waitpid(child, &status, 0));
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_TRACER);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(sleeper_has_owner(wait, getpid()));
	expect_why(_metadata, child, "it waits for its tracer");
	EXPECT_EQ(PROCSCOPE_BREAK_KILL, breaks(&self->model, child));
}

static int leave_when_told(void *end)
{
	char byte;

	if (read(*(int *)end, &byte, 1) != 1)
		return 1;
	return 0;
}

/* Later kernels drop a signal to a process that dies, and older ones do not. */
TEST_F(event, stopped_on_its_way_out)
{
	unsigned int told;
	int ends[2], status;
	pid_t child;

	ASSERT_EQ(0, pipe(ends));
	child = child_start(leave_when_told, &ends[0]);
	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, child, NULL,
			    (void *)PTRACE_O_TRACEEXIT));
	ASSERT_EQ(1, write(ends[1], "", 1));
	ASSERT_EQ(child, waitpid(child, &status, 0));
	ASSERT_TRUE(WIFSTOPPED(status));
	ASSERT_NE(NULL, sleeper_becomes(&self->model, child,
					PROCSCOPE_KIND_TRACER));
	told = breaks(&self->model, child);
	ASSERT_EQ(0, kill(child, SIGKILL));
	EXPECT_EQ(proc_state(child) == 't' ? 0 : PROCSCOPE_BREAK_KILL, told);
	model_free(&self->model);
	ptrace(PTRACE_DETACH, child, NULL, NULL);
	close(ends[0]);
	close(ends[1]);
}

/* Its tracer has done its part, as strace does: what is left to come is SIGCONT. */
TEST_F(event, stopped_by_a_signal_and_traced)
{
	pid_t child = child_start(pause_for_ever, NULL);
	int status;

	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, child, NULL, NULL));
	ASSERT_EQ(0, kill(child, SIGSTOP));
	ASSERT_EQ(child, waitpid(child, &status, 0));
	ASSERT_EQ(0, ptrace(PTRACE_CONT, child, NULL, (void *)SIGSTOP));
	ASSERT_EQ(child, waitpid(child, &status, 0));
	ASSERT_NE(NULL, sleeper_becomes(&self->model, child,
					PROCSCOPE_KIND_TRACER));
	ASSERT_EQ(0, ptrace(PTRACE_LISTEN, child, NULL, NULL));
	model_free(&self->model);
	ASSERT_TRUE(view_events(&self->model));
	EXPECT_EQ(NULL, model_find(&self->model, child)->wait);
}

/* The freezer. */

#define CGROUPS		"/tmp/event-cgroups"
#define CGROUP		CGROUPS "/frozen"
#define INNER_CGROUP	CGROUP "/inner"

/* Does a file of the cgroup say so? */
static bool says(const char *path, const char *words)
{
	char text[256] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		text[0] = '\0';
	close(fd);
	return strstr(text, words);
}

/* By a cgroup above its own, in which only some are frozen. */
static void expect_cgroup(struct __test_metadata *_metadata,
			  struct model *model, const char *file,
			  const char *freeze, const char *thaw,
			  const char *told_in, const char *told,
			  const char *frozen, const char *way)
{
	pid_t child = child_start(pause_for_ever, NULL);
	const struct wait *wait;
	char path[64], number[16];
	struct stat node;

	ASSERT_TRUE(!mkdir(CGROUP, 0700) || errno == EEXIST);
	ASSERT_TRUE(!mkdir(INNER_CGROUP, 0700) || errno == EEXIST);
	snprintf(number, sizeof(number), "%d", child);
	ASSERT_EQ(0, put_text(INNER_CGROUP "/cgroup.procs", number));
	snprintf(path, sizeof(path), "%s/%s", CGROUP, file);
	EXPECT_EQ(0, put_text(path, freeze));
	snprintf(path, sizeof(path), "%s/%s", CGROUP, told_in);
	EXPECT_TRUE(await(says(path, told), 10));
	wait = sleeper_becomes(model, child, PROCSCOPE_KIND_FREEZER);
	ASSERT_NE(NULL, wait);
	EXPECT_TRUE(has_no_owner(wait, "nobody has to be there"));
	EXPECT_EQ(PROCSCOPE_OBJECT_CGROUP, wait->raw.object);
	snprintf(path, sizeof(path), "%s%s", CGROUPS, wait->path ?: "?");
	EXPECT_EQ(0, stat(path, &node));
	EXPECT_EQ(node.st_ino, wait->raw.ino);
	expect_why(_metadata, child, frozen);
	expect_why(_metadata, child, way);
	EXPECT_TRUE(sleepers_end_as_told(model));
	snprintf(path, sizeof(path), "%s/%s", CGROUP, file);
	EXPECT_EQ(0, put_text(path, thaw));
	EXPECT_TRUE(children_kill());
	EXPECT_TRUE(await(!rmdir(INNER_CGROUP), 10));
	EXPECT_TRUE(await(!rmdir(CGROUP), 10));
	EXPECT_EQ(0, umount(CGROUPS));
}

TEST_F(event, frozen_cgroup)
{
	mkdir(CGROUPS, 0700);
	if (mount("none", CGROUPS, "cgroup2", 0, NULL))
		SKIP(return, "no cgroups of version 2: CONFIG_CGROUPS is off");
	expect_cgroup(_metadata, &self->model, "cgroup.freeze", "1", "0",
		      "cgroup.events", "frozen 1",
		      ": it is frozen by the cgroup \"/frozen\"\n",
		      ", by 0 to the cgroup.freeze of the cgroup \"/frozen\"");
}

TEST_F(event, frozen_cgroup_of_version_1)
{
	mkdir(CGROUPS, 0700);
	if (mount("none", CGROUPS, "cgroup", 0, "freezer"))
		SKIP(return, "no cgroups of version 1 that freeze: CONFIG_CGROUP_FREEZER is off");
	expect_cgroup(_metadata, &self->model, "freezer.state", "FROZEN",
		      "THAWED", "freezer.state", "FROZEN",
		      ": it is frozen by the cgroup \"/frozen/inner\" or one above it\n",
		      ", by THAWED to the freezer.state of the cgroup \"/frozen/inner\" or one above it");
}

/* Memory. */

static int touch(void *argument)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range = { .start = (uintptr_t)argument, .len = 4096 },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd < 0 || ioctl(fd, UFFDIO_API, &api) ||
	    ioctl(fd, UFFDIO_REGISTER, &range))
		return 1;
	return !memchr(argument, 0, 1);
}

TEST_F(event, userfault)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	const struct wait *wait;
	char words[64];
	pid_t child;

	if (fd < 0)
		SKIP(return, "no userfaultfd: CONFIG_USERFAULTFD is off");
	close(fd);
	ASSERT_NE(MAP_FAILED, page);
	child = child_start(touch, page);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_USERFAULT);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ((uintptr_t)page, wait->raw.place);
	EXPECT_TRUE(has_no_owner(wait, "userfaultfd"));
	snprintf(words, sizeof(words), "it waits for a page at 0x%lx, from who",
		 (unsigned long)page);
	expect_why(_metadata, child, words);
}

/* Pipes and futexes. */

static int use_pipe(void *argument)
{
	static char much[1 << 20];
	int *end = argument;

	return (end[1] ? write(end[0], much, sizeof(much)) :
			 read(end[0], much, sizeof(much))) < 0;
}

static void expect_pipe(struct __test_metadata *_metadata, struct model *model,
			int end, __u32 mode)
{
	const struct wait *wait;
	char words[64];
	int job[2], ends[2];
	struct stat stat;
	pid_t child;

	ASSERT_EQ(0, pipe(ends));
	ASSERT_EQ(0, fstat(ends[0], &stat));
	job[0] = ends[end];
	job[1] = end;
	child = child_start(use_pipe, job);
	wait = sleeper_becomes(model, child, PROCSCOPE_KIND_PIPE);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(PROCSCOPE_OK, wait->raw.object_status)
		TH_LOG("%s", wait->object_reason);
	EXPECT_EQ(mode, wait->raw.mode);
	EXPECT_EQ(stat.st_ino, wait->raw.ino);
	snprintf(words, sizeof(words), "pipe:[%lu]", stat.st_ino);
	expect_why(_metadata, child, words);
	close(ends[0]);
	close(ends[1]);
}

TEST_F(event, empty_pipe)
{
	expect_pipe(_metadata, &self->model, 0, PROCSCOPE_MODE_READ);
}

TEST_F(event, full_pipe)
{
	expect_pipe(_metadata, &self->model, 1, PROCSCOPE_MODE_WRITE);
}

#define CORE_PATTERN	"/proc/sys/kernel/core_pattern"

static int read_for_ever(void *argument)
{
	char byte;

	signal(SIGQUIT, SIG_DFL);
	return read(*(int *)argument, &byte, 1) < 0;
}

/* Its call goes on to be one that reads, while its core is written. */
TEST_F(event, pipe_that_takes_a_core)
{
	char before[256];
	const struct wait *wait;
	int ends[2];
	pid_t child;

	get_line(CORE_PATTERN, before, sizeof(before));
	if (!*before)
		SKIP(return, "no cores: CONFIG_COREDUMP is off");
	ASSERT_EQ(0, pipe(ends));
	ASSERT_EQ(0, put_text(CORE_PATTERN, "|/bin/busybox sleep 60"));
	child = child_start(read_for_ever, &ends[0]);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_PIPE);
	EXPECT_NE(NULL, wait);
	EXPECT_TRUE(wait && wait->raw.mode == PROCSCOPE_MODE_READ);
	EXPECT_EQ(0, kill(child, SIGQUIT));
	EXPECT_TRUE(await(sleeper_waits(&self->model, child,
					PROCSCOPE_KIND_PIPE) &&
			  model_find(&self->model, child)->wait->raw.mode ==
			  PROCSCOPE_MODE_WRITE, 20));
	expect_why(_metadata, child, "it waits for room in");
	EXPECT_EQ(0, put_text(CORE_PATTERN, before));
	close(ends[0]);
	close(ends[1]);
}

static int wait_for_futex(void *argument)
{
	return syscall(SYS_futex, argument, FUTEX_WAIT, 0, NULL, NULL, 0) < 0;
}

TEST_F(event, futex)
{
	static int word;
	pid_t child = child_start(wait_for_futex, &word);
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_FUTEX);

	ASSERT_NE(NULL, wait);
	EXPECT_EQ((uintptr_t)&word, wait->raw.place);
	EXPECT_TRUE(has_no_owner(wait, "who wakes it"));
	EXPECT_EQ(PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL,
		  breaks(&self->model, child));
}

#define SIGNAL_OR_TIMEOUT	(PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL | \
				 PROCSCOPE_BREAK_TIMEOUT)

static int wait_an_hour_for_futex(void *argument)
{
	const struct timespec hour = { .tv_sec = 3600 };

	return syscall(SYS_futex, argument, FUTEX_WAIT, 0, &hour, NULL, 0) < 0;
}

/* It goes on with what is left of its time after it was stopped. */
TEST_F(event, futex_with_a_timeout)
{
	static int word;
	pid_t child = child_start(wait_an_hour_for_futex, &word);
	const struct wait *wait = sleeper_becomes(&self->model, child,
						  PROCSCOPE_KIND_FUTEX);

	ASSERT_NE(NULL, wait);
	EXPECT_EQ((uintptr_t)&word, wait->raw.place);
	EXPECT_EQ(SIGNAL_OR_TIMEOUT, breaks(&self->model, child));
	ASSERT_EQ(0, kill(child, SIGSTOP));
	ASSERT_EQ(child, waitpid(child, NULL, WUNTRACED));
	ASSERT_EQ(0, kill(child, SIGCONT));
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_FUTEX);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(0, wait->raw.place);
	EXPECT_EQ(SIGNAL_OR_TIMEOUT, breaks(&self->model, child));
}

/* Of those that are waited for at once. */
struct awaited_futex {
	__u64 value;
	__u64 address;
	__u32 flags;
	__u32 reserved;
};

#define NR_FUTEX_WAITV	449
#define FUTEX_OF_32_BITS	2

static int wait_for_two(void *words)
{
	const struct awaited_futex both[] = {
		{ .address = (uintptr_t)words, .flags = FUTEX_OF_32_BITS },
		{ .address = (uintptr_t)words + 4, .flags = FUTEX_OF_32_BITS },
	};

	return syscall(NR_FUTEX_WAITV, both, 2, 0, NULL, CLOCK_MONOTONIC) < 0;
}

TEST_F(event, two_futexes)
{
	static int words[2];
	const struct wait *wait;
	pid_t child;

	if (syscall(NR_FUTEX_WAITV, NULL, 0, 0, NULL, 0) < 0 && errno != EINVAL)
		SKIP(return, "this kernel has no futex_waitv()");
	child = child_start(wait_for_two, words);
	wait = sleeper_becomes(&self->model, child, PROCSCOPE_KIND_FUTEX);
	ASSERT_NE(NULL, wait);
	EXPECT_EQ(0, wait->raw.place);
	EXPECT_EQ(PROCSCOPE_BREAK_KILL | PROCSCOPE_BREAK_SIGNAL,
		  breaks(&self->model, child));
}

/* A socket that is read for no longer than an hour. */
static int receive_for_an_hour(void *ends)
{
	const struct timeval hour = { .tv_sec = 3600 };
	const int *end = ends;
	char byte;

	return setsockopt(end[0], SOL_SOCKET, SO_RCVTIMEO, &hour,
			  sizeof(hour)) ||
	       recv(end[0], &byte, 1, 0) < 0;
}

TEST_F(event, socket_with_a_timeout)
{
	int end[2];
	pid_t child;

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, end));
	child = child_start(receive_for_an_hour, end);
	ASSERT_NE(NULL, sleeper_becomes(&self->model, child,
					PROCSCOPE_KIND_SOCKET));
	EXPECT_EQ(SIGNAL_OR_TIMEOUT, breaks(&self->model, child));
	close(end[0]);
	close(end[1]);
}

TEST_HARNESS_MAIN
