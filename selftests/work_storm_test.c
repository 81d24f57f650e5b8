// SPDX-License-Identifier: GPL-2.0
/*
 * work_storm_test.c - is it the right worker, and the right thread, while items run
 * and are queued anew, and threads end?
 *
 * The threads of fixtures/storm.c wait, and the fixture has on record whom each of
 * the last rounds may have waited for. What a snapshot says of a thread is judged by
 * the rounds that it was in meanwhile: one, or two of them. Who is said to be at an
 * item may be on record a little later only: a worker takes it before it runs it.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "module.h"
#include "needs.h"
#include "patience.h"
#include "procscope_names.h"
#include "views.h"

#define STORM_MODULE	"procscope_storm"
#define STORM_ENTRY	"/proc/procscope_storm"

/* As long as LONG of the environment says, else: */
#define STORM_SECONDS	15

/* Those who look at one task after the other, and those who look at all. */
#define GLANCERS	2
#define GAZERS		1

/*
 * Of each kind, so many have to be told exactly. A kernel that is slow may be given
 * so many seconds more for it.
 */
#define LEAST		50
#define AT_MOST_LONGER	60

#define PRINTED		50

/* Rounds on record at a time, and owners of one. */
#define ROUNDS		100
#define OWNERS		16

/**
 * struct round - what a thread waits for, or has waited for
 * @waiter: the thread
 * @number: which of its rounds
 * @over: it has ended
 * @kind: enum procscope_kind
 * @function: of the item, as symbols are written
 * @owner: all that it may have waited for so far
 * @owners: how many there are
 */
struct round {
	pid_t waiter;
	unsigned int number;
	bool over;
	__u32 kind;
	char function[64];
	pid_t owner[OWNERS];
	size_t owners;
};

/**
 * struct record - all rounds that are on record at a time
 * @round: in no order
 * @count: how many there are
 */
struct record {
	struct round round[ROUNDS];
	size_t count;
};

/**
 * struct tally - what became of the answers about one kind
 * @exact: the owner is one that it may have waited for
 * @nobody: no owner
 * @named: the item's function is said
 * @wrong: not true
 */
struct tally {
	atomic_uint exact;
	atomic_uint nobody;
	atomic_uint named;
	atomic_uint wrong;
};

/**
 * struct shared - what the test and all who look share
 * @stop: they end
 * @work: what was said of items
 * @kthread: the same of threads
 * @looks: how often a snapshot was taken
 * @broken: how often it was not whole
 * @locks: a lock was told, though the threads want none
 * @unknown: the thread waits for something else, between two rounds
 * @moved: too much went on to judge what was said
 */
static struct shared {
	atomic_bool stop;
	struct tally work;
	struct tally kthread;
	atomic_uint looks;
	atomic_uint broken;
	atomic_uint locks;
	atomic_uint unknown;
	atomic_uint moved;
} *shared;

static struct tally *tally_of(__u32 kind)
{
	if (kind == PROCSCOPE_KIND_WORK)
		return &shared->work;
	return kind == PROCSCOPE_KIND_KTHREAD ? &shared->kthread : NULL;
}

static bool parse(const char *line, struct round *round)
{
	char over[8], kind[8], name[32], of[32];
	int length = 0;
	char *rest;

	if (sscanf(line, "%d %u %7s %7s %31s %31s%n", &round->waiter,
		   &round->number, over, kind, name, of, &length) != 6)
		return false;
	round->over = !strcmp(over, "over");
	round->kind = strcmp(kind, "work") ? PROCSCOPE_KIND_KTHREAD :
					     PROCSCOPE_KIND_WORK;
	/* "name [module]", as the kernel writes it. */
	snprintf(round->function, sizeof(round->function), "%.*s:%s",
		 (int)strcspn(of + 1, "]"), of + 1, name);
	for (line += length; round->owners < OWNERS; line = rest) {
		long tid = strtol(line, &rest, 10);

		if (rest == line)
			break;
		round->owner[round->owners++] = tid;
	}
	return true;
}

static void read_record(struct record *record)
{
	FILE *entry = fopen(STORM_ENTRY, "r");
	char line[256];

	memset(record, 0, sizeof(*record));
	while (entry && record->count < ROUNDS &&
	       fgets(line, sizeof(line), entry))
		record->count += parse(line, &record->round[record->count]);
	if (entry)
		fclose(entry);
}

static const struct round *find_round(const struct record *record, pid_t waiter,
				      unsigned int number)
{
	size_t i;

	for (i = 0; i < record->count; i++)
		if (record->round[i].waiter == waiter &&
		    record->round[i].number == number)
			return &record->round[i];
	return NULL;
}

/* The number of the last round of a thread, 0 if there was none. */
static unsigned int last_round(const struct record *record, pid_t waiter)
{
	unsigned int last = 0;
	size_t i;

	for (i = 0; i < record->count; i++)
		if (record->round[i].waiter == waiter &&
		    record->round[i].number > last)
			last = record->round[i].number;
	return last;
}

static void wrong(const struct task *task, const struct round *round,
		  const char *format, ...)
{
	const struct wait *wait = task->wait;
	char said[200], true_ones[100] = "";
	size_t length = 0, i;
	va_list list;

	if (atomic_fetch_add(&tally_of(wait->raw.kind)->wrong, 1) >= PRINTED)
		return;
	va_start(list, format);
	vsnprintf(said, sizeof(said), format, list);
	va_end(list);
	for (i = 0; i < round->owners && length < sizeof(true_ones); i++)
		length += snprintf(true_ones + length,
				   sizeof(true_ones) - length, " %d",
				   round->owner[i]);
	fprintf(stderr, "# WRONG: %d, %s: %s; in truth round %u, %s,%s\n",
		task->raw.tid, procscope_kind_name(wait->raw.kind), said,
		round->number, round->function, true_ones);
}

static bool is_owner(const struct round *round, pid_t owner)
{
	size_t i;

	for (i = 0; i < round->owners; i++)
		if (round->owner[i] == owner)
			return true;
	return false;
}

/*
 * Is what is said true of one of two rounds? It may come to be known as long as one
 * of them lasts. Return: false as long as that is so.
 */
static bool judge_by(const struct record *record, unsigned int first,
		     unsigned int last, const struct task *task)
{
	const struct round *round = NULL;
	const struct wait *wait = task->wait;
	struct tally *tally = tally_of(wait->raw.kind);
	bool is_exact = wait->raw.owner_status == PROCSCOPE_OK;
	bool is_over = true, has_kind = false, has_name = false;
	unsigned int number;

	for (number = first; number <= last; number++) {
		round = find_round(record, task->raw.tid, number);
		if (!round) {
			atomic_fetch_add(&shared->moved, 1);
			return true;
		}
		is_over &= round->over;
		if (round->kind != wait->raw.kind)
			continue;
		has_kind = true;
		has_name |= !wait->symbol ||
			    !strcmp(round->function, wait->symbol);
		if (has_name && (!is_exact ||
				 is_owner(round, wait->raw.owner))) {
			atomic_fetch_add(is_exact ? &tally->exact :
						    &tally->nobody, 1);
			atomic_fetch_add(&tally->named, !!wait->symbol);
			return true;
		}
	}
	if (!is_over)
		return false;
	if (!has_kind)
		wrong(task, round, "it does not");
	else if (!has_name)
		wrong(task, round, "of %s, %d is the owner", wait->symbol,
		      wait->raw.owner);
	else
		wrong(task, round, "%s, %d is the owner",
		      wait->symbol ?: "no name", wait->raw.owner);
	return true;
}

static void judge(const struct round *round, unsigned int last,
		  const struct task *task)
{
	const struct wait *wait = task->wait;
	static struct record record;

	if (!wait || wait->raw.status != PROCSCOPE_OK ||
	    !tally_of(wait->raw.kind)) {
		atomic_fetch_add(&shared->unknown, 1);
		if (wait && wait->raw.status == PROCSCOPE_OK && wait->raw.lock &&
		    wait->raw.kind < PROCSCOPE_KIND_COMPLETION) {
			atomic_fetch_add(&shared->locks, 1);
			fprintf(stderr, "# WRONG: %d waits for a %s\n",
				task->raw.tid,
				procscope_kind_name(wait->raw.kind));
		}
		return;
	}
	if (last > round->number + 1) {
		atomic_fetch_add(&shared->moved, 1);
		return;
	}
	for (;;) {
		read_record(&record);
		if (judge_by(&record, round->number, last, task))
			break;
		usleep(1000);
	}
}

/* @tid: whom to look at, 0 for all */
static void look(const struct record *before, pid_t tid)
{
	static struct record after;
	const struct round *round;
	const struct task *task;
	struct model model;
	size_t i;

	if (!(tid ? view_events_of(&model, tid) : view_events(&model)))
		atomic_fetch_add(&shared->broken, 1);
	read_record(&after);
	atomic_fetch_add(&shared->looks, 1);
	for (i = 0; i < before->count; i++) {
		round = &before->round[i];
		task = model_find(&model, round->waiter);
		if (task && round->number == last_round(before, round->waiter))
			judge(round, last_round(&after, round->waiter), task);
	}
	model_free(&model);
}

/* One that is in a round; 0 if none is. */
static pid_t some_waiter(const struct record *record, unsigned int random)
{
	const struct round *round;
	size_t i;

	for (i = 0; i < record->count; i++) {
		round = &record->round[(random + i) % record->count];
		if (!round->over)
			return round->waiter;
	}
	return 0;
}

static int glance(void *unused)
{
	unsigned int random = getpid();
	static struct record before;
	pid_t waiter;

	(void)unused;
	while (!atomic_load(&shared->stop)) {
		read_record(&before);
		waiter = some_waiter(&before, rand_r(&random));
		if (waiter)
			look(&before, waiter);
	}
	return 0;
}

static int gaze(void *unused)
{
	static struct record before;

	(void)unused;
	while (!atomic_load(&shared->stop)) {
		read_record(&before);
		look(&before, 0);
	}
	return 0;
}

FIXTURE(work_storm) {
};

FIXTURE_SETUP(work_storm)
{
	int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	ASSERT_EQ(0, module_load(STORM_MODULE));
	for (i = 0; i < GLANCERS; i++)
		ASSERT_LT(0, child_start(glance, NULL));
	for (i = 0; i < GAZERS; i++)
		ASSERT_LT(0, child_start(gaze, NULL));
}

FIXTURE_TEARDOWN(work_storm)
{
	EXPECT_TRUE(children_kill());
	EXPECT_EQ(0, module_unload(STORM_MODULE));
}

static void print_tally(const char *name, const struct tally *tally)
{
	printf("# %s: %u exact, %u without, %u named, %u wrong\n", name,
	       tally->exact, tally->nobody, tally->named, tally->wrong);
}

static bool is_enough(void)
{
	return shared->work.exact >= LEAST && shared->work.named >= LEAST &&
	       shared->kthread.exact >= LEAST;
}

TEST_F_TIMEOUT(work_storm, every_answer_is_right, 120)
{
	const unsigned int seconds = storm_seconds(STORM_SECONDS);
	double until = seconds_now() + seconds;

	EXPECT_TRUE(await(seconds_now() >= until && is_enough(),
			  seconds + AT_MOST_LONGER));
	atomic_store(&shared->stop, true);
	printf("# %u looks; besides: %u wait for something else, %u moved\n",
	       shared->looks, shared->unknown, shared->moved);
	print_tally("work", &shared->work);
	print_tally("kthread", &shared->kthread);
	EXPECT_EQ(0, shared->broken);
	EXPECT_EQ(0, shared->locks);
	EXPECT_EQ(0, shared->work.wrong);
	EXPECT_EQ(0, shared->kthread.wrong);
}

TEST_HARNESS_MAIN
