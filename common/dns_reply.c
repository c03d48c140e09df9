/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before ldns, which else makes bool a signed char. */
#include <stdbool.h>

#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "die.h"
#include "dns_wire.h"
#include "text.h"

/* Everything that an answer points to lies in one block.  It is filled in
 * two passes of the same code: the first, without a block, only counts. */
struct block {
	char *base;
	size_t used;
};

static void *
block_take(struct block *block, size_t size, size_t align)
{
	block->used = (block->used + align - 1) / align * align;
	block->used += size;
	return block->base ? block->base + block->used - size : NULL;
}

static bool
same_name(const ldns_rdf *rdf, const uint8_t *name, size_t length)
{
	const uint8_t *data;
	size_t i;

	if (!rdf || ldns_rdf_size(rdf) != length)
		return false;
	data = ldns_rdf_data(rdf);
	for (i = 0; i < length; i++)
		if (text_lower(data[i]) != name[i])
			return false;
	return true;
}

static const char *
fill_name(struct block *block, const ldns_rdf *rdf)
{
	char text[DNS_NAME_TEXT_MAX];
	size_t size;
	char *copy;

	if (!rdf)
		return "";
	dns_wire_text(text, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
	size = strlen(text) + 1;
	copy = block_take(block, size, 1);
	return copy ? memcpy(copy, text, size) : "";
}

/* One rdf for each character-string, its length in front. */
static void
fill_text(struct block *block, struct dns_rr *rr, const ldns_rr *from)
{
	size_t i, n = ldns_rr_rd_count(from), length = 0;
	uint16_t *cut = block_take(block, n * sizeof(*cut), sizeof(*cut));
	char *text;

	for (i = 0; i < n; i++) {
		if (cut && i > 0)
			cut[i - 1] = (uint16_t)length;
		length += ldns_rdf_size(ldns_rr_rdf(from, i)) - 1;
	}
	text = block_take(block, length + 1, 1);
	if (!text)
		return;
	rr->text = text;
	rr->length = length;
	rr->cut = cut;
	rr->cuts = n > 0 ? n - 1 : 0;
	for (i = 0; i < n; i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(from, i);

		memcpy(text, ldns_rdf_data(rdf) + 1, ldns_rdf_size(rdf) - 1);
		text += ldns_rdf_size(rdf) - 1;
	}
	*text = '\0';
}

static void
fill_ip(struct ip *ip, const ldns_rdf *rdf, uint8_t version)
{
	ip->version = version;
	if (rdf && ldns_rdf_size(rdf) <= sizeof(ip->bytes))
		memcpy(ip->bytes, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
}

static void
fill_rr(struct block *block, struct dns_rr *rr, const ldns_rr *from)
{
	ldns_rdf *first = ldns_rr_rdf(from, 0);

	rr->ttl = ldns_rr_ttl(from);
	rr->name = "";
	switch (ldns_rr_get_type(from)) {
	case LDNS_RR_TYPE_A:
		fill_ip(&rr->ip, first, 4);
		break;
	case LDNS_RR_TYPE_AAAA:
		fill_ip(&rr->ip, first, 6);
		break;
	case LDNS_RR_TYPE_MX:
		rr->preference = first ? ldns_rdf2native_int16(first) : 0;
		rr->name = fill_name(block, ldns_rr_rdf(from, 1));
		break;
	case LDNS_RR_TYPE_NS:
	case LDNS_RR_TYPE_CNAME:
	case LDNS_RR_TYPE_PTR:
	case LDNS_RR_TYPE_SOA:
		rr->name = fill_name(block, first);
		break;
	case LDNS_RR_TYPE_TXT:
	case LDNS_RR_TYPE_SPF:
		fill_text(block, rr, from);
		break;
	default:
		break;
	}
}

static bool
rr_is(const ldns_rr *rr, unsigned int type, const uint8_t *name,
    size_t length)
{
	return ldns_rr_get_type(rr) == type &&
	    ldns_rr_get_class(rr) == LDNS_RR_CLASS_IN &&
	    same_name(ldns_rr_owner(rr), name, length);
}

static void
lower_ttl(uint32_t *ttl, uint32_t other)
{
	if (other > INT32_MAX)
		other = 0;	/* RFC 2181 section 8 */
	if (other < *ttl)
		*ttl = other;
}

/* The records of type at the chain's end, in two passes. */
static void
take_records(struct dns_reply *reply, const ldns_rr_list *list,
    enum dns_type type)
{
	size_t i, n = ldns_rr_list_rr_count(list), k;
	struct dns_rr dummy, *rr = NULL;
	struct block block = { NULL, 0 };
	int pass;

	for (pass = 0; pass < 2; pass++) {
		if (pass == 1)
			block.base = xcalloc(1, block.used);
		block.used = 0;
		rr = block_take(&block, reply->count * sizeof(*rr),
		    sizeof(void *));
		for (i = k = 0; i < n; i++) {
			const ldns_rr *from = ldns_rr_list_rr(list, i);

			if (!rr_is(from, type, reply->end, reply->end_length))
				continue;
			lower_ttl(&reply->ttl, ldns_rr_ttl(from));
			dummy = (struct dns_rr){ 0 };
			fill_rr(&block, rr ? &rr[k++] : &dummy, from);
		}
	}
	reply->rr = rr;
}

/* ldns takes a record whose data end early, or are not there at all: an MX
 * without a host would look like a null MX. */
static bool
is_whole(const ldns_rr *rr)
{
	return ldns_rr_rd_count(rr) >=
	    (ldns_rr_get_type(rr) == LDNS_RR_TYPE_MX ? 2u : 1u);
}

/* Counts them; false when one is not whole. */
static bool
count_records(struct dns_reply *reply, const ldns_rr_list *list,
    enum dns_type type)
{
	size_t i, n = ldns_rr_list_rr_count(list);

	for (i = 0; i < n; i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);

		if (!rr_is(rr, type, reply->end, reply->end_length))
			continue;
		if (!is_whole(rr)) {
			reply->count = 0;
			return false;
		}
		reply->count++;
	}
	return true;
}

/* One step along the chain; false at its end. */
static bool
step(struct dns_reply *reply, const ldns_rr_list *list)
{
	size_t i, j, n = ldns_rr_list_rr_count(list);

	for (i = 0; i < n; i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		const ldns_rdf *target = ldns_rr_rdf(rr, 0);

		if (!rr_is(rr, LDNS_RR_TYPE_CNAME, reply->end,
		    reply->end_length) || !target ||
		    ldns_rdf_size(target) > DNS_WIRE_NAME_MAX)
			continue;
		lower_ttl(&reply->ttl, ldns_rr_ttl(rr));
		reply->end_length = ldns_rdf_size(target);
		for (j = 0; j < reply->end_length; j++)
			reply->end[j] =
			    (uint8_t)text_lower(ldns_rdf_data(target)[j]);
		return true;
	}
	return false;
}

static enum dns_status
walk(struct dns_reply *reply, const ldns_rr_list *list, enum dns_type type)
{
	for (;;) {
		if (!count_records(reply, list, type))
			return DNS_MALFORMED;
		if (reply->count > 0) {
			take_records(reply, list, type);
			return DNS_DATA;
		}
		if (!step(reply, list))
			return DNS_NODATA;
		if (++reply->cnames > DNS_CNAME_MAX)
			return DNS_CNAME_LOOP;
	}
}

static enum dns_status
status_of(unsigned int rcode)
{
	switch (rcode) {
	case LDNS_RCODE_NOERROR:
	case LDNS_RCODE_NXDOMAIN:
		return DNS_DATA;
	case LDNS_RCODE_SERVFAIL:
		return DNS_SERVFAIL;
	case LDNS_RCODE_REFUSED:
		return DNS_REFUSED;
	case LDNS_RCODE_NOTIMPL:
		return DNS_NOTIMP;
	default:
		return DNS_MALFORMED;
	}
}

static void
read_authority(struct dns_reply *reply, const ldns_rr_list *list)
{
	size_t i, n = ldns_rr_list_rr_count(list);

	for (i = 0; i < n; i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		const ldns_rdf *minimum = ldns_rr_rdf(rr, 6);

		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_SOA || !minimum)
			continue;
		reply->soa = true;
		lower_ttl(&reply->ttl, ldns_rr_ttl(rr));
		lower_ttl(&reply->ttl, ldns_rdf2native_int32(minimum));
	}
}

static void
read_packet(struct dns_reply *reply, const ldns_pkt *packet,
    enum dns_type type, uint8_t cnames)
{
	const ldns_rr_list *list = ldns_pkt_answer(packet);

	reply->rcode = (uint16_t)((unsigned int)ldns_pkt_get_rcode(packet) |
	    (unsigned int)ldns_pkt_edns_extended_rcode(packet) << 4);
	reply->status = status_of(reply->rcode);
	if (reply->status != DNS_DATA)
		return;
	reply->status = walk(reply, list, type);
	if (reply->status != DNS_NODATA)
		return;
	/* Records, but not one about the name that was asked for. */
	if (ldns_rr_list_rr_count(list) > 0 && reply->cnames == cnames &&
	    reply->rcode == LDNS_RCODE_NOERROR) {
		reply->status = DNS_MALFORMED;
		return;
	}
	read_authority(reply, ldns_pkt_authority(packet));
	if (!reply->soa)
		reply->ttl = 0;
	if (reply->rcode == LDNS_RCODE_NXDOMAIN)
		reply->status = DNS_NXDOMAIN;
	else
		reply->follow = reply->cnames > cnames && !reply->soa;
}

static void
reply_begin(struct dns_reply *reply, const uint8_t *name, size_t length,
    uint8_t cnames)
{
	memset(reply, 0, sizeof(*reply));
	reply->status = DNS_MALFORMED;
	reply->ttl = UINT32_MAX;
	reply->cnames = cnames;
	reply->end_length = length;
	memcpy(reply->end, name, length);
}

void
dns_wire_reply(struct dns_reply *reply, const uint8_t *packet, size_t size,
    const uint8_t *name, size_t length, enum dns_type type, uint8_t cnames)
{
	ldns_pkt *parsed;

	reply_begin(reply, name, length, cnames);
	/* These need no records, and may come without a question. */
	reply->rcode = packet[3] & 0x0f;
	if (reply->rcode == LDNS_RCODE_SERVFAIL ||
	    reply->rcode == LDNS_RCODE_REFUSED ||
	    reply->rcode == LDNS_RCODE_NOTIMPL) {
		reply->status = status_of(reply->rcode);
		return;
	}
	if (ldns_wire2pkt(&parsed, packet, size) != LDNS_STATUS_OK)
		return;
	read_packet(reply, parsed, type, cnames);
	ldns_pkt_free(parsed);
}

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

void
dns_zone_reply(struct dns_reply *reply, const struct dns_zone *zone,
    const uint8_t *name, size_t length, enum dns_type type)
{
	reply_begin(reply, name, length, 0);
	reply->rcode = LDNS_RCODE_NOERROR;
	reply->status = walk(reply, zone->list, type);
	if (reply->status != DNS_NODATA)
		return;
	reply->soa = true;
	lower_ttl(&reply->ttl, 60);
	if (!zone_has(zone, reply->end, reply->end_length)) {
		reply->status = DNS_NXDOMAIN;
		reply->rcode = LDNS_RCODE_NXDOMAIN;
	}
}
