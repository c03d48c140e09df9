/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dns_packet.h"
#include "text.h"

bool
take16(struct cursor *c, unsigned int *value)
{
	if (c->size - c->at < 2)
		return false;
	*value = (unsigned int)c->packet[c->at] << 8 | c->packet[c->at + 1];
	c->at += 2;
	return true;
}

bool
take32(struct cursor *c, uint32_t *value)
{
	unsigned int high, low;

	if (!take16(c, &high) || !take16(c, &low))
		return false;
	*value = (uint32_t)high << 16 | low;
	return true;
}

bool
take_name(struct cursor *c, uint8_t name[DNS_WIRE_NAME_MAX], size_t *length)
{
	size_t at = c->at, limit = c->at, used = 0, label, i;
	bool jumped = false;

	for (;;) {
		if (at >= c->size)
			return false;
		label = c->packet[at];
		if (label >= 0xc0) {
			if (at + 1 >= c->size)
				return false;
			if (!jumped)
				c->at = at + 2;
			jumped = true;
			at = (label & 0x3f) << 8 | c->packet[at + 1];
			if (at >= limit)
				return false;
			limit = at;
			continue;
		}
		if (label > 63 || at + 1 + label > c->size ||
		    used + 1 + label > DNS_WIRE_NAME_MAX)
			return false;
		/* The length octet is below the letters. */
		for (i = 0; i <= label; i++)
			name[used++] = (uint8_t)text_lower(c->packet[at + i]);
		at += 1 + label;
		if (label == 0)
			break;
	}
	if (!jumped)
		c->at = at;
	*length = used;
	return true;
}

bool
take_record(struct cursor *c, struct record *record)
{
	unsigned int length;

	if (!take_name(c, record->owner, &record->owner_length) ||
	    !take16(c, &record->type) || !take16(c, &record->class) ||
	    !take32(c, &record->ttl) || !take16(c, &length) ||
	    c->size - c->at < length)
		return false;
	record->data = c->at;
	record->length = length;
	c->at += length;
	return true;
}

static bool
skip_records(struct cursor *c, unsigned int count)
{
	struct record record;

	while (count-- > 0)
		if (!take_record(c, &record))
			return false;
	return true;
}

bool
take_sections(struct sections *s, const uint8_t *packet, size_t size)
{
	struct cursor c = { packet, size, 4 };
	uint8_t name[DNS_WIRE_NAME_MAX];
	unsigned int questions;
	size_t length;

	if (!take16(&c, &questions) || !take16(&c, &s->answers) ||
	    !take16(&c, &s->authorities) || !take16(&c, &s->additionals))
		return false;
	while (questions-- > 0) {
		if (!take_name(&c, name, &length) || c.size - c.at < 4)
			return false;
		c.at += 4;
	}
	s->answer = c;
	if (!skip_records(&c, s->answers))
		return false;
	s->authority = c;
	if (!skip_records(&c, s->authorities))
		return false;
	s->additional = c;
	return skip_records(&c, s->additionals);
}
