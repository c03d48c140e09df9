/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * range.h - thresholds in the syntax of the Monitoring Plugins guidelines:
 *
 *	10	alert outside 0 to 10
 *	10:	alert below 10
 *	~:10	alert above 10
 *	10:20	alert outside 10 to 20
 *	@10:20	alert inside 10 to 20 (both ends belong to it)
 *
 * A number is decimal with an optional sign and fraction, at most 1e15 either
 * way; no exponent, no hexadecimal, no infinity, no blank.  Leading noughts
 * are decimal (010 is ten).  The start must not be above the end.  The
 * guidelines write a start before each colon, so ":10" is refused: it is as
 * likely a forgotten number as 0:10.
 */
#ifndef WEBLIFE_RANGE_H
#define WEBLIFE_RANGE_H

#include <stdbool.h>
#include <stddef.h>

struct range {
	double start;		/* -INFINITY for ~ */
	double end;		/* INFINITY when there is none */
	bool inside;		/* @: alert inside */
	bool set;		/* false: nothing was given; never alerts */
};

/* Reads the whole of text; false, and *range as it was, if it is no range. */
bool	range_parse(struct range *range, const char *text);

/* Whether value is to be alerted.  NaN always is. */
bool	range_alerts(const struct range *range, double value);

/*
 * The range as perfdata writes it, into text: a plain number where the range
 * is 0 to that number (Icinga 2 drops thresholds that are ranges), else the
 * standard syntax; "" when not set.  Gives text.
 */
char	*range_text(const struct range *range, char *text, size_t size);

#define RANGE_TEXT_MAX 64

#endif
