/* SPDX-License-Identifier: GPL-2.0 */
/* ids.h - a number for an address, the same for all, that tells nothing */
#ifndef SCOPE_IDS_H
#define SCOPE_IDS_H

#include <linux/types.h>

/**
 * scope_ids_init() - draw the numbers of this load
 *
 * Context: may sleep.
 */
void scope_ids_init(void);

/**
 * scope_id() - the id of an address
 * @address: the address, or NULL
 * @plain: who gets it may know the address: that is the id then
 *
 * Context: any.
 * Return: the id, 0 only for NULL.
 */
u64 scope_id(const void *address, bool plain);

/**
 * scope_ids_load() - the number of this load, for those who compare ids
 *
 * Context: any.
 */
u64 scope_ids_load(void);

#endif /* SCOPE_IDS_H */
