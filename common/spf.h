/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf.h - an SPF record as text, read term by term (RFC 7208 4.5, 4.6, 12).
 *
 * Nothing is allocated and nothing copied: a term points into the record,
 * which is not ended by NUL and may hold any octet.
 */
#ifndef WEBLIFE_SPF_H
#define WEBLIFE_SPF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ip.h"

enum spf_kind {
	SPF_ALL,
	SPF_INCLUDE,
	SPF_A,
	SPF_MX,
	SPF_PTR,
	SPF_IP4,
	SPF_IP6,
	SPF_EXISTS,
	/* modifiers */
	SPF_REDIRECT,
	SPF_EXP,
	SPF_UNKNOWN_MODIFIER,
};

enum spf_error {
	SPF_FINE,
	SPF_BAD_CHARACTER,	/* not printable ASCII */
	SPF_BAD_MECHANISM,	/* no such mechanism */
	SPF_BAD_DOMAIN,		/* no domain name (or macro) where one is due */
	SPF_BAD_MACRO,
	SPF_BAD_ADDRESS,
	SPF_BAD_PREFIX,		/* prefix length */
	SPF_NO_VALUE,		/* include, exists, ip4, ip6 without ":" */
	SPF_EXTRA,		/* all:..., ptr/24 */
	SPF_TWICE,		/* a second redirect= or exp= */
};

struct spf_term {
	enum spf_kind kind;
	char qualifier;		/* + - ~ ?; + where none is written */
	const char *text;	/* the term as written */
	size_t length;
	const char *spec;	/* domain-spec; NULL: none written */
	size_t spec_length;
	struct ip ip;		/* ip4, ip6: as written */
	uint8_t prefix4;	/* ip4, a, mx */
	uint8_t prefix6;	/* ip6, a, mx */
};

struct spf_reader {
	const char *text;
	size_t length;
	size_t at;		/* octets read */
	size_t number;		/* terms read; the first is 1 */
	enum spf_error error;	/* of the last term */
};

/* Where a record is wrong. */
struct spf_fault {
	enum spf_error error;
	size_t number;		/* which term; the first is 1 */
	size_t start;		/* octets before it in the record */
	size_t length;		/* of the term */
};

/* Whether a TXT record is an SPF record at all (RFC 7208 4.5). */
bool	spf_is_record(const char *text, size_t length);

/* Begins behind the version of a text that spf_is_record(). */
void	spf_begin(struct spf_reader *reader, const char *text, size_t length);

/*
 * The next term.  False at the end (error is SPF_FINE) and for a term that is
 * wrong; then text and length of the term are set, and the next call goes on
 * behind it.
 */
bool	spf_next(struct spf_reader *reader, struct spf_term *term);

/* Whether the whole record is right; else fault tells the first error. */
bool	spf_check(struct spf_fault *fault, const char *text, size_t length);

/* What is wrong, for a sentence, translated. */
const char *spf_error_text(enum spf_error error);

/* Whether the term is one of those of which a record may spend 10 (RFC 7208
 * 4.6.4). */
bool	spf_counts(const struct spf_term *term);

/* "include", "ip4": never translated; "" for an unknown modifier. */
const char *spf_kind_name(enum spf_kind kind);

/* Whether the n octets of text are word, which is in small letters; without
 * case and whatever the locale. */
bool	spf_word(const char *text, size_t n, const char *word);

#endif
