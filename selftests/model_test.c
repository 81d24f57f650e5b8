// SPDX-License-Identifier: GPL-2.0
/*
 * model_test.c - is the stream what the header says, and is its reader safe
 * from whatever else it may be?
 */
#include <kselftest_harness.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "model.h"
#include "procscope_names.h"
#include "synthetic.h"

struct result {
	struct model model;
	int ret;
	char error[128];
};

static void read_bytes(struct result *result, const struct synthetic *stream,
		       size_t size)
{
	int fd = synthetic_open(stream, size);

	memset(result, 0, sizeof(*result));
	result->ret = model_read(&result->model, fd, result->error,
				 sizeof(result->error));
	close(fd);
}

/*
 * A stream with one of everything: 7 has a stack and holds two locks, 9 has a
 * wait with a path too, but what it holds can't be told, and 12 has nothing.
 */
static void make(struct synthetic *stream)
{
	struct procscope_wait wait = synthetic_wait(9, 0xabc, 7);
	struct procscope_held held = synthetic_held(7, 0xabc);
	__u32 frame[3];

	synthetic_begin(stream);
	frame[0] = synthetic_string(stream, "first+0x1/0x2");
	frame[1] = synthetic_string(stream, "second+0x3/0x4 [module]");
	frame[2] = synthetic_string(stream, "last+0x5/0x6");
	synthetic_put_task(stream, synthetic_task(7));
	synthetic_put_stack(stream, 7, frame, 3);
	held.where = frame[2];
	held.class = synthetic_string(stream, "&dev->lock");
	synthetic_put_held(stream, held);
	synthetic_put_held(stream, synthetic_held(7, 0xdef));
	synthetic_put_task(stream, synthetic_task(9));
	synthetic_put_stack(stream, 9, &frame[1], 2);
	wait.object_status = PROCSCOPE_OK;
	wait.object = PROCSCOPE_OBJECT_I_RWSEM;
	wait.fs = synthetic_string(stream, "ext4");
	wait.path_status = PROCSCOPE_OK;
	synthetic_put_wait(stream, wait, "/a/path");
	held = (struct procscope_held){
		.tid = 9,
		.status = PROCSCOPE_UNAVAILABLE,
		.reason = synthetic_string(stream, "running"),
	};
	synthetic_put_held(stream, held);
	synthetic_put_task(stream, synthetic_task(12));
	synthetic_end(stream);
}

FIXTURE(stream)
{
	struct synthetic stream;
	struct result result;
};

FIXTURE_SETUP(stream)
{
	make(&self->stream);
	memset(&self->result, 0, sizeof(self->result));
}

FIXTURE_TEARDOWN(stream)
{
	model_free(&self->result.model);
	synthetic_free(&self->stream);
}

TEST_F(stream, is_read)
{
	const struct model *model = &self->result.model;
	const struct task *task;

	read_bytes(&self->result, &self->stream, self->stream.size);
	ASSERT_EQ(0, self->result.ret) {
		TH_LOG("%s", self->result.error);
	}
	EXPECT_TRUE(model->whole);
	EXPECT_STREQ("synthetic", (const char *)model->header.kernel);
	ASSERT_EQ(3, model->count);

	task = model_find(model, 7);
	ASSERT_NE(NULL, task);
	EXPECT_EQ(NULL, task->wait);
	ASSERT_EQ(3, task->stack.count);
	EXPECT_STREQ("first+0x1/0x2", task->stack.frame[0]);
	EXPECT_STREQ("second+0x3/0x4 [module]", task->stack.frame[1]);
	EXPECT_STREQ("last+0x5/0x6", task->stack.frame[2]);

	task = model_find(model, 9);
	ASSERT_NE(NULL, task);
	ASSERT_NE(NULL, task->wait);
	EXPECT_EQ(0xabc, task->wait->raw.lock);
	EXPECT_EQ(7, task->wait->raw.owner);
	EXPECT_STREQ("ext4", task->wait->fs);
	EXPECT_STREQ("/a/path", task->wait->path);
	EXPECT_EQ(NULL, task->wait->disk);

	EXPECT_NE(NULL, model_find(model, 12));
	EXPECT_EQ(NULL, model_find(model, 8));
	EXPECT_EQ(NULL, model_find(model, 0));
	EXPECT_EQ(NULL, model_find(model, -1));
}

TEST_F(stream, tells_what_is_held)
{
	const struct held_lock *lock;
	const struct held *held;

	read_bytes(&self->result, &self->stream, self->stream.size);
	ASSERT_EQ(0, self->result.ret);
	EXPECT_EQ(NULL, self->result.model.unheld);
	held = &model_find(&self->result.model, 7)->held;
	EXPECT_EQ(PROCSCOPE_OK, held->status);
	ASSERT_EQ(2, held->count);
	lock = held->first;
	EXPECT_EQ(0xabc, lock->raw.lock);
	EXPECT_STREQ("&dev->lock", lock->class);
	EXPECT_STREQ("last+0x5/0x6", lock->where);
	lock = lock->next;
	EXPECT_EQ(0xdef, lock->raw.lock);
	EXPECT_EQ(NULL, lock->class);
	EXPECT_EQ(NULL, lock->next);

	held = &model_find(&self->result.model, 9)->held;
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, held->status);
	EXPECT_STREQ("running", held->reason);
	EXPECT_EQ(0, held->count);
	held = &model_find(&self->result.model, 12)->held;
	EXPECT_EQ(0, held->status);
	EXPECT_EQ(NULL, held->first);
}

/* Before all tasks, it is about all of them; else it belongs to the last one. */
TEST(held_of_whom)
{
	struct procscope_held unheld = { .status = PROCSCOPE_UNAVAILABLE };
	struct synthetic stream;
	struct result result;

	synthetic_begin(&stream);
	unheld.reason = synthetic_string(&stream, "no lockdep");
	synthetic_put_held(&stream, unheld);
	synthetic_put_task(&stream, synthetic_task(7));
	synthetic_end(&stream);
	read_bytes(&result, &stream, stream.size);
	EXPECT_EQ(0, result.ret);
	EXPECT_STREQ("no lockdep", result.model.unheld);
	EXPECT_EQ(0, model_find(&result.model, 7)->held.status);
	model_free(&result.model);
	synthetic_free(&stream);

	synthetic_begin(&stream);
	synthetic_put_task(&stream, synthetic_task(7));
	synthetic_put_held(&stream, synthetic_held(8, 0xabc));
	synthetic_end(&stream);
	read_bytes(&result, &stream, stream.size);
	EXPECT_EQ(-EPROTO, result.ret);
	model_free(&result.model);
	synthetic_free(&stream);
}

TEST_F(stream, is_known_as_cut_wherever_it_is)
{
	size_t size;

	for (size = 0; size < self->stream.size; size++) {
		read_bytes(&self->result, &self->stream, size);
		ASSERT_EQ(-EPROTO, self->result.ret) {
			TH_LOG("cut at byte %zu", size);
		}
		ASSERT_FALSE(self->result.model.whole);
		ASSERT_NE('\0', self->result.error[0]);
		model_free(&self->result.model);
	}
}

TEST_F(stream, gives_what_came_before_the_cut)
{
	size_t size = self->stream.size - sizeof(struct procscope_end);

	read_bytes(&self->result, &self->stream, size);
	EXPECT_EQ(-EPROTO, self->result.ret);
	EXPECT_EQ(3, self->result.model.count);
	EXPECT_NE(NULL, model_find(&self->result.model, 9)->wait);
	model_free(&self->result.model);

	read_bytes(&self->result, &self->stream, size - 8);
	EXPECT_EQ(-EPROTO, self->result.ret);
	EXPECT_EQ(2, self->result.model.count);
}

/* Each 32-bit word in turn becomes each of these. */
TEST_F_TIMEOUT(stream, is_survived_with_any_word_damaged, 120)
{
	static const __u32 damage[] = {
		0, 1, 4, 7, 8, 15, 16, 24, 0x7fffffff, 0x80000000, 0xfffffff8,
		0xffffffff,
	};
	size_t failures = 0;
	size_t at;
	size_t i;

	for (at = 0; at < self->stream.size; at += sizeof(__u32)) {
		for (i = 0; i < sizeof(damage) / sizeof(*damage); i++) {
			void *word = self->stream.data + at;
			__u32 kept;

			memcpy(&kept, word, sizeof(kept));
			memcpy(word, &damage[i], sizeof(kept));
			read_bytes(&self->result, &self->stream,
				   self->stream.size);
			memcpy(word, &kept, sizeof(kept));

			ASSERT_TRUE(self->result.ret == 0 ||
				    self->result.ret == -EPROTO ||
				    self->result.ret == -ENOTSUP);
			ASSERT_EQ(!self->result.ret,
				  self->result.model.whole &&
				  !self->result.error[0]) {
				TH_LOG("0x%x at byte %zu: %d, '%s'", damage[i],
				       at, self->result.ret,
				       self->result.error);
			}
			failures += !!self->result.ret;
			model_free(&self->result.model);
		}
	}
	EXPECT_GT(failures, 0);
}

TEST_F_TIMEOUT(stream, is_survived_with_random_bytes_damaged, 120)
{
	unsigned int seed = 1;
	int round;

	for (round = 0; round < 5000; round++) {
		unsigned char *byte = self->stream.data +
				      rand_r(&seed) % self->stream.size;
		unsigned char kept = *byte;

		*byte = rand_r(&seed);
		read_bytes(&self->result, &self->stream, self->stream.size);
		*byte = kept;
		ASSERT_EQ(!self->result.ret, !self->result.error[0]);
		model_free(&self->result.model);
	}
}

TEST_F(stream, of_a_newer_abi_is_refused)
{
	struct procscope_header *header = (void *)self->stream.data;

	header->abi = PROCSCOPE_ABI + 1;
	read_bytes(&self->result, &self->stream, self->stream.size);
	EXPECT_EQ(-ENOTSUP, self->result.ret);
}

TEST_F(stream, of_something_else_is_refused)
{
	self->stream.data[0] ^= 1;
	read_bytes(&self->result, &self->stream, self->stream.size);
	EXPECT_EQ(-EPROTO, self->result.ret);
}

TEST_F(stream, may_not_go_on_behind_its_end)
{
	synthetic_put_task(&self->stream, synthetic_task(20));
	read_bytes(&self->result, &self->stream, self->stream.size);
	EXPECT_EQ(-EPROTO, self->result.ret);
}

TEST_F(stream, is_refused_where_reading_fails)
{
	int fd = open("/", O_RDONLY);

	ASSERT_LE(0, fd);
	EXPECT_EQ(-EISDIR, model_read(&self->result.model, fd,
				      self->result.error,
				      sizeof(self->result.error)));
	close(fd);
}

/* Streams that are made record by record, each with one thing about it. */
FIXTURE(made)
{
	struct synthetic stream;
	struct result result;
};

FIXTURE_SETUP(made)
{
	synthetic_begin(&self->stream);
	memset(&self->result, 0, sizeof(self->result));
}

FIXTURE_TEARDOWN(made)
{
	model_free(&self->result.model);
	synthetic_free(&self->stream);
}

#define READ()								\
	read_bytes(&self->result, &self->stream, self->stream.size)

TEST_F(made, empty)
{
	synthetic_end(&self->stream);
	READ();
	EXPECT_EQ(0, self->result.ret);
	EXPECT_EQ(0, self->result.model.count);
	EXPECT_EQ(NULL, model_find(&self->result.model, 1));
}

TEST_F(made, with_records_of_unknown_types)
{
	unsigned char unknown[72] = { 0 };

	synthetic_record(&self->stream, 0, unknown, 16, NULL, 0);
	synthetic_put_task(&self->stream, synthetic_task(1));
	synthetic_record(&self->stream, 77, unknown, 72, "tail", 4);
	synthetic_put_task(&self->stream, synthetic_task(2));
	synthetic_record(&self->stream, ~0u, unknown, 24, NULL, 0);
	synthetic_end(&self->stream);
	READ();
	ASSERT_EQ(0, self->result.ret);
	EXPECT_EQ(2, self->result.model.count);
}

/* As a newer module sends them: fields that we don't know, then the tail. */
TEST_F(made, with_longer_records)
{
	struct {
		struct procscope_task task;
		__u64 newer[4];
	} task = { synthetic_task(5), { ~0ULL, ~0ULL, ~0ULL, ~0ULL } };
	struct {
		struct procscope_wait wait;
		__u64 newer;
	} wait = { synthetic_wait(5, 0xabc, 5), ~0ULL };

	synthetic_record(&self->stream, PROCSCOPE_TYPE_TASK, &task,
			 sizeof(task), NULL, 0);
	self->stream.tasks++;
	wait.wait.path_length = 5;
	wait.wait.path_status = PROCSCOPE_OK;
	synthetic_record(&self->stream, PROCSCOPE_TYPE_WAIT, &wait,
			 sizeof(wait), "/tail", 5);
	synthetic_end(&self->stream);
	READ();
	ASSERT_EQ(0, self->result.ret);
	EXPECT_STREQ("/tail", self->result.model.task[0].wait->path);
	EXPECT_EQ(0xabc, self->result.model.task[0].wait->raw.lock);
}

/* As an older module sends them: what lacks is 0. */
TEST_F(made, with_shorter_records)
{
	struct procscope_task task = synthetic_task(5);
	struct procscope_wait wait = synthetic_wait(5, 0xabc, 7);
	struct procscope_end end = { .tasks = 1 };

	synthetic_record(&self->stream, PROCSCOPE_TYPE_TASK, &task,
			 offsetof(struct procscope_task, asleep), NULL, 0);
	synthetic_record(&self->stream, PROCSCOPE_TYPE_WAIT, &wait,
			 offsetof(struct procscope_wait, object_status), NULL,
			 0);
	synthetic_record(&self->stream, PROCSCOPE_TYPE_END, &end,
			 offsetof(struct procscope_end, asleep), NULL, 0);
	READ();
	ASSERT_EQ(0, self->result.ret);
	ASSERT_EQ(1, self->result.model.count);
	EXPECT_EQ(5, self->result.model.task[0].raw.tid);
	EXPECT_EQ(0, self->result.model.task[0].raw.asleep);
	EXPECT_EQ('\0', self->result.model.task[0].raw.comm[0]);
	EXPECT_EQ(0xabc, self->result.model.task[0].wait->raw.lock);
	EXPECT_EQ(0, self->result.model.task[0].wait->raw.object_status);
}

TEST_F(made, with_a_shorter_and_a_longer_header)
{
	struct {
		struct procscope_header header;
		__u64 newer;
	} longer = { synthetic_header(), ~0ULL };
	struct procscope_header shorter = synthetic_header();

	self->stream.size = 0;
	shorter.size = offsetof(struct procscope_header, flags);
	synthetic_bytes(&self->stream, &shorter, shorter.size);
	synthetic_end(&self->stream);
	READ();
	EXPECT_EQ(0, self->result.ret);
	EXPECT_EQ(0, self->result.model.header.load);
	EXPECT_EQ(longer.header.given, self->result.model.header.given);
	model_free(&self->result.model);

	self->stream.size = 0;
	longer.header.size = sizeof(longer);
	synthetic_bytes(&self->stream, &longer, sizeof(longer));
	synthetic_end(&self->stream);
	READ();
	EXPECT_EQ(0, self->result.ret);
	EXPECT_EQ(longer.header.load, self->result.model.header.load);
}

/* An exec hands a number from one task to another while the kernel walks. */
TEST_F(made, with_a_tid_twice_and_out_of_order)
{
	struct procscope_task task = synthetic_task(3);

	synthetic_put_task(&self->stream, task);
	synthetic_put_task(&self->stream, synthetic_task(8));
	synthetic_put_task(&self->stream, synthetic_task(1));
	task.nvcsw = 77;
	synthetic_put_task(&self->stream, task);
	synthetic_end(&self->stream);
	READ();
	ASSERT_EQ(0, self->result.ret);
	ASSERT_EQ(3, self->result.model.count);
	EXPECT_EQ(1, self->result.model.task[0].raw.tid);
	EXPECT_EQ(3, self->result.model.task[1].raw.tid);
	EXPECT_EQ(77, self->result.model.task[1].raw.nvcsw);
	EXPECT_EQ(8, self->result.model.task[2].raw.tid);
}

TEST_F(made, with_a_name_that_fills_its_field)
{
	struct procscope_task task = synthetic_task(1);

	memset(task.comm, 'x', sizeof(task.comm));
	synthetic_put_task(&self->stream, task);
	synthetic_end(&self->stream);
	READ();
	ASSERT_EQ(0, self->result.ret);
	EXPECT_STREQ("xxxxxxxxxxxxxxx",
		     (const char *)self->result.model.task[0].raw.comm);
}

TEST_F(made, with_a_string_sent_again)
{
	struct procscope_string string = { .id = 1, .length = 4 };

	synthetic_string(&self->stream, "text");
	synthetic_record(&self->stream, PROCSCOPE_TYPE_STRING, &string,
			 sizeof(string), "text", 4);
	synthetic_string(&self->stream, "text");
	synthetic_end(&self->stream);
	READ();
	EXPECT_EQ(0, self->result.ret);
}

/*
 * Ids are any numbers, and each must be found at once: were they searched one
 * by one, this test would run out of its time.
 */
TEST_F(made, with_strings_of_wild_ids)
{
	const size_t count = 262144;
	__u32 *frame = calloc(count, sizeof(*frame));
	char text[16];
	size_t i;

	ASSERT_NE(NULL, frame);
	for (i = 0; i < count; i++) {
		frame[i] = ~0u - i * 0x4000;
		self->stream.strings = frame[i] - 1;
		snprintf(text, sizeof(text), "frame%zu", i);
		synthetic_string(&self->stream, text);
	}
	synthetic_put_task(&self->stream, synthetic_task(1));
	synthetic_put_stack(&self->stream, 1, frame, count);
	free(frame);
	synthetic_end(&self->stream);
	READ();
	ASSERT_EQ(0, self->result.ret);
	ASSERT_EQ(count, self->result.model.task[0].stack.count);
	EXPECT_STREQ("frame262143",
		     self->result.model.task[0].stack.frame[count - 1]);
}

static void put_string_without_id(struct synthetic *stream)
{
	stream->strings = ~0u;
	synthetic_string(stream, "text");
}

static void put_string_too_long(struct synthetic *stream)
{
	struct procscope_string string = { .id = 1, .length = 9 };

	synthetic_record(stream, PROCSCOPE_TYPE_STRING, &string,
			 sizeof(string), "12345678", 8);
}

static void put_string_with_nul(struct synthetic *stream)
{
	struct procscope_string string = { .id = 1, .length = 3 };

	synthetic_record(stream, PROCSCOPE_TYPE_STRING, &string,
			 sizeof(string), "a\0b", 3);
}

static void put_string_of_two_meanings(struct synthetic *stream)
{
	synthetic_string(stream, "one");
	stream->strings--;
	synthetic_string(stream, "two");
}

static void put_task_without_tid(struct synthetic *stream)
{
	synthetic_put_task(stream, synthetic_task(0));
}

static void put_task_of_negative_tid(struct synthetic *stream)
{
	synthetic_put_task(stream, synthetic_task(-5));
}

static void put_stack_without_task(struct synthetic *stream)
{
	synthetic_put_stack(stream, 5, NULL, 0);
}

static void put_stack_of_another_task(struct synthetic *stream)
{
	synthetic_put_task(stream, synthetic_task(1));
	synthetic_put_stack(stream, 2, NULL, 0);
}

static void put_stack_of_too_many_frames(struct synthetic *stream)
{
	struct procscope_stack stack = {
		.tid = 1,
		.status = PROCSCOPE_OK,
		.count = 0x40000001,
	};
	__u32 frame = synthetic_string(stream, "frame");

	synthetic_put_task(stream, synthetic_task(1));
	synthetic_record(stream, PROCSCOPE_TYPE_STACK, &stack, sizeof(stack),
			 &frame, sizeof(frame));
}

static void put_frame_of_unknown_string(struct synthetic *stream)
{
	const __u32 frame = 99;

	synthetic_put_task(stream, synthetic_task(1));
	synthetic_put_stack(stream, 1, &frame, 1);
}

static void put_frame_of_no_string(struct synthetic *stream)
{
	const __u32 frame = 0;

	synthetic_put_task(stream, synthetic_task(1));
	synthetic_put_stack(stream, 1, &frame, 1);
}

static void put_wait_without_task(struct synthetic *stream)
{
	synthetic_put_wait(stream, synthetic_wait(1, 2, 3), NULL);
}

static void put_wait_of_unknown_string(struct synthetic *stream)
{
	struct procscope_wait wait = synthetic_wait(1, 2, 3);

	wait.path_reason = 99;
	synthetic_put_task(stream, synthetic_task(1));
	synthetic_put_wait(stream, wait, NULL);
}

static void put_path_too_long(struct synthetic *stream)
{
	struct procscope_wait wait = synthetic_wait(1, 2, 3);

	synthetic_put_task(stream, synthetic_task(1));
	wait.path_length = 0xffffffff;
	synthetic_record(stream, PROCSCOPE_TYPE_WAIT, &wait, sizeof(wait),
			 "/path", 5);
}

static void put_path_with_nul(struct synthetic *stream)
{
	struct procscope_wait wait = synthetic_wait(1, 2, 3);

	synthetic_put_task(stream, synthetic_task(1));
	wait.path_length = 5;
	synthetic_record(stream, PROCSCOPE_TYPE_WAIT, &wait, sizeof(wait),
			 "/a\0bc", 5);
}

static void put_raw(struct synthetic *stream, __u32 size, __u32 tail)
{
	struct procscope_record head = {
		.type = 77,
		.size = size,
		.tail = tail,
	};
	static const unsigned char zeros[64];

	synthetic_bytes(stream, &head, sizeof(head));
	synthetic_bytes(stream, zeros, sizeof(zeros) - sizeof(head));
}

static void put_size_of_nothing(struct synthetic *stream)
{
	put_raw(stream, 0, 16);
}

static void put_size_below_head(struct synthetic *stream)
{
	put_raw(stream, 8, 8);
}

static void put_size_unaligned(struct synthetic *stream)
{
	put_raw(stream, 60, 16);
}

static void put_tail_within_head(struct synthetic *stream)
{
	put_raw(stream, 64, 8);
}

static void put_tail_beyond_record(struct synthetic *stream)
{
	put_raw(stream, 64, 72);
}

static void put_end_that_counts_more(struct synthetic *stream)
{
	synthetic_put_task(stream, synthetic_task(1));
	stream->tasks++;
}

/* What is wrong with each of these is all that is wrong with it. */
static const struct {
	void (*put)(struct synthetic *stream);
	const char *error;
} damage[] = {
	{ put_string_without_id, "bad string" },
	{ put_string_too_long, "bad string" },
	{ put_string_with_nul, "bad string" },
	{ put_string_of_two_meanings, "two meanings" },
	{ put_task_without_tid, "numbered 0" },
	{ put_task_of_negative_tid, "numbered -5" },
	{ put_stack_without_task, "task 5 is not after it" },
	{ put_stack_of_another_task, "task 2 is not after it" },
	{ put_stack_of_too_many_frames, "1073741825 frames" },
	{ put_frame_of_unknown_string, "string 99 was never sent" },
	{ put_frame_of_no_string, "no name" },
	{ put_wait_without_task, "task 1 is not after it" },
	{ put_wait_of_unknown_string, "string 99 was never sent" },
	{ put_path_too_long, "bad path" },
	{ put_path_with_nul, "bad path" },
	{ put_size_of_nothing, "bad record" },
	{ put_size_below_head, "bad record" },
	{ put_size_unaligned, "bad record" },
	{ put_tail_within_head, "bad record" },
	{ put_tail_beyond_record, "bad record" },
	{ put_end_that_counts_more, "its end says 2" },
};

TEST(damage_is_told)
{
	size_t i;

	for (i = 0; i < sizeof(damage) / sizeof(*damage); i++) {
		struct synthetic stream;
		struct result result;

		synthetic_begin(&stream);
		damage[i].put(&stream);
		synthetic_end(&stream);
		read_bytes(&result, &stream, stream.size);
		EXPECT_EQ(-EPROTO, result.ret);
		EXPECT_NE(NULL, strstr(result.error, damage[i].error)) {
			TH_LOG("'%s' for '%s'", result.error, damage[i].error);
		}
		model_free(&result.model);
		synthetic_free(&stream);
	}
}

/* What is written once must read the same for ever. */
#define AT(type, field, offset)						\
	EXPECT_EQ(offset, offsetof(struct procscope_##type, field))
#define SIZE(type, size)						\
	EXPECT_EQ(size, sizeof(struct procscope_##type))

TEST(abi_header)
{
	EXPECT_EQ(1, PROCSCOPE_ABI);
	EXPECT_EQ(0, memcmp(PROCSCOPE_MAGIC, "procscop", 8));
	EXPECT_EQ(1, PROCSCOPE_PART_TASK);
	EXPECT_EQ(2, PROCSCOPE_PART_STACK);
	EXPECT_EQ(4, PROCSCOPE_PART_WAIT);
	EXPECT_EQ(8, PROCSCOPE_PART_HELD);
	EXPECT_EQ(16, PROCSCOPE_PART_EVENT);
	EXPECT_EQ(32, PROCSCOPE_PART_FILES);
	EXPECT_EQ(1, PROCSCOPE_HEADER_ADDRESSES);
	AT(header, magic, 0);
	AT(header, abi, 8);
	AT(header, size, 12);
	AT(header, asked, 16);
	AT(header, given, 24);
	AT(header, flags, 32);
	AT(header, load, 40);
	AT(header, boottime, 48);
	AT(header, realtime, 56);
	AT(header, kernel, 64);
	AT(header, release, 128);
	AT(header, ask, 160);
	AT(header, clock, 200);
	SIZE(header, 208);
	EXPECT_EQ(2, PROCSCOPE_HEADER_SINCE);
}

TEST(abi_ask)
{
	AT(ask, size, 0);
	AT(ask, flags, 4);
	AT(ask, parts, 8);
	AT(ask, tid, 16);
	AT(ask, tgid, 20);
	AT(ask, states, 24);
	AT(ask, waiter, 28);
	AT(ask, since, 32);
	SIZE(ask, 40);
	EXPECT_EQ(32, PROCSCOPE_ASK_SIZE_VER0);
	EXPECT_EQ(1, PROCSCOPE_ASK_BLOCKED);
	EXPECT_STREQ("RSDTtXZPI", PROCSCOPE_STATES);
}

TEST(abi_record_and_string)
{
	EXPECT_EQ(1, PROCSCOPE_TYPE_END);
	EXPECT_EQ(2, PROCSCOPE_TYPE_STRING);
	EXPECT_EQ(3, PROCSCOPE_TYPE_TASK);
	EXPECT_EQ(4, PROCSCOPE_TYPE_STACK);
	EXPECT_EQ(5, PROCSCOPE_TYPE_WAIT);
	EXPECT_EQ(6, PROCSCOPE_TYPE_HELD);
	EXPECT_EQ(7, PROCSCOPE_TYPE_EVENT);
	EXPECT_EQ(8, PROCSCOPE_TYPE_OPEN);
	EXPECT_EQ(9, PROCSCOPE_TYPE_SOUGHT);
	EXPECT_EQ(10, PROCSCOPE_TYPE_REFERENCE);
	AT(record, type, 0);
	AT(record, size, 4);
	AT(record, tail, 8);
	AT(record, reserved, 12);
	SIZE(record, 16);
	AT(string, head, 0);
	AT(string, id, 16);
	AT(string, length, 20);
	AT(string, value, 24);
	SIZE(string, 32);
}

TEST(abi_task)
{
	AT(task, head, 0);
	AT(task, tid, 16);
	AT(task, tgid, 20);
	AT(task, ppid, 24);
	AT(task, state, 28);
	AT(task, flags, 32);
	AT(task, breakable, 36);
	AT(task, cpu, 40);
	AT(task, status, 44);
	AT(task, asleep_status, 48);
	AT(task, reserved, 52);
	AT(task, asleep, 56);
	AT(task, nvcsw, 64);
	AT(task, nivcsw, 72);
	AT(task, start, 80);
	AT(task, comm, 88);
	AT(task, cgroup, 104);
	SIZE(task, 112);
	EXPECT_EQ(1, PROCSCOPE_TASK_KTHREAD);
	EXPECT_EQ(2, PROCSCOPE_TASK_RUNNING);
	EXPECT_EQ(4, PROCSCOPE_TASK_UNCHANGED);
	EXPECT_EQ(1, PROCSCOPE_BREAK_KILL);
	EXPECT_EQ(2, PROCSCOPE_BREAK_SIGNAL);
	EXPECT_EQ(4, PROCSCOPE_BREAK_TIMEOUT);
}

TEST(abi_stack_and_end)
{
	AT(stack, head, 0);
	AT(stack, tid, 16);
	AT(stack, status, 20);
	AT(stack, reason, 24);
	AT(stack, flags, 28);
	AT(stack, count, 32);
	AT(stack, reserved, 36);
	SIZE(stack, 40);
	EXPECT_EQ(1, PROCSCOPE_STACK_CUT);
	AT(end, head, 0);
	AT(end, tasks, 16);
	AT(end, asleep, 24);
	AT(end, waits, 32);
	AT(end, granted, 40);
	AT(end, unresolved, 48);
	AT(end, unstable, 56);
	AT(end, boottime, 64);
	AT(end, unchanged, 72);
	AT(end, held, 80);
	AT(end, unheld, 88);
	AT(end, events, 96);
	SIZE(end, 104);
}

TEST(abi_held)
{
	AT(held, head, 0);
	AT(held, tid, 16);
	AT(held, status, 20);
	AT(held, reason, 24);
	AT(held, kind, 28);
	AT(held, mode, 32);
	AT(held, certainty, 36);
	AT(held, flags, 40);
	AT(held, where, 44);
	AT(held, class, 48);
	AT(held, reserved, 52);
	AT(held, lock, 56);
	SIZE(held, 64);
	EXPECT_EQ(1, PROCSCOPE_HELD_MERGED);
}

TEST(abi_open)
{
	AT(open, head, 0);
	AT(open, tid, 16);
	AT(open, status, 20);
	AT(open, reason, 24);
	AT(open, kind, 28);
	AT(open, flags, 32);
	AT(open, fds, 36);
	AT(open, readers, 40);
	AT(open, writers, 44);
	AT(open, references, 48);
	AT(open, lock, 56);
	AT(open, ino, 64);
	AT(open, file, 72);
	AT(open, table, 80);
	SIZE(open, 88);
	EXPECT_EQ(1, PROCSCOPE_OPEN_READ);
	EXPECT_EQ(2, PROCSCOPE_OPEN_WRITE);
}

TEST(abi_sought_and_reference)
{
	AT(sought, head, 0);
	AT(sought, waiter, 16);
	AT(sought, status, 20);
	AT(sought, reason, 24);
	AT(sought, object, 28);
	AT(sought, lock, 32);
	SIZE(sought, 40);
	AT(reference, head, 0);
	AT(reference, tid, 16);
	AT(reference, status, 20);
	AT(reference, reason, 24);
	AT(reference, lock, 28);
	AT(reference, object, 32);
	AT(reference, reserved, 36);
	SIZE(reference, 40);
}

TEST(abi_wait)
{
	AT(wait, head, 0);
	AT(wait, tid, 16);
	AT(wait, status, 20);
	AT(wait, reason, 24);
	AT(wait, kind, 28);
	AT(wait, mode, 32);
	AT(wait, flags, 36);
	AT(wait, evidence, 40);
	AT(wait, owner_status, 44);
	AT(wait, owner_reason, 48);
	AT(wait, owner, 52);
	AT(wait, certainty, 56);
	AT(wait, readers, 60);
	AT(wait, lock, 64);
	AT(wait, object_status, 72);
	AT(wait, object_reason, 76);
	AT(wait, object, 80);
	AT(wait, symbol, 84);
	AT(wait, mm_tgid, 88);
	AT(wait, fs, 92);
	AT(wait, disk, 96);
	AT(wait, dev_major, 100);
	AT(wait, dev_minor, 104);
	AT(wait, links, 108);
	AT(wait, ino, 112);
	AT(wait, path_status, 120);
	AT(wait, path_reason, 124);
	AT(wait, path_flags, 128);
	AT(wait, path_length, 132);
	AT(wait, place, 136);
	AT(wait, cache, 144);
	AT(wait, object_size, 148);
	AT(wait, offset, 152);
	SIZE(wait, 160);
}

TEST(abi_numbers_of_words)
{
	EXPECT_EQ(1, PROCSCOPE_OK);
	EXPECT_EQ(2, PROCSCOPE_NONE);
	EXPECT_EQ(3, PROCSCOPE_DENIED);
	EXPECT_EQ(4, PROCSCOPE_GONE);
	EXPECT_EQ(5, PROCSCOPE_UNSTABLE);
	EXPECT_EQ(6, PROCSCOPE_UNAVAILABLE);
	EXPECT_STREQ("mutex", procscope_kind_name(1));
	EXPECT_STREQ("ww_mutex", procscope_kind_name(2));
	EXPECT_STREQ("rwsem", procscope_kind_name(3));
	EXPECT_STREQ("semaphore", procscope_kind_name(4));
	EXPECT_STREQ("rt_mutex", procscope_kind_name(5));
	EXPECT_STREQ("percpu_rwsem", procscope_kind_name(6));
	EXPECT_STREQ("flock", procscope_kind_name(7));
	EXPECT_STREQ("posix_lock", procscope_kind_name(8));
	EXPECT_STREQ("completion", procscope_kind_name(16));
	EXPECT_STREQ("kthread", procscope_kind_name(17));
	EXPECT_STREQ("work", procscope_kind_name(18));
	EXPECT_STREQ("child", procscope_kind_name(19));
	EXPECT_STREQ("vfork", procscope_kind_name(20));
	EXPECT_STREQ("tracer", procscope_kind_name(21));
	EXPECT_STREQ("pipe", procscope_kind_name(22));
	EXPECT_STREQ("futex", procscope_kind_name(23));
	EXPECT_STREQ("socket", procscope_kind_name(31));
	EXPECT_STREQ("fuse", procscope_kind_name(32));
	EXPECT_STREQ("rpc", procscope_kind_name(33));
	EXPECT_STREQ("bit", procscope_kind_name(34));
	EXPECT_STREQ("9p", procscope_kind_name(35));
	EXPECT_STREQ("exclusive", procscope_mode_name(1));
	EXPECT_STREQ("read", procscope_mode_name(2));
	EXPECT_STREQ("write", procscope_mode_name(3));
	EXPECT_STREQ("exact", procscope_certainty_name(1));
	EXPECT_STREQ("hint", procscope_certainty_name(2));
	EXPECT_STREQ("i_rwsem", procscope_object_name(1));
	EXPECT_STREQ("invalidate_lock", procscope_object_name(2));
	EXPECT_STREQ("i_mmap_rwsem", procscope_object_name(3));
	EXPECT_STREQ("mmap_lock", procscope_object_name(4));
	EXPECT_EQ(5, PROCSCOPE_OBJECT_SYMBOL);
	EXPECT_EQ(6, PROCSCOPE_OBJECT_CLASS);
	EXPECT_STREQ("slab", procscope_object_name(10));
	EXPECT_STREQ("file system", procscope_object_name(11));
	EXPECT_STREQ("device", procscope_object_name(12));
	EXPECT_STREQ("server", procscope_object_name(13));
	EXPECT_STREQ("cgroup", procscope_object_name(14));
	EXPECT_EQ(1, PROCSCOPE_WAIT_GRANTED);
	EXPECT_EQ(1, PROCSCOPE_PATH_DELETED);
	EXPECT_EQ(2, PROCSCOPE_PATH_CUT);
	EXPECT_EQ(4, PROCSCOPE_PATH_DISCONNECTED);
	EXPECT_STREQ("no", procscope_break_name(0));
	EXPECT_STREQ("kill", procscope_break_name(PROCSCOPE_BREAK_KILL));
	EXPECT_STREQ("signal", procscope_break_name(PROCSCOPE_BREAK_KILL |
						    PROCSCOPE_BREAK_SIGNAL));
	EXPECT_STREQ("timeout", procscope_break_name(PROCSCOPE_BREAK_TIMEOUT));
	EXPECT_STREQ("?", procscope_kind_name(99));
}

TEST_HARNESS_MAIN
