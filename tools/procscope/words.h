/* SPDX-License-Identifier: GPL-2.0 */
/* words.h - how do the facts read in English? */
#ifndef PROCSCOPE_WORDS_H
#define PROCSCOPE_WORDS_H

#include <stdio.h>
#include "model.h"

/*
 * All that is put here can go to the terminal as it is: what anybody may have
 * chosen (names, paths) went through put_safe().
 */

/**
 * has_wait() - is it known what a task waits for?
 * @task: the task
 *
 * Return: whether it is, and it was not given it already.
 */
bool has_wait(const struct task *task);

/**
 * put_task() - write what a task is called: rm[1167]
 * @out: where
 * @task: the task
 */
void put_task(FILE *out, const struct task *task);

/**
 * put_tid() - the same, of a task that need not be in the snapshot
 * @out: where
 * @model: the snapshot
 * @tid: the task's number
 */
void put_tid(FILE *out, const struct model *model, int tid);

/**
 * put_state() - write a task's state letter
 * @out: where
 * @task: the task
 */
void put_state(FILE *out, const struct task *task);

/**
 * put_sleep() - write how a task sleeps: in what state, for how long, and what
 * ends it besides what it waits for
 * @out: where
 * @task: the task
 */
void put_sleep(FILE *out, const struct task *task);

/**
 * put_reason() - write why a fact is not given
 * @out: where
 * @status: enum procscope_status of the fact, but not PROCSCOPE_OK
 * @reason: the reason that came with it, or NULL
 */
void put_reason(FILE *out, unsigned int status, const char *reason);

/**
 * has_lock_name() - is there more to be said than of what kind it is?
 * @wait: the wait
 */
bool has_lock_name(const struct wait *wait);

/**
 * put_inode() - write what an inode is: its path, file system and number
 * @out: where
 * @model: the snapshot
 * @wait: a wait whose object is an inode or part of one
 */
void put_inode(FILE *out, const struct model *model, const struct wait *wait);

/**
 * put_inode_name() - the same in few words
 * @out: where
 * @wait: a wait whose object is an inode or part of one
 */
void put_inode_name(FILE *out, const struct wait *wait);

/**
 * put_super() - write what a file system is: where it is mounted, and its disk
 * @out: where
 * @model: the snapshot
 * @wait: a wait whose object is part of a superblock
 */
void put_super(FILE *out, const struct model *model, const struct wait *wait);

/**
 * is_slab() - is no more known of it than which object of the heap it is in?
 * @wait: the wait
 */
bool is_slab(const struct wait *wait);

/**
 * put_slab() - write what is in an object of the heap
 * @out: where
 * @model: the snapshot
 * @wait: a wait for it, for which is_slab() is true
 */
void put_slab(FILE *out, const struct model *model, const struct wait *wait);

/**
 * put_slab_name() - write the same in few words
 * @out: where
 * @model: the snapshot
 * @wait: as for put_slab()
 */
void put_slab_name(FILE *out, const struct model *model,
		   const struct wait *wait);

/**
 * put_inner_path() - write an inode's path from the root of its file system
 * @out: where
 * @wait: a wait that has a path
 */
void put_inner_path(FILE *out, const struct wait *wait);

/**
 * put_marked_path() - the same, so that it can't be taken for a usual path
 * @out: where
 * @wait: a wait that has a path
 *
 * Before it come the disk or the device's number, and a colon.
 */
void put_marked_path(FILE *out, const struct wait *wait);

/**
 * put_lock() - write what a lock is, in full
 * @out: where
 * @model: the snapshot
 * @wait: a wait for it
 */
void put_lock(FILE *out, const struct model *model, const struct wait *wait);

/**
 * put_lock_name() - write what a lock is, in few words
 * @out: where
 * @model: the snapshot
 * @wait: a wait for it
 */
void put_lock_name(FILE *out, const struct model *model,
		   const struct wait *wait);

/**
 * put_readers() - write how many readers hold a lock, who is known to hold it by
 * lockdep, and who may, after something else on it
 * @out: where
 * @model: the snapshot
 * @wait: a wait for it; nothing is written if there is nothing to tell
 */
void put_readers(FILE *out, const struct model *model, const struct wait *wait);

/**
 * put_want() - write what a waiter wants: to write-lock this
 * @out: where
 * @model: the snapshot
 * @wait: its wait, of status PROCSCOPE_OK
 */
void put_want(FILE *out, const struct model *model, const struct wait *wait);

/**
 * put_wait() - write what a task waits for in a few words
 * @out: where
 * @model: the snapshot
 * @task: a task that has a wait of status PROCSCOPE_OK
 */
void put_wait(FILE *out, const struct model *model, const struct task *task);

/**
 * put_frame() - write the function of a frame, without offset, size and module
 * @out: where
 * @frame: the frame's name
 */
void put_frame(FILE *out, const char *frame);

/**
 * why_no_waits() - why is it not known of any task what it waits for?
 * @model: the snapshot
 *
 * Return: what completes "what they wait for is"; NULL if it is known.
 */
const char *why_no_waits(const struct model *model);

/**
 * why_no_held() - why is it not known of any task what it holds?
 * @model: the snapshot
 *
 * Return: the reason, any bytes; NULL if it is known.
 */
const char *why_no_held(const struct model *model);

/**
 * is_waiting() - is a task asleep for a lock that it was not given yet?
 * @task: the task
 *
 * Return: whether it is known to be.
 */
bool is_waiting(const struct task *task);

/**
 * is_unresolved() - can't it be told whether, or for what, a task waits?
 * @task: the task
 *
 * Return: whether that can't be told.
 */
bool is_unresolved(const struct task *task);

#endif /* PROCSCOPE_WORDS_H */
