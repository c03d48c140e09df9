/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

#include <string.h>

/* A value in "<>" ends at ">, " or at ">" and the end: the user may hold any
 * of these characters (auth_username_chars). */
static struct span
bracketed(struct span *rest)
{
	struct span value = { rest->p + 1, rest->end };
	const char *q = value.p;

	while ((q = memchr(q, '>', (size_t)(rest->end - q))) != NULL) {
		if (q + 1 == rest->end || q[1] == ',') {
			value.end = q;
			rest->p = q + 1;
			return value;
		}
		q++;
	}
	rest->p = rest->end;
	value.p = value.end;
	return value;
}

/* What a client says of itself: ("name" "x" "version" "1"), as IMAP writes
 * lists.  Nothing in it is an element. */
static struct span
client_list(struct span *rest)
{
	struct span value = *rest;
	bool quoted = false;

	while (rest->p < rest->end && (quoted || *rest->p != ')')) {
		if (*rest->p == '"')
			quoted = !quoted;
		else if (*rest->p == '\\' && rest->end - rest->p > 1)
			rest->p++;
		rest->p++;
	}
	span_take(rest, ")");
	value.end = rest->p;
	return value;
}

static struct span
element_value(struct span *rest)
{
	struct span value = { rest->p, rest->p };

	if (rest->p < rest->end && *rest->p == '<')
		return bracketed(rest);
	if (rest->p < rest->end && *rest->p == '(')
		return client_list(rest);
	while (value.end < rest->end && *value.end != ',')
		value.end++;
	rest->p = value.end;
	return value;
}

/* "192.0.2.1 Authentication Failure": what follows a blank is not ours; a
 * port may be ("%r:%{rport}"). */
static void
element_ip(struct ip *ip, struct span value)
{
	struct span word = span_until(&value, ' '), host;

	if (!maillog_ip(ip, word) &&
	    span_find_last(word, ":", &host, NULL) && (*word.p == '[' ||
	    memchr(host.p, ':', span_length(host)) == NULL))
		maillog_ip(ip, host);
}

struct elements {
	struct span user, rip, lip, session;
	bool loose;		/* behind the text of a TLS error */
	bool forged;		/* one of them twice, not the same */
};

/* The first of a key counts, since the text of a TLS error may follow.  In
 * front of such text the same key again is what a client wrote: which of the
 * two it was, nobody knows. */
static void
take_element(struct elements *all, struct span key, struct span value)
{
	struct span *slot = span_equal(key, "user") ? &all->user :
	    span_equal(key, "rip") ? &all->rip :
	    span_equal(key, "lip") ? &all->lip :
	    span_equal(key, "session") ? &all->session : NULL;

	if (slot == NULL)
		return;
	if (slot->p == NULL)
		*slot = value;
	else if (!all->loose && (span_length(*slot) != span_length(value) ||
	    memcmp(slot->p, value.p, span_length(value)) != 0))
		all->forged = true;
}

static struct span
element_key(struct span *rest)
{
	struct span key;

	while (rest->p < rest->end && (*rest->p == ' ' || *rest->p == ','))
		rest->p++;
	key = (struct span){ rest->p, rest->p };
	while (key.end < rest->end && ((*key.end >= 'a' && *key.end <= 'z') ||
	    (*key.end >= 'A' && *key.end <= 'Z') || *key.end == '_' ||
	    (*key.end >= '0' && *key.end <= '9')))
		key.end++;
	rest->p = key.end;
	return key;
}

/* "key=value, word, key=<value>" in any order. */
static enum maillog_kind
elements(struct maillog *log, struct span rest)
{
	struct elements all = { 0 };

	while (rest.p < rest.end) {
		struct span key = element_key(&rest), word = key;

		if (span_take(&rest, "="))
			take_element(&all, key, element_value(&rest));
		else if (rest.p < rest.end && *rest.p == '(')
			client_list(&rest);
		else if (span_take(&word, "TLS"))
			all.loose |= span_find(span_until(&rest, ','), ": ",
			    NULL, NULL);
		else
			span_until(&rest, ',');
	}
	if (all.rip.p != NULL)
		element_ip(&log->ip, all.rip);
	if (all.lip.p != NULL)
		element_ip(&log->local, all.lip);
	if (all.session.p != NULL)
		maillog_session(log, all.session);
	if (all.forged)
		all.user = (struct span){ 0 };
	return maillog_login(log, all.user);
}

/* "proxy(USER): started proxying to HOST:143: user=..." */
static enum maillog_kind
proxy(struct maillog *log, struct span message)
{
	struct span rest;

	if (!span_find(message, "): ", NULL, &rest) ||
	    (!span_take(&rest, "started proxying to ") &&
	    !span_take(&rest, "Started proxying to ")) ||
	    !span_find(rest, ": ", NULL, &rest))
		return MAILLOG_OTHER;
	return elements(log, rest);
}

/* Before 1.0: "Login: USER [192.0.2.1]" */
static enum maillog_kind
oldest_form(struct maillog *log, struct span message)
{
	struct span user, rest;

	if (!span_find_last(message, " [", &user, &rest))
		return maillog_login(log, (struct span){ 0 });
	maillog_ip_bracketed(&log->ip, &rest);
	return maillog_login(log, user);
}

enum maillog_kind
maillog_dovecot(struct maillog *log, struct span message)
{
	if (span_take(&message, "Login: ") ||
	    span_take(&message, "Logged in: "))
		return span_find(message, "=", NULL, NULL) ?
		    elements(log, message) : oldest_form(log, message);
	if (span_take(&message, "proxy("))
		return proxy(log, message);
	return MAILLOG_OTHER;
}

/* "key=N/M" behind a blank or comma. */
static bool
counter(struct span text, const char *key, uint64_t *n, uint64_t *m)
{
	struct span rest;

	*m = 0;
	if (!span_find(text, key, NULL, &rest) || !span_number(&rest, n))
		return false;
	return !span_take(&rest, "/") || span_number(&rest, m);
}

/* "USER)<PID><SESSION>: Info: Disconnected: Logged out top=0/0, ...": up to
 * 2.2 without pid and session, "Info: " in Dovecot's own file. */
enum maillog_kind
maillog_dovecot_end(struct maillog *log, struct span message)
{
	struct span user = span_until(&message, ')'), text;
	uint64_t fetched, deleted, all, size, none;

	while (span_take(&message, "<"))
		span_until(&message, '>');
	if (span_length(user) == 0 || !span_take(&message, ": "))
		return MAILLOG_OTHER;
	span_take(&message, "Info: ");
	if (!span_take(&message, "Disconnected: Logged out") ||
	    !span_find_last(message, " top=", NULL, &text) ||
	    !counter(text, " retr=", &fetched, &none))
		return MAILLOG_OTHER;
	log->protocol = MAIL_POP3;
	log->user = user.p;
	log->user_length = span_length(user);
	log->empty = fetched == 0;
	log->counted = counter(text, " del=", &deleted, &all) &&
	    counter(text, " size=", &size, &none) && deleted <= all;
	log->left = log->counted ? all - deleted : 0;
	log->size = log->counted ? size : 0;
	return MAILLOG_POP3_END;
}
