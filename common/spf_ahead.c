/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_ahead.h"

#include "spf_target.h"

struct ahead {
	struct dns *dns;
	struct spf_values values;
	unsigned int asked;
	unsigned int lookups;
	bool ended;		/* evaluation cannot get beyond here */
};

static bool surely_passes(struct ahead *ahead, const char *domain);

/* NULL when the answer is not data yet, or not to be asked any more */
static const struct dns_answer *
ask(struct ahead *ahead, const char *name, enum dns_type type)
{
	const struct dns_answer *answer;

	if (ahead->asked >= SPF_AHEAD_MAX)
		return NULL;
	ahead->asked++;
	answer = dns_ask(ahead->dns, name, type);
	return answer->status == DNS_DATA ? answer : NULL;
}

static bool
host_covers(struct ahead *ahead, const char *name,
    const struct spf_term *term)
{
	const struct ip *client = &ahead->values.ip;
	const struct dns_answer *answer;
	size_t i;

	answer = ask(ahead, name, client->version == 4 ? DNS_A : DNS_AAAA);
	for (i = 0; answer != NULL && i < answer->count; i++) {
		if (spf_term_covers(term, &answer->rr[i].ip, client))
			return true;
	}
	return false;
}

static bool
mx_covers(struct ahead *ahead, const char *name, const struct spf_term *term)
{
	const struct dns_answer *answer = ask(ahead, name, DNS_MX);
	bool covered = false;
	size_t i;

	if (answer == NULL || answer->count > SPF_MAX_HOSTS)
		return false;
	for (i = 0; i < answer->count; i++) {
		if (answer->rr[i].name[0] != '\0' &&
		    host_covers(ahead, answer->rr[i].name, term))
			covered = true;
	}
	return covered;
}

/* Asks for what the term needs; true when it surely matches. */
static bool
surely_matches(struct ahead *ahead, const char *domain,
    const struct spf_term *term)
{
	char name[SPF_NAME_MAX];

	if (term->kind == SPF_ALL)
		return true;
	if (term->kind == SPF_IP4 || term->kind == SPF_IP6)
		return spf_term_covers(term, &term->ip, &ahead->values.ip);
	if (++ahead->lookups > SPF_MAX_LOOKUPS) {
		ahead->ended = true;
		return false;
	}
	ahead->values.domain = domain;
	if (term->kind == SPF_PTR || (spf_term_letters(term) &
	    ~(SPF_LETTERS_KNOWN | SPF_LETTER('i'))) != 0 ||
	    !spf_target(name, term, &ahead->values))
		return false;
	switch (term->kind) {
	case SPF_A:
		return host_covers(ahead, name, term);
	case SPF_MX:
		return mx_covers(ahead, name, term);
	case SPF_EXISTS:
		return ask(ahead, name, DNS_A) != NULL;
	default:
		return surely_passes(ahead, name);
	}
}

/* Reads the record's terms in their order.  "Surely" is: if evaluation gets
 * here, no outcome but pass is left. */
static bool
record_passes(struct ahead *ahead, const char *domain,
    const struct dns_rr *record)
{
	struct spf_reader reader;
	struct spf_term term, redirect = { 0 };
	bool only_pass = true;

	spf_begin(&reader, record->text, record->length);
	while (!ahead->ended && spf_next(&reader, &term)) {
		if (term.kind == SPF_REDIRECT)
			redirect = term;
		if (term.kind >= SPF_REDIRECT)
			continue;
		only_pass = only_pass && term.qualifier == '+';
		if (surely_matches(ahead, domain, &term))
			return only_pass;
	}
	if (!ahead->ended && redirect.text != NULL)
		return surely_matches(ahead, domain, &redirect) && only_pass;
	return false;
}

static bool
surely_passes(struct ahead *ahead, const char *domain)
{
	const struct dns_answer *answer;
	const struct dns_rr *record;
	struct spf_fault fault;

	if (!spf_name_valid(domain)) {
		ahead->ended = true;
		return false;
	}
	answer = ask(ahead, domain, DNS_TXT);
	if (answer == NULL)
		return false;
	if (spf_select(&record, answer) != 1 ||
	    !spf_check(&fault, record->text, record->length)) {
		ahead->ended = true;
		return false;
	}
	return record_passes(ahead, domain, record);
}

void
spf_ahead(struct dns *dns, const struct spf_query *query)
{
	struct ahead ahead = { .dns = dns, .values = { .ip = query->ip,
	    .domain = query->domain } };

	surely_passes(&ahead, query->domain);
}
