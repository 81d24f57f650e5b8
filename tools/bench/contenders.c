// SPDX-License-Identifier: GPL-2.0
/* contenders.c - who is measured, and against whom? */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "contenders.h"
#include "iterator.h"
#include "loops.h"
#include "procscope.h"

/* What BPF programs, and what drgn and crash, know the kernel by. */
#define BTF	"/sys/kernel/btf/vmlinux"
#define VMLINUX	"/debug/vmlinux"

static int read_entry(const struct contender *contender,
		      const struct workload *workload, struct output *output)
{
	int fd = open(contender->path, O_RDONLY | O_CLOEXEC);
	int result;

	if (fd < 0)
		return -1;
	result = output_add_rest(output, fd);
	close(fd);
	return result;
}

/* What the figures of a snapshot are about. */
#define PARTS	(PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK | \
		 PROCSCOPE_PART_WAIT)

static int read_asked(const struct contender *contender, __u64 parts,
		      __u64 since, struct output *output)
{
	const struct procscope_ask ask = {
		.size = sizeof(ask),
		.parts = parts,
		.since = since,
	};
	int fd = open(contender->path, O_RDWR | O_CLOEXEC);
	int result = -1;

	if (fd < 0)
		return -1;
	if (write(fd, &ask, sizeof(ask)) == sizeof(ask))
		result = output_add_rest(output, fd);
	close(fd);
	return result;
}

static int read_snapshot(const struct contender *contender,
			 const struct workload *workload, struct output *output)
{
	return read_asked(contender, PARTS, 0, output);
}

static int read_tasks(const struct contender *contender,
		      const struct workload *workload, struct output *output)
{
	return read_asked(contender, PROCSCOPE_PART_TASK, 0, output);
}

static int read_tasks_and_stacks(const struct contender *contender,
				 const struct workload *workload,
				 struct output *output)
{
	return read_asked(contender, PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK,
			  0, output);
}

static int read_since(const struct contender *contender,
		      const struct workload *workload, struct output *output)
{
	static struct procscope_header earlier;
	int result = read_asked(contender, PARTS, earlier.clock, output);

	if (output->used >= sizeof(earlier))
		memcpy(&earlier, output->bytes, sizeof(earlier));
	return result;
}

static int run_loop(const struct contender *contender,
		    const struct workload *workload, struct output *output)
{
	return loop_over(contender->path, output);
}

static int read_iterator(const struct contender *contender,
			 const struct workload *workload, struct output *output)
{
	int fd = iterator_open(contender->path);
	int result;

	if (fd < 0)
		return -1;
	result = output_add_rest(output, fd);
	close(fd);
	return result;
}

static int run_command(const struct contender *contender,
		       const struct workload *workload, struct output *output)
{
	return command_run(contender->argv, output) < 0 ? -1 : 0;
}

static int run_why(const struct contender *contender,
		   const struct workload *workload, struct output *output)
{
	char tid[16];
	const char *const argv[] = { "procscope", "why", tid, NULL };

	snprintf(tid, sizeof(tid), "%d", workload->victim);
	return command_run(argv, output) < 0 ? -1 : 0;
}

static int run_drgn_why(const struct contender *contender,
			const struct workload *workload, struct output *output)
{
	char tid[16];
	const char *const argv[] = {
		"chroot", "/debug/drgn", "drgn", "--no-default-symbols", "-s",
		VMLINUX, "/why.py", tid, NULL
	};

	snprintf(tid, sizeof(tid), "%d", workload->victim);
	return command_run(argv, output) < 0 ? -1 : 0;
}

static const char *const drgn_argv[] = {
	"chroot", "/debug/drgn", "drgn", "--no-default-symbols", "-s",
	VMLINUX, "/stacks.py", NULL
};

static const char *const crash_argv[] = {
	"chroot", "/debug/crash", "crash", "-s", "-i", "/stacks",
	VMLINUX, NULL
};

static const char *const stack_argv[] = { "procscope", "stack", NULL };

static const char *const bpf_argv[] = { "/bench/bpf-cold", NULL };

static const char *const ps_argv[] = {
	"/bench/ps", "-eLo", "tid,stat,wchan:32,comm", NULL
};

static const char *const cat_argv[] = {
	"/bench/sh", "-c", "exec /bench/cat /proc/[0-9]*/task/*/stack", NULL
};

const struct contender contenders[] = {
	{
		.name = "snapshot",
		.what = "tasks, stacks and waits, binary, with symbols",
		.against = { "loop stack", "bpf text", "bpf raw", "floor" },
		.run = read_snapshot,
		.path = "/proc/procscope/snapshot",
		.count = count_snapshot,
		.gives = GIVES_STACKS,
	}, {
		.name = "snapshot since",
		.what = "the same, but nothing again of who did not run",
		.against = { "snapshot" },
		.run = read_since,
		.path = "/proc/procscope/snapshot",
		.count = count_snapshot,
		.gives = GIVES_STACKS,
	}, {
		.name = "snapshot all",
		.what = "besides, pipes, futexes, children and the like",
		.against = { "loop stack", "floor" },
		.run = read_entry,
		.path = "/proc/procscope/snapshot",
		.count = count_snapshot,
		.gives = GIVES_STACKS,
	}, {
		.name = "stacks",
		.what = "tasks, waits and stacks, as text",
		.against = { "loop stack", "bpf text", "cat" },
		.run = read_entry,
		.path = "/proc/procscope/stacks",
		.count = count_lines,
		.gives = GIVES_STACKS,
	}, {
		.name = "tasks",
		.what = "tasks and waits, as text",
		.against = { "loop stat", "bpf tasks", "ps" },
		.run = read_entry,
		.path = "/proc/procscope/tasks",
		.count = count_lines,
		.gives = GIVES_TASKS,
	}, {
		.name = "locks",
		.what = "waits, owners and what the locks are, as text",
		.against = { "loop stack" },
		.run = read_entry,
		.path = "/proc/procscope/locks",
		.count = count_lines,
		.gives = GIVES_WAITERS,
	}, {
		.name = "of tasks",
		.what = "of the snapshot, the tasks alone",
		.run = read_tasks,
		.path = "/proc/procscope/snapshot",
		.count = count_snapshot,
		.gives = GIVES_TASKS,
	}, {
		.name = "of stacks",
		.what = "of the snapshot, tasks and stacks",
		.run = read_tasks_and_stacks,
		.path = "/proc/procscope/snapshot",
		.count = count_snapshot,
		.gives = GIVES_STACKS,
	}, {
		.name = "walk",
		.what = "the walk alone, and nothing of it given",
		.run = read_entry,
		.path = "/proc/procscope_walk",
		.gives = GIVES_NOTHING,
	}, {
		.name = "floor",
		.what = "walk and unwind alone, and nothing of it given",
		.run = read_entry,
		.path = "/proc/procscope_floor",
		.gives = GIVES_NOTHING,
	}, {
		.name = "loop stack",
		.what = "/proc/*/task/*/stack by a C loop",
		.run = run_loop,
		.path = "stack",
		.count = count_lines,
		.gives = GIVES_STACKS,
	}, {
		.name = "loop stat",
		.what = "/proc/*/task/*/stat by a C loop",
		.run = run_loop,
		.path = "stat",
		.count = count_lines,
		.gives = GIVES_TASKS,
	}, {
		.name = "bpf text",
		.what = "tids and stacks by a BPF iterator, as text",
		.run = read_iterator,
		.path = "stacks_text",
		.count = count_lines,
		.gives = GIVES_STACKS,
		.needs = BTF,
	}, {
		.name = "bpf raw",
		.what = "the same, frames as bare addresses",
		.run = read_iterator,
		.path = "stacks_raw",
		.count = count_frames,
		.gives = GIVES_STACKS,
		.needs = BTF,
	}, {
		.name = "bpf tasks",
		.what = "tid, tgid, state, name by a BPF iterator, as text",
		.run = read_iterator,
		.path = "tasks_text",
		.count = count_lines,
		.gives = GIVES_TASKS,
		.needs = BTF,
	}, {
		.name = "procscope stack",
		.what = "equal stacks merged: the command, cold",
		.against = { "bpf cold", "cat", "drgn stack", "crash stack" },
		.run = run_command,
		.argv = stack_argv,
		.count = count_piles,
		.gives = GIVES_TASKS,
	}, {
		.name = "bpf cold",
		.what = "bpf text by a program that loads it first",
		.run = run_command,
		.argv = bpf_argv,
		.count = count_lines,
		.gives = GIVES_STACKS,
		.needs = BTF,
	}, {
		.name = "ps",
		.what = "ps -eLo tid,stat,wchan:32,comm",
		.run = run_command,
		.argv = ps_argv,
		.count = count_lines,
		.gives = GIVES_TASKS,
	}, {
		.name = "cat",
		.what = "cat /proc/[0-9]*/task/*/stack: loses the tids",
		.run = run_command,
		.argv = cat_argv,
		.count = count_bare,
		.gives = GIVES_STACKS,
	}, {
		.name = "procscope why",
		.what = "why a task is stuck: the command, cold",
		.against = { "drgn why" },
		.run = run_why,
		.count = count_deadlock,
		.gives = GIVES_DEADLOCK,
	}, {
		.name = "drgn why",
		.what = "the same by drgn: why.py, cold",
		.run = run_drgn_why,
		.count = count_deadlock,
		.gives = GIVES_DEADLOCK,
		.needs = VMLINUX,
	}, {
		.name = "drgn stack",
		.what = "all stacks by drgn: stacks.py, cold",
		.run = run_command,
		.argv = drgn_argv,
		.count = count_lines,
		.gives = GIVES_STACKS,
		.needs = VMLINUX,
	}, {
		.name = "crash stack",
		.what = "all stacks by crash: foreach bt, cold",
		.run = run_command,
		.argv = crash_argv,
		.count = count_lines,
		.gives = GIVES_STACKS,
		.needs = VMLINUX,
	},
};

const size_t contender_count = sizeof(contenders) / sizeof(*contenders);

const struct contender *contender_find(const char *name)
{
	size_t i;

	for (i = 0; i < contender_count; i++)
		if (!strcmp(contenders[i].name, name))
			return &contenders[i];
	return NULL;
}

bool contender_fits(const struct contender *contender,
		    const struct workload *workload)
{
	if (contender->gives == GIVES_WAITERS)
		return workload->waiters;
	return !workload->victim == (contender->gives != GIVES_DEADLOCK);
}

bool contender_is_complete(const struct contender *contender,
			   const struct count *count,
			   const struct workload *workload)
{
	switch (contender->gives) {
	case GIVES_NOTHING:
		return true;
	case GIVES_TASKS:
		return count->tasks == workload->count;
	case GIVES_STACKS:
		return count->stacks == workload->count;
	case GIVES_WAITERS:
		return count->tasks == workload->waiters;
	case GIVES_DEADLOCK:
		return count->deadlock;
	}
	return false;
}
