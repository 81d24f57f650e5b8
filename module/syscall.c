// SPDX-License-Identifier: GPL-2.0
/* syscall.c - the system call that a task sleeps in, and its files */
#include <asm/syscall.h>
#include <linux/audit.h>
#include <linux/fdtable.h>
#include <linux/ptrace.h>
#include <linux/sched/task_stack.h>
#include "compat/state.h"
#include "peek.h"
#include "syscall.h"

/* Files of a task that are compared. */
#define FILES_MAX	4096

bool scope_syscall_of(struct scope_syscall *call, struct task_struct *task)
{
#ifdef CONFIG_X86_64
	struct pt_regs regs;

	if (compat_is_worker(task) ||
	    syscall_get_arch(task) != AUDIT_ARCH_X86_64 ||
	    !scope_peek_stack(&regs, task, (unsigned long)task_pt_regs(task),
			      sizeof(regs)) || !user_mode(&regs))
		return false;
	call->nr = syscall_get_nr(task, &regs);
	syscall_get_arguments(task, &regs, call->arg);
	return call->nr >= 0;
#else
	return false;
#endif
}

static struct file **table_of(const struct task_struct *task,
			      unsigned int *size)
{
	const struct files_struct *files = READ_ONCE(task->files);
	const struct fdtable *table;
	struct file **file;

	if (!files || !scope_peek_to(table, &files->fdt) ||
	    !scope_peek_to(*size, &table->max_fds) ||
	    !scope_peek_to(file, &table->fd))
		return NULL;
	return file;
}

const struct file *scope_syscall_file(const struct task_struct *task,
				      unsigned long fd)
{
	struct file **table, *file;
	unsigned int size;

	table = table_of(task, &size);
	if (!table || fd >= size || !scope_peek_to(file, table + fd))
		return NULL;
	return file;
}

bool scope_syscall_has_file(const struct task_struct *task,
			    const struct file *file)
{
	unsigned int size, i, j;
	struct file **table, *some[16];

	table = table_of(task, &size);
	if (!table)
		return false;
	size = min_t(unsigned int, size, FILES_MAX);
	/* There are as many as there are bits in so many words. */
	for (i = 0; i + ARRAY_SIZE(some) <= size; i += ARRAY_SIZE(some)) {
		if (!scope_peek_to(some, table + i))
			return false;
		for (j = 0; j < ARRAY_SIZE(some); j++)
			if (some[j] == file)
				return true;
	}
	return false;
}
