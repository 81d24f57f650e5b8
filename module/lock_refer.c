// SPDX-License-Identifier: GPL-2.0
/*
 * lock_refer.c - which tasks refer to a lock?
 *
 * What readers share does not say who they are. But who has to let go of a lock
 * has to know it then, or the struct that it is in: so the address of one of
 * them is, more often than not, on the stack of a holder that sleeps.
 *
 * All words count from the stack pointer up. The registers that a function keeps
 * across a call are saved by those that it calls, so that the innermost frames,
 * those of the scheduler, may have the only copy. But no frame is written in
 * full, and a register is kept after its last use: a word may as well be left
 * from a lock that was given back. And a variable's address need not be kept at
 * all. That is why what is found here is a hint, and what is not found proves
 * nothing.
 *
 * The addresses are numbers to compare with, which nothing is read by.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/ptrace.h>
#include <linux/sched/task_stack.h>
#include "compat/fs.h"
#include "compat/stack.h"
#include "event_percpu.h"
#include "lock_code.h"
#include "lock_refer.h"
#include "peek.h"
#include "snap.h"

/* Words that are read at a time. */
#define PIECE	32

/* What code keeps in place of the lock, where it is proved what that is in. */
static unsigned long around(const struct scope_snap *snap, void *lock)
{
	struct rw_semaphore *rwsem = lock;

	switch (snap->object.what) {
	case PROCSCOPE_OBJECT_I_RWSEM:
		return (unsigned long)container_of(rwsem, struct inode,
						   i_rwsem);
	case PROCSCOPE_OBJECT_INVALIDATE_LOCK:
		return (unsigned long)compat_mapping_of_invalidate_lock(rwsem);
	case PROCSCOPE_OBJECT_I_MMAP_RWSEM:
		return (unsigned long)container_of(rwsem, struct address_space,
						   i_mmap_rwsem);
	case PROCSCOPE_OBJECT_MMAP_LOCK:
		return (unsigned long)container_of(rwsem, struct mm_struct,
						   mmap_lock);
	case PROCSCOPE_OBJECT_S_UMOUNT:
		return (unsigned long)container_of(rwsem, struct super_block,
						   s_umount);
	case PROCSCOPE_OBJECT_FREEZE:
		return (unsigned long)scope_event_percpu_super(lock);
	case PROCSCOPE_OBJECT_CLASS:
	case PROCSCOPE_OBJECT_SLAB:
		return snap->object.cache[0] ?
		       (unsigned long)lock - snap->object.offset : 0;
	default:
		return 0;
	}
}

/* Of the two sorts of locks that tasks may share. */
static void *lock_of(const struct scope_snap *snap)
{
	return snap->wait.status == PROCSCOPE_OK ? snap->wait.lock :
						   (void *)snap->event.key;
}

void scope_lock_refer_seek(struct scope_snap *snap, bool found)
{
	const bool is_percpu = snap->event.kind == PROCSCOPE_KIND_PERCPU_RWSEM;
	const struct scope_wait *wait = &snap->wait;
	struct scope_sought *sought = &snap->sought;

	memset(sought, 0, sizeof(*sought));
	if (!found) {
		sought->status = PROCSCOPE_GONE;
		return;
	}
	sought->status = is_percpu ? PROCSCOPE_OK : wait->status;
	sought->reason = is_percpu ? NULL : wait->reason;
	if (sought->status != PROCSCOPE_OK)
		return;
	if (!is_percpu && wait->granted) {
		sought->status = PROCSCOPE_NONE;
		return;
	}
	if (!lock_of(snap)) {
		sought->status = PROCSCOPE_UNAVAILABLE;
		sought->reason = "the lock is not known";
		return;
	}
	sought->id = is_percpu ? snap->event.id : wait->id;
	sought->lock = (unsigned long)lock_of(snap);
	if (snap->object.status != PROCSCOPE_OK)
		return;
	sought->object = around(snap, lock_of(snap));
	/* A lock that is the first in its struct is one with it. */
	if (sought->object == sought->lock)
		sought->object = 0;
	if (sought->object)
		sought->what = snap->object.what;
}

/*
 * A waiter has the lock in its slow path, and holds nothing of it. One of which
 * it can't be told what it waits for may be such a waiter.
 */
static bool may_wait_for_it(const struct scope_snap *snap)
{
	const struct scope_wait *wait = &snap->wait;

	if (wait->status != PROCSCOPE_NONE)
		return !wait->lock ||
		       (unsigned long)wait->lock == snap->sought.lock;
	/* A file system has several, and who waits for one of them holds none. */
	return snap->event.kind == PROCSCOPE_KIND_PERCPU_RWSEM &&
	       (!snap->event.key ||
		snap->sought.what == PROCSCOPE_OBJECT_FREEZE ||
		(unsigned long)snap->event.key == snap->sought.lock);
}

/* A private futex is known by the address space that it is in. */
static bool has_other_use(struct scope_snap *snap)
{
	return snap->sought.what == PROCSCOPE_OBJECT_MMAP_LOCK &&
	       snap->wait.status == PROCSCOPE_NONE && snap->wait.sleeper &&
	       scope_code_of(scope_code_mark(snap->symbols,
					     snap->wait.sleeper)) ==
	       SCOPE_CODE_FUTEX;
}

/*
 * The scheduler leaves one address space for that of the next task, and has the
 * addresses of both in registers when it switches.
 */
static bool is_of_switch(const struct scope_snap *snap, unsigned long offset)
{
	return snap->sought.what == PROCSCOPE_OBJECT_MMAP_LOCK &&
	       offset < compat_switch_size();
}

void scope_lock_refer_collect(struct scope_snap *snap,
			      struct task_struct *task)
{
	const struct scope_sought *sought = &snap->sought;
	struct scope_refer *refer = &snap->refer;
	unsigned long word[PIECE], object;
	unsigned long sp, at, end;
	unsigned int count, i;

	refer->status = PROCSCOPE_NONE;
	refer->reason = NULL;
	refer->lock = 0;
	refer->object = 0;
	if (!snap->sleeps || may_wait_for_it(snap))
		return;

	object = has_other_use(snap) ? 0 : sought->object;
	sp = compat_task_sp(task);
	at = sp;
	/* Above are registers of userspace: anybody's numbers. */
	end = (unsigned long)task_pt_regs(task);
	do {
		count = min_t(unsigned long, PIECE,
			      at < end ? (end - at) / sizeof(long) : 0);
		if (!count ||
		    !scope_peek_stack(word, task, at, count * sizeof(long))) {
			refer->status = PROCSCOPE_UNAVAILABLE;
			refer->reason = "its stack can't be read";
			return;
		}
		for (i = 0; i < count; i++) {
			refer->lock += word[i] == sought->lock;
			refer->object += object && word[i] == object &&
				!is_of_switch(snap, at + i * sizeof(long) - sp);
		}
		at += count * sizeof(long);
	} while (at < end);
	if (refer->lock || refer->object)
		refer->status = PROCSCOPE_OK;
}
