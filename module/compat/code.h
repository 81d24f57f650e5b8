/* SPDX-License-Identifier: GPL-2.0 */
/* code.h - what the machine code around an address does */
#ifndef COMPAT_CODE_H
#define COMPAT_CODE_H

#include <linux/kernel.h>
#include "../peek.h"
#include "memory.h"

/**
 * compat_call_target() - the function whose call returns to an address
 * @address: any number taken for a return address
 *
 * Context: any.
 * Return: an address just inside the function, so that it is looked up like a
 * return address; 0 if there is no direct call right before @address.
 */
static inline unsigned long compat_call_target(unsigned long address)
{
#ifdef CONFIG_X86_64
	struct {
		u8 opcode;
		s32 distance;
	} __packed call;

	unsigned long target;

	if (compat_memory_of(address) != COMPAT_MEMORY_IMAGE ||
	    !scope_peek(&call, (void *)(address - sizeof(call)),
			sizeof(call)) || call.opcode != 0xe8)
		return 0;
	target = address + call.distance;
#ifdef CONFIG_CALL_THUNKS
	/* The call may be of the padding before the function. */
	target = ALIGN(target, CONFIG_FUNCTION_ALIGNMENT);
#endif
	return target + 1;
#else
	return 0;
#endif
}

#endif /* COMPAT_CODE_H */
