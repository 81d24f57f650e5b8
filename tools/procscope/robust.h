/* SPDX-License-Identifier: GPL-2.0 */
/* robust.h - does a futex in user memory say who has it? */
#ifndef PROCSCOPE_ROBUST_H
#define PROCSCOPE_ROBUST_H

#include <linux/types.h>

/**
 * struct robust_question - a futex that a task is asleep for
 * @address: where it is, in the task's memory
 * @tid: the task
 * @reserved: 0
 */
struct robust_question {
	__u64 address;
	__s32 tid;
	__u32 reserved;
};

/**
 * struct robust_answer - who has it
 * @owner: the task whose number is in it, and which has it in its list of those
 *	that are to be given up when it ends; 0 if there is none
 * @reserved: 0
 * @nvcsw: voluntary switches of the task that was asked for, after that
 * @nivcsw: involuntary ones
 */
struct robust_answer {
	__s32 owner;
	__u32 reserved;
	__u64 nvcsw;
	__u64 nivcsw;
};

/**
 * robust_answer() - find out
 * @question: struct robust_question
 * @answer: struct robust_answer, filled; all zeros before
 *
 * It may be stuck behind who has the task's memory locked. What is not in RAM is
 * left there: no page of a task's is waited for.
 */
void robust_answer(const void *question, void *answer);

#endif /* PROCSCOPE_ROBUST_H */
