// SPDX-License-Identifier: GPL-2.0
/* iterator.c - how does a BPF iterator get into the kernel, and out of it? */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "iterator.h"

#define OBJECT	"/bench/stacks.bpf.o"

int iterator_load(const char *name)
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
		err(EXIT_FAILURE, "cannot load " OBJECT);
	program = bpf_object__find_program_by_name(object, name);
	if (program)
		link = bpf_program__attach_iter(program, NULL);
	if (!link)
		err(EXIT_FAILURE, "cannot attach %s of " OBJECT, name);
	return bpf_link__fd(link);
}

int iterator_open(int iterator)
{
	return bpf_iter_create(iterator);
}
