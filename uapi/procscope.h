/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * procscope.h - the stream of /proc/procscope/snapshot
 *
 * One header, then records, then one END record. Every record starts with
 * struct procscope_record and is a multiple of eight bytes long. The format
 * only ever grows: new record types and new fields at the end of the fixed
 * part of a record (which is why a record says where its tail begins). A
 * reader skips the types and the fields that it does not know, and takes what
 * a shorter record lacks as not given.
 *
 * A stream is self-contained: a file that holds one can be read on another
 * machine. It holds no kernel address unless the header says so.
 */
#ifndef _UAPI_PROCSCOPE_H
#define _UAPI_PROCSCOPE_H

#include <linux/types.h>

/** define PROCSCOPE_MAGIC - the first eight bytes of a stream */
#define PROCSCOPE_MAGIC		"procscop"

/**
 * define PROCSCOPE_ABI - what a reader must know to read the stream at all
 *
 * Not raised when records or fields are added: only when a reader of the
 * former number would misunderstand what it reads.
 */
#define PROCSCOPE_ABI		1

/** define PROCSCOPE_COMM_LEN - bytes of a task's name, the final NUL included */
#define PROCSCOPE_COMM_LEN	16

/* Parts of a snapshot, bits of procscope_header.asked and .given. */
#define PROCSCOPE_PART_TASK	0x1ULL
#define PROCSCOPE_PART_STACK	0x2ULL
#define PROCSCOPE_PART_WAIT	0x4ULL
#define PROCSCOPE_PART_HELD	0x8ULL
/* What tasks wait for that is no lock: kinds from PROCSCOPE_KIND_COMPLETION on. */
#define PROCSCOPE_PART_EVENT	0x10ULL
/* Which ends of pipes and unix sockets tasks have open. */
#define PROCSCOPE_PART_FILES	0x20ULL

/**
 * define PROCSCOPE_STATES - the letters of all states, as in /proc/PID/stat
 *
 * A letter's place is its bit in procscope_ask.states.
 */
#define PROCSCOPE_STATES	"RSDTtXZPI"

/**
 * enum procscope_ask_flags - bits of procscope_ask.flags
 * @PROCSCOPE_ASK_BLOCKED: only tasks that are asleep for a lock, or of which
 *	that can't be told
 */
enum procscope_ask_flags {
	PROCSCOPE_ASK_BLOCKED	= 1 << 0,
};

/**
 * struct procscope_ask - what a snapshot shall hold: one write()
 * @size: in: bytes of this struct as the asker knows it, and of the write()
 * @flags: in: enum procscope_ask_flags
 * @parts: in: PROCSCOPE_PART_*; 0 for all. Tasks are always given
 * @tid: in: only this task; 0 for any
 * @tgid: in: only tasks of this thread group; 0 for any
 * @states: in: only tasks in these states, see PROCSCOPE_STATES; 0 for any
 * @waiter: in: a task that is asleep for a lock: tell which tasks refer to that
 *	lock, see struct procscope_reference; 0 for none. Not together with
 *	@since
 * @since: in: procscope_header.clock of an earlier snapshot of this boot: a task
 *	that has not come to a CPU since is given without its stack and its
 *	wait, as PROCSCOPE_TASK_UNCHANGED, but for one that waits for a rt_mutex,
 *	or is frozen; 0 for none. Not together with
 *	PROCSCOPE_ASK_BLOCKED, and never of the time to come
 *
 * A stack can't have changed while its task had no CPU; all else can, and the
 * clocks of two CPUs are not one. So who asks with @since has to ask again,
 * by tid and without it, for an unchanged task that was on a CPU when the
 * earlier snapshot looked at it, whose switch counters or start are not those
 * of then, or that had a wait then, or nothing certain: its owner may have
 * changed, and the lock may have been granted.
 *
 * To be written once, before the first read(); without one, a snapshot holds
 * everything. An ask that is refused changes nothing: EINVAL for a size that
 * is too small or not that of the write(), for unknown bits, a number below 0
 * and a @since that can't be; E2BIG for one that is
 * larger than the module knows and says something in its unknown rest; EBUSY
 * for a second one and for one that comes after a read().
 */
struct procscope_ask {
	__u32 size;
	__u32 flags;
	__u64 parts;
	__s32 tid;
	__s32 tgid;
	__u32 states;
	__s32 waiter;
	__u64 since;
};

/** define PROCSCOPE_ASK_SIZE_VER0 - the smallest struct procscope_ask */
#define PROCSCOPE_ASK_SIZE_VER0	32

/**
 * enum procscope_header_flags - bits of procscope_header.flags
 * @PROCSCOPE_HEADER_ADDRESSES: ids of locks and values of strings are kernel
 *	addresses
 * @PROCSCOPE_HEADER_SINCE: procscope_ask.since was heeded. Without it, every
 *	task is given in full
 */
enum procscope_header_flags {
	PROCSCOPE_HEADER_ADDRESSES	= 1 << 0,
	PROCSCOPE_HEADER_SINCE		= 1 << 1,
};

/**
 * struct procscope_header - the start of a stream
 * @magic: PROCSCOPE_MAGIC
 * @abi: PROCSCOPE_ABI of the module
 * @size: bytes of this header; the first record follows
 * @asked: parts asked for, PROCSCOPE_PART_*, what is always given included
 * @given: parts that this kernel can give; a part that is missing here is
 *	unavailable, not empty
 * @flags: enum procscope_header_flags
 * @load: a random number drawn when the module was loaded; ids of locks mean
 *	the same only in streams of one load
 * @boottime: CLOCK_BOOTTIME at the start of the stream, ns
 * @realtime: CLOCK_REALTIME at the start of the stream, ns
 * @kernel: the kernel's release, NUL-terminated
 * @release: the module's release, NUL-terminated
 * @ask: what the snapshot is limited to; zeros without an ask
 * @clock: the scheduler's clock at the start of the stream, ns: to be given as
 *	procscope_ask.since; 0 if this kernel does not keep when a task ran
 */
struct procscope_header {
	__u8  magic[8];
	__u32 abi;
	__u32 size;
	__u64 asked;
	__u64 given;
	__u64 flags;
	__u64 load;
	__u64 boottime;
	__u64 realtime;
	__u8  kernel[64];
	__u8  release[32];
	struct procscope_ask ask;
	__u64 clock;
};

/**
 * enum procscope_type - types of records
 * @PROCSCOPE_TYPE_END: struct procscope_end, the last record of a whole stream
 * @PROCSCOPE_TYPE_STRING: struct procscope_string, before the first record
 *	that refers to it
 * @PROCSCOPE_TYPE_TASK: struct procscope_task, one per task
 * @PROCSCOPE_TYPE_STACK: struct procscope_stack, after its task
 * @PROCSCOPE_TYPE_WAIT: struct procscope_wait, after its task, when it is
 *	asleep for a lock or it can't be told whether it is
 * @PROCSCOPE_TYPE_HELD: struct procscope_held, after its task: one for each lock
 *	that it holds, or one that says that it can't be told. Or before all
 *	tasks, when it can't be told of any
 * @PROCSCOPE_TYPE_EVENT: struct procscope_wait, after its task, when it is
 *	asleep for one of the kinds from PROCSCOPE_KIND_PERCPU_RWSEM on: then
 *	there is no PROCSCOPE_TYPE_WAIT
 * @PROCSCOPE_TYPE_OPEN: struct procscope_open, after its task: one for each open
 *	file of a pipe that it has, each unix socket that has an other end, or
 *	that others connect or send to, and /dev/fuse; and one that says so if it
 *	has more
 * @PROCSCOPE_TYPE_SOUGHT: struct procscope_sought, before all tasks, where
 *	procscope_ask.waiter was given and heeded
 * @PROCSCOPE_TYPE_REFERENCE: struct procscope_reference, after its task: one that
 *	refers to the lock that is sought, or of which it can't be told
 */
enum procscope_type {
	PROCSCOPE_TYPE_END	= 1,
	PROCSCOPE_TYPE_STRING	= 2,
	PROCSCOPE_TYPE_TASK	= 3,
	PROCSCOPE_TYPE_STACK	= 4,
	PROCSCOPE_TYPE_WAIT	= 5,
	PROCSCOPE_TYPE_HELD	= 6,
	PROCSCOPE_TYPE_EVENT	= 7,
	PROCSCOPE_TYPE_OPEN	= 8,
	PROCSCOPE_TYPE_SOUGHT	= 9,
	PROCSCOPE_TYPE_REFERENCE = 10,
};

/**
 * struct procscope_record - the head of every record
 * @type: enum procscope_type
 * @size: bytes of the whole record, this head included, a multiple of 8
 * @tail: bytes from the start of the record to its tail: what the record's
 *	struct leaves open (text, frames); @size where there is none
 * @reserved: 0
 */
struct procscope_record {
	__u32 type;
	__u32 size;
	__u32 tail;
	__u32 reserved;
};

/**
 * enum procscope_status - what is known of one fact
 * @PROCSCOPE_OK: it is given
 * @PROCSCOPE_NONE: there is none: looked for, and known to be absent
 * @PROCSCOPE_DENIED: the reader may not know it
 * @PROCSCOPE_GONE: what it was about has ended
 * @PROCSCOPE_UNSTABLE: it changed at every look
 * @PROCSCOPE_UNAVAILABLE: it can't be told here; the reason stands beside it
 *
 * 0 is none of them: a fact whose status is 0 was not asked for.
 */
enum procscope_status {
	PROCSCOPE_OK		= 1,
	PROCSCOPE_NONE		= 2,
	PROCSCOPE_DENIED	= 3,
	PROCSCOPE_GONE		= 4,
	PROCSCOPE_UNSTABLE	= 5,
	PROCSCOPE_UNAVAILABLE	= 6,
};

/**
 * struct procscope_string - one entry of the stream's dictionary
 * @head: PROCSCOPE_TYPE_STRING; the tail is the text
 * @id: what other records call it; never 0. An id keeps its meaning to the
 *	end of the stream, but the same text may come again under another id
 * @length: bytes of text in the tail, without NUL
 * @value: the address that the text stands for, or 0 (PROCSCOPE_HEADER_ADDRESSES)
 */
struct procscope_string {
	struct procscope_record head;
	__u32 id;
	__u32 length;
	__u64 value;
};

/**
 * enum procscope_task_flags - bits of procscope_task.flags
 * @PROCSCOPE_TASK_KTHREAD: a thread of the kernel
 * @PROCSCOPE_TASK_RUNNING: was on a CPU when looked at
 * @PROCSCOPE_TASK_UNCHANGED: has not come to a CPU since procscope_ask.since: its
 *	stack, and what it holds, are those of then, and nothing is said of its
 *	wait
 */
enum procscope_task_flags {
	PROCSCOPE_TASK_KTHREAD	= 1 << 0,
	PROCSCOPE_TASK_RUNNING	= 1 << 1,
	PROCSCOPE_TASK_UNCHANGED = 1 << 2,
};

/**
 * enum procscope_break - what ends a sleep besides what is waited for
 * @PROCSCOPE_BREAK_KILL: SIGKILL
 * @PROCSCOPE_BREAK_SIGNAL: any signal that is not blocked; of the first process of a pid
 *	namespace, one that it handles, and without SIGKILL where no other ends it
 * @PROCSCOPE_BREAK_TIMEOUT: a timeout
 *
 * Signals are those of the task's state. Where PROCSCOPE_PART_EVENT was asked for, and
 * the task is not unchanged, those are left out after which it would sleep on for the
 * same, and the timeout of a wait for no lock is told.
 */
enum procscope_break {
	PROCSCOPE_BREAK_KILL	= 1 << 0,
	PROCSCOPE_BREAK_SIGNAL	= 1 << 1,
	PROCSCOPE_BREAK_TIMEOUT	= 1 << 2,
};

/**
 * struct procscope_task - one task
 * @head: PROCSCOPE_TYPE_TASK; no tail
 * @tid: its number in the pid namespace of the proc mount
 * @tgid: its thread group's number there
 * @ppid: its parent's thread group's number there; 0 for none
 * @state: the letter that /proc/PID/stat has for it, as a number
 * @flags: enum procscope_task_flags
 * @breakable: enum procscope_break; of a task that sleeps
 * @cpu: the CPU that it runs on or last ran on
 * @status: enum procscope_status of this record and of the task's stack and
 *	wait taken together: UNSTABLE if it was never seen twice alike
 * @asleep_status: enum procscope_status of @asleep
 * @reserved: 0
 * @asleep: an upper bound on how long it has been asleep, ns
 * @nvcsw: voluntary context switches
 * @nivcsw: involuntary context switches
 * @start: when it was started, CLOCK_BOOTTIME, ns
 * @comm: its name, NUL-terminated, as the task set it: any bytes
 * @cgroup: the id of its cgroup in the default hierarchy, the inode number of
 *	the cgroup's directory; 0 if the kernel has no cgroups
 */
struct procscope_task {
	struct procscope_record head;
	__s32 tid;
	__s32 tgid;
	__s32 ppid;
	__u32 state;
	__u32 flags;
	__u32 breakable;
	__s32 cpu;
	__u32 status;
	__u32 asleep_status;
	__u32 reserved;
	__u64 asleep;
	__u64 nvcsw;
	__u64 nivcsw;
	__u64 start;
	__u8  comm[PROCSCOPE_COMM_LEN];
	__u64 cgroup;
};

/**
 * enum procscope_stack_flags - bits of procscope_stack.flags
 * @PROCSCOPE_STACK_CUT: the stack is deeper than what is given
 */
enum procscope_stack_flags {
	PROCSCOPE_STACK_CUT	= 1 << 0,
};

/**
 * struct procscope_stack - the kernel stack of one task
 * @head: PROCSCOPE_TYPE_STACK; the tail is @count times a __u32, the id of the
 *	string that names the frame, innermost first, then zeros up to a
 *	multiple of 8 bytes
 * @tid: the task
 * @status: enum procscope_status
 * @reason: string, why it is UNAVAILABLE; or 0
 * @flags: enum procscope_stack_flags
 * @count: frames in the tail
 * @reserved: 0
 */
struct procscope_stack {
	struct procscope_record head;
	__s32 tid;
	__u32 status;
	__u32 reason;
	__u32 flags;
	__u32 count;
	__u32 reserved;
};

/**
 * enum procscope_kind - what kind of lock it is, or what else is waited for
 * @PROCSCOPE_KIND_MUTEX: struct mutex
 * @PROCSCOPE_KIND_WW_MUTEX: struct ww_mutex
 * @PROCSCOPE_KIND_RWSEM: struct rw_semaphore
 * @PROCSCOPE_KIND_SEMAPHORE: struct semaphore
 * @PROCSCOPE_KIND_RT_MUTEX: struct rt_mutex, a PI futex's among them
 * @PROCSCOPE_KIND_PERCPU_RWSEM: struct percpu_rw_semaphore, as a frozen file
 *	system has it; this and all below: of PROCSCOPE_TYPE_EVENT
 * @PROCSCOPE_KIND_FLOCK: flock(2)
 * @PROCSCOPE_KIND_POSIX_LOCK: fcntl(2), F_SETLKW and F_OFD_SETLKW
 * @PROCSCOPE_KIND_COMPLETION: struct completion; this and all below: no lock
 * @PROCSCOPE_KIND_KTHREAD: a thread of the kernel, which is to stop
 * @PROCSCOPE_KIND_WORK: an item of a workqueue, which is to be done
 * @PROCSCOPE_KIND_CHILD: wait4(2), waitid(2); with an owner_status of NONE, any
 *	child of the process would do
 * @PROCSCOPE_KIND_VFORK: the child of a vfork(2), which is to exec or to end
 * @PROCSCOPE_KIND_TRACER: stopped for who traces it by ptrace(2)
 * @PROCSCOPE_KIND_PIPE: the other end of a pipe
 * @PROCSCOPE_KIND_FUTEX: futex(2), but for its PI operations
 * @PROCSCOPE_KIND_FOLIO: a page of the page cache, or a few of them that are one
 *	folio, which is to be unlocked; EXCLUSIVE, if to be locked by the waiter
 * @PROCSCOPE_KIND_WRITEBACK: the same, which is to be written back
 * @PROCSCOPE_KIND_IO: what a block device, or a server, is to read or to write; if
 *	EXCLUSIVE, a buffer of a device to be unlocked, as it is once that is done, but
 *	whoever else has locked it may do so as well
 * @PROCSCOPE_KIND_JOURNAL: a journal of a file system, by jbd2
 * @PROCSCOPE_KIND_RCU: all who read under RCU, or SRCU, when the wait began
 * @PROCSCOPE_KIND_FREEZER: frozen, by its cgroup or with the system
 * @PROCSCOPE_KIND_USERFAULT: a page, from who handles a userfaultfd(2)
 * @PROCSCOPE_KIND_SOCKET: the other end of a socket; of a unix socket that has
 *	one, its id is that of the other end
 * @PROCSCOPE_KIND_FUSE: the process that serves a file system
 * @PROCSCOPE_KIND_RPC: a server of sunrpc's, as NFS has them
 * @PROCSCOPE_KIND_BIT: a bit, which another task is to clear: of a file of NFS
 *	that is one's alone for a while, with an object
 * @PROCSCOPE_KIND_9P: a server of 9P, mostly the host of a virtual machine
 */
enum procscope_kind {
	PROCSCOPE_KIND_MUTEX		= 1,
	PROCSCOPE_KIND_WW_MUTEX		= 2,
	PROCSCOPE_KIND_RWSEM		= 3,
	PROCSCOPE_KIND_SEMAPHORE	= 4,
	PROCSCOPE_KIND_RT_MUTEX		= 5,
	PROCSCOPE_KIND_PERCPU_RWSEM	= 6,
	PROCSCOPE_KIND_FLOCK		= 7,
	PROCSCOPE_KIND_POSIX_LOCK	= 8,
	PROCSCOPE_KIND_COMPLETION	= 16,
	PROCSCOPE_KIND_KTHREAD		= 17,
	PROCSCOPE_KIND_WORK		= 18,
	PROCSCOPE_KIND_CHILD		= 19,
	PROCSCOPE_KIND_VFORK		= 20,
	PROCSCOPE_KIND_TRACER		= 21,
	PROCSCOPE_KIND_PIPE		= 22,
	PROCSCOPE_KIND_FUTEX		= 23,
	PROCSCOPE_KIND_FOLIO		= 24,
	PROCSCOPE_KIND_WRITEBACK	= 25,
	PROCSCOPE_KIND_IO		= 26,
	PROCSCOPE_KIND_JOURNAL		= 27,
	PROCSCOPE_KIND_RCU		= 28,
	PROCSCOPE_KIND_FREEZER		= 29,
	PROCSCOPE_KIND_USERFAULT	= 30,
	PROCSCOPE_KIND_SOCKET		= 31,
	PROCSCOPE_KIND_FUSE		= 32,
	PROCSCOPE_KIND_RPC		= 33,
	PROCSCOPE_KIND_BIT		= 34,
	PROCSCOPE_KIND_9P		= 35,
};

/**
 * enum procscope_mode - how the lock is wanted, or held
 * @PROCSCOPE_MODE_EXCLUSIVE: a lock that knows no other way
 * @PROCSCOPE_MODE_READ: shared
 * @PROCSCOPE_MODE_WRITE: exclusive, of a lock that can be shared
 */
enum procscope_mode {
	PROCSCOPE_MODE_EXCLUSIVE	= 1,
	PROCSCOPE_MODE_READ		= 2,
	PROCSCOPE_MODE_WRITE		= 3,
};

/**
 * enum procscope_wait_flags - bits of procscope_wait.flags
 * @PROCSCOPE_WAIT_GRANTED: it was given the lock already and is about to wake
 * @PROCSCOPE_WAIT_STOPS: that the child stops is as good as that it ends
 */
enum procscope_wait_flags {
	PROCSCOPE_WAIT_GRANTED	= 1 << 0,
	PROCSCOPE_WAIT_STOPS	= 1 << 1,
};

/**
 * enum procscope_certainty - how sure an owner is
 * @PROCSCOPE_OWNER_EXACT: what is waited for says so; of locks, and of locks of
 *	files, the task was there before the waiter slept, besides
 * @PROCSCOPE_OWNER_HINT: likely: the last reader on record, or a task that is
 *	younger than the sleep of the waiter, and may have come to be in its place
 */
enum procscope_certainty {
	PROCSCOPE_OWNER_EXACT	= 1,
	PROCSCOPE_OWNER_HINT	= 2,
};

/**
 * enum procscope_object - what a lock is part of
 * @PROCSCOPE_OBJECT_I_RWSEM: struct inode, its i_rwsem
 * @PROCSCOPE_OBJECT_INVALIDATE_LOCK: an inode's mapping, its invalidate_lock
 * @PROCSCOPE_OBJECT_I_MMAP_RWSEM: an inode's mapping, its i_mmap_rwsem
 * @PROCSCOPE_OBJECT_MMAP_LOCK: struct mm_struct, its mmap_lock
 * @PROCSCOPE_OBJECT_SYMBOL: a variable of the kernel or of a module; or the
 *	function of a work item, of PROCSCOPE_KIND_WORK
 * @PROCSCOPE_OBJECT_CLASS: not known; but what lockdep calls it and others like it
 * @PROCSCOPE_OBJECT_S_UMOUNT: struct super_block, its s_umount
 * @PROCSCOPE_OBJECT_FREEZE: struct super_block, a percpu_rw_semaphore by which it
 *	is frozen
 * @PROCSCOPE_OBJECT_FILE: struct inode, by no lock of its own
 * @PROCSCOPE_OBJECT_SLAB: an object of a slab cache, of which it is not known what
 *	it is
 * @PROCSCOPE_OBJECT_SUPER: struct super_block, by no lock of its own
 * @PROCSCOPE_OBJECT_DEVICE: a block device, of which only the number is given
 * @PROCSCOPE_OBJECT_SERVER: a server that may be on another machine
 * @PROCSCOPE_OBJECT_CGROUP: a cgroup that freezes its tasks: of version 2, the
 *	nearest that does; of version 1, that of the task, which may be frozen by
 *	one above it
 */
enum procscope_object {
	PROCSCOPE_OBJECT_I_RWSEM		= 1,
	PROCSCOPE_OBJECT_INVALIDATE_LOCK	= 2,
	PROCSCOPE_OBJECT_I_MMAP_RWSEM		= 3,
	PROCSCOPE_OBJECT_MMAP_LOCK		= 4,
	PROCSCOPE_OBJECT_SYMBOL			= 5,
	PROCSCOPE_OBJECT_CLASS			= 6,
	PROCSCOPE_OBJECT_S_UMOUNT		= 7,
	PROCSCOPE_OBJECT_FREEZE			= 8,
	PROCSCOPE_OBJECT_FILE			= 9,
	PROCSCOPE_OBJECT_SLAB			= 10,
	PROCSCOPE_OBJECT_SUPER			= 11,
	PROCSCOPE_OBJECT_DEVICE			= 12,
	PROCSCOPE_OBJECT_SERVER			= 13,
	PROCSCOPE_OBJECT_CGROUP			= 14,
};

/**
 * enum procscope_path_flags - bits of procscope_wait.path_flags
 * @PROCSCOPE_PATH_DELETED: the name is unlinked
 * @PROCSCOPE_PATH_CUT: the path was too long, its start is missing
 * @PROCSCOPE_PATH_DISCONNECTED: the path does not reach the file system's root
 */
enum procscope_path_flags {
	PROCSCOPE_PATH_DELETED		= 1 << 0,
	PROCSCOPE_PATH_CUT		= 1 << 1,
	PROCSCOPE_PATH_DISCONNECTED	= 1 << 2,
};

/**
 * struct procscope_wait - the lock that a task is asleep for, or what else
 * @head: PROCSCOPE_TYPE_WAIT or _EVENT; the tail is the path, any bytes but NUL
 * @tid: the waiter
 * @status: enum procscope_status; all below holds only if it is OK, but
 *	@reason, and @kind and @mode where they are not 0
 * @reason: string, why it is UNAVAILABLE; or 0
 * @kind: enum procscope_kind
 * @mode: enum procscope_mode
 * @flags: enum procscope_wait_flags
 * @evidence: string, the strategy that found it
 * @owner_status: enum procscope_status of @owner
 * @owner_reason: string, why @owner is not given or is but a hint; or 0
 * @owner: tid of the owner; where it is no lock, of the task that has to do
 *	something: to end, to stop, to finish its work
 * @certainty: enum procscope_certainty of @owner
 * @readers: how many readers hold it; of a rwsem
 * @lock: the lock's id, the same for all who meet it; 0 where there is none
 * @object_status: enum procscope_status of what the lock is
 * @object_reason: string, why it can't be told; or 0
 * @object: enum procscope_object
 * @symbol: string, the variable or the function, "module:name" if it is a
 *	module's; of PROCSCOPE_OBJECT_SYMBOL. Or the name of the class; of
 *	PROCSCOPE_OBJECT_CLASS
 * @mm_tgid: thread group that uses the address space; of
 *	PROCSCOPE_OBJECT_MMAP_LOCK; 0 if none has a number here
 * @fs: string, the file system's type; this and all below: of an inode. Or the
 *	program that a PROCSCOPE_OBJECT_SERVER serves, as the kernel calls it. Or
 *	that of a PROCSCOPE_OBJECT_CGROUP, which tells its version: cgroup2, cgroup
 * @disk: string, the superblock's name, mostly its block device; or 0. Or the
 *	server's name, as who mounted it gave it. Or the cgroup's hierarchy
 * @dev_major: device number of the superblock, or that of a
 *	PROCSCOPE_OBJECT_DEVICE
 * @dev_minor: the same
 * @links: how many names the inode has; 1 at most for a directory
 * @ino: inode number; not unique in a file system that numbers by subvolume. Or
 *	the cgroup's, by which bpf(2) and perf(1) know it as well
 * @path_status: enum procscope_status of the path
 * @path_reason: string, why it can't be told; or 0
 * @path_flags: enum procscope_path_flags
 * @path_length: bytes of the path, from the root of its file system, or of the
 *	cgroup's hierarchy
 * @place: address of the futex in the task's own address space; of
 *	PROCSCOPE_KIND_FUTEX. Number of the page in its file, the first of them,
 *	from 0; of PROCSCOPE_KIND_FOLIO and _WRITEBACK with an object. Address
 *	of the fault, 0 if not known; of PROCSCOPE_KIND_USERFAULT
 * @cache: string, the slab cache that the lock's memory is an object of; of
 *	PROCSCOPE_OBJECT_SLAB, and of PROCSCOPE_OBJECT_CLASS where it is not 0.
 *	The kernel may have merged the cache with others
 * @object_size: bytes of the object that its user may use; of a @cache
 * @offset: where in the object the lock is; of a @cache
 */
struct procscope_wait {
	struct procscope_record head;
	__s32 tid;
	__u32 status;
	__u32 reason;
	__u32 kind;
	__u32 mode;
	__u32 flags;
	__u32 evidence;
	__u32 owner_status;
	__u32 owner_reason;
	__s32 owner;
	__u32 certainty;
	__u32 readers;
	__u64 lock;
	__u32 object_status;
	__u32 object_reason;
	__u32 object;
	__u32 symbol;
	__s32 mm_tgid;
	__u32 fs;
	__u32 disk;
	__u32 dev_major;
	__u32 dev_minor;
	__u32 links;
	__u64 ino;
	__u32 path_status;
	__u32 path_reason;
	__u32 path_flags;
	__u32 path_length;
	__u64 place;
	__u32 cache;
	__u32 object_size;
	__u64 offset;
};

/**
 * enum procscope_held_flags - bits of procscope_held.flags
 * @PROCSCOPE_HELD_MERGED: it stands for several locks of one class, taken under
 *	another one; which they are is not known
 */
enum procscope_held_flags {
	PROCSCOPE_HELD_MERGED	= 1 << 0,
};

/**
 * struct procscope_held - a lock that a task holds, on a kernel with lockdep
 * @head: PROCSCOPE_TYPE_HELD; no tail
 * @tid: the task; 0: what follows is about all tasks
 * @status: enum procscope_status; all below holds only if it is OK, but @reason
 * @reason: string, why it is UNAVAILABLE; or 0
 * @kind: enum procscope_kind; 0 if it is not known. A ww_mutex is a mutex here
 * @mode: enum procscope_mode; EXCLUSIVE also for what is not known to be shared
 * @certainty: enum procscope_certainty: a hint, where the task may be asleep for
 *	this very lock, of a kind whose waits are not known
 * @flags: enum procscope_held_flags
 * @where: string, the code that took it
 * @class: string, what lockdep calls it and others like it; or 0
 * @reserved: 0
 * @lock: the lock's id, as in struct procscope_wait; where @kind is 0, that of
 *	lockdep's part of the lock, which no wait has; 0 if it is not known
 *
 * A lock that the task is asleep for is not among them. The locks come in the
 * order in which they were taken.
 */
struct procscope_held {
	struct procscope_record head;
	__s32 tid;
	__u32 status;
	__u32 reason;
	__u32 kind;
	__u32 mode;
	__u32 certainty;
	__u32 flags;
	__u32 where;
	__u32 class;
	__u32 reserved;
	__u64 lock;
};

/**
 * enum procscope_open_flags - bits of procscope_open.flags
 * @PROCSCOPE_OPEN_READ: it is open to be read from
 * @PROCSCOPE_OPEN_WRITE: it is open to be written to
 */
enum procscope_open_flags {
	PROCSCOPE_OPEN_READ	= 1 << 0,
	PROCSCOPE_OPEN_WRITE	= 1 << 1,
};

/**
 * struct procscope_open - an open file that others may be asleep for
 * @head: PROCSCOPE_TYPE_OPEN; no tail
 * @tid: the task; what a thread shares with the leader of its thread group is
 *	given of the leader only
 * @status: enum procscope_status; UNAVAILABLE: it has more of them open, which
 *	are not given; all below holds only if it is OK, but @reason
 * @reason: string, why it is UNAVAILABLE; or 0
 * @kind: enum procscope_kind of the waits for it: PROCSCOPE_KIND_PIPE,
 *	_SOCKET, or _FUSE: an open /dev/fuse
 * @flags: enum procscope_open_flags
 * @fds: how many file descriptors of the task stand for this open file
 * @readers: open files of it that can be read from, whoever has them
 * @writers: open files of it that can be written to, whoever has them
 * @references: references to this open file, whoever has them. Where all
 *	descriptors of all tasks are as many, nobody else has it: no task that is
 *	not shown, no message under way in a socket, not the kernel itself. 0 if
 *	it can't be told
 * @lock: id of what is open, as in struct procscope_wait
 * @ino: the inode number that waits for it have: of the pipe; of a socket, that of
 *	its other end, its own if it has none; 0 of _FUSE
 * @file: id of this open file: tasks that were given it by fork(2), or in a
 *	message, share it
 * @table: id of the table of descriptors, which several tasks may share
 *
 * All of it was true at one moment.
 */
struct procscope_open {
	struct procscope_record head;
	__s32 tid;
	__u32 status;
	__u32 reason;
	__u32 kind;
	__u32 flags;
	__u32 fds;
	__u32 readers;
	__u32 writers;
	__u64 references;
	__u64 lock;
	__u64 ino;
	__u64 file;
	__u64 table;
};

/**
 * struct procscope_sought - the lock that references are looked for to
 * @head: PROCSCOPE_TYPE_SOUGHT; no tail
 * @waiter: the task that was asked with, procscope_ask.waiter
 * @status: enum procscope_status; all below holds only if it is OK, but @reason.
 *	Else nothing was looked for: NONE, where the task is asleep for no
 *	lock, or was given it; GONE, where there is no such task
 * @reason: string, why it is UNAVAILABLE; or 0
 * @object: enum procscope_object of what references are looked for as well: of
 *	the struct that has the lock in it; 0 if only the lock is looked for
 * @lock: id of the lock that it is asleep for, as in struct procscope_wait
 */
struct procscope_sought {
	struct procscope_record head;
	__s32 waiter;
	__u32 status;
	__u32 reason;
	__u32 object;
	__u64 lock;
};

/**
 * struct procscope_reference - the stack of a task refers to the lock sought
 * @head: PROCSCOPE_TYPE_REFERENCE; no tail
 * @tid: the task
 * @status: enum procscope_status; all below holds only if it is OK, but @reason
 * @reason: string, why it is UNAVAILABLE; or 0
 * @lock: words of its kernel stack that are the lock's address
 * @object: words that are the address of the struct that has the lock in it
 * @reserved: 0
 *
 * It is a hint that the task holds the lock, and no more: who has let go of it
 * may have the word still, and who holds it need not have it. Only tasks that
 * sleep are looked at, and none that is asleep for this lock itself.
 */
struct procscope_reference {
	struct procscope_record head;
	__s32 tid;
	__u32 status;
	__u32 reason;
	__u32 lock;
	__u32 object;
	__u32 reserved;
};

/**
 * struct procscope_end - what the stream gave
 * @head: PROCSCOPE_TYPE_END; no tail
 * @tasks: tasks given; this and all below: of what was asked for
 * @asleep: of them, asleep: looked at for a lock
 * @waits: of those, asleep for a lock that is given
 * @granted: of @waits, those that were given it already
 * @unresolved: in the code of a lock, but for which one can't be told
 * @unstable: changed at every look
 * @boottime: CLOCK_BOOTTIME at the end, ns
 * @unchanged: of @tasks, those given as PROCSCOPE_TASK_UNCHANGED
 * @held: locks that tasks hold; this and the next are 0 if it is not given what
 *	they hold
 * @unheld: of @tasks, those of which it can't be told what they hold
 * @events: of @tasks, those that are asleep for one of the kinds from
 *	PROCSCOPE_KIND_PERCPU_RWSEM on, whether those are given or not
 */
struct procscope_end {
	struct procscope_record head;
	__u64 tasks;
	__u64 asleep;
	__u64 waits;
	__u64 granted;
	__u64 unresolved;
	__u64 unstable;
	__u64 boottime;
	__u64 unchanged;
	__u64 held;
	__u64 unheld;
	__u64 events;
};

#endif /* _UAPI_PROCSCOPE_H */
