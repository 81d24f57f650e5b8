/* SPDX-License-Identifier: GPL-2.0 */
/* event_percpu.h - waits for a percpu_rw_semaphore */
#ifndef SCOPE_EVENT_PERCPU_H
#define SCOPE_EVENT_PERCPU_H

struct percpu_rw_semaphore;
struct scope_snap;
struct super_block;
struct task_struct;

/**
 * scope_event_percpu() - a percpu_rw_semaphore, as a frozen file system has it
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 */
void scope_event_percpu(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_percpu_super() - the superblock that is frozen by a lock
 * @lock: any number taken for the lock
 *
 * Context: any.
 * Return: the superblock, believed as by scope_object_is_super(); or NULL.
 */
const struct super_block *
scope_event_percpu_super(const struct percpu_rw_semaphore *lock);

#endif /* SCOPE_EVENT_PERCPU_H */
