// SPDX-License-Identifier: GPL-2.0
/*
 * vigil_test.c - who counts as stuck, since when, and until when?
 *
 * The looks are made here, and so are the times at which they were taken.
 */
#include <kselftest_harness.h>

#include <malloc.h>
#include <stdbool.h>

#include "duration.h"
#include "synthetic.h"
#include "vigil.h"

#define TID	7
#define OWNER	3

/* Each look takes a second, and there is one every ten. */
#define INTERVAL	10.0
#define TAKES		1.0

/* A task at a look. */
struct sight {
	struct procscope_task task;
	bool waits;
	struct procscope_wait wait;
};

static struct sight blocked(int tid)
{
	return (struct sight){
		.task = synthetic_task(tid),
		.waits = true,
		.wait = synthetic_wait(tid, 0x1000, OWNER),
	};
}

/* Who looks on: what it knows, what time it is, and whether it is told. */
struct watcher {
	struct vigil vigil;
	double time;
	bool tells;
};

FIXTURE(vigil)
{
	struct watcher watcher;
};

FIXTURE_SETUP(vigil)
{
	/* What is used after it was freed must not look as if it were there. */
	mallopt(M_PERTURB, 'x');
	memset(self, 0, sizeof(*self));
	self->watcher.tells = true;
}

FIXTURE_TEARDOWN(vigil)
{
	vigil_free(&self->watcher.vigil);
}

/* Let it see these, and be told of all that are stuck. */
static void look(struct watcher *watcher, const struct sight *sight,
		 size_t count)
{
	struct synthetic stream;
	struct model model;
	char error[128];
	size_t i;

	synthetic_begin(&stream);
	for (i = 0; i < count; i++) {
		synthetic_put_task(&stream, sight[i].task);
		if (sight[i].waits)
			synthetic_put_wait(&stream, sight[i].wait, NULL);
	}
	synthetic_end(&stream);
	if (model_parse(&model, stream.data, stream.size, error,
			sizeof(error)) ||
	    vigil_look(&watcher->vigil, &model, watcher->time, watcher->time + TAKES))
		abort();
	for (i = 0; i < watcher->vigil.count && watcher->tells; i++)
		watcher->vigil.task[i].is_told = true;
	watcher->time += INTERVAL;
	model_free(&model);
	synthetic_free(&stream);
}

/* When in a look a task was seen is not known: it is not made longer by that. */
TEST_F(vigil, tells_no_more_than_what_was_seen)
{
	const struct sight sight = blocked(TID);

	look(&self->watcher, &sight, 1);
	ASSERT_EQ(1, self->watcher.vigil.count);
	EXPECT_EQ(TID, self->watcher.vigil.task[0].tid);
	EXPECT_EQ(0, vigil_lasts(&self->watcher.vigil.task[0]));
	look(&self->watcher, &sight, 1);
	ASSERT_EQ(1, self->watcher.vigil.count);
	EXPECT_EQ(INTERVAL - TAKES, vigil_lasts(&self->watcher.vigil.task[0]));
	look(&self->watcher, &sight, 1);
	EXPECT_EQ(2 * INTERVAL - TAKES, vigil_lasts(&self->watcher.vigil.task[0]));
	EXPECT_EQ(0, self->watcher.vigil.lefts);
}

/* It waits at each look, for the same lock, but has had it in between. */
TEST_F(vigil, short_waits_are_none)
{
	struct sight sight = blocked(TID);
	int i;

	self->watcher.tells = false;
	for (i = 0; i < 1000; i++) {
		look(&self->watcher, &sight, 1);
		ASSERT_EQ(1, self->watcher.vigil.count);
		ASSERT_EQ(0, vigil_lasts(&self->watcher.vigil.task[0]));
		ASSERT_EQ(0, self->watcher.vigil.lefts);
		if (i % 2)
			sight.task.nvcsw++;
		else
			sight.task.nivcsw++;
	}
}

/* Who was told leaves, once. */
static void expect_left(struct __test_metadata *_metadata,
			struct watcher *watcher, const struct sight *sight,
			size_t count, bool has_ended)
{
	const struct sight before = blocked(TID);

	look(watcher, &before, 1);
	look(watcher, &before, 1);
	look(watcher, sight, count);
	ASSERT_EQ(1, watcher->vigil.lefts);
	EXPECT_EQ(TID, watcher->vigil.left[0].tid);
	EXPECT_EQ(has_ended, watcher->vigil.left[0].has_ended);
	EXPECT_EQ(INTERVAL - TAKES, vigil_lasts(&watcher->vigil.left[0]));
	look(watcher, sight, count);
	EXPECT_EQ(0, watcher->vigil.lefts);
}

TEST_F(vigil, who_waits_again_has_moved)
{
	struct sight sight = blocked(TID);

	sight.task.nvcsw++;
	expect_left(_metadata, &self->watcher, &sight, 1, false);
	/* It is stuck again, if it is. */
	ASSERT_EQ(1, self->watcher.vigil.count);
	EXPECT_EQ(INTERVAL - TAKES, vigil_lasts(&self->watcher.vigil.task[0]));
}

/* Switches are counted when a task leaves its CPU, not when it gets it. */
TEST_F(vigil, who_runs_has_moved)
{
	struct sight sight = { .task = synthetic_task(TID) };

	sight.task.flags = PROCSCOPE_TASK_RUNNING;
	expect_left(_metadata, &self->watcher, &sight, 1, false);
	EXPECT_EQ(0, self->watcher.vigil.count);
}

TEST_F(vigil, who_is_to_run_has_moved)
{
	struct sight sight = { .task = synthetic_task(TID) };

	sight.task.state = 'R';
	expect_left(_metadata, &self->watcher, &sight, 1, false);
	EXPECT_EQ(0, self->watcher.vigil.count);
}

TEST_F(vigil, who_is_gone_has_ended)
{
	const struct sight others[] = { blocked(TID - 1), blocked(TID + 1) };

	expect_left(_metadata, &self->watcher, others, 2, true);
	EXPECT_EQ(2, self->watcher.vigil.count);
}

TEST_F(vigil, who_was_last_and_is_gone_has_ended)
{
	expect_left(_metadata, &self->watcher, NULL, 0, true);
	EXPECT_EQ(0, self->watcher.vigil.count);
}

TEST_F(vigil, who_is_dead_has_ended)
{
	struct sight sight = { .task = synthetic_task(TID) };

	sight.task.state = 'Z';
	expect_left(_metadata, &self->watcher, &sight, 1, true);
	EXPECT_EQ(0, self->watcher.vigil.count);
}

/* The number went to another task, which waits, too. */
TEST_F(vigil, another_task_is_not_the_same)
{
	struct sight sight = blocked(TID);

	sight.task.start++;
	expect_left(_metadata, &self->watcher, &sight, 1, true);
	ASSERT_EQ(1, self->watcher.vigil.count);
	EXPECT_EQ(INTERVAL - TAKES, vigil_lasts(&self->watcher.vigil.task[0]));
}

TEST_F(vigil, of_whom_nothing_was_told_nothing_is)
{
	const struct sight sight = blocked(TID);

	self->watcher.tells = false;
	look(&self->watcher, &sight, 1);
	look(&self->watcher, &sight, 1);
	look(&self->watcher, NULL, 0);
	EXPECT_EQ(0, self->watcher.vigil.lefts);
	EXPECT_EQ(0, self->watcher.vigil.count);
}

/* A queue that changes under the eyes of who looks does not set a task free. */
TEST_F(vigil, what_cannot_be_told_at_one_look_goes_on)
{
	struct sight sight = blocked(TID);

	sight.task.state = 'S';
	look(&self->watcher, &sight, 1);
	sight.wait.status = PROCSCOPE_UNSTABLE;
	look(&self->watcher, &sight, 1);
	sight.waits = false;
	look(&self->watcher, &sight, 1);
	EXPECT_EQ(0, self->watcher.vigil.lefts);
	ASSERT_EQ(1, self->watcher.vigil.count);
	EXPECT_EQ(2 * INTERVAL - TAKES, vigil_lasts(&self->watcher.vigil.task[0]));
}

FIXTURE(sleep)
{
	struct watcher watcher;
};

/* @kind: 0: it waits for nothing that is known. */
FIXTURE_VARIANT(sleep)
{
	char state;
	__u32 kind;
	__u32 flags;
	__u32 task_flags;
	__u32 status;
	bool counts;
};

FIXTURE_VARIANT_ADD(sleep, for_a_mutex) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_MUTEX,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_mutex_in_S) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_MUTEX,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_rwsem_in_S) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_RWSEM,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_pi_futex) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_RT_MUTEX,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_flock) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_FLOCK,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_thaw) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_PERCPU_RWSEM,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_kthread) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_KTHREAD,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_work) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_WORK,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_completion) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_COMPLETION,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_completion_in_S) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_COMPLETION,
};

FIXTURE_VARIANT_ADD(sleep, for_a_completion_in_I) {
	.state = 'I',
	.kind = PROCSCOPE_KIND_COMPLETION,
};

FIXTURE_VARIANT_ADD(sleep, for_a_pipe) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_PIPE,
};

FIXTURE_VARIANT_ADD(sleep, for_a_pipe_in_D) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_PIPE,
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, for_a_futex) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_FUTEX,
};

FIXTURE_VARIANT_ADD(sleep, for_a_child) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_CHILD,
};

FIXTURE_VARIANT_ADD(sleep, for_a_tracer) {
	.state = 't',
	.kind = PROCSCOPE_KIND_TRACER,
};

FIXTURE_VARIANT_ADD(sleep, for_what_is_not_known) {
	.state = 'S',
};

FIXTURE_VARIANT_ADD(sleep, for_what_is_not_known_in_D) {
	.state = 'D',
	.counts = true,
};

FIXTURE_VARIANT_ADD(sleep, idle) {
	.state = 'I',
};

FIXTURE_VARIANT_ADD(sleep, stopped) {
	.state = 'T',
};

FIXTURE_VARIANT_ADD(sleep, which_is_over) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_MUTEX,
	.flags = PROCSCOPE_WAIT_GRANTED,
};

FIXTURE_VARIANT_ADD(sleep, that_has_not_begun) {
	.state = 'D',
	.kind = PROCSCOPE_KIND_MUTEX,
	.task_flags = PROCSCOPE_TASK_RUNNING,
};

FIXTURE_VARIANT_ADD(sleep, that_cannot_be_told) {
	.state = 'S',
	.kind = PROCSCOPE_KIND_MUTEX,
	.status = PROCSCOPE_UNSTABLE,
};

FIXTURE_SETUP(sleep)
{
	memset(self, 0, sizeof(*self));
}

FIXTURE_TEARDOWN(sleep)
{
	vigil_free(&self->watcher.vigil);
}

TEST_F(sleep, counts_or_not)
{
	struct sight sight = blocked(TID);

	sight.task.state = variant->state;
	sight.task.flags = variant->task_flags;
	sight.waits = variant->kind;
	sight.wait.kind = variant->kind;
	sight.wait.flags = variant->flags;
	if (variant->status)
		sight.wait.status = variant->status;
	look(&self->watcher, &sight, 1);
	look(&self->watcher, &sight, 1);
	ASSERT_EQ(variant->counts, self->watcher.vigil.count);
	if (variant->counts)
		EXPECT_EQ(INTERVAL - TAKES,
			  vigil_lasts(&self->watcher.vigil.task[0]));
}

#define CROWD	20

/* Days of tasks that get stuck and go: what it has does not grow. */
TEST_F(vigil, has_no_more_after_many_looks)
{
	struct sight crowd[CROWD];
	size_t used = 0;
	int tid = 1;
	int i, j;

	for (i = 0; i < 5000; i++) {
		/* Half of them stay for one look more. */
		for (j = 0; j < CROWD; j++)
			crowd[j] = blocked(tid + j);
		tid = (tid + CROWD / 2) % 30000 + 1;
		look(&self->watcher, crowd, CROWD);
		ASSERT_EQ(CROWD, self->watcher.vigil.count);
		ASSERT_GE(CROWD, self->watcher.vigil.lefts);
		if (i == 100)
			used = mallinfo2().uordblks;
	}
	EXPECT_LT(0, used);
	EXPECT_GE(used, mallinfo2().uordblks);
}

/* What adding up fractions may make of them. */
#define TINY	0.000001

struct span {
	const char *text;
	double seconds;
};

TEST(durations)
{
	static const struct span good[] = {
		{ "10", 10 }, { "0.5", 0.5 }, { "10s", 10 }, { "1m", 60 },
		{ "1m30s", 90 }, { "250ms", 0.25 }, { "1s500ms", 1.5 },
		{ "1.5h", 5400 }, { "2d3h4m5s6ms", 183845.006 }, { "0s", 0 },
	};
	static const char *const bad[] = {
		"", "s", "-1s", "+1s", " 1s", "1 s", "1s ", "1x", "0x1",
		"1e3", "inf", "nan", "1m30", "1m1m", "1s1m", "1..5s", ".",
		".5s", "1ss", "1S",
	};
	double seconds;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		EXPECT_TRUE(read_duration(good[i].text, &seconds))
			TH_LOG("'%s'", good[i].text);
		seconds -= good[i].seconds;
		EXPECT_TRUE(seconds < TINY && seconds > -TINY)
			TH_LOG("'%s' is %f more", good[i].text, seconds);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_FALSE(read_duration(bad[i], &seconds))
			TH_LOG("number %zu is %f", i, seconds);
}

TEST_HARNESS_MAIN
