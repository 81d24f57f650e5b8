// SPDX-License-Identifier: GPL-2.0
/*
 * stress_test.c - is it right while everything moves?
 *
 * The fixture's threads lock and unlock at random and log what they do
 * (fixtures/lockstates_log.h). A snapshot that saw one of them asleep says how
 * often it had been switched away from then, and its log says in which call of
 * which function that was: both together tell what should have been seen.
 *
 * What a lock's owner should have been is not known to the instant, only
 * between the start and the end of a snapshot: an owner is wrong if it never
 * had the lock meanwhile.
 */
#include <errno.h>
#include <string.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "lockstates.h"
#include "needs.h"
#include "output.h"
#include "patience.h"
#include "procscope_names.h"
#include "stress_log.h"
#include "views.h"

#define THREADS		LOCKSTATES_THREADS

#define OBSERVATIONS	10000
#define CERTAIN		1000
#define OBSERVE_FOR	30
#define OBSERVE_LIMIT	150.0

/* So often, and during so many calls, it is asked for deadlocks. */
#define RUNS		60
#define CALLS		60000

#define REASONS		16
#define PRINTED		50
#define NEVER		(~0ULL)

/* Calls that ended this long before a snapshot do not matter to it, ns. */
#define OLD		100000000

/**
 * struct count - what became of all looks at threads of the stress
 * @right: asleep for a lock, and all that was said of it is true
 * @granted: of @right, those that had been given the lock already
 * @certain: of @right, those of which only one task could be the owner
 * @hints: of @right, those whose owner was a hint
 * @ownerless: of @right, those without an owner: of a semaphore, of readers,
 *	or while the lock changed hands
 * @wrong: something is not true
 * @unresolved: it was said that it can't be told
 * @reason: why, and how often each
 * @innocent: asleep for no lock, and said to be so
 * @awake: not asleep
 * @discarded: the log did not reach back far enough
 */
struct count {
	size_t right;
	size_t granted;
	size_t certain;
	size_t hints;
	size_t ownerless;
	size_t wrong;
	size_t unresolved;
	struct {
		char text[128];
		size_t count;
	} reason[REASONS];
	size_t innocent;
	size_t awake;
	size_t discarded;
};

/**
 * struct hold - a time in which a thread had a lock, or may have had it
 * @tid: the thread
 * @reads: it shared the lock
 * @maybe_from: not before: when it asked, or the former owner let go
 * @from: for sure from here
 * @until: for sure up to here
 * @maybe_until: not after
 */
struct hold {
	pid_t tid;
	bool reads;
	__u64 maybe_from;
	__u64 from;
	__u64 until;
	__u64 maybe_until;
};

/**
 * struct holds - those of one lock around the time of a snapshot
 * @hold: one each
 * @count: how many
 */
struct holds {
	struct hold hold[4096];
	size_t count;
};

static struct holds holds[LOCKSTATES_LOCKS];
static struct count counts;

#define wrong(tid, format, ...)						\
({									\
	static unsigned int printed;					\
									\
	counts.wrong++;							\
	if (printed++ < PRINTED)					\
		fprintf(stderr, "# WRONG: %d " format "\n", tid,	\
			##__VA_ARGS__);					\
})

static void unresolved(const char *reason)
{
	unsigned int i;

	counts.unresolved++;
	for (i = 0; i < REASONS - 1; i++)
		if (!counts.reason[i].count ||
		    !strcmp(counts.reason[i].text, reason))
			break;
	snprintf(counts.reason[i].text, sizeof(counts.reason[i].text), "%s",
		 i < REASONS - 1 ? reason : "other reasons");
	counts.reason[i].count++;
}

static bool is_shared(uint32_t variant)
{
	return !strcmp(stress->variant[variant].mode, "read");
}

static void add_hold(pid_t tid, const struct lockstates_call *call)
{
	struct holds *of_lock = &holds[call->lock];
	struct hold *hold = &of_lock->hold[of_lock->count];

	if (call->failed ||
	    of_lock->count == sizeof(of_lock->hold) / sizeof(*hold))
		return;
	of_lock->count++;
	hold->tid = tid;
	hold->reads = is_shared(call->variant);
	hold->maybe_from = call->wanted;
	hold->from = call->got ?: NEVER;
	hold->until = call->got ? call->giving ?: NEVER : 0;
	hold->maybe_until = call->given ?: NEVER;
}

/*
 * A lock can't have a new owner before the former one has begun to give it
 * back: if it was still held when the log was read, not to this day. But a
 * reader counts itself first and looks then. And who got the lock after @end
 * may have got it from a task whose log was read earlier: no former owner.
 */
static void narrow(struct holds *of_lock, __u64 end)
{
	size_t i, j;

	for (i = 0; i < of_lock->count; i++) {
		struct hold *hold = &of_lock->hold[i];

		for (j = 0; j < of_lock->count && !hold->reads; j++) {
			const struct hold *former = &of_lock->hold[j];

			if (i != j && !former->reads && former->from <= end &&
			    former->from < hold->from &&
			    former->until > hold->maybe_from)
				hold->maybe_from = former->until;
		}
	}
}

/* Gather who had which lock from @start to @end. */
static void gather_holds(__u64 start, __u64 end)
{
	struct lockstates_call call;
	unsigned int i, old;
	__u64 number;

	for (i = 0; i < LOCKSTATES_LOCKS; i++)
		holds[i].count = 0;
	for (i = 0; i < stress->threads; i++) {
		number = stress_load(&stress->thread[i].calls);
		old = 0;
		/* What is taken last is given back first: look some further. */
		while (old <= LOCKSTATES_DEPTH &&
		       call_copy(&stress->thread[i], number, &call)) {
			add_hold(stress->thread[i].tid, &call);
			old += call.given && call.given + OLD < start;
			number--;
		}
	}
	for (i = 0; i < LOCKSTATES_LOCKS; i++)
		narrow(&holds[i], end);
}

/**
 * struct possible - who may have had a lock in a span of time
 * @owners: how many may have had it exclusively at some time
 * @held: one had it exclusively all the time
 * @named: the task that was asked about may have had it exclusively
 * @readers_min: how many shared it all the time
 * @readers_max: how many may have shared it at some time
 */
struct possible {
	size_t owners;
	bool held;
	bool named;
	size_t readers_min;
	size_t readers_max;
};

static struct possible who_had(const struct holds *of_lock, __u64 start,
			       __u64 end, pid_t tid)
{
	struct possible possible = {};
	pid_t last = 0;
	size_t i;

	for (i = 0; i < of_lock->count; i++) {
		const struct hold *hold = &of_lock->hold[i];
		bool all = hold->from <= start && hold->until >= end;

		if (hold->maybe_from > end || hold->maybe_until < start)
			continue;
		if (hold->reads) {
			possible.readers_max++;
			possible.readers_min += all;
			continue;
		}
		/* The holds of one task stand together. */
		possible.owners += hold->tid != last;
		last = hold->tid;
		possible.held = possible.held || all;
		possible.named = possible.named || hold->tid == tid;
	}

	return possible;
}

/* Return: whether it counts as right, as far as the owner goes. */
static bool judge_owner(const struct task *task,
			const struct lockstates_call *call,
			const struct model *model)
{
	const struct procscope_wait *raw = &task->wait->raw;
	const char *label = stress->label[call->lock];
	__u64 start = model->header.boottime, end = model->end.boottime;
	struct possible possible;

	if (call->wanted > start)
		start = call->wanted;
	if (call->got && call->got < end)
		end = call->got;
	possible = who_had(&holds[call->lock], start, end, raw->owner);

	if (raw->readers < possible.readers_min ||
	    raw->readers > possible.readers_max) {
		wrong(raw->tid, "%s: %u readers, in truth %zu to %zu", label,
		      raw->readers, possible.readers_min,
		      possible.readers_max);
		return false;
	}
	if (raw->owner_status != PROCSCOPE_OK) {
		if (raw->owner_status != PROCSCOPE_NONE &&
		    !task->wait->owner_reason) {
			wrong(raw->tid, "%s: no owner, and no reason", label);
			return false;
		}
		if (possible.held && raw->kind != PROCSCOPE_KIND_SEMAPHORE &&
		    !(raw->flags & PROCSCOPE_WAIT_GRANTED)) {
			if (raw->owner_status == PROCSCOPE_NONE)
				wrong(raw->tid, "%s: no owner, in truth one",
				      label);
			else
				unresolved(task->wait->owner_reason);
			return false;
		}
		counts.ownerless++;
		return true;
	}
	if (raw->kind == PROCSCOPE_KIND_SEMAPHORE) {
		if (raw->certainty == PROCSCOPE_OWNER_HINT && possible.named) {
			counts.hints++;
			return true;
		}
		wrong(raw->tid, "%s: a semaphore's last holder %d, who did not have it then",
		      label, raw->owner);
		return false;
	}
	if (raw->certainty != PROCSCOPE_OWNER_EXACT) {
		/* Readers leave no exact trace, writers do. */
		if (possible.held || raw->kind != PROCSCOPE_KIND_RWSEM) {
			unresolved("a hint for an owner that is known");
			return false;
		}
		counts.hints++;
		return true;
	}
	if (!possible.named) {
		wrong(raw->tid, "%s: owner %d, who did not have it then (%s)",
		      label, raw->owner, stress->variant[call->variant].name);
		return false;
	}
	counts.certain += possible.owners == 1;

	return true;
}

static const char *true_break(const struct lockstates_call *call)
{
	const char *name = stress->variant[call->variant].name;

	/* Signals do not get through to these kthreads. */
	return strcmp(name, "down_timeout") ? "no" : "timeout";
}

static bool judge_word(const struct task *task,
		       const struct lockstates_call *call, const char *what,
		       const char *said, const char *truth)
{
	if (!strcmp(said, truth))
		return true;
	wrong(task->raw.tid, "%s %s, in truth %s (%s by %s; %s)", what, said,
	      truth, stress->label[call->lock],
	      stress->variant[call->variant].name,
	      task->wait->evidence ?: "no evidence");
	return false;
}

static const char *label_of(__u64 id)
{
	unsigned int i;

	for (i = 0; i < LOCKSTATES_LOCKS; i++)
		if (lock_id[i] == id)
			return stress->label[i];

	return "another lock";
}

/* It is said to sleep for a lock, and was in a call of the stress. */
static void judge_wait(const struct task *task,
		       const struct lockstates_call *call,
		       const struct model *model)
{
	const struct lockstates_variant *variant;
	const struct procscope_wait *raw = &task->wait->raw;

	variant = &stress->variant[call->variant];
	if (raw->lock != lock_id[call->lock] &&
	    !(raw->flags & PROCSCOPE_WAIT_GRANTED && !raw->lock)) {
		wrong(raw->tid,
		      "%s-%s %s %016llx, in truth %s %016llx by %s (%s)",
		      procscope_kind_name(raw->kind),
		      procscope_mode_name(raw->mode), label_of(raw->lock),
		      raw->lock, stress->label[call->lock],
		      lock_id[call->lock], variant->name,
		      task->wait->evidence ?: "no evidence");
		return;
	}
	if (!judge_word(task, call, "kind", procscope_kind_name(raw->kind),
			variant->kind) ||
	    !judge_word(task, call, "mode", procscope_mode_name(raw->mode),
			variant->mode) ||
	    !judge_word(task, call, "breakable",
			procscope_break_name(task->raw.breakable),
			true_break(call)))
		return;
	/* A granted one may be given without its lock: then nobody owns it. */
	if (raw->lock && !judge_owner(task, call, model))
		return;
	counts.right++;
	counts.granted += !!(raw->flags & PROCSCOPE_WAIT_GRANTED);
}

static void judge(const struct task *task,
		  const struct lockstates_thread *thread,
		  const struct model *model)
{
	const struct wait *wait = task->wait;
	struct lockstates_call call;
	enum join join;

	if (task->raw.status != PROCSCOPE_OK) {
		unresolved(task->raw.status == PROCSCOPE_UNSTABLE ?
			   "the task is unstable" : "the task is not given");
		return;
	}
	if (task->raw.flags & PROCSCOPE_TASK_RUNNING ||
	    !memchr("DS", task->raw.state, 2)) {
		counts.awake++;
		if (wait)
			wrong(task->raw.tid, "a wait in state %c",
			      task->raw.state);
		return;
	}
	if (wait && wait->raw.status != PROCSCOPE_OK) {
		unresolved(wait->raw.status == PROCSCOPE_UNSTABLE ?
			   "the wait is unstable" :
			   wait->reason ?: "no reason");
		return;
	}

	join = call_find(thread, task->raw.nvcsw + task->raw.nivcsw, &call);
	if (join == JOIN_LOST)
		counts.discarded++;
	else if (join == JOIN_CALL && wait)
		judge_wait(task, &call, model);
	else if (join == JOIN_CALL)
		wrong(task->raw.tid, "no wait, in truth for %s by %s",
		      stress->label[call.lock],
		      stress->variant[call.variant].name);
	else if (wait)
		wrong(task->raw.tid, "waits for a %s, in truth for none",
		      procscope_kind_name(wait->raw.kind));
	else
		counts.innocent++;
}

/* Return: whether there was a whole snapshot to judge. */
static bool observe(void)
{
	struct model model;
	unsigned int i;

	if (!view_snapshot(&model)) {
		model_free(&model);
		return false;
	}
	gather_holds(model.header.boottime, model.end.boottime);
	for (i = 0; i < stress->threads; i++) {
		pid_t tid = stress->thread[i].tid;
		const struct task *task = model_find(&model, tid);

		if (task)
			judge(task, &stress->thread[i], &model);
		else
			wrong(tid, "is missing");
	}
	model_free(&model);

	return true;
}

static __u64 calls_so_far(void)
{
	__u64 calls = 0;
	unsigned int i;

	for (i = 0; i < stress->threads; i++)
		calls += stress_load(&stress->thread[i].calls);

	return calls;
}

static size_t observations(void)
{
	return counts.right + counts.wrong + counts.unresolved;
}

static void print_counts(unsigned int snapshots, double seconds)
{
	unsigned int i;

	printf("# %u snapshots in %.1f s, %llu calls of lock functions\n",
	       snapshots, seconds, calls_so_far());
	printf("# blocked: %zu observed, %zu right, %zu wrong, %zu unresolved\n",
	       observations(), counts.right, counts.wrong, counts.unresolved);
	printf("# right: %zu granted, %zu with the only possible owner\n",
	       counts.granted, counts.certain);
	printf("# right: %zu with a hint of an owner, %zu with no owner\n",
	       counts.hints, counts.ownerless);
	for (i = 0; i < REASONS && counts.reason[i].count; i++)
		printf("# unresolved: %zu: %s\n", counts.reason[i].count,
		       counts.reason[i].text);
	printf("# besides: %zu asleep for no lock, %zu awake\n",
	       counts.innocent, counts.awake);
	printf("# discarded, because the log was overwritten: %zu\n",
	       counts.discarded);
}

FIXTURE(stress) {
	__u64 calls;
};

FIXTURE_SETUP(stress)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, lockstates_load());
	ASSERT_TRUE(stress_begin(THREADS));
	self->calls = calls_so_far();
}

FIXTURE_TEARDOWN(stress)
{
	stress_end();
	EXPECT_TRUE(lockstates_unload());
}

TEST_F_TIMEOUT(stress, every_answer_is_right, 300)
{
	double start = seconds_now(), seconds = 0;
	unsigned int snapshots = 0;

	while (seconds < storm_seconds(OBSERVE_FOR) ||
	       (observations() < OBSERVATIONS && seconds < OBSERVE_LIMIT)) {
		ASSERT_TRUE(observe());
		snapshots++;
		seconds = seconds_now() - start;
	}

	print_counts(snapshots, seconds);
	EXPECT_LE(OBSERVATIONS, observations());
	EXPECT_EQ(0, counts.wrong);
	EXPECT_GT(observations(), 100 * counts.unresolved);
	EXPECT_LE(CERTAIN, counts.certain);
	/* Most of what was seen could be compared with the truth. */
	EXPECT_GT(observations(), 10 * counts.discarded);
}

TEST_F_TIMEOUT(stress, no_false_cycle, 300)
{
	double end = seconds_now() + storm_seconds(0);
	unsigned int runs = 0;
	__u64 calls = 0;

	while (runs < RUNS / slowness() || calls < CALLS / slowness() ||
	       seconds_now() < end) {
		struct output output = OUTPUT_OF(20, "procscope", "deadlocks");

		runs++;
		EXPECT_EQ(0, output.code)
			output_show("procscope deadlocks", &output);
		output_free(&output);
		calls = calls_so_far() - self->calls;
	}

	printf("# asked %u times during %llu calls of lock functions\n",
	       runs, calls);
}

TEST_HARNESS_MAIN
