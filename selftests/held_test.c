// SPDX-License-Identifier: GPL-2.0
/*
 * held_test.c - is what is said of the locks that a task holds true?
 *
 * The witness is the fixture whose tasks hold them.
 */
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"

#include "await.h"
#include "lockstates.h"
#include "needs.h"
#include "output.h"
#include "procscope_names.h"
#include "stress_log.h"
#include "views.h"

#define MANY		100
#define READERS		3
#define STRESSED	16
#define OBSERVE_FOR	20

/* Locks that are compared, at least: each function, in each of its homes. */
#define LOCKS_LEAST	60

#define NO_LOCKDEP	"this kernel is built without lockdep"
#define SWITCHED_OFF	"lockdep has switched itself off"

#define PATIENCE	60

/* Only these have an address that lockdep's entry proves. */
static bool is_proved(const char *kind)
{
	return !strcmp(kind, "mutex") || !strcmp(kind, "ww_mutex") ||
	       !strcmp(kind, "rwsem");
}

static const struct held_lock *find_held(const struct task *task, __u64 lock)
{
	const struct held_lock *held;

	for (held = task ? task->held.first : NULL; held; held = held->next)
		if (held->raw.lock == lock)
			return held;
	return NULL;
}

/* How many hold it, whoever they are? */
static size_t count_holders(const struct model *model, __u64 lock)
{
	size_t i, count = 0;

	for (i = 0; i < model->count; i++)
		count += !!find_held(&model->task[i], lock);
	return count;
}

static bool is_held_so(const struct model *model, const struct parked *parked,
		       __u64 lock, pid_t tid, __u32 mode)
{
	const struct task *task = model_find(model, tid);
	const struct held_lock *held = find_held(task, lock);
	bool is_rwsem = !strcmp(parked->kind, "rwsem");

	if (held && held->raw.mode == mode && held->where &&
	    strstr(held->where, "[procscope_lockstates]") &&
	    !strcmp(held->class ?: "", parked->kind) &&
	    held->raw.certainty == PROCSCOPE_OWNER_EXACT &&
	    !strcmp(procscope_kind_name(held->raw.kind),
		    is_rwsem ? "rwsem" : "mutex"))
		return true;
	fprintf(stderr, "# WRONG: %s: %d holds it: %s (status %u, %s)\n",
		parked->lock, tid, held ? "otherwise" : "not told",
		task ? task->held.status : 0,
		task && task->held.reason ? task->held.reason : "no reason");
	return false;
}

static size_t readers_hold(const struct model *model,
			   const struct parked *parked, __u64 lock, bool *right)
{
	const char *reader = parked->readers;
	size_t count = 0;

	if (!strcmp(reader, "-"))
		return 0;
	for (; reader; reader = strchr(reader, ',')) {
		reader += *reader == ',';
		*right &= is_held_so(model, parked, lock, atoi(reader),
				     PROCSCOPE_MODE_READ);
		count++;
	}
	return count;
}

/**
 * struct tally - what was compared
 * @locks: waits, of whose locks the holders were compared
 * @wrong: of these, those of which something was wrong
 * @read: held by readers
 * @written: of rw_semaphores, held by a writer
 */
struct tally {
	size_t locks;
	size_t wrong;
	size_t read;
	size_t written;
};

static void compare(const struct model *model, const struct parked *parked,
		    struct tally *tally)
{
	const struct task *waiter = model_find(model, parked->tid);
	__u64 lock = waiter && waiter->wait ? waiter->wait->raw.lock : 0;
	bool is_rwsem = !strcmp(parked->kind, "rwsem");
	bool right = true;
	size_t holders;

	tally->locks++;
	if (!lock || find_held(waiter, lock)) {
		fprintf(stderr, "# WRONG: %d waits for %s, and %s\n",
			parked->tid, parked->lock,
			lock ? "holds it" : "that is not told");
		tally->wrong++;
		return;
	}

	holders = readers_hold(model, parked, lock, &right);
	tally->read += holders != 0;
	/* lockdep does not watch semaphores. */
	if (parked->owner && strcmp(parked->kind, "semaphore")) {
		right &= is_held_so(model, parked, lock, parked->owner,
				    is_rwsem ? PROCSCOPE_MODE_WRITE :
					       PROCSCOPE_MODE_EXCLUSIVE);
		tally->written += is_rwsem;
		holders++;
	}
	if (count_holders(model, lock) != holders) {
		fprintf(stderr, "# WRONG: %s: %zu hold it, in truth %zu\n",
			parked->lock, count_holders(model, lock), holders);
		right = false;
	}
	tally->wrong += !right;
}

static void compare_all(const struct model *model, const struct truth *truth,
			struct tally *tally)
{
	size_t i;

	*tally = (struct tally){};
	for (i = 0; i < truth->count; i++)
		if (parked_waits(&truth->parked[i]) &&
		    is_proved(truth->parked[i].kind))
			compare(model, &truth->parked[i], tally);
}

/* RCU's, which a rt_mutex's slow path takes while it looks at the owner. */
static bool is_of_slow_path(const struct held_lock *held)
{
	return !strcmp(held->class ?: "", "rcu_read_lock");
}

/* Of rt_mutexes lockdep has nothing but an address of its own. */
static bool is_unknown(const struct held_lock *held)
{
	return !held->raw.kind && !is_of_slow_path(held);
}

static size_t count_held(const struct task *task,
			 bool (*is_one)(const struct held_lock *held))
{
	const struct held_lock *held;
	size_t count = 0;

	for (held = task ? task->held.first : NULL; held; held = held->next)
		count += is_one(held);
	return count;
}

/* Nobody has more than one. */
static bool has_rt_mutex(const struct truth *truth, pid_t tid)
{
	size_t i;

	for (i = 0; i < truth->count; i++)
		if (truth->parked[i].owner == tid &&
		    !strcmp(truth->parked[i].kind, "rt_mutex"))
			return true;
	return false;
}

static bool look(struct model *model, struct truth *truth)
{
	return view_snapshot(model) && truth_read(truth) && !truth->restless;
}

FIXTURE(held) {
	struct model model;
	struct truth truth;
};

FIXTURE_SETUP(held)
{
	memset(self, 0, sizeof(*self));
	if (lacks("held"))
		SKIP(return, "CONFIG_LOCKDEP: %s", lacks("held"));
	ASSERT_EQ(0, lockstates_load());
}

FIXTURE_TEARDOWN(held)
{
	model_free(&self->model);
	truth_free(&self->truth);
	if (!lacks("held"))
		EXPECT_TRUE(lockstates_unload());
}

TEST_F_TIMEOUT(held, is_the_truth, 120)
{
	struct tally tally;
	size_t i, several = 0;

	ASSERT_EQ(0, lockstates_do("park"));
	ASSERT_TRUE(look(&self->model, &self->truth));
	compare_all(&self->model, &self->truth, &tally);
	for (i = 0; i < self->truth.count; i++) {
		const struct task *task =
			model_find(&self->model, self->truth.parked[i].tid);

		several += task && task->held.count > 1;
	}

	TH_LOG("%zu waits compared: %zu held by readers, %zu by writers; %zu tasks hold several",
	       tally.locks, tally.read, tally.written, several);
	EXPECT_LE(LOCKS_LEAST, tally.locks);
	EXPECT_LT(0, tally.read);
	EXPECT_LT(0, tally.written);
	EXPECT_LT(0, several);
	EXPECT_EQ(0, tally.wrong);
}

/* Nor is what waits for a lock that has no kind for lockdep among its holders. */
TEST_F_TIMEOUT(held, not_by_who_waits_for_a_rt_mutex, 120)
{
	size_t i, waiters = 0;

	ASSERT_EQ(0, lockstates_do("park"));
	ASSERT_TRUE(look(&self->model, &self->truth));
	for (i = 0; i < self->truth.count; i++) {
		const struct parked *parked = &self->truth.parked[i];

		if (!parked_waits(parked) || strcmp(parked->kind, "rt_mutex"))
			continue;
		EXPECT_EQ(has_rt_mutex(&self->truth, parked->tid),
			  count_held(model_find(&self->model, parked->tid),
				     is_unknown))
			TH_LOG("%d waits for %s", parked->tid, parked->lock);
		waiters++;
	}
	EXPECT_LT(0, waiters);
}

/* Nor is it, if it has come to another one since. */
TEST_F_TIMEOUT(held, not_by_who_has_entered_more, 60)
{
	size_t i, waiters = 0;

	ASSERT_EQ(0, lockstates_do("entered"));
	ASSERT_TRUE(look(&self->model, &self->truth));
	for (i = 0; i < self->truth.count; i++) {
		const struct parked *parked = &self->truth.parked[i];
		const struct task *task = model_find(&self->model, parked->tid);

		if (!parked_waits(parked))
			continue;
		ASSERT_NE(NULL, task);
		ASSERT_NE(NULL, task->wait);
		EXPECT_NE(0, task->wait->raw.lock);
		ASSERT_EQ(1, task->held.count);
		EXPECT_STREQ("between", task->held.first->class);
		EXPECT_EQ(1, count_holders(&self->model, task->wait->raw.lock));
		waiters++;
	}
	EXPECT_LT(0, waiters);
}

/* Lockdep has all of them on record as if they had it. */
TEST_F_TIMEOUT(held, many_wait_and_one_holds, 60)
{
	const struct parked *parked;
	__u64 lock = 0;
	size_t i, waiters = 0;
	char command[32];
	pid_t owner = 0;

	snprintf(command, sizeof(command), "many %u", MANY);
	ASSERT_EQ(0, lockstates_do(command));
	ASSERT_TRUE(look(&self->model, &self->truth));
	for (i = 0; i < self->truth.count; i++) {
		const struct task *task;

		parked = &self->truth.parked[i];
		if (!parked_waits(parked))
			continue;
		task = model_find(&self->model, parked->tid);
		ASSERT_NE(NULL, task);
		ASSERT_NE(NULL, task->wait);
		EXPECT_TRUE(!lock || lock == task->wait->raw.lock);
		EXPECT_EQ(0, task->held.status) TH_LOG("%d", parked->tid);
		lock = task->wait->raw.lock;
		owner = parked->owner;
		waiters++;
	}
	EXPECT_EQ(MANY, waiters);
	EXPECT_NE(0, lock);
	EXPECT_EQ(1, count_holders(&self->model, lock));
	EXPECT_NE(NULL, find_held(model_find(&self->model, owner), lock));
}

static const struct parked *wants_of_readers(const struct truth *truth)
{
	size_t i;

	for (i = 0; i < truth->count; i++)
		if (!strcmp(truth->parked[i].mode, "write") &&
		    strchr(truth->parked[i].readers, ','))
			return &truth->parked[i];
	return NULL;
}

/* The lock has one of its readers on record; lockdep has all. */
TEST_F_TIMEOUT(held, why_names_all_readers, 120)
{
	const struct parked *parked;
	struct output output;
	const char *reader;
	char text[64];
	size_t readers = 0;

	ASSERT_EQ(0, lockstates_do("park"));
	ASSERT_TRUE(truth_read(&self->truth));
	parked = wants_of_readers(&self->truth);
	ASSERT_NE(NULL, parked);

	snprintf(text, sizeof(text), "%d", parked->tid);
	output = OUTPUT_OF(PATIENCE, "procscope", "why", text);
	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, "holder "));
	EXPECT_NE(NULL, strstr(output.out, "(exact; 3 readers hold it; "));
	EXPECT_EQ(NULL, strstr(output.out, "hint"));
	for (reader = parked->readers; reader; reader = strchr(reader, ',')) {
		reader += *reader == ',';
		snprintf(text, sizeof(text), "[%d]", atoi(reader));
		EXPECT_NE(NULL, strstr(output.out, text)) TH_LOG("%s", text);
		readers++;
	}
	EXPECT_EQ(READERS, readers);
	output_show("why", &output);
	output_free(&output);
}

static bool is_held_by(const struct task *task,
		       const struct lockstates_call *call)
{
	const struct lockstates_variant *variant =
		&stress->variant[call->variant];
	const struct held_lock *held = find_held(task, lock_id[call->lock]);

	if (held && held->raw.certainty == PROCSCOPE_OWNER_EXACT &&
	    !strcmp(procscope_mode_name(held->raw.mode), variant->mode) &&
	    !strcmp(held->class ?: "", variant->kind))
		return true;
	fprintf(stderr, "# WRONG: %d holds %s: %s\n", task->raw.tid,
		variant->name, held ? "otherwise" : "not told");
	return false;
}

/**
 * struct stressed - what was compared with the log of the stress
 * @right: held is what the log says, no more and no less
 * @several: of @right, those that hold more than one
 * @wrong: it is not
 * @untold: it can't be told
 * @lost: the log did not reach back far enough
 */
struct stressed {
	size_t right;
	size_t several;
	size_t wrong;
	size_t untold;
	size_t lost;
};

/* @now: the call that the task sleeps in. */
static void compare_with_log(const struct task *task,
			     const struct lockstates_thread *thread,
			     const struct lockstates_call *now,
			     struct stressed *stressed)
{
	size_t held, known = 0, unknown = 0;
	struct lockstates_call call;
	bool right = true;
	__u64 number;

	for (number = now->number - 1; number + now->had >= now->number; number--) {
		const char *kind;

		if (!call_copy(thread, number, &call)) {
			stressed->lost++;
			return;
		}
		kind = stress->variant[call.variant].kind;
		/* lockdep does not watch semaphores. */
		if (!strcmp(kind, "semaphore"))
			continue;
		if (!strcmp(kind, "rt_mutex")) {
			unknown++;
			continue;
		}
		right &= is_held_by(task, &call);
		known++;
	}
	held = task->held.count - count_held(task, is_of_slow_path);
	if (count_held(task, is_unknown) != unknown || held != known + unknown) {
		fprintf(stderr, "# WRONG: %d holds %zu, in truth %zu\n",
			task->raw.tid, held, known + unknown);
		right = false;
	}
	stressed->right += right;
	stressed->several += right && task->held.count > 1;
	stressed->wrong += !right;
}

static void look_at_stress(const struct model *model, struct stressed *stressed)
{
	struct lockstates_call call;
	const struct task *task;
	unsigned int i;

	for (i = 0; i < stress->threads; i++) {
		const struct lockstates_thread *thread = &stress->thread[i];

		task = model_find(model, thread->tid);
		if (!task || task->raw.status != PROCSCOPE_OK || !task->wait ||
		    task->wait->raw.status != PROCSCOPE_OK ||
		    task->raw.flags & PROCSCOPE_TASK_RUNNING ||
		    task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED)
			continue;
		if (find_held(task, task->wait->raw.lock)) {
			fprintf(stderr, "# WRONG: %d waits for what it holds\n",
				task->raw.tid);
			stressed->wrong++;
		}
		if (task->held.status == PROCSCOPE_UNAVAILABLE)
			stressed->untold++;
		else if (call_find(thread, task->raw.nvcsw + task->raw.nivcsw,
				   &call) == JOIN_CALL)
			compare_with_log(task, thread, &call, stressed);
	}
}

/* In a storm, too, in which what a task waits for, and holds, changes all the time. */
TEST_F_TIMEOUT(held, all_and_no_other_in_a_storm, 180)
{
	double end = seconds_now() + OBSERVE_FOR;
	struct stressed stressed = {};

	ASSERT_TRUE(stress_begin(STRESSED));
	while (seconds_now() < end) {
		ASSERT_TRUE(view_snapshot(&self->model));
		look_at_stress(&self->model, &stressed);
		model_free(&self->model);
	}
	stress_end();
	TH_LOG("%zu right, %zu of them with several, %zu can't be told, %zu lost",
	       stressed.right, stressed.several, stressed.untold,
	       stressed.lost);
	EXPECT_EQ(0, stressed.wrong);
	EXPECT_LT(100, stressed.right);
	EXPECT_LT(10, stressed.several);
	EXPECT_GT(stressed.right, 10 * stressed.untold);
	EXPECT_GT(stressed.right, 10 * stressed.lost);
}

TEST_F_TIMEOUT(held, text_says_the_same, 120)
{
	char column[256], *text, *rest, *line;
	size_t i, rows = 0, locks = 0;

	ASSERT_EQ(0, lockstates_do("park"));
	ASSERT_TRUE(look(&self->model, &self->truth));
	text = view_read("held", 4096);
	ASSERT_NE(NULL, text);
	EXPECT_TRUE(view_is_whole(text));
	rest = text;
	while ((line = view_line(&rest))) {
		view_column(line, 4, column, sizeof(column));
		if (truth_find(&self->truth, atoi(line)))
			rows += strlen(column) == 16 || *column == '?';
	}
	for (i = 0; i < self->truth.count; i++)
		locks += model_find(&self->model,
				    self->truth.parked[i].tid)->held.count;
	EXPECT_LT(0, locks);
	EXPECT_EQ(locks, rows);
	free(text);
}

/* What all kernels must say: what they have, or why they do not. */
static void see_reason(struct __test_metadata *_metadata, const char *reason)
{
	char line[128];
	struct output output;
	struct model model;
	char *text;

	text = view_read("held", 4096);
	ASSERT_NE(NULL, text);
	snprintf(line, sizeof(line), "\n# held ?%s\n", reason);
	EXPECT_NE(NULL, strstr(text, line)) TH_LOG("%s", text);
	EXPECT_TRUE(view_is_whole(text));
	free(text);

	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_NE(0, model.header.asked & PROCSCOPE_PART_HELD);
	EXPECT_EQ(0, model.header.given & PROCSCOPE_PART_HELD);
	ASSERT_NE(NULL, model.unheld);
	EXPECT_STREQ(reason, model.unheld);
	model_free(&model);

	output = OUTPUT_OF(PATIENCE, "procscope", "held");
	EXPECT_EQ(1, output.code);
	EXPECT_NE(NULL, strstr(output.err, reason))
		output_show("held", &output);
	output_free(&output);
}

TEST(without_lockdep_the_reason_is_told)
{
	if (!lacks("held"))
		SKIP(return, "CONFIG_LOCKDEP is on");
	EXPECT_STREQ("no held: " NO_LOCKDEP, lacks("held"));
	see_reason(_metadata, NO_LOCKDEP);
}

/* The last one: it does not come on again. */
TEST_F(held, ends_with_lockdep)
{
	ASSERT_EQ(0, lockstates_do("lockdep-off"));
	/* It is this test that takes it from the kernel. */
	unsetenv("MAY_LACK");
	ASSERT_NE(NULL, lacks("held"));
	EXPECT_STREQ("no held: " SWITCHED_OFF, lacks("held"));
	see_reason(_metadata, SWITCHED_OFF);
	EXPECT_TRUE(lockstates_unload());
}

TEST_HARNESS_MAIN
