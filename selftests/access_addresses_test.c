// SPDX-License-Identifier: GPL-2.0
/* access_addresses_test.c - who gets addresses of a module that gives them? */
#define GIVE_ADDRESSES true

#include "access_levels.h"

TEST_HARNESS_MAIN
