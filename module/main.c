// SPDX-License-Identifier: GPL-2.0
/* main.c - load and unload */
#include <linux/module.h>
#include "compat/stack.h"
#include "event_work.h"
#include "ids.h"
#include "main.h"
#include "procfs.h"
#include "slab.h"
#include "symbols.h"

static bool addresses;
module_param(addresses, bool, 0400);
MODULE_PARM_DESC(addresses, "give kernel addresses to openers with CAP_SYSLOG");

static int __init scope_init(void)
{
	int err;

	scope_ids_init();
	if (compat_stack_init())
		pr_info("procscope: no stacks on this kernel\n");
	scope_event_work_init();
	scope_slab_init();
	err = scope_symbols_init();
	if (err)
		return err;
	err = scope_procfs_init(addresses);
	if (err) {
		scope_symbols_exit();
		return err;
	}
	pr_info("procscope: %s loaded\n", SCOPE_RELEASE);
	return 0;
}
module_init(scope_init);

static void __exit scope_exit(void)
{
	scope_procfs_exit();
	scope_symbols_exit();
}
module_exit(scope_exit);

MODULE_DESCRIPTION("Shows what tasks wait for, and who has it");
MODULE_AUTHOR("the procscope developers");
MODULE_VERSION(SCOPE_RELEASE);
MODULE_LICENSE("GPL");
