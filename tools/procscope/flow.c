// SPDX-License-Identifier: GPL-2.0
/* flow.c - where does a line of many pieces break? */
#include "flow.h"
#include "terminal.h"

void flow_put(struct flow *flow, const char *piece, const char *link)
{
	size_t columns = terminal_columns(piece);

	if (flow->at) {
		fputs(link, flow->out);
		flow->at += terminal_columns(link);
		/* Another link may follow. */
		if (flow->at + 1 + columns + terminal_columns(link) >
		    flow->width) {
			fputc('\n', flow->out);
			flow->at = 0;
		} else {
			fputc(' ', flow->out);
			flow->at++;
		}
	}

	if (!flow->at) {
		fprintf(flow->out, "%*s", (int)flow->indent, "");
		flow->at = flow->indent;
	}
	fputs(piece, flow->out);
	flow->at += columns;
}
