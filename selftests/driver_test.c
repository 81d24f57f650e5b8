// SPDX-License-Identifier: GPL-2.0
/*
 * driver_test.c - does a driver developer's day go as procscope(8) tells it?
 *
 * Each bug of the fixture is found by one command. What that says is what the
 * man page shows, so the words are looked for as they stand there.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "fixtures/driver.h"
#include "module.h"
#include "needs.h"
#include "output.h"
#include "proc.h"
#include "procscope_names.h"
#include "put.h"
#include "sleepers.h"

#define MODULE		"procscope_driver"
#define DEVICE		"/dev/" MODULE
#define PARAMETERS	"/sys/module/" MODULE "/parameters/"

#define EXIT_DEADLOCK	3

/* How long a command may take. */
#define PATIENCE	20

/* The tool of the driver, as its users run it: one request; may stay if it fails. */
struct request {
	unsigned long number;
	int size;
	bool stays;
};

static int ask_driver(void *argument)
{
	struct request *request = argument;
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);

	prctl(PR_SET_NAME, "drvtool");
	if (fd < 0)
		return 1;
	if (!ioctl(fd, request->number, &request->size))
		return 0;
	while (request->stays)
		pause();
	return 2;
}

static pid_t start_tool(unsigned long number, int size)
{
	struct request request = { .number = number, .size = size };

	return child_start(ask_driver, &request);
}

/* The same call as rmmod's. */
static int remove_driver(void *unused)
{
	(void)unused;
	prctl(PR_SET_NAME, "rmmod");
	return !!syscall(SYS_delete_module, MODULE, O_NONBLOCK);
}

static bool set(const char *parameter)
{
	char path[128];

	snprintf(path, sizeof(path), PARAMETERS "%s", parameter);
	return !put_text(path, "1");
}

/*
 * Is there a line that has all the words, in this order? They are given in one
 * text, a "*" for what differs from run to run.
 */
static bool has_line(const char *text, const char *words)
{
	const char *line, *end;

	for (line = text; *line; line = *end ? end + 1 : end) {
		const char *at = line, *word = words;
		size_t length;

		end = line + strcspn(line, "\n");
		for (;;) {
			char piece[256];

			length = strcspn(word, "*");
			snprintf(piece, sizeof(piece), "%.*s", (int)length,
				 word);
			at = strstr(at, piece);
			if (!at || at + length > end)
				break;
			at += length;
			if (!word[length])
				return true;
			word += length + 1;
		}
	}
	return false;
}

static void expect_line(struct __test_metadata *_metadata,
			const struct output *output, const char *words)
{
	EXPECT_TRUE(has_line(output->out, words)) {
		TH_LOG("no \"%s\"", words);
		output_show("procscope", output);
	}
}

/* Where lockdep watches, it says that the task holds the lock, and who took it. */
static void expect_held(struct __test_metadata *_metadata, pid_t tid,
			const char *words)
{
	const char *reason = lacks("held");
	struct output output;
	char number[16];

	if (reason) {
		TH_LOG("%s", reason);
		return;
	}
	snprintf(number, sizeof(number), "%d", tid);
	output = OUTPUT_OF(PATIENCE, "procscope", "held", number);
	EXPECT_EQ(0, output.code);
	expect_line(_metadata, &output, words);
	output_free(&output);
}

/* What the kernel's own /proc tells does not have the word. */
static void expect_less(struct __test_metadata *_metadata, pid_t tid,
			const char *word)
{
	char *stack = proc_text(tid, "stack");

	ASSERT_NE(NULL, stack);
	EXPECT_EQ(NULL, strstr(stack, word)) TH_LOG("%s", stack);
	free(stack);
}

FIXTURE(driver) {
	struct model model;
	struct output output;
	bool has_held;
};

FIXTURE_SETUP(driver)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks("variables"))
		SKIP(return, "%s", lacks("variables"));
	self->has_held = !lacks("held");
}

FIXTURE_TEARDOWN(driver)
{
	model_free(&self->model);
	if (self->output.out)
		output_free(&self->output);
	/* The bugs are none that lockdep finds: it would say no more after that. */
	if (self->has_held)
		EXPECT_STREQ("", lacks("held") ?: "");
}

static pid_t owner_of(const struct model *model, pid_t tid)
{
	const struct task *task = model_find(model, tid);
	const struct wait *wait = task ? task->wait : NULL;

	return wait && wait->raw.owner_status == PROCSCOPE_OK ?
	       wait->raw.owner : 0;
}

/* Both of a cycle sleep. Return: the worker, 0 if it never came to that. */
static pid_t becomes_cycle(struct model *model, pid_t tool, __u32 kind)
{
	pid_t worker;

	if (!await(sleeper_waits(model, tool, kind) && owner_of(model, tool), 10))
		return 0;
	worker = owner_of(model, tool);
	return await(sleeper_waits(model, worker, PROCSCOPE_KIND_MUTEX), 10) ?
	       worker : 0;
}

static bool kernel_keeps_holder(void)
{
	FILE *parameter = fopen(PARAMETERS "keeps_holder", "r");
	int letter = parameter ? fgetc(parameter) : 0;

	if (parameter)
		fclose(parameter);
	return letter == 'Y';
}

TEST_F(driver, semaphore_that_is_kept)
{
	struct output *output = &self->output;
	pid_t tool;

	ASSERT_EQ(0, module_load(MODULE));
	tool = start_tool(DRIVER_TRANSFER, 0);
	ASSERT_TRUE(child_wait(tool, 10, NULL));
	tool = start_tool(DRIVER_TRANSFER, 1);
	ASSERT_TRUE(await(sleeper_waits(&self->model, tool, PROCSCOPE_KIND_SEMAPHORE),
			  10));
	*output = OUTPUT_OF(PATIENCE, "procscope", "locks");
	EXPECT_EQ(0, output->code);
	expect_line(_metadata, output, "semaphore *procscope_driver:buffers");
	expect_line(_metadata, output, "exclusive *drvtool[");
	if (!kernel_keeps_holder())
		expect_line(_metadata, output, "; owner: a semaphore has no owner");
	/* The guilty one has ended: a task in its place may be on record. */
	EXPECT_NE(PROCSCOPE_OWNER_EXACT,
		  model_find(&self->model, tool)->wait->raw.certainty);
	expect_less(_metadata, tool, "buffers");
	EXPECT_TRUE(set("give_back"));
	EXPECT_TRUE(child_wait(tool, 10, NULL));
	EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(driver, last_holder_of_a_semaphore)
{
	struct request request = { .number = DRIVER_TRANSFER, .stays = true };
	const struct wait *wait;
	pid_t guilty, tool;

	ASSERT_EQ(0, module_load(MODULE));
	guilty = child_start(ask_driver, &request);
	ASSERT_TRUE(await(proc_sleeps(guilty, 'S'), 10));
	tool = start_tool(DRIVER_TRANSFER, 1);
	ASSERT_TRUE(await(sleeper_waits(&self->model, tool, PROCSCOPE_KIND_SEMAPHORE),
			  10));
	wait = model_find(&self->model, tool)->wait;
	self->output = sleeper_why(tool);
	if (kernel_keeps_holder()) {
		EXPECT_EQ(guilty, owner_of(&self->model, tool));
		EXPECT_EQ(PROCSCOPE_OWNER_HINT, wait->raw.certainty);
		expect_line(_metadata, &self->output,
			    "owner drvtool[*] (a hint: last holder on record, or a later task in its place) has slept in S");
		expect_line(_metadata, &self->output,
			    "Way out: if the hint is right, drvtool[*] has to let go");
	} else {
		EXPECT_EQ(0, owner_of(&self->model, tool));
		expect_line(_metadata, &self->output,
			    "the owner can't be told: a semaphore has no owner");
	}
	EXPECT_TRUE(set("give_back"));
	EXPECT_TRUE(child_wait(tool, 10, NULL));
	EXPECT_TRUE(child_kill(guilty));
	EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(driver, locks_in_the_other_order)
{
	struct output *output = &self->output;
	pid_t tool, worker;

	ASSERT_EQ(0, module_load(MODULE));
	tool = start_tool(DRIVER_CONFIGURE, 0);
	worker = becomes_cycle(&self->model, tool, PROCSCOPE_KIND_MUTEX);
	ASSERT_NE(0, worker);
	*output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	EXPECT_EQ(EXIT_DEADLOCK, output->code);
	expect_line(_metadata, output,
		    "kworker/*it wants to lock mutex " MODULE ":dev_lock");
	expect_line(_metadata, output, "refresh *process_*work");
	expect_line(_metadata, output,
		    "drvtool[*SIGKILL ends it: it wants to lock mutex " MODULE ":config_lock");
	expect_line(_metadata, output, "configure*driver_ioctl");
	expect_line(_metadata, output,
		    "DEADLOCK (breakable), the chain returns here. 2 tasks in the cycle");
	expect_line(_metadata, output, "Way out: SIGKILL to drvtool[*] breaks it");
	expect_less(_metadata, tool, "config_lock");
	expect_held(_metadata, tool, "drvtool *mutex exclusive exact *dev_lock *configure");
	expect_held(_metadata, worker, "mutex exclusive exact *config_lock*refresh");
	EXPECT_TRUE(child_kill(tool));
	EXPECT_TRUE(await(!module_unload(MODULE), 10));
}

TEST_F(driver, rmmod_that_never_ends)
{
	struct output *output = &self->output;
	pid_t rmmod;

	ASSERT_EQ(0, module_load_with("/lib/procscope/" MODULE ".ko",
				      "poll=1"));
	rmmod = child_start(remove_driver, NULL);
	ASSERT_TRUE(await(sleeper_waits(&self->model, rmmod, PROCSCOPE_KIND_KTHREAD),
			  10));
	*output = sleeper_why(rmmod);
	EXPECT_EQ(0, output->code);
	expect_line(_metadata, output,
		    "rmmod[*nothing: it waits for a thread of the kernel to stop");
	expect_line(_metadata, output, "kthread_stop *sys_delete_module");
	expect_line(_metadata, output,
		    "thread driver-poll[*] (exact) has slept in D");
	expect_line(_metadata, output,
		    "driver-poll[*it waits for the completion " MODULE ":reply_arrived");
	expect_line(_metadata, output, "poll_device *kthread");
	expect_line(_metadata, output, "it does not say who completes it");
	expect_less(_metadata, rmmod, "driver-poll");
	expect_less(_metadata, rmmod, "reply_arrived");
	EXPECT_TRUE(set("reply"));
	EXPECT_TRUE(child_wait(rmmod, 10, NULL));
	EXPECT_FALSE(module_is_loaded(MODULE));
}

/* Nothing ends this one: it is the last. */
TEST_F(driver, work_that_is_waited_for)
{
	struct output *output = &self->output;
	pid_t tool;

	ASSERT_EQ(0, module_load(MODULE));
	tool = start_tool(DRIVER_DRAIN, 0);
	ASSERT_NE(0, becomes_cycle(&self->model, tool, PROCSCOPE_KIND_WORK));
	*output = OUTPUT_OF(PATIENCE, "procscope", "deadlocks");
	EXPECT_EQ(EXIT_DEADLOCK, output->code);
	expect_line(_metadata, output,
		    "kworker/*it wants to lock mutex " MODULE ":queue_lock");
	expect_line(_metadata, output, "drain *process_*work");
	expect_line(_metadata, output,
		    "drvtool[*it waits for a work item to be done: " MODULE ":drain");
	expect_line(_metadata, output, "flush_work *drain_all*driver_ioctl");
	expect_line(_metadata, output, "(exact): DEADLOCK, the chain returns here.");
	expect_line(_metadata, output,
		    "Way out: none of these waits can be interrupted; only a reboot ends them");
	output_free(output);
	/* The cycle is drawn through both, and in red. */
	*output = OUTPUT_OF(PATIENCE, "procscope", "graph");
	EXPECT_EQ(0, output->code);
	expect_line(_metadata, output,
		    "-> t* [label=\"work " MODULE ":drain\", color=red");
	expect_line(_metadata, output,
		    "label=\"" MODULE ":queue_lock\", color=red");
	expect_less(_metadata, tool, "queue_lock");
	expect_held(_metadata, tool, "drvtool *mutex exclusive exact *queue_lock *drain_all");
}

TEST_HARNESS_MAIN
