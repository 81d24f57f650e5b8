// SPDX-License-Identifier: GPL-2.0
/*
 * hostile_test.c - can the name of a task lie to who reads of it?
 *
 * One task waits for a lock of another one, and both have a name that tries to
 * forge a row, to speak to the terminal or to break out of a string. All that
 * is said of them must have the shape that it has with plain names.
 */
#include "kselftest_harness.h"

#include <ctype.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "proc.h"
#include "views.h"

#define PATIENCE	20

/* The first one is what the others are held against. */
static const char *const names[] = {
	"plain", "a b\n7 7 0 S 0 -", "\x1b]0;x\a\x1b[2J", "\xff\xc3(\xe2\x82\xc2\x9b",
	") R 1 1 (x", "\"]; x -> y; //", "\\\"},{\"a\":1", "# tasks 0\r\x7f",
	"\\x0a \\012 ,;|<>",
};

/* What is said of these two alone, in as many lines at each look. */
static const char *const views[] = {
	"locks", "locks -r", "locks -J -o +COMM", "why %1$d", "roots",
	"roots -r", "roots -J", "graph", "deadlocks", "stack %1$d %2$d",
};

#define VIEWS ARRAY_SIZE(views)

struct scene {
	pid_t owner;
	pid_t waiter;
};

/* Children have the name that the test has when it starts them. */
static bool set_scene(struct scene *scene, const char *name)
{
	struct proc_task task = {};

	if (hold_load() || prctl(PR_SET_NAME, name))
		return false;
	scene->owner = hold_start(NULL, "mutex journal_lock; wait end");
	if (!hold_becomes(scene->owner, 2, "held"))
		return false;
	scene->waiter = hold_start(NULL, "mutex journal_lock");
	if (!hold_becomes(scene->waiter, 1, "blocked"))
		return false;
	prctl(PR_SET_NAME, "hostile_test");
	return proc_task(scene->waiter, &task) && !strcmp(task.comm, name);
}

/* Nothing but lines of printable ASCII and tabs. */
static bool is_clean(const char *text)
{
	for (; *text; text++)
		if (!strchr("\n\t", *text) && !isprint((unsigned char)*text))
			return false;
	return true;
}

static size_t count(const char *text, const char *part)
{
	size_t found = 0;

	while ((text = strstr(text, part))) {
		text += strlen(part);
		found++;
	}
	return found;
}

/* The name as the command writes it; @quoted: within a string of JSON or dot. */
static void safe(const char *name, bool quoted, char *text)
{
	for (; *name; name++) {
		unsigned char byte = *name;
		const char *slash = quoted ? "\\\\" : "\\";

		if (!isprint(byte) || !strncmp(name, "\\x", 2))
			text += sprintf(text, "%sx%02x", slash, byte);
		else if (quoted && (byte == '"' || byte == '\\'))
			text += sprintf(text, "\\%c", byte);
		else
			text += sprintf(text, "%c", byte);
	}
}

static struct output look(const struct scene *scene, const char *view)
{
	char command[128] = "LC_ALL=C procscope ";
	size_t length = strlen(command);

	snprintf(command + length, sizeof(command) - length, view,
		 scene->waiter, scene->owner);
	return OUTPUT_OF(PATIENCE, "sh", "-c", command);
}

static void see_text(struct __test_metadata *_metadata,
		     const struct scene *scene, const char *name)
{
	/* Which column the name is, and what follows it. */
	static const unsigned int comm_at[VIEW_TEXTS] = { 0, 7, 7, 8 };
	static const char *const next[VIEW_TEXTS] = {
		"", "", "", "procscope_hold:journal_lock"
	};
	unsigned int i;

	for (i = 1; i < VIEW_TEXTS; i++) {
		char *text = view_read(view_text[i], 65536);
		char start[16], column[128];
		const char *row;

		ASSERT_NE(NULL, text);
		EXPECT_TRUE(is_clean(text)) TH_LOG("%s", view_text[i]);
		EXPECT_TRUE(view_is_whole(text));
		EXPECT_EQ(1, count(text, "\n# tasks "));
		snprintf(start, sizeof(start), "\n%d ", scene->waiter);
		EXPECT_EQ(1, count(text, start)) TH_LOG("%s", text);
		row = view_row(text, scene->waiter);
		ASSERT_NE(NULL, row) TH_LOG("%s", view_text[i]);
		view_column(row, comm_at[i], column, sizeof(column));
		view_unescape(column);
		EXPECT_STREQ(name, column) TH_LOG("%s", view_text[i]);
		view_column(row, comm_at[i] + 1, column, sizeof(column));
		EXPECT_STREQ(next[i], column) TH_LOG("%s", view_text[i]);
		free(text);
	}
}

/* The lines of each view; those of the plain names are noted in @lines. */
static void see_views(struct __test_metadata *_metadata,
		      const struct scene *scene, const char *name,
		      size_t *lines)
{
	unsigned int i;

	for (i = 0; i < VIEWS; i++) {
		struct output output = look(scene, views[i]);

		EXPECT_EQ(0, output.code) output_show(views[i], &output);
		EXPECT_STREQ("", output.err);
		EXPECT_TRUE(is_clean(output.out))
			output_show(views[i], &output);
		if (name == names[0])
			lines[i] = count(output.out, "\n");
		EXPECT_EQ(lines[i], count(output.out, "\n"))
			output_show(views[i], &output);
		output_free(&output);
	}
}

/* Where the name itself is looked for, and what stands before it. */
static const struct {
	const char *view;
	const char *before;
	bool quoted;
} named[] = {
	{ "locks", " ", false },
	{ "why %1$d", "", false },
	{ "stack %1$d", "", false },
	{ "roots", "", false },
	{ "ps -J -o TID,COMM", "\"comm\": \"", true },
	{ "graph", "label=\"", true },
};

static void see_name(struct __test_metadata *_metadata,
		     const struct scene *scene, const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(named); i++) {
		struct output output = look(scene, named[i].view);
		char text[160];
		int length = sprintf(text, "%s", named[i].before);

		safe(name, named[i].quoted, text + length);
		EXPECT_NE(NULL, strstr(output.out, text)) {
			TH_LOG("no '%s'", text);
			output_show(named[i].view, &output);
		}
		output_free(&output);
	}
}

FIXTURE(hostile) {
	int none;
};

FIXTURE_SETUP(hostile)
{
}

FIXTURE_TEARDOWN(hostile)
{
	EXPECT_TRUE(children_kill());
}

TEST_F_TIMEOUT(hostile, names_stay_names, 300)
{
	size_t lines[VIEWS];
	struct scene scene;
	unsigned int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks("variables"))
		SKIP(return, "%s", lacks("variables"));
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		ASSERT_TRUE(set_scene(&scene, names[i]));
		see_text(_metadata, &scene, names[i]);
		see_views(_metadata, &scene, names[i], lines);
		see_name(_metadata, &scene, names[i]);
		ASSERT_TRUE(hold_unload());
	}
}

TEST_HARNESS_MAIN
