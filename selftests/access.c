// SPDX-License-Identifier: GPL-2.0
/*
 * access.c - try who may read what
 *
 * A child of root makes itself what a row says, and then opens all entries, or
 * is given them, and reads them, or hands them on. What was seen is compared
 * with what the rule says of the row.
 */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "access_reader.h"
#include "access_table.h"
#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "proc.h"
#include "put.h"

#define NOBODY		65534
#define LOCKDOWN_FILE	"/sys/kernel/security/lockdown"
#define PARAMETER_FILE	"/sys/module/procscope/parameters/addresses"

/* A row */

static bool limit_caps(unsigned long long caps)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	unsigned int i;

	if (syscall(SYS_capget, &head, data))
		return false;
	for (i = 0; i < 2; i++) {
		data[i].permitted &= caps >> 32 * i;
		data[i].effective = data[i].permitted;
		data[i].inheritable = 0;
	}
	return !syscall(SYS_capset, &head, data);
}

static bool become(const struct row *row)
{
	uid_t id = row->level[UID] == UID_NOBODY ? NOBODY : 0;
	char map[64];

	if (prctl(PR_SET_KEEPCAPS, 1) || setgroups(0, NULL) ||
	    setresgid(id, id, id) || setresuid(id, id, id) ||
	    prctl(PR_SET_DUMPABLE, 1))
		return false;
	snprintf(map, sizeof(map), "%u %u 1", id, id);
	if (row->level[USER] == USER_INNER &&
	    (unshare(CLONE_NEWUSER) || put_text(MOUNT "/self/uid_map", map)))
		return false;
	return limit_caps(row_caps(row));
}

/* The other one of two is root, or as far from it as one can be. */
static const struct row root = {};
static const struct row nobody = {
	.level = { [UID] = UID_NOBODY, [CAPS] = CAPS_NONE },
};

static int open_and_send(const struct row *row)
{
	struct opened opened;
	char byte;

	if (!become(row))
		return 30;
	opened = reader_open();
	if (!reader_send(&opened))
		return 31;
	/* Stay, so that the number of tasks is the same for all who read. */
	return read(SOCKET_FD, &byte, 1) ? 32 : 0;
}

static int receive_and_read(const struct row *row, bool is_setuid)
{
	return become(row) ? reader_read(is_setuid, true) : 33;
}

static int exit_code_of(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child)
		return 40;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 41;
}

static pid_t fork_bound(void)
{
	pid_t child = fork();

	if (!child)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return child;
}

/* Opener and reader are two: this process, and a child of it. */
static int pass(const struct row *row)
{
	bool is_setuid = row->level[SETUID];
	bool opens = row->level[PASS] == PASS_TO_NOBODY;
	int end[2], mine, code;
	pid_t other;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end))
		return 50;
	other = fork_bound();
	mine = end[!other];
	if (dup2(mine, SOCKET_FD) < 0 || close(end[0]) || close(end[1]))
		return 51;
	if (!other)
		_exit(opens ? receive_and_read(&nobody, is_setuid) :
			      open_and_send(&root));
	if (opens) {
		code = open_and_send(row);
		return exit_code_of(other) ?: code;
	}
	return receive_and_read(row, is_setuid);
}

static int take_lock(void *steps)
{
	return put_text("/proc/procscope_hold", steps);
}

static int wait_for_lock(void *steps)
{
	char self[16] = "";

	if (prctl(PR_SET_NAME, WAITER_COMM) ||
	    readlink("/proc/self", self, sizeof(self) - 1) < 0)
		return 1;
	report->waiter = atoi(self);
	return take_lock(steps);
}

static int hold_lock(void *steps)
{
	return prctl(PR_SET_NAME, OUTER_COMM) || take_lock(steps);
}

static bool start_waiter(void)
{
	report->inner_waiter = child_start(wait_for_lock,
					   "mutex-killable journal_lock");
	return report->inner_waiter > 0 &&
	       await(__atomic_load_n(&report->waiter, __ATOMIC_RELAXED), 10) &&
	       proc_becomes_stuck(report->waiter, "procscope_hold");
}

static int run_inside(const struct row *row)
{
	if (row->level[PID] == PID_INNER &&
	    mount("proc", MOUNT, "proc", 0,
		  row_level(row, HIDEPID)))
		return 60;
	if (!start_waiter())
		return 61;
	if (row->level[PASS] != PASS_NOT)
		return pass(row);
	return become(row) ? reader_read(row->level[SETUID], false) : 62;
}

static int run_row(void *argument)
{
	const struct row *row = argument;
	pid_t child;
	int code;

	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return 70;
	if (row->level[PID] != PID_INNER &&
	    mount("proc", MOUNT, "proc", 0,
		  row_level(row, HIDEPID)))
		return 71;
	if (row->level[PID] != PID_FIRST && unshare(CLONE_NEWPID))
		return 72;
	child = fork_bound();
	if (!child)
		_exit(run_inside(row));
	code = exit_code_of(child);
	/* With its namespace it has died; else its parent may not kill it. */
	if (row->level[PID] == PID_FIRST && report->waiter)
		kill(report->waiter, SIGKILL);
	return code;
}

/* The rows */

static pid_t holder;
static unsigned long long lock_address;

static struct seen expected(const struct row *row, unsigned int entry)
{
	bool outside = row->level[PID] != PID_INNER;
	bool has_lock = entry == LOCKS || entry == SNAPSHOT;
	const struct seen *is = &report->seen[entry];
	struct seen seen = { .refused = -row_outcome(row) };

	if (seen.refused)
		return seen;
	seen.whole = true;
	if (entry == ABOUT) {
		seen.addresses = row->level[ADDRESSES];
		return seen;
	}
	seen.addresses = (entry == STACKS || entry == SNAPSHOT) &&
			 row_gives_addresses(row);
	seen.waiter = outside ? report->waiter : report->inner_waiter;
	seen.outer = outside && entry != LOCKS;
	/* Outside, others come and go. */
	seen.tasks = outside ? is->tasks :
		     entry == LOCKS ? 1 :
		     row->level[PASS] == PASS_NOT ? 2 : 3;
	if (!has_lock)
		return seen;
	seen.owner = outside ? holder : 0;
	if (row_gives_addresses(row))
		seen.lock = lock_address;
	else if (is->lock != lock_address)
		seen.lock = is->lock ?: 1;
	return seen;
}

static void print_seen(const char *how, const struct seen *seen)
{
	printf("# %s: refused %d failed %d whole %d tasks %u", how,
	       seen->refused, seen->failed, seen->whole, seen->tasks);
	printf(" outer %d waiter %d owner %d addresses %d\n", seen->outer,
	       seen->waiter, seen->owner, seen->addresses);
}

static bool is_as_expected(const struct row *row, unsigned int entry)
{
	const struct seen *is = &report->seen[entry];
	struct seen want = expected(row, entry);

	if (is->refused == want.refused && is->failed == want.failed &&
	    is->whole == want.whole && is->tasks == want.tasks &&
	    is->outer == want.outer && is->waiter == want.waiter &&
	    is->owner == want.owner && is->lock == want.lock &&
	    is->addresses == want.addresses)
		return true;
	printf("# %s\n", access_entries[entry]);
	print_seen("is", is);
	print_seen("shall be", &want);
	if (is->lock != want.lock)
		printf("# and its lock is %s\n", is->lock == lock_address ?
		       "an address" : is->lock ? "no address" : "missing");
	return false;
}

static bool is_gone(pid_t tid)
{
	char state = tid ? proc_state(tid) : 0;

	return !state || state == 'Z';
}

static bool try_row(const struct row *row)
{
	bool is_right = true;
	int status = -1;
	unsigned int i;
	pid_t child;

	memset(report, 0, sizeof(*report));
	child = child_start(run_row, (void *)row);
	if (child < 0 || !child_wait(child, 30, &status) || status ||
	    !report->is_read) {
		printf("# it ended with %#x, %s\n", status,
		       report->is_read ? "read" : "unread");
		is_right = false;
	}
	/* Its waiter must not be taken for the next row's. */
	is_right &= await(is_gone(report->waiter), 10);
	for (i = 0; is_right && i < ENTRIES; i++)
		is_right = is_as_expected(row, i);
	if (!is_right)
		row_print(row);
	return is_right;
}

static unsigned long long address_of(const char *wanted)
{
	FILE *symbols = fopen("/proc/kallsyms", "r");
	unsigned long long address, found = 0;
	char name[256], line[512];

	while (symbols && !found && fgets(line, sizeof(line), symbols))
		if (strstr(line, "[procscope_hold]") &&
		    sscanf(line, "%llx %*c %255s", &address, name) == 2 &&
		    !strcmp(name, wanted))
			found = address;
	if (symbols)
		fclose(symbols);
	return found;
}

static bool start(void)
{
	int memory = memfd_create("report", 0);

	lock_address = address_of("journal_lock");
	if (!lock_address || !reader_make_setuid() ||
	    (mkdir(MOUNT, 0755) && errno != EEXIST) ||
	    ftruncate(memory, sizeof(*report)) ||
	    dup2(memory, REPORT_FD) < 0 || !report_map())
		return false;
	close(memory);
	holder = child_start(hold_lock, "mutex journal_lock; wait end");
	return holder > 0 && hold_becomes(holder, 2, "held");
}

size_t access_try(enum access_lockdown level, bool addresses, size_t *count)
{
	const struct row *rows;
	size_t i, row_count, wrong = 0;

	*count = 0;
	if (!start()) {
		printf("# the rows cannot be tried: %m\n");
		return 1;
	}
	row_count = rows_make(&rows);
	for (i = 0; i < row_count; i++) {
		if (rows[i].level[LOCKDOWN] != level ||
		    rows[i].level[ADDRESSES] != addresses)
			continue;
		++*count;
		wrong += !try_row(&rows[i]);
	}
	return wrong;
}

/* What the rows need */

static bool has_parameter(bool addresses)
{
	FILE *file = fopen(PARAMETER_FILE, "r");
	bool is = file && fgetc(file) == (addresses ? 'Y' : 'N');

	if (file)
		fclose(file);
	return is;
}

bool access_prepare(bool addresses)
{
	if (!has_parameter(addresses) &&
	    ((module_is_loaded("procscope") && module_unload("procscope")) ||
	     module_load_with("/lib/procscope/procscope.ko",
			      addresses ? "addresses=1" : "") ||
	     !has_parameter(addresses))) {
		printf("# procscope cannot be loaded with addresses=%d\n",
		       addresses);
		return false;
	}
	if (!module_is_loaded("procscope_hold") &&
	    module_load("procscope_hold")) {
		printf("# procscope_hold cannot be loaded\n");
		return false;
	}
	return true;
}

bool access_can_lock_down(void)
{
	if (!access(LOCKDOWN_FILE, F_OK))
		return true;
	mount("securityfs", "/sys/kernel/security", "securityfs", 0, NULL);
	return !access(LOCKDOWN_FILE, F_OK);
}

bool access_lock_down(enum access_lockdown level)
{
	const struct row row = { .level = { [LOCKDOWN] = level } };
	const char *name = row_level(&row, LOCKDOWN);
	char marked[32], now[128] = "";
	FILE *file;

	snprintf(marked, sizeof(marked), "[%s]", name);
	if (level != ACCESS_UNLOCKED)
		put_text(LOCKDOWN_FILE, name);
	file = fopen(LOCKDOWN_FILE, "r");
	if (file) {
		fgets(now, sizeof(now), file) ?: now;
		fclose(file);
	}
	return strstr(now, marked);
}
