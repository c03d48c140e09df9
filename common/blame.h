/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blame.h - whose failure is it?  The rows of the state table that a failed
 * DNS question causes, the same for every program.
 */
#ifndef WEBLIFE_BLAME_H
#define WEBLIFE_BLAME_H

#include "dns.h"
#include "report.h"

/*
 * Adds the finding for a failed answer (dns_failed()), and its advice; where
 * it is our resolver's fault, resolvconf_advise() adds who that is.  name is what was asked for, and type its type;
 * health is what dns_health() said, final; NULL or a verdict other than
 * DNS_WELL means that our resolver is not known to be well.
 *
 *	our resolver not well, refusing, no route, too little time: UNKNOWN
 *	the resolver is well: `broken`, which is CRITICAL for the domain itself
 *
 * Gives the state that was added.
 */
enum state blame_add(struct report *report, const char *subject,
	    const char *name, enum dns_type type,
	    const struct dns_answer *answer, const struct dns_answer *health,
	    enum state broken);

/* Whether blame_add() would say UNKNOWN: nothing is known of the domain. */
bool	blame_ours(const struct dns_answer *answer,
	    const struct dns_answer *health);

/* NXDOMAIN of the subject itself: CRITICAL, with the article's next step. */
void	blame_nxdomain(struct report *report, const char *subject);

#endif
