// SPDX-License-Identifier: GPL-2.0
/*
 * event_rpc.c - waits for a server, as NFS has them
 *
 * Who waits for an answer has a record that says for which bit of which word: of
 * the state of its call. The call must have that bit set, be in a list of calls,
 * and in a queue of the very transport that it names, or about to use that again.
 * Of the module that all this belongs to, nothing is called or linked to.
 */
#include <linux/ctype.h>
#include <linux/sunrpc/clnt.h>
#include <linux/wait_bit.h>
#include "event_queue.h"
#include "event_rpc.h"
#include "lock_code.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"

/* A name that a person, or a program, gave. */
static bool read_name(char *to, const char *from, size_t size)
{
	size_t i;

	if (!scope_peek_text(to, from, size))
		return false;
	for (i = 0; to[i]; i++)
		if (!isascii(to[i]) || !isgraph(to[i]))
			return false;
	return i;
}

/* A client is for one program, and so is the number of it that it sends. */
static bool read_program(struct scope_object *object,
			 const struct rpc_clnt *client)
{
	const struct rpc_program *program;
	const char *name;
	u32 number, of;

	return scope_peek_to(number, &client->cl_prog) &&
	       scope_peek_to(program, &client->cl_program) &&
	       scope_peek_to(of, &program->number) && of == number &&
	       scope_peek_to(name, &program->name) &&
	       read_name(object->fs, name, sizeof(object->fs));
}

/*
 * In the list of its client, or in that of a queue. There it may hang on another
 * one's node, of a call that is for the same process.
 */
static bool is_listed(const struct rpc_task *call)
{
	return scope_event_is_linked(&call->tk_task) ||
	       scope_event_is_linked(&call->u.tk_wait.list) ||
	       scope_event_is_linked(&call->u.tk_wait.links);
}

static bool is_call(const struct rpc_task *call, const struct wait_bit_key *key)
{
	unsigned long state;

	return (key->bit_nr == RPC_TASK_QUEUED ||
		key->bit_nr == RPC_TASK_ACTIVE) &&
	       scope_peek_to(state, &call->tk_runstate) &&
	       test_bit(key->bit_nr, &state) &&
	       test_bit(RPC_TASK_QUEUED, &state) &&
	       is_listed(call);
}

static bool is_queued(const struct rpc_task *call,
		      const struct rpc_xprt *transport)
{
	const void *queue;

	return scope_peek_to(queue, (const void **)&call->tk_waitqueue) &&
	       queue >= (const void *)transport &&
	       queue < (const void *)(transport + 1);
}

/*
 * A call that could not be brought to its server waits before it begins again, by
 * finding the port. It is in no queue of the transport's then.
 */
static bool is_to_begin_again(const struct rpc_task *call)
{
	const void *next;

	return scope_peek_to(next, (const void **)&call->tk_action) &&
	       scope_code_is((unsigned long)next, "call_bind");
}

/*
 * Return: the way to the server of a call that is on it, or is to be. Before that
 * it may be for a ticket, or the like, that it waits: NULL.
 */
static const struct rpc_xprt *transport_of(const struct rpc_task *call)
{
	const struct rpc_xprt *transport;

	if (!scope_peek_to(transport, &call->tk_xprt) ||
	    (!is_queued(call, transport) && !is_to_begin_again(call)))
		return NULL;
	return transport;
}

static bool find_server(struct scope_snap *snap, const struct rpc_task *call)
{
	const struct rpc_xprt *transport = transport_of(call);
	struct scope_object *object = &snap->object;
	const struct rpc_clnt *client;
	const char *name;

	if (!transport || !scope_peek_to(client, &call->tk_client) ||
	    !read_program(object, client) ||
	    !scope_peek_to(name, &transport->servername) ||
	    !read_name(object->disk, name, sizeof(object->disk)))
		return false;
	snap->event.key = transport;
	scope_object_server(object);
	return true;
}

void scope_event_rpc(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	const struct rpc_task *call;
	struct wait_bit_key key;
	unsigned int i = 0;

	event->evidence = "own record, transport of the call";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "the server may be on another machine");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its call was not found";
	while (scope_event_next_bit(snap, task, &key, &i)) {
		call = container_of((unsigned long *)key.flags,
				    struct rpc_task, tk_runstate);
		if (!is_call(call, &key))
			continue;
		if (!find_server(snap, call))
			snap->object.reason = "its call is not on the way to its server";
		return;
	}
}
