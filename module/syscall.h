/* SPDX-License-Identifier: GPL-2.0 */
/* syscall.h - the system call that a task sleeps in */
#ifndef SCOPE_SYSCALL_H
#define SCOPE_SYSCALL_H

#include <linux/types.h>

struct file;
struct task_struct;

/**
 * struct scope_syscall - a system call
 * @nr: its number, of the architecture's own ones
 * @arg: its arguments
 */
struct scope_syscall {
	long nr;
	unsigned long arg[6];
};

/**
 * scope_syscall_of() - the system call that a task sleeps in
 * @call: filled
 * @task: the task, pinned by the caller and asleep
 *
 * Context: does not sleep.
 * Return: false if it is a thread of the kernel, or a call of another
 * architecture's numbers.
 */
bool scope_syscall_of(struct scope_syscall *call, struct task_struct *task);

/**
 * scope_syscall_file() - what a task has open
 * @task: the task, pinned by the caller
 * @fd: the number
 *
 * Context: any.
 * Return: a number to be taken for a file; NULL if there is none.
 */
const struct file *scope_syscall_file(const struct task_struct *task,
				      unsigned long fd);

/**
 * scope_syscall_has_file() - does a task have a file open?
 * @task: the task, pinned by the caller, or under RCU
 * @file: a number taken for a file
 *
 * Context: does not sleep.
 * Return: false also where it has too many.
 */
bool scope_syscall_has_file(const struct task_struct *task,
			    const struct file *file);

#endif /* SCOPE_SYSCALL_H */
