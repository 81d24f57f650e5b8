// SPDX-License-Identifier: GPL-2.0
/*
 * truth_test.c - is what is said of a task that sleeps for a lock true?
 *
 * The witness is the fixture that put the task to sleep.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "lockstates.h"
#include "needs.h"
#include "procscope_names.h"
#include "views.h"

#define MANY		3000
#define SLEEPERS	1000
#define PI_WAITERS	3

/*
 * Parked by "park": so many functions at least, each with 3 waiters, in 3 homes.
 * A 29th, rt_mutex_lock_killable, is not in every kernel.
 */
#define FUNCTIONS	28
#define PARKED		(FUNCTIONS * 3 * 3)

#define complain(about, format, ...)					\
({									\
	const struct parked *liar = (about);				\
									\
	fprintf(stderr, "# WRONG: %d %s %s: " format "\n", liar->tid,	\
		liar->variant, liar->lock, ##__VA_ARGS__);		\
})

static bool is_word(const struct parked *parked, const char *what,
		    const char *said, const char *truth)
{
	if (said && !strcmp(said, truth))
		return true;
	complain(parked, "%s %s, in truth %s", what, said ?: "not given",
		 truth);
	return false;
}

static bool is_reader(const struct parked *parked, pid_t tid)
{
	const char *reader = parked->readers;

	for (; reader; reader = strchr(reader, ',')) {
		reader += *reader == ',';
		if (atoi(reader) == tid)
			return true;
	}

	return false;
}

static unsigned int reader_count(const struct parked *parked)
{
	const char *reader = parked->readers;
	unsigned int count = strcmp(reader, "-") ? 1 : 0;

	while ((reader = strchr(reader, ','))) {
		reader++;
		count++;
	}

	return count;
}

/* A semaphore has none: where the kernel keeps who took it last, that is a hint. */
static bool is_semaphore_right(const struct parked *parked,
			       const struct procscope_wait *raw)
{
	if (raw->owner_status == PROCSCOPE_OK)
		return raw->certainty == PROCSCOPE_OWNER_HINT &&
		       raw->owner == parked->owner;
	return raw->owner_status == PROCSCOPE_UNAVAILABLE;
}

/* Of readers only a hint is known. */
static bool is_owner_right(const struct parked *parked,
			   const struct wait *wait)
{
	const struct procscope_wait *raw = &wait->raw;
	bool keeps_owner = parked->owner &&
			   raw->kind != PROCSCOPE_KIND_SEMAPHORE;
	unsigned int readers = reader_count(parked);

	if (raw->owner_status != PROCSCOPE_OK && !keeps_owner &&
	    !wait->owner_reason) {
		complain(parked, "no owner, and no reason (status %u)",
			 raw->owner_status);
		return false;
	}
	if (raw->readers != readers) {
		complain(parked, "%u readers, in truth %s", raw->readers,
			 parked->readers);
		return false;
	}
	if (raw->kind == PROCSCOPE_KIND_SEMAPHORE) {
		if (is_semaphore_right(parked, raw))
			return true;
	} else if (parked->owner) {
		if (raw->owner_status == PROCSCOPE_OK &&
		    raw->owner == parked->owner &&
		    raw->certainty == PROCSCOPE_OWNER_EXACT)
			return true;
	} else if (readers) {
		if (raw->owner_status != PROCSCOPE_OK ||
		    (raw->certainty == PROCSCOPE_OWNER_HINT &&
		     is_reader(parked, raw->owner)))
			return true;
	} else if (raw->owner_status == PROCSCOPE_UNAVAILABLE) {
		return true;
	}

	complain(parked, "owner %d %s (status %u, %s), in truth %d readers %s",
		 raw->owner, procscope_certainty_name(raw->certainty),
		 raw->owner_status, wait->owner_reason ?: "no reason",
		 parked->owner, parked->readers);
	return false;
}

/* Of a lock that has no symbol, lockdep knows what it is called. */
static bool has_class(const struct parked *parked)
{
	static int is_known = -1;

	if (is_known < 0)
		is_known = !lacks("held");
	return is_known && (!strcmp(parked->kind, "mutex") ||
			    !strcmp(parked->kind, "ww_mutex") ||
			    !strcmp(parked->kind, "rwsem"));
}

static bool has_slabs(void)
{
	static int is_known = -1;

	if (is_known < 0)
		is_known = !lacks("slabs");
	return is_known;
}

/*
 * The fixture's variables are known by symbol, where variables are at all, and
 * what is in the heap by its cache; all else must not be.
 */
static bool is_object_right(const struct parked *parked,
			    const struct wait *wait)
{
	char symbol[128];
	char *offset;

	if (strncmp(parked->home, "static:", 7) || lacks("variables")) {
		bool is_slab = !strcmp(parked->home, "heap") && has_slabs();

		if (!has_class(parked) && is_slab &&
		    wait->raw.object_status == PROCSCOPE_OK &&
		    wait->raw.object == PROCSCOPE_OBJECT_SLAB && wait->cache &&
		    strstr(wait->cache, "kmalloc-"))
			return true;
		if (!has_class(parked) && !is_slab &&
		    wait->raw.object_status == PROCSCOPE_UNAVAILABLE &&
		    wait->object_reason)
			return true;
		if (has_class(parked) &&
		    wait->raw.object_status == PROCSCOPE_OK &&
		    wait->raw.object == PROCSCOPE_OBJECT_CLASS &&
		    !strcmp(wait->symbol ?: "", parked->kind))
			return true;
		complain(parked, "object %u %s (status %u), in truth on the %s",
			 wait->raw.object, wait->symbol ?: "-",
			 wait->raw.object_status, parked->home);
		return false;
	}

	snprintf(symbol, sizeof(symbol), "procscope_lockstates:%s",
		 parked->home + 7);
	offset = strstr(symbol, "+0x0");
	if (offset)
		*offset = '\0';
	if (wait->raw.object_status != PROCSCOPE_OK ||
	    wait->raw.object != PROCSCOPE_OBJECT_SYMBOL) {
		complain(parked, "no symbol (status %u, %s), in truth %s",
			 wait->raw.object_status,
			 wait->object_reason ?: "no reason", symbol);
		return false;
	}

	return is_word(parked, "symbol", wait->symbol, symbol);
}

static bool is_task_right(const struct parked *parked, const struct task *task)
{
	const struct wait *wait = task ? task->wait : NULL;

	if (!task || task->raw.status != PROCSCOPE_OK) {
		complain(parked, "task not given (status %u)",
			 task ? task->raw.status : 0);
		return false;
	}
	if (!parked_waits(parked)) {
		if (!wait)
			return true;
		complain(parked, "waits for %s (status %u, %s), in truth not",
			 procscope_kind_name(wait->raw.kind), wait->raw.status,
			 wait->reason ?: "-");
		return false;
	}
	if (!wait || wait->raw.status != PROCSCOPE_OK) {
		complain(parked, "wait not given (status %u, %s)",
			 wait ? wait->raw.status : 0,
			 wait && wait->reason ? wait->reason : "no reason");
		return false;
	}
	if (wait->raw.flags & PROCSCOPE_WAIT_GRANTED) {
		complain(parked, "granted, in truth not");
		return false;
	}
	if (!wait->evidence) {
		complain(parked, "no evidence");
		return false;
	}

	return is_word(parked, "kind", procscope_kind_name(wait->raw.kind),
		       parked->kind) &&
	       is_word(parked, "mode", procscope_mode_name(wait->raw.mode),
		       parked->mode) &&
	       is_word(parked, "breakable",
		       procscope_break_name(task->raw.breakable),
		       parked->breakable) &&
	       is_owner_right(parked, wait) && is_object_right(parked, wait);
}

/* A lock of the fixture and the id that one of its waiters was given for it. */
struct identity {
	const char *lock;
	unsigned long long id;
};

static int by_lock(const void *a, const void *b)
{
	const struct identity *first = a, *second = b;

	return strcmp(first->lock, second->lock);
}

static int by_id(const void *a, const void *b)
{
	const struct identity *first = a, *second = b;

	return (first->id > second->id) - (first->id < second->id);
}

/* One lock, one id; one id, one lock. Return: how often that is not so. */
static size_t wrong_ids(struct identity *identity, size_t count)
{
	size_t wrong = 0;
	size_t i;

	qsort(identity, count, sizeof(*identity), by_lock);
	for (i = 1; i < count; i++) {
		if (by_lock(&identity[i], &identity[i - 1]) ||
		    !by_id(&identity[i], &identity[i - 1]))
			continue;
		fprintf(stderr, "# WRONG: %s is %016llx and %016llx\n",
			identity[i].lock, identity[i - 1].id, identity[i].id);
		wrong++;
	}
	qsort(identity, count, sizeof(*identity), by_id);
	for (i = 1; i < count; i++) {
		if (by_id(&identity[i], &identity[i - 1]) ||
		    !by_lock(&identity[i], &identity[i - 1]))
			continue;
		fprintf(stderr, "# WRONG: %016llx is %s and %s\n",
			identity[i].id, identity[i - 1].lock,
			identity[i].lock);
		wrong++;
	}

	return wrong;
}

/* Return: of how many tasks a snapshot says what is not true. */
static size_t wrong_in_snapshot(const struct truth *truth,
				const struct model *model)
{
	struct identity *identity = calloc(truth->count, sizeof(*identity));
	size_t wrong = 0, known = 0;
	size_t i;

	for (i = 0; i < truth->count; i++) {
		const struct parked *parked = &truth->parked[i];
		const struct task *task = model_find(model, parked->tid);

		if (!is_task_right(parked, task)) {
			wrong++;
		} else if (task->wait) {
			identity[known].lock = parked->lock;
			identity[known++].id = task->wait->raw.lock;
		}
	}
	wrong += wrong_ids(identity, known);
	free(identity);

	return wrong;
}

static bool is_column(const struct parked *parked, const char *row,
		      unsigned int number, const char *truth)
{
	char said[128];

	view_column(row, number, said, sizeof(said));
	if (!strcmp(said, truth))
		return true;
	complain(parked, "column %u of locks is %s, not %s", number, said,
		 truth);
	return false;
}

/* The text says what the snapshot says, which was compared with the truth. */
static bool is_row_right(const struct parked *parked, const char *row,
			 const struct task *task)
{
	const struct procscope_wait *raw = &task->wait->raw;
	char lock[20], owner[128];

	snprintf(lock, sizeof(lock), "%016llx", (unsigned long long)raw->lock);
	if (!is_column(parked, row, 1, parked->kind) ||
	    !is_column(parked, row, 2, parked->mode) ||
	    !is_column(parked, row, 3, parked->breakable) ||
	    !is_column(parked, row, 4, lock))
		return false;
	if (raw->owner_status == PROCSCOPE_OK) {
		snprintf(owner, sizeof(owner), "%d", raw->owner);
		return is_column(parked, row, 5, owner) &&
		       is_column(parked, row, 6,
				 procscope_certainty_name(raw->certainty));
	}
	view_column(row, 5, owner, sizeof(owner));
	if (owner[0] != '?' && strcmp(owner, "-")) {
		complain(parked, "owner in locks is %s", owner);
		return false;
	}

	return is_column(parked, row, 6, "-");
}

/* Return: of how many tasks the rows of locks say what is not true. */
static size_t wrong_in_text(const struct truth *truth,
			    const struct model *model)
{
	size_t wrong = 0, rows = 0, waiting = 0;
	const struct parked *parked;
	char *text, *rest, *row;
	size_t i;

	text = view_read("locks", 65536);
	rest = text;
	if (!text || !view_is_whole(text)) {
		fprintf(stderr, "# WRONG: locks is not whole\n");
		free(text);
		return 1;
	}
	while ((row = view_line(&rest))) {
		const struct task *task = model_find(model, atoi(row));

		parked = truth_find(truth, atoi(row));
		if (!parked)
			continue;
		rows++;
		if (!parked_waits(parked)) {
			complain(parked, "has a row in locks: %s", row);
			wrong++;
		} else if (!task || !task->wait ||
			   !is_row_right(parked, row, task)) {
			wrong++;
		}
	}
	for (i = 0; i < truth->count; i++)
		waiting += parked_waits(&truth->parked[i]);
	if (rows != waiting) {
		fprintf(stderr, "# WRONG: %zu rows in locks for %zu waiters\n",
			rows, waiting);
		wrong++;
	}
	free(text);

	return wrong;
}

/*
 * With PREEMPT_RT, the first writer that waits for readers has the lock but for them.
 * Return: of how many locks that is not said, or of others.
 */
static size_t wrong_drains(const struct truth *truth, const struct model *model)
{
	const char *drains = "it has the lock, but for readers";
	size_t expected = 0, said = 0;
	const char *last = "";
	size_t i;

	for (i = 0; i < truth->count; i++) {
		const struct parked *parked = &truth->parked[i];
		const struct task *task = model_find(model, parked->tid);
		const char *reason = task && task->wait ?
				     task->wait->owner_reason : NULL;

		if (!parked_waits(parked) || !reader_count(parked))
			continue;
		said += reason && !strncmp(reason, drains, strlen(drains));
		expected += is_realtime() && strcmp(parked->lock, last);
		last = parked->lock;
	}
	if (said != expected)
		fprintf(stderr, "# WRONG: %zu writers drain, in truth %zu\n",
			said, expected);
	return said > expected ? said - expected : expected - said;
}

/* Return: of how many parked tasks something is said that is not true. */
static size_t wrong_answers(size_t *waiters)
{
	struct truth truth;
	struct model model;
	size_t wrong;
	size_t i;

	*waiters = 0;
	if (!truth_read(&truth) || truth.restless) {
		fprintf(stderr, "# no truth: %u are restless\n",
			truth.restless);
		truth_free(&truth);
		return 1;
	}
	for (i = 0; i < truth.count; i++)
		*waiters += parked_waits(&truth.parked[i]);
	if (view_snapshot(&model))
		wrong = wrong_in_snapshot(&truth, &model) +
			wrong_in_text(&truth, &model) +
			wrong_drains(&truth, &model);
	else
		wrong = 1;
	printf("# %zu tasks parked, %zu of them for a lock\n", truth.count,
	       *waiters);
	printf("# the snapshot has %llu waits, %llu unresolved, %llu unstable\n",
	       (unsigned long long)model.end.waits,
	       (unsigned long long)model.end.unresolved,
	       (unsigned long long)model.end.unstable);
	model_free(&model);
	truth_free(&truth);

	return wrong;
}

FIXTURE(parked) {
	size_t waiters;
};

FIXTURE_SETUP(parked)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, lockstates_load());
}

FIXTURE_TEARDOWN(parked)
{
	EXPECT_TRUE(lockstates_unload());
}

TEST_F_TIMEOUT(parked, every_variant, 180)
{
	ASSERT_EQ(0, lockstates_do("park"));
	EXPECT_EQ(0, wrong_answers(&self->waiters));
	EXPECT_LE(PARKED, self->waiters);
}

TEST_F_TIMEOUT(parked, many_waiters, 180)
{
	char command[32];

	snprintf(command, sizeof(command), "many %u", MANY);
	ASSERT_EQ(0, lockstates_do(command));
	EXPECT_EQ(0, wrong_answers(&self->waiters));
	EXPECT_EQ(MANY, self->waiters);
}

/* Tasks of userspace, which signals get through to. */

#define VISITORS_MAX	64

struct visitor {
	char site[80];
	pid_t tid;
	char breakable[24];
	bool ended;
};

struct visitors {
	struct visitor visitor[VISITORS_MAX];
	size_t count;
};

static void ignore_it(int signal)
{
	(void)signal;
}

/* Return: 0 if it got the lock, else what went wrong. */
static int wait_at_site(void *argument)
{
	const struct visitor *visitor = argument;
	struct sigaction action = { .sa_handler = ignore_it };
	char command[96];

	sigaction(SIGUSR1, &action, NULL);
	snprintf(command, sizeof(command), "wait %s", visitor->site);

	return -lockstates_do(command);
}

/* One visitor for each lock on the heap whose waiters all want it alike. */
static bool visitors_start(struct visitors *visitors)
{
	const struct parked *parked;
	struct visitor *visitor;
	struct truth truth;
	bool started = true;
	size_t i;

	*visitors = (struct visitors){};
	if (!truth_read(&truth))
		return false;
	for (i = 0; i < truth.count; i++) {
		parked = &truth.parked[i];
		visitor = &visitors->visitor[visitors->count];
		snprintf(visitor->site, sizeof(visitor->site), "%s/heap",
			 parked->variant);
		if (!parked_waits(parked) ||
		    strncmp(parked->lock, visitor->site,
			    strlen(visitor->site)) ||
		    (visitors->count &&
		     !strcmp(visitor->site, visitor[-1].site)))
			continue;
		visitor->tid = child_start(wait_at_site, visitor);
		started = started && visitor->tid > 0;
		if (++visitors->count == VISITORS_MAX)
			break;
	}
	truth_free(&truth);

	return started && visitors->count < VISITORS_MAX;
}

/* Do all those that have not ended sleep for their locks? */
static bool visitors_wait(struct visitors *visitors)
{
	const struct parked *parked;
	struct truth truth;
	bool wait = true;
	size_t i;

	if (!truth_read(&truth) || truth.restless) {
		truth_free(&truth);
		return false;
	}
	for (i = 0; i < visitors->count; i++) {
		struct visitor *visitor = &visitors->visitor[i];

		if (visitor->ended)
			continue;
		parked = truth_find(&truth, visitor->tid);
		wait = wait && parked && parked_waits(parked);
		if (parked)
			snprintf(visitor->breakable,
				 sizeof(visitor->breakable), "%s",
				 parked->breakable);
	}
	truth_free(&truth);

	return wait;
}

/*
 * Send a signal to all and see those end that it gets through to, and the
 * others sleep on. Return: how many were broken off.
 */
static size_t visitors_break(struct visitors *visitors, int signal,
			     const char *breakable)
{
	size_t broken = 0;
	size_t i;

	for (i = 0; i < visitors->count; i++)
		if (!visitors->visitor[i].ended)
			kill(visitors->visitor[i].tid, signal);
	for (i = 0; i < visitors->count; i++) {
		struct visitor *visitor = &visitors->visitor[i];
		int status;

		if (visitor->ended || strcmp(visitor->breakable, breakable))
			continue;
		visitor->ended = child_wait(visitor->tid, 20, &status);
		if (visitor->ended &&
		    ((WIFEXITED(status) && WEXITSTATUS(status) == EINTR) ||
		     (WIFSIGNALED(status) && WTERMSIG(status) == signal)))
			broken++;
		else
			fprintf(stderr, "# %d at %s was not ended by %s\n",
				visitor->tid, visitor->site,
				strsignal(signal));
	}

	return broken;
}

static size_t visitors_called(const struct visitors *visitors,
			      const char *breakable)
{
	size_t called = 0;
	size_t i;

	for (i = 0; i < visitors->count; i++)
		called += !strcmp(visitors->visitor[i].breakable, breakable);

	return called;
}

TEST_F_TIMEOUT(parked, breakable_is_what_ends_it, 240)
{
	struct visitors visitors;
	size_t i;

	ASSERT_EQ(0, lockstates_do("park"));
	ASSERT_TRUE(visitors_start(&visitors));
	EXPECT_LE(FUNCTIONS, visitors.count);
	ASSERT_TRUE(await(visitors_wait(&visitors), 30));
	EXPECT_EQ(0, wrong_answers(&self->waiters));
	EXPECT_LE(5, visitors_called(&visitors, "signal"));
	EXPECT_LE(5, visitors_called(&visitors, "kill"));
	EXPECT_LE(5, visitors_called(&visitors, "no"));
	EXPECT_LE(1, visitors_called(&visitors, "timeout"));

	EXPECT_EQ(visitors_called(&visitors, "signal"),
		  visitors_break(&visitors, SIGUSR1, "signal"));
	ASSERT_TRUE(await(visitors_wait(&visitors), 30));
	EXPECT_EQ(0, wrong_answers(&self->waiters));

	EXPECT_EQ(visitors_called(&visitors, "kill"),
		  visitors_break(&visitors, SIGKILL, "kill"));
	ASSERT_TRUE(await(visitors_wait(&visitors), 30));
	EXPECT_EQ(0, wrong_answers(&self->waiters));

	ASSERT_EQ(0, lockstates_do("release"));
	for (i = 0; i < visitors.count; i++)
		EXPECT_TRUE(visitors.visitor[i].ended ||
			    child_wait(visitors.visitor[i].tid, 20, NULL));
}

/* Threads that sleep, but for no lock; and some that sleep for a PI futex. */

struct crowd {
	atomic_uint ready;
	struct {
		pid_t tid;
		long call;
	} sleeper[SLEEPERS + PI_WAITERS + 1];
	atomic_uint never;
	pthread_mutex_t pi_mutex;
	int empty[2];
	int full[2];
};

static struct crowd *crowd;

static void sleep_in(long call)
{
	struct pollfd none = { .fd = crowd->empty[0], .events = POLLIN };
	struct epoll_event event = { .events = EPOLLIN };
	int epoll;
	char byte = 0;

	switch (call) {
	case SYS_futex:
		syscall(SYS_futex, &crowd->never, FUTEX_WAIT, 0, NULL, NULL,
			0);
		break;
	case SYS_poll:
		syscall(SYS_poll, &none, 1, -1);
		break;
	case SYS_epoll_wait:
		epoll = epoll_create1(EPOLL_CLOEXEC);
		epoll_ctl(epoll, EPOLL_CTL_ADD, crowd->empty[0], &event);
		syscall(SYS_epoll_wait, epoll, &event, 1, -1);
		break;
	case SYS_read:
		syscall(SYS_read, crowd->empty[0], &byte, 1);
		break;
	case SYS_write:
		syscall(SYS_write, crowd->full[1], &byte, 1);
		break;
	}
}

static void *run_sleeper(void *argument)
{
	static const long calls[] = {
		SYS_futex, SYS_poll, SYS_epoll_wait, SYS_read, SYS_write
	};
	unsigned int number = (uintptr_t)argument;

	crowd->sleeper[number].tid = syscall(SYS_gettid);
	crowd->sleeper[number].call = calls[number % 5];
	atomic_fetch_add(&crowd->ready, 1);
	for (;;)
		sleep_in(calls[number % 5]);
	return NULL;
}

static void *run_pi_waiter(void *argument)
{
	unsigned int number = (uintptr_t)argument;

	crowd->sleeper[number].tid = syscall(SYS_gettid);
	crowd->sleeper[number].call = SYS_futex;
	atomic_fetch_add(&crowd->ready, 1);
	pthread_mutex_lock(&crowd->pi_mutex);
	return NULL;
}

/* The last one of the crowd has the PI futex, and sleeps for no lock. */
static void *run_pi_owner(void *argument)
{
	pthread_mutex_lock(&crowd->pi_mutex);
	return run_sleeper(argument);
}

static void start_thread(void *(*run)(void *argument), unsigned int number)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	if (pthread_create(&thread, &attributes, run,
			   (void *)(uintptr_t)number))
		_exit(1);
	pthread_attr_destroy(&attributes);
}

static int run_crowd(void *argument)
{
	pthread_mutexattr_t attributes;
	char page[4096] = "";
	unsigned int i;

	(void)argument;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
	if (pthread_mutex_init(&crowd->pi_mutex, &attributes) ||
	    pipe(crowd->empty) || pipe2(crowd->full, O_NONBLOCK))
		return 1;
	while (write(crowd->full[1], page, sizeof(page)) > 0)
		;
	fcntl(crowd->full[1], F_SETFL, 0);

	for (i = 0; i < SLEEPERS; i++)
		start_thread(run_sleeper, i);
	start_thread(run_pi_owner, SLEEPERS + PI_WAITERS);
	while (atomic_load(&crowd->ready) <= SLEEPERS)
		usleep(1000);
	for (i = 0; i < PI_WAITERS; i++)
		start_thread(run_pi_waiter, SLEEPERS + i);
	pause();
	return 1;
}

static bool is_crowd_asleep(void)
{
	unsigned int i;

	if (atomic_load(&crowd->ready) < SLEEPERS + PI_WAITERS + 1)
		return false;
	for (i = 0; i < SLEEPERS + PI_WAITERS + 1; i++) {
		pid_t tid = crowd->sleeper[i].tid;

		if (proc_state(tid) != 'S' ||
		    proc_call(tid) != crowd->sleeper[i].call)
			return false;
	}

	return true;
}

FIXTURE(crowd) {
	struct model model;
};

FIXTURE_SETUP(crowd)
{
	crowd = mmap(NULL, sizeof(*crowd), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, crowd);
	ASSERT_LT(0, child_start(run_crowd, NULL));
	ASSERT_TRUE(await(is_crowd_asleep(), 60))
		TH_LOG("%u are ready", atomic_load(&crowd->ready));
	ASSERT_TRUE(view_snapshot(&self->model));
}

FIXTURE_TEARDOWN(crowd)
{
	model_free(&self->model);
	EXPECT_TRUE(children_kill());
}

TEST_F_TIMEOUT(crowd, sleepers_wait_for_no_lock, 120)
{
	char *text = view_read("locks", 65536);
	struct tids rows;
	unsigned int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_NE(NULL, text);
	ASSERT_TRUE(view_is_whole(text));
	view_tids(text, &rows);
	for (i = 0; i < SLEEPERS; i++) {
		pid_t tid = crowd->sleeper[i].tid;
		const struct task *task = model_find(&self->model, tid);

		ASSERT_NE(NULL, task);
		EXPECT_EQ(PROCSCOPE_OK, task->raw.status);
		EXPECT_EQ(NULL, task->wait)
			TH_LOG("%d in system call %ld: status %u, %s, %s", tid,
			       crowd->sleeper[i].call, task->wait->raw.status,
			       procscope_kind_name(task->wait->raw.kind),
			       task->wait->reason ?: "-");
		EXPECT_EQ(0, tids_count(&rows, tid));
	}
	tids_free(&rows);
	free(text);
}

TEST_F_TIMEOUT(crowd, pi_futex_is_an_rt_mutex, 120)
{
	const pid_t owner = crowd->sleeper[SLEEPERS + PI_WAITERS].tid;
	struct parked truth = {
		.variant = "pi_futex", .kind = "rt_mutex", .mode = "exclusive",
		.breakable = "signal", .lock = "pi_mutex", .owner = owner,
		.readers = "-", .home = "heap",
	};
	unsigned long long lock = 0;
	unsigned int i;

	for (i = SLEEPERS; i < SLEEPERS + PI_WAITERS; i++) {
		const struct task *task;

		truth.tid = crowd->sleeper[i].tid;
		task = model_find(&self->model, truth.tid);
		ASSERT_TRUE(is_task_right(&truth, task));
		if (!lock)
			lock = task->wait->raw.lock;
		EXPECT_EQ(lock, task->wait->raw.lock);
	}
}

TEST_HARNESS_MAIN
