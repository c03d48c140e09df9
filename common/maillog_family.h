/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * maillog_family.h - what the readers of the servers' lines share; for
 * maillog*.c only.
 */
#ifndef WEBLIFE_MAILLOG_FAMILY_H
#define WEBLIFE_MAILLOG_FAMILY_H

#include <string.h>

#include "maillog.h"

/* A piece of the line. */
struct span {
	const char *p;
	const char *end;
};

static inline size_t
span_length(struct span span)
{
	return (size_t)(span.end - span.p);
}

/* Takes the text off the front; false, and nothing taken, if it is not
 * there.  Here, so that a constant text costs one comparison. */
static inline bool
span_take(struct span *span, const char *text)
{
	size_t n = strlen(text);

	if (span_length(*span) < n || memcmp(span->p, text, n) != 0)
		return false;
	span->p += n;
	return true;
}

static inline bool
span_equal(struct span span, const char *text)
{
	return span_length(span) == strlen(text) &&
	    memcmp(span.p, text, strlen(text)) == 0;
}

void	span_blanks(struct span *span);
/* The octets before the next c (which is taken) or, without one, all. */
struct span span_until(struct span *span, char c);
/* Whether text occurs; rest begins behind its first (last) occurrence and
 * before ends in front of it.  Both may be NULL. */
bool	span_find(struct span span, const char *text, struct span *before,
	    struct span *rest);
bool	span_find_last(struct span span, const char *text,
	    struct span *before, struct span *rest);
/* Digits off the front. */
bool	span_number(struct span *span, uint64_t *number);
/* The value of a hexadecimal digit; -1: it is none. */
int	span_hex(char c);

/* An address with or without brackets, IPv4 where it is mapped. */
bool	maillog_ip(struct ip *ip, struct span span);
/* The address before the "]" that must follow: syslog cuts long lines. */
bool	maillog_ip_bracketed(struct ip *ip, struct span *rest);

/* LOGIN if there are a user and an address, else UNCLEAR. */
enum maillog_kind maillog_login(struct maillog *log, struct span user);

/*
 * The families.  message begins behind the tag ("imap-login: ", "imapd: ");
 * log->protocol is what the tag says, the fields of log are empty.
 */
enum maillog_kind maillog_dovecot(struct maillog *log, struct span message);
enum maillog_kind maillog_courier(struct maillog *log, struct span message);
enum maillog_kind maillog_cyrus(struct maillog *log, struct span message);
enum maillog_kind maillog_uw(struct maillog *log, struct span message,
	    bool imap);
enum maillog_kind maillog_perdition(struct maillog *log,
	    struct span message);
/* Dovecot's "pop3(USER)<PID><SESSION>: ...", from behind "pop3(". */
enum maillog_kind maillog_dovecot_end(struct maillog *log,
	    struct span message);

/* What the session id tells; fills timed, usec, wrap. */
void	maillog_session(struct maillog *log, struct span session);
void	maillog_session_cyrus(struct maillog *log, struct span session);

/* journalctl -o json: fills the stamp, puts "IDENT: MESSAGE" into log->text
 * and gives it.  False if it is not such a line. */
bool	maillog_json(struct maillog *log, struct span line,
	    struct span *message);

#endif
