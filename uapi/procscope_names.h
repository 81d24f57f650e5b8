/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * procscope_names.h - the word for each number of procscope.h
 *
 * The same words stand in the module's text and in the command's columns.
 */
#ifndef _UAPI_PROCSCOPE_NAMES_H
#define _UAPI_PROCSCOPE_NAMES_H

#include "procscope.h"

/**
 * procscope_kind_name() - the word for a kind of lock
 * @kind: enum procscope_kind
 *
 * Return: the word, or "?" for a kind that this header does not know.
 */
static inline const char *procscope_kind_name(__u32 kind)
{
	switch (kind) {
	case PROCSCOPE_KIND_MUTEX:
		return "mutex";
	case PROCSCOPE_KIND_WW_MUTEX:
		return "ww_mutex";
	case PROCSCOPE_KIND_RWSEM:
		return "rwsem";
	case PROCSCOPE_KIND_SEMAPHORE:
		return "semaphore";
	case PROCSCOPE_KIND_RT_MUTEX:
		return "rt_mutex";
	case PROCSCOPE_KIND_PERCPU_RWSEM:
		return "percpu_rwsem";
	case PROCSCOPE_KIND_FLOCK:
		return "flock";
	case PROCSCOPE_KIND_POSIX_LOCK:
		return "posix_lock";
	case PROCSCOPE_KIND_COMPLETION:
		return "completion";
	case PROCSCOPE_KIND_KTHREAD:
		return "kthread";
	case PROCSCOPE_KIND_WORK:
		return "work";
	case PROCSCOPE_KIND_CHILD:
		return "child";
	case PROCSCOPE_KIND_VFORK:
		return "vfork";
	case PROCSCOPE_KIND_TRACER:
		return "tracer";
	case PROCSCOPE_KIND_PIPE:
		return "pipe";
	case PROCSCOPE_KIND_FUTEX:
		return "futex";
	case PROCSCOPE_KIND_FOLIO:
		return "folio";
	case PROCSCOPE_KIND_WRITEBACK:
		return "writeback";
	case PROCSCOPE_KIND_IO:
		return "io";
	case PROCSCOPE_KIND_JOURNAL:
		return "journal";
	case PROCSCOPE_KIND_RCU:
		return "rcu";
	case PROCSCOPE_KIND_FREEZER:
		return "freezer";
	case PROCSCOPE_KIND_USERFAULT:
		return "userfault";
	case PROCSCOPE_KIND_SOCKET:
		return "socket";
	case PROCSCOPE_KIND_FUSE:
		return "fuse";
	case PROCSCOPE_KIND_RPC:
		return "rpc";
	case PROCSCOPE_KIND_BIT:
		return "bit";
	case PROCSCOPE_KIND_9P:
		return "9p";
	}
	return "?";
}

/**
 * procscope_mode_name() - the word for how a lock is wanted, or held
 * @mode: enum procscope_mode
 *
 * Return: the word, or "?" for a mode that this header does not know.
 */
static inline const char *procscope_mode_name(__u32 mode)
{
	switch (mode) {
	case PROCSCOPE_MODE_EXCLUSIVE:
		return "exclusive";
	case PROCSCOPE_MODE_READ:
		return "read";
	case PROCSCOPE_MODE_WRITE:
		return "write";
	}
	return "?";
}

/**
 * procscope_break_name() - the words for what ends a sleep
 * @breakable: bits of enum procscope_break
 *
 * A task that any signal wakes is woken by SIGKILL too, so "signal" stands for
 * both; but for the first of a pid namespace.
 *
 * Return: the words, "no" where nothing ends it.
 */
static inline const char *procscope_break_name(__u32 breakable)
{
	int timeout = !!(breakable & PROCSCOPE_BREAK_TIMEOUT);

	if (breakable & PROCSCOPE_BREAK_SIGNAL)
		return timeout ? "signal,timeout" : "signal";
	if (breakable & PROCSCOPE_BREAK_KILL)
		return timeout ? "kill,timeout" : "kill";
	return timeout ? "timeout" : "no";
}

/**
 * procscope_certainty_name() - the word for how sure an owner is
 * @certainty: enum procscope_certainty
 *
 * Return: the word, or "?" for a certainty that this header does not know.
 */
static inline const char *procscope_certainty_name(__u32 certainty)
{
	switch (certainty) {
	case PROCSCOPE_OWNER_EXACT:
		return "exact";
	case PROCSCOPE_OWNER_HINT:
		return "hint";
	}
	return "?";
}

/**
 * procscope_object_name() - the field that a lock is, in what it is part of
 * @object: enum procscope_object, but not PROCSCOPE_OBJECT_SYMBOL, whose name
 *	is its own
 *
 * Return: the word, or "?" for an object that this header does not know.
 */
static inline const char *procscope_object_name(__u32 object)
{
	switch (object) {
	case PROCSCOPE_OBJECT_I_RWSEM:
		return "i_rwsem";
	case PROCSCOPE_OBJECT_INVALIDATE_LOCK:
		return "invalidate_lock";
	case PROCSCOPE_OBJECT_I_MMAP_RWSEM:
		return "i_mmap_rwsem";
	case PROCSCOPE_OBJECT_MMAP_LOCK:
		return "mmap_lock";
	case PROCSCOPE_OBJECT_CLASS:
		return "class";
	case PROCSCOPE_OBJECT_S_UMOUNT:
		return "s_umount";
	case PROCSCOPE_OBJECT_FREEZE:
		return "freeze";
	case PROCSCOPE_OBJECT_FILE:
		return "file";
	case PROCSCOPE_OBJECT_SLAB:
		return "slab";
	case PROCSCOPE_OBJECT_SUPER:
		return "file system";
	case PROCSCOPE_OBJECT_DEVICE:
		return "device";
	case PROCSCOPE_OBJECT_SERVER:
		return "server";
	case PROCSCOPE_OBJECT_CGROUP:
		return "cgroup";
	}
	return "?";
}

#endif /* _UAPI_PROCSCOPE_NAMES_H */
