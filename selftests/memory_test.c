// SPDX-License-Identifier: GPL-2.0
/*
 * memory_test.c - does each lack of memory end in an error, and no more?
 *
 * The kernel lets the Nth of a task's allocations fail, slab and page alike: one
 * after the other, until there are not so many. Whatever failed must say ENOMEM
 * or have done without, and the next try must work.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "module.h"
#include "put.h"
#include "views.h"

#define DEBUG_DIR	"/sys/kernel/debug/"
#define FAIL_NTH	"/proc/self/fail-nth"

/* More allocations than any of these takes. */
#define SITES_MAX	2000

/* All allocations may fail, and are not told of in the log. */
static bool arm(const char *what)
{
	static const char *const settings[][2] = {
		{ "ignore-gfp-wait", "N" }, { "verbose", "0" },
	};
	char path[128];
	size_t i;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), DEBUG_DIR "%s/%s", what,
			 settings[i][0]);
		if (put_text(path, settings[i][1]))
			return false;
	}
	return true;
}

/* Return: the option that the kernel lacks, or NULL. */
static const char *missing_option(void)
{
	if (access(FAIL_NTH, W_OK))
		return "CONFIG_FAULT_INJECTION";
	if (mount("debug", DEBUG_DIR, "debugfs", 0, NULL) && errno != EBUSY)
		return "CONFIG_DEBUG_FS";
	if (!arm("failslab"))
		return "CONFIG_FAILSLAB";
	if (!arm("fail_page_alloc") ||
	    put_text(DEBUG_DIR "fail_page_alloc/min-order", "0") ||
	    put_text(DEBUG_DIR "fail_page_alloc/ignore-gfp-highmem", "N"))
		return "CONFIG_FAIL_PAGE_ALLOC";
	return NULL;
}

/* What was read of an entry. */
static char content[8 << 20];

FIXTURE(memory) {
	int nth;
};

FIXTURE_SETUP(memory)
{
	const char *missing = missing_option();

	if (missing)
		SKIP(return, "this kernel has no %s", missing);
	ASSERT_TRUE(module_is_loaded("procscope"));
	/* Its pages are not to be among the allocations that fail. */
	memset(content, 0, sizeof(content));
	self->nth = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	ASSERT_LE(0, self->nth);
}

FIXTURE_TEARDOWN(memory)
{
	close(self->nth);
	EXPECT_EQ(0, put_text("/proc/sys/kernel/printk", "7"));
	if (!module_is_loaded("procscope"))
		EXPECT_EQ(0, module_load("procscope"));
}

static bool fail(int nth, unsigned int site)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", site);

	return pwrite(nth, text, length, 0) == length;
}

/* Return: whether the failure that was asked for has come. */
static bool has_failed(int nth)
{
	char text[16] = "";
	bool failed = pread(nth, text, sizeof(text) - 1, 0) > 0 &&
		      !atoi(text);

	fail(nth, 0);
	return failed;
}

/* Has it its end? about has none. */
static bool is_whole(const char *path, size_t size)
{
	struct procscope_end end;

	if (strstr(path, "about"))
		return size;
	if (!strstr(path, "snapshot"))
		return size && view_is_whole(content);
	if (size < sizeof(end))
		return false;
	memcpy(&end, content + size - sizeof(end), sizeof(end));
	return end.head.type == PROCSCOPE_TYPE_END &&
	       end.head.size == sizeof(end);
}

/*
 * Open, ask, read whole and close an entry. Return: 0 or errno; EPIPE if it ended
 * too early. Without memory of its own: that would be denied as well.
 */
static int use(const char *path, const struct procscope_ask *ask)
{
	int fd = open(path, (ask ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	ssize_t size = 1;
	size_t have = 0;
	int error = 0;

	if (fd < 0)
		return errno;
	if (ask && write(fd, ask, sizeof(*ask)) < 0)
		error = errno;
	while (!error && size > 0) {
		size = read(fd, content + have, sizeof(content) - 1 - have);
		if (size < 0)
			error = errno;
		else
			have += size;
	}
	content[have] = '\0';
	if (close(fd) && !error)
		error = errno;
	return error ?: is_whole(path, have) ? 0 : EPIPE;
}

TEST_F_TIMEOUT(memory, of_readers, 600)
{
	static const char *const names[] = {
		"about", "tasks", "stacks", "locks", "held", "snapshot",
		"snapshot"
	};
	const struct procscope_ask ask = {
		.size = sizeof(ask), .parts = PROCSCOPE_PART_TASK
	};
	unsigned int i, site;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		const struct procscope_ask *asked = i == ARRAY_SIZE(names) - 1 ? &ask : NULL;
		unsigned int denied = 0;
		bool failed = true;
		char path[64];

		snprintf(path, sizeof(path), VIEW_DIR "%s", names[i]);
		ASSERT_EQ(0, use(path, asked));
		for (site = 1; failed && site < SITES_MAX; site++) {
			int error;

			ASSERT_TRUE(fail(self->nth, site));
			error = use(path, asked);
			failed = has_failed(self->nth);
			denied += error == ENOMEM;
			EXPECT_TRUE(!error || (failed && error == ENOMEM))
				TH_LOG("%s, site %u: %d", path, site, error);
			EXPECT_EQ(0, use(path, asked))
				TH_LOG("%s, after site %u", path, site);
		}
		TH_LOG("%s: %u sites, %u of them end it", names[i], site - 2,
		       denied);
		EXPECT_FALSE(failed);
		EXPECT_LT(0, denied);
	}
}

/* Is lockdep, if there is one, content? It says no more after its first finding. */
static bool is_lockdep_content(void)
{
	FILE *stats = fopen("/proc/lockdep_stats", "r");
	char line[160];
	bool content = true;
	int on;

	while (stats && fgets(line, sizeof(line), stats))
		if (sscanf(line, " debug_locks: %d", &on) == 1)
			content = on;
	if (stats)
		fclose(stats);
	return content;
}

/* What RCU's checks and those of objects have to say is a warning. */
static bool is_rcu_content(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	bool content = log >= 0;
	char record[8192];
	ssize_t got;

	/* EPIPE tells of those that were overwritten. */
	while ((got = read(log, record, sizeof(record) - 1)) > 0 ||
	       (got < 0 && errno == EPIPE)) {
		record[got > 0 ? got : 0] = '\0';
		if (!strstr(record, "suspicious RCU usage") &&
		    !strstr(record, "ODEBUG:"))
			continue;
		fprintf(stderr, "# %s\n", record);
		content = false;
	}
	close(log);
	return content;
}

/*
 * The kernel's loader of modules warns of the memory that it does not get, with its
 * stack. So warnings stay off the console, where who runs the guest looks for them;
 * those of lockdep and of RCU are asked for.
 */
TEST_F_TIMEOUT(memory, of_load, 600)
{
	unsigned int site, denied = 0;
	bool failed = true;

	ASSERT_EQ(0, put_text("/proc/sys/kernel/printk", "4"));
	ASSERT_EQ(0, module_unload("procscope"));
	for (site = 1; failed && site < SITES_MAX; site++) {
		int error;

		ASSERT_TRUE(fail(self->nth, site));
		error = module_load("procscope");
		failed = has_failed(self->nth);
		denied += error == -ENOMEM;
		EXPECT_TRUE(!error || (failed && error == -ENOMEM))
			TH_LOG("site %u: %d", site, error);
		/* What was loaded works; what was not has left nothing. */
		if (error) {
			ASSERT_FALSE(module_is_loaded("procscope"));
			ASSERT_NE(0, access(VIEW_DIR, F_OK));
			ASSERT_EQ(0, module_load("procscope"))
				TH_LOG("after site %u", site);
		}
		EXPECT_EQ(0, use(VIEW_DIR "snapshot", NULL))
			TH_LOG("site %u", site);
		ASSERT_EQ(0, module_unload("procscope"));
	}
	EXPECT_TRUE(is_lockdep_content());
	EXPECT_TRUE(is_rcu_content());
	TH_LOG("%u sites, %u of them end it", site - 2, denied);
	EXPECT_FALSE(failed);
	EXPECT_LT(0, denied);
}

TEST_HARNESS_MAIN
