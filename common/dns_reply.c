/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "dns_packet.h"
#include "dns_wire.h"

#define TYPE_OPT 41
#define CLASS_IN 1

enum {
	RCODE_NOERROR = 0, RCODE_SERVFAIL = 2, RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4, RCODE_REFUSED = 5,
};

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

/* The cursor of the record's data alone; names in it may point outside. */
static struct cursor
data_of(const uint8_t *packet, const struct record *record)
{
	struct cursor c = { packet, record->data + record->length,
	    record->data };

	return c;
}

static bool
fill_name(struct block *block, struct dns_rr *rr, struct cursor *c)
{
	uint8_t name[DNS_WIRE_NAME_MAX];
	char text[DNS_NAME_TEXT_MAX], *copy;
	size_t length, size;

	if (!take_name(c, name, &length))
		return false;
	dns_wire_text(text, name, length);
	size = strlen(text) + 1;
	copy = block_take(block, size, 1);
	rr->name = copy ? memcpy(copy, text, size) : "";
	return true;
}

/* Character-strings, each with its length in front (RFC 1035 3.3.14).  None
 * at all is against the RFC, but no reason to lose the records beside it. */
static bool
fill_text(struct block *block, struct dns_rr *rr, const struct cursor *c)
{
	const uint8_t *p = c->packet + c->at, *end = c->packet + c->size;
	size_t strings = 0, length = 0;
	uint16_t *cut;
	char *text;

	for (; p < end; p += 1 + *p, strings++) {
		if ((size_t)(end - p) < 1u + *p)
			return false;
		length += *p;
	}
	cut = block_take(block, strings * sizeof(*cut), sizeof(*cut));
	text = block_take(block, length + 1, 1);
	if (!text)
		return true;
	rr->text = text;
	rr->cut = cut;
	for (p = c->packet + c->at; p < end; p += 1 + *p) {
		if (p > c->packet + c->at)
			cut[rr->cuts++] = (uint16_t)rr->length;
		memcpy(text + rr->length, p + 1, *p);
		rr->length += *p;
	}
	text[rr->length] = '\0';
	return true;
}

static bool
fill_ip(struct dns_rr *rr, const struct cursor *c, uint8_t version,
    size_t size)
{
	if (c->size - c->at != size)
		return false;
	rr->ip.version = version;
	memcpy(rr->ip.bytes, c->packet + c->at, size);
	return true;
}

/* false: the record's data are not what its type has. */
static bool
fill_rr(struct block *block, struct dns_rr *rr, const uint8_t *packet,
    const struct record *record)
{
	struct cursor c = data_of(packet, record);
	unsigned int preference;

	rr->ttl = record->ttl;
	rr->name = "";
	switch (record->type) {
	case DNS_A:
		return fill_ip(rr, &c, 4, 4);
	case DNS_AAAA:
		return fill_ip(rr, &c, 6, 16);
	case DNS_MX:
		if (!take16(&c, &preference))
			return false;
		rr->preference = (uint16_t)preference;
		return fill_name(block, rr, &c) && c.at == c.size;
	case DNS_NS:
	case DNS_CNAME:
	case DNS_PTR:
		return fill_name(block, rr, &c) && c.at == c.size;
	case DNS_SOA:
		return fill_name(block, rr, &c);
	case DNS_TXT:
	case DNS_SPF:
		return fill_text(block, rr, &c);
	default:
		return true;
	}
}

static bool
record_is(const struct record *record, unsigned int type,
    const struct dns_reply *reply)
{
	return record->type == type && record->class == CLASS_IN &&
	    record->owner_length == reply->end_length &&
	    memcmp(record->owner, reply->end, reply->end_length) == 0;
}

static void
lower_ttl(uint32_t *ttl, uint32_t other)
{
	if (other > INT32_MAX)
		other = 0;	/* RFC 2181 section 8 */
	if (other < *ttl)
		*ttl = other;
}

/* One pass over the records of type at the chain's end. */
static bool
fill_records(struct dns_reply *reply, const struct sections *s,
    unsigned int type, struct block *block)
{
	struct cursor c = s->answer;
	struct dns_rr dummy, *rr;
	struct record record;
	unsigned int i;
	size_t k = 0;

	block->used = 0;
	rr = block_take(block, reply->count * sizeof(*rr), sizeof(void *));
	for (i = 0; i < s->answers && take_record(&c, &record); i++) {
		if (!record_is(&record, type, reply))
			continue;
		lower_ttl(&reply->ttl, record.ttl);
		dummy = (struct dns_rr){ 0 };
		if (!fill_rr(block, rr ? &rr[k++] : &dummy, c.packet,
		    &record))
			return false;
	}
	return true;
}

/* Servers rotate MX records; what is said of them should not follow. */
static int
by_preference(const void *a, const void *b)
{
	const struct dns_rr *ra = a, *rb = b;

	if (ra->preference != rb->preference)
		return ra->preference < rb->preference ? -1 : 1;
	return strcmp(ra->name, rb->name);
}

static bool
take_records(struct dns_reply *reply, const struct sections *s,
    unsigned int type)
{
	struct block block = { NULL, 0 };

	if (!fill_records(reply, s, type, &block)) {
		reply->count = 0;
		return false;
	}
	block.base = xcalloc(1, block.used);
	fill_records(reply, s, type, &block);
	reply->rr = (struct dns_rr *)(void *)block.base;
	if (type == DNS_MX)
		qsort(reply->rr, reply->count, sizeof(*reply->rr),
		    by_preference);
	return true;
}

/*
 * How many records of type are at the chain's end; where there is none and a
 * CNAME is, *target is that.
 */
static size_t
look(const struct dns_reply *reply, const struct sections *s,
    unsigned int type, struct record *target)
{
	struct cursor c = s->answer;
	struct record record;
	size_t count = 0;
	unsigned int i;

	target->length = 0;
	for (i = 0; i < s->answers && take_record(&c, &record); i++) {
		if (record_is(&record, type, reply))
			count++;
		else if (target->length == 0 &&
		    record_is(&record, DNS_CNAME, reply))
			*target = record;
	}
	return count;
}

static enum dns_status
walk(struct dns_reply *reply, const struct sections *s, unsigned int type)
{
	struct record target;
	struct cursor c;

	for (;;) {
		reply->count = look(reply, s, type, &target);
		if (reply->count > 0)
			return take_records(reply, s, type) ? DNS_DATA :
			    DNS_MALFORMED;
		if (target.length == 0)
			return DNS_NODATA;
		lower_ttl(&reply->ttl, target.ttl);
		c = data_of(s->answer.packet, &target);
		if (!take_name(&c, reply->end, &reply->end_length) ||
		    c.at != c.size)
			return DNS_MALFORMED;
		if (++reply->cnames > DNS_CNAME_MAX)
			return DNS_CNAME_LOOP;
	}
}

static enum dns_status
status_of(unsigned int rcode)
{
	switch (rcode) {
	case RCODE_NOERROR:
	case RCODE_NXDOMAIN:
		return DNS_DATA;
	case RCODE_SERVFAIL:
		return DNS_SERVFAIL;
	case RCODE_REFUSED:
		return DNS_REFUSED;
	case RCODE_NOTIMP:
		return DNS_NOTIMP;
	default:
		return DNS_MALFORMED;
	}
}

/* RFC 2308 section 5: the SOA says how long an answer of nothing counts. */
static void
read_authority(struct dns_reply *reply, const struct sections *s)
{
	uint8_t name[DNS_WIRE_NAME_MAX];
	struct cursor c = s->authority, data;
	struct record record;
	uint32_t numbers[5];
	unsigned int i, j;
	size_t length;

	for (i = 0; i < s->authorities && take_record(&c, &record); i++) {
		if (record.type != DNS_SOA)
			continue;
		data = data_of(c.packet, &record);
		if (!take_name(&data, name, &length) ||
		    !take_name(&data, name, &length))
			continue;
		for (j = 0; j < 5 && take32(&data, &numbers[j]); j++)
			;
		if (j < 5)
			continue;
		reply->soa = true;
		lower_ttl(&reply->ttl, record.ttl);
		lower_ttl(&reply->ttl, numbers[4]);
	}
}

/* RFC 6891 6.1.3: the upper bits of the rcode stand in the OPT record. */
static unsigned int
extended_rcode(const struct sections *s)
{
	struct cursor c = s->additional;
	struct record record;
	unsigned int i;

	for (i = 0; i < s->additionals && take_record(&c, &record); i++)
		if (record.type == TYPE_OPT)
			return (record.ttl >> 24) << 4;
	return 0;
}

static void
read_sections(struct dns_reply *reply, const struct sections *s,
    unsigned int type, uint8_t cnames)
{
	reply->rcode = (uint16_t)(reply->rcode | extended_rcode(s));
	reply->status = status_of(reply->rcode);
	if (reply->status != DNS_DATA)
		return;
	reply->status = walk(reply, s, type);
	if (reply->status != DNS_NODATA)
		return;
	/* Records, but not one about the name that was asked for. */
	if (s->answers > 0 && reply->cnames == cnames &&
	    reply->rcode == RCODE_NOERROR) {
		reply->status = DNS_MALFORMED;
		return;
	}
	read_authority(reply, s);
	if (!reply->soa)
		reply->ttl = 0;
	if (reply->rcode == RCODE_NXDOMAIN)
		reply->status = DNS_NXDOMAIN;
	else
		reply->follow = reply->cnames > cnames && !reply->soa;
}

void
dns_wire_reply(struct dns_reply *reply, const uint8_t *packet, size_t size,
    const uint8_t *name, size_t length, enum dns_type type, uint8_t cnames)
{
	struct sections sections;

	memset(reply, 0, sizeof(*reply));
	reply->status = DNS_MALFORMED;
	reply->ttl = UINT32_MAX;
	reply->cnames = cnames;
	reply->end_length = length;
	memcpy(reply->end, name, length);
	/* These need no records, and may come without a question. */
	reply->rcode = packet[3] & 0x0f;
	if (reply->rcode == RCODE_SERVFAIL || reply->rcode == RCODE_REFUSED ||
	    reply->rcode == RCODE_NOTIMP)
		reply->status = status_of(reply->rcode);
	else if (take_sections(&sections, packet, size))
		read_sections(reply, &sections, type, cnames);
}
