/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "report.h"
#include "text.h"

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
