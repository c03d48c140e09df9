/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_macro.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "text.h"

#define DELIMITERS ".-+,/_="

struct string {
	char *text;
	size_t length;
	size_t size;
};

/* "%{" letter, digits, "r", delimiters "}" */
struct macro {
	char letter;		/* small */
	bool escape;		/* it was a capital */
	size_t parts;		/* 0: all */
	bool reverse;
	bool exp_text;		/* it stands in an explanation */
	const char *delimiters;
	size_t delimiter_count;
	size_t length;		/* of the whole, as written */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
parts_parse(struct macro *macro, const char **p, const char *end)
{
	bool any = false;

	for (; *p < end && is_digit(**p); (*p)++) {
		any = true;
		if (macro->parts <= SPF_EXPANSION_MAX)
			macro->parts = macro->parts * 10 +
			    (size_t)(**p - '0');
	}
	return !any || macro->parts > 0;
}

/* p is at "%{" */
static bool
macro_parse(struct macro *macro, const char *p, const char *end,
    bool exp_text)
{
	const char *begin = p;
	int letter;

	*macro = (struct macro){ .exp_text = exp_text };
	p += 2;
	if (p >= end)
		return false;
	letter = text_lower((unsigned char)*p);
	if (letter == '\0' ||
	    strchr(exp_text ? "slodiphvcrt" : "slodiphv", letter) == NULL)
		return false;
	macro->letter = (char)letter;
	macro->escape = *p++ != macro->letter;
	if (!parts_parse(macro, &p, end))
		return false;
	if (p < end && (*p == 'r' || *p == 'R')) {
		macro->reverse = true;
		p++;
	}
	macro->delimiters = p;
	while (p < end && *p != '\0' && strchr(DELIMITERS, *p) != NULL)
		p++;
	macro->delimiter_count = (size_t)(p - macro->delimiters);
	if (p >= end || *p != '}')
		return false;
	macro->length = (size_t)(p + 1 - begin);
	return true;
}

size_t
spf_macro_length(const char *p, const char *end, bool exp_text)
{
	struct macro macro;

	if (end - p < 2 || *p != '%')
		return 0;
	if (p[1] == '%' || p[1] == '_' || p[1] == '-')
		return 2;
	if (p[1] != '{' || !macro_parse(&macro, p, end, exp_text))
		return 0;
	return macro.length;
}

uint32_t
spf_macro_letters(const char *text, size_t length)
{
	const char *p = text, *end = text + length;
	struct macro macro;
	uint32_t letters = 0;
	size_t n;

	while (p < end) {
		n = *p == '%' ? spf_macro_length(p, end, true) : 0;
		if (n > 2 && macro_parse(&macro, p, end, true))
			letters |= SPF_LETTER(macro.letter);
		p += n > 0 ? n : 1;
	}
	return letters;
}

static void
string_add(struct string *s, const char *octets, size_t length)
{
	if (s->length + length + 1 > s->size) {
		s->size = (s->length + length + 1) * 2;
		s->text = xrealloc(s->text, s->size);
	}
	if (length > 0)
		memcpy(s->text + s->length, octets, length);
	s->length += length;
	s->text[s->length] = '\0';
}

static void
string_add_text(struct string *s, const char *text)
{
	string_add(s, text, strlen(text));
}

/* RFC 3986 2.3: the unreserved characters stay */
static void
string_add_escaped(struct string *s, const char *octets, size_t length)
{
	char hex[4];
	size_t i;
	int c;

	for (i = 0; i < length; i++) {
		c = text_lower((unsigned char)octets[i]);
		if ((c >= 'a' && c <= 'z') || is_digit((char)c) ||
		    (c != '\0' && strchr("-._~", c) != NULL)) {
			string_add(s, octets + i, 1);
			continue;
		}
		snprintf(hex, sizeof(hex), "%%%02X",
		    (unsigned int)(unsigned char)octets[i]);
		string_add(s, hex, 3);
	}
}

/* DNS text back into octets */
static void
string_add_name(struct string *s, const char *name)
{
	char octet;

	for (; *name != '\0'; name++) {
		octet = *name;
		if (*name == '\\' && is_digit(name[1]) && is_digit(name[2]) &&
		    is_digit(name[3])) {
			octet = (char)((name[1] - '0') * 100 +
			    (name[2] - '0') * 10 + (name[3] - '0'));
			name += 3;
		} else if (*name == '\\' && name[1] != '\0')
			octet = *++name;
		string_add(s, &octet, 1);
	}
}

/* "1.2.3.4", or "2.0.0.1.0...".  In a name the case does not matter, and RFC
 * 7208 7.4 writes it in small letters; the official tests have capital ones
 * in an explanation. */
static void
string_add_dotted(struct string *s, const struct ip *ip, bool exp_text)
{
	const char *digits = exp_text ? "0123456789ABCDEF" :
	    "0123456789abcdef";
	char text[IP_TEXT_MAX], nibble[3] = "0.";
	size_t i;

	if (ip->version == 4) {
		string_add_text(s, ip_text(ip, text));
		return;
	}
	for (i = 0; i < 32; i++) {
		nibble[0] = digits[i % 2 == 0 ?
		    ip->bytes[i / 2] >> 4 : ip->bytes[i / 2] & 15];
		string_add(s, nibble, i < 31 ? 2 : 1);
	}
}

static void
value_add(struct string *s, const struct macro *macro,
    const struct spf_values *values)
{
	char text[IP_TEXT_MAX];

	switch (macro->letter) {
	case 's':
		string_add_text(s, values->local);
		string_add(s, "@", 1);
		string_add_text(s, values->origin);
		break;
	case 'l':
		string_add_text(s, values->local);
		break;
	case 'o':
		string_add_text(s, values->origin);
		break;
	case 'd':
		string_add_name(s, values->domain);
		break;
	case 'i':
		string_add_dotted(s, &values->ip, macro->exp_text);
		break;
	case 'p':
		string_add_name(s, values->validated != NULL ?
		    values->validated : "unknown");
		break;
	case 'v':
		string_add_text(s, values->ip.version == 4 ?
		    "in-addr" : "ip6");
		break;
	case 'h':
		string_add_text(s, values->helo);
		break;
	case 'c':
		string_add_text(s, ip_text(&values->ip, text));
		break;
	case 'r':
		string_add_text(s, values->receiver);
		break;
	default:
		snprintf(text, sizeof(text), "%" PRId64, values->time);
		string_add_text(s, text);
		break;
	}
}

static bool
is_delimiter(const struct macro *macro, char c)
{
	if (macro->delimiter_count == 0)
		return c == '.';
	return memchr(macro->delimiters, c, macro->delimiter_count) != NULL;
}

/* The end of the part that begins at p. */
static const char *
part_end(const struct macro *macro, const char *p, const char *end)
{
	while (p < end && !is_delimiter(macro, *p))
		p++;
	return p;
}

static void
part_add(struct string *s, const struct macro *macro, const char *p,
    const char *end)
{
	if (macro->escape)
		string_add_escaped(s, p, (size_t)(end - p));
	else
		string_add(s, p, (size_t)(end - p));
}

/* The last `keep` parts in their order, joined by dots. */
static void
parts_forward(struct string *s, const struct macro *macro,
    const struct string *value, size_t skip)
{
	const char *p = value->text, *end = p + value->length, *stop;
	size_t i;

	for (i = 0;; i++, p = stop + 1) {
		stop = part_end(macro, p, end);
		if (i > skip)
			string_add(s, ".", 1);
		if (i >= skip)
			part_add(s, macro, p, stop);
		if (stop == end)
			return;
	}
}

/* From the last part to the first, the first `skip` of these left out. */
static void
parts_backward(struct string *s, const struct macro *macro,
    const struct string *value, size_t skip)
{
	const char *begin = value->text, *stop = begin + value->length, *p;
	size_t i;

	for (i = 0;; i++, stop = p - 1) {
		for (p = stop; p > begin && !is_delimiter(macro, p[-1]); p--)
			;
		if (i > skip)
			string_add(s, ".", 1);
		if (i >= skip)
			part_add(s, macro, p, stop);
		if (p == begin)
			return;
	}
}

static void
macro_add(struct string *s, const struct macro *macro,
    const struct spf_values *values)
{
	struct string value = { 0 };
	size_t i, count = 1, skip;

	string_add(&value, "", 0);
	value_add(&value, macro, values);
	for (i = 0; i < value.length; i++)
		count += is_delimiter(macro, value.text[i]);
	skip = macro->parts > 0 && macro->parts < count ?
	    count - macro->parts : 0;
	if (macro->reverse)
		parts_backward(s, macro, &value, skip);
	else
		parts_forward(s, macro, &value, skip);
	free(value.text);
}

/* One literal or macro at p; gives its length, 0 when it is wrong. */
static size_t
piece_add(struct string *s, const char *p, const char *end,
    const struct spf_values *values, bool exp_text)
{
	struct macro macro;
	size_t n;

	if (*p != '%') {
		if (*p > 0x7e || *p < (exp_text ? 0x20 : 0x21))
			return 0;
		string_add(s, p, 1);
		return 1;
	}
	n = spf_macro_length(p, end, exp_text);
	if (n == 0)
		return 0;
	if (p[1] == '%')
		string_add(s, "%", 1);
	else if (p[1] == '_')
		string_add(s, " ", 1);
	else if (p[1] == '-')
		string_add(s, "%20", 3);
	else if (macro_parse(&macro, p, end, exp_text))
		macro_add(s, &macro, values);
	return n;
}

char *
spf_macro_expand(size_t *expanded, const char *text, size_t length,
    const struct spf_values *values, bool exp_text)
{
	const char *p = text, *end = text + length;
	struct string s = { 0 };
	size_t n;

	string_add(&s, "", 0);
	for (; p < end; p += n) {
		n = piece_add(&s, p, end, values, exp_text);
		if (n == 0 || s.length > SPF_EXPANSION_MAX) {
			free(s.text);
			return NULL;
		}
	}
	*expanded = s.length;
	return s.text;
}
