// SPDX-License-Identifier: GPL-2.0
/* terminal.c - what can be sent to where the output goes? */
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

#include "terminal.h"

#define WIDTH_OF_NO_TERMINAL	100

static bool utf8;
static bool colors;

static bool is_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

void terminal_start(void)
{
	mbstate_t state;

	/*
	 * Only what the widths need: translated messages would be read from
	 * files as late as when an error is reported.
	 */
	setlocale(LC_CTYPE, "");
	/* A bare environment, as that of an init, is no wish for ASCII. */
	if (!is_utf8() && !is_set("LC_ALL") && !is_set("LC_CTYPE") &&
	    !is_set("LANG"))
		setlocale(LC_CTYPE, "C.UTF-8");
	utf8 = is_utf8();

	/* The first conversion may load its module: let it do so now. */
	memset(&state, 0, sizeof(state));
	mbrlen("a", 1, &state);
}

size_t terminal_width(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return WIDTH_OF_NO_TERMINAL;
}

void terminal_set_colors(enum colors when)
{
	const char *type = getenv("TERM");

	colors = when == COLORS_ALWAYS ||
		 (when == COLORS_AUTO && isatty(STDOUT_FILENO) &&
		  !is_set("NO_COLOR") && type && strcmp(type, "dumb"));
}

bool terminal_has_colors(void)
{
	return colors;
}

const char *terminal_loud(void)
{
	return colors ? "\x1b[1;31m" : "";
}

const char *terminal_plain(void)
{
	return colors ? "\x1b[0m" : "";
}

const char *terminal_arrow(void)
{
	return utf8 ? "←" : "<-";
}

const char *terminal_branch(void)
{
	return utf8 ? "└" : "`-";
}

const char *terminal_more(void)
{
	return utf8 ? "…" : "...";
}

size_t terminal_columns(const char *text)
{
	size_t columns = 0;
	mbstate_t state;

	memset(&state, 0, sizeof(state));
	while (*text) {
		wchar_t wide;
		size_t length = mbrtowc(&wide, text, MB_CUR_MAX, &state);

		if (length == (size_t)-1 || length == (size_t)-2)
			return columns + strlen(text);
		columns += wcwidth(wide) > 0 ? wcwidth(wide) : 0;
		text += length;
	}

	return columns;
}

/*
 * Of what can be printed, that which is not seen itself but turns, joins or
 * hides what is: with it a name could make its line read as another.
 */
static bool is_unseen(wchar_t wide)
{
	static const struct {
		wchar_t first;
		wchar_t last;
	} range[] = {
		{ 0x00ad, 0x00ad }, { 0x061c, 0x061c }, { 0x180e, 0x180e },
		{ 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x206f },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff },
	};
	size_t i;

	for (i = 0; i < sizeof(range) / sizeof(*range); i++)
		if (wide >= range[i].first && wide <= range[i].last)
			return true;
	return false;
}

void put_safe(FILE *out, const char *text)
{
	mbstate_t state;

	memset(&state, 0, sizeof(state));
	while (*text) {
		wchar_t wide;
		size_t length = mbrtowc(&wide, text, MB_CUR_MAX, &state);
		/* What is no UTF-8 would be no JSON, either. */
		bool valid = length != (size_t)-1 && length != (size_t)-2 &&
			     (utf8 || (unsigned char)*text < 0x80);

		if (!valid) {
			memset(&state, 0, sizeof(state));
			length = 1;
		}
		if (valid && iswprint(wide) && !is_unseen(wide) &&
		    strncmp(text, "\\x", 2)) {
			fwrite(text, 1, length, out);
			text += length;
			continue;
		}
		while (length--)
			fprintf(out, "\\x%02x", (unsigned char)*text++);
	}
}
