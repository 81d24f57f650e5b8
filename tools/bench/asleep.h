/* SPDX-License-Identifier: GPL-2.0 */
/* asleep.h - wait until a task sleeps where it shall */
#ifndef BENCH_ASLEEP_H
#define BENCH_ASLEEP_H

#include <sys/types.h>

/**
 * await_asleep() - return when a task sleeps in a system call
 * @tid: its number: 0 until it is about to make the call, set by itself
 * @syscall: the call's number
 * @state: the letter of its sleep, as in /proc/TID/stat
 *
 * Ends the process if that does not come true within minutes.
 */
void await_asleep(const pid_t *tid, long syscall, char state);

#endif /* BENCH_ASLEEP_H */
