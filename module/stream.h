/* SPDX-License-Identifier: GPL-2.0 */
/* stream.h - snapshot to records */
#ifndef SCOPE_STREAM_H
#define SCOPE_STREAM_H

#include <linux/types.h>
#include "compat/lockdep.h"

struct procscope_ask;
struct scope_counts;
struct scope_snap;

/* For any task; a lock that one holds takes less than a KiB, with its texts. */
#define SCOPE_STREAM	((128 + COMPAT_ENTRIES) * 1024)

/**
 * struct scope_stream - records on their way out
 * @given: parts that the header says are given
 * @used: bytes in @buffer
 * @buffer: whole records
 */
struct scope_stream {
	u64 given;
	size_t used;
	u8 buffer[SCOPE_STREAM];
};

/**
 * scope_stream_has_room() - does one more task fit, whatever it is like?
 * @stream: the records
 */
bool scope_stream_has_room(const struct scope_stream *stream);

/**
 * scope_stream_begin() - the header
 * @stream: receives it
 * @snap: the reader's
 * @ask: what was asked for
 */
void scope_stream_begin(struct scope_stream *stream,
			const struct scope_snap *snap,
			const struct procscope_ask *ask);

/**
 * scope_stream_sought() - the lock that references are looked for to
 * @stream: receives it; must have room
 * @snap: the reader's, for which scope_lock_refer_seek() was called
 * @ask: what was asked for
 */
void scope_stream_sought(struct scope_stream *stream,
			 const struct scope_snap *snap,
			 const struct procscope_ask *ask);

/**
 * scope_stream_task() - all records of one task
 * @stream: receives them; must have room
 * @snap: the task
 * @ask: what was asked for
 */
void scope_stream_task(struct scope_stream *stream,
		       const struct scope_snap *snap,
		       const struct procscope_ask *ask);

/**
 * scope_stream_end() - the END record
 * @stream: receives it; must have room
 * @counts: what was given
 */
void scope_stream_end(struct scope_stream *stream,
		      const struct scope_counts *counts);

#endif /* SCOPE_STREAM_H */
