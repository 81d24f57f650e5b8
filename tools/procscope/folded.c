// SPDX-License-Identifier: GPL-2.0
/* folded.c - stacks as programs that draw flame graphs read them */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "folded.h"
#include "terminal.h"
#include "words.h"

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_name(FILE *out, const struct task *task)
{
	char *name = NULL;
	size_t size = 0;
	FILE *text = open_memstream(&name, &size);
	size_t i;

	if (!text)
		err(EXIT_FAILURE, NULL);
	put_safe(text, (const char *)task->raw.comm);
	if (fclose(text))
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < size; i++) {
		if (name[i] == ';')
			fputs("\\x3b", out);
		else
			fputc(name[i], out);
	}
	free(name);
}

static char *fold(const struct task *task)
{
	const struct stack *stack = &task->stack;
	char *line = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&line, &size);
	size_t i = stack->count;

	if (!out)
		err(EXIT_FAILURE, NULL);
	put_name(out, task);
	if (stack->status != PROCSCOPE_OK) {
		fputs(";?", out);
		put_reason(out, stack->status, stack->reason);
	}
	if (stack->cut)
		fprintf(out, ";%s", terminal_more());
	while (i--) {
		fputc(';', out);
		put_frame(out, stack->frame[i]);
	}
	if (fclose(out))
		err(EXIT_FAILURE, NULL);
	return line;
}

void folded_put(FILE *out, const struct task **task, size_t count)
{
	char **line = calloc(count + 1, sizeof(*line));
	size_t first = 0;
	size_t i;

	if (!line)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < count; i++)
		line[i] = fold(task[i]);
	qsort(line, count, sizeof(*line), by_text);

	for (i = 1; i <= count; i++) {
		if (i < count && !strcmp(line[first], line[i]))
			continue;
		fprintf(out, "%s %zu\n", line[first], i - first);
		first = i;
	}

	for (i = 0; i < count; i++)
		free(line[i]);
	free(line);
}
