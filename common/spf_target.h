/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_target.h - the small steps that evaluation, asking ahead and the walk
 * over a published tree have in common.
 */
#ifndef WEBLIFE_SPF_TARGET_H
#define WEBLIFE_SPF_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "dns.h"
#include "spf.h"
#include "spf_macro.h"
#include "spf_name.h"

/*
 * The number of SPF records in a TXT answer (RFC 7208 4.5), the first of them
 * in *record; 0 and NULL when there is none.
 */
size_t	spf_select(const struct dns_rr **record,
	    const struct dns_answer *answer);

/* The name that the term is about: its domain-spec expanded, or the current
 * domain.  False when that gives no name. */
bool	spf_target(char name[SPF_NAME_MAX], const struct spf_term *term,
	    const struct spf_values *values);

/* The macro letters of the term's domain-spec, SPF_LETTER() each. */
uint32_t spf_term_letters(const struct spf_term *term);

/* Whether address and client agree in the term's prefix; addresses of the two
 * families never do. */
bool	spf_term_covers(const struct spf_term *term, const struct ip *address,
	    const struct ip *client);

#endif
