/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_eval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "domain.h"
#include "spf_ahead.h"
#include "spf_impl.h"
#include "text.h"

static enum spf_result check_host(struct spf_eval *eval, const char *domain,
    unsigned int depth);

static void
name_copy(char name[SPF_NAME_MAX], const char *from)
{
	snprintf(name, SPF_NAME_MAX, "%s", from);
}

enum spf_match
spf_permerror(struct spf_eval *eval, enum spf_reason reason,
    const char *domain)
{
	eval->outcome->reason = reason;
	name_copy(eval->outcome->domain, domain);
	return SPF_MATCH_PERMERROR;
}

enum spf_match
spf_temperror(struct spf_eval *eval, const struct dns_answer *answer)
{
	eval->outcome->failed = answer;
	name_copy(eval->outcome->domain, answer->name);
	return SPF_MATCH_TEMPERROR;
}

static enum spf_result
match_result(enum spf_match match)
{
	switch (match) {
	case SPF_MATCH_TEMPERROR:
		return SPF_TEMPERROR;
	case SPF_MATCH_PERMERROR:
		return SPF_PERMERROR;
	default:
		return SPF_PENDING;
	}
}

static enum spf_result
qualifier_result(char qualifier)
{
	switch (qualifier) {
	case '-':
		return SPF_FAIL;
	case '~':
		return SPF_SOFTFAIL;
	case '?':
		return SPF_NEUTRAL;
	default:
		return SPF_PASS;
	}
}

/* RFC 7208 4.3 to 4.5: *record is set when evaluation can go on. */
static enum spf_result
record_find(struct spf_eval *eval, const char *domain,
    const struct dns_rr **record)
{
	const struct dns_answer *answer;
	size_t found;

	*record = NULL;
	if (!spf_name_valid(domain))
		return SPF_NONE;
	answer = spf_need(eval, domain, DNS_TXT);
	if (answer->status == DNS_PENDING)
		return SPF_PENDING;
	if (answer->status == DNS_BAD_NAME)
		return SPF_NONE;
	if (dns_failed(answer))
		return match_result(spf_temperror(eval, answer));
	found = spf_select(record, answer);
	if (found > 1) {
		*record = NULL;
		return match_result(spf_permerror(eval, SPF_SEVERAL, domain));
	}
	return SPF_NONE;
}

/* include (5.2): a result of the other record is a match, none or an error */
static enum spf_match
include_match(struct spf_eval *eval, const struct spf_frame *frame,
    const struct spf_term *term)
{
	char name[SPF_NAME_MAX];
	enum spf_match match;

	match = spf_eval_target(eval, frame, term, name);
	if (match == SPF_MATCH_PENDING)
		return match;
	if (match == SPF_MATCH_NO)
		return spf_permerror(eval, SPF_NO_RECORD, "");
	switch (check_host(eval, name, frame->depth + 1)) {
	case SPF_PASS:
		return SPF_MATCH_YES;
	case SPF_PENDING:
		return SPF_MATCH_PENDING;
	case SPF_TEMPERROR:
		return SPF_MATCH_TEMPERROR;
	case SPF_PERMERROR:
		return SPF_MATCH_PERMERROR;
	case SPF_NONE:
		return spf_permerror(eval, SPF_NO_RECORD, name);
	default:
		return SPF_MATCH_NO;
	}
}

static enum spf_match
term_match(struct spf_eval *eval, const struct spf_frame *frame,
    const struct spf_term *term)
{
	eval->void_seen = false;
	if (spf_counts(term) && ++eval->outcome->lookups > SPF_MAX_LOOKUPS)
		return spf_permerror(eval, SPF_LOOKUPS, frame->domain);
	switch (term->kind) {
	case SPF_ALL:
		return SPF_MATCH_YES;
	case SPF_IP4:
	case SPF_IP6:
		return spf_term_covers(term, &term->ip, &eval->values.ip) ?
		    SPF_MATCH_YES : SPF_MATCH_NO;
	case SPF_INCLUDE:
		return include_match(eval, frame, term);
	default:
		return spf_mechanism_match(eval, frame, term);
	}
}

/* Remembers what matched; an include is told by what matched behind it. */
static enum spf_result
matched(struct spf_eval *eval, const struct spf_frame *frame,
    const struct spf_term *term)
{
	struct spf_outcome *outcome = eval->outcome;

	if (term->kind != SPF_INCLUDE) {
		outcome->match = *term;
		name_copy(outcome->match_domain, frame->domain);
	}
	if (frame->depth == 0) {
		outcome->top = *term;
		eval->explain = *frame;
		name_copy(eval->explain_domain, frame->domain);
		eval->explain.domain = eval->explain_domain;
	}
	return qualifier_result(term->qualifier);
}

/* redirect (6.1); depth stays: its explanation counts, an include's not */
static enum spf_result
redirect_follow(struct spf_eval *eval, const struct spf_frame *frame,
    const struct spf_term *term)
{
	char name[SPF_NAME_MAX];
	enum spf_match match;
	enum spf_result result;

	eval->void_seen = false;
	if (++eval->outcome->lookups > SPF_MAX_LOOKUPS)
		return match_result(spf_permerror(eval, SPF_LOOKUPS,
		    frame->domain));
	match = spf_eval_target(eval, frame, term, name);
	if (match == SPF_MATCH_PENDING)
		return SPF_PENDING;
	if (match == SPF_MATCH_NO)
		return match_result(spf_permerror(eval, SPF_NO_RECORD, ""));
	result = check_host(eval, name, frame->depth);
	if (result == SPF_NONE)
		return match_result(spf_permerror(eval, SPF_NO_RECORD, name));
	return result;
}

static enum spf_result
record_evaluate(struct spf_eval *eval, const struct spf_frame *frame)
{
	struct spf_reader reader;
	struct spf_term term, redirect = { 0 };
	enum spf_match match;

	spf_begin(&reader, frame->text, frame->length);
	while (spf_next(&reader, &term)) {
		if (term.kind == SPF_REDIRECT)
			redirect = term;
		if (term.kind >= SPF_REDIRECT)
			continue;
		match = term_match(eval, frame, &term);
		if (match == SPF_MATCH_YES)
			return matched(eval, frame, &term);
		if (match != SPF_MATCH_NO)
			return match_result(match);
	}
	if (redirect.text != NULL)
		return redirect_follow(eval, frame, &redirect);
	return SPF_NEUTRAL;
}

static enum spf_result
check_host(struct spf_eval *eval, const char *domain, unsigned int depth)
{
	struct spf_frame frame = { .domain = domain, .depth = depth };
	struct spf_fault fault;
	const struct dns_rr *record;
	enum spf_result result;

	result = record_find(eval, domain, &record);
	if (record == NULL)
		return result;
	if (!spf_check(&fault, record->text, record->length)) {
		eval->outcome->fault = fault;
		return match_result(spf_permerror(eval, SPF_SYNTAX, domain));
	}
	frame.text = record->text;
	frame.length = record->length;
	return record_evaluate(eval, &frame);
}

/* The exp= of the record that decided; text NULL: it has none. */
static void
exp_find(struct spf_term *exp, const struct spf_frame *frame)
{
	struct spf_reader reader;
	struct spf_term term;

	*exp = (struct spf_term){ 0 };
	spf_begin(&reader, frame->text, frame->length);
	while (spf_next(&reader, &term)) {
		if (term.kind == SPF_EXP)
			*exp = term;
	}
}

/* RFC 7208 6.2: false when it must be called again. */
static bool
explain(struct spf_eval *eval)
{
	struct spf_outcome *outcome = eval->outcome;
	const struct dns_answer *answer;
	char name[SPF_NAME_MAX], *text;
	enum spf_match match;
	struct spf_term exp;
	size_t length;

	exp_find(&exp, &eval->explain);
	if (exp.text == NULL)
		return true;
	match = spf_eval_target(eval, &eval->explain, &exp, name);
	if (match != SPF_MATCH_YES)
		return match == SPF_MATCH_NO;
	answer = spf_need(eval, name, DNS_TXT);
	if (answer->status == DNS_PENDING)
		return false;
	if (answer->status != DNS_DATA || answer->count != 1)
		return true;
	if (!spf_eval_validated(eval, eval->explain.domain,
	    spf_macro_letters(answer->rr[0].text, answer->rr[0].length)))
		return false;
	eval->values.domain = eval->explain.domain;
	text = spf_macro_expand(&length, answer->rr[0].text,
	    answer->rr[0].length, &eval->values, true);
	if (text == NULL || length == 0) {
		free(text);
		return true;
	}
	outcome->explained = true;
	snprintf(outcome->explanation, sizeof(outcome->explanation), "%s",
	    text);
	free(text);
	return true;
}

const struct dns_answer *
spf_evaluate(struct spf_outcome *outcome, struct dns *dns,
    const struct spf_query *query)
{
	struct spf_eval eval = { .dns = dns, .query = query,
	    .outcome = outcome };

	*outcome = (struct spf_outcome){ 0 };
	eval.values = (struct spf_values){ .ip = query->ip,
	    .local = query->local, .origin = query->origin,
	    .domain = query->domain, .helo = query->helo,
	    .receiver = "unknown", .time = query->time };
	outcome->result = check_host(&eval, query->domain, 0);
	if (outcome->result == SPF_FAIL && !query->closed && !explain(&eval))
		outcome->result = SPF_PENDING;
	if (outcome->result != SPF_PENDING || query->closed)
		return NULL;
	spf_ahead(dns, query);
	return eval.waiting;
}

static bool
is_ascii(const char *text)
{
	while (*text != '\0' && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

/* An internationalised name is asked for, and expanded, as A-labels (4.3). */
static void
origin_set(struct spf_query *query, const char *origin)
{
	char name[DOMAIN_MAX];
	size_t length;

	if (!is_ascii(origin) && domain_parse(name, origin) == NULL)
		origin = name;
	length = strlen(origin);
	name_copy(query->origin, origin);
	if (length > 254 || !spf_name(query->domain, origin, length))
		query->domain[0] = '\0';
}

void
spf_query_set(struct spf_query *query, const struct ip *ip,
    const char *mail_from, const char *helo, const char *domain)
{
	const char *at;

	*query = (struct spf_query){ .ip = *ip, .time = clock_wall() };
	ip_unmap(&query->ip);
	if (mail_from == NULL || strcmp(mail_from, "<>") == 0)
		mail_from = "";
	if (helo == NULL)
		helo = "unknown";
	name_copy(query->helo, helo);
	snprintf(query->local, sizeof(query->local), "postmaster");
	if (*mail_from == '\0')
		origin_set(query, helo);
	else if ((at = strrchr(mail_from, '@')) == NULL)
		origin_set(query, mail_from);
	else {
		origin_set(query, at + 1);
		if (at > mail_from)
			snprintf(query->local, sizeof(query->local), "%.*s",
			    (int)(at - mail_from), mail_from);
	}
	if (domain != NULL && !spf_name(query->domain, domain,
	    strlen(domain)))
		query->domain[0] = '\0';
}

const char *
spf_result_name(enum spf_result result)
{
	static const char *const names[] = { "pending", "none", "neutral",
		"pass", "fail", "softfail", "temperror", "permerror" };

	return names[result];
}
