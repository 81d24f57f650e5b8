/* SPDX-License-Identifier: GPL-2.0 */
/* piles.h - which tasks have the same stack? */
#ifndef PROCSCOPE_PILES_H
#define PROCSCOPE_PILES_H

#include <stddef.h>
#include "model.h"

/**
 * struct pile - tasks with equal stacks
 * @task: the tasks, by rising tid
 * @count: how many
 */
struct pile {
	const struct task **task;
	size_t count;
};

/**
 * is_same_stack() - compare two stacks
 * @one: a stack
 * @two: another, of any snapshot
 *
 * Return: whether all that is known of them is the same.
 */
bool is_same_stack(const struct stack *one, const struct stack *two);

/**
 * piles_sort() - lay tasks on piles
 * @task: the tasks; is put in the order of the piles
 * @count: how many
 * @pile: receives the piles, the highest first; room for @count of them
 *
 * Return: how many piles.
 */
size_t piles_sort(const struct task **task, size_t count, struct pile *pile);

#endif /* PROCSCOPE_PILES_H */
