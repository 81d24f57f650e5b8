// SPDX-License-Identifier: GPL-2.0
/*
 * event_page.c - waits for a page of a file: for its lock, or its writeback
 *
 * Pages have no queues of their own: those of many pages share one, and each
 * waiter's record says for which bit of which page it is. The page must have
 * that bit set, and the one that says that it has waiters; and the inode that its
 * mapping leads to must have that mapping.
 */
#include <linux/fs.h>
#include <linux/page-flags.h>
#include <linux/wait.h>
#include "compat/page.h"
#include "event_page.h"
#include "event_queue.h"
#include "lock_code.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"

/* In a page's pointer to its mapping: what is anonymous has none. */
#define MAPPING_FLAGS	0x3UL

/* The record of a wait for a page, by what is to wake it. */
static bool find_record(struct scope_snap *snap, struct task_struct *task,
			struct wait_page_queue *record)
{
	const struct wait_page_queue *at;
	unsigned int i = 0;

	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		at = container_of((struct list_head *)snap->event.waiter,
				  struct wait_page_queue, wait.entry);
		if (scope_peek_stack(record, task, (unsigned long)at,
				     sizeof(*record)) &&
		    scope_code_is((unsigned long)record->wait.func,
				  "wake_page_function"))
			return true;
	}
	return false;
}

/* A page of a block device is in an inode that only the kernel knows. */
static void set_object(struct scope_object *object, const struct inode *inode)
{
	umode_t mode;
	dev_t dev;

	if (!strcmp(object->fs, "bdev") &&
	    scope_peek_to(mode, &inode->i_mode) && S_ISBLK(mode) &&
	    scope_peek_to(dev, &inode->i_rdev))
		scope_object_device(object, dev);
}

/* Return: why the file that the page is of can't be told; NULL if it can. */
static const char *find_file(struct scope_snap *snap,
			     const struct compat_folio *folio)
{
	const struct address_space *mapping;
	const struct inode *inode;
	pgoff_t index;

	if (!scope_peek_to(mapping, &folio->mapping) ||
	    !scope_peek_to(index, &folio->index))
		return "its page can't be read";
	if (!mapping)
		return "its page is of no file, or not any more";
	if ((unsigned long)mapping & MAPPING_FLAGS)
		return "its page is of no file";
	if (!scope_peek_to(inode, &mapping->host) ||
	    mapping != &inode->i_data ||
	    !scope_object_inode(&snap->object, inode, PROCSCOPE_OBJECT_FILE))
		return "its page is of no file's own mapping";
	set_object(&snap->object, inode);
	snap->event.place = index;
	return NULL;
}

void scope_event_page(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	const struct compat_folio *folio;
	struct wait_page_queue record;
	unsigned long flags;

	event->evidence = "own record, flags and mapping of the page";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "a page does not say who has locked it");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its record was not found";
	if (!find_record(snap, task, &record))
		return;
	if (record.bit_nr == PG_writeback) {
		event->kind = PROCSCOPE_KIND_WRITEBACK;
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "its device, or its server, has to be done with it");
	} else if (record.bit_nr != PG_locked) {
		snap->object.reason = "it waits for something else of a page";
		return;
	} else if (record.wait.flags & WQ_FLAG_EXCLUSIVE) {
		event->mode = PROCSCOPE_MODE_EXCLUSIVE;
	}
	folio = compat_awaited_folio(&record);
	snap->object.reason = "its page is about to wake it";
	if (!scope_peek_to(flags, compat_folio_flags(folio)) ||
	    !test_bit(record.bit_nr, &flags) || !test_bit(PG_waiters, &flags))
		return;
	event->key = folio;
	snap->object.reason = find_file(snap, folio);
}
