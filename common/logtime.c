/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "logtime.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define YEAR_MIN 1980		/* others are a clock that was never set */
#define YEAR_MAX 2105		/* as far as 32 bits count, as for TAI64 */
#define YEAR_2000 10957		/* its first day, in days since 1970 */

/* What is left of the text. */
struct rest {
	const char *p;
	const char *end;
};

static bool
take(struct rest *r, char c)
{
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* min to max digits. */
static bool
take_number(struct rest *r, int min, int max, int *number)
{
	int n = 0, value = 0;

	while (n < max && r->p < r->end && is_digit(*r->p)) {
		value = value * 10 + (*r->p++ - '0');
		n++;
	}
	*number = value;
	return n >= min;
}

static void
skip_fraction(struct rest *r)
{
	if (r->end - r->p < 2 || (*r->p != '.' && *r->p != ',') ||
	    !is_digit(r->p[1]))
		return;
	r->p++;
	while (r->p < r->end && is_digit(*r->p))
		r->p++;
}

int64_t
logtime_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int
logtime_year(int64_t seconds)
{
	int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400;
	int year = (int)(1970 + days / 366);

	while (logtime_days(year + 1, 1, 1) <= days)
		year++;
	while (logtime_days(year, 1, 1) > days)
		year--;
	return year;
}

static bool
date_valid(int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1)
		return false;
	if (month == 12)
		return day <= 31;
	return day <= logtime_days(year, month + 1, 1) -
	    logtime_days(year, month, 1);
}

static bool
take_clock(struct rest *r, int *seconds)
{
	int hour, minute, second;

	if (!take_number(r, 1, 2, &hour) || !take(r, ':') ||
	    !take_number(r, 2, 2, &minute) || !take(r, ':') ||
	    !take_number(r, 2, 2, &second))
		return false;
	skip_fraction(r);
	*seconds = hour * 3600 + minute * 60 + second;
	return hour < 24 && minute < 60 && second <= 60;
}

/* 1 to 12; 0 for no English month. */
static int
month_of(const char *p)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++)
		if (memcmp(p, names + i * 3, 3) == 0)
			return i + 1;
	return 0;
}

/* Such stamps are read more than all others: no calendar, a table of the
 * days before each month of 2000. */
static bool
take_rfc3164(struct rest *r, struct logtime *stamp)
{
	static const int before[] = { 0, 31, 60, 91, 121, 152, 182, 213, 244,
	    274, 305, 335, 366 };
	int month, day, clock;

	if (r->end - r->p < 14 || (month = month_of(r->p)) == 0)
		return false;
	r->p += 3;
	if (!take(r, ' '))
		return false;
	take(r, ' ');
	if (!take_number(r, 1, 2, &day) || !take(r, ' ') ||
	    !take_clock(r, &clock) || day < 1 ||
	    day > before[month] - before[month - 1])
		return false;
	stamp->kind = LOGTIME_YEARLESS;
	stamp->seconds = (YEAR_2000 + before[month - 1] + day - 1) *
	    INT64_C(86400) + clock;
	return true;
}

/* "Z", "+03:00", "+0300", "+03", " UTC" or nothing. */
static void
take_zone(struct rest *r, struct logtime *stamp)
{
	struct rest saved = *r;
	int sign, hours, minutes = 0;

	if (take(r, 'Z') ||
	    (r->end - r->p >= 4 && memcmp(r->p, " UTC", 4) == 0)) {
		if (r->p == saved.p)
			r->p += 4;
		stamp->kind = LOGTIME_UTC;
		return;
	}
	if (r->p == r->end || (*r->p != '+' && *r->p != '-'))
		return;
	sign = *r->p++ == '+' ? 1 : -1;
	if (!take_number(r, 2, 2, &hours) || hours > 18) {
		*r = saved;
		return;
	}
	take(r, ':');
	take_number(r, 2, 2, &minutes);
	stamp->kind = LOGTIME_UTC;
	stamp->seconds -= sign * (hours * 3600 + minutes * 60);
}

static bool
take_iso(struct rest *r, struct logtime *stamp)
{
	int year, month, day, clock;
	char separator;

	if (!take_number(r, 4, 4, &year) || r->p == r->end)
		return false;
	separator = *r->p;
	if ((separator != '-' && separator != '/') || !take(r, separator) ||
	    !take_number(r, 2, 2, &month) || !take(r, separator) ||
	    !take_number(r, 2, 2, &day) || (!take(r, 'T') && !take(r, ' ')) ||
	    !take_clock(r, &clock) || year < YEAR_MIN || year > YEAR_MAX ||
	    !date_valid(year, month, day))
		return false;
	stamp->kind = LOGTIME_WALL;
	stamp->seconds = logtime_days(year, month, day) * 86400 + clock;
	take_zone(r, stamp);
	return true;
}

/* "Fri 2025-02-28 14:39:56 UTC" */
static bool
take_weekday(struct rest *r, struct logtime *stamp)
{
	static const char names[] = "MonTueWedThuFriSatSun";

	for (int i = 0; i < 7; i++)
		if (r->end - r->p > 4 && r->p[3] == ' ' &&
		    memcmp(r->p, names + i * 3, 3) == 0) {
			r->p += 4;
			return take_iso(r, stamp);
		}
	return false;
}

static int
hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* TAI64's epoch is 2^62 for 1970 TAI; TAI is 37 s ahead of UTC since 2017,
 * and the ten seconds of 1972 are what daemontools itself reckons with. */
static bool
take_tai(struct rest *r, struct logtime *stamp)
{
	uint64_t seconds = 0;
	int n;

	if (!take(r, '@'))
		return false;
	for (n = 0; n < 24 && r->p < r->end && hex_digit(*r->p) >= 0; n++) {
		if (n < 16)
			seconds = seconds << 4 | (uint64_t)hex_digit(*r->p);
		r->p++;
	}
	if ((n != 16 && n != 24) || seconds >> 62 != 1)
		return false;
	seconds -= UINT64_C(1) << 62;
	if (seconds < 10 || seconds > UINT32_MAX)
		return false;
	stamp->kind = LOGTIME_UTC;
	stamp->seconds = (int64_t)seconds - 10;
	return true;
}

static bool
take_unix(struct rest *r, struct logtime *stamp)
{
	int high, low;

	if (!take_number(r, 5, 5, &high) || !take_number(r, 5, 5, &low) ||
	    r->p == r->end || *r->p != '.')
		return false;
	skip_fraction(r);
	stamp->kind = LOGTIME_UTC;
	stamp->seconds = (int64_t)high * 100000 + low;
	return true;
}

static bool
take_stamp(struct rest *r, struct logtime *stamp)
{
	struct rest start = *r;

	if (r->p == r->end)
		return false;
	if (*r->p == '@')
		return take_tai(r, stamp);
	if (is_digit(*r->p)) {
		if (take_iso(r, stamp))
			return true;
		*r = start;
		return take_unix(r, stamp);
	}
	if (take_rfc3164(r, stamp))
		return true;
	*r = start;
	return take_weekday(r, stamp);
}

size_t
logtime_parse(struct logtime *stamp, const char *text, size_t length)
{
	struct rest r = { text, text + length };

	stamp->kind = LOGTIME_NONE;
	stamp->seconds = 0;
	if (!take_stamp(&r, stamp) || (r.p < r.end && *r.p != ' ' &&
	    *r.p != '\t' && *r.p != ':' && *r.p != '\r' && *r.p != '\n')) {
		stamp->kind = LOGTIME_NONE;
		return 0;
	}
	return (size_t)(r.p - text);
}

char *
logtime_text(int64_t utc, char *text)
{
	time_t t = (time_t)utc;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(text, LOGTIME_TEXT_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(text, LOGTIME_TEXT_MAX, "-");
	return text;
}
