/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "die.h"
#include "i18n.h"
#include "sasl.h"
#include "text.h"

#define SHORT_SECRET 4
#define HIDDEN_MAX 2048		/* octets of a line that are looked at */

static void
add_needle(struct transcript *transcript, char *needle)
{
	size_t length = strlen(needle);

	if (transcript->needles < TRANSCRIPT_NEEDLES && length >= SHORT_SECRET)
		transcript->needle[transcript->needles++] =
		    (struct transcript_needle){ .text = needle,
		    .length = length };
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

static uint8_t
sum_of(const char *text, size_t n)
{
	uint8_t sum = 0;

	while (n > 0)
		sum = (uint8_t)(sum + (unsigned char)text[--n]);
	return sum;
}

static bool
mark_of(const struct transcript *transcript, uint8_t mark[STREAM_MARK_SIZE],
    const char *text, size_t n)
{
	return stream_mark(mark, transcript->key, sizeof(transcript->key),
	    text, n);
}

/* What cannot be marked stays as it is: it has to stay hidden. */
void
transcript_seal(struct transcript *transcript)
{
	struct transcript_needle *needle;
	size_t i;

	if (getrandom(transcript->key, sizeof(transcript->key), 0) !=
	    (ssize_t)sizeof(transcript->key))
		return;
	for (i = 0; i < transcript->needles; i++) {
		needle = &transcript->needle[i];
		if (needle->text == NULL || !mark_of(transcript,
		    needle->mark, needle->text, needle->length))
			continue;
		needle->sum = sum_of(needle->text, needle->length);
		sasl_free(needle->text);
		needle->text = NULL;
	}
}

static bool
is_needle(const struct transcript *transcript,
    const struct transcript_needle *needle, const char *text)
{
	uint8_t mark[STREAM_MARK_SIZE];

	if (needle->text != NULL)
		return memcmp(text, needle->text, needle->length) == 0;
	return sum_of(text, needle->length) == needle->sum &&
	    mark_of(transcript, mark, text, needle->length) &&
	    memcmp(mark, needle->mark, sizeof(mark)) == 0;
}

/* The length of the needle that stands at text, or 0. */
static size_t
needle_at(const struct transcript *transcript, const char *text, size_t n)
{
	const struct transcript_needle *needle = transcript->needle;
	size_t i;

	for (i = 0; i < transcript->needles; i++, needle++)
		if (needle->length <= n &&
		    is_needle(transcript, needle, text))
			return needle->length;
	return 0;
}

char *
transcript_clean(const struct transcript *transcript, char *dst, size_t size,
    const char *text, size_t length)
{
	const char *word = _("(password)");
	char hidden[HIDDEN_MAX];
	size_t i = 0, n = 0, needle;

	while (i < length && n + strlen(word) < sizeof(hidden)) {
		needle = needle_at(transcript, text + i, length - i);
		if (needle == 0) {
			hidden[n++] = text[i++];
			continue;
		}
		memcpy(hidden + n, word, strlen(word));
		n += strlen(word);
		i += needle;
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
		sasl_free(transcript->needle[i].text);
	transcript->needles = 0;
}
