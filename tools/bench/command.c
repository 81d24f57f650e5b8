// SPDX-License-Identifier: GPL-2.0
/* command.c - how is a command run, from its start to its end? */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"

int command_run(const char *const argv[], struct output *output)
{
	posix_spawn_file_actions_t actions;
	int status;
	int error;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	/* A full pipe would let it wait for us more than it has to. */
	fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
					 O_WRONLY, 0);
	error = posix_spawnp(&pid, argv[0], &actions, NULL,
			     (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (error) {
		close(ends[0]);
		errno = error;
		return -1;
	}

	if (output_add_rest(output, ends[0]))
		error = errno;
	close(ends[0]);
	if (waitpid(pid, &status, 0) < 0 || error) {
		errno = error ? error : errno;
		return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
