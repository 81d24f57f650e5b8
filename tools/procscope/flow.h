/* SPDX-License-Identifier: GPL-2.0 */
/* flow.h - where does a line of many pieces break? */
#ifndef PROCSCOPE_FLOW_H
#define PROCSCOPE_FLOW_H

#include <stddef.h>
#include <stdio.h>

/**
 * struct flow - pieces that are set one after the other
 * @out: where they go
 * @indent: columns left free before each line
 * @width: columns that a line should not exceed; a piece is never broken
 * @at: columns of the line that is being filled; 0 before the first piece
 */
struct flow {
	FILE *out;
	size_t indent;
	size_t width;
	size_t at;
};

/**
 * flow_put() - set the next piece
 * @flow: where
 * @piece: text that was put by put_safe()
 * @link: what stands between the piece before and this one; the line breaks
 *	after it
 */
void flow_put(struct flow *flow, const char *piece, const char *link);

#endif /* PROCSCOPE_FLOW_H */
