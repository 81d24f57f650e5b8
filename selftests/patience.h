/* SPDX-License-Identifier: GPL-2.0 */
/* patience.h - every deadline of a test, made longer where the kernel is slow */
#ifndef SELFTESTS_PATIENCE_H
#define SELFTESTS_PATIENCE_H

/**
 * slowness() - how patient to be with this kernel
 *
 * Return: how many times as long as on others all may take, from the environment.
 */
unsigned int slowness(void);

/**
 * storm_seconds() - for how long a storm is to last
 * @usual: seconds, where the environment does not name others by LONG
 *
 * A test that takes longer for it is not ended by the harness any more, but by who
 * runs the guest.
 */
unsigned int storm_seconds(unsigned int usual);

/* What the linker makes of alarm(), which is how the harness ends a test. */
unsigned int __wrap_alarm(unsigned int seconds);
unsigned int __real_alarm(unsigned int seconds);

#endif /* SELFTESTS_PATIENCE_H */
