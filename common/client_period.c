/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a systemd timer or a line of a crontab is due. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "text.h"

#define HOUR 3600.0
#define DAY (24 * HOUR)

static const struct {
	const char *name;
	double seconds;
} units[] = {
	{ "us", 1e-6 }, { "usec", 1e-6 }, { "ms", 1e-3 }, { "msec", 1e-3 },
	{ "s", 1 }, { "sec", 1 }, { "second", 1 }, { "seconds", 1 },
	{ "m", 60 }, { "min", 60 }, { "minute", 60 }, { "minutes", 60 },
	{ "h", HOUR }, { "hr", HOUR }, { "hour", HOUR }, { "hours", HOUR },
	{ "d", DAY }, { "day", DAY }, { "days", DAY },
	{ "w", 7 * DAY }, { "week", 7 * DAY }, { "weeks", 7 * DAY },
	{ "M", 30.44 * DAY }, { "month", 30.44 * DAY },
	{ "months", 30.44 * DAY },
	{ "y", 365.25 * DAY }, { "year", 365.25 * DAY },
	{ "years", 365.25 * DAY },
};

/* Words that stand for a whole expression; cron writes them with "@". */
static const struct {
	const char *name;
	double seconds;
} words[] = {
	{ "minutely", 60 }, { "hourly", HOUR }, { "daily", DAY },
	{ "midnight", DAY }, { "weekly", 7 * DAY }, { "monthly", 30 * DAY },
	{ "quarterly", 91 * DAY }, { "semiannually", 182 * DAY },
	{ "yearly", 365 * DAY }, { "annually", 365 * DAY },
};

static double
word_seconds(const char *text, size_t n)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].name) == n &&
		    memcmp(words[i].name, text, n) == 0)
			return words[i].seconds;
	return 0;
}

/* The unit at p; no unit is seconds. */
static double
unit_seconds(const char **p)
{
	size_t n = 0;

	while (((*p)[n] >= 'a' && (*p)[n] <= 'z') || (*p)[n] == 'M')
		n++;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strlen(units[i].name) == n &&
		    memcmp(units[i].name, *p, n) == 0) {
			*p += n;
			return units[i].seconds;
		}
	return n == 0 ? 1 : 0;
}

double
client_timespan(const char *text)
{
	double sum = 0, unit;

	text += strspn(text, " \t");
	while (*text != '\0') {
		char *end;
		double number;

		if (*text != '.' && (*text < '0' || *text > '9'))
			return 0;
		number = strtod(text, &end);
		if (end == text)
			return 0;
		text = end + strspn(end, " \t");
		unit = unit_seconds(&text);
		if (unit <= 0)
			return 0;
		sum += number * unit;
		text += strspn(text, " \t");
	}
	return sum > 0 && sum < 1e9 ? sum : 0;
}

static int
field_number(const char **p)
{
	int number = 0, digits = 0;

	while (**p >= '0' && **p <= '9' && digits++ < 6)
		number = number * 10 + (*(*p)++ - '0');
	return digits == 0 ? -1 : number;
}

/* "*", "a", "a-b", "a..b", each with "/step", into the set of size values. */
static bool
part(const char **p, bool *set, int size)
{
	int first = 0, last = size - 1, step;

	if (**p == '*') {
		(*p)++;
		step = 1;
	} else {
		first = last = field_number(p);
		step = 0;
		if (**p == '-' || ((*p)[0] == '.' && (*p)[1] == '.')) {
			*p += **p == '-' ? 1 : 2;
			last = field_number(p);
			step = 1;
		}
	}
	if (**p == '/') {
		(*p)++;
		last = step == 0 ? size - 1 : last;
		step = field_number(p);
		if (step == 0)
			return false;
	}
	if (first < 0 || last < 0 || step < 0 || last >= size)
		return false;
	for (int i = first; i <= last; i += step == 0 ? size : step)
		set[i] = true;
	return true;
}

/*
 * How often a field of so many values comes: the smallest distance of two of
 * them, around the clock; 0: only one of them; -1: not understood.
 */
static int
field(const char **p, int size)
{
	bool set[60] = { false };
	int first = -1, last = -1, smallest = 0;

	do {
		if (!part(p, set, size))
			return -1;
	} while (**p == ',' && (*p)++);
	for (int i = 0; i < size; i++) {
		if (!set[i])
			continue;
		if (first < 0)
			first = i;
		else if (smallest == 0 || i - last < smallest)
			smallest = i - last;
		last = i;
	}
	if (last > first && first + size - last < smallest)
		smallest = first + size - last;
	return smallest;
}

/* The word with a colon, "HOUR:MINUTE[:SECOND]"; NULL: there is none. */
static const char *
clock_word(const char *text)
{
	const char *colon = strchr(text, ':');

	while (colon != NULL && colon > text && colon[-1] != ' ')
		colon--;
	return colon;
}

double
client_calendar(const char *text)
{
	const char *p = clock_word(text);
	int hour, minute, second = 0;

	text += strspn(text, " \t");
	if (p == NULL)
		return *text >= '0' && *text <= '9' ? DAY :
		    word_seconds(text, strcspn(text, " \t"));
	hour = field(&p, 24);
	if (hour < 0 || *p++ != ':')
		return 0;
	minute = field(&p, 60);
	if (*p == ':') {
		p++;
		second = field(&p, 60);
	}
	if (minute < 0 || second < 0)
		return 0;
	if (second > 0)
		return second;
	if (minute > 0)
		return minute * 60.0;
	return hour > 0 ? hour * HOUR : DAY;
}

static double
cron_word(const char *line, const char **rest)
{
	size_t n = strcspn(line, " \t");

	*rest = line + n;
	return word_seconds(line + 1, n - 1);
}

double
client_cron(const char *line, const char **rest)
{
	int minute, hour;

	line += strspn(line, " \t");
	*rest = line;
	if (*line == '@')
		return cron_word(line, rest);
	minute = field(&line, 60);
	if (minute < 0 || (*line != ' ' && *line != '\t'))
		return 0;
	line += strspn(line, " \t");
	hour = field(&line, 24);
	if (hour < 0 || (*line != ' ' && *line != '\t'))
		return 0;
	/* day, month, weekday: they make it rarer only by whole days */
	for (int i = 0; i < 3; i++) {
		line += strspn(line, " \t");
		if (*line == '\0' || (strchr("*0123456789", *line) == NULL &&
		    !((*line | 0x20) >= 'a' && (*line | 0x20) <= 'z')))
			return 0;
		line += strcspn(line, " \t");
	}
	*rest = line;
	if (minute > 0)
		return minute * 60.0;
	return hour > 0 ? hour * HOUR : DAY;
}
