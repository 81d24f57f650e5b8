/* SPDX-License-Identifier: GPL-2.0 */
/* part.h - which tasks of a snapshot are wanted? */
#ifndef PROCSCOPE_PART_H
#define PROCSCOPE_PART_H

#include <stdbool.h>
#include "procscope.h"

struct bytes;
struct model;

/**
 * part_states() - read state letters
 * @text: the letters, as DS
 *
 * Return: their bits for procscope_ask.states; 0 if there is none, or one that
 * is no state.
 */
__u32 part_states(const char *text);

/**
 * part_is_all() - are all tasks wanted?
 * @ask: what is wanted
 */
bool part_is_all(const struct procscope_ask *ask);

/**
 * part_has_all() - has a snapshot all tasks of the system?
 * @model: the snapshot
 *
 * Return: not if some only were asked for, or if it is cut.
 */
bool part_has_all(const struct model *model);

/**
 * part_take() - drop the tasks that are not wanted, as the kernel would
 * @model: the snapshot; its header says so afterwards
 * @ask: what is wanted
 *
 * The kernel may have dropped them already.
 *
 * Return: whether that can be told; not if it is asked for those that wait, and
 * the snapshot does not tell who does.
 */
bool part_take(struct model *model, const struct procscope_ask *ask);

/**
 * part_sift() - drop of a stream what the model has not
 * @bytes: the stream; replaced
 * @model: what was read of it, and taken a part of
 *
 * Return: 0 or -ENOMEM.
 */
int part_sift(struct bytes *bytes, const struct model *model);

#endif /* PROCSCOPE_PART_H */
