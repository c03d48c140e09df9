/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

#include <string.h>

/* What is wanted of the object; the spans are still escaped. */
struct members {
	struct span message;
	struct span ident;
	struct span time;
};

/* A string, from behind its first quote; takes the last one too. */
static bool
take_string(struct span *rest, struct span *value)
{
	*value = (struct span){ rest->p, rest->p };
	while (rest->p < rest->end && *rest->p != '"') {
		if (*rest->p == '\\' && rest->end - rest->p > 1)
			rest->p++;
		rest->p++;
	}
	value->end = rest->p;
	return span_take(rest, "\"");
}

/* Anything else: up to the comma or bracket that ends it.  Nested objects do
 * not occur in a journal; an array of numbers does. */
static void
skip_value(struct span *rest)
{
	if (span_take(rest, "["))
		span_until(rest, ']');
	while (rest->p < rest->end && *rest->p != ',' && *rest->p != '}')
		rest->p++;
}

static void
keep(struct members *members, struct span key, struct span value)
{
	if (span_equal(key, "MESSAGE"))
		members->message = value;
	else if (span_equal(key, "SYSLOG_IDENTIFIER"))
		members->ident = value;
	else if (span_equal(key, "__REALTIME_TIMESTAMP"))
		members->time = value;
}

static bool
object(struct span rest, struct members *members)
{
	struct span key, value;

	if (!span_take(&rest, "{"))
		return false;
	for (;;) {
		span_blanks(&rest);
		if (!span_take(&rest, "\"") || !take_string(&rest, &key))
			return false;
		span_blanks(&rest);
		if (!span_take(&rest, ":"))
			return false;
		span_blanks(&rest);
		if (!span_take(&rest, "\""))
			skip_value(&rest);
		else if (take_string(&rest, &value))
			keep(members, key, value);
		else
			return false;
		span_blanks(&rest);
		if (!span_take(&rest, ","))
			return true;
	}
}

/* The character behind a backslash; what is not ASCII becomes "?". */
static char
unescape(struct span *rest)
{
	char c = rest->p < rest->end ? *rest->p++ : ' ';
	unsigned int value = 0;

	if (c != 'u')
		return c == '"' || c == '\\' || c == '/' ? c : ' ';
	for (int i = 0; i < 4 && rest->p < rest->end; i++) {
		char d = (char)(*rest->p++ | 0x20);

		value = value * 16 + (unsigned int)(d <= '9' ? d - '0' :
		    d - 'a' + 10);
	}
	return value >= 32 && value < 127 ? (char)value : '?';
}

static size_t
append(char *text, size_t n, struct span value)
{
	while (value.p < value.end && n < MAILLOG_TEXT_MAX) {
		char c = *value.p++;

		text[n++] = c == '\\' ? unescape(&value) : c;
	}
	return n;
}

static bool
take_time(struct logtime *stamp, struct span time)
{
	uint64_t usec;

	if (!span_number(&time, &usec) || time.p != time.end)
		return false;
	stamp->kind = LOGTIME_UTC;
	stamp->seconds = (int64_t)(usec / 1000000);
	return true;
}

bool
maillog_json(struct maillog *log, struct span line, struct span *message)
{
	static const char colon_text[] = ": ";
	const struct span colon = { colon_text, colon_text + 2 };
	struct members members = { 0 };
	size_t n;

	if (!object(line, &members))
		return false;
	if (members.time.p != NULL)
		take_time(&log->stamp, members.time);
	if (members.message.p == NULL)
		return false;
	n = append(log->text, 0, members.ident);
	if (n > 0)
		n = append(log->text, n, colon);
	n = append(log->text, n, members.message);
	*message = (struct span){ log->text, log->text + n };
	return true;
}
