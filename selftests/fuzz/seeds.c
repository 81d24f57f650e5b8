// SPDX-License-Identifier: GPL-2.0
/* seeds.c - streams in order, for the fuzzer to begin with: seeds DIR */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>

#include "synthetic.h"

static void save(const char *dir, const char *name,
		 const struct synthetic *stream)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || write(fd, stream->data, stream->size) !=
		      (ssize_t)stream->size || close(fd))
		err(1, "%s", path);
}

/* A wait with all that one can have. */
static struct procscope_wait rich_wait(struct synthetic *stream, int tid,
				       int owner, __u32 object)
{
	struct procscope_wait wait = synthetic_wait(tid, owner, owner);

	wait.kind = 1 + tid % 5;
	wait.mode = 1 + tid % 3;
	wait.readers = tid;
	wait.certainty = 1 + tid % 2;
	wait.owner_reason = synthetic_string(stream, "hint");
	wait.object_status = PROCSCOPE_OK;
	wait.object = object;
	wait.symbol = synthetic_string(stream, "symbol [module]");
	wait.fs = synthetic_string(stream, "ext4");
	wait.disk = synthetic_string(stream, "\xff;\x1b[2J");
	wait.mm_tgid = owner;
	wait.links = tid;
	wait.path_status = PROCSCOPE_OK;
	wait.path_flags = tid % 8;
	return wait;
}

/* Names that try to break a row, a terminal, JSON, dot or the reader's eye. */
static const char *const comms[] = {
	"plain", "a b\n7 7 0 S 0 -", "\x1b]0;x\a\x1b[2J", "\xff\xc3(\xe2\x82\xc2\x9b",
	") R 1 1 (x", "\"]; x -> y; //", "\\\"},{\"a\":1", "# tasks: 0\r\x7f",
};

static struct procscope_task hostile_task(int tid)
{
	struct procscope_task task = synthetic_task(tid);
	const char *comm = comms[tid % (sizeof(comms) / sizeof(*comms))];

	memset(task.comm, 0, sizeof(task.comm));
	memcpy(task.comm, comm, strlen(comm));
	return task;
}

/* What a task holds: what its waiters wait for, and what nobody does. */
static void put_held(struct synthetic *stream, int tid, __u64 lock,
		     __u32 class)
{
	struct procscope_held held = synthetic_held(tid, lock);

	held.where = 1;
	held.class = class;
	synthetic_put_held(stream, held);
	held.lock = 0;
	held.kind = 0;
	held.flags = PROCSCOPE_HELD_MERGED;
	synthetic_put_held(stream, held);
	if (tid % 3)
		return;
	held.status = PROCSCOPE_UNAVAILABLE;
	held.reason = class;
	synthetic_put_held(stream, held);
}

/* @count tasks; each waits for the one that is @step behind it. */
static void make(struct synthetic *stream, int count, int step)
{
	struct procscope_wait wait;
	__u32 frame[4];
	int tid;

	synthetic_begin(stream);
	((struct procscope_header *)stream->data)->asked |= PROCSCOPE_PART_HELD;
	((struct procscope_header *)stream->data)->given |= PROCSCOPE_PART_HELD;
	frame[0] = synthetic_string(stream, "first+0x1/0x2");
	frame[1] = synthetic_string(stream, "do_syscall_64+0x3/0x4");
	frame[2] = synthetic_string(stream, "");
	frame[3] = synthetic_string(stream, "\xf0\x9f\x92\xa9 [m]");
	for (tid = 1; tid <= count; tid++) {
		int owner = 1 + (tid - 1 + step) % count;

		synthetic_put_task(stream, hostile_task(tid));
		synthetic_put_stack(stream, tid, frame, tid % 5);
		if (tid % 7 == 6)
			continue;
		wait = rich_wait(stream, tid, owner, 1 + tid % 6);
		if (tid % 5 == 4)
			wait.status = PROCSCOPE_UNAVAILABLE;
		if (tid % 3 == 2)
			wait.flags = PROCSCOPE_WAIT_GRANTED;
		synthetic_put_wait(stream, wait, "/a/path");
		put_held(stream, tid, tid, frame[3]);
	}
	synthetic_end(stream);
}

int main(int argc, char **argv)
{
	struct synthetic stream;
	char name[16];
	int count;

	if (argc != 2)
		errx(1, "usage: seeds DIR");
	for (count = 1; count <= 8; count++) {
		make(&stream, count, 1);
		snprintf(name, sizeof(name), "ring-%d", count);
		save(argv[1], name, &stream);
		/* Cut within its last record. */
		stream.size -= 8;
		snprintf(name, sizeof(name), "cut-%d", count);
		save(argv[1], name, &stream);
		synthetic_free(&stream);
	}
	make(&stream, 20, 7);
	save(argv[1], "many", &stream);
	synthetic_free(&stream);
	return 0;
}
