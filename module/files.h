/* SPDX-License-Identifier: GPL-2.0 */
/* files.h - what a task has open that others may be asleep for */
#ifndef SCOPE_FILES_H
#define SCOPE_FILES_H

struct scope_snap;
struct task_struct;

/**
 * scope_files_collect() - the ends of pipes and unix sockets that a task has
 * open, and FUSE
 * @snap: its files are filled
 * @task: the task, pinned by the caller
 *
 * Of a thread that shares its files with the leader of its thread group there
 * are none: they are the leader's.
 *
 * Context: may not be called under RCU or a lock; lets others run on its CPU.
 */
void scope_files_collect(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_FILES_H */
