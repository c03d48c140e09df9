/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_weblife.h"

#include <stdio.h>
#include <stdlib.h>

#include "die.h"
#include "i18n.h"
#include "spf_judge.h"
#include "weblife.h"

void
spf_config_init(struct spf_config *config)
{
	*config = (struct spf_config){ .dmarc = STATE_OK };
	snprintf(config->include, sizeof(config->include), "%s",
	    WEBLIFE_SPF_INCLUDE);
	range_parse(&config->warning, "8");
	range_parse(&config->critical, "10");
}

void
spf_facts_free(struct spf_facts *facts)
{
	spf_walk_free(&facts->walk);
	spf_walk_free(&facts->provider);
	free(facts->check);
	facts->check = NULL;
}

/* The lists of networks stay, for the next time. */
static void
facts_clear(struct spf_facts *facts)
{
	facts->walk.node_count = 0;
	facts->provider.node_count = 0;
	facts->www = NULL;
	facts->mail = NULL;
	facts->type99 = NULL;
	facts->health = NULL;
	facts->networks = 0;
	facts->passed = 0;
	facts->undecided = 0;
	facts->deferred = 0;
	facts->refused_result = SPF_PENDING;
	facts->dmarc = (struct dmarc){ 0 };
}

static const struct dns_answer *
ask_below(struct dns *dns, const char *label, const char *domain)
{
	char name[SPF_NAME_MAX + 8];

	snprintf(name, sizeof(name), "%s.%s", label, domain);
	return dns_ask(dns, name, DNS_TXT);
}

/* Without a record: the places where it is put by mistake. */
static const struct dns_answer *
places_collect(struct spf_facts *facts, struct dns *dns, const char *domain)
{
	const struct dns_answer *waiting = NULL;

	switch (facts->walk.nodes[0].state) {
	case SPF_NODE_NO_TXT:
	case SPF_NODE_OTHER_TXT:
		break;
	default:
		return NULL;
	}
	facts->www = ask_below(dns, "www", domain);
	facts->mail = ask_below(dns, "mail", domain);
	facts->type99 = dns_ask(dns, domain, DNS_SPF);
	if (facts->www->status == DNS_PENDING)
		waiting = facts->www;
	if (facts->mail->status == DNS_PENDING)
		waiting = facts->mail;
	if (facts->type99->status == DNS_PENDING)
		waiting = facts->type99;
	return waiting;
}

/* The article's question about Gmail, without knowing an address: from the
 * answers that are there. */
static void
networks_evaluate(struct spf_facts *facts, struct dns *dns,
    const char *domain)
{
	struct spf_outcome outcome;
	struct spf_query query;
	size_t i;

	for (i = 0; i < facts->provider.network_count; i++) {
		spf_query_set(&query,
		    &facts->provider.networks[i].network.ip, domain, domain,
		    domain);
		query.closed = true;
		spf_evaluate(&outcome, dns, &query);
		facts->networks++;
		if (outcome.result == SPF_PASS)
			facts->passed++;
		else if (outcome.result == SPF_PENDING)
			facts->undecided++;
		else if (outcome.result == SPF_TEMPERROR)
			facts->deferred++;
		else if (facts->refused_result == SPF_PENDING) {
			facts->refused_result = outcome.result;
			facts->refused = query.ip;
		}
	}
}

static bool
walk_failed(const struct spf_walk *walk)
{
	size_t i;

	for (i = 0; i < walk->node_count; i++) {
		if (walk->nodes[i].state == SPF_NODE_FAILED)
			return true;
	}
	return walk->failure_count > 0;
}

/* Asked for only when a question failed. */
static const struct dns_answer *
health_collect(struct spf_facts *facts, struct dns *dns, const char *domain)
{
	if (!walk_failed(&facts->walk) && !walk_failed(&facts->provider) &&
	    facts->dmarc.state != DMARC_FAILED &&
	    (facts->check == NULL || facts->check->outcome.failed == NULL))
		return NULL;
	facts->health = dns_health(dns, domain);
	return facts->health->status == DNS_PENDING ? facts->health : NULL;
}

static const struct dns_answer *
verdict_collect(struct spf_facts *facts, struct dns *dns,
    const struct spf_config *config, const char *domain)
{
	const struct dns_answer *waiting, *more;

	waiting = spf_walk(&facts->walk, dns, domain);
	more = spf_walk(&facts->provider, dns, config->include);
	waiting = more != NULL ? more : waiting;
	more = dmarc_collect(&facts->dmarc, dns, domain);
	waiting = more != NULL ? more : waiting;
	more = places_collect(facts, dns, domain);
	waiting = more != NULL ? more : waiting;
	if (waiting == NULL)
		networks_evaluate(facts, dns, domain);
	return waiting;
}

static const struct dns_answer *
check_collect(struct spf_facts *facts, struct dns *dns,
    const struct spf_config *config, const char *domain)
{
	const char *mail_from = config->mail_from, *helo = config->helo;

	if (facts->check == NULL)
		facts->check = xcalloc(1, sizeof(*facts->check));
	if (mail_from == NULL && domain != NULL)
		mail_from = domain;
	if (helo == NULL)
		helo = domain;
	spf_query_set(&facts->check->query, &config->ip, mail_from, helo,
	    domain);
	return spf_evaluate(&facts->check->outcome, dns,
	    &facts->check->query);
}

const struct dns_answer *
spf_collect(struct spf_facts *facts, struct dns *dns,
    const struct spf_config *config, const char *domain)
{
	const struct dns_answer *waiting = NULL, *more = NULL;

	facts_clear(facts);
	if (!config->alone)
		waiting = verdict_collect(facts, dns, config, domain);
	if (config->ip.version != 0)
		more = check_collect(facts, dns, config,
		    config->alone ? NULL : domain);
	waiting = more != NULL ? more : waiting;
	if (waiting != NULL)
		return waiting;
	return health_collect(facts, dns,
	    config->alone ? facts->check->query.domain : domain);
}

void
spf_judge(struct report *report, const char *subject,
    const struct spf_config *config, const struct spf_facts *facts)
{
	if (!config->alone)
		spf_verdict_judge(report, subject, config, facts);
	if (config->ip.version != 0 && !config->alone)
		report_note(report, 0, _("the record as published: %s"),
		    state_name(report_state(report)));
	if (config->ip.version != 0)
		spf_check_judge(report, subject, config, facts);
}
