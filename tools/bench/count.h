/* SPDX-License-Identifier: GPL-2.0 */
/*
 * count.h - whom of the workload did an output give?
 *
 * Each function counts members of the workload, each once.
 */
#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"
#include "workload.h"

/** define NOT_COUNTED - what an output cannot tell */
#define NOT_COUNTED	((size_t)-1)

/**
 * struct count - what was found
 * @tasks: members that are named
 * @stacks: members with at least one frame
 * @deadlock: it tells of a deadlock
 */
struct count {
	size_t tasks;
	size_t stacks;
	bool deadlock;
};

/**
 * count_lines() - of lines that begin with a tid, and of frames below them
 * @output: "TID ..." and "[<0>] ..." lines, or crash's "PID: TID ..." and
 *	" #N ..."
 * @workload: whose members are counted
 * @count: receives what was found
 */
void count_lines(const struct output *output, const struct workload *workload,
		 struct count *count);

/**
 * count_bare() - of stacks without a name
 * @output: "[<0>] ..." lines
 * @workload: whose members are counted
 * @count: receives how many stacks of userspace's tasks there are, but not
 *	more than @workload has
 */
void count_bare(const struct output *output, const struct workload *workload,
		struct count *count);

/**
 * count_piles() - of tasks in a table of merged stacks
 * @output: lines of which some begin with how many tasks they are about
 * @workload: whose members are counted
 * @count: receives how many tasks there are, but not more than @workload has:
 *	whose they are can't be told
 */
void count_piles(const struct output *output, const struct workload *workload,
		 struct count *count);

/**
 * count_deadlock() - of a text about one task
 * @output: it tells of a deadlock or doesn't
 * @workload: not used
 * @count: receives what was found
 */
void count_deadlock(const struct output *output,
		    const struct workload *workload, struct count *count);

/**
 * count_frames() - of what the BPF iterator gives as addresses
 * @output: struct frames, each cut to its count
 * @workload: whose members are counted
 * @count: receives what was found
 */
void count_frames(const struct output *output, const struct workload *workload,
		  struct count *count);

/**
 * count_snapshot() - of a stream of /proc/procscope/snapshot
 * @output: the stream
 * @workload: whose members are counted
 * @count: receives what was found; nothing if the stream is cut. A task that is
 *	unchanged has the stack that was given before
 */
void count_snapshot(const struct output *output,
		    const struct workload *workload, struct count *count);

#endif /* BENCH_COUNT_H */
