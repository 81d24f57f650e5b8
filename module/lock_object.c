// SPDX-License-Identifier: GPL-2.0
/*
 * lock_object.c - given the address of a lock: what it is part of
 *
 * A guess at the struct around the lock is tested by what only such a struct
 * says of itself: an inode's mapping points back to the inode, an address
 * space is the one that a live task uses.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/mm_types.h>
#include <linux/pid_namespace.h>
#include <linux/sched/signal.h>
#include <linux/seqlock.h>
#include "compat/cgroup.h"
#include "compat/fs.h"
#include "compat/mm.h"
#include "lock_class.h"
#include "lock_object.h"
#include "peek.h"
#include "slab.h"
#include "snap.h"
#include "symbols.h"
#include "task.h"

/* Deeper than any path that fits. */
#define HOPS_MAX	(PATH_MAX / 2)

/* Put "/name" before the path; nothing, where it is the slash that a root has. */
static bool prepend(struct scope_object *object, const struct dentry *dentry)
{
	char name[NAME_MAX + 1];
	const char *from;
	size_t length;
	char *to;

	if (!scope_peek_to(from, &dentry->d_name.name) ||
	    !scope_peek_text(name, from, sizeof(name)) || !name[0])
		return false;
	if (!strcmp(name, "/"))
		return true;
	length = strlen(name);
	to = (char *)object->path - length - 1;
	if (to < object->path_buffer) {
		object->path_flags |= PROCSCOPE_PATH_CUT;
		return false;
	}
	to[0] = '/';
	memcpy(to + 1, name, length);
	object->path = to;
	return true;
}

/*
 * From a name up to the root of its file system. Each hop is believed only if
 * the entry's own sequence has not moved while it was read.
 */
static bool climb(struct scope_object *object, const struct dentry *dentry,
		  const struct dentry *root)
{
	const struct dentry *parent;
	unsigned int before, after;
	int hop;

	object->path = object->path_buffer + sizeof(object->path_buffer) - 1;
	*(char *)object->path = '\0';
	for (hop = 0; dentry != root; hop++, dentry = parent) {
		if (hop == HOPS_MAX ||
		    !scope_peek_to(before, &dentry->d_seq.seqcount.sequence) ||
		    !scope_peek_to(parent, &dentry->d_parent))
			return false;
		if (parent == dentry)
			object->path_flags |= PROCSCOPE_PATH_DISCONNECTED;
		if (!prepend(object, dentry))
			return object->path_flags & PROCSCOPE_PATH_CUT;
		if (parent == dentry)
			break;
		if (!scope_peek_to(after, &dentry->d_seq.seqcount.sequence) ||
		    before != after || before & 1)
			return false;
	}
	if (!*object->path)
		object->path = "/";
	return true;
}

/*
 * The first of the inode's names, one that is not unlinked if it can be; NULL
 * if there is @none, or if what was read can't be one.
 */
static struct dentry *name_of(const struct inode *inode, bool *deleted,
			      bool *none)
{
	struct dentry *dentry = NULL, *unhashed = NULL;
	struct hlist_node *node;
	void *hash;
	int i;

	*none = false;
	if (!scope_peek_to(node, &inode->i_dentry.first))
		return NULL;
	*none = !node;
	for (i = 0; node && i < HOPS_MAX; i++) {
		const struct inode *of;

		dentry = compat_dentry_of_alias(node);
		if (!scope_peek_to(of, &dentry->d_inode) || of != inode ||
		    !scope_peek_to(hash, &dentry->d_hash.pprev))
			return NULL;
		*deleted = false;
		if (hash)
			return dentry;
		unhashed = dentry;
		if (!scope_peek_to(node, compat_next_alias(dentry)))
			return NULL;
	}
	*deleted = unhashed;
	return unhashed;
}

/*
 * Changes with every rename, odd while one is under way. Not by the functions
 * for it: they may wait for that, or take the lock.
 */
static unsigned int rename_count(void)
{
	unsigned int count;

	smp_rmb(); /* what was read before it is not read after it */
	count = READ_ONCE(rename_lock.seqcount.seqcount.sequence);
	smp_rmb(); /* nor the other way round */
	return count;
}

static void find_path(struct scope_object *object, const struct inode *inode,
		      const struct super_block *sb)
{
	const struct dentry *root, *dentry;
	bool deleted = false, none;
	unsigned int renames;

	object->path = NULL;
	object->path_flags = 0;
	object->path_reason = NULL;
	object->path_status = PROCSCOPE_UNAVAILABLE;

	rcu_read_lock();
	renames = rename_count();
	dentry = name_of(inode, &deleted, &none);
	if (none) {
		object->path_status = PROCSCOPE_NONE;
		object->path_reason = "no name in the dentry cache";
	} else if (!dentry || !scope_peek_to(root, &sb->s_root) ||
		   !climb(object, dentry, root) ||
		   renames & 1 || renames != rename_count()) {
		object->path_status = PROCSCOPE_UNSTABLE;
		object->path_reason = "renamed while it was read";
	} else {
		object->path_status = PROCSCOPE_OK;
		if (deleted && dentry != root)
			object->path_flags |= PROCSCOPE_PATH_DELETED;
	}
	rcu_read_unlock();
}

static bool read_super(struct scope_object *object,
		       const struct super_block *sb)
{
	const struct file_system_type *type;
	const char *name;

	return scope_peek_to(type, &sb->s_type) &&
	       scope_peek_to(name, &type->name) &&
	       scope_peek_text(object->fs, name, sizeof(object->fs)) &&
	       scope_peek_text(object->disk, sb->s_id, sizeof(sb->s_id)) &&
	       scope_peek_to(object->dev, &sb->s_dev);
}

static void is_no_inode(struct scope_object *object, enum procscope_object what)
{
	object->links = 0;
	object->ino = 0;
	object->path_status = PROCSCOPE_NONE;
	object->path_reason = NULL;
	object->what = what;
	object->status = PROCSCOPE_OK;
	object->reason = NULL;
}

bool scope_object_is_super(const struct super_block *sb)
{
	const struct super_block *of;
	const struct dentry *root;

	/* The root of a file system says whose it is. */
	return scope_peek_to(root, &sb->s_root) &&
	       scope_peek_to(of, &root->d_sb) && of == sb;
}

bool scope_object_super(struct scope_object *object,
			const struct super_block *sb,
			enum procscope_object what)
{
	if (!scope_object_is_super(sb) || !read_super(object, sb))
		return false;
	is_no_inode(object, what);
	return true;
}

void scope_object_device(struct scope_object *object, dev_t dev)
{
	object->fs[0] = '\0';
	object->disk[0] = '\0';
	object->dev = dev;
	is_no_inode(object, PROCSCOPE_OBJECT_DEVICE);
}

void scope_object_server(struct scope_object *object)
{
	object->dev = 0;
	is_no_inode(object, PROCSCOPE_OBJECT_SERVER);
}

bool scope_object_cgroup(struct scope_object *object, struct cgroup *cgroup,
			 const char *fs, const char *hierarchy)
{
	u64 id;

	if (!compat_cgroup_path(cgroup, object->path_buffer,
				sizeof(object->path_buffer), &id))
		return false;
	strscpy(object->fs, fs, sizeof(object->fs));
	strscpy(object->disk, hierarchy, sizeof(object->disk));
	object->dev = 0;
	is_no_inode(object, PROCSCOPE_OBJECT_CGROUP);
	object->ino = id;
	object->path = object->path_buffer;
	object->path_flags = 0;
	object->path_status = PROCSCOPE_OK;
	return true;
}

bool scope_object_inode(struct scope_object *object, const struct inode *inode,
			enum procscope_object what)
{
	const struct super_block *sb;
	const struct inode *host;
	unsigned long ino;
	umode_t mode;

	if (!scope_peek_to(host, &inode->i_data.host) || host != inode ||
	    !scope_peek_to(sb, &inode->i_sb) || !read_super(object, sb) ||
	    !scope_peek_to(object->links, &inode->i_nlink) ||
	    !scope_peek_to(mode, &inode->i_mode) ||
	    !scope_peek_to(ino, &inode->i_ino))
		return false;
	/* A directory has one name: its links count what is in it. */
	if (S_ISDIR(mode) && object->links)
		object->links = 1;
	object->ino = ino;
	object->what = what;
	object->status = PROCSCOPE_OK;
	object->reason = NULL;
	find_path(object, inode, sb);
	return true;
}

/* An inode's mapping is a part of the inode where it has a lock of its own. */
static const struct inode *inode_of(const struct address_space *mapping)
{
	return container_of(mapping, struct inode, i_data);
}

static bool find_mm(struct scope_snap *snap, const struct mm_struct *mm,
		    struct task_struct *waiter)
{
	struct scope_object *object = &snap->object;
	struct task_struct *task, *user;

	object->mm_tgid = 0;
	rcu_read_lock();
	if (READ_ONCE(waiter->mm) == mm) {
		object->mm_tgid = task_tgid_nr_ns(waiter, snap->ns);
	} else {
		/* Another's: the one that the mm has on record must use it. */
		if (!compat_peek_mm_owner(mm, &user))
			goto no;
		task = scope_task_at(user);
		if (!task || READ_ONCE(task->mm) != mm)
			goto no;
		object->mm_tgid = task_tgid_nr_ns(task, snap->ns);
	}
	rcu_read_unlock();
	object->what = PROCSCOPE_OBJECT_MMAP_LOCK;
	return true;
no:
	rcu_read_unlock();
	return false;
}

/* What a rw_semaphore of the kernel's own structures can be. */
static bool find_rwsem(struct scope_snap *snap, struct task_struct *waiter)
{
	struct rw_semaphore *lock = snap->wait.lock;
	struct scope_object *object = &snap->object;
	const struct address_space *mapping;

	mapping = compat_mapping_of_invalidate_lock(lock);
	return scope_object_inode(object,
				  container_of(lock, struct inode, i_rwsem),
				  PROCSCOPE_OBJECT_I_RWSEM) ||
	       (mapping &&
		scope_object_inode(object, inode_of(mapping),
				   PROCSCOPE_OBJECT_INVALIDATE_LOCK)) ||
	       scope_object_inode(object,
				  inode_of(container_of(lock,
							struct address_space,
							i_mmap_rwsem)),
				  PROCSCOPE_OBJECT_I_MMAP_RWSEM) ||
	       scope_object_super(object, container_of(lock, struct super_block,
						       s_umount),
				  PROCSCOPE_OBJECT_S_UMOUNT) ||
	       find_mm(snap, container_of(lock, struct mm_struct, mmap_lock),
		       waiter);
}

/* It says what the lock is, not which of those that are called the same. */
static bool find_class(struct scope_object *object,
		       const struct scope_wait *wait)
{
	const struct lockdep_map *map = scope_lock_map(wait->kind, wait->lock);

	if (!map ||
	    !scope_lock_class(map, object->class, sizeof(object->class)))
		return false;
	object->what = PROCSCOPE_OBJECT_CLASS;
	/* The heap may tell more: of the command, which of them it is. */
	scope_slab_find(object, wait->lock);
	return true;
}

bool scope_object_slab(struct scope_snap *snap, const void *address)
{
	struct scope_object *object = &snap->object;

	if (!scope_slab_find(object, address))
		return false;
	object->what = PROCSCOPE_OBJECT_SLAB;
	object->status = PROCSCOPE_OK;
	object->reason = NULL;
	return true;
}

bool scope_object_variable(struct scope_snap *snap, const void *address)
{
	struct scope_object *object = &snap->object;

	if (!scope_symbol_data(snap->symbols, (unsigned long)address))
		return false;
	object->variable = (unsigned long)address;
	object->what = PROCSCOPE_OBJECT_SYMBOL;
	object->status = PROCSCOPE_OK;
	object->reason = NULL;
	return true;
}

void scope_lock_object_collect(struct scope_snap *snap,
			       struct task_struct *task)
{
	struct scope_object *object = &snap->object;

	object->reason = NULL;
	object->status = PROCSCOPE_OK;
	if (!snap->wait.lock) {
		object->status = PROCSCOPE_UNAVAILABLE;
		object->reason = "the lock is not known";
		return;
	}
	if (scope_object_variable(snap, snap->wait.lock))
		return;
	if (snap->wait.kind == PROCSCOPE_KIND_RWSEM && find_rwsem(snap, task))
		return;
	if (find_class(object, &snap->wait) ||
	    scope_object_slab(snap, snap->wait.lock))
		return;
	object->status = PROCSCOPE_UNAVAILABLE;
	object->reason = "no variable, inode, address space or slab object is around it";
}
