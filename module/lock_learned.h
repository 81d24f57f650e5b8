/* SPDX-License-Identifier: GPL-2.0 */
/* lock_learned.h - what earlier tasks taught of where waits are on a stack */
#ifndef SCOPE_LOCK_LEARNED_H
#define SCOPE_LOCK_LEARNED_H

#include <linux/types.h>
#include "lock_code.h"

struct scope_snap;
struct scope_wait;
struct task_struct;

/**
 * scope_learned_wait() - tell what a task waits for by two or three words
 * @snap: the snapshot; its wait is filled, but for what is found by its lock
 * @task: the task, pinned by the caller and not running
 *
 * Context: as scope_symbol_code().
 * Return: true if the wait is told, be it that there is none; false says
 * nothing.
 */
bool scope_learned_wait(struct scope_snap *snap,
			const struct task_struct *task);

/**
 * scope_learned_lock() - find the lock where the slow path keeps it
 * @snap: the snapshot, with a window; lock, record and evidence are filled
 * @task: as above
 * @code: the slow path
 * @at: index in the window of the return address into it
 *
 * Context: any.
 * Return: true if it was found, with waiters, and the task's record as well.
 */
bool scope_learned_lock(struct scope_snap *snap,
			const struct task_struct *task,
			enum scope_code code, unsigned int at);

/**
 * scope_learn_switch() - learn from a task that sleeps for no lock
 * @snap: the snapshot
 * @task: as above; what it called is the scheduler, and no slow path
 * @frame: its first frame, as the kernel unwinds it
 *
 * Context: as scope_symbol_code().
 */
void scope_learn_switch(struct scope_snap *snap,
			const struct task_struct *task, unsigned long frame);

/**
 * scope_learn_lock() - learn from a waiter whose lock was proved
 * @snap: the snapshot, with the window and the lock
 * @code: the slow path, which can't be another one
 * @at: index in the window of the return address into it
 * @record: index in the window of the task in the waiter's record
 *
 * Context: any.
 */
void scope_learn_lock(struct scope_snap *snap, enum scope_code code,
		      unsigned int at, unsigned int record);

/**
 * scope_record_at() - take words of the window for the waiter's record
 * @wait: the wait, with a window; record and links are filled
 * @task: the waiter
 * @i: index in the window of the task in the record
 *
 * Context: any.
 * Return: true if they can be one: a record is queued until its links are
 * overwritten with poison.
 */
bool scope_record_at(struct scope_wait *wait, const struct task_struct *task,
		     unsigned int i);

#endif /* SCOPE_LOCK_LEARNED_H */
