// SPDX-License-Identifier: GPL-2.0
/* needs.c - what this kernel can't show, as the entry about has it */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "needs.h"
#include "views.h"

void check_may_lack(const char *fact, const char *reason)
{
	const char *may = getenv("MAY_LACK");
	size_t length = strlen(fact);
	const char *at = may;

	if (!may)
		return;
	while ((at = strstr(at, fact))) {
		if ((at == may || at[-1] == ' ') &&
		    (at[length] == ' ' || !at[length]))
			return;
		at += length;
	}
	fprintf(stderr, "# %s, which this kernel should have\n", reason);
	exit(EXIT_FAILURE);
}

const char *lacks(const char *fact)
{
	size_t length = strlen(fact);
	static char reason[200];
	char *text, *rest, *line;

	text = view_read("about", 4096);
	if (!text)
		return NULL;
	*reason = '\0';
	rest = text;
	while ((line = view_line(&rest)))
		if (!strncmp(line, fact, length) &&
		    !strncmp(line + length, " ?", 2))
			snprintf(reason, sizeof(reason), "no %s: %s", fact,
				 line + length + 2);
	free(text);
	if (!*reason)
		return NULL;
	check_may_lack(fact, reason);

	return reason;
}

const char *lacks_sockets(int family)
{
	int fd = socket(family, SOCK_STREAM, 0);

	if (fd < 0)
		return family == AF_UNIX ? "no sockets: CONFIG_UNIX is off" :
					   "no sockets: CONFIG_INET is off";
	close(fd);
	return NULL;
}

/* The function that hands an address space on is there if its owner is. */
const char *lacks_mm_owner(void)
{
	FILE *symbols = fopen("/proc/kallsyms", "r");
	char line[512];
	bool found = !symbols;

	while (!found && fgets(line, sizeof(line), symbols))
		found = strstr(line, " mm_update_next_owner");
	if (symbols)
		fclose(symbols);
	return found ? NULL : "no owners of address spaces: CONFIG_MEMCG is off";
}

bool is_realtime(void)
{
	struct utsname name;

	return !uname(&name) && strstr(name.version, "PREEMPT_RT");
}
