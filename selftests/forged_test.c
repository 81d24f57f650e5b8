// SPDX-License-Identifier: GPL-2.0
/*
 * forged_test.c - is a lock believed that lies of its owner, or of what it is part
 * of?
 *
 * The fixture forges them, and says which is which (fixtures/forged.c). Owners
 * that are told of a lock, and then end or get another number, are forged here:
 * the word in the lock stays as it was.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "module.h"
#include "needs.h"
#include "patience.h"
#include "put.h"
#include "views.h"

#define FORGED_MODULE	"procscope_forged"
#define FORGED_ENTRY	"/proc/procscope_forged"

/* Than what two clocks of the kernel differ by, ns. */
#define SURELY_LONGER	100000000ULL

#define STORM_SECONDS	10

/* So few numbers are used again at once. */
#define PID_MAX		"/proc/sys/kernel/pid_max"
#define FEW_NUMBERS	600

/* In both crowds together. */
#define CROWDS		24

/* Where a forged file has its name. */
#define NAME_PATH	"/parent/name"

/**
 * enum judged - what of a wait is judged
 * @THE_OWNER: who has the lock
 * @THE_OBJECT: what the lock is part of
 * @APART: something else, by a test of its own
 */
enum judged { THE_OWNER, THE_OBJECT, APART };

/**
 * struct forgery - what must be said of a waiter for a forged lock
 * @name: what is forged, as the fixture calls it
 * @judged: what is
 * @owner_status: enum procscope_status
 * @realtime: the same under PREEMPT_RT, where some of it can't be forged
 * @flags: enum procscope_wait_flags, but for PREEMPT_RT
 * @object: enum procscope_object; 0 if it is none of the kernel's structures
 * @path_status: enum procscope_status
 * @path_flags: enum procscope_path_flags
 * @path: the path, or how it ends
 */
struct forgery {
	const char *name;
	enum judged judged;
	unsigned int owner_status;
	unsigned int realtime;
	unsigned int flags;
	unsigned int object;
	unsigned int path_status;
	unsigned int path_flags;
	const char *path;
};

#define OWNER(name, status, realtime, flags)				\
	{ name, THE_OWNER, PROCSCOPE_##status, PROCSCOPE_##realtime, flags,	\
	  0, 0, 0, NULL }
#define PATH(name, status, flags, path)					\
	{ name, THE_OBJECT, PROCSCOPE_OK, PROCSCOPE_OK, 0,		\
	  PROCSCOPE_OBJECT_I_RWSEM, PROCSCOPE_##status, flags, path }
#define INODE(name, status, flags)	PATH(name, status, flags, NAME_PATH)
#define OTHER(name)							\
	{ name, THE_OBJECT, PROCSCOPE_OK, PROCSCOPE_OK, 0, 0, 0, 0, NULL }

static const struct forgery forgeries[] = {
	OWNER("owner", OK, OK, 0),
	OWNER("owner-no-task", GONE, GONE, 0),
	OWNER("owner-no-memory", GONE, GONE, 0),
	OWNER("owner-handed", NONE, OK, PROCSCOPE_WAIT_GRANTED),
	OWNER("owner-handed-on", OK, OK, 0),
	OWNER("owned", OK, OK, 0),
	OWNER("writer-last-reader", NONE, OK, 0),
	OWNER("reader-writer", UNAVAILABLE, UNAVAILABLE, 0),
	OWNER("reader-no-task", UNAVAILABLE, UNAVAILABLE, 0),
	OWNER("beside-own", UNAVAILABLE, UNAVAILABLE, 0),
	OWNER("beside-mutex", UNAVAILABLE, UNAVAILABLE, 0),
	OWNER("beside-other", UNAVAILABLE, UNAVAILABLE, 0),
	{ .name = "given", .judged = APART },
	{ .name = "owned-semaphore", .judged = APART },
	INODE("file", OK, 0),
	OTHER("file-host"),
	INODE("file-other", UNSTABLE, 0),
	INODE("file-moving", UNSTABLE, 0),
	INODE("file-no-text", UNSTABLE, 0),
	INODE("file-empty", UNSTABLE, 0),
	PATH("file-root", OK, 0, "/"),
	INODE("file-alone", OK, PROCSCOPE_PATH_DISCONNECTED),
	INODE("file-ring", OK, PROCSCOPE_PATH_CUT),
	INODE("file-names", OK, PROCSCOPE_PATH_DELETED),
	OTHER("mm-other"),
	OTHER("mm-no-task"),
};

#define FORGERIES ARRAY_SIZE(forgeries)

/**
 * struct shared - what the test and its children share
 * @tid: of the one that becomes the owner, before it does
 * @has: it has become the owner
 */
static struct shared {
	atomic_int tid;
	atomic_bool has;
} *shared;

FIXTURE(forged) {
	unsigned int pid_max;
	pid_t owner;
	bool has_holder;
	pid_t waiter[FORGERIES];
};

/*
 * Return: how many forgeries have a waiter that sleeps. @has_holder: a semaphore says
 * who took it last.
 */
static size_t read_waiters(pid_t *owner, bool *has_holder, pid_t *waiter)
{
	FILE *entry = fopen(FORGED_ENTRY, "r");
	char line[80], state, name[32];
	size_t found = 0, i;
	pid_t tid;

	while (entry && fgets(line, sizeof(line), entry)) {
		*has_holder |= !strcmp(line, "# holder\n");
		if (sscanf(line, "# owner %d", owner) == 1 ||
		    sscanf(line, "%d %c %31s", &tid, &state, name) != 3 ||
		    state != 'D')
			continue;
		for (i = 0; i < FORGERIES; i++) {
			if (strcmp(forgeries[i].name, name))
				continue;
			waiter[i] = tid;
			found++;
		}
	}
	if (entry)
		fclose(entry);
	return found;
}

static unsigned int pid_max(void)
{
	FILE *file = fopen(PID_MAX, "r");
	unsigned int number = 0;

	if (file) {
		if (fscanf(file, "%u", &number) != 1)
			number = 0;
		fclose(file);
	}
	return number;
}

static bool set_pid_max(unsigned int number)
{
	FILE *file = fopen(PID_MAX, "w");

	if (!file)
		return false;
	fprintf(file, "%u", number);
	return !fclose(file);
}

FIXTURE_SETUP(forged)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	self->pid_max = pid_max();
	ASSERT_LT(0, self->pid_max);
	ASSERT_EQ(0, module_load(FORGED_MODULE));
	ASSERT_EQ(0, put_text(FORGED_ENTRY, "forge"));
	ASSERT_EQ(FORGERIES, read_waiters(&self->owner, &self->has_holder,
					  self->waiter));
	ASSERT_LT(0, self->owner);
}

FIXTURE_TEARDOWN(forged)
{
	EXPECT_TRUE(children_kill());
	EXPECT_TRUE(set_pid_max(self->pid_max));
	EXPECT_EQ(0, module_unload(FORGED_MODULE));
	munmap(shared, sizeof(*shared));
}

static bool same(const char *name, const char *what, unsigned int seen,
		 unsigned int expected)
{
	if (seen != expected)
		fprintf(stderr, "# %s: %s is %u, not %u\n", name, what, seen,
			expected);
	return seen == expected;
}

static bool is_owner(const struct forgery *forgery,
		     const struct procscope_wait *raw, pid_t owner)
{
	unsigned int status = is_realtime() ? forgery->realtime :
					      forgery->owner_status;
	bool is_known = status == PROCSCOPE_OK;

	return same(forgery->name, "flags", raw->flags,
		    is_realtime() ? 0 : forgery->flags) &&
	       same(forgery->name, "owner's status", raw->owner_status,
		    status) &&
	       same(forgery->name, "owner", raw->owner, is_known ? owner : 0) &&
	       same(forgery->name, "certainty", raw->certainty,
		    is_known ? PROCSCOPE_OWNER_EXACT : 0);
}

static bool is_object(const struct forgery *forgery, const struct wait *wait)
{
	const struct procscope_wait *raw = &wait->raw;
	unsigned int object = raw->object_status == PROCSCOPE_OK &&
			      raw->object != PROCSCOPE_OBJECT_CLASS &&
			      raw->object != PROCSCOPE_OBJECT_SLAB ?
			      raw->object : 0;
	const char *path = wait->path ?: "";
	const char *name = forgery->name;

	if (!same(name, "object", object, forgery->object))
		return false;
	if (!object)
		return true;
	if (strcmp(wait->fs ?: "", "forged") || raw->ino != 4711) {
		fprintf(stderr, "# %s: inode %llu of %s\n", name,
			(unsigned long long)raw->ino, wait->fs ?: "-");
		return false;
	}
	if (!same(name, "path's status", raw->path_status,
		  forgery->path_status) ||
	    !same(name, "path's flags", raw->path_flags, forgery->path_flags))
		return false;
	if (raw->path_status != PROCSCOPE_OK)
		path = "";
	else if (raw->path_flags & PROCSCOPE_PATH_CUT)
		path += strlen(path) > strlen(forgery->path) ?
			strlen(path) - strlen(forgery->path) : 0;
	if (strcmp(path, raw->path_status == PROCSCOPE_OK ? forgery->path : "")) {
		fprintf(stderr, "# %s: path %s\n", name, path);
		return false;
	}
	return true;
}

TEST_F_TIMEOUT(forged, nothing_is_believed, 60)
{
	struct model model;
	size_t i;

	ASSERT_TRUE(view_snapshot(&model));
	for (i = 0; i < FORGERIES; i++) {
		const struct forgery *forgery = &forgeries[i];
		const struct task *task = model_find(&model, self->waiter[i]);
		const struct wait *wait = task ? task->wait : NULL;

		if (forgery->judged == APART)
			continue;
		ASSERT_NE(NULL, wait) TH_LOG("%s", forgery->name);
		EXPECT_EQ(PROCSCOPE_OK, wait->raw.status)
			TH_LOG("%s: %s", forgery->name, wait->reason ?: "-");
		EXPECT_TRUE(is_owner(forgery, &wait->raw, self->owner));
		if (forgery->judged == THE_OBJECT)
			EXPECT_TRUE(is_object(forgery, wait));
	}
	model_free(&model);
}

static pid_t waiter_for(const char *name, const pid_t *waiter)
{
	size_t i;

	for (i = 0; strcmp(forgeries[i].name, name); i++)
		;
	return waiter[i];
}

/* Who is off a queue was given what it waits for, and who was given it is off. */
TEST_F_TIMEOUT(forged, given_but_not_off_the_queue, 60)
{
	const struct task *task;
	struct model model;

	ASSERT_TRUE(view_snapshot(&model));
	task = model_find(&model, waiter_for("given", self->waiter));
	ASSERT_NE(NULL, task);
	ASSERT_NE(NULL, task->wait);
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, task->wait->raw.status);
	EXPECT_EQ(0, task->wait->raw.flags);
	EXPECT_STREQ("in a lock's slow path, but queued at no lock",
		     task->wait->reason ?: "");
	model_free(&model);
}

/*
 * Those who wait in a crowd for one of two locks have the other's address at hand,
 * too. Return: how many of them.
 */
static size_t see_crowd(struct __test_metadata *_metadata,
			const struct model *model, pid_t owner)
{
	FILE *entry = fopen(FORGED_ENTRY, "r");
	unsigned long long id[2] = {};
	unsigned int which;
	size_t seen = 0;
	char line[80];
	pid_t tid;

	while (entry && fgets(line, sizeof(line), entry)) {
		const struct task *task;

		if (sscanf(line, "%d D crowd-%u", &tid, &which) != 2 ||
		    which > 1)
			continue;
		seen++;
		task = model_find(model, tid);
		if (!task || !task->wait ||
		    task->wait->raw.status != PROCSCOPE_OK) {
			EXPECT_TRUE(false) TH_LOG("%d has no wait", tid);
			continue;
		}
		if (!id[which])
			id[which] = task->wait->raw.lock;
		EXPECT_EQ(id[which], task->wait->raw.lock)
			TH_LOG("%d of crowd %u: %s", tid, which,
			       task->wait->evidence ?: "-");
		EXPECT_EQ(owner, task->wait->raw.owner);
	}
	if (entry)
		fclose(entry);
	EXPECT_NE(id[0], id[1]);
	return seen;
}

TEST_F_TIMEOUT(forged, crowds_are_told_apart, 60)
{
	struct model model;

	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_EQ(CROWDS, see_crowd(_metadata, &model, self->owner));
	model_free(&model);
}

/* Who is said to have the lock that a task waits for? */
static struct procscope_wait look(pid_t waiter)
{
	struct procscope_wait raw = {};
	const struct task *task;
	struct model model;

	if (view_snapshot(&model)) {
		task = model_find(&model, waiter);
		if (task && task->wait)
			raw = task->wait->raw;
	}
	model_free(&model);
	return raw;
}

static unsigned long long asleep_of(pid_t tid)
{
	unsigned long long asleep = 0;
	const struct task *task;
	struct model model;

	if (view_snapshot(&model)) {
		task = model_find(&model, tid);
		asleep = task ? task->raw.asleep : 0;
	}
	model_free(&model);
	return asleep;
}

static int own_and_stay(void *unused)
{
	(void)unused;
	if (put_text(FORGED_ENTRY, "own"))
		return 1;
	atomic_store(&shared->has, true);
	pause();
	return 1;
}

static int own_and_end(void *unused)
{
	(void)unused;
	return !!put_text(FORGED_ENTRY, "own");
}

/* Whoever came after the wait can't have had the lock before it. */
TEST_F(forged, owner_is_younger_than_the_wait)
{
	struct procscope_wait raw;
	pid_t child = child_start(own_and_stay, NULL);

	ASSERT_LT(0, child);
	ASSERT_TRUE(await(atomic_load(&shared->has), 10));
	raw = look(waiter_for("owned", self->waiter));
	EXPECT_EQ(PROCSCOPE_OK, raw.owner_status);
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, raw.certainty);
	EXPECT_EQ(child, raw.owner);
}

/* Who waits for a semaphore gets it before those who come later. */
TEST_F(forged, holder_is_younger_than_the_wait)
{
	pid_t waiter = waiter_for("owned-semaphore", self->waiter);
	struct procscope_wait raw;
	pid_t child;

	if (!self->has_holder)
		SKIP(return, "no holders of semaphores: CONFIG_DETECT_HUNG_TASK_BLOCKER is off");
	raw = look(waiter);
	EXPECT_EQ(PROCSCOPE_OK, raw.owner_status);
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, raw.certainty);
	EXPECT_EQ(self->owner, raw.owner);

	child = child_start(own_and_stay, NULL);
	ASSERT_LT(0, child);
	ASSERT_TRUE(await(atomic_load(&shared->has), 10));
	raw = look(waiter);
	EXPECT_EQ(PROCSCOPE_OK, raw.status);
	EXPECT_EQ(PROCSCOPE_UNAVAILABLE, raw.owner_status);
	EXPECT_EQ(0, raw.owner);
}

/* A holder's age counts the time for which the system was suspended. */
TEST_F(forged, holder_is_older_than_a_suspend)
{
	pid_t waiter = waiter_for("owned-semaphore", self->waiter);
	struct procscope_wait raw;

	if (!self->has_holder)
		SKIP(return, "no holders of semaphores: CONFIG_DETECT_HUNG_TASK_BLOCKER is off");
	ASSERT_TRUE(await(asleep_of(waiter) > SURELY_LONGER, 10));
	ASSERT_EQ(0, put_text(FORGED_ENTRY, "nap"));
	raw = look(waiter);
	EXPECT_EQ(PROCSCOPE_OK, raw.owner_status);
	EXPECT_EQ(PROCSCOPE_OWNER_HINT, raw.certainty);
	EXPECT_EQ(self->owner, raw.owner);
}

TEST_F(forged, owner_has_exited)
{
	struct procscope_wait raw;
	pid_t child = child_start(own_and_end, NULL);
	int status;

	ASSERT_LT(0, child);
	ASSERT_TRUE(await(proc_state(child) == 'Z', 10));
	raw = look(waiter_for("owned", self->waiter));
	EXPECT_EQ(PROCSCOPE_GONE, raw.owner_status);
	EXPECT_EQ(0, raw.owner);

	ASSERT_TRUE(child_wait(child, 10, &status));
	EXPECT_EQ(0, status);
	raw = look(waiter_for("owned", self->waiter));
	EXPECT_EQ(PROCSCOPE_GONE, raw.owner_status);
	EXPECT_EQ(0, raw.owner);
}

/* Tasks that take the numbers and the memory of those that ended. */
static int fork_on(void *unused)
{
	(void)unused;
	for (;;) {
		pid_t child = fork();

		if (!child)
			_exit(0);
		if (child > 0)
			waitpid(child, NULL, 0);
	}
	return 0;
}

/*
 * Owners end with the lock in their hands, others are started in their memory and
 * with their numbers. None of these ever had the lock for sure: all are younger
 * than the wait.
 */
TEST_F_TIMEOUT(forged, owners_end, 120)
{
	double end = seconds_now() + storm_seconds(STORM_SECONDS);
	unsigned int looks = 0, gone = 0, hints = 0, owners = 0;

	ASSERT_TRUE(set_pid_max(FEW_NUMBERS));
	ASSERT_LT(0, child_start(fork_on, NULL));
	while (seconds_now() < end) {
		struct procscope_wait raw;
		pid_t child = child_start(own_and_end, NULL);

		ASSERT_LT(0, child);
		owners++;
		do {
			raw = look(waiter_for("owned", self->waiter));
			looks++;
			gone += raw.owner_status == PROCSCOPE_GONE;
			hints += raw.owner_status == PROCSCOPE_OK;
			ASSERT_EQ(PROCSCOPE_OK, raw.status);
			EXPECT_TRUE(raw.owner_status != PROCSCOPE_OK ||
				    raw.certainty == PROCSCOPE_OWNER_HINT ||
				    owners == 1)
				TH_LOG("%d is said to be the owner", raw.owner);
		} while (proc_state(child) != 'Z');
		ASSERT_TRUE(child_wait(child, 10, NULL));
	}
	TH_LOG("%u owners, %u looks: %u gone, %u hints", owners, looks, gone,
	       hints);
	EXPECT_LT(0, gone);
	EXPECT_LT(0, hints);
}

static void *own_and_exec(void *argument)
{
	atomic_store(&shared->tid, syscall(SYS_gettid));
	if (!put_text(FORGED_ENTRY, "own")) {
		atomic_store(&shared->has, true);
		execlp("sleep", "sleep", "1000", NULL);
	}
	return argument;
}

static int exec_in_thread(void *unused)
{
	pthread_t thread;

	(void)unused;
	if (!pthread_create(&thread, NULL, own_and_exec, NULL))
		pause();
	return 1;
}

/*
 * A thread that is not the leader has the lock on record, and calls exec: it lives
 * on with the leader's number, and has the lock throughout.
 */
TEST_F_TIMEOUT(forged, owner_takes_another_number, 120)
{
	double end = seconds_now() + storm_seconds(STORM_SECONDS);
	unsigned int looks = 0, before = 0, after = 0, owners = 0;

	ASSERT_TRUE(set_pid_max(FEW_NUMBERS));
	ASSERT_LT(0, child_start(fork_on, NULL));
	while (seconds_now() < end) {
		struct procscope_wait raw = {};
		pid_t child;

		atomic_store(&shared->has, false);
		child = child_start(exec_in_thread, NULL);
		ASSERT_LT(0, child);
		ASSERT_TRUE(await(atomic_load(&shared->has), 10));
		owners++;
		while (raw.owner != child) {
			raw = look(waiter_for("owned", self->waiter));
			looks++;
			ASSERT_EQ(PROCSCOPE_OK, raw.status);
			ASSERT_EQ(PROCSCOPE_OK, raw.owner_status);
			before += raw.owner == atomic_load(&shared->tid);
			after += raw.owner == child;
		}
		ASSERT_TRUE(child_kill(child));
	}
	TH_LOG("%u owners, %u looks: %u by the old number, %u by the new one",
	       owners, looks, before, after);
	EXPECT_EQ(looks, before + after);
	EXPECT_LT(0, before);
}

TEST_HARNESS_MAIN
