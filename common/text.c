/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "text.h"

/* The smallest code point that a sequence of n octets may stand for. */
static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

static size_t
sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return (1);
	if (lead >= 0xc2 && lead <= 0xdf)
		return (2);
	if (lead >= 0xe0 && lead <= 0xef)
		return (3);
	if (lead >= 0xf0 && lead <= 0xf4)
		return (4);
	return (0);
}

uint32_t
text_decode(const void *src, size_t length, size_t *used)
{
	const unsigned char *p = src;
	size_t i, n = sequence_length(p[0]);
	uint32_t c;

	*used = 1;
	if (n == 0 || n > length)
		return (TEXT_ILL_FORMED);
	c = n == 1 ? p[0] : p[0] & (0x7fU >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return (TEXT_ILL_FORMED);
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return (TEXT_ILL_FORMED);
	*used = n;
	return (c);
}

/* What the filter makes of an ASCII character; 0: it is dropped. */
static char
harmless(uint32_t c)
{
	switch (c) {
	case '|':
	case '\\':
		return ('/');
	case '<':
		return ('(');
	case '>':
		return (')');
	case '&':
	case '\'':
	case '"':
	case '`':
	case '$':
		return ('?');
	case ' ':
	case '\t':
	case '\n':
	case '\v':
	case '\f':
	case '\r':
		return (' ');
	default:
		return (c > ' ' && c < 0x7f ? (char)c : '\0');
	}
}

/* Characters that are not seen, or change what is seen around them. */
static bool
is_formatting(uint32_t c)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{ 0x80, 0x9f }, { 0xad, 0xad }, { 0x34f, 0x34f },
		{ 0x61c, 0x61c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },
		{ 0xe0000, 0xe0fff },
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return (true);
	return (false);
}

static bool
begins_with_state(const char *text)
{
	static const char *const states[] = { "OK", "WARNING", "CRITICAL",
		"UNKNOWN", "UP", "DOWN", "PENDING", "UNREACHABLE" };
	size_t i, n;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		n = strlen(states[i]);
		if (strncmp(text, states[i], n) == 0 &&
		    (text[n] == ']' || text[n] == ')'))
			return (true);
	}
	return (false);
}

/* "[OK]" would be drawn as a coloured ball. */
static void
spoil_states(char *text)
{
	for (; *text != '\0'; text++)
		if ((*text == '[' || *text == '(') &&
		    begins_with_state(text + 1))
			*text = '{';
}

char *
text_clean(char *dst, size_t size, const void *src, size_t length)
{
	const unsigned char *p = src;
	size_t used, n = 0;
	char c;

	for (; length > 0; p += used, length -= used) {
		c = '?';
		if (text_decode(p, length, &used) < 0x80)
			c = harmless(*p);
		if (c == '\0' || (c == ' ' && n > 0 && dst[n - 1] == ' '))
			continue;
		if (n + 1 == size) {
			for (used = 1; used <= 3 && used <= n; used++)
				dst[n - used] = '.';
			break;
		}
		dst[n++] = c;
	}
	dst[n] = '\0';
	spoil_states(dst);
	return (dst);
}

char *
text_clean_string(char *dst, size_t size, const char *src)
{
	return (text_clean(dst, size, src, strlen(src)));
}

/* Octets of a sequence that is right as far as it goes, but ends too early:
 * snprintf() had no more room.  0: it is something else. */
static size_t
cut_sequence(const char *text, size_t length)
{
	size_t n = 1, whole = sequence_length((unsigned char)text[0]);

	while (n < whole && n < length &&
	    ((unsigned char)text[n] & 0xc0) == 0x80)
		n++;
	return (n < whole ? n : 0);
}

void
text_filter(char *text)
{
	size_t used, cut, left = strlen(text);
	bool utf8 = text_utf8();
	char *out = text, *p = text, c;
	uint32_t u;

	for (; left > 0; p += used, left -= used) {
		u = text_decode(p, left, &used);
		cut = utf8 ? cut_sequence(p, left) : 0;
		if (cut > 0) {
			used = cut;
			continue;
		}
		if (u >= 0x80 && u != TEXT_ILL_FORMED && utf8) {
			if (!is_formatting(u)) {
				memmove(out, p, used);
				out += used;
			}
			continue;
		}
		c = u < 0x80 ? harmless(u) : '?';
		if (c != '\0')
			*out++ = c;
	}
	*out = '\0';
	spoil_states(text);
}

void
text_cut(char *text, size_t size)
{
	size_t n;

	if (size == 0 || strlen(text) < size)
		return;
	n = size > 4 ? size - 4 : 0;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	memcpy(text + n, "...", size < 4 ? size - 1 : 3);
	text[n + (size < 4 ? size - 1 : 3)] = '\0';
}

size_t
text_columns(const char *text)
{
	size_t used, columns = 0, left = strlen(text);
	uint32_t c;
	int w;

	if (!text_utf8())
		return (left);
	for (; left > 0; text += used, left -= used) {
		c = text_decode(text, left, &used);
		w = c == TEXT_ILL_FORMED ? 1 : wcwidth((wchar_t)c);
		columns += w > 0 ? (size_t)w : 0;
	}
	return (columns);
}

bool
text_utf8(void)
{
	return (strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
}

bool
text_equal(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++)
		if (text_lower((unsigned char)*a) !=
		    text_lower((unsigned char)*b))
			return (false);
	return (*a == *b);
}

bool
text_digits(const char *text)
{
	return (*text != '\0' && text[strspn(text, "0123456789")] == '\0');
}

bool
text_number(const char *text, unsigned long min, unsigned long max,
    unsigned long *number)
{
	unsigned long n;

	if (!text_digits(text))
		return (false);
	errno = 0;
	n = strtoul(text, NULL, 10);
	if (errno != 0 || n < min || n > max)
		return (false);
	*number = n;
	return (true);
}

/*
 * Digits and at most one letter of units, any case: number, and the place of
 * the letter in units (-1 when there is none).
 */
static bool
number_with_unit(const char *text, const char *units,
    unsigned long long *number, int *unit)
{
	size_t n = strspn(text, "0123456789");
	const char *u;

	*unit = -1;
	if (n == 0)
		return (false);
	errno = 0;
	*number = strtoull(text, NULL, 10);
	if (errno != 0)
		return (false);
	if (text[n] == '\0')
		return (true);
	u = strchr(units, text_lower((unsigned char)text[n]));
	if (u == NULL || text[n + 1] != '\0')
		return (false);
	*unit = (int)(u - units);
	return (true);
}

bool
text_duration(const char *text, long *seconds)
{
	static const unsigned long long factors[] = { 1, 60, 3600, 86400 };
	const unsigned long long most = 3650ULL * 86400;
	unsigned long long n;
	int unit;

	if (!number_with_unit(text, "smhd", &n, &unit) || n > most)
		return (false);
	n *= factors[unit < 0 ? 0 : unit];
	if (n > most)
		return (false);
	*seconds = (long)n;
	return (true);
}

bool
text_size(const char *text, unsigned long long *octets)
{
	unsigned long long n;
	int unit;

	if (!number_with_unit(text, "kmgt", &n, &unit) ||
	    n > UINT64_MAX >> (unit + 1) * 10)
		return (false);
	*octets = n << (unit + 1) * 10;
	return (true);
}

int
text_state(const char *text)
{
	static const char *const names[] = { "ok", "warning", "critical",
		"unknown" };
	int i;

	for (i = 0; i < 4; i++)
		if (text_equal(text, names[i]))
			return (i);
	return (-1);
}
