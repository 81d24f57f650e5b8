// SPDX-License-Identifier: GPL-2.0
/* source.c - where do the snapshots come from? */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "again.h"
#include "bytes.h"
#include "children.h"
#include "ends.h"
#include "entry.h"
#include "holders.h"
#include "model.h"
#include "part.h"
#include "source.h"
#include "words.h"

static void look_at_file(const char *name, bool partial, struct model *model,
			 struct bytes *bytes)
{
	bool is_input = !strcmp(name, "-");
	int fd = is_input ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	char error[128];
	int ret;

	if (is_input)
		name = "standard input";
	if (fd < 0)
		err(EXIT_FAILURE, "%s", name);

	ret = model_read_bytes(model, bytes, fd, error, sizeof(error));
	if (!is_input)
		close(fd);
	model->file = name;
	if (ret && !(model->cut && partial))
		errx(ret == -ENOTSUP ? EXIT_NO_MODULE : EXIT_FAILURE,
		     "%s: %s%s", name, error,
		     model->cut ? "; --partial shows what is there" : "");
	if (model->header.flags & PROCSCOPE_HEADER_SINCE)
		errx(EXIT_FAILURE, "%s: it has only what had changed since an earlier snapshot",
		     name);
}

/* A file, or a module that does not know of an ask, has more than was wanted. */
static void relate(struct model *model, const struct procscope_ask *ask)
{
	if (!part_take(model, ask))
		errx(EXIT_FAILURE, "not known: what tasks wait for is %s",
		     why_no_waits(model));
	children_find(model);
	if (holders_find(model))
		errx(EXIT_FAILURE, "no memory for what %zu tasks hold",
		     model->count);
	ends_find(model);
}

void source_look(const struct source *source, size_t number,
		 const struct procscope_ask *ask, struct model *model)
{
	struct bytes bytes;

	source_keep(source, number, ask, model, &bytes);
	bytes_free(&bytes);
}

void source_keep(const struct source *source, size_t number,
		 const struct procscope_ask *ask, struct model *model,
		 struct bytes *bytes)
{
	if (source->files)
		look_at_file(source->file[number], source->partial, model,
			     bytes);
	else
		entry_look(model, ask, bytes);
	relate(model, ask);
}

void source_again(const struct model *then, const struct procscope_ask *ask,
		  struct model *model)
{
	again_look(model, then, ask);
	relate(model, ask);
}

/* Each load of the module has ids of its own. */
void source_check_same(const struct model *then, const struct model *now)
{
	if (then->header.load == now->header.load)
		return;
	errx(EXIT_FAILURE,
	     "%s%sthe snapshots are of different systems, or the module was loaded anew: locks can't be compared",
	     now->file ?: "", now->file ? ": " : "");
}
