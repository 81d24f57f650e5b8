// SPDX-License-Identifier: GPL-2.0
/* hold.c - children that hold locks or sleep for them */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "proc.h"
#include "put.h"

#define MODULE	"procscope_hold"
#define ENTRY	"/proc/procscope_hold"

struct job {
	const char *path;
	char steps[1024];
};

int hold_load(void)
{
	int error = module_unload(MODULE);

	return error && error != -ENOENT ? error : module_load(MODULE);
}

bool hold_unload(void)
{
	bool gone = children_kill();
	int error = module_unload(MODULE);

	if (error)
		fprintf(stderr, "# rmmod " MODULE ": %s\n", strerror(-error));
	return gone && !error;
}

int hold_try(const char *steps)
{
	return -put_text(ENTRY, steps);
}

static int run_steps(void *argument)
{
	const struct job *job = argument;
	int error;
	int fd;

	if (job->path) {
		fd = open(job->path, O_RDONLY);
		if (fd < 0 || dup2(fd, HOLD_FD) < 0) {
			fprintf(stderr, "# hold: %s: %m\n", job->path);
			return 1;
		}
		if (fd != HOLD_FD)
			close(fd);
	}

	error = hold_try(job->steps);
	if (error)
		fprintf(stderr, "# hold: %s: %s\n", job->steps,
			strerror(error));
	return !!error;
}

pid_t hold_start(const char *path, const char *steps, ...)
{
	struct job job = { .path = path };
	va_list list;

	va_start(list, steps);
	vsnprintf(job.steps, sizeof(job.steps), steps, list);
	va_end(list);

	return child_start(run_steps, &job);
}

/* Where the fixture says that @child is: "STEP TEXT HOW", or "" if nowhere. */
static void hold_where(pid_t child, char *where, size_t size)
{
	FILE *entry = fopen(ENTRY, "r");
	char line[1200];
	int tid, skip;

	*where = '\0';
	while (entry && fgets(line, sizeof(line), entry)) {
		if (sscanf(line, "%d %n", &tid, &skip) != 1 || tid != child)
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(where, size, "%s", line + skip);
	}
	if (entry)
		fclose(entry);
}

static bool is_at(pid_t child, unsigned int step, const char *how)
{
	char where[1200], after[1200];
	const char *last;

	hold_where(child, where, sizeof(where));
	last = strrchr(where, ' ');
	if (!last || strcmp(last + 1, how) ||
	    strtoul(where, NULL, 10) != step || !proc_sleeps(child, 'D'))
		return false;
	hold_where(child, after, sizeof(after));

	return !strcmp(where, after);
}

bool hold_becomes(pid_t child, unsigned int step, const char *how)
{
	char where[1200];

	if (await(is_at(child, step, how), 10))
		return true;

	hold_where(child, where, sizeof(where));
	fprintf(stderr, "# hold: child %d not at step %u %s, but at \"%s\", state %c\n",
		child, step, how, where, proc_state(child) ?: '-');
	return false;
}

bool hold_go(const char *name)
{
	char step[64];

	snprintf(step, sizeof(step), "go %s", name);
	return !hold_try(step);
}
