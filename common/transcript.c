/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transcript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "die.h"
#include "sasl.h"
#include "text.h"

#define SHORT_SECRET 4
#define HIDDEN_MAX 2048		/* octets of a line that are looked at */

/* A text as it is compared, and where each of its octets came from. */
struct folded {
	char *text;
	size_t *at;
	size_t length;
};

/* The octet as it is compared; NUL: it is passed over. */
static char
fold(unsigned char c)
{
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return ' ';
	if (c < ' ' || c > '~' || strchr("&'\"`$?", c) != NULL)
		return '\0';
	if (strchr("<[{", c) != NULL)
		return '(';
	if (c == '>')
		return ')';
	return c == '|' || c == '\\' ? '/' : (char)text_lower(c);
}

/* At most room octets. */
static struct folded
fold_text(const char *text, size_t length, size_t room)
{
	struct folded folded = { 0 };
	size_t i;
	char c;

	room = room < length ? room : length;
	folded.text = xcalloc(room + 1, 1);
	folded.at = xcalloc(room + 1, sizeof(*folded.at));
	for (i = 0; i < length && folded.length < room; i++) {
		c = fold((unsigned char)text[i]);
		if (c == '\0' || (c == ' ' && folded.length > 0 &&
		    folded.text[folded.length - 1] == ' '))
			continue;
		folded.at[folded.length] = i;
		folded.text[folded.length++] = c;
	}
	return folded;
}

static void
free_folded(struct folded *folded)
{
	explicit_bzero(folded->text, folded->length);
	free(folded->text);
	free(folded->at);
}

/* Takes needle, and keeps it as it is compared, without blanks around it. */
static void
add_needle(struct transcript *transcript, char *needle)
{
	struct folded folded = fold_text(needle, strlen(needle), SIZE_MAX);
	size_t skip, n = folded.length;

	while (n > 0 && folded.text[n - 1] == ' ')
		n--;
	skip = n > 0 && folded.text[0] == ' ';
	if (n > skip && transcript->needles < TRANSCRIPT_NEEDLES) {
		n -= skip;
		transcript->needle[transcript->needles++] =
		    (struct transcript_needle){ .length = n,
		    .text = xstrndup(folded.text + skip, n) };
		if (transcript->longest < n)
			transcript->longest = n;
	}
	free_folded(&folded);
	sasl_free(needle);
}

/* Base64 with its padding, and without. */
static void
add_base64(struct transcript *transcript, char *base64)
{
	size_t n = strlen(base64);
	char *bare;

	while (n > 0 && base64[n - 1] == '=')
		n--;
	bare = xstrndup(base64, n);
	add_needle(transcript, base64);
	add_needle(transcript, bare);
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
	add_base64(transcript, sasl_plain(user, secret));
	add_base64(transcript, sasl_base64(secret->text, secret->length));
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

static bool
is_word_octet(unsigned char c)
{
	return (c >= '0' && c <= '9') ||
	    (text_lower(c) >= 'a' && text_lower(c) <= 'z');
}

/* Whether no letter and no digit touches text[start] to text[end - 1]. */
static bool
is_word(const char *text, size_t length, size_t start, size_t end)
{
	return (start == 0 ||
	    !is_word_octet((unsigned char)text[start - 1])) &&
	    (end == length || !is_word_octet((unsigned char)text[end]));
}

/* Where in text the needle ends that begins with octet i of what is folded
 * of it; 0: none does. */
static size_t
needle_end(const struct transcript *transcript, const struct folded *folded,
    size_t i, const char *text, size_t length)
{
	const struct transcript_needle *needle = transcript->needle;
	size_t k, end;

	for (k = 0; k < transcript->needles; k++, needle++) {
		if (needle->length > folded->length - i ||
		    !is_needle(transcript, needle, folded->text + i))
			continue;
		end = folded->at[i + needle->length - 1] + 1;
		if (needle->length >= SHORT_SECRET ||
		    is_word(text, length, folded->at[i], end))
			return end;
	}
	return 0;
}

/* Text into hidden, of HIDDEN_MAX octets; gives the length. */
static size_t
hide(const struct transcript *transcript, char *hidden, const char *text,
    size_t length)
{
	struct folded folded = fold_text(text, length,
	    HIDDEN_MAX + transcript->longest);
	size_t i = 0, k = 0, n = 0, end;

	while (i < length && n + strlen(TRANSCRIPT_WORD) < HIDDEN_MAX) {
		while (k < folded.length && folded.at[k] < i)
			k++;
		end = k < folded.length && folded.at[k] == i ?
		    needle_end(transcript, &folded, k, text, length) : 0;
		if (end == 0) {
			hidden[n++] = text[i++];
			continue;
		}
		memcpy(hidden + n, TRANSCRIPT_WORD, strlen(TRANSCRIPT_WORD));
		n += strlen(TRANSCRIPT_WORD);
		i = end;
	}
	free_folded(&folded);
	return n;
}

char *
transcript_clean(const struct transcript *transcript, char *dst, size_t size,
    const char *text, size_t length)
{
	char *hidden = xcalloc(HIDDEN_MAX, 1);
	size_t n = hide(transcript, hidden, text, length);

	text_clean(dst, size, hidden, n);
	free(hidden);
	return dst;
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
