/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What does not fit into a line of tests/data/login-lines.tsv: values that
 * are longer than the room for them, and a few octets. */
#include "config.h"

#include <stdio.h>

#include "maillog.h"
#include "unit.h"

#define CYRUS "Nov 24 02:24:39 mail cyrus/imap[5]: event=login.good " \
	"r.clienthost=203.0.113.5 "
#define JSON "{\"SYSLOG_IDENTIFIER\":\"imap\",\"MESSAGE\":\""

static struct maillog log_of;

/* BEFORE, n times "a", BEHIND. */
static enum maillog_kind
parse(const char *before, size_t n, const char *behind)
{
	static char line[4 * MAILLOG_TEXT_MAX];
	size_t length = strlen(before), end = length + n;

	ck_assert_uint_lt(end + strlen(behind), sizeof(line));
	memcpy(line, before, length);
	memset(line + length, 'a', n);
	memcpy(line + end, behind, strlen(behind));
	return maillog_parse(&log_of, line, end + strlen(behind));
}

static void
check_user(const char *user)
{
	ck_assert_uint_eq(log_of.user_length, strlen(user));
	ck_assert_mem_eq(log_of.user, user, strlen(user));
}

/* All of the room may be used, by one value or by two. */
START_TEST(quoted_values)
{
	ck_assert_int_eq(parse(CYRUS "u.username=\"", MAILLOG_TEXT_MAX, "\""),
	    MAILLOG_LOGIN);
	ck_assert_uint_eq(log_of.user_length, MAILLOG_TEXT_MAX);
	ck_assert_int_eq(parse(CYRUS "u.username=\"", MAILLOG_TEXT_MAX + 1,
	    "\""), MAILLOG_UNCLEAR);
	ck_assert_int_eq(parse(CYRUS "x=\"", MAILLOG_TEXT_MAX - 4,
	    "\" u.username=\"info\""), MAILLOG_LOGIN);
	check_user("info");
	ck_assert_int_eq(parse(CYRUS "x=\"", MAILLOG_TEXT_MAX - 3,
	    "\" u.username=\"info\""), MAILLOG_UNCLEAR);
	/* without quotes it stays where it is */
	ck_assert_int_eq(parse(CYRUS "u.username=", MAILLOG_TEXT_MAX + 1, ""),
	    MAILLOG_LOGIN);
	ck_assert_uint_eq(log_of.user_length, MAILLOG_TEXT_MAX + 1);
	ck_assert_int_eq(parse(CYRUS "u.username=\"a\\rb", 1, "\""),
	    MAILLOG_LOGIN);
	check_user("a ba");
}
END_TEST

/* "imap: event=login.good ..." stands in the text, and its values behind. */
START_TEST(json_values)
{
	static const char before[] = JSON "event=login.good "
	    "r.clienthost=203.0.113.5 x=\\\"";
	static const char behind[] = "\\\" u.username=\\\"info\\\"\"}";
	size_t message = strlen("imap: event=login.good "
	    "r.clienthost=203.0.113.5 x=\"\" u.username=\"info\"");
	size_t n = (MAILLOG_TEXT_MAX - message - strlen("info")) / 2;

	ck_assert_int_eq(parse(before, n, behind), MAILLOG_LOGIN);
	check_user("info");
	ck_assert_int_eq(parse(before, n + 1, behind), MAILLOG_UNCLEAR);
	/* one value would be enough to fill it */
	ck_assert_int_eq(parse(before, MAILLOG_TEXT_MAX - message, behind),
	    MAILLOG_UNCLEAR);
}
END_TEST

/* A message that is longer is cut. */
START_TEST(json_message)
{
	static const char login[] = JSON "LOGIN, user=info, ip=[203.0.113.5]"
	    ", port=[1], x=";

	ck_assert_int_eq(parse(login, 2 * MAILLOG_TEXT_MAX, "\"}"),
	    MAILLOG_LOGIN);
	check_user("info");
	ck_assert_int_eq(parse(JSON "LOGIN, user=", MAILLOG_TEXT_MAX,
	    ", ip=[203.0.113.5], port=[1]\"}"), MAILLOG_UNCLEAR);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { quoted_values, json_values, json_message };

	return unit_run("maillog", tests, UNIT_COUNT(tests));
}
