/* SPDX-License-Identifier: GPL-2.0 */
/* source.h - where do the snapshots come from? */
#ifndef PROCSCOPE_SOURCE_H
#define PROCSCOPE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct model;
struct procscope_ask;

/** define MOST_LOOKS_KEPT - files that can be given, the earlier look first */
#define MOST_LOOKS_KEPT	2

/**
 * struct source - where snapshots come from
 * @file: files of one look each; "-" is the standard input
 * @files: how many; 0 for the running system
 * @partial: a file that is cut will do, and all that is whole in it is used
 */
struct source {
	const char *file[MOST_LOOKS_KEPT];
	size_t files;
	bool partial;
};

/**
 * source_look() - take a snapshot, or read one
 * @source: where from
 * @number: which of its files, from 0; of the running system: any number
 * @ask: what is needed: parts may lack in a file, or be there besides, but
 *	tasks that are not wanted are not in @model
 * @model: filled; must be freed with model_free()
 *
 * Ends the command with one line about it where that can't be done.
 */
void source_look(const struct source *source, size_t number,
		 const struct procscope_ask *ask, struct model *model);

/**
 * source_again() - take the next snapshot of the running system
 * @then: the one before it, that was taken with @ask; it may be freed then
 * @ask: as for source_look()
 * @model: as for source_look()
 *
 * Stacks of tasks that had no CPU meanwhile are those of @then. What is to
 * confirm what an earlier look saw has to use source_look(), which takes nothing
 * from there.
 */
void source_again(const struct model *then, const struct procscope_ask *ask,
		  struct model *model);

/**
 * source_keep() - the same, and keep the stream as it came
 * @source: as for source_look()
 * @number: as for source_look()
 * @ask: as for source_look()
 * @model: as for source_look()
 * @bytes: receives the stream, all of it, to be freed with bytes_free()
 */
void source_keep(const struct source *source, size_t number,
		 const struct procscope_ask *ask, struct model *model,
		 struct bytes *bytes);

/**
 * source_check_same() - are the locks of two snapshots known by the same ids?
 * @then: the earlier one
 * @now: the later one
 *
 * Ends the command with one line about it where they are not.
 */
void source_check_same(const struct model *then, const struct model *now);

#endif /* PROCSCOPE_SOURCE_H */
