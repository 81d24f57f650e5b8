// SPDX-License-Identifier: GPL-2.0
/*
 * access.c - who may read what: every pair of circumstances, and a rule
 *
 * A row is one level of each factor. A child of root makes itself what the row
 * says, and then opens all entries, or is given them, and reads them. What it
 * saw is compared with what the rule says of the row.
 *
 * The rule: the opener counts, not the reader. It must get through the modes of
 * directory and files, must have CAP_SYS_ADMIN in the first user namespace, and
 * the kernel must not be locked down for confidentiality. Tasks are those of
 * the pid namespace of the mount, and numbered there. Ids are addresses if the
 * module was loaded so and the opener has CAP_SYSLOG in the first user
 * namespace.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
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
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access.h"
#include "await.h"
#include "children.h"
#include "hold.h"
#include "module.h"
#include "views.h"

#define NOBODY		65534
#define MOUNT		"/tmp/access-proc"
#define READER		"/tmp/access-reader"
#define LOCKDOWN_FILE	"/sys/kernel/security/lockdown"
#define PARAMETER_FILE	"/sys/module/procscope/parameters/addresses"

/* A reader that is another program finds these open. */
#define REPORT_FD	10
#define SOCKET_FD	11

/* What those are called that a reader looks for. */
#define OUTER_COMM	"access-outer"
#define WAITER_COMM	"access-waiter"

enum { UID_ROOT, UID_NOBODY };
enum {
	CAPS_ALL, CAPS_NONE, CAPS_ALL_BUT_ADMIN, CAPS_ADMIN, CAPS_ADMIN_SYSLOG,
	CAPS_ADMIN_SEARCH
};

enum { USER_FIRST, USER_INNER };
enum { PID_FIRST, PID_INNER_FIRST_MOUNT, PID_INNER };
enum { HIDEPID_OFF, HIDEPID_INVISIBLE, HIDEPID_PTRACEABLE, HIDEPID_SUBSET };
/* Who opens what the row's reader reads, or reads what its opener opens? */
enum { PASS_NOT, PASS_TO_NOBODY, PASS_FROM_ROOT };

enum factor {
	UID, CAPS, USER, PID, LOCKDOWN, HIDEPID, ADDRESSES, PASS, SETUID,
	FACTORS
};

#define LEVELS_MOST 6

static const struct {
	const char *name;
	const char *level[LEVELS_MOST];
} factors[FACTORS] = {
	[UID] = { "uid", { "root", "nobody" } },
	[CAPS] = { "capabilities", { "all", "none", "all but SYS_ADMIN",
				     "SYS_ADMIN", "SYS_ADMIN and SYSLOG",
				     "SYS_ADMIN and DAC_READ_SEARCH" } },
	[USER] = { "user namespace", { "first", "inner" } },
	[PID] = { "pid namespace", { "first", "inner, mount of the first",
				     "inner" } },
	[LOCKDOWN] = { "lockdown", { "none", "integrity",
				     "confidentiality" } },
	[HIDEPID] = { "mount", { "hidepid=0", "hidepid=2", "hidepid=4",
				 "subset=pid" } },
	[ADDRESSES] = { "addresses", { "0", "1" } },
	[PASS] = { "passed", { "not", "to nobody", "from root" } },
	[SETUID] = { "setuid reader", { "no", "yes" } },
};

struct row {
	unsigned int level[FACTORS];
};

/* The rule */

#define CAP(name) (1ULL << CAP_##name)

static const unsigned long long caps_of[] = {
	[CAPS_ALL] = ~0ULL,
	[CAPS_NONE] = 0,
	[CAPS_ALL_BUT_ADMIN] = ~CAP(SYS_ADMIN),
	[CAPS_ADMIN] = CAP(SYS_ADMIN),
	[CAPS_ADMIN_SYSLOG] = CAP(SYS_ADMIN) | CAP(SYSLOG),
	[CAPS_ADMIN_SEARCH] = CAP(SYS_ADMIN) | CAP(DAC_READ_SEARCH),
};

struct opener {
	bool is_root;
	unsigned long long caps; /* in the first user namespace */
};

static struct opener opener_of(const struct row *row)
{
	const unsigned int *level = row->level;
	struct opener opener = {
		.is_root = level[UID] == UID_ROOT,
		.caps = level[USER] == USER_FIRST ? caps_of[level[CAPS]] : 0,
	};

	if (level[PASS] == PASS_FROM_ROOT)
		return (struct opener){ true, ~0ULL };
	if (level[PASS] == PASS_NOT && level[SETUID] &&
	    level[USER] == USER_FIRST)
		return (struct opener){ true, ~0ULL };
	return opener;
}

/* 0 or -errno of open(), the same for every entry. */
static int outcome_of(const struct row *row)
{
	struct opener opener = opener_of(row);

	if (row->level[HIDEPID] == HIDEPID_SUBSET)
		return -ENOENT;
	if (!opener.is_root &&
	    !(opener.caps & (CAP(DAC_OVERRIDE) | CAP(DAC_READ_SEARCH))))
		return -EACCES;
	if (!(opener.caps & CAP(SYS_ADMIN)))
		return -EACCES;
	return row->level[LOCKDOWN] == ACCESS_CONFIDENTIALITY ? -EPERM : 0;
}

static bool gives_addresses(const struct row *row)
{
	return row->level[ADDRESSES] && opener_of(row).caps & CAP(SYSLOG);
}

/* The table */

static const int outcomes[] = { 0, -ENOENT, -EACCES, -EPERM };

#define OUTCOMES	4
#define ROWS_MOST	1024

/* For two levels and an outcome: can a row have it, and has one? */
struct goal {
	bool is_possible;
	bool is_had;
};

static struct goal goals[FACTORS][LEVELS_MOST][FACTORS][LEVELS_MOST][OUTCOMES];
static struct row rows[ROWS_MOST];
static size_t row_count;

static bool next_row(struct row *row)
{
	enum factor f;

	for (f = 0; f < FACTORS; f++) {
		unsigned int *level = &row->level[f];

		++*level;
		if (*level < LEVELS_MOST && factors[f].level[*level])
			return true;
		*level = 0;
	}
	return false;
}

static unsigned int outcome_index(const struct row *row)
{
	unsigned int i = 0;

	while (outcomes[i] != outcome_of(row))
		i++;
	return i;
}

/* How many goals would @row reach first? With @mark, it does. */
static unsigned int gain_of(const struct row *row, bool mark)
{
	unsigned int outcome = outcome_index(row), gain = 0;
	enum factor f, g;

	for (f = 0; f < FACTORS; f++) {
		for (g = f + 1; g < FACTORS; g++) {
			struct goal *goal = &goals[f][row->level[f]]
						  [g][row->level[g]][outcome];

			gain += !goal->is_had;
			goal->is_possible = true;
			goal->is_had |= mark;
		}
	}
	return gain;
}

/* Of all rows there can be, again and again the one that has most to give. */
static void make_rows(void)
{
	while (row_count < ROWS_MOST) {
		struct row row = {}, best = {};
		unsigned int most = 0;

		do {
			unsigned int gain = gain_of(&row, false);

			if (gain > most) {
				most = gain;
				best = row;
			}
		} while (next_row(&row));
		if (!most)
			return;
		gain_of(&best, true);
		rows[row_count++] = best;
	}
}

static bool has_row(enum factor f, unsigned int a, enum factor g,
		    unsigned int b, int outcome)
{
	size_t i;

	for (i = 0; i < row_count; i++)
		if (rows[i].level[f] == a && rows[i].level[g] == b &&
		    outcome_of(&rows[i]) == outcome)
			return true;
	return false;
}

/* Of the possible outcomes of two levels, how many has no row? */
static size_t missing_of(enum factor f, unsigned int a, enum factor g,
			 unsigned int b, size_t *count)
{
	size_t missing = 0;
	unsigned int i;

	for (i = 0; i < OUTCOMES; i++) {
		if (!goals[f][a][g][b][i].is_possible)
			continue;
		++*count;
		missing += !has_row(f, a, g, b, outcomes[i]);
	}
	return missing;
}

size_t access_missing(size_t *count)
{
	size_t missing = 0;
	enum factor f, g;
	unsigned int a, b;

	*count = 0;
	make_rows();
	for (f = 0; f < FACTORS; f++)
		for (g = f + 1; g < FACTORS; g++)
			for (a = 0; a < LEVELS_MOST; a++)
				for (b = 0; b < LEVELS_MOST; b++)
					missing += missing_of(f, a, g, b,
							      count);
	return missing;
}

/* What a reader sees */

static const char *const entries[] = {
	"about", "tasks", "stacks", "locks", "snapshot"
};

enum { ABOUT, TASKS, STACKS, LOCKS, SNAPSHOT, ENTRIES };

/**
 * struct seen - one entry, as a reader saw it
 * @refused: what open() failed with, or 0
 * @failed: what read() failed with, or 0
 * @whole: it was all there
 * @tasks: how many
 * @outer: a task of the first pid namespace is among them
 * @waiter: the number of the row's waiter, or 0
 * @owner: the number of the owner of its lock, or 0
 * @lock: the id of its lock, or 0
 * @addresses: there are addresses, or about says that there can be
 */
struct seen {
	int refused;
	int failed;
	bool whole;
	unsigned int tasks;
	bool outer;
	int waiter;
	int owner;
	unsigned long long lock;
	bool addresses;
};

/* Shared by all processes of a row. */
struct report {
	int waiter;	  /* its number in the first pid namespace */
	int inner_waiter; /* and in its own */
	bool is_read;
	struct seen seen[ENTRIES];
};

static struct report *report;

static void see_text(struct seen *seen, unsigned int entry, int fd)
{
	unsigned int comm_column = entry == LOCKS ? 8 : 7;
	char *text = view_rest(fd, 4096, NULL);
	char *rest = text, *line;
	char column[128];

	if (!text) {
		seen->failed = errno;
		return;
	}
	if (entry == ABOUT) {
		seen->whole = !strncmp(text, "release ", 8) &&
			      strstr(text, "\nmemory ");
		seen->addresses = strstr(text, "\naddresses to openers");
		free(text);
		return;
	}
	seen->whole = view_is_whole(text);
	while ((line = view_line(&rest))) {
		if (*line == '[')
			seen->addresses |= !!strncmp(line, "[<0>] ", 6);
		if (!isdigit((unsigned char)*line))
			continue;
		seen->tasks++;
		view_column(line, comm_column, column, sizeof(column));
		seen->outer |= !strcmp(column, OUTER_COMM);
		if (strcmp(column, WAITER_COMM))
			continue;
		seen->waiter = strtol(line, NULL, 10);
		if (entry != LOCKS)
			continue;
		view_column(line, 4, column, sizeof(column));
		seen->lock = strtoull(column, NULL, 16);
		view_column(line, 5, column, sizeof(column));
		seen->owner = strtol(column, NULL, 10);
	}
	free(text);
}

static void see_snapshot(struct seen *seen, int fd)
{
	struct model model;
	char error[128];
	size_t i;

	seen->failed = -model_read(&model, fd, error, sizeof(error));
	seen->whole = model.whole;
	seen->tasks = model.count;
	seen->addresses = model.header.flags & PROCSCOPE_HEADER_ADDRESSES;
	for (i = 0; i < model.count; i++) {
		const struct task *task = &model.task[i];
		const char *comm = (const char *)task->raw.comm;

		seen->outer |= !strcmp(comm, OUTER_COMM);
		if (strcmp(comm, WAITER_COMM))
			continue;
		seen->waiter = task->raw.tid;
		seen->lock = task->wait ? task->wait->raw.lock : 0;
		seen->owner = task->wait ? task->wait->raw.owner : 0;
	}
	model_free(&model);
}

/* What came of open(): descriptors, or errors below 0. */
struct opened {
	int fd[ENTRIES];
};

static struct opened open_all(void)
{
	struct opened opened;
	char path[64];
	unsigned int i;

	for (i = 0; i < ENTRIES; i++) {
		snprintf(path, sizeof(path), MOUNT "/procscope/%s", entries[i]);
		opened.fd[i] = open(path, O_RDONLY);
		if (opened.fd[i] < 0)
			opened.fd[i] = -errno;
	}
	return opened;
}

static void see_all(const struct opened *opened)
{
	unsigned int i;

	for (i = 0; i < ENTRIES; i++) {
		struct seen *seen = &report->seen[i];
		int fd = opened->fd[i];

		if (fd < 0)
			seen->refused = -fd;
		else if (i == SNAPSHOT)
			see_snapshot(seen, fd);
		else
			see_text(seen, i, fd);
	}
	report->is_read = true;
}

/* Room for a message with all entries. */
struct message {
	struct opened opened;
	struct iovec part;
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(ENTRIES * sizeof(int))];
	} control;
	struct msghdr head;
};

static void message_init(struct message *message)
{
	memset(message, 0, sizeof(*message));
	message->part.iov_base = &message->opened;
	message->part.iov_len = sizeof(message->opened);
	message->head.msg_iov = &message->part;
	message->head.msg_iovlen = 1;
	message->head.msg_control = &message->control;
	message->head.msg_controllen = sizeof(message->control);
}

static bool send_all(const struct opened *opened)
{
	struct cmsghdr *control;
	struct message message;
	unsigned int i, count = 0;
	int fd[ENTRIES];

	message_init(&message);
	message.opened = *opened;
	for (i = 0; i < ENTRIES; i++)
		if (opened->fd[i] >= 0)
			fd[count++] = opened->fd[i];
	if (count) {
		control = CMSG_FIRSTHDR(&message.head);
		control->cmsg_level = SOL_SOCKET;
		control->cmsg_type = SCM_RIGHTS;
		control->cmsg_len = CMSG_LEN(count * sizeof(*fd));
		memcpy(CMSG_DATA(control), fd, count * sizeof(*fd));
		message.head.msg_controllen = CMSG_SPACE(count * sizeof(*fd));
	} else {
		message.head.msg_controllen = 0;
	}
	return sendmsg(SOCKET_FD, &message.head, 0) > 0;
}

static bool receive_all(struct opened *opened)
{
	struct cmsghdr *control;
	struct message message;
	unsigned int i;
	char *from;

	message_init(&message);
	if (recvmsg(SOCKET_FD, &message.head, 0) !=
	    (ssize_t)sizeof(message.opened))
		return false;
	*opened = message.opened;
	control = CMSG_FIRSTHDR(&message.head);
	from = control ? (char *)CMSG_DATA(control) : NULL;
	for (i = 0; i < ENTRIES; i++) {
		if (opened->fd[i] < 0)
			continue;
		if (!from)
			return false;
		memcpy(&opened->fd[i], from, sizeof(int));
		from += sizeof(int);
	}
	return true;
}

static bool map_report(void)
{
	report = mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE,
		      MAP_SHARED, REPORT_FD, 0);
	return report != MAP_FAILED;
}

/* Return: an exit code. */
static int read_entries(bool are_given)
{
	struct opened opened;

	if (!are_given)
		opened = open_all();
	else if (!receive_all(&opened))
		return 20;
	see_all(&opened);
	return 0;
}

/* The setuid reader is a copy of this program, which comes no further. */
static void __attribute__((constructor)) be_reader(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[0], READER))
		return;
	if (!map_report())
		_exit(21);
	_exit(read_entries(!strcmp(argv[1], "given")));
}

static int read_by(bool is_setuid, bool are_given)
{
	if (!is_setuid)
		return read_entries(are_given);
	execl(READER, READER, are_given ? "given" : "itself", NULL);
	return 22;
}

static bool make_setuid_reader(void)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(READER, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	struct stat stat;
	bool made;

	made = from >= 0 && to >= 0 && !fstat(from, &stat) &&
	       sendfile(to, from, NULL, stat.st_size) == stat.st_size &&
	       !fchmod(to, 04755);
	close(from);
	close(to);
	return made;
}

/* A row */

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written = fd >= 0 &&
		       write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	return written;
}

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
	    (unshare(CLONE_NEWUSER) ||
	     !write_file(MOUNT "/self/uid_map", map)))
		return false;
	return limit_caps(caps_of[row->level[CAPS]]);
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
	opened = open_all();
	if (!send_all(&opened))
		return 31;
	/* Stay, so that the number of tasks is the same for all who read. */
	return read(SOCKET_FD, &byte, 1) ? 32 : 0;
}

static int receive_and_read(const struct row *row, bool is_setuid)
{
	return become(row) ? read_by(is_setuid, true) : 33;
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
	int fd = open("/proc/procscope_hold", O_WRONLY | O_CLOEXEC);

	return fd < 0 || write(fd, steps, strlen(steps)) < 0;
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
		  factors[HIDEPID].level[row->level[HIDEPID]]))
		return 60;
	if (!start_waiter())
		return 61;
	if (row->level[PASS] != PASS_NOT)
		return pass(row);
	return become(row) ? read_by(row->level[SETUID], false) : 62;
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
		  factors[HIDEPID].level[row->level[HIDEPID]]))
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
	struct seen seen = { .refused = -outcome_of(row) };

	if (seen.refused)
		return seen;
	seen.whole = true;
	if (entry == ABOUT) {
		seen.addresses = row->level[ADDRESSES];
		return seen;
	}
	seen.addresses = (entry == STACKS || entry == SNAPSHOT) &&
			 gives_addresses(row);
	seen.waiter = outside ? report->waiter : report->inner_waiter;
	seen.outer = outside && entry != LOCKS;
	/* Outside, others come and go. */
	seen.tasks = outside ? is->tasks :
		     entry == LOCKS ? 1 :
		     row->level[PASS] == PASS_NOT ? 2 : 3;
	if (!has_lock)
		return seen;
	seen.owner = outside ? holder : 0;
	if (gives_addresses(row))
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
	printf("# %s\n", entries[entry]);
	print_seen("is", is);
	print_seen("shall be", &want);
	if (is->lock != want.lock)
		printf("# and its lock is %s\n", is->lock == lock_address ?
		       "an address" : is->lock ? "no address" : "missing");
	return false;
}

static void print_row(const struct row *row)
{
	enum factor f;

	printf("# that was");
	for (f = 0; f < FACTORS; f++)
		printf("%s %s: %s", f ? "," : "", factors[f].name,
		       factors[f].level[row->level[f]]);
	putchar('\n');
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
		print_row(row);
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
	if (!lock_address || !make_setuid_reader() ||
	    (mkdir(MOUNT, 0755) && errno != EEXIST) ||
	    ftruncate(memory, sizeof(*report)) ||
	    dup2(memory, REPORT_FD) < 0 || !map_report())
		return false;
	close(memory);
	holder = child_start(hold_lock, "mutex journal_lock; wait end");
	return holder > 0 && hold_becomes(holder, 2, "held");
}

size_t access_try(enum access_lockdown level, bool addresses, size_t *count)
{
	size_t i, wrong = 0;

	*count = 0;
	if (!start()) {
		printf("# the rows cannot be tried: %m\n");
		return 1;
	}
	make_rows();
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
	const char *name = factors[LOCKDOWN].level[level];
	char marked[32], now[128] = "";
	FILE *file;

	snprintf(marked, sizeof(marked), "[%s]", name);
	if (level != ACCESS_UNLOCKED)
		write_file(LOCKDOWN_FILE, name);
	file = fopen(LOCKDOWN_FILE, "r");
	if (file) {
		fgets(now, sizeof(now), file) ?: now;
		fclose(file);
	}
	return strstr(now, marked);
}
