/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_weblife.h - a domain's SPF record against what the provider asks for,
 * and as a receiver would evaluate it.
 */
#ifndef WEBLIFE_SPF_WEBLIFE_H
#define WEBLIFE_SPF_WEBLIFE_H

#include "dmarc.h"
#include "domain.h"
#include "dns.h"
#include "ip.h"
#include "range.h"
#include "report.h"
#include "spf_eval.h"
#include "spf_walk.h"

struct spf_config {
	char include[DOMAIN_MAX];	/* the provider's include */
	bool exact;		/* the text itself is demanded */
	enum state dmarc;	/* of a DMARC record that is missing */
	struct range warning;	/* look-ups */
	struct range critical;
	struct ip ip;		/* --ip: check_host() for this client */
	bool alone;		/* nothing but that */
	const char *mail_from;	/* NULL: postmaster at the domain */
	const char *helo;	/* NULL: not given */
};

struct spf_facts {
	struct spf_walk walk;		/* the domain's tree */
	struct spf_walk provider;	/* the include's own */
	/* without a record: does it stand somewhere else? */
	const struct dns_answer *www, *mail, *type99;
	struct dmarc dmarc;
	const struct dns_answer *health;	/* NULL: nothing failed */
	/* check_host() for the first address of each provider network */
	size_t networks;
	size_t passed;
	size_t undecided;	/* depends on the sender or on a PTR */
	size_t deferred;	/* name servers fail: receivers wait */
	struct ip refused;	/* the first that does not pass */
	enum spf_result refused_result;
	struct spf_check *check;	/* --ip; owned, NULL without */
};

struct spf_check {
	struct spf_query query;
	struct spf_outcome outcome;
};

/* The defaults: weblife.me's include, -w 8 -c 10. */
void	spf_config_init(struct spf_config *config);

/* The answer that it waits for, or NULL.  With config->alone the domain is
 * what the sender or HELO gives. */
const struct dns_answer *spf_collect(struct spf_facts *facts, struct dns *dns,
	    const struct spf_config *config, const char *domain);

void	spf_judge(struct report *report, const char *subject,
	    const struct spf_config *config, const struct spf_facts *facts);

void	spf_facts_free(struct spf_facts *facts);

#endif
