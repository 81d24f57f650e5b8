/* SPDX-License-Identifier: GPL-2.0 */
/*
 * children.h - processes that a test starts and that end with it
 *
 * A child is killed when the test dies, however it dies. Children share
 * nothing with the test but what they inherit.
 */
#ifndef SELFTESTS_CHILDREN_H
#define SELFTESTS_CHILDREN_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * child_start() - run a function in a child
 * @run: its return value is the child's exit code
 * @argument: for @run
 *
 * SIGUSR1 does nothing but interrupt what it sleeps in.
 *
 * Return: the child's tid, or -1 with errno.
 */
pid_t child_start(int (*run)(void *argument), void *argument);

/**
 * child_exec() - run a program in a child
 * @argv: the program, looked up in PATH, and its arguments, NULL at the end
 *
 * What it writes to its standard output is dropped.
 *
 * Return: the child's tid, or -1 with errno; a program that can't be run
 * exits with 127.
 */
pid_t child_exec(const char *const argv[]);

/**
 * child_wait() - wait until a child has ended by itself
 * @child: the child
 * @seconds: when to give up
 * @status: receives what waitpid() says; or NULL
 *
 * Return: whether it has; it is forgotten then.
 */
bool child_wait(pid_t child, double seconds, int *status);

/**
 * child_kill() - kill one child and wait until it is gone
 * @child: the child
 *
 * Return: whether it was gone within ten seconds.
 */
bool child_kill(pid_t child);

/**
 * child_at() - which children are there?
 * @number: from 0 on; those that end are not counted any more
 *
 * Return: the child; 0 behind the last.
 */
pid_t child_at(size_t number);

/**
 * children_kill() - kill all children and wait until they are gone
 *
 * All are killed before the first is waited for: those that no signal wakes
 * end when those that they wait for are gone.
 *
 * Return: whether all were gone within ten seconds.
 */
bool children_kill(void);

#endif /* SELFTESTS_CHILDREN_H */
