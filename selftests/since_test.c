// SPDX-License-Identifier: GPL-2.0
/*
 * since_test.c - is what has not changed left out, and is nothing that has?
 *
 * The module is asked as procscope.h says, and the command's own way of putting
 * two snapshots together (again.c) is compared with /proc and with what the
 * fixture does, while stacks and owners change.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "again.h"
#include "await.h"
#include "children.h"
#include "hold.h"
#include "patience.h"
#include "put.h"
#include "views.h"

#define PARTS_ALL	(PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK | \
			 PROCSCOPE_PART_WAIT)

/* Longer than any snapshot takes, and than a test runs. */
#define HOUR		3600000000000ULL

static bool look(struct model *model, struct procscope_ask ask)
{
	int fd = view_ask(ask);
	char error[128] = "";
	int result;

	memset(model, 0, sizeof(*model));
	if (fd < 0) {
		printf("# the ask is refused: %m\n");
		return false;
	}
	result = model_read(model, fd, error, sizeof(error));
	close(fd);
	if (result)
		printf("# %s\n", error);
	return !result;
}

static bool is_unchanged(const struct model *model, pid_t tid)
{
	const struct task *task = model_find(model, tid);

	return task && task->raw.flags & PROCSCOPE_TASK_UNCHANGED;
}

/*
 * Take a snapshot after which a task is told as unchanged: it must have slept
 * for some time before.
 */
static bool take_then(struct model *then, pid_t tid)
{
	struct procscope_ask ask = { .parts = PARTS_ALL };
	struct model now;
	bool is;

	model_free(then);
	if (!look(then, ask))
		return false;
	ask.since = then->header.clock;
	if (!look(&now, ask))
		return false;
	is = is_unchanged(&now, tid);
	model_free(&now);
	return is;
}

/* Asleep in read(), and again after each byte, which it sends back. */
struct stepper {
	int in[2];
	int out[2];
};

static int run_stepper(void *argument)
{
	const struct stepper *stepper = argument;
	char byte;

	while (read(stepper->in[0], &byte, 1) == 1)
		if (write(stepper->out[1], &byte, 1) != 1)
			return 1;
	return 1;
}

static pid_t stepper_start(struct stepper *stepper)
{
	pid_t child;

	if (pipe(stepper->in) || pipe(stepper->out))
		return -1;
	child = child_start(run_stepper, stepper);
	return child > 0 && await(proc_sleeps(child, 'S'), 10) ? child : -1;
}

static bool step(const struct stepper *stepper, pid_t child)
{
	char byte = 1;

	return write(stepper->in[1], &byte, 1) == 1 &&
	       read(stepper->out[0], &byte, 1) == 1 &&
	       await(proc_sleeps(child, 'S'), 10);
}

FIXTURE(since) {
	struct model then;
	struct model now;
	struct stepper steppers[2];
	pid_t sleeper;
	pid_t runner;
};

FIXTURE_SETUP(since)
{
	memset(self, 0, sizeof(*self));
	ASSERT_TRUE(look(&self->then, (struct procscope_ask){}));
	if (!self->then.header.clock)
		SKIP(return, "needs CONFIG_SCHED_INFO");
	self->sleeper = stepper_start(&self->steppers[0]);
	self->runner = stepper_start(&self->steppers[1]);
	ASSERT_LT(0, self->sleeper);
	ASSERT_LT(0, self->runner);
}

FIXTURE_TEARDOWN(since)
{
	model_free(&self->then);
	model_free(&self->now);
	EXPECT_TRUE(children_kill());
}

/* Of whom nothing has changed, the record alone is given. */
static void expect_left_out(struct __test_metadata *_metadata,
			    const struct model *then, const struct model *now,
			    pid_t tid)
{
	const struct task *before = model_find(then, tid);
	const struct task *task = model_find(now, tid);

	ASSERT_NE(NULL, before) TH_LOG("%d", tid);
	ASSERT_NE(NULL, task) TH_LOG("%d", tid);
	EXPECT_EQ(PROCSCOPE_OK, before->stack.status);
	EXPECT_TRUE(task->raw.flags & PROCSCOPE_TASK_UNCHANGED);
	EXPECT_EQ(0, task->stack.status);
	EXPECT_EQ(NULL, task->wait);
	EXPECT_EQ(before->raw.start, task->raw.start);
	EXPECT_EQ(before->raw.nvcsw, task->raw.nvcsw);
	EXPECT_EQ(before->raw.nivcsw, task->raw.nivcsw);
	EXPECT_LT(before->raw.asleep, task->raw.asleep);
}

TEST_F(since, leaves_out_what_has_not_changed)
{
	struct procscope_ask ask = { .parts = PARTS_ALL };
	size_t i, unchanged = 0;
	pid_t owner, waiter;

	ASSERT_EQ(0, hold_load());
	owner = hold_start(NULL, "mutex-killable 3; deep 1");
	EXPECT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable 3");
	EXPECT_TRUE(hold_becomes(waiter, 1, "blocked"));
	/* It was the last to go to sleep. */
	EXPECT_TRUE(await(take_then(&self->then, waiter), 10));
	ask.since = self->then.header.clock;
	EXPECT_TRUE(look(&self->now, ask));
	EXPECT_TRUE(hold_unload());

	EXPECT_TRUE(self->now.header.flags & PROCSCOPE_HEADER_SINCE);
	EXPECT_FALSE(self->then.header.flags & PROCSCOPE_HEADER_SINCE);
	EXPECT_EQ(ask.since, self->now.header.ask.since);
	EXPECT_LT(ask.since, self->now.header.clock);
	expect_left_out(_metadata, &self->then, &self->now, self->sleeper);
	expect_left_out(_metadata, &self->then, &self->now, owner);
	expect_left_out(_metadata, &self->then, &self->now, waiter);
	EXPECT_NE(NULL, model_find(&self->then, waiter)->wait);

	for (i = 0; i < self->now.count; i++) {
		const struct task *task = &self->now.task[i];
		bool is = task->raw.flags & PROCSCOPE_TASK_UNCHANGED;

		unchanged += is;
		EXPECT_EQ(is, !task->stack.status) TH_LOG("%d", task->raw.tid);
		EXPECT_FALSE(is && task->wait);
		EXPECT_FALSE(is && task->raw.flags & PROCSCOPE_TASK_RUNNING);
	}
	EXPECT_EQ(unchanged, self->now.end.unchanged);
	EXPECT_EQ(0, self->then.end.unchanged);
	/* Who looks, runs. */
	EXPECT_FALSE(is_unchanged(&self->now, getpid()));
	TH_LOG("%zu of %zu tasks unchanged", unchanged, self->now.count);
}

TEST_F(since, gives_who_has_run)
{
	struct procscope_ask ask = { .parts = PARTS_ALL };
	const struct task *before, *task;

	ASSERT_TRUE(await(take_then(&self->then, self->runner), 10));
	ASSERT_TRUE(step(&self->steppers[1], self->runner));
	ask.since = self->then.header.clock;
	ASSERT_TRUE(look(&self->now, ask));

	before = model_find(&self->then, self->runner);
	task = model_find(&self->now, self->runner);
	ASSERT_NE(NULL, before);
	ASSERT_NE(NULL, task);
	EXPECT_FALSE(task->raw.flags & PROCSCOPE_TASK_UNCHANGED);
	EXPECT_EQ(PROCSCOPE_OK, task->stack.status);
	EXPECT_LT(before->raw.nvcsw, task->raw.nvcsw);
	EXPECT_TRUE(is_unchanged(&self->now, self->sleeper));
}

TEST_F(since, of_one_task)
{
	struct procscope_ask ask = { .parts = PARTS_ALL };

	ASSERT_TRUE(await(take_then(&self->then, self->sleeper), 10));
	ask.since = self->then.header.clock;
	ask.tid = self->sleeper;
	ASSERT_TRUE(look(&self->now, ask));
	EXPECT_EQ(1, self->now.count);
	EXPECT_EQ(1, self->now.end.unchanged);
	EXPECT_TRUE(is_unchanged(&self->now, self->sleeper));
}

/* Whoever ever ran has run since the first nanosecond; the others count so. */
TEST_F(since, the_start_of_time)
{
	const struct procscope_ask ask = { .parts = PARTS_ALL, .since = 1 };
	size_t i;

	ASSERT_TRUE(look(&self->now, ask));
	EXPECT_TRUE(self->now.header.flags & PROCSCOPE_HEADER_SINCE);
	EXPECT_EQ(0, self->now.end.unchanged);
	EXPECT_LE(10, self->now.count);
	for (i = 0; i < self->now.count; i++) {
		EXPECT_NE(0, self->now.task[i].stack.status);
		EXPECT_FALSE(self->now.task[i].raw.flags &
			     PROCSCOPE_TASK_UNCHANGED);
	}
}

/* What is refused changes nothing: all is given. */
static void expect_refused(struct __test_metadata *_metadata,
			   struct procscope_ask ask)
{
	int fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	struct model model;
	char error[128];
	size_t i;

	ASSERT_LE(0, fd);
	ask.size = sizeof(ask);
	EXPECT_EQ(-1, write(fd, &ask, sizeof(ask)));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(0, model_read(&model, fd, error, sizeof(error)));
	close(fd);
	EXPECT_EQ(0, model.header.ask.size);
	EXPECT_EQ(0, model.header.ask.since);
	EXPECT_FALSE(model.header.flags & PROCSCOPE_HEADER_SINCE);
	EXPECT_EQ(0, model.end.unchanged);
	for (i = 0; i < model.count; i++)
		EXPECT_NE(0, model.task[i].stack.status);
	model_free(&model);
}

TEST_F(since, the_time_to_come_is_refused)
{
	expect_refused(_metadata, (struct procscope_ask){
		.since = self->then.header.clock + HOUR,
	});
	expect_refused(_metadata, (struct procscope_ask){ .since = ~0ULL });
}

TEST_F(since, only_the_blocked_is_refused)
{
	expect_refused(_metadata, (struct procscope_ask){
		.since = self->then.header.clock,
		.flags = PROCSCOPE_ASK_BLOCKED,
	});
}

#define THROTTLE	"/proc/sys/kernel/sched_rt_runtime_us"

static bool to_cpu(pid_t tid, int cpu, int priority)
{
	struct sched_param param = { .sched_priority = priority };
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return !sched_setaffinity(tid, sizeof(set), &set) &&
	       (!priority || !sched_setscheduler(tid, SCHED_FIFO, &param));
}

struct hog {
	atomic_bool runs;
	atomic_bool stop;
};

static int run_hog(void *argument)
{
	struct hog *hog = argument;

	if (!to_cpu(0, 1, 50))
		return 1;
	atomic_store(&hog->runs, true);
	while (!atomic_load(&hog->stop))
		;
	return 0;
}

/*
 * A task that was woken, but does not get its CPU, has another state than then
 * and the same stack.
 */
TEST_F(since, the_state_is_that_of_now)
{
	struct procscope_ask ask = { .parts = PARTS_ALL };
	pid_t runner = self->runner;
	const struct task *task;
	struct hog *hog;
	char byte = 1;
	pid_t child;
	bool looked;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		SKIP(return, "one CPU: CONFIG_SMP is off");
	hog = mmap(NULL, sizeof(*hog), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, hog);
	ASSERT_TRUE(to_cpu(0, 0, 0));
	ASSERT_TRUE(to_cpu(runner, 1, 1));
	ASSERT_TRUE(step(&self->steppers[1], runner));
	ASSERT_TRUE(await(take_then(&self->then, runner), 10));
	ASSERT_EQ(0, put_text(THROTTLE, "-1"));
	child = child_start(run_hog, hog);
	EXPECT_LT(0, child);
	EXPECT_TRUE(await(atomic_load(&hog->runs), 10));
	EXPECT_EQ(1, write(self->steppers[1].in[1], &byte, 1));
	EXPECT_TRUE(await(proc_state(runner) == 'R', 10));
	ask.since = self->then.header.clock;
	looked = look(&self->now, ask);
	if (looked) {
		struct model merged;

		again_look(&merged, &self->then,
			   &(struct procscope_ask){ .parts = PARTS_ALL });
		task = model_find(&merged, runner);
		EXPECT_EQ('R', task->raw.state);
		EXPECT_TRUE(task->raw.flags & PROCSCOPE_TASK_UNCHANGED);
		EXPECT_EQ(model_find(&self->then, runner)->stack.count,
			  task->stack.count);
		model_free(&merged);
	}
	atomic_store(&hog->stop, true);
	EXPECT_TRUE(child_wait(child, 10, NULL));
	EXPECT_EQ(0, put_text(THROTTLE, "950000"));
	ASSERT_TRUE(looked);

	task = model_find(&self->now, runner);
	ASSERT_NE(NULL, task);
	EXPECT_EQ('S', model_find(&self->then, runner)->raw.state);
	EXPECT_EQ('R', task->raw.state);
	EXPECT_EQ(model_find(&self->then, runner)->raw.nvcsw, task->raw.nvcsw);
	EXPECT_TRUE(task->raw.flags & PROCSCOPE_TASK_UNCHANGED);
	EXPECT_EQ(0, task->stack.status);
}

/**
 * struct asks - what a program asked the module for
 * @all: how many asks
 * @since: how many of them for what has changed
 * @code: its exit code; -1 if it did not end by itself
 */
struct asks {
	unsigned int all;
	unsigned int since;
	int code;
};

/* If a program is about to write an ask, count it. */
static void count_ask(pid_t child, struct asks *asks)
{
	char name[64], target[64] = "";
	struct __ptrace_syscall_info info;
	struct procscope_ask ask;
	bool is_read;
	int memory;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info) <= 0 ||
	    info.op != PTRACE_SYSCALL_INFO_ENTRY || info.entry.nr != SYS_write)
		return;
	snprintf(name, sizeof(name), "/proc/%d/fd/%d", child,
		 (int)info.entry.args[0]);
	if (readlink(name, target, sizeof(target) - 1) < 0 ||
	    strcmp(target, VIEW_DIR "snapshot"))
		return;
	snprintf(name, sizeof(name), "/proc/%d/mem", child);
	memory = open(name, O_RDONLY | O_CLOEXEC);
	is_read = memory >= 0 && pread(memory, &ask, sizeof(ask),
				       info.entry.args[1]) == sizeof(ask);
	close(memory);
	if (!is_read)
		return;
	asks->all++;
	asks->since += ask.since != 0;
}

static int run_traced(void *argument)
{
	char **argv = argument;
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 || dup2(null, STDOUT_FILENO) < 0 ||
	    ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		return 127;
	execvp(argv[0], argv);
	return 127;
}

static struct asks asks_of(const char *const argv[])
{
	struct asks asks = { .code = -1 };
	pid_t child = child_start(run_traced, (void *)argv);
	int status;

	while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
		/* The first stop is that of the exec. */
		if (WSTOPSIG(status) == SIGTRAP)
			ptrace(PTRACE_SETOPTIONS, child, NULL,
			       PTRACE_O_TRACESYSGOOD);
		else
			count_ask(child, &asks);
		if (ptrace(PTRACE_SYSCALL, child, NULL, NULL))
			break;
	}
	if (WIFEXITED(status))
		asks.code = WEXITSTATUS(status);
	/* It has ended: its number is not to be killed. */
	child_wait(child, 10, NULL);
	return asks;
}

#define ASKS_OF(...) asks_of((const char *const[]){ __VA_ARGS__, NULL })

/* A deadlock is proved by two looks in full: by nothing else. */
TEST_F(since, no_deadlock_rests_on_it)
{
	struct asks asks;
	pid_t one, two;

	ASSERT_EQ(0, hold_load());
	one = hold_start(NULL, "mutex-killable 1; meet m 2; mutex-killable 2");
	two = hold_start(NULL, "mutex-killable 2; meet m 2; mutex-killable 1");
	EXPECT_TRUE(hold_becomes(one, 3, "blocked"));
	EXPECT_TRUE(hold_becomes(two, 3, "blocked"));
	asks = ASKS_OF("procscope", "deadlocks");
	EXPECT_EQ(3, asks.code);
	EXPECT_EQ(2, asks.all);
	EXPECT_EQ(0, asks.since);
	EXPECT_TRUE(hold_unload());
}

TEST_F(since, what_the_command_asks)
{
	struct asks asks = ASKS_OF("procscope", "record", "-");

	EXPECT_EQ(0, asks.code);
	EXPECT_EQ(1, asks.all);
	EXPECT_EQ(0, asks.since);
	asks = ASKS_OF("procscope", "diff", "--interval", "0.1");
	EXPECT_EQ(0, asks.code);
	EXPECT_LE(2, asks.all);
	EXPECT_EQ(1, asks.since);
	asks = ASKS_OF("procscope", "ps", "--interval", "0.1", "--count", "3");
	EXPECT_EQ(0, asks.code);
	EXPECT_LE(3, asks.all);
	EXPECT_EQ(2, asks.since);
	asks = ASKS_OF("procscope", "ps", "--interval", "0.1", "--count", "2",
		       "--tgid", "1");
	EXPECT_EQ(0, asks.code);
	EXPECT_EQ(2, asks.all);
	EXPECT_EQ(0, asks.since);
}

/*
 * The churn: threads that sleep now here, now there, for a moment or for long,
 * and waiters of locks whose owners are killed.
 */

#define MOVERS		48
#define STAYERS		16
#define THREADS		(MOVERS + STAYERS)
/* Of so many, some may wait, before it is cheaper to look at all. */
#define CROWD		1400
#define LOCKS		4
#define QUEUE		3
#define LOOKS_MOST	1000
#define COMPARISONS	1000
#define CHURN_SECONDS	200.0
#define PRINTED		20

static struct churn {
	atomic_uint threads;
	pid_t tid[THREADS];
} *churn;

static void sleep_in_read(int fd)
{
	__u64 value;

	if (read(fd, &value, sizeof(value)) < 0)
		_exit(1);
}

/* Sleep once, in one of several functions, for @ns. */
static void sleep_somewhere(unsigned int where, long ns, const int *fd)
{
	struct timespec time = { ns / 1000000000, ns % 1000000000 };
	struct itimerspec timer = { .it_value = time };
	struct pollfd none = { .fd = fd[0], .events = POLLIN };
	struct epoll_event event;
	__u32 futex = 0;
	fd_set set;

	FD_ZERO(&set);
	switch (where) {
	case 0:
		nanosleep(&time, NULL);
		break;
	case 1:
		ppoll(&none, 1, &time, NULL);
		break;
	case 2:
		syscall(SYS_futex, &futex, FUTEX_WAIT_PRIVATE, 0, &time, NULL,
			0);
		break;
	case 3:
		FD_SET(fd[0], &set);
		pselect(fd[0] + 1, &set, NULL, NULL, &time, NULL);
		break;
	case 4:
		timerfd_settime(fd[1], 0, &timer, NULL);
		sleep_in_read(fd[1]);
		break;
	case 5:
		epoll_wait(fd[2], &event, 1, 1 + ns / 1000000);
		break;
	}
}

#define PLACES 6

static void *move(void *unused)
{
	unsigned int seed = atomic_fetch_add(&churn->threads, 1);
	int fd[5];

	if (pipe(fd + 3))
		_exit(1);
	fd[0] = fd[3];
	fd[1] = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	fd[2] = epoll_create1(EPOLL_CLOEXEC);
	if (fd[1] < 0 || fd[2] < 0)
		_exit(1);
	churn->tid[seed++] = syscall(SYS_gettid);
	for (;;) {
		long ms = rand_r(&seed) % 300;

		if (!(rand_r(&seed) % 8))
			ms += 2000;
		sleep_somewhere(rand_r(&seed) % PLACES, 1000000 * (ms + 1), fd);
	}
	return unused;
}

static void *stay(void *unused)
{
	churn->tid[atomic_fetch_add(&churn->threads, 1)] = syscall(SYS_gettid);
	for (;;)
		pause();
	return unused;
}

static void *stay_in_crowd(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static int run_threads(void *unused)
{
	pthread_t thread;
	unsigned int i;

	(void)unused;
	for (i = 0; i < CROWD; i++)
		if (pthread_create(&thread, NULL, stay_in_crowd, NULL))
			return 1;
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread, NULL, i < MOVERS ? move : stay,
				   NULL))
			return 1;
	for (;;)
		pause();
}

static bool all_started(void)
{
	unsigned int i;

	for (i = 0; i < THREADS; i++)
		if (!churn->tid[i])
			return false;
	return true;
}

/* What is the same before and after only if the task had no CPU meanwhile. */
struct mark {
	char state;
	unsigned long long start;
	unsigned long long nvcsw;
	unsigned long long nivcsw;
	unsigned long long arrivals;
};

static unsigned long long field(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

static const char *skip_fields(const char *text, unsigned int count)
{
	while (count--)
		text += strcspn(text, " ") + 1;
	return text;
}

static bool mark(pid_t tid, struct mark *mark)
{
	char *status = proc_text(tid, "status");
	char *stat = proc_text(tid, "stat");
	char *schedstat = proc_text(tid, "schedstat");
	const char *rest = stat ? strrchr(stat, ')') : NULL;
	bool read = status && schedstat && rest &&
		    sscanf(schedstat, "%*u %*u %llu", &mark->arrivals) == 1;

	if (read) {
		/* Fields 3 and 22; it is behind field 2. */
		mark->state = rest[2];
		mark->start = strtoull(skip_fields(rest, 20), NULL, 10);
		mark->nvcsw = field(status, "\nvoluntary_ctxt_switches:");
		mark->nivcsw = field(status, "\nnonvoluntary_ctxt_switches:");
	}
	free(status);
	free(stat);
	free(schedstat);
	return read;
}

static bool has_slept(const struct mark *before, const struct mark *after)
{
	return before->state != 'R' && after->state == before->state &&
	       after->start == before->start &&
	       after->nvcsw == before->nvcsw &&
	       after->nivcsw == before->nivcsw &&
	       after->arrivals == before->arrivals;
}

/**
 * struct tally - what became of all comparisons
 * @looks: looks again
 * @by_since: of them, those that the kernel answered by what has changed
 * @kept: stacks that were kept, and are true
 * @given: stacks of now, and true: the task had run, or was asked for again
 * @waits: waits that are true, their owners with them
 * @new_owner: of @waits, those whose owner had changed while the waiter slept
 * @wrong: all that is not true
 * @ran: not compared, for the task ran around the look
 */
static struct tally {
	size_t looks;
	size_t by_since;
	size_t kept;
	size_t given;
	size_t waits;
	size_t new_owner;
	size_t wrong;
	size_t ran;
} tally;

#define wrong(format, ...)						\
do {									\
	if (tally.wrong++ < PRINTED)					\
		printf("# WRONG: " format "\n", ##__VA_ARGS__);		\
} while (0)

/* Compare the stack of a task that has slept throughout. */
static void judge_stack(const struct model *now, pid_t tid, const char *stack)
{
	const struct task *task = model_find(now, tid);
	bool is_kept;

	if (!task) {
		wrong("%d is missing", tid);
		return;
	}
	is_kept = task->raw.flags & PROCSCOPE_TASK_UNCHANGED;
	if (task->stack.status != PROCSCOPE_OK ||
	    !view_frames_are(&task->stack, stack)) {
		wrong("%d: %s stack of status %u, %s first, in truth %.40s",
		      tid, is_kept ? "kept" : "given", task->stack.status,
		      task->stack.count ? task->stack.frame[0] : "nothing",
		      stack);
		return;
	}
	tally.kept += is_kept;
	tally.given += !is_kept;
}

/* The first one of a queue owns the lock, the others wait in this order. */
struct queue {
	pid_t child[QUEUE];
	bool is_new;
};

static bool queue_up(struct queue *queue, unsigned int lock, unsigned int place)
{
	queue->child[place] = hold_start(NULL, "mutex-killable %u; deep 1",
					 lock);
	return place ? hold_becomes(queue->child[place], 1, "blocked") :
		       hold_becomes(queue->child[place], 2, "held");
}

/* The owner ends: the lock goes to who has waited longest. */
static bool pass_on(struct queue *queue, unsigned int lock)
{
	if (!child_kill(queue->child[0]))
		return false;
	memmove(queue->child, queue->child + 1,
		(QUEUE - 1) * sizeof(*queue->child));
	queue->is_new = true;
	return hold_becomes(queue->child[0], 2, "held") &&
	       queue_up(queue, lock, QUEUE - 1);
}

static void judge_wait(const struct model *now, const struct queue *queue,
		       unsigned int place, unsigned int lock)
{
	const struct task *task = model_find(now, queue->child[place]);
	const struct procscope_wait *raw;

	if (!task || !task->wait) {
		wrong("%d waits for %u, but no wait is given",
		      queue->child[place], lock);
		return;
	}
	raw = &task->wait->raw;
	if (raw->status != PROCSCOPE_OK || raw->owner_status != PROCSCOPE_OK ||
	    raw->owner != queue->child[0]) {
		wrong("%d: wait of status %u, owner %d of status %u, in truth %d",
		      raw->tid, raw->status, raw->owner, raw->owner_status,
		      queue->child[0]);
		return;
	}
	tally.waits++;
	/* The last one came when the owner changed. */
	tally.new_owner += queue->is_new && place < QUEUE - 1;
}

struct watched {
	pid_t tid[THREADS + LOCKS * QUEUE];
	struct mark before[THREADS + LOCKS * QUEUE];
};

static void judge(const struct model *now, const struct watched *watched,
		  const struct queue *queue)
{
	unsigned int i;

	for (i = 0; i < THREADS + LOCKS * QUEUE; i++) {
		pid_t tid = watched->tid[i];
		char *stack = proc_text(tid, "stack");
		unsigned int at = (i - THREADS) % QUEUE;
		unsigned int lock = (i - THREADS) / QUEUE;
		struct mark after;

		if (!stack || !mark(tid, &after) ||
		    !has_slept(&watched->before[i], &after)) {
			tally.ran++;
		} else {
			judge_stack(now, tid, stack);
			if (i >= THREADS && at)
				judge_wait(now, &queue[lock], at, lock);
		}
		free(stack);
	}
}

static void watch(struct watched *watched, const struct queue *queue)
{
	unsigned int i;

	for (i = 0; i < THREADS + LOCKS * QUEUE; i++) {
		unsigned int j = i - THREADS;

		watched->tid[i] = i < THREADS ? churn->tid[i] :
				  queue[j / QUEUE].child[j % QUEUE];
		if (!mark(watched->tid[i], &watched->before[i]))
			watched->before[i].state = 'R';
	}
}

FIXTURE(churn) {
	struct queue queue[LOCKS];
};

FIXTURE_SETUP(churn)
{
	unsigned int i, j;

	memset(self, 0, sizeof(*self));
	churn = mmap(NULL, sizeof(*churn), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, churn);
	ASSERT_EQ(0, hold_load());
	ASSERT_LT(0, child_start(run_threads, NULL));
	ASSERT_TRUE(await(all_started(), 20));
	for (i = 0; i < LOCKS; i++)
		for (j = 0; j < QUEUE; j++)
			ASSERT_TRUE(queue_up(&self->queue[i], i, j));
}

FIXTURE_TEARDOWN(churn)
{
	EXPECT_TRUE(hold_unload());
	munmap(churn, sizeof(*churn));
}

static bool is_enough(void)
{
	return tally.kept >= COMPARISONS && tally.given >= COMPARISONS &&
	       tally.waits >= COMPARISONS && tally.new_owner >= COMPARISONS / 4;
}

TEST_F_TIMEOUT(churn, nothing_stale_is_shown, 300)
{
	const struct procscope_ask ask = { .parts = PARTS_ALL };
	double end = seconds_now() + CHURN_SECONDS * slowness();
	struct watched watched;
	struct model then, now;
	unsigned int i;

	ASSERT_TRUE(look(&then, ask));
	if (!then.header.clock) {
		model_free(&then);
		SKIP(return, "needs CONFIG_SCHED_INFO");
	}
	while (!is_enough() && tally.wrong < PRINTED &&
	       tally.looks < LOOKS_MOST && seconds_now() < end) {
		/* Two of the locks get another owner, two keep theirs. */
		for (i = 0; i < LOCKS; i++) {
			self->queue[i].is_new = false;
			if (i % 2 == tally.looks % 2)
				ASSERT_TRUE(pass_on(&self->queue[i], i));
		}
		watch(&watched, self->queue);
		again_look(&now, &then, &ask);
		model_free(&then);
		tally.looks++;
		tally.by_since += now.header.flags & PROCSCOPE_HEADER_SINCE ?
				  1 : 0;
		judge(&now, &watched, self->queue);
		then = now;
	}
	model_free(&then);

	printf("# %zu looks, %zu of them by what had changed\n", tally.looks,
	       tally.by_since);
	printf("# compared: %zu kept stacks and %zu given ones\n", tally.kept,
	       tally.given);
	printf("# compared: %zu waits, %zu of them for what has a new owner\n",
	       tally.waits, tally.new_owner);
	printf("# wrong: %zu\n", tally.wrong);
	printf("# discarded: %zu, which ran around the look\n", tally.ran);
	EXPECT_EQ(0, tally.wrong);
	EXPECT_TRUE(is_enough());
	EXPECT_LT(tally.looks * 9 / 10, tally.by_since);
}

TEST_HARNESS_MAIN
