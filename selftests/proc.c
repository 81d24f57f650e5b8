// SPDX-License-Identifier: GPL-2.0
/* proc.c - what the kernel's own /proc says of tasks */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "await.h"
#include "proc.h"

void tids_add(struct tids *tids, pid_t tid)
{
	/* Room for a power of two, bought when that is full. */
	if (!(tids->count & (tids->count - 1))) {
		size_t room = tids->count ? 2 * tids->count : 1;

		tids->tid = realloc(tids->tid, room * sizeof(*tids->tid));
		if (!tids->tid)
			err(1, "tids");
	}
	tids->tid[tids->count++] = tid;
}

static int compare_tids(const void *a, const void *b)
{
	pid_t first = *(const pid_t *)a, second = *(const pid_t *)b;

	return (first > second) - (first < second);
}

size_t tids_sort(struct tids *tids)
{
	size_t again = 0;
	size_t i;

	if (tids->count)
		qsort(tids->tid, tids->count, sizeof(*tids->tid),
		      compare_tids);
	for (i = 1; i < tids->count; i++)
		again += tids->tid[i] == tids->tid[i - 1];

	return again;
}

size_t tids_count(const struct tids *tids, pid_t tid)
{
	size_t low = 0, high = tids->count;
	size_t found;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tids->tid[middle] < tid)
			low = middle + 1;
		else
			high = middle;
	}
	for (found = 0; low < tids->count && tids->tid[low] == tid; low++)
		found++;

	return found;
}

bool tids_equal(const char *name, const struct tids *a, const struct tids *b)
{
	bool equal = true;
	size_t i = 0, j = 0;

	while (i < a->count || j < b->count) {
		if (i < a->count && j < b->count && a->tid[i] == b->tid[j]) {
			i++;
			j++;
			continue;
		}
		equal = false;
		if (!name)
			break;
		if (j == b->count || (i < a->count && a->tid[i] < b->tid[j]))
			fprintf(stderr, "# %s: %d is too much\n", name,
				a->tid[i++]);
		else
			fprintf(stderr, "# %s: %d is missing\n", name,
				b->tid[j++]);
	}

	return equal;
}

void tids_free(struct tids *tids)
{
	free(tids->tid);
	*tids = (struct tids){};
}

void proc_tids(struct tids *tids)
{
	DIR *proc = opendir("/proc");
	struct dirent *process;

	*tids = (struct tids){};
	if (!proc)
		err(1, "/proc");
	while ((process = readdir(proc))) {
		char path[300];
		struct dirent *task;
		DIR *tasks;

		if (!isdigit((unsigned char)process->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/task", process->d_name);
		tasks = opendir(path);
		if (!tasks)
			continue;
		while ((task = readdir(tasks)))
			if (isdigit((unsigned char)task->d_name[0]))
				tids_add(tids, atoi(task->d_name));
		closedir(tasks);
	}
	closedir(proc);
	tids_sort(tids);
}

unsigned long long proc_forks(void)
{
	FILE *stat = fopen("/proc/stat", "r");
	unsigned long long forks = 0;
	char *line = NULL;
	size_t size = 0;

	if (!stat)
		err(1, "/proc/stat");
	while (getline(&line, &size, stat) > 0)
		if (sscanf(line, "processes %llu", &forks) == 1)
			break;
	free(line);
	fclose(stat);
	if (!forks)
		errx(1, "/proc/stat: no count of processes");

	return forks;
}

char *proc_text(pid_t tid, const char *name)
{
	char *text = NULL;
	size_t length = 0;
	ssize_t got;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	do {
		text = realloc(text, length + 16384);
		if (!text)
			err(1, "%s", path);
		got = read(fd, text + length, 16383);
		if (got > 0)
			length += got;
	} while (got > 0);
	close(fd);
	if (got < 0) {
		free(text);
		return NULL;
	}
	text[length] = '\0';

	return text;
}

static unsigned long long number_after(const char *text, const char *label)
{
	const char *found = strstr(text, label);

	if (!found)
		errx(1, "status: no %s", label);
	return strtoull(found + strlen(label), NULL, 10);
}

bool proc_task(pid_t tid, struct proc_task *task)
{
	char *stat = proc_text(tid, "stat");
	char *status = proc_text(tid, "status");
	const char *open, *close;
	bool there = false;
	size_t length;

	if (!stat || !status)
		goto out;
	open = strchr(stat, '(');
	close = strrchr(stat, ')');
	if (!open || !close)
		errx(1, "/proc/%d/stat: no name", tid);

	*task = (struct proc_task){};
	length = close - open - 1;
	if (length >= sizeof(task->comm))
		length = sizeof(task->comm) - 1;
	memcpy(task->comm, open + 1, length);
	if (sscanf(close + 1, " %c %d", &task->state, &task->ppid) != 2)
		errx(1, "/proc/%d/stat: no state", tid);
	task->tgid = number_after(status, "\nTgid:\t");
	task->switches = number_after(status, "\nvoluntary_ctxt_switches:\t") +
			 number_after(status,
				      "\nnonvoluntary_ctxt_switches:\t");
	there = true;
out:
	free(stat);
	free(status);
	return there;
}

/* Not from task/TID/children, which is CONFIG_PROC_CHILDREN's. */
pid_t proc_child(pid_t parent)
{
	struct tids tids = {};
	struct proc_task task;
	pid_t child = 0;
	size_t i;

	proc_tids(&tids);
	for (i = 0; i < tids.count && !child; i++) {
		if (proc_task(tids.tid[i], &task) && task.ppid == parent)
			child = tids.tid[i];
	}
	tids_free(&tids);

	return child;
}

char proc_state(pid_t tid)
{
	char *stat = proc_text(tid, "stat");
	char state = 0;

	if (stat && strrchr(stat, ')'))
		sscanf(strrchr(stat, ')') + 1, " %c", &state);
	free(stat);

	return state;
}

long proc_call(pid_t tid)
{
	char *text = proc_text(tid, "syscall");
	/* "running" has no number, and "-1" is in none. */
	long call = text && isdigit((unsigned char)*text) ? atol(text) : -1;

	free(text);
	return call;
}

bool proc_sleeps(pid_t tid, char state)
{
	/* The kernel waits for the switch before it says anything else here. */
	char *call = proc_text(tid, "syscall");
	bool off = call && strcmp(call, "running\n");

	free(call);
	return off && proc_state(tid) == state;
}

static bool is_stuck(pid_t tid, const char *frame)
{
	char *stack;
	bool in;

	if (!proc_sleeps(tid, 'D'))
		return false;
	stack = proc_text(tid, "stack");
	in = stack && strstr(stack, frame);
	free(stack);

	return in;
}

bool proc_becomes_stuck(pid_t tid, const char *frame)
{
	char *stack;

	if (await(is_stuck(tid, frame), 10))
		return true;

	stack = proc_text(tid, "stack");
	fprintf(stderr, "# %d is not stuck in %s: state %c,\n%s\n", tid, frame,
		proc_state(tid) ?: '-', stack ?: "");
	free(stack);
	return false;
}
