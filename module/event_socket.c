// SPDX-License-Identifier: GPL-2.0
/*
 * event_socket.c - waits for the other end of a socket
 *
 * The file of the call leads to the socket, which must have the task in one of its
 * queues. Of unix sockets each end has the address of the other one, and is
 * believed only if that has its own. Who connects, or sends to one that has no other
 * end, waits in a queue of the socket that is to take it, and has that on the stack.
 */
#include <linux/magic.h>
#include <linux/net.h>
#include <net/af_unix.h>
#include <net/sock.h>
#include <net/tcp_states.h>
#include <asm/unistd.h>
#include "event_queue.h"
#include "event_socket.h"
#include "lock_code.h"
#include "lock_info.h"
#include "lock_object.h"
#include "peek.h"
#include "snap.h"
#include "syscall.h"

/**
 * struct ends - a socket, as far as it matters who is at its other end
 * @socket: the socket
 * @sk: its inner half
 * @peer: of a unix socket, that of the other end; or NULL
 * @family: AF_UNIX or another
 * @type: SOCK_STREAM or another
 * @state: TCP_LISTEN or another
 */
struct ends {
	const struct socket *socket;
	const struct sock *sk;
	const struct sock *peer;
	unsigned short family;
	u16 type;
	unsigned char state;
};

static bool is_unix(const struct sock *sk)
{
	unsigned short family;

	return scope_peek_to(family, &sk->sk_family) && family == AF_UNIX;
}

const struct sock *scope_socket_peer(const struct sock *sk, u64 *ino)
{
	const struct sock *peer, *back;
	const struct socket *socket;
	unsigned long number;

	if (!scope_peek_to(peer, &unix_sk(sk)->peer) || !peer ||
	    !is_unix(peer) || !scope_peek_to(back, &unix_sk(peer)->peer) ||
	    back != sk || !scope_peek_to(socket, &peer->sk_socket) || !socket ||
	    !scope_peek_to(number, &SOCK_INODE((void *)socket)->i_ino))
		return NULL;
	*ino = number;
	return peer;
}

bool scope_socket_takes(const struct sock *sk)
{
	const struct unix_address *name;
	unsigned char state;
	u16 type;

	return is_unix(sk) && scope_peek_to(name, &unix_sk(sk)->addr) && name &&
	       scope_peek_to(type, &sk->sk_type) &&
	       scope_peek(&state, (const void *)&sk->sk_state, sizeof(state)) &&
	       (type == SOCK_DGRAM || state == TCP_LISTEN);
}

static bool read_ends(struct ends *ends, const struct file *file,
		      const struct inode *inode)
{
	const struct super_block *sb;
	const struct socket *socket;
	const struct file *back;
	unsigned long magic;
	umode_t mode;
	u64 ino;

	if (!scope_peek_to(mode, &inode->i_mode) || !S_ISSOCK(mode) ||
	    !scope_peek_to(sb, &inode->i_sb) ||
	    !scope_peek_to(magic, &sb->s_magic) || magic != SOCKFS_MAGIC)
		return false;
	ends->socket = SOCKET_I((void *)inode);
	if (!scope_peek_to(back, &ends->socket->file) || back != file ||
	    !scope_peek_to(ends->sk, &ends->socket->sk) ||
	    !scope_peek_to(socket, &ends->sk->sk_socket) ||
	    socket != ends->socket ||
	    !scope_peek_to(ends->family, &ends->sk->sk_family) ||
	    !scope_peek_to(ends->type, &ends->sk->sk_type) ||
	    !scope_peek(&ends->state, (const void *)&ends->sk->sk_state,
			sizeof(ends->state)))
		return false;
	ends->peer = ends->family == AF_UNIX ?
		     scope_socket_peer(ends->sk, &ino) : NULL;
	return true;
}

/* 0 if it is a call of another kind. */
static enum procscope_mode mode_of(long nr)
{
	switch (nr) {
	case __NR_read:
	case __NR_readv:
	case __NR_recvfrom:
	case __NR_recvmsg:
	case __NR_recvmmsg:
	case __NR_accept:
	case __NR_accept4:
		return PROCSCOPE_MODE_READ;
	case __NR_write:
	case __NR_writev:
	case __NR_sendto:
	case __NR_sendmsg:
	case __NR_sendmmsg:
		return PROCSCOPE_MODE_WRITE;
	}
	return 0;
}

/* A core may be written to one, in whatever call. */
static enum procscope_mode mode_of_code(const struct scope_snap *snap)
{
	unsigned long sleeper = snap->wait.sleeper;

	return scope_code_is_in(snap->symbols, sleeper, "sock_wait_for_wmem") ||
	       scope_code_is_in(snap->symbols, sleeper,
				"sock_alloc_send_pskb") ?
	       PROCSCOPE_MODE_WRITE : PROCSCOPE_MODE_READ;
}

static void name_end(struct scope_snap *snap, const struct ends *ends)
{
	struct scope_event *event = &snap->event;
	const char *who = "whoever has the other end open";

	if (ends->family != AF_UNIX) {
		who = "the other end may be on another machine";
	} else if (ends->state == TCP_LISTEN) {
		event->mode = 0;
		who = "whoever connects to it";
	} else if (!ends->peer && event->mode == PROCSCOPE_MODE_READ) {
		who = "whoever sends to it";
	} else if (!ends->peer || (event->mode == PROCSCOPE_MODE_WRITE &&
				   ends->type == SOCK_DGRAM)) {
		/* What takes its room may lie with several. */
		who = "whoever it has sent to";
	} else {
		event->key = ends->peer;
	}
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE, who);
}

/* What its dentry has is the name of a protocol. */
static bool is_socket(struct scope_snap *snap, const struct inode *inode)
{
	if (!scope_object_inode(&snap->object, inode, PROCSCOPE_OBJECT_FILE))
		return false;
	snap->object.path_status = PROCSCOPE_NONE;
	snap->object.path_reason = NULL;
	return true;
}

static bool is_receiver(struct scope_snap *snap, const struct sock *sk)
{
	const struct socket *socket;
	const struct sock *back;

	return scope_socket_takes(sk) && scope_peek_to(socket, &sk->sk_socket) &&
	       socket && scope_peek_to(back, &socket->sk) && back == sk &&
	       scope_event_leads_to(snap, &unix_sk(sk)->peer_wait.head) &&
	       is_socket(snap, SOCK_INODE((void *)socket));
}

static bool find_receiver(struct scope_snap *snap, struct task_struct *task)
{
	const struct unix_sock *at;
	unsigned int i = 0, j;

	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		j = 0;
		while ((at = scope_event_next_object(snap, task, &j))) {
			if (!is_receiver(snap, &at->sk)) {
				at = container_of((const wait_queue_head_t *)at,
						  struct unix_sock, peer_wait);
				if (!is_receiver(snap, &at->sk))
					continue;
			}
			snap->event.key = &at->sk;
			return true;
		}
	}
	return false;
}

void scope_event_receiver(struct scope_snap *snap, struct task_struct *task)
{
	snap->event.evidence = "own record, queue of a socket on the stack";
	snap->event.mode = PROCSCOPE_MODE_WRITE;
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "whoever has that socket open");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "its queue is that of no socket on its stack";
	find_receiver(snap, task);
}

static void find_socket(struct scope_snap *snap, struct task_struct *task,
			const struct scope_syscall *call)
{
	const struct file *file = scope_syscall_file(task, call->arg[0]);
	const struct inode *inode;
	struct ends ends;
	unsigned int i = 0;

	if (!file || !scope_peek_to(inode, &file->f_inode) ||
	    !read_ends(&ends, file, inode))
		return;
	while (scope_event_next_record(snap, task, SCOPE_RECORD_WAIT, &i)) {
		if (!scope_event_is_on(snap, ends.sk,
				       &ends.socket->wq.wait.head) ||
		    !is_socket(snap, inode))
			continue;
		name_end(snap, &ends);
		return;
	}
}

void scope_event_socket(struct scope_snap *snap, struct task_struct *task)
{
	struct scope_event *event = &snap->event;
	struct scope_syscall call;

	event->evidence = "own record, queue of the socket of the call";
	scope_owner_none(&snap->owner, PROCSCOPE_UNAVAILABLE,
			 "whoever has the other end open");
	snap->object.status = PROCSCOPE_UNAVAILABLE;
	snap->object.reason = "not by a plain call to send or to receive";
	event->mode = mode_of_code(snap);
	if (!scope_syscall_of(&call, task) || mode_of(call.nr) != event->mode)
		return;
	snap->object.reason = "its queue is not that of its socket";
	find_socket(snap, task, &call);
}
