/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hold.h - children that hold locks or sleep for them
 *
 * They do so inside the fixture module procscope_hold, whose steps are
 * described at the top of fixtures/hold.c.
 */
#ifndef SELFTESTS_HOLD_H
#define SELFTESTS_HOLD_H

#include <kselftest.h>
#include <stdbool.h>
#include <sys/types.h>

/* A child has the path that it was given open as this descriptor. */
#define HOLD_FD 9

/**
 * hold_load() - load the fixture, fresh
 *
 * Return: 0 or -errno.
 */
int hold_load(void);

/**
 * hold_unload() - end all children and unload the fixture
 *
 * Return: whether both worked; what did not is printed.
 */
bool hold_unload(void);

/**
 * hold_start() - start a child that carries out steps
 * @path: opened as HOLD_FD, for reading; or NULL
 * @steps: a format, as of printf(), of the steps
 *
 * Return: the child, or -1 with errno.
 */
pid_t hold_start(const char *path, const char *steps, ...)
	__printf(2, 3);

/**
 * hold_try() - carry out steps oneself
 * @steps: the steps, none of which is to wait
 *
 * Return: 0 or errno: EOPNOTSUPP if the kernel has no such lock.
 */
int hold_try(const char *steps);

/**
 * hold_becomes() - wait until a child is where it should be
 * @child: the child
 * @step: number of the step, from 1
 * @how: "blocked" while it takes a lock, "held" while it meets or waits
 *
 * The child is asleep then.
 *
 * Return: whether it got there within ten seconds; if not, where it was is
 * printed.
 */
bool hold_becomes(pid_t child, unsigned int step, const char *how);

/**
 * hold_go() - let go those that wait for a name
 * @name: the name
 *
 * Return: whether it could be said.
 */
bool hold_go(const char *name);

#endif /* SELFTESTS_HOLD_H */
