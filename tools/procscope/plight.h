/* SPDX-License-Identifier: GPL-2.0 */
/* plight.h - who is stuck behind the same? */
#ifndef PROCSCOPE_PLIGHT_H
#define PROCSCOPE_PLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

struct look;
struct watched;

/**
 * enum end - what a chain ends in
 * @END_RING: a ring
 * @END_LOCK: a lock, or the like, of which it is not known who has it
 * @END_TASK: a task that waits for nothing that is known
 */
enum end {
	END_RING,
	END_LOCK,
	END_TASK,
};

/**
 * struct plight - a task that is stuck
 * @watched: what was seen of it
 * @at: its place in the model
 * @end: what its chain ends in
 * @which: which of these: number of the ring, id of the lock, place of the task
 * @is_root: it is the last task of its chain itself
 */
struct plight {
	struct watched *watched;
	size_t at;
	enum end end;
	__u64 which;
	bool is_root;
};

/**
 * plights_find() - find what each of some tasks is stuck behind
 * @look: the system as it is seen now
 * @watched: the tasks, as they were seen before
 * @count: how many
 * @plight: receives them, those that are behind the same together: the longest
 *	first, but a root, which is not stuck behind itself, last. Those that
 *	have moved since, or were given what they wait for, are left out
 *
 * Return: how many there are.
 */
size_t plights_find(const struct look *look, struct watched **watched,
		    size_t count, struct plight *plight);

/**
 * plights_alike() - how many are stuck behind the same as the first is?
 * @plight: the first, and those after it
 * @count: how many, at least 1
 *
 * Return: how many, the first among them.
 */
size_t plights_alike(const struct plight *plight, size_t count);

/**
 * plights_last() - for how long are all of them stuck?
 * @plight: the first
 * @count: how many, at least 1
 *
 * Return: seconds, not more than any of them is.
 */
double plights_last(const struct plight *plight, size_t count);

/**
 * plights_behind() - find what each task that waits is behind, for long or not
 * @look: the system as it is seen now
 * @behind: receives them, with room for all tasks; those behind the same together.
 *	Those that are in a ring do not wait behind it
 *
 * Return: how many there are.
 */
size_t plights_behind(const struct look *look, struct plight *behind);

/**
 * plight_waiters() - how many wait for the same?
 * @first: one that does
 * @behind: what plights_behind() found
 * @count: how many
 *
 * Return: how many.
 */
size_t plight_waiters(const struct plight *first, const struct plight *behind,
		      size_t count);

#endif /* PROCSCOPE_PLIGHT_H */
