// SPDX-License-Identifier: GPL-2.0
/*
 * main.c - how long do procscope and its peers take?
 *
 *	bench [-r ROUNDS] [-c NAME,...] [-j FILE] [-m JSON] NAME=TASKS...
 *
 * For each workload (a kind, and how many tasks), all contenders take their
 * turns, ROUNDS times, after a look each that is not counted.
 */
#include <err.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "contenders.h"
#include "output.h"
#include "report.h"
#include "workload.h"

/* Of a contender, at the least: seconds. */
#define TURN	0.2

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* Those of a list with commas, or all if there is none. */
static size_t choose(char *list, const struct contender **chosen)
{
	size_t count = 0;
	char *name;

	if (!list) {
		for (; count < contender_count; count++)
			chosen[count] = &contenders[count];
		return count;
	}
	for (; (name = strtok(list, ",")); list = NULL) {
		if (count == contender_count)
			errx(EXIT_FAILURE, "so many contenders there are not");
		chosen[count] = contender_find(name);
		if (!chosen[count++])
			errx(EXIT_FAILURE, "no contender %s", name);
	}
	return count;
}

/* Without those that this guest has not what they need for. */
static size_t leave_out(const struct contender **chosen, size_t count)
{
	size_t left = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct contender *contender = chosen[i];

		if (contender->needs && access(contender->needs, F_OK))
			printf("not measured: %s, there is no %s\n",
			       contender->name, contender->needs);
		else
			chosen[left++] = contender;
	}
	return left;
}

/* Those that have anything to give of this workload. */
static size_t enter(const struct contender *const *chosen, size_t chosen_count,
		    const struct workload *workload, struct result *results)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < chosen_count; i++) {
		if (!contender_fits(chosen[i], workload))
			continue;
		results[count++] = (struct result){
			.contender = chosen[i],
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

/* Let it look once. Return: how long that took. */
static double look(struct result *result, const struct workload *workload,
		   struct output *output)
{
	const struct contender *contender = result->contender;
	struct count count;
	double start, end;

	output->used = 0;
	start = now();
	if (contender->run(contender, workload, output))
		err(EXIT_FAILURE, "%s", contender->name);
	end = now();

	result->bytes = output->used;
	if (!contender->count)
		return end - start;
	contender->count(output, workload, &count);
	result->count.tasks = least(result->count.tasks, count.tasks);
	result->count.stacks = least(result->count.stacks, count.stacks);
	if (!contender_is_complete(contender, &count, workload))
		result->is_complete = false;
	return end - start;
}

/*
 * One turn. What else the host does comes in pieces of milliseconds, and hits
 * a quick one badly or not at all: it looks until its turn is no shorter than
 * TURN, and the mean counts.
 */
static double take_turn(struct result *result, const struct workload *workload,
			struct output *output)
{
	double seconds = 0;
	int looks = 0;

	while (seconds < TURN) {
		seconds += look(result, workload, output);
		looks++;
	}
	return seconds / looks;
}

static void measure(struct result *results, size_t count,
		    const struct workload *workload, struct output *output,
		    int rounds)
{
	size_t i;
	int round;

	for (i = 0; i < count; i++)
		look(&results[i], workload, output);
	for (round = 0; round < rounds; round++)
		for (i = 0; i < count; i++) {
			struct result *result = &results[i];

			result->seconds[result->rounds++] =
				take_turn(result, workload, output);
		}
}

int main(int argc, char **argv)
{
	const char *machine = "{}";
	char *list = NULL;
	struct utsname names;
	struct output output;
	const struct contender **chosen;
	struct result *results;
	size_t chosen_count;
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
	uname(&names);
	printf("Linux %s, %d rounds\n", names.release, rounds);
	output_create(&output);
	results = calloc(contender_count, sizeof(*results));
	chosen = calloc(contender_count, sizeof(*chosen));
	if (!results || !chosen)
		err(EXIT_FAILURE, NULL);
	chosen_count = leave_out(chosen, choose(list, chosen));
	report_legend(chosen, chosen_count);
	if (json)
		report_json_begin(json, machine);

	for (; optind < argc; optind++) {
		struct workload workload;
		size_t count;
		char *size = strchr(argv[optind], '=');

		if (!size)
			errx(EXIT_FAILURE, "%s: no size", argv[optind]);
		*size++ = '\0';
		workload_start(&workload, argv[optind], strtoul(size, NULL, 10));
		count = enter(chosen, chosen_count, &workload, results);
		measure(results, count, &workload, &output, rounds);
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
