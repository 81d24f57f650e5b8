// SPDX-License-Identifier: GPL-2.0
/*
 * app.c - a process whose threads take locks through the hold fixture
 *
 * app NAME FILE STEPS... - become NAME, open FILE as fd 3, and have one thread
 * for each STEPS write it to /proc/procscope_hold
 */
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static void *work(void *steps)
{
	int fd = open("/proc/procscope_hold", O_WRONLY);

	if (fd < 0)
		err(EXIT_FAILURE, "cannot open /proc/procscope_hold");
	if (write(fd, steps, strlen(steps)) < 0)
		err(EXIT_FAILURE, "cannot write \"%s\"", (char *)steps);
	close(fd);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int i;

	if (argc < 4)
		errx(EXIT_FAILURE, "usage: app NAME FILE STEPS...");
	prctl(PR_SET_NAME, argv[1]);
	if (open(argv[2], O_RDWR) != 3)
		err(EXIT_FAILURE, "cannot open %s as fd 3", argv[2]);

	for (i = 3; i < argc; i++)
		if (pthread_create(&thread, NULL, work, argv[i]))
			errx(EXIT_FAILURE, "cannot create a thread");
	pthread_join(thread, NULL);
	return EXIT_SUCCESS;
}
