/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap_search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "text.h"

#define WORD_MAX 64
#define RANGE_TEXT 24

/* What ends a word of these lines. */
static bool
is_end(int c)
{
	return c == -1 || c == ' ' || c == '\r' || c == '\n' || c == ',' ||
	    c == '(' || c == ')';
}

/* The next word, and what ended it; a word that is too long is cut. */
static int
read_word(struct stream *stream, char word[WORD_MAX])
{
	size_t n = 0;
	int c;

	while (!is_end(c = stream_octet(stream)))
		if (n < WORD_MAX - 1)
			word[n++] = (char)c;
	word[n] = '\0';
	return c;
}

static bool
uid_of(const char *text, uint32_t *uid)
{
	unsigned long number;

	if (!text_number(text, 1, UINT32_MAX, &number))
		return false;
	*uid = (uint32_t)number;
	return true;
}

/* "17" or "4:18", whose ends may stand in either order. */
static bool
range_of(char *word, struct imap_uids *uids)
{
	char *colon = strchr(word, ':');
	uint32_t other;

	if (colon != NULL)
		*colon = '\0';
	if (!uid_of(word, &uids->first))
		return false;
	uids->last = uids->first;
	if (colon == NULL)
		return true;
	if (!uid_of(colon + 1, &other))
		return false;
	if (other < uids->first)
		uids->first = other;
	else
		uids->last = other;
	return true;
}

static void
hold(struct imap_search *search, struct imap_uids uids)
{
	struct imap_uids *last = search->ranges_count > 0 ?
	    &search->ranges[search->ranges_count - 1] : NULL;
	uint64_t room = IMAP_SEARCH_HELD - search->held;

	if (room == 0)
		return;
	if (uids.last - uids.first >= room)
		uids.last = uids.first + (uint32_t)room - 1;
	search->held += (uint64_t)uids.last - uids.first + 1;
	if (last != NULL && last->last < UINT32_MAX &&
	    uids.first == last->last + 1) {
		last->last = uids.last;
		return;
	}
	if (search->ranges_count == search->ranges_size) {
		search->ranges_size = 2 * search->ranges_size + 64;
		search->ranges = xreallocarray(search->ranges,
		    search->ranges_size, sizeof(*search->ranges));
	}
	/* size is 0 as long as there are none:
	 * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
	search->ranges[search->ranges_count++] = uids;
}

static bool
fail_line(struct stream *stream)
{
	stream_fail(stream, STREAM_PROTOCOL,
	    _("the answer of the server to the search cannot be read"));
	return false;
}

static bool
fail_many(struct stream *stream)
{
	stream_fail(stream, STREAM_TOO_LONG,
	    _("the answer to the search has more than %d numbers"),
	    IMAP_SEARCH_MAX);
	return false;
}

/* Words up to the end of the line are numbers; "(MODSEQ 5)" may follow. */
static bool
read_search(struct imap_search *search, struct stream *stream, int c)
{
	struct imap_uids uids;
	char word[WORD_MAX];
	size_t numbers = 0;

	while (c != '\n' && c != -1) {
		if (c == '(') {
			while (c != '\n' && c != -1)
				c = stream_octet(stream);
			break;
		}
		c = read_word(stream, word);
		if (word[0] == '\0')
			continue;
		if (strchr(word, ':') != NULL || !range_of(word, &uids))
			return c != -1 && fail_line(stream);
		if (numbers++ == IMAP_SEARCH_MAX)
			return fail_many(stream);
		hold(search, uids);
		search->count++;
	}
	return c == '\n';
}

static bool
read_set(struct imap_search *search, struct stream *stream, int *c,
    uint64_t *found)
{
	struct imap_uids uids;
	char word[WORD_MAX];
	size_t numbers = 0;

	do {
		*c = read_word(stream, word);
		if (word[0] == '\0' && *c == ' ')
			continue;
		if (!range_of(word, &uids))
			return *c != -1 && fail_line(stream);
		if (numbers++ == IMAP_SEARCH_MAX)
			return fail_many(stream);
		hold(search, uids);
		*found += (uint64_t)uids.last - uids.first + 1;
	} while (*c == ',' || word[0] == '\0');
	return true;
}

/* RFC 9051 7.3.4: (TAG "a4") UID COUNT 3 ALL 4:6; all of it may be absent. */
static bool
read_esearch(struct imap_search *search, struct stream *stream, int c)
{
	unsigned long count = 0;
	uint64_t found = 0;
	bool counted = false;
	char word[WORD_MAX];

	while (c != '\n' && c != -1) {
		c = read_word(stream, word);
		if (text_equal(word, "ALL") && c == ' ') {
			if (!read_set(search, stream, &c, &found))
				return false;
		} else if (text_equal(word, "COUNT") && c == ' ') {
			c = read_word(stream, word);
			if (!text_number(word, 0, UINT32_MAX, &count))
				return c != -1 && fail_line(stream);
			counted = true;
		}
	}
	search->count += counted ? count : found;
	return c == '\n';
}

bool
imap_search_read(struct imap_search *search, struct stream *stream)
{
	char word[WORD_MAX];
	int c;

	c = read_word(stream, word);
	if (c == ' ')
		c = read_word(stream, word);
	if (text_equal(word, "SEARCH"))
		return read_search(search, stream, c);
	if (text_equal(word, "ESEARCH"))
		return read_esearch(search, stream, c);
	return c != -1 && fail_line(stream);
}

void
imap_search_free(struct imap_search *search)
{
	free(search->ranges);
	*search = (struct imap_search){ 0 };
}

char *
imap_search_set(const struct imap_search *search, size_t *range, char *set,
    size_t size)
{
	const struct imap_uids *uids;
	char text[RANGE_TEXT];
	size_t n = 0;
	int length;

	set[0] = '\0';
	for (; *range < search->ranges_count; (*range)++) {
		uids = &search->ranges[*range];
		length = uids->first == uids->last ?
		    snprintf(text, sizeof(text), "%u", uids->first) :
		    snprintf(text, sizeof(text), "%u:%u", uids->first,
		    uids->last);
		if (n + (size_t)length + 2 > size)
			break;
		n += (size_t)snprintf(set + n, size - n, "%s%s",
		    n > 0 ? "," : "", text);
	}
	return set;
}
