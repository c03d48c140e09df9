/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dnsbl.h - DNS block lists (RFC 5782): the name that is asked for, and what
 * an address in the answer means.  No I/O, no questions.
 */
#ifndef WEBLIFE_DNSBL_H
#define WEBLIFE_DNSBL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain.h"
#include "ip.h"

/* What a list lists; a list may have several kinds. */
enum dnsbl_kind {
	DNSBL_IP4 = 1,
	DNSBL_IP6 = 2,
	DNSBL_DOMAIN = 4,
};

/* How much a listing matters. */
enum dnsbl_weight {
	DNSBL_ROW,		/* of a code: as its list says */
	DNSBL_INFO,
	DNSBL_WARNING,
	DNSBL_CRITICAL,
};

/* What one address of an answer says. */
enum dnsbl_class {
	DNSBL_BLOCKED,		/* a listing */
	DNSBL_POLICY,		/* should not send mail directly: an office or
				 * home line, which is normal for one */
	DNSBL_INFORMATION,	/* told, no listing that receivers refuse for */
	DNSBL_GOOD,		/* a good mark */
	DNSBL_UNKNOWN,		/* a code that the list does not define here */
	/* from here on the list gave no answer */
	DNSBL_REFUSED,		/* the list does not serve this resolver */
	DNSBL_WRONG,		/* the question was not for this list */
	DNSBL_LOOPBACK,		/* 127.0.0.1, which no list may have */
	DNSBL_OUTSIDE,		/* not in 127.0.0.0/8: parked, sold, hijacked */
};

struct dnsbl_code {
	uint32_t first;		/* 127.0.0.10 is 0x0a, 127.0.1.2 is 0x0102; */
	uint32_t last;		/* of a mask: a bit of the last octet, twice */
	enum dnsbl_class class;
	enum dnsbl_weight weight;
	const char *text;	/* N_("..."), or a file's own words */
};

/* When a list is asked. */
enum dnsbl_use {
	DNSBL_DEFAULT,		/* without -l, and with -l all */
	DNSBL_ALL,		/* with -l all, or by name */
	DNSBL_NAMED,		/* by name only: a part of another one */
	DNSBL_KEY,		/* by name, and only with a key */
};

struct dnsbl_list {
	const char *zone;	/* small letters, no final dot */
	unsigned int kinds;
	enum dnsbl_weight weight;
	enum dnsbl_use use;
	/*
	 * The entry that the list must have: an address, a domain, NULL for
	 * what RFC 5782 5 says (127.0.0.2, ::ffff:7f00:2, test), "" for none.
	 */
	const char *test;
	bool has_loopback;	/* 127.0.0.1 is in it by design */
	bool mask;		/* the last octet is a set of bits */
	bool essential;		/* no good result without its answer */
	const char *dqs;	/* its name at Spamhaus' key service, or NULL */
	const char *delist;	/* where to look a listing up, or NULL */
	const struct dnsbl_code *codes;	/* NULL: 127.0.0.2-254 is a listing */
	size_t code_count;
};

struct dnsbl_meaning {
	enum dnsbl_class class;
	enum dnsbl_weight weight;	/* never DNSBL_ROW */
	const char *text;		/* translated; never "" */
};

#define DNSBL_MEANINGS 8	/* of one address: the bits of a mask */

/*
 * The name to ask for: octets or nibbles of the address in reverse (RFC 5782
 * 2.1, 2.4), then the zone.  A mapped address is asked as IPv6.  False when
 * the name would be longer than 253 octets.
 */
bool	dnsbl_name(char name[DOMAIN_MAX], const struct ip *ip,
	    const char *zone);

/* The same for a domain (RFC 5782 2.2) or for an entry: a text that is an
 * address is reversed, any other stands as it is. */
bool	dnsbl_entry_name(char name[DOMAIN_MAX], const char *entry,
	    const char *zone);

/*
 * The entries of the self-test (RFC 5782 5): the one that must be in the
 * list, and the one that must not.  NULL: the list has none, or need not be
 * asked.  One zone for both address families has the IPv4 ones.
 */
const char *dnsbl_test(const struct dnsbl_list *list);
const char *dnsbl_counter_test(const struct dnsbl_list *list);

/*
 * What this address says when the list answers it: at least one meaning and
 * at most DNSBL_MEANINGS, more than one only for a mask, in the row's order.
 */
size_t	dnsbl_meanings(const struct dnsbl_list *list, const struct ip *ip,
	    struct dnsbl_meaning meanings[DNSBL_MEANINGS]);

/* Whether the class is a usable answer. */
bool	dnsbl_usable(enum dnsbl_class class);

/*
 * Whether this address, as the answer to the entry that must be in the list,
 * shows that the list answers us: in 127.0.0.0/8, outside 127.255.255.0/24,
 * and none of the list's own codes for a refusal.
 */
bool	dnsbl_proves(const struct dnsbl_list *list, const struct ip *ip);

#endif
