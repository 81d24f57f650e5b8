// SPDX-License-Identifier: GPL-2.0
/*
 * model.c - what does a stream say?
 *
 * The bytes may come from anywhere, so nothing in them is believed: every size
 * is checked against what is there before it is used, structs are copied out,
 * and an id that was never sent is an error. What is newer than this command
 * is skipped, what is older reads as zeros.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "dictionary.h"
#include "model.h"
#include "store.h"

/* All that must be there to know whose stream it is. */
#define LEAST_HEADER	offsetof(struct procscope_header, asked)

/**
 * struct reader - a stream while it is read
 * @model: what is filled
 * @data: the whole stream
 * @size: bytes of it
 * @at: where the record that is looked at begins
 * @head: its head
 * @names: strings seen so far
 * @held: where the next lock goes that the last task holds
 * @room: tasks that fit into @model's array
 * @error: where to say what is wrong
 * @error_size: bytes at @error
 */
struct reader {
	struct model *model;
	const unsigned char *data;
	size_t size;
	size_t at;
	struct procscope_record head;
	struct dictionary names;
	struct held_lock **held;
	size_t room;
	char *error;
	size_t error_size;
};

/* Say what is wrong, in the way of printf(), and give @code. */
#define fail(where, code, ...)						\
({									\
	const struct reader *to = (where);				\
									\
	snprintf(to->error, to->error_size, __VA_ARGS__);		\
	(code);								\
})

static int no_memory(struct reader *reader)
{
	return fail(reader, -ENOMEM, "no memory for %zu bytes of snapshot",
		    reader->size);
}

/* Copy the fixed part of a record: what it lacks is 0, what we lack is left. */
static void take_fixed(const struct reader *reader, void *to, size_t size)
{
	size_t given = reader->head.tail;

	memset(to, 0, size);
	memcpy(to, reader->data + reader->at, given < size ? given : size);
}

static const unsigned char *tail_of(const struct reader *reader)
{
	return reader->data + reader->at + reader->head.tail;
}

static size_t tail_size(const struct reader *reader)
{
	return reader->head.size - reader->head.tail;
}

static int take_header(struct reader *reader)
{
	struct procscope_header *header = &reader->model->header;

	if (reader->size < LEAST_HEADER)
		return fail(reader, -EPROTO,
			    "no snapshot: only %zu bytes", reader->size);

	memcpy(header, reader->data, LEAST_HEADER);
	if (memcmp(header->magic, PROCSCOPE_MAGIC, sizeof(header->magic)))
		return fail(reader, -EPROTO,
			    "no snapshot: it does not begin with \"%s\"",
			    PROCSCOPE_MAGIC);
	if (header->abi > PROCSCOPE_ABI)
		return fail(reader, -ENOTSUP,
			    "its ABI is %u, newer than this command's %u",
			    header->abi, PROCSCOPE_ABI);
	if (header->size < LEAST_HEADER || header->size % 8)
		return fail(reader, -EPROTO, "damaged: a header of %u bytes",
			    header->size);
	if (header->size > reader->size)
		return fail(reader, -EPROTO, "cut within its header");

	memcpy(header, reader->data, header->size < sizeof(*header) ?
				     header->size : sizeof(*header));
	header->kernel[sizeof(header->kernel) - 1] = '\0';
	header->release[sizeof(header->release) - 1] = '\0';
	reader->at = header->size;
	return 0;
}

static int take_string(struct reader *reader)
{
	const char *text = (const char *)tail_of(reader);
	struct procscope_string string;
	int ret;

	take_fixed(reader, &string, sizeof(string));
	if (!string.id || string.length > tail_size(reader) ||
	    memchr(text, '\0', string.length))
		return fail(reader, -EPROTO,
			    "damaged: a bad string at byte %zu", reader->at);

	ret = dictionary_add(&reader->names, &reader->model->store, string.id,
			     text, string.length);
	if (ret == -EEXIST)
		return fail(reader, -EPROTO,
			    "damaged: string %u has two meanings", string.id);
	return ret ? no_memory(reader) : 0;
}

static int look_up(struct reader *reader, uint32_t id, const char **text)
{
	*text = id ? dictionary_find(&reader->names, id) : NULL;
	if (id && !*text)
		return fail(reader, -EPROTO,
			    "damaged: string %u was never sent", id);
	return 0;
}

static int take_task(struct reader *reader)
{
	struct model *model = reader->model;
	struct task *task;

	if (model->count == reader->room) {
		size_t room = reader->room ? reader->room * 2 : 1024;

		task = reallocarray(model->task, room, sizeof(*task));
		if (!task)
			return no_memory(reader);
		model->task = task;
		reader->room = room;
	}

	task = &model->task[model->count];
	memset(task, 0, sizeof(*task));
	take_fixed(reader, &task->raw, sizeof(task->raw));
	task->raw.comm[sizeof(task->raw.comm) - 1] = '\0';
	if (task->raw.tid <= 0)
		return fail(reader, -EPROTO,
			    "damaged: a task that is numbered %d",
			    task->raw.tid);

	reader->held = &task->held.first;
	model->count++;
	return 0;
}

/* What belongs to a task follows it; another one may not stand between. */
static int find_task(struct reader *reader, int tid, struct task **task)
{
	struct model *model = reader->model;

	*task = model->count ? &model->task[model->count - 1] : NULL;
	if (!*task || (*task)->raw.tid != tid)
		return fail(reader, -EPROTO,
			    "damaged: a record about task %d is not after it",
			    tid);
	return 0;
}

static int take_stack(struct reader *reader)
{
	struct procscope_stack raw;
	struct stack *stack;
	struct task *task;
	size_t i;
	int ret;

	take_fixed(reader, &raw, sizeof(raw));
	if (raw.count > tail_size(reader) / sizeof(uint32_t))
		return fail(reader, -EPROTO,
			    "damaged: the stack of task %d has %u frames",
			    raw.tid, raw.count);

	ret = find_task(reader, raw.tid, &task);
	if (ret)
		return ret;

	stack = &task->stack;
	stack->status = raw.status;
	stack->cut = raw.flags & PROCSCOPE_STACK_CUT;
	stack->count = 0;
	ret = look_up(reader, raw.reason, &stack->reason);
	if (ret)
		return ret;

	stack->frame = store_take(&reader->model->store,
				  raw.count * sizeof(*stack->frame));
	if (!stack->frame)
		return no_memory(reader);

	for (i = 0; i < raw.count; i++) {
		uint32_t id;

		memcpy(&id, tail_of(reader) + i * sizeof(id), sizeof(id));
		ret = look_up(reader, id, &stack->frame[i]);
		if (ret)
			return ret;
		if (!stack->frame[i])
			return fail(reader, -EPROTO,
				    "damaged: a frame of task %d has no name",
				    raw.tid);
		stack->count++;
	}

	return 0;
}

static int take_path(struct reader *reader, struct wait *wait)
{
	const char *tail = (const char *)tail_of(reader);
	size_t length = wait->raw.path_length;
	char *path;

	if (!length)
		return 0;
	if (length > tail_size(reader) || memchr(tail, '\0', length))
		return fail(reader, -EPROTO,
			    "damaged: a bad path in the wait of task %d",
			    wait->raw.tid);

	path = store_take(&reader->model->store, length + 1);
	if (!path)
		return no_memory(reader);
	memcpy(path, tail, length);
	wait->path = path;
	return 0;
}

static int take_wait(struct reader *reader)
{
	struct procscope_wait raw;
	struct task *task;
	struct wait *wait;
	size_t i;
	int ret;

	take_fixed(reader, &raw, sizeof(raw));
	ret = find_task(reader, raw.tid, &task);
	if (ret)
		return ret;

	wait = store_take(&reader->model->store, sizeof(*wait));
	if (!wait)
		return no_memory(reader);
	wait->raw = raw;
	wait->is_event = reader->head.type == PROCSCOPE_TYPE_EVENT;

	const struct {
		uint32_t id;
		const char **text;
	} string[] = {
		{ raw.reason, &wait->reason },
		{ raw.evidence, &wait->evidence },
		{ raw.owner_reason, &wait->owner_reason },
		{ raw.object_reason, &wait->object_reason },
		{ raw.symbol, &wait->symbol },
		{ raw.fs, &wait->fs },
		{ raw.disk, &wait->disk },
		{ raw.path_reason, &wait->path_reason },
		{ raw.cache, &wait->cache },
	};

	for (i = 0; i < sizeof(string) / sizeof(*string); i++) {
		ret = look_up(reader, string[i].id, string[i].text);
		if (ret)
			return ret;
	}

	ret = take_path(reader, wait);
	if (ret)
		return ret;

	task->wait = wait;
	return 0;
}

static int take_held(struct reader *reader)
{
	struct held_lock *lock;
	struct task *task;
	int ret;

	lock = store_take(&reader->model->store, sizeof(*lock));
	if (!lock)
		return no_memory(reader);
	take_fixed(reader, &lock->raw, sizeof(lock->raw));
	if (!lock->raw.tid)
		return look_up(reader, lock->raw.reason,
			       &reader->model->unheld);
	ret = find_task(reader, lock->raw.tid, &task);
	if (ret)
		return ret;

	task->held.status = lock->raw.status;
	if (lock->raw.status != PROCSCOPE_OK)
		return look_up(reader, lock->raw.reason, &task->held.reason);
	ret = look_up(reader, lock->raw.where, &lock->where);
	if (ret)
		return ret;
	ret = look_up(reader, lock->raw.class, &lock->class);
	if (ret)
		return ret;

	*reader->held = lock;
	reader->held = &lock->next;
	task->held.count++;
	return 0;
}

/* Of what did not fit there is nothing to be told. */
static int take_open(struct reader *reader)
{
	struct open_file *file;
	struct task *task;
	int ret;

	file = store_take(&reader->model->store, sizeof(*file));
	if (!file)
		return no_memory(reader);
	take_fixed(reader, &file->raw, sizeof(file->raw));
	ret = find_task(reader, file->raw.tid, &task);
	if (ret || file->raw.status != PROCSCOPE_OK)
		return ret;
	file->next = task->open;
	task->open = file;
	return 0;
}

static int take_sought(struct reader *reader)
{
	struct procscope_sought *sought = &reader->model->sought;
	const char *reason;

	take_fixed(reader, sought, sizeof(*sought));
	return look_up(reader, sought->reason, &reason);
}

static int take_reference(struct reader *reader)
{
	struct procscope_reference raw;
	struct task *task;
	int ret;

	take_fixed(reader, &raw, sizeof(raw));
	ret = find_task(reader, raw.tid, &task);
	if (ret)
		return ret;
	task->reference.status = raw.status;
	task->reference.lock = raw.lock;
	task->reference.object = raw.object;
	return look_up(reader, raw.reason, &task->reference.reason);
}

static int take_end(struct reader *reader)
{
	struct model *model = reader->model;

	take_fixed(reader, &model->end, sizeof(model->end));
	if (reader->at + reader->head.size != reader->size)
		return fail(reader, -EPROTO, "damaged: %zu bytes after its end",
			    reader->size - reader->at - reader->head.size);
	if (reader->head.tail >= offsetof(struct procscope_end, asleep) &&
	    model->end.tasks != model->count)
		return fail(reader, -EPROTO,
			    "damaged: it has %zu tasks, but its end says %llu",
			    model->count, model->end.tasks);

	model->whole = true;
	return 0;
}

static int take_record(struct reader *reader)
{
	switch (reader->head.type) {
	case PROCSCOPE_TYPE_END:
		return take_end(reader);
	case PROCSCOPE_TYPE_STRING:
		return take_string(reader);
	case PROCSCOPE_TYPE_TASK:
		return take_task(reader);
	case PROCSCOPE_TYPE_STACK:
		return take_stack(reader);
	case PROCSCOPE_TYPE_WAIT:
	case PROCSCOPE_TYPE_EVENT:
		return take_wait(reader);
	case PROCSCOPE_TYPE_HELD:
		return take_held(reader);
	case PROCSCOPE_TYPE_OPEN:
		return take_open(reader);
	case PROCSCOPE_TYPE_SOUGHT:
		return take_sought(reader);
	case PROCSCOPE_TYPE_REFERENCE:
		return take_reference(reader);
	}
	return 0;
}

/*
 * What is lost of a stream that is cut may have been about the last task: that
 * must not read as if there were nothing.
 */
static int close_last(struct reader *reader)
{
	static const char reason[] = "the snapshot is cut here";
	struct model *model = reader->model;
	struct task *task;

	if (!model->count)
		return 0;
	task = &model->task[model->count - 1];
	if (!task->stack.status &&
	    model->header.given & PROCSCOPE_PART_STACK) {
		task->stack.status = PROCSCOPE_UNAVAILABLE;
		task->stack.reason = reason;
	}
	if (!task->wait && model->header.given & PROCSCOPE_PART_WAIT) {
		task->wait = store_take(&model->store, sizeof(*task->wait));
		if (!task->wait)
			return no_memory(reader);
		task->wait->raw.tid = task->raw.tid;
		task->wait->raw.status = PROCSCOPE_UNAVAILABLE;
		task->wait->reason = reason;
	}
	if (model->header.given & PROCSCOPE_PART_HELD) {
		task->held.status = PROCSCOPE_UNAVAILABLE;
		task->held.reason = reason;
	}
	return 0;
}

static int take_records(struct reader *reader)
{
	struct procscope_record *head = &reader->head;
	int ret;

	while (reader->at < reader->size) {
		size_t left = reader->size - reader->at;

		if (left < sizeof(*head))
			break;
		memcpy(head, reader->data + reader->at, sizeof(*head));
		if (head->size < sizeof(*head) || head->size % 8 ||
		    head->tail < sizeof(*head) || head->tail > head->size)
			return fail(reader, -EPROTO,
				    "damaged: a bad record at byte %zu",
				    reader->at);
		if (head->size > left)
			break;

		ret = take_record(reader);
		if (ret)
			return ret;
		reader->at += head->size;
	}

	if (reader->model->whole)
		return 0;
	ret = close_last(reader);
	if (ret)
		return ret;
	reader->model->cut = true;
	return fail(reader, -EPROTO, "cut: it has no end record");
}

static int by_tid(const void *a, const void *b)
{
	const struct task *one = *(struct task *const *)a;
	const struct task *two = *(struct task *const *)b;

	if (one->raw.tid != two->raw.tid)
		return one->raw.tid < two->raw.tid ? -1 : 1;
	return one < two ? -1 : one > two;
}

static bool is_sorted(const struct model *model)
{
	size_t i;

	for (i = 1; i < model->count; i++)
		if (model->task[i - 1].raw.tid >= model->task[i].raw.tid)
			return false;
	return true;
}

/*
 * Put the tasks in order. A number may have come twice, as an exec hands the
 * number of one task to another while the kernel walks: the later one stays.
 */
static int sort_tasks(struct reader *reader)
{
	struct model *model = reader->model;
	struct task *sorted;
	struct task **order;
	size_t count = 0;
	size_t i;

	if (is_sorted(model))
		return 0;

	order = calloc(model->count, sizeof(*order));
	sorted = calloc(model->count, sizeof(*sorted));
	if (!order || !sorted) {
		free(order);
		free(sorted);
		return no_memory(reader);
	}

	for (i = 0; i < model->count; i++)
		order[i] = &model->task[i];
	qsort(order, model->count, sizeof(*order), by_tid);
	for (i = 0; i < model->count; i++) {
		if (count && sorted[count - 1].raw.tid == order[i]->raw.tid)
			count--;
		sorted[count++] = *order[i];
	}

	free(order);
	free(model->task);
	model->task = sorted;
	model->count = count;
	return 0;
}

int model_parse(struct model *model, const unsigned char *data, size_t length,
		char *error, size_t size)
{
	struct reader reader = {
		.model = model,
		.data = data,
		.size = length,
		.error = error,
		.error_size = size,
	};
	int sorted;
	int ret;

	memset(model, 0, sizeof(*model));
	ret = take_header(&reader);
	if (!ret)
		ret = take_records(&reader);

	sorted = sort_tasks(&reader);
	if (!ret)
		ret = sorted;

	dictionary_free(&reader.names);
	return ret;
}

/* Of what is no stream only the first bytes are read: it may have no end. */
static int read_stream(struct bytes *bytes, int fd)
{
	static const char magic[] = PROCSCOPE_MAGIC;
	const size_t size = sizeof(magic) - 1;
	int ret = bytes_read(bytes, fd, size);

	if (ret || bytes->size < size || memcmp(bytes->data, magic, size))
		return ret;
	return bytes_read(bytes, fd, SIZE_MAX);
}

int model_read_bytes(struct model *model, struct bytes *bytes, int fd,
		     char *error, size_t size)
{
	int ret;

	memset(model, 0, sizeof(*model));
	memset(bytes, 0, sizeof(*bytes));
	ret = read_stream(bytes, fd);
	if (ret) {
		snprintf(error, size, "%s", strerror(-ret));
		return ret;
	}
	return model_parse(model, bytes->data, bytes->size, error, size);
}

int model_read(struct model *model, int fd, char *error, size_t size)
{
	struct bytes bytes;
	int ret = model_read_bytes(model, &bytes, fd, error, size);

	bytes_free(&bytes);
	return ret;
}

void model_free(struct model *model)
{
	free(model->task);
	store_free(model->store);
	memset(model, 0, sizeof(*model));
}

struct task *model_find(const struct model *model, int tid)
{
	size_t low = 0;
	size_t high = model->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (model->task[middle].raw.tid < tid)
			low = middle + 1;
		else
			high = middle;
	}

	if (low < model->count && model->task[low].raw.tid == tid)
		return &model->task[low];
	return NULL;
}
