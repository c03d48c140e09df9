/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "poll_logs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "die.h"
#include "i18n.h"
#include "polling.h"
#include "text.h"

void
poll_logs_add(struct poll_logs *logs, const char *path)
{
	logs->logs = xreallocarray(logs->logs, logs->count + 1,
	    sizeof(*logs->logs));
	logs->logs[logs->count++] = (struct poll_log){ .path = path };
}

void
poll_logs_clear(struct poll_logs *logs)
{
	free(logs->logs);
	logs->logs = NULL;
	logs->count = 0;
}

static bool
until_newest(const struct poll_logs *logs)
{
	if (logs->until != POLL_UNTIL_DEFAULT)
		return logs->until == POLL_UNTIL_NEWEST;
	for (size_t i = 0; i < logs->count; i++)
		if (strcmp(logs->logs[i].path, "-") == 0)
			return true;
	return false;
}

static void
set_from(struct poll_logs *logs)
{
	logs->from = logs->window == 0 ? LOGWINDOW_ALL :
	    logs->to - logs->window;
}

/* Where reading may begin: the newest line of a plain file is known before,
 * of others only afterwards. */
static void
guess_window(struct poll_logs *logs)
{
	bool newest = until_newest(logs), all = true;

	logs->now = clock_wall();
	logs->to = newest ? 0 : logs->now;
	for (size_t i = 0; newest && i < logs->count; i++) {
		int64_t t;

		if (!logwindow_newest(logs->logs[i].path, &t))
			all = false;
		else if (t > logs->to)
			logs->to = t;
	}
	set_from(logs);
	if (!all)
		logs->from = LOGWINDOW_ALL;
}

static void
exact_window(struct poll_logs *logs)
{
	if (!until_newest(logs))
		return;
	logs->to = 0;
	for (size_t i = 0; i < logs->count; i++)
		if (logs->logs[i].window.stamped &&
		    logs->logs[i].window.newest > logs->to)
			logs->to = logs->logs[i].window.newest;
	set_from(logs);
}

struct sink {
	struct logins *logins;
	int64_t from;
	void (*shown)(void *arg, const struct maillog *log,
	    const int64_t *utc);
	void *arg;
};

static void
take_line(void *arg, const struct maillog *log, const int64_t *utc)
{
	struct sink *sink = arg;

	if (utc != NULL && *utc < sink->from)
		return;
	logins_add(sink->logins, log, utc);
	if (sink->shown != NULL && log->kind == MAILLOG_LOGIN)
		sink->shown(sink->arg, log, utc);
}

/* The same file under another name, or given twice: it is read once. */
static const struct poll_log *
earlier(const struct poll_logs *logs, size_t n)
{
	struct stat st, other;

	if (stat(logs->logs[n].path, &st) < 0)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (stat(logs->logs[i].path, &other) == 0 &&
		    other.st_dev == st.st_dev && other.st_ino == st.st_ino)
			return &logs->logs[i];
	return NULL;
}

void
poll_logs_read(struct poll_logs *logs, struct logins *logins,
    int64_t deadline, void (*shown)(void *, const struct maillog *,
    const int64_t *), void *arg)
{
	struct sink sink = { .logins = logins, .shown = shown, .arg = arg };
	struct log_reader reader = { .line = take_line, .arg = &sink,
	    .deadline = deadline };

	guess_window(logs);
	sink.from = logs->from;
	for (size_t i = 0; i < logs->count; i++) {
		struct poll_log *log = &logs->logs[i];
		const struct poll_log *same = earlier(logs, i);

		if (same != NULL) {
			log->readable = same->readable;
			log->window = same->window;
			continue;
		}
		die_stage(_("reading %s"), log->path);
		log->readable = logwindow_read(&log->window, log->path,
		    logs->from, &reader);
	}
	exact_window(logs);
}

static void
judge_age(struct report *report, const struct poll_logs *logs,
    const struct poll_log *log, const char *path)
{
	char when[LOGTIME_TEXT_MAX];

	if (!log->window.stamped && log->window.late)
		return;
	if (!log->window.stamped)
		report_add(report, NULL, STATE_UNKNOWN,
		    _("%s has no line with a usable time stamp: is it the log "
		    "of the mail server?"), path);
	else if (log->window.newest < logs->from &&
	    log->window.newest < logs->now - POLL_ALIVE)
		report_add(report, NULL, STATE_UNKNOWN,
		    _("%s was not written for 26 hours, its newest line is of "
		    "%s: is it still the log of the mail server?"), path,
		    logtime_text(log->window.newest, when));
}

bool
poll_logs_judge(struct report *report, const struct poll_logs *logs)
{
	bool any = false;

	for (size_t i = 0; i < logs->count; i++) {
		const struct poll_log *log = &logs->logs[i];
		char path[128];

		text_clean_string(path, sizeof(path), log->path);
		if (strcmp(path, "-") == 0)
			snprintf(path, sizeof(path), "%s", _("stdin"));
		if (log->window.error[0] != '\0')
			report_add(report, NULL, STATE_UNKNOWN, "%s",
			    log->window.error);
		any = any || log->readable;
		if (!log->readable)
			continue;
		if (log->window.late)
			report_add(report, NULL, STATE_UNKNOWN,
			    _("%s could not be read to its end in time: give a "
			    "longer --timeout or a shorter --window"), path);
		if (log->window.broken)
			report_add(report, NULL, STATE_UNKNOWN,
			    _("a part of %s (or of a rotated file) could not "
			    "be read, it is damaged or cut off: logins may be "
			    "missing"), path);
		judge_age(report, logs, log, path);
	}
	return any;
}
