/* SPDX-License-Identifier: GPL-2.0 */
/* procfs.h - the entries */
#ifndef SCOPE_PROCFS_H
#define SCOPE_PROCFS_H

#include <linux/types.h>

/**
 * scope_procfs_init() - make the entries
 * @addresses: openers with CAP_SYSLOG get addresses
 *
 * Context: may sleep.
 * Return: 0, or -ENOMEM.
 */
int scope_procfs_init(bool addresses);

/**
 * scope_procfs_exit() - take the entries away
 *
 * Waits for readers that are inside; open files give errors from then on.
 *
 * Context: may sleep.
 */
void scope_procfs_exit(void);

#endif /* SCOPE_PROCFS_H */
