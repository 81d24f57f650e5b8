// SPDX-License-Identifier: GPL-2.0
/*
 * event_9p.c - waits for a server of 9P
 *
 * The queue is in the request, which does not say of which mount it is. But it says
 * whether the server has it: then SIGKILL has the task ask the server to forget the
 * request, and wait for an answer to that, whatever the state says now. One that is
 * not sent is dropped, but by virtio; and one to forget another is never. What is cut
 * off just now is held for one that is not.
 */
#include <linux/types.h>
#include <linux/uidgid.h>
#include <net/9p/9p.h>
#include <net/9p/client.h>
#include "event_9p.h"
#include "event_queue.h"
#include "lock_info.h"
#include "peek.h"
#include "snap.h"

/* How a request begins: its size, its type, its number. */
#define TYPE_AT	4
#define TAG_AT	5

/* What it says of itself stands in what is sent as well. */
static bool is_request(const struct p9_req_t *request, struct p9_fcall *call)
{
	u8 sent[TAG_AT + sizeof(u16)];

	return scope_peek(call, &request->tc, sizeof(*call)) &&
	       scope_peek(sent, call->sdata, sizeof(sent)) &&
	       sent[TYPE_AT] == call->id &&
	       (sent[TAG_AT] | sent[TAG_AT + 1] << 8) == call->tag;
}

static void find_break(struct scope_snap *snap, const wait_queue_head_t *queue)
{
	const struct p9_req_t *request =
		container_of(queue, struct p9_req_t, wq);
	struct p9_fcall call;
	int status;

	if (is_request(request, &call) &&
	    scope_peek_to(status, &request->status) &&
	    (status == REQ_STATUS_SENT || call.id == P9_TFLUSH))
		snap->breakable = 0;
}

void scope_event_9p(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct list_head *head;
	unsigned int i = 0;

	event->evidence = "own record, queue of the request";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "whoever serves the file system");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its request does not say of which mount it is";
	while ((head = scope_event_next_alone(snap, task, &i)))
		find_break(snap, container_of(head, wait_queue_head_t, head));
}
