// SPDX-License-Identifier: GPL-2.0
/*
 * again_test.c - is what a look by what has changed makes of two snapshots what
 * a look in full would have given?
 *
 * The snapshots are made here, and the test is the kernel that gives them.
 */
#include <kselftest_harness.h>

#include <malloc.h>
#include <stdbool.h>

#include "again.h"
#include "bytes.h"
#include "entry.h"
#include "model.h"
#include "synthetic.h"

#define CLOCK	1000
#define LATER	2000

/* The task that a test is about stands between these two. */
#define BEFORE	5
#define TID	7
#define BEHIND	9

/* As again.c has them: so many are asked for at least and at most, one for so many tasks. */
#define SOME	8
#define MOST	64
#define EACH	128

#define PARTS_ALL	(PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK | \
			 PROCSCOPE_PART_WAIT)

static const struct procscope_ask all = { .parts = PARTS_ALL };

/**
 * struct kernel - what the next looks are given
 * @since: by the ask that has a since
 * @full: by one that has none
 * @one: by one for one task
 * @asked: the asks that came, as far as they fit
 * @asks: how many came
 */
static struct kernel {
	struct synthetic since;
	struct synthetic full;
	struct synthetic one;
	struct procscope_ask asked[2 * MOST];
	size_t asks;
} kernel;

/* In place of the command's own. */
void entry_look(struct model *model, const struct procscope_ask *ask,
		struct bytes *bytes)
{
	const struct synthetic *stream = ask->tid ? &kernel.one :
					 ask->since ? &kernel.since :
						      &kernel.full;
	char error[128];

	if (kernel.asks < ARRAY_SIZE(kernel.asked))
		kernel.asked[kernel.asks] = *ask;
	kernel.asks++;
	memset(bytes, 0, sizeof(*bytes));
	if (model_parse(model, stream->data, stream->size, error,
			sizeof(error)))
		abort();
}

/* Begin a stream of one frame, which is string 1. */
static struct procscope_header *begin(struct synthetic *stream, __u64 clock,
				      const char *frame)
{
	struct procscope_header *header;

	synthetic_free(stream);
	synthetic_begin(stream);
	header = (void *)stream->data;
	header->clock = clock;
	synthetic_string(stream, frame);
	return (void *)stream->data;
}

static void put_in_full(struct synthetic *stream, struct procscope_task task)
{
	const __u32 frame = 1;

	synthetic_put_task(stream, task);
	synthetic_put_stack(stream, task.tid, &frame, 1);
}

static void put_unchanged(struct synthetic *stream, struct procscope_task task)
{
	task.flags |= PROCSCOPE_TASK_UNCHANGED;
	synthetic_put_task(stream, task);
}

static void read_as(struct model *model, const struct synthetic *stream)
{
	char error[128];

	if (model_parse(model, stream->data, stream->size, error,
			sizeof(error)))
		abort();
}

FIXTURE(again)
{
	struct synthetic earlier;
	struct model then;
	struct model now;
};

/* Three tasks that have not run, and how each looks in full by then. */
FIXTURE_SETUP(again)
{
	int tid;

	/* What is used after it was freed must not look as if it were there. */
	mallopt(M_PERTURB, 'x');
	memset(self, 0, sizeof(*self));
	memset(&kernel, 0, sizeof(kernel));
	begin(&self->earlier, CLOCK, "earlier+0x1/0x2");
	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	begin(&kernel.full, LATER, "full+0x1/0x2");
	begin(&kernel.one, LATER, "one+0x1/0x2");
	for (tid = BEFORE; tid <= BEHIND; tid += 2) {
		put_unchanged(&kernel.since, synthetic_task(tid));
		put_in_full(&kernel.full, synthetic_task(tid));
	}
	put_in_full(&kernel.one, synthetic_task(TID));
	synthetic_end(&kernel.since);
	synthetic_end(&kernel.full);
	synthetic_end(&kernel.one);
}

FIXTURE_TEARDOWN(again)
{
	model_free(&self->then);
	model_free(&self->now);
	synthetic_free(&self->earlier);
	synthetic_free(&kernel.since);
	synthetic_free(&kernel.full);
	synthetic_free(&kernel.one);
}

/* How the earlier look saw TID. */
struct sight {
	struct procscope_task task;
	const struct procscope_stack *stack;
	const struct procscope_wait *wait;
	bool is_missing;
};

static struct sight usual(void)
{
	return (struct sight){ .task = synthetic_task(TID) };
}

static void see(struct synthetic *stream, struct sight sight)
{
	put_in_full(stream, synthetic_task(BEFORE));
	if (!sight.is_missing && !sight.stack)
		put_in_full(stream, sight.task);
	if (!sight.is_missing && sight.stack) {
		struct procscope_stack stack = *sight.stack;

		synthetic_put_task(stream, sight.task);
		synthetic_record(stream, PROCSCOPE_TYPE_STACK, &stack,
				 sizeof(stack), NULL, 0);
	}
	if (sight.wait)
		synthetic_put_wait(stream, *sight.wait, NULL);
	put_in_full(stream, synthetic_task(BEHIND));
	synthetic_end(stream);
}

/* Look again; the earlier snapshot is gone then. */
static void look_again(struct model *now, struct model *then)
{
	again_look(now, then, &all);
	model_free(then);
}

static const char *frame_of(const struct model *model, int tid)
{
	const struct task *task = model_find(model, tid);

	if (!task)
		return "gone";
	return task->stack.count ? task->stack.frame[0] : "none";
}

TEST_F(again, what_has_not_run_is_kept)
{
	const struct task *task;

	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	ASSERT_EQ(1, kernel.asks);
	EXPECT_EQ(CLOCK, kernel.asked[0].since);
	EXPECT_EQ(PARTS_ALL, kernel.asked[0].parts);
	EXPECT_EQ(3, self->now.count);
	EXPECT_EQ(LATER, self->now.header.clock);
	task = model_find(&self->now, TID);
	ASSERT_NE(NULL, task);
	EXPECT_EQ(PROCSCOPE_OK, task->stack.status);
	EXPECT_EQ(1, task->stack.count);
	EXPECT_EQ(NULL, task->wait);
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, TID));
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, BEFORE));
}

/* That there is no stack, as of who is dead, is a fact like another. */
TEST_F(again, that_there_is_none_is_kept)
{
	const struct procscope_stack none = {
		.tid = TID, .status = PROCSCOPE_NONE,
	};
	struct sight sight = usual();

	sight.stack = &none;
	see(&self->earlier, sight);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1, kernel.asks);
	EXPECT_EQ(PROCSCOPE_NONE, model_find(&self->now, TID)->stack.status);
	EXPECT_STREQ("none", frame_of(&self->now, TID));
}

/* A name, a state and times are those of now. */
TEST_F(again, the_rest_is_of_now)
{
	struct procscope_task task = synthetic_task(TID);

	task.state = 'R';
	task.asleep = 12345;
	memcpy(task.comm, "renamed", sizeof("renamed"));
	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	put_unchanged(&kernel.since, task);
	synthetic_end(&kernel.since);
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	ASSERT_EQ(1, self->now.count);
	EXPECT_EQ('R', self->now.task[0].raw.state);
	EXPECT_EQ(12345, self->now.task[0].raw.asleep);
	EXPECT_STREQ("renamed", (char *)self->now.task[0].raw.comm);
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, TID));
}

TEST_F(again, what_has_run_is_of_now)
{
	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	put_unchanged(&kernel.since, synthetic_task(BEFORE));
	put_in_full(&kernel.since, synthetic_task(TID));
	put_in_full(&kernel.since, synthetic_task(TID + 1));
	put_unchanged(&kernel.since, synthetic_task(BEHIND));
	synthetic_end(&kernel.since);
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1, kernel.asks);
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, BEFORE));
	EXPECT_STREQ("since+0x1/0x2", frame_of(&self->now, TID));
	EXPECT_STREQ("since+0x1/0x2", frame_of(&self->now, TID + 1));
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, BEHIND));
}

/* Only TID must have been asked for again, and the answer is what counts. */
static void expect_asked(struct __test_metadata *_metadata,
			 struct model *now, struct model *then,
			 const struct synthetic *earlier)
{
	read_as(then, earlier);
	look_again(now, then);
	ASSERT_EQ(2, kernel.asks);
	EXPECT_EQ(CLOCK, kernel.asked[0].since);
	EXPECT_EQ(TID, kernel.asked[1].tid);
	EXPECT_EQ(0, kernel.asked[1].since);
	EXPECT_EQ(PARTS_ALL, kernel.asked[1].parts);
	EXPECT_EQ(3, now->count);
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(now, BEFORE));
	EXPECT_STREQ("one+0x1/0x2", frame_of(now, TID));
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(now, BEHIND));
}

#define DOUBTED(sight)							\
do {									\
	see(&self->earlier, sight);					\
	expect_asked(_metadata, &self->now, &self->then,		\
		     &self->earlier);					\
} while (0)

TEST_F(again, asks_for_who_was_not_there)
{
	struct sight sight = usual();

	sight.is_missing = true;
	DOUBTED(sight);
}

TEST_F(again, asks_for_another_of_the_number)
{
	struct sight sight = usual();

	sight.task.start++;
	DOUBTED(sight);
}

TEST_F(again, asks_for_who_took_the_number_of_the_dead)
{
	struct sight sight = usual();

	sight.task.state = 'Z';
	DOUBTED(sight);
}

TEST_F(again, asks_for_who_slept_again)
{
	struct sight sight = usual();

	sight.task.nvcsw--;
	DOUBTED(sight);
}

/* Another task has frozen it: what it sleeps in is the same, what it waits for is not. */
TEST_F(again, asks_for_whose_state_is_another)
{
	struct sight sight = usual();

	sight.task.state = 'S';
	DOUBTED(sight);
}

/* Who was woken, but has not run yet, has its stack, but waits for nothing. */
TEST_F(again, who_was_woken_waits_no_more)
{
	struct procscope_wait wait = synthetic_wait(TID, 0xabc, 0);
	struct procscope_task task = synthetic_task(TID);
	struct sight sight = usual();

	wait.kind = PROCSCOPE_KIND_FUTEX;
	wait.owner_status = PROCSCOPE_UNAVAILABLE;
	wait.certainty = 0;
	sight.wait = &wait;
	task.state = 'R';
	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	put_unchanged(&kernel.since, task);
	synthetic_end(&kernel.since);
	see(&self->earlier, sight);
	read_as(&self->then, &self->earlier);
	EXPECT_NE(NULL, model_find(&self->then, TID)->wait);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1, kernel.asks);
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, TID));
	EXPECT_EQ(NULL, model_find(&self->now, TID)->wait);
}

TEST_F(again, asks_for_who_was_preempted)
{
	struct sight sight = usual();

	sight.task.nivcsw--;
	DOUBTED(sight);
}

TEST_F(again, asks_for_who_ran)
{
	struct sight sight = usual();

	sight.task.flags |= PROCSCOPE_TASK_RUNNING;
	DOUBTED(sight);
}

TEST_F(again, asks_for_who_was_unstable)
{
	struct sight sight = usual();

	sight.task.status = PROCSCOPE_UNSTABLE;
	DOUBTED(sight);
}

TEST_F(again, asks_where_the_stack_was_unstable)
{
	const struct procscope_stack unstable = {
		.tid = TID, .status = PROCSCOPE_UNSTABLE,
	};
	struct sight sight = usual();

	sight.stack = &unstable;
	DOUBTED(sight);
}

TEST_F(again, asks_where_the_stack_was_unavailable)
{
	const struct procscope_stack unavailable = {
		.tid = TID, .status = PROCSCOPE_UNAVAILABLE, .reason = 1,
	};
	struct sight sight = usual();

	sight.stack = &unavailable;
	DOUBTED(sight);
}

TEST_F(again, asks_where_the_stack_was_not_given)
{
	const struct procscope_stack not_given = { .tid = TID };
	struct sight sight = usual();

	sight.stack = &not_given;
	DOUBTED(sight);
}

TEST_F(again, asks_for_who_waited)
{
	const struct procscope_wait wait = synthetic_wait(TID, 0xabc, BEFORE);
	struct sight sight = usual();

	sight.wait = &wait;
	DOUBTED(sight);
}

TEST_F(again, asks_for_who_may_have_waited)
{
	const struct procscope_wait wait = {
		.tid = TID, .status = PROCSCOPE_UNAVAILABLE,
	};
	struct sight sight = usual();

	sight.wait = &wait;
	DOUBTED(sight);
}

/* What is asked for again is there as it is told then, with its wait. */
TEST_F(again, has_the_wait_of_now)
{
	const struct procscope_wait wait = synthetic_wait(TID, 0xabc, BEFORE);
	struct sight sight = usual();
	const struct task *task;

	begin(&kernel.one, LATER, "one+0x1/0x2");
	put_in_full(&kernel.one, synthetic_task(TID));
	synthetic_put_wait(&kernel.one, synthetic_wait(TID, 0xabc, BEHIND),
			   "/a/path");
	synthetic_end(&kernel.one);
	sight.wait = &wait;
	DOUBTED(sight);
	task = model_find(&self->now, TID);
	ASSERT_NE(NULL, task->wait);
	EXPECT_EQ(BEHIND, task->wait->raw.owner);
	EXPECT_STREQ("/a/path", task->wait->path);
}

TEST_F(again, who_is_gone_meanwhile_is_gone)
{
	const struct procscope_wait wait = synthetic_wait(TID, 0xabc, BEFORE);
	struct sight sight = usual();

	begin(&kernel.one, LATER, "one+0x1/0x2");
	synthetic_end(&kernel.one);
	sight.wait = &wait;
	see(&self->earlier, sight);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(2, kernel.asks);
	EXPECT_EQ(2, self->now.count);
	EXPECT_EQ(NULL, model_find(&self->now, TID));
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->now, BEHIND));
}

/*
 * @waiters of @tasks have to be asked for again, by the number that answers @tid; the
 * others are gone by then.
 */
static void see_waiters(struct synthetic *earlier, int waiters, int tasks)
{
	int tid;

	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	for (tid = 1; tid <= waiters; tid++) {
		put_in_full(earlier, synthetic_task(tid));
		synthetic_put_wait(earlier, synthetic_wait(tid, 0xabc, 1),
				   NULL);
		put_unchanged(&kernel.since, synthetic_task(tid));
	}
	for (; tid <= tasks; tid++)
		put_in_full(earlier, synthetic_task(tid));
	synthetic_end(earlier);
	synthetic_end(&kernel.since);
}

TEST_F(again, few_are_asked_for)
{
	see_waiters(&self->earlier, MOST, MOST * EACH);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1 + MOST, kernel.asks);
	/* Of all of them only this one is there. */
	ASSERT_EQ(1, self->now.count);
	EXPECT_STREQ("one+0x1/0x2", frame_of(&self->now, TID));
}

static void expect_full(struct __test_metadata *_metadata,
			const struct model *now, size_t asks)
{
	ASSERT_EQ(asks, kernel.asks);
	EXPECT_EQ(0, kernel.asked[asks - 1].since);
	EXPECT_EQ(0, kernel.asked[asks - 1].tid);
	EXPECT_EQ(3, now->count);
	EXPECT_STREQ("full+0x1/0x2", frame_of(now, TID));
}

TEST_F(again, in_full_if_many_would_be_asked_for)
{
	see_waiters(&self->earlier, MOST + 1, 2 * MOST * EACH);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 1);
}

TEST_F(again, in_full_if_many_of_all_would_be_asked_for)
{
	see_waiters(&self->earlier, MOST, MOST * EACH - 1);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 1);
}

/* That these may have run is not known before. */
TEST_F(again, in_full_if_many_are_to_be_asked_for)
{
	struct procscope_task task;
	int tid;

	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	for (tid = 1; tid <= SOME + 1; tid++) {
		task = synthetic_task(tid);
		put_in_full(&self->earlier, task);
		task.nvcsw++;
		put_unchanged(&kernel.since, task);
	}
	synthetic_end(&self->earlier);
	synthetic_end(&kernel.since);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 2);
}

TEST_F(again, in_full_if_since_is_not_heeded)
{
	struct synthetic heeded = kernel.since;

	/* A module that does not know of it gives what the full look gives. */
	kernel.since = kernel.full;
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1, kernel.asks);
	EXPECT_STREQ("full+0x1/0x2", frame_of(&self->now, TID));
	kernel.since = heeded;
}

TEST_F(again, in_full_of_another_load)
{
	((struct procscope_header *)kernel.since.data)->load++;
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 2);
}

TEST_F(again, in_full_of_other_parts)
{
	((struct procscope_header *)kernel.since.data)->asked =
		PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT;
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 2);
}

TEST_F(again, in_full_if_parts_lacked)
{
	((struct procscope_header *)self->earlier.data)->given =
		PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK;
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 1);
}

TEST_F(again, in_full_after_a_file)
{
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	self->then.file = "a file";
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 1);
}

TEST_F(again, in_full_after_what_was_cut)
{
	char error[128];

	see(&self->earlier, usual());
	EXPECT_EQ(-EPROTO, model_parse(&self->then, self->earlier.data,
				       self->earlier.size -
				       sizeof(struct procscope_end),
				       error, sizeof(error)));
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 1);
}

TEST_F(again, in_full_after_a_part)
{
	((struct procscope_header *)self->earlier.data)->ask.tgid = TID;
	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	expect_full(_metadata, &self->now, 1);
}

TEST_F(again, in_full_if_a_part_is_wanted)
{
	const struct procscope_ask part = { .tgid = TID };

	see(&self->earlier, usual());
	read_as(&self->then, &self->earlier);
	again_look(&self->now, &self->then, &part);
	expect_full(_metadata, &self->now, 1);
	EXPECT_EQ(TID, kernel.asked[0].tgid);
}

/* Without stacks, which were not wanted, there is less to be sure of. */
TEST_F(again, without_stacks)
{
	const __u64 parts = PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT;
	struct procscope_header *header = (void *)self->earlier.data;

	header->asked = parts;
	header->given = parts;
	header = (void *)kernel.since.data;
	header->asked = parts;
	header->given = parts;
	synthetic_put_task(&self->earlier, synthetic_task(BEFORE));
	synthetic_put_task(&self->earlier, synthetic_task(TID));
	synthetic_put_task(&self->earlier, synthetic_task(BEHIND));
	synthetic_end(&self->earlier);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1, kernel.asks);
	EXPECT_EQ(3, self->now.count);
	EXPECT_EQ(0, model_find(&self->now, TID)->stack.status);
}

#define LOOKS		1000
#define MEMORY_MORE	4096

/* After many looks, what was kept in each is there, and in as much memory. */
TEST_F(again, many_looks_take_no_more_memory)
{
	const struct procscope_wait wait = synthetic_wait(TID, 0xabc, BEFORE);
	struct sight sight = usual();
	size_t first = 0, last = 0;
	unsigned int i;

	begin(&kernel.one, LATER, "one+0x1/0x2");
	put_in_full(&kernel.one, synthetic_task(TID));
	synthetic_put_wait(&kernel.one, wait, NULL);
	synthetic_end(&kernel.one);
	sight.wait = &wait;
	see(&self->earlier, sight);
	read_as(&self->then, &self->earlier);
	for (i = 0; i < LOOKS; i++) {
		again_look(&self->now, &self->then, &all);
		model_free(&self->then);
		self->then = self->now;
		memset(&self->now, 0, sizeof(self->now));
		last = mallinfo2().uordblks + mallinfo2().hblkhd;
		if (!i)
			first = last;
	}
	EXPECT_EQ(2 * LOOKS, kernel.asks);
	EXPECT_STREQ("earlier+0x1/0x2", frame_of(&self->then, BEFORE));
	EXPECT_STREQ("one+0x1/0x2", frame_of(&self->then, TID));
	EXPECT_LE(last, first + MEMORY_MORE);
}

/* Many names and many tasks: more than any table begins with. */
TEST_F(again, of_a_large_system)
{
	const int tasks = 5000;
	char name[32];
	int tid;

	begin(&kernel.since, LATER, "since+0x1/0x2")->flags |=
		PROCSCOPE_HEADER_SINCE;
	for (tid = 1; tid <= tasks; tid++) {
		__u32 frame[2];

		snprintf(name, sizeof(name), "frame_%d", tid);
		frame[0] = synthetic_string(&self->earlier, name);
		frame[1] = 1;
		synthetic_put_task(&self->earlier, synthetic_task(tid));
		synthetic_put_stack(&self->earlier, tid, frame, 2);
		put_unchanged(&kernel.since, synthetic_task(tid));
	}
	synthetic_end(&self->earlier);
	synthetic_end(&kernel.since);
	read_as(&self->then, &self->earlier);
	look_again(&self->now, &self->then);
	EXPECT_EQ(1, kernel.asks);
	ASSERT_EQ(tasks, self->now.count);
	for (tid = 1; tid <= tasks; tid++) {
		const struct task *task = model_find(&self->now, tid);

		snprintf(name, sizeof(name), "frame_%d", tid);
		ASSERT_EQ(2, task->stack.count);
		ASSERT_STREQ(name, task->stack.frame[0]);
		ASSERT_STREQ("earlier+0x1/0x2", task->stack.frame[1]);
	}
}

TEST_HARNESS_MAIN
