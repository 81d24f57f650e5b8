// SPDX-License-Identifier: GPL-2.0
/*
 * lock_wait.c - the lock that a task is asleep for
 *
 * The kernel's tracers leave out the scheduler and the slow paths of locks.
 * That says where to look: the words between the stack pointer that the task
 * left the CPU with and the first frame that they do show are the slow path's
 * alone. Among them must be a return address into the slow path, which tells
 * the kind; the waiter's record, queued by links that hold both ways; and the
 * address of the lock, which the slow path needs again when it wakes.
 *
 * Words of calls that returned long ago lie among them as well. So nothing is
 * believed until waiter and lock agree: the waiter's queue leads to the lock.
 */
#include <linux/kernel.h>
#include <linux/poison.h>
#include "compat/locks.h"
#include "compat/memory.h"
#include "compat/stack.h"
#include "compat/state.h"
#include "lock_code.h"
#include "lock_learned.h"
#include "lock_queue.h"
#include "lock_rt.h"
#include "lock_wait.h"
#include "peek.h"
#include "snap.h"

/*
 * How often the address that a slow path's caller returns to may be on the stack
 * below where it returns from: with lockdep a mutex's is told it, and keeps it,
 * and a function that aligns its stack has a copy.
 */
#define FRAME_WORDS	(IS_ENABLED(CONFIG_LOCKDEP) ? 3 : 1)

static void set_lock(struct scope_wait *wait, enum scope_code code)
{
	wait->code = code;
	wait->kind = scope_slow_path(code)->kind;
	wait->mode = scope_slow_path(code)->mode;
	wait->timeout = code == SCOPE_CODE_SEMAPHORE_TIMEOUT;
}

/*
 * Was the slow path, whose code is at @c, called with a timeout? It is the
 * same code without one, and only its caller, in the window or right after it,
 * may know.
 */
static bool has_timeout(const struct scope_wait *wait, unsigned int c)
{
	if (wait->kind != PROCSCOPE_KIND_SEMAPHORE)
		return false;
	while (++c <= wait->window_words) {
		if (scope_code_of(wait->mark[c]) == SCOPE_CODE_TIMEOUT)
			return true;
	}
	return false;
}

/* Taking it off a queue poisons a record's links, but those of the only one. */
static bool is_off_queue(const struct scope_wait *wait, unsigned int i)
{
	const unsigned long *word = wait->window;
	unsigned long node = wait->window_at + i * sizeof(long);

	return (word[i] == (unsigned long)LIST_POISON1 &&
		word[i + 1] == (unsigned long)LIST_POISON2) ||
	       (COMPAT_SEMAPHORE_FIRST && word[i] == node &&
		word[i + 1] == node);
}

/*
 * A waker takes a reader off the queue, then clears the task in its record; it
 * takes a semaphore's waiter off, then tells it so. Both sleep on for a while.
 */
static bool is_granted(const struct scope_wait *wait, enum scope_code code,
		       const struct task_struct *task, unsigned int i)
{
	const unsigned long *word = wait->window;

	for (; i + 1 < wait->window_words; i++) {
		if (code == SCOPE_CODE_READ && !word[i] &&
		    (u32)word[i + 1] == COMPAT_RWSEM_WAITING_FOR_READ &&
		    compat_memory_of(word[i - 1]) != COMPAT_MEMORY_OTHER &&
		    compat_memory_of(word[i - 2]) != COMPAT_MEMORY_OTHER)
			return true;
		if ((code == SCOPE_CODE_SEMAPHORE ||
		     code == SCOPE_CODE_SEMAPHORE_TIMEOUT) &&
		    word[i] == (unsigned long)task && (u8)word[i + 1] == 1 &&
		    is_off_queue(wait, i - 2))
			return true;
	}
	return false;
}

/**
 * struct slow_path - the slow path that the task sleeps in, if it does
 * @code: which one, SCOPE_CODE_OTHER for none or, if not @alike, not known which
 * @at: index in the window of the return address into it
 * @sure: no other one can be meant
 * @alike: all that are in the window take the same words for the same locks
 * @sleeper: what called the scheduler, 0 if that can't be told
 * @caller: the return address in it
 * @doubt: it may be another one
 */
struct slow_path {
	enum scope_code code;
	unsigned int at;
	bool sure;
	bool alike;
	enum scope_code sleeper;
	unsigned long caller;
	bool doubt;
};

/* Find the task's record above the return address into the slow path. */
static bool search_record(struct scope_snap *snap, struct task_struct *task,
			  const struct slow_path *path)
{
	struct scope_wait *wait = &snap->wait;
	const struct scope_slow_path *like = scope_slow_path(path->code);
	unsigned int i;

	if (path->sure && scope_learned_lock(snap, task, path->code, path->at))
		return true;
	for (i = path->at + 3; i < wait->window_words; i++) {
		if (!scope_record_at(wait, task, i) ||
		    !scope_queue_is_linked(wait->waiter, wait->link[0],
					   wait->link[1]))
			continue;
		wait->lock = scope_queue_lock(wait, like, path->sure,
					      &wait->evidence);
		if (!wait->lock)
			continue;
		if (path->sure)
			scope_learn_lock(snap, path->code, path->at, i);
		return true;
	}
	return false;
}

/* Is the word at @i behind a call of the scheduler's function at @inner? */
static bool is_caller(struct scope_snap *snap, unsigned int i,
		      unsigned long inner)
{
	struct scope_call *call = &snap->learned.call;
	unsigned long outer = snap->wait.window[i];

	if (call->outer != outer || call->inner != inner)
		*call = (struct scope_call){
			.outer = outer,
			.inner = inner,
			.is = scope_code_calls(outer, inner),
		};
	return call->is;
}

/*
 * What called the scheduler is the innermost return address behind a call of
 * it. Slow paths further up returned long ago, as a rule. But an old address
 * can lie below the live one, too: so where the sleeper is no slow path, one
 * that is in the window is still tried, the outermost, unless there are more
 * that take the same words for different locks.
 *
 * A function of the scheduler that called schedule() was itself called by the
 * sleeper. Its frame may hold old addresses, as that of schedule_timeout() has
 * room for a timer that it does not always use: one behind a call of another
 * function of the scheduler is no caller of this one, and where there are
 * several behind a call of it, the first is not the sleeper for sure.
 */
static void find_slow_path(struct scope_snap *snap, struct slow_path *path)
{
	const struct scope_wait *wait = &snap->wait;
	unsigned long inner = 0;
	unsigned int i;

	*path = (struct slow_path){ .code = SCOPE_CODE_OTHER, .alike = true };
	/* The first frame above the window may have called it itself. */
	for (i = 0; i <= wait->window_words; i++) {
		enum scope_code code = scope_code_of(wait->mark[i]);

		if (wait->mark[i] & SCOPE_AFTER_SCHEDULE &&
		    (!inner || is_caller(snap, i, inner))) {
			if (path->sleeper) {
				path->doubt |= inner && path->sleeper != code;
			} else if (code == SCOPE_CODE_SCHEDULE) {
				inner = wait->window[i];
			} else {
				path->sleeper = code;
				path->caller = wait->window[i];
			}
		}
		if (code < SCOPE_CODE_MUTEX || path->sure)
			continue;
		if (path->code != SCOPE_CODE_OTHER &&
		    scope_slow_path(path->code)->queue !=
		    scope_slow_path(code)->queue)
			path->alike = false;
		path->code = code;
		path->at = i;
		path->sure = path->sleeper == code;
	}
	if (path->doubt)
		path->sure = false;
	else if (path->sure)
		return;
	if (!path->alike)
		path->code = SCOPE_CODE_OTHER;
}

/*
 * Look through the window for code, record and lock. Is the task certain to sleep
 * in a slow path, but of no lock that is found here?
 */
static bool search(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_wait *wait = &snap->wait;
	struct slow_path path;

	find_slow_path(snap, &path);
	wait->status = PROCSCOPE_NONE;
	if (path.sleeper == SCOPE_CODE_RT_WRITE) {
		scope_rt_drain(wait, task);
		return false;
	}
	if (!path.doubt && scope_code_is_event(path.sleeper)) {
		wait->sleeper = path.caller;
		return false;
	}
	if (!path.alike && !path.sure && (!path.sleeper || path.doubt)) {
		wait->status = PROCSCOPE_UNAVAILABLE;
		wait->reason = "several slow paths on its stack";
	}
	if (path.code == SCOPE_CODE_OTHER)
		return false;

	set_lock(wait, path.code);
	wait->timeout |= has_timeout(wait, path.at);
	wait->status = PROCSCOPE_OK;
	if (search_record(snap, task, &path))
		return false;
	if (path.sure && is_granted(wait, path.code, task, path.at + 3)) {
		wait->granted = true;
		wait->lock = NULL;
		wait->evidence = "stack window, waiter was dequeued";
		return false;
	}
	if (path.doubt) {
		wait->status = PROCSCOPE_UNAVAILABLE;
		wait->reason = "several callers of the scheduler on its stack";
		wait->kind = 0;
		wait->mode = 0;
	} else if (path.sure || !path.sleeper) {
		wait->status = PROCSCOPE_UNAVAILABLE;
		wait->reason = "in a lock's slow path, but queued at no lock";
	} else {
		wait->status = PROCSCOPE_NONE;
		wait->kind = 0;
		wait->mode = 0;
	}
	return path.sure;
}

/*
 * Read the stack up to where @frame returns to: a first word equal to it may
 * be an old one, but not before there is one into schedule(). Of those after
 * it, @skip are left out.
 */
static bool read_window(struct scope_snap *snap,
			const struct task_struct *task, unsigned long frame,
			unsigned int skip)
{
	struct scope_wait *wait = &snap->wait;
	const unsigned int piece = 16;
	unsigned int have, i = 0;
	bool scheduled = false;

	wait->window_at = compat_task_sp(task);
	for (have = 0; have < SCOPE_WINDOW; have += piece) {
		unsigned long at = wait->window_at + have * sizeof(long);
		size_t size = piece * sizeof(long);

		if (!scope_peek_stack(wait->window + have, task, at, size))
			return false;
		for (; i < have + piece; i++) {
			wait->mark[i] = scope_code_mark(snap->symbols,
							wait->window[i]);
			if (scheduled && wait->window[i] == frame && !skip--) {
				wait->window_words = i;
				return true;
			}
			if (scope_code_of(wait->mark[i]) == SCOPE_CODE_SCHEDULE)
				scheduled = true;
		}
	}
	return false;
}

/*
 * Do the tracers show the slow path that @mark is of? rwsem_down_write_slowpath is
 * in no section of its own on older kernels; nor is rt_mutex_schedule on newer
 * ones, which under PREEMPT_RT is called by a writer that waits for readers as well.
 */
static bool is_shown(u16 mark)
{
	enum scope_code code = scope_code_of(mark);

	return code >= SCOPE_CODE_MUTEX ||
	       (code == SCOPE_CODE_SCHEDULE && !scope_rt_is_plain());
}

/* The words of a slow path that is shown end at the next frame. */
static bool pass_slow_path(struct task_struct *task, unsigned long *frame)
{
	unsigned long frames[2];

	if (compat_stack_trace_save_tsk(task, frames, 2, 0) < 2 ||
	    frames[0] != *frame)
		return false;
	*frame = frames[1];
	return true;
}

/*
 * How a rw_semaphore calls for its rt_mutex, by the window: old words tell of it as
 * well, so it has to be behind a call of the slow path that the task sleeps in, above
 * the record that this has, whose links are old words unless it is the first in the
 * queue, and nothing else may be told.
 */
static enum scope_code rwbase_code(const struct scope_wait *wait)
{
	enum scope_code found = SCOPE_CODE_OTHER;
	unsigned int i;

	for (i = 0; i < wait->window_words; i++) {
		enum scope_code code = scope_code_of(wait->mark[i]);

		if (code < SCOPE_CODE_RT_MUTEX || code > SCOPE_CODE_RT_WRITE ||
		    wait->window_at + i * sizeof(long) < wait->waiter_end ||
		    scope_code_of_callee(wait->window[i]) !=
		    SCOPE_CODE_RT_SLOW_PATH)
			continue;
		if (found != SCOPE_CODE_OTHER && found != code)
			return SCOPE_CODE_OTHER;
		found = code;
	}
	return found == SCOPE_CODE_RT_READ || found == SCOPE_CODE_RT_WRITE ?
	       found : SCOPE_CODE_OTHER;
}

/*
 * Which lock a rt_mutex is part of: one of the first frames, those of the slow
 * path that the kernel shows and its caller, is behind the call of a function
 * that takes such a lock. Where compilers have made a jump of the call, that of
 * a rw_semaphore still has its slow path in the window.
 */
static void name_rt(struct scope_snap *snap, struct task_struct *task)
{
	enum scope_code code = SCOPE_CODE_OTHER;
	struct scope_wait *wait = &snap->wait;
	unsigned long frame[5];
	unsigned int count, caller, i;

	if (wait->status != PROCSCOPE_OK)
		return;
	count = compat_stack_trace_save_tsk(task, frame, ARRAY_SIZE(frame), 0);
	for (i = 0; i < count && code < SCOPE_CODE_RT_MUTEX; i++)
		code = scope_code_of_callee(frame[i]);
	for (caller = 0; caller < count; caller++) {
		u16 mark = scope_code_mark(snap->symbols, frame[caller]);

		if (scope_code_of(mark) != SCOPE_CODE_RT_SLOW_PATH &&
		    scope_code_of(mark) != SCOPE_CODE_SCHEDULE)
			break;
	}
	if (code < SCOPE_CODE_RT_MUTEX && caller < count &&
	    read_window(snap, task, frame[caller], 0))
		code = rwbase_code(wait);
	scope_rt_name(wait, code);
}

void scope_lock_wait_collect(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_wait *wait = &snap->wait;
	unsigned long frame;
	unsigned int skip = 0;
	u16 mark;

	wait->waiter = 0;
	wait->sleeper = 0;
	wait->lock = NULL;
	wait->granted = false;
	wait->timeout = false;
	wait->rt = false;
	wait->kind = 0;
	wait->mode = 0;
	wait->status = PROCSCOPE_UNAVAILABLE;
	if (scope_rt_wait(wait, task)) {
		if (!scope_rt_is_plain())
			name_rt(snap, task);
		return;
	}
	if (!scope_lock_wait_strategies()) {
		wait->reason = "not known on this kernel";
		return;
	}
	/*
	 * Its state is that of a sleeper, but it has lost the CPU before it gave
	 * it up: what called the scheduler is not what would have it sleep.
	 */
	if (task_is_runnable(task)) {
		wait->reason = "still queued to run";
		return;
	}
	if (snap->stack.status == PROCSCOPE_OK) {
		frame = snap->stack.frame[0];
	} else if (scope_learned_wait(snap, task)) {
		return;
	} else if (!compat_stack_trace_save_tsk(task, &frame, 1, 0)) {
		wait->reason = "its stack has no frames";
		return;
	}

	/* What called the scheduler itself sleeps for no lock. */
	mark = scope_code_mark(snap->symbols, frame);
	if (compat_stack_is_live() && mark & SCOPE_AFTER_SCHEDULE &&
	    (scope_code_of(mark) == SCOPE_CODE_OTHER ||
	     scope_code_is_event(scope_code_of(mark)))) {
		wait->status = PROCSCOPE_NONE;
		wait->sleeper = frame;
		if (!(mark & SCOPE_FOR_NO_LOCK))
			scope_learn_switch(snap, task, frame);
		return;
	}
	if (snap->stack.status == PROCSCOPE_OK && scope_learned_wait(snap, task))
		return;
	if ((is_shown(mark) && !pass_slow_path(task, &frame)) ||
	    !read_window(snap, task, frame, skip)) {
		wait->reason = "its first frame is not on its stack";
		return;
	}
	while (search(snap, task) && ++skip < FRAME_WORDS &&
	       read_window(snap, task, frame, skip))
		;
}

bool scope_lock_wait_holds(const struct scope_wait *wait,
			   struct task_struct *task)
{
	struct {
		unsigned long next;
		unsigned long prev;
		unsigned long task;
	} now;

	if (wait->status != PROCSCOPE_OK || wait->granted)
		return true;
	if (wait->rt)
		return scope_rt_holds(wait, task);
	if (!scope_peek_stack(&now, task, wait->waiter, sizeof(now)) ||
	    now.task != (unsigned long)task)
		return false;
	/* Taking it off the queue overwrites its links, but for the only one. */
	if (now.next == wait->waiter &&
	    !scope_queue_can_have(scope_slow_path(wait->code),
				  (unsigned long)wait->lock, wait->waiter,
				  now.next))
		return false;
	return (now.next == wait->link[0] && now.prev == wait->link[1]) ||
	       scope_queue_is_linked(wait->waiter, now.next, now.prev);
}

const char *scope_lock_wait_strategies(void)
{
	if (!IS_ENABLED(CONFIG_X86_64) || !compat_stack_strategy())
		return NULL;
	return "pi_blocked_on, stack window";
}
