/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blame.h"
#include "i18n.h"
#include "ns.h"
#include "text.h"

static const struct cause cause_differ = {
	"ns_differ", N_("name servers differ") };
static const struct cause cause_none = {
	"ns_none_right", N_("no name server has the right MX records") };
static const struct cause cause_lame = {
	"ns_lame", N_("a name server does not serve the domain") };
static const struct cause cause_silent = {
	"ns_silent", N_("a name server does not answer") };
static const struct cause cause_nowhere = {
	"ns_no_address", N_("a name server has no address") };
static const struct cause cause_unasked = {
	"ns_not_asked", N_("no name server was asked") };
static const struct cause cause_stale = {
	"resolver_stale", N_("the resolver still has old MX records") };

/* The NS records of the domain, or of the zone that it stands in. */
static const struct dns_answer *
collect_ns(struct ns_facts *facts, struct dns *dns, const char *domain)
{
	const char *dot;

	for (facts->zone = domain; ; facts->zone = dot + 1) {
		facts->ns = dns_ask(dns, facts->zone, DNS_NS);
		if (facts->ns->status != DNS_NODATA &&
		    facts->ns->status != DNS_DATA)
			break;
		if (facts->ns->status == DNS_DATA && facts->ns->cnames == 0)
			break;
		dot = strchr(facts->zone, '.');
		if (!dot)
			break;
	}
	if (facts->ns->status == DNS_PENDING)
		return facts->ns;
	if (!dns_failed(facts->ns))
		return NULL;
	facts->health = dns_health(dns, domain);
	return facts->health->status == DNS_PENDING ? facts->health : NULL;
}

static const struct dns_answer *
collect_addresses(struct ns_facts *facts, struct dns *dns)
{
	const struct dns_answer *waiting = NULL;
	struct ns_name *name;
	size_t i;

	for (i = 0; i < facts->ns->count; i++) {
		if (facts->name_count == NS_NAMES_MAX) {
			facts->more = true;
			break;
		}
		name = &facts->names[facts->name_count++];
		name->name = facts->ns->rr[i].name;
		name->a = dns_ask(dns, name->name, DNS_A);
		name->aaaa = dns_ask(dns, name->name, DNS_AAAA);
		if (name->a->status == DNS_PENDING)
			waiting = name->a;
		if (name->aaaa->status == DNS_PENDING)
			waiting = name->aaaa;
	}
	return waiting;
}

static const struct dns_answer *
ask_servers(struct ns_facts *facts, struct dns *dns, const char *domain,
    const char *name, const struct dns_answer *addresses)
{
	const struct dns_answer *waiting = NULL;
	struct ns_server *server;
	size_t i;

	for (i = 0; i < addresses->count; i++) {
		if (facts->server_count == NS_SERVERS_MAX) {
			facts->more = true;
			break;
		}
		server = &facts->servers[facts->server_count++];
		server->name = name;
		server->mx = dns_ask_at(dns, &addresses->rr[i].ip, domain,
		    DNS_MX);
		if (server->mx->status == DNS_PENDING)
			waiting = server->mx;
	}
	return waiting;
}

const struct dns_answer *
ns_collect(struct ns_facts *facts, struct dns *dns, const char *domain)
{
	const struct dns_answer *waiting, *one;
	size_t i;

	memset(facts, 0, sizeof(*facts));
	waiting = collect_ns(facts, dns, domain);
	if (waiting || facts->ns->status != DNS_DATA)
		return waiting;
	waiting = collect_addresses(facts, dns);
	for (i = 0; i < facts->name_count; i++) {
		one = ask_servers(facts, dns, domain, facts->names[i].name,
		    facts->names[i].a);
		waiting = one ? one : waiting;
		one = ask_servers(facts, dns, domain, facts->names[i].name,
		    facts->names[i].aaaa);
		waiting = one ? one : waiting;
	}
	return waiting;
}

/* ---- verdict ---- */

enum serving {
	NS_RIGHT, NS_OTHER, NS_LAME, NS_SILENT, NS_LEFT_OUT, NS_NO_TIME,
};

static enum serving
serving(const struct mx_config *config, const struct ns_server *server)
{
	const struct dns_answer *mx = server->mx;

	switch (mx->status) {
	case DNS_DATA:
	case DNS_NODATA:
	case DNS_NXDOMAIN:
		if (!mx->aa)
			return NS_LAME;
		return mx_right(config, mx) ? NS_RIGHT : NS_OTHER;
	case DNS_NO_ROUTE:
		return NS_LEFT_OUT;
	case DNS_TIMEOUT:
		return mx->sent < 2 ? NS_NO_TIME : NS_SILENT;
	case DNS_PORT_REFUSED:
		return NS_SILENT;
	default:
		return NS_LAME;
	}
}

struct tally {
	unsigned int asked, right, other;
};

static struct tally
tally_of(const struct mx_config *config, const struct ns_facts *ns)
{
	struct tally tally = { 0 };
	enum serving is;
	size_t i;

	for (i = 0; i < ns->server_count; i++) {
		is = serving(config, &ns->servers[i]);
		tally.asked += is != NS_LEFT_OUT;
		tally.right += is == NS_RIGHT;
		tally.other += is == NS_OTHER;
	}
	return tally;
}

/* "10 mx.example.jp, 20 mx2.example.jp", or what stands for it. */
static void
records_text(const struct dns_answer *mx, char *text, size_t size)
{
	char host[DOMAIN_MAX + 4];
	size_t i, used = 0;

	if (mx->status != DNS_DATA)
		snprintf(text, size, "%s", dns_status_name(mx->status));
	for (i = 0; i < mx->count && used < size; i++) {
		text_clean_string(host, sizeof(host),
		    *mx->rr[i].name ? mx->rr[i].name : ".");
		snprintf(text + used, size - used, "%s%u %s",
		    i > 0 ? ", " : "", mx->rr[i].preference, host);
		used += strlen(text + used);
	}
}

static void
add_server(struct report *report, const char *subject, enum state state,
    const struct ns_server *server, const struct cause *cause,
    const char *what)
{
	char name[DOMAIN_MAX + 4], ip[IP_TEXT_MAX];

	text_clean_string(name, sizeof(name), server->name);
	report_add(report, subject, state, _("name server %s (%s) %s"), name,
	    ip_text(&server->mx->server, ip), what);
	report_cause(report, cause);
}

static void
judge_other(struct report *report, const char *subject,
    const struct ns_server *server)
{
	char records[400], what[600];

	records_text(server->mx, records, sizeof(records));
	snprintf(what, sizeof(what), _("has other MX records: %s (kept by "
	    "others for up to %lu s)"), records,
	    (unsigned long)server->mx->ttl);
	add_server(report, subject, STATE_WARNING, server, &cause_differ,
	    what);
}

static void
judge_lame(struct report *report, const char *subject,
    const struct ns_server *server)
{
	char what[200];

	if (dns_failed(server->mx))
		snprintf(what, sizeof(what), _("does not serve the domain "
		    "(%s)"), dns_status_name(server->mx->status));
	else
		snprintf(what, sizeof(what), "%s", _("does not serve the "
		    "domain (its answer is not authoritative)"));
	add_server(report, subject, STATE_WARNING, server, &cause_lame, what);
}

static void
judge_server(struct report *report, const char *subject,
    const struct mx_config *config, const struct ns_server *server)
{
	char ip[IP_TEXT_MAX];

	switch (serving(config, server)) {
	case NS_RIGHT:
		break;
	case NS_OTHER:
		judge_other(report, subject, server);
		break;
	case NS_LAME:
		judge_lame(report, subject, server);
		break;
	case NS_SILENT:
		add_server(report, subject, STATE_WARNING, server,
		    &cause_silent, server->mx->status == DNS_PORT_REFUSED ?
		    _("does not answer (its port is closed)") :
		    _("does not answer"));
		break;
	case NS_LEFT_OUT:
		report_note(report, 1, _("name server %s left out: this host "
		    "has no route to it"), ip_text(&server->mx->server, ip));
		break;
	case NS_NO_TIME:
		add_server(report, subject, STATE_UNKNOWN, server,
		    &cause_silent, _("had not answered when the time was "
		    "over; give more with --timeout"));
		break;
	}
}

static void
judge_names(struct report *report, const char *subject,
    const struct ns_facts *ns)
{
	const struct dns_answer *a, *aaaa;
	char name[DOMAIN_MAX + 4];
	size_t i;

	for (i = 0; i < ns->name_count; i++) {
		a = ns->names[i].a;
		aaaa = ns->names[i].aaaa;
		if (a->status == DNS_DATA || aaaa->status == DNS_DATA)
			continue;
		text_clean_string(name, sizeof(name), ns->names[i].name);
		report_add(report, subject, STATE_WARNING,
		    _("name server %s has no address (%s)"), name,
		    dns_status_name(dns_failed(aaaa) ? aaaa->status :
		    a->status));
		report_cause(report, &cause_nowhere);
	}
}

/* What -n is for was not done, and nothing else says so. */
static void
judge_unasked(struct report *report, const char *subject,
    const struct mx_facts *mx, const struct ns_facts *ns)
{
	enum dns_status status = ns->ns->status;

	if (dns_failed(ns->ns) || ns->name_count > ns->server_count ||
	    (status == DNS_NXDOMAIN && mx->mx->status == DNS_NXDOMAIN))
		return;
	if (ns->server_count > 0)
		report_add(report, subject, STATE_UNKNOWN, _("no name server "
		    "was asked: this host has no route to any of them"));
	else
		report_add(report, subject, STATE_WARNING, _("no name server "
		    "was asked: no NS record was found for the domain (%s)"),
		    dns_status_name(status));
	report_cause(report, &cause_unasked);
}

/* Some server is right: what our resolver has is old at worst. */
static void
judge_resolver(struct report *report, const char *subject,
    const char *domain, const struct mx_config *config,
    const struct mx_facts *mx, const struct tally *tally)
{
	char records[400];

	mx_figures(report, config, mx->mx);
	if (mx_right(config, mx->mx)) {
		report_add(report, subject, STATE_OK, _("the MX records are "
		    "right, at %u of %u name servers, too"), tally->right,
		    tally->asked);
		return;
	}
	if (dns_failed(mx->mx)) {
		blame_add(report, subject, domain, DNS_MX, mx->mx,
		    mx->health, STATE_WARNING);
		return;
	}
	records_text(mx->mx, records, sizeof(records));
	report_add(report, subject, STATE_WARNING, _("our resolver still has "
	    "other MX records (%s) for up to %lu s; %u of %u name servers "
	    "have the right ones"), records, (unsigned long)mx->mx->ttl,
	    tally->right, tally->asked);
	report_cause(report, &cause_stale);
}

static void
add_figures(struct report *report, const struct tally *tally)
{
	struct metric servers = { .label = "servers", .min = "0",
	    .value = tally->asked };
	struct metric differ = { .label = "servers_differ", .min = "0",
	    .value = tally->other };

	report_metric(report, &servers);
	report_metric(report, &differ);
}

void
ns_judge(struct report *report, const char *domain,
    const struct mx_config *config, const struct mx_facts *mx,
    const struct ns_facts *ns)
{
	struct tally tally = tally_of(config, ns);
	char subject[2 * DOMAIN_MAX];
	size_t i;

	domain_text(subject, sizeof(subject), domain);
	if (tally.right == 0)
		mx_judge(report, domain, config, mx);
	else
		judge_resolver(report, subject, domain, config, mx, &tally);
	if (tally.right == 0 && tally.other > 0) {
		report_add(report, subject, STATE_CRITICAL, _("none of the "
		    "%u name servers has the right MX records"), tally.asked);
		report_cause(report, &cause_none);
	}
	if (dns_failed(ns->ns) && !dns_failed(mx->mx))
		blame_add(report, subject, ns->zone, DNS_NS, ns->ns,
		    ns->health, STATE_WARNING);
	judge_names(report, subject, ns);
	if (tally.asked == 0)
		judge_unasked(report, subject, mx, ns);
	for (i = 0; i < ns->server_count; i++)
		judge_server(report, subject, config, &ns->servers[i]);
	if (ns->more)
		report_note(report, 0, _("only the first %u addresses of "
		    "name servers were asked"),
		    (unsigned int)ns->server_count);
	add_figures(report, &tally);
}
