/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocklist.h"
#include "die.h"
#include "domain.h"
#include "i18n.h"

static bool
set_address(struct blocklist_subject *subject, const char *text)
{
	if (!ip_parse(&subject->ip, text))
		return false;
	ip_unmap(&subject->ip);
	subject->what = BLOCKLIST_ADDRESS;
	return true;
}

const char *
blocklist_subject_host(struct blocklist_subject *subject, const char *text)
{
	struct network network;

	*subject = (struct blocklist_subject){ .what = BLOCKLIST_HOST };
	if (set_address(subject, text))
		return NULL;
	if (network_parse(&network, text))
		return _("one address or host name is wanted, not a network; "
		    "-d DOMAIN asks for all senders of a domain");
	return domain_parse(subject->name, text);
}

const char *
blocklist_subject_domain(struct blocklist_subject *subject, const char *text)
{
	*subject = (struct blocklist_subject){ .what = BLOCKLIST_SENDERS };
	return domain_parse(subject->name, text);
}

const char *
blocklist_subject_line(struct blocklist_subject *subject, const char *text)
{
	struct network network;

	if (strncmp(text, "host ", 5) == 0 || strncmp(text, "host\t", 5) == 0)
		return blocklist_subject_host(subject,
		    text + 5 + strspn(text + 5, " \t"));
	*subject = (struct blocklist_subject){ 0 };
	if (set_address(subject, text))
		return NULL;
	if (network_parse(&network, text))
		return blocklist_subject_host(subject, text);
	return blocklist_subject_domain(subject, text);
}

char *
blocklist_subject_text(char *text, size_t size,
    const struct blocklist_subject *subject)
{
	char ip[IP_TEXT_MAX];

	if (subject->what != BLOCKLIST_ADDRESS)
		return domain_text(text, size, subject->name);
	(void)snprintf(text, size, "%s", ip_text(&subject->ip, ip));
	return text;
}

/* Asks, and remembers the last answer that is still open. */
static const struct dns_answer *
ask(struct dns *dns, const char *name, enum dns_type type,
    const struct dns_answer **waiting)
{
	const struct dns_answer *answer = dns_ask(dns, name, type);

	if (answer->status == DNS_PENDING)
		*waiting = answer;
	return answer;
}

static void
add_networks(struct network *networks, size_t *count,
    const struct dns_answer *answer)
{
	if (answer->status != DNS_DATA)
		return;
	for (size_t i = 0; i < answer->count; i++) {
		struct network *network = &networks[(*count)++];

		network->ip = answer->rr[i].ip;
		ip_unmap(&network->ip);
		network->prefix = network->ip.version == 4 ? 32 : 128;
	}
}

static const struct dns_answer *
collect_host(struct blocklist_facts *facts, struct dns *dns,
    const struct blocklist_config *config, const char *name)
{
	const struct dns_answer *waiting = NULL;
	struct network *networks;
	size_t count = 0;

	facts->a = ask(dns, name, DNS_A, &waiting);
	facts->aaaa = ask(dns, name, DNS_AAAA, &waiting);
	if (waiting != NULL)
		return waiting;
	networks = xcalloc(facts->a->count + facts->aaaa->count + 1,
	    sizeof(*networks));
	add_networks(networks, &count, facts->a);
	add_networks(networks, &count, facts->aaaa);
	sample_take(&facts->sample, networks, count, config->max_addresses);
	free(networks);
	return NULL;
}

/* The addresses to be asked for. */
static const struct dns_answer *
collect_addresses(struct blocklist_facts *facts, struct dns *dns,
    const struct blocklist_config *config,
    const struct blocklist_subject *subject)
{
	const struct dns_answer *waiting;
	struct network one;

	switch (subject->what) {
	case BLOCKLIST_HOST:
		return collect_host(facts, dns, config, subject->name);
	case BLOCKLIST_SENDERS:
		waiting = senders_collect(&facts->senders, dns, subject->name);
		if (waiting == NULL)
			sample_take(&facts->sample, facts->senders.networks,
			    facts->senders.count, config->max_addresses);
		return waiting;
	case BLOCKLIST_ADDRESS:
		break;
	}
	one.ip = subject->ip;
	one.prefix = one.ip.version == 4 ? 32 : 128;
	sample_take(&facts->sample, &one, 1, 1);
	return NULL;
}

/* The items of this list go into the common array from here. */
static void
add_result(struct blocklist_facts *facts, const struct blocklist_list *asked,
    bool domain, size_t *used)
{
	struct blocklist_result *result = &facts->results[facts->count];

	*result = (struct blocklist_result){ .asked = asked };
	result->items = &facts->items[*used];
	if (domain && asked->list->kinds & DNSBL_DOMAIN)
		result->items[result->count++].ip = NULL;
	for (size_t i = 0; i < facts->sample.count; i++) {
		const struct ip *ip = &facts->sample.addresses[i];

		if (asked->list->kinds &
		    (ip->version == 4 ? DNSBL_IP4 : DNSBL_IP6))
			result->items[result->count++].ip = ip;
	}
	*used += result->count;
	if (result->count != 0)
		facts->count++;
}

static void
make_results(struct blocklist_facts *facts,
    const struct blocklist_config *config, bool domain)
{
	size_t used = 0;

	facts->results = xcalloc(config->count + 1, sizeof(*facts->results));
	facts->items = xcalloc(config->count * (facts->sample.count + 1) + 1,
	    sizeof(*facts->items));
	for (size_t i = 0; i < config->count; i++)
		add_result(facts, &config->lists[i], domain, &used);
}

static const struct dns_answer *
ask_entry(struct dns *dns, const char *entry, const char *zone,
    const struct dns_answer **waiting)
{
	char name[DOMAIN_MAX];

	if (entry == NULL)
		return NULL;
	/* A name that is too long is refused by the engine as well. */
	if (!dnsbl_entry_name(name, entry, zone))
		return ask(dns, "..", DNS_A, waiting);
	return ask(dns, name, DNS_A, waiting);
}

static void
ask_item(struct blocklist_item *item, struct dns *dns, const char *zone,
    const char *domain, const struct dns_answer **waiting)
{
	char name[DOMAIN_MAX];
	bool fits = item->ip != NULL ? dnsbl_name(name, item->ip, zone) :
	    dnsbl_entry_name(name, domain, zone);

	item->answer = ask(dns, fits ? name : "..", DNS_A, waiting);
	if (item->answer->status == DNS_DATA)
		item->text = ask(dns, name, DNS_TXT, waiting);
}

/*
 * All questions are noted at once, so that many lists cost one round trip;
 * the list's own words are asked for only where it answered something.
 */
static const struct dns_answer *
collect_results(struct blocklist_facts *facts, struct dns *dns,
    const char *domain)
{
	const struct dns_answer *waiting = NULL;

	for (size_t i = 0; i < facts->count; i++) {
		struct blocklist_result *r = &facts->results[i];
		const struct dnsbl_list *list = r->asked->list;
		const char *zone = r->asked->zone;

		r->test = ask_entry(dns, dnsbl_test(list), zone, &waiting);
		r->counter = ask_entry(dns, dnsbl_counter_test(list), zone,
		    &waiting);
		for (size_t j = 0; j < r->count; j++)
			ask_item(&r->items[j], dns, zone, domain, &waiting);
	}
	return waiting;
}

/* The name whose answer failed, when there is nothing to go on with: of the
 * subject, or of a list when not one list answered anything. */
static const char *
failed_name(const struct blocklist_facts *facts,
    const struct blocklist_subject *subject)
{
	const struct dns_answer *resolved = facts->senders.answer;

	if (facts->a != NULL && dns_failed(facts->a))
		resolved = facts->a;
	else if (facts->aaaa != NULL && dns_failed(facts->aaaa))
		resolved = facts->aaaa;
	if (resolved != NULL && dns_failed(resolved))
		return subject->name;
	for (size_t i = 0; i < facts->count; i++)
		for (size_t j = 0; j < facts->results[i].count; j++)
			if (!dns_failed(facts->results[i].items[j].answer))
				return NULL;
	return facts->count != 0 ? facts->results[0].asked->zone : NULL;
}

const struct dns_answer *
blocklist_collect(struct blocklist_facts *facts, struct dns *dns,
    const struct blocklist_config *config,
    const struct blocklist_subject *subject)
{
	const bool domain = subject->what == BLOCKLIST_SENDERS;
	const struct dns_answer *waiting;
	const char *failed;

	blocklist_clear(facts);
	waiting = collect_addresses(facts, dns, config, subject);
	if (waiting != NULL)
		return waiting;
	make_results(facts, config, domain &&
	    facts->senders.state != SENDERS_NO_ANSWER);
	waiting = collect_results(facts, dns, subject->name);
	if (waiting != NULL)
		return waiting;
	failed = failed_name(facts, subject);
	if (failed == NULL)
		return NULL;
	facts->health = dns_health(dns, failed);
	return facts->health->status == DNS_PENDING ? facts->health : NULL;
}

void
blocklist_clear(struct blocklist_facts *facts)
{
	senders_clear(&facts->senders);
	free(facts->sample.addresses);
	free(facts->results);
	free(facts->items);
	*facts = (struct blocklist_facts){ 0 };
}
