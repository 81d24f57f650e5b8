// SPDX-License-Identifier: GPL-2.0
/*
 * event_fuse.c - waits for the process that serves a file system
 *
 * What FUSE has of its own is laid out in no header. But who waits for an answer is
 * alone in a queue of the request, and behind that queue comes the mount that the
 * request is for. It is believed for a superblock in it that leads back to it. Its
 * first word is the connection, as it is of an open /dev/fuse: a number that is only
 * compared. On newer kernels a channel is in the place of both: it leads to the
 * connection, in which its mounts are linked, and one of them is asked for the same.
 */
#include <linux/fs.h>
#include <linux/fuse.h>
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

/**
 * struct request_front - what a request has in front of its queue
 * @flags: bits by number
 * @in: head of the question
 * @out: head of the answer
 */
struct request_front {
	unsigned long flags;
	struct fuse_in_header in;
	struct fuse_out_header out;
};

/* Bits of the flags, the same in all kernels since 4.7. */
#define IS_REPLY	BIT(0)
#define FORCE		BIT(1)
#define PENDING		BIT(7)
#define FINISHED	BIT(9)

/* Words behind the queue, of the mount and of the channel, that are looked at. */
#define WORDS	4

/* Words of a connection, in pieces, that one leads to its mounts. */
#define PIECE	32
#define PIECES	8

static bool is_pointer(const void *word)
{
	return compat_memory_of((unsigned long)word) == COMPAT_MEMORY_RAM;
}

/* Return: the connection of what may be a mount; NULL if it is none. */
static const void *connection_of(struct scope_snap *snap, const void *mount)
{
	const struct super_block *sb;
	const void *word[WORDS];
	const void *back;
	int i;

	if (!is_pointer(mount) || !scope_peek_to(word, mount))
		return NULL;
	for (i = 1; i < WORDS; i++) {
		sb = word[i];
		if (is_pointer(sb) && scope_peek_to(back, &sb->s_fs_info) &&
		    back == mount &&
		    scope_object_super(&snap->object, sb,
				       PROCSCOPE_OBJECT_SUPER) &&
		    (!strncmp(snap->object.fs, "fuse", 4) ||
		     !strcmp(snap->object.fs, "virtiofs")))
			return word[0];
	}
	return NULL;
}

/* Is a mount linked in what may be a connection, and says so? */
static bool has_mount(struct scope_snap *snap, const void *connection)
{
	const void *word[PIECE];
	int piece, i, j;

	for (piece = 0; piece < PIECES; piece++) {
		if (!scope_peek_to(word, connection + piece * sizeof(word)))
			return false;
		for (i = 0; i < PIECE; i++) {
			/* The link is behind the connection and the superblock. */
			for (j = 1; is_pointer(word[i]) && j < WORDS; j++)
				if (connection_of(snap, word[i] - j *
						  sizeof(void *)) == connection)
					return true;
		}
	}
	return false;
}

static bool is_channel(struct scope_snap *snap, const void *channel)
{
	const void *word[WORDS];
	int i;

	if (!is_pointer(channel) || !scope_peek_to(word, channel))
		return false;
	for (i = 0; i < WORDS; i++)
		if (is_pointer(word[i]) && has_mount(snap, word[i]))
			return true;
	return false;
}

static bool find_mount(struct scope_snap *snap, const void *queue_end)
{
	const void *near[WORDS];
	int i;

	if (!scope_peek_to(near, queue_end))
		return false;
	for (i = 0; i < WORDS; i++) {
		snap->event.key = connection_of(snap, near[i]);
		if (snap->event.key)
			return true;
	}
	for (i = 0; i < WORDS; i++) {
		if (!is_channel(snap, near[i]))
			continue;
		snap->event.key = near[i];
		return true;
	}
	return false;
}

/*
 * A signal makes the task go on only as long as the server has not read the question;
 * after that, the answer is waited for in the end, whatever the state says now. But of
 * the first one, newer kernels have no answer in the end where that is what they want.
 */
static void find_break(struct scope_snap *snap, const wait_queue_head_t *queue)
{
	const struct request_front *at = (const void *)queue;
	struct request_front front;

	if (!scope_peek_to(front, at - 1) || front.in.len < sizeof(front.in) ||
	    !front.in.opcode || !front.in.unique ||
	    (front.flags & (IS_REPLY | FINISHED)) != IS_REPLY)
		return;
	if (front.flags & FORCE ||
	    (!(front.flags & PENDING) && front.in.opcode != FUSE_INIT))
		snap->breakable = 0;
}

void scope_event_fuse(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	const wait_queue_head_t *queue;
	struct list_head *head;
	unsigned int i = 0;

	event->evidence = "own record, mount of the request";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "whoever serves the file system");
	snap->breakable &= PROCSCOPE_BREAK_KILL;
	while ((head = scope_event_next_alone(snap, task, &i))) {
		queue = container_of(head, wait_queue_head_t, head);
		find_break(snap, queue);
		if (find_mount(snap, queue + 1))
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
		if (is_pointer(word[i]))
			return word[i];
	return NULL;
}
