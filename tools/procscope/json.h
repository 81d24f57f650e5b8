/* SPDX-License-Identifier: GPL-2.0 */
/* json.h - how does a text stand in JSON? */
#ifndef PROCSCOPE_JSON_H
#define PROCSCOPE_JSON_H

#include <stdio.h>

/**
 * put_json_string() - write a text as a string of JSON
 * @out: where
 * @text: what put_safe() made, or our own words: it has nothing else that JSON
 *	would not take
 */
void put_json_string(FILE *out, const char *text);

#endif /* PROCSCOPE_JSON_H */
