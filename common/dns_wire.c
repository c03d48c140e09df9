/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "dns_wire.h"
#include "text.h"

#define TYPE_OPT 41

enum {
	RCODE_FORMERR = 1, RCODE_NOTIMP = 4, RCODE_REFUSED = 5,
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One octet of a label, maybe as \X or \DDD; -1: an escape that is none. */
static int
take_octet(const char **name)
{
	const char *p = *name;
	int value;

	if (*p != '\\') {
		(*name)++;
		return (unsigned char)*p;
	}
	if (!is_digit(p[1])) {
		*name += 2;
		return p[1] != '\0' ? (unsigned char)p[1] : -1;
	}
	if (!is_digit(p[2]) || !is_digit(p[3]))
		return -1;
	value = (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0');
	*name += 4;
	return value <= 255 ? value : -1;
}

/* A label up to its dot or the end, with its length in front; 0 if it is
 * none, or is longer than size. */
static size_t
take_label(uint8_t *wire, size_t size, const char **name)
{
	size_t length = 0;
	int octet;

	while (**name != '\0' && **name != '.') {
		octet = take_octet(name);
		if (octet < 0 || length == 63 || length + 1 >= size)
			return 0;
		wire[++length] = (uint8_t)text_lower(octet);
	}
	wire[0] = (uint8_t)length;
	return length > 0 ? length + 1 : 0;
}

size_t
dns_wire_name(uint8_t wire[DNS_WIRE_NAME_MAX], const char *name)
{
	size_t used = 0, label;

	if (strcmp(name, ".") == 0)
		name = "";
	while (*name != '\0') {
		/* The root's octet has to follow. */
		label = take_label(wire + used, DNS_WIRE_NAME_MAX - 1 - used,
		    &name);
		if (label == 0)
			return 0;
		used += label;
		if (*name == '.')
			name++;
	}
	wire[used++] = 0;
	return used;
}

static void
put16(uint8_t *p, unsigned int value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static unsigned int
get16(const uint8_t *p)
{
	return (unsigned int)p[0] << 8 | p[1];
}

size_t
dns_wire_query(uint8_t packet[DNS_WIRE_QUERY_MAX], uint16_t id,
    const uint8_t *name, size_t length, enum dns_type type,
    struct dns_flags flags)
{
	uint8_t *p = packet + 12;

	memset(packet, 0, 12);
	put16(packet, id);
	packet[2] = flags.rd ? 0x01 : 0;
	packet[3] = flags.cd ? 0x10 : 0;
	packet[5] = 1;
	packet[11] = flags.edns ? 1 : 0;
	memcpy(p, name, length);
	p += length;
	put16(p, type);
	put16(p + 2, 1);
	p += 4;
	if (flags.edns) {
		memset(p, 0, 11);
		put16(p + 1, TYPE_OPT);
		put16(p + 3, DNS_EDNS_SIZE);
		p += 11;
	}
	return (size_t)(p - packet);
}

/* Names in small letters against a packet's question, which is never
 * compressed: it stands first. */
static bool
question_is(const uint8_t *p, size_t size, const uint8_t *name,
    size_t length, enum dns_type type)
{
	size_t i;

	if (size < length + 4)
		return false;
	for (i = 0; i < length; i++)
		if (text_lower(p[i]) != name[i])
			return false;
	return get16(p + length) == type && get16(p + length + 2) == 1;
}

bool
dns_wire_head(struct dns_head *head, const uint8_t *packet, size_t size,
    const uint8_t *name, size_t length, enum dns_type type)
{
	unsigned int questions;

	if (size < 12 || (packet[2] & 0xf8) != 0x80)
		return false;	/* QR, and opcode QUERY */
	head->id = (uint16_t)get16(packet);
	head->rcode = packet[3] & 0x0f;
	head->tc = packet[2] & 0x02;
	head->aa = packet[2] & 0x04;
	questions = get16(packet + 4);
	if (questions == 0)
		return head->rcode == RCODE_REFUSED ||
		    head->rcode == RCODE_FORMERR ||
		    head->rcode == RCODE_NOTIMP;
	return questions == 1 &&
	    question_is(packet + 12, size - 12, name, length, type);
}

char *
dns_wire_text(char *text, const uint8_t *name, size_t length)
{
	size_t i = 0, end;
	char *p = text;

	while (i < length && name[i] != 0) {
		if (i > 0)
			*p++ = '.';
		for (end = i + 1 + name[i], i++; i < end && i < length; i++) {
			if (name[i] > ' ' && name[i] < 0x7f &&
			    name[i] != '.' && name[i] != '\\')
				*p++ = (char)text_lower(name[i]);
			else {
				*p++ = '\\';
				*p++ = (char)('0' + name[i] / 100);
				*p++ = (char)('0' + name[i] / 10 % 10);
				*p++ = (char)('0' + name[i] % 10);
			}
		}
	}
	*p = '\0';
	return text;
}
