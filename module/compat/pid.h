/* SPDX-License-Identifier: GPL-2.0 */
/* pid.h - the numbers of tasks */
#ifndef COMPAT_PID_H
#define COMPAT_PID_H

#include <linux/idr.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>

/**
 * compat_find_ge_pid() - find_ge_pid(), exported or not
 * @nr: the least number
 * @ns: whose numbers
 *
 * Context: under RCU.
 */
static inline struct pid *compat_find_ge_pid(int nr, struct pid_namespace *ns)
{
#ifdef COMPAT_HAVE_FIND_GE_PID
	return find_ge_pid(nr, ns);
#else
	return idr_get_next(&ns->idr, &nr);
#endif
}

#endif /* COMPAT_PID_H */
