// SPDX-License-Identifier: GPL-2.0
/* main.c - which view is asked for? */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../module/main.h"
#include "duration.h"
#include "entry.h"
#include "fields.h"
#include "part.h"
#include "place.h"
#include "procscope.h"
#include "terminal.h"
#include "view.h"

/* The first is the default. */
static const struct view *const views[] = {
	&view_ps, &view_stack, &view_locks, &view_why, &view_deadlocks,
	&view_roots, &view_held, &view_diff, &view_graph, &view_record,
	&view_watch,
};

#define VIEWS	(sizeof(views) / sizeof(*views))

static const char options[] =
	"Options, before the command or after it:\n"
	"  -i, --input FILE  look at what record kept, - for the standard input\n"
	"      --partial     of a FILE that is cut, show what is there\n"
	"      --color=WHEN  auto, always or never\n"
	"  -h, --help        show this help, or that of the command\n"
	"  -V, --version     show the version\n";

static const char table_options[] =
	"Options of commands that print a table:\n"
	"  -o, --output LIST   columns to print; +LIST: besides the usual ones\n"
	"  -J, --json          print JSON\n"
	"  -r, --raw           do not align columns\n"
	"  -n, --noheadings    print no head row\n"
	"      --list-columns  list the columns\n"
	"\n";

static const char part_options[] =
	"Options of ps, stack, held and record, that choose tasks; all have to hold:\n"
	"      --tgid TGID      the threads of a process\n"
	"      --state LETTERS  tasks in one of these states, of " PROCSCOPE_STATES "\n"
	"      --blocked        tasks that wait for a lock, or of which that\n"
	"                       can't be told\n"
	"\n";

static const char exit_codes[] =
	"\n"
	"Exit codes:\n"
	"  0  done\n"
	"  1  error: bad usage, no permission, no such task, no whole snapshot\n"
	"  2  the module is not loaded, or the ABI is newer than the command\n"
	"  3  there is a deadlock\n";

static void put_help(void)
{
	size_t i;

	printf("Usage: %s [OPTION] [COMMAND]\n"
	       "\n"
	       "Tells what every task of the system waits for, as the procscope module sees it.\n"
	       "\n"
	       "Commands:\n", program_invocation_short_name);
	for (i = 0; i < VIEWS; i++)
		printf("  %-10s %-9s%s%s\n", views[i]->name,
		       views[i]->arguments, views[i]->summary,
		       i ? "" : " (default)");
	putchar('\n');
	fputs(table_options, stdout);
	fputs(part_options, stdout);
	fputs(options, stdout);
	fputs(exit_codes, stdout);
}

static void put_view_help(const struct view *view)
{
	printf("Usage: %s %s%s%s\n\n%s\n", program_invocation_short_name,
	       view->name, *view->arguments ? " " : "", view->arguments,
	       view->summary);
	if (*view->details)
		printf("\n%s", view->details);
	putchar('\n');
	if (view->rows) {
		puts("Columns, and their types in JSON:");
		columns_list(stdout, view->rows);
		printf("Usual: %s\n\n", view->columns);
		fputs(table_options, stdout);
	}
	if (view->takes_part)
		fputs(part_options, stdout);
	fputs(options, stdout);
	fputs(exit_codes, stdout);
}

static int try_help(void)
{
	fprintf(stderr, "Try '%s --help' for more information.\n",
		program_invocation_short_name);
	return EXIT_FAILURE;
}

/* A disk that is full is told of only when the output is closed. */
static void close_stdout(void)
{
	if (!ferror(stdout) && !fclose(stdout))
		return;
	warn("write error");
	_exit(EXIT_FAILURE);
}

/* Options without a letter. */
enum {
	OPTION_PARTIAL = 256,
	OPTION_COLOR,
	OPTION_LIST,
	OPTION_INTERVAL,
	OPTION_COUNT,
	OPTION_STUCK,
	OPTION_FOLDED,
	OPTION_TGID,
	OPTION_STATE,
	OPTION_BLOCKED,
};

static void take_input(struct source *source, const char *name)
{
	if (source->files == MOST_LOOKS_KEPT)
		errx(EXIT_FAILURE, "too many files: '%s'", name);
	source->file[source->files++] = name;
}

/* What is asked for before it is known whom. */
struct wish {
	const char *output;
	bool table;
	bool list;
};

static enum colors take_colors(const char *when)
{
	if (!when || !strcmp(when, "always"))
		return COLORS_ALWAYS;
	if (!strcmp(when, "auto"))
		return COLORS_AUTO;
	if (!strcmp(when, "never"))
		return COLORS_NEVER;
	warnx("not auto, always or never: '%s'", when);
	exit(try_help());
}

static double take_interval(const char *text)
{
	char *rest;
	double seconds = strtod(text, &rest);

	if (rest == text || *rest || !(seconds >= 0.1 && seconds <= 86400))
		errx(EXIT_FAILURE, "not 0.1 to 86400 seconds: '%s'", text);
	return seconds;
}

static double take_stuck(const char *text)
{
	double seconds;

	if (!read_duration(text, &seconds) ||
	    !(seconds >= 0.1 && seconds <= 365 * 86400.0))
		errx(EXIT_FAILURE, "not 100ms to 365d, as 10s or 1m30s: '%s'",
		     text);
	return seconds;
}

static int take_number(const char *what, const char *text)
{
	char *rest;
	long number;

	errno = 0;
	number = strtol(text, &rest, 10);
	if (errno || rest == text || *rest || number <= 0 || number > INT_MAX)
		errx(EXIT_FAILURE, "not a %s: '%s'", what, text);
	return number;
}

static __u32 take_states(const char *text)
{
	__u32 states = part_states(text);

	if (!states)
		errx(EXIT_FAILURE, "not letters of states, of %s: '%s'",
		     PROCSCOPE_STATES, text);
	return states;
}

/* Options that choose tasks; whether it is one. */
static bool take_part_option(int what, struct procscope_ask *part)
{
	switch (what) {
	case OPTION_TGID:
		part->tgid = take_number("tgid", optarg);
		return true;
	case OPTION_STATE:
		part->states = take_states(optarg);
		return true;
	case OPTION_BLOCKED:
		part->flags |= PROCSCOPE_ASK_BLOCKED;
		/* By what they wait for they are known. */
		part->parts |= PROCSCOPE_PART_WAIT;
		return true;
	}
	return false;
}

/* Options of tables; whether it is one. */
static bool take_table_option(int what, struct request *request,
			      struct wish *wish)
{
	switch (what) {
	case 'o':
		wish->output = optarg;
		break;
	case 'J':
		/* Not only tables are. */
		request->style.json = true;
		return true;
	case 'r':
		request->style.raw = true;
		break;
	case 'n':
		request->style.noheadings = true;
		break;
	case OPTION_LIST:
		wish->list = true;
		break;
	default:
		return false;
	}
	wish->table = true;
	return true;
}

/*
 * Take options; @view is NULL before the command's name. Where it is all that
 * they ask for, it is done here, and the command ends.
 */
static void take_options(int argc, char **argv, const struct view *view,
			 struct request *request, struct wish *wish)
{
	static const struct option option[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "json", no_argument, NULL, 'J' },
		{ "raw", no_argument, NULL, 'r' },
		{ "noheadings", no_argument, NULL, 'n' },
		{ "list-columns", no_argument, NULL, OPTION_LIST },
		{ "tgid", required_argument, NULL, OPTION_TGID },
		{ "state", required_argument, NULL, OPTION_STATE },
		{ "blocked", no_argument, NULL, OPTION_BLOCKED },
		{ "folded", no_argument, NULL, OPTION_FOLDED },
		{ "interval", required_argument, NULL, OPTION_INTERVAL },
		{ "count", required_argument, NULL, OPTION_COUNT },
		{ "stuck", required_argument, NULL, OPTION_STUCK },
		{ "color", optional_argument, NULL, OPTION_COLOR },
		{ "input", required_argument, NULL, 'i' },
		{ "partial", no_argument, NULL, OPTION_PARTIAL },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ .name = NULL },
	};
	const char *letters = view ? "i:o:JrnhV" : "+i:o:JrnhV";
	int what;

	while ((what = getopt_long(argc, argv, letters, option, NULL)) != -1) {
		switch (what) {
		case 'i':
			take_input(&request->source, optarg);
			break;
		case OPTION_PARTIAL:
			request->source.partial = true;
			break;
		case 'h':
			if (view)
				put_view_help(view);
			else
				put_help();
			exit(EXIT_SUCCESS);
		case 'V':
			printf("%s %s (ABI %u)\n",
			       program_invocation_short_name, SCOPE_RELEASE,
			       PROCSCOPE_ABI);
			exit(EXIT_SUCCESS);
		case OPTION_FOLDED:
			request->folded = true;
			break;
		case OPTION_INTERVAL:
			request->interval = take_interval(optarg);
			break;
		case OPTION_COUNT:
			request->looks = take_number("count", optarg);
			break;
		case OPTION_STUCK:
			request->stuck = take_stuck(optarg);
			break;
		case OPTION_COLOR:
			terminal_set_colors(take_colors(optarg));
			break;
		default:
			if (!take_table_option(what, request, wish) &&
			    !take_part_option(what, &request->part))
				exit(try_help());
		}
	}
}

static void grant(const struct view *view, const struct wish *wish,
		  struct request *request)
{
	bool table = wish->table ||
		     (request->style.json && !view->takes_json);

	if (table && !view->rows) {
		warnx("%s: prints no table", view->name);
		exit(try_help());
	}
	if (request->folded && (!view->takes_folded || table)) {
		warnx("%s: --folded is for stack, and prints no table",
		      view->name);
		exit(try_help());
	}
	if (!part_is_all(&request->part) && !view->takes_part) {
		warnx("%s: takes no --tgid, --state or --blocked: chains lead through any task",
		      view->name);
		exit(try_help());
	}
	if (request->interval > 0 && !view->takes_interval) {
		warnx("%s: looks once", view->name);
		exit(try_help());
	}
	if (request->stuck > 0 && !view->takes_stuck) {
		warnx("%s: --stuck is for watch", view->name);
		exit(try_help());
	}
	if (request->looks && (!view->takes_count ||
			       (request->interval <= 0 && !view->takes_stuck))) {
		warnx("%s: --count is for ps, with --interval, and for watch",
		      view->name);
		exit(try_help());
	}
	/* Who reads one document after another knows by its line where it ends. */
	request->style.one_line = view->takes_count && request->interval > 0;
	if (request->style.json && request->style.raw) {
		warnx("%s: either --json or --raw", view->name);
		exit(try_help());
	}
	if (wish->list) {
		columns_list(stdout, view->rows);
		exit(EXIT_SUCCESS);
	}
	request->table = wish->output || request->style.json ||
			 request->style.raw;
	if (view->rows &&
	    !columns_choose(&request->columns, view->rows, view->columns,
			    wish->output))
		exit(try_help());
}

static const struct view *find_view(const char *name)
{
	size_t i;

	for (i = 0; i < VIEWS; i++)
		if (!strcmp(name, views[i]->name))
			return views[i];

	warnx("unknown command: '%s'", name);
	exit(try_help());
}

static void take_arguments(const struct view *view, char **argument,
			   size_t count, struct request *request)
{
	size_t i;

	if (count < view->least) {
		warnx("%s: which %s?", view->name,
		      view->takes == TAKES_TIDS ? "task" : "file");
		exit(try_help());
	}
	if (count > view->most) {
		warnx("%s: unexpected argument: '%s'", view->name,
		      argument[view->most]);
		exit(try_help());
	}
	if (request->source.files > view->looks) {
		warnx("%s: unexpected file: '%s'", view->name,
		      request->source.file[view->looks]);
		exit(try_help());
	}

	request->argument = argument;
	request->count = count;
	if (view->takes != TAKES_TIDS)
		return;
	request->tid = calloc(count + 1, sizeof(*request->tid));
	if (!request->tid)
		err(EXIT_FAILURE, NULL);
	for (i = 0; i < count; i++)
		request->tid[i] = take_number("tid", argument[i]);
}

/*
 * A standard stream that is closed is not to become a file of ours, which would
 * get what is written to the stream. What stands for it can't be used, either.
 */
static void occupy_streams(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY :
							       O_RDONLY);
}

int main(int argc, char **argv)
{
	const struct view *view = views[0];
	struct request request = { .count = 0 };
	struct wish wish = { .output = NULL };
	int status;

	occupy_streams();
	terminal_start();
	entry_prepare();
	atexit(close_stdout);

	terminal_set_colors(COLORS_AUTO);
	take_options(argc, argv, NULL, &request, &wish);
	if (optind < argc) {
		view = find_view(argv[optind]);
		argc -= optind;
		argv += optind;
		argv[0] = program_invocation_name;
		optind = 0;
		take_options(argc, argv, view, &request, &wish);
	}
	grant(view, &wish, &request);
	take_arguments(view, argv + optind, argc - optind, &request);

	if (!request.source.files &&
	    (view->tells_paths || columns_tell_paths(&request.columns)))
		place_prepare();
	if (view->tells_locks || view->tells_paths ||
	    columns_parts(&request.columns) & PROCSCOPE_PART_WAIT)
		fields_prepare();

	status = view->show(&request);
	free(request.tid);
	return status;
}
