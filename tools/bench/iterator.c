// SPDX-License-Identifier: GPL-2.0
/* iterator.c - how does a BPF iterator get into the kernel, and out of it? */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "iterator.h"

#define OBJECT	"/bench/stacks.bpf.o"

#define PROGRAMS	4

/* What is attached, by the program's name. */
static struct {
	char program[32];
	int link;
} attached[PROGRAMS];

static int load(const char *name)
{
	struct bpf_object *object = bpf_object__open_file(OBJECT, NULL);
	struct bpf_program *program;
	struct bpf_link *link = NULL;

	if (!object)
		err(EXIT_FAILURE, "cannot open " OBJECT);
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program,
					  !strcmp(name,
						  bpf_program__name(program)));
	if (bpf_object__load(object))
		err(EXIT_FAILURE, "cannot verify " OBJECT);
	program = bpf_object__find_program_by_name(object, name);
	if (program)
		link = bpf_program__attach_iter(program, NULL);
	if (!link)
		err(EXIT_FAILURE, "cannot attach %s of " OBJECT, name);
	return bpf_link__fd(link);
}

int iterator_open(const char *program)
{
	int i;

	for (i = 0; i < PROGRAMS && *attached[i].program; i++)
		if (!strcmp(attached[i].program, program))
			return bpf_iter_create(attached[i].link);
	if (i == PROGRAMS)
		errx(EXIT_FAILURE, "too many BPF programs");

	attached[i].link = load(program);
	snprintf(attached[i].program, sizeof(attached[i].program), "%s",
		 program);
	return bpf_iter_create(attached[i].link);
}
