// SPDX-License-Identifier: GPL-2.0
/* stream.c - snapshot to records */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/utsname.h>
#include "compat/clock.h"
#include "compat/stack.h"
#include "ids.h"
#include "lock_held.h"
#include "lock_wait.h"
#include "main.h"
#include "snap.h"
#include "stream.h"
#include "symbols.h"

#define ALIGNMENT	8

/* A record of the dictionary, at its longest. */
#define STRING_MAX	(sizeof(struct procscope_string) + SCOPE_SYMBOL_MAX)

/* The most that one task can take: every frame with a name of its own. */
#define TASK_MAX	(sizeof(struct procscope_task) +		\
			 sizeof(struct procscope_stack) +		\
			 SCOPE_FRAMES * (sizeof(u32) + STRING_MAX) +	\
			 sizeof(struct procscope_wait) + PATH_MAX +	\
			 10 * STRING_MAX +				\
			 COMPAT_ENTRIES *				\
			 (sizeof(struct procscope_held) + 3 * STRING_MAX) + \
			 (SCOPE_ENDS + 1) * sizeof(struct procscope_open) + \
			 sizeof(struct procscope_reference) +		\
			 2 * STRING_MAX)

static_assert(sizeof_field(struct scope_stream, buffer) > TASK_MAX);

bool scope_stream_has_room(const struct scope_stream *stream)
{
	return sizeof(stream->buffer) - stream->used >= TASK_MAX;
}

/*
 * Room for a record with @tail bytes behind its struct. All is zeros but the
 * tail, which is the caller's to fill.
 */
static __always_inline void *record(struct scope_stream *stream, u32 type,
				    size_t size, size_t tail)
{
	struct procscope_record *head = (void *)stream->buffer + stream->used;
	size_t whole = ALIGN(size + tail, ALIGNMENT);

	if (WARN_ON_ONCE(whole > sizeof(stream->buffer) - stream->used))
		return NULL;
	memset((void *)head + whole - ALIGNMENT, 0, ALIGNMENT);
	memset(head, 0, size);
	head->type = type;
	head->size = whole;
	head->tail = size;
	stream->used += whole;
	return head;
}

static u32 send_string(struct scope_stream *stream,
		       struct scope_symbol *symbol, u64 value)
{
	struct procscope_string *string;

	string = record(stream, PROCSCOPE_TYPE_STRING, sizeof(*string),
			symbol->length);
	if (!string)
		return 0;
	string->id = symbol->id;
	string->length = symbol->length;
	string->value = value;
	memcpy(string + 1, symbol->text, symbol->length);
	symbol->sent = true;
	return symbol->id;
}

static u32 put_string(struct scope_stream *stream, struct scope_symbol *symbol,
		      u64 value)
{
	return symbol->sent ? symbol->id : send_string(stream, symbol, value);
}

/* The id of a reason or the like, 0 for none. */
static u32 put_literal(struct scope_stream *stream,
		       const struct scope_snap *snap, const char *text)
{
	if (!text)
		return 0;
	return put_string(stream, scope_symbol_literal(snap->symbols, text), 0);
}

/* The id of a text, 0 for none. */
static u32 put_text(struct scope_stream *stream, const struct scope_snap *snap,
		    const char *text)
{
	if (!*text)
		return 0;
	return put_string(stream, scope_symbol_text(snap->symbols, text), 0);
}

/* What was collected only to decide who is given is not given itself. */
static u64 parts_of(const struct scope_snap *snap,
		    const struct procscope_ask *ask)
{
	return ask->parts ? ask->parts | PROCSCOPE_PART_TASK :
			    snap->parts;
}

/* @tid: the task of which it can't be told what it holds, 0 for all */
static void put_unheld(struct scope_stream *stream,
		       const struct scope_snap *snap, pid_t tid,
		       enum procscope_status status, const char *why)
{
	u32 reason = put_literal(stream, snap, why);
	struct procscope_held *held;

	held = record(stream, PROCSCOPE_TYPE_HELD, sizeof(*held), 0);
	if (!held)
		return;
	held->tid = tid;
	held->status = status;
	held->reason = reason;
}

void scope_stream_begin(struct scope_stream *stream,
			const struct scope_snap *snap,
			const struct procscope_ask *ask)
{
	struct procscope_header *header = (void *)stream->buffer;

	memset(header, 0, sizeof(*header));
	memcpy(header->magic, PROCSCOPE_MAGIC, sizeof(header->magic));
	header->abi = PROCSCOPE_ABI;
	header->size = sizeof(*header);
	header->asked = parts_of(snap, ask);
	header->ask = *ask;
	header->given = PROCSCOPE_PART_TASK | PROCSCOPE_PART_FILES;
	if (compat_stack_strategy())
		header->given |= PROCSCOPE_PART_STACK;
	if (scope_lock_wait_strategies())
		header->given |= PROCSCOPE_PART_WAIT | PROCSCOPE_PART_EVENT;
	if (!scope_lock_held_reason())
		header->given |= PROCSCOPE_PART_HELD;
	header->given &= header->asked;
	header->flags = snap->addresses ? PROCSCOPE_HEADER_ADDRESSES : 0;
	header->clock = compat_run_clock();
	if (ask->since && header->clock)
		header->flags |= PROCSCOPE_HEADER_SINCE;
	header->load = scope_ids_load();
	header->boottime = ktime_get_boottime_ns();
	header->realtime = ktime_get_real_ns();
	strscpy((char *)header->kernel, init_uts_ns.name.release,
		sizeof(header->kernel));
	strscpy((char *)header->release, SCOPE_RELEASE,
		sizeof(header->release));
	stream->given = header->given;
	stream->used = sizeof(*header);
	if (header->asked & ~header->given & PROCSCOPE_PART_HELD)
		put_unheld(stream, snap, 0, PROCSCOPE_UNAVAILABLE,
			   scope_lock_held_reason());
}

static void put_task(struct scope_stream *stream, const struct scope_snap *snap)
{
	struct procscope_task *task;

	task = record(stream, PROCSCOPE_TYPE_TASK, sizeof(*task), 0);
	if (!task)
		return;
	task->tid = snap->tid;
	task->tgid = snap->tgid;
	task->ppid = snap->ppid;
	task->state = snap->state;
	task->flags = snap->flags;
	if (snap->unchanged)
		task->flags |= PROCSCOPE_TASK_UNCHANGED;
	task->breakable = snap->breakable;
	if (snap->wait.status == PROCSCOPE_OK && snap->wait.timeout)
		task->breakable |= PROCSCOPE_BREAK_TIMEOUT;
	task->cpu = snap->cpu;
	task->status = snap->status;
	task->asleep_status = snap->asleep_status;
	task->asleep = snap->asleep;
	task->nvcsw = snap->nvcsw;
	task->nivcsw = snap->nivcsw;
	task->start = snap->start;
	memcpy(task->comm, snap->comm, sizeof(task->comm));
	task->cgroup = snap->cgroup;
}

static void put_stack(struct scope_stream *stream,
		      const struct scope_snap *snap)
{
	const struct scope_stack *from = &snap->stack;
	unsigned int count = from->status == PROCSCOPE_OK ? from->count : 0;
	u32 reason = put_literal(stream, snap,
				 from->status == PROCSCOPE_UNAVAILABLE ?
				 from->reason : NULL);
	u32 id[SCOPE_FRAMES];
	struct procscope_stack *stack;
	unsigned int i;
	u32 *to;

	for (i = 0; i < count; i++)
		id[i] = put_string(stream,
				   scope_symbol_code(snap->symbols,
						     from->frame[i]),
				   snap->addresses ? from->frame[i] : 0);
	stack = record(stream, PROCSCOPE_TYPE_STACK, sizeof(*stack),
		       count * sizeof(*id));
	if (!stack)
		return;
	stack->tid = snap->tid;
	stack->status = from->status;
	stack->reason = reason;
	stack->flags = count && from->cut ? PROCSCOPE_STACK_CUT : 0;
	stack->count = count;
	for (i = 0, to = (u32 *)(stack + 1); i < count; i++)
		to[i] = id[i];
}

static void set_slab(struct scope_stream *stream, const struct scope_snap *snap,
		     struct procscope_wait *wait)
{
	const struct scope_object *object = &snap->object;

	wait->cache = put_text(stream, snap, object->cache);
	if (!wait->cache)
		return;
	wait->object_size = object->object_size;
	wait->offset = object->offset;
}

/* Strings come before the record that refers to them: these are its own. */
static void set_object(struct scope_stream *stream,
		       const struct scope_snap *snap,
		       struct procscope_wait *wait)
{
	const struct scope_object *object = &snap->object;
	struct scope_symbol *symbol;

	wait->object_status = object->status;
	wait->object_reason = put_literal(stream, snap, object->reason);
	if (object->status != PROCSCOPE_OK)
		return;
	wait->object = object->what;
	switch (object->what) {
	case PROCSCOPE_OBJECT_SYMBOL:
		symbol = scope_symbol_data(snap->symbols, object->variable);
		/* A full dictionary starts anew, and its module may be gone. */
		if (symbol)
			wait->symbol = put_string(stream, symbol, 0);
		else
			wait->object_status = PROCSCOPE_GONE;
		break;
	case PROCSCOPE_OBJECT_CLASS:
		wait->symbol = put_text(stream, snap, object->class);
		set_slab(stream, snap, wait);
		break;
	case PROCSCOPE_OBJECT_SLAB:
		set_slab(stream, snap, wait);
		break;
	case PROCSCOPE_OBJECT_MMAP_LOCK:
		wait->mm_tgid = object->mm_tgid;
		break;
	default:
		wait->fs = put_text(stream, snap, object->fs);
		wait->disk = put_text(stream, snap, object->disk);
		wait->dev_major = MAJOR(object->dev);
		wait->dev_minor = MINOR(object->dev);
		wait->links = object->links;
		wait->ino = object->ino;
		wait->path_status = object->path_status;
		wait->path_reason = put_literal(stream, snap, object->path_reason);
		if (object->path_status != PROCSCOPE_OK)
			break;
		wait->path_flags = object->path_flags;
		wait->path_length = strlen(object->path);
	}
}

static void set_owner(struct scope_stream *stream,
		      const struct scope_snap *snap,
		      struct procscope_wait *wait)
{
	const struct scope_owner *owner = &snap->owner;

	wait->owner_status = owner->status;
	wait->owner_reason = put_literal(stream, snap, owner->reason);
	wait->owner = owner->tid;
	wait->certainty = owner->certainty;
	wait->readers = owner->readers;
}

static void give_wait(struct scope_stream *stream,
		      const struct scope_snap *snap, enum procscope_type type,
		      const struct procscope_wait *wait)
{
	struct procscope_record head;
	struct procscope_wait *to;

	to = record(stream, type, sizeof(*to), wait->path_length);
	if (!to)
		return;
	head = to->head;
	*to = *wait;
	to->head = head;
	memcpy(to + 1, snap->object.path, wait->path_length);
}

static void put_wait(struct scope_stream *stream, const struct scope_snap *snap)
{
	const struct scope_wait *from = &snap->wait;
	struct procscope_wait wait = {
		.tid = snap->tid,
		.status = from->status,
		.kind = from->kind,
		.mode = from->mode,
	};

	if (from->status == PROCSCOPE_UNAVAILABLE)
		wait.reason = put_literal(stream, snap, from->reason);
	if (from->status == PROCSCOPE_OK) {
		wait.flags = from->granted ? PROCSCOPE_WAIT_GRANTED : 0;
		wait.evidence = put_literal(stream, snap, from->evidence);
		wait.lock = from->id;
		set_owner(stream, snap, &wait);
		set_object(stream, snap, &wait);
	}
	give_wait(stream, snap, PROCSCOPE_TYPE_WAIT, &wait);
}

/* What is no lock is a part of its own. */
static bool is_given(const struct scope_snap *snap, u64 parts)
{
	if (!snap->event.kind)
		return false;
	return parts & (scope_event_is_lock(&snap->event) ?
			PROCSCOPE_PART_WAIT : PROCSCOPE_PART_EVENT);
}

static void put_event(struct scope_stream *stream,
		      const struct scope_snap *snap)
{
	const struct scope_event *from = &snap->event;
	struct procscope_wait wait = {
		.tid = snap->tid,
		.status = PROCSCOPE_OK,
		.kind = from->kind,
		.mode = from->mode,
		.flags = from->stops ? PROCSCOPE_WAIT_STOPS : 0,
		.evidence = put_literal(stream, snap, from->evidence),
		.lock = from->id,
		.place = from->place,
	};

	set_owner(stream, snap, &wait);
	set_object(stream, snap, &wait);
	give_wait(stream, snap, PROCSCOPE_TYPE_EVENT, &wait);
}

static void put_held_lock(struct scope_stream *stream,
			  const struct scope_snap *snap,
			  const struct scope_held_lock *lock)
{
	u32 class = put_text(stream, snap, lock->class);
	struct procscope_held *held;
	u32 where;

	where = put_string(stream,
			   scope_symbol_code(snap->symbols, lock->where),
			   snap->addresses ? lock->where : 0);
	held = record(stream, PROCSCOPE_TYPE_HELD, sizeof(*held), 0);
	if (!held)
		return;
	held->tid = snap->tid;
	held->status = PROCSCOPE_OK;
	held->kind = lock->kind;
	held->mode = lock->mode;
	held->certainty = lock->certainty;
	held->flags = lock->merged ? PROCSCOPE_HELD_MERGED : 0;
	held->where = where;
	held->class = class;
	held->lock = lock->id;
}

static void put_held(struct scope_stream *stream, const struct scope_snap *snap)
{
	const struct scope_held *held = &snap->held;
	unsigned int i;

	if (held->status == PROCSCOPE_NONE)
		return;
	if (held->status != PROCSCOPE_OK) {
		put_unheld(stream, snap, snap->tid, held->status,
			   held->status == PROCSCOPE_UNAVAILABLE ?
			   held->reason : NULL);
		return;
	}
	for (i = 0; i < held->count; i++)
		put_held_lock(stream, snap, &held->lock[i]);
}

static void put_end(struct scope_stream *stream, const struct scope_snap *snap,
		    const struct scope_end *end)
{
	struct procscope_open *open;

	open = record(stream, PROCSCOPE_TYPE_OPEN, sizeof(*open), 0);
	if (!open)
		return;
	open->tid = snap->tid;
	open->status = PROCSCOPE_OK;
	open->kind = end->kind;
	open->flags = end->flags;
	open->fds = end->fds;
	open->readers = end->readers;
	open->writers = end->writers;
	open->references = end->references;
	open->lock = scope_id(end->key, snap->addresses);
	open->ino = end->ino;
	open->file = scope_id(end->file, snap->addresses);
	open->table = scope_id(snap->files.table, snap->addresses);
}

static void put_files(struct scope_stream *stream,
		      const struct scope_snap *snap)
{
	const struct scope_files *files = &snap->files;
	struct procscope_open *open;
	unsigned int i;
	u32 reason;

	for (i = 0; i < files->count; i++)
		put_end(stream, snap, &files->end[i]);
	if (!files->cut)
		return;
	reason = put_literal(stream, snap, "it has more of them open");
	open = record(stream, PROCSCOPE_TYPE_OPEN, sizeof(*open), 0);
	if (!open)
		return;
	open->tid = snap->tid;
	open->status = PROCSCOPE_UNAVAILABLE;
	open->reason = reason;
}

void scope_stream_sought(struct scope_stream *stream,
			 const struct scope_snap *snap,
			 const struct procscope_ask *ask)
{
	const struct scope_sought *from = &snap->sought;
	u32 reason = put_literal(stream, snap,
				 from->status == PROCSCOPE_UNAVAILABLE ?
				 from->reason : NULL);
	struct procscope_sought *sought;

	sought = record(stream, PROCSCOPE_TYPE_SOUGHT, sizeof(*sought), 0);
	if (!sought)
		return;
	sought->waiter = ask->waiter;
	sought->status = from->status;
	sought->reason = reason;
	if (from->status != PROCSCOPE_OK)
		return;
	sought->object = from->what;
	sought->lock = from->id;
}

static void put_reference(struct scope_stream *stream,
			  const struct scope_snap *snap)
{
	const struct scope_refer *from = &snap->refer;
	u32 reason = put_literal(stream, snap,
				 from->status == PROCSCOPE_UNAVAILABLE ?
				 from->reason : NULL);
	struct procscope_reference *reference;

	reference = record(stream, PROCSCOPE_TYPE_REFERENCE,
			   sizeof(*reference), 0);
	if (!reference)
		return;
	reference->tid = snap->tid;
	reference->status = from->status;
	reference->reason = reason;
	if (from->status != PROCSCOPE_OK)
		return;
	reference->lock = from->lock;
	reference->object = from->object;
}

void scope_stream_task(struct scope_stream *stream,
		       const struct scope_snap *snap,
		       const struct procscope_ask *ask)
{
	u64 parts = parts_of(snap, ask);

	put_task(stream, snap);
	if (snap->unchanged)
		return;
	if (parts & PROCSCOPE_PART_STACK)
		put_stack(stream, snap);
	if (parts & PROCSCOPE_PART_WAIT &&
	    snap->wait.status != PROCSCOPE_NONE)
		put_wait(stream, snap);
	if (is_given(snap, parts))
		put_event(stream, snap);
	if (parts & stream->given & PROCSCOPE_PART_HELD)
		put_held(stream, snap);
	if (parts & PROCSCOPE_PART_FILES)
		put_files(stream, snap);
	if (snap->sought.lock && snap->refer.status != PROCSCOPE_NONE)
		put_reference(stream, snap);
}

void scope_stream_end(struct scope_stream *stream,
		      const struct scope_counts *counts)
{
	struct procscope_end *end;

	end = record(stream, PROCSCOPE_TYPE_END, sizeof(*end), 0);
	if (!end)
		return;
	end->tasks = counts->tasks;
	end->asleep = counts->asleep;
	end->waits = counts->waits;
	end->granted = counts->granted;
	end->unresolved = counts->unresolved;
	end->unstable = counts->unstable;
	end->boottime = ktime_get_boottime_ns();
	end->unchanged = counts->unchanged;
	end->events = counts->events;
	if (stream->given & PROCSCOPE_PART_HELD) {
		end->held = counts->held;
		end->unheld = counts->unheld;
	}
}
