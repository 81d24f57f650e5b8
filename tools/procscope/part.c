// SPDX-License-Identifier: GPL-2.0
/*
 * part.c - which tasks of a snapshot are wanted?
 *
 * The kernel is asked for them, and spares itself the others. But a file has
 * what it has, and a module that is too old for an ask gives all.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "model.h"
#include "part.h"

static __u32 state_bit(int letter)
{
	const char *at = letter ? strchr(PROCSCOPE_STATES, letter) : NULL;

	return at ? 1U << (at - PROCSCOPE_STATES) : 0;
}

__u32 part_states(const char *text)
{
	__u32 states = 0;

	for (; *text; text++) {
		if (!state_bit(*text))
			return 0;
		states |= state_bit(*text);
	}
	return states;
}

bool part_is_all(const struct procscope_ask *ask)
{
	return !ask->tid && !ask->tgid && !ask->states && !ask->flags;
}

bool part_has_all(const struct model *model)
{
	return part_is_all(&model->header.ask) && !model->cut;
}

static bool is_wanted(const struct task *task, const struct procscope_ask *ask)
{
	if (ask->tid && ask->tid != task->raw.tid)
		return false;
	if (ask->tgid && ask->tgid != task->raw.tgid)
		return false;
	if (ask->states &&
	    !(task->raw.state < 128 &&
	      ask->states & state_bit(task->raw.state)))
		return false;
	return !(ask->flags & PROCSCOPE_ASK_BLOCKED) ||
	       (task->wait && task->wait->raw.status != PROCSCOPE_NONE &&
		task->wait->raw.kind < PROCSCOPE_KIND_COMPLETION);
}

/* What the header says of a part that was taken of a part. */
static void note(struct procscope_ask *was, const struct procscope_ask *ask)
{
	was->size = sizeof(*was);
	was->flags |= ask->flags;
	if (ask->tid)
		was->tid = ask->tid;
	if (ask->tgid)
		was->tgid = ask->tgid;
	if (ask->states)
		was->states = ask->states;
}

bool part_take(struct model *model, const struct procscope_ask *ask)
{
	size_t count = 0;
	size_t i;

	if (part_is_all(ask))
		return true;
	if (ask->flags & PROCSCOPE_ASK_BLOCKED &&
	    !(model->header.given & PROCSCOPE_PART_WAIT))
		return false;
	for (i = 0; i < model->count; i++)
		if (is_wanted(&model->task[i], ask))
			model->task[count++] = model->task[i];
	model->count = count;
	note(&model->header.ask, ask);
	return true;
}

static bool is_kept(const struct model *model,
		    const struct procscope_record *head,
		    const unsigned char *record)
{
	__s32 tid;

	if (head->type != PROCSCOPE_TYPE_TASK &&
	    head->type != PROCSCOPE_TYPE_STACK &&
	    head->type != PROCSCOPE_TYPE_WAIT &&
	    head->type != PROCSCOPE_TYPE_EVENT &&
	    head->type != PROCSCOPE_TYPE_HELD &&
	    head->type != PROCSCOPE_TYPE_OPEN &&
	    head->type != PROCSCOPE_TYPE_REFERENCE)
		return true;
	if (head->tail < offsetof(struct procscope_task, tid) + sizeof(tid))
		return true;
	memcpy(&tid, record + offsetof(struct procscope_task, tid),
	       sizeof(tid));
	/* Without a task, it is about all of them. */
	return !tid || model_find(model, tid);
}

/* The header is as long as it has to be to say that it is a part. */
static size_t put_header(unsigned char *to, const struct model *model,
			 const unsigned char *from)
{
	struct procscope_header header = model->header;
	size_t size = header.size;

	if (size > sizeof(header))
		memcpy(to + sizeof(header), from + sizeof(header),
		       size - sizeof(header));
	else
		header.size = sizeof(header);
	memcpy(to, &header, sizeof(header));
	return header.size;
}

/* What the kernel would have counted of this part. */
static void put_end(unsigned char *record, size_t tail,
		    const struct model *model, __u64 tasks)
{
	struct procscope_end end;
	size_t size = tail < sizeof(end) ? tail : sizeof(end);
	size_t i;

	memset(&end, 0, sizeof(end));
	memcpy(&end, record, size);
	end.tasks = tasks;
	end.asleep = 0;
	end.waits = 0;
	end.granted = 0;
	end.unresolved = 0;
	end.unstable = 0;
	end.held = 0;
	end.unheld = 0;
	end.events = 0;
	for (i = 0; i < model->count; i++) {
		const struct task *task = &model->task[i];
		bool is_event = task->wait && task->wait->is_event;
		__u32 status = task->wait && !is_event ?
			       task->wait->raw.status : 0;

		end.asleep += task->raw.asleep_status == PROCSCOPE_OK;
		end.events += is_event;
		end.waits += status == PROCSCOPE_OK;
		end.granted += status == PROCSCOPE_OK &&
			       task->wait->raw.flags & PROCSCOPE_WAIT_GRANTED;
		end.unresolved += status == PROCSCOPE_UNAVAILABLE;
		end.unstable += task->raw.status == PROCSCOPE_UNSTABLE;
		if (task->held.status == PROCSCOPE_OK)
			end.held += task->held.count;
		else if (task->held.status)
			end.unheld++;
	}
	memcpy(record, &end, size);
}

/*
 * Every record was checked when the model was read. What a cut left of the last
 * one is dropped: there is no telling whose it is.
 */
int part_sift(struct bytes *bytes, const struct model *model)
{
	size_t room = bytes->size + sizeof(struct procscope_header);
	unsigned char *sifted = malloc(room);
	size_t at = model->header.size;
	struct procscope_record head;
	__u64 tasks = 0;
	size_t size;

	if (!sifted)
		return -ENOMEM;
	size = put_header(sifted, model, bytes->data);
	for (; bytes->size - at >= sizeof(head); at += head.size) {
		const unsigned char *record = bytes->data + at;

		memcpy(&head, record, sizeof(head));
		if (head.size > bytes->size - at)
			break;
		if (!is_kept(model, &head, record))
			continue;
		memcpy(sifted + size, record, head.size);
		tasks += head.type == PROCSCOPE_TYPE_TASK;
		if (head.type == PROCSCOPE_TYPE_END)
			put_end(sifted + size, head.tail, model, tasks);
		size += head.size;
	}
	free(bytes->data);
	*bytes = (struct bytes){ .data = sifted, .size = size, .room = room };
	return 0;
}
