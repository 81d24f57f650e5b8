// SPDX-License-Identifier: GPL-2.0
/*
 * event_fuse.c - waits for the process that serves a file system
 *
 * What FUSE has of its own is laid out in no header. But who waits for an answer is
 * alone in a queue of the request, and behind that queue comes the mount that the
 * request is for. It is believed for a superblock in it that leads back to it. Its
 * first word is the connection, as it is of an open /dev/fuse: a number that is only
 * compared. Newer kernels lay it out in another way: then the mount is not found,
 * or the two are not the same, and nobody is named.
 */
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/major.h>
#include <linux/miscdevice.h>
#include <linux/string.h>
#include "compat/memory.h"
#include "event_fuse.h"
#include "event_queue.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"

/* Words behind the queue, and of the mount, that are looked at. */
#define WORDS	4

static bool find_mount(struct scope_snap *snap, const void *queue_end)
{
	const void *near[WORDS], *mount[WORDS];
	const struct super_block *sb;
	const void *back;
	int i, j;

	if (!scope_peek_to(near, queue_end))
		return false;
	for (i = 0; i < WORDS; i++) {
		if (compat_memory_of((unsigned long)near[i]) !=
		    COMPAT_MEMORY_RAM || !scope_peek_to(mount, near[i]))
			continue;
		for (j = 1; j < WORDS; j++) {
			sb = mount[j];
			if (compat_memory_of((unsigned long)sb) !=
			    COMPAT_MEMORY_RAM ||
			    !scope_peek_to(back, &sb->s_fs_info) ||
			    back != near[i] ||
			    !scope_object_super(&snap->object, sb,
						PROCSCOPE_OBJECT_SUPER) ||
			    strncmp(snap->object.fs, "fuse", 4))
				continue;
			snap->event.key = mount[0];
			return true;
		}
	}
	return false;
}

void scope_event_fuse(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	unsigned int i = 0;

	event->evidence = "own record, mount of the request";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "whoever serves the file system");
	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		const struct list_head *head = (void *)event->link[0];

		if (event->link[0] == event->link[1] &&
		    find_mount(snap, container_of(head, wait_queue_head_t,
						  head) + 1))
			return;
	}
	event->key = NULL;
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its request was not found";
}

const void *scope_fuse_connection(const struct file *file)
{
	const void *word[WORDS];
	int i;

	if (file_inode(file)->i_rdev != MKDEV(MISC_MAJOR, FUSE_MINOR) ||
	    !file->private_data || !scope_peek_to(word, file->private_data))
		return NULL;
	for (i = 0; i < WORDS; i++)
		if (compat_memory_of((unsigned long)word[i]) ==
		    COMPAT_MEMORY_RAM)
			return word[i];
	return NULL;
}
