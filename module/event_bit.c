// SPDX-License-Identifier: GPL-2.0
/*
 * event_bit.c - waits for a bit that another task is to clear
 *
 * Who waits has a record that says for which bit of which word. That word is one
 * of the inode's of a file of NFS if what is around it is one, by the inode's own
 * proof, and is of NFS. Others are of what NFS alone knows: of a layout, or of a
 * client.
 */
#include <linux/nfs_fs.h>
#include <linux/string.h>
#include <linux/wait_bit.h>
#include "event_bit.h"
#include "event_queue.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"

static bool is_set(const struct wait_bit_key *key)
{
	const unsigned long *word = key->flags;
	unsigned long bits;

	return key->bit_nr >= 0 && key->bit_nr < BITS_PER_LONG &&
	       scope_peek_to(bits, word) && test_bit(key->bit_nr, &bits);
}

/* NFS has two types, and inodes of one layout. */
static bool is_nfs(const struct scope_object *object)
{
	return !strcmp(object->fs, "nfs") || !strcmp(object->fs, "nfs4");
}

/* Return: why the file that the bit is of can't be told; NULL if it can. */
static const char *find_file(struct scope_snap *snap,
			     const struct wait_bit_key *key)
{
	const struct nfs_inode *inode = container_of((unsigned long *)key->flags,
						     struct nfs_inode, flags);
	struct scope_object *object = &snap->object;

	if (!is_set(key))
		return "its bit is about to wake it";
	if (scope_object_inode(object, &inode->vfs_inode,
			       PROCSCOPE_OBJECT_FILE) && is_nfs(object))
		return NULL;
	object->status = PROCSCOPE_UNAVAILABLE;
	return "its bit is of no file";
}

void scope_event_bit(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct wait_bit_key key;
	unsigned int i = 0;

	event->evidence = "own record, inode around the bit";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "a bit does not say who has set it");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its record was not found";
	if (!scope_event_next_bit(snap, task, &key, &i))
		return;
	event->key = key.flags;
	snap->object.reason = find_file(snap, &key);
}
