/* SPDX-License-Identifier: GPL-2.0 */
/* lock_object.h - given an address: what it is part of */
#ifndef SCOPE_LOCK_OBJECT_H
#define SCOPE_LOCK_OBJECT_H

#include <linux/types.h>
#include "../uapi/procscope.h"

struct cgroup;
struct inode;
struct scope_object;
struct scope_snap;
struct super_block;
struct task_struct;

/**
 * scope_lock_object_collect() - what the lock that a task is asleep for is
 * @snap: its object is filled, from its wait
 * @task: the waiter, pinned by the caller
 *
 * Context: takes RCU; does not sleep.
 */
void scope_lock_object_collect(struct scope_snap *snap,
			       struct task_struct *task);

/**
 * scope_object_variable() - is it a variable of the kernel or of a module?
 * @snap: its object is filled if so
 * @address: any number
 *
 * Context: any.
 */
bool scope_object_variable(struct scope_snap *snap, const void *address);

/**
 * scope_object_slab() - is it in an object of the heap?
 * @snap: its object is filled if so
 * @address: any number
 *
 * Context: any.
 */
bool scope_object_slab(struct scope_snap *snap, const void *address);

/**
 * scope_object_inode() - is it an inode?
 * @object: filled if so
 * @inode: any number taken for one
 * @what: what the inode is part of, or which part of the inode is meant
 *
 * Context: takes RCU; does not sleep.
 */
bool scope_object_inode(struct scope_object *object, const struct inode *inode,
			enum procscope_object what);

/**
 * scope_object_is_super() - is it a superblock?
 * @sb: any number taken for one
 *
 * Context: any.
 */
bool scope_object_is_super(const struct super_block *sb);

/**
 * scope_object_super() - is it a superblock?
 * @object: filled if so
 * @sb: any number taken for one
 * @what: which part of the superblock is meant
 *
 * Context: any.
 */
bool scope_object_super(struct scope_object *object,
			const struct super_block *sb,
			enum procscope_object what);

/**
 * scope_object_server() - it is a server, as of RPC
 * @object: filled, but for @fs and @disk: what it serves, and its name
 *
 * Context: any.
 */
void scope_object_server(struct scope_object *object);

/**
 * scope_object_cgroup() - it is a cgroup
 * @object: filled if so
 * @cgroup: the cgroup
 * @fs: the type of the file system that it is shown in
 * @hierarchy: the name of its hierarchy
 *
 * Context: under RCU, which the cgroup outlives; takes a spinlock.
 * Return: false if its path is too long.
 */
bool scope_object_cgroup(struct scope_object *object, struct cgroup *cgroup,
			 const char *fs, const char *hierarchy);

/**
 * scope_object_device() - it is a block device
 * @object: filled
 * @dev: the device's number
 *
 * Context: any.
 */
void scope_object_device(struct scope_object *object, dev_t dev);

#endif /* SCOPE_LOCK_OBJECT_H */
