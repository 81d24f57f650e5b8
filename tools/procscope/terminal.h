/* SPDX-License-Identifier: GPL-2.0 */
/* terminal.h - what can be sent to where the output goes? */
#ifndef PROCSCOPE_TERMINAL_H
#define PROCSCOPE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/**
 * terminal_start() - learn what the output can show
 *
 * Reads the locale's files, so it must be done before the system is looked at,
 * of which any file may be stuck.
 */
void terminal_start(void);

/**
 * terminal_width() - columns that a line should not exceed
 *
 * Return: the terminal's width, or 100 where the output is no terminal.
 */
size_t terminal_width(void);

/** enum colors - when to use colours */
enum colors {
	COLORS_AUTO,
	COLORS_ALWAYS,
	COLORS_NEVER,
};

/**
 * terminal_set_colors() - settle whether there are colours
 * @when: when; AUTO: where the output is a terminal, and NO_COLOR is not set
 */
void terminal_set_colors(enum colors when);

/** terminal_has_colors() - Return: whether there are */
bool terminal_has_colors(void);

/** terminal_loud() - Return: what stands before what must not be missed */
const char *terminal_loud(void);

/** terminal_plain() - Return: what stands after it */
const char *terminal_plain(void);

/** terminal_arrow() - Return: what stands between a function and its caller */
const char *terminal_arrow(void);

/** terminal_branch() - Return: what stands before the next step of a chain */
const char *terminal_branch(void);

/** terminal_more() - Return: what stands where something was left out */
const char *terminal_more(void);

/**
 * terminal_columns() - columns that a text takes
 * @text: text that was put by put_safe()
 *
 * Return: columns.
 */
size_t terminal_columns(const char *text);

/**
 * put_safe() - write text that anybody may have chosen
 * @out: where
 * @text: any bytes; what is not printable in this locale comes out as \xHH,
 *	and the backslash of a "\x" in it too, so that no text looks like
 *	another
 */
void put_safe(FILE *out, const char *text);

#endif /* PROCSCOPE_TERMINAL_H */
