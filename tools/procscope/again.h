/* SPDX-License-Identifier: GPL-2.0 */
/* again.h - what has changed since the look before? */
#ifndef PROCSCOPE_AGAIN_H
#define PROCSCOPE_AGAIN_H

struct model;
struct procscope_ask;

/**
 * again_look() - take the next snapshot of the system, at less cost
 * @now: filled; must be freed with model_free(); needs nothing of @then
 * @then: the snapshot before it, that was asked for with @ask
 * @ask: as for entry_look()
 *
 * Only the stack of a task that had no CPU meanwhile is taken from @then. Its
 * flag PROCSCOPE_TASK_UNCHANGED stays, and the header and the END record are
 * those of the stream: they tell what the kernel left out. Where @then is
 * nothing to go by, or much would have to be asked for again, @now is taken in
 * full.
 *
 * Ends the command with one line about it where that can't be done.
 */
void again_look(struct model *now, const struct model *then,
		const struct procscope_ask *ask);

#endif /* PROCSCOPE_AGAIN_H */
