/* SPDX-License-Identifier: GPL-2.0 */
/* fs.h - how this kernel lays out what file systems are made of */
#ifndef COMPAT_FS_H
#define COMPAT_FS_H

#include <linux/dcache.h>
#include <linux/fs.h>

/* Where a dentry has its place among the names of its inode. */
#ifdef COMPAT_HAVE_DENTRY_UNION
#define COMPAT_ALIAS	d_u.d_alias
#else
#define COMPAT_ALIAS	d_alias
#endif

/**
 * compat_dentry_of_alias() - the dentry that a list of an inode's names goes by
 * @node: a node of the list
 *
 * Context: any; it is not looked at.
 */
static inline struct dentry *compat_dentry_of_alias(struct hlist_node *node)
{
	return hlist_entry(node, struct dentry, COMPAT_ALIAS);
}

/**
 * compat_next_alias() - where a dentry has the next name of its inode
 * @dentry: the dentry
 *
 * Context: any; it is not looked at.
 */
static inline struct hlist_node *const *
compat_next_alias(const struct dentry *dentry)
{
	return &dentry->COMPAT_ALIAS.next;
}

/**
 * compat_mapping_of_invalidate_lock() - the mapping that a lock would be of
 * @lock: the lock
 *
 * Context: any; it is not looked at.
 * Return: the mapping if @lock is an invalidate_lock; NULL if this kernel has
 * none.
 */
static inline const struct address_space *
compat_mapping_of_invalidate_lock(const struct rw_semaphore *lock)
{
#ifdef COMPAT_HAVE_INVALIDATE_LOCK
	return container_of(lock, struct address_space, invalidate_lock);
#else
	return NULL;
#endif
}

/* How a file counts its users: the word, and what it is while there is but one. */
#ifdef COMPAT_HAVE_FILE_REF
#define COMPAT_FILE_USERS	f_ref
#define COMPAT_FILE_ONE_USER	0
#else
#define COMPAT_FILE_USERS	f_count
#define COMPAT_FILE_ONE_USER	1
#endif

#endif /* COMPAT_FS_H */
