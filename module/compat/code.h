/* SPDX-License-Identifier: GPL-2.0 */
/* code.h - what the machine code around an address does */
#ifndef COMPAT_CODE_H
#define COMPAT_CODE_H

#include "../peek.h"

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

	if (scope_peek(&call, (void *)(address - sizeof(call)), sizeof(call)) &&
	    call.opcode == 0xe8)
		return address + call.distance + 1;
#endif
	return 0;
}

#endif /* COMPAT_CODE_H */
