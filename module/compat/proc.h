/* SPDX-License-Identifier: GPL-2.0 */
/* proc.h - what an entry of /proc was made with */
#ifndef COMPAT_PROC_H
#define COMPAT_PROC_H

#include <linux/proc_fs.h>

/**
 * compat_pde_data() - pde_data(), by whatever name
 * @inode: the entry's inode
 *
 * Context: any.
 */
static inline void *compat_pde_data(const struct inode *inode)
{
#ifdef COMPAT_HAVE_PDE_DATA
	return pde_data(inode);
#else
	return PDE_DATA(inode);
#endif
}

#endif /* COMPAT_PROC_H */
