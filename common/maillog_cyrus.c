/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

/* HOST comes from reverse DNS, which the client's side writes: one word, or
 * nothing; up to 2.0 without the blank behind it. */
static bool
take_host(struct span *rest)
{
	struct span host = span_until(rest, '['), word = host;

	if (span_length(host) == 0)
		return true;
	return span_length(span_until(&word, ' ')) > 0 &&
	    span_length(word) == 0;
}

/* "anonymous PASSWORD", and up to 2.1 "USER MECHANISM": two words. */
static enum maillog_kind
two_words(struct maillog *log, struct span rest)
{
	struct span user = span_until(&rest, ' ');

	if (!span_equal(user, "anonymous")) {
		if (span_length(span_until(&rest, ' ')) == 0)
			return MAILLOG_UNCLEAR;
		span_blanks(&rest);
		if (span_length(rest) > 0)
			return MAILLOG_OTHER;
	}
	return maillog_login(log, user);
}

/* "HOST [IP] USER MECHANISM User logged in SESSIONID=<...>" */
static enum maillog_kind
text_form(struct maillog *log, struct span rest)
{
	struct span user, tail;

	if (!take_host(&rest))
		return MAILLOG_OTHER;
	maillog_ip_bracketed(&log->ip, &rest);
	span_blanks(&rest);
	if (!span_find_last(rest, " User logged in", &user, &tail))
		return two_words(log, rest);
	if (!span_find_last(user, " ", &user, NULL))
		user.end = user.p;
	if (span_take(&tail, " SESSIONID=<"))
		maillog_session_cyrus(log, span_until(&tail, '>'));
	if (span_length(user) > 1 && user.end[-1] == '+')
		user.end--;
	return maillog_login(log, user);
}

/* What stands behind a backslash, and its value; -1: nothing sound. */
static int
escaped(struct span *rest)
{
	char c = '\0';
	int value = 0, digit;

	if (rest->p < rest->end)
		c = *rest->p++;
	if (c == 'n' || c == 't' || c == 'r')
		return ' ';
	if (c != 'x')
		return c == '\\' || c == '"' ? c : -1;
	if (!span_take(rest, "{") || rest->p == rest->end ||
	    span_hex(*rest->p) < 0)
		return -1;
	while (rest->p < rest->end && (digit = span_hex(*rest->p)) >= 0 &&
	    value < 256) {
		value = value * 16 + digit;
		rest->p++;
	}
	return span_take(rest, "}") && value < 256 ? value : -1;
}

/* Room for unescaped text. */
struct room {
	char *p;
	char *end;
};

/* A logfmt value; a quoted one is unescaped into the room. */
static bool
logfmt_value(struct span *rest, struct room *room, struct span *value)
{
	if (!span_take(rest, "\"")) {
		*value = span_until(rest, ' ');
		return true;
	}
	*value = (struct span){ room->p, room->p };
	while (rest->p < rest->end && *rest->p != '"') {
		int c = (unsigned char)*rest->p++;

		if (c == '\\' && (c = escaped(rest)) < 0)
			return false;
		if (room->p == room->end)
			return false;
		*room->p++ = (char)c;
		value->end = room->p;
	}
	if (!span_take(rest, "\""))
		return false;
	span_take(rest, " ");
	return true;
}

static void
logfmt_pair(struct maillog *log, struct span key, struct span value,
    struct span *user)
{
	if (user->p == NULL && span_equal(key, "u.username") &&
	    !span_equal(value, "~null~")) {
		*user = value;
	} else if (log->session_length == 0 &&
	    span_equal(key, "r.sessionid")) {
		maillog_session_cyrus(log, value);
	} else if (log->ip.version == 0 && span_equal(key, "r.clienthost")) {
		if (span_find_last(value, "[", NULL, &value))
			maillog_ip_bracketed(&log->ip, &value);
		else
			maillog_ip(&log->ip, value);
	}
}

static enum maillog_kind
logfmt(struct maillog *log, struct span rest, struct room room)
{
	struct span user = { 0 }, value;

	while (rest.p < rest.end) {
		struct span key = { rest.p, rest.p };

		while (key.end < rest.end && *key.end != '=' &&
		    *key.end != ' ')
			key.end++;
		rest.p = key.end;
		if (!span_take(&rest, "=")) {
			span_take(&rest, " ");
			continue;
		}
		if (!logfmt_value(&rest, &room, &value))
			break;
		logfmt_pair(log, key, value, &user);
	}
	return maillog_login(log, user);
}

enum maillog_kind
maillog_cyrus(struct maillog *log, struct span message)
{
	struct room room = { log->text, log->text + sizeof(log->text) };

	if (span_take(&message, "login: "))
		return text_form(log, message);
	if (!span_take(&message, "event=login.good "))
		return MAILLOG_OTHER;
	/* A json line's message stands in the text already. */
	if (message.p >= room.p && message.p < room.end)
		room.p += message.end - room.p;
	return logfmt(log, message, room);
}
