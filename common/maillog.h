/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * maillog.h - one line of a mail server's log: is it a completed login to
 * IMAP or POP3?
 *
 * Understood are Dovecot 1.0 to 2.4 (also as a proxy), Courier, Cyrus (text
 * and logfmt), UW-IMAP and perdition, behind syslog (RFC 3164, RFC 5424),
 * RFC 3339 stamps, Dovecot's own stamps, TAI64N, journalctl (short forms and
 * json) and the prefix of docker.  Only what stands where the server itself
 * writes counts: text that a client chose is never a user or an address.
 */
#ifndef WEBLIFE_MAILLOG_H
#define WEBLIFE_MAILLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ip.h"
#include "logtime.h"

enum maillog_kind {
	MAILLOG_OTHER,		/* nothing of ours */
	MAILLOG_LOGIN,
	MAILLOG_UNCLEAR,	/* a login without user or valid address */
	MAILLOG_POP3_END,	/* the end of a POP3 session */
};

enum mail_protocol {
	MAIL_IMAP,
	MAIL_POP3,
};

#define MAILLOG_TEXT_MAX 4096

/* Zero it before the first line; then use it for one line after another. */
struct maillog {
	enum maillog_kind kind;
	struct logtime stamp;
	enum mail_protocol protocol;
	const char *user;	/* into the line, or into text below */
	size_t user_length;
	struct ip ip;		/* the client's, IPv4 where it is mapped */
	struct ip local;	/* the server's; version 0: not in the line */
	unsigned int repeated;	/* 1, or as often as syslog says */

	/* The session id: an empty one has length 0.  usec is the time in
	 * it (see logclock_session), valid if timed. */
	const char *session;
	size_t session_length;
	bool timed;
	int64_t usec;
	int64_t wrap;

	/* MAILLOG_POP3_END; ip has version 0 where the line has none */
	bool counted;		/* messages and size are known: */
	uint64_t left;		/* messages left on the server */
	uint64_t size;		/* octets of the mailbox */
	bool empty;		/* nothing was fetched */

	char text[MAILLOG_TEXT_MAX];	/* unescaped text of this line */

	/* What stood before the tag in an earlier line, which most lines of
	 * the same second share, and its stamp. */
	char prefix[64];
	size_t prefix_length;
	struct logtime prefix_stamp;
};

/* The kind of the line (without its line end; a CR is passed over).  The
 * other fields are set as far as the kind has them; they live as long as the
 * line and this structure. */
enum maillog_kind maillog_parse(struct maillog *log, const char *line,
	    size_t length);

/* Only the stamp of a line, of whatever program. */
bool	maillog_stamp(struct logtime *stamp, const char *line, size_t length);

/* "last message repeated 3 times" behind a host: 3, else 0. */
unsigned int maillog_repeats(const char *line, size_t length);

/* "imap", "pop3" */
const char *mail_protocol_name(enum mail_protocol protocol);

#endif
