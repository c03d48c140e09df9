/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logtime.h - the time stamps of log files, and the clock that makes UTC of
 * them: the year where a stamp has none, the zone, the hour that autumn
 * repeats.
 */
#ifndef WEBLIFE_LOGTIME_H
#define WEBLIFE_LOGTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum logtime_kind {
	LOGTIME_NONE,
	LOGTIME_UTC,		/* seconds since 1970 */
	LOGTIME_WALL,		/* a wall clock's: as if it were UTC */
	LOGTIME_YEARLESS,	/* the same within the year 2000 */
};

struct logtime {
	enum logtime_kind kind;
	int64_t seconds;
};

/*
 * Reads the stamp that text begins with: "Mon DD HH:MM:SS" (RFC 3164, also
 * with a fraction, a day of one digit), "YYYY-MM-DD HH:MM:SS" with "T" or
 * blank, "-" or "/", a fraction of any length and an offset (RFC 3339, ISO
 * 8601 basic offsets), the same behind a weekday (journalctl short-full),
 * "@" and 16 or 24 hexadecimal digits (TAI64, TAI64N), "1740555596.123"
 * (journalctl short-unix).  A year before 1980 or behind 2105 is no stamp.
 * Gives how many octets it took, 0 for none.
 */
size_t	logtime_parse(struct logtime *stamp, const char *text, size_t length);

/* Days since 1970-01-01 of a date in the Gregorian calendar. */
int64_t	logtime_days(int year, int month, int day);
/* The year of such a number of seconds. */
int	logtime_year(int64_t seconds);

/* "2026-11-24T02:24:39Z" into text.  Gives text. */
char	*logtime_text(int64_t utc, char *text);

#define LOGTIME_TEXT_MAX 32

/*
 * The clock of one log.  A stamp without a year is of the year before
 * `written` ended (and at most a day after it); a wall clock is this
 * process's time zone (TZ) until a session id says otherwise.
 */
struct logclock {
	int64_t written;	/* when the log was last written, UTC */
	int years;		/* to be added to what year-less stamps get */
	bool foreign;		/* a session id showed another zone: */
	int64_t offset;		/* its seconds east of Greenwich */
	bool second;		/* in the hour that autumn repeats */
	int64_t last;		/* wall clock of the last stamp */
	struct logtime stamp;	/* the last one, */
	int64_t utc;		/* and what it gave */
	bool known;		/* the quarter of an hour below is filled */
	int64_t quarter;	/* wall clock in units of 900 s */
	int64_t early, late;	/* UTC of its start; late: the second time */
};

void	logclock_start(struct logclock *clock, int64_t written);

/* Earlier lines come next: year and zone stay, the order begins anew. */
void	logclock_rewind(struct logclock *clock);

/* UTC of the stamp, which is not LOGTIME_NONE.  Call it in the order of the
 * log: a step back within the repeated hour is its second passage. */
int64_t	logclock_utc(struct logclock *clock, const struct logtime *stamp);

/*
 * What a session id says about the stamp of its line: microseconds since 1970
 * of the connection, of which `wrap` (0: none) is the modulus.  It gives the
 * year and the zone for this and the following stamps, if it lies within 36
 * hours of the stamp; the seconds stay those of the log.
 */
void	logclock_session(struct logclock *clock, const struct logtime *stamp,
	    int64_t usec, int64_t wrap);

#endif
