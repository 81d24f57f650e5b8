// SPDX-License-Identifier: GPL-2.0
/*
 * floor.c - the least that a look at every task can cost: the module's walk,
 * its references and its unwind, with nothing made of it
 *
 * Reading /proc/procscope_floor does one such look and gives no bytes; reading
 * /proc/procscope_walk does one without the unwind.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include "../../../module/compat/stack.h"
#include "../../../module/walk.h"

/* As many as the module takes. */
#define FRAMES	256

static ssize_t walk_read(struct file *file, char __user *to, size_t size,
			 loff_t *pos)
{
	struct task_struct *task;
	pid_t tid = 0;

	while ((task = scope_walk(&init_pid_ns, &tid))) {
		put_task_struct(task);
		tid++;
	}
	return 0;
}

static ssize_t floor_read(struct file *file, char __user *to, size_t size,
			  loff_t *pos)
{
	struct task_struct *task;
	unsigned long *frames;
	pid_t tid = 0;

	frames = kmalloc_array(FRAMES, sizeof(*frames), GFP_KERNEL);
	if (!frames)
		return -ENOMEM;
	while ((task = scope_walk(&init_pid_ns, &tid))) {
		compat_stack_trace_save_tsk(task, frames, FRAMES, 0);
		put_task_struct(task);
		tid++;
	}
	kfree(frames);
	return 0;
}

static const struct proc_ops floor_ops = {
	.proc_read = floor_read,
	.proc_lseek = noop_llseek,
};

static const struct proc_ops walk_ops = {
	.proc_read = walk_read,
	.proc_lseek = noop_llseek,
};

static int __init floor_init(void)
{
	int err = compat_stack_init();

	if (err)
		return err;
	if (!proc_create("procscope_floor", 0400, NULL, &floor_ops))
		return -ENOMEM;
	if (proc_create("procscope_walk", 0400, NULL, &walk_ops))
		return 0;
	remove_proc_entry("procscope_floor", NULL);
	return -ENOMEM;
}

static void __exit floor_exit(void)
{
	remove_proc_entry("procscope_walk", NULL);
	remove_proc_entry("procscope_floor", NULL);
}

module_init(floor_init);
module_exit(floor_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("the cost that procscope can't be under");
