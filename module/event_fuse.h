/* SPDX-License-Identifier: GPL-2.0 */
/* event_fuse.h - waits for the process that serves a file system */
#ifndef SCOPE_EVENT_FUSE_H
#define SCOPE_EVENT_FUSE_H

#include <linux/types.h>

struct file;
struct inode;
struct scope_snap;
struct task_struct;

/**
 * scope_event_fuse() - the answer to a request
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_fuse(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_fuse_connection() - the connection that an open /dev/fuse serves
 * @file: the open file, live
 *
 * Context: any.
 * Return: what its waits have for a key, only to be compared; NULL if it is no
 * such file, or serves none yet.
 */
const void *scope_fuse_connection(const struct file *file);

#endif /* SCOPE_EVENT_FUSE_H */
