// SPDX-License-Identifier: GPL-2.0
/*
 * watch_test.c - does the watch say once who is stuck, and once when that is over?
 *
 * The tasks are put where they are by the fixture or by the test, which so knows
 * what each waits for and until when. What the watch says is read from a pipe
 * while it watches.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "needs.h"
#include "output.h"
#include "proc.h"
#include "views.h"

/* How long the watch may take for what it is to say. */
#define PATIENCE	60

/* What the watch is asked for, and the same of a wait that is none of it. */
#define STUCK		"1s"
#define SHORT_WAIT	20000

#define FILE_PATH	"/tmp/watch-test"
#define EXIT_NO_MODULE	2

static const char *const usual[] = {
	"procscope", "watch", "--stuck", STUCK, "--interval", "0.2", NULL
};

static const char *const for_programs[] = {
	"procscope", "watch", "-J", "--stuck", STUCK, "--interval", "0.2", NULL
};

/**
 * struct watch - the command while it watches
 * @tid: its task
 * @fd: what it says
 * @text: what it said, whole lines and the one that is not yet whole
 * @size: bytes of @text, without its NUL
 */
struct watch {
	pid_t tid;
	int fd;
	char *text;
	size_t size;
};

struct job {
	const char *const *argv;
	int out;
	int err;
};

static int run_watch(void *argument)
{
	const struct job *job = argument;

	if (dup2(job->out, STDOUT_FILENO) < 0 ||
	    (job->err >= 0 && dup2(job->err, STDERR_FILENO) < 0))
		return 126;
	signal(SIGINT, SIG_DFL);
	execvp(job->argv[0], (char **)job->argv);
	return 127;
}

/* @err: where its errors go, or -1 for where ours go. */
static bool watch_start(struct watch *watch, const char *const argv[], int err)
{
	struct job job = { .argv = argv, .err = err };
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return false;
	job.out = ends[1];
	*watch = (struct watch){
		.fd = ends[0],
		.text = calloc(1, 1),
		.tid = child_start(run_watch, &job),
	};
	close(ends[1]);
	return watch->tid > 0 && watch->text;
}

/* Take in what there is, for a moment at most. */
static void hear(struct watch *watch)
{
	struct pollfd poller = { .fd = watch->fd, .events = POLLIN };
	char piece[4096];
	ssize_t got;

	if (poll(&poller, 1, 100) <= 0)
		return;
	got = read(watch->fd, piece, sizeof(piece));
	if (got <= 0)
		return;
	watch->text = realloc(watch->text, watch->size + got + 1);
	if (!watch->text)
		abort();
	memcpy(watch->text + watch->size, piece, got);
	watch->size += got;
	watch->text[watch->size] = '\0';
}

/* Whole lines that have both words; the last one is copied to @line. */
static size_t count_lines(const struct watch *watch, const char *one,
			  const char *other, char *line, size_t room)
{
	const char *at = watch->text;
	const char *end;
	size_t count = 0;

	for (; (end = strchr(at, '\n')); at = end + 1) {
		char *copy = strndup(at, end - at);

		if (!copy)
			abort();
		if (strstr(copy, one) && strstr(copy, other)) {
			count++;
			snprintf(line, room, "%s", copy);
		}
		free(copy);
	}
	return count;
}

/* Is there a line that begins so, and names the task before it says more of any? */
static bool names(const char *line, const char *what, pid_t tid)
{
	const char *end = strstr(line, what);
	char name[16];

	if (!end)
		return false;
	snprintf(name, sizeof(name), "[%d]", tid);
	line = strstr(end, name);
	/* Those that are told come first, and first of all whom it tells of. */
	return line && (!strpbrk(end + strlen(what), ";") ||
			line < strpbrk(end + strlen(what), ";"));
}

static size_t count_told(const struct watch *watch, const char *what, pid_t tid,
			 char *line, size_t room)
{
	const char *at = watch->text;
	const char *end;
	size_t count = 0;

	for (; (end = strchr(at, '\n')); at = end + 1) {
		char *copy = strndup(at, end - at);

		if (!copy)
			abort();
		if (names(copy, what, tid)) {
			count++;
			snprintf(line, room, "%s", copy);
		}
		free(copy);
	}
	return count;
}

static void show(const struct watch *watch)
{
	const char *at = watch->text;

	while (*at) {
		int length = strcspn(at, "\n");

		fprintf(stderr, "#   %.*s\n", length, at);
		at += length + (at[length] == '\n');
	}
}

#define STUCK_LINE	"stuck for at least "
#define MOVES_LINE	"moves again: "
#define ENDED_LINE	"has ended: "

/* Wait until a task is told of so; the line is kept. */
static bool tells(struct watch *watch, const char *what, pid_t tid, char *line,
		  size_t room)
{
	double end = seconds_now() + PATIENCE * slowness();

	*line = '\0';
	while (seconds_now() < end) {
		if (count_told(watch, what, tid, line, room))
			return true;
		hear(watch);
	}
	fprintf(stderr, "# not \"%s\" of %d, but\n", what, tid);
	show(watch);
	return false;
}

/*
 * Wait until it is told that a task is stuck no more: who is to end moves before,
 * and a look may see either.
 */
static bool tells_end(struct watch *watch, pid_t tid)
{
	char line[4096];

	if (await((hear(watch),
		   count_told(watch, MOVES_LINE, tid, line, sizeof(line)) +
		   count_told(watch, ENDED_LINE, tid, line, sizeof(line))),
		  PATIENCE))
		return true;
	fprintf(stderr, "# %d is stuck for ever\n", tid);
	show(watch);
	return false;
}

static bool has(const char *line, const char *words)
{
	if (strstr(line, words))
		return true;
	fprintf(stderr, "# no \"%s\" in \"%s\"\n", words, line);
	return false;
}

static bool has_name(const char *line, const char *before, pid_t tid,
		     const char *behind)
{
	char words[96];

	snprintf(words, sizeof(words), "%swatch_test[%d]%s", before, tid,
		 behind);
	return has(line, words);
}

/* End it as from a terminal, and take in what is left. */
static int watch_end(struct watch *watch)
{
	int status = -1;

	kill(watch->tid, SIGINT);
	if (!child_wait(watch->tid, PATIENCE, &status)) {
		fprintf(stderr, "# the watch does not end\n");
		return -1;
	}
	hear(watch);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}

static void watch_free(struct watch *watch)
{
	if (watch->fd > 0)
		close(watch->fd);
	free(watch->text);
	*watch = (struct watch){ .fd = -1 };
}

/* Each task was told as stuck once, and once as moving or as ended. */
static void expect_once(struct __test_metadata *_metadata,
			const struct watch *watch, pid_t tid)
{
	char line[4096];

	EXPECT_EQ(1, count_told(watch, STUCK_LINE, tid, line, sizeof(line)))
		show(watch);
	EXPECT_EQ(1, count_told(watch, MOVES_LINE, tid, line, sizeof(line)) +
		     count_told(watch, ENDED_LINE, tid, line, sizeof(line)))
		show(watch);
}

/* Do the steps, and live on. */
static int hold_and_stay(void *argument)
{
	if (hold_try(argument))
		return 1;
	for (;;)
		pause();
}

FIXTURE(watch) {
	struct watch watch;
	char line[4096];
};

FIXTURE_SETUP(watch)
{
	self->watch.fd = -1;
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(watch)
{
	watch_free(&self->watch);
	EXPECT_TRUE(hold_unload());
	unlink(FILE_PATH);
}

#define TELLS(what, tid) \
	tells(&self->watch, what, tid, self->line, sizeof(self->line))

FIXTURE_VARIANT(watch) {
	const char *take;
	const char *sleep;
	char state;
};

FIXTURE_VARIANT_ADD(watch, mutex) {
	.take = "mutex",
	.sleep = "has slept in D for at most ",
	.state = 'D',
};

/* What the kernel's own hung_task does not look at. */
FIXTURE_VARIANT_ADD(watch, killable) {
	.take = "mutex-killable",
	.sleep = "has slept in D for at most ",
	.state = 'D',
};

FIXTURE_VARIANT_ADD(watch, interruptible) {
	.take = "mutex-interruptible",
	.sleep = "has slept in S for at most ",
	.state = 'S',
};

TEST_F_TIMEOUT(watch, tells_once, 300)
{
	pid_t owner, waiter, late;
	char steps[64];

	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	owner = hold_start(NULL, "mutex 3; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	snprintf(steps, sizeof(steps), "%s 3", variant->take);
	waiter = child_start(hold_and_stay, steps);
	ASSERT_TRUE(await(proc_sleeps(waiter, variant->state), 10));
	ASSERT_TRUE(TELLS(STUCK_LINE, waiter));
	EXPECT_TRUE(has_name(self->line, "", waiter, " has slept in "));
	EXPECT_TRUE(has(self->line, variant->sleep));
	EXPECT_TRUE(has(self->line, lacks("variables") ?
			"it wants to lock mutex " :
			"it wants to lock mutex procscope_hold:hold_mutex+"));
	EXPECT_TRUE(has_name(self->line, "; root: ", owner, " (exact) has"));
	EXPECT_TRUE(has(self->line, "; 1 task waits behind it"));

	/* Once: another one is told, and by then the first was often seen. */
	late = child_start(hold_and_stay, steps);
	ASSERT_TRUE(await(proc_sleeps(late, variant->state), 10));
	ASSERT_TRUE(TELLS(STUCK_LINE, late));
	EXPECT_TRUE(has_name(self->line, "", late, " has slept in "));
	EXPECT_TRUE(has(self->line, "; 2 tasks wait behind it"));

	ASSERT_TRUE(hold_go("end"));
	ASSERT_TRUE(TELLS(MOVES_LINE, waiter));
	EXPECT_TRUE(has_name(self->line, "", waiter, " after at least "));
	ASSERT_TRUE(TELLS(MOVES_LINE, late));
	EXPECT_EQ(0, watch_end(&self->watch));
	expect_once(_metadata, &self->watch, waiter);
	expect_once(_metadata, &self->watch, late);
}

FIXTURE(alone) {
	struct watch watch;
	char line[4096];
};

FIXTURE_SETUP(alone)
{
	self->watch.fd = -1;
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(alone)
{
	watch_free(&self->watch);
	EXPECT_TRUE(hold_unload());
	unlink(FILE_PATH);
	if (!module_is_loaded("procscope"))
		EXPECT_EQ(0, module_load("procscope"));
}

/* Who is killed is stuck no more, either. */
TEST_F_TIMEOUT(alone, tells_of_an_end, 300)
{
	pid_t owner, waiter;

	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	owner = hold_start(NULL, "mutex 3; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable 3");
	ASSERT_TRUE(TELLS(STUCK_LINE, waiter));
	ASSERT_TRUE(child_kill(waiter));
	ASSERT_TRUE(tells_end(&self->watch, waiter));
	EXPECT_EQ(0, watch_end(&self->watch));
	expect_once(_metadata, &self->watch, waiter);
}

TEST_F_TIMEOUT(alone, names_a_cycle, 300)
{
	pid_t one, two;

	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	one = hold_start(NULL, "mutex-killable 0; meet ring 2; mutex-killable 1");
	two = hold_start(NULL, "mutex-killable 1; meet ring 2; mutex-killable 0");
	ASSERT_TRUE(hold_becomes(one, 3, "blocked"));
	ASSERT_TRUE(hold_becomes(two, 3, "blocked"));
	ASSERT_TRUE(TELLS(STUCK_LINE, one));
	EXPECT_TRUE(has(self->line, "; DEADLOCK (breakable) of "));
	EXPECT_TRUE(has_name(self->line, "", one, ", "));
	EXPECT_TRUE(has_name(self->line, ", ", two, "; 0 tasks wait behind it"));
	ASSERT_TRUE(TELLS(STUCK_LINE, two));
	ASSERT_TRUE(child_kill(one));
	ASSERT_TRUE(tells_end(&self->watch, one));
	ASSERT_TRUE(tells_end(&self->watch, two));
	EXPECT_EQ(0, watch_end(&self->watch));
	expect_once(_metadata, &self->watch, one);
	expect_once(_metadata, &self->watch, two);
}

/* A reader is known by its stack alone; a program is told so beside the text. */
TEST_F_TIMEOUT(alone, names_a_root_by_a_hint, 300)
{
	pid_t reader, writer;
	char words[64];

	reader = hold_start(NULL, "device-read 0; wait end");
	ASSERT_TRUE(hold_becomes(reader, 2, "held"));
	writer = hold_start(NULL, "device-write-killable 0");
	ASSERT_TRUE(hold_becomes(writer, 1, "blocked"));
	ASSERT_TRUE(watch_start(&self->watch, for_programs, -1));
	ASSERT_TRUE(TELLS(STUCK_LINE, writer));
	EXPECT_TRUE(has_name(self->line, "; root: ", reader,
			     " (by a hint) has slept in D "));
	EXPECT_TRUE(has(self->line, "; 1 task waits behind it"));
	EXPECT_TRUE(has(self->line, "\"cycle\":null, "));
	snprintf(words, sizeof(words), "\"root\":%d, \"sure\":\"hint\"", reader);
	EXPECT_TRUE(has(self->line, words));
	EXPECT_EQ(NULL, strstr(self->line, "exact")) show(&self->watch);
	EXPECT_EQ(0, watch_end(&self->watch));
}

/* The reader wants what the writer has. That is no proof, and not told as one. */
TEST_F_TIMEOUT(alone, names_a_cycle_by_a_hint, 300)
{
	pid_t reader, writer;
	char words[96];

	reader = hold_start(NULL, "device-read 0; meet all 2; mutex-killable 7");
	writer = hold_start(NULL, "mutex-killable 7; meet all 2; device-write-killable 0");
	ASSERT_TRUE(hold_becomes(reader, 3, "blocked"));
	ASSERT_TRUE(hold_becomes(writer, 3, "blocked"));
	ASSERT_TRUE(watch_start(&self->watch, for_programs, -1));
	ASSERT_TRUE(TELLS(STUCK_LINE, reader));
	EXPECT_TRUE(has_name(self->line,
			     "; possible deadlock, the chain returns by a hint: ",
			     reader, ", "));
	EXPECT_TRUE(has_name(self->line, ", ", writer,
			     "; 0 tasks wait behind it"));
	snprintf(words, sizeof(words),
		 "\"cycle\":\"hint\", \"members\":[%d, %d], \"root\":null",
		 reader, writer);
	EXPECT_TRUE(has(self->line, words));
	ASSERT_TRUE(TELLS(STUCK_LINE, writer));
	EXPECT_EQ(0, count_lines(&self->watch, "DEADLOCK", "", self->line,
				 sizeof(self->line))) show(&self->watch);
	EXPECT_EQ(0, watch_end(&self->watch));
}

#define WAITERS	30

/* All that wait for one lock are one line, though there are more than it names. */
TEST_F_TIMEOUT(alone, tells_many_together, 300)
{
	pid_t owner, waiter[WAITERS];
	unsigned int i;

	owner = hold_start(NULL, "mutex 3; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	for (i = 0; i < WAITERS; i++)
		waiter[i] = hold_start(NULL, "mutex-killable 3");
	for (i = 0; i < WAITERS; i++)
		ASSERT_TRUE(hold_becomes(waiter[i], 1, "blocked"));
	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	ASSERT_TRUE(TELLS(STUCK_LINE, waiter[0]));
	EXPECT_TRUE(has(self->line, " and 21 more; "));
	EXPECT_TRUE(has_name(self->line, "; root: ", owner, " (exact) has"));
	EXPECT_TRUE(has(self->line, "; 30 tasks wait behind it"));
	ASSERT_TRUE(hold_go("end"));
	ASSERT_TRUE(tells_end(&self->watch, waiter[0]));
	EXPECT_EQ(0, watch_end(&self->watch));
	expect_once(_metadata, &self->watch, waiter[0]);
	EXPECT_EQ(1, count_lines(&self->watch, STUCK_LINE,
				 lacks("variables") ? "mutex" : "hold_mutex",
				 self->line, sizeof(self->line)));
}

/* Have the lock for a moment, again and again. */
static int pass_on(void *unused)
{
	int fd = open(FILE_PATH, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	(void)unused;
	while (fd >= 0 && !flock(fd, LOCK_EX)) {
		usleep(SHORT_WAIT);
		if (flock(fd, LOCK_UN))
			break;
	}
	return 1;
}

/* Wait for the lock that the parent keeps. */
static int want_file(void *unused)
{
	int fd = open(FILE_PATH ".kept", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	(void)unused;
	return fd < 0 || flock(fd, LOCK_EX);
}

static int wait_for_data(void *unused)
{
	int ends[2];
	char byte;

	(void)unused;
	return pipe(ends) || read(ends[0], &byte, 1) != 1;
}

static int wait_for_child(void *unused)
{
	(void)unused;
	if (!fork())
		pause();
	return wait(NULL) < 0;
}

static bool waits_for(pid_t tid, __u32 kind)
{
	const struct task *task;
	struct model model;
	bool does;

	if (!view_events(&model))
		return false;
	task = model_find(&model, tid);
	does = task && task->wait && task->wait->raw.kind == kind &&
	       task->wait->raw.status == PROCSCOPE_OK;
	model_free(&model);
	return does;
}

/*
 * Two pass a lock to each other: each waits for it again and again, and never for
 * long. Others wait for ever for what nobody has to give soon. But one is stuck:
 * for what all children have open, and could unlock.
 */
TEST_F_TIMEOUT(alone, tells_of_nobody_else, 300)
{
	static const char *const argv[] = {
		"procscope", "watch", "--stuck", "5s", "--interval", "0.2",
		"--count", "60", NULL
	};
	int fd = open(FILE_PATH ".kept", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	pid_t one, two, data, child, stuck;
	int status;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, flock(fd, LOCK_EX));
	one = child_start(pass_on, NULL);
	two = child_start(pass_on, NULL);
	data = child_start(wait_for_data, NULL);
	child = child_start(wait_for_child, NULL);
	stuck = child_start(want_file, NULL);
	/* They do wait, or nothing would be shown here. */
	EXPECT_TRUE(await(waits_for(one, PROCSCOPE_KIND_FLOCK), 20));
	EXPECT_TRUE(await(waits_for(two, PROCSCOPE_KIND_FLOCK), 20));
	EXPECT_TRUE(await(waits_for(data, PROCSCOPE_KIND_PIPE), 20));
	EXPECT_TRUE(await(waits_for(child, PROCSCOPE_KIND_CHILD), 20));
	EXPECT_TRUE(await(waits_for(stuck, PROCSCOPE_KIND_FLOCK), 20));

	ASSERT_TRUE(watch_start(&self->watch, argv, -1));
	EXPECT_TRUE(TELLS(STUCK_LINE, stuck));
	EXPECT_TRUE(has(self->line, "has slept in S for at most "));
	EXPECT_TRUE(has_name(self->line, "; root: ", getpid(), " (by a hint) "));
	/* It ends after as many looks as it was to take. */
	EXPECT_TRUE(child_wait(self->watch.tid, PATIENCE, &status));
	EXPECT_TRUE(WIFEXITED(status) && !WEXITSTATUS(status));
	hear(&self->watch);
	EXPECT_EQ(1, count_lines(&self->watch, STUCK_LINE, "", self->line,
				 sizeof(self->line))) show(&self->watch);
	EXPECT_EQ(0, count_lines(&self->watch, "again", "", self->line,
				 sizeof(self->line))) show(&self->watch);
	close(fd);
	unlink(FILE_PATH ".kept");
}

/* What sleeps in D counts, whatever it is for, and is told by its stack. */
TEST_F_TIMEOUT(alone, tells_of_what_is_no_lock, 300)
{
	pid_t child = hold_start(NULL, "deep 0");

	ASSERT_TRUE(hold_becomes(child, 1, "held"));
	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	ASSERT_TRUE(TELLS(STUCK_LINE, child));
	EXPECT_TRUE(has_name(self->line, "", child, " has slept in D for "));
	EXPECT_TRUE(has(self->line, "it waits for no lock, in sleep_below"));
	EXPECT_TRUE(child_kill(child));
	ASSERT_TRUE(tells_end(&self->watch, child));
	EXPECT_EQ(0, watch_end(&self->watch));
	expect_once(_metadata, &self->watch, child);
}

/* What a program is told of two tasks: a line for each event, an object each. */
TEST_F_TIMEOUT(alone, tells_programs, 300)
{
	pid_t owner, waiter;
	char name[32];

	owner = hold_start(NULL, "mutex 3; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable 3");
	ASSERT_TRUE(hold_becomes(waiter, 1, "blocked"));
	ASSERT_TRUE(watch_start(&self->watch, for_programs, -1));
	snprintf(name, sizeof(name), "{\"tid\":%d, ", waiter);
	EXPECT_TRUE(await((hear(&self->watch),
			   count_lines(&self->watch, "\"event\":\"stuck\"",
				       name, self->line, sizeof(self->line))),
			  PATIENCE)) show(&self->watch);
	snprintf(name, sizeof(name), "\"root\":%d, \"sure\":\"exact\"", owner);
	EXPECT_TRUE(has(self->line, name));
	EXPECT_TRUE(has(self->line, "\"cycle\":null"));
	EXPECT_TRUE(has(self->line, "\"behind\":1, \"text\":\""));
	EXPECT_EQ(0, strncmp(self->line, "{\"time\":", 8));
	EXPECT_EQ('}', self->line[strlen(self->line) - 1]);
	ASSERT_TRUE(child_kill(waiter));
	snprintf(name, sizeof(name), "{\"tid\":%d, ", waiter);
	EXPECT_TRUE(await((hear(&self->watch),
			   count_lines(&self->watch, "\"tasks\":[{\"tid\":",
				       name, self->line,
				       sizeof(self->line)) == 2),
			  PATIENCE)) show(&self->watch);
	EXPECT_EQ(0, watch_end(&self->watch));
	EXPECT_EQ(1, count_lines(&self->watch, "\"event\":\"start\"", "",
				 self->line, sizeof(self->line)));
	EXPECT_TRUE(strstr(self->watch.text, "\"event\":\"start\"") <
		    strchr(self->watch.text, '\n'));
}

/* The first line is there at once, and is no event. */
static bool begins(struct watch *watch)
{
	hear(watch);
	return strchr(watch->text, '\n') && watch->text[0] == '#';
}

TEST_F_TIMEOUT(alone, ends_with_the_module, 300)
{
	char text[256] = "";
	int status, fds[2];
	ssize_t got;

	ASSERT_EQ(0, pipe2(fds, O_CLOEXEC));
	ASSERT_TRUE(watch_start(&self->watch, usual, fds[1]));
	close(fds[1]);
	ASSERT_TRUE(await(begins(&self->watch), PATIENCE));
	ASSERT_TRUE(await(!module_unload("procscope"), PATIENCE));
	ASSERT_TRUE(child_wait(self->watch.tid, PATIENCE, &status));
	EXPECT_TRUE(WIFEXITED(status));
	EXPECT_EQ(EXIT_NO_MODULE, WEXITSTATUS(status));
	got = read(fds[0], text, sizeof(text) - 1);
	ASSERT_LT(0, got);
	EXPECT_EQ(0, strncmp(text, "procscope: ", 11));
	EXPECT_TRUE(has(text, "load the module"));
	EXPECT_EQ(text + got - 1, strchr(text, '\n'));
	close(fds[0]);
}

/* Between two looks, which it is kept from going on from. */
static bool unloads_meanwhile(const struct watch *watch)
{
	kill(watch->tid, SIGSTOP);
	if (await(proc_state(watch->tid) == 'T', 10) &&
	    !module_unload("procscope"))
		return true;
	kill(watch->tid, SIGCONT);
	return false;
}

/* A lock has another id then, but who waits for it has not moved. */
TEST_F_TIMEOUT(alone, goes_on_with_the_module_loaded_anew, 300)
{
	pid_t owner, waiter, late;

	owner = hold_start(NULL, "mutex 3; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable 3");
	ASSERT_TRUE(hold_becomes(waiter, 1, "blocked"));
	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	ASSERT_TRUE(TELLS(STUCK_LINE, waiter));
	ASSERT_TRUE(await(unloads_meanwhile(&self->watch), PATIENCE));
	ASSERT_EQ(0, module_load("procscope"));
	kill(self->watch.tid, SIGCONT);
	late = hold_start(NULL, "mutex-killable 3");
	ASSERT_TRUE(TELLS(STUCK_LINE, late));
	ASSERT_TRUE(hold_go("end"));
	ASSERT_TRUE(tells_end(&self->watch, waiter));
	EXPECT_EQ(0, watch_end(&self->watch));
	expect_once(_metadata, &self->watch, waiter);
}

/* There is nothing to say, and so nothing to write that would fail. */
TEST_F_TIMEOUT(alone, ends_with_its_reader, 300)
{
	int status;

	ASSERT_TRUE(watch_start(&self->watch, usual, -1));
	ASSERT_TRUE(await(begins(&self->watch), PATIENCE));
	close(self->watch.fd);
	self->watch.fd = -1;
	ASSERT_TRUE(child_wait(self->watch.tid, PATIENCE, &status));
	EXPECT_TRUE(WIFEXITED(status) && !WEXITSTATUS(status));
}

TEST_F_TIMEOUT(alone, refuses, 300)
{
	static const struct refusal {
		const char *option;
		const char *value;
		const char *words;
	} refusals[] = {
		{ "-i", "/dev/null", "watch: a file is one look" },
		{ "--stuck", "0", "not 100ms to 365d, as 10s or 1m30s: '0'" },
		{ "--stuck", "99ms", "not 100ms to 365d" },
		{ "--stuck", "soon", "not 100ms to 365d" },
		{ "--stuck", "1m30", "not 100ms to 365d" },
		{ "--interval", "0", "not 0.1 to 86400 seconds: '0'" },
		{ "--count", "0", "not a count: '0'" },
		{ "-o", "TID", "watch: prints no table" },
		{ "--tgid", "1", "watch: takes no --tgid" },
	};
	unsigned int i;
	struct output output;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		output = OUTPUT_OF(20, "procscope", "watch",
				   refusals[i].option, refusals[i].value);
		EXPECT_EQ(1, output.code);
		EXPECT_STREQ("", output.out);
		EXPECT_EQ(0, strncmp("procscope: ", output.err, 11));
		EXPECT_NE(NULL, strstr(output.err, refusals[i].words))
			output_show(refusals[i].words, &output);
		output_free(&output);
	}
	output = OUTPUT_OF(20, "procscope", "ps", "--stuck", "1s");
	EXPECT_EQ(1, output.code);
	EXPECT_NE(NULL, strstr(output.err, "ps: --stuck is for watch"));
	output_free(&output);
}

TEST_HARNESS_MAIN
