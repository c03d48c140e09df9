/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "mx.h"
#include "text.h"
#include "weblife.h"

void
mx_config_init(struct mx_config *config)
{
	size_t i;

	memset(config, 0, sizeof(*config));
	config->extra = STATE_CRITICAL;
	config->count = WEBLIFE_MX_COUNT;
	for (i = 0; i < WEBLIFE_MX_COUNT; i++) {
		config->expected[i].preference = weblife_mx[i].preference;
		snprintf(config->expected[i].host, DOMAIN_MAX, "%s",
		    weblife_mx[i].host);
	}
}

/* Asks for type at label.domain; the answer, pending or not. */
static const struct dns_answer *
ask_below(struct dns *dns, const char *label, const char *domain)
{
	char name[DOMAIN_MAX + 8];

	snprintf(name, sizeof(name), "%s.%s", label, domain);
	return dns_ask(dns, name, DNS_MX);
}

/* No MX at the domain: people put them on www or mail. */
static const struct dns_answer *
collect_elsewhere(struct mx_facts *facts, struct dns *dns, const char *domain)
{
	facts->www = ask_below(dns, "www", domain);
	facts->mail = ask_below(dns, "mail", domain);
	if (facts->mail->status == DNS_PENDING)
		return facts->mail;
	return facts->www->status == DNS_PENDING ? facts->www : NULL;
}

/* "192.0.2.1." as a host is a mistyped address, and can't be asked for. */
static bool
is_address(const char *host)
{
	return text_digits(domain_top(host));
}

static const struct dns_answer *
collect_targets(struct mx_facts *facts, struct dns *dns)
{
	const struct dns_answer *waiting = NULL;
	struct mx_target *target;
	size_t i;

	for (i = 0; i < facts->mx->count && i < MX_TARGETS_MAX; i++) {
		const char *host = facts->mx->rr[i].name;

		if (*host == '\0' || is_address(host))
			continue;
		target = &facts->targets[i];
		target->a = dns_ask(dns, host, DNS_A);
		target->aaaa = dns_ask(dns, host, DNS_AAAA);
		if (dns_failed(target->a) || dns_failed(target->aaaa))
			target->health = dns_health(dns, host);
		if (target->a->status == DNS_PENDING)
			waiting = target->a;
		if (target->aaaa->status == DNS_PENDING)
			waiting = target->aaaa;
		if (target->health && target->health->status == DNS_PENDING)
			waiting = target->health;
	}
	return waiting;
}

const struct dns_answer *
mx_collect(struct mx_facts *facts, struct dns *dns, const char *domain)
{
	memset(facts, 0, sizeof(*facts));
	facts->mx = dns_ask(dns, domain, DNS_MX);
	if (facts->mx->status == DNS_PENDING)
		return facts->mx;
	if (dns_failed(facts->mx)) {
		facts->health = dns_health(dns, domain);
		return facts->health->status == DNS_PENDING ?
		    facts->health : NULL;
	}
	if (facts->mx->status == DNS_NODATA)
		return collect_elsewhere(facts, dns, domain);
	if (facts->mx->status == DNS_DATA)
		return collect_targets(facts, dns);
	return NULL;
}
