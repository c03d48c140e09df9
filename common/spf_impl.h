/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_impl.h - what the two halves of the evaluator share: spf_eval.c
 * (records) and spf_mechanism.c (mechanisms that ask for addresses).
 */
#ifndef WEBLIFE_SPF_IMPL_H
#define WEBLIFE_SPF_IMPL_H

#include "spf_eval.h"
#include "spf_target.h"

enum spf_match {
	SPF_MATCH_NO,
	SPF_MATCH_YES,
	SPF_MATCH_PENDING,
	SPF_MATCH_TEMPERROR,
	SPF_MATCH_PERMERROR,
};

/* One evaluation of one record. */
struct spf_frame {
	const char *domain;
	const char *text;
	size_t length;
	unsigned int depth;	/* of includes */
};

struct spf_eval {
	struct dns *dns;
	const struct spf_query *query;
	struct spf_outcome *outcome;
	struct spf_values values;
	const struct dns_answer *waiting;
	bool void_seen;		/* by the term that is evaluated */
	struct spf_frame explain;	/* the record that decided */
	char explain_domain[SPF_NAME_MAX];
	char validated[SPF_NAME_MAX];
};

/* dns_ask(); notes a pending answer as the one that is waited for. */
const struct dns_answer *spf_need(struct spf_eval *eval, const char *name,
	    enum dns_type type);

/*
 * A look-up that gave nothing: counts the term (4.6.4 limits the number of
 * terms), once however many of its look-ups are void.
 * SPF_MATCH_NO, or SPF_MATCH_PERMERROR above the limit.
 */
enum spf_match spf_void(struct spf_eval *eval);

enum spf_match spf_permerror(struct spf_eval *eval, enum spf_reason reason,
	    const char *domain);
enum spf_match spf_temperror(struct spf_eval *eval,
	    const struct dns_answer *answer);

/* The term's target name: YES, NO when there is none, or PENDING. */
enum spf_match spf_eval_target(struct spf_eval *eval,
	    const struct spf_frame *frame, const struct spf_term *term,
	    char name[SPF_NAME_MAX]);

/* Makes %{p} known when letters hold it (7.3); false: pending. */
bool	spf_eval_validated(struct spf_eval *eval, const char *domain,
	    uint32_t letters);

/* a, mx, ptr, exists. */
enum spf_match spf_mechanism_match(struct spf_eval *eval,
	    const struct spf_frame *frame, const struct spf_term *term);

#endif
