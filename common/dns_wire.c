/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before ldns, which else makes bool a signed char. */
#include <stdbool.h>

#include <ldns/ldns.h>
#include <string.h>

#include "dns_wire.h"
#include "text.h"

/* Names with escapes are few; ldns knows them. */
static size_t
escaped_name(uint8_t wire[DNS_WIRE_NAME_MAX], const char *name)
{
	ldns_rdf *rdf;
	size_t i, size = 0;

	if (ldns_str2rdf_dname(&rdf, name) != LDNS_STATUS_OK)
		return 0;
	if (ldns_rdf_size(rdf) <= DNS_WIRE_NAME_MAX) {
		size = ldns_rdf_size(rdf);
		memcpy(wire, ldns_rdf_data(rdf), size);
	}
	ldns_rdf_deep_free(rdf);
	/* Length octets are at most 63, below the letters. */
	for (i = 0; i < size; i++)
		wire[i] = (uint8_t)text_lower(wire[i]);
	return size;
}

size_t
dns_wire_name(uint8_t wire[DNS_WIRE_NAME_MAX], const char *name)
{
	size_t used = 0, length;

	if (strlen(name) >= DNS_NAME_TEXT_MAX)
		return 0;
	if (strchr(name, '\\'))
		return escaped_name(wire, name);
	if (strcmp(name, ".") == 0)
		name = "";
	while (*name != '\0') {
		length = strcspn(name, ".");
		if (length == 0 || length > 63 ||
		    used + 1 + length + 1 > DNS_WIRE_NAME_MAX)
			return 0;
		wire[used++] = (uint8_t)length;
		while (length-- > 0)
			wire[used++] = (uint8_t)text_lower((uint8_t)*name++);
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
		put16(p + 1, LDNS_RR_TYPE_OPT);
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
		return head->rcode == LDNS_RCODE_REFUSED ||
		    head->rcode == LDNS_RCODE_FORMERR ||
		    head->rcode == LDNS_RCODE_NOTIMPL;
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
