/* SPDX-License-Identifier: GPL-2.0 */
/*
 * access_reader.h - a reader of all entries, who reports what it sees
 *
 * It may be another program, a setuid one: all that it has of its starter is
 * the two descriptors below.
 */
#ifndef SELFTESTS_ACCESS_READER_H
#define SELFTESTS_ACCESS_READER_H

#include <stdbool.h>

#define REPORT_FD	10
#define SOCKET_FD	11

/* Where procfs is mounted for the row. */
#define MOUNT		"/tmp/access-proc"

/* What those are called that a reader looks for. */
#define OUTER_COMM	"access-outer"
#define WAITER_COMM	"access-waiter"

enum { ABOUT, TASKS, STACKS, LOCKS, SNAPSHOT, ENTRIES };
extern const char *const access_entries[];

/**
 * struct seen - one entry, as a reader saw it
 * @refused: what open() failed with, or 0
 * @failed: what read() failed with, or 0
 * @whole: it was all there
 * @tasks: how many
 * @outer: a task of the first pid namespace is among them
 * @waiter: the number of the row's waiter, or 0
 * @owner: the number of the owner of its lock, or 0
 * @lock: the id of its lock, or 0
 * @addresses: there are addresses, or about says that there can be
 */
struct seen {
	int refused;
	int failed;
	bool whole;
	unsigned int tasks;
	bool outer;
	int waiter;
	int owner;
	unsigned long long lock;
	bool addresses;
};

/**
 * struct report - shared by all processes of a row
 * @waiter: the waiter's number in the first pid namespace
 * @inner_waiter: and in its own
 * @is_read: all entries have been read, or refused
 * @seen: what was seen then
 */
struct report {
	int waiter;
	int inner_waiter;
	bool is_read;
	struct seen seen[ENTRIES];
};

extern struct report *report;

/**
 * struct opened - what came of open()
 * @fd: descriptors, or -errno
 */
struct opened {
	int fd[ENTRIES];
};

/**
 * report_map() - have @report, of what is open as REPORT_FD
 *
 * Return: whether it worked.
 */
bool report_map(void);

/**
 * reader_open() - open all entries
 *
 * Return: what came of it.
 */
struct opened reader_open(void);

/**
 * reader_send() - hand open entries on, by SOCKET_FD
 * @opened: the entries
 *
 * Return: whether it worked.
 */
bool reader_send(const struct opened *opened);

/**
 * reader_read() - read all entries and report
 * @is_setuid: do so by a program that is setuid root
 * @are_given: entries come by SOCKET_FD; else they are opened
 *
 * Return: an exit code.
 */
int reader_read(bool is_setuid, bool are_given);

/**
 * reader_make_setuid() - make the program that is setuid root
 *
 * Return: whether it worked.
 */
bool reader_make_setuid(void);

#endif /* SELFTESTS_ACCESS_READER_H */
