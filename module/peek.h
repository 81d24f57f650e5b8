/* SPDX-License-Identifier: GPL-2.0 */
/* peek.h - the only reads of memory that we hold no reference to */
#ifndef SCOPE_PEEK_H
#define SCOPE_PEEK_H

#include <linux/types.h>

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
 * scope_peek_at() - scope_peek() of one field
 * @to: a variable of the field's type
 * @pointer: any number taken for a pointer to a struct
 * @field: the field
 */
#define scope_peek_at(to, pointer, field)				\
	scope_peek(&(to), &(pointer)->field, sizeof((pointer)->field) +	\
		   BUILD_BUG_ON_ZERO(sizeof(to) !=			\
				     sizeof((pointer)->field)))

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

#endif /* SCOPE_PEEK_H */
