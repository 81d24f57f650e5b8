/* SPDX-License-Identifier: GPL-2.0 */
/* futexes.h - who has a futex that a task waits for? */
#ifndef PROCSCOPE_FUTEXES_H
#define PROCSCOPE_FUTEXES_H

struct model;

/**
 * futexes_prepare() - have all that it takes to look into tasks' memory
 *
 * To be called before the running system is looked at.
 */
void futexes_prepare(void);

/**
 * futexes_follow() - put hints where the chain of a task comes to a futex
 * @model: the snapshot, of the running system
 * @tid: the task
 *
 * Without futexes_prepare(), and where it takes too long, there are none.
 */
void futexes_follow(struct model *model, int tid);

#endif /* PROCSCOPE_FUTEXES_H */
