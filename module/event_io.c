// SPDX-License-Identifier: GPL-2.0
/*
 * event_io.c - waits for a block device to be done with a request
 *
 * Who waits for a buffer has a record that says for which bit of which word, and a
 * buffer is in the ring of those of its page. Who waits for a request of its own,
 * or for a command to the device, has the completion that this one leads to.
 */
#include <linux/bio.h>
#include <linux/buffer_head.h>
#include <linux/completion.h>
#include <linux/page-flags.h>
#include <linux/wait_bit.h>
#include "compat/block.h"
#include "event_io.h"
#include "event_queue.h"
#include "event_task.h"
#include "lock_code.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"

/* Buffers of one page: of the largest that are one folio, by the least blocks. */
#define BUFFERS_MAX	4096

/* Is it a buffer? Its page has a ring of buffers, and it is in that. */
static bool is_buffer(const struct buffer_head *buffer)
{
	const struct buffer_head *first, *next;
	const struct page *page;
	unsigned long flags;
	unsigned int i;

	if (!scope_peek_to(page, &buffer->b_page) ||
	    !scope_peek_to(flags, (const unsigned long *)page) ||
	    !test_bit(PG_private, &flags) ||
	    !scope_peek_to(first, (void *)page + offsetof(struct page, private)))
		return false;
	for (next = first, i = 0; i < BUFFERS_MAX; i++) {
		if (next == buffer)
			return true;
		if (!scope_peek_to(next, &next->b_this_page) || next == first)
			return false;
	}
	return false;
}

static bool find_buffer(struct scope_snap *snap, struct task_struct *task)
{
	const struct block_device *device;
	const struct buffer_head *buffer;
	struct wait_bit_key key;
	unsigned long state;
	unsigned int i = 0;
	dev_t dev;

	while (scope_event_next_bit(snap, task, &key, &i)) {
		buffer = container_of((unsigned long *)key.flags,
				      struct buffer_head, b_state);
		if (key.bit_nr != BH_Lock ||
		    !scope_peek_to(state, &buffer->b_state) ||
		    !test_bit(BH_Lock, &state) ||
		    !test_bit(BH_Mapped, &state) || !is_buffer(buffer) ||
		    !scope_peek_to(device, &buffer->b_bdev) ||
		    !scope_peek_to(dev, &device->bd_dev))
			continue;
		snap->event.key = buffer;
		scope_object_device(&snap->object, dev);
		return true;
	}
	return false;
}

/* A request whose end completes what the task waits for. */
static bool is_bio_of(const struct bio *bio, const struct completion *done)
{
	const void *private;
	unsigned long end;

	return scope_peek_to(private, &bio->bi_private) && private == done &&
	       scope_peek_to(end, (const unsigned long *)&bio->bi_end_io) &&
	       (scope_code_is(end, "submit_bio_wait_endio") ||
		scope_code_is(end, "bio_wait_end_io"));
}

/*
 * The same of a command; the completion comes first in what it leads to. One that is
 * over may lead there as well, but nobody has a reference to it.
 */
static bool is_command_of(const struct request *request,
			  const struct completion *done)
{
	const void *data;
	unsigned long end;
	int references;

	return scope_peek_to(data, &request->end_io_data) && data == done &&
	       scope_peek(&references, &request->ref, sizeof(references)) &&
	       references > 0 &&
	       scope_peek_to(end, (const unsigned long *)&request->end_io) &&
	       scope_code_is(end, "blk_end_sync_rq");
}

static bool find_request(struct scope_snap *snap, struct task_struct *task)
{
	const struct completion *done = scope_event_completion(snap, task);
	unsigned int i;
	dev_t dev;

	snap->event.key = NULL;
	for (i = 0; done && i < snap->wait.window_words; i++) {
		const void *at = (void *)snap->wait.window[i];

		if ((unsigned long)at % sizeof(long) ||
		    !((is_bio_of(at, done) && compat_peek_bio_dev(at, &dev)) ||
		      (is_command_of(at, done) &&
		       compat_peek_request_dev(at, &dev))))
			continue;
		snap->event.key = at;
		scope_object_device(&snap->object, dev);
		return true;
	}
	return false;
}

void scope_event_io(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	bool found;

	if (!task->in_iowait) {
		event->kind = 0;
		return;
	}
	event->evidence = "own record, the buffer that it leads to";
	if (find_buffer(snap, task)) {
		/* While it is read or written it is locked, but not only then. */
		event->mode = PROCSCOPE_MODE_EXCLUSIVE;
		scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
				 "its device, or whoever has locked the buffer");
		return;
	}
	found = find_request(snap, task);
	event->evidence = "own record, the request that it leads to";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "its device has to be done with it");
	if (found)
		return;
	/* File systems on a network wait in the same way. */
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "its device, or its server, has to be done with it");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its request was not found";
}
