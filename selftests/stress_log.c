// SPDX-License-Identifier: GPL-2.0
/* stress_log.c - what the threads of the stress of lockstates did */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lockstates.h"
#include "model.h"
#include "stress_log.h"
#include "views.h"

const struct lockstates_log *stress;
__u64 lock_id[LOCKSTATES_LOCKS];

bool call_copy(const struct lockstates_thread *thread, __u64 number,
	       struct lockstates_call *copy)
{
	const struct lockstates_call *call;

	call = &thread->call[number % LOCKSTATES_CALLS];
	if (!number || stress_load(&call->number) != number)
		return false;
	/* From the last one that is written to the first. */
	copy->given = stress_load(&call->given);
	copy->giving = stress_load(&call->giving);
	copy->got = stress_load(&call->got);
	copy->failed = stress_load(&call->failed);
	copy->switches_after = stress_load(&call->switches_after);
	copy->wanted = stress_load(&call->wanted);
	copy->switches_before = stress_load(&call->switches_before);
	copy->had = __atomic_load_n(&call->had, __ATOMIC_RELAXED);
	copy->variant = __atomic_load_n(&call->variant, __ATOMIC_RELAXED);
	copy->lock = __atomic_load_n(&call->lock, __ATOMIC_RELAXED);
	copy->number = number;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);

	return stress_load(&call->number) == number;
}

enum join call_find(const struct lockstates_thread *thread, __u64 switches,
		    struct lockstates_call *call)
{
	__u64 number;

	for (number = stress_load(&thread->calls); number; number--) {
		if (!call_copy(thread, number, call))
			return JOIN_LOST;
		if (switches <= call->switches_before)
			continue;
		return !call->got || switches <= call->switches_after ?
			JOIN_CALL : JOIN_NONE;
	}

	return JOIN_NONE;
}

/* Learn the id of each lock from a task that waits for it. */
static bool learn_locks(void)
{
	struct truth truth = {};
	struct model model = {};
	size_t learnt = 0;
	size_t i, j;

	memset(lock_id, 0, sizeof(lock_id));
	if (!truth_read(&truth) || !view_snapshot(&model))
		goto out;
	for (i = 0; i < truth.count; i++) {
		const struct parked *parked = &truth.parked[i];
		const struct task *task = model_find(&model, parked->tid);

		for (j = 0; j < LOCKSTATES_LOCKS; j++) {
			if (!task || !task->wait ||
			    strcmp(parked->lock, stress->label[j]))
				continue;
			learnt += !lock_id[j];
			lock_id[j] = task->wait->raw.lock;
		}
	}
out:
	model_free(&model);
	truth_free(&truth);
	return learnt == LOCKSTATES_LOCKS;
}

static bool are_different(void)
{
	unsigned int i, j;

	for (i = 0; i < LOCKSTATES_LOCKS; i++)
		for (j = 0; j < i; j++)
			if (lock_id[i] == lock_id[j])
				return false;
	return true;
}

bool stress_begin(unsigned int threads)
{
	char command[32];
	int fd;

	fd = open(LOCKSTATES_ENTRY, O_RDONLY | O_CLOEXEC);
	stress = mmap(NULL, sizeof(*stress), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	snprintf(command, sizeof(command), "stress %u", threads);
	if (stress == MAP_FAILED)
		fputs("# stress: the log can't be mapped\n", stderr);
	else if (lockstates_do("map"))
		fputs("# stress: nobody is parked\n", stderr);
	else if (!learn_locks() || !are_different())
		fputs("# stress: the locks are not known\n", stderr);
	else if (lockstates_do("release") || lockstates_do(command))
		fputs("# stress: the threads do not start\n", stderr);
	else
		return true;
	return false;
}

void stress_end(void)
{
	munmap((void *)stress, sizeof(*stress));
}
