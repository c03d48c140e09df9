/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

void
span_blanks(struct span *span)
{
	while (span->p < span->end && (*span->p == ' ' || *span->p == '\t'))
		span->p++;
}

struct span
span_until(struct span *span, char c)
{
	struct span head = *span;
	const char *q = memchr(span->p, c, span_length(*span));

	if (q == NULL) {
		span->p = span->end;
		return head;
	}
	head.end = q;
	span->p = q + 1;
	return head;
}

static bool
cut(struct span span, const char *at, size_t n, struct span *before,
    struct span *rest)
{
	if (before != NULL)
		*before = (struct span){ span.p, at };
	if (rest != NULL)
		*rest = (struct span){ at + n, span.end };
	return true;
}

bool
span_find(struct span span, const char *text, struct span *before,
    struct span *rest)
{
	size_t n = strlen(text);
	const char *at = memmem(span.p, span_length(span), text, n);

	return at != NULL && cut(span, at, n, before, rest);
}

bool
span_find_last(struct span span, const char *text, struct span *before,
    struct span *rest)
{
	size_t n = strlen(text);
	const char *at = NULL, *p = span.p;

	while ((p = memmem(p, (size_t)(span.end - p), text, n)) != NULL)
		at = p++;
	return at != NULL && cut(span, at, n, before, rest);
}

bool
span_number(struct span *span, uint64_t *number)
{
	const char *start = span->p;

	*number = 0;
	while (span->p < span->end && *span->p >= '0' && *span->p <= '9' &&
	    span->p - start < 18)
		*number = *number * 10 + (uint64_t)(*span->p++ - '0');
	return span->p > start;
}

int
span_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Most addresses: four decimal octets without leading nought. */
static bool
dotted(struct ip *ip, struct span s)
{
	for (int i = 0; i < 4; i++) {
		unsigned int value = 0;
		const char *start = s.p;

		while (s.p < s.end && *s.p >= '0' && *s.p <= '9' &&
		    s.p - start < 3)
			value = value * 10 + (unsigned int)(*s.p++ - '0');
		if (s.p == start || value > 255 ||
		    (*start == '0' && s.p - start > 1))
			return false;
		ip->bytes[i] = (uint8_t)value;
		if (i < 3 && (s.p == s.end || *s.p++ != '.'))
			return false;
	}
	ip->version = 4;
	return s.p == s.end;
}

bool
maillog_ip(struct ip *ip, struct span span)
{
	char text[IP_TEXT_MAX];
	size_t n;

	*ip = (struct ip){ 0 };
	if (span_length(span) >= 2 && *span.p == '[' && span.end[-1] == ']') {
		span.p++;
		span.end--;
	}
	if (dotted(ip, span))
		return true;
	*ip = (struct ip){ 0 };
	span = span_until(&span, '%');
	n = span_length(span);
	if (n == 0 || n >= sizeof(text) || memchr(span.p, '\0', n) != NULL)
		return false;
	memcpy(text, span.p, n);
	text[n] = '\0';
	if (!ip_parse(ip, text)) {
		*ip = (struct ip){ 0 };
		return false;
	}
	ip_unmap(ip);
	return true;
}

bool
maillog_ip_bracketed(struct ip *ip, struct span *rest)
{
	struct span span = span_until(rest, ']');

	*ip = (struct ip){ 0 };
	return rest->p > span.end && maillog_ip(ip, span);
}
