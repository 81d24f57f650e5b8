// SPDX-License-Identifier: GPL-2.0
/* views.c - the entries of /proc/procscope as a reader gets them */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "views.h"

const char *const view_text[] = { "about", "tasks", "stacks", "locks" };

int view_open(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), VIEW_DIR "%s", name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

int view_ask(struct procscope_ask ask)
{
	int fd = open(VIEW_DIR "snapshot", O_RDWR | O_CLOEXEC);
	int error;

	ask.size = sizeof(ask);
	if (fd < 0 || write(fd, &ask, sizeof(ask)) == sizeof(ask))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

char *view_rest(int fd, size_t piece, size_t *size)
{
	size_t length = 0, room = 1 << 20;
	char *text = malloc(room);
	ssize_t got;

	while (text) {
		if (room - length <= piece) {
			room *= 2;
			text = realloc(text, room);
			continue;
		}
		got = read(fd, text + length, piece);
		if (got < 0) {
			int error = errno;

			free(text);
			errno = error;
			return NULL;
		}
		length += got;
		if (got)
			continue;
		text[length] = '\0';
		if (size)
			*size = length;
		return text;
	}
	err(1, "view");
}

char *view_read(const char *name, size_t piece)
{
	int fd = view_open(name);
	char *text;
	int error;

	if (fd < 0)
		return NULL;
	text = view_rest(fd, piece, NULL);
	error = errno;
	close(fd);
	errno = error;

	return text;
}

char *view_line(char **text)
{
	return **text ? strsep(text, "\n") : NULL;
}

const char *view_row(const char *text, pid_t tid)
{
	const char *found;
	char start[16];

	/* The head row stands before the first task's. */
	snprintf(start, sizeof(start), "\n%d ", tid);
	found = strstr(text, start);
	return found ? found + 1 : NULL;
}

void view_column(const char *row, unsigned int number, char *column,
		 size_t size)
{
	while (number-- && *row) {
		row += strcspn(row, "\n ");
		row += *row == ' ';
	}
	snprintf(column, size, "%.*s", (int)strcspn(row, "\n "), row);
}

void view_unescape(char *column)
{
	char *to = column;
	unsigned int byte;
	int skip;

	while (*column) {
		if (sscanf(column, "\\%3o%n", &byte, &skip) == 1 && skip == 4) {
			*to++ = byte;
			column += skip;
		} else {
			*to++ = *column++;
		}
	}
	*to = '\0';
}

size_t view_tids(const char *text, struct tids *tids)
{
	*tids = (struct tids){};
	while (*text) {
		if (isdigit((unsigned char)*text))
			tids_add(tids, strtol(text, NULL, 10));
		text += strcspn(text, "\n");
		text += *text == '\n';
	}

	return tids_sort(tids);
}

bool view_is_whole(const char *text)
{
	size_t length = strlen(text);
	const char *last;

	if (strncmp(text, "tid ", 4) || text[length - 1] != '\n')
		return false;
	for (last = text + length - 1; last > text && last[-1] != '\n';)
		last--;

	return !strncmp(last, "# tasks ", 8);
}

/* @parts: PROCSCOPE_PART_*, 0 for all. @tid: 0 for all tasks */
static bool take_snapshot(struct model *model, __u64 parts, pid_t tid)
{
	int fd = view_ask((struct procscope_ask){ .parts = parts, .tid = tid });
	char error[256] = "";
	int result;

	*model = (struct model){};
	if (fd < 0) {
		fprintf(stderr, "# snapshot: %m\n");
		return false;
	}
	result = model_read(model, fd, error, sizeof(error));
	close(fd);
	if (result)
		fprintf(stderr, "# snapshot: %s (%s)\n", error,
			strerror(-result));

	return !result && model->whole;
}

bool view_snapshot(struct model *model)
{
	return take_snapshot(model, PROCSCOPE_PART_TASK | PROCSCOPE_PART_STACK |
				    PROCSCOPE_PART_WAIT | PROCSCOPE_PART_HELD,
			     0);
}

bool view_events(struct model *model)
{
	return take_snapshot(model, 0, 0);
}

bool view_events_of(struct model *model, pid_t tid)
{
	return take_snapshot(model, PROCSCOPE_PART_WAIT | PROCSCOPE_PART_EVENT,
			     tid);
}

bool view_frames_are(const struct stack *frames, const char *stack)
{
	unsigned int lines = 0;
	char line[512];
	size_t i;

	for (i = 0; i < frames->count && *stack; i++) {
		size_t length = strcspn(stack, "\n") + 1;

		snprintf(line, sizeof(line), "[<0>] %s\n", frames->frame[i]);
		if (strlen(line) != length || strncmp(line, stack, length))
			return false;
		stack += length;
		lines++;
	}
	return !*stack && (i == frames->count || lines >= VIEW_PROC_DEPTH);
}
