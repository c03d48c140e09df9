/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "dnsbl.h"
#include "i18n.h"

/* The three octets behind 127. as one number. */
static uint32_t
code_of(const struct ip *ip)
{
	return (uint32_t)ip->bytes[1] << 16 | (uint32_t)ip->bytes[2] << 8 |
	    ip->bytes[3];
}

static bool
join(char name[DOMAIN_MAX], const char *front, const char *zone)
{
	int n = snprintf(name, DOMAIN_MAX, "%s.%s", front, zone);

	return n > 0 && n <= 253;
}

bool
dnsbl_name(char name[DOMAIN_MAX], const struct ip *ip, const char *zone)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *b = ip->bytes;
	char front[64];

	if (ip->version == 4) {
		(void)snprintf(front, sizeof(front), "%d.%d.%d.%d", b[3], b[2],
		    b[1], b[0]);
		return join(name, front, zone);
	}
	for (size_t i = 0; i < 16; i++) {
		front[4 * i] = digits[b[15 - i] & 15];
		front[4 * i + 1] = '.';
		front[4 * i + 2] = digits[b[15 - i] >> 4];
		front[4 * i + 3] = '.';
	}
	front[63] = '\0';
	return join(name, front, zone);
}

bool
dnsbl_entry_name(char name[DOMAIN_MAX], const char *entry, const char *zone)
{
	struct ip ip;

	if (ip_parse(&ip, entry))
		return dnsbl_name(name, &ip, zone);
	return join(name, entry, zone);
}

const char *
dnsbl_test(const struct dnsbl_list *list)
{
	if (list->test != NULL)
		return *list->test != '\0' ? list->test : NULL;
	if (list->kinds & DNSBL_IP4)
		return "127.0.0.2";
	return list->kinds & DNSBL_IP6 ? "::ffff:127.0.0.2" : "test";
}

const char *
dnsbl_counter_test(const struct dnsbl_list *list)
{
	if (list->has_loopback)
		return NULL;
	if (list->kinds & DNSBL_IP4)
		return "127.0.0.1";
	return list->kinds & DNSBL_IP6 ? "::ffff:127.0.0.1" : "invalid";
}

/* What every list means by these, whatever its row says. */
static bool
common_meaning(struct dnsbl_meaning *m, const struct ip *ip)
{
	m->weight = DNSBL_INFO;
	if (ip->version != 4 || ip->bytes[0] != 127) {
		m->class = DNSBL_OUTSIDE;
		m->text = _("not the answer of a block list: the zone is "
		    "parked or sold, or the resolver rewrites answers");
		return true;
	}
	if (ip->bytes[1] != 255 || ip->bytes[2] != 255)
		return false;
	m->class = DNSBL_REFUSED;
	if (ip->bytes[3] == 252)
		m->text = _("the name of the zone is mistyped");
	else if (ip->bytes[3] == 254)
		m->text = _("the list refuses this resolver: a public one, or "
		    "one that cannot be told from others");
	else if (ip->bytes[3] == 255)
		m->text = _("the list refuses this resolver: too many "
		    "queries, or not registered");
	else
		m->text = _("the list refuses the query");
	return true;
}

static struct dnsbl_meaning
meaning_of(const struct dnsbl_list *list, const struct dnsbl_code *code)
{
	struct dnsbl_meaning m = { .class = code->class };

	m.weight = code->weight == DNSBL_ROW ? list->weight : code->weight;
	if (code->class == DNSBL_INFORMATION)
		m.weight = DNSBL_INFO;
	m.text = *code->text != '\0' ? _(code->text) : _("listed");
	return m;
}

static struct dnsbl_meaning
unknown_meaning(const struct ip *ip)
{
	struct dnsbl_meaning m = { .class = DNSBL_UNKNOWN };

	m.weight = DNSBL_WARNING;
	m.text = _("a code that is not known here");
	if (code_of(ip) == 1) {
		m.class = DNSBL_LOOPBACK;
		m.weight = DNSBL_INFO;
		m.text = _("no listing: the list refuses the query, or its "
		    "zone is broken");
	}
	return m;
}

/* The bits of a mask; those that the row does not know are one unknown. */
static size_t
mask_meanings(const struct dnsbl_list *list, const struct ip *ip,
    struct dnsbl_meaning meanings[DNSBL_MEANINGS])
{
	unsigned int left = ip->bytes[3];
	size_t count = 0;

	if (ip->bytes[1] != 0 || ip->bytes[2] != 0)
		left = 0;	/* not a mask: unknown below */
	for (size_t i = 0; i < list->code_count && left != 0; i++) {
		if ((left & list->codes[i].first) == 0)
			continue;
		left &= ~(unsigned int)list->codes[i].first;
		meanings[count++] = meaning_of(list, &list->codes[i]);
	}
	if (count == 0 || (left != 0 && count < DNSBL_MEANINGS))
		meanings[count++] = unknown_meaning(ip);
	return count;
}

static size_t
plain_meaning(const struct dnsbl_list *list, const struct ip *ip,
    struct dnsbl_meaning *m)
{
	const uint32_t code = code_of(ip);
	const struct dnsbl_code listed = { .text = "" };

	for (size_t i = 0; i < list->code_count; i++) {
		const struct dnsbl_code *c = &list->codes[i];

		if (code >= c->first && code <= c->last) {
			*m = meaning_of(list, c);
			return 1;
		}
	}
	if (list->code_count == 0 && code >= 2 && code <= 254)
		*m = meaning_of(list, &listed);
	else
		*m = unknown_meaning(ip);
	return 1;
}

size_t
dnsbl_meanings(const struct dnsbl_list *list, const struct ip *ip,
    struct dnsbl_meaning meanings[DNSBL_MEANINGS])
{
	if (common_meaning(&meanings[0], ip))
		return 1;
	if (list->mask)
		return mask_meanings(list, ip, meanings);
	return plain_meaning(list, ip, &meanings[0]);
}

bool
dnsbl_usable(enum dnsbl_class class)
{
	return class < DNSBL_REFUSED;
}

bool
dnsbl_proves(const struct dnsbl_list *list, const struct ip *ip)
{
	struct dnsbl_meaning m[DNSBL_MEANINGS];

	(void)dnsbl_meanings(list, ip, m);
	return m[0].class != DNSBL_REFUSED && m[0].class != DNSBL_OUTSIDE;
}
