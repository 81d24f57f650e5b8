/* SPDX-License-Identifier: GPL-2.0 */
/* slab.h - given an address: which object of the heap is there? */
#ifndef SCOPE_SLAB_H
#define SCOPE_SLAB_H

#include <linux/types.h>

struct scope_object;

/**
 * scope_slab_init() - learn how slabs and their caches are laid out, from own ones
 *
 * Context: may sleep.
 */
void scope_slab_init(void);

/**
 * scope_slab_reason() - why is no object of the heap known?
 *
 * Context: any.
 * Return: why; NULL if they are.
 */
const char *scope_slab_reason(void);

/**
 * scope_slab_find() - is it in an object of a cache?
 * @object: its cache, object_size and offset are filled if so; else it has no
 *	cache
 * @address: any number
 *
 * That the object is in use has to be known otherwise.
 *
 * Context: any.
 */
bool scope_slab_find(struct scope_object *object, const void *address);

#endif /* SCOPE_SLAB_H */
