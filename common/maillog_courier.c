/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

/* "user=U, ip=[I], port=[P], ...": whatever follows the last ip is the
 * server's own. */
static bool
user_and_ip(struct maillog *log, struct span rest, struct span *user,
    struct span *behind)
{
	if (!span_take(&rest, "user=") ||
	    !span_find_last(rest, ", ip=[", user, &rest))
		return false;
	maillog_ip_bracketed(&log->ip, &rest);
	*behind = rest;
	return true;
}

/* "top=0, retr=1830, rcvd=24, sent=96, time=0" */
static enum maillog_kind
logout(struct maillog *log, struct span message)
{
	struct span user, rest;
	uint64_t fetched;

	if (log->protocol != MAIL_POP3 ||
	    !user_and_ip(log, message, &user, &rest) ||
	    span_length(user) == 0 ||
	    !span_find(rest, ", retr=", NULL, &rest) ||
	    !span_number(&rest, &fetched))
		return MAILLOG_OTHER;
	log->user = user.p;
	log->user_length = span_length(user);
	log->empty = fetched == 0;
	return MAILLOG_POP3_END;
}

enum maillog_kind
maillog_courier(struct maillog *log, struct span message)
{
	struct span user = { message.p, message.p }, rest;

	if (span_take(&message, "LOGIN, ")) {
		user_and_ip(log, message, &user, &rest);
		return maillog_login(log, user);
	}
	return span_take(&message, "LOGOUT, ") ? logout(log, message) :
	    MAILLOG_OTHER;
}
