// SPDX-License-Identifier: GPL-2.0
/*
 * offline_test.c - does the command tell of files what it tells of the system,
 * and of bad ones that they are bad?
 *
 * Needs no module: the snapshots are made here.
 */
#include <kselftest_harness.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "output.h"
#include "synthetic.h"

#define PATIENCE	60
#define SECOND		1000000000ULL
#define NOBODY		65534

/* An hour after the epoch. */
#define THEN		(3600 * SECOND)

/*
 * 10 and 11 wait for each other and 20 for 10; 30 owns what 31 and, by a hint,
 * 32 want, and 33 waits for 31. Of 40 it can't be told what it waits for; 50
 * has a name that is all traps, and sleeps for no lock.
 */
static const char hostile[] = "a\x1b[2J\n)\"\\\xff;";

static void put_stack(struct synthetic *stream, int tid, __u32 frame)
{
	const __u32 frames[] = { frame, 1 };

	synthetic_put_stack(stream, tid, frames, 2);
}

static void put_waiter(struct synthetic *stream, int tid, int owner)
{
	__u32 frame = synthetic_string(stream, "__mutex_lock+0x1/0x2");

	synthetic_put_task(stream, synthetic_task(tid));
	put_stack(stream, tid, frame);
	synthetic_put_wait(stream, synthetic_wait(tid, 0x1000 + owner, owner),
			   NULL);
}

static void put_hint(struct synthetic *stream, int tid, int owner)
{
	struct procscope_wait wait = synthetic_wait(tid, 0x2000, owner);

	wait.kind = PROCSCOPE_KIND_RWSEM;
	wait.mode = PROCSCOPE_MODE_WRITE;
	wait.certainty = PROCSCOPE_OWNER_HINT;
	wait.object_status = PROCSCOPE_OK;
	wait.object = PROCSCOPE_OBJECT_I_RWSEM;
	wait.fs = synthetic_string(stream, "ext4");
	wait.ino = 77;
	wait.path_status = PROCSCOPE_OK;
	synthetic_put_task(stream, synthetic_task(tid));
	synthetic_put_wait(stream, wait, "/a/\x1bpath");
}

static void put_unresolved(struct synthetic *stream, int tid)
{
	struct procscope_wait wait = synthetic_wait(tid, 0, 0);

	wait.status = PROCSCOPE_UNAVAILABLE;
	wait.reason = synthetic_string(stream, "the test says so");
	synthetic_put_task(stream, synthetic_task(tid));
	synthetic_put_wait(stream, wait, NULL);
}

static void make(struct synthetic *stream, __u64 time)
{
	struct procscope_task task;
	__u32 frame;

	synthetic_begin(stream);
	((struct procscope_header *)stream->data)->boottime = time;
	((struct procscope_header *)stream->data)->realtime = THEN + time;
	synthetic_string(stream, "do_syscall_64+0x5/0x6");
	put_waiter(stream, 10, 11);
	put_waiter(stream, 11, 10);
	put_waiter(stream, 20, 10);
	frame = synthetic_string(stream, "io_schedule+0x3/0x4");
	synthetic_put_task(stream, synthetic_task(30));
	put_stack(stream, 30, frame);
	put_waiter(stream, 31, 30);
	put_hint(stream, 32, 30);
	put_waiter(stream, 33, 31);
	put_unresolved(stream, 40);
	task = synthetic_task(50);
	task.state = 'S';
	memset(task.comm, 0, sizeof(task.comm));
	memcpy(task.comm, hostile, sizeof(hostile));
	synthetic_put_task(stream, task);
	put_stack(stream, 50, frame);
	synthetic_end(stream);
}

/* Each task of the stream in turn. */
static struct procscope_task *next_task(struct synthetic *stream,
					struct procscope_task *task)
{
	unsigned char *end = stream->data + stream->size;
	unsigned char *at = task ? (unsigned char *)task + task->head.size :
			    stream->data + sizeof(struct procscope_header);

	for (; at < end; at += ((struct procscope_record *)at)->size)
		if (((struct procscope_record *)at)->type ==
		    PROCSCOPE_TYPE_TASK)
			return (void *)at;
	return NULL;
}

static void set_name(struct synthetic *stream, int tid, const char *name)
{
	struct procscope_task *task = NULL;

	while ((task = next_task(stream, task)))
		if (task->tid == tid)
			snprintf((char *)task->comm, sizeof(task->comm), "%s",
				 name);
}

static struct procscope_end *end_of(const struct synthetic *stream)
{
	return (void *)(stream->data + stream->size -
			sizeof(struct procscope_end));
}

FIXTURE(offline)
{
	char dir[32];
	char path[64];
	char other[64];
	struct synthetic stream;
	struct output output;
};

static bool write_file(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool written = fd >= 0 && write(fd, data, size) == (ssize_t)size;

	if (fd >= 0)
		close(fd);
	return written;
}

static size_t read_file(const char *path, void *data, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, data, room);

	if (fd >= 0)
		close(fd);
	return size < 0 ? 0 : size;
}

FIXTURE_SETUP(offline)
{
	memset(&self->output, 0, sizeof(self->output));
	snprintf(self->dir, sizeof(self->dir), "/tmp/offline.XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->dir));
	ASSERT_EQ(0, chmod(self->dir, 0755));
	snprintf(self->path, sizeof(self->path), "%s/snapshot", self->dir);
	snprintf(self->other, sizeof(self->other), "%s/other", self->dir);
	make(&self->stream, SECOND);
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
}

FIXTURE_TEARDOWN(offline)
{
	unlink(self->path);
	unlink(self->other);
	/* Nothing else was left there. */
	EXPECT_EQ(0, rmdir(self->dir));
	output_free(&self->output);
	synthetic_free(&self->stream);
}

/* Run it, and see that it ends with the code. */
#define RUN(expected, ...)						\
do {									\
	output_free(&self->output);					\
	self->output = OUTPUT_OF(PATIENCE, __VA_ARGS__);		\
	EXPECT_EQ(expected, self->output.code)				\
		output_show("procscope", &self->output);		\
} while (0)

/* Is the text in what it says? */
static bool says(const struct output *output, const char *text)
{
	if (strstr(output->out, text))
		return true;
	printf("# no '%s'\n", text);
	output_show("procscope", output);
	return false;
}

/* Is there one line of complaint with the text, and nothing else? */
static bool complains(const struct output *output, const char *text)
{
	const char *end = strchr(output->err, '\n');

	if (!*output->out && end && !end[1] && strstr(output->err, text))
		return true;
	printf("# no complaint '%s'\n", text);
	output_show("procscope", output);
	return false;
}

#define SAYS(text)	EXPECT_TRUE(says(&self->output, text))
#define SAYS_NOT(text)	EXPECT_EQ(NULL, strstr(self->output.out, text))
#define COMPLAINS(text)	EXPECT_TRUE(complains(&self->output, text))

TEST_F(offline, ps)
{
	RUN(0, "procscope", "-i", self->path, "ps");
	SAYS("# recorded on synthetic at 1970-01-01T01:00:01Z: 9 tasks, 6 blocked, 1 unresolved");
	SAYS("a\\x1b[2J\\x0a)\"\\\\xff;");
	SAYS_NOT("\x1b");
}

/* Letters are shown, but not what turns round the letters after it. */
TEST_F(offline, names_that_turn_the_line)
{
	set_name(&self->stream, 30, "\u00e9\u202e\u2066\u200b");
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	setenv("LC_ALL", "C.UTF-8", 1);
	RUN(0, "procscope", "-i", self->path, "ps", "-n", "-o", "COMM");
	SAYS("\n\u00e9\\xe2\\x80\\xae\\xe2\\x81\\xa6\\xe2\\x80\\x8b\n");
}

/* A letter of one byte here is none elsewhere, and breaks what reads JSON. */
static bool hides_byte(struct output *output, const char *path)
{
	bool hides;

	output_free(output);
	*output = OUTPUT_OF(PATIENCE, "procscope", "-i", path, "ps", "-n",
			    "-o", "COMM");
	hides = says(output, "\ncaf\\xe9\n") && !strchr(output->out, '\xe9');
	output_free(output);
	*output = OUTPUT_OF(PATIENCE, "procscope", "-i", path, "ps", "-J",
			    "-o", "COMM");
	return hides && says(output, "\"comm\": \"caf\\\\xe9\"") &&
	       !strchr(output->out, '\xe9');
}

TEST_F(offline, names_that_are_no_utf8)
{
	set_name(&self->stream, 30, "caf\xe9");
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	setenv("LC_ALL", "C", 1);
	EXPECT_TRUE(hides_byte(&self->output, self->path));
	setenv("LC_ALL", "C.UTF-8", 1);
	EXPECT_TRUE(hides_byte(&self->output, self->path));
}

/* Few systems have such a locale: it is made, where there is what of. */
TEST_F(offline, names_of_another_charset)
{
	const char *lacks = NULL;
	char command[256];

	set_name(&self->stream, 30, "caf\xe9");
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	/* Its warnings are none of ours; whether it is there is seen. */
	snprintf(command, sizeof(command),
		 "localedef -c --no-archive -i en_US -f ISO-8859-1 %s/latin1; LC_ALL=latin1 LOCPATH=%s locale charmap",
		 self->dir, self->dir);
	self->output = OUTPUT_OF(PATIENCE, "sh", "-c", command);
	if (!strcmp("ISO-8859-1\n", self->output.out)) {
		setenv("LOCPATH", self->dir, 1);
		setenv("LC_ALL", "latin1", 1);
		EXPECT_TRUE(hides_byte(&self->output, self->path));
	} else {
		lacks = "localedef makes no locale of ISO-8859-1";
	}
	snprintf(command, sizeof(command), "rm -rf %s/latin1", self->dir);
	RUN(0, "sh", "-c", command);
	if (lacks)
		SKIP(return, "%s", lacks);
}

TEST_F(offline, options_behind_the_command)
{
	RUN(0, "procscope", "ps", "-i", self->path);
	SAYS("9 tasks");
	RUN(0, "procscope", "ps", "--input", self->path);
	SAYS("9 tasks");
}

TEST_F(offline, standard_input)
{
	char command[256];

	snprintf(command, sizeof(command), "procscope -i - locks <%s",
		 self->path);
	RUN(0, "sh", "-c", command);
	SAYS("contended locks: 5");
}

TEST_F(offline, as_another_user)
{
	const char *const argv[] = {
		"procscope", "-i", self->path, "stack", NULL
	};

	self->output = output_of(PATIENCE, getuid() ? 0 : NOBODY, argv);
	EXPECT_EQ(0, self->output.code);
	SAYS("io_schedule");
}

TEST_F(offline, stack_of_some)
{
	RUN(0, "procscope", "-i", self->path, "stack", "30");
	SAYS("io_schedule");
	SAYS_NOT("__mutex_lock");
	RUN(1, "procscope", "-i", self->path, "stack", "30", "999");
	SAYS("io_schedule");
}

/* As make() does, but 10, 11 and 30 are threads of one process. */
static void make_group(struct synthetic *stream)
{
	struct procscope_task *task = NULL;

	make(stream, SECOND);
	while ((task = next_task(stream, task)))
		if (task->tid == 11 || task->tid == 30)
			task->tgid = 10;
}

TEST_F(offline, some_tasks)
{
	synthetic_free(&self->stream);
	make_group(&self->stream);
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID",
	    "--tgid", "10");
	EXPECT_EQ(0, strncmp("10\n11\n30\n#", self->output.out, 10));
	SAYS("of a part of the system: 3 tasks");
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID",
	    "--state", "SZ");
	EXPECT_EQ(0, strncmp("50\n#", self->output.out, 4));
	/* Of 40 it can't be told. */
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID",
	    "--blocked");
	EXPECT_EQ(0, strncmp("10\n11\n20\n31\n32\n33\n40\n#",
			     self->output.out, 22));
	SAYS("7 tasks, 6 blocked, 1 unresolved");
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID",
	    "--blocked", "--tgid=10", "--state=D");
	EXPECT_EQ(0, strncmp("10\n11\n#", self->output.out, 7));
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "--tgid", "7777");
	SAYS("of a part of the system: 0 tasks");
	RUN(0, "procscope", "-i", self->path, "ps", "-J", "--blocked");
	SAYS("\"partial\":false, \"all\":false,");
	RUN(0, "procscope", "-i", self->path, "stack", "--folded", "--tgid",
	    "10");
	SAYS("synthetic;do_syscall_64;__mutex_lock 2\n");
	SAYS("synthetic;do_syscall_64;io_schedule 1\n");
	RUN(1, "procscope", "-i", self->path, "stack", "30", "--blocked");
	EXPECT_NE(NULL, strstr(self->output.err,
			       "30: no such task among those that are asked for"));
}

/* As a wait is given of what is no lock, and of locks that are not found as others. */
static void put_event(struct synthetic *stream, struct procscope_wait wait)
{
	synthetic_put_task(stream, synthetic_task(wait.tid));
	synthetic_record(stream, PROCSCOPE_TYPE_EVENT, &wait, sizeof(wait),
			 NULL, 0);
}

/* A lock is one, however it was found; what is no lock blocks nobody. */
TEST_F(offline, blocked_by_what_comes_as_an_event)
{
	static const __u32 kind[] = {
		PROCSCOPE_KIND_PERCPU_RWSEM, PROCSCOPE_KIND_FLOCK,
		PROCSCOPE_KIND_POSIX_LOCK, PROCSCOPE_KIND_COMPLETION,
		PROCSCOPE_KIND_PIPE
	};
	static const char found[] =
		"60 percpu_rwsem\n61 flock\n62 posix_lock\n#";
	struct synthetic stream;
	struct procscope_wait wait;
	size_t i;

	synthetic_begin(&stream);
	((struct procscope_header *)stream.data)->given |=
		PROCSCOPE_PART_EVENT;
	for (i = 0; i < ARRAY_SIZE(kind); i++) {
		wait = synthetic_wait(60 + i, 0x3000 + i, 1);
		wait.kind = kind[i];
		put_event(&stream, wait);
	}
	synthetic_end(&stream);
	ASSERT_TRUE(write_file(self->path, stream.data, stream.size));
	synthetic_free(&stream);
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID,KIND",
	    "--blocked");
	EXPECT_EQ(0, strncmp(found, self->output.out, strlen(found)))
		output_show("ps", &self->output);
	RUN(0, "procscope", "-i", self->path, "record", self->other,
	    "--blocked");
	RUN(0, "procscope", "-i", self->other, "ps", "-rn", "-o", "TID,KIND");
	EXPECT_EQ(0, strncmp(found, self->output.out, strlen(found)))
		output_show("ps", &self->output);
}

TEST_F(offline, bad_choice_of_tasks)
{
	static const char *const all[] = {
		"locks", "deadlocks", "roots", "graph", "diff"
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		RUN(1, "procscope", "-i", self->path, all[i], "--blocked");
		EXPECT_NE(NULL, strstr(self->output.err,
				       "takes no --tgid, --state or --blocked"));
	}
	RUN(1, "procscope", "-i", self->path, "--tgid", "10", "why", "20");
	RUN(1, "procscope", "-i", self->path, "ps", "--tgid", "0");
	COMPLAINS("not a tgid: '0'");
	RUN(1, "procscope", "-i", self->path, "ps", "--tgid", "1x");
	COMPLAINS("not a tgid: '1x'");
	RUN(1, "procscope", "-i", self->path, "ps", "--state", "DQ");
	COMPLAINS("of RSDTtXZPI: 'DQ'");
	RUN(1, "procscope", "-i", self->path, "ps", "--state", "");
	COMPLAINS("not letters of states");
	RUN(1, "procscope", "-i", self->path, "ps", "--state");
}

/* A part that is kept is what was asked for, and remains known as a part. */
TEST_F(offline, record_some_tasks)
{
	RUN(0, "procscope", "-i", self->path, "record", self->other,
	    "--blocked");
	SAYS("of a part of the system: 7 tasks, 6 blocked");
	RUN(0, "procscope", "-i", self->other, "stack", "--folded");
	SAYS("synthetic;do_syscall_64;__mutex_lock 5\n");
	SAYS_NOT("io_schedule");
	RUN(0, "procscope", "-i", self->other, "ps");
	SAYS("of a part of the system: 7 tasks, 6 blocked");
	RUN(0, "procscope", "-i", self->other, "why", "33");
	SAYS("[30] (exact): it is not in this part of the system");
	RUN(1, "procscope", "-i", self->other, "why", "30");
	COMPLAINS("30: no such task in this part of the system");
	/* Of what is cut, a part is cut too. */
	ASSERT_EQ(0, truncate(self->path, self->stream.size -
			      sizeof(struct procscope_end) - 8));
	RUN(0, "procscope", "-i", self->path, "--partial", "record",
	    self->other, "--state", "D");
	RUN(1, "procscope", "-i", self->other, "ps");
	COMPLAINS("cut: ");
	RUN(0, "procscope", "-i", self->other, "--partial", "ps");
	SAYS("of a part of the system: 8 tasks");
}

static void shorten_header(struct synthetic *stream, size_t size)
{
	struct procscope_header *header = (void *)stream->data;

	header->size = size;
	memmove(stream->data + size, stream->data + sizeof(*header),
		stream->size - sizeof(*header));
	stream->size -= sizeof(*header) - size;
}

/* A header that can't tell of a part becomes one that does. */
TEST_F(offline, record_some_tasks_of_an_old_file)
{
	shorten_header(&self->stream, offsetof(struct procscope_header, ask));
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "record", self->other, "--state",
	    "S");
	RUN(0, "procscope", "-i", self->other, "ps", "-rn", "-o", "TID");
	EXPECT_EQ(0, strncmp("50\n#", self->output.out, 4));
	SAYS("of a part of the system: 1 task");
}

/* It is of no task, whatever is behind it. */
TEST_F(offline, record_what_is_too_short_for_a_tid)
{
	const struct procscope_record held = {
		.type = PROCSCOPE_TYPE_HELD,
		.size = sizeof(held),
		.tail = sizeof(held),
	};
	const struct procscope_end end = *end_of(&self->stream);
	unsigned char data[65536];
	size_t size;

	self->stream.size -= sizeof(end);
	synthetic_bytes(&self->stream, &held, sizeof(held));
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	/* What is behind it is no 0, as it would be of new memory. */
	setenv("MALLOC_PERTURB_", "165", 1);
	RUN(0, "procscope", "--partial", "-i", self->path, "record", "--state",
	    "D", self->other);
	size = read_file(self->other, data, sizeof(data));
	ASSERT_LT(sizeof(held), size);
	EXPECT_EQ(0, memcmp(&held, data + size - sizeof(held), sizeof(held)));

	/* In a whole file, another record is behind it. */
	synthetic_bytes(&self->stream, &end, sizeof(end));
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "record", "--state", "D",
	    self->other);
	size = read_file(self->other, data, sizeof(data));
	ASSERT_LT(sizeof(held) + sizeof(end), size);
	EXPECT_EQ(0, memcmp(&held, data + size - sizeof(end) - sizeof(held),
			    sizeof(held)));
}

TEST_F(offline, stack_folded)
{
	RUN(0, "procscope", "-i", self->path, "stack", "--folded");
	SAYS("\nsynthetic;do_syscall_64;__mutex_lock 5\n");
	SAYS("synthetic;do_syscall_64;io_schedule 1\n");
	SAYS("a\\x1b[2J\\x0a)\"\\\\xff\\x3b;do_syscall_64;io_schedule 1\n");
	SAYS("synthetic;?the kernel did not say 2\n");
	SAYS_NOT("#");
	RUN(1, "procscope", "-i", self->path, "stack", "--folded", "-J");
	RUN(1, "procscope", "-i", self->path, "ps", "--folded");
}

TEST_F(offline, one_look_is_no_deadlock)
{
	RUN(0, "procscope", "-i", self->path, "deadlocks");
	SAYS_NOT("DEADLOCK");
	SAYS("# cycles at one look: 1");
	RUN(0, "procscope", "-i", self->path, "why", "20");
	SAYS_NOT("DEADLOCK");
	SAYS("a deadlock if so at a later look too");
	SAYS("if it is a deadlock: ");
}

TEST_F(offline, two_looks_are)
{
	struct synthetic later;

	make(&later, 2 * SECOND);
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	synthetic_free(&later);
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	SAYS("DEADLOCK");
	SAYS("# deadlocks: 1");
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "why", "20");
	SAYS("DEADLOCK");
	/* What lacks in the earlier one may have been the same there. */
	RUN(0, "procscope", "-i", self->path, "record", self->path, "--state",
	    "S");
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	COMPLAINS("not of all tasks");
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size - 8));
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "--partial",
	    "why", "20");
	COMPLAINS("not of all tasks");
	RUN(0, "procscope", "--partial", "diff", self->path, self->other);
	SAYS("; the earlier file is not of all tasks; seen: ");
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "-i", self->other, "-i", self->path, "deadlocks");
	COMPLAINS("100 ms");
	RUN(1, "procscope", "-i", self->path, "-i", self->path, "deadlocks");
	COMPLAINS("100 ms");
}

/* What a stream tells may be as late as its end, however early it began. */
TEST_F(offline, looks_that_overlap)
{
	struct procscope_end *end = end_of(&self->stream);
	struct synthetic later;

	make(&later, 2 * SECOND);
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	synthetic_free(&later);
	end->boottime = 2 * SECOND - SECOND / 10 + 1;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	COMPLAINS("/other: not of at least 100 ms after ");
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "why", "20");
	COMPLAINS("/other: not of at least 100 ms after ");
	end->boottime--;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	SAYS("# deadlocks: 1");
}

/* That what returns now was not seen before is no denial, if it could not be. */
TEST_F(offline, looks_that_do_not_compare)
{
	struct procscope_header *then = (void *)self->stream.data;
	struct procscope_header *now;
	struct synthetic later;

	make(&later, 2 * SECOND);
	now = (void *)later.data;
	now->load++;
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	COMPLAINS("/other: the snapshots are of different systems, or the module was loaded anew");
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "why", "20");
	COMPLAINS("loaded anew");
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "graph");
	COMPLAINS("loaded anew");

	now->load--;
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	then->given &= ~PROCSCOPE_PART_WAIT;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	COMPLAINS("/snapshot: not of all that is in ");
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "why", "20");
	COMPLAINS("/snapshot: not of all that is in ");
	/* Of what is not asked, none need be there. */
	then->given |= PROCSCOPE_PART_WAIT;
	then->given &= ~PROCSCOPE_PART_STACK;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	now->given |= PROCSCOPE_PART_EVENT;
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	RUN(1, "procscope", "-i", self->path, "-i", self->other, "deadlocks");
	COMPLAINS("/snapshot: not of all that is in ");
	synthetic_free(&later);
}

/* 10 waits for any child, which is 20; of the third task it depends who that is. */
static void put_family(struct synthetic *stream, struct procscope_task third)
{
	struct procscope_task child = synthetic_task(20);
	struct procscope_wait wait = synthetic_wait(10, 0, 0);

	synthetic_begin(stream);
	wait.kind = PROCSCOPE_KIND_CHILD;
	wait.mode = 0;
	wait.owner_status = PROCSCOPE_NONE;
	wait.certainty = 0;
	put_event(stream, wait);
	child.ppid = 10;
	synthetic_put_task(stream, child);
	synthetic_put_task(stream, third);
	synthetic_end(stream);
}

static bool is_told(struct output *output, const char *path,
		    struct procscope_task third, const char *words)
{
	struct synthetic stream;
	bool written;

	put_family(&stream, third);
	written = write_file(path, stream.data, stream.size);
	synthetic_free(&stream);
	output_free(output);
	*output = OUTPUT_OF(PATIENCE, "procscope", "-i", path, "why", "10");
	return written && says(output, words);
}

/* The only child is sure to be the one only while there can't be another. */
TEST_F(offline, only_child)
{
	static const char sure[] = "child synthetic[20] (exact)";
	static const char by_thread[] =
		"synthetic[20] (a hint: another thread of the waiter may have a child that ends)";
	static const char by_descendant[] =
		"synthetic[20] (a hint: a descendant of it may be handed on to the waiter)";
	struct procscope_task third = synthetic_task(30);

	EXPECT_TRUE(is_told(&self->output, self->path, third, sure));

	third.tgid = 10;
	EXPECT_TRUE(is_told(&self->output, self->path, third, by_thread));
	third.state = 'X';
	EXPECT_TRUE(is_told(&self->output, self->path, third, sure));

	third = synthetic_task(30);
	third.ppid = 20;
	EXPECT_TRUE(is_told(&self->output, self->path, third,
			    by_descendant));
	/* What it has left behind was handed on already. */
	third.state = 'Z';
	EXPECT_TRUE(is_told(&self->output, self->path, third, sure));
}

/* A waiter for a lock, and what else ends its wait. */
static void put_breakable(struct synthetic *stream, int tid, int owner,
			  __u32 breakable)
{
	struct procscope_task task = synthetic_task(tid);

	task.breakable = breakable;
	synthetic_put_task(stream, task);
	synthetic_put_wait(stream, synthetic_wait(tid, 0x1000 + owner, owner),
			   NULL);
}

static bool is_made(struct synthetic *stream, const char *path)
{
	bool written;

	synthetic_end(stream);
	written = write_file(path, stream->data, stream->size);
	synthetic_free(stream);
	return written;
}

/* 60 waits for a file that 61 serves, 61 for 60, and 62 for 60. */
static bool make_served(const char *path, const char *fs)
{
	struct procscope_wait wait = synthetic_wait(60, 0x3000, 61);
	struct synthetic stream;

	synthetic_begin(&stream);
	((struct procscope_header *)stream.data)->given |=
		PROCSCOPE_PART_EVENT;
	wait.kind = PROCSCOPE_KIND_FUSE;
	wait.mode = 0;
	wait.object_status = PROCSCOPE_OK;
	wait.object = PROCSCOPE_OBJECT_FILE;
	wait.fs = synthetic_string(&stream, fs);
	wait.dev_minor = 42;
	put_event(&stream, wait);
	put_breakable(&stream, 61, 60, 0);
	put_breakable(&stream, 62, 60, 0);
	return is_made(&stream, path);
}

/* The kernel can cut off a server, though nothing wakes those who wait. */
TEST_F(offline, way_out_by_an_abort)
{
	static const char *const tid[] = { "60", "61", "62" };
	static const char by_abort[] =
		"writing 1 to /sys/fs/fuse/connections/42/abort ends the wait of synthetic[60]";
	size_t i;

	ASSERT_TRUE(make_served(self->path, "fuse"));
	for (i = 0; i < ARRAY_SIZE(tid); i++) {
		RUN(0, "procscope", "-i", self->path, "why", tid[i]);
		SAYS("if it is a deadlock: none of these waits can be interrupted; writing 1");
		SAYS(by_abort);
		SAYS_NOT("reboot");
	}
	/* Which connection it is can't be told of this one. */
	ASSERT_TRUE(make_served(self->path, "virtiofs"));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS("none of these waits can be interrupted; only a reboot ends them\n");
	SAYS_NOT("abort");
}

/* 60 wants what 61 has, which waits for 63; if @another, 62 has it as well. */
static bool make_readers(const char *path, bool another, __u32 readers)
{
	struct procscope_wait wait = synthetic_wait(60, 0x3000, 0);
	struct procscope_task task = synthetic_task(60);
	struct synthetic stream;

	synthetic_begin(&stream);
	((struct procscope_header *)stream.data)->given |= PROCSCOPE_PART_HELD;
	task.breakable = PROCSCOPE_BREAK_KILL;
	wait.kind = PROCSCOPE_KIND_RWSEM;
	wait.mode = PROCSCOPE_MODE_WRITE;
	wait.owner_status = PROCSCOPE_UNAVAILABLE;
	wait.certainty = 0;
	wait.readers = readers;
	synthetic_put_task(&stream, task);
	synthetic_put_wait(&stream, wait, NULL);
	put_breakable(&stream, 61, 63, PROCSCOPE_BREAK_KILL);
	synthetic_put_held(&stream, synthetic_held(61, wait.lock));
	synthetic_put_task(&stream, synthetic_task(62));
	if (another)
		synthetic_put_held(&stream, synthetic_held(62, wait.lock));
	synthetic_put_task(&stream, synthetic_task(63));
	return is_made(&stream, path);
}

/* That one of several lets go ends no wait for all of them. */
TEST_F(offline, way_out_past_other_holders)
{
	static const char own[] =
		"; SIGKILL to synthetic[60] ends the wait of synthetic[60]\n";
	static const char both[] =
		"; SIGKILL to synthetic[60], SIGKILL to synthetic[61] end the wait of";

	ASSERT_TRUE(make_readers(self->path, false, 1));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS(both);
	ASSERT_TRUE(make_readers(self->path, true, 2));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS(own);
	SAYS_NOT("SIGKILL to synthetic[61]");
	/* One of whom is not known. */
	ASSERT_TRUE(make_readers(self->path, false, 2));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS(own);
	SAYS_NOT("SIGKILL to synthetic[61]");
}

/* 60 waits for a lock of a file that 61 has, who waits for 62, or not. */
static bool make_locked(const char *path, __u32 kind, __u32 mode, bool waits)
{
	struct procscope_wait wait = synthetic_wait(60, 0x3000, 61);
	struct synthetic stream;

	synthetic_begin(&stream);
	wait.kind = kind;
	wait.mode = mode;
	synthetic_put_task(&stream, synthetic_task(60));
	synthetic_put_wait(&stream, wait, NULL);
	if (waits)
		put_breakable(&stream, 61, 62, PROCSCOPE_BREAK_KILL);
	else
		synthetic_put_task(&stream, synthetic_task(61));
	synthetic_put_task(&stream, synthetic_task(62));
	return is_made(&stream, path);
}

/* The one that is told need not be the only one in the way. */
TEST_F(offline, way_out_past_what_is_not_counted)
{
	static const char kill[] =
		"; SIGKILL to synthetic[61] ends the wait of synthetic[60]\n";

	ASSERT_TRUE(make_locked(self->path, PROCSCOPE_KIND_FLOCK,
				PROCSCOPE_MODE_READ, true));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS(kill);
	ASSERT_TRUE(make_locked(self->path, PROCSCOPE_KIND_FLOCK,
				PROCSCOPE_MODE_WRITE, true));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS_NOT("SIGKILL to");
	ASSERT_TRUE(make_locked(self->path, PROCSCOPE_KIND_POSIX_LOCK,
				PROCSCOPE_MODE_READ, true));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS_NOT("SIGKILL to");
	ASSERT_TRUE(make_locked(self->path, PROCSCOPE_KIND_POSIX_LOCK,
				PROCSCOPE_MODE_READ, false));
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS("synthetic[61] and any others in the way have to let go: look");
}

/* Of a ring, only who is surely behind it surely depends on it. */
TEST_F(offline, way_out_of_who_is_behind_by_a_hint)
{
	struct procscope_header *header;
	struct synthetic stream;
	int look;

	for (look = 0; look < 2; look++) {
		synthetic_begin(&stream);
		header = (void *)stream.data;
		header->boottime = (look + 1) * SECOND;
		put_waiter(&stream, 60, 61);
		put_waiter(&stream, 61, 60);
		put_hint(&stream, 62, 60);
		ASSERT_TRUE(is_made(&stream, look ? self->other : self->path));
	}
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "why", "61");
	SAYS("Way out: none of these waits");
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "why", "62");
	SAYS("Way out: if the hint is right, none of these waits");
}

/* The first process of a pid namespace is not killed from within. */
TEST_F(offline, way_out_by_a_signal)
{
	struct synthetic stream;

	synthetic_begin(&stream);
	synthetic_put_task(&stream, synthetic_task(60));
	put_breakable(&stream, 61, 60, PROCSCOPE_BREAK_SIGNAL);
	put_breakable(&stream, 62, 60, PROCSCOPE_BREAK_SIGNAL |
				       PROCSCOPE_BREAK_KILL);
	ASSERT_TRUE(is_made(&stream, self->path));
	RUN(0, "procscope", "-i", self->path, "why", "61");
	SAYS("; a signal that it handles to synthetic[61] ends the wait of synthetic[61]\n");
	SAYS(", only a signal that it handles ends it: ");
	SAYS_NOT("SIGKILL");
	RUN(0, "procscope", "-i", self->path, "why", "62");
	SAYS("; a signal (SIGKILL at the latest) to synthetic[62] ends the wait of");
}

/* What is told in words is told to programs, too, with the same exit code. */
TEST_F(offline, chains_as_tables)
{
	struct synthetic later;

	RUN(0, "procscope", "-i", self->path, "why", "20", "-rn", "-o",
	    "CHAIN,HOP,CYCLE,TID,KIND,OWNER-TID,SURE,BREAKABLE");
	EXPECT_EQ(0, strncmp("1 1 - 20 mutex 10 exact no\n"
			     "1 2 one-look 10 mutex 11 exact no\n"
			     "1 3 one-look 11 mutex 10 exact no\n#",
			     self->output.out, 96))
		output_show("why", &self->output);
	RUN(0, "procscope", "-i", self->path, "deadlocks", "-J");
	SAYS("\"cycle\": \"one-look\"");
	SAYS("\"text\":\"cycles at one look: 1, deadlocks if a later -i has them too; ");
	/* One that waits for nobody ends the chain. */
	RUN(0, "procscope", "-i", self->path, "why", "-rn", "33", "-o",
	    "HOP,CYCLE,TID,KIND,LOCK-ID");
	EXPECT_EQ(0, strncmp("1 - 33 mutex 000000000000101f\n"
			     "2 - 31 mutex 000000000000101e\n"
			     "3 - 30 - -\n#", self->output.out, 71))
		output_show("why", &self->output);
	/* What can't be told is null, and has a reason. */
	RUN(0, "procscope", "-i", self->path, "why", "40", "-J");
	SAYS("\"hop\": 1,");
	SAYS("\"owner-tid\": null,");
	SAYS("\"owner-tid-reason\": \"mutex: the test says so\"");
	RUN(1, "procscope", "-i", self->path, "why", "999", "-J");
	COMPLAINS("no such task");

	make(&later, 2 * SECOND);
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	synthetic_free(&later);
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "why", "20",
	    "-J");
	SAYS("\"hop\": 2,\n         \"cycle\": \"deadlock\",\n         \"tid\": 10,");
	SAYS("\"cycle\": null,\n         \"tid\": 20,");
	SAYS("\"breakable\": \"no\",");
	SAYS("\"lock\": \"id 000000000000100a (it can't be named: there is none)\",\n");
	RUN(3, "procscope", "-i", self->path, "-i", self->other, "deadlocks",
	    "-J", "-o", "+STACK");
	SAYS("__mutex_lock");
	SAYS("\"text\":\"deadlocks: 1, breakable: 0; seen: recorded");
	SAYS_NOT("\n#");
}

TEST_F(offline, roots)
{
	RUN(0, "procscope", "-i", self->path, "-rn", "-o",
	    "ALL,DIRECT,EXACT,LONGEST,ROOT,TID", "roots");
	/* 31 waits for it, 32 by a hint, and 33 for 31. */
	EXPECT_EQ(0, strncmp("3 2 2 32.000 synthetic[30] 30\n#",
			     self->output.out, 31))
		output_show("roots", &self->output);
	SAYS("# roots: 1, in or behind chains that return: 3, waiting for who ");
	RUN(0, "procscope", "-i", self->path, "roots");
	SAYS("D io_schedule");
	SAYS("mutex 000000000000101e, rwsem write i_rwsem \\x1bpath");
}

TEST_F(offline, cgroups)
{
	struct procscope_task *task = NULL;

	while ((task = next_task(&self->stream, task)))
		task->cgroup = task->tid == 33 ? 7 : 3ULL << 32;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "roots", "-rn", "-o",
	    "CGROUPS,CGROUP,TID");
	EXPECT_EQ(0, strncmp("2 12884901888 30\n#", self->output.out, 18))
		output_show("roots", &self->output);
	RUN(0, "procscope", "-i", self->path, "ps", "-J", "-o", "TID,CGROUP");
	SAYS("\"tid\": 33,\n         \"cgroup\": 7,");
}

/* Who waits for a child as it should is kept as well, and counts nowhere. */
TEST_F(offline, parents_of_who_is_kept)
{
	struct synthetic stream;
	struct procscope_task task;
	struct procscope_wait wait;
	int tid;

	synthetic_begin(&stream);
	synthetic_put_task(&stream, synthetic_task(10));
	put_waiter(&stream, 20, 10);
	for (tid = 21; tid <= 40; tid++) {
		task = synthetic_task(tid);
		task.cgroup = tid;
		synthetic_put_task(&stream, task);
		wait = synthetic_wait(tid, 0, tid - 1);
		wait.kind = PROCSCOPE_KIND_CHILD;
		wait.mode = 0;
		synthetic_put_wait(&stream, wait, NULL);
	}
	synthetic_end(&stream);
	ASSERT_TRUE(write_file(self->path, stream.data, stream.size));
	synthetic_free(&stream);
	RUN(0, "procscope", "-i", self->path, "roots", "-rn", "-o",
	    "ALL,CGROUPS,TID");
	SAYS("1 1 10\n#");
	RUN(0, "procscope", "-i", self->path, "roots");
	SAYS("# roots: 1");
}

/* What an older module did not send is not 0, and not one cgroup either. */
TEST_F(offline, cgroups_of_an_old_file)
{
	struct procscope_task *task = NULL;

	while ((task = next_task(&self->stream, task)))
		task->head.tail = offsetof(struct procscope_task, cgroup);
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "roots", "-J", "-o", "CGROUPS");
	SAYS("\"cgroups\": null,\n         \"cgroups-reason\": \"the kernel has no cgroups, or");
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID,CGROUP");
	SAYS("10 ?\n");
}

/*
 * 1 has not moved, 2 waits for a lock that went on from 8 to 9, 3 for the lock
 * of before, but it ran, and 4 for another one. 5 sleeps in D as it did, 6 too,
 * but it ran; 7 is idle, 9 has the number of a task that has ended. Of 8 a stack
 * is there at the later look only.
 */
static void make_for_diff(struct synthetic *stream, bool is_later)
{
	struct procscope_task task;
	struct procscope_wait wait;
	int tid;

	synthetic_begin(stream);
	((struct procscope_header *)stream->data)->boottime =
		(is_later ? 3 : 1) * SECOND;
	synthetic_string(stream, "do_syscall_64+0x5/0x6");
	for (tid = 1; tid <= 9; tid++) {
		task = synthetic_task(tid);
		if (is_later && (tid == 3 || tid == 4 || tid == 6))
			task.nvcsw++;
		if (is_later && tid == 9)
			task.start++;
		if (tid == 7)
			task.state = 'S';
		synthetic_put_task(stream, task);
		wait = synthetic_wait(tid, tid == 2 ? 0x22 : 0x33, 8);
		if (tid == 1)
			wait.certainty = PROCSCOPE_OWNER_HINT;
		/* That a hint is gone says nothing of the lock. */
		if (is_later && tid == 1)
			wait.owner_status = PROCSCOPE_UNAVAILABLE;
		if (is_later && tid == 2) {
			wait.owner = 9;
			wait.certainty = PROCSCOPE_OWNER_HINT;
		}
		if (is_later && tid == 4)
			wait.lock = 0x44;
		if (is_later && tid == 8)
			put_stack(stream, tid, 1);
		if (tid < 5)
			synthetic_put_wait(stream, wait, NULL);
	}
	synthetic_end(stream);
}

TEST_F(offline, diff)
{
	struct procscope_header *header;
	struct synthetic later;

	synthetic_free(&self->stream);
	make_for_diff(&self->stream, false);
	make_for_diff(&later, true);
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	RUN(0, "procscope", "diff", "-rn", "-o", "PROGRESS,TID", self->path,
	    self->other);
	SAYS("stuck 8\nstuck 5\nstuck 1\nmoving 2\nslow 6\nslow 4\nslow 3\n#");
	SAYS("# after 2.0s: stuck: 3, moving: 1, slow: 3; seen: ");
	RUN(0, "procscope", "-i", self->path, "-i", self->other, "diff");
	SAYS("mutex 0000000000000022");
	RUN(1, "procscope", "diff", self->other, self->path);
	COMPLAINS("not the later");
	end_of(&self->stream)->boottime = 3 * SECOND + 1;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "diff", self->path, self->other);
	COMPLAINS("not the later");
	end_of(&self->stream)->boottime--;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "diff", self->path);
	COMPLAINS("two files");
	RUN(1, "procscope", "diff", "--interval", "1", self->path, self->other);
	COMPLAINS("two files");
	RUN(1, "procscope", "diff", "--interval", "x");
	RUN(1, "procscope", "stack", "--interval", "1");
	header = (void *)later.data;
	header->load++;
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	synthetic_free(&later);
	RUN(1, "procscope", "diff", self->path, self->other);
	COMPLAINS("loaded anew");
}

/* A file is one look, however often it is looked at. */
TEST_F(offline, ps_again_and_again)
{
	RUN(1, "procscope", "-i", self->path, "ps", "--interval", "1");
	COMPLAINS("one look");
	RUN(1, "procscope", "ps", "--count", "0", "--interval", "1");
	COMPLAINS("not a count: '0'");
	RUN(1, "procscope", "ps", "--count", "2");
	EXPECT_NE(NULL, strstr(self->output.err, "with --interval"));
	RUN(1, "procscope", "diff", "--count", "2", "--interval", "1");
	EXPECT_NE(NULL, strstr(self->output.err, "--count is for ps"));
}

TEST_F(offline, graph)
{
	struct synthetic many;
	int tid;

	RUN(0, "procscope", "-i", self->path, "graph");
	EXPECT_EQ(0, strncmp("digraph procscope {\n", self->output.out, 20));
	SAYS("t32 [label=\"synthetic[32]\\nD\"];");
	SAYS("label=\"i_rwsem \\\\x1bpath\"");
	SAYS("t30 [color=black, style=dashed, label=hint];");
	SAYS("t11 -> l3 [color=red, penwidth=2];");
	SAYS("t20 -> l3 [color=black];");
	SAYS("l3 -> t10 [color=red, penwidth=2];");
	SAYS_NOT("t50");
	SAYS("\n}\n# recorded on");

	/* A hundred of one lock are few to see. */
	synthetic_begin(&many);
	synthetic_put_task(&many, synthetic_task(1));
	for (tid = 2; tid <= 101; tid++) {
		synthetic_put_task(&many, synthetic_task(tid));
		synthetic_put_wait(&many, synthetic_wait(tid, 7, 1), NULL);
	}
	synthetic_end(&many);
	ASSERT_TRUE(write_file(self->path, many.data, many.size));
	synthetic_free(&many);
	RUN(0, "procscope", "-i", self->path, "graph");
	SAYS("label=\"92 more\"");
	SAYS("t101 -> l0");
	SAYS_NOT("t2 -> l0");
}

/* 61 was given the lock, and still names 63; 60, of @flags, names 62. */
static bool make_granted(const char *path, __u32 flags)
{
	struct procscope_wait wait = synthetic_wait(60, 7, 62);
	struct synthetic stream;

	synthetic_begin(&stream);
	synthetic_put_task(&stream, synthetic_task(60));
	wait.flags = flags;
	synthetic_put_wait(&stream, wait, NULL);
	synthetic_put_task(&stream, synthetic_task(61));
	wait = synthetic_wait(61, 7, 63);
	wait.flags = PROCSCOPE_WAIT_GRANTED;
	synthetic_put_wait(&stream, wait, NULL);
	synthetic_put_task(&stream, synthetic_task(62));
	synthetic_put_task(&stream, synthetic_task(63));
	return is_made(&stream, path);
}

/* Who was given a lock does not know who has it after that. */
TEST_F(offline, graph_of_a_lock_that_was_granted)
{
	ASSERT_TRUE(make_granted(self->path, 0));
	RUN(0, "procscope", "-i", self->path, "graph");
	SAYS("\tl0 -> t62 [color=black];\n");
	SAYS("\tt60 -> l0 [color=black];\n");
	SAYS_NOT("owner not known");
	SAYS_NOT("t61");
	SAYS_NOT("t63");
	RUN(0, "procscope", "-i", self->path, "locks", "-rn", "-o",
	    "WAITERS,OWNER-TID");
	EXPECT_EQ(0, strncmp("2 62\n", self->output.out, 5))
		output_show("locks", &self->output);
	/* Nobody waits for it. */
	ASSERT_TRUE(make_granted(self->path, PROCSCOPE_WAIT_GRANTED));
	RUN(0, "procscope", "-i", self->path, "graph");
	SAYS_NOT("l0");
	SAYS_NOT("ellipse");
	SAYS("2 granted and about to wake");
}

/* Who waits for a child, or a pipe, is drawn where that can't end. */
TEST_F(offline, graph_of_a_cycle_without_locks)
{
	struct procscope_wait wait;
	struct synthetic stream;

	synthetic_begin(&stream);
	wait = synthetic_wait(60, 0, 61);
	wait.kind = PROCSCOPE_KIND_CHILD;
	wait.mode = 0;
	put_event(&stream, wait);
	wait = synthetic_wait(61, 0x3000, 60);
	wait.kind = PROCSCOPE_KIND_PIPE;
	wait.mode = PROCSCOPE_MODE_READ;
	put_event(&stream, wait);
	/* One that waits for its child as it should is not. */
	wait = synthetic_wait(62, 0, 60);
	wait.kind = PROCSCOPE_KIND_CHILD;
	wait.mode = 0;
	put_event(&stream, wait);
	put_waiter(&stream, 63, 61);
	synthetic_end(&stream);
	ASSERT_TRUE(write_file(self->path, stream.data, stream.size));
	synthetic_free(&stream);
	RUN(0, "procscope", "-i", self->path, "graph");
	SAYS("t60 [label=\"synthetic[60]\\nD\", color=red, penwidth=2];\n"
	     "\tt60 -> t61 [label=\"child synthetic[61]\", color=red, penwidth=2];\n");
	SAYS("t61 [label=\"synthetic[61]\\nD\", color=red, penwidth=2];\n"
	     "\tt61 -> t60 [label=\"pipe read a pipe\", color=red, penwidth=2];\n");
	SAYS("t63 -> l0 [color=black];");
	SAYS("l0 -> t61 [color=black];");
	SAYS_NOT("t62");
}

TEST_F(offline, cut)
{
	size_t size = self->stream.size - sizeof(struct procscope_end);

	ASSERT_EQ(0, truncate(self->path, size));
	RUN(1, "procscope", "-i", self->path, "ps");
	COMPLAINS("cut: it has no end record; --partial");
	RUN(0, "procscope", "-i", self->path, "--partial", "ps");
	SAYS("# PARTIAL, the file is cut: recorded on synthetic");
	SAYS("9 tasks");
	/* Whether the last one waited is lost. */
	SAYS("2 unresolved");
	SAYS("the snapshot is cut here: a\\x1b");
	RUN(0, "procscope", "-i", self->path, "--partial", "why", "31");
	SAYS("PARTIAL");
}

TEST_F(offline, cut_in_its_header)
{
	ASSERT_EQ(0, truncate(self->path, 100));
	RUN(1, "procscope", "-i", self->path, "--partial", "ps");
	COMPLAINS("cut within its header");
	ASSERT_EQ(0, truncate(self->path, 0));
	RUN(1, "procscope", "-i", self->path, "ps");
	COMPLAINS("only 0 bytes");
}

TEST_F(offline, foreign)
{
	self->stream.data[3] = 'x';
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "-i", self->path, "ps");
	COMPLAINS("no snapshot");
	/* It has no end, and need not be read to it. */
	RUN(1, "procscope", "-i", "/dev/zero", "ps");
	COMPLAINS("no snapshot");
	RUN(1, "procscope", "-i", self->dir, "ps");
	COMPLAINS("directory");
	RUN(1, "procscope", "-i", self->other, "ps");
	COMPLAINS("No such file");
}

/* Each view, as it is typed. */
static const char *const views[] = {
	"ps", "stack", "stack --folded", "locks", "locks -J", "why 20",
	"deadlocks", "roots", "graph"
};

TEST_F(offline, newer)
{
	struct procscope_header *header = (void *)self->stream.data;

	char command[256];
	size_t i;

	ASSERT_TRUE(write_file(self->other, self->stream.data,
			       self->stream.size));
	header->abi++;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	for (i = 0; i < ARRAY_SIZE(views); i++) {
		snprintf(command, sizeof(command), "procscope -i %s %s",
			 self->path, views[i]);
		RUN(2, "sh", "-c", command);
		COMPLAINS("newer");
		snprintf(command, sizeof(command),
			 "procscope -i - --partial %s <%s", views[i],
			 self->path);
		RUN(2, "sh", "-c", command);
		COMPLAINS("newer");
	}
	RUN(2, "procscope", "-i", self->path, "record", "/dev/null");
	COMPLAINS("newer");
	RUN(2, "procscope", "diff", self->other, self->path);
	COMPLAINS("newer");
	RUN(2, "procscope", "-i", self->other, "-i", self->path, "deadlocks");
	COMPLAINS("newer");
}

/* What it does not say must not read as if there were nothing. */
TEST_F(offline, of_what_had_changed)
{
	static const char words[] =
		"/snapshot: it has only what had changed since an earlier snapshot";
	struct procscope_header *header = (void *)self->stream.data;
	struct synthetic later;
	char command[256];
	size_t i;

	header->flags |= PROCSCOPE_HEADER_SINCE;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	for (i = 0; i < ARRAY_SIZE(views); i++) {
		snprintf(command, sizeof(command), "procscope -i %s %s",
			 self->path, views[i]);
		RUN(1, "sh", "-c", command);
		COMPLAINS(words);
	}
	RUN(1, "procscope", "-i", self->path, "record", self->other);
	COMPLAINS(words);
	make(&later, 2 * SECOND);
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	synthetic_free(&later);
	RUN(1, "procscope", "diff", self->path, self->other);
	COMPLAINS(words);
	ASSERT_EQ(0, truncate(self->path, self->stream.size -
			      sizeof(struct procscope_end)));
	RUN(1, "procscope", "-i", self->path, "--partial", "ps");
	COMPLAINS(words);
	RUN(1, "procscope", "-i", self->path, "ps");
	COMPLAINS("cut: ");
}

/*
 * The stream as a newer module would send it that an old reader understands:
 * the header and each record have got a field more, and behind each record
 * stands one that nobody knows.
 */
static void put_grown(struct synthetic *grown, const struct synthetic *stream)
{
	struct procscope_record unknown = { .type = 1000 };
	struct procscope_header header;
	struct procscope_record head;
	unsigned char more[16];
	size_t at;

	memset(more, 0xee, sizeof(more));
	unknown.size = sizeof(unknown) + sizeof(more);
	unknown.tail = sizeof(unknown);
	memset(grown, 0, sizeof(*grown));
	memcpy(&header, stream->data, sizeof(header));
	header.size += sizeof(more);
	synthetic_bytes(grown, &header, sizeof(header));
	synthetic_bytes(grown, more, sizeof(more));
	for (at = sizeof(header); at < stream->size; at += head.size) {
		const unsigned char *record = stream->data + at;
		struct procscope_record longer;

		memcpy(&head, record, sizeof(head));
		longer = head;
		longer.size += sizeof(more);
		longer.tail += sizeof(more);
		synthetic_bytes(grown, &longer, sizeof(longer));
		synthetic_bytes(grown, record + sizeof(head),
				head.tail - sizeof(head));
		synthetic_bytes(grown, more, sizeof(more));
		synthetic_bytes(grown, record + head.tail,
				head.size - head.tail);
		if (head.type == PROCSCOPE_TYPE_END)
			continue;
		synthetic_bytes(grown, &unknown, sizeof(unknown));
		synthetic_bytes(grown, more, sizeof(more));
	}
}

TEST_F(offline, newer_of_the_same_abi)
{
	struct synthetic grown;
	char command[256];
	size_t i;

	put_grown(&grown, &self->stream);
	ASSERT_LT(self->stream.size, grown.size);
	ASSERT_TRUE(write_file(self->other, grown.data, grown.size));
	synthetic_free(&grown);
	for (i = 0; i < ARRAY_SIZE(views); i++) {
		char *said;

		snprintf(command, sizeof(command), "procscope -i %s %s",
			 self->path, views[i]);
		RUN(0, "sh", "-c", command);
		said = strdup(self->output.out);
		snprintf(command, sizeof(command), "procscope -i %s %s",
			 self->other, views[i]);
		RUN(0, "sh", "-c", command);
		EXPECT_STRNE("", said);
		EXPECT_STREQ(said, self->output.out);
		free(said);
	}
}

TEST_F(offline, damaged)
{
	struct procscope_record *end = (void *)(self->stream.data +
						self->stream.size -
						sizeof(struct procscope_end));

	end->size = 4;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(1, "procscope", "-i", self->path, "ps");
	COMPLAINS("damaged");
	RUN(1, "procscope", "-i", self->path, "--partial", "ps");
	COMPLAINS("damaged");
}

/* Where things are mounted here says nothing of where they were there. */
TEST_F(offline, paths_are_marked)
{
	RUN(0, "procscope", "-i", self->path, "why", "32");
	SAYS("\"/a/\\x1bpath\" (from the root of ext4 0:0, inode 77)");
	EXPECT_STREQ("", self->output.err);
	RUN(0, "procscope", "-i", self->path, "locks");
	SAYS("\"/a/\\x1bpath\" (from the root of ext4 0:0, inode 77)");
	RUN(0, "procscope", "-i", self->path, "ps", "-n", "-o", "PATH");
	SAYS("\n0:0:/a/\\x1bpath\n");
	RUN(0, "procscope", "-i", self->path, "ps", "-n", "-o", "FS-PATH");
	SAYS("\n/a/\\x1bpath\n");
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o", "TID,PATH");
	SAYS("\n32 ?a\\x20file\\x20does\\x20not\\x20tell");
	RUN(0, "procscope", "-i", self->path, "ps", "-J", "-o", "PATH,FS-PATH");
	SAYS("\"path\": null,\n");
	SAYS("\"path-reason\": \"a file does not tell what was mounted where\",");
	SAYS("\"fs-path\": \"/a/\\\\x1bpath\",\n         \"fs-path-reason\": null\n");
}

static void put_unknown(struct synthetic *stream, int tid)
{
	struct procscope_wait wait = synthetic_wait(tid, 0, 0);

	wait.kind = PROCSCOPE_KIND_FLOCK;
	wait.owner_status = PROCSCOPE_UNAVAILABLE;
	wait.certainty = 0;
	wait.object_status = PROCSCOPE_UNAVAILABLE;
	synthetic_put_task(stream, synthetic_task(tid));
	synthetic_put_wait(stream, wait, NULL);
}

/* That of two locks nothing is known does not make one of them. */
TEST_F(offline, locks_that_are_not_known)
{
	struct synthetic stream;

	synthetic_begin(&stream);
	put_unknown(&stream, 1);
	put_unknown(&stream, 2);
	synthetic_end(&stream);
	ASSERT_TRUE(write_file(self->path, stream.data, stream.size));
	synthetic_free(&stream);
	RUN(0, "procscope", "-i", self->path, "locks");
	SAYS("contended locks: 2");
}

/* What was not recorded is not said to be absent. */
TEST_F(offline, without_waits)
{
	struct procscope_header *header = (void *)self->stream.data;

	header->asked &= ~PROCSCOPE_PART_WAIT;
	header->given &= ~PROCSCOPE_PART_WAIT;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "ps");
	SAYS("?not asked for");
	SAYS_NOT("blocked");
	RUN(1, "procscope", "-i", self->path, "deadlocks");
	COMPLAINS("not asked for");
	RUN(1, "procscope", "-i", self->path, "locks");
	COMPLAINS("not asked for");
	RUN(1, "procscope", "-i", self->path, "ps", "--blocked");
	COMPLAINS("not asked for");
}

/* Who sleeps for what is not in the file is not said to be free. */
TEST_F(offline, without_events)
{
	static const char words[] =
		"; of 3 that sleep for what is no lock it has nothing\n";
	struct procscope_header *header = (void *)self->stream.data;

	end_of(&self->stream)->events = 3;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "deadlocks");
	SAYS(words);
	RUN(0, "procscope", "-i", self->path, "ps");
	SAYS(words);
	header->given |= PROCSCOPE_PART_EVENT;
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "deadlocks");
	SAYS_NOT("it has nothing");
}

static bool is_copy(const char *path, const struct synthetic *stream)
{
	unsigned char data[65536];

	return read_file(path, data, sizeof(data)) == stream->size &&
	       !memcmp(data, stream->data, stream->size);
}

TEST_F(offline, record)
{
	struct stat state;
	char command[256];

	RUN(0, "procscope", "-i", self->path, "record", self->other);
	SAYS("9 tasks, 6 blocked");
	EXPECT_TRUE(is_copy(self->other, &self->stream));
	ASSERT_EQ(0, stat(self->other, &state));
	EXPECT_EQ(0600, state.st_mode & 07777);
	ASSERT_EQ(0, unlink(self->other));
	snprintf(command, sizeof(command), "procscope -i %s record - >%s",
		 self->path, self->other);
	RUN(0, "sh", "-c", command);
	EXPECT_TRUE(is_copy(self->other, &self->stream));
}

TEST_F(offline, record_that_fails_leaves_the_old_file)
{
	static const char old[] = "old";
	char command[256];
	char data[16];

	ASSERT_TRUE(write_file(self->other, old, sizeof(old)));
	snprintf(command, sizeof(command),
		 "ulimit -f 1; procscope -i %s record %s", self->path,
		 self->other);
	RUN(1, "sh", "-c", command);
	COMPLAINS("File too large");
	EXPECT_EQ(sizeof(old), read_file(self->other, data, sizeof(data)));
	EXPECT_STREQ(old, data);
	RUN(1, "procscope", "-i", self->path, "record", "/dev/full");
	COMPLAINS("/dev/full: No space left");
	RUN(1, "procscope", "-i", self->path, "record",
	    "/nonexistent/file");
	COMPLAINS("/nonexistent/file: No such file");
	snprintf(command, sizeof(command),
		 "procscope -i %s record - >/dev/full", self->path);
	RUN(1, "sh", "-c", command);
	COMPLAINS("write error");
}

/* Of a stream that is closed, no file of the command's takes the place. */
TEST_F(offline, closed_streams)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "procscope -i %s locks <&- >&- 2>%s", self->path, self->other);
	RUN(1, "sh", "-c", command);
	snprintf(command, sizeof(command), "grep 'write error' %s", self->other);
	RUN(0, "sh", "-c", command);
	ASSERT_EQ(0, unlink(self->other));
	RUN(1, "sh", "-c", "procscope -i - locks <&-");
	COMPLAINS("Bad file descriptor");
	/* What can't be told is lost, and nothing else. */
	snprintf(command, sizeof(command), "procscope -i %s locks 2>&-",
		 self->path);
	RUN(0, "sh", "-c", command);
}

/* The link stays, and what it points at is replaced. */
TEST_F(offline, record_through_a_link)
{
	struct stat state;

	ASSERT_EQ(0, symlink("snapshot", self->other));
	RUN(0, "procscope", "-i", self->path, "record", self->other);
	ASSERT_EQ(0, lstat(self->other, &state));
	EXPECT_TRUE(S_ISLNK(state.st_mode));
	EXPECT_TRUE(is_copy(self->path, &self->stream));
}

TEST_F(offline, output)
{
	RUN(0, "procscope", "-i", self->path, "ps", "-o", "comm,TID");
	EXPECT_EQ(0, strncmp(self->output.out, "COMM", 4));
	SAYS_NOT("WAITS-FOR");
	/* What nobody wants to see is not asked for, nor counted. */
	RUN(0, "procscope", "-i", self->path, "-o", "+owner-tid", "ps");
	SAYS("WAITS-FOR");
	SAYS("OWNER-TID");
	RUN(1, "procscope", "-i", self->path, "-o", "TID,x,COMM,\x1by,", "ps");
	EXPECT_NE(NULL, strstr(self->output.err,
			       "no such column: 'x', '\\x1by', ''\n"))
		output_show("procscope", &self->output);
	RUN(1, "procscope", "-i", self->path, "-o", "WAITERS", "ps");
	RUN(1, "procscope", "-i", self->path, "-J", "graph");
	RUN(1, "procscope", "-i", self->path, "-J", "-r", "ps");
	RUN(0, "procscope", "locks", "--list-columns");
	SAYS("WAITERS    number how many");
}

TEST_F(offline, raw)
{
	RUN(0, "procscope", "-i", self->path, "-rn", "-o", "TID,COMM,KIND",
	    "ps");
	EXPECT_EQ(0, strncmp("10 synthetic mutex\n", self->output.out, 19))
		output_show("procscope", &self->output);
	SAYS("\n30 synthetic -\n");
	SAYS("\n40 synthetic ?\n");
	/* What is escaped stays so. */
	SAYS("\n50 a\\x5cx1b[2J\\x5cx0a)\"\\x5c\\x5cxff; -\n");
	RUN(0, "procscope", "-i", self->path, "-rn", "-o", "WAITERS,KIND,LOCK",
	    "locks");
	SAYS("\n- write synthetic[32]\n");
}

/* A name may be empty, but no cell: the next one would be taken for it. */
TEST_F(offline, raw_of_an_empty_name)
{
	struct procscope_task *task = NULL;

	while ((task = next_task(&self->stream, task)))
		if (task->tid == 30)
			memset(task->comm, 0, sizeof(task->comm));
	ASSERT_TRUE(write_file(self->path, self->stream.data,
			       self->stream.size));
	RUN(0, "procscope", "-i", self->path, "-rn", "-o", "COMM,TID", "ps");
	SAYS("\n- 30\n");
}

TEST_F(offline, json)
{
	RUN(0, "procscope", "-i", self->path, "-J", "-o",
	    "TID,ASLEEP,KIND,OWNER-TID,COMM", "ps");
	SAYS("\"tid\": 10,");
	SAYS("\"asleep\": 10.000,");
	SAYS("\"owner-tid\": 11,");
	SAYS("\"owner-tid-reason\": null,");
	SAYS("\"kind\": null,\n         \"kind-reason\": \"mutex: the test says so\",");
	SAYS("\"comm\": \"a\\\\x1b[2J\\\\x0a)\\\"\\\\\\\\xff;\"");
	SAYS("\"seen\": {\"tasks\":9, \"blocked\":6, \"granted\":0, \"unresolved\":1,");
	SAYS("\"partial\":false, \"all\":true, \"text\":\"recorded");
	SAYS_NOT("\n#");
	RUN(0, "procscope", "-i", self->path, "-J", "-o", "+TID", "locks");
	SAYS("\"children\": [");
	SAYS("\"tid\": null");
	SAYS("\"tid\": 33");
}

TEST_F(offline, json_of_nothing)
{
	struct synthetic nothing;

	synthetic_begin(&nothing);
	synthetic_end(&nothing);
	ASSERT_TRUE(write_file(self->path, nothing.data, nothing.size));
	synthetic_free(&nothing);
	RUN(0, "procscope", "-i", self->path, "-J", "ps");
	SAYS("\"ps\": [");
	SAYS("\"tasks\":0");
}

TEST_F(offline, colors)
{
	RUN(0, "procscope", "-i", self->path, "ps", "--color");
	SAYS("\x1b[33m");
	RUN(0, "procscope", "-i", self->path, "ps", "--color=auto");
	SAYS_NOT("\x1b");
	RUN(1, "procscope", "-i", self->path, "ps", "--color=x");
}

/* What a terminal of 80 columns shows; NO_COLOR is given as @value. */
static bool show_on_terminal(const char *path, const char *view,
			     const char *value, char *text, size_t size)
{
	struct winsize window = { .ws_row = 25, .ws_col = 80 };
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	size_t length = 0;
	ssize_t got;
	pid_t child;

	if (fd < 0 || grantpt(fd) || unlockpt(fd) ||
	    ioctl(fd, TIOCSWINSZ, &window))
		return false;
	child = fork();
	if (!child) {
		dup2(open(ptsname(fd), O_RDWR | O_NOCTTY), STDOUT_FILENO);
		setenv("NO_COLOR", value, 1);
		setenv("TERM", "vt100", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execlp("procscope", "procscope", "-i", path, view, NULL);
		_exit(127);
	}
	while (length < size - 1) {
		got = read(fd, text + length, size - 1 - length);
		if (got <= 0)
			break;
		length += got;
	}
	text[length] = '\0';
	close(fd);
	return child > 0 && waitpid(child, NULL, 0) == child;
}

TEST_F(offline, on_a_terminal)
{
	static const char *const view[] = { "ps", "locks", "roots", "stack" };
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	char text[16384];
	size_t i;

	if (fd < 0)
		SKIP(return, "no pseudo terminals: devpts is not mounted");
	close(fd);
	for (i = 0; i < ARRAY_SIZE(view); i++) {
		char *line;
		char *rest = text;

		ASSERT_TRUE(show_on_terminal(self->path, view[i], "1", text,
					     sizeof(text)));
		EXPECT_EQ(NULL, strchr(text, '\x1b'));
		ASSERT_NE(NULL, strstr(text, "synthetic"));
		while ((line = strsep(&rest, "\n"))) {
			size_t columns = 0;

			if (*line == '#')
				continue;
			line[strcspn(line, "\r")] = '\0';
			/* Bytes but those that go on with a character. */
			for (; *line; line++)
				columns += (*line & 0xc0) != 0x80;
			EXPECT_GE(80, columns);
		}
	}
	ASSERT_TRUE(show_on_terminal(self->path, "ps", "", text, sizeof(text)));
	EXPECT_NE(NULL, strstr(text, "\x1b[33m"));
}

/* What joins a line of a stack to the next one fits in it as well. */
TEST_F(offline, frames_and_what_joins_them)
{
	static const char name[] =
		"a_function_of_a_name_of_forty_five_characters+0x1/0x2";
	struct synthetic stream;
	__u32 frames[3];
	char *rest, *line;

	synthetic_begin(&stream);
	frames[0] = synthetic_string(&stream, name);
	frames[1] = frames[0];
	frames[2] = frames[0];
	synthetic_put_task(&stream, synthetic_task(60));
	synthetic_put_stack(&stream, 60, frames, ARRAY_SIZE(frames));
	synthetic_end(&stream);
	ASSERT_TRUE(write_file(self->path, stream.data, stream.size));
	synthetic_free(&stream);
	setenv("LC_ALL", "C", 1);
	/* Where there is no terminal, its lines have 100 columns. */
	RUN(0, "procscope", "-i", self->path, "why", "60");
	SAYS("characters <-\n");
	rest = self->output.out;
	while ((line = strsep(&rest, "\n")))
		EXPECT_GE(*line == ' ' ? 100 : SIZE_MAX, strlen(line));
}

/* Who does not wait is not told that it goes on, nor has a line wiped. */
TEST_F(offline, no_progress_of_nothing)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	struct synthetic later;
	char command[256];
	char byte;
	int slave;

	if (fd < 0)
		SKIP(return, "no pseudo terminals: devpts is not mounted");
	ASSERT_EQ(0, grantpt(fd));
	ASSERT_EQ(0, unlockpt(fd));
	/* What was written stays to be read while one has it open. */
	slave = open(ptsname(fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
	ASSERT_LE(0, slave);
	make(&later, 2 * SECOND);
	ASSERT_TRUE(write_file(self->other, later.data, later.size));
	synthetic_free(&later);
	snprintf(command, sizeof(command), "procscope diff %s %s 2>%s",
		 self->path, self->other, ptsname(fd));
	RUN(0, "sh", "-c", command);
	SAYS("# after 1.0s");
	EXPECT_EQ(-1, read(fd, &byte, 1));
	EXPECT_EQ(EAGAIN, errno);
	close(slave);
	close(fd);
}

/* It ends as others do when who reads has gone. */
TEST_F(offline, broken_pipe)
{
	int status = 0;
	int end[2];
	pid_t child;

	ASSERT_EQ(0, pipe2(end, O_CLOEXEC));
	close(end[0]);
	child = fork();
	ASSERT_LE(0, child);
	if (!child) {
		dup2(end[1], STDOUT_FILENO);
		execlp("procscope", "procscope", "-i", self->path, "ps", NULL);
		_exit(127);
	}
	close(end[1]);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE) {
		TH_LOG("status %d", status);
	}
}

TEST_F(offline, bad_usage)
{
	RUN(1, "procscope", "-i", self->path, "record");
	RUN(1, "procscope", "-i", self->path, "record", "a", "b");
	RUN(1, "procscope", "-i", self->path, "-i", self->path, "ps");
	RUN(1, "procscope", "-i", "a", "-i", "b", "-i", "c", "deadlocks");
	RUN(1, "procscope", "ps", "-i");
}

/* Of another system's heap only what is in the file is told, whatever it is. */
TEST_F(offline, heap)
{
	struct procscope_wait wait = synthetic_wait(61, 0x3000, 0);
	struct synthetic stream;

	synthetic_begin(&stream);
	wait.object_status = PROCSCOPE_OK;
	wait.object = PROCSCOPE_OBJECT_SLAB;
	wait.cache = synthetic_string(&stream, "a\033cache");
	wait.object_size = 512;
	wait.offset = 72;
	synthetic_put_task(&stream, synthetic_task(61));
	synthetic_put_wait(&stream, wait, NULL);
	wait.tid = 62;
	wait.object = PROCSCOPE_OBJECT_CLASS;
	wait.symbol = synthetic_string(&stream, "&device->lock");
	synthetic_put_task(&stream, synthetic_task(62));
	synthetic_put_wait(&stream, wait, NULL);
	wait.tid = 63;
	wait.object = PROCSCOPE_OBJECT_SLAB;
	wait.kind = PROCSCOPE_KIND_COMPLETION;
	wait.mode = 0;
	synthetic_put_task(&stream, synthetic_task(63));
	synthetic_put_wait(&stream, wait, NULL);
	synthetic_end(&stream);
	ASSERT_TRUE(write_file(self->path, stream.data, stream.size));
	synthetic_free(&stream);

	RUN(0, "procscope", "-i", self->path, "why", "61");
	SAYS("to lock mutex a\\x1bcache+72 (in the heap; id 0000000000003000)\n");
	RUN(0, "procscope", "-i", self->path, "why", "62");
	SAYS("to lock mutex &device->lock (its class; in a\\x1bcache+72; id 0000000000003000)\n");
	RUN(0, "procscope", "-i", self->path, "ps", "-rn", "-o",
	    "TID,WAITS-FOR");
	SAYS("61 mutex\\x20a\\x5cx1bcache+72\n");
	SAYS("62 mutex\\x20&device->lock\n");
	SAYS("63 completion\\x20a\\x5cx1bcache+72\n");
}

TEST_HARNESS_MAIN
