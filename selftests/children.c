// SPDX-License-Identifier: GPL-2.0
/* children.c - processes that a test starts and that end with it */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "children.h"

#define GONE_WITHIN 10.0

#define MOST 2048

static pid_t children[MOST];
static size_t count;

static void ignore(int signal)
{
	(void)signal;
}

pid_t child_start(int (*run)(void *argument), void *argument)
{
	const struct sigaction interrupt = { .sa_handler = ignore };
	pid_t test = getpid();
	pid_t child;

	if (count == MOST) {
		errno = EAGAIN;
		return -1;
	}

	child = fork();
	if (child > 0)
		children[count++] = child;
	if (child)
		return child;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGUSR1, &interrupt, NULL);
	if (getppid() != test)
		_exit(1);
	_exit(run(argument));
}

static int run_program(void *argument)
{
	char **argv = argument;
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		return 127;
	close(null);
	execvp(argv[0], argv);
	fprintf(stderr, "# %s: cannot run: %m\n", argv[0]);
	return 127;
}

pid_t child_exec(const char *const argv[])
{
	return child_start(run_program, (void *)argv);
}

static bool has_ended(pid_t child, int *status)
{
	pid_t waited = waitpid(child, status, WNOHANG);

	return waited == child || (waited < 0 && errno == ECHILD);
}

bool child_wait(pid_t child, double seconds, int *status)
{
	size_t i;

	if (!await(has_ended(child, status), seconds))
		return false;
	/* The number may soon be another's: it must not be killed any more. */
	for (i = 0; i < count; i++)
		if (children[i] == child)
			children[i] = children[--count];

	return true;
}

static bool wait_for_killed(pid_t child)
{
	if (child_wait(child, GONE_WITHIN, NULL))
		return true;
	fprintf(stderr, "# child %d survives SIGKILL\n", child);
	return false;
}

bool child_kill(pid_t child)
{
	kill(child, SIGKILL);
	return wait_for_killed(child);
}

pid_t child_at(size_t number)
{
	return number < count ? children[number] : 0;
}

bool children_kill(void)
{
	size_t i;

	for (i = 0; i < count; i++)
		kill(children[i], SIGKILL);
	while (count)
		if (!wait_for_killed(children[count - 1]))
			return false;

	return true;
}
