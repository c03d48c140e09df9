/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_judge.h - the parts of check_spf_weblife's verdict, each in its file;
 * main knows spf_weblife.h only.
 */
#ifndef WEBLIFE_PLUGIN_SPF_JUDGE_H
#define WEBLIFE_PLUGIN_SPF_JUDGE_H

#include "spf_weblife.h"

#define SPF_SHOWN_MAX 128	/* of a term or a name in a finding */

/* What all parts need to know. */
struct spf_case {
	struct report *report;
	const char *subject;	/* the domain as a person reads it */
	const char *domain;
	const struct spf_config *config;
	const struct spf_facts *facts;
	size_t old;		/* of the provider's old addresses */
	bool old_value;		/* nothing but the value of before */
	bool wrong;		/* there is something to publish anew */
};

/* spf_verdict.c: the published record, with its advice. */
void	spf_verdict_judge(struct report *report, const char *subject,
	    const struct spf_config *config, const struct spf_facts *facts);

/* spf_record.c: whether there is one record and where it is wrong.  False
 * when there is nothing to look at further. */
bool	spf_record_judge(struct spf_case *c);

/* spf_tree.c: where the provider's include stands, and what it and the others
 * lead to. */
void	spf_include_judge(struct spf_case *c);
void	spf_tree_judge(struct spf_case *c);

/* spf_check.c: check_host() for one client. */
void	spf_check_judge(struct report *report, const char *subject,
	    const struct spf_config *config, const struct spf_facts *facts);

/* spf_advice.c: the record to publish. */
void	spf_advice(struct spf_case *c);

/* Whether a TXT record is not SPF but was meant to be. */
bool	spf_is_mistyped(const struct dns_rr *rr);

/* Whether the term is one of the provider's old addresses. */
bool	spf_term_is_old(const struct spf_config *config,
	    const struct spf_term *term);

/*
 * Where a character-string ends inside the span of a record (octets from its
 * start); 0: nowhere.  What was meant to be two terms may have become one.
 */
size_t	spf_joint(const struct dns_rr *record, size_t start, size_t length);

/* The term or text, cleaned, in text; gives text. */
char	*spf_shown(char text[SPF_SHOWN_MAX], const char *octets,
	    size_t length);

/* spf_failure.c: a question that failed.  term is what asked it, cleaned, or
 * NULL for the record itself. */
enum spf_owner {
	SPF_OWN,		/* mail of the domain fails */
	SPF_PROVIDER,		/* the same, and the provider has to know */
	SPF_FOREIGN,		/* receivers wait for a while */
};
void	spf_failure(struct spf_case *c, const struct dns_answer *answer,
	    const char *term, enum spf_owner owner);

#endif
