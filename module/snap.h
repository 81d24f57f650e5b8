/* SPDX-License-Identifier: GPL-2.0 */
/* snap.h - the snapshot of one task: filled by collectors, shown by shows */
#ifndef SCOPE_SNAP_H
#define SCOPE_SNAP_H

#include <linux/limits.h>
#include <linux/sched.h>
#include <linux/types.h>
#include "../uapi/procscope.h"
#include "compat/lockdep.h"

struct pid_namespace;
struct scope_symbols;

/* Four times the depth of /proc/PID/stack. */
#define SCOPE_FRAMES		256

/* A lock's slow path and the scheduler below it take a few hundred bytes. */
#define SCOPE_WINDOW		256

/* Open files of pipes and sockets that are given of one task. */
#define SCOPE_ENDS		256

/* Names of file system types and superblocks. */
#define SCOPE_NAME		128

/* Places in the kernel's code that call the scheduler in a lock's slow path. */
#define SCOPE_SLOTS		16

/**
 * struct scope_slots - where a slow path keeps its lock: for lock_learned's use
 * @code: the return address in it
 * @at: index of @code in the window
 * @sleeper: enum scope_code, if @caller tells that it is what sleeps
 * @caller: what has called schedule()
 * @record: index of the task in the waiter's record
 * @words: words of the window that are needed
 * @lock: which words in the window are the lock's address, see lock_learned.c
 * @spin: which are that of the spinlock in it
 */
struct scope_slots {
	unsigned long code;
	unsigned int at;
	unsigned int sleeper;
	unsigned long caller;
	unsigned int record;
	unsigned int words;
	u64 lock;
	u64 spin;
};

/**
 * struct scope_switch - where what called schedule() is found: for lock_learned's
 * @code: the return address into schedule()
 * @at: its index, in words above the stack pointer
 * @caller: index of the return address of schedule()
 * @seen: tasks that it was learned from
 * @unclear: they do not agree
 */
struct scope_switch {
	unsigned long code;
	unsigned int at;
	unsigned int caller;
	unsigned int seen;
	bool unclear;
};

/**
 * struct scope_call - whether one function calls another: for lock_wait's use
 * @outer: return address in the one
 * @inner: return address in the other
 * @is: it does
 */
struct scope_call {
	unsigned long outer;
	unsigned long inner;
	bool is;
};

/**
 * struct scope_learned - what tasks taught, for one reader
 * @schedule: of schedule()
 * @slots: of slow paths, those that are used first
 * @call: what was looked at last
 */
struct scope_learned {
	struct scope_switch schedule;
	struct scope_slots slots[SCOPE_SLOTS];
	struct scope_call call;
};

/**
 * struct scope_stack - where a task is: filled by stack.c
 * @status: enum procscope_status
 * @reason: why it is unavailable, or NULL
 * @cut: the stack is deeper than @frame
 * @count: entries in @frame
 * @frame: return addresses, innermost first
 */
struct scope_stack {
	enum procscope_status status;
	const char *reason;
	bool cut;
	unsigned int count;
	unsigned long frame[SCOPE_FRAMES];
};

/**
 * struct scope_owner - who has a lock: filled by lock_info.c
 * @status: enum procscope_status
 * @reason: why there is none, or why it is but a hint; or NULL
 * @tid: the owner, in the reader's pid namespace
 * @certainty: enum procscope_certainty
 * @readers: how many readers hold it
 */
struct scope_owner {
	enum procscope_status status;
	const char *reason;
	pid_t tid;
	enum procscope_certainty certainty;
	unsigned int readers;
};

/**
 * struct scope_object - what a lock is: filled by lock_object.c
 * @status: enum procscope_status
 * @reason: why it can't be told, or NULL
 * @what: enum procscope_object
 * @variable: address of the variable, or of what is in it
 * @class: what lockdep calls it
 * @cache: the slab cache that its memory is an object of; empty if it is not
 *	known. Of PROCSCOPE_OBJECT_SLAB and _CLASS, as the next two
 * @object_size: bytes of the object
 * @offset: where in the object it is
 * @mm_tgid: a thread group that uses the address space
 * @fs: the file system's type; this and all below: of an inode. Or what a server
 *	serves, or the version of a cgroup
 * @disk: the superblock's name, or the server's, or that of a cgroup's hierarchy
 * @dev: the superblock's device
 * @ino: the inode's number, or the cgroup's
 * @links: how many names the inode has
 * @path_status: enum procscope_status of the path
 * @path_reason: why there is no path, or NULL
 * @path_flags: enum procscope_path_flags
 * @path: the path from the file system's root, inside @path_buffer
 * @path_buffer: room for it
 */
struct scope_object {
	enum procscope_status status;
	const char *reason;
	enum procscope_object what;
	unsigned long variable;
	char class[SCOPE_NAME];
	char cache[SCOPE_NAME];
	unsigned int object_size;
	unsigned int offset;
	pid_t mm_tgid;
	char fs[SCOPE_NAME];
	char disk[SCOPE_NAME];
	dev_t dev;
	u64 ino;
	unsigned int links;
	enum procscope_status path_status;
	const char *path_reason;
	u32 path_flags;
	const char *path;
	char path_buffer[PATH_MAX];
};

/**
 * struct scope_wait - what a task is asleep for: filled by lock_wait.c
 * @status: enum procscope_status; NONE if it is no lock
 * @reason: why it can't be told, or NULL
 * @kind: enum procscope_kind; 0 if unknown
 * @mode: enum procscope_mode; 0 if unknown
 * @code: enum scope_code: the slow path; for lock_wait's use
 * @rt: it is for a rt_mutex, or what is made of it
 * @granted: it was given the lock already
 * @timeout: a timeout ends it
 * @evidence: the strategy that found it
 * @lock: the lock; NULL where it is not known
 * @id: its id
 * @waiter: address of the waiter's record, on the task's stack
 * @waiter_end: of a rt_mutex, where what is known of it ends
 * @link: its links when it was found
 * @sleeper: return address in what called the scheduler, where that is plain and
 *	the wait is for no lock; else 0
 * @mark: for lock_wait's use: what each word in @window means as code
 * @window: the task's stack from its stack pointer up to its first frame
 *	outside of the scheduler and the locks' slow paths; event.c reads further
 * @window_at: address of @window
 * @window_words: words in @window
 */
struct scope_wait {
	enum procscope_status status;
	const char *reason;
	enum procscope_kind kind;
	enum procscope_mode mode;
	u8 code;
	bool rt;
	bool granted;
	bool timeout;
	const char *evidence;
	void *lock;
	u64 id;
	unsigned long waiter;
	unsigned long waiter_end;
	unsigned long link[2];
	unsigned long sleeper;
	u16 mark[SCOPE_WINDOW];
	unsigned long window[SCOPE_WINDOW];
	unsigned long window_at;
	unsigned int window_words;
};

/**
 * struct scope_event - what a task is asleep for besides: filled by event.c
 * @kind: enum procscope_kind; 0 for none
 * @mode: enum procscope_mode; 0 where there are no modes
 * @key: what all have in common who are asleep for it: an address; or NULL
 * @id: its id, 0 where there is no @key
 * @place: of a futex or a fault, its address in the task's address space; of a
 *	page, its number in its file
 * @stops: it is for a child, and that this stops will do
 * @evidence: what proved it
 * @waiter: address of the waiter's record, on the task's stack; 0 for none
 * @link: its links when it was found
 */
struct scope_event {
	enum procscope_kind kind;
	enum procscope_mode mode;
	const void *key;
	u64 id;
	u64 place;
	bool stops;
	const char *evidence;
	unsigned long waiter;
	unsigned long link[2];
};

static inline bool scope_event_is_lock(const struct scope_event *event)
{
	return event->kind && event->kind < PROCSCOPE_KIND_COMPLETION;
}

/**
 * struct scope_held_lock - one lock that a task holds
 * @kind: enum procscope_kind; 0 if unknown
 * @mode: enum procscope_mode
 * @certainty: enum procscope_certainty
 * @merged: it stands for several locks, which are not told apart
 * @id: its id; of lockdep's part of it where @kind is unknown; 0 if @merged
 * @where: the return address of what took it
 * @class: what lockdep calls it; empty if it has no name
 */
struct scope_held_lock {
	enum procscope_kind kind;
	enum procscope_mode mode;
	enum procscope_certainty certainty;
	bool merged;
	u64 id;
	unsigned long where;
	char class[SCOPE_NAME];
};

/**
 * struct scope_held - what a task holds: filled by lock_held.c
 * @status: enum procscope_status; NONE if it holds nothing
 * @reason: why it is unavailable, or NULL
 * @count: entries in @lock
 * @lock: the locks, in the order in which it took them
 */
struct scope_held {
	enum procscope_status status;
	const char *reason;
	unsigned int count;
	struct scope_held_lock lock[COMPAT_ENTRIES];
};

/**
 * struct scope_end - an open file that others may be asleep for
 * @kind: enum procscope_kind of the waits for it
 * @flags: enum procscope_open_flags
 * @fds: descriptors of the task that stand for it
 * @readers: open files of the same that can be read from
 * @writers: open files of the same that can be written to
 * @references: references to it
 * @key: what is open: an address
 * @ino: the inode number that waits for it have
 * @file: the open file, only to be compared
 */
struct scope_end {
	enum procscope_kind kind;
	u32 flags;
	unsigned int fds;
	unsigned int readers;
	unsigned int writers;
	unsigned long references;
	const void *key;
	u64 ino;
	const void *file;
};

/**
 * struct scope_files - what a task has open: filled by files.c
 * @cut: there are more than fit in @end
 * @table: the table of descriptors, only to be compared
 * @count: entries in @end
 * @end: open files, by their first descriptor
 */
struct scope_files {
	bool cut;
	const void *table;
	unsigned int count;
	struct scope_end end[SCOPE_ENDS];
};

/**
 * struct scope_sought - the lock that references are looked for to: filled by
 * lock_refer.c
 * @status: enum procscope_status; 0 if none is sought
 * @reason: why it is unavailable, or NULL
 * @id: the lock's id
 * @lock: its address, only to be compared; 0 for none
 * @object: that of the struct around it, only to be compared; 0 if not known
 * @what: enum procscope_object of @object; 0 if not known
 */
struct scope_sought {
	enum procscope_status status;
	const char *reason;
	u64 id;
	unsigned long lock;
	unsigned long object;
	enum procscope_object what;
};

/**
 * struct scope_refer - whether a task refers to the lock that is sought: filled
 * by lock_refer.c
 * @status: enum procscope_status
 * @reason: why it can't be told, or NULL
 * @lock: words of its stack that are the lock's address
 * @object: words that are that of the struct around it
 */
struct scope_refer {
	enum procscope_status status;
	const char *reason;
	unsigned int lock;
	unsigned int object;
};

/**
 * struct scope_snap - all that is shown of one task
 * @parts: what to collect, PROCSCOPE_PART_*; the reader's
 * @addresses: ids are addresses; the reader's
 * @since: leave out stacks of tasks that have not run since; 0 for none
 * @ns: the reader's pid namespace
 * @symbols: the reader's dictionary
 * @learned: what tasks taught of waits; the reader's
 * @sought: the lock that references are looked for to; the reader's
 * @status: enum procscope_status of the whole
 * @tid: this and all to @cgroup: see struct procscope_task; filled by task.c
 * @tgid: its thread group
 * @ppid: its parent
 * @state: letter
 * @unchanged: it has not run since @since: stack and wait were not looked at
 * @sleeps: it is asleep in a way that can be for a lock
 * @flags: enum procscope_task_flags
 * @breakable: enum procscope_break, but for a timeout of a lock
 * @cpu: the CPU
 * @asleep_status: enum procscope_status of @asleep
 * @asleep: upper bound on the sleep, ns
 * @nvcsw: voluntary switches
 * @nivcsw: involuntary switches
 * @start: CLOCK_BOOTTIME at its start, ns
 * @comm: its name
 * @cgroup: the id of its cgroup, 0 without cgroups
 * @stack: where it is
 * @wait: the lock that it is asleep for
 * @event: what it is asleep for if it is for no such lock
 * @owner: who has that, or is to bring it about
 * @object: what that is
 * @held: what it holds itself
 * @files: what it has open
 * @refer: whether it refers to what is sought
 */
struct scope_snap {
	u64 parts;
	bool addresses;
	u64 since;
	struct pid_namespace *ns;
	struct scope_symbols *symbols;
	struct scope_learned learned;
	struct scope_sought sought;

	enum procscope_status status;
	pid_t tid;
	pid_t tgid;
	pid_t ppid;
	char state;
	bool unchanged;
	bool sleeps;
	u32 flags;
	u32 breakable;
	int cpu;
	enum procscope_status asleep_status;
	u64 asleep;
	u64 nvcsw;
	u64 nivcsw;
	u64 start;
	char comm[PROCSCOPE_COMM_LEN];
	u64 cgroup;

	struct scope_stack stack;
	struct scope_wait wait;
	struct scope_event event;
	struct scope_owner owner;
	struct scope_object object;
	struct scope_held held;
	struct scope_files files;
	struct scope_refer refer;
};

/**
 * struct scope_counts - what was seen: see struct procscope_end
 * @tasks: tasks
 * @asleep: of them, asleep in a way that can be for a lock
 * @waits: of those, asleep for a lock
 * @granted: of those, given it already
 * @events: of @asleep, asleep for something else that is given
 * @unresolved: in the code of a lock, but for which one can't be told
 * @unstable: changed at every look
 * @unchanged: not looked at, for they have not run
 * @held: locks that tasks hold
 * @unheld: tasks of which it can't be told what they hold
 */
struct scope_counts {
	u64 tasks;
	u64 asleep;
	u64 waits;
	u64 granted;
	u64 events;
	u64 unresolved;
	u64 unstable;
	u64 unchanged;
	u64 held;
	u64 unheld;
};

/**
 * scope_snap_count() - count a snapshot in
 * @counts: the counts
 * @snap: the snapshot
 */
void scope_snap_count(struct scope_counts *counts,
		      const struct scope_snap *snap);

/**
 * scope_snap_create() - room for the snapshot of one task
 * @parts: what to collect, PROCSCOPE_PART_*
 * @ns: the reader's pid namespace; must outlive the snapshot
 * @addresses: the reader may have addresses for ids
 *
 * Context: may sleep.
 * Return: the room, for scope_snap_destroy(); NULL without memory.
 */
struct scope_snap *scope_snap_create(u64 parts, struct pid_namespace *ns,
				     bool addresses);

/**
 * scope_snap_destroy() - give it back
 * @snap: the room, or NULL
 *
 * Context: may sleep.
 */
void scope_snap_destroy(struct scope_snap *snap);

/**
 * scope_snap_size() - bytes that a snapshot and its dictionary take
 */
size_t scope_snap_size(void);

/**
 * scope_snap_take() - collect all that is asked of one task
 * @snap: filled
 * @task: the task, pinned by the caller
 * @tid: the number that it was found by
 *
 * All but what it has open is read between two looks at whether the task has
 * run, and once more where it has.
 *
 * Context: may not be called under RCU or a lock; lets others run on its CPU.
 * Return: false if the task has been released meanwhile: it has no number any
 * more, and nothing to show.
 */
bool scope_snap_take(struct scope_snap *snap, struct task_struct *task,
		     pid_t tid);

#endif /* SCOPE_SNAP_H */
