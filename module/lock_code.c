// SPDX-License-Identifier: GPL-2.0
/* lock_code.c - what a return address says of the sleep that it is part of */
#include <linux/kernel.h>
#include <linux/string.h>
#include "compat/code.h"
#include "compat/locks.h"
#include "compat/memory.h"
#include "lock_code.h"
#include "symbols.h"

/* No function that is looked for has a longer name; that of another may be cut. */
#define NAME_SIZE	64

static const struct {
	const char *name;
	u16 mark;
} functions[] = {
	/* No lock's slow path sleeps in these two. */
	{ "do_nanosleep", SCOPE_CODE_SCHEDULE | SCOPE_FOR_NO_LOCK },
	{ "schedule_hrtimeout_range_clock",
	  SCOPE_CODE_SCHEDULE | SCOPE_FOR_NO_LOCK },
	{ "down_timeout", SCOPE_CODE_TIMEOUT },
	{ "percpu_rwsem_wait", SCOPE_CODE_PERCPU_RWSEM },
	{ "percpu_down_write", SCOPE_CODE_PERCPU_RWSEM },
	{ "__percpu_down_read", SCOPE_CODE_PERCPU_RWSEM },
	{ "kthread_stop", SCOPE_CODE_KTHREAD_STOP },
	{ "kernel_clone", SCOPE_CODE_VFORK },
	{ "__flush_work", SCOPE_CODE_WORK },
	{ "flush_work", SCOPE_CODE_WORK },
	{ "do_wait", SCOPE_CODE_CHILD },
	{ "locks_lock_inode_wait", SCOPE_CODE_FILE_LOCK },
	{ "flock_lock_inode_wait", SCOPE_CODE_FILE_LOCK },
	{ "posix_lock_inode_wait", SCOPE_CODE_FILE_LOCK },
	{ "do_lock_file_wait", SCOPE_CODE_FILE_LOCK },
	{ "fcntl_setlk", SCOPE_CODE_FILE_LOCK },
	{ "pipe_read", SCOPE_CODE_PIPE },
	{ "pipe_write", SCOPE_CODE_PIPE },
	{ "anon_pipe_read", SCOPE_CODE_PIPE },
	{ "anon_pipe_write", SCOPE_CODE_PIPE },
	{ "wait_for_partner", SCOPE_CODE_PIPE },
	{ "fifo_open", SCOPE_CODE_PIPE },
	{ "futex_wait_queue", SCOPE_CODE_FUTEX },
	{ "futex_wait_queue_me", SCOPE_CODE_FUTEX },
	{ "futex_do_wait", SCOPE_CODE_FUTEX },
	{ "__futex_wait", SCOPE_CODE_FUTEX },
	{ "futex_wait", SCOPE_CODE_FUTEX },
	{ "futex_wait_multiple", SCOPE_CODE_FUTEX },
	{ "futex_sleep_multiple", SCOPE_CODE_FUTEX },
	{ "unix_stream_data_wait", SCOPE_CODE_SOCKET },
	{ "unix_stream_read_generic", SCOPE_CODE_SOCKET },
	{ "unix_wait_for_peer", SCOPE_CODE_RECEIVER },
	{ "__skb_wait_for_more_packets", SCOPE_CODE_SOCKET },
	{ "sock_wait_for_wmem", SCOPE_CODE_SOCKET },
	{ "sock_alloc_send_pskb", SCOPE_CODE_SOCKET },
	{ "folio_wait_bit_common", SCOPE_CODE_FOLIO },
	{ "folio_wait_bit", SCOPE_CODE_FOLIO },
	{ "folio_wait_bit_killable", SCOPE_CODE_FOLIO },
	{ "folio_put_wait_locked", SCOPE_CODE_FOLIO },
	{ "put_and_wait_on_page_locked", SCOPE_CODE_FOLIO },
	{ "__folio_lock", SCOPE_CODE_FOLIO },
	{ "__folio_lock_killable", SCOPE_CODE_FOLIO },
	{ "__folio_lock_or_retry", SCOPE_CODE_FOLIO },
	{ "migration_entry_wait_on_locked", SCOPE_CODE_FOLIO },
	{ "softleaf_entry_wait_on_locked", SCOPE_CODE_FOLIO },
	{ "wait_on_page_bit_common", SCOPE_CODE_FOLIO },
	{ "wait_on_page_bit", SCOPE_CODE_FOLIO },
	{ "wait_on_page_bit_killable", SCOPE_CODE_FOLIO },
	{ "__lock_page", SCOPE_CODE_FOLIO },
	{ "__lock_page_killable", SCOPE_CODE_FOLIO },
	{ "__lock_page_or_retry", SCOPE_CODE_FOLIO },
	{ "bit_wait_io", SCOPE_CODE_IO },
	{ "submit_bio_wait", SCOPE_CODE_IO },
	{ "bio_await", SCOPE_CODE_IO },
	{ "bio_await_chain", SCOPE_CODE_IO },
	{ "blk_execute_rq", SCOPE_CODE_IO },
	{ "blk_wait_io", SCOPE_CODE_IO },
	{ "blk_io_schedule", SCOPE_CODE_IO },
	{ "blk_mq_get_tag", SCOPE_CODE_IO },
	{ "rq_qos_wait", SCOPE_CODE_IO },
	{ "jbd2_log_wait_commit", SCOPE_CODE_JOURNAL },
	{ "wait_transaction_locked", SCOPE_CODE_JOURNAL },
	{ "wait_transaction_switching", SCOPE_CODE_JOURNAL },
	{ "start_this_handle", SCOPE_CODE_JOURNAL },
	{ "add_transaction_credits", SCOPE_CODE_JOURNAL },
	{ "jbd2_journal_lock_updates", SCOPE_CODE_JOURNAL },
	{ "jbd2_journal_wait_updates", SCOPE_CODE_JOURNAL },
	{ "jbd2_journal_commit_transaction", SCOPE_CODE_JOURNAL },
	{ "jbd2_fc_begin_commit", SCOPE_CODE_JOURNAL },
	{ "__wait_rcu_gp", SCOPE_CODE_RCU },
	{ "synchronize_rcu_normal", SCOPE_CODE_RCU },
	{ "synchronize_rcu_expedited", SCOPE_CODE_RCU },
	{ "exp_funnel_lock", SCOPE_CODE_RCU },
	{ "__synchronize_srcu", SCOPE_CODE_RCU },
	{ "synchronize_srcu", SCOPE_CODE_RCU },
	{ "__refrigerator", SCOPE_CODE_FREEZER },
	{ "do_freezer_trap", SCOPE_CODE_FREEZER_TRAP },
	{ "get_signal", SCOPE_CODE_FREEZER_TRAP },
	{ "handle_userfault", SCOPE_CODE_USERFAULT },
	{ "request_wait_answer", SCOPE_CODE_FUSE },
	{ "__fuse_request_send", SCOPE_CODE_FUSE },
	{ "fuse_simple_request", SCOPE_CODE_FUSE },
	{ "__fuse_simple_request", SCOPE_CODE_FUSE },
	{ "rpc_wait_bit_killable", SCOPE_CODE_RPC },
	{ "nfs_wait_bit_killable", SCOPE_CODE_BIT },
	{ "p9_client_rpc", SCOPE_CODE_9P },
	{ "p9_virtio_zc_request", SCOPE_CODE_9P },
#ifdef CONFIG_PREEMPT_RT
	{ "rt_mutex_schedule", SCOPE_CODE_SCHEDULE },
	{ "rt_mutex_slowlock", SCOPE_CODE_RT_SLOW_PATH },
	{ "rt_mutex_slowlock_block", SCOPE_CODE_RT_SLOW_PATH },
	{ "__rt_mutex_slowlock", SCOPE_CODE_RT_SLOW_PATH },
	{ "__rt_mutex_slowlock_locked", SCOPE_CODE_RT_SLOW_PATH },
	{ "rt_mutex_lock", SCOPE_CODE_RT_MUTEX },
	{ "rt_mutex_lock_interruptible", SCOPE_CODE_RT_MUTEX },
	{ "rt_mutex_lock_killable", SCOPE_CODE_RT_MUTEX },
	{ "rt_mutex_lock_nested", SCOPE_CODE_RT_MUTEX },
	{ "_rt_mutex_lock_nest_lock", SCOPE_CODE_RT_MUTEX },
	{ "rt_mutex_wait_proxy_lock", SCOPE_CODE_RT_MUTEX },
	{ "mutex_lock", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_interruptible", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_killable", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_io", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_nested", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_interruptible_nested", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_killable_nested", SCOPE_CODE_RT_FOR_MUTEX },
	{ "mutex_lock_io_nested", SCOPE_CODE_RT_FOR_MUTEX },
	{ "_mutex_lock_nest_lock", SCOPE_CODE_RT_FOR_MUTEX },
	{ "ww_mutex_lock", SCOPE_CODE_RT_FOR_WW_MUTEX },
	{ "ww_mutex_lock_interruptible", SCOPE_CODE_RT_FOR_WW_MUTEX },
	{ "down_read", SCOPE_CODE_RT_READ },
	{ "down_read_interruptible", SCOPE_CODE_RT_READ },
	{ "down_read_killable", SCOPE_CODE_RT_READ },
	{ "down_read_nested", SCOPE_CODE_RT_READ },
	{ "down_read_killable_nested", SCOPE_CODE_RT_READ },
	{ "down_read_non_owner", SCOPE_CODE_RT_READ },
	{ "__rwbase_read_lock", SCOPE_CODE_RT_READ },
	{ "down_write", SCOPE_CODE_RT_WRITE },
	{ "down_write_killable", SCOPE_CODE_RT_WRITE },
	{ "down_write_nested", SCOPE_CODE_RT_WRITE },
	{ "down_write_killable_nested", SCOPE_CODE_RT_WRITE },
	{ "_down_write_nest_lock", SCOPE_CODE_RT_WRITE },
	{ "__down_write", SCOPE_CODE_RT_WRITE },
	{ "rwbase_write_lock", SCOPE_CODE_RT_WRITE },
#else
	/* With lockdep it is a slow path; without, nothing has that name. */
	{ "mutex_lock_io_nested", SCOPE_CODE_MUTEX },
#endif
	{ "__mutex_lock", SCOPE_CODE_MUTEX },
	{ "__mutex_lock_common", SCOPE_CODE_MUTEX },
	{ "__ww_mutex_lock", SCOPE_CODE_WW_MUTEX },
	{ "rwsem_down_read_slowpath", SCOPE_CODE_READ },
	{ "rwsem_down_write_slowpath", SCOPE_CODE_WRITE },
	{ "__down", SCOPE_CODE_SEMAPHORE },
	{ "__down_common", SCOPE_CODE_SEMAPHORE },
	{ "___down_common", SCOPE_CODE_SEMAPHORE },
	{ "__down_interruptible", SCOPE_CODE_SEMAPHORE },
	{ "__down_killable", SCOPE_CODE_SEMAPHORE },
	{ "__down_timeout", SCOPE_CODE_SEMAPHORE_TIMEOUT },
};

/*
 * What a slow path is part of where the compiler has put it into its callers. Only
 * where that calls the scheduler, which it does for nothing else.
 */
static const struct {
	const char *prefix;
	u16 mark;
} callers[] = {
	{ "down_read", SCOPE_CODE_READ },
	{ "__down_read", SCOPE_CODE_READ },
	{ "down_write", SCOPE_CODE_WRITE },
	{ "_down_write", SCOPE_CODE_WRITE },
	{ "__down_write", SCOPE_CODE_WRITE },
};

#define LOCK(type, what, how)						\
	{								\
		.queue = COMPAT_##type##_QUEUE,				\
		.first = COMPAT_##type##_FIRST,				\
		.spin = COMPAT_##type##_SPIN,				\
		.word = COMPAT_##type##_WORD,				\
		.word_size = COMPAT_##type##_WORD_SIZE,			\
		.word_mask = COMPAT_##type##_WORD_MASK,			\
		.word_waiters = COMPAT_##type##_WORD_WAITERS,		\
		.kind = PROCSCOPE_KIND_##what,				\
		.mode = PROCSCOPE_MODE_##how,				\
	}

static const struct scope_slow_path slow_paths[] = {
	[SCOPE_CODE_MUTEX] = LOCK(MUTEX, MUTEX, EXCLUSIVE),
	[SCOPE_CODE_WW_MUTEX] = LOCK(MUTEX, WW_MUTEX, EXCLUSIVE),
	[SCOPE_CODE_READ] = LOCK(RWSEM, RWSEM, READ),
	[SCOPE_CODE_WRITE] = LOCK(RWSEM, RWSEM, WRITE),
	[SCOPE_CODE_SEMAPHORE] = LOCK(SEMAPHORE, SEMAPHORE, EXCLUSIVE),
	[SCOPE_CODE_SEMAPHORE_TIMEOUT] = LOCK(SEMAPHORE, SEMAPHORE, EXCLUSIVE),
};

const struct scope_slow_path *scope_slow_path(enum scope_code code)
{
	return &slow_paths[code];
}

static bool is_called(const char *symbol, const char *name)
{
	size_t length;

	/* Of all the functions, most are told from it by their first letter. */
	if (*symbol != *name)
		return false;
	length = strlen(name);
	/* The compiler's clones have a suffix: __mutex_lock.constprop.0 */
	return !strncmp(symbol, name, length) &&
	       (symbol[length] == '.' || symbol[length] == '+');
}

static bool is_completion(const char *symbol)
{
	return !strncmp(symbol, "wait_for_completion", 19);
}

static u16 mark_of_name(const char *symbol)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(functions); i++) {
		if (is_called(symbol, functions[i].name))
			return functions[i].mark;
	}
	if (!strncmp(symbol, "schedule", 8) ||
	    !strncmp(symbol, "io_schedule", 11) ||
	    is_completion(symbol))
		return SCOPE_CODE_SCHEDULE;
	return SCOPE_CODE_OTHER;
}

static u16 mark_of_caller(const char *symbol)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(callers); i++) {
		if (!IS_ENABLED(CONFIG_PREEMPT_RT) &&
		    str_has_prefix(symbol, callers[i].prefix))
			return callers[i].mark;
	}
	return SCOPE_CODE_OTHER;
}

/* The name of what is called right before @address, "" if nothing is. */
static void name_callee(char *name, size_t size, unsigned long address)
{
	unsigned long target = compat_call_target(address);

	*name = '\0';
	if (target)
		snprintf(name, size, "%pB", (void *)target);
}

bool scope_code_is_call(unsigned long address, const char *caller,
			const char *callee)
{
	char name[NAME_SIZE];

	if (!compat_is_image(address))
		return false;
	name_callee(name, sizeof(name), address);
	if (!is_called(name, callee))
		return false;
	if (!caller)
		return true;
	snprintf(name, sizeof(name), "%pB", (void *)address);
	return is_called(name, caller);
}

bool scope_code_is_in(struct scope_symbols *symbols, unsigned long address,
		      const char *name)
{
	return is_called(scope_symbol_code(symbols, address)->text, name);
}

bool scope_code_is(unsigned long address, const char *name)
{
	char symbol[NAME_SIZE];

	if (!compat_is_image(address))
		return false;
	snprintf(symbol, sizeof(symbol), "%ps", (void *)address);
	return !strncmp(symbol, name, strlen(name)) &&
	       strchr(" .", symbol[strlen(name)]);
}

enum scope_code scope_code_of_callee(unsigned long address)
{
	char name[NAME_SIZE];

	name_callee(name, sizeof(name), address);
	return scope_code_of(mark_of_name(name));
}

bool scope_code_calls(unsigned long outer, unsigned long inner)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof(name), "%pB", (void *)inner);
	name[strcspn(name, ".+")] = '\0';
	return scope_code_is_call(outer, NULL, name);
}

bool scope_code_is_between(unsigned long outer, unsigned long inner,
			   const char *callee)
{
	return scope_code_is_call(inner, NULL, callee) &&
	       scope_code_calls(outer, inner);
}

u16 scope_code_mark(struct scope_symbols *symbols, unsigned long address)
{
	struct scope_symbol *symbol;
	char callee[NAME_SIZE];

	if (!compat_is_image(address))
		return SCOPE_CODE_OTHER;
	symbol = scope_symbol_code(symbols, address);
	if (!symbol->mark) {
		symbol->mark = mark_of_name(symbol->text);
		name_callee(callee, sizeof(callee), address);
		if (scope_code_of(mark_of_name(callee)) == SCOPE_CODE_SCHEDULE) {
			if (symbol->mark == SCOPE_CODE_OTHER)
				symbol->mark = mark_of_caller(symbol->text);
			symbol->mark |= SCOPE_AFTER_SCHEDULE;
		}
		if (is_called(callee, "schedule"))
			symbol->mark |= SCOPE_AFTER_SCHEDULE_ITSELF;
		if (scope_code_of(symbol->mark) == SCOPE_CODE_OTHER &&
		    is_completion(callee))
			symbol->mark += SCOPE_CODE_COMPLETION - SCOPE_CODE_OTHER;
	}
	return symbol->mark;
}

void scope_code_for_no_lock(struct scope_symbols *symbols,
			    unsigned long address)
{
	scope_symbol_code(symbols, address)->mark |= SCOPE_FOR_NO_LOCK;
}
