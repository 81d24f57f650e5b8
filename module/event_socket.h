/* SPDX-License-Identifier: GPL-2.0 */
/* event_socket.h - waits for the other end of a socket */
#ifndef SCOPE_EVENT_SOCKET_H
#define SCOPE_EVENT_SOCKET_H

#include <linux/types.h>

struct scope_snap;
struct sock;
struct task_struct;

/**
 * scope_event_socket() - data, room or a connection
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_socket(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_event_receiver() - room in a unix socket that others connect or send to
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: takes RCU; does not sleep.
 */
void scope_event_receiver(struct scope_snap *snap, struct task_struct *task);

/**
 * scope_socket_peer() - the other end of a unix socket
 * @sk: any number taken for a unix socket's
 * @ino: receives the inode number of the other end
 *
 * Context: any.
 * Return: the socket whose other end is @sk; NULL where there is none.
 */
const struct sock *scope_socket_peer(const struct sock *sk, u64 *ino);

/**
 * scope_socket_takes() - may others connect to a unix socket, or send to it?
 * @sk: any number taken for a socket's
 *
 * Context: any.
 */
bool scope_socket_takes(const struct sock *sk);

#endif /* SCOPE_EVENT_SOCKET_H */
