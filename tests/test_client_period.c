/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "client.h"
#include "unit.h"

struct row {
	const char *text;
	double seconds;		/* 0: not understood, or never */
};

static const struct row spans[] = {
	{ "5", 5 }, { "0.5m", 30 }, { "1min 30s", 90 }, { "1min30s", 90 },
	{ "1h", 3600 }, { "2 hours", 7200 }, { "500ms", 0.5 }, { "1d", 86400 },
	{ "1w", 604800 }, { "5minutes", 300 }, { " 15m ", 900 }, { "2hr", 7200 },
	{ "1M", 30.44 * 86400 },
	{ "", 0 }, { "x", 0 }, { "5x", 0 }, { "5m x", 0 }, { "-5", 0 },
	{ "1e9y", 0 }, { "0", 0 }, { ".", 0 }, { "5 .", 0 },
};

static const struct row calendars[] = {
	{ "*:0/5", 300 }, { "*:0/5:00", 300 }, { "*-*-* *:00/10:00", 600 },
	{ "*:*", 60 }, { "*:*:0/30", 30 }, { "*:0,15,30,45", 900 },
	{ "*:5,10", 300 }, { "*:00", 3600 }, { "0/2:00", 7200 },
	{ "Mon..Fri *-*-* 08..18:*/20:00", 1200 }, { "04:00", 86400 },
	{ "*-*-* 04:00:00 UTC", 86400 }, { "minutely", 60 },
	{ "hourly", 3600 }, { "daily", 86400 }, { "2026-11-24", 86400 },
	{ "", 0 }, { "soon", 0 }, { "*:61", 0 }, { "25:00", 0 },
	{ "*:0/0", 0 }, { "*:x", 0 },
};

static const struct row crons[] = {
	{ "* * * * * mbsync", 60 }, { "*/5 * * * * mbsync", 300 },
	{ "0-59/10 * * * * mbsync", 600 }, { "0,30 * * * * mbsync", 1800 },
	{ "1,2 * * * * mbsync", 60 }, { "0,20,50 * * * * mbsync", 600 },
	{ "*/7 * * * * mbsync", 240 }, { "5 * * * * mbsync", 3600 },
	{ "5 */6 * * * mbsync", 21600 }, { "5 4 * * * mbsync", 86400 },
	{ " */2\t*\t*\t*\t1-5\tmbsync", 120 }, { "@hourly mbsync", 3600 },
	{ "* * * jan mon mbsync", 60 },
	{ "@reboot mbsync", 0 }, { "MAILTO=root", 0 }, { "", 0 },
	{ "60 * * * * mbsync", 0 }, { "* * *", 0 }, { "*/0 * * * * x", 0 },
	{ "a * * * * x", 0 },
};

static void
check(const struct row *rows, size_t n, double (*read)(const char *))
{
	for (size_t i = 0; i < n; i++) {
		double got = read(rows[i].text);

		ck_assert_msg(got - rows[i].seconds < 0.01 &&
		    rows[i].seconds - got < 0.01, "%s: got %g", rows[i].text,
		    got);
	}
}

static double
cron(const char *line)
{
	const char *rest;
	double seconds = client_cron(line, &rest);

	ck_assert_msg(seconds == 0 || strstr(rest, "mbsync") != NULL, "%s",
	    line);
	return seconds;
}

START_TEST(timespans)
{
	check(spans, UNIT_COUNT(spans), client_timespan);
}
END_TEST

START_TEST(calendar_events)
{
	check(calendars, UNIT_COUNT(calendars), client_calendar);
}
END_TEST

START_TEST(cron_lines)
{
	check(crons, UNIT_COUNT(crons), cron);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { timespans, calendar_events, cron_lines };

	return unit_run("client_period", tests, UNIT_COUNT(tests));
}
