/* SPDX-License-Identifier: GPL-2.0 */
/* holders.h - who holds what is waited for, where the lock does not say? */
#ifndef PROCSCOPE_HOLDERS_H
#define PROCSCOPE_HOLDERS_H

struct model;

/**
 * holders_find() - put holders where a lock names no exact owner
 * @model: the snapshot
 *
 * What readers share has no owner, and the lock has but one of them on record,
 * which may have let go. Lockdep has them all, if the snapshot tells: then the
 * owner of such a wait is one of them, and exact, and wait.holder names all.
 * One that waits itself comes first, and before all one whose own chain comes
 * back to this lock: each of them has to let go.
 *
 * Return: 0 or -ENOMEM.
 */
int holders_find(struct model *model);

#endif /* PROCSCOPE_HOLDERS_H */
