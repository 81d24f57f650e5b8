/* SPDX-License-Identifier: GPL-2.0 */
/* lock_code.h - what a return address says of the sleep that it is part of */
#ifndef SCOPE_LOCK_CODE_H
#define SCOPE_LOCK_CODE_H

#include <linux/types.h>
#include "../uapi/procscope.h"

struct scope_symbols;

/**
 * enum scope_code - the function that a return address lies in
 *
 * Those from MUTEX on are slow paths of locks. The RT ones are only told apart
 * under PREEMPT_RT. Those between SCOPE_CODE_TIMEOUT and the RT ones call the
 * scheduler for something else, see event.c.
 */
enum scope_code {
	SCOPE_CODE_OTHER = 1,
	SCOPE_CODE_SCHEDULE,
	SCOPE_CODE_TIMEOUT,
	SCOPE_CODE_PERCPU_RWSEM,
	SCOPE_CODE_COMPLETION,
	SCOPE_CODE_KTHREAD_STOP,
	SCOPE_CODE_VFORK,
	SCOPE_CODE_WORK,
	SCOPE_CODE_CHILD,
	SCOPE_CODE_FILE_LOCK,
	SCOPE_CODE_PIPE,
	SCOPE_CODE_FUTEX,
	SCOPE_CODE_SOCKET,
	SCOPE_CODE_RECEIVER,
	SCOPE_CODE_FOLIO,
	SCOPE_CODE_IO,
	SCOPE_CODE_JOURNAL,
	SCOPE_CODE_RCU,
	SCOPE_CODE_FREEZER,
	SCOPE_CODE_FREEZER_TRAP,
	SCOPE_CODE_USERFAULT,
	SCOPE_CODE_FUSE,
	SCOPE_CODE_RPC,
	SCOPE_CODE_BIT,
	SCOPE_CODE_9P,
	SCOPE_CODE_RT_SLOW_PATH,
	SCOPE_CODE_RT_MUTEX,
	SCOPE_CODE_RT_FOR_MUTEX,
	SCOPE_CODE_RT_FOR_WW_MUTEX,
	SCOPE_CODE_RT_READ,
	SCOPE_CODE_RT_WRITE,
	SCOPE_CODE_MUTEX,
	SCOPE_CODE_WW_MUTEX,
	SCOPE_CODE_READ,
	SCOPE_CODE_WRITE,
	SCOPE_CODE_SEMAPHORE,
	SCOPE_CODE_SEMAPHORE_TIMEOUT,
};

/* Beside the code in a mark: the return address is behind a call of schedule */
#define SCOPE_AFTER_SCHEDULE		0x8000
/* The same, and it is schedule() itself. */
#define SCOPE_AFTER_SCHEDULE_ITSELF	0x4000
/* What called schedule() itself from there sleeps for no lock. */
#define SCOPE_FOR_NO_LOCK		0x2000

/**
 * struct scope_slow_path - what a slow path is for
 * @queue: offset in the lock of where it has its waiters
 * @first: that is the address of the first one, and no list's head
 * @spin: offset of the spinlock that guards them
 * @word: offset of the word that says whether it has waiters
 * @word_size: bytes of that
 * @word_mask: bits in it that say so
 * @word_waiters: what they are while there are waiters
 * @kind: enum procscope_kind
 * @mode: enum procscope_mode
 */
struct scope_slow_path {
	unsigned int queue;
	bool first;
	unsigned int spin;
	unsigned int word;
	unsigned int word_size;
	unsigned long word_mask;
	unsigned long word_waiters;
	enum procscope_kind kind;
	enum procscope_mode mode;
};

/**
 * scope_slow_path() - what a slow path is for
 * @code: one from MUTEX on
 */
const struct scope_slow_path *scope_slow_path(enum scope_code code);

/**
 * scope_code_mark() - what a number means if it is a return address
 * @symbols: the dictionary, which keeps the mark
 * @address: any number
 *
 * Context: as scope_symbol_code().
 * Return: an enum scope_code and the flags above.
 */
u16 scope_code_mark(struct scope_symbols *symbols, unsigned long address);

/**
 * scope_code_for_no_lock() - have the mark of an address say so
 * @symbols: the dictionary
 * @address: a return address, marked before
 *
 * Context: as scope_symbol_code().
 */
void scope_code_for_no_lock(struct scope_symbols *symbols,
			    unsigned long address);

/**
 * scope_code_is_call() - is an address in one function, behind a call of another?
 * @address: any number
 * @caller: name of the one, NULL for any
 * @callee: name of the other
 *
 * Context: any; looks up names, which takes its time.
 */
bool scope_code_is_call(unsigned long address, const char *caller,
			const char *callee);

/**
 * scope_code_is() - is it the address of a function of that name?
 * @address: any number taken for the address of a function
 * @name: the name
 *
 * Context: as scope_code_is_call().
 */
bool scope_code_is(unsigned long address, const char *name);

/**
 * scope_code_is_in() - is an address in a function of that name?
 * @symbols: the dictionary
 * @address: a return address
 * @name: the name
 *
 * Context: as scope_symbol_code().
 */
bool scope_code_is_in(struct scope_symbols *symbols, unsigned long address,
		      const char *name);

/**
 * scope_code_calls() - does a function call another, and return to an address?
 * @outer: return address in the one
 * @inner: any address in the other
 *
 * Context: as scope_code_is_call().
 */
bool scope_code_calls(unsigned long outer, unsigned long inner);

/**
 * scope_code_is_between() - does a function call one that calls another?
 * @outer: return address in the first
 * @inner: return address in what is called there, behind a call as well
 * @callee: name of what is called there
 *
 * Context: as scope_code_is_call().
 */
bool scope_code_is_between(unsigned long outer, unsigned long inner,
			   const char *callee);

/**
 * scope_code_of_callee() - the function whose call returns to an address
 * @address: any number taken for a return address
 *
 * Context: as scope_code_is_call().
 */
enum scope_code scope_code_of_callee(unsigned long address);

static inline enum scope_code scope_code_of(u16 mark)
{
	return mark & ~(SCOPE_AFTER_SCHEDULE | SCOPE_AFTER_SCHEDULE_ITSELF |
			SCOPE_FOR_NO_LOCK);
}

/**
 * scope_code_is_event() - does such code sleep for something that is no lock of
 * the scheduler's?
 * @code: where the scheduler was called
 */
static inline bool scope_code_is_event(enum scope_code code)
{
	return code >= SCOPE_CODE_PERCPU_RWSEM && code < SCOPE_CODE_RT_SLOW_PATH;
}

#endif /* SCOPE_LOCK_CODE_H */
