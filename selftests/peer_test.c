// SPDX-License-Identifier: GPL-2.0
/*
 * peer_test.c - is it true who has the other end of a pipe or socket that a task
 * waits for?
 *
 * The test hands the ends out, and so knows who has which.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "needs.h"
#include "output.h"
#include "sleepers.h"
#include "views.h"

#define PATIENCE	20
#define FIFO_PATH	"/tmp/peer-test"
#define RECORD_PATH	"/tmp/peer-record"
#define FUSE_PATH	"/tmp/peer-fuse"

/* More than are told of one task. */
#define MANY_ENDS	400

/* Looks at a task whose files come and go. */
#define LOOKS		100

enum { NO_END = 0, READ_END = 1, WRITE_END = 2, BOTH_ENDS = 3 };

/* The pipe or pair of sockets that a test is about; children close what they are not to have. */
static int ends[2];

/**
 * struct job - what a child is to do
 * @keep: ends that it keeps
 * @act: what it does then
 */
struct job {
	int keep;
	int (*act)(void);
};

static void keep_ends(int keep)
{
	if (!(keep & READ_END))
		close(ends[0]);
	if (!(keep & WRITE_END))
		close(ends[1]);
}

static int run(void *argument)
{
	const struct job *job = argument;

	keep_ends(job->keep);
	return job->act();
}

static pid_t start(int keep, int (*act)(void))
{
	struct job job = { .keep = keep, .act = act };

	return child_start(run, &job);
}

static int stay(void)
{
	for (;;)
		pause();
	return 0;
}

static int read_byte(void)
{
	char byte;

	return read(ends[0], &byte, 1) < 0;
}

static int write_much(void)
{
	static char much[1 << 20];

	return write(ends[1], much, sizeof(much)) < 0;
}

/* The call that a task sleeps in; -1 if it does not. */
/* It sleeps in pause(): it has closed what it was to close. */
static bool stays(pid_t tid)
{
	return await(proc_call(tid) == SYS_pause, 10);
}

static bool waits_for(struct model *model, pid_t tid, __u32 kind, __u32 mode)
{
	const struct wait *wait;

	if (!sleeper_waits(model, tid, kind))
		return false;
	wait = model_find(model, tid)->wait;
	return wait->raw.mode == mode &&
	       wait->raw.object_status == PROCSCOPE_OK;
}

static bool waits(struct model *model, pid_t tid, __u32 mode)
{
	return waits_for(model, tid, PROCSCOPE_KIND_PIPE, mode);
}

/* The words that why has for a task. */
static void expect_why(struct __test_metadata *_metadata, pid_t tid, int code,
		       const char *format, ...)
{
	struct output output;
	char words[200];
	char number[16];
	va_list list;

	va_start(list, format);
	vsnprintf(words, sizeof(words), format, list);
	va_end(list);
	snprintf(number, sizeof(number), "%d", tid);
	output = OUTPUT_OF(PATIENCE, "procscope", "why", number);
	EXPECT_EQ(code, output.code);
	EXPECT_NE(NULL, strstr(output.out, words)) {
		TH_LOG("no \"%s\"", words);
		output_show("why", &output);
	}
	output_free(&output);
}

FIXTURE(peer) {
	struct model model;
};

FIXTURE_SETUP(peer)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, pipe(ends));
}

FIXTURE_TEARDOWN(peer)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
}

/* What the records of a task say of the pipe that a wait is for. */
static const struct procscope_open *open_of(const struct model *model,
					    pid_t tid, const struct wait *wait)
{
	const struct task *task = model_find(model, tid);
	const struct open_file *file = task ? task->open : NULL;

	for (; file; file = file->next)
		if (file->raw.lock == wait->raw.lock)
			return &file->raw;
	return NULL;
}

TEST_F(peer, one_writer)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t reader = start(READ_END, read_byte);
	const struct procscope_open *open;
	const struct wait *wait;
	struct stat stat;

	ASSERT_EQ(0, fstat(ends[0], &stat));
	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	EXPECT_NE(0, self->model.header.given & PROCSCOPE_PART_FILES);
	wait = model_find(&self->model, reader)->wait;
	open = open_of(&self->model, writer, wait);
	ASSERT_NE(NULL, open);
	EXPECT_EQ(PROCSCOPE_KIND_PIPE, open->kind);
	EXPECT_EQ(PROCSCOPE_OPEN_WRITE, open->flags);
	EXPECT_EQ(1, open->fds);
	EXPECT_EQ(1, open->readers);
	EXPECT_EQ(1, open->writers);
	EXPECT_EQ(1, open->references);
	EXPECT_EQ(stat.st_ino, open->ino);
	open = open_of(&self->model, reader, wait);
	ASSERT_NE(NULL, open);
	EXPECT_EQ(PROCSCOPE_OPEN_READ, open->flags);
	EXPECT_EQ(NULL, open_of(&self->model, getpid(), wait));

	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
	expect_why(_metadata, reader, 0,
		   "Way out: peer_test[%d] has to write to it, or to close it",
		   writer);
}

/* What was recorded tells it as well. */
TEST_F(peer, in_a_file)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t reader = start(READ_END, read_byte);
	struct output output;
	char words[64];
	char number[16];

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	output = OUTPUT_OF(PATIENCE, "procscope", "record", RECORD_PATH);
	EXPECT_EQ(0, output.code);
	output_free(&output);
	EXPECT_TRUE(child_kill(writer));
	snprintf(number, sizeof(number), "%d", reader);
	snprintf(words, sizeof(words), "other end peer_test[%d] (exact)",
		 writer);
	output = OUTPUT_OF(PATIENCE, "procscope", "-i", RECORD_PATH, "why",
			   number);
	EXPECT_NE(NULL, strstr(output.out, words)) {
		output_show("why", &output);
	}
	output_free(&output);
	unlink(RECORD_PATH);
}

TEST_F(peer, one_reader)
{
	pid_t reader = start(READ_END, stay);
	pid_t writer = start(WRITE_END, write_much);

	ASSERT_TRUE(stays(reader));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, writer, PROCSCOPE_MODE_WRITE),
			  10));
	expect_why(_metadata, writer, 0, "other end peer_test[%d] (exact)",
		   reader);
	expect_why(_metadata, writer, 0, "has to read from it, or to close it");
}

TEST_F(peer, writer_that_is_stopped)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t reader = start(READ_END, read_byte);

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_EQ(0, kill(writer, SIGSTOP));
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ) &&
			  proc_state(writer) == 'T', 10));
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (exact) is stopped", writer);
}

TEST_F(peer, several_writers)
{
	pid_t one = start(WRITE_END, stay);
	pid_t two = start(WRITE_END, stay);
	pid_t reader = start(READ_END, read_byte);

	ASSERT_TRUE(stays(one) && stays(two));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "no owner: several have the other end open: peer_test[%d], peer_test[%d]\n",
		   one < two ? one : two, one < two ? two : one);
}

static int wait_for_own_child(void)
{
	pid_t child = fork();

	if (!child)
		stay();
	return waitpid(child, NULL, 0) < 0;
}

/* As a shell and what it runs have it. */
TEST_F(peer, writer_that_the_other_waits_for)
{
	pid_t parent = start(WRITE_END, wait_for_own_child);
	pid_t reader = start(READ_END, read_byte);
	pid_t child;

	ASSERT_TRUE(await(proc_call(parent) == SYS_wait4, 10));
	child = proc_child(parent);
	ASSERT_LT(0, child);
	ASSERT_TRUE(stays(child));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (exact; those wait for it that have it open as well: peer_test[%d])",
		   child, parent);
	kill(child, SIGKILL);
}

TEST_F(peer, nobody_but_itself)
{
	pid_t reader = start(BOTH_ENDS, read_byte);

	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "no owner: nobody but itself has the other end open");
	expect_why(_metadata, reader, 0,
		   "Way out: a signal to peer_test[%d], which has to close its own other end",
		   reader);
}

TEST_F(peer, another_and_itself)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t reader = start(BOTH_ENDS, read_byte);

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (exact; peer_test[%d] has it open itself as well)",
		   writer, reader);
	/* Its own end stays open, whatever becomes of the other task. */
	expect_why(_metadata, reader, 0,
		   "Way out: peer_test[%d] has to write to it: look", writer);
}

static void *thread_stays(void *unused)
{
	(void)unused;
	stay();
	return NULL;
}

static int stay_with_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_stays, NULL))
		return 1;
	return stay();
}

static int read_with_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_stays, NULL))
		return 1;
	return read_byte();
}

/* Each of its threads could write. */
TEST_F(peer, writer_with_threads)
{
	pid_t writer = start(WRITE_END, stay_with_thread);
	pid_t reader = start(READ_END, read_byte);
	const struct wait *wait;
	size_t i, found = 0;

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	/* What they share is told once. */
	wait = model_find(&self->model, reader)->wait;
	for (i = 0; i < self->model.count; i++)
		if (self->model.task[i].raw.tgid == writer)
			found += !!open_of(&self->model,
					   self->model.task[i].raw.tid, wait);
	EXPECT_EQ(1, found);
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (a hint: any of its threads may use it)",
		   writer);
}

static int leave_to_thread(void)
{
	pthread_t thread;

	if (!pthread_create(&thread, NULL, thread_stays, NULL))
		syscall(SYS_exit, 0);
	return 1;
}

/* The process is what its last thread is. */
TEST_F(peer, writer_whose_leader_has_ended)
{
	pid_t writer = start(WRITE_END, leave_to_thread);
	pid_t reader = start(READ_END, read_byte);
	pid_t thread = 0;
	size_t i;

	ASSERT_TRUE(await(proc_state(writer) == 'Z', 10));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	for (i = 0; i < self->model.count; i++)
		if (self->model.task[i].raw.tgid == writer &&
		    self->model.task[i].raw.tid != writer)
			thread = self->model.task[i].raw.tid;
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact) has slept",
		   thread);
}

TEST_F(peer, threads_of_its_own)
{
	pid_t reader = start(BOTH_ENDS, read_with_thread);

	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "no owner: only threads of its own process have the other end open");
}

TEST_F(peer, another_and_threads_of_its_own)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t reader = start(BOTH_ENDS, read_with_thread);

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (a hint: one that has it, as have threads of its own process",
		   writer);
}

/* Who has a table of its own has what is in it, thread or not. */
static void *unshare_and_stay(void *unused)
{
	(void)unused;
	if (!unshare(CLONE_FILES))
		stay();
	return NULL;
}

static int stay_with_apart(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, unshare_and_stay, NULL))
		return 1;
	return stay();
}

TEST_F(peer, thread_with_files_of_its_own)
{
	pid_t writer = start(WRITE_END, stay_with_apart);
	pid_t reader = start(READ_END, read_byte);
	const struct wait *wait;
	size_t i, found = 0;

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	for (i = 0; i < self->model.count; i++)
		if (self->model.task[i].raw.tgid == writer &&
		    stays(self->model.task[i].raw.tid))
			found++;
	ASSERT_EQ(2, found);
	ASSERT_TRUE(waits(&self->model, reader, PROCSCOPE_MODE_READ));
	wait = model_find(&self->model, reader)->wait;
	for (i = 0, found = 0; i < self->model.count; i++)
		if (self->model.task[i].raw.tgid == writer)
			found += !!open_of(&self->model,
					   self->model.task[i].raw.tid, wait);
	EXPECT_EQ(2, found);
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (a hint: any of its threads may use it)",
		   writer);
}

/* Put a copy of the end that writes on its way: nobody has it then. */
static bool send_end(int sockets[2])
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = "";
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &ends[1], sizeof(int));
	return !socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) &&
	       sendmsg(sockets[0], &message, 0) == 1;
}

TEST_F(peer, end_in_a_message)
{
	pid_t reader;
	int sockets[2];

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	reader = start(READ_END, read_byte);
	ASSERT_TRUE(send_end(sockets));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "no owner: no task is seen with the other end open");
	close(sockets[0]);
	close(sockets[1]);
}

TEST_F(peer, another_and_a_message)
{
	pid_t writer;
	pid_t reader;
	int sockets[2];

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	writer = start(WRITE_END, stay);
	reader = start(READ_END, read_byte);
	ASSERT_TRUE(stays(writer));
	ASSERT_TRUE(send_end(sockets));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "other end peer_test[%d] (a hint: one that has it, and not all are known)",
		   writer);
	close(sockets[0]);
	close(sockets[1]);
}

static int open_fifo(int how)
{
	int fd = open(FIFO_PATH, how | O_CLOEXEC);

	if (fd < 0)
		return fd;
	return how == O_RDONLY ? read(fd, ends, 1) : stay();
}

static int read_fifo(void)
{
	return open_fifo(O_RDONLY) < 0;
}

static int keep_fifo(void)
{
	return open_fifo(O_WRONLY) < 0;
}

/* The first one to come finds nobody at the other end. */
static void expect_opened(struct __test_metadata *_metadata,
			  struct model *model, pid_t tid)
{
	const struct wait *wait;

	ASSERT_TRUE(await(waits(model, tid, 0), 10));
	wait = model_find(model, tid)->wait;
	EXPECT_STREQ("/peer-test", wait->path ?: "");
	EXPECT_NE(0, wait->raw.lock);
	EXPECT_EQ(PROCSCOPE_NONE, wait->raw.owner_status);
	expect_why(_metadata, tid, 0,
		   "it waits for somebody to open the other end of \"");
	expect_why(_metadata, tid, 0, "/peer-test\"");
}

TEST_F(peer, fifo_to_write)
{
	unlink(FIFO_PATH);
	ASSERT_EQ(0, mkfifo(FIFO_PATH, 0600));
	expect_opened(_metadata, &self->model, start(NO_END, keep_fifo));
	unlink(FIFO_PATH);
}

TEST_F(peer, fifo)
{
	pid_t writer, reader;

	unlink(FIFO_PATH);
	ASSERT_EQ(0, mkfifo(FIFO_PATH, 0600));
	reader = start(NO_END, read_fifo);
	expect_opened(_metadata, &self->model, reader);
	writer = start(NO_END, keep_fifo);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	/* Each lets the other's open() go on, before either has a descriptor. */
	ASSERT_TRUE(stays(writer));
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
	expect_why(_metadata, reader, 0, "/peer-test\"");
	unlink(FIFO_PATH);
}

static int stay_with_copies(void)
{
	int i;

	for (i = 0; i < 3; i++)
		if (dup(ends[1]) < 0)
			return 1;
	return stay();
}

TEST_F(peer, copies_of_a_descriptor)
{
	pid_t writer = start(WRITE_END, stay_with_copies);
	pid_t reader = start(READ_END, read_byte);
	const struct procscope_open *open;

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	open = open_of(&self->model, writer,
		       model_find(&self->model, reader)->wait);
	ASSERT_NE(NULL, open);
	EXPECT_EQ(4, open->fds);
	EXPECT_EQ(4, open->references);
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
}

static int exec_sleep(void)
{
	execlp("sleep", "sleep", "1000", NULL);
	return 1;
}

TEST_F(peer, writer_after_exec)
{
	pid_t writer = start(WRITE_END, exec_sleep);
	pid_t reader = start(READ_END, read_byte);

	ASSERT_TRUE(await(proc_call(writer) == SYS_nanosleep ||
			  proc_call(writer) == SYS_clock_nanosleep, 10));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0, "other end sleep[%d] (exact)", writer);
}

static int stay_in_clone(void *unused)
{
	(void)unused;
	return stay();
}

/* Two processes, one table. */
static int share_files(void)
{
	static char stack[64 * 1024];

	if (clone(stay_in_clone, stack + sizeof(stack), CLONE_FILES | SIGCHLD,
		  NULL) < 0)
		return 1;
	return stay();
}

TEST_F(peer, processes_that_share_files)
{
	pid_t writer = start(WRITE_END, share_files);
	pid_t reader = start(READ_END, read_byte);
	pid_t other;

	ASSERT_TRUE(stays(writer));
	other = proc_child(writer);
	ASSERT_LT(0, other);
	ASSERT_TRUE(stays(other));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	/* Nobody else has it: that is known though both tell of one descriptor. */
	expect_why(_metadata, reader, 0,
		   "no owner: several have the other end open: peer_test[%d], peer_test[%d]\n",
		   writer < other ? writer : other,
		   writer < other ? other : writer);
	kill(other, SIGKILL);
}

static int have_many_first(void)
{
	struct rlimit many = { 4 * MANY_ENDS, 4 * MANY_ENDS };
	int end = dup(ends[1]), i, spare[2];

	if (end < 0 || setrlimit(RLIMIT_NOFILE, &many))
		return 1;
	for (i = 0; i < MANY_ENDS; i++)
		if (pipe(spare))
			return 1;
	/* Behind all others. */
	if (fcntl(ends[1], F_DUPFD, 3 * MANY_ENDS) < 0)
		return 1;
	close(ends[1]);
	close(end);
	return stay();
}

static int have_many(void)
{
	struct rlimit many = { 4 * MANY_ENDS, 4 * MANY_ENDS };
	int i, spare[2];

	if (setrlimit(RLIMIT_NOFILE, &many))
		return 1;
	for (i = 0; i < MANY_ENDS; i++)
		if (pipe(spare))
			return 1;
	return stay();
}

TEST_F(peer, first_of_many)
{
	pid_t writer = start(WRITE_END, have_many);
	pid_t reader = start(READ_END, read_byte);

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
}

/* What does not fit is not told: but it is not said that nobody has it, either. */
TEST_F(peer, last_of_many)
{
	pid_t writer = start(WRITE_END, have_many_first);
	pid_t reader = start(READ_END, read_byte);

	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits(&self->model, reader, PROCSCOPE_MODE_READ),
			  10));
	expect_why(_metadata, reader, 0,
		   "no owner: no task is seen with the other end open");
}

static int come_and_go(void)
{
	int spare[2], high;

	for (;;) {
		if (pipe(spare))
			return 1;
		high = dup(spare[1]);
		close(spare[0]);
		close(spare[1]);
		close(high);
	}
}

/* Has the writer closed what it was started with, and the reader gone to sleep? */
static bool has_one(struct model *model, pid_t reader, pid_t writer)
{
	const struct procscope_open *open;

	if (!waits(model, reader, PROCSCOPE_MODE_READ))
		return false;
	open = open_of(model, writer, model_find(model, reader)->wait);
	return open && open->fds == 1;
}

/* Whatever else comes and goes, this end stays where it is. */
TEST_F(peer, files_that_come_and_go)
{
	pid_t writer = start(WRITE_END, come_and_go);
	pid_t reader = start(READ_END, read_byte);
	const struct procscope_open *open;
	const struct wait *wait;
	int i;

	keep_ends(NO_END);
	ASSERT_TRUE(await(has_one(&self->model, reader, writer), 10));
	for (i = 0; i < LOOKS; i++) {
		ASSERT_TRUE(waits(&self->model, reader, PROCSCOPE_MODE_READ));
		wait = model_find(&self->model, reader)->wait;
		open = open_of(&self->model, writer, wait);
		ASSERT_NE(NULL, open);
		ASSERT_EQ(1, open->fds);
		ASSERT_EQ(1, open->references);
		ASSERT_EQ(1, open->writers);
	}
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
}

static int other_ends[2];

static int read_the_other(void)
{
	char byte;

	close(other_ends[1]);
	return read(other_ends[0], &byte, 1) < 0;
}

static int read_this(void)
{
	close(other_ends[0]);
	return read_byte();
}

/* Each is to write what the other one reads. */
TEST_F(peer, deadlock)
{
	struct output output;
	pid_t one, two;

	ASSERT_EQ(0, pipe(other_ends));
	one = start(READ_END, read_this);
	two = start(WRITE_END, read_the_other);
	keep_ends(NO_END);
	close(other_ends[0]);
	close(other_ends[1]);
	ASSERT_TRUE(await(waits(&self->model, one, PROCSCOPE_MODE_READ) &&
			  waits(&self->model, two, PROCSCOPE_MODE_READ), 10));
	expect_why(_metadata, one, 3, "other end peer_test[%d] (exact)", two);
	expect_why(_metadata, one, 3, "DEADLOCK (breakable)");
	output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	EXPECT_EQ(3, output.code);
	output_free(&output);
}

static int lock_then_read(void)
{
	int fd = open(FIFO_PATH ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 || flock(fd, LOCK_EX))
		return 1;
	return read_byte();
}

static int lock_file(void)
{
	int fd = open(FIFO_PATH ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	return fd < 0 || flock(fd, LOCK_EX);
}

/* Who is stuck behind a lock is so for who has the other end. */
TEST_F(peer, root_of_a_lock)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t holder = start(READ_END, lock_then_read);
	struct output output;
	char words[64];
	pid_t waiter;

	ASSERT_TRUE(stays(writer));
	ASSERT_TRUE(await(waits(&self->model, holder, PROCSCOPE_MODE_READ),
			  10));
	waiter = start(NO_END, lock_file);
	keep_ends(NO_END);
	ASSERT_TRUE(await(proc_call(waiter) == SYS_flock &&
			  proc_sleeps(waiter, 'S'), 10));
	expect_why(_metadata, waiter, 0, "owner peer_test[%d] (exact)", holder);
	expect_why(_metadata, waiter, 0, "other end peer_test[%d] (exact)",
		   writer);
	snprintf(words, sizeof(words), "peer_test[%d]", writer);
	output = OUTPUT_OF(PATIENCE, "procscope", "roots");
	EXPECT_NE(NULL, strstr(output.out, words)) {
		output_show("roots", &output);
	}
	output_free(&output);
	unlink(FIFO_PATH ".lock");
}

/* Pairs of unix sockets. */

static int write_without_end(void)
{
	static char some[4096];
	ssize_t done;

	do
		done = write(ends[1], some, sizeof(some));
	while (done > 0);
	return 1;
}

FIXTURE(pair) {
	struct model model;
};

FIXTURE_VARIANT(pair) {
	int type;
};

FIXTURE_VARIANT_ADD(pair, stream) {
	.type = SOCK_STREAM,
};

FIXTURE_VARIANT_ADD(pair, seqpacket) {
	.type = SOCK_SEQPACKET,
};

FIXTURE_VARIANT_ADD(pair, datagram) {
	.type = SOCK_DGRAM,
};

FIXTURE_SETUP(pair)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	ASSERT_EQ(0, socketpair(AF_UNIX, variant->type, 0, ends));
}

FIXTURE_TEARDOWN(pair)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
}

TEST_F(pair, reader)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t reader = start(READ_END, read_byte);
	const struct procscope_open *open;
	const struct wait *wait;
	struct stat stat;

	ASSERT_EQ(0, fstat(ends[0], &stat));
	ASSERT_TRUE(stays(writer));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits_for(&self->model, reader,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	wait = model_find(&self->model, reader)->wait;
	EXPECT_EQ(stat.st_ino, wait->raw.ino);
	open = open_of(&self->model, writer, wait);
	ASSERT_NE(NULL, open);
	EXPECT_EQ(PROCSCOPE_KIND_SOCKET, open->kind);
	EXPECT_EQ(stat.st_ino, open->ino);
	EXPECT_EQ(1, open->fds);
	EXPECT_EQ(1, open->references);
	EXPECT_EQ(NULL, open_of(&self->model, reader, wait));
	expect_why(_metadata, reader, 0, "it waits for data in socket:[%lu]",
		   stat.st_ino);
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
}

/* An end by its path alone, and none that could be used. */
static int stay_with_path(void)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", ends[1]);
	if (open(path, O_PATH | O_CLOEXEC) < 0)
		return 1;
	close(ends[1]);
	return stay();
}

TEST_F(pair, reader_and_who_has_no_end)
{
	pid_t writer = start(WRITE_END, stay);
	pid_t other = start(WRITE_END, stay_with_path);
	pid_t reader = start(READ_END, read_byte);
	const struct wait *wait;

	ASSERT_TRUE(stays(writer));
	ASSERT_TRUE(stays(other));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits_for(&self->model, reader,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	wait = model_find(&self->model, reader)->wait;
	EXPECT_NE(NULL, open_of(&self->model, writer, wait));
	EXPECT_EQ(NULL, open_of(&self->model, other, wait));
	expect_why(_metadata, reader, 0, "other end peer_test[%d] (exact)",
		   writer);
}

TEST_F(pair, writer)
{
	pid_t reader = start(READ_END, stay);
	pid_t writer = start(WRITE_END, write_without_end);

	ASSERT_TRUE(stays(reader));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits_for(&self->model, writer,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_WRITE), 10));
	expect_why(_metadata, writer, 0, "it waits for room in socket:[");
	/* A datagram may have gone to another than the usual one. */
	if (variant->type == SOCK_DGRAM)
		expect_why(_metadata, writer, 0,
			   "no owner: whoever it has sent to");
	else
		expect_why(_metadata, writer, 0,
			   "other end peer_test[%d] (exact)", reader);
}

TEST_F(pair, nobody_but_itself)
{
	pid_t reader = start(BOTH_ENDS, read_byte);

	keep_ends(NO_END);
	ASSERT_TRUE(await(waits_for(&self->model, reader,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	expect_why(_metadata, reader, 0,
		   "no owner: nobody but itself has the other end open");
}

TEST_F(pair, several)
{
	pid_t one = start(WRITE_END, stay);
	pid_t two = start(WRITE_END, stay);
	pid_t reader = start(READ_END, read_byte);

	ASSERT_TRUE(stays(one) && stays(two));
	keep_ends(NO_END);
	ASSERT_TRUE(await(waits_for(&self->model, reader,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	expect_why(_metadata, reader, 0,
		   "no owner: several have the other end open: peer_test[%d], peer_test[%d]\n",
		   one < two ? one : two, one < two ? two : one);
}

static int read_other_end(void)
{
	char byte;

	return read(ends[1], &byte, 1) < 0;
}

TEST_F(pair, deadlock)
{
	pid_t one = start(READ_END, read_byte);
	pid_t two = start(WRITE_END, read_other_end);

	keep_ends(NO_END);
	ASSERT_TRUE(await(waits_for(&self->model, one, PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ) &&
			  waits_for(&self->model, two, PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	expect_why(_metadata, one, 3, "other end peer_test[%d] (exact)", two);
	expect_why(_metadata, one, 3, "DEADLOCK (breakable)");
}

/* Sockets that have a name, or none at their other end. */

static const struct sockaddr_un address = {
	.sun_family = AF_UNIX, .sun_path = "\0peer-test",
};

static int bound_socket(int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	if (fd >= 0 && !bind(fd, (const struct sockaddr *)&address,
			     sizeof(address)) &&
	    (type == SOCK_DGRAM || !listen(fd, 1)))
		return fd;
	return -1;
}

static int accept_one(void)
{
	int fd = bound_socket(SOCK_STREAM);

	return fd < 0 || accept(fd, NULL, NULL) < 0 || stay();
}

static int connect_and_read(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char byte;

	return connect(fd, (const struct sockaddr *)&address,
		       sizeof(address)) || read(fd, &byte, 1) < 0;
}

TEST_F(peer, connection)
{
	pid_t server;
	pid_t client;

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	server = start(NO_END, accept_one);
	ASSERT_TRUE(await(waits_for(&self->model, server,
				    PROCSCOPE_KIND_SOCKET, 0), 10));
	expect_why(_metadata, server, 0,
		   "it waits for somebody to connect to socket:[");
	expect_why(_metadata, server, 0, "no owner: whoever connects to it");

	client = start(NO_END, connect_and_read);
	ASSERT_TRUE(await(waits_for(&self->model, client,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	ASSERT_TRUE(stays(server));
	expect_why(_metadata, client, 0, "other end peer_test[%d] (exact)",
		   server);
}

static int receive_one(void)
{
	int fd = bound_socket(SOCK_DGRAM);
	char byte;

	return fd < 0 || recv(fd, &byte, 1, 0) < 0;
}

static int send_on(int fd, const struct sockaddr_un *to)
{
	ssize_t done;

	do
		done = sendto(fd, "", 1, 0, (const struct sockaddr *)to,
			      sizeof(*to));
	while (done > 0);
	return 1;
}

static int send_without_end(void)
{
	return send_on(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), &address);
}

/* Anybody can send to it. */
TEST_F(peer, datagrams)
{
	pid_t receiver;

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	receiver = start(NO_END, receive_one);
	ASSERT_TRUE(await(waits_for(&self->model, receiver,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	expect_why(_metadata, receiver, 0, "no owner: whoever sends to it");
}

static int receive_nothing(void)
{
	return bound_socket(SOCK_DGRAM) < 0 || stay();
}

static pid_t start_sender(struct __test_metadata *_metadata,
			  struct model *model, int (*act)(void))
{
	pid_t sender = start(NO_END, act);

	EXPECT_TRUE(await(waits_for(model, sender, PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_WRITE), 10));
	return sender;
}

/* It has no other end: it waits in the queue of the one that it sends to. */
static void expect_receiver(struct __test_metadata *_metadata,
			    struct model *model, pid_t receiver,
			    int (*fill)(void))
{
	const struct wait *wait;
	pid_t sender[3];
	size_t i;

	for (i = 0; i < 3; i++)
		sender[i] = start_sender(_metadata, model, fill);
	for (i = 0; i < 3; i++) {
		ASSERT_NE(NULL, model_find(model, sender[i]));
		wait = model_find(model, sender[i])->wait;
		ASSERT_NE(NULL, wait);
		EXPECT_NE(NULL, open_of(model, receiver, wait));
		EXPECT_EQ(NULL, open_of(model, sender[i], wait));
		expect_why(_metadata, sender[i], 0,
			   "it waits for room in socket:[%llu]", wait->raw.ino);
		expect_why(_metadata, sender[i], 0,
			   "other end peer_test[%d] (exact)", receiver);
		expect_why(_metadata, sender[i], 0,
			   "has to take something from it, or to close it");
	}
}

TEST_F(peer, datagrams_that_nobody_takes)
{
	pid_t receiver;

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	receiver = start(NO_END, receive_nothing);
	ASSERT_TRUE(stays(receiver));
	expect_receiver(_metadata, &self->model, receiver, send_without_end);
}

/* One that others send to, and that sends itself. */

#define BEFORE	5
#define AFTER	5

static const struct sockaddr_un middle = {
	.sun_family = AF_UNIX, .sun_path = "\0peer-test-middle",
};

static int send_from_middle(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return bind(fd, (const struct sockaddr *)&middle, sizeof(middle)) ||
	       send_on(fd, &address);
}

static int send_to_middle(void)
{
	return send_on(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), &middle);
}

/* It has its own socket at hand, in whose queue others are, far from both ends. */
TEST_F(peer, datagrams_in_a_chain)
{
	pid_t receiver, sender, last;
	unsigned int i;

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	receiver = start(NO_END, receive_nothing);
	ASSERT_TRUE(stays(receiver));
	for (i = 0; i < BEFORE; i++)
		start_sender(_metadata, &self->model, send_without_end);
	sender = start_sender(_metadata, &self->model, send_from_middle);
	for (i = 0; i < AFTER; i++)
		start_sender(_metadata, &self->model, send_without_end);
	for (i = 0; i < BEFORE; i++)
		last = start_sender(_metadata, &self->model, send_to_middle);
	expect_why(_metadata, sender, 0, "other end peer_test[%d] (exact)",
		   receiver);
	expect_why(_metadata, last, 0, "other end peer_test[%d] (exact)",
		   sender);
}

static int accept_nothing(void)
{
	return bound_socket(SOCK_STREAM) < 0 || stay();
}

static int connect_without_end(void)
{
	int fd;

	do
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	while (!connect(fd, (const struct sockaddr *)&address,
			sizeof(address)));
	return 1;
}

TEST_F(peer, connections_that_nobody_accepts)
{
	pid_t server;

	if (lacks_sockets(AF_UNIX))
		SKIP(return, "%s", lacks_sockets(AF_UNIX));
	server = start(NO_END, accept_nothing);
	ASSERT_TRUE(stays(server));
	expect_receiver(_metadata, &self->model, server, connect_without_end);
}

static int receive_from_net(void)
{
	const struct sockaddr_in any = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char byte;

	return bind(fd, (const struct sockaddr *)&any, sizeof(any)) ||
	       recv(fd, &byte, 1, 0) < 0;
}

TEST_F(peer, socket_of_another_family)
{
	pid_t receiver;

	if (lacks_sockets(AF_INET))
		SKIP(return, "%s", lacks_sockets(AF_INET));
	receiver = start(NO_END, receive_from_net);
	ASSERT_TRUE(await(waits_for(&self->model, receiver,
				    PROCSCOPE_KIND_SOCKET,
				    PROCSCOPE_MODE_READ), 10));
	expect_why(_metadata, receiver, 0,
		   "no owner: the other end may be on another machine");
}

/* A file system that is served by a process. */

static int fuse_device;

/* Answer what the kernel asks first, and nothing more. */
static int serve(void)
{
	struct {
		struct fuse_out_header head;
		struct fuse_init_out init;
	} answer = {
		.head.len = sizeof(answer),
		.init = {
			.major = FUSE_KERNEL_VERSION,
			.minor = FUSE_KERNEL_MINOR_VERSION,
			.max_write = 4096,
		},
	};
	static char question[1 << 16];
	struct fuse_in_header head;

	if (read(fuse_device, question, sizeof(question)) <
	    (ssize_t)sizeof(head))
		return 1;
	memcpy(&head, question, sizeof(head));
	answer.head.unique = head.unique;
	if (head.opcode != FUSE_INIT ||
	    write(fuse_device, &answer, sizeof(answer)) != sizeof(answer))
		return 1;
	return stay();
}

static int look_into(void)
{
	struct stat stat_of;

	close(fuse_device);
	return stat(FUSE_PATH "/file", &stat_of);
}

static int look_into_own(void)
{
	struct stat stat_of;

	return stat(FUSE_PATH "/file", &stat_of);
}

static int look_into_other(void)
{
	struct stat stat_of;

	close(fuse_device);
	return stat(FUSE_PATH "-other/file", &stat_of);
}

FIXTURE(fuse) {
	struct model model;
	pid_t server;
};

FIXTURE_SETUP(fuse)
{
	char options[100];

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	fuse_device = -1;
	fuse_device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (fuse_device < 0)
		SKIP(return, "no CONFIG_FUSE_FS: %s", strerror(errno));
	mkdir(FUSE_PATH, 0700);
	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse_device);
	ASSERT_EQ(0, mount("peer-test", FUSE_PATH, "fuse.peer", 0, options));
	self->server = start(NO_END, serve);
	ASSERT_TRUE(stays(self->server));
}

FIXTURE_TEARDOWN(fuse)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	if (fuse_device < 0)
		return;
	close(fuse_device);
	EXPECT_TRUE(children_kill());
	EXPECT_EQ(0, umount2(FUSE_PATH, MNT_DETACH));
}

static bool waits_for_server(struct model *model, pid_t tid)
{
	return waits_for(model, tid, PROCSCOPE_KIND_FUSE, 0);
}

/* The number that the kernel itself has for the connection. */
static unsigned int connection(void)
{
	char line[400];
	unsigned int major, minor = 0;
	FILE *mounts = fopen("/proc/self/mountinfo", "r");

	while (mounts && fgets(line, sizeof(line), mounts))
		if (strstr(line, " " FUSE_PATH " ") &&
		    sscanf(line, "%*d %*d %u:%u", &major, &minor) == 2)
			break;
	if (mounts)
		fclose(mounts);
	return minor;
}

TEST_F(fuse, server)
{
	const struct wait *wait;
	pid_t client;

	client = start(NO_END, look_into);
	close(fuse_device);
	ASSERT_TRUE(await(waits_for_server(&self->model, client), 10));
	wait = model_find(&self->model, client)->wait;
	EXPECT_EQ(PROCSCOPE_OBJECT_SUPER, wait->raw.object);
	EXPECT_EQ(connection(), wait->raw.dev_minor);
	EXPECT_STREQ("fuse", wait->fs ?: "");
	EXPECT_NE(NULL, open_of(&self->model, self->server, wait));
	expect_why(_metadata, client, 0,
		   "it waits for an answer of the file system \"" FUSE_PATH "\"");
	expect_why(_metadata, client, 0,
		   "server peer_test[%d] (a hint: it has its /dev/fuse open)",
		   self->server);
	expect_why(_metadata, client, 0,
		   "writing 1 to /sys/fs/fuse/connections/%u/abort ends the wait of peer_test[%d]",
		   connection(), client);
}

TEST_F(fuse, server_that_is_stopped)
{
	pid_t client = start(NO_END, look_into);

	close(fuse_device);
	ASSERT_EQ(0, kill(self->server, SIGSTOP));
	ASSERT_TRUE(await(waits_for_server(&self->model, client) &&
			  proc_state(self->server) == 'T', 10));
	expect_why(_metadata, client, 0, "/dev/fuse open) is stopped");
	ASSERT_EQ(0, kill(self->server, SIGCONT));
}

TEST_F(fuse, several_servers)
{
	pid_t client = start(NO_END, look_into);

	ASSERT_TRUE(await(waits_for_server(&self->model, client), 10));
	expect_why(_metadata, client, 0,
		   "no owner: several have its /dev/fuse open: ");
}

/* One who serves a file system and looks into it waits for itself. */
TEST_F(fuse, nobody_but_itself)
{
	pid_t client = start(NO_END, look_into_own);

	ASSERT_TRUE(await(waits_for_server(&self->model, client), 10));
	ASSERT_TRUE(child_kill(self->server));
	close(fuse_device);
	expect_why(_metadata, client, 0,
		   "no owner: nobody but itself has its /dev/fuse open");
}

/* Of two file systems, each has its own server. */
TEST_F(fuse, one_of_two)
{
	pid_t other_server, client, other_client;
	int first = fuse_device;
	char options[100];

	client = start(NO_END, look_into);
	fuse_device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, fuse_device);
	mkdir(FUSE_PATH "-other", 0700);
	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse_device);
	ASSERT_EQ(0, mount("other", FUSE_PATH "-other", "fuse.peer", 0,
			   options));
	close(first);
	other_server = start(NO_END, serve);
	ASSERT_TRUE(stays(other_server));
	other_client = start(NO_END, look_into_other);
	close(fuse_device);
	ASSERT_TRUE(await(waits_for_server(&self->model, client) &&
			  waits_for_server(&self->model, other_client), 10));
	expect_why(_metadata, client, 0, "server peer_test[%d] (a hint",
		   self->server);
	expect_why(_metadata, other_client, 0, "server peer_test[%d] (a hint",
		   other_server);
	EXPECT_TRUE(child_kill(other_server));
	EXPECT_TRUE(child_kill(other_client));
	EXPECT_EQ(0, umount2(FUSE_PATH "-other", MNT_DETACH));
}

/* It is told to those who ask for it. */
TEST_F(peer, only_if_asked)
{
	const struct procscope_ask ask = {
		.size = sizeof(ask), .parts = PROCSCOPE_PART_EVENT,
	};
	int fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	char error[128];
	size_t i;

	ASSERT_LE(0, fd);
	ASSERT_EQ(sizeof(ask), write(fd, &ask, sizeof(ask)));
	ASSERT_EQ(0, model_read(&self->model, fd, error, sizeof(error)));
	close(fd);
	EXPECT_EQ(0, self->model.header.given & PROCSCOPE_PART_FILES);
	for (i = 0; i < self->model.count; i++)
		EXPECT_EQ(NULL, self->model.task[i].open);
}

TEST_HARNESS_MAIN
