// SPDX-License-Identifier: GPL-2.0
/*
 * forged_event_test.c - is what tasks wait for that is no lock believed, where it
 * leads to memory that is none, or not the kernel's?
 *
 * The fixture forges it, and says which is which (fixtures/forged_event.c). Of a
 * forgery the kind may be told, which the code tells that sleeps, and nothing else.
 */
#include <string.h>

#include "kselftest_harness.h"

#include "module.h"
#include "needs.h"
#include "procscope_names.h"
#include "put.h"
#include "views.h"

#define FORGED_MODULE	"procscope_forged_event"
#define FORGED_ENTRY	"/proc/procscope_forged_event"

#define PASSES		3

/* Without a device to read there are fewer of them. */
#define FORGERIES_LEAST	60

/**
 * struct waits - what those wait for that the fixture calls so
 * @name: its name for it
 * @kind: enum procscope_kind
 * @object: enum procscope_object of the true one, 0 if it has none
 * @named: what it is called
 * @owner: a true one has one
 */
static const struct waits {
	const char *name;
	unsigned int kind;
	unsigned int object;
	const char *named;
	bool owner;
} waits[] = {
	{
		.name = "buffer",
		.kind = PROCSCOPE_KIND_IO,
		.object = PROCSCOPE_OBJECT_DEVICE,
	}, {
		.name = "super",
		.kind = PROCSCOPE_KIND_PERCPU_RWSEM,
		.object = PROCSCOPE_OBJECT_FREEZE,
		.named = "forged",
	}, {
		.name = "page",
		.kind = PROCSCOPE_KIND_FOLIO,
		.object = PROCSCOPE_OBJECT_FILE,
		.named = "forged",
	}, {
		.name = "work",
		.kind = PROCSCOPE_KIND_WORK,
		.object = PROCSCOPE_OBJECT_SYMBOL,
		.named = FORGED_MODULE ":run_forged",
	}, {
		.name = "worker",
		.kind = PROCSCOPE_KIND_WORK,
		.object = PROCSCOPE_OBJECT_SYMBOL,
		.named = FORGED_MODULE ":be_busy",
		.owner = true,
	}, {
		.name = "kthread",
		.kind = PROCSCOPE_KIND_KTHREAD,
		.owner = true,
	},
};

FIXTURE(forged_event) {
	char device[16];
};

FIXTURE_SETUP(forged_event)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	ASSERT_EQ(0, module_load(FORGED_MODULE));
	ASSERT_EQ(0, put_text(FORGED_ENTRY, "forge"));
}

FIXTURE_TEARDOWN(forged_event)
{
	EXPECT_EQ(0, module_unload(FORGED_MODULE));
}

static const struct waits *waits_for(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(waits); i++)
		if (!strcmp(waits[i].name, name))
			return &waits[i];
	return NULL;
}

/* A superblock is an object of the heap as well, true or not. */
static bool names_object(const struct procscope_wait *raw)
{
	return raw->object_status == PROCSCOPE_OK &&
	       raw->object != PROCSCOPE_OBJECT_SLAB &&
	       raw->object != PROCSCOPE_OBJECT_CLASS;
}

static bool is_true_object(const struct wait *wait, const struct waits *truth)
{
	const struct procscope_wait *raw = &wait->raw;
	const char *name = wait->symbol ?: wait->fs;

	if (!truth->object)
		return true;
	if (!names_object(raw) || raw->object != truth->object)
		return false;
	if (truth->object == PROCSCOPE_OBJECT_DEVICE)
		return raw->dev_major == 7 && raw->dev_minor == 99;
	return name && !strcmp(name, truth->named);
}

/* Return: how many forgeries there are. @device: 16 bytes, whether it was read */
static size_t see_all(struct __test_metadata *_metadata,
		      const struct model *model, char *device)
{
	FILE *entry = fopen(FORGED_ENTRY, "r");
	char line[80], state, name[16], pointer[16], where[16];
	size_t seen = 0;
	pid_t tid;

	while (entry && fgets(line, sizeof(line), entry)) {
		const struct waits *truth;
		const struct task *task;
		const struct wait *wait;
		bool is_true;

		if (sscanf(line, "# device %15s", device) == 1 ||
		    sscanf(line, "%d %c %15s %15s %15s", &tid, &state, name,
			   pointer, where) != 5)
			continue;
		seen++;
		line[strcspn(line, "\n")] = '\0';
		truth = waits_for(name);
		ASSERT_NE(NULL, truth);
		EXPECT_EQ('D', state);
		task = model_find(model, tid);
		wait = task ? task->wait : NULL;
		ASSERT_NE(NULL, wait) TH_LOG("%s", line);
		EXPECT_EQ(PROCSCOPE_OK, wait->raw.status) TH_LOG("%s", line);
		EXPECT_EQ(truth->kind, wait->raw.kind) TH_LOG("%s", line);
		is_true = !strcmp(pointer, "true");
		EXPECT_EQ(is_true && truth->owner ? PROCSCOPE_OK :
						    PROCSCOPE_UNAVAILABLE,
			  wait->raw.owner_status)
			TH_LOG("%s: owner %d", line, wait->raw.owner);
		EXPECT_EQ(is_true && truth->object, names_object(&wait->raw))
			TH_LOG("%s: %s", line, wait->object_reason ?:
			       procscope_object_name(wait->raw.object));
		if (is_true)
			EXPECT_TRUE(is_true_object(wait, truth))
				TH_LOG("%s", line);
	}
	if (entry)
		fclose(entry);
	return seen;
}

TEST_F_TIMEOUT(forged_event, nothing_is_believed, 120)
{
	struct model model;
	unsigned int pass;

	for (pass = 0; pass < PASSES; pass++) {
		ASSERT_TRUE(view_events(&model));
		EXPECT_LE(FORGERIES_LEAST,
			  see_all(_metadata, &model, self->device));
		model_free(&model);
	}
	EXPECT_STRNE("read", self->device);
	printf("# the device is %s\n", self->device);
}

TEST_HARNESS_MAIN
