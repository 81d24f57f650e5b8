// SPDX-License-Identifier: GPL-2.0
/*
 * futex_test.c - is it true who has a futex?
 *
 * Mutexes of pthreads, as the C library makes them. Only robust ones say who has
 * them in a way that the kernel knows as well.
 */
#include "kselftest_harness.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "procscope_names.h"
#include "sleepers.h"

/* What the hint rests on. */
#define WORDS	"(a hint: the futex has its number, and is in its list of robust ones)"

#define NOBODY	"the owner can't be told: the kernel does not know who wakes it"

/**
 * struct locked - what the tasks of a test share
 * @mutex: one has it, and one waits for it
 * @word: one that looks like it
 * @owner: who has it
 * @waiter: who is to wait for it
 */
struct locked {
	pthread_mutex_t mutex;
	__u32 word;
	atomic_int owner;
	atomic_int waiter;
};

FIXTURE(futex) {
	struct model model;
	struct locked *locked;
};

FIXTURE_SETUP(futex)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (access("/proc/self/pagemap", R_OK))
		SKIP(return, "no pagemap: CONFIG_PROC_PAGE_MONITOR is off");
	self->locked = mmap(NULL, sizeof(*self->locked), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->locked);
}

FIXTURE_TEARDOWN(futex)
{
	EXPECT_TRUE(sleepers_end_as_told(&self->model));
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
	munmap(self->locked, sizeof(*self->locked));
}

static void make_mutex(struct locked *locked, int robust)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, robust);
	pthread_mutex_init(&locked->mutex, &attributes);
}

static void *wait_for_mutex(void *argument)
{
	struct locked *locked = argument;

	locked->waiter = gettid();
	return (void *)(long)pthread_mutex_lock(&locked->mutex);
}

static int hold_mutex(void *argument)
{
	struct locked *locked = argument;

	pthread_mutex_lock(&locked->mutex);
	locked->owner = gettid();
	pause();
	return 1;
}

/* Two threads of a process. */
static int hold_and_wait(void *argument)
{
	struct locked *locked = argument;
	pthread_t thread;

	pthread_mutex_lock(&locked->mutex);
	locked->owner = gettid();
	pthread_create(&thread, NULL, wait_for_mutex, locked);
	pause();
	return 1;
}

static int wait_alone(void *locked)
{
	return !!wait_for_mutex(locked);
}

/* A number in it, but in nobody's list. */
static int wait_for_word(void *argument)
{
	struct locked *locked = argument;

	locked->waiter = gettid();
	return syscall(SYS_futex, &locked->word, FUTEX_WAIT, locked->word, NULL,
		       NULL, 0) < 0;
}

static void expect_words(struct __test_metadata *_metadata,
			 struct model *model, const struct locked *locked,
			 bool told)
{
	struct output output;
	char words[160];

	ASSERT_TRUE(await(locked->waiter, 10));
	ASSERT_NE(NULL, sleeper_becomes(model, locked->waiter,
					PROCSCOPE_KIND_FUTEX));
	output = sleeper_why(locked->waiter);
	snprintf(words, sizeof(words), "owner futex_test[%d] " WORDS,
		 locked->owner);
	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, told ? words : NOBODY))
		output_show("why", &output);
	EXPECT_EQ(told, !!strstr(output.out, "if the hint is right, "))
		output_show("why", &output);
	EXPECT_STREQ("", output.err);
	output_free(&output);
}

TEST_F(futex, robust_of_a_thread)
{
	make_mutex(self->locked, PTHREAD_MUTEX_ROBUST);
	child_start(hold_and_wait, self->locked);
	expect_words(_metadata, &self->model, self->locked, true);
}

TEST_F(futex, robust_of_a_process)
{
	make_mutex(self->locked, PTHREAD_MUTEX_ROBUST);
	child_start(hold_mutex, self->locked);
	ASSERT_TRUE(await(self->locked->owner, 10));
	child_start(wait_alone, self->locked);
	expect_words(_metadata, &self->model, self->locked, true);
}

TEST_F(futex, normal)
{
	make_mutex(self->locked, PTHREAD_MUTEX_STALLED);
	child_start(hold_and_wait, self->locked);
	expect_words(_metadata, &self->model, self->locked, false);
}

TEST_F(futex, lookalike)
{
	make_mutex(self->locked, PTHREAD_MUTEX_ROBUST);
	child_start(hold_mutex, self->locked);
	ASSERT_TRUE(await(self->locked->owner, 10));
	self->locked->word = FUTEX_WAITERS | self->locked->owner;
	child_start(wait_for_word, self->locked);
	expect_words(_metadata, &self->model, self->locked, false);
}

/* Whose memory is locked is not waited for. */
TEST_F(futex, memory_is_locked)
{
	struct output output;
	pid_t child, holder;

	ASSERT_EQ(0, hold_load());
	make_mutex(self->locked, PTHREAD_MUTEX_ROBUST);
	child = child_start(hold_and_wait, self->locked);
	ASSERT_TRUE(await(self->locked->waiter, 10));
	ASSERT_NE(NULL, sleeper_becomes(&self->model, self->locked->waiter,
					PROCSCOPE_KIND_FUTEX));
	holder = hold_start(NULL, "mmap %d; wait end", child);
	ASSERT_TRUE(hold_becomes(holder, 2, "held"));
	output = sleeper_why(self->locked->waiter);
	EXPECT_EQ(0, output.code);
	EXPECT_GT(10 * slowness(), output.seconds);
	EXPECT_NE(NULL, strstr(output.out, NOBODY)) output_show("why", &output);
	EXPECT_NE(NULL, strstr(output.err, "was not read within a second"))
		output_show("why", &output);
	output_free(&output);
	EXPECT_TRUE(hold_go("end"));
	EXPECT_TRUE(hold_unload());
}

TEST_HARNESS_MAIN
