// SPDX-License-Identifier: GPL-2.0
/*
 * stacks.bpf.c - every task, or its stack, by a BPF iterator over tasks
 *
 * As little as an answer takes: of a stack, tid and frames. Frames are 64 at
 * most, as in /proc/PID/stack.
 */
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "frames.h"

/* What is used of the kernel's structs: libbpf finds out where it stands. */
struct task_struct {
	int pid;
	int tgid;
	unsigned int __state;
	char comm[16];
} __attribute__((preserve_access_index));

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} __attribute__((preserve_access_index));

char terms[] SEC("license") = "GPL";

/* A stack is too large for the one that a BPF program has. */
struct frames stack;

static __always_inline long take_stack(struct task_struct *task)
{
	long bytes = bpf_get_task_stack(task, stack.frame,
					sizeof(stack.frame), 0);

	if (bytes < 0)
		return 0;
	if (bytes > (long)sizeof(stack.frame))
		return sizeof(stack.frame);
	return bytes;
}

SEC("iter/task")
int stacks_text(struct bpf_iter__task *context)
{
	struct seq_file *seq = context->meta->seq;
	struct task_struct *task = context->task;
	unsigned long count;
	unsigned int i;

	if (!task)
		return 0;
	count = take_stack(task) / sizeof(stack.frame[0]);
	BPF_SEQ_PRINTF(seq, "%d\n", task->pid);
	for (i = 0; i < FRAMES; i++) {
		if (i >= count)
			break;
		BPF_SEQ_PRINTF(seq, "[<0>] %pB\n", stack.frame[i]);
	}
	return 0;
}

SEC("iter/task")
int stacks_raw(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	unsigned long bytes;

	if (!task)
		return 0;
	bytes = take_stack(task);
	stack.tid = task->pid;
	stack.count = bytes / sizeof(stack.frame[0]);
	bpf_seq_write(context->meta->seq, &stack,
		      __builtin_offsetof(struct frames, frame) + bytes);
	return 0;
}

SEC("iter/task")
int tasks_text(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;

	if (task)
		BPF_SEQ_PRINTF(context->meta->seq, "%d %d %x %s\n", task->pid,
			       task->tgid, task->__state, task->comm);
	return 0;
}
