// SPDX-License-Identifier: GPL-2.0
/* hold.c - how are locks taken, and who waits for them? */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hold.h"

#define ENTRY	"/proc/procscope_hold"

void hold_do(const char *steps)
{
	int fd = open(ENTRY, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, steps, strlen(steps)) < 0)
		err(EXIT_FAILURE, "cannot write \"%s\" to " ENTRY, steps);
	close(fd);
}

size_t hold_blocked(void)
{
	FILE *entry = fopen(ENTRY, "re");
	size_t blocked = 0;
	char line[128];

	if (!entry)
		err(EXIT_FAILURE, "cannot open " ENTRY);
	while (fgets(line, sizeof(line), entry))
		blocked += !!strstr(line, " blocked\n");
	fclose(entry);
	return blocked;
}
