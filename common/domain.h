/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * domain.h - domain names that a person typed.
 */
#ifndef WEBLIFE_DOMAIN_H
#define WEBLIFE_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

#define DOMAIN_MAX 256		/* octets of a name as text, with the NUL */

/*
 * Takes a name as typed: blanks around it and one final dot are dropped,
 * other dots (U+3002 and the like) are dots, capital letters become small,
 * labels that are not ASCII become A-labels (libidn2, non-transitional);
 * labels with "_" pass.  Refused: nothing, an empty label, a label over 63 or
 * a name over 253 octets, characters other than letters, digits, "-", "_",
 * a hyphen at a label's end or start, a last label all of digits (that is a
 * mistyped address), ill-formed UTF-8 or what IDNA 2008 refuses.
 * Gives NULL and name, or what is wrong, for a sentence ("a label is longer
 * than 63 characters"), translated.
 */
const char *domain_parse(char name[DOMAIN_MAX], const char *text);

/*
 * For output: the name, and behind it its Unicode form in brackets where it
 * has A-labels that decode and the locale's character set is UTF-8:
 * "xn--wgv71a119e.jp (日本語.jp)".  Gives text.
 */
char	*domain_text(char *text, size_t size, const char *name);

/* name is suffix, or ends in a dot and suffix; without case. */
bool	domain_ends(const char *name, const char *suffix);

/* The last label: "jp" of "example.co.jp". */
const char *domain_top(const char *name);

/* Equal without case, a final dot in either passed over. */
bool	domain_equal(const char *a, const char *b);

#endif
