/* SPDX-License-Identifier: GPL-2.0 */
/* text.h - snapshot to lines: one show per view */
#ifndef SCOPE_TEXT_H
#define SCOPE_TEXT_H

struct scope_counts;
struct scope_snap;
struct seq_file;

/**
 * scope_text_task_head() - the head row of "tasks" and of "stacks"
 * @m: receives it
 */
void scope_text_task_head(struct seq_file *m);

/**
 * scope_text_task() - one task, one line
 * @m: receives it
 * @snap: the task
 */
void scope_text_task(struct seq_file *m, const struct scope_snap *snap);

/**
 * scope_text_stack() - one task and its stack
 * @m: receives it
 * @snap: the task
 */
void scope_text_stack(struct seq_file *m, const struct scope_snap *snap);

/**
 * scope_text_lock_head() - the head row of "locks"
 * @m: receives it
 */
void scope_text_lock_head(struct seq_file *m);

/**
 * scope_text_lock() - one waiter, one line; nothing for a task that is none
 * @m: receives it
 * @snap: the task
 */
void scope_text_lock(struct seq_file *m, const struct scope_snap *snap);

/**
 * scope_text_held_head() - the head row of "held"
 * @m: receives it
 */
void scope_text_held_head(struct seq_file *m);

/**
 * scope_text_held() - the locks that a task holds, a line each
 * @m: receives them
 * @snap: the task
 *
 * A task of which that can't be told has a line that says why, unless it can't
 * be told of any.
 */
void scope_text_held(struct seq_file *m, const struct scope_snap *snap);

/**
 * scope_text_held_counts() - what was seen, the last lines of "held"
 * @m: receives it
 * @counts: the counts
 */
void scope_text_held_counts(struct seq_file *m,
			    const struct scope_counts *counts);

/**
 * scope_text_counts() - what was seen, the last line of every other view
 * @m: receives it
 * @counts: the counts
 */
void scope_text_counts(struct seq_file *m, const struct scope_counts *counts);

#endif /* SCOPE_TEXT_H */
