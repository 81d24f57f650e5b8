// SPDX-License-Identifier: GPL-2.0
/* words.c - how do the facts read in English? */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "awaited.h"
#include "duration.h"
#include "fields.h"
#include "layouts.h"
#include "place.h"
#include "procscope_names.h"
#include "terminal.h"
#include "words.h"

/* Holders of a lock that are named. */
#define MOST_HOLDERS	10

bool has_wait(const struct task *task)
{
	return task->wait && task->wait->raw.status == PROCSCOPE_OK &&
	       !(task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED);
}

bool is_waiting(const struct task *task)
{
	if (!has_wait(task))
		return false;
	switch (task->wait->raw.kind) {
	case PROCSCOPE_KIND_CHILD:
	case PROCSCOPE_KIND_TRACER:
	case PROCSCOPE_KIND_PIPE:
	case PROCSCOPE_KIND_FUTEX:
	case PROCSCOPE_KIND_SOCKET:
	case PROCSCOPE_KIND_FREEZER:
		return false;
	}
	return true;
}

bool is_unresolved(const struct task *task)
{
	if (!task->wait)
		return task->raw.status == PROCSCOPE_UNSTABLE;
	return task->wait->raw.status != PROCSCOPE_OK &&
	       task->wait->raw.status != PROCSCOPE_NONE;
}

void put_task(FILE *out, const struct task *task)
{
	put_safe(out, (const char *)task->raw.comm);
	fprintf(out, "[%d]", task->raw.tid);
}

void put_tid(FILE *out, const struct model *model, int tid)
{
	const struct task *task = model_find(model, tid);

	if (task)
		put_task(out, task);
	else
		fprintf(out, "[%d]", tid);
}

void put_state(FILE *out, const struct task *task)
{
	fputc(task->raw.state < 128 && isalpha(task->raw.state) ?
	      (int)task->raw.state : '?', out);
}

static const char *what_ends(unsigned int breakable)
{
	bool is_killable = breakable & PROCSCOPE_BREAK_KILL;

	/* The first process of a pid namespace, to those in it. */
	if (breakable & PROCSCOPE_BREAK_SIGNAL && !is_killable)
		return breakable & PROCSCOPE_BREAK_TIMEOUT ?
		       "only a signal that it handles or a timeout ends it" :
		       "only a signal that it handles ends it";
	if (breakable & PROCSCOPE_BREAK_SIGNAL)
		return breakable & PROCSCOPE_BREAK_TIMEOUT ?
		       "a signal or a timeout ends it" : "a signal ends it";
	if (is_killable)
		return breakable & PROCSCOPE_BREAK_TIMEOUT ?
		       "SIGKILL or a timeout ends it" : "only SIGKILL ends it";
	if (breakable & PROCSCOPE_BREAK_TIMEOUT)
		return "a timeout ends it, no signal does";
	return "killable by nothing";
}

void put_sleep(FILE *out, const struct task *task)
{
	fputs("in ", out);
	put_state(out, task);
	if (task->raw.asleep_status == PROCSCOPE_OK) {
		fputs(" for at most ", out);
		put_duration(out, task->raw.asleep);
	} else {
		fputs(" for an unknown time", out);
	}
	fprintf(out, ", %s", what_ends(task->raw.breakable));
}

void put_reason(FILE *out, unsigned int status, const char *reason)
{
	if (reason) {
		put_safe(out, reason);
		return;
	}

	switch (status) {
	case PROCSCOPE_NONE:
		fputs("there is none", out);
		return;
	case PROCSCOPE_DENIED:
		fputs("the reader may not know", out);
		return;
	case PROCSCOPE_GONE:
		fputs("it has ended", out);
		return;
	case PROCSCOPE_UNSTABLE:
		fputs("it changed at every look", out);
		return;
	case PROCSCOPE_UNAVAILABLE:
		fputs("no reason is given", out);
		return;
	}
	fputs("the kernel did not say", out);
}

static bool is_of_inode(const struct wait *wait)
{
	if (wait->raw.object_status != PROCSCOPE_OK)
		return false;
	return wait->raw.object == PROCSCOPE_OBJECT_I_RWSEM ||
	       wait->raw.object == PROCSCOPE_OBJECT_INVALIDATE_LOCK ||
	       wait->raw.object == PROCSCOPE_OBJECT_I_MMAP_RWSEM;
}

static bool is_of_file(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_FILE;
}

static bool is_of_super(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       (wait->raw.object == PROCSCOPE_OBJECT_S_UMOUNT ||
		wait->raw.object == PROCSCOPE_OBJECT_FREEZE);
}

static bool is_mmap_lock(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_MMAP_LOCK;
}

static bool is_symbol(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_SYMBOL && wait->symbol;
}

static bool is_class(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_CLASS && wait->symbol;
}

bool is_slab(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_SLAB && wait->cache;
}

/* It is the one field that it can be, of the one struct that is in the cache. */
static bool is_sure(const struct layouts_answer *fields)
{
	return fields && fields->count == 1 &&
	       fields->sharing == SHARING_NONE;
}

static void put_object(FILE *out, const struct wait *wait)
{
	put_safe(out, wait->cache);
	fprintf(out, "+%llu", wait->raw.offset);
}

static void put_maybe(FILE *out, const struct layouts_answer *fields)
{
	unsigned int i;

	for (i = 0; i < fields->count && i < LAYOUTS_FIELDS; i++) {
		if (!i)
			fputs("maybe ", out);
		else
			fputs(i + 1 == fields->count ? " or " : ", ", out);
		put_safe(out, fields->field[i]);
	}
	if (fields->count > LAYOUTS_FIELDS)
		fputs(", or another", out);
}

/* A field is told as the lock, where it is sure; else as what may be. */
void put_slab(FILE *out, const struct model *model, const struct wait *wait)
{
	const struct layouts_answer *fields = fields_of(model, wait);

	if (is_sure(fields)) {
		put_safe(out, fields->field[0]);
		fputs(" (in ", out);
		put_object(out, wait);
	} else {
		put_object(out, wait);
		fputs(" (", out);
		if (fields && fields->count)
			put_maybe(out, fields);
		else
			fputs("in the heap", out);
		if (fields && fields->sharing == SHARING_MERGED)
			fputs("; the cache is merged with others", out);
	}
	fprintf(out, "; id %016llx)", wait->raw.lock);
}

void put_slab_name(FILE *out, const struct model *model,
		   const struct wait *wait)
{
	const struct layouts_answer *fields = fields_of(model, wait);

	if (fields && fields->count == 1) {
		put_safe(out, fields->field[0]);
		if (!is_sure(fields))
			fputc('?', out);
	} else {
		put_object(out, wait);
	}
}

static bool has_path(const struct wait *wait)
{
	return wait->raw.path_status == PROCSCOPE_OK && wait->path;
}

static void put_disk(FILE *out, const struct wait *wait)
{
	if (wait->disk)
		put_safe(out, wait->disk);
	else
		fprintf(out, "%u:%u", wait->raw.dev_major, wait->raw.dev_minor);
}

static void put_file_system(FILE *out, const struct wait *wait)
{
	put_safe(out, wait->fs ? wait->fs : "?");
	fputc(' ', out);
	put_disk(out, wait);
}

void put_super(FILE *out, const struct model *model, const struct wait *wait)
{
	char *place = place_of_root(model, wait);

	if (place) {
		fputc('"', out);
		put_safe(out, place);
		fputs("\" (", out);
	}
	put_file_system(out, wait);
	if (place)
		fputc(')', out);
	free(place);
}

void put_inner_path(FILE *out, const struct wait *wait)
{
	if (wait->raw.path_flags & PROCSCOPE_PATH_CUT)
		fputs(terminal_more(), out);
	put_safe(out, wait->path);
}

void put_marked_path(FILE *out, const struct wait *wait)
{
	put_disk(out, wait);
	fputc(':', out);
	put_inner_path(out, wait);
}

void put_inode(FILE *out, const struct model *model, const struct wait *wait)
{
	const char *why;
	char *path;

	if (!has_path(wait)) {
		fputs("a file (", out);
		put_file_system(out, wait);
		fprintf(out, ", inode %llu; its path can't be told: ",
			wait->raw.ino);
		put_reason(out, wait->raw.path_status, wait->path_reason);
		fputc(')', out);
		return;
	}

	path = place_of(model, wait, &why);
	fputc('"', out);
	if (path)
		put_safe(out, path);
	else
		put_inner_path(out, wait);
	fputs(path ? "\" (" : "\" (from the root of ", out);
	free(path);
	put_file_system(out, wait);
	fprintf(out, ", inode %llu", wait->raw.ino);
	if (wait->raw.path_flags & PROCSCOPE_PATH_DELETED)
		fputs(", deleted", out);
	if (wait->raw.path_flags & PROCSCOPE_PATH_DISCONNECTED)
		fputs(", the path does not reach the root", out);
	if (wait->raw.links > 1)
		fprintf(out, ", one of %u names", wait->raw.links);
	fputc(')', out);
}

void put_inode_name(FILE *out, const struct wait *wait)
{
	const char *slash = wait->path ? strrchr(wait->path, '/') : NULL;

	if (!has_path(wait))
		fprintf(out, "inode %llu", wait->raw.ino);
	else
		put_safe(out, slash && slash[1] ? slash + 1 : wait->path);
}

static void put_mm(FILE *out, const struct model *model,
		   const struct wait *wait)
{
	if (wait->raw.mm_tgid > 0)
		put_tid(out, model, wait->raw.mm_tgid);
	else
		fputs("a process without a number here", out);
}

bool has_lock_name(const struct wait *wait)
{
	if (wait->raw.kind < PROCSCOPE_KIND_COMPLETION)
		return true;
	return wait->raw.owner_status == PROCSCOPE_OK || wait->raw.place ||
	       wait->raw.object_status == PROCSCOPE_OK;
}

void put_lock(FILE *out, const struct model *model, const struct wait *wait)
{
	if (put_awaited_name(out, model, wait))
		return;
	if (is_of_inode(wait)) {
		fprintf(out, "%s of ", procscope_object_name(wait->raw.object));
		put_inode(out, model, wait);
	} else if (is_of_super(wait)) {
		fprintf(out, "%s of ", procscope_object_name(wait->raw.object));
		put_super(out, model, wait);
	} else if (is_of_file(wait)) {
		fputs("of ", out);
		put_inode(out, model, wait);
	} else if (is_mmap_lock(wait)) {
		fputs("mmap_lock of ", out);
		put_mm(out, model, wait);
	} else if (is_symbol(wait)) {
		put_safe(out, wait->symbol);
	} else if (is_class(wait)) {
		put_safe(out, wait->symbol);
		fputs(" (its class; ", out);
		if (wait->cache) {
			fputs("in ", out);
			put_object(out, wait);
			fputs("; ", out);
		}
		fprintf(out, "id %016llx)", wait->raw.lock);
	} else if (is_slab(wait)) {
		put_slab(out, model, wait);
	} else {
		fprintf(out, "id %016llx (it can't be named: ", wait->raw.lock);
		if (wait->raw.object_status == PROCSCOPE_OK)
			fputs("this command does not know what it is part of",
			      out);
		else
			put_reason(out, wait->raw.object_status,
				   wait->object_reason);
		fputc(')', out);
	}
}

void put_readers(FILE *out, const struct model *model, const struct wait *wait)
{
	size_t i;

	if (wait->raw.readers == 1)
		fputs("; 1 reader holds it", out);
	else if (wait->raw.readers)
		fprintf(out, "; %u readers hold it", wait->raw.readers);

	/* One that runs is not looked at: there may be more than are known. */
	for (i = 0; i < wait->holders && i < MOST_HOLDERS; i++) {
		if (i)
			fputs(", ", out);
		else
			fputs(wait->holders < wait->raw.readers ?
			      ", of whom lockdep names " :
			      "; lockdep names ", out);
		put_tid(out, model, wait->holder[i]);
	}
	if (wait->holders > MOST_HOLDERS)
		fprintf(out, " and %zu more", wait->holders - MOST_HOLDERS);

	/* Of one alone it was said already. */
	for (i = 0; wait->candidates > 1 && i < wait->candidates &&
	     i < MOST_HOLDERS; i++) {
		fputs(i ? ", " : "; by a hint, their stacks refer to it: ",
		      out);
		put_tid(out, model, wait->candidate[i]);
	}
	if (wait->candidates > MOST_HOLDERS)
		fprintf(out, " and %zu more", wait->candidates - MOST_HOLDERS);
}

void put_want(FILE *out, const struct model *model, const struct wait *wait)
{
	if (wait->raw.mode == PROCSCOPE_MODE_READ)
		fputs("to read-lock ", out);
	else if (wait->raw.mode == PROCSCOPE_MODE_WRITE)
		fputs("to write-lock ", out);
	else if (wait->raw.kind == PROCSCOPE_KIND_SEMAPHORE)
		fputs("to take ", out);
	else
		fputs("to lock ", out);

	if (!is_of_inode(wait) && !is_mmap_lock(wait))
		fprintf(out, "%s ", procscope_kind_name(wait->raw.kind));
	put_lock(out, model, wait);
}

void put_lock_name(FILE *out, const struct model *model,
		   const struct wait *wait)
{
	if (put_awaited_name(out, model, wait))
		return;
	if (is_of_inode(wait) || is_of_file(wait)) {
		if (is_of_inode(wait))
			fprintf(out, "%s ",
				procscope_object_name(wait->raw.object));
		put_inode_name(out, wait);
	} else if (is_of_super(wait)) {
		fprintf(out, "%s ", procscope_object_name(wait->raw.object));
		put_disk(out, wait);
	} else if (is_mmap_lock(wait)) {
		fputs("mmap_lock ", out);
		put_mm(out, model, wait);
	} else if (is_symbol(wait) || is_class(wait)) {
		put_safe(out, wait->symbol);
	} else if (is_slab(wait)) {
		put_slab_name(out, model, wait);
	} else {
		fprintf(out, "%016llx", wait->raw.lock);
	}
}

const char *why_no_waits(const struct model *model)
{
	if (model->header.given & PROCSCOPE_PART_WAIT)
		return NULL;
	if (model->header.asked & PROCSCOPE_PART_WAIT)
		return "not given by this kernel";
	return "not asked for";
}

const char *why_no_held(const struct model *model)
{
	if (model->header.given & PROCSCOPE_PART_HELD)
		return NULL;
	if (!(model->header.asked & PROCSCOPE_PART_HELD))
		return "it was not asked for";
	return model->unheld ? model->unheld : "this kernel does not give it";
}

void put_wait(FILE *out, const struct model *model, const struct task *task)
{
	const struct wait *wait = task->wait;

	fputs(procscope_kind_name(wait->raw.kind), out);
	if (wait->raw.mode && wait->raw.mode != PROCSCOPE_MODE_EXCLUSIVE)
		fprintf(out, " %s", procscope_mode_name(wait->raw.mode));
	if (has_lock_name(wait)) {
		fputc(' ', out);
		put_lock_name(out, model, wait);
	}
	if (wait->raw.flags & PROCSCOPE_WAIT_GRANTED)
		fputs(" (granted)", out);
}

void put_frame(FILE *out, const char *frame)
{
	char name[256];

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(frame, "+ "), frame);
	put_safe(out, name);
}
