/* SPDX-License-Identifier: GPL-2.0 */
/* access_table.h - the circumstances of a reader, and what the rule says */
#ifndef SELFTESTS_ACCESS_TABLE_H
#define SELFTESTS_ACCESS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum { UID_ROOT, UID_NOBODY };
enum {
	CAPS_ALL, CAPS_NONE, CAPS_ALL_BUT_ADMIN, CAPS_ADMIN, CAPS_ADMIN_SYSLOG,
	CAPS_ADMIN_SEARCH
};

enum { USER_FIRST, USER_INNER };
enum { PID_FIRST, PID_INNER_FIRST_MOUNT, PID_INNER };
enum { HIDEPID_OFF, HIDEPID_INVISIBLE, HIDEPID_PTRACEABLE, HIDEPID_SUBSET };
/* Who opens what the row's reader reads, or reads what its opener opens? */
enum { PASS_NOT, PASS_TO_NOBODY, PASS_FROM_ROOT };

/**
 * enum factor - what may make a difference to who reads what
 * @UID: who the row's task is
 * @CAPS: what it may do in its user namespace
 * @USER: its user namespace
 * @PID: its pid namespace, and that of the mount
 * @LOCKDOWN: enum access_lockdown
 * @HIDEPID: how the mount is made
 * @ADDRESSES: the module's parameter
 * @PASS: whether it reads what it opens, or hands it on, or is given it
 * @SETUID: whether who reads does so by a program that is setuid root
 * @FACTORS: how many there are
 */
enum factor {
	UID, CAPS, USER, PID, LOCKDOWN, HIDEPID, ADDRESSES, PASS, SETUID,
	FACTORS
};

#define LEVELS_MOST 6

/**
 * struct row - one level of each factor
 * @level: the levels
 */
struct row {
	unsigned int level[FACTORS];
};

/**
 * row_level() - what a row has for a level
 * @row: the row
 * @factor: the factor
 *
 * Return: the level's name, for who reads the test's log and for mount().
 */
const char *row_level(const struct row *row, enum factor factor);

/**
 * row_print() - print a row
 * @row: the row
 */
void row_print(const struct row *row);

/**
 * row_caps() - what a row's task has, in its user namespace
 * @row: the row
 *
 * Return: one bit per capability.
 */
unsigned long long row_caps(const struct row *row);

/**
 * row_outcome() - may the row's opener open an entry?
 * @row: the row
 *
 * Return: 0 or -errno, the same for every entry.
 */
int row_outcome(const struct row *row);

/**
 * row_gives_addresses() - are ids addresses?
 * @row: the row
 *
 * Return: whether they are.
 */
bool row_gives_addresses(const struct row *row);

/**
 * rows_make() - make the table
 * @rows: receives it
 *
 * Return: how many rows it has.
 */
size_t rows_make(const struct row **rows);

/**
 * rows_missing() - is the table complete?
 * @goals: receives how much there is to be had
 *
 * Every two levels of two factors shall meet, and they shall do so in a row of
 * each outcome that the rule has for the two.
 *
 * Return: how much of that no row has.
 */
size_t rows_missing(size_t *goals);

#endif /* SELFTESTS_ACCESS_TABLE_H */
