/* SPDX-License-Identifier: GPL-2.0 */
/* pause.h - when is it time to look again? */
#ifndef PROCSCOPE_PAUSE_H
#define PROCSCOPE_PAUSE_H

struct timespec;

/**
 * pause_begin() - from now on
 * @time: receives now
 */
void pause_begin(struct timespec *time);

/**
 * pause_for() - sleep until some seconds after a time
 * @time: the time; moved on to when the sleep ended. Where that is in the past
 *	already, it is now: what was missed is not caught up with
 * @seconds: how many
 */
void pause_for(struct timespec *time, double seconds);

#endif /* PROCSCOPE_PAUSE_H */
