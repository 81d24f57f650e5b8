/* SPDX-License-Identifier: GPL-2.0 */
/* slab.h - what of this kernel's heap is not laid out as the rest of it */
#ifndef COMPAT_SLAB_H
#define COMPAT_SLAB_H

#include <linux/types.h>
#ifdef CONFIG_KFENCE
#include <linux/kfence.h>
#endif

/**
 * compat_is_fenced() - is it of the pages that hold one object each, to guard it?
 * @address: any number
 *
 * Context: any.
 */
static inline bool compat_is_fenced(const void *address)
{
#ifdef CONFIG_KFENCE
	return is_kfence_address(address);
#else
	return false;
#endif
}

#endif /* COMPAT_SLAB_H */
