// SPDX-License-Identifier: GPL-2.0
/* procfs.c - the entries: what each one shows, and who may open it */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/security.h>
#include <linux/seq_file.h>
#include <linux/threads.h>
#include <linux/uaccess.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include "../uapi/procscope.h"
#include "ask.h"
#include "compat/clock.h"
#include "compat/proc.h"
#include "compat/stack.h"
#include "fresh.h"
#include "lock_held.h"
#include "lock_refer.h"
#include "lock_wait.h"
#include "main.h"
#include "procfs.h"
#include "slab.h"
#include "snap.h"
#include "stream.h"
#include "symbols.h"
#include "text.h"
#include "walk.h"

/* A position is a tid; the first and the last line have these. */
#define POS_HEAD	0
#define POS_COUNTS	((loff_t)PID_MAX_LIMIT + 1)

/* Bought at open: a task that does not fit is read a second time. */
#define TEXT_BUFFER	(128 * 1024)

static bool give_addresses;
static struct proc_dir_entry *directory;

/**
 * struct view - one text entry
 * @name: of the file
 * @parts: what is collected for it
 * @head: shows its first line
 * @show: shows one task
 * @counts: shows what was seen
 */
struct view {
	const char *name;
	u64 parts;
	void (*head)(struct seq_file *m);
	void (*show)(struct seq_file *m, const struct scope_snap *snap);
	void (*counts)(struct seq_file *m, const struct scope_counts *counts);
};

static const struct view views[] = {
	{ "tasks", PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT,
	  scope_text_task_head, scope_text_task, scope_text_counts },
	{ "stacks", PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK |
		    PROCSCOPE_PART_WAIT,
	  scope_text_task_head, scope_text_stack, scope_text_counts },
	{ "locks", PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT,
	  scope_text_lock_head, scope_text_lock, scope_text_counts },
	{ "held", PROCSCOPE_PART_TASK | PROCSCOPE_PART_WAIT |
		  PROCSCOPE_PART_HELD,
	  scope_text_held_head, scope_text_held, scope_text_held_counts },
};

/**
 * struct reader - one open text entry
 * @view: the entry
 * @snap: the task that is shown next
 * @counts: those that have been shown
 */
struct reader {
	const struct view *view;
	struct scope_snap *snap;
	struct scope_counts counts;
};

/*
 * Asked once, of the opener: the rule of /proc/PID/stack. What is open may be
 * passed on.
 */
static int may_open(const struct file *file)
{
	if (!file_ns_capable(file, &init_user_ns, CAP_SYS_ADMIN))
		return -EACCES;
	return security_locked_down(LOCKDOWN_KCORE);
}

static struct scope_snap *snap_for(const struct inode *inode,
				   const struct file *file, u64 parts)
{
	return scope_snap_create(parts, proc_pid_ns(inode->i_sb),
				 give_addresses &&
				 file_ns_capable(file, &init_user_ns,
						 CAP_SYSLOG));
}

/* Collect the first task at or after *@pos. */
static void *task_at(struct reader *reader, loff_t *pos)
{
	struct task_struct *task;
	pid_t tid = *pos;
	bool taken;

	while ((task = scope_walk(reader->snap->ns, &tid))) {
		taken = scope_snap_take(reader->snap, task, tid);
		put_task_struct(task);
		if (taken) {
			*pos = tid;
			return reader->snap;
		}
		tid++;
	}
	*pos = POS_COUNTS;
	return reader;
}

static void *text_start(struct seq_file *m, loff_t *pos)
{
	struct reader *reader = m->private;

	if (*pos == POS_HEAD) {
		memset(&reader->counts, 0, sizeof(reader->counts));
		scope_symbols_forget(reader->snap->symbols);
		return SEQ_START_TOKEN;
	}
	if (*pos > POS_COUNTS)
		return NULL;
	return *pos == POS_COUNTS ? reader : task_at(reader, pos);
}

/* Called when what was last shown has been taken: only now does it count. */
static void *text_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct reader *reader = m->private;

	if (v == reader->snap)
		scope_snap_count(&reader->counts, reader->snap);
	++*pos;
	if (v == reader)
		return NULL;
	cond_resched();
	if (fatal_signal_pending(current))
		return ERR_PTR(-EINTR);
	return task_at(reader, pos);
}

static void text_stop(struct seq_file *m, void *v)
{
}

static int text_show(struct seq_file *m, void *v)
{
	struct reader *reader = m->private;

	if (v == SEQ_START_TOKEN)
		reader->view->head(m);
	else if (v == reader)
		reader->view->counts(m, &reader->counts);
	else
		reader->view->show(m, reader->snap);
	return 0;
}

static const struct seq_operations text_ops = {
	.start = text_start,
	.next = text_next,
	.stop = text_stop,
	.show = text_show,
};

/*
 * Memory for a reader. To find some, the kernel may not wait for a file system:
 * it may be the one that is stuck.
 */
static int buy(struct inode *inode, struct file *file,
	       int (*create)(struct inode *inode, struct file *file))
{
	unsigned int flags = memalloc_nofs_save();
	int err = create(inode, file);

	memalloc_nofs_restore(flags);
	return err;
}

static int text_create(struct inode *inode, struct file *file)
{
	const struct view *view = compat_pde_data(inode);
	struct reader *reader;
	struct seq_file *m;

	reader = __seq_open_private(file, &text_ops, sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	m = file->private_data;
	m->buf = kvmalloc(TEXT_BUFFER, GFP_KERNEL_ACCOUNT);
	m->size = m->buf ? TEXT_BUFFER : 0;
	reader->view = view;
	reader->snap = snap_for(inode, file, view->parts);
	if (!m->buf || !reader->snap) {
		scope_snap_destroy(reader->snap);
		seq_release_private(inode, file);
		return -ENOMEM;
	}
	/* A line's place in the file is not known before it is reached. */
	file->f_mode &= ~FMODE_PREAD;
	return 0;
}

static int text_open(struct inode *inode, struct file *file)
{
	return may_open(file) ?: buy(inode, file, text_create);
}

static int text_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct reader *reader = m->private;

	scope_snap_destroy(reader->snap);
	return seq_release_private(inode, file);
}

static loff_t text_lseek(struct file *file, loff_t offset, int whence)
{
	if (offset || (whence != SEEK_SET && whence != SEEK_CUR))
		return -EINVAL;
	return whence == SEEK_CUR ? file->f_pos : seq_lseek(file, 0, SEEK_SET);
}

static const struct proc_ops text_proc_ops = {
	.proc_open = text_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = text_lseek,
	.proc_release = text_release,
};

/**
 * struct snapshot - one open "snapshot"
 * @lock: against other readers of this open file
 * @ask: what was asked for, zeros for everything
 * @snap: the task that is sent next
 * @tid: where the walk goes on
 * @begun: the header has been made
 * @ended: so has END
 * @counts: tasks that have been sent
 * @sent: bytes of @stream that have been read
 * @stream: records
 */
struct snapshot {
	struct mutex lock; /* all below */
	struct procscope_ask ask;
	struct scope_snap *snap;
	pid_t tid;
	bool begun;
	bool ended;
	struct scope_counts counts;
	size_t sent;
	struct scope_stream stream;
};

static int snapshot_create(struct inode *inode, struct file *file)
{
	struct snapshot *snapshot;

	snapshot = kvzalloc(sizeof(*snapshot), GFP_KERNEL_ACCOUNT);
	if (!snapshot)
		return -ENOMEM;
	snapshot->snap = snap_for(inode, file,
				  scope_ask_parts(&snapshot->ask));
	if (!snapshot->snap) {
		kvfree(snapshot);
		return -ENOMEM;
	}
	mutex_init(&snapshot->lock);
	file->private_data = snapshot;
	return nonseekable_open(inode, file);
}

static int snapshot_open(struct inode *inode, struct file *file)
{
	return may_open(file) ?: buy(inode, file, snapshot_create);
}

static int snapshot_release(struct inode *inode, struct file *file)
{
	struct snapshot *snapshot = file->private_data;

	scope_snap_destroy(snapshot->snap);
	kvfree(snapshot);
	return 0;
}

/* The next task that was asked for, pinned; NULL at the end. */
static struct task_struct *snapshot_next(struct snapshot *snapshot)
{
	const struct procscope_ask *ask = &snapshot->ask;
	struct pid_namespace *ns = snapshot->snap->ns;
	struct task_struct *task;

	if (ask->tid && snapshot->tid < ask->tid)
		snapshot->tid = ask->tid;
	while ((task = scope_walk(ns, &snapshot->tid))) {
		if (ask->tid && snapshot->tid != ask->tid) {
			put_task_struct(task);
			return NULL;
		}
		if (scope_ask_wants(ask, task, ns))
			return task;
		put_task_struct(task);
		snapshot->tid++;
		if (fatal_signal_pending(current))
			return NULL;
	}
	return NULL;
}

/* The lock that references are looked for to: what a task is asleep for now. */
static void snapshot_seek(struct snapshot *snapshot)
{
	struct scope_snap *snap = snapshot->snap;
	const u64 parts = snap->parts;
	pid_t tid = snapshot->ask.waiter;
	struct task_struct *task;
	bool taken = false;

	snap->parts = PROCSCOPE_PART_WAIT;
	task = scope_walk(snap->ns, &tid);
	if (task) {
		taken = tid == snapshot->ask.waiter &&
			scope_snap_take(snap, task, tid);
		put_task_struct(task);
	}
	snap->parts = parts;
	scope_lock_refer_seek(snap, taken);
	scope_stream_sought(&snapshot->stream, snap, &snapshot->ask);
}

/* Make records until no other task is sure to fit. */
static int snapshot_fill(struct snapshot *snapshot)
{
	struct scope_stream *stream = &snapshot->stream;
	struct task_struct *task;
	bool taken;

	stream->used = 0;
	snapshot->sent = 0;
	scope_fresh(stream->buffer, sizeof(stream->buffer));
	if (!snapshot->begun) {
		scope_stream_begin(stream, snapshot->snap, &snapshot->ask);
		if (snapshot->ask.waiter)
			snapshot_seek(snapshot);
		snapshot->begun = true;
	}
	while (!snapshot->ended && scope_stream_has_room(stream)) {
		cond_resched();
		task = snapshot_next(snapshot);
		if (fatal_signal_pending(current)) {
			if (task)
				put_task_struct(task);
			return -EINTR;
		}
		if (!task) {
			scope_stream_end(stream, &snapshot->counts);
			snapshot->ended = true;
			break;
		}
		taken = scope_snap_take(snapshot->snap, task, snapshot->tid++);
		put_task_struct(task);
		if (!taken || !scope_ask_keeps(&snapshot->ask, snapshot->snap))
			continue;
		scope_stream_task(stream, snapshot->snap, &snapshot->ask);
		scope_snap_count(&snapshot->counts, snapshot->snap);
	}
	return 0;
}

static ssize_t snapshot_read(struct file *file, char __user *to, size_t size,
			     loff_t *pos)
{
	struct snapshot *snapshot = file->private_data;
	ssize_t done = 0;
	size_t piece;
	int err = 0;

	if (mutex_lock_interruptible(&snapshot->lock))
		return -ERESTARTSYS;
	while (done < size) {
		if (snapshot->sent == snapshot->stream.used) {
			if (snapshot->ended)
				break;
			err = snapshot_fill(snapshot);
			if (err)
				break;
		}
		piece = min(size - done,
			    snapshot->stream.used - snapshot->sent);
		if (copy_to_user(to + done,
				 snapshot->stream.buffer + snapshot->sent,
				 piece)) {
			err = -EFAULT;
			break;
		}
		snapshot->sent += piece;
		done += piece;
	}
	mutex_unlock(&snapshot->lock);
	return done ?: err;
}

static ssize_t snapshot_write(struct file *file, const char __user *from,
			      size_t size, loff_t *pos)
{
	struct snapshot *snapshot = file->private_data;
	int err;

	if (mutex_lock_interruptible(&snapshot->lock))
		return -ERESTARTSYS;
	err = snapshot->begun || snapshot->ask.size ? -EBUSY :
	      scope_ask_take(&snapshot->ask, from, size);
	if (!err) {
		snapshot->snap->parts = scope_ask_parts(&snapshot->ask);
		snapshot->snap->since = snapshot->ask.since;
	}
	mutex_unlock(&snapshot->lock);
	return err ?: size;
}

static const struct proc_ops snapshot_proc_ops = {
	.proc_open = snapshot_open,
	.proc_read = snapshot_read,
	.proc_write = snapshot_write,
	.proc_release = snapshot_release,
};

static int about_show(struct seq_file *m, void *v)
{
	const char *stacks = compat_stack_strategy();
	const char *waits = scope_lock_wait_strategies();
	const char *unheld = scope_lock_held_reason();
	const char *no_slabs = scope_slab_reason();

	seq_puts(m, "release " SCOPE_RELEASE "\n");
	seq_printf(m, "abi %u\n", PROCSCOPE_ABI);
	seq_printf(m, "kernel %s\n", init_uts_ns.name.release);
	seq_printf(m, "stacks %s%s\n", stacks ? "" : "?",
		   stacks ?: compat_stack_reason());
	seq_printf(m, "frames %u\n", SCOPE_FRAMES - 1);
	seq_printf(m, "waits %s%s\n", waits ? "" : "?", waits ?: stacks ?
		   "not known on this architecture" : compat_stack_reason());
	seq_printf(m, "held %s%s\n", unheld ? "?" : "", unheld ?: "lockdep");
	seq_printf(m, "variables %s\n", IS_ENABLED(CONFIG_KALLSYMS_ALL) ?
		   "by name" : "?CONFIG_KALLSYMS_ALL is off");
	seq_printf(m, "slabs %s%s\n", no_slabs ? "?" : "",
		   no_slabs ?: "by name and offset");
	seq_printf(m, "since %s\n", compat_run_clock() ?
		   "when a task came to its CPU" : "?CONFIG_SCHED_INFO is off");
	seq_printf(m, "addresses %s\n", give_addresses ?
		   "to openers with CAP_SYSLOG" : "no");
	seq_printf(m, "memory %zu bytes per open text entry, %zu per snapshot\n",
		   TEXT_BUFFER + sizeof(struct reader) + scope_snap_size(),
		   sizeof(struct snapshot) + scope_snap_size());
	return 0;
}

static int about_open(struct inode *inode, struct file *file)
{
	return may_open(file) ?: single_open(file, about_show, NULL);
}

static const struct proc_ops about_proc_ops = {
	.proc_open = about_open,
	.proc_read_iter = seq_read_iter,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

int scope_procfs_init(bool addresses)
{
	int i;

	give_addresses = addresses;
	directory = proc_mkdir_mode("procscope", 0500, NULL);
	if (!directory)
		return -ENOMEM;
	if (!proc_create("about", 0400, directory, &about_proc_ops) ||
	    !proc_create("snapshot", 0600, directory, &snapshot_proc_ops))
		goto no_memory;
	for (i = 0; i < ARRAY_SIZE(views); i++) {
		if (!proc_create_data(views[i].name, 0400, directory,
				      &text_proc_ops, (void *)&views[i]))
			goto no_memory;
	}
	return 0;

no_memory:
	scope_procfs_exit();
	return -ENOMEM;
}

void scope_procfs_exit(void)
{
	proc_remove(directory);
}
