/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poll_show.h - the lines of --show-logins: kept until the window is known.
 */
#ifndef WEBLIFE_POLL_SHOW_H
#define WEBLIFE_POLL_SHOW_H

#include "loginset.h"
#include "poll_logs.h"

struct poll_show {
	char *text;
	size_t length, size;
	struct shown { int64_t utc; size_t start; } *lines;
	size_t count, lines_size;
	struct sessions sessions;
};

/* For poll_logs_read(); arg is a struct poll_show. */
void	poll_show_login(void *arg, const struct maillog *log,
	    const int64_t *utc);

/* Prints those in the window (and those without a stamp), and frees show.
 * Ends the program if a log could not be read. */
void	poll_show_print(struct poll_show *show, const struct poll_logs *logs);

#endif
