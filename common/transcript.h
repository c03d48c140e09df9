/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * transcript.h - what was said in a dialogue, for -vv and for messages; it
 * never shows the secret, not even where a server repeats it.
 *
 * Every text of the other side that a person may see goes through
 * transcript_clean(), whole, before anything is cut off from it.
 *
 * The secret is looked for in its own form, in that of a quoted string, and
 * in Base64, with and without padding.  As what is shown decides, octets are
 * compared as the filter of text.h would have them: without case, runs of
 * blanks as one, and without all that the filter drops or makes "?" of.
 * What has fewer than 4 octets then is hidden only where it stands as a word,
 * between other characters than letters and digits: everywhere, it would be
 * found in every text.
 */
#ifndef WEBLIFE_TRANSCRIPT_H
#define WEBLIFE_TRANSCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "secret.h"
#include "stream.h"

#define TRANSCRIPT_LINES 48	/* later ones are only counted */
#define TRANSCRIPT_LINE_MAX 160
#define TRANSCRIPT_NEEDLES 6
#define TRANSCRIPT_WORD "(password)"	/* what is shown in its place */

/* What is hidden: as it is, or as what is left of it when it is sealed. */
struct transcript_needle {
	char *text;		/* as it is compared; NULL: sealed */
	size_t length;
	uint8_t sum;		/* of its octets: most text is not it */
	uint8_t mark[STREAM_MARK_SIZE];
};

struct transcript {
	char line[TRANSCRIPT_LINES][TRANSCRIPT_LINE_MAX];
	size_t count;
	size_t more;
	struct transcript_needle needle[TRANSCRIPT_NEEDLES];
	size_t needles;
	size_t longest;
	uint8_t key[16];		/* of the marks */
};

/* From here on the secret, and the forms in which it goes over the line, are
 * hidden. */
void	transcript_hide(struct transcript *transcript, const char *user,
	    const struct secret *secret);

/* Wipes the secret's forms, and keeps only what tells them from other text:
 * they stay hidden, and cannot be had from the memory of the process. */
void	transcript_seal(struct transcript *transcript);

/* side is "C" or "S"; text of length octets is cleaned. */
void	transcript_add(struct transcript *transcript, const char *side,
	    const char *text, size_t length);

/* Text of the other side for a message: the secret hidden, cleaned.  Gives
 * dst. */
char	*transcript_clean(const struct transcript *transcript, char *dst,
	    size_t size, const char *text, size_t length);

/* Nothing is hidden from here on; what is not sealed is wiped.  The lines
 * stay. */
void	transcript_forget(struct transcript *transcript);

#endif
