/* SPDX-License-Identifier: GPL-2.0 */
/* frames.h - a stack as the BPF iterator gives it: addresses */
#ifndef BENCH_FRAMES_H
#define BENCH_FRAMES_H

#include <linux/types.h>

#define FRAMES	64

/**
 * struct frames - what is given of a task
 * @tid: the task
 * @count: how many frames follow
 * @frame: return addresses, innermost first
 */
struct frames {
	__u32 tid;
	__u32 count;
	__u64 frame[FRAMES];
};

#endif /* BENCH_FRAMES_H */
