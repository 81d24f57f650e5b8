/* SPDX-License-Identifier: GPL-2.0 */
/* awaited.h - what is waited for that is no lock, and who is to bring it about? */
#ifndef PROCSCOPE_AWAITED_H
#define PROCSCOPE_AWAITED_H

#include <stdbool.h>
#include <stdio.h>

struct model;
struct task;
struct wait;

/**
 * put_awaited() - write what a task waits for, if that reads unlike a lock
 * @out: where
 * @model: the snapshot
 * @wait: the wait
 *
 * Return: whether it did: "it waits for a child to end", "it wants to write to
 * the frozen file system ..."
 */
bool put_awaited(FILE *out, const struct model *model, const struct wait *wait);

/**
 * put_awaited_name() - the same in a word, of what is no lock
 * @out: where
 * @model: the snapshot
 * @wait: the wait
 *
 * Return: whether it did.
 */
bool put_awaited_name(FILE *out, const struct model *model,
		      const struct wait *wait);

/**
 * put_thaw() - write how a frozen task is thawed
 * @out: where, after which task
 * @wait: its wait, of which is_frozen_task() is true
 */
void put_thaw(FILE *out, const struct wait *wait);

/**
 * put_ends() - write who else has the other end open that a task waits for
 * @out: where, after the owner, or after why there is none
 * @model: the snapshot
 * @task: a task that has a wait
 *
 * Return: whether it waits for an end; nothing is written if there is nothing
 * to tell.
 */
bool put_ends(FILE *out, const struct model *model, const struct task *task);

/**
 * awaited_role() - what the task is called that is to bring it about
 * @wait: the wait
 *
 * Return: a word: "owner", "child"
 */
const char *awaited_role(const struct wait *wait);

/**
 * awaited_deed() - what that task has to do
 * @wait: the wait
 *
 * Return: words: "has to let go", "has to end"
 */
const char *awaited_deed(const struct wait *wait);

/**
 * is_frozen() - is it a file system that has to be thawed?
 * @wait: the wait
 */
bool is_frozen(const struct wait *wait);

/**
 * is_frozen_task() - is it the task itself that has to be thawed?
 * @wait: the wait
 */
bool is_frozen_task(const struct wait *wait);

/**
 * is_server() - is it an answer of a server that is known?
 * @wait: the wait
 */
bool is_server(const struct wait *wait);

/**
 * put_server() - write which server that is
 * @out: where
 * @wait: a wait for one
 */
void put_server(FILE *out, const struct wait *wait);

#endif /* PROCSCOPE_AWAITED_H */
