// SPDX-License-Identifier: GPL-2.0
/* lockstates.c - tasks that sleep for locks, and the truth about them */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "children.h"
#include "lockstates.h"
#include "module.h"
#include "put.h"

#define MODULE "procscope_lockstates"

int lockstates_load(void)
{
	int error = module_unload(MODULE);

	return error && error != -ENOENT ? error : module_load(MODULE);
}

int lockstates_do(const char *command)
{
	return put_text(LOCKSTATES_ENTRY, command);
}

bool lockstates_unload(void)
{
	int error = lockstates_do("release");
	/* Not before: what no signal wakes ends when it gets its lock. */
	bool gone = children_kill();

	if (!error)
		error = module_unload(MODULE);
	if (error)
		fprintf(stderr, "# rmmod " MODULE ": %s\n", strerror(-error));
	return gone && !error;
}

bool parked_waits(const struct parked *parked)
{
	return strcmp(parked->variant, "-");
}

static bool read_line(const char *line, struct truth *truth)
{
	struct parked parked = {};
	char owner[16];
	size_t parked_count;

	if (line[0] == '#')
		return sscanf(line, "# parked %zu restless %u", &parked_count,
			      &truth->restless) == 2 &&
		       parked_count == truth->count;
	if (sscanf(line, "%d %47s %15s %15s %23s %79s %15s %47s %63s",
		   &parked.tid, parked.variant, parked.kind, parked.mode,
		   parked.breakable, parked.lock, owner, parked.readers,
		   parked.home) != 9)
		return false;
	parked.owner = atoi(owner);

	truth->parked = realloc(truth->parked,
				(truth->count + 1) * sizeof(parked));
	if (!truth->parked)
		err(1, "truth");
	truth->parked[truth->count++] = parked;

	return true;
}

bool truth_read(struct truth *truth)
{
	FILE *entry = fopen(LOCKSTATES_ENTRY, "r");
	char line[512] = "";
	bool whole;

	*truth = (struct truth){};
	if (!entry)
		return false;
	whole = fgets(line, sizeof(line), entry) && !strncmp(line, "tid ", 4);
	while (whole && fgets(line, sizeof(line), entry))
		whole = read_line(line, truth);
	fclose(entry);

	return whole && line[0] == '#';
}

const struct parked *truth_find(const struct truth *truth, pid_t tid)
{
	size_t i;

	for (i = 0; i < truth->count; i++)
		if (truth->parked[i].tid == tid)
			return &truth->parked[i];

	return NULL;
}

void truth_free(struct truth *truth)
{
	free(truth->parked);
	*truth = (struct truth){};
}
