// SPDX-License-Identifier: GPL-2.0
/*
 * access_table.c - the circumstances of a reader, and what the rule says
 *
 * The rule: the opener counts, not the reader. It must get through the modes of
 * directory and files, must have CAP_SYS_ADMIN in the first user namespace, and
 * the kernel must not be locked down for confidentiality. Tasks are those of
 * the pid namespace of the mount, and numbered there. Ids are addresses if the
 * module was loaded so and the opener has CAP_SYSLOG in the first user
 * namespace.
 */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>

#include "access.h"
#include "access_table.h"

#define LEVELS_MOST 6

static const struct {
	const char *name;
	const char *level[LEVELS_MOST];
} factors[FACTORS] = {
	[UID] = { "uid", { "root", "nobody" } },
	[CAPS] = { "capabilities", { "all", "none", "all but SYS_ADMIN",
				     "SYS_ADMIN", "SYS_ADMIN and SYSLOG",
				     "SYS_ADMIN and DAC_READ_SEARCH" } },
	[USER] = { "user namespace", { "first", "inner" } },
	[PID] = { "pid namespace", { "first", "inner, mount of the first",
				     "inner" } },
	[LOCKDOWN] = { "lockdown", { "none", "integrity",
				     "confidentiality" } },
	[HIDEPID] = { "mount", { "hidepid=0", "hidepid=2", "hidepid=4",
				 "subset=pid" } },
	[ADDRESSES] = { "addresses", { "0", "1" } },
	[PASS] = { "passed", { "not", "to nobody", "from root" } },
	[SETUID] = { "setuid reader", { "no", "yes" } },
};

/* The rule */

#define CAP(name) (1ULL << CAP_##name)

static const unsigned long long caps_of[] = {
	[CAPS_ALL] = ~0ULL,
	[CAPS_NONE] = 0,
	[CAPS_ALL_BUT_ADMIN] = ~CAP(SYS_ADMIN),
	[CAPS_ADMIN] = CAP(SYS_ADMIN),
	[CAPS_ADMIN_SYSLOG] = CAP(SYS_ADMIN) | CAP(SYSLOG),
	[CAPS_ADMIN_SEARCH] = CAP(SYS_ADMIN) | CAP(DAC_READ_SEARCH),
};

struct opener {
	bool is_root;
	unsigned long long caps; /* in the first user namespace */
};

static struct opener opener_of(const struct row *row)
{
	const unsigned int *level = row->level;
	struct opener opener = {
		.is_root = level[UID] == UID_ROOT,
		.caps = level[USER] == USER_FIRST ? caps_of[level[CAPS]] : 0,
	};

	if (level[PASS] == PASS_FROM_ROOT)
		return (struct opener){ true, ~0ULL };
	if (level[PASS] == PASS_NOT && level[SETUID] &&
	    level[USER] == USER_FIRST)
		return (struct opener){ true, ~0ULL };
	return opener;
}

int row_outcome(const struct row *row)
{
	struct opener opener = opener_of(row);

	if (row->level[HIDEPID] == HIDEPID_SUBSET)
		return -ENOENT;
	if (!opener.is_root &&
	    !(opener.caps & (CAP(DAC_OVERRIDE) | CAP(DAC_READ_SEARCH))))
		return -EACCES;
	if (!(opener.caps & CAP(SYS_ADMIN)))
		return -EACCES;
	return row->level[LOCKDOWN] == ACCESS_CONFIDENTIALITY ? -EPERM : 0;
}

bool row_gives_addresses(const struct row *row)
{
	return row->level[ADDRESSES] && opener_of(row).caps & CAP(SYSLOG);
}

unsigned long long row_caps(const struct row *row)
{
	return caps_of[row->level[CAPS]];
}

/* The table */

/* Of row_outcome(); but 1 for who may open, and is given addresses. */
static const int outcomes[] = { 0, 1, -ENOENT, -EACCES, -EPERM };

#define OUTCOMES	5
#define ROWS_MOST	1024

/* For two levels and an outcome: can a row have it, and has one? */
struct goal {
	bool is_possible;
	bool is_had;
};

static struct goal goals[FACTORS][LEVELS_MOST][FACTORS][LEVELS_MOST][OUTCOMES];
static struct row rows[ROWS_MOST];
static size_t row_count;

static int outcome_of(const struct row *row)
{
	return row_outcome(row) ?: row_gives_addresses(row);
}

static bool next_row(struct row *row)
{
	enum factor f;

	for (f = 0; f < FACTORS; f++) {
		unsigned int *level = &row->level[f];

		++*level;
		if (*level < LEVELS_MOST && factors[f].level[*level])
			return true;
		*level = 0;
	}
	return false;
}

static unsigned int outcome_index(const struct row *row)
{
	unsigned int i = 0;

	while (outcomes[i] != outcome_of(row))
		i++;
	return i;
}

/* How many goals would @row reach first? With @mark, it does. */
static unsigned int gain_of(const struct row *row, bool mark)
{
	unsigned int outcome = outcome_index(row), gain = 0;
	enum factor f, g;

	for (f = 0; f < FACTORS; f++) {
		for (g = f + 1; g < FACTORS; g++) {
			struct goal *goal = &goals[f][row->level[f]]
						  [g][row->level[g]][outcome];

			gain += !goal->is_had;
			goal->is_possible = true;
			goal->is_had |= mark;
		}
	}
	return gain;
}

/* Of all rows there can be, again and again the one that has most to give. */
static void make_rows(void)
{
	if (row_count)
		return;
	while (row_count < ROWS_MOST) {
		struct row row = {}, best = {};
		unsigned int most = 0;

		do {
			unsigned int gain = gain_of(&row, false);

			if (gain > most) {
				most = gain;
				best = row;
			}
		} while (next_row(&row));
		if (!most)
			return;
		gain_of(&best, true);
		rows[row_count++] = best;
	}
}

static bool has_row(enum factor f, unsigned int a, enum factor g,
		    unsigned int b, int outcome)
{
	size_t i;

	for (i = 0; i < row_count; i++)
		if (rows[i].level[f] == a && rows[i].level[g] == b &&
		    outcome_of(&rows[i]) == outcome)
			return true;
	return false;
}

/* Of the possible outcomes of two levels, how many has no row? */
static size_t missing_of(enum factor f, unsigned int a, enum factor g,
			 unsigned int b, size_t *count)
{
	size_t missing = 0;
	unsigned int i;

	for (i = 0; i < OUTCOMES; i++) {
		if (!goals[f][a][g][b][i].is_possible)
			continue;
		++*count;
		missing += !has_row(f, a, g, b, outcomes[i]);
	}
	return missing;
}

size_t rows_missing(size_t *count)
{
	size_t missing = 0;
	enum factor f, g;
	unsigned int a, b;

	*count = 0;
	make_rows();
	for (f = 0; f < FACTORS; f++)
		for (g = f + 1; g < FACTORS; g++)
			for (a = 0; a < LEVELS_MOST; a++)
				for (b = 0; b < LEVELS_MOST; b++)
					missing += missing_of(f, a, g, b,
							      count);
	return missing;
}

size_t rows_make(const struct row **made)
{
	make_rows();
	*made = rows;
	return row_count;
}

const char *row_level(const struct row *row, enum factor factor)
{
	return factors[factor].level[row->level[factor]];
}

void row_print(const struct row *row)
{
	enum factor f;

	printf("# that was");
	for (f = 0; f < FACTORS; f++)
		printf("%s %s: %s", f ? "," : "", factors[f].name,
		       row_level(row, f));
	putchar('\n');
}
