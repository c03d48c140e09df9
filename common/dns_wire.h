/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dns_wire.h - packets: a question into octets, a reply into an answer.
 * Internal to the dns modules.  RFC 1035 section 4, RFC 6891.
 */
#ifndef WEBLIFE_DNS_WIRE_H
#define WEBLIFE_DNS_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dns.h"

#define DNS_WIRE_NAME_MAX 255
#define DNS_WIRE_QUERY_MAX (12 + DNS_WIRE_NAME_MAX + 4 + 11)
#define DNS_NAME_TEXT_MAX (4 * DNS_WIRE_NAME_MAX)
#define DNS_CNAME_MAX 8
#define DNS_EDNS_SIZE 1232

/* What a query's header and OPT record say. */
struct dns_flags {
	bool rd, cd, edns;
};

/* A name as text into its wire form in small letters; 0 if it is none. */
size_t	dns_wire_name(uint8_t wire[DNS_WIRE_NAME_MAX], const char *name);

/* The query into packet; gives its length. */
size_t	dns_wire_query(uint8_t packet[DNS_WIRE_QUERY_MAX], uint16_t id,
	    const uint8_t *name, size_t length, enum dns_type type,
	    struct dns_flags flags);

/* A reply's header. */
struct dns_head {
	uint16_t id;
	uint8_t rcode;		/* without the bits of the OPT record */
	bool tc, aa;
};

/*
 * Whether packet is a reply to this question: the header is whole, QR is
 * set, and its one question is ours (names compared without case); REFUSED,
 * FORMERR and NOTIMP may lack the question.  The id is the caller's to
 * compare.
 */
bool	dns_wire_head(struct dns_head *head, const uint8_t *packet,
	    size_t size, const uint8_t *name, size_t length,
	    enum dns_type type);

/* What a reply says. */
struct dns_reply {
	enum dns_status status;	/* data, NODATA, NXDOMAIN, CNAME_LOOP,
				 * MALFORMED, or by the rcode */
	uint16_t rcode;		/* with the bits of the OPT record */
	bool soa;		/* the authority section has a SOA */
	bool follow;		/* NODATA at the end of a CNAME chain, and
				 * no SOA: `end` is still to be asked */
	uint8_t cnames;
	uint32_t ttl;
	uint8_t end[DNS_WIRE_NAME_MAX];	/* the chain's end */
	size_t end_length;
	size_t count;
	struct dns_rr *rr;	/* one block with all that it points to;
				 * NULL when count is 0; free(3) */
};

/* Reads the reply (dns_wire_head() has said yes) as the answer to type at
 * name.  cnames: steps that were taken before. */
void	dns_wire_reply(struct dns_reply *reply, const uint8_t *packet,
	    size_t size, const uint8_t *name, size_t length,
	    enum dns_type type, uint8_t cnames);

/* A wire name as text (dns.h); text has DNS_NAME_TEXT_MAX octets. */
char	*dns_wire_text(char *text, const uint8_t *name, size_t length);

/* For the closed world of tests: records as zone text. */
struct dns_zone;
struct dns_zone *dns_zone_new(void);
void	dns_zone_free(struct dns_zone *zone);
/* Adds one line; false if it is no record. */
bool	dns_zone_add(struct dns_zone *zone, const char *line);
/* As dns_wire_reply(), from the records of zone. */
void	dns_zone_reply(struct dns_reply *reply, const struct dns_zone *zone,
	    const uint8_t *name, size_t length, enum dns_type type);

#endif
