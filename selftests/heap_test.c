// SPDX-License-Identifier: GPL-2.0
/*
 * heap_test.c - is it true what is said of a lock that is in an object of the heap,
 * and is nothing said of one that is in none?
 */
#include "kselftest_harness.h"

#include <bpf/btf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "needs.h"
#include "output.h"
#include "procscope_names.h"
#include "put.h"
#include "types.h"
#include "views.h"

#define NOT_MERGED	"no merged caches: CONFIG_SLAB_MERGE_DEFAULT is off, or CONFIG_KASAN is on"

#define MODULE		"procscope_heap"
#define ENTRY		"/proc/procscope_heap"
#define VMLINUX_BTF	"/sys/kernel/btf/vmlinux"
#define FILE_PATH	"/mnt/ext4/heap-test"
#define PATIENCE	20
#define MOST_PLACES	12

/* Of /proc/procscope/locks. */
#define OBJECT_COLUMN	9

/**
 * struct place - where the fixture has a mutex
 * @name: of the place
 * @size: bytes of the object that it is in
 * @offset: where in it
 * @in: its cache's name, or a part of it; "-" where it is in no object
 * @waiter: who sleeps for it
 */
struct place {
	char name[16];
	unsigned int size;
	unsigned int offset;
	char in[32];
	pid_t waiter;
};

static int write_entry(void *text)
{
	return put_text(ENTRY, text);
}

static size_t read_places(struct place *place)
{
	FILE *entry = fopen(ENTRY, "r");
	size_t count = 0;

	while (entry && count < MOST_PLACES &&
	       fscanf(entry, "%15s %u %u %31s", place[count].name,
		      &place[count].size, &place[count].offset,
		      place[count].in) == 4)
		count++;
	if (entry)
		fclose(entry);
	return count;
}

/* Does the task sleep for a lock? The model is kept where it does. */
static bool waits(struct model *model, pid_t tid)
{
	const struct task *task;

	model_free(model);
	if (!view_snapshot(model))
		return false;
	task = model_find(model, tid);
	return task && task->wait && task->wait->raw.status == PROCSCOPE_OK &&
	       task->raw.status == PROCSCOPE_OK;
}

FIXTURE(heap) {
	struct model model;
	struct place place[MOST_PLACES];
	size_t count;
};

FIXTURE_SETUP(heap)
{
	size_t i;
	pid_t child;

	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks("slabs"))
		SKIP(return, "%s", lacks("slabs"));
	ASSERT_EQ(0, module_load(MODULE));
	self->count = read_places(self->place);
	ASSERT_LT(5, self->count);
	child = child_start(write_entry, "hold");
	ASSERT_TRUE(proc_becomes_stuck(child, "wait_for_release"));
	for (i = 0; i < self->count; i++) {
		char text[32];

		snprintf(text, sizeof(text), "want %s", self->place[i].name);
		child = child_start(write_entry, text);
		ASSERT_LT(0, child);
		ASSERT_TRUE(await(waits(&self->model, child), 10));
		self->place[i].waiter = child;
	}
}

FIXTURE_TEARDOWN(heap)
{
	model_free(&self->model);
	EXPECT_EQ(0, write_entry("release"));
	EXPECT_TRUE(children_kill());
	EXPECT_EQ(0, module_unload(MODULE));
}

static bool has_class(const struct wait *wait)
{
	return wait->raw.object == PROCSCOPE_OBJECT_CLASS;
}

static bool is_place(const struct place *place, const struct wait *wait)
{
	if (!strcmp(place->in, "-")) {
		if (wait->raw.object_status != PROCSCOPE_OK)
			return !wait->cache && wait->object_reason;
		return has_class(wait) && !wait->cache;
	}
	return wait->raw.object_status == PROCSCOPE_OK && wait->cache &&
	       (has_class(wait) || wait->raw.object == PROCSCOPE_OBJECT_SLAB) &&
	       strstr(wait->cache, place->in) &&
	       wait->raw.object_size == place->size &&
	       wait->raw.offset == place->offset;
}

TEST_F_TIMEOUT(heap, objects, 120)
{
	size_t i;

	for (i = 0; i < self->count; i++) {
		const struct place *place = &self->place[i];
		const struct task *task = model_find(&self->model,
						     place->waiter);

		TH_LOG("%s: at %u of %s", place->name, place->offset,
		       place->in);

		ASSERT_NE(NULL, task);
		ASSERT_NE(NULL, task->wait);
		EXPECT_TRUE(is_place(place, task->wait))
			TH_LOG("%s: %u of %s (%s), at %llu of %u; in truth %s, at %u of %u",
			       place->name, task->wait->raw.object,
			       task->wait->cache ?: "-",
			       task->wait->object_reason ?: "-",
			       task->wait->raw.offset,
			       task->wait->raw.object_size, place->in,
			       place->offset, place->size);
	}
}

/* Both kinds of what is said to people: that it has a name, or that it has none. */
TEST_F_TIMEOUT(heap, text, 120)
{
	char *text = view_read("locks", 65536);
	size_t i;

	ASSERT_NE(NULL, text);
	for (i = 0; i < self->count; i++) {
		const struct place *place = &self->place[i];
		char column[128], end[16];

		view_column(view_row(text, place->waiter), OBJECT_COLUMN,
			    column, sizeof(column));
		if (!strncmp(column, "class,", 6))
			continue;
		snprintf(end, sizeof(end), "+%u", place->offset);
		EXPECT_EQ(!strcmp(place->in, "-"), column[0] == '?')
			TH_LOG("%s: %s", place->name, column);
		if (column[0] == '?')
			continue;
		EXPECT_EQ(0, strncmp(column, "slab,", 5))
			TH_LOG("%s: %s", place->name, column);
		EXPECT_NE(NULL, strstr(column, place->in))
			TH_LOG("%s: %s", place->name, column);
		EXPECT_STREQ(end, strrchr(column, '+') ?: "");
	}
	free(text);
}

/* What the command tells must have these words. */
static void expect_why(struct __test_metadata *_metadata, pid_t tid,
		       const char *words)
{
	struct output output;
	char number[16];

	snprintf(number, sizeof(number), "%d", tid);
	output = OUTPUT_OF(PATIENCE, "procscope", "why", number);
	EXPECT_EQ(0, output.code);
	EXPECT_NE(NULL, strstr(output.out, words)) {
		TH_LOG("no \"%s\"", words);
		output_show("why", &output);
	}
	output_free(&output);
}

TEST_F_TIMEOUT(heap, why, 120)
{
	const struct place *place = &self->place[0];
	const struct task *task = model_find(&self->model, place->waiter);
	char words[128];

	ASSERT_NE(NULL, task);
	if (has_class(task->wait))
		SKIP(return, "CONFIG_LOCKDEP is on: its class is told instead");
	snprintf(words, sizeof(words), "to lock mutex %s+%u (in the heap; id ",
		 place->in, place->offset);
	expect_why(_metadata, place->waiter, words);
}

/* What waits for the lock in a place; NULL where the fixture has no such place. */
static const struct task *waiter_in(const struct model *model,
				    const struct place *place, size_t count,
				    const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!strcmp(place[i].name, name))
			return model_find(model, place[i].waiter);
	return NULL;
}

/* Why the types that are known can't be what is told of its lock; NULL if they can. */
static const char *lacks_types(const struct task *task)
{
	if (has_class(task->wait))
		return "CONFIG_LOCKDEP is on: its class is told instead";
	return types_hide();
}

/* A struct that its lock can be in. To PREEMPT_RT a mutex is another lock. */
static struct type type_around(const struct task *task, const char *name)
{
	return (struct type){
		.name = name,
		.size = task->wait->raw.object_size,
		.offset = task->wait->raw.offset,
		.lock = task->wait->raw.kind == PROCSCOPE_KIND_RT_MUTEX ?
				"rt_mutex_base" : "mutex",
	};
}

/* Put together what is told: @ stands for the cache, and where in its object. */
static void put_telling(char *text, size_t size, const struct task *task,
			const char *space, const char *telling)
{
	const struct wait *wait = task->wait;
	const char *at = strchrnul(telling, '@');
	int used = snprintf(text, size, "%s%s%.*s",
			    procscope_kind_name(wait->raw.kind), space,
			    (int)(at - telling), telling);

	if (*at)
		snprintf(text + used, size - used, "%s+%llu%s", wait->cache,
			 wait->raw.offset, at + 1);
}

/* How why has to tell of its lock, and how ps. */
static void expect_telling(struct __test_metadata *_metadata,
			   const struct task *task, const char *in_full,
			   const char *in_table)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "ps", "-r", "-n",
					 "-o", "TID,WAITS-FOR");
	char telling[512], line[600];

	put_telling(telling, sizeof(telling), task, "\\x20", in_table);
	snprintf(line, sizeof(line), "\n%d %s\n", task->raw.tid, telling);
	EXPECT_NE(NULL, strstr(output.out, line)) {
		TH_LOG("no \"%s\"", line);
		output_show("ps", &output);
	}
	output_free(&output);
	put_telling(telling, sizeof(telling), task, " ", in_full);
	expect_why(_metadata, task->raw.tid, telling);
}

/* One that nobody else's cache is merged with, whether the kernel might or not. */
TEST_F_TIMEOUT(heap, of_the_only_struct, 120)
{
	static const char *const name[] = { "first", "alone" };
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct task *task = waiter_in(&self->model,
						    self->place,
						    self->count,
						    name[i]);
		const char *lack = i ? NULL : lacks_types(task);
		struct type type[6];

		if (lack)
			SKIP(return, "%s", lack);
		type[0] = type_around(task, "device");
		type[1] = type_around(task, "too_small");
		type[1].size--;
		type[2] = type_around(task, "too_large");
		type[2].size++;
		type[3] = type_around(task, "elsewhere");
		type[3].offset += 8;
		type[4] = type_around(task, "of_another_kind");
		type[4].lock = "rw_semaphore";
		ASSERT_TRUE(types_write("vmlinux", type, 5));
		expect_telling(_metadata, task, "device.lock (in @; id ",
			       "device.lock");
		/* It is the same struct that two modules have. */
		ASSERT_TRUE(types_write("one", type, 1));
		ASSERT_TRUE(types_write("two", type, 1));
		expect_telling(_metadata, task, "device.lock (in @; id ",
			       "device.lock");
	}
}

TEST_F_TIMEOUT(heap, of_several_structs, 120)
{
	/* Who has a name like the cache's is the first to be told. */
	static const char *const name[] = {
		"a", "b", "c", "procscope_d", "e", "f",
	};
	static const char *const telling[] = {
		[2] = "@ (maybe a.lock or b.lock; id ",
		[3] = "@ (maybe a.lock, b.lock or c.lock; id ",
		[4] = "@ (maybe procscope_d.lock, a.lock, b.lock or c.lock; id ",
		[5] = "@ (maybe procscope_d.lock, a.lock, b.lock, c.lock, or another; id ",
		[6] = "@ (maybe procscope_d.lock, a.lock, b.lock, c.lock, or another; id ",
	};
	const struct task *task = waiter_in(&self->model, self->place,
					    self->count, "first");
	const char *lack = lacks_types(task);
	struct type type[6];
	size_t i;

	if (lack)
		SKIP(return, "%s", lack);
	for (i = 0; i < 6; i++)
		type[i] = type_around(task, name[i]);
	for (i = 2; i <= 6; i++) {
		ASSERT_TRUE(types_write("vmlinux", type, i));
		expect_telling(_metadata, task, telling[i], "@");
	}
	/* No more than is known of the kernel and of a module together. */
	ASSERT_TRUE(types_write("vmlinux", type, 1));
	ASSERT_TRUE(types_write("module", type, 2));
	expect_telling(_metadata, task, telling[2], "@");
}

/* Whether both have names of their own, or the same. */
TEST_F_TIMEOUT(heap, of_a_merged_cache, 120)
{
	static const char *const name[] = { "merged", "namesakes" };
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct task *task = waiter_in(&self->model, self->place,
						    self->count, name[i]);
		struct type type[2];
		const char *lack;

		if (!task)
			SKIP(return, NOT_MERGED);
		lack = i ? NULL : lacks_types(task);
		if (lack)
			SKIP(return, "%s", lack);
		ASSERT_TRUE(types_write("vmlinux", NULL, 0));
		expect_telling(_metadata, task,
			       "@ (in the heap; the cache is merged with others; id ",
			       "@");
		type[0] = type_around(task, "twin");
		type[1] = type_around(task, "other_twin");
		/* An object is as long as the larger one of them. */
		type[1].size -= 4;
		ASSERT_TRUE(types_write("vmlinux", type, 1));
		expect_telling(_metadata, task,
			       "@ (maybe twin.lock; the cache is merged with others; id ",
			       "twin.lock?");
		ASSERT_TRUE(types_write("vmlinux", type, 2));
		expect_telling(_metadata, task,
			       "@ (maybe twin.lock or other_twin.lock; the cache is merged with others; id ",
			       "@");
	}
}

/* It is called as who is gone, but its objects are of who is left. */
TEST_F_TIMEOUT(heap, of_a_cache_that_was_merged, 120)
{
	const struct task *task = waiter_in(&self->model, self->place,
					    self->count, "parted");
	struct type type;
	const char *lack;

	if (!task)
		SKIP(return, NOT_MERGED);
	lack = lacks_types(task);
	if (lack)
		SKIP(return, "%s", lack);
	type = type_around(task, "twin");
	ASSERT_TRUE(types_write("vmlinux", &type, 1));
	expect_telling(_metadata, task, "@ (maybe twin.lock; id ",
		       "twin.lock?");
}

/* kmalloc() rounds up: to what is larger than its next smaller cache's objects. */
TEST_F_TIMEOUT(heap, of_a_size, 120)
{
	const struct task *task = waiter_in(&self->model, self->place,
					    self->count, "kmalloc");
	const char *lack = lacks_types(task);
	struct type type[3];

	if (lack)
		SKIP(return, "%s", lack);
	type[0] = type_around(task, "message");
	type[0].size = type[0].size / 2 + 1;
	type[1] = type_around(task, "of_a_smaller_size");
	type[1].size /= 2;
	type[2] = type_around(task, "of_a_larger_size");
	type[2].size++;
	ASSERT_TRUE(types_write("vmlinux", type, 3));
	expect_telling(_metadata, task, "@ (maybe message.lock; id ",
		       "message.lock?");
}

/*
 * Locks of the kernel's own, which it has in the heap; and what they are called in
 * its source.
 */
FIXTURE(fields) {
	struct model model;
};

FIXTURE_SETUP(fields)
{
	if (lacks("waits"))
		SKIP(return, "%s", lacks("waits"));
	if (lacks("slabs"))
		SKIP(return, "%s", lacks("slabs"));
	if (!lacks("held"))
		SKIP(return, "CONFIG_LOCKDEP is on: its class is told instead");
	if (access(VMLINUX_BTF, R_OK))
		SKIP(return, "no " VMLINUX_BTF ": CONFIG_DEBUG_INFO_BTF is off");
	ASSERT_EQ(0, hold_load());
}

FIXTURE_TEARDOWN(fields)
{
	model_free(&self->model);
	EXPECT_TRUE(hold_unload());
	unlink(FILE_PATH);
}

/*
 * What ps and why say of the field must have its name; that of ps has none where the
 * layouts of this kernel's structs have another field that it may be.
 */
static void expect_field(struct __test_metadata *_metadata, pid_t tid,
			 const char *field)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "ps", "-r", "-n",
					 "-o", "TID,WAITS-FOR");
	char several[128];

	EXPECT_EQ(0, output.code);
	snprintf(several, sizeof(several), "(maybe %s or ", field);
	expect_why(_metadata, tid,
		   strstr(output.out, field) ? field : several);
	output_free(&output);
}

TEST_F_TIMEOUT(fields, of_a_process, 120)
{
	pid_t owner = hold_start(NULL, "exec %d; wait end", getpid());
	const struct wait *wait;
	pid_t child;

	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	child = hold_start(NULL, "exec %d", getpid());
	ASSERT_TRUE(hold_becomes(child, 1, "blocked"));
	ASSERT_TRUE(await(waits(&self->model, child), 10));
	wait = model_find(&self->model, child)->wait;
	EXPECT_EQ(PROCSCOPE_OBJECT_SLAB, wait->raw.object);
	expect_field(_metadata, child, "signal_struct.exec_update_lock");
}

static int write_to(void *argument)
{
	static const char steps[] = "wait end";

	return write(*(int *)argument, steps, strlen(steps)) < 0;
}

/* Who writes to a file that others have open, too, has its f_pos_lock. */
TEST_F_TIMEOUT(fields, of_an_open_file, 120)
{
	int fd = open("/proc/procscope_hold", O_RDWR | O_CLOEXEC);
	const struct wait *wait;
	pid_t owner, child;

	ASSERT_LE(0, fd);
	owner = child_start(write_to, &fd);
	ASSERT_TRUE(hold_becomes(owner, 1, "held"));
	child = child_start(write_to, &fd);
	ASSERT_TRUE(await(waits(&self->model, child), 10));
	close(fd);
	wait = model_find(&self->model, child)->wait;
	EXPECT_EQ(PROCSCOPE_KIND_MUTEX, wait->raw.kind);
	EXPECT_EQ(owner, wait->raw.owner);
	EXPECT_EQ(PROCSCOPE_OBJECT_SLAB, wait->raw.object);
	expect_field(_metadata, child, "file.f_pos_lock");
}

/* Where a struct's member is; -1 if there is no such struct or member. */
static long offset_in(const struct btf *btf, const char *name,
		      const char *member)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_STRUCT);
	const struct btf_type *type;
	unsigned int i;

	if (id < 0)
		return -1;
	type = btf__type_by_id(btf, id);
	for (i = 0; i < btf_vlen(type); i++)
		if (!strcmp(btf__name_by_offset(btf,
						btf_members(type)[i].name_off),
			    member))
			return btf_member_bit_offset(type, i) / 8;
	return -1;
}

#define RECORD		"/tmp/heap-test.snapshot"

/* The snapshot becomes one of another kernel. */
static bool rename_kernel(void)
{
	int fd = open(RECORD, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 &&
		    pwrite(fd, "0", 2, offsetof(struct procscope_header,
						kernel)) == 2;

	close(fd);
	return done;
}

/* What is told of a file has these words only where it is of this kernel. */
static void expect_of_file(struct __test_metadata *_metadata, pid_t tid,
			   const char *words, const char *else_words)
{
	struct output output = OUTPUT_OF(PATIENCE, "procscope", "record",
					 RECORD);
	char number[16];

	snprintf(number, sizeof(number), "%d", tid);
	EXPECT_EQ(0, output.code) output_show("record", &output);
	output_free(&output);
	output = OUTPUT_OF(PATIENCE, "procscope", "-i", RECORD, "why", number);
	EXPECT_NE(NULL, strstr(output.out, words)) output_show("why", &output);
	output_free(&output);
	EXPECT_TRUE(rename_kernel());
	output = OUTPUT_OF(PATIENCE, "procscope", "-i", RECORD, "why", number);
	EXPECT_NE(NULL, strstr(output.out, else_words))
		output_show("why", &output);
	output_free(&output);
	unlink(RECORD);
}

/* A struct that nobody but a module knows. */
TEST_F_TIMEOUT(fields, of_a_module, 120)
{
	struct btf *kernel = btf__parse(VMLINUX_BTF, NULL);
	char words[128], else_words[128];
	const struct wait *wait;
	pid_t owner, child;
	struct btf *ext4;
	long lock, inode;
	int fd;

	ASSERT_NE(NULL, kernel);
	ext4 = btf__parse_split("/sys/kernel/btf/ext4", kernel);
	lock = offset_in(ext4 ?: kernel, "ext4_inode_info", "i_data_sem");
	inode = offset_in(ext4 ?: kernel, "ext4_inode_info", "vfs_inode");
	btf__free(ext4);
	btf__free(kernel);
	if (lock < 0 || inode < 0)
		SKIP(return, "no BTF of ext4: CONFIG_DEBUG_INFO_BTF_MODULES is off");
	fd = open(FILE_PATH, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	ASSERT_LE(0, fd);
	close(fd);
	owner = hold_start(FILE_PATH, "near %d %ld; wait end", HOLD_FD,
			   lock - inode);
	ASSERT_TRUE(hold_becomes(owner, 2, "held"));
	child = hold_start(FILE_PATH, "near %d %ld", HOLD_FD, lock - inode);
	ASSERT_TRUE(hold_becomes(child, 1, "blocked"));
	ASSERT_TRUE(await(waits(&self->model, child), 10));
	wait = model_find(&self->model, child)->wait;
	EXPECT_EQ(PROCSCOPE_OBJECT_SLAB, wait->raw.object);
	EXPECT_STREQ("ext4_inode_cache", wait->cache ?: "");
	EXPECT_EQ(lock, wait->raw.offset);
	expect_why(_metadata, child,
		   "to write-lock rwsem ext4_inode_info.i_data_sem (in ext4_inode_cache+");
	snprintf(words, sizeof(words),
		 "rwsem ext4_inode_cache+%ld (maybe ext4_inode_info.i_data_sem; id ",
		 lock);
	snprintf(else_words, sizeof(else_words),
		 "rwsem ext4_inode_cache+%ld (in the heap; id ", lock);
	expect_of_file(_metadata, child, words, else_words);
}

TEST_HARNESS_MAIN
