// SPDX-License-Identifier: GPL-2.0
/* ids.c - a number for an address, the same for all, that tells nothing */
#include <linux/random.h>
#include <linux/siphash.h>
#include "ids.h"

static siphash_key_t key;
static u64 load;

void scope_ids_init(void)
{
	get_random_bytes(&key, sizeof(key));
	get_random_bytes(&load, sizeof(load));
}

u64 scope_id(const void *address, bool plain)
{
	if (plain)
		return (u64)address;
	/* One address in 2^64 shares its id with another one. */
	return address ? siphash_1u64((u64)address, &key) ?: 1 : 0;
}

u64 scope_ids_load(void)
{
	return load;
}
