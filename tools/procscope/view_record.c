// SPDX-License-Identifier: GPL-2.0
/* view_record.c - keep what is seen now, to look at it elsewhere */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "model.h"
#include "part.h"
#include "save.h"
#include "seen.h"
#include "source.h"
#include "view.h"

static int show(const struct request *request)
{
	struct procscope_ask ask = request->part;
	const char *name = request->argument[0];
	struct bytes bytes;
	struct model model;

	save_check(name);
	/* Of the tasks that are wanted, everything. */
	ask.parts = 0;
	source_keep(&request->source, 0, &ask, &model, &bytes);
	if (!part_is_all(&ask) && part_sift(&bytes, &model))
		errx(EXIT_FAILURE, "no memory for %zu bytes of snapshot",
		     bytes.size);
	save_bytes(name, bytes.data, bytes.size);

	if (strcmp(name, "-")) {
		printf("# %zu bytes of snapshot; seen: ", bytes.size);
		put_seen(stdout, &model);
		putchar('\n');
	}

	bytes_free(&bytes);
	model_free(&model);
	return 0;
}

const struct view view_record = {
	.name = "record",
	.arguments = "FILE",
	.summary = "keep a snapshot in a file, for -i",
	.details = "Writes to the standard output where FILE is -. A FILE that is there is\n"
		   "replaced when all is written, and not before. What -i reads can be recorded\n"
		   "too.\n",
	.takes = TAKES_FILES,
	.least = 1,
	.most = 1,
	.looks = 1,
	.takes_part = true,
	.show = show,
};
