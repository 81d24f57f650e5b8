// SPDX-License-Identifier: GPL-2.0
/*
 * churn_test.c - does reading survive tasks that come and go, and rmmod?
 *
 * That the kernel neither warns nor stalls meanwhile is seen by who runs the
 * guest: its log says so, and it panics on a warning.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "needs.h"
#include "patience.h"
#include "views.h"

/* As long as LONG of the environment says, else: */
#define STORM_SECONDS	30
#define FORKS		300
#define RELOADS		20

/* With LONG: */
#define RELOADS_LONG	1000

/* Who finds no entry rests for so long, in microseconds. */
#define REST		20000

#define STAYING		100
#define FILE_PATH	"/tmp/procscope-churn"

/**
 * struct report - what a reader has seen
 * @passes: entries read from start to end
 * @refused: how often the entry was not there, or went while it was read
 * @wrong: passes in which something was wrong
 * @what: the first thing that was
 */
struct report {
	atomic_uint passes;
	atomic_uint refused;
	atomic_uint wrong;
	char what[160];
};

/* A signal comes each so many microseconds to those who have a way that copes. */
#define SIGNALS_EACH	2000

/**
 * enum way - what an entry is read by
 * @BY_READ: read()
 * @BY_READV: readv(), while signals come
 * @BY_SPLICE: splice(), while signals come
 * @BY_SENDFILE: sendfile(), which the kernel itself breaks off at a signal
 */
enum way { BY_READ, BY_READV, BY_SPLICE, BY_SENDFILE };

static const char *const ways[] = { "read", "readv", "splice", "sendfile" };

/**
 * enum wish - what a reader of a snapshot asks for first
 * @ALL: nothing: it is given everything
 * @BLOCKED: who is asleep for a lock
 * @ONE: one task
 * @SOUGHT: who refers to the lock that a task waits for
 * @SINCE: what has changed since the last time
 */
enum wish { ALL, BLOCKED, ONE, SOUGHT, SINCE };

static const char *const wishes[] = {
	"", " of the blocked", " of one", " with a lock sought", " since"
};

/**
 * struct reading - how an entry is read
 * @view: the entry
 * @piece: bytes at a time
 * @way: by what
 * @wish: what is asked for
 */
struct reading {
	char view[16];
	size_t piece;
	enum way way;
	enum wish wish;
};

/* What has a read() of its own does not splice. */
static const struct reading readings[] = {
	{ "about", 1, BY_READ, ALL },
	{ "about", 65536, BY_READV, ALL },
	{ "about", 65536, BY_SPLICE, ALL },
	{ "about", 65536, BY_SENDFILE, ALL },
	{ "tasks", 1, BY_READ, ALL },
	{ "tasks", 65536, BY_READ, ALL },
	{ "tasks", 4096, BY_READV, ALL },
	{ "tasks", 4096, BY_SPLICE, ALL },
	{ "tasks", 4096, BY_SENDFILE, ALL },
	{ "stacks", 1, BY_READ, ALL },
	{ "stacks", 65536, BY_READV, ALL },
	{ "stacks", 65536, BY_SPLICE, ALL },
	{ "stacks", 65536, BY_SENDFILE, ALL },
	{ "locks", 1, BY_READ, ALL },
	{ "locks", 4096, BY_READV, ALL },
	{ "locks", 4096, BY_SPLICE, ALL },
	{ "locks", 4096, BY_SENDFILE, ALL },
	{ "held", 1, BY_READ, ALL },
	{ "held", 65536, BY_READV, ALL },
	{ "held", 65536, BY_SPLICE, ALL },
	{ "held", 65536, BY_SENDFILE, ALL },
	{ "snapshot", 1, BY_READ, ALL },
	{ "snapshot", 65536, BY_READ, ALL },
	{ "snapshot", 65536, BY_READ, ALL },
	{ "snapshot", 4096, BY_READV, ALL },
	{ "snapshot", 65536, BY_READ, BLOCKED },
	{ "snapshot", 1, BY_READ, ONE },
	{ "snapshot", 4096, BY_READV, SOUGHT },
	{ "snapshot", 65536, BY_READ, SINCE },
};

#define READERS ARRAY_SIZE(readings)

/**
 * struct shared - what the test and all of its children share
 * @staying: how many of @stayer are there
 * @stayer: tasks that live throughout
 * @waiter: another one, which is asleep for a lock
 * @has_waits: this kernel can tell that
 * @stop: readers end with the pass that they are in
 * @calm: the storm ends
 * @rounds: what the storm did, in rounds of whatever
 * @report: of each reader
 */
static struct shared {
	atomic_uint staying;
	pid_t stayer[STAYING];
	pid_t waiter;
	bool has_waits;
	atomic_bool stop;
	atomic_bool calm;
	atomic_ullong rounds;
	struct report report[READERS];
} *shared;

static void *stay(void *argument)
{
	unsigned int number = atomic_fetch_add(&shared->staying, 1);

	shared->stayer[number] = syscall(SYS_gettid);
	while (!atomic_load(&shared->calm))
		pause();
	return argument;
}

/* The tasks that live throughout. */
static int run_stayers(void *argument)
{
	pthread_t thread;
	unsigned int i;

	for (i = 1; i < STAYING; i++)
		if (pthread_create(&thread, NULL, stay, NULL))
			return 1;
	stay(argument);
	return 0;
}

static bool all_stay(void)
{
	unsigned int i;

	if (atomic_load(&shared->staying) != STAYING)
		return false;
	for (i = 0; i < STAYING; i++)
		if (!shared->stayer[i] || proc_state(shared->stayer[i]) != 'S')
			return false;
	return true;
}

static int storm_of_forks(void *unused)
{
	(void)unused;
	while (!atomic_load(&shared->calm)) {
		pid_t child = fork();

		if (!child)
			_exit(0);
		if (child > 0)
			waitpid(child, NULL, 0);
		atomic_fetch_add(&shared->rounds, 1);
	}
	return 0;
}

static int storm_of_execs(void *unused)
{
	(void)unused;
	while (!atomic_load(&shared->calm)) {
		pid_t child = fork();

		if (!child) {
			execlp("true", "true", NULL);
			_exit(1);
		}
		if (child > 0)
			waitpid(child, NULL, 0);
		atomic_fetch_add(&shared->rounds, 1);
	}
	return 0;
}

static void *run_true(void *argument)
{
	execlp("true", "true", NULL);
	return argument;
}

/* A thread that is not the leader calls exec: it takes the leader's tid. */
static int storm_of_leaders(void *unused)
{
	(void)unused;
	while (!atomic_load(&shared->calm)) {
		pid_t child = fork();
		pthread_t thread;

		if (!child) {
			if (pthread_create(&thread, NULL, run_true, NULL))
				_exit(1);
			pause();
			_exit(1);
		}
		if (child > 0)
			waitpid(child, NULL, 0);
		atomic_fetch_add(&shared->rounds, 1);
	}
	return 0;
}

static void *end_at_once(void *argument)
{
	return argument;
}

static int storm_of_threads(void *unused)
{
	pthread_t thread[16];

	(void)unused;
	while (!atomic_load(&shared->calm)) {
		unsigned int i, started = 0;

		for (i = 0; i < 16; i++)
			if (!pthread_create(&thread[started], NULL,
					    end_at_once, NULL))
				started++;
		for (i = 0; i < started; i++)
			pthread_join(thread[i], NULL);
		atomic_fetch_add(&shared->rounds, 1);
	}
	return 0;
}

/* Several of these want the lock of one file. */
static int storm_of_writes(void *unused)
{
	int fd = open(FILE_PATH, O_WRONLY | O_CREAT | O_APPEND, 0600);
	static char page[4096];

	(void)unused;
	while (!atomic_load(&shared->calm)) {
		if (write(fd, page, sizeof(page)) < 0 ||
		    lseek(fd, 0, SEEK_END) > 1 << 20)
			if (ftruncate(fd, 0))
				return 1;
		atomic_fetch_add(&shared->rounds, 1);
	}
	return 0;
}

static int (*const storms[])(void *unused) = {
	storm_of_forks, storm_of_forks, storm_of_execs, storm_of_leaders,
	storm_of_threads, storm_of_writes, storm_of_writes, storm_of_writes,
};

#define STORMS ARRAY_SIZE(storms)

static void complain(struct report *report, const char *what, long number)
{
	if (!atomic_fetch_add(&report->wrong, 1))
		snprintf(report->what, sizeof(report->what), "%s (%ld)", what,
			 number);
}

static void check_is_there(struct report *report, const struct tids *tids,
			   pid_t tid)
{
	if (tids_count(tids, tid) != 1)
		complain(report, "a task is not there once", tid);
}

static void check_tids(struct report *report, struct tids *tids,
		       enum wish wish)
{
	size_t i;

	tids_sort(tids);
	for (i = 1; i < tids->count; i++)
		if (tids->tid[i] == tids->tid[i - 1])
			complain(report, "a task is there twice", tids->tid[i]);
	if (tids->count && tids->tid[0] <= 0)
		complain(report, "a task has no number", tids->tid[0]);
	if (wish != ONE)
		check_is_there(report, tids, shared->waiter);
	for (i = 0; i < STAYING && wish != ONE && wish != BLOCKED; i++)
		check_is_there(report, tids, shared->stayer[i]);
	if (wish == ONE && (tids->count != 1 || *tids->tid != *shared->stayer))
		complain(report, "another task is there", tids->count);
	if (wish == BLOCKED && shared->has_waits &&
	    tids_count(tids, *shared->stayer))
		complain(report, "who is not blocked is there", *shared->stayer);
}

/* When the last snapshot of who asks for what has changed was taken. */
static __u64 last_clock;

static int open_wish(enum wish wish)
{
	struct procscope_ask ask = {};

	if (wish == BLOCKED)
		ask.flags = PROCSCOPE_ASK_BLOCKED;
	if (wish == ONE)
		ask.tid = shared->stayer[0];
	if (wish == SOUGHT)
		ask.waiter = shared->waiter;
	if (wish == SINCE)
		ask.since = last_clock;
	return view_ask(ask);
}

static void check_wish(struct report *report, const struct model *model,
		       enum wish wish)
{
	if (model->sought.waiter != (wish == SOUGHT ? shared->waiter : 0))
		complain(report, "a lock is sought for", model->sought.waiter);
	if (wish == SOUGHT && shared->has_waits &&
	    (model->sought.status != PROCSCOPE_OK || !model->sought.lock))
		complain(report, "no lock is sought", model->sought.status);
	if (wish != SINCE)
		return;
	if (last_clock && !(model->header.flags & PROCSCOPE_HEADER_SINCE))
		complain(report, "what is asked for is not heeded", 0);
	last_clock = model->header.clock;
}

static void check_snapshot(struct report *report, enum wish wish,
			   const char *bytes, size_t size)
{
	int memory = memfd_create("snapshot", MFD_CLOEXEC);
	struct tids tids = {};
	struct model model;
	char error[100] = "";
	size_t i;

	if (memory < 0 || write(memory, bytes, size) != (ssize_t)size ||
	    lseek(memory, 0, SEEK_SET)) {
		complain(report, "no memory for the snapshot", errno);
		return;
	}
	if (model_read(&model, memory, error, sizeof(error)) || !model.whole)
		complain(report, error, size);
	for (i = 0; i < model.count; i++)
		tids_add(&tids, model.task[i].raw.tid);
	check_tids(report, &tids, wish);
	check_wish(report, &model, wish);
	if (model.end.tasks != model.count)
		complain(report, "END has another count", model.end.tasks);
	tids_free(&tids);
	model_free(&model);
	close(memory);
}

static void check(struct report *report, const struct reading *reading,
		  const char *text, size_t size)
{
	const char *view = reading->view;
	struct tids tids;

	if (!strcmp(view, "snapshot")) {
		check_snapshot(report, reading->wish, text, size);
	} else if (!strcmp(view, "about")) {
		if (strncmp(text, "release ", 8))
			complain(report, "about does not begin well", size);
	} else if (!view_is_whole(text)) {
		complain(report, "the text has no head or no end", size);
	} else if (!strcmp(view, "locks")) {
		view_tids(text, &tids);
		if (shared->has_waits)
			check_tids(report, &tids, BLOCKED);
		tids_free(&tids);
	} else if (strcmp(view, "held")) {
		view_tids(text, &tids);
		check_tids(report, &tids, ALL);
		tids_free(&tids);
	}
}

static void ignore_it(int signal)
{
	(void)signal;
}

/* No call is begun anew by the kernel, so that one that is broken off is seen. */
static void let_signals_come(void)
{
	const struct itimerval timer = {
		.it_interval.tv_usec = SIGNALS_EACH,
		.it_value.tv_usec = SIGNALS_EACH,
	};
	const struct sigaction action = { .sa_handler = ignore_it };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Both ends of a pipe; through it all goes that is spliced. */
static int pipe_end[2];

/* Pass some bytes on to a file. Return: how many, or -1 with errno. */
static ssize_t pass_on(int from, int to, const struct reading *reading)
{
	static char bytes[65536];
	struct iovec part[] = {
		{ bytes, 1 }, { bytes + 1, 7 }, { bytes + 8, reading->piece - 8 },
	};
	ssize_t got;

	switch (reading->way) {
	case BY_SENDFILE:
		return sendfile(to, from, NULL, reading->piece);
	case BY_SPLICE:
		got = splice(from, NULL, pipe_end[1], NULL, reading->piece, 0);
		if (got > 0 && read(pipe_end[0], bytes, got) != got)
			return -1;
		break;
	default:
		got = readv(from, part, ARRAY_SIZE(part));
		break;
	}
	return got > 0 && write(to, bytes, got) != got ? -1 : got;
}

/* All of an open entry, as view_rest() has it. */
static char *read_all(int fd, const struct reading *reading, size_t *size)
{
	char *text = NULL;
	ssize_t got = 1;
	int memory;

	if (reading->way == BY_READ)
		return view_rest(fd, reading->piece, size);
	memory = memfd_create("entry", MFD_CLOEXEC);
	while (got > 0)
		got = pass_on(fd, memory, reading);
	if (!got && !lseek(memory, 0, SEEK_SET))
		text = view_rest(memory, 65536, size);
	close(memory);
	return text;
}

/* Read an entry until told to stop, but not before it was read well once. */
static int run_reader(void *argument)
{
	unsigned int number = *(unsigned int *)argument;
	const struct reading *reading = &readings[number];
	struct report *report = &shared->report[number];

	if (reading->way != BY_READ) {
		if (pipe(pipe_end))
			return 1;
		if (reading->way != BY_SENDFILE)
			let_signals_come();
	}
	do {
		int fd = reading->wish ? open_wish(reading->wish) :
					 view_open(reading->view);
		char *text = NULL;
		size_t size;

		if (fd >= 0) {
			text = read_all(fd, reading, &size);
			if (!text && errno != EIO)
				complain(report, "read failed", errno);
			close(fd);
		} else if (errno != ENOENT && (!reading->wish || errno != EIO)) {
			complain(report, "open failed", errno);
		}
		if (text) {
			check(report, reading, text, size);
			atomic_fetch_add(&report->passes, 1);
		} else {
			atomic_fetch_add(&report->refused, 1);
			/* Or, on debug, they keep the CPUs from all else. */
			usleep(REST * slowness());
		}
		free(text);
	} while (!atomic_load(&shared->stop) ||
		 !atomic_load(&report->passes));

	return 0;
}

static void expect_waiter(struct __test_metadata *_metadata)
{
	pid_t holder;

	ASSERT_EQ(0, hold_load());
	holder = hold_start(NULL, "mutex 1; wait end");
	ASSERT_TRUE(hold_becomes(holder, 2, "held"));
	shared->waiter = hold_start(NULL, "mutex-killable 1");
	ASSERT_TRUE(hold_becomes(shared->waiter, 1, "blocked"));
}

FIXTURE(churn) {
	pid_t reader[READERS];
};

FIXTURE_SETUP(churn)
{
	unsigned int i;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, shared);
	ASSERT_TRUE(module_is_loaded("procscope"));
	ASSERT_LT(0, child_start(run_stayers, NULL));
	ASSERT_TRUE(await(all_stay(), 20));
	expect_waiter(_metadata);
	shared->has_waits = !lacks("waits");
	for (i = 0; i < READERS; i++) {
		self->reader[i] = child_start(run_reader, &i);
		ASSERT_LT(0, self->reader[i]);
	}
}

FIXTURE_TEARDOWN(churn)
{
	EXPECT_TRUE(hold_unload());
	if (!module_is_loaded("procscope"))
		EXPECT_EQ(0, module_load("procscope"));
	unlink(FILE_PATH);
}

/* Let the readers end, and see what they saw. */
static void expect_good_readers(struct __test_metadata *_metadata,
				const pid_t *reader)
{
	unsigned int i;

	atomic_store(&shared->stop, true);
	for (i = 0; i < READERS; i++) {
		const struct report *report = &shared->report[i];
		unsigned int passes, refused, wrong;

		EXPECT_TRUE(child_wait(reader[i], 120, NULL));
		passes = atomic_load(&report->passes);
		refused = atomic_load(&report->refused);
		wrong = atomic_load(&report->wrong);
		TH_LOG("%s of %s%s by %zu: %u passes, %u refused",
		       ways[readings[i].way], readings[i].view,
		       wishes[readings[i].wish], readings[i].piece, passes,
		       refused);
		EXPECT_LT(0, passes);
		EXPECT_EQ(0, wrong) TH_LOG("%s", report->what);
	}
}

TEST_F_TIMEOUT(churn, storm, 300)
{
	const unsigned int seconds = storm_seconds(STORM_SECONDS);
	double end = seconds_now() + seconds;
	unsigned long long forks = proc_forks();
	unsigned int i;

	for (i = 0; i < STORMS; i++)
		ASSERT_LT(0, child_start(storms[i], NULL));
	ASSERT_TRUE(await(seconds_now() >= end &&
			  proc_forks() - forks > FORKS / slowness(),
			  seconds + 60));
	TH_LOG("%llu tasks were started, %llu rounds of storm",
	       proc_forks() - forks, atomic_load(&shared->rounds));
	expect_good_readers(_metadata, self->reader);
	atomic_store(&shared->calm, true);
	for (i = 0; i < READERS; i++)
		EXPECT_TRUE(!atomic_load(&shared->report[i].refused));
}

static unsigned int looks_of(const struct report *report)
{
	return atomic_load(&report->passes) + atomic_load(&report->refused);
}

/* The module goes while its entries are being read, and comes back. */
TEST_F_TIMEOUT(churn, reload_under_readers, 300)
{
	const unsigned int reloads = storm_seconds(0) ? RELOADS_LONG :
						   RELOADS / slowness();
	unsigned int i, j;

	/* Or most of the time is that of readers who keep it from the CPU. */
	ASSERT_EQ(0, setpriority(PRIO_PROCESS, 0, -20));
	for (i = 0; i < reloads; i++) {
		unsigned int before[READERS];

		for (j = 0; j < READERS; j++)
			before[j] = looks_of(&shared->report[j]);
		ASSERT_EQ(0, module_unload("procscope"));
		ASSERT_FALSE(module_is_loaded("procscope"));
		/* All meet that it is gone before it comes back. */
		for (j = 0; j < READERS; j++)
			ASSERT_TRUE(await(looks_of(&shared->report[j]) >
					  before[j], 30))
				TH_LOG("%s of %s%s by %zu is stuck",
				       ways[readings[j].way], readings[j].view,
				       wishes[readings[j].wish],
				       readings[j].piece);
		ASSERT_EQ(0, module_load("procscope"));
	}
	expect_good_readers(_metadata, self->reader);
	for (j = 0; j < READERS; j++)
		EXPECT_TRUE(atomic_load(&shared->report[j].refused) >= reloads);
}

/* What has a read() of its own is not sent to another file: a piece would be lost. */
TEST(snapshot_is_not_spliced)
{
	int fd = view_open("snapshot"), to;
	struct model model;
	char error[100];

	ASSERT_LE(0, fd);
	to = memfd_create("to", MFD_CLOEXEC);
	ASSERT_LE(0, to);
	EXPECT_EQ(-1, sendfile(to, fd, NULL, 65536));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(0, model_read(&model, fd, error, sizeof(error)))
		TH_LOG("%s", error);
	model_free(&model);
	close(to);
	close(fd);
}

FIXTURE(unload) {
	int none;
};

FIXTURE_SETUP(unload)
{
	ASSERT_TRUE(module_is_loaded("procscope"));
}

FIXTURE_TEARDOWN(unload)
{
	if (!module_is_loaded("procscope"))
		EXPECT_EQ(0, module_load("procscope"));
}

static const char *const views[] = {
	"about", "tasks", "stacks", "locks", "held", "snapshot"
};

#define VIEWS ARRAY_SIZE(views)

/* Files that are open, half read or not at all, or have asked, when the module goes. */
TEST_F(unload, with_open_files)
{
	const struct procscope_ask ask = { .size = sizeof(ask) };
	int asked = view_ask(ask), silent;
	int fresh[VIEWS], half[VIEWS];
	unsigned int i;
	char part[512];
	char *text;

	for (i = 0; i < VIEWS; i++) {
		fresh[i] = view_open(views[i]);
		half[i] = view_open(views[i]);
		ASSERT_LE(0, fresh[i]);
		ASSERT_LE(0, half[i]);
		ASSERT_LT(0, read(half[i], part, 100));
	}
	silent = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, silent);
	ASSERT_LE(0, asked);
	ASSERT_EQ(0, module_unload("procscope"));
	EXPECT_EQ(-1, read(asked, part, sizeof(part)));
	EXPECT_EQ(EIO, errno);
	EXPECT_EQ(-1, write(silent, &ask, sizeof(ask)));
	EXPECT_EQ(EIO, errno);
	for (i = 0; i < VIEWS; i++) {
		EXPECT_EQ(-1, view_open(views[i]));
		EXPECT_EQ(ENOENT, errno);
	}
	for (i = 0; i < 2 * VIEWS; i++) {
		int fd = i < VIEWS ? fresh[i] : half[i - VIEWS];

		EXPECT_EQ(-1, read(fd, part, sizeof(part)));
		EXPECT_EQ(EIO, errno);
		EXPECT_EQ(-1, lseek(fd, 0, SEEK_SET));
	}

	/* Those stay dead when it comes back, new ones work. */
	ASSERT_EQ(0, module_load("procscope"));
	EXPECT_EQ(-1, write(silent, &ask, sizeof(ask)));
	EXPECT_EQ(-1, read(asked, part, sizeof(part)));
	EXPECT_EQ(0, close(silent));
	EXPECT_EQ(0, close(asked));
	for (i = 0; i < 2 * VIEWS; i++) {
		int fd = i < VIEWS ? fresh[i] : half[i - VIEWS];

		EXPECT_EQ(-1, read(fd, part, sizeof(part)));
		EXPECT_EQ(0, close(fd));
	}
	text = view_read("tasks", 65536);
	ASSERT_NE(NULL, text);
	EXPECT_TRUE(view_is_whole(text));
	free(text);
}

/* Locks have other names after a reload: ids are of one load. */
TEST_F(unload, load_number_is_new)
{
	struct model before, after;

	ASSERT_TRUE(view_snapshot(&before));
	ASSERT_EQ(0, module_unload("procscope"));
	ASSERT_EQ(0, module_load("procscope"));
	ASSERT_TRUE(view_snapshot(&after));
	EXPECT_NE(before.header.load, after.header.load);
	model_free(&before);
	model_free(&after);
}

TEST_HARNESS_MAIN
