/* SPDX-License-Identifier: GPL-2.0 */
/* seen.h - what was looked at, and what of it could not be told? */
#ifndef PROCSCOPE_SEEN_H
#define PROCSCOPE_SEEN_H

#include <stdio.h>
#include "model.h"

/**
 * put_seen() - write how much of the system a view rests on
 * @out: where
 * @model: the snapshot
 */
void put_seen(FILE *out, const struct model *model);

#endif /* PROCSCOPE_SEEN_H */
