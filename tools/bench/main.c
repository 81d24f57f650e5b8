// SPDX-License-Identifier: GPL-2.0
/*
 * main.c - how long do procscope and its peers take?
 *
 *	bench [-r ROUNDS] [-c NAME,...] [-j FILE] [-m JSON] NAME=TASKS...
 *
 * For each workload (sleep or locks, with so many tasks), all contenders take
 * their turn, ROUNDS times and once before that is not counted.
 */
#include <err.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "contenders.h"
#include "output.h"
#include "report.h"
#include "workload.h"

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* Whether a name is in a list with commas; every one is in no list. */
static bool is_chosen(const char *list, const char *name)
{
	size_t length = strlen(name);

	if (!list)
		return true;
	for (; *list; list += strcspn(list, ","), list += *list == ',')
		if (strcspn(list, ",") == length &&
		    !strncmp(list, name, length))
			return true;
	return false;
}

static size_t choose(const char *list, const struct workload *workload,
		     struct result *results)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < contender_count; i++) {
		const struct contender *contender = &contenders[i];

		if (!is_chosen(list, contender->name))
			continue;
		if (contender->gives == GIVES_WAITERS && !workload->waiters)
			continue;
		if (contender->needs && access(contender->needs, F_OK))
			continue;
		results[count++] = (struct result){
			.contender = contender,
			.count = { NOT_COUNTED, NOT_COUNTED },
			.is_complete = true,
		};
	}
	return count;
}

static size_t least(size_t one, size_t two)
{
	return one < two ? one : two;
}

static void measure(struct result *result, const struct workload *workload,
		    struct output *output, bool is_counted)
{
	const struct contender *contender = result->contender;
	struct count count;
	double start;

	output->used = 0;
	start = now();
	if (contender->run(contender, output))
		err(EXIT_FAILURE, "%s", contender->name);
	if (is_counted)
		result->seconds[result->rounds++] = now() - start;

	contender->count(output, workload, &count);
	result->count.tasks = least(result->count.tasks, count.tasks);
	result->count.stacks = least(result->count.stacks, count.stacks);
	if (!contender_is_complete(contender, &count, workload))
		result->is_complete = false;
	result->bytes = output->used;
}

int main(int argc, char **argv)
{
	const char *machine = "{}";
	const char *list = NULL;
	struct output output;
	struct result *results;
	FILE *json = NULL;
	int rounds = 5;
	int option;

	while ((option = getopt(argc, argv, "r:c:j:m:")) != -1) {
		switch (option) {
		case 'r':
			rounds = atoi(optarg);
			if (rounds < 1 || rounds > ROUNDS_MAX)
				errx(EXIT_FAILURE, "1 to %d rounds",
				     ROUNDS_MAX);
			break;
		case 'c':
			list = optarg;
			break;
		case 'j':
			json = fopen(optarg, "we");
			if (!json)
				err(EXIT_FAILURE, "%s", optarg);
			break;
		case 'm':
			machine = optarg;
			break;
		default:
			return EXIT_FAILURE;
		}
	}

	/* The tables are in UTF-8, wherever they are made. */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		errx(EXIT_FAILURE, "no locale C.UTF-8");
	output_create(&output);
	results = calloc(contender_count, sizeof(*results));
	if (!results)
		err(EXIT_FAILURE, NULL);
	if (json)
		report_json_begin(json, machine);

	for (; optind < argc; optind++) {
		struct workload workload;
		size_t count;
		size_t i;
		char *size = strchr(argv[optind], '=');
		int round;

		if (!size)
			errx(EXIT_FAILURE, "%s: no size", argv[optind]);
		*size++ = '\0';
		workload_start(&workload, argv[optind], strtoul(size, NULL, 10));
		count = choose(list, &workload, results);
		for (round = 0; round <= rounds; round++)
			for (i = 0; i < count; i++)
				measure(&results[i], &workload, &output, round);
		workload_stop(&workload);
		report_table(&workload, results, count);
		if (json)
			report_json(json, &workload, results, count);
	}

	if (json) {
		report_json_end(json);
		if (fclose(json))
			err(EXIT_FAILURE, "cannot write JSON");
	}
	return EXIT_SUCCESS;
}
