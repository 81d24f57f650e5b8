/* SPDX-License-Identifier: GPL-2.0 */
/* peek.h - the only reads of memory that we hold no reference to */
#ifndef SCOPE_PEEK_H
#define SCOPE_PEEK_H

#include <linux/mm_types.h>
#include <linux/types.h>

struct task_struct;

/**
 * struct scope_slab - pages that the kernel has cut into objects
 * @start: where they begin
 * @size: bytes
 * @words: what the kernel keeps of them
 */
struct scope_slab {
	unsigned long start;
	unsigned long size;
	unsigned long words[sizeof(struct page) / sizeof(long)];
};

/**
 * scope_peek() - copy kernel memory that may be gone, or not be memory at all
 * @to: receives the bytes
 * @from: any number taken for a kernel address
 * @size: bytes, at most a page
 *
 * What comes back may be torn or belong to something else by now. It is to be
 * believed only after proof.
 *
 * Context: any; never faults, never sleeps, never touches I/O memory.
 * Return: true if all of it was copied.
 */
bool scope_peek(void *to, const void *from, size_t size);

/**
 * scope_peek_to() - scope_peek() of one variable or field
 * @to: a variable as large as what is at @from
 * @from: as for scope_peek()
 */
#define scope_peek_to(to, from)	scope_peek(&(to), from, sizeof(to))

/**
 * scope_is_on_stack() - is an address one of a task's stack?
 * @task: the task, pinned by the caller
 * @address: any number
 *
 * Context: any.
 * Return: false also if the stack is gone.
 */
bool scope_is_on_stack(const struct task_struct *task, unsigned long address);

/**
 * scope_peek_stack() - copy from a task's stack
 * @to: receives the bytes
 * @task: the task, pinned by the caller
 * @from: address on its stack
 * @size: bytes
 *
 * Cheaper than scope_peek(): what a living task has for a stack is RAM.
 *
 * Context: as scope_peek().
 * Return: true if all of it was copied; false beside the stack, between its
 * words, or if the task is exiting.
 */
bool scope_peek_stack(void *to, const struct task_struct *task,
		      unsigned long from, size_t size);

/**
 * scope_peek_text() - copy a string that may be gone
 * @to: receives the text, always NUL-terminated if @size is not 0
 * @from: any number taken for a kernel address
 * @size: bytes at @to
 *
 * Context: as scope_peek().
 * Return: true if the text ends within @size.
 */
bool scope_peek_text(char *to, const char *from, size_t size);

/**
 * scope_peek_slab() - copy what the kernel keeps of a slab
 * @slab: filled
 * @address: any number taken for an address in it
 *
 * Context: as scope_peek().
 * Return: true if a slab lies there.
 */
bool scope_peek_slab(struct scope_slab *slab, const void *address);

#endif /* SCOPE_PEEK_H */
