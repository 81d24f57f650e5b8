/* SPDX-License-Identifier: GPL-2.0 */
/* readers.h - who may hold what readers share? */
#ifndef PROCSCOPE_READERS_H
#define PROCSCOPE_READERS_H

struct model;

/**
 * readers_find() - put hints where readers hold a lock, and nobody is known to; or
 * anybody a percpu_rwsem
 * @model: a snapshot of the running system, of all tasks, whose holders and ends
 *	were found
 * @tid: only what its chain leads to is of interest; 0 for all chains
 *
 * The kernel is asked once more for each such lock, but not for very many, which
 * tasks refer to it. wait.candidate names them, the best first. The owner of
 * such a wait is the only one of them, or one whose own chain comes back to this
 * lock, and always a hint; or there is none. Where no task refers to the lock, the
 * last reader on record stays the owner.
 *
 * Ends the command with one line about it where that can't be done.
 */
void readers_find(struct model *model, int tid);

#endif /* PROCSCOPE_READERS_H */
