/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "logtime.h"
#include "unit.h"

#define WRITTEN INT64_C(1795521600)	/* 2026-11-24T12:00:00Z */

static const struct {
	const char *text;
	const char *utc;	/* with TZ=UTC; NULL: no stamp */
	size_t length;
} stamps[] = {
	{ "Nov 24 02:24:39 x", "2026-11-24T02:24:39Z", 15 },
	{ "Nov 24 02:24:39", "2026-11-24T02:24:39Z", 15 },
	{ "Nov  4 02:24:39 x", "2026-11-04T02:24:39Z", 15 },
	{ "Nov 4 02:24:39 x", "2026-11-04T02:24:39Z", 14 },
	{ "Nov 04 2:24:39.123456 x", "2026-11-04T02:24:39Z", 21 },
	{ "Nov 24 02:24:39: x", "2026-11-24T02:24:39Z", 15 },
	{ "Dec  1 00:00:00 x", "2025-12-01T00:00:00Z", 15 },
	{ "Nov 25 11:59:59 x", "2026-11-25T11:59:59Z", 15 },
	{ "Nov 25 12:00:01 x", "2025-11-25T12:00:01Z", 15 },
	{ "Feb 29 11:00:00 x", "2024-02-29T11:00:00Z", 15 },
	{ "Mar  1 11:00:00 x", "2026-03-01T11:00:00Z", 15 },
	{ "Nov 24 02:24:60 x", "2026-11-24T02:25:00Z", 15 },
	{ "2026-11-24 02:24:39 x", "2026-11-24T02:24:39Z", 19 },
	{ "2026-11-24T02:24:39 x", "2026-11-24T02:24:39Z", 19 },
	{ "2026/11/24 02:24:39 x", "2026-11-24T02:24:39Z", 19 },
	{ "2026-11-24T02:24:39Z", "2026-11-24T02:24:39Z", 20 },
	{ "2026-11-24T02:24:39.5Z", "2026-11-24T02:24:39Z", 22 },
	{ "2026-11-24 02:24:39,123 x", "2026-11-24T02:24:39Z", 23 },
	{ "2026-11-24T02:24:39+03:00 x", "2026-11-23T23:24:39Z", 25 },
	{ "2026-11-24T02:24:39+0300 x", "2026-11-23T23:24:39Z", 24 },
	{ "2026-11-24T02:24:39+03 x", "2026-11-23T23:24:39Z", 22 },
	{ "2026-11-24T02:24:39-0330 x", "2026-11-24T05:54:39Z", 24 },
	{ "Tue 2026-11-24 02:24:39 UTC x", "2026-11-24T02:24:39Z", 27 },
	{ "Tue 2026-11-24 02:24:39 x", "2026-11-24T02:24:39Z", 23 },
	{ "@400000006a63a2db077a9e94 x", "2026-07-24T17:37:21Z", 25 },
	{ "@400000006a63a2db x", "2026-07-24T17:37:21Z", 17 },
	{ "1740555596.123456 x", "2025-02-26T07:39:56Z", 17 },
	{ "1980-01-01T00:00:00Z", "1980-01-01T00:00:00Z", 20 },
	{ "2105-12-31T23:59:59Z", "2105-12-31T23:59:59Z", 20 },
	/* none */
	{ "", NULL, 0 },
	{ "Nov", NULL, 0 },
	{ "Nov 24 02:24:3", NULL, 0 },
	{ "Nov 31 02:24:39 x", NULL, 0 },
	{ "Nov 0 02:24:39 x", NULL, 0 },
	{ "Nov 24 24:24:39 x", NULL, 0 },
	{ "Nov 24 02:60:39 x", NULL, 0 },
	{ "Nov 24 02:24:61 x", NULL, 0 },
	{ "nov 24 02:24:39 x", NULL, 0 },
	{ "Nov 24 02:24:39x", NULL, 0 },
	{ "2026-11-24", NULL, 0 },
	{ "2026-13-24 02:24:39", NULL, 0 },
	{ "2026-02-29 02:24:39", NULL, 0 },
	{ "2026-11/24 02:24:39", NULL, 0 },
	{ "0026-11-24 02:24:39", NULL, 0 },
	{ "0000-11-24 02:24:39", NULL, 0 },
	{ "1979-12-31T23:59:59Z", NULL, 0 },
	{ "2106-01-01T00:00:00Z", NULL, 0 },
	{ "9999-12-31T23:59:59Z", NULL, 0 },
	{ "2026-11-24T02:24:39+3 x", NULL, 0 },
	{ "@40000000", NULL, 0 },
	{ "@800000006a63a2d1077a9e94 x", NULL, 0 },
	{ "@40000000zz63a2d1077a9e94 x", NULL, 0 },
	{ "1740555596 x", NULL, 0 },
	{ "17405555966.1 x", NULL, 0 },
};

START_TEST(parse)
{
	for (size_t i = 0; i < UNIT_COUNT(stamps); i++) {
		struct logtime stamp;
		struct logclock clock;
		char text[LOGTIME_TEXT_MAX] = "";
		const char *in = stamps[i].text;
		const char *wanted = stamps[i].utc;

		ck_assert_msg(logtime_parse(&stamp, in, strlen(in)) ==
		    stamps[i].length, "%s: wrong length", in);
		logclock_start(&clock, WRITTEN);
		if (stamp.kind != LOGTIME_NONE)
			logtime_text(logclock_utc(&clock, &stamp), text);
		ck_assert_msg(strcmp(text, wanted == NULL ? "" : wanted) == 0,
		    "%s: got %s", in, text);
	}
}
END_TEST

/* The stamps of one log in its order, in the zone of Berlin. */
static const struct {
	const char *text;
	const char *utc;
} autumn[] = {
	{ "Oct 25 01:59:59", "2026-10-24T23:59:59Z" },
	{ "Oct 25 02:00:10", "2026-10-25T00:00:10Z" },
	{ "Oct 25 02:59:50", "2026-10-25T00:59:50Z" },
	{ "Oct 25 02:59:48", "2026-10-25T00:59:48Z" },	/* disorder */
	{ "Oct 25 02:00:20", "2026-10-25T01:00:20Z" },	/* again */
	{ "Oct 25 02:59:59", "2026-10-25T01:59:59Z" },
	{ "Oct 25 03:00:10", "2026-10-25T02:00:10Z" },
	{ "Nov  1 02:30:00", "2026-11-01T01:30:00Z" },
	{ "Mar 29 01:59:59", "2026-03-29T00:59:59Z" },
	{ "Mar 29 03:00:00", "2026-03-29T01:00:00Z" },
};

START_TEST(summer_time)
{
	struct logclock clock;

	ck_assert_int_eq(setenv("TZ", "Europe/Berlin", 1), 0);
	tzset();
	logclock_start(&clock, WRITTEN);
	for (size_t i = 0; i < UNIT_COUNT(autumn); i++) {
		struct logtime stamp;
		char text[LOGTIME_TEXT_MAX];

		ck_assert(logtime_parse(&stamp, autumn[i].text, 15) > 0);
		ck_assert_str_eq(logtime_text(logclock_utc(&clock, &stamp),
		    text), autumn[i].utc);
	}
	setenv("TZ", "UTC", 1);
	tzset();
}
END_TEST

/* Stamps in order, each with the session's seconds (0: none). */
static const struct {
	const char *text;
	int64_t session;
	const char *utc;
} sessions[] = {
	/* nothing known: this zone (UTC), the year before WRITTEN */
	{ "Feb 14 20:00:05", 0, "2026-02-14T20:00:05Z" },
	/* 2014-02-14T11:00:00Z: another year, nine hours east */
	{ "Feb 14 20:00:05", 1392375600, "2014-02-14T11:00:05Z" },
	/* those without a session follow */
	{ "Feb 14 20:01:00", 0, "2014-02-14T11:01:00Z" },
	/* a connection that came 20 minutes before its login */
	{ "Feb 14 20:25:00", 1392375900, "2014-02-14T11:25:00Z" },
	/* two days off: the id means nothing */
	{ "Feb 14 20:26:00", 1392175900, "2014-02-14T11:26:00Z" },
	/* back in this zone */
	{ "Feb 14 20:27:00", 1392409620, "2014-02-14T20:27:00Z" },
	/* a front server's clock that is six minutes ahead */
	{ "Feb 14 20:28:00", 1392410040, "2014-02-14T20:28:00Z" },
};

START_TEST(session_ids)
{
	int64_t wrap = INT64_C(1) << 48;
	struct logclock clock;

	logclock_start(&clock, WRITTEN);
	for (size_t i = 0; i < UNIT_COUNT(sessions); i++) {
		struct logtime stamp;
		char text[LOGTIME_TEXT_MAX];

		ck_assert(logtime_parse(&stamp, sessions[i].text, 15) > 0);
		if (sessions[i].session != 0)
			logclock_session(&clock, &stamp,
			    sessions[i].session * 1000000 % wrap, wrap);
		ck_assert_str_eq(logtime_text(logclock_utc(&clock, &stamp),
		    text), sessions[i].utc);
	}
}
END_TEST

START_TEST(calendar)
{
	for (int64_t t = -86400 * 400; t < INT64_C(4102444800);
	    t += 86400 * 13 + 7) {
		time_t time = (time_t)t;
		struct tm tm;

		ck_assert_ptr_nonnull(gmtime_r(&time, &tm));
		ck_assert_int_eq(logtime_year(t), tm.tm_year + 1900);
		ck_assert_int_eq(logtime_days(tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday) * 86400 + tm.tm_hour * 3600 +
		    tm.tm_min * 60 + tm.tm_sec, t);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { parse, summer_time, session_ids, calendar };

	setenv("TZ", "UTC", 1);
	return unit_run("logtime", tests, UNIT_COUNT(tests));
}
