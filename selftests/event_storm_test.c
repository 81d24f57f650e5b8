// SPDX-License-Identifier: GPL-2.0
/*
 * event_storm_test.c - is it right what tasks wait for that is no lock, while
 * everything moves?
 *
 * The tasks of storm.c tell what is true of them. What a snapshot says is judged
 * where the truth was told before and after it: if it is the same one, the
 * snapshot saw it; if it changed once, it saw one of the two. Few numbers are left
 * for tasks, so that each is soon another's.
 */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "ends.h"
#include "needs.h"
#include "output.h"
#include "patience.h"
#include "procscope_names.h"
#include "put.h"
#include "storm.h"
#include "views.h"

/* As long as LONG of the environment says, else: */
#define STORM_SECONDS	20

/* Those who look at one task after the other, and those who look at all. */
#define GLANCERS	1
#define GAZERS		2

#define NUMBERS		"600\n"
#define PID_MAX		"/proc/sys/kernel/pid_max"
#define KINDS		(PROCSCOPE_KIND_FUSE + 1)
#define PRINTED		50

/*
 * Of each kind, so many have to be judged. A kernel that is slow may be given so
 * many seconds more for it.
 */
#define LEAST		10
#define AT_MOST_LONGER	300

/* Room for the truths of the storm. */
#define TRUTHS		64

/**
 * struct tally - what became of the answers about one kind
 * @exact: the owner that it must be
 * @hints: one who has it, and it is said that this is not sure
 * @nobody: no owner
 * @wrong: not true
 */
struct tally {
	atomic_uint exact;
	atomic_uint hints;
	atomic_uint nobody;
	atomic_uint wrong;
};

/**
 * struct shared - what the test and all who look share
 * @stop: they end
 * @tally: by kind
 * @glances: how often one task was looked at
 * @gazes: how often all were
 * @broken: how often there was no whole snapshot
 * @unknown: the task waits, it is not known for what
 * @awake: it does not
 * @moved: the truth changed too often to judge what was said
 */
static struct shared {
	atomic_bool stop;
	struct tally tally[KINDS];
	atomic_uint glances;
	atomic_uint gazes;
	atomic_uint broken;
	atomic_uint unknown;
	atomic_uint awake;
	atomic_uint moved;
} *shared;

/**
 * struct look - a truth, before and after a snapshot
 * @before: what it was
 * @after: what it became; may be the same
 * @still: it did not change
 */
struct look {
	struct storm_truth before;
	struct storm_truth after;
	bool still;
};

static void wrong(const struct look *look, const struct task *task,
		  const char *format, ...)
{
	const struct storm_truth *truth = &look->before;
	char said[200];
	va_list list;

	if (atomic_fetch_add(&shared->tally[truth->kind].wrong, 1) >= PRINTED)
		return;
	va_start(list, format);
	vsnprintf(said, sizeof(said), format, list);
	va_end(list);
	fprintf(stderr, "# WRONG: %d, in truth for a %s of %d%s: %s\n",
		task->raw.tid, procscope_kind_name(truth->kind), truth->owner,
		look->still ? "" : ", or then another", said);
}

/* Of these kinds, all are told who or what it is. */
static bool is_of_storm(__u32 kind)
{
	switch (kind) {
	case PROCSCOPE_KIND_FLOCK:
	case PROCSCOPE_KIND_POSIX_LOCK:
	case PROCSCOPE_KIND_CHILD:
	case PROCSCOPE_KIND_VFORK:
	case PROCSCOPE_KIND_TRACER:
	case PROCSCOPE_KIND_PIPE:
	case PROCSCOPE_KIND_SOCKET:
	case PROCSCOPE_KIND_FUTEX:
		return true;
	}
	return false;
}

static bool has(const struct storm_truth *truth, pid_t tid)
{
	return tid == truth->owner || tid == truth->has[0] ||
	       tid == truth->has[1];
}

static bool is_named(const struct wait *wait, pid_t tid)
{
	size_t i;

	for (i = 0; i < wait->holders; i++)
		if (wait->holder[i] == tid)
			return true;
	return false;
}

/* It is said that nobody else has it. */
static bool names_all(const struct wait *wait, const struct storm_truth *truth)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (truth->has[i] && !is_named(wait, truth->has[i]))
			return false;
	return !truth->others;
}

/* Return: whether what is said of the owner is true. */
static bool judge_owner(const struct look *look, const struct task *task)
{
	struct tally *tally = &shared->tally[look->before.kind];
	const struct wait *wait = task->wait;
	pid_t owner = wait->raw.owner;

	if (is_for_end(wait) && look->still && wait->all_ends &&
	    !names_all(wait, &look->before)) {
		wrong(look, task, "all are known who have it, %zu of them",
		      wait->holders);
		return false;
	}
	if (wait->raw.owner_status == PROCSCOPE_NONE &&
	    look->before.owner && look->after.owner) {
		wrong(look, task, "there is no owner");
		return false;
	}
	if (wait->raw.owner_status != PROCSCOPE_OK) {
		atomic_fetch_add(&tally->nobody, 1);
		return true;
	}
	if (wait->raw.certainty == PROCSCOPE_OWNER_EXACT) {
		if (owner == look->before.owner || owner == look->after.owner) {
			atomic_fetch_add(&tally->exact, 1);
			return true;
		}
		wrong(look, task, "%d is the owner (%s)", owner,
		      wait->evidence ?: "no evidence");
		return false;
	}
	if (is_for_end(wait) && !has(&look->before, owner) &&
	    !has(&look->after, owner)) {
		wrong(look, task, "%d may be the owner, as %s", owner,
		      wait->owner_reason ?: "there is no reason");
		return false;
	}
	atomic_fetch_add(&tally->hints, 1);
	return true;
}

static void judge(const struct look *look, const struct task *task)
{
	const struct storm_truth *truth = &look->before;
	const struct procscope_wait *raw;

	if (!task->wait) {
		atomic_fetch_add(&shared->awake, 1);
		return;
	}
	raw = &task->wait->raw;
	if (raw->status != PROCSCOPE_OK || !is_of_storm(raw->kind)) {
		atomic_fetch_add(&shared->unknown, 1);
		return;
	}
	if (raw->kind != truth->kind) {
		wrong(look, task, "for a %s", procscope_kind_name(raw->kind));
		return;
	}
	if (truth->mode && raw->mode != truth->mode) {
		wrong(look, task, "mode %s", procscope_mode_name(raw->mode));
		return;
	}
	if (truth->ino && raw->object_status == PROCSCOPE_OK &&
	    raw->ino != truth->ino) {
		wrong(look, task, "inode %llu, in truth %llu", raw->ino,
		      truth->ino);
		return;
	}
	if (truth->place && raw->place != truth->place) {
		wrong(look, task, "at %llx, in truth %llx", raw->place,
		      truth->place);
		return;
	}
	judge_owner(look, task);
}

/* Is it the same, or another of the same scene? */
static bool look_again(size_t number, unsigned int changes, struct look *look)
{
	unsigned int now = storm_truth(number, &look->after);

	look->still = now == changes;
	if (look->still || (now == changes + 2 &&
			    look->after.kind == look->before.kind &&
			    look->after.waiter == look->before.waiter &&
			    look->after.ino == look->before.ino))
		return true;
	atomic_fetch_add(&shared->moved, 1);
	return false;
}

static bool is_about(const struct storm_truth *truth, const struct task *task)
{
	const struct wait *wait = task->wait;

	if (truth->waiter)
		return truth->waiter == task->raw.tid;
	return wait && wait->raw.status == PROCSCOPE_OK &&
	       wait->raw.kind == truth->kind &&
	       wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.ino == truth->ino;
}

static int glance(void *unused)
{
	unsigned int random = getpid();

	(void)unused;
	while (!atomic_load(&shared->stop)) {
		size_t number = rand_r(&random) % storm_truths();
		struct model model;
		struct look look;
		unsigned int changes = storm_truth(number, &look.before);
		pid_t tid = changes ? storm_waiter(number, &look.before,
						   rand_r(&random)) : 0;
		const struct task *task;

		if (!tid)
			continue;
		if (!view_events_of(&model, tid))
			atomic_fetch_add(&shared->broken, 1);
		atomic_fetch_add(&shared->glances, 1);
		task = model_find(&model, tid);
		if (task && is_about(&look.before, task) &&
		    look_again(number, changes, &look))
			judge(&look, task);
		model_free(&model);
	}
	return 0;
}

static int gaze(void *unused)
{
	static struct look look[TRUTHS];
	unsigned int changes[TRUTHS];
	size_t count = storm_truths();
	struct model model;
	size_t i, j;

	(void)unused;
	while (!atomic_load(&shared->stop)) {
		for (i = 0; i < count; i++)
			changes[i] = storm_truth(i, &look[i].before);
		if (!view_events(&model))
			atomic_fetch_add(&shared->broken, 1);
		for (i = 0; i < count; i++)
			if (changes[i] && !look_again(i, changes[i], &look[i]))
				changes[i] = 0;
		ends_find(&model);
		atomic_fetch_add(&shared->gazes, 1);
		for (i = 0; i < count; i++)
			for (j = 0; changes[i] && j < model.count; j++)
				if (is_about(&look[i].before, &model.task[j]))
					judge(&look[i], &model.task[j]);
		model_free(&model);
	}
	return 0;
}

static void set_numbers(const char *text)
{
	int error = put_text(PID_MAX, text);

	if (error)
		fprintf(stderr, "# %s: %s\n", PID_MAX, strerror(-error));
}

FIXTURE(event_storm) {
	char numbers[32];
};

FIXTURE_SETUP(event_storm)
{
	FILE *file;
	int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_GE(TRUTHS, storm_truths());
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	file = fopen(PID_MAX, "r");
	ASSERT_NE(NULL, file);
	ASSERT_NE(NULL, fgets(self->numbers, sizeof(self->numbers), file));
	fclose(file);
	set_numbers(NUMBERS);
	ASSERT_TRUE(storm_start());
	for (i = 0; i < GLANCERS; i++)
		ASSERT_LT(0, child_start(glance, NULL));
	for (i = 0; i < GAZERS; i++)
		ASSERT_LT(0, child_start(gaze, NULL));
}

FIXTURE_TEARDOWN(event_storm)
{
	EXPECT_TRUE(storm_stop());
	set_numbers(self->numbers);
}

static void print_tally(void)
{
	__u32 kind;

	printf("# %u looks at one task, %u at all, while %llu truths were told\n",
	       shared->glances, shared->gazes, storm_rounds());
	printf("# besides: %u awake, %u wait for what is not known, %u moved\n",
	       shared->awake, shared->unknown, shared->moved);
	for (kind = 0; kind < KINDS; kind++)
		if (is_of_storm(kind))
			printf("# %s: %u exact, %u hints, %u without, %u wrong\n",
			       procscope_kind_name(kind),
			       shared->tally[kind].exact,
			       shared->tally[kind].hints,
			       shared->tally[kind].nobody,
			       shared->tally[kind].wrong);
}

/* Who wakes a futex is not known. */
static bool is_told(__u32 kind)
{
	return kind != PROCSCOPE_KIND_FUTEX;
}

static bool is_enough(void)
{
	__u32 kind;

	for (kind = 0; kind < KINDS; kind++) {
		const struct tally *tally = &shared->tally[kind];

		if (is_of_storm(kind) &&
		    (is_told(kind) ? tally->exact : tally->nobody) < LEAST)
			return false;
	}
	return true;
}

TEST_F_TIMEOUT(event_storm, every_answer_is_right, 300)
{
	unsigned int runs = 0;
	double until = seconds_now() + storm_seconds(STORM_SECONDS);
	double at_last = until + AT_MOST_LONGER * slowness();
	__u32 kind;

	/* Nobody waits in a circle, either. */
	while (seconds_now() < until ||
	       (!is_enough() && seconds_now() < at_last)) {
		struct output output = OUTPUT_OF(20, "procscope", "deadlocks");

		runs++;
		EXPECT_EQ(0, output.code)
			output_show("procscope deadlocks", &output);
		output_free(&output);
	}
	atomic_store(&shared->stop, true);
	print_tally();
	printf("# asked %u times for deadlocks\n", runs);
	EXPECT_EQ(0, shared->broken);
	for (kind = 0; kind < KINDS; kind++) {
		const struct tally *tally = &shared->tally[kind];

		EXPECT_EQ(0, tally->wrong);
		if (!is_of_storm(kind))
			continue;
		EXPECT_LE(LEAST, tally->exact + tally->nobody);
		EXPECT_EQ(is_told(kind), tally->exact >= LEAST);
		EXPECT_TRUE(is_told(kind) || !tally->hints);
	}
}

TEST_HARNESS_MAIN
