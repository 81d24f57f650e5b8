// SPDX-License-Identifier: GPL-2.0
/*
 * readers_test.c - are those who hold a lock as readers found by their stacks?
 *
 * And is no more said of them than that they may hold it? Who does is known from
 * the fixture.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "proc.h"
#include "views.h"

#define EXIT_DEADLOCK	3

/* How long a command may take. */
#define PATIENCE	20

#define DIR_PATH	"/tmp/readers-test"

/* Several that may hold it. */
#define NAMED "; by a hint, their stacks refer to it: readers_test["

FIXTURE(readers) {
	struct model model;
	struct output output;
};

FIXTURE_SETUP(readers)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(readers)
{
	model_free(&self->model);
	output_free(&self->output);
	EXPECT_TRUE(hold_unload());
}

/* All tasks, and which of them refer to the lock that @waiter waits for. */
static bool seek(struct model *model, pid_t waiter)
{
	int fd = view_ask((struct procscope_ask){
		.parts = PROCSCOPE_PART_WAIT,
		.waiter = waiter,
	});
	char error[128];
	int ret = -1;

	model_free(model);
	if (fd >= 0)
		ret = model_read(model, fd, error, sizeof(error));
	close(fd);
	return !ret && model->header.ask.waiter == waiter &&
	       model->sought.waiter == waiter;
}

static bool refers(const struct model *model, pid_t tid)
{
	const struct task *task = model_find(model, tid);

	if (!task || task->reference.status != PROCSCOPE_OK)
		return false;
	fprintf(stderr, "# %d: %u words to it, and %u to what it is in\n",
		tid, task->reference.lock, task->reference.object);
	return task->reference.lock || task->reference.object;
}

static size_t count_references(const struct model *model)
{
	size_t i, count = 0;

	for (i = 0; i < model->count; i++)
		count += model->task[i].reference.status == PROCSCOPE_OK;
	return count;
}

static struct output why(pid_t tid)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", tid);
	return OUTPUT_OF(PATIENCE, "procscope", "why", number);
}

static bool says(const struct output *output, const char *format, ...)
	__printf(2, 3);

static bool says(const struct output *output, const char *format, ...)
{
	char words[400];
	va_list list;

	va_start(list, format);
	vsnprintf(words, sizeof(words), format, list);
	va_end(list);
	if (strstr(output->out, words))
		return true;
	fprintf(stderr, "# no \"%s\"\n", words);
	output_show("it", output);
	return false;
}

/* Lockdep knows who reads; where it is missing, a stack that refers to the lock. */
static bool names(const struct output *output, pid_t reader)
{
	return says(output, lacks("held") ? "owner readers_test[%d] (a hint: " :
		    "holder readers_test[%d] (exact; 1 reader holds it; lockdep",
		    reader);
}

static pid_t start_reader(unsigned int device)
{
	pid_t child = hold_start(NULL, "device-read %u; wait end", device);

	return hold_becomes(child, 2, "held") ? child : -1;
}

static pid_t start_writer(unsigned int device)
{
	pid_t child = hold_start(NULL, "device-write-killable %u", device);

	return hold_becomes(child, 1, "blocked") ? child : -1;
}

TEST_F(readers, one)
{
	pid_t reader = start_reader(0);
	pid_t writer = start_writer(0);
	const struct task *task;

	ASSERT_LT(0, reader);
	ASSERT_LT(0, writer);
	ASSERT_TRUE(seek(&self->model, writer));
	task = model_find(&self->model, writer);
	ASSERT_NE(NULL, task);
	ASSERT_NE(NULL, task->wait);
	EXPECT_EQ(PROCSCOPE_OK, self->model.sought.status);
	EXPECT_EQ(task->wait->raw.lock, self->model.sought.lock);
	/* Who waits for it has its address, and is none that holds it. */
	EXPECT_EQ(0, task->reference.status);
	EXPECT_TRUE(refers(&self->model, reader));
	EXPECT_EQ(1, count_references(&self->model));

	self->output = why(writer);
	EXPECT_EQ(0, self->output.code);
	EXPECT_TRUE(says(&self->output, "owner readers_test[%d] (a hint: ",
			 reader));
	EXPECT_TRUE(says(&self->output, "its stack refers to "));
	EXPECT_TRUE(says(&self->output, "; 1 reader holds it) has slept in D"));
	EXPECT_TRUE(says(&self->output,
			 "Way out: if the hint is right, readers_test[%d] has to let go",
			 reader));
	output_show("why", &self->output);
}

/* It is in no struct that could be known instead. */
TEST_F(readers, of_a_variable)
{
	pid_t reader, writer;

	reader = hold_start(NULL, "rwsem-read-within 3; wait end");
	ASSERT_TRUE(hold_becomes(reader, 2, "held"));
	writer = hold_start(NULL, "rwsem-write-killable 3");
	ASSERT_TRUE(hold_becomes(writer, 1, "blocked"));
	ASSERT_TRUE(seek(&self->model, writer));
	EXPECT_EQ(0, self->model.sought.object);
	EXPECT_TRUE(refers(&self->model, reader));
	EXPECT_EQ(1, count_references(&self->model));

	self->output = why(writer);
	EXPECT_TRUE(says(&self->output, "owner readers_test[%d] (a hint: ",
			 reader));
	EXPECT_TRUE(says(&self->output,
			 "its stack refers to the lock; 1 reader holds it)"));
}

/* The lock has it on record, and nothing of that is left on its stack. */
static int glance_and_stay(void *steps)
{
	if (hold_try(steps))
		return 1;
	pause();
	return 0;
}

static bool stays(pid_t tid)
{
	return proc_call(tid) == SYS_pause;
}

/*
 * The one on record has let go, and the one that holds it is not on record. A word
 * that the former has left may lie where its stack is in use again: then both are
 * named, and none is followed.
 */
TEST_F(readers, not_the_one_on_record)
{
	pid_t reader, other, writer;
	bool let_go;

	reader = start_reader(1);
	ASSERT_LT(0, reader);
	other = child_start(glance_and_stay, "device-glance 1");
	ASSERT_TRUE(await(stays(other), 10));
	writer = start_writer(1);
	ASSERT_LT(0, writer);
	ASSERT_TRUE(seek(&self->model, writer));
	EXPECT_TRUE(refers(&self->model, reader));
	let_go = refers(&self->model, other);
	EXPECT_EQ(1 + let_go, count_references(&self->model));

	self->output = why(writer);
	EXPECT_EQ(NULL, strstr(self->output.out, "exact"));
	if (!let_go)
		EXPECT_TRUE(says(&self->output,
				 "owner readers_test[%d] (a hint: its stack refers to ",
				 reader));
	EXPECT_TRUE(says(&self->output, "readers_test[%d]", reader));
}

/* One that has let go may be taken for a holder, but by a hint only. */
TEST_F(readers, one_that_has_let_go)
{
	pid_t reader, other, writer;
	bool let_go;

	reader = start_reader(2);
	ASSERT_LT(0, reader);
	other = hold_start(NULL, "device-glance 2; wait end");
	ASSERT_TRUE(hold_becomes(other, 2, "held"));
	writer = start_writer(2);
	ASSERT_LT(0, writer);
	ASSERT_TRUE(seek(&self->model, writer));
	EXPECT_TRUE(refers(&self->model, reader));
	let_go = refers(&self->model, other);
	TH_LOG("who has let go %s", let_go ? "refers to it" : "does not");
	EXPECT_EQ(1 + let_go, count_references(&self->model));

	self->output = why(writer);
	EXPECT_EQ(0, self->output.code);
	EXPECT_TRUE(says(&self->output, "1 reader holds it"));
	EXPECT_EQ(NULL, strstr(self->output.out, "exact"));
	if (let_go)
		EXPECT_TRUE(says(&self->output, "1 reader holds it" NAMED));
	EXPECT_TRUE(says(&self->output, "readers_test[%d]", reader));
	output_show("why", &self->output);
}

#define SEVERAL 3

/* Each of them has to let go: none is the one to go on with. */
TEST_F(readers, several)
{
	pid_t reader[SEVERAL], writer;
	unsigned int i;

	for (i = 0; i < SEVERAL; i++) {
		reader[i] = start_reader(0);
		ASSERT_LT(0, reader[i]);
	}
	writer = start_writer(0);
	ASSERT_LT(0, writer);
	ASSERT_TRUE(seek(&self->model, writer));
	EXPECT_EQ(SEVERAL, count_references(&self->model));
	for (i = 0; i < SEVERAL; i++)
		EXPECT_TRUE(refers(&self->model, reader[i]));

	self->output = why(writer);
	EXPECT_EQ(0, self->output.code);
	EXPECT_TRUE(says(&self->output,
			 "the owner can't be told: held by readers; "
			 "3 readers hold it" NAMED));
	for (i = 0; i < SEVERAL; i++)
		EXPECT_TRUE(says(&self->output, "readers_test[%d]", reader[i]));
	output_show("why", &self->output);
}

/*
 * A reader wants a mutex whose owner wants to write. Others that share the lock,
 * one of them on record, do not lead there.
 */
static void start_cycle(struct __test_metadata *_metadata, pid_t *member,
			unsigned int others)
{
	member[0] = hold_start(NULL, "device-read 0; meet all 2; mutex-killable 7");
	member[1] = hold_start(NULL,
			       "mutex-killable 7; meet all 2; wait write; device-write-killable 0");
	ASSERT_TRUE(hold_becomes(member[0], 3, "blocked"));
	ASSERT_TRUE(hold_becomes(member[1], 3, "held"));
	while (others--)
		ASSERT_LT(0, start_reader(0));
	ASSERT_TRUE(hold_go("write"));
	ASSERT_TRUE(hold_becomes(member[1], 4, "blocked"));
}

static void expect_possible(struct __test_metadata *_metadata,
			    struct output *output, const pid_t *member)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		*output = why(member[i]);
		EXPECT_EQ(0, output->code);
		EXPECT_TRUE(says(output,
				 ": possible deadlock, the chain returns here, by a hint. 2 "));
		EXPECT_TRUE(says(output, "[%d]", member[!i]));
		EXPECT_TRUE(says(output, "Way out: if it is a deadlock: SIGKILL to "));
		EXPECT_EQ(NULL, strstr(output->out, "DEADLOCK"));
		output_show("why", output);
		output_free(output);
	}
	*output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	EXPECT_EQ(0, output->code);
	EXPECT_TRUE(says(output, "no deadlock"));
	EXPECT_TRUE(says(output,
			 "possible deadlocks, chains that return by a hint: 1, as that of "));
	EXPECT_EQ(NULL, strstr(output->out, "DEADLOCK"));
}

TEST_F(readers, in_a_cycle)
{
	pid_t member[2];

	start_cycle(_metadata, member, 0);
	expect_possible(_metadata, &self->output, member);
}

TEST_F(readers, in_a_cycle_among_others)
{
	pid_t member[2];

	start_cycle(_metadata, member, 2);
	expect_possible(_metadata, &self->output, member);
}

/* Two locks, each held by two readers, of whom one wants the other lock. */
TEST_F(readers, in_a_cycle_of_shared_locks)
{
	pid_t member[2];
	unsigned int i;

	for (i = 0; i < 2; i++)
		member[i] = hold_start(NULL,
				       "device-read %u; wait write; device-write-killable %u",
				       i, !i);
	for (i = 0; i < 2; i++) {
		ASSERT_TRUE(hold_becomes(member[i], 2, "held"));
		ASSERT_LT(0, start_reader(i));
	}
	ASSERT_TRUE(hold_go("write"));
	for (i = 0; i < 2; i++)
		ASSERT_TRUE(hold_becomes(member[i], 3, "blocked"));
	expect_possible(_metadata, &self->output, member);
}

/* What a directory is listed into is a page that nobody gives. */
static int list_into_nowhere(void *argument)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range = { .start = (uintptr_t)argument, .len = 4096 },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int fault = syscall(SYS_userfaultfd, O_CLOEXEC);
	int fd = open(DIR_PATH, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fault < 0 || fd < 0 || ioctl(fault, UFFDIO_API, &api) ||
	    ioctl(fault, UFFDIO_REGISTER, &range))
		return 1;
	return syscall(SYS_getdents64, fd, argument, 4096) < 0;
}

static int make(void *path)
{
	return mkdir(path, 0700) && errno != EEXIST;
}

static bool waits_for(struct model *model, pid_t tid, __u32 kind)
{
	const struct task *task;

	model_free(model);
	if (!view_events(model))
		return false;
	task = model_find(model, tid);
	return task && task->wait && task->wait->raw.status == PROCSCOPE_OK &&
	       task->wait->raw.kind == kind;
}

/* The kernel's own code, which knows the inode and not the lock in it. */
TEST_F(readers, of_a_directory)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	pid_t reader, writer;

	if (fd < 0)
		SKIP(return, "no userfaultfd: CONFIG_USERFAULTFD is off");
	close(fd);
	ASSERT_NE(MAP_FAILED, page);
	mkdir(DIR_PATH, 0700);
	reader = child_start(list_into_nowhere, page);
	ASSERT_TRUE(await(waits_for(&self->model, reader,
				    PROCSCOPE_KIND_USERFAULT), 10));
	writer = child_start(make, DIR_PATH "/sub");
	ASSERT_TRUE(await(waits_for(&self->model, writer,
				    PROCSCOPE_KIND_RWSEM), 10));

	ASSERT_TRUE(seek(&self->model, writer));
	EXPECT_EQ(PROCSCOPE_OK, self->model.sought.status);
	EXPECT_EQ(PROCSCOPE_OBJECT_I_RWSEM, self->model.sought.object);
	EXPECT_TRUE(refers(&self->model, reader));
	self->output = why(writer);
	EXPECT_TRUE(names(&self->output, reader));
	output_show("why", &self->output);
}

/*
 * A page fault has the lock of its address space, as has what the kernel does in
 * place of one. A frozen file system keeps it there.
 */

#define DISK_PATH	"/mnt/ext4"
#define MAPPED_PATH	DISK_PATH "/mapped-readers"

/**
 * struct threads - what the threads of a process tell the test
 * @faults: the one that keeps the lock
 * @changes: the one that wants it for itself after that
 * @sleeps: the one that waits for a futex
 * @go: @changes shall
 */
static struct threads {
	atomic_int faults;
	atomic_int changes;
	atomic_int sleeps;
	atomic_bool go;
} *threads;

FIXTURE(mapping) {
	struct model model;
	struct output output;
	pid_t child;
	int root;
};

FIXTURE_VARIANT(mapping) {
	int (*touch)(char *mapped);
};

static int touch_it(char *mapped)
{
	__atomic_store_n(mapped, 1, __ATOMIC_SEQ_CST);
	return 0;
}

FIXTURE_VARIANT_ADD(mapping, touched) {
	.touch = touch_it,
};

/* The kernel does it for whoever writes there, always with that lock. */
static int touch_by_entry(char *mapped)
{
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	return fd < 0 || pwrite(fd, "x", 1, (uintptr_t)mapped) != 1;
}

FIXTURE_VARIANT_ADD(mapping, by_entry) {
	.touch = touch_by_entry,
};

/* All that they touch they have touched before the fault. */
static void *change_mapping(void *mapped)
{
	do {
		usleep(1000);
		threads->changes = gettid();
	} while (!threads->go);
	mprotect(mapped, 4096, PROT_READ);
	return NULL;
}

static void *wait_for_futex(void *word)
{
	threads->sleeps = gettid();
	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, NULL);
	return NULL;
}

/**
 * struct job - what the process is to do
 * @root: of the file system, open
 * @touch: have the fault
 */
struct job {
	int root;
	int (*touch)(char *mapped);
};

static int fault(void *argument)
{
	const struct job *job = argument;
	int fd = open(MAPPED_PATH, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	static int word;
	pthread_t thread;
	char *mapped;

	if (fd < 0 || ftruncate(fd, 4096))
		return 1;
	mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (mapped == MAP_FAILED)
		return 1;
	/* There, but not to be written to without asking. */
	__atomic_load_n(mapped, __ATOMIC_SEQ_CST);
	if (ioctl(job->root, FIFREEZE, 0) ||
	    pthread_create(&thread, NULL, change_mapping, mapped) ||
	    pthread_create(&thread, NULL, wait_for_futex, &word))
		return 1;
	while (!threads->changes || !threads->sleeps)
		usleep(1000);
	threads->faults = gettid();
	return job->touch(mapped);
}

FIXTURE_SETUP(mapping)
{
	struct job job = { .touch = variant->touch };

	self->root = -1;
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	job.root = open(DISK_PATH, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (job.root < 0 || ioctl(job.root, FIFREEZE, 0) ||
	    ioctl(job.root, FITHAW, 0))
		SKIP(return, "no ext4 on a disk: CONFIG_EXT4_FS or CONFIG_VIRTIO_BLK is off");
	self->root = job.root;
	threads = mmap(NULL, sizeof(*threads), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, threads);
	self->child = child_start(fault, &job);
}

FIXTURE_TEARDOWN(mapping)
{
	model_free(&self->model);
	output_free(&self->output);
	if (self->root < 0)
		return;
	EXPECT_EQ(0, ioctl(self->root, FITHAW, 0));
	EXPECT_TRUE(children_kill());
	close(self->root);
	munmap(threads, sizeof(*threads));
	unlink(MAPPED_PATH);
}

/*
 * Has the fault the lock of the mapping alone, which who changes that wants? It has
 * the address space by then, and has gone on; some kernels have the one inline in
 * the other.
 */
static bool is_of_mapping_alone(pid_t changes)
{
	char *stack = proc_text(changes, "stack");
	bool alone = stack && (strstr(stack, "vma_start_write") ||
			       strstr(stack, "mprotect_fixup"));

	free(stack);
	return alone;
}

/* It goes through all address spaces, and may have the last one's on its stack. */
static bool refers_khugepaged(const struct model *model)
{
	size_t i;

	for (i = 0; i < model->count; i++)
		if (!strcmp((char *)model->task[i].raw.comm, "khugepaged"))
			return refers(model, model->task[i].raw.tid);
	return false;
}

TEST_F(mapping, lock_of_a_fault)
{
	bool others;

	ASSERT_TRUE(await(threads->faults, 10));
	ASSERT_TRUE(await(waits_for(&self->model, threads->faults,
				    PROCSCOPE_KIND_PERCPU_RWSEM), 10));
	ASSERT_TRUE(await(waits_for(&self->model, threads->sleeps,
				    PROCSCOPE_KIND_FUTEX), 10));
	threads->go = true;
	ASSERT_TRUE(proc_becomes_stuck(threads->changes, "mprotect"));
	if (is_of_mapping_alone(threads->changes))
		SKIP(return, "faults have the lock of a mapping alone: CONFIG_PER_VMA_LOCK is on");

	ASSERT_TRUE(await(waits_for(&self->model, threads->changes,
				    PROCSCOPE_KIND_RWSEM), 10));
	ASSERT_TRUE(seek(&self->model, threads->changes));
	EXPECT_EQ(PROCSCOPE_OBJECT_MMAP_LOCK, self->model.sought.object);
	EXPECT_TRUE(refers(&self->model, threads->faults));
	/* What that one refers to it by is the futex, which is no lock's. */
	EXPECT_FALSE(refers(&self->model, threads->sleeps));
	others = refers_khugepaged(&self->model);
	EXPECT_EQ(1 + others, count_references(&self->model));

	self->output = why(threads->changes);
	EXPECT_EQ(0, self->output.code);
	EXPECT_TRUE(says(&self->output,
			 "it wants to write-lock mmap_lock of readers_test["));
	if (others && lacks("held")) {
		EXPECT_TRUE(says(&self->output,
				 "; by a hint, their stacks refer to it: "));
	} else {
		EXPECT_TRUE(names(&self->output, threads->faults));
	}
	EXPECT_TRUE(says(&self->output, "1 reader holds it"));
	if (lacks("held"))
		EXPECT_EQ(NULL, strstr(self->output.out, "exact"));
	output_show("why", &self->output);
}

/* Nothing sought is not nothing found. */
TEST_F(readers, what_is_not_sought_is_told)
{
	struct procscope_ask ask = { .size = sizeof(ask), .waiter = -1 };
	pid_t owner;
	int fd;

	/* Who waits for a go waits for no lock. */
	owner = hold_start(NULL, "mutex 0; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	ASSERT_TRUE(seek(&self->model, owner));
	EXPECT_EQ(PROCSCOPE_NONE, self->model.sought.status);
	EXPECT_EQ(0, self->model.sought.lock);
	EXPECT_EQ(0, count_references(&self->model));
	EXPECT_LE(10, self->model.count);

	/* The largest number there can be; the next one is none. */
	ASSERT_TRUE(seek(&self->model, 4 * 1024 * 1024));
	EXPECT_EQ(PROCSCOPE_GONE, self->model.sought.status);
	EXPECT_EQ(0, count_references(&self->model));

	/* A snapshot that was not asked says nothing of it. */
	model_free(&self->model);
	ASSERT_TRUE(view_snapshot(&self->model));
	EXPECT_EQ(0, self->model.sought.status);
	EXPECT_EQ(0, self->model.header.ask.waiter);

	fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, fd);
	EXPECT_EQ(-1, write(fd, &ask, sizeof(ask)));
	EXPECT_EQ(EINVAL, errno);
	/* What has not run is not looked at. */
	ask.waiter = getpid();
	ask.since = 1;
	EXPECT_EQ(-1, write(fd, &ask, sizeof(ask)));
	EXPECT_EQ(EINVAL, errno);
	ask.since = 0;
	EXPECT_EQ(sizeof(ask), write(fd, &ask, sizeof(ask)));
	close(fd);
}

/* However it is read, there is one such record, and before all tasks. */
TEST_F(readers, byte_by_byte)
{
	struct procscope_ask ask = {
		.size = sizeof(ask), .parts = PROCSCOPE_PART_WAIT,
	};
	pid_t reader = start_reader(0);
	size_t at, size, sought = 0, tasks = 0;
	struct procscope_record head;
	struct procscope_header header;
	char *bytes;
	int fd;

	ASSERT_LT(0, reader);
	ask.waiter = start_writer(0);
	fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	ASSERT_EQ(sizeof(ask), write(fd, &ask, sizeof(ask)));
	bytes = view_rest(fd, 1, &size);
	close(fd);
	ASSERT_NE(NULL, bytes);
	memcpy(&header, bytes, sizeof(header));
	for (at = header.size; at < size; at += head.size) {
		memcpy(&head, bytes + at, sizeof(head));
		tasks += head.type == PROCSCOPE_TYPE_TASK;
		sought += head.type == PROCSCOPE_TYPE_SOUGHT;
		if (head.type == PROCSCOPE_TYPE_SOUGHT)
			EXPECT_EQ(0, tasks);
	}
	EXPECT_EQ(1, sought);
	EXPECT_LE(10, tasks);
	free(bytes);
}

/* A file has no stacks' words: what it says of readers is what the lock says. */
TEST_F(readers, are_not_in_files)
{
	pid_t reader = start_reader(0);
	pid_t writer = start_writer(0);
	char number[16];

	ASSERT_LT(0, reader);
	ASSERT_LT(0, writer);
	snprintf(number, sizeof(number), "%d", writer);
	self->output = OUTPUT_OF(PATIENCE, "procscope", "record",
				 "/tmp/readers.snapshot");
	ASSERT_EQ(0, self->output.code);
	output_free(&self->output);
	self->output = OUTPUT_OF(PATIENCE, "procscope", "-i",
				 "/tmp/readers.snapshot", "why", number);
	EXPECT_TRUE(says(&self->output, "1 reader holds it"));
	EXPECT_EQ(NULL, strstr(self->output.out, "refers to"));
}

TEST_HARNESS_MAIN
