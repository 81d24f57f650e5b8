/* SPDX-License-Identifier: GPL-2.0 */
/* entry.h - how is the system looked at? */
#ifndef PROCSCOPE_ENTRY_H
#define PROCSCOPE_ENTRY_H

struct bytes;
struct model;
struct procscope_ask;

/* Exit codes: part of what the command promises. */
#define EXIT_NO_MODULE	2
#define EXIT_DEADLOCK	3

/**
 * entry_prepare() - have all in memory that looking needs
 *
 * The disk that the command came from may be what everybody waits for.
 */
void entry_prepare(void);

/**
 * entry_look() - take one snapshot of the system
 * @model: filled; must be freed with model_free()
 * @ask: what it should hold, its size left out; there may be more in it
 * @bytes: receives the stream as it came, to be freed with bytes_free()
 *
 * Ends the command with one line about it where that can't be done.
 */
void entry_look(struct model *model, const struct procscope_ask *ask,
		struct bytes *bytes);

#endif /* PROCSCOPE_ENTRY_H */
