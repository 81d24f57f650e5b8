// SPDX-License-Identifier: GPL-2.0
/*
 * symbols.c - address to name, each looked up once
 *
 * Looking a name up costs about as much as the unwind of a whole stack, and
 * few names serve many stacks. One open hash table holds both the names of
 * code addresses and other texts: kernel addresses have the highest bit set,
 * the hash of a text has not.
 */
#include <linux/hash.h>
#include <linux/jhash.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/string.h>
#include "compat/memory.h"
#include "symbols.h"

#define SLOT_BITS	11
#define SLOTS		BIT(SLOT_BITS)
/* Chains of an open hash table grow long above three quarters. */
#define SLOTS_USED	(SLOTS / 4 * 3)
#define TEXT_SIZE	(SLOTS_USED * 48)

static_assert(SCOPE_SYMBOL_MAX - 1 <= U8_MAX); /* what a length can be */

/* How many modules have come: each may be where another one was. */
static atomic_t arrivals;

struct scope_symbols {
	int arrivals;
	u32 next_id;
	u32 used;
	size_t text_used;
	struct scope_symbol slot[SLOTS];
	char text[TEXT_SIZE];
};

struct scope_symbols *scope_symbols_create(void)
{
	struct scope_symbols *symbols;

	symbols = kvzalloc(sizeof(*symbols), GFP_KERNEL_ACCOUNT);
	if (!symbols)
		return NULL;
	symbols->next_id = 1;
	symbols->arrivals = atomic_read(&arrivals);
	return symbols;
}

void scope_symbols_destroy(struct scope_symbols *symbols)
{
	kvfree(symbols);
}

void scope_symbols_forget(struct scope_symbols *symbols)
{
	/* As it is at the start, when it has been zeroed a moment ago. */
	if (!symbols->used)
		return;
	memset(symbols->slot, 0, sizeof(symbols->slot));
	symbols->used = 0;
	symbols->text_used = 0;
}

bool scope_symbols_renew(struct scope_symbols *symbols)
{
	int now = atomic_read(&arrivals);

	if (symbols->arrivals == now)
		return false;
	symbols->arrivals = now;
	scope_symbols_forget(symbols);
	return true;
}

static int note_module(struct notifier_block *block, unsigned long state,
		       void *module)
{
	if (state == MODULE_STATE_COMING)
		atomic_inc(&arrivals);
	return NOTIFY_OK;
}

static struct notifier_block of_modules = { .notifier_call = note_module };

int scope_symbols_init(void)
{
	return register_module_notifier(&of_modules);
}

void scope_symbols_exit(void)
{
	unregister_module_notifier(&of_modules);
}

size_t scope_symbols_size(void)
{
	return sizeof(struct scope_symbols);
}

/*
 * What lies at an address may be looked up as code, too: this is another key,
 * and no hash of a text.
 */
static u64 key_of_data(unsigned long address)
{
	return (u64)address & ~(1ULL << 63);
}

/* The slot of @key, or the empty one where it would go. */
static struct scope_symbol *find(struct scope_symbols *symbols, u64 key,
				 const char *text)
{
	u32 at = hash_64(key, SLOT_BITS);

	for (;; at = (at + 1) % SLOTS) {
		struct scope_symbol *slot = &symbols->slot[at];

		if (!slot->id)
			return slot;
		if (slot->key == key && (!text || !strcmp(slot->text, text)))
			return slot;
	}
}

static struct scope_symbol *enter(struct scope_symbols *symbols, u64 key,
				  const char *text)
{
	size_t length = strlen(text);
	struct scope_symbol *slot;
	char *kept;

	if (symbols->used == SLOTS_USED ||
	    TEXT_SIZE - symbols->text_used < length + 1)
		scope_symbols_forget(symbols);
	kept = symbols->text + symbols->text_used;
	memcpy(kept, text, length + 1);
	symbols->text_used += length + 1;
	symbols->used++;

	/* Whether the entry is keyed by its text shows in the key. */
	slot = find(symbols, key, key >> 63 ? NULL : text);
	*slot = (struct scope_symbol){
		.key = key,
		.id = symbols->next_id++,
		.length = length,
		.text = kept,
	};
	return slot;
}

/*
 * Programs of BPF, and what the kernel writes for its tracers, are where modules are,
 * and nobody tells when one takes another's place: each time they are looked up anew.
 */
static bool comes_and_goes(unsigned long address, const char *text)
{
	return compat_is_of_modules(address) && text[0] != '0' &&
	       (!strchr(text, '[') || strstr(text, "[__builtin__"));
}

static noinline struct scope_symbol *enter_code(struct scope_symbols *symbols,
						u64 address)
{
	char text[SCOPE_SYMBOL_MAX];

	snprintf(text, sizeof(text), "%pB", (void *)(unsigned long)address);
	if (comes_and_goes(address, text))
		return scope_symbol_text(symbols, text);
	/* Without a name the kernel prints the address. We never do. */
	return enter(symbols, address, text[0] == '0' ? "?" : text);
}

struct scope_symbol *scope_symbol_code(struct scope_symbols *symbols,
				       unsigned long address)
{
	u64 key = (u64)address | 1ULL << 63;
	struct scope_symbol *slot = find(symbols, key, NULL);

	return slot->id ? slot : enter_code(symbols, key);
}

struct scope_symbol *scope_symbol_text(struct scope_symbols *symbols,
				       const char *text)
{
	struct scope_symbol *slot;
	char kept[SCOPE_SYMBOL_MAX];
	u64 key;

	strscpy(kept, text, sizeof(kept));
	key = jhash(kept, strlen(kept), 0);
	slot = find(symbols, key, kept);
	return slot->id ? slot : enter(symbols, key, kept);
}

/* "name", "name+0x10", "module:name"; nothing where no variable lies. */
static void name_data(unsigned long address, char *text, size_t size)
{
	char symbol[KSYM_SYMBOL_LEN];
	char *plus, *slash, *module;
	unsigned long offset, length;

	*text = '\0';
	sprint_symbol(symbol, address);
	plus = strchr(symbol, '+');
	slash = plus ? strchr(plus, '/') : NULL;
	if (!slash)
		return;
	/*
	 * Where only functions have names (CONFIG_KALLSYMS_ALL), the data of a
	 * module lies behind its last one.
	 */
	if (sscanf(plus, "+0x%lx/0x%lx", &offset, &length) != 2 ||
	    (length <= LONG_MAX && offset >= length))
		return;
	/*
	 * The size behind the slash is wrong for the data of modules on some
	 * kernels, and so is left out.
	 */
	module = strchr(slash, '[');
	*slash = '\0';
	if (!strcmp(plus, "+0x0"))
		*plus = '\0';
	if (module) {
		module++;
		scnprintf(text, size, "%.*s:%s", (int)strcspn(module, "]"),
			  module, symbol);
	} else {
		strscpy(text, symbol, size);
	}
}

struct scope_symbol *scope_symbol_data(struct scope_symbols *symbols,
				       unsigned long address)
{
	u64 key = key_of_data(address);
	char text[SCOPE_SYMBOL_MAX];
	struct scope_symbol *slot;

	if (!compat_is_image(address))
		return NULL;
	slot = find(symbols, key, NULL);
	if (!slot->id) {
		name_data(address, text, sizeof(text));
		slot = enter(symbols, key, text);
	}
	return slot->length ? slot : NULL;
}

struct scope_symbol *scope_symbol_literal(struct scope_symbols *symbols,
					  const char *text)
{
	u64 key = key_of_data((unsigned long)text);
	struct scope_symbol *slot = find(symbols, key, NULL);

	return slot->id ? slot : enter(symbols, key, text);
}
