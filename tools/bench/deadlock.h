/* SPDX-License-Identifier: GPL-2.0 */
/* deadlock.h - the deadlock of the demo */
#ifndef BENCH_DEADLOCK_H
#define BENCH_DEADLOCK_H

#include <sys/types.h>

/**
 * deadlock_make() - let two threads deadlock, and another task run into it
 *
 * Nothing ends them but the end of the guest.
 *
 * Return: the tid of that task, once all three are stuck.
 */
pid_t deadlock_make(void);

#endif /* BENCH_DEADLOCK_H */
