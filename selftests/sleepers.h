/* SPDX-License-Identifier: GPL-2.0 */
/* sleepers.h - what does a task come to wait for, and what is said of it? */
#ifndef SLEEPERS_H
#define SLEEPERS_H

#include <linux/types.h>
#include <stdbool.h>
#include <sys/types.h>

#include "model.h"
#include "output.h"

/**
 * sleeper_waits() - does a task wait for a kind of thing?
 * @model: zeros at first; a new look, kept where it does and where it does not
 * @tid: the task
 * @kind: enum procscope_kind
 */
bool sleeper_waits(struct model *model, pid_t tid, __u32 kind);

/**
 * sleeper_becomes() - wait until it does
 * @model: as above
 * @tid: the task
 * @kind: enum procscope_kind
 *
 * Return: what it waits for; NULL if it never was that, which is told then.
 */
const struct wait *sleeper_becomes(struct model *model, pid_t tid, __u32 kind);

/**
 * sleeper_has_owner() - is a task the one that is to end a wait, for sure?
 * @wait: the wait
 * @tid: the task; another one is told
 */
bool sleeper_has_owner(const struct wait *wait, pid_t tid);

/**
 * sleepers_end_as_told() - do a signal and SIGKILL end those sleeps that they are said
 * to end, and no other?
 * @model: a look at the test's children; those that were not asleep in it, or are gone
 *	by now, are left alone
 *
 * The youngest is killed first: who waits for what another child has is asked before
 * that one is.
 *
 * Return: whether all do; those that don't are told.
 */
bool sleepers_end_as_told(const struct model *model);

/**
 * sleeper_why() - what the command says of a task
 * @tid: the task
 *
 * Return: to be freed by output_free().
 */
struct output sleeper_why(pid_t tid);

#endif /* SLEEPERS_H */
