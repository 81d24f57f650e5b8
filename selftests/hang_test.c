// SPDX-License-Identifier: GPL-2.0
/*
 * hang_test.c - does everything answer while the system is stuck?
 *
 * One process's mmap_lock is held for writing, another's exec_update_lock, and
 * the i_rwsem of the directory that the readers themselves work in. That this
 * stops others is shown first: without it, the rest would prove nothing.
 */
#include <errno.h>
#include <sys/stat.h>

#include "kselftest_harness.h"

#include "await.h"
#include "children.h"
#include "hold.h"
#include "needs.h"
#include "output.h"
#include "procscope_names.h"
#include "views.h"

/* What the design promises. */
#define PROMISED 5.0

/* An emulated CPU stands still while the host has others to serve. */
#define AT_MOST 20.0
#define TRIES 3

#define DIR_PATH "/tmp/procscope-stuck"

/* Those who hold, those who are held, and those who run into it. */
enum actor {
	FROZEN,
	CHANGING,
	MMAP_HOLDER,
	EXEC_HOLDER,
	DIR_HOLDER,
	CMDLINE_READER,
	STACK_READER,
	DIR_READER,
	ACTORS,
};

FIXTURE(stuck) {
	pid_t tid[ACTORS];
};

static int sleep_on(void *argument)
{
	(void)argument;
	return pause();
}

/* Start a child that runs "cat /proc/TID/NAME". */
static pid_t start_cat(pid_t tid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	return child_exec((const char *const[]){ "cat", path, NULL });
}

FIXTURE_SETUP(stuck)
{
	pid_t *tid = self->tid;
	unsigned int i;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_TRUE(!mkdir(DIR_PATH, 0700) || errno == EEXIST);
	ASSERT_EQ(0, chdir(DIR_PATH));
	ASSERT_EQ(0, hold_load());

	tid[FROZEN] = child_start(sleep_on, NULL);
	tid[CHANGING] = child_start(sleep_on, NULL);
	for (i = FROZEN; i <= CHANGING; i++) {
		ASSERT_LT(0, tid[i]);
		ASSERT_TRUE(await(proc_sleeps(tid[i], 'S'), 10));
	}

	tid[MMAP_HOLDER] = hold_start(NULL, "mmap %d; wait end", tid[FROZEN]);
	tid[EXEC_HOLDER] = hold_start(NULL, "exec %d; wait end", tid[CHANGING]);
	tid[DIR_HOLDER] = hold_start(".", "inode %d; wait end", HOLD_FD);
	for (i = MMAP_HOLDER; i <= DIR_HOLDER; i++)
		ASSERT_TRUE(hold_becomes(tid[i], 2, "held"));

	/* Others do get stuck. */
	tid[CMDLINE_READER] = start_cat(tid[FROZEN], "cmdline");
	tid[STACK_READER] = start_cat(tid[CHANGING], "stack");
	tid[DIR_READER] = child_exec((const char *const[]){ "ls", ".", NULL });
	for (i = CMDLINE_READER; i <= DIR_READER; i++)
		ASSERT_LT(0, tid[i]);
	ASSERT_TRUE(proc_becomes_stuck(tid[CMDLINE_READER],
				       "proc_pid_cmdline_read"));
	ASSERT_TRUE(proc_becomes_stuck(tid[STACK_READER], "proc_pid_stack"));
	ASSERT_TRUE(proc_becomes_stuck(tid[DIR_READER], "iterate_dir"));
}

FIXTURE_TEARDOWN(stuck)
{
	EXPECT_TRUE(hold_unload());
	EXPECT_EQ(0, chdir("/"));
	EXPECT_EQ(0, rmdir(DIR_PATH));
}

/* All of them must be in every list of tasks. */
static void expect_actors(struct __test_metadata *_metadata, const pid_t *tid,
			  const struct tids *tids)
{
	unsigned int i;

	for (i = 0; i < ACTORS; i++)
		EXPECT_EQ(1, tids_count(tids, tid[i])) TH_LOG("actor %u", i);
}

/*
 * Read an entry by cat, from inside the directory. Return: the text, in
 * @output, which must be freed.
 */
static void cat(struct __test_metadata *_metadata, const char *name,
		struct output *output)
{
	char path[64];

	snprintf(path, sizeof(path), VIEW_DIR "%s", name);
	*output = OUTPUT_OF(AT_MOST, "cat", path);
	EXPECT_EQ(0, output->code) output_show(path, output);
	EXPECT_STREQ("", output->err);
}

TEST_F(stuck, tasks_and_stacks)
{
	struct output output;
	struct tids proc, tids;
	unsigned int i;

	proc_tids(&proc);
	expect_actors(_metadata, self->tid, &proc);
	for (i = 1; i < 3; i++) {
		unsigned long long forks = proc_forks();
		size_t j;

		cat(_metadata, view_text[i], &output);
		EXPECT_TRUE(view_is_whole(output.out));
		EXPECT_EQ(0, view_tids(output.out, &tids));
		expect_actors(_metadata, self->tid, &tids);
		/* Quiet but for cat: all that lived throughout are there. */
		if (proc_forks() == forks + 1) {
			struct tids now;

			proc_tids(&now);
			for (j = 0; j < proc.count; j++) {
				if (tids_count(&now, proc.tid[j]))
					EXPECT_EQ(1, tids_count(&tids,
								proc.tid[j]));
			}
			tids_free(&now);
		}
		tids_free(&tids);
		output_free(&output);
	}
	tids_free(&proc);

	cat(_metadata, "about", &output);
	EXPECT_NE(NULL, strstr(output.out, "kernel "));
	output_free(&output);
}

static void expect_row(struct __test_metadata *_metadata, const char *text,
		       pid_t waiter, const char *mode, pid_t owner,
		       const char *object)
{
	const char *row = view_row(text, waiter);
	char column[256];

	ASSERT_NE(NULL, row) TH_LOG("%d has no row in\n%s", waiter, text);
	view_column(row, 1, column, sizeof(column));
	EXPECT_STREQ("rwsem", column);
	view_column(row, 2, column, sizeof(column));
	EXPECT_STREQ(mode, column);
	view_column(row, 3, column, sizeof(column));
	EXPECT_STREQ("kill", column);
	view_column(row, 5, column, sizeof(column));
	EXPECT_EQ(owner, atoi(column)) TH_LOG("%.200s", row);
	view_column(row, 6, column, sizeof(column));
	EXPECT_STREQ("exact", column);
	view_column(row, 9, column, sizeof(column));
	EXPECT_EQ(0, strncmp(object, column, strlen(object)))
		TH_LOG("\"%s\", not \"%s\"", column, object);
}

TEST_F(stuck, locks)
{
	struct output output;
	char object[64];

	cat(_metadata, "locks", &output);
	EXPECT_TRUE(view_is_whole(output.out));
	snprintf(object, sizeof(object), "mmap_lock,%d", self->tid[FROZEN]);
	expect_row(_metadata, output.out, self->tid[CMDLINE_READER], "read",
		   self->tid[MMAP_HOLDER], object);
	/* It is in the heap; where that can't be told, that is said. */
	expect_row(_metadata, output.out, self->tid[STACK_READER], "read",
		   self->tid[EXEC_HOLDER], !lacks("held") ? "class," :
		   lacks("slabs") ? "?" : "slab,signal_cache+");
	expect_row(_metadata, output.out, self->tid[DIR_READER], "read",
		   self->tid[DIR_HOLDER], "i_rwsem,tmpfs,");
	EXPECT_NE(NULL, strstr(output.out, "/procscope-stuck\n"));
	output_free(&output);
}

static void expect_wait(struct __test_metadata *_metadata,
			const struct model *model, pid_t waiter, pid_t owner)
{
	const struct task *task = model_find(model, waiter);
	const struct procscope_wait *raw;

	ASSERT_NE(NULL, task);
	EXPECT_EQ('D', task->raw.state);
	EXPECT_EQ(PROCSCOPE_OK, task->raw.status);
	EXPECT_EQ(PROCSCOPE_BREAK_KILL, task->raw.breakable);
	ASSERT_NE(NULL, task->wait);
	raw = &task->wait->raw;
	EXPECT_EQ(PROCSCOPE_OK, raw->status);
	EXPECT_EQ(PROCSCOPE_KIND_RWSEM, raw->kind);
	EXPECT_EQ(PROCSCOPE_MODE_READ, raw->mode);
	EXPECT_EQ(PROCSCOPE_OK, raw->owner_status);
	EXPECT_EQ(owner, raw->owner);
	EXPECT_EQ(PROCSCOPE_OWNER_EXACT, raw->certainty);
}

TEST_F(stuck, snapshot)
{
	const struct procscope_wait *raw;
	struct tids tids = {};
	struct model model;
	struct stat stat_of;
	double seconds = AT_MOST;
	size_t i;

	for (i = 0; i < TRIES && seconds >= PROMISED; i++) {
		double start = seconds_now();

		if (i)
			model_free(&model);
		ASSERT_TRUE(view_snapshot(&model));
		seconds = seconds_now() - start;
	}
	EXPECT_GT(PROMISED * slowness(), seconds);

	for (i = 0; i < model.count; i++)
		tids_add(&tids, model.task[i].raw.tid);
	EXPECT_EQ(0, tids_sort(&tids));
	expect_actors(_metadata, self->tid, &tids);
	tids_free(&tids);
	EXPECT_EQ(3, model.end.waits);
	EXPECT_EQ(0, model.end.unresolved);

	expect_wait(_metadata, &model, self->tid[CMDLINE_READER],
		    self->tid[MMAP_HOLDER]);
	expect_wait(_metadata, &model, self->tid[STACK_READER], self->tid[EXEC_HOLDER]);
	expect_wait(_metadata, &model, self->tid[DIR_READER], self->tid[DIR_HOLDER]);

	raw = &model_find(&model, self->tid[CMDLINE_READER])->wait->raw;
	EXPECT_EQ(PROCSCOPE_OK, raw->object_status);
	EXPECT_EQ(PROCSCOPE_OBJECT_MMAP_LOCK, raw->object);
	EXPECT_EQ(self->tid[FROZEN], raw->mm_tgid);
	raw = &model_find(&model, self->tid[DIR_READER])->wait->raw;
	EXPECT_EQ(PROCSCOPE_OK, raw->object_status);
	EXPECT_EQ(PROCSCOPE_OBJECT_I_RWSEM, raw->object);
	ASSERT_EQ(0, stat(DIR_PATH, &stat_of));
	EXPECT_EQ(stat_of.st_ino, raw->ino);
	model_free(&model);
}

/* Is a number there, and not as a part of another? */
static bool has_number(const char *text, int number)
{
	while (*text) {
		text += strcspn(text, "0123456789");
		if (*text && strtoul(text, NULL, 10) == (unsigned int)number)
			return true;
		text += strspn(text, "0123456789");
	}
	return false;
}

/* Run a command inside the directory. All of @tid must be in its output. */
static void expect_command(struct __test_metadata *_metadata,
			   const char *const argv[], const pid_t *tid,
			   size_t count, const char *word)
{
	struct output output = output_of(AT_MOST, 0, argv);
	const char *what = argv[1] ?: "procscope";
	size_t i;

	EXPECT_EQ(0, output.code) output_show(what, &output);
	EXPECT_STREQ("", output.err);
	for (i = 0; i < count; i++)
		EXPECT_TRUE(has_number(output.out, tid[i])) {
			TH_LOG("%s: no %d", what, tid[i]);
			output_show(what, &output);
		}
	EXPECT_NE(NULL, strstr(output.out, word)) output_show(what, &output);
	output_free(&output);
}

#define PROCSCOPE(...) \
	((const char *const[]){ "procscope", ##__VA_ARGS__, NULL })

TEST_F_TIMEOUT(stuck, commands, 300)
{
	static const char *const word[] = { "mmap_lock", "owner", "i_rwsem" };
	const pid_t *waiter = &self->tid[CMDLINE_READER];
	const pid_t *holder = &self->tid[MMAP_HOLDER];
	const pid_t *tid = self->tid;
	unsigned int i;

	expect_command(_metadata, PROCSCOPE(), tid, ACTORS, "COMM");
	expect_command(_metadata, PROCSCOPE("ps"), tid, ACTORS, "COMM");
	expect_command(_metadata, PROCSCOPE("stack"), tid, ACTORS,
		       "proc_pid_cmdline_read");
	expect_command(_metadata, PROCSCOPE("locks"), waiter, 3, "mmap_lock");
	expect_command(_metadata, PROCSCOPE("locks"), holder, 3, "i_rwsem");
	expect_command(_metadata, PROCSCOPE("deadlocks"), NULL, 0,
		       "no deadlock");
	for (i = 0; i < ACTORS; i++) {
		bool waits = i >= CMDLINE_READER;
		char number[16];

		snprintf(number, sizeof(number), "%d", tid[i]);
		expect_command(_metadata, PROCSCOPE("why", number), &tid[i], 1,
			       waits ? "wants" : "waits for no lock");
		expect_command(_metadata, PROCSCOPE("stack", number), &tid[i],
			       1, "do_syscall_64");
		if (waits)
			expect_command(_metadata, PROCSCOPE("why", number),
				       &holder[i - CMDLINE_READER], 1,
				       word[i - CMDLINE_READER]);
	}
}

TEST_HARNESS_MAIN
