/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "sasl.h"
#include "text.h"

#define SHORT_SECRET 4
#define HIDDEN_MAX 2048		/* octets of a line that are looked at */

static void
add_needle(struct transcript *transcript, char *needle)
{
	if (needle != NULL && transcript->needles < TRANSCRIPT_NEEDLES &&
	    strlen(needle) >= SHORT_SECRET)
		transcript->needle[transcript->needles++] = needle;
	else
		sasl_free(needle);
}

/* As a quoted string has it: a backslash before " and \. */
static char *
escaped(const struct secret *secret)
{
	char *text = xcalloc(2, secret->length + 1);
	size_t i, n = 0;

	for (i = 0; i < secret->length; i++) {
		if (secret->text[i] == '"' || secret->text[i] == '\\')
			text[n++] = '\\';
		text[n++] = secret->text[i];
	}
	return text;
}

void
transcript_hide(struct transcript *transcript, const char *user,
    const struct secret *secret)
{
	add_needle(transcript, sasl_plain(user, secret));
	add_needle(transcript, sasl_base64(secret->text, secret->length));
	add_needle(transcript, escaped(secret));
	add_needle(transcript, xstrdup(secret->text));
}

/* The needle that stands at text, or NULL. */
static const char *
needle_at(const struct transcript *transcript, const char *text, size_t n)
{
	size_t i, length;

	for (i = 0; i < transcript->needles; i++) {
		length = strlen(transcript->needle[i]);
		if (length <= n &&
		    memcmp(text, transcript->needle[i], length) == 0)
			return transcript->needle[i];
	}
	return NULL;
}

char *
transcript_clean(const struct transcript *transcript, char *dst, size_t size,
    const char *text, size_t length)
{
	const char *word = _("(password)"), *needle;
	char hidden[HIDDEN_MAX];
	size_t i = 0, n = 0;

	while (i < length && n + strlen(word) < sizeof(hidden)) {
		needle = needle_at(transcript, text + i, length - i);
		if (needle == NULL) {
			hidden[n++] = text[i++];
			continue;
		}
		memcpy(hidden + n, word, strlen(word));
		n += strlen(word);
		i += strlen(needle);
	}
	return text_clean(dst, size, hidden, n);
}

void
transcript_add(struct transcript *transcript, const char *side,
    const char *text, size_t length)
{
	char *line, clean[TRANSCRIPT_LINE_MAX - 4];

	if (transcript->count == TRANSCRIPT_LINES) {
		transcript->more++;
		return;
	}
	line = transcript->line[transcript->count++];
	transcript_clean(transcript, clean, sizeof(clean), text, length);
	snprintf(line, TRANSCRIPT_LINE_MAX, "%s: %s", side, clean);
}

void
transcript_forget(struct transcript *transcript)
{
	size_t i;

	for (i = 0; i < transcript->needles; i++)
		sasl_free(transcript->needle[i]);
	transcript->needles = 0;
}
