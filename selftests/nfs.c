// SPDX-License-Identifier: GPL-2.0
/*
 * nfs.c - a server of NFS that stops when it is asked to change anything
 *
 * Calls come as in RFC 5531, those of NFS and of mounting as in RFC 1813. Each
 * number has four bytes, the first is the highest.
 */
#include <arpa/inet.h>
#include <linux/types.h>
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

/* What its directory and the files in it are called by calls. */
#define ROOT		"root"
#define EMPTY		"none"
#define FULL		"page"
#define HANDLE		4
#define FULL_SIZE	4096

/* The number of NFS; its other client is who mounts. */
#define PROGRAM_NFS	100003

/* What it knows of NFS, and of mounting. */
enum {
	NFS_NULL = 0,
	NFS_GETATTR = 1,
	NFS_LOOKUP = 3,
	NFS_ACCESS = 4,
	NFS_READ = 6,
	NFS_FSINFO = 19,
	NFS_PATHCONF = 20,
	MOUNT_MNT = 1,
};

/* Words of a call. */
enum {
	CALL_ID = 0,
	CALL_PROGRAM = 3,
	CALL_PROCEDURE = 5,
	CALL_WHO = 6,
};

/**
 * struct message - a call or a reply
 * @word: its numbers
 * @count: how many
 */
struct message {
	__u32 word[1024];
	unsigned int count;
};

/* What is a number of bytes, and the bytes: where does the next one begin? */
static unsigned int behind_bytes(const struct message *call, unsigned int at)
{
	return at + 1 + (ntohl(call->word[at]) + 3) / 4;
}

static unsigned int number_at(const struct message *call, unsigned int at)
{
	return at < call->count ? ntohl(call->word[at]) : 0;
}

static bool is_bytes(const struct message *call, unsigned int at,
		     const char *bytes)
{
	return number_at(call, at) == strlen(bytes) &&
	       !memcmp(&call->word[at + 1], bytes, strlen(bytes));
}

static void put(struct message *reply, __u32 number)
{
	reply->word[reply->count++] = htonl(number);
}

static void put_long(struct message *reply, __u64 number)
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
	__u32 size;

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

static void put_handle(struct message *reply, const char *handle)
{
	put(reply, HANDLE);
	memcpy(&reply->word[reply->count++], handle, HANDLE);
}

static void put_root(struct message *reply)
{
	put(reply, 0);
	put_handle(reply, ROOT);
	/* Who asks says who it is: in one way, AUTH_SYS. */
	put(reply, 1);
	put(reply, 1);
}

static void put_attributes(struct message *reply, bool is_root, bool is_full)
{
	const unsigned int size = is_root || is_full ? FULL_SIZE : 0;
	int i;

	put(reply, 0);
	put(reply, is_root ? 2 : 1); /* NF3DIR, NF3REG */
	put(reply, 0755);
	put(reply, is_root ? 2 : 1);
	put(reply, 0);
	put(reply, 0);
	put_long(reply, size);
	put_long(reply, size);
	put_long(reply, 0);
	put_long(reply, 1);
	put_long(reply, is_root ? 1 : 2 + is_full);
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

static void put_file(struct message *reply, const char *handle)
{
	put(reply, handle ? 0 : 2); /* NFS3ERR_NOENT */
	if (handle) {
		put_handle(reply, handle);
		put(reply, 0); /* and no attributes of it */
	}
	put(reply, 0); /* nor of the directory */
}

/* Return: what calls have for the file whose name is there, NULL for none. */
static const char *handle_of(const struct message *call, unsigned int at)
{
	if (is_bytes(call, at, NFS_FULL))
		return FULL;
	return is_bytes(call, at, NFS_FILE) ? EMPTY : NULL;
}

/* Whatever is asked for is allowed. */
static void put_access(struct message *reply, __u32 asked)
{
	put(reply, 0);
	put(reply, 0); /* and no attributes */
	put(reply, asked);
}

static bool is_to_read(const struct message *call)
{
	return ntohl(call->word[CALL_PROGRAM]) == PROGRAM_NFS &&
	       ntohl(call->word[CALL_PROCEDURE]) == NFS_READ;
}

/* Return: false if it does not know the answer. */
static bool answer_nfs(struct message *reply, const struct message *call,
		       unsigned int at)
{
	switch (ntohl(call->word[CALL_PROCEDURE])) {
	case NFS_NULL:
		return true;
	case NFS_GETATTR:
		put_attributes(reply, is_bytes(call, at, ROOT),
			       is_bytes(call, at, FULL));
		return true;
	case NFS_LOOKUP:
		put_file(reply, handle_of(call, behind_bytes(call, at)));
		return true;
	case NFS_ACCESS:
		put_access(reply, number_at(call, behind_bytes(call, at)));
		return true;
	case NFS_FSINFO:
		put_limits(reply);
		return true;
	case NFS_PATHCONF:
		put_names(reply);
		return true;
	}
	return false;
}

static bool answer(struct message *reply, const struct message *call)
{
	unsigned int at = CALL_WHO;

	/* Who it is, and what proves it: each has a number of its own before. */
	at = behind_bytes(call, at + 1);
	at = behind_bytes(call, at + 1);
	if (ntohl(call->word[CALL_PROGRAM]) == PROGRAM_NFS)
		return answer_nfs(reply, call, at);
	if (ntohl(call->word[CALL_PROCEDURE]) == MOUNT_MNT)
		put_root(reply);
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
			if (is_to_read(&call))
				continue;
			reply.count = 1;
			/* Whose reply it is, that it is one, and that all is well. */
			reply.word[reply.count++] = call.word[CALL_ID];
			put(&reply, 1);
			put(&reply, 0);
			put(&reply, 0);
			put(&reply, 0);
			put(&reply, 0);
			if (!answer(&reply, &call))
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
		 "vers=3,nolock,noacl,proto=tcp,addr=%s,port=%u,mountvers=3,mountproto=tcp,mountaddr=%s,mountport=%u",
		 NFS_SERVER, port, NFS_SERVER, port);
	return mount(NFS_SERVER ":/", point, "nfs", 0, options);
}
