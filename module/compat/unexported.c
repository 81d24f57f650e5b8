// SPDX-License-Identifier: GPL-2.0
/* unexported.c - functions that this kernel has but does not export */
#include <linux/kconfig.h>
#include <linux/kprobes.h>
#include "unexported.h"

void *compat_unexported(const char *name)
{
	/* It is never armed: nobody's code is touched. */
	struct kprobe probe = {
		.symbol_name = name,
		.flags = KPROBE_FLAG_DISABLED,
	};
	void *address;

	/*
	 * With IBT the landing pad of a function that nobody calls by address
	 * may have been sealed: such a call would be a fault. Nothing is to be
	 * switched off for our sake.
	 */
	if (IS_ENABLED(CONFIG_X86_KERNEL_IBT))
		return NULL;
	if (register_kprobe(&probe))
		return NULL;
	address = probe.addr;
	unregister_kprobe(&probe);
	return address;
}
