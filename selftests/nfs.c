// SPDX-License-Identifier: GPL-2.0
/*
 * nfs.c - a server of NFS that stops when it is asked for more than its root
 *
 * Calls come as in RFC 5531, those of NFS and of mounting as in RFC 1813. Each
 * number has four bytes, the first is the highest.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nfs.h"

/* A call is one piece, and so is a reply: the bit says that it is the last one. */
#define LAST_PIECE	0x80000000

#define ROOT		"root"

enum {
	PROGRAM_NFS = 100003,
	PROGRAM_MOUNT = 100005,
};

/* What it knows of NFS, and of mounting. */
enum {
	NFS_NULL = 0,
	NFS_GETATTR = 1,
	NFS_FSINFO = 19,
	NFS_PATHCONF = 20,
	MOUNT_NULL = 0,
	MOUNT_MNT = 1,
};

/**
 * struct message - a call or a reply
 * @word: its numbers
 * @count: how many
 */
struct message {
	uint32_t word[1024];
	unsigned int count;
};

static void put(struct message *reply, uint32_t number)
{
	reply->word[reply->count++] = htonl(number);
}

static void put_long(struct message *reply, uint64_t number)
{
	put(reply, number >> 32);
	put(reply, number);
}

static bool read_all(int fd, void *to, size_t size)
{
	return !size || recv(fd, to, size, MSG_WAITALL) == (ssize_t)size;
}

static bool receive(int fd, struct message *call)
{
	uint32_t size;

	if (!read_all(fd, &size, sizeof(size)))
		return false;
	size = ntohl(size) & ~LAST_PIECE;
	call->count = size / sizeof(*call->word);
	return size <= sizeof(call->word) && read_all(fd, call->word, size);
}

static bool reply_with(int fd, struct message *reply)
{
	size_t size = reply->count * sizeof(*reply->word);

	/* The first word is the size of the others. */
	reply->word[0] = htonl(LAST_PIECE | (size - sizeof(*reply->word)));
	return write(fd, reply->word, size) == (ssize_t)size;
}

static void put_root(struct message *reply)
{
	put(reply, 0);
	put(reply, sizeof(ROOT) - 1);
	memcpy(&reply->word[reply->count++], ROOT, sizeof(ROOT) - 1);
	/* Who asks says who it is: in one way, AUTH_SYS. */
	put(reply, 1);
	put(reply, 1);
}

static void put_attributes(struct message *reply)
{
	int i;

	put(reply, 0);
	put(reply, 2); /* NF3DIR */
	put(reply, 0755);
	put(reply, 2);
	put(reply, 0);
	put(reply, 0);
	put_long(reply, 4096);
	put_long(reply, 4096);
	put_long(reply, 0);
	put_long(reply, 1);
	put_long(reply, 1);
	for (i = 0; i < 3; i++)
		put_long(reply, 0);
}

static void put_limits(struct message *reply)
{
	int i;

	put(reply, 0);
	put(reply, 0); /* and no attributes */
	for (i = 0; i < 7; i++)
		put(reply, 4096);
	put_long(reply, 1 << 20);
	put_long(reply, 1);
	put(reply, 0);
}

static void put_names(struct message *reply)
{
	put(reply, 0);
	put(reply, 0); /* and no attributes */
	put(reply, 1);
	put(reply, 255);
	put(reply, 1);
	put(reply, 1);
	put(reply, 0);
	put(reply, 1);
}

/* Return: false if it does not know the answer. */
static bool answer(struct message *reply, uint32_t program, uint32_t procedure)
{
	if (program == PROGRAM_MOUNT && procedure == MOUNT_MNT)
		put_root(reply);
	else if (program == PROGRAM_NFS && procedure == NFS_GETATTR)
		put_attributes(reply);
	else if (program == PROGRAM_NFS && procedure == NFS_FSINFO)
		put_limits(reply);
	else if (program == PROGRAM_NFS && procedure == NFS_PATHCONF)
		put_names(reply);
	else
		return procedure == NFS_NULL || procedure == MOUNT_NULL;
	return true;
}

int nfs_listen(unsigned short *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) ||
	    listen(fd, 5) ||
	    getsockname(fd, (struct sockaddr *)&address, &size))
		return -1;
	*port = ntohs(address.sin_port);
	return fd;
}

int nfs_serve(void *listener)
{
	static struct message call, reply;
	int fd;

	/* One client after the other: who mounts is done when it has the root. */
	while ((fd = accept(*(int *)listener, NULL, NULL)) >= 0) {
		while (receive(fd, &call)) {
			reply.count = 1;
			/* Whose reply it is, that it is one, and that all is well. */
			reply.word[reply.count++] = call.word[0];
			put(&reply, 1);
			put(&reply, 0);
			put(&reply, 0);
			put(&reply, 0);
			put(&reply, 0);
			if (!answer(&reply, ntohl(call.word[3]),
				    ntohl(call.word[5])))
				raise(SIGSTOP);
			if (!reply_with(fd, &reply))
				return 1;
		}
		close(fd);
	}
	return 1;
}

int nfs_mount(const char *point, unsigned short port)
{
	char options[256];

	snprintf(options, sizeof(options),
		 "vers=3,nolock,noacl,proto=tcp,addr=" NFS_SERVER ",port=%u,"
		 "mountvers=3,mountproto=tcp,mountaddr=" NFS_SERVER ",mountport=%u",
		 port, port);
	return mount(NFS_SERVER ":/", point, "nfs", 0, options);
}
