// SPDX-License-Identifier: BSD-2-Clause
#include "screen.h"

#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CLEAR "\033[H\033[2J"

static bool size_of(FILE *out, struct winsize *ret_size)
{
	return isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, ret_size) == 0 &&
	       ret_size->ws_col;
}

int screen_columns(FILE *out)
{
	struct winsize size;

	return size_of(out, &size) ? size.ws_col : 0;
}

void screen_show(FILE *out, const char *text)
{
	struct winsize size;
	int lines = 0;

	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	if (size_of(out, &size) && lines < size.ws_row)
		fputs(CLEAR, out);
	fputs(text, out);
	fflush(out);
}
