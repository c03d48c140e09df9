/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "logfile.h"
#include "logscan.h"

/* How many lines from the end of a block are looked at for a stamp. */
#define STAMP_LINES 8

struct loglines *
loglines_new(const struct log_reader *reader, struct logwindow *window)
{
	struct loglines *lines = xcalloc(1, sizeof(*lines));

	lines->reader = reader;
	lines->window = window;
	lines->buffer = xcalloc(1, LOGFILE_BLOCK);
	return lines;
}

void
loglines_free(struct loglines *lines)
{
	if (lines == NULL)
		return;
	free(lines->buffer);
	free(lines);
}

void
loglines_start(struct loglines *lines, int64_t written)
{
	loglines_end(lines);
	logclock_start(&lines->clock, written);
}

static void
seen(struct logwindow *window, int64_t utc)
{
	if (!window->stamped || utc < window->oldest)
		window->oldest = utc;
	if (!window->stamped || utc > window->newest)
		window->newest = utc;
	window->stamped = true;
}

/* One line of interest, and how often the next line repeats it. */
static void
give(struct loglines *lines, unsigned int repeats)
{
	struct maillog *log = &lines->log;
	int64_t utc;

	log->repeated += repeats;
	if (log->stamp.kind == LOGTIME_NONE) {
		lines->reader->line(lines->reader->arg, log, NULL);
		return;
	}
	if (log->timed)
		logclock_session(&lines->clock, &log->stamp, log->usec,
		    log->wrap);
	utc = logclock_utc(&lines->clock, &log->stamp);
	seen(lines->window, utc);
	lines->reader->line(lines->reader->arg, log, &utc);
}

static const char *
line_end(const char *p, const char *end)
{
	const char *q = memchr(p, '\n', (size_t)(end - p));

	return q == NULL ? end : q;
}

/*
 * A login that another could equal to the letter (it has no session id) may
 * be repeated by the line behind it.
 */
static unsigned int
repeats_after(const struct loglines *lines, const char *next, const char *end)
{
	if (lines->log.kind != MAILLOG_LOGIN ||
	    lines->log.session_length > 0 || next >= end)
		return 0;
	return maillog_repeats(next,
	    (size_t)(line_end(next, end) - next));
}

/* Whole lines.  Every line is parsed at most once, at its first anchor. */
static void
scan(struct loglines *lines, const char *p, const char *end)
{
	while ((p = logscan_next(p, end)) < end) {
		const char *floor = lines->buffer;
		const char *start = memrchr(floor, '\n',
		    (size_t)(p - floor));
		const char *stop = line_end(p, end);

		start = start == NULL ? floor : start + 1;
		lines->window->parsed += (uint64_t)(stop - start);
		if (maillog_parse(&lines->log, start,
		    (size_t)(stop - start)) != MAILLOG_OTHER)
			give(lines, repeats_after(lines, stop + 1, end));
		if (stop == end)
			break;
		p = stop + 1;
	}
}

/* So that what is newest is known in a block without logins, too. */
static void
last_stamp(struct loglines *lines, const char *p, const char *end)
{
	for (int i = 0; i < STAMP_LINES && p < end; i++) {
		const char *start = memrchr(p, '\n', (size_t)(end - p - 1));
		struct logtime stamp;

		start = start == NULL ? p : start + 1;
		if (maillog_stamp(&stamp, start, (size_t)(end - start))) {
			seen(lines->window,
			    logclock_utc(&lines->clock, &stamp));
			return;
		}
		end = start;
	}
}

/* Keeps the last whole line too: the next block may begin with its
 * repetition. */
static const char *
block_end(const char *p, const char *end)
{
	const char *last = memrchr(p, '\n', (size_t)(end - p));
	const char *before;

	if (last == NULL)
		return NULL;
	before = last == p ? NULL : memrchr(p, '\n', (size_t)(last - p));
	return before == NULL ? last + 1 : before + 1;
}

static void
keep(struct loglines *lines, const char *from)
{
	size_t left = lines->held - (size_t)(from - lines->buffer);

	memmove(lines->buffer, from, left);
	lines->held = left;
}

/* The buffer has no line end: the line's beginning is judged as a line, its
 * rest is passed over. */
static void
long_line(struct loglines *lines)
{
	const char *end = lines->buffer + lines->held;

	if (!lines->skipping) {
		scan(lines, lines->buffer, end);
		last_stamp(lines, lines->buffer, end);
	}
	lines->skipping = true;
	lines->held = 0;
}

static void
take_block(struct loglines *lines)
{
	const char *p = lines->buffer, *end = p + lines->held;

	if (lines->skipping) {
		p = memchr(p, '\n', lines->held);
		lines->skipping = p == NULL;
		if (p == NULL)
			lines->held = 0;
		else
			keep(lines, p + 1);
		p = lines->buffer;
		end = p + lines->held;
	}
	end = block_end(p, end);
	if (end == NULL) {
		if (lines->held == LOGFILE_BLOCK)
			long_line(lines);
		return;
	}
	scan(lines, p, end);
	last_stamp(lines, p, end);
	keep(lines, end);
}

bool
loglines_read(struct loglines *lines, struct logfile *file)
{
	ssize_t n;

	while ((n = logfile_read(file, lines->buffer + lines->held,
	    LOGFILE_BLOCK - lines->held, lines->reader->deadline)) > 0) {
		lines->window->octets += (uint64_t)n;
		lines->held += (size_t)n;
		take_block(lines);
	}
	if (n < 0 && errno == ETIMEDOUT)
		lines->window->late = true;
	else if (n < 0)
		lines->window->broken = true;
	return n == 0;
}

void
loglines_end(struct loglines *lines)
{
	const char *p = lines->buffer, *end = p + lines->held;

	if (lines->held > 0 && !lines->skipping) {
		scan(lines, p, end);
		last_stamp(lines, p, end);
	}
	lines->held = 0;
	lines->skipping = false;
}
