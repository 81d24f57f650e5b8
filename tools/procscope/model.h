/* SPDX-License-Identifier: GPL-2.0 */
/* model.h - one snapshot in memory: tasks, their stacks and what they wait for */
#ifndef PROCSCOPE_MODEL_H
#define PROCSCOPE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include "procscope.h"

/**
 * struct stack - a task's kernel stack
 * @status: enum procscope_status; 0 if the stream has none
 * @reason: why it is unavailable, or NULL
 * @cut: the stack is deeper than @frame
 * @count: frames
 * @frame: names of the frames, innermost first
 */
struct stack {
	unsigned int status;
	const char *reason;
	bool cut;
	size_t count;
	const char **frame;
};

/**
 * struct wait - the lock that a task is asleep for, or what else
 * @raw: the record, zeros where the stream is older than the command
 * @is_event: it is a PROCSCOPE_TYPE_EVENT
 * @reason: text of raw.reason, or NULL; and so on for the other strings
 * @evidence: text of raw.evidence, or NULL
 * @owner_reason: text of raw.owner_reason, or NULL
 * @object_reason: text of raw.object_reason, or NULL
 * @symbol: text of raw.symbol, or NULL
 * @fs: text of raw.fs, or NULL
 * @disk: text of raw.disk, or NULL
 * @path_reason: text of raw.path_reason, or NULL
 * @cache: text of raw.cache, or NULL
 * @path: the path, any bytes, NUL-terminated; or NULL
 * @holder: the tasks that hold it, where only lockdep tells who does; this and
 *	the next are holders_find()'s. Of a pipe, the processes that have the other
 *	end open, and may be several: of ends_find(), as
 *	the last two
 * @holders: how many
 * @candidate: the tasks that may hold it, by their stacks, the best first; this
 *	and the next are readers_find()'s
 * @candidates: how many
 * @has_end: the waiter's own process has the other end open as well
 * @all_ends: nobody but @holder, and the waiter if @has_end, has the other end
 */
struct wait {
	struct procscope_wait raw;
	bool is_event;
	const char *reason;
	const char *evidence;
	const char *owner_reason;
	const char *object_reason;
	const char *symbol;
	const char *fs;
	const char *disk;
	const char *path_reason;
	const char *cache;
	const char *path;
	const int *holder;
	size_t holders;
	const int *candidate;
	size_t candidates;
	bool has_end;
	bool all_ends;
};

/**
 * struct held_lock - a lock that a task holds
 * @raw: the record
 * @where: text of raw.where, or NULL
 * @class: text of raw.class, or NULL
 * @next: the one that it took next, or NULL
 */
struct held_lock {
	struct procscope_held raw;
	const char *where;
	const char *class;
	struct held_lock *next;
};

/**
 * struct held - what a task holds
 * @status: enum procscope_status; 0 where the stream says nothing: there is
 *	none, if the stream tells of what tasks hold
 * @reason: why it is unavailable, or NULL
 * @count: locks
 * @first: the lock that it took first, or NULL
 */
struct held {
	unsigned int status;
	const char *reason;
	size_t count;
	struct held_lock *first;
};

/**
 * struct open_file - what a task has open that others may be asleep for
 * @raw: the record
 * @next: the next one of the task, or NULL
 */
struct open_file {
	struct procscope_open raw;
	struct open_file *next;
};

/**
 * struct reference - whether a task refers to the lock that was sought
 * @status: enum procscope_status; 0 where the stream says nothing: it does not, if
 *	something was sought
 * @reason: why it is unavailable, or NULL
 * @lock: words that are the lock's address
 * @object: words that are that of the struct around it
 */
struct reference {
	unsigned int status;
	const char *reason;
	unsigned int lock;
	unsigned int object;
};

/**
 * struct task - one task of the snapshot
 * @raw: the record
 * @stack: its stack
 * @wait: its wait, or NULL where the stream has no such record
 * @held: what it holds
 * @open: what it has open, the last one first; or NULL
 * @reference: whether it refers to the lock that was sought
 */
struct task {
	struct procscope_task raw;
	struct stack stack;
	struct wait *wait;
	struct held held;
	struct open_file *open;
	struct reference reference;
};

struct bytes;

/**
 * struct model - one snapshot
 * @header: the stream's header
 * @end: the END record
 * @whole: the END record was there
 * @cut: it was not, but what came before is in order
 * @sought: the lock that was sought; zeros if none was
 * @unheld: why it is not known what tasks hold, or NULL
 * @file: the file that it was read from; NULL for the running system
 * @task: all tasks, by rising tid
 * @count: how many
 * @store: memory that all of it lives in; the reader's own
 */
struct model {
	struct procscope_header header;
	struct procscope_end end;
	bool whole;
	bool cut;
	struct procscope_sought sought;
	const char *unheld;
	const char *file;
	struct task *task;
	size_t count;
	struct store *store;
};

/**
 * model_read() - read one whole stream
 * @model: filled; must be freed with model_free(), after an error too
 * @fd: an open file, read to its end from where it stands
 * @error: receives one line that says what is wrong with the stream
 * @size: bytes at @error
 *
 * A stream without END is an error, but what was whole before the cut is in
 * @model then. Of its last task it can't be told whether more came: what it
 * lacks is unavailable.
 *
 * Return: 0; -EPROTO where the bytes are no stream, or a broken or cut one;
 * -ENOTSUP where its ABI is newer than ours; else what read() failed with.
 */
int model_read(struct model *model, int fd, char *error, size_t size);

/**
 * model_read_bytes() - the same, and keep the stream as it came
 * @model: as for model_read()
 * @bytes: receives it, to be freed with bytes_free(), after an error too
 * @fd: as for model_read()
 * @error: as for model_read()
 * @size: bytes at @error
 *
 * Return: as model_read().
 */
int model_read_bytes(struct model *model, struct bytes *bytes, int fd,
		     char *error, size_t size);

/**
 * model_parse() - the same, of bytes in memory
 * @model: as for model_read()
 * @data: the stream; nothing of it is needed afterwards
 * @length: bytes of it
 * @error: as for model_read()
 * @size: bytes at @error
 *
 * Return: as model_read().
 */
int model_parse(struct model *model, const unsigned char *data, size_t length,
		char *error, size_t size);

/**
 * model_free() - give back what model_read() took
 * @model: a model that was read, or all zeros
 */
void model_free(struct model *model);

/**
 * model_find() - the task of a number
 * @model: the snapshot
 * @tid: the number
 *
 * Return: the task, or NULL.
 */
struct task *model_find(const struct model *model, int tid);

#endif /* PROCSCOPE_MODEL_H */
