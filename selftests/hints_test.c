// SPDX-License-Identifier: GPL-2.0
/* hints_test.c - who of those that may hold a lock is told, and followed? */
#include <kselftest_harness.h>

#include <stdbool.h>

#include "bytes.h"
#include "entry.h"
#include "holders.h"
#include "model.h"
#include "readers.h"
#include "synthetic.h"

/* Tasks of the system, numbered from 1. */
#define TASKS	60

#define MOST_LOCKS	16

/**
 * struct want - what a task waits for
 * @lock: the lock; 0 for none
 * @owner: who has it
 * @readers: how many, if they share it: then @owner is the last on record, or 0
 * @is_percpu: it is a percpu_rwsem: then @owner is the writer on record, or 0
 */
struct want {
	__u64 lock;
	int owner;
	unsigned int readers;
	bool is_percpu;
};

/**
 * struct word - what the kernel answers when asked for a lock
 * @sought: the lock
 * @tid: a task that refers to it
 * @by_object: but only to what it is in
 */
struct word {
	__u64 sought;
	int tid;
	bool by_object;
};

/* The system, as each test has it. */
static struct want want[TASKS + 1];
static struct word word[16];
static size_t words;
static int moved;
static bool is_deaf;
static bool is_another_lock;
static unsigned int asks;

static void put_wait(struct synthetic *stream, int tid)
{
	struct procscope_wait wait = synthetic_wait(tid, want[tid].lock,
						    want[tid].owner);

	if (!want[tid].lock)
		return;
	if (want[tid].readers) {
		wait.kind = PROCSCOPE_KIND_RWSEM;
		wait.mode = PROCSCOPE_MODE_WRITE;
		wait.readers = want[tid].readers;
		wait.certainty = PROCSCOPE_OWNER_HINT;
		wait.owner_reason = synthetic_string(stream,
						     "last reader on record");
	}
	if (!want[tid].owner) {
		wait.owner_status = PROCSCOPE_UNAVAILABLE;
		wait.certainty = 0;
	}
	if (want[tid].is_percpu) {
		wait.kind = PROCSCOPE_KIND_PERCPU_RWSEM;
		wait.mode = PROCSCOPE_MODE_READ;
		synthetic_record(stream, PROCSCOPE_TYPE_EVENT, &wait,
				 sizeof(wait), NULL, 0);
	} else {
		synthetic_put_wait(stream, wait, NULL);
	}
}

static void put_sought(struct synthetic *stream, int waiter)
{
	struct procscope_sought sought = {
		.waiter = waiter,
		.status = PROCSCOPE_OK,
		.lock = want[waiter].lock + is_another_lock,
	};

	synthetic_record(stream, PROCSCOPE_TYPE_SOUGHT, &sought,
			 sizeof(sought), NULL, 0);
}

static void put_references(struct synthetic *stream, int tid, __u64 lock)
{
	size_t i;

	for (i = 0; i < words; i++) {
		struct procscope_reference reference = {
			.tid = tid,
			.status = PROCSCOPE_OK,
			.lock = !word[i].by_object,
			.object = word[i].by_object,
		};

		if (word[i].tid == tid && word[i].sought == lock)
			synthetic_record(stream, PROCSCOPE_TYPE_REFERENCE,
					 &reference, sizeof(reference), NULL,
					 0);
	}
}

static bool read_stream(struct model *model, struct synthetic *stream)
{
	char error[128];
	int ret;

	synthetic_end(stream);
	ret = model_parse(model, stream->data, stream->size, error,
			  sizeof(error));
	synthetic_free(stream);
	if (ret)
		fprintf(stderr, "# %s\n", error);
	return !ret;
}

/* In place of the command's own: this is the kernel. */
void entry_look(struct model *model, const struct procscope_ask *ask,
		struct bytes *bytes)
{
	struct procscope_header header = synthetic_header();
	struct synthetic stream = { 0 };
	int tid;

	asks++;
	*bytes = (struct bytes){ 0 };
	if (!is_deaf)
		header.ask = *ask;
	synthetic_bytes(&stream, &header, sizeof(header));
	if (!is_deaf)
		put_sought(&stream, ask->waiter);
	for (tid = 1; tid <= TASKS; tid++) {
		struct procscope_task task = synthetic_task(tid);

		task.nvcsw += tid == moved;
		synthetic_put_task(&stream, task);
		if (!is_deaf)
			put_references(&stream, tid, want[ask->waiter].lock);
	}
	if (!read_stream(model, &stream))
		abort();
}

FIXTURE(hints) {
	struct model model;
};

FIXTURE_SETUP(hints)
{
	memset(self, 0, sizeof(*self));
	memset(want, 0, sizeof(want));
	words = 0;
	moved = 0;
	is_deaf = false;
	is_another_lock = false;
	asks = 0;
}

FIXTURE_TEARDOWN(hints)
{
	model_free(&self->model);
}

static void refers(__u64 lock, int tid)
{
	word[words++] = (struct word){ .sought = lock, .tid = tid };
}

static void refers_to_object(__u64 lock, int tid)
{
	word[words++] = (struct word){
		.sought = lock, .tid = tid, .by_object = true,
	};
}

/* @holder: who is known to hold lock 1, or 0. */
static bool look(struct model *model, int tid, int holder)
{
	struct synthetic stream;
	int i;

	synthetic_begin(&stream);
	for (i = 1; i <= TASKS; i++) {
		synthetic_put_task(&stream, synthetic_task(i));
		put_wait(&stream, i);
		if (i == holder)
			synthetic_put_held(&stream, synthetic_held(i, 1));
	}
	if (!read_stream(model, &stream) || holders_find(model))
		return false;
	readers_find(model, tid);
	return true;
}

static const struct wait *wait_of(const struct model *model, int tid)
{
	return model_find(model, tid)->wait;
}

static bool is_hint(const struct model *model, int waiter, int owner,
		    const char *reason)
{
	const struct wait *wait = wait_of(model, waiter);

	return wait->raw.owner_status == PROCSCOPE_OK &&
	       wait->raw.owner == owner &&
	       wait->raw.certainty == PROCSCOPE_OWNER_HINT &&
	       !strcmp(wait->owner_reason ?: "", reason);
}

/* Nobody is followed, and these, up to a 0, are named in this order. */
static bool are_named(const struct model *model, int waiter, const int *tid)
{
	const struct wait *wait = wait_of(model, waiter);
	size_t i;

	for (i = 0; tid[i]; i++)
		if (i >= wait->candidates || wait->candidate[i] != tid[i])
			return false;
	return wait->candidates == i &&
	       wait->raw.owner_status == PROCSCOPE_UNAVAILABLE &&
	       !wait->raw.owner && !wait->raw.certainty;
}

TEST_F(hints, the_only_one)
{
	want[1] = (struct want){ .lock = 1, .owner = 9, .readers = 1 };
	want[2] = want[1];
	refers(1, 5);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_EQ(1, asks);
	/* Of all that wait for it. */
	EXPECT_TRUE(is_hint(&self->model, 1, 5, "its stack refers to the lock"));
	EXPECT_TRUE(is_hint(&self->model, 2, 5, "its stack refers to the lock"));
}

TEST_F(hints, the_only_one_by_its_struct)
{
	want[1] = (struct want){ .lock = 1, .owner = 5, .readers = 1 };
	refers_to_object(1, 5);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(is_hint(&self->model, 1, 5,
			    "last reader on record, and its stack refers to what the lock is in"));
}

/* Where there are as many that know the lock, what it is in says nothing. */
TEST_F(hints, by_its_struct_beside_enough)
{
	want[1] = (struct want){ .lock = 1, .readers = 2 };
	refers_to_object(1, 4);
	refers(1, 6);
	refers(1, 5);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(are_named(&self->model, 1, (int[]){ 5, 6, 0 }));
}

TEST_F(hints, by_its_struct_beside_too_few)
{
	want[1] = (struct want){ .lock = 1, .readers = 2 };
	refers_to_object(1, 4);
	refers(1, 5);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(are_named(&self->model, 1, (int[]){ 5, 4, 0 }));
}

/* It comes first, and yet may have let go. */
TEST_F(hints, last_on_record)
{
	want[1] = (struct want){ .lock = 1, .owner = 6, .readers = 1 };
	refers(1, 5);
	refers(1, 6);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(are_named(&self->model, 1, (int[]){ 6, 5, 0 }));
}

TEST_F(hints, one_that_comes_back)
{
	want[1] = (struct want){ .lock = 1, .owner = 7, .readers = 3 };
	want[6] = (struct want){ .lock = 2, .owner = 8 };
	want[8] = (struct want){ .lock = 3, .owner = 1 };
	refers(1, 5);
	refers(1, 6);
	refers(1, 7);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(is_hint(&self->model, 1, 6, "its stack refers to the lock"));
	EXPECT_EQ(3, wait_of(&self->model, 1)->candidates);
}

/* The chain of another one leads to a task that waits for nobody. */
TEST_F(hints, none_that_comes_back)
{
	want[1] = (struct want){ .lock = 1, .readers = 2 };
	want[6] = (struct want){ .lock = 2, .owner = 8 };
	refers(1, 5);
	refers(1, 6);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(are_named(&self->model, 1, (int[]){ 5, 6, 0 }));
}

/* What comes back does so by another lock that is shared, asked for as well. */
TEST_F(hints, one_that_comes_back_by_another)
{
	want[1] = (struct want){ .lock = 1, .readers = 2 };
	want[6] = (struct want){ .lock = 2, .owner = 9, .readers = 2 };
	refers(1, 5);
	refers(1, 6);
	refers(2, 1);
	refers(2, 9);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_EQ(2, asks);
	EXPECT_TRUE(is_hint(&self->model, 1, 6, "its stack refers to the lock"));
	EXPECT_TRUE(is_hint(&self->model, 6, 1, "its stack refers to the lock"));
}

/* Whoever has run between the two looks may have let go, or have come. */
TEST_F(hints, one_that_has_run)
{
	want[1] = (struct want){ .lock = 1, .readers = 1 };
	refers(1, 5);
	refers(1, 6);
	moved = 6;
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(is_hint(&self->model, 1, 5, "its stack refers to the lock"));
	EXPECT_EQ(1, wait_of(&self->model, 1)->candidates);
}

/* A percpu_rwsem has nothing on record but a writer that is to have it. */
TEST_F(hints, of_a_percpu_rwsem)
{
	want[1] = (struct want){ .lock = 1, .is_percpu = true };
	want[2] = (struct want){ .lock = 2, .is_percpu = true };
	want[3] = (struct want){ .lock = 3, .is_percpu = true };
	want[4] = (struct want){ .lock = 4, .owner = 9, .is_percpu = true };
	refers(1, 5);
	refers_to_object(1, 6);
	refers_to_object(2, 5);
	refers_to_object(2, 6);
	refers(4, 5);
	ASSERT_TRUE(look(&self->model, 0, 0));
	EXPECT_EQ(3, asks);
	EXPECT_TRUE(is_hint(&self->model, 1, 5, "its stack refers to the lock"));
	EXPECT_TRUE(are_named(&self->model, 2, (int[]){ 5, 6, 0 }));
	EXPECT_TRUE(are_named(&self->model, 3, (int[]){ 0 }));
	EXPECT_EQ(PROCSCOPE_OWNER_EXACT,
		  wait_of(&self->model, 4)->raw.certainty);
	EXPECT_EQ(9, wait_of(&self->model, 4)->raw.owner);
}

static bool is_untouched(const struct model *model, int waiter, int owner)
{
	return is_hint(model, waiter, owner, "last reader on record") &&
	       !wait_of(model, waiter)->candidates;
}

TEST_F(hints, nobody)
{
	want[1] = (struct want){ .lock = 1, .owner = 9, .readers = 1 };
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_EQ(1, asks);
	EXPECT_TRUE(is_untouched(&self->model, 1, 9));
}

TEST_F(hints, of_another_lock)
{
	want[1] = (struct want){ .lock = 1, .owner = 9, .readers = 1 };
	refers(1, 5);
	is_another_lock = true;
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_TRUE(is_untouched(&self->model, 1, 9));
}

/* A module that does not know of it gives everything, each time. */
TEST_F(hints, of_an_older_module)
{
	want[1] = (struct want){ .lock = 1, .owner = 9, .readers = 1 };
	want[2] = (struct want){ .lock = 2, .owner = 9, .readers = 1 };
	refers(1, 5);
	is_deaf = true;
	ASSERT_TRUE(look(&self->model, 0, 0));
	EXPECT_EQ(1, asks);
	EXPECT_TRUE(is_untouched(&self->model, 1, 9));
	EXPECT_TRUE(is_untouched(&self->model, 2, 9));
}

/* What lockdep knows is exact, and nobody has to be asked. */
TEST_F(hints, beside_lockdep)
{
	want[1] = (struct want){ .lock = 1, .owner = 9, .readers = 2 };
	refers(1, 5);
	ASSERT_TRUE(look(&self->model, 0, 4));
	EXPECT_EQ(0, asks);
	EXPECT_EQ(4, wait_of(&self->model, 1)->raw.owner);
	EXPECT_EQ(PROCSCOPE_OWNER_EXACT,
		  wait_of(&self->model, 1)->raw.certainty);
}

TEST_F(hints, of_nothing_that_is_shared)
{
	want[1] = (struct want){ .lock = 1, .owner = 9 };
	want[2] = (struct want){ .lock = 2 };
	ASSERT_TRUE(look(&self->model, 0, 0));
	EXPECT_EQ(0, asks);
}

/* Who asks for one task is told of its chain. */
TEST_F(hints, of_one_chain)
{
	want[1] = (struct want){ .lock = 1, .owner = 2 };
	want[2] = (struct want){ .lock = 2, .readers = 1 };
	want[3] = (struct want){ .lock = 3, .owner = 9, .readers = 1 };
	refers(2, 5);
	refers(3, 5);
	ASSERT_TRUE(look(&self->model, 1, 0));
	EXPECT_EQ(1, asks);
	EXPECT_TRUE(is_hint(&self->model, 2, 5, "its stack refers to the lock"));
	EXPECT_TRUE(is_untouched(&self->model, 3, 9));
}

/* Those that were waited for longest: a synthetic task sleeps as long as its tid. */
TEST_F(hints, of_very_many)
{
	int tid;

	for (tid = 1; tid <= 2 * MOST_LOCKS; tid++)
		want[tid] = (struct want){
			.lock = tid, .owner = 59, .readers = 1,
		};
	refers(1, 60);
	refers(2 * MOST_LOCKS, 60);
	ASSERT_TRUE(look(&self->model, 0, 0));
	EXPECT_EQ(MOST_LOCKS, asks);
	EXPECT_TRUE(is_untouched(&self->model, 1, 59));
	EXPECT_TRUE(is_hint(&self->model, 2 * MOST_LOCKS, 60,
			    "its stack refers to the lock"));
}

TEST_HARNESS_MAIN
