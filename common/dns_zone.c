/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before ldns, which else makes bool a signed char. */
#include <stdbool.h>

#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "die.h"
#include "dns_wire.h"

/*
 * The zones of the closed world.  ldns reads them and makes the packet that
 * a server would send; that packet is read as any other.
 */
struct dns_zone {
	ldns_rr_list *list;
};

struct dns_zone *
dns_zone_new(void)
{
	struct dns_zone *zone = xcalloc(1, sizeof(*zone));

	zone->list = ldns_rr_list_new();
	if (!zone->list)
		die("out of memory");
	return zone;
}

void
dns_zone_free(struct dns_zone *zone)
{
	if (!zone)
		return;
	ldns_rr_list_deep_free(zone->list);
	free(zone);
}

bool
dns_zone_add(struct dns_zone *zone, const char *line)
{
	ldns_rr *rr;

	if (ldns_rr_new_frm_str(&rr, line, 300, NULL, NULL) != LDNS_STATUS_OK)
		return false;
	if (ldns_rr_list_push_rr(zone->list, rr))
		return true;
	ldns_rr_free(rr);
	return false;
}

/* Whether the name, or one below it, has any record. */
static bool
zone_has(const struct dns_zone *zone, const uint8_t *name, size_t length)
{
	size_t i, n = ldns_rr_list_rr_count(zone->list);

	for (i = 0; i < n; i++) {
		const ldns_rdf *owner =
		    ldns_rr_owner(ldns_rr_list_rr(zone->list, i));
		const uint8_t *p = ldns_rdf_data(owner);
		size_t left = ldns_rdf_size(owner);

		while (left > length) {
			left -= 1u + *p;
			p += 1 + *p;
		}
		if (left == length && strncasecmp((const char *)p,
		    (const char *)name, length) == 0)
			return true;
	}
	return false;
}

/* Puts the records of type at owner, and a CNAME, into packet; gives where
 * the CNAME leads, NULL where there is none. */
static const ldns_rdf *
answer_at(const struct dns_zone *zone, ldns_pkt *packet,
    const ldns_rdf *owner, unsigned int type)
{
	size_t i, n = ldns_rr_list_rr_count(zone->list);
	const ldns_rdf *target = NULL;

	for (i = 0; i < n; i++) {
		ldns_rr *rr = ldns_rr_list_rr(zone->list, i);
		bool cname = ldns_rr_get_type(rr) == LDNS_RR_TYPE_CNAME;

		if ((!cname && ldns_rr_get_type(rr) != type) ||
		    ldns_dname_compare(ldns_rr_owner(rr), owner) != 0)
			continue;
		ldns_pkt_push_rr(packet, LDNS_SECTION_ANSWER,
		    ldns_rr_clone(rr));
		if (cname && type != LDNS_RR_TYPE_CNAME)
			target = ldns_rr_rdf(rr, 0);
	}
	return target;
}

void
dns_zone_reply(struct dns_reply *reply, const struct dns_zone *zone,
    const uint8_t *name, size_t length, enum dns_type type)
{
	ldns_pkt *packet = ldns_pkt_new();
	ldns_rdf *first = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, length,
	    name);
	const ldns_rdf *at = first;
	uint8_t *wire = NULL;
	size_t size = 0;
	int i;

	if (!packet || !first)
		die("out of memory");
	ldns_pkt_set_qr(packet, true);
	for (i = 0; at && i <= DNS_CNAME_MAX + 1; i++)
		at = answer_at(zone, packet, at, type);
	if (ldns_pkt2wire(&wire, packet, &size) != LDNS_STATUS_OK)
		die("ldns_pkt2wire");
	dns_wire_reply(reply, wire, size, name, length, type, 0);
	free(wire);
	ldns_pkt_free(packet);
	ldns_rdf_deep_free(first);
	if (reply->status != DNS_NODATA)
		return;
	reply->soa = true;
	reply->follow = false;
	reply->ttl = 60;
	if (!zone_has(zone, reply->end, reply->end_length)) {
		reply->status = DNS_NXDOMAIN;
		reply->rcode = LDNS_RCODE_NXDOMAIN;
	}
}
