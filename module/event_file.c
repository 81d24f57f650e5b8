// SPDX-License-Identifier: GPL-2.0
/*
 * event_file.c - waits for a lock of a file, or for the other end of a pipe
 *
 * The head of the queue that the task is in lies in what it waits for. A request
 * for a lock is believed for what blocks it: a lock of the same kind and file. What
 * nothing blocks, and is in no list of locks, is a request still: its task has been
 * woken, and comes to take the lock, if nobody else does.
 */
#include <linux/fdtable.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched.h>
#include <asm/unistd.h>
#include "compat/filelock.h"
#include "compat/fs.h"
#include "event_file.h"
#include "event_queue.h"
#include "lock_code.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"
#include "syscall.h"
#include "task.h"

/* Each request that excludes all others is blocked by the one before it. */
#define BLOCKERS_MAX	1024

/**
 * struct file_lock_facts - a request, or a lock that somebody has
 * @blocker: what is in its way, NULL of a lock that somebody has
 * @owner: with fcntl(), the files of the process that has it
 * @flags: FL_POSIX, FL_FLOCK and others; FL_OFDLCK: as with flock(), the owner is
 *	whoever has the file
 * @type: F_RDLCK, F_WRLCK
 * @pid: the process that asked for it, in the first pid namespace
 * @file: by which open file
 * @inode: of that
 */
struct file_lock_facts {
	struct compat_file_lock *blocker;
	void *owner;
	unsigned int flags;
	unsigned char type;
	int pid;
	const struct file *file;
	const struct inode *inode;
};

static bool read_facts(struct file_lock_facts *facts,
		       const struct compat_file_lock *lock)
{
	return scope_peek_to(facts->blocker, &lock->COMPAT_FILE_LOCK(blocker)) &&
	       scope_peek_to(facts->owner, &lock->COMPAT_FILE_LOCK(owner)) &&
	       scope_peek_to(facts->flags, &lock->COMPAT_FILE_LOCK(flags)) &&
	       scope_peek_to(facts->type, &lock->COMPAT_FILE_LOCK(type)) &&
	       scope_peek_to(facts->pid, &lock->COMPAT_FILE_LOCK(pid)) &&
	       scope_peek_to(facts->file, &lock->COMPAT_FILE_LOCK(file)) &&
	       scope_peek_to(facts->inode, &facts->file->f_inode);
}

/* Whoever shares its table, as its threads do, may unlock what is locked by that. */
static bool has_own_files(const struct task_struct *task)
{
	const struct files_struct *files = READ_ONCE(task->files);
	atomic_t users;

	return files && scope_peek(&users, &files->count, sizeof(users)) &&
	       atomic_read(&users) == 1;
}

/* Nobody but the task has it open, as by fork(), and may unlock it. */
static bool has_alone(const struct task_struct *task, const struct file *file)
{
	long users;

	return scope_syscall_has_file(task, file) &&
	       scope_peek(&users, &file->COMPAT_FILE_USERS, sizeof(users)) &&
	       users == COMPAT_FILE_ONE_USER;
}

/* Who has the lock that all requests lead to? */
static void name_holder(struct scope_snap *snap,
			const struct file_lock_facts *lock)
{
	struct scope_process process = {};
	struct task_struct *task;
	bool sure;

	if (lock->pid <= 0) {
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "no process of this system took it");
		return;
	}
	rcu_read_lock();
	task = pid_task(find_pid_ns(lock->pid, &init_pid_ns), PIDTYPE_TGID);
	if (task)
		scope_process_of(&process, task);
	task = process.one;
	if (!task) {
		scope_owner_none(&snap->owner, PROCSCOPE_GONE,
				 "the process that took it has ended");
	} else {
		sure = has_own_files(task) &&
		       !scope_owner_is_younger(snap, task) &&
		       (lock->flags & FL_POSIX && !(lock->flags & FL_OFDLCK) ?
			READ_ONCE(task->files) == lock->owner :
			has_alone(task, lock->file));
		scope_owner_is(snap, task, sure ? PROCSCOPE_OWNER_EXACT :
						  PROCSCOPE_OWNER_HINT,
			       sure ? NULL :
			       "took it, and may share it, or have passed it on; or a later task");
	}
	rcu_read_unlock();
}

static bool find_lock(struct scope_snap *snap,
		      const struct compat_file_lock *request)
{
	const unsigned int kinds = FL_POSIX | FL_FLOCK;
	const struct compat_file_lock *lock = request;
	struct file_lock_facts wanted, had, again;
	struct scope_event *event = &snap->event;
	bool held;
	int i;

	if (!read_facts(&wanted, request) || !wanted.blocker ||
	    !(wanted.flags & kinds) ||
	    !scope_event_is_linked(&request->COMPAT_FILE_LOCK(blocked_member)))
		return false;
	had = wanted;
	for (i = 0; had.blocker && i < BLOCKERS_MAX; i++) {
		lock = had.blocker;
		if (!read_facts(&had, lock) || had.inode != wanted.inode ||
		    (had.flags ^ wanted.flags) & kinds)
			return false;
	}
	if (had.blocker ||
	    !scope_object_inode(&snap->object, wanted.inode,
				PROCSCOPE_OBJECT_FILE))
		return false;
	held = scope_event_is_linked(&lock->COMPAT_FILE_LOCK(list));
	event->key = held ? lock : NULL;
	event->mode = wanted.type == F_RDLCK ? PROCSCOPE_MODE_READ :
					       PROCSCOPE_MODE_WRITE;
	event->kind = wanted.flags & FL_POSIX ? PROCSCOPE_KIND_POSIX_LOCK :
						PROCSCOPE_KIND_FLOCK;
	if (held)
		name_holder(snap, &had);
	else
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "it was given up, and is about to be taken");
	/* A lock that was given up in between has left its place to another. */
	return read_facts(&again, request) && again.blocker == wanted.blocker &&
	       read_facts(&again, lock) && again.pid == had.pid &&
	       again.file == had.file && !again.blocker;
}

void scope_event_file_lock(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct scope_syscall call;
	struct list_head *head;
	unsigned int i = 0;

	event->evidence = "own record, request blocked by the lock";
	while ((head = scope_event_next_alone(snap, task, &i)))
		if (find_lock(snap, container_of(head, struct compat_file_lock,
						 COMPAT_FILE_LOCK(wait.head))))
			return;
	event->key = NULL;
	event->kind = scope_syscall_of(&call, task) && call.nr == __NR_flock ?
		      PROCSCOPE_KIND_FLOCK : PROCSCOPE_KIND_POSIX_LOCK;
	event->mode = 0;
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its request, or what blocks it, was not found";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "its request, or what blocks it, was not found");
}

/* The record is in a queue of the pipe that is behind an inode. */
static bool is_of_pipe(struct scope_snap *snap, const struct inode *inode,
		       const struct pipe_inode_info *pipe)
{
	if (!scope_object_inode(&snap->object, inode, PROCSCOPE_OBJECT_FILE))
		return false;
	snap->event.key = pipe;
	return true;
}

static bool is_read(long nr)
{
	return nr == __NR_read || nr == __NR_readv;
}

static bool is_write(long nr)
{
	return nr == __NR_write || nr == __NR_writev;
}

static void find_pipe(struct scope_snap *snap, struct task_struct *task,
		      const struct scope_syscall *call)
{
	const struct file *file = scope_syscall_file(task, call->arg[0]);
	const struct pipe_inode_info *pipe;
	const struct inode *inode;
	unsigned int i = 0;

	if (!file || !scope_peek_to(inode, &file->f_inode) ||
	    !scope_peek_to(pipe, &inode->i_pipe))
		return;
	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i))
		if (scope_event_is_on(snap, pipe, is_read(call->nr) ?
					    &pipe->rd_wait.head :
					    &pipe->wr_wait.head) &&
		    is_of_pipe(snap, inode, pipe))
			return;
}

/* Nothing has it open yet, but who opens it has the inode on its stack. */
static void find_fifo(struct scope_snap *snap, struct task_struct *task)
{
	const struct pipe_inode_info *pipe;
	const struct inode *inode;
	unsigned int i = 0, j;

	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		j = 0;
		while ((inode = scope_event_next_object(snap, task, &j)))
			if (scope_peek_to(pipe, &inode->i_pipe) &&
			    scope_event_leads_to(snap, &pipe->rd_wait.head) &&
			    is_of_pipe(snap, inode, pipe))
				return;
	}
}

void scope_event_pipe(struct scope_snap *snap, struct task_struct *task)
{
	unsigned long sleeper = snap->wait.sleeper;
	struct scope_event *event = &snap->event;
	struct scope_syscall call;
	bool reads;

	event->evidence = "own record, queue of the file of the call";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "whoever has the other end open");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "not by a plain read or write";
	if (scope_code_is_in(snap->symbols, sleeper, "wait_for_partner") ||
	    scope_code_is_in(snap->symbols, sleeper, "fifo_open")) {
		event->evidence = "own record, queue of an inode on the stack";
		scope_owner_none(&snap->owner, PROCSCOPE_NONE,
				 "nobody has the other end open");
		snap->object.reason = "its inode was not found";
		find_fifo(snap, task);
		return;
	}
	reads = scope_code_is_in(snap->symbols, sleeper, "pipe_read") ||
		scope_code_is_in(snap->symbols, sleeper, "anon_pipe_read");
	event->mode = reads ? PROCSCOPE_MODE_READ : PROCSCOPE_MODE_WRITE;
	/* It may write a core, or a question to a process, in whatever call. */
	if (!scope_syscall_of(&call, task) ||
	    !(reads ? is_read(call.nr) : is_write(call.nr)))
		return;
	snap->object.reason = "its queue is not that of its file";
	find_pipe(snap, task, &call);
}
