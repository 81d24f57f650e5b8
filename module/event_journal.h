/* SPDX-License-Identifier: GPL-2.0 */
/* event_journal.h - waits for a journal of jbd2, as ext4 has one */
#ifndef SCOPE_EVENT_JOURNAL_H
#define SCOPE_EVENT_JOURNAL_H

struct scope_snap;
struct task_struct;

/**
 * scope_event_journal() - a journal that is to commit, or to have room
 * @snap: event, owner and object are filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: not under RCU or a lock; takes RCU, lets others run on its CPU.
 */
void scope_event_journal(struct scope_snap *snap, struct task_struct *task);

#endif /* SCOPE_EVENT_JOURNAL_H */
