// SPDX-License-Identifier: GPL-2.0
/*
 * files.c - what a task has open that others may be asleep for
 *
 * A descriptor keeps its open file alive, and nobody can take it out of its table
 * while the table's spinlock is held: so all is read under that, a piece of the
 * table at a time, and nothing is ever pinned. The task's own spinlock keeps the
 * table, as where the kernel itself goes through another task's files.
 */
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <net/sock.h>
#include "event_fuse.h"
#include "event_socket.h"
#include "files.h"
#include "snap.h"

/* Open files that are looked at before the locks are let go. */
#define PIECE	256

/**
 * struct walk - on the way through a table
 * @files: filled
 * @next: the descriptor to go on from
 * @left: files to be looked at yet in this piece
 * @old: ends that earlier pieces had
 */
struct walk {
	struct scope_files *files;
	unsigned int next;
	unsigned int left;
	unsigned int old;
};

static bool find_pipe(struct scope_end *end, const struct file *file,
		      const struct inode *inode)
{
	const struct pipe_inode_info *pipe = inode->i_pipe;

	if (!pipe || file->private_data != pipe)
		return false;
	end->kind = PROCSCOPE_KIND_PIPE;
	end->flags = (file->f_mode & FMODE_READ ? PROCSCOPE_OPEN_READ : 0) |
		     (file->f_mode & FMODE_WRITE ? PROCSCOPE_OPEN_WRITE : 0);
	end->readers = READ_ONCE(pipe->readers);
	end->writers = READ_ONCE(pipe->writers);
	end->key = pipe;
	end->ino = inode->i_ino;
	return true;
}

/* Its other end is another task's, and may go at any time. */
static bool find_socket(struct scope_end *end, const struct inode *inode)
{
	const struct sock *sk;

	if (inode->i_sb->s_magic != SOCKFS_MAGIC)
		return false;
	sk = SOCKET_I((void *)inode)->sk;
	if (!sk || sk->sk_family != AF_UNIX)
		return false;
	end->flags = PROCSCOPE_OPEN_READ;
	if (scope_socket_peer(sk, &end->ino))
		end->flags |= PROCSCOPE_OPEN_WRITE;
	else if (scope_socket_takes(sk))
		end->ino = inode->i_ino;
	else
		return false;
	end->kind = PROCSCOPE_KIND_SOCKET;
	end->readers = 1;
	end->writers = 1;
	end->key = sk;
	return true;
}

static bool find_fuse(struct scope_end *end, const struct file *file)
{
	end->key = scope_fuse_connection(file);
	if (!end->key)
		return false;
	end->kind = PROCSCOPE_KIND_FUSE;
	end->flags = PROCSCOPE_OPEN_READ | PROCSCOPE_OPEN_WRITE;
	end->readers = 1;
	end->writers = 1;
	end->ino = 0;
	return true;
}

static bool find_end(struct scope_end *end, const struct file *file)
{
	const struct inode *inode = file_inode(file);

	/* By O_PATH there is a file of it, but no end; nor does it keep what is open. */
	if (file->f_mode & FMODE_PATH)
		return false;
	switch (inode->i_mode & S_IFMT) {
	case S_IFIFO:
		return find_pipe(end, file, inode);
	case S_IFSOCK:
		return find_socket(end, inode);
	}
	return find_fuse(end, file);
}

static void take(struct walk *walk, struct file *file)
{
	const umode_t mode = file_inode(file)->i_mode;
	struct scope_files *files = walk->files;
	struct scope_end *end = files->end + files->count;
	struct scope_end *other;

	if (!S_ISFIFO(mode) && !S_ISSOCK(mode) && !S_ISCHR(mode))
		return;
	for (other = files->end; other < end; other++) {
		if (other->file != file)
			continue;
		other->fds++;
		/* It may have been closed since, and this may be another. */
		if (other < files->end + walk->old)
			other->references = 0;
		return;
	}
	if (files->count == SCOPE_ENDS) {
		files->cut = true;
		return;
	}
	if (!find_end(end, file))
		return;
	end->fds = 1;
	end->references = file_count(file);
	end->file = file;
	files->count++;
}

static int take_next(const void *argument, struct file *file, unsigned int fd)
{
	struct walk *walk = (struct walk *)argument;

	take(walk, file);
	walk->next = fd + 1;
	return !--walk->left;
}

/* Return: whether there is more. */
static bool take_piece(struct walk *walk, struct task_struct *task)
{
	bool more = false;

	walk->left = PIECE;
	walk->old = walk->files->count;
	task_lock(task);
	if (!walk->files->table)
		walk->files->table = task->files;
	if (walk->files->table != task->files)
		/* It has called exec, or ends: the rest is closed, or another's. */
		walk->files->cut = true;
	else if (task->files)
		more = iterate_fd(task->files, walk->next, take_next, walk);
	task_unlock(task);
	return more;
}

static bool has_own(struct task_struct *task)
{
	struct task_struct *leader;
	bool own = false;

	rcu_read_lock();
	/* Without a number it has no leader any more. */
	if (pid_alive(task)) {
		leader = task->group_leader;
		own = task == leader ||
		      READ_ONCE(task->files) != READ_ONCE(leader->files);
	}
	rcu_read_unlock();
	return own;
}

void scope_files_collect(struct scope_snap *snap, struct task_struct *task)
{
	struct walk walk = { .files = &snap->files };

	snap->files.cut = false;
	snap->files.table = NULL;
	snap->files.count = 0;
	if (task->flags & PF_KTHREAD || !has_own(task))
		return;
	while (take_piece(&walk, task) && !fatal_signal_pending(current))
		cond_resched();
}
