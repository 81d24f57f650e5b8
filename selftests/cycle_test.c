// SPDX-License-Identifier: GPL-2.0
/*
 * cycle_test.c - is every deadlock found, and nothing else called one?
 *
 * All locks are taken by calls that SIGKILL ends, so that a cycle can be broken
 * when the test is done with it.
 */
#include "kselftest_harness.h"

#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "views.h"

#define EXIT_DEADLOCK 3

/* How long a command may take. */
#define PATIENCE 20

/* Every tid in brackets, as in rm[1167], between two places of a text. */
static void find_tids(const char *text, const char *end, struct tids *tids)
{
	int tid, skip;

	*tids = (struct tids){};
	for (; text < end; text++) {
		skip = 0;
		if (*text == '[' && sscanf(text, "[%d]%n", &tid, &skip) == 1 &&
		    skip)
			tids_add(tids, tid);
	}
	tids_sort(tids);
}

/* The same number may well be named twice: that makes one of it. */
static void make_set(struct tids *tids)
{
	size_t i, count = 0;

	tids_sort(tids);
	for (i = 0; i < tids->count; i++)
		if (!count || tids->tid[count - 1] != tids->tid[i])
			tids->tid[count++] = tids->tid[i];
	tids->count = count;
}

/*
 * Does a story tell of a cycle of just these tasks? Those named before "more
 * stuck behind it" are the cycle, the line's rest are those behind it.
 */
static bool tells_of_cycle(const char *text, const struct tids *members,
			   const struct tids *behind)
{
	static const char stuck[] = "more stuck behind it";
	const char *middle = strstr(text, stuck);
	const char *end = middle ? middle + strcspn(middle, "\n") : NULL;
	struct tids cycle, rest;
	bool good;

	if (!middle || !strstr(text, "DEADLOCK")) {
		fprintf(stderr, "# no cycle is told of\n");
		return false;
	}
	find_tids(text, middle, &cycle);
	make_set(&cycle);
	find_tids(middle, end, &rest);
	good = tids_equal("cycle", &cycle, members);
	good &= tids_equal("behind it", &rest, behind);
	tids_free(&cycle);
	tids_free(&rest);

	return good;
}

static size_t count_of(const char *text, const char *what)
{
	size_t count = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		count++;
	}
	return count;
}

FIXTURE(ring) {
	struct tids members;
	struct tids behind;
};

FIXTURE_VARIANT(ring) {
	unsigned int size;
	const char *first;
	const char *other;
};

FIXTURE_VARIANT_ADD(ring, of_2_mutexes) {
	.size = 2,
	.first = "mutex-killable",
	.other = "mutex-killable",
};

FIXTURE_VARIANT_ADD(ring, of_3_mutexes) {
	.size = 3,
	.first = "mutex-killable",
	.other = "mutex-killable",
};

FIXTURE_VARIANT_ADD(ring, of_10_mutexes) {
	.size = 10,
	.first = "mutex-killable",
	.other = "mutex-killable",
};

FIXTURE_VARIANT_ADD(ring, of_2_rwsems) {
	.size = 2,
	.first = "rwsem-write-killable",
	.other = "rwsem-write-killable",
};

FIXTURE_VARIANT_ADD(ring, of_10_rwsems) {
	.size = 10,
	.first = "rwsem-write-killable",
	.other = "rwsem-write-killable",
};

/* Each holds a rwsem for writing and wants the next one's for reading. */
FIXTURE_VARIANT_ADD(ring, of_3_for_reading) {
	.size = 3,
	.first = "rwsem-write-killable",
	.other = "rwsem-read-killable",
};

FIXTURE_SETUP(ring)
{
	unsigned int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
	for (i = 0; i < variant->size; i++) {
		pid_t child = hold_start(NULL, "%s %u; meet ring %u; %s %u",
					 variant->first, i, variant->size,
					 variant->other,
					 (i + 1) % variant->size);

		ASSERT_LT(0, child);
		tids_add(&self->members, child);
	}
	for (i = 0; i < variant->size; i++)
		ASSERT_TRUE(hold_becomes(self->members.tid[i], 3, "blocked"));
	tids_sort(&self->members);
}

FIXTURE_TEARDOWN(ring)
{
	tids_free(&self->members);
	tids_free(&self->behind);
	EXPECT_TRUE(hold_unload());
}

TEST_F(ring, is_found)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");

	EXPECT_EQ(EXIT_DEADLOCK, output.code);
	EXPECT_TRUE(tells_of_cycle(output.out, &self->members, &self->behind))
		output_show("deadlocks", &output);
	EXPECT_EQ(1, count_of(output.out, "DEADLOCK"));
	EXPECT_STREQ("", output.err);
	output_free(&output);
}

/* Two wait for a member, one of them has a lock that a third one wants. */
TEST_F(ring, has_tasks_behind_it)
{
	struct output output;
	pid_t child;
	size_t i;

	child = hold_start(NULL, "mutex-killable 100; %s 0", variant->other);
	ASSERT_TRUE(hold_becomes(child, 2, "blocked"));
	tids_add(&self->behind, child);
	child = hold_start(NULL, "%s 1", variant->other);
	ASSERT_TRUE(hold_becomes(child, 1, "blocked"));
	tids_add(&self->behind, child);
	child = hold_start(NULL, "mutex-killable 100");
	ASSERT_TRUE(hold_becomes(child, 1, "blocked"));
	tids_add(&self->behind, child);
	tids_sort(&self->behind);

	output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	EXPECT_EQ(EXIT_DEADLOCK, output.code);
	EXPECT_TRUE(tells_of_cycle(output.out, &self->members, &self->behind))
		output_show("deadlocks", &output);
	output_free(&output);

	for (i = 0; i < self->behind.count; i++) {
		char tid[16];

		snprintf(tid, sizeof(tid), "%d", self->behind.tid[i]);
		output = OUTPUT_OF(PATIENCE, "procscope", "why", tid);
		EXPECT_EQ(EXIT_DEADLOCK, output.code);
		EXPECT_EQ(1, count_of(output.out, "DEADLOCK"))
			output_show("why", &output);
		output_free(&output);
	}
}

/* A program is told the same, a line for each member. */
TEST_F(ring, is_told_to_programs)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks",
					 "-rn", "-o",
					 "CHAIN,CYCLE,OWNER-TID,TID");
	struct tids members = {};
	const char *line;
	int tid, owner, found, first = 0, wanted = 0;

	EXPECT_EQ(EXIT_DEADLOCK, output.code);
	for (line = output.out; *line && *line != '#';
	     line += strcspn(line, "\n") + 1) {
		found = sscanf(line, "1 breakable %d %d", &owner, &tid);
		ASSERT_EQ(2, found) output_show("deadlocks", &output);
		/* Each owns what the one before it wants. */
		EXPECT_TRUE(!wanted || wanted == tid);
		if (!first)
			first = tid;
		wanted = owner;
		tids_add(&members, tid);
	}
	EXPECT_EQ(first, wanted);
	tids_sort(&members);
	EXPECT_TRUE(tids_equal("cycle", &members, &self->members));
	tids_free(&members);
	output_free(&output);
}

TEST_F(ring, is_why_of_each_member)
{
	size_t i;

	for (i = 0; i < self->members.count; i++) {
		struct output output;
		char tid[16];

		snprintf(tid, sizeof(tid), "%d", self->members.tid[i]);
		output = OUTPUT_OF(PATIENCE, "procscope", "why", tid);
		EXPECT_EQ(EXIT_DEADLOCK, output.code);
		EXPECT_TRUE(tells_of_cycle(output.out, &self->members,
					   &self->behind))
			output_show("why", &output);
		EXPECT_NE(NULL, strstr(output.out, "SIGKILL to"));
		output_free(&output);
	}
}

/* The way out that is named is one: with a member killed, there is no cycle. */
TEST_F(ring, ends_with_a_member)
{
	struct output output;

	ASSERT_TRUE(child_kill(self->members.tid[0]));
	output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	EXPECT_EQ(0, output.code);
	EXPECT_EQ(0, count_of(output.out, "DEADLOCK"))
		output_show("deadlocks", &output);
	output_free(&output);
}

FIXTURE(no_ring) {
	int none;
};

FIXTURE_SETUP(no_ring)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(no_ring)
{
	EXPECT_TRUE(hold_unload());
}

static void expect_no_deadlock(struct __test_metadata *_metadata,
			       unsigned int waits)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	struct model model;

	EXPECT_EQ(0, output.code);
	EXPECT_EQ(0, count_of(output.out, "DEADLOCK"))
		output_show("deadlocks", &output);
	EXPECT_NE(NULL, strstr(output.out, "no deadlock"));
	output_free(&output);

	/* The waits that might have misled it were all seen. */
	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_EQ(waits, model.end.waits);
	EXPECT_EQ(0, model.end.unresolved);
	EXPECT_EQ(0, model.end.unstable);
	model_free(&model);
}

static void expect_why(struct __test_metadata *_metadata, pid_t waiter,
		       pid_t root)
{
	struct output output;
	char tid[16];

	snprintf(tid, sizeof(tid), "%d", waiter);
	output = OUTPUT_OF(PATIENCE, "procscope", "why", tid);
	EXPECT_EQ(0, output.code);
	EXPECT_EQ(0, count_of(output.out, "DEADLOCK"));
	snprintf(tid, sizeof(tid), "[%d]", root);
	EXPECT_NE(NULL, strstr(output.out, tid)) output_show("why", &output);
	output_free(&output);
}

/* Two ways lead from the last one to the first. */
TEST_F(no_ring, diamond)
{
	pid_t top, left, right, bottom, other;

	top = hold_start(NULL, "mutex 0; wait end");
	ASSERT_TRUE(hold_becomes(top, 2, "held"));
	left = hold_start(NULL, "rwsem-write 1; mutex-killable 0");
	ASSERT_TRUE(hold_becomes(left, 2, "blocked"));
	right = hold_start(NULL, "mutex 2; mutex-killable 0");
	ASSERT_TRUE(hold_becomes(right, 2, "blocked"));
	bottom = hold_start(NULL, "mutex 3; rwsem-write-killable 1");
	ASSERT_TRUE(hold_becomes(bottom, 2, "blocked"));
	other = hold_start(NULL, "mutex 4; mutex-killable 2");
	ASSERT_TRUE(hold_becomes(other, 2, "blocked"));
	expect_no_deadlock(_metadata, 4);
	expect_why(_metadata, bottom, top);
	expect_why(_metadata, other, top);
}

#define CHAIN 30

TEST_F_TIMEOUT(no_ring, long_chain, 60)
{
	pid_t child[CHAIN];
	unsigned int i;

	child[0] = hold_start(NULL, "mutex 0; meet chain %u; wait end", CHAIN);
	ASSERT_LT(0, child[0]);
	for (i = 1; i < CHAIN; i++) {
		child[i] = hold_start(NULL, "mutex %u; meet chain %u; mutex-killable %u",
				      i, CHAIN, i - 1);
		ASSERT_LT(0, child[i]);
	}
	ASSERT_TRUE(hold_becomes(child[0], 3, "held"));
	for (i = 1; i < CHAIN; i++)
		ASSERT_TRUE(hold_becomes(child[i], 3, "blocked"));
	expect_no_deadlock(_metadata, CHAIN - 1);
	expect_why(_metadata, child[CHAIN - 1], child[0]);
}

#define WAITERS 100

TEST_F_TIMEOUT(no_ring, many_waiters, 60)
{
	pid_t owner, waiter[WAITERS];
	struct model model;
	unsigned int i;

	owner = hold_start(NULL, "mutex 0; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	for (i = 0; i < WAITERS; i++) {
		waiter[i] = hold_start(NULL, "mutex-killable 0");
		ASSERT_LT(0, waiter[i]);
	}
	for (i = 0; i < WAITERS; i++)
		ASSERT_TRUE(hold_becomes(waiter[i], 1, "blocked"));
	expect_no_deadlock(_metadata, WAITERS);

	ASSERT_TRUE(view_snapshot(&model));
	for (i = 0; i < WAITERS; i++) {
		const struct task *task = model_find(&model, waiter[i]);

		ASSERT_NE(NULL, task);
		ASSERT_NE(NULL, task->wait);
		EXPECT_EQ(owner, task->wait->raw.owner);
		EXPECT_EQ(PROCSCOPE_OWNER_EXACT, task->wait->raw.certainty);
	}
	model_free(&model);
}

/* Readers who wait behind a writer who waits for a reader: a queue, no cycle. */
TEST_F(no_ring, readers_and_writer)
{
	pid_t reader, writer, late;

	reader = hold_start(NULL, "rwsem-read 0; wait end");
	ASSERT_TRUE(hold_becomes(reader, 2, "held"));
	writer = hold_start(NULL, "mutex 0; rwsem-write-killable 0");
	ASSERT_TRUE(hold_becomes(writer, 2, "blocked"));
	late = hold_start(NULL, "mutex 1; rwsem-read-killable 0");
	ASSERT_TRUE(hold_becomes(late, 2, "blocked"));
	expect_no_deadlock(_metadata, 2);
}

TEST_F(no_ring, nothing_held)
{
	expect_no_deadlock(_metadata, 0);
}

TEST_HARNESS_MAIN
