/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mx.h - are the MX records of a domain the ones that its provider asks for?
 */
#ifndef WEBLIFE_MX_H
#define WEBLIFE_MX_H

#include <stdbool.h>
#include <stddef.h>

#include "dns.h"
#include "domain.h"
#include "report.h"

#define MX_EXPECTED_MAX 16	/* records that can be expected */
#define MX_TARGETS_MAX 20	/* records whose addresses are looked up */

struct mx_host {
	unsigned int preference;
	char host[DOMAIN_MAX];
};

struct mx_config {
	struct mx_host expected[MX_EXPECTED_MAX];
	size_t count;
	bool custom;		/* -m: not the provider's own set */
	enum state extra;	/* state of a foreign record beside them */
	bool nameservers;	/* -n */
};

/* One record's host: where it leads. */
struct mx_target {
	const struct dns_answer *a, *aaaa;	/* NULL: not asked */
	const struct dns_answer *health;	/* when one of them failed */
};

struct mx_facts {
	const struct dns_answer *mx;
	const struct dns_answer *health;	/* when mx failed */
	/* at www. and mail., when there is no MX at the domain itself */
	const struct dns_answer *www, *mail;
	struct mx_target targets[MX_TARGETS_MAX];
};

/* The set of weblife.h. */
void	mx_config_init(struct mx_config *config);

/* The facts about domain; the answer that it still waits for, or NULL when
 * they are complete.  They own nothing. */
const struct dns_answer *mx_collect(struct mx_facts *facts, struct dns *dns,
	    const char *domain);

/* Findings, advice, and the figures right, missing, foreign and
 * wrong_preference (left out where nothing is known of the domain). */
void	mx_judge(struct report *report, const char *subject,
	    const struct mx_config *config, const struct mx_facts *facts);

/* Whether the answer has exactly the expected records. */
bool	mx_right(const struct mx_config *config,
	    const struct dns_answer *answer);

/* The figures of mx_judge() for this answer, without a finding. */
void	mx_figures(struct report *report, const struct mx_config *config,
	    const struct dns_answer *answer);

#endif
