// SPDX-License-Identifier: GPL-2.0
/*
 * tasks_test.c - is every task there, and is what is said of it true?
 *
 * The witness is the kernel's own /proc. A thousand threads of ours (fewer on a slow
 * kernel) sleep in several ways, each for good, so that none of them has an excuse to
 * differ.
 */
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "procscope_names.h"
#include "views.h"

#define PROCESSES	10
/* Each of them is read byte by byte: where that is slow, fewer will do. */
#define THREADS_MOST	100
#define THREADS		(THREADS_MOST / slowness())
#define TASKS		(PROCESSES * THREADS)
#define WAITERS		20

/* Where the crowd and the test meet. */
struct crowd {
	atomic_uint ready;
	pid_t tid[PROCESSES * THREADS_MOST];
	atomic_uint never;
	int pipe[2];
};

static struct crowd *crowd;

/* Names that try to break a row, a column or a parser of /proc/TID/stat. */
static const char *const names[] = {
	"plain", "two words", ")\n) R 1 1", "back\\slash", "\\040", "\x01\x7f\xff",
	"fifteen letters", "tab\there", "#", "",
};

static void sleep_for_good(unsigned int number)
{
	struct pollfd none = { .fd = crowd->pipe[0], .events = POLLIN };
	char byte;

	for (;;) {
		switch (number % 5) {
		case 0:
			pause();
			break;
		case 1:
			syscall(SYS_futex, &crowd->never, FUTEX_WAIT, 0, NULL,
				NULL, 0);
			break;
		case 2:
			poll(&none, 1, -1);
			break;
		case 3:
			if (read(crowd->pipe[0], &byte, 1) < 0)
				pause();
			break;
		case 4:
			clock_nanosleep(CLOCK_BOOTTIME, 0,
					&(struct timespec){ 1000000, 0 }, NULL);
			break;
		}
	}
}

static void *run_thread(void *argument)
{
	unsigned int number = (uintptr_t)argument;

	prctl(PR_SET_NAME, names[number % ARRAY_SIZE(names)]);
	crowd->tid[number] = syscall(SYS_gettid);
	atomic_fetch_add(&crowd->ready, 1);
	sleep_for_good(number);
	return NULL;
}

/* One process of the crowd; of an odd one the leader exits before the rest. */
static int run_process(void *argument)
{
	unsigned int first = *(unsigned int *)argument;
	pthread_attr_t attributes;
	pthread_t thread;
	unsigned int i;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	for (i = first + 1; i < first + THREADS; i++)
		if (pthread_create(&thread, &attributes, run_thread,
				   (void *)(uintptr_t)i))
			return 1;
	if (first / THREADS % 2) {
		crowd->tid[first] = getpid();
		atomic_fetch_add(&crowd->ready, 1);
		syscall(SYS_exit, 0);
	}
	run_thread((void *)(uintptr_t)first);
	return 1;
}

static bool is_settled(void)
{
	unsigned int i;

	if (atomic_load(&crowd->ready) != TASKS)
		return false;
	for (i = 0; i < TASKS; i++)
		if (!proc_sleeps(crowd->tid[i], 'S') &&
		    proc_state(crowd->tid[i]) != 'Z')
			return false;

	return true;
}

static bool is_leader_gone(unsigned int number)
{
	return number % THREADS == 0 && number / THREADS % 2;
}

FIXTURE(crowd) {
	int none;
};

FIXTURE_SETUP(crowd)
{
	unsigned int i;

	crowd = mmap(NULL, sizeof(*crowd), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, crowd);
	ASSERT_EQ(0, pipe(crowd->pipe));
	for (i = 0; i < TASKS; i += THREADS)
		ASSERT_LT(0, child_start(run_process, &i));
	ASSERT_TRUE(await(is_settled(), 60))
		TH_LOG("%u of %u ready", atomic_load(&crowd->ready), TASKS);
}

FIXTURE_TEARDOWN(crowd)
{
	EXPECT_TRUE(children_kill());
}

/* All that one look at the system gives, by us and by /proc. */
struct look {
	struct tids proc;
	struct tids view;
	size_t twice;
	char *text;
	struct model model;
};

static void forget(struct look *look)
{
	tids_free(&look->proc);
	tids_free(&look->view);
	free(look->text);
	model_free(&look->model);
	*look = (struct look){};
}

/*
 * Take a look with both eyes. Return: whether no task was started or ended
 * meanwhile, so that both must have seen the same.
 */
static bool look_at(struct look *look, const char *view)
{
	unsigned long long forks = proc_forks();
	struct tids after;
	bool quiet;

	forget(look);
	proc_tids(&look->proc);
	if (!strcmp(view, "snapshot")) {
		size_t i;

		if (!view_snapshot(&look->model))
			return false;
		for (i = 0; i < look->model.count; i++)
			tids_add(&look->view, look->model.task[i].raw.tid);
		look->twice = tids_sort(&look->view);
	} else {
		look->text = view_read(view, 65536);
		if (!look->text)
			return false;
		look->twice = view_tids(look->text, &look->view);
	}
	proc_tids(&after);
	quiet = proc_forks() == forks && tids_equal(NULL, &look->proc, &after);
	tids_free(&after);

	return quiet;
}

TEST_F_TIMEOUT(crowd, every_task_is_there, 120)
{
	static const char *const views[] = { "tasks", "stacks", "snapshot" };
	struct look look = {};
	unsigned int i, j;

	for (i = 0; i < 3; i++) {
		ASSERT_TRUE(await(look_at(&look, views[i]), 30))
			TH_LOG("%s: the guest never was quiet", views[i]);
		EXPECT_EQ(0, look.twice);
		EXPECT_TRUE(tids_equal(views[i], &look.view, &look.proc));
		for (j = 0; j < TASKS; j++)
			EXPECT_EQ(1, tids_count(&look.view, crowd->tid[j]))
				TH_LOG("%s: %u", views[i], j);
		EXPECT_TRUE(!look.text || view_is_whole(look.text));
	}
	forget(&look);
}

/* The counts at the end are those of what was shown. */
TEST_F_TIMEOUT(crowd, counts_are_true, 60)
{
	unsigned long long tasks = 0, asleep;
	struct model model;
	struct tids tids;
	const char *counts;
	size_t waits = 0;
	char *text;
	int found;
	size_t i;

	text = view_read("tasks", 65536);
	ASSERT_NE(NULL, text);
	counts = strstr(text, "\n# tasks ");
	ASSERT_NE(NULL, counts);
	found = sscanf(counts, " # tasks %llu asleep %llu", &tasks, &asleep);
	ASSERT_EQ(2, found);
	view_tids(text, &tids);
	EXPECT_EQ(tids.count, tasks);
	EXPECT_LE(TASKS - PROCESSES / 2, asleep);
	EXPECT_GE(tasks, asleep);

	ASSERT_TRUE(view_snapshot(&model));
	EXPECT_EQ(model.count, model.end.tasks);
	EXPECT_LE(TASKS - PROCESSES / 2, model.end.asleep);
	for (i = 0; i < model.count; i++)
		waits += model.task[i].wait &&
			 model.task[i].wait->raw.status == PROCSCOPE_OK;
	EXPECT_EQ(waits, model.end.waits);
	model_free(&model);
	tids_free(&tids);
	free(text);
}

static bool number_is(const char *row, unsigned int column, long expected)
{
	char text[32];

	view_column(row, column, text, sizeof(text));
	return strtol(text, NULL, 10) == expected;
}

/*
 * Does comm agree? Of a kernel thread, /proc gives more than there is room for
 * in comm, and of a worker what it works on.
 */
static bool comm_is(const char *comm, const char *expected)
{
	size_t length = strlen(comm);

	if (length == PROCSCOPE_COMM_LEN - 1 ||
	    !strncmp(expected, "kworker/", 8))
		return !strncmp(comm, expected, length);
	return !strcmp(comm, expected);
}

TEST_F_TIMEOUT(crowd, facts_agree_with_proc, 120)
{
	unsigned int compared = 0, ours = 0;
	struct proc_task *before;
	struct model model;
	struct tids tids;
	char *text;
	size_t i, j;

	proc_tids(&tids);
	before = calloc(tids.count, sizeof(*before));
	ASSERT_NE(NULL, before);
	for (i = 0; i < tids.count; i++)
		proc_task(tids.tid[i], &before[i]);
	text = view_read("tasks", 65536);
	ASSERT_NE(NULL, text);
	ASSERT_TRUE(view_snapshot(&model));

	for (i = 0; i < tids.count; i++) {
		const struct proc_task *proc = &before[i];
		pid_t tid = tids.tid[i];
		struct proc_task after;
		const struct task *task;
		const char *row;
		char column[128];

		/* A task that ran in between may be told of as it was, or is. */
		if (!proc_task(tid, &after) || !proc->state ||
		    after.switches != proc->switches ||
		    after.state != proc->state || proc->state == 'R')
			continue;
		compared++;
		for (j = 0; j < TASKS; j++)
			ours += crowd->tid[j] == tid;

		row = view_row(text, tid);
		ASSERT_NE(NULL, row) TH_LOG("%d", tid);
		EXPECT_TRUE(number_is(row, 1, proc->tgid)) TH_LOG("%s", row);
		EXPECT_TRUE(number_is(row, 2, proc->ppid)) TH_LOG("%s", row);
		view_column(row, 3, column, sizeof(column));
		EXPECT_EQ(proc->state, column[0]);
		EXPECT_EQ('\0', column[1]);
		view_column(row, 7, column, sizeof(column));
		view_unescape(column);
		EXPECT_TRUE(comm_is(column, proc->comm))
			TH_LOG("%d: \"%s\", not \"%s\"", tid, column, proc->comm);
		view_column(row, 8, column, sizeof(column));
		EXPECT_STREQ("", column);

		task = model_find(&model, tid);
		ASSERT_NE(NULL, task) TH_LOG("%d", tid);
		EXPECT_EQ(proc->tgid, task->raw.tgid);
		EXPECT_EQ(proc->ppid, task->raw.ppid);
		EXPECT_EQ((unsigned char)proc->state, task->raw.state);
		EXPECT_EQ(proc->switches, task->raw.nvcsw + task->raw.nivcsw);
		EXPECT_TRUE(comm_is((const char *)task->raw.comm, proc->comm))
			TH_LOG("%d: \"%s\", not \"%s\"", tid, task->raw.comm,
			       proc->comm);
	}
	TH_LOG("compared %u of %zu tasks", compared, tids.count);
	EXPECT_EQ(TASKS, ours);
	EXPECT_LE(tids.count * 95 / 100, compared);

	model_free(&model);
	tids_free(&tids);
	free(before);
	free(text);
}

/*
 * Do the lines after a task's own in stacks say what /proc/TID/stack says?
 * Where that is full, it is the start of what we say.
 */
static bool lines_are(const char *row, const char *stack)
{
	const char *frames = row + strcspn(row, "\n") + 1;
	size_t length = strlen(stack);
	unsigned int lines = 0;
	size_t i;

	for (i = 0; i < length; i++)
		lines += stack[i] == '\n';
	if (strncmp(frames, stack, length))
		return false;
	return frames[length] == '\n' || lines >= VIEW_PROC_DEPTH;
}

TEST_F_TIMEOUT(crowd, stacks_agree_with_proc, 180)
{
	unsigned int compared = 0, deep = 0, ours = 0, asleep = 0;
	struct proc_task *before;
	struct model model;
	struct tids tids;
	char *text;
	size_t i, j;

	if (lacks("stacks"))
		SKIP(return, "%s", lacks("stacks"));
	proc_tids(&tids);
	before = calloc(tids.count, sizeof(*before));
	ASSERT_NE(NULL, before);
	for (i = 0; i < tids.count; i++)
		proc_task(tids.tid[i], &before[i]);
	text = view_read("stacks", 65536);
	ASSERT_NE(NULL, text);
	ASSERT_TRUE(view_snapshot(&model));

	for (i = 0; i < tids.count; i++) {
		pid_t tid = tids.tid[i];
		const struct task *task;
		struct proc_task after;
		const char *row;
		char *stack;

		if (!strchr("SDIT", before[i].state) || !before[i].state)
			continue;
		asleep++;
		stack = proc_text(tid, "stack");
		if (!stack)
			continue;
		if (!proc_task(tid, &after) ||
		    after.switches != before[i].switches ||
		    after.state != before[i].state) {
			free(stack);
			continue;
		}
		compared++;
		deep += stack[0] && strchr(stack, '\n')[1];
		for (j = 0; j < TASKS; j++)
			ours += crowd->tid[j] == tid;

		row = view_row(text, tid);
		ASSERT_NE(NULL, row) TH_LOG("%d", tid);
		EXPECT_TRUE(lines_are(row, stack))
			TH_LOG("%d: /proc has\n%s and stacks has\n%.600s",
			       tid, stack, row);
		task = model_find(&model, tid);
		ASSERT_NE(NULL, task) TH_LOG("%d", tid);
		EXPECT_TRUE(view_frames_are(&task->stack, stack))
			TH_LOG("%d: /proc has\n%s and the snapshot %zu frames",
			       tid, stack, task->stack.count);
		free(stack);
	}
	TH_LOG("compared %u of %u sleepers", compared, asleep);
	/* All of ours but the leaders that are gone. */
	EXPECT_EQ(TASKS - PROCESSES / 2, ours);
	EXPECT_LE(asleep * 95 / 100, compared);
	EXPECT_LE(ours, deep);

	model_free(&model);
	tids_free(&tids);
	free(before);
	free(text);
}

/* Only what a task sleeps in can be what it waits for. */
static bool is_sleep_in(const char *kind, pid_t tid)
{
	char *stack = proc_text(tid, "stack");
	char frame[80];
	bool in;

	/* In the first frame: pipe_read, anon_pipe_read. */
	snprintf(frame, sizeof(frame), "%s_", kind);
	if (stack)
		stack[strcspn(stack, "\n")] = '\0';
	in = !strcmp(kind, "-") || (stack && strstr(stack, frame));
	free(stack);
	return in;
}

/* None of these sleeps is for a lock. */
TEST_F_TIMEOUT(crowd, no_wait_is_invented, 60)
{
	char *text = view_read("tasks", 65536);
	char *locks = view_read("locks", 65536);
	struct model model;
	char column[64];
	unsigned int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_NE(NULL, text);
	ASSERT_NE(NULL, locks);
	ASSERT_TRUE(view_snapshot(&model));
	for (i = 0; i < TASKS; i++) {
		const char *row = view_row(text, crowd->tid[i]);
		const struct task *task = model_find(&model, crowd->tid[i]);

		ASSERT_NE(NULL, row);
		ASSERT_NE(NULL, task);
		view_column(row, 6, column, sizeof(column));
		EXPECT_TRUE(is_sleep_in(column, crowd->tid[i]))
			TH_LOG("%.160s", row);
		EXPECT_EQ(NULL, task->wait) {
			char *stack = proc_text(crowd->tid[i], "stack");

			TH_LOG("%d waits for %s\n%s", crowd->tid[i],
			       task->wait->reason, stack);
			free(stack);
		}
		EXPECT_EQ(NULL, view_row(locks, crowd->tid[i]));
		view_column(row, 5, column, sizeof(column));
		EXPECT_EQ(is_leader_gone(i), !strchr(column, '.'))
			TH_LOG("%.100s", row);
	}
	model_free(&model);
	free(locks);
	free(text);
}

static bool start_waiters(void)
{
	pid_t holder, waiter;
	int i;

	if (hold_load())
		return false;
	holder = hold_start(NULL, "mutex 1; wait end");
	if (holder < 0 || !hold_becomes(holder, 2, "held"))
		return false;
	for (i = 0; i < WAITERS; i++) {
		waiter = hold_start(NULL, "mutex-killable 1");
		if (waiter < 0 || !hold_becomes(waiter, 1, "blocked"))
			return false;
	}
	return true;
}

/* The tasks of @b that are in @a and do not come and go with the system. */
static bool has_crowd_once(const struct tids *tids)
{
	unsigned int i;

	for (i = 0; i < TASKS; i++)
		if (tids_count(tids, crowd->tid[i]) != 1)
			return false;
	return true;
}

static bool same_tids(const char *view, size_t piece)
{
	unsigned long long forks = proc_forks();
	char *pieces, *whole;
	struct tids a, b;
	bool same;

	pieces = view_read(view, piece);
	whole = view_read(view, 1 << 20);
	if (!pieces || !whole)
		return false;
	same = !view_tids(pieces, &a) && !view_tids(whole, &b) &&
	       view_is_whole(pieces) && view_is_whole(whole) &&
	       forks == proc_forks() &&
	       tids_equal(NULL, &a, &b) &&
	       (!strcmp(view, "locks") ? a.count == WAITERS :
					 has_crowd_once(&a));
	tids_free(&a);
	tids_free(&b);
	free(pieces);
	free(whole);

	return same;
}

TEST_F_TIMEOUT(crowd, pieces_make_the_whole, 240)
{
	static const size_t pieces[] = { 1, 7, 4096 };
	char *piecemeal, *whole;
	unsigned int i, j;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_TRUE(start_waiters());
	for (i = 1; i < VIEW_TEXTS; i++)
		for (j = 0; j < 3; j++)
			EXPECT_TRUE(await(same_tids(view_text[i], pieces[j]),
					  120))
				TH_LOG("%s by %zu", view_text[i], pieces[j]);
	piecemeal = view_read("about", 1);
	whole = view_read("about", 65536);
	EXPECT_STREQ(whole, piecemeal);
	EXPECT_NE(NULL, strchr(whole, ' '));
	free(piecemeal);
	free(whole);
	EXPECT_TRUE(hold_unload());
}

TEST_F_TIMEOUT(crowd, snapshot_in_pieces, 120)
{
	int memory = memfd_create("snapshot", 0);
	int fd = view_open("snapshot");
	struct tids tids = {};
	struct model model;
	char error[128] = "";
	size_t size, i;
	char *bytes;

	ASSERT_LE(0, memory);
	ASSERT_LE(0, fd);
	bytes = view_rest(fd, 1, &size);
	ASSERT_NE(NULL, bytes);
	close(fd);
	ASSERT_EQ((ssize_t)size, write(memory, bytes, size));
	lseek(memory, 0, SEEK_SET);
	EXPECT_EQ(0, model_read(&model, memory, error, sizeof(error)))
		TH_LOG("%s", error);
	EXPECT_TRUE(model.whole);
	for (i = 0; i < model.count; i++)
		tids_add(&tids, model.task[i].raw.tid);
	EXPECT_EQ(0, tids_sort(&tids));
	EXPECT_TRUE(has_crowd_once(&tids));
	model_free(&model);

	/* Cut anywhere, it is known to be cut. */
	for (i = 1; i < 64; i++) {
		ASSERT_EQ(0, ftruncate(memory, size * i / 64));
		ASSERT_EQ(0, lseek(memory, 0, SEEK_SET));
		EXPECT_NE(0, model_read(&model, memory, error, sizeof(error)));
		EXPECT_FALSE(model.whole);
		model_free(&model);
		ASSERT_EQ((ssize_t)size, pwrite(memory, bytes, size, 0));
	}
	tids_free(&tids);
	close(memory);
	free(bytes);
}

TEST_F_TIMEOUT(crowd, seeks, 60)
{
	unsigned int i;

	for (i = 1; i < 3; i++) {
		int fd = view_open(view_text[i]);
		struct tids tids;
		char part[20000];
		char *again;

		ASSERT_LE(0, fd);
		ASSERT_LT(0, read(fd, part, sizeof(part)));
		EXPECT_EQ(-1, lseek(fd, 1, SEEK_SET));
		EXPECT_EQ(-1, lseek(fd, 1, SEEK_CUR));
		EXPECT_EQ(-1, lseek(fd, 0, SEEK_END));
		EXPECT_EQ(0, lseek(fd, 0, SEEK_SET));
		again = view_rest(fd, 4096, NULL);
		ASSERT_NE(NULL, again);
		EXPECT_TRUE(view_is_whole(again));
		EXPECT_EQ(0, view_tids(again, &tids));
		EXPECT_TRUE(has_crowd_once(&tids));
		tids_free(&tids);
		free(again);
		close(fd);
	}
}

TEST(snapshot_does_not_seek)
{
	int fd = view_open("snapshot");
	char byte;

	ASSERT_LE(0, fd);
	EXPECT_EQ(-1, lseek(fd, 0, SEEK_SET));
	EXPECT_EQ(ESPIPE, errno);
	EXPECT_EQ(-1, pread(fd, &byte, 1, 0));
	EXPECT_EQ(ESPIPE, errno);
	close(fd);
}

/* /proc gives 64 frames of a stack, procscope all of them. */
TEST(deep_stack)
{
	const unsigned int calls = 100;
	struct model model;
	char *stack, *line, *rest;
	struct task *task;
	pid_t child;
	size_t i = 0;

	if (lacks("stacks"))
		SKIP(return, "%s", lacks("stacks"));
	ASSERT_EQ(0, hold_load());
	child = hold_start(NULL, "deep %u", calls);
	EXPECT_TRUE(hold_becomes(child, 1, "held"));
	stack = proc_text(child, "stack");
	rest = stack;
	EXPECT_TRUE(view_snapshot(&model));
	EXPECT_TRUE(hold_unload());
	ASSERT_NE(NULL, stack);
	task = model_find(&model, child);
	ASSERT_NE(NULL, task);
	EXPECT_EQ(PROCSCOPE_OK, task->stack.status);
	EXPECT_FALSE(task->stack.cut);
	/* Those, the first of them, and the way into the kernel. */
	ASSERT_LT(calls, task->stack.count);
	EXPECT_NE(NULL, strstr(task->stack.frame[task->stack.count - 1],
			       "entry_SYSCALL_64"));
	while ((line = view_line(&rest))) {
		ASSERT_LT(i, task->stack.count);
		EXPECT_STREQ(strchr(line, ' ') + 1, task->stack.frame[i++]);
	}
	EXPECT_EQ(64, i);
	free(stack);
	model_free(&model);
}

TEST_HARNESS_MAIN
