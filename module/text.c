// SPDX-License-Identifier: GPL-2.0
/* text.c - snapshot to lines: one show per view */
#include <linux/fs.h>
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/time64.h>
#include "../uapi/procscope_names.h"
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

static void put_duration(struct seq_file *m, u64 ns)
{
	u32 rest, ms;
	u64 seconds = div_u64_rem(ns, NSEC_PER_SEC, &rest);

	ms = rest / (u32)NSEC_PER_MSEC;
	seq_put_decimal_ull(m, "", seconds);
	seq_putc(m, '.');
	seq_putc(m, '0' + ms / 100);
	seq_putc(m, '0' + ms / 10 % 10);
	seq_putc(m, '0' + ms % 10);
}

static void put_asleep(struct seq_file *m, const struct scope_snap *snap)
{
	if (snap->asleep_status == PROCSCOPE_OK)
		put_duration(m, snap->asleep);
	else
		seq_putc(m, '-');
}

static void put_wait(struct seq_file *m, const struct scope_wait *wait)
{
	switch (wait->status) {
	case PROCSCOPE_OK:
		seq_puts(m, procscope_kind_name(wait->kind));
		seq_putc(m, '-');
		seq_puts(m, procscope_mode_name(wait->mode));
		break;
	case PROCSCOPE_NONE:
		seq_putc(m, '-');
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
	seq_put_decimal_ll(m, "", snap->tid);
	seq_put_decimal_ll(m, " ", snap->tgid);
	seq_put_decimal_ll(m, " ", snap->ppid);
	seq_putc(m, ' ');
	seq_putc(m, snap->state);
	seq_put_decimal_ll(m, " ", snap->cpu);
	seq_putc(m, ' ');
	put_asleep(m, snap);
	seq_putc(m, ' ');
	put_wait(m, &snap->wait);
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
		symbol = scope_symbol_data(snap->symbols,
					   (unsigned long)snap->wait.lock);
		/* A full dictionary starts anew, and its module may be gone. */
		seq_puts(m, symbol ? symbol->text : "?gone");
		break;
	case PROCSCOPE_OBJECT_MMAP_LOCK:
		seq_puts(m, procscope_object_name(object->what));
		seq_put_decimal_ll(m, ",", object->mm_tgid);
		break;
	default:
		seq_puts(m, procscope_object_name(object->what));
		seq_putc(m, ',');
		put_escaped(m, object->fs);
		seq_putc(m, ',');
		put_escaped(m, object->disk);
		seq_printf(m, ",%u:%u,%llu,", MAJOR(object->dev),
			   MINOR(object->dev), object->ino);
		put_path(m, object);
	}
}

void scope_text_lock_head(struct seq_file *m)
{
	seq_puts(m, "tid kind mode breakable lock owner certainty asleep comm object\n");
}

void scope_text_lock(struct seq_file *m, const struct scope_snap *snap)
{
	const struct scope_wait *wait = &snap->wait;
	u32 breakable = snap->breakable;

	if (wait->status == PROCSCOPE_NONE)
		return;
	seq_put_decimal_ll(m, "", snap->tid);
	seq_putc(m, ' ');
	if (wait->status != PROCSCOPE_OK) {
		put_reason(m, wait->status, wait->reason);
		seq_puts(m, " - - - - - ");
		put_asleep(m, snap);
		seq_putc(m, ' ');
		put_escaped(m, snap->comm);
		seq_puts(m, " -\n");
		return;
	}
	if (wait->timeout)
		breakable |= PROCSCOPE_BREAK_TIMEOUT;
	seq_printf(m, "%s %s %s ", procscope_kind_name(wait->kind),
		   procscope_mode_name(wait->mode),
		   procscope_break_name(breakable));
	if (wait->lock)
		seq_printf(m, "%016llx ", wait->id);
	else
		seq_puts(m, "- ");
	put_owner(m, &snap->owner);
	seq_putc(m, ' ');
	put_asleep(m, snap);
	seq_putc(m, ' ');
	put_escaped(m, snap->comm);
	seq_putc(m, ' ');
	put_object(m, snap);
	seq_putc(m, '\n');
}

void scope_text_counts(struct seq_file *m, const struct scope_counts *counts)
{
	seq_printf(m, "# tasks %llu asleep %llu waits %llu granted %llu unresolved %llu unstable %llu\n",
		   counts->tasks, counts->asleep, counts->waits,
		   counts->granted, counts->unresolved, counts->unstable);
}
