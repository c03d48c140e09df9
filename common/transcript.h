/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * transcript.h - what was said in a dialogue, for -vv and for messages; it
 * never shows the secret, not even where a server repeats it.
 */
#ifndef WEBLIFE_TRANSCRIPT_H
#define WEBLIFE_TRANSCRIPT_H

#include <stddef.h>

#include "secret.h"

#define TRANSCRIPT_LINES 48	/* later ones are only counted */
#define TRANSCRIPT_LINE_MAX 160
#define TRANSCRIPT_NEEDLES 6

struct transcript {
	char line[TRANSCRIPT_LINES][TRANSCRIPT_LINE_MAX];
	size_t count;
	size_t more;
	char *needle[TRANSCRIPT_NEEDLES];	/* what is hidden */
	size_t needles;
};

/* From here on the secret, and the forms in which it goes over the line, are
 * hidden.  A secret of fewer than 4 octets is not looked for: it would be
 * found in every word. */
void	transcript_hide(struct transcript *transcript, const char *user,
	    const struct secret *secret);

/* side is "C" or "S"; text of length octets is cleaned. */
void	transcript_add(struct transcript *transcript, const char *side,
	    const char *text, size_t length);

/* Text of the other side for a message: the secret hidden, cleaned. */
char	*transcript_clean(const struct transcript *transcript, char *dst,
	    size_t size, const char *text, size_t length);

/* Forgets the secret's forms, and wipes them; the lines stay. */
void	transcript_forget(struct transcript *transcript);

#endif
