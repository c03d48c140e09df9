/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dmarc.h - whether a domain has a DMARC record that receivers use.
 *
 * Asked is _dmarc. of the domain, and where nothing is there, of the names
 * above it.  The organisational domain is found by climbing, without a list
 * of public suffixes: of the names above that have a record it is the one
 * with the fewest labels, unless psd= says otherwise.
 */
#ifndef WEBLIFE_DMARC_H
#define WEBLIFE_DMARC_H

#include <stdbool.h>
#include <stddef.h>

#include "dns.h"

enum dmarc_policy {
	DMARC_POLICY_NONE,
	DMARC_POLICY_QUARANTINE,
	DMARC_POLICY_REJECT,
};

enum dmarc_psd {
	DMARC_PSD_UNKNOWN,
	DMARC_PSD_YES,		/* names below it belong to others */
	DMARC_PSD_NO,		/* this is the organisational domain */
};

struct dmarc_record {
	enum dmarc_policy policy;	/* p= */
	enum dmarc_policy below;	/* sp=, or p= where it is not given */
	enum dmarc_psd psd;
};

enum dmarc_state {
	DMARC_PENDING,
	DMARC_ABSENT,
	DMARC_FOUND,
	DMARC_SEVERAL,		/* counts as none, RFC 7489 6.6.3 */
	DMARC_BROKEN,		/* so does one that does not parse */
	DMARC_FAILED,		/* the question has no answer */
};

struct dmarc {
	enum dmarc_state state;
	const struct dns_answer *answer;	/* the one that decided */
	bool above;		/* found: at a name above the domain */
	enum dmarc_policy policy;	/* found: as it is for the domain */
};

/* Whether a TXT record is a DMARC record at all (RFC 7489 6.6.3). */
bool	dmarc_is_record(const char *text, size_t length);

/* Reads one that is; false when receivers would not use it. */
bool	dmarc_parse(struct dmarc_record *record, const char *text,
	    size_t length);

/* The answer that it waits for, or NULL. */
const struct dns_answer *dmarc_collect(struct dmarc *dmarc, struct dns *dns,
	    const char *domain);

/* "none", "quarantine", "reject": never translated. */
const char *dmarc_policy_name(enum dmarc_policy policy);

#endif
