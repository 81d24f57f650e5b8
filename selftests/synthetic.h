/* SPDX-License-Identifier: GPL-2.0 */
/* synthetic.h - streams of tasks that never were, to try the command on */
#ifndef SELFTESTS_SYNTHETIC_H
#define SELFTESTS_SYNTHETIC_H

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "procscope.h"

/**
 * struct synthetic - a stream while it is made
 * @data: its bytes
 * @size: how many
 * @room: how many fit
 * @strings: strings in it
 * @tasks: tasks in it
 */
struct synthetic {
	unsigned char *data;
	size_t size;
	size_t room;
	__u32 strings;
	__u64 tasks;
};

static inline void synthetic_bytes(struct synthetic *stream, const void *bytes,
				   size_t size)
{
	while (stream->size + size > stream->room) {
		stream->room = stream->room ? stream->room * 2 : 65536;
		stream->data = realloc(stream->data, stream->room);
		if (!stream->data)
			abort();
	}
	if (size)
		memcpy(stream->data + stream->size, bytes, size);
	stream->size += size;
}

/**
 * synthetic_record() - append a record
 * @stream: the stream
 * @type: enum procscope_type, or any other number
 * @fixed: the record's struct; its head is filled in here
 * @size: bytes of it
 * @tail: the tail
 * @tail_size: bytes of it
 */
static inline void synthetic_record(struct synthetic *stream, __u32 type,
				    void *fixed, size_t size, const void *tail,
				    size_t tail_size)
{
	static const unsigned char zeros[8];
	size_t padding = -tail_size % 8;
	struct procscope_record head = {
		.type = type,
		.size = size + tail_size + padding,
		.tail = size,
	};

	memcpy(fixed, &head, sizeof(head));
	synthetic_bytes(stream, fixed, size);
	synthetic_bytes(stream, tail, tail_size);
	synthetic_bytes(stream, zeros, padding);
}

static inline struct procscope_header synthetic_header(void)
{
	return (struct procscope_header){
		.magic = PROCSCOPE_MAGIC,
		.abi = PROCSCOPE_ABI,
		.size = sizeof(struct procscope_header),
		.asked = PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK |
			 PROCSCOPE_PART_WAIT,
		.given = PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK |
			 PROCSCOPE_PART_WAIT,
		.load = 0x10ad,
		.kernel = "synthetic",
		.release = "synthetic",
	};
}

/** synthetic_begin() - begin a stream */
static inline void synthetic_begin(struct synthetic *stream)
{
	struct procscope_header header = synthetic_header();

	memset(stream, 0, sizeof(*stream));
	synthetic_bytes(stream, &header, sizeof(header));
}

/** synthetic_string() - append a string; Return: its id */
static inline __u32 synthetic_string(struct synthetic *stream, const char *text)
{
	struct procscope_string string = {
		.id = ++stream->strings,
		.length = strlen(text),
	};

	synthetic_record(stream, PROCSCOPE_TYPE_STRING, &string, sizeof(string),
			 text, string.length);
	return string.id;
}

/** synthetic_task() - a task that has slept for as many seconds as its tid */
static inline struct procscope_task synthetic_task(int tid)
{
	return (struct procscope_task){
		.tid = tid,
		.tgid = tid,
		.ppid = 1,
		.state = 'D',
		.status = PROCSCOPE_OK,
		.asleep_status = PROCSCOPE_OK,
		.asleep = tid * 1000000000ULL,
		.nvcsw = 3,
		.nivcsw = 4,
		.start = 5,
		.comm = "synthetic",
		.cgroup = 6,
	};
}

/** synthetic_put_task() - append a task */
static inline void synthetic_put_task(struct synthetic *stream,
				      struct procscope_task task)
{
	synthetic_record(stream, PROCSCOPE_TYPE_TASK, &task, sizeof(task), NULL,
			 0);
	stream->tasks++;
}

/** synthetic_wait() - a wait for a mutex of an exact owner */
static inline struct procscope_wait synthetic_wait(int tid, __u64 lock,
						   int owner)
{
	return (struct procscope_wait){
		.tid = tid,
		.status = PROCSCOPE_OK,
		.kind = PROCSCOPE_KIND_MUTEX,
		.mode = PROCSCOPE_MODE_EXCLUSIVE,
		.owner_status = PROCSCOPE_OK,
		.owner = owner,
		.certainty = PROCSCOPE_OWNER_EXACT,
		.lock = lock,
		.object_status = PROCSCOPE_NONE,
		.path_status = PROCSCOPE_NONE,
	};
}

/** synthetic_put_wait() - append a wait; @path may be NULL */
static inline void synthetic_put_wait(struct synthetic *stream,
				      struct procscope_wait wait,
				      const char *path)
{
	wait.path_length = path ? strlen(path) : 0;
	synthetic_record(stream, PROCSCOPE_TYPE_WAIT, &wait, sizeof(wait), path,
			 wait.path_length);
}

/** synthetic_held() - a rw_semaphore that a task surely holds for reading */
static inline struct procscope_held synthetic_held(int tid, __u64 lock)
{
	return (struct procscope_held){
		.tid = tid,
		.status = PROCSCOPE_OK,
		.kind = PROCSCOPE_KIND_RWSEM,
		.mode = PROCSCOPE_MODE_READ,
		.certainty = PROCSCOPE_OWNER_EXACT,
		.lock = lock,
	};
}

/** synthetic_put_held() - append a lock that a task holds */
static inline void synthetic_put_held(struct synthetic *stream,
				      struct procscope_held held)
{
	synthetic_record(stream, PROCSCOPE_TYPE_HELD, &held, sizeof(held), NULL,
			 0);
}

/** synthetic_put_stack() - append a stack of @count frames */
static inline void synthetic_put_stack(struct synthetic *stream, int tid,
				       const __u32 *frame, __u32 count)
{
	struct procscope_stack stack = {
		.tid = tid,
		.status = PROCSCOPE_OK,
		.count = count,
	};

	synthetic_record(stream, PROCSCOPE_TYPE_STACK, &stack, sizeof(stack),
			 frame, count * sizeof(*frame));
}

/** synthetic_end() - append the END record */
static inline void synthetic_end(struct synthetic *stream)
{
	struct procscope_end end = { .tasks = stream->tasks };

	synthetic_record(stream, PROCSCOPE_TYPE_END, &end, sizeof(end), NULL,
			 0);
}

/** synthetic_open() - Return: an open file of the stream's first @size bytes */
static inline int synthetic_open(const struct synthetic *stream, size_t size)
{
	int fd = memfd_create("stream", MFD_CLOEXEC);

	if (fd < 0 || write(fd, stream->data, size) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET))
		abort();
	return fd;
}

/** synthetic_free() - give back the stream's memory */
static inline void synthetic_free(struct synthetic *stream)
{
	free(stream->data);
	memset(stream, 0, sizeof(*stream));
}

#endif /* SELFTESTS_SYNTHETIC_H */
