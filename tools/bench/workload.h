/* SPDX-License-Identifier: GPL-2.0 */
/* workload.h - a crowd of tasks that are asleep and stay so */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct member - one task of a workload
 * @tid: its number
 * @sleep: what it sleeps in: a place in a table of workload.c
 * @lock: which lock it holds or waits for
 * @is_waiter: it waits for a lock
 * @wants_to_read: it wants to share it, if it is one that can be shared
 */
struct member {
	pid_t tid;
	unsigned int sleep;
	unsigned int lock;
	bool is_waiter;
	bool wants_to_read;
};

/**
 * struct workload - what the contenders look at
 * @name: what kind of workload it is
 * @count: how many members there are
 * @waiters: how many of them wait for locks
 * @victim: a task that waits behind a deadlock; or 0
 * @member: shared with them
 */
struct workload {
	const char *name;
	size_t count;
	size_t waiters;
	pid_t victim;
	struct member *member;
};

/**
 * workload_start() - start it, and return when all of it is asleep
 * @workload: receives it
 * @name: what kind of workload, see kinds in workload.c
 * @count: how many tasks
 *
 * Ends the process if the crowd does not come to rest. A deadlock has its tasks
 * besides, and does not end with its workload.
 */
void workload_start(struct workload *workload, const char *name, size_t count);

/**
 * workload_stop() - end it, and return when all of it is gone
 * @workload: what workload_start() gave
 */
void workload_stop(struct workload *workload);

#endif /* BENCH_WORKLOAD_H */
