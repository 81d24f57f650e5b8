/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stress_log.h - what the threads of the stress of lockstates did
 *
 * A snapshot that saw one of them asleep says how often it had been switched away
 * from then, and the log says in which call of which function that was.
 */
#ifndef SELFTESTS_STRESS_LOG_H
#define SELFTESTS_STRESS_LOG_H

#include <stdbool.h>
#include <linux/types.h>

#include "fixtures/lockstates_log.h"

/* The log, from stress_begin() to stress_end(). */
extern const struct lockstates_log *stress;

/* The ids of the locks, as procscope has them. */
extern __u64 lock_id[LOCKSTATES_LOCKS];

/**
 * stress_begin() - learn to know the locks, and start the threads
 * @threads: how many
 *
 * The fixture is loaded, and has parked nobody.
 *
 * Return: whether all went well; what did not is printed.
 */
bool stress_begin(unsigned int threads);

/**
 * stress_end() - look at the log no more
 *
 * The threads end with the fixture.
 */
void stress_end(void);

/**
 * stress_load() - load a field of the log
 * @field: the field; those that were written before it are seen from then on
 *
 * Return: its value.
 */
static inline __u64 stress_load(const __u64 *field)
{
	return __atomic_load_n(field, __ATOMIC_ACQUIRE);
}

/**
 * call_copy() - copy one call of a thread
 * @thread: the thread
 * @number: number of the call
 * @copy: filled
 *
 * Return: whether it is still in the log.
 */
bool call_copy(const struct lockstates_thread *thread, __u64 number,
	       struct lockstates_call *copy);

/**
 * enum join - in which call was a thread?
 * @JOIN_CALL: in that one
 * @JOIN_NONE: in none
 * @JOIN_LOST: the log does not reach back as far
 */
enum join { JOIN_CALL, JOIN_NONE, JOIN_LOST };

/**
 * call_find() - in which call was a thread?
 * @thread: the thread
 * @switches: after as many context switches
 * @call: filled, where it was in one
 */
enum join call_find(const struct lockstates_thread *thread, __u64 switches,
		    struct lockstates_call *call);

#endif /* SELFTESTS_STRESS_LOG_H */
