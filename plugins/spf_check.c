/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blame.h"
#include "i18n.h"
#include "spf_judge.h"

static const struct cause cause_result = {
	"spf_result", N_("this client and sender do not pass SPF") };

static enum state
result_state(const struct spf_facts *facts)
{
	const struct spf_outcome *outcome = &facts->check->outcome;

	switch (outcome->result) {
	case SPF_PASS:
		return STATE_OK;
	case SPF_SOFTFAIL:
	case SPF_NEUTRAL:
	case SPF_NONE:
		return STATE_WARNING;
	case SPF_TEMPERROR:
		return blame_ours(outcome->failed, facts->health) ?
		    STATE_UNKNOWN : STATE_CRITICAL;
	default:
		return STATE_CRITICAL;
	}
}

/* For the sentence "spf=permerror for ADDRESS: ...", %s is the name. */
static const char *
reason_text(enum spf_reason reason)
{
	switch (reason) {
	case SPF_SYNTAX:
		return _("spf=%s for %s: a syntax error in the record of %s");
	case SPF_SEVERAL:
		return _("spf=%s for %s: more than one SPF record at %s");
	case SPF_NO_RECORD:
		return _("spf=%s for %s: an include or redirect leads to no "
		    "SPF record (%s)");
	case SPF_LOOKUPS:
		return _("spf=%s for %s: more than 10 look-ups (at %s)");
	case SPF_HOSTS:
		return _("spf=%s for %s: more than 10 MX records at %s");
	default:
		return _("spf=%s for %s: more than 2 look-ups found nothing "
		    "(%s)");
	}
}

static void
error_text(char *text, size_t size, const struct spf_outcome *outcome,
    const char *ip)
{
	char name[SPF_SHOWN_MAX];
	const char *result = spf_result_name(outcome->result);

	spf_shown(name, outcome->domain, strlen(outcome->domain));
	if (outcome->result == SPF_TEMPERROR)
		snprintf(text, size,
		    _("spf=%s for %s: no answer for %s %s (%s)"), result, ip,
		    dns_type_name(outcome->failed->type), name,
		    dns_status_name(outcome->failed->status));
	else
		snprintf(text, size, reason_text(outcome->reason), result, ip,
		    *name != '\0' ? name : "?");
}

static void
match_text(char *text, size_t size, const struct spf_outcome *outcome,
    const char *ip)
{
	const struct spf_term *match = &outcome->match;
	char term[SPF_SHOWN_MAX], domain[SPF_SHOWN_MAX], top[SPF_SHOWN_MAX];
	const char *result = spf_result_name(outcome->result);

	if (outcome->result == SPF_NONE) {
		snprintf(text, size, _("spf=%s for %s: there is no SPF "
		    "record for this sender"), result, ip);
		return;
	}
	if (outcome->top.text == NULL) {
		snprintf(text, size, _("spf=%s for %s: no mechanism matched, "
		    "and the record has no all"), result, ip);
		return;
	}
	spf_shown(term, match->text, match->length);
	spf_shown(domain, outcome->match_domain,
	    strlen(outcome->match_domain));
	spf_shown(top, outcome->top.text, outcome->top.length);
	if (match->text == outcome->top.text)
		snprintf(text, size, _("spf=%s for %s: %s in the record of "
		    "%s matched"), result, ip, term, domain);
	else
		snprintf(text, size, _("spf=%s for %s: %s matched by %s in "
		    "the record of %s"), result, ip, top, term, domain);
}

static void
figures_add(struct report *report, const struct spf_outcome *outcome)
{
	const struct metric lookups = { .label = "lookups",
	    .value = outcome->lookups, .min = "0", .max = "10" };
	const struct metric voids = { .label = "voids",
	    .value = outcome->voids, .min = "0", .max = "2" };

	report_metric(report, &lookups);
	report_metric(report, &voids);
}

/* Runs of blanks stay as the domain wrote them; the report's own filter does
 * the rest. */
static void
explanation_note(struct report *report, const struct spf_outcome *outcome)
{
	char text[SPF_EXPLANATION_MAX], *p;

	memcpy(text, outcome->explanation, sizeof(text));
	for (p = text; *p != '\0'; p++) {
		if (*p < 0x20 || *p > 0x7e)
			*p = '?';
	}
	report_note(report, 0, "exp: %s", text);
}

void
spf_check_judge(struct report *report, const char *subject,
    const struct spf_config *config, const struct spf_facts *facts)
{
	const struct spf_outcome *outcome = &facts->check->outcome;
	enum state state = result_state(facts);
	char ip[IP_TEXT_MAX];
	char shown[2 * DOMAIN_MAX], text[512];

	ip_text(&config->ip, ip);
	domain_text(shown, sizeof(shown), subject);
	if (outcome->result == SPF_TEMPERROR ||
	    outcome->result == SPF_PERMERROR)
		error_text(text, sizeof(text), outcome, ip);
	else
		match_text(text, sizeof(text), outcome, ip);
	/* beside the verdict a good result is to be seen without -v, too */
	if (state == STATE_OK && !config->alone)
		report_note(report, 0, "%s", text);
	else {
		report_add(report, shown, state, "%s", text);
		report_cause(report, &cause_result);
	}
	if (outcome->explained)
		explanation_note(report, outcome);
	if (config->alone) {
		figures_add(report, outcome);
		if (outcome->failed != NULL &&
		    outcome->result == SPF_TEMPERROR)
			blame_add(report, shown, outcome->failed->name,
			    outcome->failed->type, outcome->failed,
			    facts->health, STATE_CRITICAL);
	}
}
