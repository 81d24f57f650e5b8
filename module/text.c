// SPDX-License-Identifier: GPL-2.0
/* text.c - snapshot to lines: one show per view */
#include <linux/fs.h>
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/time64.h>
#include "../uapi/procscope_names.h"
#include "lock_held.h"
#include "snap.h"
#include "symbols.h"
#include "text.h"

/* Nothing that a task or a file is called may end a column or a line. */
static void put_escaped(struct seq_file *m, const char *text)
{
	const char *plain = text;

	for (; *text; text++) {
		if (*text > ' ' && *text <= '~' && *text != '\\')
			continue;
		seq_write(m, plain, text - plain);
		seq_printf(m, "\\%03o", (unsigned char)*text);
		plain = text + 1;
	}
	seq_write(m, plain, text - plain);
}

static void put_reason(struct seq_file *m, enum procscope_status status,
		       const char *reason)
{
	seq_putc(m, '?');
	put_escaped(m, status == PROCSCOPE_UNSTABLE ? "unstable" :
		       reason ? reason : "unavailable");
}

/* The columns of numbers are put together here: seq_file's take four times. */
static char *add_number(char *to, u32 number)
{
	char digits[10];
	unsigned int i = sizeof(digits);

	do {
		digits[--i] = '0' + number % 10;
		number /= 10;
	} while (number);
	while (i < sizeof(digits))
		*to++ = digits[i++];
	*to++ = ' ';
	return to;
}

/* Seconds and their thousandths; in a second of 32 bits fits a century. */
static char *add_asleep(char *to, const struct scope_snap *snap)
{
	u32 rest, ms;

	if (snap->asleep_status != PROCSCOPE_OK) {
		*to++ = '-';
		*to++ = ' ';
		return to;
	}
	to = add_number(to, div_u64_rem(snap->asleep, NSEC_PER_SEC, &rest));
	ms = rest / (u32)NSEC_PER_MSEC;
	to[-1] = '.';
	*to++ = '0' + ms / 100;
	*to++ = '0' + ms / 10 % 10;
	*to++ = '0' + ms % 10;
	*to++ = ' ';
	return to;
}

static void put_asleep(struct seq_file *m, const struct scope_snap *snap)
{
	char column[16];

	seq_write(m, column, add_asleep(column, snap) - column);
}

static void put_wait(struct seq_file *m, const struct scope_snap *snap)
{
	const struct scope_wait *wait = &snap->wait;
	const struct scope_event *event = &snap->event;

	switch (wait->status) {
	case PROCSCOPE_OK:
		seq_puts(m, procscope_kind_name(wait->kind));
		seq_putc(m, '-');
		seq_puts(m, procscope_mode_name(wait->mode));
		break;
	case PROCSCOPE_NONE:
		seq_puts(m, event->kind ? procscope_kind_name(event->kind) : "-");
		if (event->kind && event->mode) {
			seq_putc(m, '-');
			seq_puts(m, procscope_mode_name(event->mode));
		}
		break;
	default:
		put_reason(m, wait->status, wait->reason);
	}
}

void scope_text_task_head(struct seq_file *m)
{
	seq_puts(m, "tid tgid ppid state cpu asleep wait comm\n");
}

void scope_text_task(struct seq_file *m, const struct scope_snap *snap)
{
	char line[80], *end = line;

	end = add_number(end, snap->tid);
	end = add_number(end, snap->tgid);
	end = add_number(end, snap->ppid);
	*end++ = snap->state;
	*end++ = ' ';
	end = add_number(end, snap->cpu);
	end = add_asleep(end, snap);
	seq_write(m, line, end - line);
	put_wait(m, snap);
	seq_putc(m, ' ');
	put_escaped(m, snap->comm);
	seq_putc(m, '\n');
}

static void put_frame(struct seq_file *m, const struct scope_snap *snap,
		      unsigned long frame)
{
	const struct scope_symbol *symbol;

	symbol = scope_symbol_code(snap->symbols, frame);
	if (snap->addresses)
		seq_printf(m, "[<%016lx>] ", frame);
	else
		seq_puts(m, "[<0>] ");
	seq_write(m, symbol->text, symbol->length);
	seq_putc(m, '\n');
}

void scope_text_stack(struct seq_file *m, const struct scope_snap *snap)
{
	const struct scope_stack *stack = &snap->stack;
	unsigned int i;

	scope_text_task(m, snap);
	if (stack->status == PROCSCOPE_OK) {
		for (i = 0; i < stack->count; i++)
			put_frame(m, snap, stack->frame[i]);
		if (stack->cut)
			seq_puts(m, "?deeper\n");
	} else if (stack->status != PROCSCOPE_NONE) {
		put_reason(m, stack->status, stack->reason);
		seq_putc(m, '\n');
	}
	seq_putc(m, '\n');
}

static void put_owner(struct seq_file *m, const struct scope_owner *owner)
{
	switch (owner->status) {
	case PROCSCOPE_OK:
		seq_put_decimal_ll(m, "", owner->tid);
		seq_putc(m, ' ');
		seq_puts(m, procscope_certainty_name(owner->certainty));
		break;
	case PROCSCOPE_NONE:
		seq_puts(m, "- -");
		break;
	default:
		put_reason(m, owner->status, owner->reason);
		seq_puts(m, " -");
	}
}

static void put_path(struct seq_file *m, const struct scope_object *object)
{
	if (object->path_status != PROCSCOPE_OK) {
		put_reason(m, object->path_status, object->path_reason);
		return;
	}
	if (object->path_flags & PROCSCOPE_PATH_CUT)
		seq_puts(m, "...");
	else if (object->path_flags & PROCSCOPE_PATH_DISCONNECTED)
		seq_puts(m, "(disconnected)");
	put_escaped(m, object->path);
	if (object->path_flags & PROCSCOPE_PATH_DELETED)
		seq_puts(m, "(deleted)");
}

static void put_super(struct seq_file *m, const struct scope_object *object)
{
	seq_puts(m, procscope_object_name(object->what));
	seq_putc(m, ',');
	put_escaped(m, object->fs);
	seq_putc(m, ',');
	put_escaped(m, object->disk);
	seq_put_decimal_ull(m, ",", MAJOR(object->dev));
	seq_put_decimal_ull(m, ":", MINOR(object->dev));
}

static void put_object(struct seq_file *m, const struct scope_snap *snap)
{
	const struct scope_object *object = &snap->object;
	const struct scope_symbol *symbol;

	if (object->status != PROCSCOPE_OK) {
		put_reason(m, object->status, object->reason);
		return;
	}
	switch (object->what) {
	case PROCSCOPE_OBJECT_SYMBOL:
		symbol = scope_symbol_data(snap->symbols, object->variable);
		/* A full dictionary starts anew, and its module may be gone. */
		seq_puts(m, symbol ? symbol->text : "?gone");
		break;
	case PROCSCOPE_OBJECT_MMAP_LOCK:
		seq_puts(m, procscope_object_name(object->what));
		seq_put_decimal_ll(m, ",", object->mm_tgid);
		break;
	case PROCSCOPE_OBJECT_CLASS:
		seq_puts(m, procscope_object_name(object->what));
		seq_putc(m, ',');
		put_escaped(m, object->class);
		break;
	case PROCSCOPE_OBJECT_SLAB:
		seq_puts(m, procscope_object_name(object->what));
		seq_putc(m, ',');
		put_escaped(m, object->cache);
		seq_put_decimal_ull(m, "+", object->offset);
		break;
	case PROCSCOPE_OBJECT_S_UMOUNT:
	case PROCSCOPE_OBJECT_FREEZE:
	case PROCSCOPE_OBJECT_SUPER:
		put_super(m, object);
		break;
	case PROCSCOPE_OBJECT_DEVICE:
		seq_printf(m, "%s,%u:%u", procscope_object_name(object->what),
			   MAJOR(object->dev), MINOR(object->dev));
		break;
	default:
		put_super(m, object);
		seq_put_decimal_ull(m, ",", object->ino);
		seq_putc(m, ',');
		put_path(m, object);
	}
}

void scope_text_lock_head(struct seq_file *m)
{
	seq_puts(m, "tid kind mode breakable lock owner certainty asleep comm object\n");
}

static void put_id(struct seq_file *m, u64 id)
{
	char digits[16];
	unsigned int i;

	for (i = sizeof(digits); i--; id >>= 4)
		digits[i] = "0123456789abcdef"[id & 15];
	seq_write(m, digits, sizeof(digits));
}

/* What is given of a lock that is waited for, by whichever of the collectors. */
static void put_lock(struct seq_file *m, const struct scope_snap *snap,
		     enum procscope_kind kind, enum procscope_mode mode, u64 id)
{
	u32 breakable = snap->breakable;

	if (snap->wait.status == PROCSCOPE_OK && snap->wait.timeout)
		breakable |= PROCSCOPE_BREAK_TIMEOUT;
	seq_puts(m, procscope_kind_name(kind));
	seq_putc(m, ' ');
	seq_puts(m, mode ? procscope_mode_name(mode) : "-");
	seq_putc(m, ' ');
	seq_puts(m, procscope_break_name(breakable));
	seq_putc(m, ' ');
	if (id)
		put_id(m, id);
	else
		seq_putc(m, '-');
	seq_putc(m, ' ');
	put_owner(m, &snap->owner);
	seq_putc(m, ' ');
	put_asleep(m, snap);
	put_escaped(m, snap->comm);
	seq_putc(m, ' ');
	put_object(m, snap);
	seq_putc(m, '\n');
}

void scope_text_lock(struct seq_file *m, const struct scope_snap *snap)
{
	const struct scope_event *event = &snap->event;
	const struct scope_wait *wait = &snap->wait;
	bool is_lock = scope_event_is_lock(event);

	if (wait->status == PROCSCOPE_NONE && !is_lock)
		return;
	seq_put_decimal_ll(m, "", snap->tid);
	seq_putc(m, ' ');
	if (is_lock) {
		put_lock(m, snap, event->kind, event->mode, event->id);
	} else if (wait->status == PROCSCOPE_OK) {
		put_lock(m, snap, wait->kind, wait->mode,
			 wait->lock ? wait->id : 0);
	} else {
		put_reason(m, wait->status, wait->reason);
		seq_puts(m, " - - - - - ");
		put_asleep(m, snap);
		put_escaped(m, snap->comm);
		seq_puts(m, " -\n");
	}
}

void scope_text_held_head(struct seq_file *m)
{
	seq_puts(m, "tid kind mode certainty lock where comm class\n");
}

static void put_held_lock(struct seq_file *m, const struct scope_snap *snap,
			  const struct scope_held_lock *lock)
{
	seq_put_decimal_ll(m, "", snap->tid);
	seq_putc(m, ' ');
	seq_puts(m, lock->kind ? procscope_kind_name(lock->kind) : "-");
	seq_putc(m, ' ');
	seq_puts(m, procscope_mode_name(lock->mode));
	seq_putc(m, ' ');
	seq_puts(m, procscope_certainty_name(lock->certainty));
	seq_putc(m, ' ');
	if (lock->merged)
		seq_puts(m, "?several");
	else
		put_id(m, lock->id);
	seq_putc(m, ' ');
	put_escaped(m, scope_symbol_code(snap->symbols, lock->where)->text);
	seq_putc(m, ' ');
	put_escaped(m, snap->comm);
	seq_putc(m, ' ');
	put_escaped(m, *lock->class ? lock->class : "-");
	seq_putc(m, '\n');
}

void scope_text_held(struct seq_file *m, const struct scope_snap *snap)
{
	const struct scope_held *held = &snap->held;
	unsigned int i;

	if (held->status == PROCSCOPE_OK) {
		for (i = 0; i < held->count; i++)
			put_held_lock(m, snap, &held->lock[i]);
	} else if (held->status != PROCSCOPE_NONE && !scope_lock_held_reason()) {
		seq_put_decimal_ll(m, "", snap->tid);
		seq_putc(m, ' ');
		put_reason(m, held->status, held->reason);
		seq_puts(m, " - - - - ");
		put_escaped(m, snap->comm);
		seq_puts(m, " -\n");
	}
}

void scope_text_held_counts(struct seq_file *m,
			    const struct scope_counts *counts)
{
	const char *reason = scope_lock_held_reason();

	if (reason)
		seq_printf(m, "# held ?%s\n", reason);
	else
		seq_printf(m, "# held %llu unknown %llu\n", counts->held,
			   counts->unheld);
	scope_text_counts(m, counts);
}

void scope_text_counts(struct seq_file *m, const struct scope_counts *counts)
{
	seq_printf(m, "# tasks %llu asleep %llu waits %llu granted %llu unresolved %llu unstable %llu\n",
		   counts->tasks, counts->asleep, counts->waits,
		   counts->granted, counts->unresolved, counts->unstable);
}
