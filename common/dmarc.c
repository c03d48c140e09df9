/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dmarc.h"

#include <stdio.h>
#include <string.h>

#include "domain.h"
#include "spf.h"
#include "spf_name.h"

#define VERSION "DMARC1"
#define CLIMB_MAX 7	/* labels of the longest name above that is asked */

static const char *const policies[] = { "none", "quarantine", "reject" };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct span {
	const char *text;
	size_t length;
};

static struct span
trim(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	while (end > p && is_blank(end[-1]))
		end--;
	return (struct span){ p, (size_t)(end - p) };
}

/* The next "name = value" up to a semicolon; false at the end, or where there
 * is no "=". */
static bool
tag_next(struct span *rest, struct span *name, struct span *value)
{
	const char *end, *equals, *stop;

	*rest = trim(rest->text, rest->text + rest->length);
	if (rest->length == 0)
		return false;
	stop = rest->text + rest->length;
	end = memchr(rest->text, ';', rest->length);
	if (end == NULL)
		end = stop;
	equals = memchr(rest->text, '=', (size_t)(end - rest->text));
	if (equals == NULL)
		return false;
	*name = trim(rest->text, equals);
	*value = trim(equals + 1, end);
	rest->text = end < stop ? end + 1 : stop;
	rest->length = (size_t)(stop - rest->text);
	return true;
}

bool
dmarc_is_record(const char *text, size_t length)
{
	struct span rest = { text, length }, name, value;

	if (length == 0 || text[0] != 'v' || !tag_next(&rest, &name, &value))
		return false;
	return name.length == 1 && value.length == strlen(VERSION) &&
	    memcmp(value.text, VERSION, value.length) == 0;
}

static bool
policy_parse(enum dmarc_policy *policy, const struct span *value)
{
	size_t i;

	for (i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
		if (spf_word(value->text, value->length, policies[i])) {
			*policy = (enum dmarc_policy)i;
			return true;
		}
	}
	return false;
}

struct tags {
	bool p;
	bool sp;
	bool sp_wrong;
	bool rua;		/* with an address one could send to */
};

static void
tag_take(struct dmarc_record *record, struct tags *tags,
    const struct span *name, const struct span *value)
{
	if (spf_word(name->text, name->length, "p"))
		tags->p = policy_parse(&record->policy, value);
	else if (spf_word(name->text, name->length, "sp")) {
		tags->sp = policy_parse(&record->below, value);
		tags->sp_wrong = !tags->sp;
	} else if (spf_word(name->text, name->length, "rua"))
		tags->rua = value->length > 7 &&
		    spf_word(value->text, 7, "mailto:");
	else if (spf_word(name->text, name->length, "psd") &&
	    value->length == 1)
		record->psd = *value->text == 'y' ? DMARC_PSD_YES :
		    *value->text == 'n' ? DMARC_PSD_NO : DMARC_PSD_UNKNOWN;
}

/* RFC 7489 6.6.3: without a right p (or with a wrong sp), p=none is meant if
 * reports are asked for, else there is no record. */
bool
dmarc_parse(struct dmarc_record *record, const char *text, size_t length)
{
	struct span rest = { text, length }, name, value;
	struct tags tags = { 0 };

	*record = (struct dmarc_record){ 0 };
	while (tag_next(&rest, &name, &value))
		tag_take(record, &tags, &name, &value);
	if (rest.length > 0)
		return false;
	if (!tags.p || tags.sp_wrong) {
		record->policy = DMARC_POLICY_NONE;
		record->below = DMARC_POLICY_NONE;
		return tags.rua;
	}
	if (!tags.sp)
		record->below = record->policy;
	return true;
}

/* What one name's answer says. */
static enum dmarc_state
answer_read(const struct dns_answer *answer, struct dmarc_record *record)
{
	const struct dns_rr *first = NULL;
	size_t i, found = 0;

	if (answer->status == DNS_PENDING)
		return DMARC_PENDING;
	if (dns_failed(answer))
		return DMARC_FAILED;
	for (i = 0; i < answer->count; i++) {
		if (!dmarc_is_record(answer->rr[i].text,
		    answer->rr[i].length))
			continue;
		if (found++ == 0)
			first = &answer->rr[i];
	}
	if (found != 1)
		return found == 0 ? DMARC_ABSENT : DMARC_SEVERAL;
	return dmarc_parse(record, first->text, first->length) ?
	    DMARC_FOUND : DMARC_BROKEN;
}

static const struct dns_answer *
ask(struct dns *dns, const char *domain)
{
	char name[SPF_NAME_MAX + 8];

	snprintf(name, sizeof(name), "_dmarc.%s", domain);
	return dns_ask(dns, name, DNS_TXT);
}

static size_t
labels_count(const char *name)
{
	size_t n = 1;

	for (; *name != '\0'; name++)
		n += *name == '.';
	return n;
}

/* The names above domain, from the nearest up to two labels. */
static const struct dns_answer *
climb(struct dmarc *dmarc, struct dns *dns, const char *domain)
{
	const struct dns_answer *answer, *waiting = NULL;
	struct dmarc_record record;
	enum dmarc_state state;
	bool ended = false;

	while ((domain = strchr(domain, '.')) != NULL &&
	    strchr(++domain, '.') != NULL) {
		if (ended || labels_count(domain) > CLIMB_MAX)
			continue;
		answer = ask(dns, domain);
		state = answer_read(answer, &record);
		if (state == DMARC_PENDING)
			waiting = answer;
		if (state == DMARC_PENDING || state == DMARC_ABSENT)
			continue;
		ended = state == DMARC_FOUND && record.psd != 0;
		if ((state == DMARC_FOUND && record.psd == DMARC_PSD_YES) ||
		    (state == DMARC_FAILED && dmarc->state == DMARC_FOUND))
			continue;
		dmarc->state = state;
		dmarc->answer = answer;
		dmarc->above = state == DMARC_FOUND;
		if (state == DMARC_FOUND)
			dmarc->policy = record.below;
	}
	return waiting;
}

const struct dns_answer *
dmarc_collect(struct dmarc *dmarc, struct dns *dns, const char *domain)
{
	struct dmarc_record record = { 0 };
	const struct dns_answer *waiting;

	*dmarc = (struct dmarc){ 0 };
	dmarc->answer = ask(dns, domain);
	dmarc->state = answer_read(dmarc->answer, &record);
	dmarc->policy = record.policy;
	if (dmarc->state == DMARC_PENDING)
		return dmarc->answer;
	if (dmarc->state != DMARC_ABSENT)
		return NULL;
	waiting = climb(dmarc, dns, domain);
	if (waiting != NULL)
		dmarc->state = DMARC_PENDING;
	return waiting;
}

const char *
dmarc_policy_name(enum dmarc_policy policy)
{
	return policies[policy];
}
