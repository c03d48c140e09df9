/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loginlines [FILE] - reads a table of log lines and names each that
 * maillog_parse() gets wrong.  A row is LABEL TAB NOTE TAB LINE:
 *
 *	LABEL	login, other (no login), unclear (a login without user or
 *		address) or end (the end of a POP3 session)
 *	NOTE	"TIME PROTOCOL USER ADDRESS" as --show-logins has them, checked
 *		where it begins with a digit or "-"; else where the line is from
 *	LINE	"\\0" stands for NUL and "\\r" for CR
 *
 * A line called login whose address is none ("rip=y.y.y.y") is no login by
 * definition; such lines are counted apart.  Without FILE: the project's own
 * table.  Year-less stamps are of the year before 2026-11-24.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ip.h"
#include "logscan.h"
#include "maillog.h"

#define WRITTEN INT64_C(1795521600)	/* 2026-11-24T12:00:00Z */

static const char *const kinds[] = { "other", "login", "unclear", "end" };

/* Whether any word of the line is an address: told without the parser. */
static bool
has_address(const char *line)
{
	static const char word[] = "0123456789abcdefABCDEF:.";
	char text[IP_TEXT_MAX];
	struct ip ip;

	while (*line != '\0') {
		size_t n = strspn(line, word);

		if (n > 2 && n < sizeof(text)) {
			memcpy(text, line, n);
			text[n] = '\0';
			if (ip_parse(&ip, text))
				return true;
			text[strcspn(text, ":")] = '\0';
			if (ip_parse(&ip, text))
				return true;
		}
		line += n > 0 ? n : 1;
	}
	return false;
}

static size_t
unescape(char *line)
{
	char *out = line;

	for (char *in = line; *in != '\0'; in++) {
		if (in[0] == '\\' && (in[1] == '0' || in[1] == 'r'))
			*out++ = *++in == '0' ? '\0' : '\r';
		else
			*out++ = *in;
	}
	*out = '\0';
	return (size_t)(out - line);
}

static void
describe(const struct maillog *log, char *text, size_t size)
{
	char time[LOGTIME_TEXT_MAX] = "-", ip[IP_TEXT_MAX];
	struct logclock clock;

	logclock_start(&clock, WRITTEN);
	if (log->timed)
		logclock_session(&clock, &log->stamp, log->usec, log->wrap);
	if (log->stamp.kind != LOGTIME_NONE)
		logtime_text(logclock_utc(&clock, &log->stamp), time);
	snprintf(text, size, "%s %s %.*s %s", time,
	    mail_protocol_name(log->protocol), (int)log->user_length,
	    log->user, ip_text(&log->ip, ip));
}

struct counts {
	int passed, failed, without;
};

static void
check_row(struct counts *counts, int number, char *label, char *note,
    char *line)
{
	static struct maillog log;
	char text[512] = "";
	bool checked = *note == '-' || (*note >= '0' && *note <= '9');
	const char *kind;
	size_t length;

	if (strcmp(label, "login") == 0 && !has_address(line)) {
		counts->without++;
		return;
	}
	length = unescape(line);
	kind = kinds[maillog_parse(&log, line, length)];
	/* a log's other lines are passed over unread (logscan.h) */
	if (log.kind == MAILLOG_LOGIN && memchr(line, '\\', length) == NULL &&
	    logscan_next(line, line + length) == line + length)
		kind = "passed over";
	if (log.kind == MAILLOG_LOGIN)
		describe(&log, text, sizeof(text));
	if ((strcmp(kind, label) == 0 || (strcmp(label, "other") == 0 &&
	    log.kind != MAILLOG_LOGIN)) &&
	    (!checked || strcmp(text, note) == 0)) {
		counts->passed++;
		return;
	}
	counts->failed++;
	printf("line %d: wanted %s %s, got %s %s\n\t%s\n", number, label,
	    checked ? note : "", kind, text, line);
}

int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	char path[4096], *row = NULL;
	struct counts counts = { 0 };
	size_t size = 0;
	int number = 0;
	FILE *file;

	setenv("TZ", "UTC", 1);
	snprintf(path, sizeof(path), "%s/tests/data/login-lines.tsv",
	    srcdir != NULL ? srcdir : ".");
	file = fopen(argc > 1 ? argv[1] : path, "r");
	if (file == NULL) {
		perror(argc > 1 ? argv[1] : path);
		return 1;
	}
	while (getline(&row, &size, file) > 0) {
		char *note, *line;

		number++;
		row[strcspn(row, "\n")] = '\0';
		if (*row == '#' || (note = strchr(row, '\t')) == NULL ||
		    (line = strchr(note + 1, '\t')) == NULL)
			continue;
		*note++ = *line++ = '\0';
		check_row(&counts, number, row, note, line);
	}
	free(row);
	fclose(file);
	if (counts.without > 0)
		printf("%d called login have no valid address and are none\n",
		    counts.without);
	printf("loginlines: %d passed, %d failed, 0 skipped\n", counts.passed,
	    counts.failed);
	return counts.failed > 0 || counts.passed == 0;
}
