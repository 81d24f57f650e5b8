// SPDX-License-Identifier: GPL-2.0
/* graph_test.c - which chains of waiters are called cycles, and which not? */
#include <kselftest_harness.h>

#include <stdbool.h>
#include <time.h>

#include "graph.h"
#include "holders.h"
#include "model.h"
#include "synthetic.h"

#define LOCK(owner)	(0x1000 + (owner))

/* A snapshot that is made, read and related as the command does it. */
struct made {
	struct synthetic stream;
	struct model model;
	struct graph graph;
	char error[128];
};

/* @owner: per task 1, 2, ... the task that it waits for, or 0. */
static void put_tasks(struct synthetic *stream, const int *owner, int count,
		      __u32 certainty)
{
	int tid;

	for (tid = 1; tid <= count; tid++) {
		int to = owner[tid - 1];
		struct procscope_wait wait = synthetic_wait(tid, LOCK(to), to);

		synthetic_put_task(stream, synthetic_task(tid));
		wait.certainty = certainty;
		if (to)
			synthetic_put_wait(stream, wait, NULL);
	}
}

static int finish(struct made *made)
{
	int fd;
	int ret;

	synthetic_end(&made->stream);
	fd = synthetic_open(&made->stream, made->stream.size);
	ret = model_read(&made->model, fd, made->error, sizeof(made->error));
	close(fd);
	if (!ret)
		ret = holders_find(&made->model);
	if (ret)
		return ret;
	return graph_build(&made->graph, &made->model);
}

static int make(struct made *made, const int *owner, int count)
{
	memset(made, 0, sizeof(*made));
	synthetic_begin(&made->stream);
	put_tasks(&made->stream, owner, count, PROCSCOPE_OWNER_EXACT);
	return finish(made);
}

static void unmake(struct made *made)
{
	graph_free(&made->graph);
	model_free(&made->model);
	synthetic_free(&made->stream);
}

static size_t waiters_of(const struct graph *graph, const struct ring *ring)
{
	size_t count = 0;
	size_t i;

	for (i = ring->waiter; i != GRAPH_NONE; i = graph->node[i].next)
		count++;
	return count;
}

FIXTURE(cycle)
{
	struct made made;
};

FIXTURE_VARIANT(cycle)
{
	int count;
};

FIXTURE_VARIANT_ADD(cycle, of_one)
{
	.count = 1,
};

FIXTURE_VARIANT_ADD(cycle, of_two)
{
	.count = 2,
};

FIXTURE_VARIANT_ADD(cycle, of_three)
{
	.count = 3,
};

FIXTURE_VARIANT_ADD(cycle, of_ten)
{
	.count = 10,
};

/*
 * Tasks 1 to count stand in a cycle, count + 1 waits for count, count + 2 for
 * count + 1, and count + 3 for nobody.
 */
FIXTURE_SETUP(cycle)
{
	int owner[16] = { 0 };
	int count = variant->count;
	int i;

	for (i = 0; i < count; i++)
		owner[i] = i + 1 < count ? i + 2 : 1;
	owner[count] = count;
	owner[count + 1] = count + 1;
	ASSERT_EQ(0, make(&self->made, owner, count + 3));
}

FIXTURE_TEARDOWN(cycle)
{
	unmake(&self->made);
}

TEST_F(cycle, is_found_once)
{
	const struct graph *graph = &self->made.graph;
	int i;

	ASSERT_EQ(1, graph->rings);
	EXPECT_EQ(variant->count, graph->ring[0].count);
	EXPECT_EQ(0, graph->ring[0].first);
	EXPECT_TRUE(graph->ring[0].exact);
	for (i = 0; i < variant->count; i++)
		EXPECT_TRUE(graph->node[i].member);
}

TEST_F(cycle, has_those_behind_it)
{
	const struct graph *graph = &self->made.graph;
	size_t behind = variant->count;
	size_t idle = variant->count + 2;

	EXPECT_EQ(variant->count + 2,
		  waiters_of(graph, &graph->ring[0]));
	EXPECT_EQ(0, graph->node[behind].ring);
	EXPECT_FALSE(graph->node[behind].member);
	EXPECT_TRUE(graph->node[behind].sure);
	EXPECT_EQ(0, graph->node[behind + 1].ring);
	EXPECT_EQ(GRAPH_NONE, graph->node[idle].ring);
	EXPECT_EQ(idle, graph->node[idle].root);
}

TEST_F(cycle, closes_the_chain)
{
	const struct graph *graph = &self->made.graph;
	size_t chain[16];
	size_t count;

	count = graph_chain(graph, variant->count + 1, chain);
	ASSERT_EQ(variant->count + 2, count);
	EXPECT_EQ(variant->count + 1, chain[0]);
	EXPECT_EQ(variant->count, chain[1]);
	EXPECT_EQ(variant->count - 1, chain[2]);
	EXPECT_EQ(variant->count - 1, graph->node[chain[count - 1]].owner);
}

TEST_F(cycle, is_the_same_at_two_looks)
{
	struct made later;
	int owner[16] = { 0 };
	int count = variant->count;
	int i;

	for (i = 0; i < count; i++)
		owner[i] = i + 1 < count ? i + 2 : 1;
	ASSERT_EQ(0, make(&later, owner, count));
	EXPECT_FALSE(later.graph.ring[0].same);
	graph_recognise(&later.graph, &self->made.graph);
	EXPECT_TRUE(later.graph.ring[0].same);
	unmake(&later);
}

/* One fact of one task of a cycle of two was another at the first look. */
FIXTURE(second_look)
{
	struct made first;
	struct made second;
};

FIXTURE_VARIANT(second_look)
{
	void (*change)(struct procscope_task *task,
		       struct procscope_wait *wait);
	bool same;
};

static void change_nothing(struct procscope_task *task,
			   struct procscope_wait *wait)
{
	(void)task;
	(void)wait;
}

static void change_sleep(struct procscope_task *task,
			 struct procscope_wait *wait)
{
	(void)wait;
	task->asleep -= 100000000;
}

static void change_nvcsw(struct procscope_task *task,
			 struct procscope_wait *wait)
{
	(void)wait;
	task->nvcsw++;
}

static void change_nivcsw(struct procscope_task *task,
			  struct procscope_wait *wait)
{
	(void)wait;
	task->nivcsw++;
}

static void change_start(struct procscope_task *task,
			 struct procscope_wait *wait)
{
	(void)wait;
	task->start++;
}

static void change_lock(struct procscope_task *task,
			struct procscope_wait *wait)
{
	(void)task;
	wait->lock++;
}

static void change_owner(struct procscope_task *task,
			 struct procscope_wait *wait)
{
	wait->owner = task->tid;
}

static void change_certainty(struct procscope_task *task,
			     struct procscope_wait *wait)
{
	(void)task;
	wait->certainty = PROCSCOPE_OWNER_HINT;
}

static void change_to_granted(struct procscope_task *task,
			      struct procscope_wait *wait)
{
	(void)task;
	wait->flags = PROCSCOPE_WAIT_GRANTED;
}

FIXTURE_VARIANT_ADD(second_look, as_the_first)
{
	.change = change_nothing,
	.same = true,
};

FIXTURE_VARIANT_ADD(second_look, longer_asleep)
{
	.change = change_sleep,
	.same = true,
};

FIXTURE_VARIANT_ADD(second_look, switched)
{
	.change = change_nvcsw,
};

FIXTURE_VARIANT_ADD(second_look, preempted)
{
	.change = change_nivcsw,
};

FIXTURE_VARIANT_ADD(second_look, another_task)
{
	.change = change_start,
};

FIXTURE_VARIANT_ADD(second_look, another_lock)
{
	.change = change_lock,
};

FIXTURE_VARIANT_ADD(second_look, another_owner)
{
	.change = change_owner,
};

FIXTURE_VARIANT_ADD(second_look, of_what_was_a_hint)
{
	.change = change_certainty,
};

FIXTURE_VARIANT_ADD(second_look, of_what_was_granted)
{
	.change = change_to_granted,
};

static int make_pair(struct made *made,
		     void (*change)(struct procscope_task *task,
				    struct procscope_wait *wait))
{
	int tid;

	memset(made, 0, sizeof(*made));
	synthetic_begin(&made->stream);
	for (tid = 1; tid <= 2; tid++) {
		struct procscope_task task = synthetic_task(tid);
		struct procscope_wait wait =
			synthetic_wait(tid, LOCK(3 - tid), 3 - tid);

		if (tid == 2)
			change(&task, &wait);
		synthetic_put_task(&made->stream, task);
		synthetic_put_wait(&made->stream, wait, NULL);
	}
	return finish(made);
}

FIXTURE_SETUP(second_look)
{
	ASSERT_EQ(0, make_pair(&self->first, variant->change));
	ASSERT_EQ(0, make_pair(&self->second, change_nothing));
}

FIXTURE_TEARDOWN(second_look)
{
	unmake(&self->first);
	unmake(&self->second);
}

TEST_F(second_look, decides)
{
	ASSERT_EQ(1, self->second.graph.rings);
	graph_recognise(&self->second.graph, &self->first.graph);
	EXPECT_EQ(variant->same, self->second.graph.ring[0].same);
}

TEST_F(second_look, is_void_after_another_load)
{
	self->first.model.header.load++;
	graph_recognise(&self->second.graph, &self->first.graph);
	EXPECT_FALSE(self->second.graph.ring[0].same);
}

TEST_F(second_look, is_void_when_a_task_is_gone)
{
	const int alone[] = { 0 };
	struct made first;

	ASSERT_EQ(0, make(&first, alone, 1));
	graph_recognise(&self->second.graph, &first.graph);
	EXPECT_FALSE(self->second.graph.ring[0].same);
	unmake(&first);
}

/* 4 waits for 3; 2 and 3 wait for 1; and 6 and 7 for 5, which waits for 1. */
TEST(diamond_is_none)
{
	const int owner[] = { 0, 1, 1, 3, 1, 5, 5 };
	struct made made;
	size_t i;

	ASSERT_EQ(0, make(&made, owner, 7));
	EXPECT_EQ(0, made.graph.rings);
	for (i = 0; i < 7; i++)
		EXPECT_EQ(0, made.graph.node[i].root);
	unmake(&made);
}

TEST(mutex_of_100_waiters_is_none)
{
	struct made made;
	int owner[101];
	size_t i;
	size_t waiters = 0;

	owner[0] = 0;
	for (i = 1; i < 101; i++)
		owner[i] = 1;
	ASSERT_EQ(0, make(&made, owner, 101));
	EXPECT_EQ(0, made.graph.rings);
	for (i = made.graph.node[0].next; i != GRAPH_NONE;
	     i = made.graph.node[i].next)
		waiters++;
	EXPECT_EQ(100, waiters);
	unmake(&made);
}

/* Both ways round, as a walk from the wrong end could be quadratic. */
TEST(chain_of_50000_is_none)
{
	const int count = 50000;
	int *owner = calloc(count, sizeof(*owner));
	size_t *chain = calloc(count, sizeof(*chain));
	struct made made;
	int i;

	ASSERT_NE(NULL, owner);
	ASSERT_NE(NULL, chain);

	for (i = 0; i < count; i++)
		owner[i] = i + 1 < count ? i + 2 : 0;
	ASSERT_EQ(0, make(&made, owner, count));
	EXPECT_EQ(0, made.graph.rings);
	EXPECT_EQ(count - 1, made.graph.node[0].root);
	EXPECT_EQ(count, graph_chain(&made.graph, 0, chain));
	unmake(&made);

	for (i = 0; i < count; i++)
		owner[i] = i;
	ASSERT_EQ(0, make(&made, owner, count));
	EXPECT_EQ(0, made.graph.rings);
	EXPECT_EQ(0, made.graph.node[count - 1].root);
	EXPECT_EQ(count, graph_chain(&made.graph, count - 1, chain));
	unmake(&made);

	free(chain);
	free(owner);
}

TEST(cycle_of_50000_is_found)
{
	const int count = 50000;
	int *owner = calloc(count, sizeof(*owner));
	struct made made;
	int i;

	ASSERT_NE(NULL, owner);
	for (i = 0; i < count; i++)
		owner[i] = i + 1 < count ? i + 2 : 1;
	ASSERT_EQ(0, make(&made, owner, count));
	ASSERT_EQ(1, made.graph.rings);
	EXPECT_EQ(count, made.graph.ring[0].count);
	unmake(&made);
	free(owner);
}

TEST(hints_make_no_cycle)
{
	const int owner[] = { 2, 3, 1 };
	struct made made = { 0 };

	synthetic_begin(&made.stream);
	put_tasks(&made.stream, owner, 3, PROCSCOPE_OWNER_HINT);
	ASSERT_EQ(0, finish(&made));
	ASSERT_EQ(1, made.graph.rings);
	EXPECT_FALSE(made.graph.ring[0].exact);
	EXPECT_FALSE(made.graph.node[0].sure);
	unmake(&made);
}

TEST(one_hint_is_enough_to_make_none)
{
	struct procscope_wait wait = synthetic_wait(3, LOCK(1), 1);
	const int owner[] = { 2, 3 };
	struct made made = { 0 };

	synthetic_begin(&made.stream);
	put_tasks(&made.stream, owner, 2, PROCSCOPE_OWNER_EXACT);
	synthetic_put_task(&made.stream, synthetic_task(3));
	wait.certainty = PROCSCOPE_OWNER_HINT;
	synthetic_put_wait(&made.stream, wait, NULL);
	ASSERT_EQ(0, finish(&made));
	ASSERT_EQ(1, made.graph.rings);
	EXPECT_FALSE(made.graph.ring[0].exact);
	unmake(&made);
}

/* Each of these ends the chain, though the numbers would close it. */
FIXTURE(no_step)
{
	struct made made;
};

FIXTURE_VARIANT(no_step)
{
	__u32 status;
	__u32 owner_status;
	__u32 flags;
	int owner;
};

FIXTURE_VARIANT_ADD(no_step, granted)
{
	.status = PROCSCOPE_OK,
	.owner_status = PROCSCOPE_OK,
	.flags = PROCSCOPE_WAIT_GRANTED,
	.owner = 1,
};

FIXTURE_VARIANT_ADD(no_step, unstable)
{
	.status = PROCSCOPE_UNSTABLE,
	.owner_status = PROCSCOPE_OK,
	.owner = 1,
};

FIXTURE_VARIANT_ADD(no_step, owner_unavailable)
{
	.status = PROCSCOPE_OK,
	.owner_status = PROCSCOPE_UNAVAILABLE,
	.owner = 1,
};

FIXTURE_VARIANT_ADD(no_step, owner_exited)
{
	.status = PROCSCOPE_OK,
	.owner_status = PROCSCOPE_GONE,
	.owner = 1,
};

FIXTURE_VARIANT_ADD(no_step, owner_not_there)
{
	.status = PROCSCOPE_OK,
	.owner_status = PROCSCOPE_OK,
	.owner = 77,
};

FIXTURE_SETUP(no_step)
{
	struct procscope_wait wait = synthetic_wait(2, LOCK(1), variant->owner);
	const int owner[] = { 2 };

	memset(&self->made, 0, sizeof(self->made));
	synthetic_begin(&self->made.stream);
	put_tasks(&self->made.stream, owner, 1, PROCSCOPE_OWNER_EXACT);
	wait.status = variant->status;
	wait.owner_status = variant->owner_status;
	wait.flags = variant->flags;
	synthetic_put_task(&self->made.stream, synthetic_task(2));
	synthetic_put_wait(&self->made.stream, wait, NULL);
	ASSERT_EQ(0, finish(&self->made));
}

FIXTURE_TEARDOWN(no_step)
{
	unmake(&self->made);
}

TEST_F(no_step, ends_the_chain)
{
	EXPECT_EQ(0, self->made.graph.rings);
	EXPECT_EQ(1, self->made.graph.node[0].root);
	EXPECT_EQ(GRAPH_NONE, self->made.graph.node[1].owner);
}

TEST(two_cycles_are_two)
{
	const int owner[] = { 6, 3, 2, 0, 3, 7, 1 };
	struct made made;

	ASSERT_EQ(0, make(&made, owner, 7));
	ASSERT_EQ(2, made.graph.rings);
	EXPECT_EQ(0, made.graph.ring[0].first);
	EXPECT_EQ(3, made.graph.ring[0].count);
	EXPECT_EQ(1, made.graph.ring[1].first);
	EXPECT_EQ(2, made.graph.ring[1].count);
	EXPECT_EQ(1, made.graph.node[4].ring);
	EXPECT_EQ(3, made.graph.node[3].root);
	unmake(&made);
}

TEST(no_tasks_no_rings)
{
	struct made made;

	ASSERT_EQ(0, make(&made, NULL, 0));
	EXPECT_EQ(0, made.graph.rings);
	unmake(&made);
}

#define SHARED	0x9000

/* Who shares a lock, with the wait of a task that may have one. */
static void put_reader(struct synthetic *stream, int tid, int owner,
		       __u32 certainty)
{
	struct procscope_held held = synthetic_held(tid, SHARED);

	synthetic_put_task(stream, synthetic_task(tid));
	if (owner)
		synthetic_put_wait(stream,
				   synthetic_wait(tid, LOCK(owner), owner),
				   NULL);
	held.certainty = certainty;
	synthetic_put_held(stream, held);
	/* It may have taken it twice. */
	synthetic_put_held(stream, held);
}

/*
 * Task 1 has a lock, and wants one that three share: 2 waits for 5, 3 does not
 * wait, 4 waits for 1. The lock itself says that it was 3, most likely.
 */
static int make_shared(struct made *made, __u32 certainty)
{
	struct procscope_wait wait = synthetic_wait(1, SHARED, 3);

	memset(made, 0, sizeof(*made));
	synthetic_begin(&made->stream);
	wait.kind = PROCSCOPE_KIND_RWSEM;
	wait.mode = PROCSCOPE_MODE_WRITE;
	wait.certainty = PROCSCOPE_OWNER_HINT;
	wait.readers = 3;
	synthetic_put_task(&made->stream, synthetic_task(1));
	synthetic_put_wait(&made->stream, wait, NULL);
	put_reader(&made->stream, 2, 5, certainty);
	put_reader(&made->stream, 3, 0, certainty);
	put_reader(&made->stream, 4, 1, certainty);
	synthetic_put_task(&made->stream, synthetic_task(5));
	return finish(made);
}

TEST(holder_that_comes_back_is_followed)
{
	const struct wait *wait;
	struct made made;

	ASSERT_EQ(0, make_shared(&made, PROCSCOPE_OWNER_EXACT));
	wait = made.model.task[0].wait;
	ASSERT_EQ(3, wait->holders);
	EXPECT_EQ(2, wait->holder[0]);
	EXPECT_EQ(3, wait->holder[1]);
	EXPECT_EQ(4, wait->holder[2]);
	EXPECT_EQ(4, wait->raw.owner);
	EXPECT_EQ(PROCSCOPE_OWNER_EXACT, wait->raw.certainty);
	ASSERT_EQ(1, made.graph.rings);
	EXPECT_EQ(2, made.graph.ring[0].count);
	EXPECT_TRUE(made.graph.ring[0].exact);
	/* An owner that the lock is sure of stays. */
	EXPECT_EQ(0, made.model.task[3].wait->holders);
	unmake(&made);
}

TEST(holder_that_waits_is_followed)
{
	struct made made;

	memset(&made, 0, sizeof(made));
	synthetic_begin(&made.stream);
	put_reader(&made.stream, 1, 0, PROCSCOPE_OWNER_EXACT);
	put_reader(&made.stream, 2, 4, PROCSCOPE_OWNER_EXACT);
	synthetic_put_task(&made.stream, synthetic_task(3));
	synthetic_put_wait(&made.stream, (struct procscope_wait){
		.tid = 3,
		.status = PROCSCOPE_OK,
		.kind = PROCSCOPE_KIND_RWSEM,
		.lock = SHARED,
		.owner_status = PROCSCOPE_UNAVAILABLE,
	}, NULL);
	synthetic_put_task(&made.stream, synthetic_task(4));
	ASSERT_EQ(0, finish(&made));
	EXPECT_EQ(2, made.model.task[2].wait->raw.owner);
	EXPECT_EQ(0, made.graph.rings);
	EXPECT_EQ(3, made.graph.node[2].root);
	EXPECT_TRUE(made.graph.node[2].sure);
	unmake(&made);
}

TEST(doubtful_holder_is_not_followed)
{
	struct made made;

	ASSERT_EQ(0, make_shared(&made, PROCSCOPE_OWNER_HINT));
	EXPECT_EQ(0, made.model.task[0].wait->holders);
	EXPECT_EQ(3, made.model.task[0].wait->raw.owner);
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, made.model.task[0].wait->raw.certainty);
	EXPECT_EQ(0, made.graph.rings);
	unmake(&made);
}

/*
 * Task 1 waits for something whose id is that of a mutex that 2 has, and that may name
 * 3, of whose locks that is known.
 */
static int make_wanted(struct made *made, __u32 kind, __u32 owner_status,
		       __u32 held_status)
{
	struct procscope_wait wait = synthetic_wait(1, SHARED, 3);
	struct procscope_held held = synthetic_held(2, SHARED);

	memset(made, 0, sizeof(*made));
	synthetic_begin(&made->stream);
	wait.kind = kind;
	wait.owner_status = owner_status;
	wait.certainty = PROCSCOPE_OWNER_HINT;
	wait.readers = kind == PROCSCOPE_KIND_RWSEM;
	synthetic_put_task(&made->stream, synthetic_task(1));
	synthetic_put_wait(&made->stream, wait, NULL);
	held.kind = PROCSCOPE_KIND_MUTEX;
	held.mode = PROCSCOPE_MODE_EXCLUSIVE;
	synthetic_put_task(&made->stream, synthetic_task(2));
	synthetic_put_held(&made->stream, held);
	held = synthetic_held(3, 0);
	held.status = held_status;
	synthetic_put_task(&made->stream, synthetic_task(3));
	synthetic_put_held(&made->stream, held);
	return finish(made);
}

/* What the lock says of itself is newer than what its holder was seen with. */
TEST(holder_of_what_changes_hands_is_none)
{
	static const __u32 status[] = { PROCSCOPE_NONE, PROCSCOPE_UNSTABLE };
	const struct wait *wait;
	struct made made;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(status); i++) {
		ASSERT_EQ(0, make_wanted(&made, PROCSCOPE_KIND_MUTEX,
					 status[i], PROCSCOPE_NONE));
		wait = made.model.task[0].wait;
		EXPECT_EQ(0, wait->holders);
		EXPECT_EQ(status[i], wait->raw.owner_status);
		EXPECT_EQ(GRAPH_NONE, made.graph.node[0].owner);
		unmake(&made);
	}
	/* Where it says nothing, its holder is all that is known. */
	ASSERT_EQ(0, make_wanted(&made, PROCSCOPE_KIND_MUTEX,
				 PROCSCOPE_UNAVAILABLE, PROCSCOPE_NONE));
	wait = made.model.task[0].wait;
	EXPECT_EQ(1, wait->holders);
	EXPECT_EQ(2, wait->raw.owner);
	EXPECT_EQ(PROCSCOPE_OWNER_EXACT, wait->raw.certainty);
	EXPECT_EQ(NULL, wait->owner_reason);
	unmake(&made);
}

TEST(holder_that_the_lock_denies_is_a_hint)
{
	const struct wait *wait;
	struct made made;

	/* It may be the one that 3 holds now, as it runs. */
	ASSERT_EQ(0, make_wanted(&made, PROCSCOPE_KIND_MUTEX, PROCSCOPE_OK,
				 PROCSCOPE_UNAVAILABLE));
	wait = made.model.task[0].wait;
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, wait->raw.certainty);
	EXPECT_NE(NULL, wait->owner_reason);
	EXPECT_FALSE(made.graph.node[0].exact);
	EXPECT_FALSE(made.graph.node[0].sure);
	unmake(&made);
	/* Or that 3 has had since 2 was looked at, as the lock says. */
	ASSERT_EQ(0, make_wanted(&made, PROCSCOPE_KIND_MUTEX, PROCSCOPE_OK,
				 PROCSCOPE_NONE));
	wait = made.model.task[0].wait;
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, wait->raw.certainty);
	unmake(&made);
	/* It is not: the last reader that a lock names may have left it. */
	ASSERT_EQ(0, make_wanted(&made, PROCSCOPE_KIND_RWSEM, PROCSCOPE_OK,
				 PROCSCOPE_NONE));
	wait = made.model.task[0].wait;
	EXPECT_EQ(2, wait->raw.owner);
	EXPECT_EQ(PROCSCOPE_OWNER_EXACT, wait->raw.certainty);
	unmake(&made);
}

/* A number that is an id of a lock may be one of a pipe as well. */
TEST(holder_of_what_is_no_lock_is_none)
{
	const struct wait *wait;
	struct made made;

	ASSERT_EQ(0, make_wanted(&made, PROCSCOPE_KIND_PIPE,
				 PROCSCOPE_UNAVAILABLE, PROCSCOPE_NONE));
	wait = made.model.task[0].wait;
	EXPECT_EQ(0, wait->holders);
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, wait->raw.owner_status);
	EXPECT_EQ(GRAPH_NONE, made.graph.node[0].owner);
	unmake(&made);
}

TEST_HARNESS_MAIN
