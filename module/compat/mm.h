/* SPDX-License-Identifier: GPL-2.0 */
/* mm.h - who uses an address space */
#ifndef COMPAT_MM_H
#define COMPAT_MM_H

#include <linux/mm_types.h>
#include "../peek.h"

/**
 * compat_peek_mm_owner() - the task that an address space has on record
 * @mm: any number taken for an address space
 * @task: receives any number, to be taken for a task
 *
 * Context: any.
 * Return: false if it can't be read, or this kernel keeps no such record.
 */
static inline bool compat_peek_mm_owner(const struct mm_struct *mm,
					struct task_struct **task)
{
#ifdef CONFIG_MEMCG
	return scope_peek(task, (const void *)&mm->owner, sizeof(*task));
#else
	return false;
#endif
}

#endif /* COMPAT_MM_H */
