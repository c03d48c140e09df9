/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_eval.h - check_host() of RFC 7208: what a receiver would make of a
 * client's address, a sender and a HELO name.
 *
 * A pure function over struct dns: it is called again until it gives NULL.
 * The result and the limits are those of strict evaluation, one term after
 * the other; questions go out ahead of need (spf_ahead.h).
 */
#ifndef WEBLIFE_SPF_EVAL_H
#define WEBLIFE_SPF_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "dns.h"
#include "ip.h"
#include "spf.h"
#include "spf_name.h"

#define SPF_MAX_LOOKUPS 10	/* 4.6.4: terms that ask the DNS */
#define SPF_MAX_VOIDS 2		/* 4.6.4: terms that got nothing */
#define SPF_MAX_HOSTS 10	/* 4.6.4: names of one mx or ptr */

enum spf_result {
	SPF_PENDING,		/* not known yet; closed: cannot be known */
	SPF_NONE,
	SPF_NEUTRAL,
	SPF_PASS,
	SPF_FAIL,
	SPF_SOFTFAIL,
	SPF_TEMPERROR,
	SPF_PERMERROR,
};

/* Why it is permerror. */
enum spf_reason {
	SPF_NO_REASON,
	SPF_SYNTAX,		/* outcome.fault */
	SPF_SEVERAL,		/* more than one record at outcome.domain */
	SPF_NO_RECORD,		/* an include or redirect to outcome.domain */
	SPF_LOOKUPS,		/* more than 10 */
	SPF_VOIDS,		/* more than 2 */
	SPF_HOSTS,		/* more than 10 MX at outcome.domain */
};

#define SPF_LOCAL_MAX 1024

struct spf_query {
	struct ip ip;		/* never a mapped one */
	char domain[SPF_NAME_MAX];	/* DNS text; "": none to be had */
	char local[SPF_LOCAL_MAX];	/* the sender's local part */
	char origin[SPF_NAME_MAX];	/* the sender's domain, as it came */
	char helo[SPF_NAME_MAX];
	int64_t time;		/* %{t}: seconds since 1970 */
	/*
	 * Ask nothing: terms that depend on the sender or the address by
	 * macros, and ptr, make the result SPF_PENDING.
	 */
	bool closed;
};

#define SPF_EXPLANATION_MAX 512

struct spf_outcome {
	enum spf_result result;
	unsigned int lookups;
	unsigned int voids;
	/* the mechanism that matched, "" and NULL text when none did */
	struct spf_term match;	/* in the record of match_domain */
	char match_domain[SPF_NAME_MAX];
	struct spf_term top;	/* the term of the first record, or the one
				 * behind a redirect, that led there */
	enum spf_reason reason;
	struct spf_fault fault;
	char domain[SPF_NAME_MAX];	/* where the error is */
	const struct dns_answer *failed;	/* temperror: this question */
	bool explained;		/* fail with an exp= that could be used */
	char explanation[SPF_EXPLANATION_MAX];	/* cut at the size, as it
						 * came: clean before use */
};

/*
 * Makes a query by RFC 7208 2.4 and 4.3: an empty mail_from (or "<>") is
 * postmaster at HELO, one without a local part postmaster at that domain.
 * domain NULL: that of the sender.  Any octets are taken.
 */
void	spf_query_set(struct spf_query *query, const struct ip *ip,
	    const char *mail_from, const char *helo, const char *domain);

/* check_host(): the answer that it waits for, or NULL with the outcome. */
const struct dns_answer *spf_evaluate(struct spf_outcome *outcome,
	    struct dns *dns, const struct spf_query *query);

/* "pass", "permerror": never translated. */
const char *spf_result_name(enum spf_result result);

#endif
