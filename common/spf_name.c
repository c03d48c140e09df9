/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_name.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

#define NAME_OCTETS 253

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
spf_name(char name[SPF_NAME_MAX], const char *octets, size_t length)
{
	const char *dot;
	size_t i, used = 0;
	unsigned char c;

	if (length > 0 && octets[length - 1] == '.')
		length--;
	while (length > NAME_OCTETS) {
		dot = memchr(octets, '.', length);
		if (dot == NULL)
			return false;
		length -= (size_t)(dot + 1 - octets);
		octets = dot + 1;
	}
	for (i = 0; i < length; i++) {
		c = (unsigned char)octets[i];
		if (c > 0x20 && c < 0x7f && strchr("\\\"();@$", c) == NULL) {
			name[used++] = (char)c;
			continue;
		}
		used += (size_t)snprintf(name + used, SPF_NAME_MAX - used,
		    "\\%03u", (unsigned int)c);
	}
	name[used] = '\0';
	return length > 0;
}

/* Octets of the label at p, which stands in DNS text; *end is behind it. */
static size_t
label_length(const char *p, const char **end)
{
	size_t n = 0;

	while (*p != '\0' && *p != '.') {
		if (*p == '\\' && is_digit(p[1]) && is_digit(p[2]) &&
		    is_digit(p[3]))
			p += 4;
		else if (*p == '\\' && p[1] != '\0')
			p += 2;
		else
			p++;
		n++;
	}
	*end = p;
	return n;
}

bool
spf_name_valid(const char *name)
{
	const char *p = name, *end;
	size_t labels = 0, octets = 0, n;

	if (*name == '[')
		return false;
	for (;; p = end + 1) {
		n = label_length(p, &end);
		if (n == 0 || n > 63)
			return false;
		labels++;
		octets += n + 1;
		if (*end == '\0')
			break;
	}
	return labels > 1 && octets - 1 <= NAME_OCTETS && !text_digits(p);
}

void
spf_reverse_name(char name[SPF_NAME_MAX], const struct ip *ip)
{
	size_t i, used = 0;
	unsigned int nibble;

	if (ip->version == 4) {
		snprintf(name, SPF_NAME_MAX, "%u.%u.%u.%u.in-addr.arpa",
		    ip->bytes[3], ip->bytes[2], ip->bytes[1], ip->bytes[0]);
		return;
	}
	for (i = 32; i-- > 0;) {
		nibble = i % 2 == 0 ? ip->bytes[i / 2] >> 4 :
		    ip->bytes[i / 2] & 15U;
		used += (size_t)snprintf(name + used, SPF_NAME_MAX - used,
		    "%x.", nibble);
	}
	snprintf(name + used, SPF_NAME_MAX - used, "ip6.arpa");
}
