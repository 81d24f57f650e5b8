// SPDX-License-Identifier: GPL-2.0
/* json.c - how does a text stand in JSON? */
#include "json.h"

void put_json_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}
