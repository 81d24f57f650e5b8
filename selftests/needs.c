// SPDX-License-Identifier: GPL-2.0
/* needs.c - what this kernel can't show, as the entry about has it */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "needs.h"
#include "views.h"

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

	return *reason ? reason : NULL;
}
