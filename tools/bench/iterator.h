/* SPDX-License-Identifier: GPL-2.0 */
/* iterator.h - a BPF iterator that is loaded once and read many times */
#ifndef BENCH_ITERATOR_H
#define BENCH_ITERATOR_H

/**
 * iterator_load() - load and attach one program of stacks.bpf.o
 * @program: its name
 *
 * Return: an fd for iterator_open(); it ends the process where there is none.
 */
int iterator_load(const char *program);

/**
 * iterator_open() - begin to read
 * @iterator: what iterator_load() returned
 *
 * Return: an fd to read from, or -1 with errno.
 */
int iterator_open(int iterator);

#endif /* BENCH_ITERATOR_H */
