/* SPDX-License-Identifier: GPL-2.0 */
/* ends.h - who has the other end of what is waited for? */
#ifndef PROCSCOPE_ENDS_H
#define PROCSCOPE_ENDS_H

#include <stdbool.h>

struct model;
struct wait;

/**
 * ends_find() - name who has the other end of a pipe or socket open that a task waits for
 * @model: a snapshot of all tasks; its waits, and their owners, are filled
 *
 * Ends the command with one line about it where that can't be done.
 */
void ends_find(struct model *model);

/**
 * is_for_end() - is it the other end of something that is waited for?
 * @wait: the wait
 */
bool is_for_end(const struct wait *wait);

/**
 * is_fifo_open() - is it for somebody to open the other end of a fifo?
 * @wait: the wait
 */
bool is_fifo_open(const struct wait *wait);

/**
 * is_own_end() - has nobody but the waiter's own process the other end?
 * @wait: the wait
 */
bool is_own_end(const struct wait *wait);

#endif /* PROCSCOPE_ENDS_H */
