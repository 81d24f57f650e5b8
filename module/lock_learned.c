// SPDX-License-Identifier: GPL-2.0
/*
 * lock_learned.c - what earlier tasks taught of where waits are on a stack
 *
 * Who sleeps has called schedule(), and that has called __schedule(), which
 * left the CPU. How many words these two take is settled by the compiler. So
 * once the unwinder has shown where what called schedule() is found, a look at
 * two words tells it: one must be the return address into schedule(), or
 * another way led off the CPU; the other is the caller. Most tasks sleep for no
 * lock, and that is then plain without unwinding.
 *
 * Where a slow path has its lock and its record while it sleeps is settled as
 * well: at one return address it is the same words each time. Those that were
 * the lock of one waiter hold among them the ones that always are it; what only
 * happened to be it once falls away as more waiters are seen. So when all of
 * them are one lock, it is the one, and no queue has to be followed.
 *
 * Measured with 2,000 tasks, by instructions: a third of "tasks" and, with a
 * third of them waiting for locks, half of "locks".
 */
#include <linux/kernel.h>
#include "compat/memory.h"
#include "compat/stack.h"
#include "lock_code.h"
#include "lock_learned.h"
#include "lock_queue.h"
#include "peek.h"
#include "snap.h"

/* Tasks that have to agree on schedule() before anything is taken from it. */
#define ENOUGH		8
/* What schedule() and __schedule() take at most, in words. */
#define SWITCH_WORDS	48

/* Words below a return address into a slow path that may hold its lock. */
#define SLOTS_BELOW	24

/* Where in @words is what calls schedule(), the unwinder's @frame? */
static bool find_switch(struct scope_snap *snap, struct scope_switch *found,
			const unsigned long *words, unsigned long frame)
{
	unsigned int i;

	*found = (struct scope_switch){ .code = 0 };
	for (i = 0; i < SWITCH_WORDS; i++) {
		u16 mark = scope_code_mark(snap->symbols, words[i]);

		if (scope_code_of(mark) == SCOPE_CODE_SCHEDULE &&
		    scope_code_is_call(words[i], "schedule", "__schedule")) {
			/* One of them is left from an earlier call. */
			if (found->code)
				return false;
			found->code = words[i];
			found->at = i;
		} else if (found->code && !found->caller && words[i] == frame) {
			found->caller = i;
		}
	}
	return found->caller;
}

void scope_learn_switch(struct scope_snap *snap,
			const struct task_struct *task, unsigned long frame)
{
	struct scope_switch *learned = &snap->learned.schedule, found;
	unsigned long words[SWITCH_WORDS];

	u16 mark = scope_code_mark(snap->symbols, frame);

	if (learned->unclear || !(mark & SCOPE_AFTER_SCHEDULE_ITSELF))
		return;
	if (learned->seen == ENOUGH) {
		scope_code_for_no_lock(snap->symbols, frame);
		return;
	}
	if (!scope_peek_stack(words, task, compat_task_sp(task), sizeof(words)))
		return;
	if (!find_switch(snap, &found, words, frame) ||
	    (learned->seen && (learned->code != found.code ||
			       learned->at != found.at ||
			       learned->caller != found.caller))) {
		learned->unclear = true;
		return;
	}
	found.seen = learned->seen + 1;
	*learned = found;
}

/* Bit 0 of a mask is the word SLOTS_BELOW the return address. */
static struct scope_slots *find_slots(struct scope_snap *snap, unsigned int at)
{
	unsigned int i;

	for (i = 0; i < SCOPE_SLOTS; i++) {
		struct scope_slots *slots = &snap->learned.slots[i];

		if (!slots->code || (slots->at == at &&
				     slots->code == snap->wait.window[at]))
			return slots;
	}
	return NULL;
}

/*
 * Is it plain, by what called schedule(), that the slow path at @at sleeps? It
 * called schedule() itself, or what it called did. A semaphore's does not say
 * whether it was called with a timeout.
 */
static bool is_plain(const struct scope_snap *snap, enum scope_code code,
		     unsigned int at)
{
	const struct scope_switch *schedule = &snap->learned.schedule;
	const unsigned long *word = snap->wait.window;

	if (schedule->seen != ENOUGH || schedule->unclear ||
	    scope_slow_path(code)->kind == PROCSCOPE_KIND_SEMAPHORE ||
	    word[schedule->at] != schedule->code)
		return false;
	return at == schedule->caller ||
	       (at > schedule->caller &&
		scope_code_is_between(word[at], word[schedule->caller],
				      "schedule"));
}

void scope_learn_lock(struct scope_snap *snap, enum scope_code code,
		      unsigned int at, unsigned int record)
{
	const struct scope_slow_path *like = scope_slow_path(code);
	struct scope_slots *slots = find_slots(snap, at);
	const struct scope_wait *wait = &snap->wait;
	unsigned long address = (unsigned long)wait->lock;
	unsigned int bit, i;
	u64 lock = 0, spin = 0;

	if (!slots)
		return;
	for (bit = at < SLOTS_BELOW ? SLOTS_BELOW - at : 0; bit < 64; bit++) {
		i = at + bit - SLOTS_BELOW;
		if (i >= wait->window_words)
			break;
		if (wait->window[i] == address)
			lock |= BIT_ULL(bit);
		else if (wait->window[i] == address + like->spin)
			spin |= BIT_ULL(bit);
	}
	if (!slots->code) {
		*slots = (struct scope_slots){
			.code = wait->window[at],
			.at = at,
			.record = record,
			.lock = lock,
			.spin = spin,
		};
	}
	slots->lock &= lock;
	slots->spin &= spin;
	/* Then nothing is settled here after all. */
	if (slots->record != record) {
		slots->lock = 0;
		slots->spin = 0;
	}
	bit = fls64(slots->lock | slots->spin);
	slots->words = max(record, at) + 1;
	if (bit > SLOTS_BELOW)
		slots->words = max(slots->words, at + bit - SLOTS_BELOW);
	if (!slots->sleeper && is_plain(snap, code, at)) {
		slots->sleeper = code;
		slots->caller = wait->window[snap->learned.schedule.caller];
	}
}

bool scope_record_at(struct scope_wait *wait, const struct task_struct *task,
		     unsigned int i)
{
	if (i >= wait->window_words || wait->window[i] != (unsigned long)task)
		return false;
	wait->waiter = wait->window_at + (i - 2) * sizeof(long);
	wait->link[0] = wait->window[i - 2];
	wait->link[1] = wait->window[i - 1];
	return compat_memory_of(wait->link[0]) != COMPAT_MEMORY_OTHER &&
	       compat_memory_of(wait->link[1]) != COMPAT_MEMORY_OTHER;
}

bool scope_learned_lock(struct scope_snap *snap,
			const struct task_struct *task,
			enum scope_code code, unsigned int at)
{
	const struct scope_slow_path *like = scope_slow_path(code);
	const struct scope_slots *slots = find_slots(snap, at);
	struct scope_wait *wait = &snap->wait;
	unsigned long lock = 0, word;
	unsigned int bit, i;
	u64 left;

	/* Those below are the scheduler's frames, in which nothing is old. */
	if (!slots || !((slots->lock | slots->spin) &
			(BIT_ULL(SLOTS_BELOW) - 1)) ||
	    !scope_record_at(wait, task, slots->record))
		return false;
	for (left = slots->lock | slots->spin; left; left &= left - 1) {
		bit = __ffs64(left);
		i = at + bit - SLOTS_BELOW;
		if (i >= wait->window_words)
			return false;
		word = wait->window[i];
		if (slots->spin & BIT_ULL(bit))
			word -= like->spin;
		if (lock && word != lock)
			return false;
		lock = word;
	}
	if (!scope_queue_can_have(like, lock, wait->waiter, wait->link[0]))
		return false;
	wait->lock = (void *)lock;
	wait->evidence = "stack window, slots of the slow path";
	return true;
}

/* Does the task sleep in the slow path of @slots? Its window is read then. */
static bool sleeps_in(struct scope_snap *snap, const struct task_struct *task,
		      const struct scope_slots *slots)
{
	const struct scope_switch *schedule = &snap->learned.schedule;
	struct scope_wait *wait = &snap->wait;

	if (!scope_peek_stack(wait->window, task, wait->window_at,
			      slots->words * sizeof(long)))
		return false;
	wait->window_words = slots->words;
	return wait->window[schedule->at] == schedule->code &&
	       wait->window[schedule->caller] == slots->caller &&
	       wait->window[slots->at] == slots->code;
}

bool scope_learned_wait(struct scope_snap *snap,
			const struct task_struct *task)
{
	const struct scope_switch *schedule = &snap->learned.schedule;
	unsigned long words[SWITCH_WORDS], caller;
	struct scope_wait *wait = &snap->wait;
	const struct scope_slots *slots;

	wait->window_at = compat_task_sp(task);
	if (schedule->seen != ENOUGH || schedule->unclear ||
	    !scope_peek_stack(words, task,
			      wait->window_at + schedule->at * sizeof(long),
			      (schedule->caller - schedule->at + 1) *
			      sizeof(long)) ||
	    words[0] != schedule->code)
		return false;
	caller = words[schedule->caller - schedule->at];
	if (scope_code_mark(snap->symbols, caller) & SCOPE_FOR_NO_LOCK) {
		wait->status = PROCSCOPE_NONE;
		wait->sleeper = caller;
		return true;
	}
	for (slots = snap->learned.slots;
	     slots < snap->learned.slots + SCOPE_SLOTS && slots->code;
	     slots++) {
		if (!slots->sleeper || slots->caller != caller ||
		    !sleeps_in(snap, task, slots))
			continue;
		if (!scope_learned_lock(snap, task, slots->sleeper, slots->at))
			return false;
		wait->code = slots->sleeper;
		wait->kind = scope_slow_path(slots->sleeper)->kind;
		wait->mode = scope_slow_path(slots->sleeper)->mode;
		wait->status = PROCSCOPE_OK;
		return true;
	}
	return false;
}
