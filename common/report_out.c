/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"
#include "text.h"

bool
report_goes_to(const char *path)
{
	struct stat file, out;

	return stat(path, &file) == 0 && fstat(STDOUT_FILENO, &out) == 0 &&
	    file.st_dev == out.st_dev && file.st_ino == out.st_ino;
}

void
report_finish_aside(const struct report *report)
{
	char text[REPORT_TEXT_MAX];

	if (*report_headline(report) == '\0')
		return;
	report_text(report, 0, text, sizeof(text));
	fprintf(stderr, "%s\n", text);
}

void
report_aside(const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text_filter(text);
	fprintf(stderr, "%s\n", text);
}

bool
report_has_terminal(void)
{
	return isatty(STDERR_FILENO);
}

void
report_progress(const char *fmt, ...)
{
	char text[256] = "";
	va_list ap;

	if (!report_has_terminal())
		return;
	if (fmt) {
		va_start(ap, fmt);
		vsnprintf(text, sizeof(text), fmt, ap);
		va_end(ap);
		text_filter(text);
	}
	fprintf(stderr, "\r%s\033[K", text);
}
