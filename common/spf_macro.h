/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_macro.h - the macros of SPF (RFC 7208 section 7).
 *
 * Domain names here are DNS text: odd octets escaped as \DDD, as dns.h has
 * them; the other values are octets as they came.
 */
#ifndef WEBLIFE_SPF_MACRO_H
#define WEBLIFE_SPF_MACRO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ip.h"

#define SPF_EXPANSION_MAX 65535	/* octets that an expansion may have */

struct spf_values {
	struct ip ip;		/* i c v; not a mapped one */
	const char *local;	/* l, and s with o */
	const char *origin;	/* o: the sender's domain, as it came */
	const char *domain;	/* d: DNS text */
	const char *validated;	/* p: DNS text; NULL: "unknown" */
	const char *helo;	/* h, as it came */
	const char *receiver;	/* r */
	int64_t time;		/* t: seconds since 1970 */
};

/*
 * Octets of the macro-expand at p ("%{d2r}", "%%"), 0 if it is none.
 * exp_text: c, r and t may be used.
 */
size_t	spf_macro_length(const char *p, const char *end, bool exp_text);

/* The letters that text uses, as a set of SPF_LETTER(). */
uint32_t spf_macro_letters(const char *text, size_t length);
#define SPF_LETTER(c) (UINT32_C(1) << ((c) - 'a'))
/* d and v are known without a sender; i with the client's address. */
#define SPF_LETTERS_KNOWN (SPF_LETTER('d') | SPF_LETTER('v'))

/*
 * The expansion as allocated octets, ended by NUL, their number in
 * *expanded; NULL when text is no macro-string (with exp_text: no
 * explain-string) or the expansion is too long.
 */
char	*spf_macro_expand(size_t *expanded, const char *text, size_t length,
	    const struct spf_values *values, bool exp_text);

#endif
