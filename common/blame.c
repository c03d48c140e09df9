/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "blame.h"
#include "domain.h"
#include "i18n.h"
#include "text.h"

static const struct cause causes[] = {
	[DNS_SERVFAIL] = { "dns_servfail", N_("name servers fail") },
	[DNS_BOGUS] = { "dns_bogus", N_("DNSSEC broken") },
	[DNS_REFUSED] = { "dns_refused", N_("name servers refuse") },
	[DNS_NOTIMP] = { "dns_notimp", N_("name servers fail") },
	[DNS_MALFORMED] = { "dns_unreadable", N_("unreadable replies") },
	[DNS_TIMEOUT] = { "dns_silent", N_("name servers silent") },
	[DNS_CNAME_LOOP] = { "dns_cname_loop", N_("CNAME loop") },
	[DNS_BAD_NAME] = { "dns_bad_name", N_("not a domain name") },
};
static const struct cause resolver_sick = {
	"resolver_sick", N_("our resolver is not well"),
};
static const struct cause resolver_refuses = {
	"resolver_refuses", N_("our resolver refuses"),
};
static const struct cause resolver_tcp = {
	"resolver_tcp", N_("our resolver does not answer by TCP"),
};
static const struct cause no_route = {
	"no_route", N_("this host has no route to its resolver"),
};
static const struct cause no_time = {
	"no_time", N_("the time was over"),
};
static const struct cause nxdomain = {
	"nxdomain", N_("the domain does not exist"),
};

static void
ours(struct report *report, const char *subject, const struct cause *cause,
    const char *text)
{
	report_add(report, subject, STATE_UNKNOWN, "%s", text);
	report_cause(report, cause);
	report_advice(report, "%s", _("Nothing is said about what was to be "
	    "checked."));
}

static void
no_time_for(struct report *report, const char *subject, const char *name,
    enum dns_type type)
{
	report_add(report, subject, STATE_UNKNOWN, _("the time was over "
	    "before the answer for %s %s came; give more with --timeout"),
	    dns_type_name(type), name);
	report_cause(report, &no_time);
}

/* The resolver is not known to be well. */
static void
blame_resolver(struct report *report, const char *subject, const char *name,
    const struct dns_answer *answer, const struct dns_answer *health,
    enum dns_type type)
{
	if (answer->status == DNS_NO_ROUTE ||
	    (health && health->status == DNS_NO_ROUTE))
		ours(report, subject, &no_route, _("this host has no route "
		    "to its resolver, or not its address family"));
	else if (health && health->status == DNS_REFUSES)
		ours(report, subject, &resolver_refuses, _("our resolver "
		    "refuses to resolve for this host (REFUSED)"));
	else if (answer->status == DNS_PORT_REFUSED)
		ours(report, subject, &resolver_sick, _("our resolver is not "
		    "well: nothing listens on its port"));
	else if (!health || health->status == DNS_TIMEOUT ||
	    (answer->status == DNS_TIMEOUT && answer->sent < 2))
		no_time_for(report, subject, name, type);
	else if (answer->status == DNS_TIMEOUT)
		ours(report, subject, &resolver_sick, _("our resolver is not "
		    "well: it does not answer"));
	else
		ours(report, subject, &resolver_sick, _("our resolver is not "
		    "well: it fails for other names, too"));
}

bool
blame_ours(const struct dns_answer *answer, const struct dns_answer *health)
{
	if (answer->status == DNS_CNAME_LOOP ||
	    answer->status == DNS_BAD_NAME)
		return false;
	if (!health || health->status != DNS_WELL)
		return true;
	return answer->status == DNS_TRUNCATED ||
	    answer->status == DNS_PORT_REFUSED ||
	    answer->status == DNS_NO_ROUTE ||
	    (answer->status == DNS_TIMEOUT && answer->sent < 2);
}

static const char *
broken_text(enum dns_status status)
{
	switch (status) {
	case DNS_SERVFAIL:
		return _("the name servers of %s fail (SERVFAIL for %s)");
	case DNS_BOGUS:
		return _("the DNSSEC of %s is broken (signature, key or "
		    "clock; SERVFAIL for %s)");
	case DNS_REFUSED:
		return _("the name servers of %s refuse (REFUSED for %s)");
	case DNS_TIMEOUT:
		return _("no name server of %s answers (asked for %s)");
	case DNS_CNAME_LOOP:
		return _("the CNAME records of %s go round in a loop or are "
		    "more than 8 (asked for %s)");
	case DNS_BAD_NAME:
		return _("%s is not a domain name (for %s)");
	default:
		return _("the name servers of %s give a reply that cannot "
		    "be used (asked for %s)");
	}
}

static const char *
broken_advice(enum dns_status status)
{
	if (status == DNS_BOGUS)
		return _("Tell the company that runs the DNS: the signatures "
		    "have to be made anew, or the DS record at the registrar "
		    "has to be taken out.");
	if (status == DNS_CNAME_LOOP)
		return _("Correct the CNAME records where the DNS is run.");
	return _("Mail of this domain fails until its name servers answer: "
	    "ask the company that runs the DNS, and see whether the domain "
	    "has expired or is restricted.");
}

enum state
blame_add(struct report *report, const char *subject, const char *name,
    enum dns_type type, const struct dns_answer *answer,
    const struct dns_answer *health, enum state broken)
{
	char clean[2 * DOMAIN_MAX], text[3 * DOMAIN_MAX];

	text_clean_string(clean, sizeof(clean), name);
	domain_text(text, sizeof(text), clean);
	if (!blame_ours(answer, health)) {
		report_add(report, subject, broken,
		    broken_text(answer->status), text,
		    dns_type_name(type));
		report_cause(report, &causes[answer->status]);
		report_advice(report, "%s", broken_advice(answer->status));
		return broken;
	}
	if (answer->status == DNS_TRUNCATED && health &&
	    health->status == DNS_WELL) {
		report_add(report, subject, STATE_UNKNOWN, _("the answer for "
		    "%s %s is too long for UDP, and our resolver does not "
		    "give it by TCP"), dns_type_name(type), text);
		report_cause(report, &resolver_tcp);
		return STATE_UNKNOWN;
	}
	if (health && health->status == DNS_WELL &&
	    answer->status == DNS_PORT_REFUSED)
		ours(report, subject, &resolver_sick, _("our resolver is not "
		    "well: its port refused for a while"));
	else
		blame_resolver(report, subject, text, answer, health, type);
	return STATE_UNKNOWN;
}

void
blame_nxdomain(struct report *report, const char *subject)
{
	report_add(report, subject, STATE_CRITICAL, "%s",
	    _("the domain does not exist (NXDOMAIN)"));
	report_cause(report, &nxdomain);
	report_advice(report, "%s", _("See at the registrar: has the domain "
	    "expired, is it restricted, or is its name mistyped?"));
}
