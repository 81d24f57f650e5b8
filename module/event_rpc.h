/* SPDX-License-Identifier: GPL-2.0 */
/* event_rpc.h - waits for a server, as NFS has them */
#ifndef SCOPE_EVENT_RPC_H
#define SCOPE_EVENT_RPC_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_rpc() - the answer to a call of sunrpc's
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 */
void scope_event_rpc(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_RPC_H */
