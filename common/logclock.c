/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "logtime.h"

#define DAY 86400
#define QUARTER 900
/* How far a session id may lie from its line. */
#define SESSION_MAX (36 * 3600)
/* What agrees with a line: front servers' clocks were seen six minutes off.
 * Less is asked of what shall show another zone: a connection may have come
 * long before its login. */
#define SESSION_NEAR 450
#define OFFSET_NEAR 120

void
logclock_start(struct logclock *clock, int64_t written)
{
	*clock = (struct logclock){ .written = written };
}

void
logclock_rewind(struct logclock *clock)
{
	clock->second = false;
	clock->last = 0;
	clock->stamp.kind = LOGTIME_NONE;
}

/* Floor, also for what is negative. */
static int64_t
floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;

	return a % b < 0 ? q - 1 : q;
}

/* A stamp of the year 2000 in another year; 29 February of a year without
 * one gives the 1 March. */
static int64_t
in_year(int64_t seconds, int year)
{
	int64_t start = logtime_days(2000, 1, 1) * DAY;
	int64_t march = logtime_days(2000, 3, 1) * DAY;

	if (seconds >= march)
		return logtime_days(year, 3, 1) * DAY + seconds - march;
	return logtime_days(year, 1, 1) * DAY + seconds - start;
}

static bool
leap(int year)
{
	return logtime_days(year + 1, 1, 1) - logtime_days(year, 1, 1) == 366;
}

/* The last such date that is not more than a day after the writing. */
static int64_t
add_year(const struct logclock *clock, int64_t seconds)
{
	int64_t february = logtime_days(2000, 2, 29) * DAY;
	int year = logtime_year(clock->written + DAY);

	if (in_year(seconds, year) > clock->written + DAY)
		year--;
	if (seconds >= february && seconds < february + DAY)
		while (!leap(year))
			year--;
	return in_year(seconds, year + clock->years);
}

static int64_t
wall_clock(const struct logclock *clock, const struct logtime *stamp)
{
	return stamp->kind == LOGTIME_YEARLESS ?
	    add_year(clock, stamp->seconds) : stamp->seconds;
}

/* UTC of a wall clock in this process's zone, or false if dst is wrong. */
static bool
zone_utc(int64_t wall, int dst, int64_t *utc)
{
	struct tm tm, back;
	time_t t = (time_t)wall;
	int hour, minute;

	if (gmtime_r(&t, &tm) == NULL)
		return false;
	hour = tm.tm_hour;
	minute = tm.tm_min;
	tm.tm_isdst = dst;
	t = mktime(&tm);
	if (localtime_r(&t, &back) == NULL)
		return false;
	*utc = (int64_t)t;
	return dst < 0 || (back.tm_hour == hour && back.tm_min == minute);
}

/* Zones change at quarters of an hour: mktime() once for each. */
static void
fill_quarter(struct logclock *clock, int64_t quarter)
{
	int64_t wall = quarter * QUARTER;
	int64_t winter, summer;
	bool w = zone_utc(wall, 0, &winter), s = zone_utc(wall, 1, &summer);

	clock->known = true;
	clock->quarter = quarter;
	if (w && s) {
		clock->early = summer < winter ? summer : winter;
		clock->late = summer < winter ? winter : summer;
		return;
	}
	if (!w && !s && !zone_utc(wall, -1, &winter))
		winter = wall;
	clock->early = clock->late = s ? summer : winter;
}

static int64_t
local_utc(struct logclock *clock, int64_t wall)
{
	int64_t quarter = floor_div(wall, QUARTER);
	int64_t within = wall - quarter * QUARTER;

	if (!clock->known || clock->quarter != quarter)
		fill_quarter(clock, quarter);
	if (clock->early == clock->late)
		clock->second = false;
	else if (clock->last - wall >= 1800 && clock->last - wall <= 7200)
		clock->second = true;
	clock->last = wall;
	return (clock->second ? clock->late : clock->early) + within;
}

int64_t
logclock_utc(struct logclock *clock, const struct logtime *stamp)
{
	int64_t wall;

	if (stamp->kind == LOGTIME_UTC)
		return stamp->seconds;
	if (stamp->kind == clock->stamp.kind &&
	    stamp->seconds == clock->stamp.seconds)
		return clock->utc;
	wall = wall_clock(clock, stamp);
	clock->stamp = *stamp;
	clock->utc = clock->foreign ? wall - clock->offset :
	    local_utc(clock, wall);
	return clock->utc;
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a < b ? b - a : a - b;
}

/* The member of usec + n wrap that is nearest to seconds; in seconds. */
static int64_t
nearest(int64_t usec, int64_t wrap, int64_t seconds)
{
	if (wrap > 0)
		usec += wrap * floor_div(seconds * 1000000 - usec + wrap / 2,
		    wrap);
	return floor_div(usec, 1000000);
}

/* Finds the year in which stamp and session are at most 36 hours apart. */
static bool
find_year(struct logclock *clock, const struct logtime *stamp, int64_t usec,
    int64_t wrap, int64_t *session)
{
	int64_t wall, now = clock->written + DAY;
	int years = clock->years;

	for (int year = logtime_year(now); year >= 2001; year--) {
		wall = in_year(stamp->seconds, year);
		*session = nearest(usec, wrap, wall);
		if (*session > now || distance(*session, wall) > SESSION_MAX)
			continue;
		clock->years = 0;
		clock->years = year -
		    logtime_year(add_year(clock, stamp->seconds));
		return true;
	}
	clock->years = years;
	return false;
}

/* Takes the zone that the session shows, a whole quarter of an hour. */
static void
find_offset(struct logclock *clock, int64_t wall, int64_t session)
{
	int64_t offset = floor_div(wall - session + QUARTER / 2, QUARTER) *
	    QUARTER;

	if (distance(wall - offset, session) > OFFSET_NEAR ||
	    offset < -14 * 3600 || offset > 15 * 3600)
		return;
	clock->foreign = true;
	clock->offset = offset;
}

/* Most lines say what the line before them said. */
static bool
agrees(struct logclock *clock, const struct logtime *stamp, int64_t usec,
    int64_t wrap)
{
	int64_t utc = logclock_utc(clock, stamp);

	return clock->early == clock->late &&
	    distance(utc, nearest(usec, wrap, utc)) <= SESSION_NEAR;
}

void
logclock_session(struct logclock *clock, const struct logtime *stamp,
    int64_t usec, int64_t wrap)
{
	int64_t wall, session;

	if (stamp->kind != LOGTIME_WALL && stamp->kind != LOGTIME_YEARLESS)
		return;
	if (agrees(clock, stamp, usec, wrap))
		return;
	clock->stamp.kind = LOGTIME_NONE;
	wall = wall_clock(clock, stamp);
	session = nearest(usec, wrap, wall);
	if (distance(session, wall) > SESSION_MAX) {
		if (stamp->kind != LOGTIME_YEARLESS ||
		    !find_year(clock, stamp, usec, wrap, &session))
			return;
		wall = wall_clock(clock, stamp);
	}
	if (clock->foreign &&
	    distance(wall - clock->offset, session) <= SESSION_NEAR)
		return;
	local_utc(clock, wall);
	if (clock->early != clock->late)
		clock->second = distance(session, clock->late) <
		    distance(session, clock->early);
	if (distance(local_utc(clock, wall), session) <= SESSION_NEAR)
		clock->foreign = false;
	else
		find_offset(clock, wall, session);
}
