/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "domain.h"
#include "spf_impl.h"

const struct dns_answer *
spf_need(struct spf_eval *eval, const char *name, enum dns_type type)
{
	const struct dns_answer *answer = dns_ask(eval->dns, name, type);

	if (answer->status == DNS_PENDING)
		eval->waiting = answer;
	return answer;
}

enum spf_match
spf_void(struct spf_eval *eval)
{
	if (eval->void_seen)
		return SPF_MATCH_NO;
	eval->void_seen = true;
	if (++eval->outcome->voids > SPF_MAX_VOIDS)
		return spf_permerror(eval, SPF_VOIDS, "");
	return SPF_MATCH_NO;
}

static enum dns_type
address_type(const struct spf_eval *eval)
{
	return eval->values.ip.version == 4 ? DNS_A : DNS_AAAA;
}

/* What an answer that is no data means for a mechanism (RFC 7208 section 5);
 * YES: it is data. */
static enum spf_match
answer_state(struct spf_eval *eval, const struct dns_answer *answer)
{
	if (answer->status == DNS_PENDING)
		return SPF_MATCH_PENDING;
	if (answer->status == DNS_BAD_NAME)
		return SPF_MATCH_NO;
	if (dns_failed(answer))
		return spf_temperror(eval, answer);
	if (dns_void(answer))
		return spf_void(eval);
	return SPF_MATCH_YES;
}

static bool
answer_covers(const struct dns_answer *answer, const struct spf_term *term,
    const struct ip *client)
{
	size_t i;

	for (i = 0; i < answer->count; i++) {
		if (spf_term_covers(term, &answer->rr[i].ip, client))
			return true;
	}
	return false;
}

static enum spf_match
host_match(struct spf_eval *eval, const char *name,
    const struct spf_term *term)
{
	const struct dns_answer *answer;
	enum spf_match match;

	answer = spf_need(eval, name, address_type(eval));
	match = answer_state(eval, answer);
	if (match != SPF_MATCH_YES)
		return match;
	return answer_covers(answer, term, &eval->values.ip) ?
	    SPF_MATCH_YES : SPF_MATCH_NO;
}

/*
 * More than 10 names are permerror at once: a receiver that gets them in
 * another order would find that out, so the order must not decide here.
 */
static enum spf_match
mx_match(struct spf_eval *eval, const char *name, const struct spf_term *term)
{
	const struct dns_answer *answer;
	enum spf_match match;
	size_t i;

	answer = spf_need(eval, name, DNS_MX);
	match = answer_state(eval, answer);
	if (match != SPF_MATCH_YES)
		return match;
	if (answer->count > SPF_MAX_HOSTS)
		return spf_permerror(eval, SPF_HOSTS, name);
	for (i = 0; i < answer->count; i++) {
		if (answer->rr[i].name[0] == '\0')	/* RFC 7505 */
			continue;
		match = host_match(eval, answer->rr[i].name, term);
		if (match != SPF_MATCH_NO)
			return match;
	}
	return SPF_MATCH_NO;
}

static enum spf_match
exists_match(struct spf_eval *eval, const char *name)
{
	return answer_state(eval, spf_need(eval, name, DNS_A));
}

/* The names that the client's address has; NULL when pending (5.5). */
static const struct dns_answer *
ptr_names(struct spf_eval *eval)
{
	const struct dns_answer *answer;
	char name[SPF_NAME_MAX];

	spf_reverse_name(name, &eval->values.ip);
	answer = spf_need(eval, name, DNS_PTR);
	return answer->status == DNS_PENDING ? NULL : answer;
}

/* Whether the name has the client's address: YES, NO or PENDING; an error is
 * NO (5.5). */
static enum spf_match
name_validates(struct spf_eval *eval, const char *name)
{
	const struct spf_term whole = { .prefix4 = 32, .prefix6 = 128 };
	const struct dns_answer *answer;

	answer = spf_need(eval, name, address_type(eval));
	if (answer->status == DNS_PENDING)
		return SPF_MATCH_PENDING;
	if (answer->status != DNS_DATA)
		return SPF_MATCH_NO;
	return answer_covers(answer, &whole, &eval->values.ip) ?
	    SPF_MATCH_YES : SPF_MATCH_NO;
}

enum nearness {
	NEAR_EQUAL,
	NEAR_BELOW,
	NEAR_NOT,
};

static enum nearness
name_nearness(const char *name, const char *domain)
{
	if (domain_equal(name, domain))
		return NEAR_EQUAL;
	return domain_ends(name, domain) ? NEAR_BELOW : NEAR_NOT;
}

/* The first validated name of this nearness, among the first 10. */
static enum spf_match
validated_find(struct spf_eval *eval, const struct dns_answer *names,
    const char *domain, enum nearness nearness, const char **found)
{
	size_t i, count = names->count;
	enum spf_match match;

	if (count > SPF_MAX_HOSTS)
		count = SPF_MAX_HOSTS;
	for (i = 0; i < count; i++) {
		if (name_nearness(names->rr[i].name, domain) != nearness)
			continue;
		match = name_validates(eval, names->rr[i].name);
		*found = names->rr[i].name;
		if (match != SPF_MATCH_NO)
			return match;
	}
	return SPF_MATCH_NO;
}

static enum spf_match
ptr_match(struct spf_eval *eval, const char *name)
{
	const struct dns_answer *names = ptr_names(eval);
	enum spf_match match;
	const char *found;

	if (names == NULL)
		return SPF_MATCH_PENDING;
	if (dns_void(names))
		return spf_void(eval);
	if (names->status != DNS_DATA)
		return SPF_MATCH_NO;
	match = validated_find(eval, names, name, NEAR_EQUAL, &found);
	if (match == SPF_MATCH_NO)
		match = validated_find(eval, names, name, NEAR_BELOW, &found);
	return match;
}

bool
spf_eval_validated(struct spf_eval *eval, const char *domain,
    uint32_t letters)
{
	const struct dns_answer *names;
	enum spf_match match = SPF_MATCH_NO;
	const char *found = NULL;
	enum nearness near;

	eval->values.validated = NULL;
	if ((letters & SPF_LETTER('p')) == 0)
		return true;
	names = ptr_names(eval);
	if (names == NULL)
		return false;
	if (names->status != DNS_DATA)
		return true;
	for (near = NEAR_EQUAL; near <= NEAR_NOT; near++) {
		match = validated_find(eval, names, domain, near, &found);
		if (match != SPF_MATCH_NO)
			break;
	}
	if (match == SPF_MATCH_YES)
		eval->values.validated = found;
	return match != SPF_MATCH_PENDING;
}

enum spf_match
spf_eval_target(struct spf_eval *eval, const struct spf_frame *frame,
    const struct spf_term *term, char name[SPF_NAME_MAX])
{
	uint32_t letters = spf_term_letters(term);

	if (eval->query->closed && (letters & ~SPF_LETTERS_KNOWN) != 0)
		return SPF_MATCH_PENDING;
	if (!spf_eval_validated(eval, frame->domain, letters))
		return SPF_MATCH_PENDING;
	eval->values.domain = frame->domain;
	return spf_target(name, term, &eval->values) ?
	    SPF_MATCH_YES : SPF_MATCH_NO;
}

enum spf_match
spf_mechanism_match(struct spf_eval *eval, const struct spf_frame *frame,
    const struct spf_term *term)
{
	char name[SPF_NAME_MAX];
	enum spf_match match;

	if (term->kind == SPF_PTR && eval->query->closed)
		return SPF_MATCH_PENDING;
	match = spf_eval_target(eval, frame, term, name);
	if (match != SPF_MATCH_YES)
		return match;
	switch (term->kind) {
	case SPF_A:
		return host_match(eval, name, term);
	case SPF_MX:
		return mx_match(eval, name, term);
	case SPF_PTR:
		return ptr_match(eval, name);
	default:
		return exists_match(eval, name);
	}
}
