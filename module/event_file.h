/* SPDX-License-Identifier: GPL-2.0 */
/* event_file.h - waits for a lock of a file, or for the other end of a pipe */
#ifndef SCOPE_EVENT_FILE_H
#define SCOPE_EVENT_FILE_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_file_lock() - a lock of flock() or fcntl()
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_file_lock(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_pipe() - the other end of a pipe
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_pipe(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_FILE_H */
