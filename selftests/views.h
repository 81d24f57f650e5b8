/* SPDX-License-Identifier: GPL-2.0 */
/* views.h - the entries of /proc/procscope as a reader gets them */
#ifndef SELFTESTS_VIEWS_H
#define SELFTESTS_VIEWS_H

#include <stdbool.h>
#include <stddef.h>
#include "model.h"
#include "proc.h"

#define VIEW_DIR "/proc/procscope/"

/* Frames of the deepest stack that /proc/PID/stack gives. */
#define VIEW_PROC_DEPTH 64

/* Entries that are text: about, which has no tasks, and those with rows of tasks. */
#define VIEW_TEXTS 4
extern const char *const view_text[];

/**
 * view_open() - open an entry for reading
 * @name: the entry
 *
 * Return: the descriptor, or -1 with errno.
 */
int view_open(const char *name);

/**
 * view_ask() - open a snapshot, and ask for what it shall hold
 * @ask: what; its size is filled in
 *
 * Return: the descriptor, to be read; or -1 with errno.
 */
int view_ask(struct procscope_ask ask);

/**
 * view_rest() - read all that is left of an open file
 * @fd: the file
 * @piece: bytes to ask for at a time
 * @size: receives how many bytes there were; or NULL
 *
 * Return: the bytes and a NUL, to be freed; NULL with errno if a read failed.
 */
char *view_rest(int fd, size_t piece, size_t *size);

/**
 * view_read() - read an entry from start to end
 * @name: the entry
 * @piece: bytes to ask for at a time
 *
 * Return: as view_rest().
 */
char *view_read(const char *name, size_t piece);

/**
 * view_line() - take the next line of a text
 * @text: where it starts; moved behind it
 *
 * Return: the line, without its newline, which is overwritten; NULL at the
 * end.
 */
char *view_line(char **text);

/**
 * view_row() - find the row of a task
 * @text: what was read of tasks, stacks or locks
 * @tid: the task
 *
 * Return: its first row, which the rest of the text follows, or NULL.
 */
const char *view_row(const char *text, pid_t tid);

/**
 * view_column() - take one column of a row
 * @row: the row
 * @number: which one, from 0
 * @column: filled; empty if there is none
 * @size: bytes at @column
 */
void view_column(const char *row, unsigned int number, char *column,
		 size_t size);

/**
 * view_unescape() - undo the escapes of a column
 * @column: changed in place
 */
void view_unescape(char *column);

/**
 * view_tids() - the tasks that a text has rows for
 * @text: what was read of tasks, stacks or locks; not changed
 * @tids: filled, in order; to be freed with tids_free()
 *
 * Return: how many of them are there more than once.
 */
size_t view_tids(const char *text, struct tids *tids);

/**
 * view_is_whole() - does a text have its head and its counts?
 * @text: what was read of tasks, stacks or locks
 *
 * Return: whether its first line names the columns and its last one counts.
 */
bool view_is_whole(const char *text);

/**
 * view_snapshot() - take a snapshot, of all but what tasks wait for that is no lock
 * @model: filled; must be freed with model_free()
 *
 * Return: whether it is whole; what is wrong with it is printed.
 */
bool view_snapshot(struct model *model);

/**
 * view_events() - the same, with that
 * @model: as for view_snapshot()
 *
 * Return: as view_snapshot().
 */
bool view_events(struct model *model);

/**
 * view_events_of() - what one task waits for, that as well
 * @model: as for view_snapshot()
 * @tid: the task; it may be gone, and is not in @model then
 *
 * Return: as view_snapshot().
 */
bool view_events_of(struct model *model, pid_t tid);

/**
 * view_frames_are() - does a stack say what /proc/TID/stack says?
 * @frames: the stack
 * @stack: what was read there; where that is full, it may be the start only
 *
 * Return: whether it does.
 */
bool view_frames_are(const struct stack *frames, const char *stack);

#endif /* SELFTESTS_VIEWS_H */
