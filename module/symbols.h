/* SPDX-License-Identifier: GPL-2.0 */
/* symbols.h - address to name, each looked up once */
#ifndef SCOPE_SYMBOLS_H
#define SCOPE_SYMBOLS_H

#include <linux/types.h>

struct scope_symbols;

/* Longest text of the dictionary, with its NUL, a multiple of 8. */
#define SCOPE_SYMBOL_MAX	256

/**
 * struct scope_symbol - one text of the dictionary
 * @key: what it was looked up by
 * @id: number that a stream calls it by; never 0, never given twice
 * @length: bytes of @text, without the NUL
 * @sent: for the stream's use: it has been sent
 * @mark: for lock_wait's use: what this code address means to it
 * @text: the text; valid until the next look-up
 */
struct scope_symbol {
	u64 key;
	u32 id;
	u8 length;
	bool sent;
	u16 mark;
	const char *text;
};

/**
 * scope_symbols_create() - a dictionary of constant size
 *
 * Context: may sleep.
 * Return: the dictionary, for scope_symbols_destroy(); NULL without memory.
 */
struct scope_symbols *scope_symbols_create(void);

/**
 * scope_symbols_destroy() - give a dictionary back
 * @symbols: the dictionary, or NULL
 *
 * Context: may sleep.
 */
void scope_symbols_destroy(struct scope_symbols *symbols);

/**
 * scope_symbols_forget() - start anew: what lies at an address may change
 * @symbols: the dictionary
 *
 * Context: as scope_symbol_code().
 */
void scope_symbols_forget(struct scope_symbols *symbols);

/**
 * scope_symbols_renew() - start anew if a module has come, which may be where another
 * one was
 * @symbols: the dictionary
 *
 * A task that sleeps from now on, and slept when this was called, sleeps in no code
 * that came later.
 *
 * Context: as scope_symbol_code().
 * Return: whether it has.
 */
bool scope_symbols_renew(struct scope_symbols *symbols);

/**
 * scope_symbols_init() - have it known when a module comes
 *
 * Context: may sleep.
 * Return: 0 or -errno.
 */
int scope_symbols_init(void);

/**
 * scope_symbols_exit() - undo that
 *
 * Context: may sleep.
 */
void scope_symbols_exit(void);

/**
 * scope_symbols_size() - bytes that a dictionary takes
 */
size_t scope_symbols_size(void);

/**
 * scope_symbol_code() - the name of a return address, as in /proc/PID/stack
 * @symbols: the dictionary
 * @address: the address
 *
 * A full dictionary starts anew: ids go on, and what was sent is sent again.
 *
 * Context: any; one caller at a time.
 * Return: the symbol, "?" as its text where there is no name.
 */
struct scope_symbol *scope_symbol_code(struct scope_symbols *symbols,
				       unsigned long address);

/**
 * scope_symbol_text() - the dictionary's entry for any text
 * @symbols: the dictionary
 * @text: the text, SCOPE_SYMBOL_MAX bytes of it are kept at most
 *
 * Context: as scope_symbol_code().
 * Return: the entry.
 */
struct scope_symbol *scope_symbol_text(struct scope_symbols *symbols,
				       const char *text);

/**
 * scope_symbol_data() - the name of a variable
 * @symbols: the dictionary
 * @address: the address of the variable or of something inside it
 *
 * Context: as scope_symbol_code().
 * Return: the entry of "name", "name+0x10" or "module:name"; NULL where no
 * variable lies there.
 */
struct scope_symbol *scope_symbol_data(struct scope_symbols *symbols,
				       unsigned long address);

/**
 * scope_symbol_literal() - scope_symbol_text() of a text of our own code
 * @symbols: the dictionary
 * @text: a literal: what is at its address stays the same
 *
 * Context: as scope_symbol_code().
 * Return: the entry.
 */
struct scope_symbol *scope_symbol_literal(struct scope_symbols *symbols,
					  const char *text);

#endif /* SCOPE_SYMBOLS_H */
