// SPDX-License-Identifier: GPL-2.0
/* cli_test.c - is the command polite: help, errors, exit codes? */
#include <sys/prctl.h>

#include "kselftest_harness.h"

#include <sys/stat.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "needs.h"
#include "output.h"
#include "proc.h"
#include "synthetic.h"

#define PATIENCE 20
#define SNAPSHOT "/proc/procscope/snapshot"

/* No pid_max reaches it. */
#define NO_TID "4194305"

static const char *const commands[] = {
	"ps", "stack", "locks", "why", "deadlocks", "roots", "graph"
};

#define COMMANDS ARRAY_SIZE(commands)

static bool is_one_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return end && end > text && !end[1];
}

/* Have their first lines the same words, however wide the columns? */
static bool same_head(const char *a, const char *b)
{
	while (*a == *b && *a && *a != '\n') {
		a += strspn(a, " ") ?: 1;
		b += strspn(b, " ") ?: 1;
	}
	return *a == '\n' && *b == '\n';
}

/*
 * Did it fail as it should: with the code, nothing on its standard output, and
 * one line of its own that has a word in it?
 */
static void expect_error(struct __test_metadata *_metadata,
			 const struct output *output, int code,
			 const char *word)
{
	EXPECT_EQ(code, output->code) output_show("procscope", output);
	EXPECT_STREQ("", output->out);
	EXPECT_TRUE(is_one_line(output->err))
		output_show("procscope", output);
	EXPECT_EQ(0, strncmp("procscope: ", output->err, 11));
	EXPECT_NE(NULL, strstr(output->err, word))
		output_show("procscope", output);
}

FIXTURE(cli) {
	int none;
};

FIXTURE_SETUP(cli)
{
	ASSERT_TRUE(module_is_loaded("procscope"));
}

FIXTURE_TEARDOWN(cli)
{
	EXPECT_TRUE(children_kill());
	if (!module_is_loaded("procscope"))
		EXPECT_EQ(0, module_load("procscope"));
}

TEST_F(cli, help)
{
	static const char *const option[] = { "--help", "-h" };
	struct output output;
	unsigned int i, j;

	for (j = 0; j < 2; j++) {
		output = OUTPUT_OF(PATIENCE, "procscope", option[j]);
		EXPECT_EQ(0, output.code);
		EXPECT_STREQ("", output.err);
		for (i = 0; i < COMMANDS; i++)
			EXPECT_NE(NULL, strstr(output.out, commands[i]));
		output_free(&output);
		for (i = 0; i < COMMANDS; i++) {
			output = OUTPUT_OF(PATIENCE, "procscope", commands[i],
					   option[j]);
			EXPECT_EQ(0, output.code)
				output_show(commands[i], &output);
			EXPECT_STREQ("", output.err);
			EXPECT_EQ(0, strncmp("Usage: procscope ", output.out,
					     17));
			EXPECT_NE(NULL, strstr(output.out, commands[i]));
			output_free(&output);
		}
	}
}

/* Nothing to look at is needed for help. */
TEST_F(cli, help_without_module)
{
	struct output output;

	ASSERT_EQ(0, module_unload("procscope"));
	output = OUTPUT_OF(PATIENCE, "procscope", "why", "--help");
	EXPECT_EQ(0, output.code);
	output_free(&output);
}

TEST_F(cli, done)
{
	unsigned int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	for (i = 0; i < COMMANDS; i++) {
		const char *tid = strcmp(commands[i], "why") ? NULL : "1";
		struct output output = OUTPUT_OF(PATIENCE, "procscope",
						 commands[i], tid);

		EXPECT_EQ(0, output.code) output_show(commands[i], &output);
		EXPECT_STREQ("", output.err);
		EXPECT_STRNE("", output.out);
		output_free(&output);
	}
}

TEST_F(cli, default_is_ps)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope");
	struct output ps = OUTPUT_OF(PATIENCE, "procscope", "ps");

	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, "TID"));
	/* What follows the head row changes, and how wide the columns are. */
	EXPECT_TRUE(same_head(output.out, ps.out))
		output_show("procscope ps", &ps);
	output_free(&output);
	output_free(&ps);
}

TEST_F(cli, no_such_tid)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "why", NO_TID);

	expect_error(_metadata, &output, 1, NO_TID);
	output_free(&output);
}

/* What a view does not need is not asked for, and not said to be absent. */
TEST_F(cli, asks)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "ps", "-o",
					 "TID,COMM");

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, " tasks\n"))
		output_show("ps", &output);
	EXPECT_EQ(NULL, strstr(output.out, "blocked"));
	output_free(&output);

	output = OUTPUT_OF(PATIENCE, "procscope", "ps", "-o", "TID,KIND");
	EXPECT_NE(NULL, strstr(output.out, " blocked, "))
		output_show("ps", &output);
	output_free(&output);

	output = OUTPUT_OF(PATIENCE, "procscope", "stack", "1");
	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, "do_syscall_64"));
	EXPECT_NE(NULL, strstr(output.out,
			       "seen: of a part of the system: 1 task\n"))
		output_show("stack", &output);
	output_free(&output);

	output = OUTPUT_OF(PATIENCE, "procscope", "stack", "--folded");
	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, ";do_syscall_64;"));
	output_free(&output);
}

/* The lines before the last one: the numbers of tasks. */
static void expect_tids(struct __test_metadata *_metadata,
			const struct output *output, pid_t tid)
{
	char expected[32];

	snprintf(expected, sizeof(expected), "%d\n#", tid);
	EXPECT_EQ(0, output->code) output_show("ps", output);
	EXPECT_EQ(0, strncmp(expected, output->out, strlen(expected)))
		output_show("ps", output);
	EXPECT_NE(NULL, strstr(output->out, "of a part of the system: 1 task"))
		output_show("ps", output);
}

/* Some tasks of the system, and of a file. */
TEST_F(cli, some_tasks)
{
	static const char file[] = "/tmp/cli.snapshot";
	pid_t owner, waiter;
	struct output output;
	char number[16];

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, hold_load());
	owner = hold_start(NULL, "mutex-killable 3; wait end");
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	waiter = hold_start(NULL, "mutex-killable 3");
	ASSERT_TRUE(hold_becomes(waiter, 1, "blocked"));
	snprintf(number, sizeof(number), "%d", owner);

	output = OUTPUT_OF(PATIENCE, "procscope", "ps", "-rn", "-o", "TID",
			   "--blocked", "--state", "D");
	expect_tids(_metadata, &output, waiter);
	output_free(&output);
	output = OUTPUT_OF(PATIENCE, "procscope", "ps", "-rn", "-o", "TID",
			   "--tgid", number);
	expect_tids(_metadata, &output, owner);
	output_free(&output);

	output = OUTPUT_OF(PATIENCE, "procscope", "record", "--blocked", file);
	EXPECT_EQ(0, output.code) output_show("record", &output);
	output_free(&output);
	output = OUTPUT_OF(PATIENCE, "procscope", "-i", file, "ps", "-rn",
			   "-o", "TID");
	expect_tids(_metadata, &output, waiter);
	output_free(&output);
	/* Who is not in it is not said to be gone. */
	snprintf(number, sizeof(number), "%d", waiter);
	output = OUTPUT_OF(PATIENCE, "procscope", "-i", file, "why", number);
	EXPECT_NE(NULL, strstr(output.out, "not in this part of the system"))
		output_show("why", &output);
	output_free(&output);
	/* Of who is in it, all is there. */
	output = OUTPUT_OF(PATIENCE, "procscope", "-i", file, "stack",
			   "--folded");
	EXPECT_NE(NULL, strstr(output.out, ";do_syscall_64;"))
		output_show("stack", &output);
	output_free(&output);
	unlink(file);
	EXPECT_TRUE(hold_unload());
}

/* What is recorded here is read by anyone anywhere. */
TEST_F(cli, record)
{
	const char *const argv[] = {
		"sh", "-c", "procscope -i - ps </tmp/cli.snapshot", NULL
	};
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "record",
					 "/tmp/cli.snapshot");

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	EXPECT_EQ(0, output.code) output_show("record", &output);
	EXPECT_NE(NULL, strstr(output.out, " blocked, "));
	output_free(&output);
	ASSERT_EQ(0, chmod("/tmp/cli.snapshot", 0444));
	ASSERT_EQ(0, module_unload("procscope"));
	output = output_of(PATIENCE, 65534, argv);
	EXPECT_EQ(0, output.code) output_show("ps", &output);
	EXPECT_NE(NULL, strstr(output.out, "# recorded on "));
	output_free(&output);
	unlink("/tmp/cli.snapshot");
}

TEST_F(cli, diff)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "diff",
					 "--interval", "0.2");

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	EXPECT_EQ(0, output.code) output_show("diff", &output);
	EXPECT_STREQ("", output.err);
	EXPECT_NE(NULL, strstr(output.out, "stuck: "));
	output_free(&output);
}

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;

	for (text = strstr(text, word); text; text = strstr(text + 1, word))
		count++;
	return count;
}

TEST_F(cli, ps_again_and_again)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "ps",
					 "--interval", "0.3", "--count", "3");

	EXPECT_EQ(0, output.code) output_show("ps", &output);
	EXPECT_STREQ("", output.err);
	EXPECT_EQ(3, count_of(output.out, "WAITS-FOR"));
	EXPECT_EQ(3, count_of(output.out, "\n# "));
	EXPECT_EQ(2, count_of(output.out, "\n\n"));
	EXPECT_LT(0.6, output.seconds);
	output_free(&output);

	output = OUTPUT_OF(PATIENCE, "procscope", "ps", "--interval", "0.1",
			   "--count", "2", "-J", "-o", "TID,STACK,WAITS-FOR");
	EXPECT_EQ(0, output.code) output_show("ps", &output);
	EXPECT_EQ(2, count_of(output.out, "\n"));
	EXPECT_EQ(2, count_of(output.out, "}\n"));
	EXPECT_EQ(2, count_of(output.out, "\"seen\""));
	output_free(&output);
}

/* It ends when nobody reads on. */
TEST_F(cli, ps_until_nobody_reads)
{
	struct output output = OUTPUT_OF(PATIENCE, "sh", "-c",
		"procscope ps --interval 0.1 | { head -n 1; exec <&-; }");

	EXPECT_EQ(0, output.code) output_show("ps", &output);
	EXPECT_EQ(0, strncmp(output.out + strspn(output.out, " "), "TID", 3));
	output_free(&output);
}

/* Whoever sits there is told for how long yet; the line is gone in the end. */
TEST_F(cli, diff_on_a_terminal)
{
	static const char *const argv[] = {
		"procscope", "diff", "--interval", "2", NULL
	};
	struct output output = output_on_terminal(PATIENCE, argv);
	const char *first = strstr(output.err, "\rlooking again in 2 s ");
	const char *second = strstr(output.err, "\rlooking again in 1 s ");
	const char *last = strrchr(output.err, '\r');

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	EXPECT_EQ(0, output.code) output_show("diff", &output);
	ASSERT_NE(NULL, first) output_show("diff", &output);
	ASSERT_LT(first, second) output_show("diff", &output);
	EXPECT_STREQ("\r", last);
	EXPECT_EQ(NULL, strchr(output.err, '\n'));
	EXPECT_EQ(NULL, strchr(output.out, '\r'));
	EXPECT_NE(NULL, strstr(output.out, "stuck: "));
	output_free(&output);
}

/*
 * A module of a newer ABI: what it would send is mounted over the entry, for
 * reading only, in a namespace of its own.
 */
TEST_F(cli, newer_module)
{
	const char *path = "/tmp/cli.newer";
	struct synthetic stream;
	unsigned int i;
	FILE *file;

	synthetic_begin(&stream);
	((struct procscope_header *)stream.data)->abi++;
	synthetic_end(&stream);
	file = fopen(path, "w");
	ASSERT_NE(NULL, file);
	EXPECT_EQ(1, fwrite(stream.data, stream.size, 1, file));
	EXPECT_EQ(0, fclose(file));
	synthetic_free(&stream);
	for (i = 0; i < COMMANDS; i++) {
		struct output output;
		char line[256];

		snprintf(line, sizeof(line),
			 "mount -o bind %s %s && mount -o remount,bind,ro %s && exec procscope %s %s",
			 path, SNAPSHOT, SNAPSHOT, commands[i],
			 strcmp(commands[i], "why") ? "" : "1");
		output = OUTPUT_OF(PATIENCE, "unshare", "-m", "sh", "-c", line);
		expect_error(_metadata, &output, 2, "newer");
		output_free(&output);
	}
	unlink(path);
}

/* Of several tasks, those that are there are shown all the same. */
TEST_F(cli, one_tid_of_two)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "stack", "1",
					 NO_TID);

	if (lacks("stacks"))
		SKIP(return, "%s", lacks("stacks"));
	EXPECT_EQ(1, output.code) output_show("stack", &output);
	EXPECT_NE(NULL, strstr(output.out, "do_syscall_64"))
		output_show("stack", &output);
	EXPECT_TRUE(is_one_line(output.err));
	EXPECT_NE(NULL, strstr(output.err, NO_TID));
	output_free(&output);
}

TEST_F(cli, module_not_loaded)
{
	unsigned int i;

	ASSERT_EQ(0, module_unload("procscope"));
	for (i = 0; i < COMMANDS; i++) {
		const char *tid = strcmp(commands[i], "why") ? NULL : "1";
		struct output output = OUTPUT_OF(PATIENCE, "procscope",
						 commands[i], tid);

		expect_error(_metadata, &output, 2, "insmod");
		output_free(&output);
	}
}

TEST_F(cli, no_permission)
{
	unsigned int i;

	for (i = 0; i < COMMANDS; i++) {
		const char *const argv[] = {
			"procscope", commands[i],
			strcmp(commands[i], "why") ? NULL : "1", NULL
		};
		struct output output = output_of(PATIENCE, 65534, argv);

		expect_error(_metadata, &output, 1, "root");
		output_free(&output);
	}
}

TEST_F(cli, bad_usage)
{
	static const char *const bad[][4] = {
		{ "procscope", "nonsense" },
		{ "procscope", "--nonsense" },
		{ "procscope", "ps", "--nonsense" },
		{ "procscope", "ps", "1" },
		{ "procscope", "why" },
		{ "procscope", "why", "one" },
		{ "procscope", "why", "0" },
		{ "procscope", "why", "1x" },
		{ "procscope", "why", "-1" },
		{ "procscope", "why", "99999999999999999999" },
		{ "procscope", "stack", "" },
		{ "procscope", "deadlocks", "--blocked" },
		{ "procscope", "ps", "--state=Q" },
		{ "procscope", "ps", "--tgid=x" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct output output;
		const char *const argv[] = {
			bad[i][0], bad[i][1], bad[i][2], NULL
		};

		output = output_of(PATIENCE, 0, argv);
		EXPECT_EQ(1, output.code) output_show(bad[i][1], &output);
		EXPECT_STREQ("", output.out);
		EXPECT_STRNE("", output.err) output_show(bad[i][1], &output);
		output_free(&output);
	}
}

TEST_F(cli, full_disk)
{
	struct output output = OUTPUT_OF(PATIENCE, "sh", "-c",
					 "procscope ps >/dev/full");

	expect_error(_metadata, &output, 1, "write error");
	output_free(&output);
}

static int sleep_as(void *name)
{
	prctl(PR_SET_NAME, name);
	return pause();
}

/* A name of a task cannot write to the terminal what it likes. */
TEST_F(cli, hostile_comm)
{
	char name[] = "\x1b[2Jx\ny";
	struct proc_task task = {};
	struct output output;
	char number[16];
	pid_t child;

	child = child_start(sleep_as, name);
	ASSERT_LT(0, child);
	ASSERT_TRUE(await(proc_task(child, &task) && task.state == 'S' &&
			  !strcmp(task.comm, name), 10))
		TH_LOG("it is called \"%s\"", task.comm);
	snprintf(number, sizeof(number), "%d", child);
	output = OUTPUT_OF(PATIENCE, "procscope", "ps");
	EXPECT_NE(NULL, strstr(output.out, number));
	EXPECT_EQ(NULL, strchr(output.out, '\x1b'));
	output_free(&output);
	output = OUTPUT_OF(PATIENCE, "procscope", "why", number);
	EXPECT_EQ(NULL, strchr(output.out, '\x1b'));
	EXPECT_NE(NULL, strstr(output.out, number));
	output_free(&output);
}

TEST_HARNESS_MAIN
