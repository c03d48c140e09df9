/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text.h - the one filter between the outside world and a monitoring system,
 * and small helpers for strings.
 *
 * What the filter keeps out, and why: control bytes (new lines begin long
 * output), "|" (begins perfdata), < > & (markup in web pages), ' " ` $
 * (removed by Nagios from macros, or read by a shell), \ (Icinga Web turns
 * "\n" into a new line).
 */
#ifndef WEBLIFE_TEXT_H
#define WEBLIFE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Text from outside (TXT, banners, logs, certificates, names, options): src
 * of length octets into dst of size octets (ended by NUL), as printable ASCII
 * without the characters above.  Blanks, tabs and line ends become one blank;
 * other control bytes are dropped; what is not ASCII becomes "?", one for
 * each octet sequence; "|" becomes "/", "<" and ">" become "(" and ")", "\"
 * becomes "/", the others "?".  A bracket before a state's name ("[OK]",
 * "(CRITICAL)") becomes "{", since Icinga Web draws a coloured ball there.
 * What is too long is cut and ends in "...".  Gives dst.
 */
char	*text_clean(char *dst, size_t size, const void *src, size_t length);

/* The same for a string that ends with NUL. */
char	*text_clean_string(char *dst, size_t size, const char *src);

/*
 * Our own text after formatting, maybe translated: in place, the same
 * characters are kept out, but well-formed UTF-8 stays where the locale's
 * character set is UTF-8 (no C1 controls, no bidirectional or zero-width
 * formatting characters).  What is left of a character where snprintf() had
 * no more room is dropped.
 */
void	text_filter(char *text);

/* Cuts text to at most size - 1 octets at a character's end; "..." ends what
 * was cut. */
void	text_cut(char *text, size_t size);

/*
 * The code point of the UTF-8 sequence that src (length octets, at least one)
 * begins with, and how many octets it takes; TEXT_ILL_FORMED and one octet if
 * it is none (RFC 3629 4: no overlong forms, no surrogates).
 */
uint32_t text_decode(const void *src, size_t length, size_t *used);

#define TEXT_ILL_FORMED UINT32_MAX

/* Number of terminal columns that text takes (UTF-8: by wcwidth(3)). */
size_t	text_columns(const char *text);

/* Whether the locale's character set is UTF-8. */
bool	text_utf8(void);

/* ASCII only, whatever the locale. */
static inline int
text_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}
bool	text_equal(const char *a, const char *b);	/* without case */
bool	text_digits(const char *text);	/* one or more digits, nothing else */

/* A whole number from min to max in decimal digits, the whole of text. */
bool	text_number(const char *text, unsigned long min, unsigned long max,
	    unsigned long *number);

/* "30m", "2h", "1d", "45s" or plain seconds: to seconds, at most ten years. */
bool	text_duration(const char *text, long *seconds);

/* "100", "5K", "10M", "2G", "1T" (powers of 1024): to octets. */
bool	text_size(const char *text, unsigned long long *octets);

/* "ok", "warning", "critical", "unknown" (any case): the exit code, or -1. */
int	text_state(const char *text);

#endif
