// SPDX-License-Identifier: GPL-2.0
/*
 * robust.c - does a futex in user memory say who has it?
 *
 * The kernel asks of a futex nothing but that it is a number; what it means is
 * between the tasks. But one kind the kernel knows as well, to give it up for who
 * ends: robust ones have the number of their owner, which has them in a list. A
 * number alone proves nothing: other locks have small ones that look alike.
 */
#include <fcntl.h>
#include <linux/futex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "robust.h"

/* As many as the kernel itself follows. */
#define MOST_ENTRIES	ROBUST_LIST_LIMIT

/* In /proc/PID/pagemap. */
#define PAGE_PRESENT	0x8000000000000000ULL

/* In the address of an entry: it is a PI futex. */
#define ENTRY_PI	1UL

/**
 * struct memory - that of a task
 * @pages: its pagemap
 * @bytes: itself
 */
struct memory {
	int pages;
	int bytes;
};

static int open_of(int tid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static struct memory memory_of(int tid)
{
	return (struct memory){
		.pages = open_of(tid, "pagemap"),
		.bytes = open_of(tid, "mem"),
	};
}

static void memory_close(const struct memory *memory)
{
	close(memory->pages);
	close(memory->bytes);
}

/* Only what is there: a fault would be waited for, with the memory locked. */
static bool read_memory(const struct memory *memory, __u64 address, void *to,
			size_t size)
{
	const __u64 page_size = sysconf(_SC_PAGESIZE);
	__u64 page;

	return address % page_size + size <= page_size &&
	       pread(memory->pages, &page, sizeof(page),
		     address / page_size * sizeof(page)) == sizeof(page) &&
	       page & PAGE_PRESENT &&
	       pread(memory->bytes, to, size, address) == (ssize_t)size;
}

/* @text: /proc/TID/status. Return: whether it has one number of that name. */
static bool find_number(const char *text, const char *name,
			unsigned long long *number)
{
	const char *line = strstr(text, name);
	char *rest;

	if (!line)
		return false;
	*number = strtoull(line + strlen(name), &rest, 10);
	return *rest == '\n';
}

/**
 * struct status - what is said of a task
 * @tgid: its thread group
 * @number: its own, where it is the same in its own pid namespace
 * @nvcsw: its voluntary switches
 * @nivcsw: its involuntary ones
 */
struct status {
	unsigned long long tgid;
	unsigned long long number;
	unsigned long long nvcsw;
	unsigned long long nivcsw;
};

static bool read_status(int tid, struct status *status)
{
	char text[8192];
	int fd = open_of(tid, "status");
	ssize_t size;

	if (fd < 0)
		return false;
	size = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[size > 0 ? size : 0] = '\0';
	return find_number(text, "\nTgid:", &status->tgid) &&
	       find_number(text, "\nNSpid:", &status->number) &&
	       find_number(text, "\nvoluntary_ctxt_switches:",
			   &status->nvcsw) &&
	       find_number(text, "\nnonvoluntary_ctxt_switches:",
			   &status->nivcsw);
}

/**
 * struct futex - a futex that may be robust
 * @address: where it is, in the memory of who waits
 * @word: what is in it
 * @tgid: who waits
 */
struct futex {
	__u64 address;
	__u32 word;
	unsigned long long tgid;
};

/* Others have it somewhere else in their memory: in the same place of a page. */
static bool is_same(const struct futex *futex, unsigned long long tgid,
		    const struct memory *memory, __u64 address)
{
	const __u64 page_size = sysconf(_SC_PAGESIZE);
	__u32 word;

	if (tgid == futex->tgid)
		return address == futex->address;
	return address % page_size == futex->address % page_size &&
	       read_memory(memory, address, &word, sizeof(word)) &&
	       word == futex->word;
}

static bool is_listed(const struct futex *futex, unsigned long long tgid,
		      const struct memory *memory, __u64 list)
{
	struct robust_list_head head;
	__u64 entry;
	int i;

	if (!read_memory(memory, list, &head, sizeof(head)))
		return false;
	entry = (unsigned long)head.list.next;
	for (i = 0; i < MOST_ENTRIES && entry != list; i++) {
		if (!(entry & ENTRY_PI) &&
		    is_same(futex, tgid, memory, entry + head.futex_offset))
			return true;
		if (!read_memory(memory, entry & ~ENTRY_PI, &entry,
				 sizeof(entry)))
			return false;
	}
	return false;
}

static bool has(int tid, const struct futex *futex)
{
	struct memory memory;
	struct status status;
	void *list;
	size_t size;
	bool is;

	if (!read_status(tid, &status) ||
	    syscall(SYS_get_robust_list, tid, &list, &size) ||
	    size != sizeof(struct robust_list_head))
		return false;
	memory = memory_of(tid);
	is = is_listed(futex, status.tgid, &memory, (unsigned long)list);
	memory_close(&memory);
	return is;
}

void robust_answer(const void *question, void *answer)
{
	const struct robust_question *wait = question;
	struct robust_answer *found = answer;
	struct futex futex = { .address = wait->address };
	struct memory memory = memory_of(wait->tid);
	struct status status;
	bool is_read;
	int owner;

	is_read = read_memory(&memory, futex.address, &futex.word,
			      sizeof(futex.word));
	memory_close(&memory);
	owner = futex.word & FUTEX_TID_MASK;
	if (!is_read || !owner || !(futex.word & FUTEX_WAITERS) ||
	    futex.word & FUTEX_OWNER_DIED || !read_status(wait->tid, &status))
		return;
	futex.tgid = status.tgid;
	if (!has(owner, &futex) || !read_status(wait->tid, &status))
		return;
	found->owner = owner;
	found->nvcsw = status.nvcsw;
	found->nivcsw = status.nivcsw;
}
