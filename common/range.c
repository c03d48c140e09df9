/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "range.h"

#define RANGE_LIMIT 1e15	/* keeps range_text() within RANGE_TEXT_MAX */

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

/* The digits and the fraction that *text begins with are skipped. */
static bool
skip_number(const char **text)
{
	const char *p = *text;

	if (*p == '+' || *p == '-')
		p++;
	if (!is_digit(*p))
		return (false);
	while (is_digit(*p))
		p++;
	if (*p == '.') {
		if (!is_digit(*++p))
			return (false);
		while (is_digit(*p))
			p++;
	}
	*text = p;
	return (true);
}

static bool
take_number(const char **text, double *number)
{
	const char *begin = *text;

	if (!skip_number(text))
		return (false);
	/* what follows the digits is a colon or the end: strtod stops there */
	*number = strtod(begin, NULL);
	return (fabs(*number) <= RANGE_LIMIT);
}

static bool
take_start(const char **text, double *start)
{
	if (**text != '~')
		return (take_number(text, start));
	(*text)++;
	*start = -INFINITY;
	return (**text == ':');
}

static bool
take_end(const char **text, double *end)
{
	if (**text != '\0')
		return (take_number(text, end));
	*end = INFINITY;
	return (true);
}

bool
range_parse(struct range *range, const char *text)
{
	struct range r = { .set = true };

	if (*text == '@') {
		r.inside = true;
		text++;
	}
	if (!take_start(&text, &r.start))
		return (false);
	if (*text == '\0') {
		r.end = r.start;
		r.start = 0;
	} else if (*text++ != ':' || !take_end(&text, &r.end))
		return (false);
	if (*text != '\0' || r.start > r.end)
		return (false);
	*range = r;
	return (true);
}

bool
range_alerts(const struct range *range, double value)
{
	if (!range->set)
		return (false);
	if (isnan(value))
		return (true);
	return ((value >= range->start && value <= range->end) ==
	    range->inside);
}

/* No exponent, no noughts at the end of a fraction, no "-0". */
static void
number_text(double number, char *text, size_t size)
{
	char *end;

	snprintf(text, size, "%.9f", number);
	end = text + strlen(text);
	while (end > text && end[-1] == '0')
		*--end = '\0';
	if (end > text && end[-1] == '.')
		*--end = '\0';
	if (strcmp(text, "-0") == 0)
		snprintf(text, size, "0");
}

char *
range_text(const struct range *range, char *text, size_t size)
{
	char start[RANGE_TEXT_MAX / 2] = "~", end[RANGE_TEXT_MAX / 2] = "";

	if (!range->set) {
		snprintf(text, size, "%s", "");
		return (text);
	}
	if (!isinf(range->start))
		number_text(range->start, start, sizeof(start));
	if (!isinf(range->end))
		number_text(range->end, end, sizeof(end));
	if (range->start == 0 && !isinf(range->end))
		snprintf(text, size, "%s%s", range->inside ? "@" : "", end);
	else
		snprintf(text, size, "%s%s:%s", range->inside ? "@" : "",
		    start, end);
	return (text);
}
