/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dns_packet.h - reading a packet from left to right: numbers, names,
 * records, sections.  RFC 1035 section 4.  Each function gives false where
 * the packet ends early or contradicts itself.
 */
#ifndef WEBLIFE_DNS_PACKET_H
#define WEBLIFE_DNS_PACKET_H

#include "dns_wire.h"

/* A place in a packet. */
struct cursor {
	const uint8_t *packet;
	size_t size, at;
};

/* A record as it stands in the packet; the cursor is behind it. */
struct record {
	uint8_t owner[DNS_WIRE_NAME_MAX];
	size_t owner_length;
	unsigned int type, class;
	uint32_t ttl;
	size_t data, length;		/* the rdata */
};

/* Where each section begins, and how many records it has. */
struct sections {
	struct cursor answer, authority, additional;
	unsigned int answers, authorities, additionals;
};

bool	take16(struct cursor *c, unsigned int *value);
bool	take32(struct cursor *c, uint32_t *value);

/*
 * A name, in small letters; the cursor is behind it.  RFC 1035 4.1.4: a
 * pointer leads to a prior place, and each one to one before the last, so
 * that there is an end.
 */
bool	take_name(struct cursor *c, uint8_t name[DNS_WIRE_NAME_MAX],
	    size_t *length);

bool	take_record(struct cursor *c, struct record *record);

/* The packet has at least its header's 12 octets.  Every record has to be
 * there whole, whether it matters or not. */
bool	take_sections(struct sections *s, const uint8_t *packet, size_t size);

#endif
