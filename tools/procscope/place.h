/* SPDX-License-Identifier: GPL-2.0 */
/* place.h - what do users call a file? */
#ifndef PROCSCOPE_PLACE_H
#define PROCSCOPE_PLACE_H

struct model;
struct wait;

/**
 * place_prepare() - have all that it takes to learn where things are mounted
 *
 * To be called before the running system is looked at, if paths may be told.
 */
void place_prepare(void);

/**
 * place_of() - the path of a wait's inode, as who runs the command can use it
 * @model: the snapshot
 * @wait: the wait; it has a path
 * @why: receives why it is not known, if it is not
 *
 * The first call for the running system reads where things are mounted, for
 * one second at most. If that fails, one line on the standard error says so.
 *
 * Return: the path, any bytes, to be freed; NULL if it is not known.
 */
char *place_of(const struct model *model, const struct wait *wait,
	       const char **why);

/**
 * place_of_root() - where is a file system mounted?
 * @model: the snapshot
 * @wait: a wait whose object is part of a superblock
 *
 * Return: the path, to be freed; NULL if it is not known.
 */
char *place_of_root(const struct model *model, const struct wait *wait);

#endif /* PROCSCOPE_PLACE_H */
