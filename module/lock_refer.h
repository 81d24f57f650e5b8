/* SPDX-License-Identifier: GPL-2.0 */
/* lock_refer.h - which tasks refer to a lock? */
#ifndef SCOPE_LOCK_REFER_H
#define SCOPE_LOCK_REFER_H

#include <linux/types.h>

struct scope_snap;
struct task_struct;

/**
 * scope_lock_refer_seek() - have references looked for to what a task waits for
 * @snap: its sought is filled, from its wait and object
 * @found: it is the snapshot of the task that was asked for
 *
 * Context: any.
 */
void scope_lock_refer_seek(struct scope_snap *snap, bool found);

/**
 * scope_lock_refer_collect() - does the stack of a task refer to what is sought?
 * @snap: its refer is filled; its wait was before
 * @task: the task, pinned by the caller
 *
 * Context: any; does not sleep.
 */
void scope_lock_refer_collect(struct scope_snap *snap,
			      struct task_struct *task);

#endif /* SCOPE_LOCK_REFER_H */
