/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logwindow.h - the part of a log that lies in a window of time, with what
 * rotation has put elsewhere.  Nothing is remembered between two runs, and
 * nothing is written.
 */
#ifndef WEBLIFE_LOGWINDOW_H
#define WEBLIFE_LOGWINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "maillog.h"
#include "sandbox.h"

#define LOGWINDOW_ALL INT64_MIN		/* no beginning: the whole file */
#define LOGWINDOW_SLACK 60		/* seconds of disorder in a log */

/* Gets every line of interest; utc is NULL where the line has no stamp. */
struct log_reader {
	void (*line)(void *arg, const struct maillog *log,
	    const int64_t *utc);
	void *arg;
	int64_t deadline;	/* reading stops there */
};

struct logwindow {
	bool stamped;		/* a line with a time stamp was seen */
	int64_t oldest;		/* what is known of them; UTC */
	int64_t newest;
	bool late;		/* the deadline came before the end */
	bool broken;		/* a part could not be read: it is damaged */
	uint64_t octets;	/* that were read */
	uint64_t parsed;	/* of them, in lines that looked interesting */
	char error[256];	/* why a file could not be read, or "" */
};

/*
 * Reads the log from about `from` on (UTC, a minute of slack) to its end.  A
 * regular file is bisected by time; where it begins after `from`, FILE.1,
 * FILE.2, FILE-YYYYMMDD and the like, also with ".gz", are read too.  "-" is
 * stdin and, as what is compressed, read whole.  A log that grows, is renamed
 * or truncated while it is read loses no line and gives none twice.
 * False, and error set, if path itself cannot be read.
 */
bool	logwindow_read(struct logwindow *window, const char *path,
	    int64_t from, const struct log_reader *reader);

/* Only newest, from the end of a regular file that is not compressed; false
 * where that is not to be had. */
bool	logwindow_newest(const char *path, int64_t *newest);

/* Lets the sandbox read the log at path and the folders where it and, behind
 * symbolic links, its file stand: what is rotated meanwhile is found there.
 * Nothing for "-". */
void	logwindow_allow(struct sandbox *sandbox, const char *path);

#endif
