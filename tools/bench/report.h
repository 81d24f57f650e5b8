/* SPDX-License-Identifier: GPL-2.0 */
/* report.h - what was measured, as a table and as JSON */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <stdio.h>

#include "contenders.h"

/** define ROUNDS_MAX - more than anybody has the patience for */
#define ROUNDS_MAX	99

/**
 * struct result - what one contender did with one workload
 * @contender: who
 * @rounds: how often it was measured
 * @seconds: how long it took, in each round
 * @count: the worst of what its outputs gave
 * @is_complete: they gave all that they had to, each time
 * @bytes: of its last output
 */
struct result {
	const struct contender *contender;
	size_t rounds;
	double seconds[ROUNDS_MAX];
	struct count count;
	bool is_complete;
	size_t bytes;
};

/**
 * report_legend() - print what each contender is
 * @chosen: the contenders
 * @count: how many they are
 */
void report_legend(const struct contender *const *chosen, size_t count);

/**
 * report_table() - print what was measured with one workload
 * @workload: the workload
 * @results: one for each contender that took part
 * @count: how many they are
 */
void report_table(const struct workload *workload,
		  const struct result *results, size_t count);

/**
 * report_json_begin() - begin to write JSON
 * @out: where to
 * @machine: what the host says of itself, as JSON
 */
void report_json_begin(FILE *out, const char *machine);

/**
 * report_json() - write what was measured with one workload
 * @out: where to
 * @workload: the workload
 * @results: one for each contender that took part
 * @count: how many they are
 */
void report_json(FILE *out, const struct workload *workload,
		 const struct result *results, size_t count);

/**
 * report_json_end() - the end of it
 * @out: where to
 */
void report_json_end(FILE *out);

#endif /* BENCH_REPORT_H */
