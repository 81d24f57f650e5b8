// SPDX-License-Identifier: GPL-2.0
/* access_reader.c - a reader of all entries, who reports what it sees */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access_reader.h"
#include "views.h"

#define READER "/tmp/access-reader"

const char *const access_entries[] = {
	"about", "tasks", "stacks", "locks", "snapshot"
};

struct report *report;

static void see_text(struct seen *seen, unsigned int entry, int fd)
{
	unsigned int comm_column = entry == LOCKS ? 8 : 7;
	char *text = view_rest(fd, 4096, NULL);
	char *rest = text, *line;
	char column[128];

	if (!text) {
		seen->failed = errno;
		return;
	}
	if (entry == ABOUT) {
		seen->whole = !strncmp(text, "release ", 8) &&
			      strstr(text, "\nmemory ");
		seen->addresses = strstr(text, "\naddresses to openers");
		free(text);
		return;
	}
	seen->whole = view_is_whole(text);
	while ((line = view_line(&rest))) {
		if (*line == '[')
			seen->addresses |= !!strncmp(line, "[<0>] ", 6);
		if (!isdigit((unsigned char)*line))
			continue;
		seen->tasks++;
		view_column(line, comm_column, column, sizeof(column));
		seen->outer |= !strcmp(column, OUTER_COMM);
		if (strcmp(column, WAITER_COMM))
			continue;
		seen->waiter = strtol(line, NULL, 10);
		if (entry != LOCKS)
			continue;
		view_column(line, 4, column, sizeof(column));
		seen->lock = strtoull(column, NULL, 16);
		view_column(line, 5, column, sizeof(column));
		seen->owner = strtol(column, NULL, 10);
	}
	free(text);
}

static void see_snapshot(struct seen *seen, int fd)
{
	struct model model;
	char error[128];
	size_t i;

	seen->failed = -model_read(&model, fd, error, sizeof(error));
	seen->whole = model.whole;
	seen->tasks = model.count;
	seen->addresses = model.header.flags & PROCSCOPE_HEADER_ADDRESSES;
	for (i = 0; i < model.count; i++) {
		const struct task *task = &model.task[i];
		const char *comm = (const char *)task->raw.comm;

		seen->outer |= !strcmp(comm, OUTER_COMM);
		if (strcmp(comm, WAITER_COMM))
			continue;
		seen->waiter = task->raw.tid;
		seen->lock = task->wait ? task->wait->raw.lock : 0;
		seen->owner = task->wait ? task->wait->raw.owner : 0;
	}
	model_free(&model);
}

struct opened reader_open(void)
{
	struct opened opened;
	char path[64];
	unsigned int i;

	for (i = 0; i < ENTRIES; i++) {
		snprintf(path, sizeof(path), MOUNT "/procscope/%s", access_entries[i]);
		opened.fd[i] = open(path, O_RDONLY);
		if (opened.fd[i] < 0)
			opened.fd[i] = -errno;
	}
	return opened;
}

static void see_all(const struct opened *opened)
{
	unsigned int i;

	for (i = 0; i < ENTRIES; i++) {
		struct seen *seen = &report->seen[i];
		int fd = opened->fd[i];

		if (fd < 0)
			seen->refused = -fd;
		else if (i == SNAPSHOT)
			see_snapshot(seen, fd);
		else
			see_text(seen, i, fd);
	}
	report->is_read = true;
}

/* Room for a message with all entries. */
struct message {
	struct opened opened;
	struct iovec part;
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(ENTRIES * sizeof(int))];
	} control;
	struct msghdr head;
};

static void message_init(struct message *message)
{
	memset(message, 0, sizeof(*message));
	message->part.iov_base = &message->opened;
	message->part.iov_len = sizeof(message->opened);
	message->head.msg_iov = &message->part;
	message->head.msg_iovlen = 1;
	message->head.msg_control = &message->control;
	message->head.msg_controllen = sizeof(message->control);
}

bool reader_send(const struct opened *opened)
{
	struct cmsghdr *control;
	struct message message;
	unsigned int i, count = 0;
	int fd[ENTRIES];

	message_init(&message);
	message.opened = *opened;
	for (i = 0; i < ENTRIES; i++)
		if (opened->fd[i] >= 0)
			fd[count++] = opened->fd[i];
	if (count) {
		control = CMSG_FIRSTHDR(&message.head);
		control->cmsg_level = SOL_SOCKET;
		control->cmsg_type = SCM_RIGHTS;
		control->cmsg_len = CMSG_LEN(count * sizeof(*fd));
		memcpy(CMSG_DATA(control), fd, count * sizeof(*fd));
		message.head.msg_controllen = CMSG_SPACE(count * sizeof(*fd));
	} else {
		message.head.msg_controllen = 0;
	}
	return sendmsg(SOCKET_FD, &message.head, 0) > 0;
}

static bool receive_all(struct opened *opened)
{
	struct cmsghdr *control;
	struct message message;
	unsigned int i;
	char *from;

	message_init(&message);
	if (recvmsg(SOCKET_FD, &message.head, 0) !=
	    (ssize_t)sizeof(message.opened))
		return false;
	*opened = message.opened;
	control = CMSG_FIRSTHDR(&message.head);
	from = control ? (char *)CMSG_DATA(control) : NULL;
	for (i = 0; i < ENTRIES; i++) {
		if (opened->fd[i] < 0)
			continue;
		if (!from)
			return false;
		memcpy(&opened->fd[i], from, sizeof(int));
		from += sizeof(int);
	}
	return true;
}

bool report_map(void)
{
	report = mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE,
		      MAP_SHARED, REPORT_FD, 0);
	return report != MAP_FAILED;
}

/* Return: an exit code. */
static int read_entries(bool are_given)
{
	struct opened opened;

	if (!are_given)
		opened = reader_open();
	else if (!receive_all(&opened))
		return 20;
	see_all(&opened);
	return 0;
}

/* The setuid reader is a copy of this program, which comes no further. */
static void __attribute__((constructor)) be_reader(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[0], READER))
		return;
	if (!report_map())
		_exit(21);
	_exit(read_entries(!strcmp(argv[1], "given")));
}

int reader_read(bool is_setuid, bool are_given)
{
	if (!is_setuid)
		return read_entries(are_given);
	execl(READER, READER, are_given ? "given" : "itself", NULL);
	return 22;
}

bool reader_make_setuid(void)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(READER, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	struct stat stat;
	bool made;

	made = from >= 0 && to >= 0 && !fstat(from, &stat) &&
	       sendfile(to, from, NULL, stat.st_size) == stat.st_size &&
	       !fchmod(to, 04755);
	close(from);
	close(to);
	return made;
}
