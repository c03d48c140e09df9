/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fetchmailrc.h - fetchmail's run control file: words, not lines.
 *
 * Quoted words are never keywords; what a keyword takes (a password, a
 * command) is passed over, not kept.
 */
#ifndef WEBLIFE_FETCHMAILRC_H
#define WEBLIFE_FETCHMAILRC_H

#include <stdbool.h>
#include <stddef.h>

struct fetchmail_user {
	char host[256];
	char name[256];		/* "" if none is given */
	bool imap, pop3;	/* neither: the protocol is found at run time */
	bool skipped;		/* "skip": only when named on the command line */
	long interval;		/* every so many cycles, 1 */
	bool idle;
	bool keep;		/* leave mail on the server */
};

struct fetchmailrc {
	bool known;		/* it begins as fetchmail wants it: with set,
				 * defaults, or a server; else nothing is
				 * taken from it */
	long daemon;		/* seconds between cycles; 0: one shot */
	struct fetchmail_user *users;
	size_t count, size;
};

void	fetchmailrc_parse(struct fetchmailrc *rc, const char *text,
	    size_t length);
void	fetchmailrc_clear(struct fetchmailrc *rc);

#endif
