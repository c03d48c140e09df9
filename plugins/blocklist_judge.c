/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "blame.h"
#include "blocklist_verdict.h"
#include "i18n.h"

static const struct cause cause_senders = {
	"dnsbl_senders", N_("not all senders are known") };
static const struct cause cause_no_list = {
	"dnsbl_no_list", N_("no list for this") };
static const struct cause cause_no_host = {
	"dnsbl_no_host", N_("the host has no address") };
static const struct cause cause_range = {
	"dnsbl_range", N_("outside the range given") };

static void
count_item(struct blocklist_tally *tally, const struct blocklist_item *item,
    const struct blocklist_outcome *o, enum blocklist_proof proof)
{
	if (o->late)
		tally->late++;
	if (proof != BLOCKLIST_PROVEN)
		return;
	if (!o->listed && o->excused)
		tally->excused++;
	if (!o->listed)
		return;
	tally->weight[o->weight]++;
	if (o->weight == DNSBL_INFO)
		return;
	tally->policy += o->policy;
	tally->addresses += item->ip != NULL;
}

static void
count_result(struct blocklist_verdict *v,
    const struct blocklist_result *result)
{
	char why[BLOCKLIST_TEXT_MAX];
	enum blocklist_proof proof = blocklist_proof(result, why);
	bool answered = proof == BLOCKLIST_PROVEN;
	struct blocklist_outcome o;

	for (size_t i = 0; i < result->count; i++) {
		blocklist_outcome(&o, result, &result->items[i],
		    v->config->client);
		count_item(&v->tally, &result->items[i], &o, proof);
		if (!o.answered)
			answered = false;
	}
	if (!answered)
		v->tally.no_answer++;
}

static void
count_all(struct blocklist_verdict *v)
{
	const size_t lists = v->facts->count;
	struct blocklist_tally *t = &v->tally;

	for (size_t i = 0; i < lists; i++)
		count_result(v, &v->facts->results[i]);
	t->too_few = range_alerts(&v->config->answers,
	    100.0 * (double)(lists - t->no_answer) / (double)lists);
}

enum state
blocklist_state(const struct blocklist_verdict *v, enum dnsbl_weight weight)
{
	const double count = (double)v->tally.weight[weight];

	if (weight == DNSBL_CRITICAL &&
	    range_alerts(&v->config->critical, count))
		return STATE_CRITICAL;
	if (weight == DNSBL_WARNING &&
	    range_alerts(&v->config->warning, count))
		return STATE_WARNING;
	return STATE_OK;
}

/* A range that alerts though there is no listing to carry the alert. */
static void
tell_odd_range(const struct blocklist_verdict *v, enum dnsbl_weight weight)
{
	enum state state = blocklist_state(v, weight);

	if (v->tally.weight[weight] != 0 || state == STATE_OK)
		return;
	report_add(v->report, v->name, state, "%s",
	    _("no listing, which is outside the range given"));
	report_cause(v->report, &cause_range);
}

static void
add_metric(const struct blocklist_verdict *v, const char *label, size_t value,
    const struct range *warning, const struct range *critical)
{
	struct metric metric = { .label = label, .value = (double)value,
	    .warning = warning, .critical = critical, .min = "0" };

	report_metric(v->report, &metric);
}

static void
add_metrics(const struct blocklist_verdict *v)
{
	const struct blocklist_tally *t = &v->tally;
	const struct blocklist_config *config = v->config;

	add_metric(v, "listed", t->weight[DNSBL_CRITICAL], NULL,
	    &config->critical);
	add_metric(v, "listed_warning", t->weight[DNSBL_WARNING],
	    &config->warning, NULL);
	add_metric(v, "listed_info", t->weight[DNSBL_INFO] + t->excused,
	    NULL, NULL);
	add_metric(v, "lists", v->facts->count, NULL, NULL);
	add_metric(v, "no_answer", t->no_answer, NULL, NULL);
	add_metric(v, "addresses", v->facts->sample.count, NULL, NULL);
}

static void
no_host(const struct blocklist_verdict *v, const char *text)
{
	report_add(v->report, v->name, STATE_CRITICAL, "%s", text);
	report_cause(v->report, &cause_no_host);
	report_advice(v->report, "%s", _("Is the name mistyped? -H is for a "
	    "host or an address, -d for a mail domain and all that it sends "
	    "from."));
}

/* The host's name: false when there is no address to ask for. */
static bool
judge_host(const struct blocklist_verdict *v)
{
	const struct blocklist_facts *f = v->facts;
	const struct dns_answer *failed = f->a;
	const bool none = f->sample.count == 0;

	if (!dns_failed(failed))
		failed = f->aaaa;
	if (dns_failed(failed))
		(void)blame_add(v->report, v->name, v->subject->name,
		    failed->type, failed, f->health,
		    none ? STATE_CRITICAL : STATE_WARNING);
	else if (none && f->a->status == DNS_NXDOMAIN)
		no_host(v, _("this host name does not exist (NXDOMAIN)"));
	else if (none)
		no_host(v, _("this host name has no address"));
	return !none;
}

static void
tell_senders(const struct blocklist_verdict *v, enum state state,
    const char *fmt, const char *why)
{
	report_add(v->report, v->name, state, fmt, why);
	report_cause(v->report, &cause_senders);
	report_advice(v->report, "%s", _("check_spf_weblife tells what is "
	    "wrong with the SPF record and what to publish."));
}

/* The domain's SPF: false when not even the domain is there. */
static bool
judge_senders(const struct blocklist_verdict *v)
{
	const struct senders *s = &v->facts->senders;

	switch (s->state) {
	case SENDERS_NO_ANSWER:
		if (s->answer->status == DNS_NXDOMAIN)
			blame_nxdomain(v->report, v->name);
		else
			(void)blame_add(v->report, v->name, v->subject->name,
			    s->answer->type, s->answer, v->facts->health,
			    STATE_CRITICAL);
		return false;
	case SENDERS_NO_RECORD:
		tell_senders(v, STATE_UNKNOWN, "%s", _("the domain has no SPF "
		    "record, so its senders are not known"));
		break;
	case SENDERS_PARTLY:
		tell_senders(v, STATE_UNKNOWN, _("not all senders are known: "
		    "%s"), s->why);
		break;
	case SENDERS_KNOWN:
		break;
	}
	if (s->everybody)
		tell_senders(v, STATE_WARNING, "%s", _("the SPF lets every "
		    "address of the world send; only those that it names are "
		    "asked for"));
	if (*s->aside != '\0')
		report_note(v->report, 0, _("Not asked for: the senders of "
		    "the SPF term %s, which depend on the mail"), s->aside);
	return true;
}

/* Not one list answered anything: is it our resolver's fault? */
static bool
judge_resolver(const struct blocklist_verdict *v)
{
	const struct blocklist_result *first = &v->facts->results[0];

	if (v->facts->health == NULL ||
	    !dns_failed(first->items[0].answer) ||
	    !blame_ours(first->items[0].answer, v->facts->health))
		return false;
	(void)blame_add(v->report, v->name, first->asked->list->zone, DNS_A,
	    first->items[0].answer, v->facts->health, STATE_UNKNOWN);
	return true;
}

static void
judge_lists(struct blocklist_verdict *v)
{
	count_all(v);
	if (!judge_resolver(v)) {
		blocklist_tell_summary(v);
		blocklist_tell_listings(v);
		blocklist_tell_silence(v);
		tell_odd_range(v, DNSBL_CRITICAL);
		tell_odd_range(v, DNSBL_WARNING);
		blocklist_tell_sample(v);
	}
	add_metrics(v);
}

void
blocklist_judge(struct report *report, const struct blocklist_config *config,
    const struct blocklist_subject *subject,
    const struct blocklist_facts *facts)
{
	char name[3 * DOMAIN_MAX];
	struct blocklist_verdict v = { .report = report, .config = config,
	    .subject = subject, .facts = facts };

	v.name = blocklist_subject_text(name, sizeof(name), subject);
	if (subject->what == BLOCKLIST_HOST && !judge_host(&v))
		return;
	if (subject->what == BLOCKLIST_SENDERS && !judge_senders(&v))
		return;
	if (facts->count != 0) {
		judge_lists(&v);
		return;
	}
	report_add(report, v.name, STATE_UNKNOWN, "%s", _("none of the lists "
	    "that were chosen is for this; choose others with --list"));
	report_cause(report, &cause_no_list);
}
