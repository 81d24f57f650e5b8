/* SPDX-License-Identifier: GPL-2.0 */
/* iterator.h - BPF iterators that are loaded once and read many times */
#ifndef BENCH_ITERATOR_H
#define BENCH_ITERATOR_H

/**
 * iterator_open() - begin to read what a BPF iterator gives
 * @program: its name in stacks.bpf.o; it is loaded and attached when it is
 *	first asked for, which ends the process where that fails
 *
 * Return: an fd to read from, or -1 with errno.
 */
int iterator_open(const char *program);

#endif /* BENCH_ITERATOR_H */
