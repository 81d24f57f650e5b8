// SPDX-License-Identifier: GPL-2.0
/* output.c - run a program with a deadline and keep what it says */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "output.h"
#include "views.h"

struct program {
	unsigned int uid;
	const char *const *argv;
	int out;
	int err;
};

static int run_program(void *argument)
{
	const struct program *program = argument;

	if (dup2(program->out, STDOUT_FILENO) < 0 ||
	    dup2(program->err, STDERR_FILENO) < 0)
		return 126;
	if (program->uid && (setresgid(program->uid, program->uid,
				       program->uid) ||
			     setresuid(program->uid, program->uid,
				       program->uid)))
		return 126;
	execvp(program->argv[0], (char **)program->argv);
	return 127;
}

/* Memory, not a pipe: nobody has to read while it is written. */
static int new_file(void)
{
	int fd = memfd_create("output", MFD_CLOEXEC);

	if (fd < 0)
		err(1, "output");
	return fd;
}

static char *take_file(int fd)
{
	char *text;

	lseek(fd, 0, SEEK_SET);
	text = view_rest(fd, 65536, NULL);
	if (!text)
		err(1, "output");
	close(fd);

	return text;
}

static struct output run(struct program *program, double seconds)
{
	struct output output = { .code = -1 };
	double start = seconds_now();
	int status;
	pid_t child;

	child = child_start(run_program, program);
	if (child < 0)
		err(1, "%s", program->argv[0]);
	if (child_wait(child, seconds, &status))
		output.code = WIFEXITED(status) ? WEXITSTATUS(status) :
						  128 + WTERMSIG(status);
	else
		kill(child, SIGKILL);
	output.seconds = seconds_now() - start;
	output.out = take_file(program->out);

	return output;
}

struct output output_of(double seconds, unsigned int uid,
			const char *const argv[])
{
	struct program program = {
		.uid = uid,
		.argv = argv,
		.out = new_file(),
		.err = new_file(),
	};
	struct output output = run(&program, seconds);

	output.err = take_file(program.err);
	return output;
}

/* What a terminal keeps for who has not read it yet; it is little. */
static char *take_terminal(int fd)
{
	char text[4096];
	size_t length = 0;
	ssize_t got;

	do {
		got = read(fd, text + length, sizeof(text) - 1 - length);
		length += got > 0 ? got : 0;
	} while (got > 0);
	text[length] = '\0';
	close(fd);

	return strdup(text);
}

struct output output_on_terminal(double seconds, const char *const argv[])
{
	struct program program = { .argv = argv, .out = new_file() };
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct output output;

	if (terminal < 0 || grantpt(terminal) || unlockpt(terminal))
		err(1, "terminal");
	program.err = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (program.err < 0)
		err(1, "terminal");
	output = run(&program, seconds);
	close(program.err);
	output.err = take_terminal(terminal);

	return output;
}

static void show_lines(const char *name, const char *text)
{
	while (*text) {
		int length = 0;

		while (text[length] && text[length] != '\n')
			length++;
		fprintf(stderr, "#   %s| %.*s\n", name, length, text);
		text += length + (text[length] == '\n');
	}
}

void output_show(const char *what, const struct output *output)
{
	fprintf(stderr, "# %s: code %d after %.2f s\n", what, output->code,
		output->seconds);
	show_lines("out", output->out);
	show_lines("err", output->err);
}

void output_free(struct output *output)
{
	free(output->out);
	free(output->err);
	*output = (struct output){};
}
