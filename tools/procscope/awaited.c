// SPDX-License-Identifier: GPL-2.0
/* awaited.c - what is waited for that is no lock, and who is to bring it about? */
#include <string.h>

#include "awaited.h"
#include "ends.h"
#include "model.h"
#include "procscope_names.h"
#include "terminal.h"
#include "words.h"

/* Processes that are named which have the other end. */
#define MOST_ENDS	10

bool is_frozen(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_FREEZE &&
	       wait->raw.mode == PROCSCOPE_MODE_READ;
}

bool is_server(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_SERVER;
}

bool is_frozen_task(const struct wait *wait)
{
	return wait->raw.kind == PROCSCOPE_KIND_FREEZER;
}

static bool is_cgroup(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_CGROUP && wait->path;
}

/* Of version 1, the kernel itself knows which of those above it freezes it. */
static bool is_by_another(const struct wait *wait)
{
	return strcmp(wait->fs ?: "", "cgroup2");
}

static void put_cgroup(FILE *out, const struct wait *wait)
{
	fputs("the cgroup \"", out);
	put_safe(out, wait->path);
	fputc('"', out);
	if (is_by_another(wait))
		fputs(" or one above it", out);
}

static bool is_named(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_SYMBOL && wait->symbol;
}

/* As the kernel itself calls those that are in no file system. */
static void put_end(FILE *out, const struct model *model,
		    const struct wait *wait)
{
	const char *name = procscope_kind_name(wait->raw.kind);

	if (wait->raw.object_status != PROCSCOPE_OK)
		fprintf(out, "a %s", name);
	else if (wait->raw.path_status == PROCSCOPE_OK && wait->path)
		put_inode(out, model, wait);
	else
		fprintf(out, "%s:[%llu]", name, wait->raw.ino);
}

static const char *need_of_end(const struct wait *wait)
{
	if (wait->raw.mode == PROCSCOPE_MODE_WRITE)
		return "room in";
	if (wait->raw.mode == PROCSCOPE_MODE_READ)
		return "data in";
	if (is_fifo_open(wait))
		return "somebody to open the other end of";
	return wait->raw.object_status == PROCSCOPE_OK ?
	       "somebody to connect to" : "the other end of";
}

static bool is_device(const struct wait *wait)
{
	return wait->raw.object_status == PROCSCOPE_OK &&
	       wait->raw.object == PROCSCOPE_OBJECT_DEVICE;
}

static void put_device(FILE *out, const struct wait *wait)
{
	fprintf(out, "block device %u:%u", wait->raw.dev_major,
		wait->raw.dev_minor);
}

static void put_page(FILE *out, const struct model *model,
		     const struct wait *wait)
{
	if (wait->raw.object_status != PROCSCOPE_OK) {
		fputs("a page (of which file can't be told: ", out);
		put_reason(out, wait->raw.object_status, wait->object_reason);
		fputc(')', out);
		return;
	}
	fprintf(out, "page %llu of ", wait->raw.place);
	if (is_device(wait))
		put_device(out, wait);
	else
		put_inode(out, model, wait);
}

/* The same in few words. */
static void put_page_name(FILE *out, const struct wait *wait)
{
	if (wait->raw.object_status != PROCSCOPE_OK)
		return;
	fprintf(out, "page %llu of ", wait->raw.place);
	if (is_device(wait))
		put_device(out, wait);
	else
		put_inode_name(out, wait);
}

static void put_file(FILE *out, const struct model *model,
		     const struct wait *wait)
{
	if (wait->raw.object_status == PROCSCOPE_OK) {
		put_inode(out, model, wait);
		return;
	}
	fputs("something of a file system (which can't be told: ", out);
	put_reason(out, wait->raw.object_status, wait->object_reason);
	fputc(')', out);
}

static void put_file_system(FILE *out, const struct model *model,
			    const struct wait *wait)
{
	if (wait->raw.object_status == PROCSCOPE_OK &&
	    wait->raw.object == PROCSCOPE_OBJECT_SUPER)
		put_super(out, model, wait);
	else
		fputs("a file system", out);
}

void put_server(FILE *out, const struct wait *wait)
{
	put_safe(out, wait->fs ?: "?");
	fputs(" server ", out);
	put_safe(out, wait->disk ?: "?");
}

void put_thaw(FILE *out, const struct wait *wait)
{
	if (!is_cgroup(wait)) {
		fputs(", as by 0 to the cgroup.freeze of its cgroup, or THAWED to freezer.state",
		      out);
		return;
	}
	fprintf(out, ", by %s of ", is_by_another(wait) ?
		"THAWED to the freezer.state" : "0 to the cgroup.freeze");
	put_cgroup(out, wait);
	if (!is_by_another(wait))
		fputs(", and of any above it that is frozen, too", out);
}

bool put_awaited(FILE *out, const struct model *model, const struct wait *wait)
{
	if (is_frozen(wait)) {
		fputs("it wants to write to the file system ", out);
		put_super(out, model, wait);
		return true;
	}
	switch (wait->raw.kind) {
	case PROCSCOPE_KIND_COMPLETION:
		fputs("it waits for the completion ", out);
		if (is_named(wait))
			put_safe(out, wait->symbol);
		else if (is_slab(wait))
			put_slab(out, model, wait);
		else if (wait->raw.lock)
			fprintf(out, "id %016llx", wait->raw.lock);
		else
			fputs("of something", out);
		return true;
	case PROCSCOPE_KIND_KTHREAD:
		fputs("it waits for a thread of the kernel to stop", out);
		return true;
	case PROCSCOPE_KIND_WORK:
		fputs("it waits for a work item to be done", out);
		if (is_named(wait)) {
			fputs(": ", out);
			put_safe(out, wait->symbol);
		}
		return true;
	case PROCSCOPE_KIND_CHILD:
		fputs("it waits for a child", out);
		return true;
	case PROCSCOPE_KIND_VFORK:
		fputs("it waits for the child of its vfork() to exec or to end",
		      out);
		return true;
	case PROCSCOPE_KIND_TRACER:
		fputs("it waits for its tracer", out);
		return true;
	case PROCSCOPE_KIND_PIPE:
	case PROCSCOPE_KIND_SOCKET:
		fprintf(out, "it waits for %s ", need_of_end(wait));
		put_end(out, model, wait);
		return true;
	case PROCSCOPE_KIND_FUSE:
		fputs("it waits for an answer of ", out);
		if (wait->raw.object_status == PROCSCOPE_OK) {
			fputs("the file system ", out);
			put_super(out, model, wait);
		} else {
			fputs("a file system's process", out);
		}
		return true;
	case PROCSCOPE_KIND_RPC:
		if (is_server(wait)) {
			fputs("it waits for an answer of the ", out);
			put_server(out, wait);
		} else {
			fputs("it waits for a call to a server to be done",
			      out);
		}
		return true;
	case PROCSCOPE_KIND_9P:
		fputs("it waits for an answer of a 9p server", out);
		return true;
	case PROCSCOPE_KIND_BIT:
		fputs("it waits for another task to be done with ", out);
		put_file(out, model, wait);
		return true;
	case PROCSCOPE_KIND_FUTEX:
		fputs("it waits for a futex", out);
		if (wait->raw.place)
			fprintf(out, " at 0x%llx of its own memory",
				wait->raw.place);
		return true;
	case PROCSCOPE_KIND_FOLIO:
		fputs("it waits for ", out);
		put_page(out, model, wait);
		fputs(" to be unlocked", out);
		return true;
	case PROCSCOPE_KIND_WRITEBACK:
		fputs("it waits for ", out);
		put_page(out, model, wait);
		fputs(" to be written back", out);
		return true;
	case PROCSCOPE_KIND_IO:
		fputs("it waits for ", out);
		if (wait->raw.mode == PROCSCOPE_MODE_EXCLUSIVE)
			fputs("a buffer of ", out);
		if (is_device(wait))
			put_device(out, wait);
		else
			fputs("a device or a server", out);
		fputs(wait->raw.mode == PROCSCOPE_MODE_EXCLUSIVE ?
		      " to be read, written or unlocked" :
		      " to be done with what it has to read or to write", out);
		return true;
	case PROCSCOPE_KIND_JOURNAL:
		fputs("it waits for the journal of ", out);
		put_file_system(out, model, wait);
		return true;
	case PROCSCOPE_KIND_RCU:
		fputs("it waits for all who read under RCU to be done", out);
		return true;
	case PROCSCOPE_KIND_FREEZER:
		fputs("it is frozen", out);
		if (is_cgroup(wait)) {
			fputs(" by ", out);
			put_cgroup(out, wait);
		}
		return true;
	case PROCSCOPE_KIND_USERFAULT:
		fputs("it waits for a page", out);
		if (wait->raw.place)
			fprintf(out, " at 0x%llx", wait->raw.place);
		fputs(", from who handles a userfaultfd", out);
		return true;
	}
	return false;
}

bool put_awaited_name(FILE *out, const struct model *model,
		      const struct wait *wait)
{
	switch (wait->raw.kind) {
	case PROCSCOPE_KIND_COMPLETION:
		if (is_named(wait))
			put_safe(out, wait->symbol);
		else if (is_slab(wait))
			put_slab_name(out, model, wait);
		return true;
	case PROCSCOPE_KIND_WORK:
		if (is_named(wait))
			put_safe(out, wait->symbol);
		else if (wait->raw.owner_status == PROCSCOPE_OK)
			put_tid(out, model, wait->raw.owner);
		return true;
	case PROCSCOPE_KIND_KTHREAD:
	case PROCSCOPE_KIND_CHILD:
	case PROCSCOPE_KIND_VFORK:
	case PROCSCOPE_KIND_TRACER:
		if (wait->raw.owner_status == PROCSCOPE_OK)
			put_tid(out, model, wait->raw.owner);
		return true;
	case PROCSCOPE_KIND_PIPE:
	case PROCSCOPE_KIND_SOCKET:
		put_end(out, model, wait);
		return true;
	case PROCSCOPE_KIND_FUSE:
		if (wait->raw.object_status == PROCSCOPE_OK)
			put_super(out, model, wait);
		return true;
	case PROCSCOPE_KIND_RPC:
		if (is_server(wait))
			put_server(out, wait);
		return true;
	case PROCSCOPE_KIND_BIT:
		if (wait->raw.object_status == PROCSCOPE_OK)
			put_inode_name(out, wait);
		return true;
	case PROCSCOPE_KIND_FUTEX:
		fprintf(out, "0x%llx", wait->raw.place);
		return true;
	case PROCSCOPE_KIND_FOLIO:
	case PROCSCOPE_KIND_WRITEBACK:
		put_page_name(out, wait);
		return true;
	case PROCSCOPE_KIND_IO:
		if (is_device(wait))
			put_device(out, wait);
		return true;
	case PROCSCOPE_KIND_JOURNAL:
		put_file_system(out, model, wait);
		return true;
	case PROCSCOPE_KIND_FREEZER:
		if (is_cgroup(wait))
			put_safe(out, wait->path);
		return true;
	case PROCSCOPE_KIND_RCU:
	case PROCSCOPE_KIND_9P:
		return true;
	case PROCSCOPE_KIND_USERFAULT:
		fprintf(out, "0x%llx", wait->raw.place);
		return true;
	}
	return false;
}

bool put_ends(FILE *out, const struct model *model, const struct task *task)
{
	const struct wait *wait = task->wait;
	bool is_named = wait->raw.owner_status == PROCSCOPE_OK;
	const struct task *owner = model_find(model, wait->raw.owner);
	int owner_tgid = owner ? owner->raw.tgid : wait->raw.owner;
	size_t named = 0, more = 0;
	size_t i;

	if (!is_for_end(wait))
		return false;
	for (i = 0; i < wait->holders; i++) {
		int tgid = wait->holder[i];

		if (tgid == task->raw.tgid ||
		    (is_named && tgid == owner_tgid))
			continue;
		if (named == MOST_ENDS) {
			more++;
			continue;
		}
		if (named++)
			fputs(", ", out);
		else
			fputs(!is_named ? ": " :
			      wait->raw.certainty == PROCSCOPE_OWNER_EXACT ?
			      "; those wait for it that have it open as well: " :
			      "; of process ", out);
		put_tid(out, model, tgid);
	}
	if (more)
		fprintf(out, " and %zu more", more);
	if (named && !is_named && !wait->all_ends)
		fputs(", and others that are not known", out);
	if (wait->has_end && wait->holders > 1) {
		fputs("; ", out);
		put_task(out, task);
		fputs(" has it open itself as well", out);
	}
	return true;
}

const char *awaited_role(const struct wait *wait)
{
	switch (wait->raw.kind) {
	case PROCSCOPE_KIND_KTHREAD:
		return "thread";
	case PROCSCOPE_KIND_WORK:
		return "worker";
	case PROCSCOPE_KIND_CHILD:
	case PROCSCOPE_KIND_VFORK:
		return "child";
	case PROCSCOPE_KIND_TRACER:
		return "tracer";
	case PROCSCOPE_KIND_PIPE:
	case PROCSCOPE_KIND_SOCKET:
		return "other end";
	case PROCSCOPE_KIND_JOURNAL:
		return "task";
	case PROCSCOPE_KIND_WRITEBACK:
	case PROCSCOPE_KIND_IO:
	case PROCSCOPE_KIND_FREEZER:
	case PROCSCOPE_KIND_RPC:
	case PROCSCOPE_KIND_BIT:
		return "one to end it";
	case PROCSCOPE_KIND_RCU:
		return "reader";
	case PROCSCOPE_KIND_USERFAULT:
		return "handler";
	case PROCSCOPE_KIND_FUSE:
	case PROCSCOPE_KIND_9P:
		return "server";
	}
	return wait->holders ? "holder" : "owner";
}

/* That others close it is no help where the waiter has it open as well. */
static const char *deed_at_end(const struct wait *wait)
{
	if (wait->raw.mode != PROCSCOPE_MODE_WRITE)
		return wait->has_end ? "has to write to it" :
				       "has to write to it, or to close it";
	if (wait->raw.kind == PROCSCOPE_KIND_PIPE)
		return wait->has_end ? "has to read from it" :
				       "has to read from it, or to close it";
	return wait->has_end ? "has to take something from it" :
			       "has to take something from it, or to close it";
}

const char *awaited_deed(const struct wait *wait)
{
	switch (wait->raw.kind) {
	case PROCSCOPE_KIND_KTHREAD:
		return "has to stop";
	case PROCSCOPE_KIND_WORK:
		return "has to get done with its work";
	case PROCSCOPE_KIND_CHILD:
		return wait->raw.flags & PROCSCOPE_WAIT_STOPS ?
		       "has to end, or to stop" : "has to end";
	case PROCSCOPE_KIND_VFORK:
		return "has to exec or to end";
	case PROCSCOPE_KIND_TRACER:
		return "has to let it go on";
	case PROCSCOPE_KIND_PIPE:
	case PROCSCOPE_KIND_SOCKET:
		return deed_at_end(wait);
	case PROCSCOPE_KIND_JOURNAL:
		return "has to let the journal go on";
	case PROCSCOPE_KIND_FUSE:
		return "has to answer";
	}
	return "has to let go";
}
