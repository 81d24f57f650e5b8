// SPDX-License-Identifier: GPL-2.0
/*
 * disturb.c - how much less gets done while somebody reads snapshots?
 *
 *	disturb [ROUNDS]
 *
 * Two workloads that the reader might hinder: threads that all want the lock of
 * one directory, and processes that fork. Each works for a second without a
 * reader and for one with, ROUNDS times, now the one first and now the other.
 */
#include <err.h>
#include <fcntl.h>
#include <libsmartcols/libsmartcols.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ENTRY		"/proc/procscope/snapshot"
#define DIRECTORY	"/tmp/disturb"

#define WORKERS		4
#define ROUNDS		9
#define WINDOW_NS	1000000000L
/* Ten snapshots a second. */
#define PERIOD_NS	100000000L

static atomic_ulong *done;

static void rename_for_ever(int number)
{
	char names[2][64];
	int fd, i;

	for (i = 0; i < 2; i++)
		snprintf(names[i], sizeof(names[i]), DIRECTORY "/%d.%d", number,
			 i);
	fd = open(names[0], O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		err(EXIT_FAILURE, "%s", names[0]);
	close(fd);
	for (i = 0;; i = !i) {
		if (rename(names[i], names[!i]))
			err(EXIT_FAILURE, "%s", names[i]);
		(*done)++;
	}
}

static void fork_for_ever(int number)
{
	(void)number;
	for (;;) {
		pid_t child = fork();

		if (child < 0)
			err(EXIT_FAILURE, "fork");
		if (!child)
			_exit(0);
		if (waitpid(child, NULL, 0) != child)
			err(EXIT_FAILURE, "waitpid");
		(*done)++;
	}
}

static const struct work {
	const char *name;
	void (*run)(int number);
} works[] = {
	{ "4 processes rename in one directory", rename_for_ever },
	{ "4 processes fork and wait", fork_for_ever },
};

static void pass(long ns)
{
	struct timespec left = { ns / 1000000000, ns % 1000000000 };

	while (nanosleep(&left, &left))
		;
}

static void read_for_ever(void)
{
	static char buffer[256 * 1024];
	struct timespec next;

	clock_gettime(CLOCK_MONOTONIC, &next);
	for (;;) {
		int fd = open(ENTRY, O_RDONLY | O_CLOEXEC);
		ssize_t got;

		if (fd < 0)
			err(EXIT_FAILURE, ENTRY);
		do
			got = read(fd, buffer, sizeof(buffer));
		while (got > 0);
		if (got < 0)
			err(EXIT_FAILURE, ENTRY);
		close(fd);
		next.tv_nsec += PERIOD_NS;
		next.tv_sec += next.tv_nsec / 1000000000;
		next.tv_nsec %= 1000000000;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
	}
}

/* A process that does @run till it is killed, or we are gone. */
static pid_t start(void (*run)(int number), int number)
{
	pid_t child = fork();

	if (child < 0)
		err(EXIT_FAILURE, "fork");
	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (run)
		run(number);
	else
		read_for_ever();
	_exit(EXIT_FAILURE);
}

static void stop(pid_t child)
{
	int status;

	kill(child, SIGKILL);
	if (waitpid(child, &status, 0) != child)
		err(EXIT_FAILURE, "waitpid");
	if (!WIFSIGNALED(status))
		errx(EXIT_FAILURE, "a process ended by itself");
}

/* What gets done in a second. */
static double measure(bool is_read)
{
	pid_t reader = is_read ? start(NULL, 0) : 0;
	struct timespec from, to;
	unsigned long before;
	double seconds, count;

	/* Whoever begins is through with it. */
	pass(WINDOW_NS / 10);
	clock_gettime(CLOCK_MONOTONIC, &from);
	before = *done;
	pass(WINDOW_NS);
	count = *done - before;
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (reader)
		stop(reader);
	seconds = to.tv_sec - from.tv_sec + (to.tv_nsec - from.tv_nsec) / 1e9;
	return count / seconds;
}

static int by_value(const void *a, const void *b)
{
	const double *one = a, *two = b;

	return *one < *two ? -1 : *one > *two;
}

static double median(double *values, int count)
{
	qsort(values, count, sizeof(*values), by_value);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void put(struct libscols_line *line, size_t column, const char *format,
		double value)
{
	char *text;

	if (asprintf(&text, format, value) < 0 ||
	    scols_line_refer_data(line, column, text))
		errx(EXIT_FAILURE, "no memory");
}

static void compare(struct libscols_table *table, const struct work *work,
		    int rounds)
{
	double with[rounds], without[rounds], ratio[rounds];
	struct libscols_line *line = scols_table_new_line(table, NULL);
	pid_t workers[WORKERS];
	int i;

	for (i = 0; i < WORKERS; i++)
		workers[i] = start(work->run, i);
	measure(true);
	for (i = 0; i < rounds; i++) {
		if (i % 2)
			with[i] = measure(true);
		without[i] = measure(false);
		if (i % 2 == 0)
			with[i] = measure(true);
		ratio[i] = with[i] / without[i] * 100;
	}
	for (i = 0; i < WORKERS; i++)
		stop(workers[i]);

	if (!line || scols_line_set_data(line, 0, work->name))
		errx(EXIT_FAILURE, "no memory");
	put(line, 1, "%.0f", median(without, rounds));
	put(line, 2, "%.0f", median(with, rounds));
	put(line, 3, "%.1f %%", median(ratio, rounds));
	put(line, 4, "%.1f %%", ratio[0]);
	put(line, 5, "%.1f %%", ratio[rounds - 1]);
}

int main(int argc, char **argv)
{
	static const char *const heads[] = {
		"WORK", "WITHOUT/s", "WITH/s", "WITH:WITHOUT", "LEAST", "MOST",
	};
	int rounds = argc > 1 ? atoi(argv[1]) : ROUNDS;
	struct libscols_table *table = scols_new_table();
	size_t i;

	if (rounds < 1 || rounds > 99)
		errx(EXIT_FAILURE, "1 to 99 rounds");
	done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (done == MAP_FAILED || !table)
		errx(EXIT_FAILURE, "no memory");
	if (mkdir(DIRECTORY, 0700))
		err(EXIT_FAILURE, DIRECTORY);
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (!scols_table_new_column(table, heads[i], 0,
					    i ? SCOLS_FL_RIGHT : 0))
			errx(EXIT_FAILURE, "no memory");
	printf("\nWork done in a second, without a reader and with one that takes 10\n"
	       "snapshots a second: medians of %d rounds, and of their ratios\n",
	       rounds);
	for (i = 0; i < sizeof(works) / sizeof(*works); i++)
		compare(table, &works[i], rounds);
	if (scols_print_table(table))
		errx(EXIT_FAILURE, "cannot print");
	scols_unref_table(table);
	return EXIT_SUCCESS;
}
