/* SPDX-License-Identifier: GPL-2.0 */
/* lock_held.h - the locks that a task holds, by lockdep's word */
#ifndef SCOPE_LOCK_HELD_H
#define SCOPE_LOCK_HELD_H

struct scope_snap;
struct task_struct;

/**
 * scope_lock_held_collect() - what a task holds
 * @snap: its held is filled; its wait must have been collected
 * @task: the task, pinned by the caller
 * @on_cpu: it is on a CPU: its list changes under the reader's eyes
 *
 * Context: does not sleep.
 */
void scope_lock_held_collect(struct scope_snap *snap, struct task_struct *task,
			     bool on_cpu);

/**
 * scope_lock_held_reason() - why is it not known what tasks hold?
 *
 * It may come to be not known at any time.
 *
 * Return: words for a reader, or NULL if it is known.
 */
const char *scope_lock_held_reason(void);

#endif /* SCOPE_LOCK_HELD_H */
