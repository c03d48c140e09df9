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

/* Anything else: up to the comma or bracket that ends it.  A journal has
 * arrays: of numbers where text is not UTF-8, of values where a field is there
 * twice, and of such arrays. */
static void
skip_value(struct span *rest)
{
	struct span string;
	int depth = 0;

	while (rest->p < rest->end && (depth > 0 ||
	    (*rest->p != ',' && *rest->p != '}'))) {
		char c = *rest->p++;

		if (c == '"')
			take_string(rest, &string);
		depth += (c == '[' || c == '{') - (c == ']' || c == '}');
	}
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

/* The character behind a backslash; what is not ASCII, or not four digits,
 * becomes "?". */
static char
unescape(struct span *rest)
{
	char c = rest->p < rest->end ? *rest->p++ : ' ';
	int value = 0, digits = 0, digit;

	if (c != 'u')
		return c == '"' || c == '\\' || c == '/' ? c : ' ';
	for (; digits < 4 && rest->p < rest->end &&
	    (digit = span_hex(*rest->p)) >= 0; digits++) {
		value = value * 16 + digit;
		rest->p++;
	}
	return digits == 4 && value >= 32 && value < 127 ? (char)value : '?';
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
