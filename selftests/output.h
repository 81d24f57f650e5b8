/* SPDX-License-Identifier: GPL-2.0 */
/* output.h - run a program with a deadline and keep what it says */
#ifndef SELFTESTS_OUTPUT_H
#define SELFTESTS_OUTPUT_H

/**
 * struct output - what became of a program
 * @code: its exit code; 128 and the signal if one ended it; -1 if it had not
 *	ended at the deadline, when it was sent SIGKILL and no longer waited for
 * @seconds: how long it took
 * @out: what it wrote to its standard output
 * @err: what it wrote to its standard error
 */
struct output {
	int code;
	double seconds;
	char *out;
	char *err;
};

/**
 * output_of() - run a program
 * @seconds: the deadline
 * @uid: the user and group that it runs as
 * @argv: the program, looked up in PATH, and its arguments, NULL at the end
 *
 * Return: what became of it; to be freed with output_free().
 */
struct output output_of(double seconds, unsigned int uid,
			const char *const argv[]);

/**
 * OUTPUT_OF() - run a program as root
 * @seconds: the deadline
 * @...: the program and its arguments
 */
#define OUTPUT_OF(seconds, ...) \
	output_of(seconds, 0, (const char *const[]){ __VA_ARGS__, NULL })

/**
 * output_on_terminal() - run a program whose standard error is a terminal
 * @seconds: the deadline
 * @argv: as for output_of()
 *
 * Return: as output_of(); of what the terminal was sent, the first 4 KiB.
 */
struct output output_on_terminal(double seconds, const char *const argv[]);

/**
 * output_show() - print what became of a program, for who reads the test's log
 * @what: what it is called
 * @output: what became of it
 */
void output_show(const char *what, const struct output *output);

/**
 * output_free() - give back an output's memory
 * @output: the output
 */
void output_free(struct output *output);

#endif /* SELFTESTS_OUTPUT_H */
