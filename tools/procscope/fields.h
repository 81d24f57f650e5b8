/* SPDX-License-Identifier: GPL-2.0 */
/* fields.h - what does the source call a lock in the heap? */
#ifndef PROCSCOPE_FIELDS_H
#define PROCSCOPE_FIELDS_H

struct layouts_answer;
struct model;
struct wait;

/**
 * fields_prepare() - have all that it takes to learn how structs are laid out
 *
 * To be called before the running system, or a file, is looked at, if locks may be
 * told.
 */
void fields_prepare(void);

/**
 * fields_of() - what can a lock in an object of a slab cache be?
 * @model: the snapshot
 * @wait: a wait for it, which has a cache
 *
 * The first call for the running system takes some seconds at most. If that
 * fails, one line on the standard error says so.
 *
 * Return: what is known of it; NULL for nothing, as of what a file of another
 * kernel has. Of one of this kernel's release, whose objects are in a cache is
 * not known.
 */
const struct layouts_answer *fields_of(const struct model *model,
				       const struct wait *wait);

#endif /* PROCSCOPE_FIELDS_H */
