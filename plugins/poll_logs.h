/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poll_logs.h - the logs of one run: which part of them is the window, and
 * whether they are written at all.
 */
#ifndef WEBLIFE_POLL_LOGS_H
#define WEBLIFE_POLL_LOGS_H

#include "logins.h"
#include "logwindow.h"
#include "report.h"

enum poll_until {
	POLL_UNTIL_DEFAULT,	/* the newest line of "-", else now */
	POLL_UNTIL_NOW,
	POLL_UNTIL_NEWEST,
};

struct poll_log {
	const char *path;
	bool readable;
	struct logwindow window;
};

struct poll_logs {
	struct poll_log *logs;
	size_t count;
	enum poll_until until;
	long window;		/* seconds; 0: all */
	/* filled by poll_logs_read() */
	int64_t now, from, to;	/* UTC */
};

/* path is not copied. */
void	poll_logs_add(struct poll_logs *logs, const char *path);
void	poll_logs_clear(struct poll_logs *logs);

/*
 * Reads all of them into logins; each login is given to shown, too, which
 * may be NULL.  from and to are exact afterwards; logins may hold
 * some that are outside.
 */
void	poll_logs_read(struct poll_logs *logs, struct logins *logins,
	    int64_t deadline, void (*shown)(void *arg,
	    const struct maillog *log, const int64_t *utc), void *arg);

/* What is wrong with the logs themselves; false if none could be read. */
bool	poll_logs_judge(struct report *report, const struct poll_logs *logs);

#endif
