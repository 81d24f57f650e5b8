// SPDX-License-Identifier: GPL-2.0
/*
 * loops.c - how fast can a C program read a file of every task in /proc?
 *
 * Directories are kept open and names are looked up from them, so that no path
 * is walked from its root. They are read by getdents64() in large pieces, and
 * each file by one open(), one read() and one close(): such a file gives all
 * it holds to a read() with room enough.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loops.h"

/* Room for the entries of one read of /proc, and of one of a task directory. */
static char processes[256 << 10];
static char threads[256 << 10];

static bool is_number(const char *name)
{
	return *name >= '1' && *name <= '9';
}

static char *append(char *to, const char *text)
{
	size_t length = strlen(text);

	memcpy(to, text, length + 1);
	return to + length;
}

static void read_task(int directory, const char *tid, const char *name,
		      struct output *output)
{
	char path[64];
	size_t before;
	int fd;

	append(append(append(path, tid), "/"), name);
	fd = openat(directory, path, O_RDONLY);
	if (fd < 0)
		return;

	before = output->used;
	output_add_number(output, atoi(tid));
	if (output_add_piece(output, fd) < 0)
		output->used = before;
	close(fd);
}

static void read_process(int proc, const char *tgid, const char *name,
			 struct output *output)
{
	char path[32];
	ssize_t got;
	ssize_t at;
	int fd;

	append(append(path, tgid), "/task");
	fd = openat(proc, path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return;

	while ((got = getdents64(fd, threads, sizeof(threads))) > 0) {
		for (at = 0; at < got;) {
			struct dirent64 *entry = (void *)(threads + at);

			if (is_number(entry->d_name))
				read_task(fd, entry->d_name, name, output);
			at += entry->d_reclen;
		}
	}
	close(fd);
}

int loop_over(const char *name, struct output *output)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY);
	ssize_t got;
	ssize_t at;

	if (proc < 0)
		return -1;
	while ((got = getdents64(proc, processes, sizeof(processes))) > 0) {
		for (at = 0; at < got;) {
			struct dirent64 *entry = (void *)(processes + at);

			if (is_number(entry->d_name))
				read_process(proc, entry->d_name, name, output);
			at += entry->d_reclen;
		}
	}
	close(proc);
	return got;
}
