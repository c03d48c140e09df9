/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blame.h"
#include "i18n.h"
#include "mx_match.h"
#include "text.h"
#include "weblife.h"

static const struct cause cause_missing = {
	"mx_missing", N_("one of the MX records is missing") };
static const struct cause cause_none = {
	"mx_foreign_only", N_("the MX records are those of somebody else") };
static const struct cause cause_no_mx = {
	"mx_none", N_("no MX record") };
static const struct cause cause_elsewhere = {
	"mx_at_www_or_mail", N_("MX at www or mail instead of the domain") };
static const struct cause cause_null = {
	"mx_null", N_("null MX: the domain takes no mail") };
static const struct cause cause_extra = {
	"mx_foreign", N_("a foreign MX record beside the right ones") };
static const struct cause cause_appended = {
	"mx_zone_appended", N_("the form appended the domain to the value") };
static const struct cause cause_lookalike = {
	"mx_mistyped", N_("a mistyped MX host") };
static const struct cause cause_address = {
	"mx_address", N_("an address instead of a host name") };
static const struct cause cause_preference = {
	"mx_preference", N_("priorities differ") };
static const struct cause cause_duplicate = {
	"mx_duplicate", N_("the same MX host twice") };
static const struct cause cause_cname = {
	"mx_cname_at_domain", N_("a CNAME at the domain") };
static const struct cause cause_cname_nowhere = {
	"mx_cname_nowhere", N_("a CNAME at the domain that leads nowhere") };
static const struct cause cause_target_cname = {
	"mx_target_cname", N_("an MX host that is a CNAME") };
static const struct cause cause_target_nowhere = {
	"mx_target_nowhere", N_("an MX host without address") };

struct verdict {
	const struct mx_config *config;
	const struct mx_facts *facts;
	struct report *report;
	const char *domain, *subject;	/* asked for; as a person reads it */
	struct mx_match match;
	bool stands[MX_EXPECTED_MAX];	/* a mistyped record stands for it */
	bool appended;			/* a record has the zone appended */
};

/* A record whose host is none of the expected: what it stands for. */
static void
add_mistyped(struct verdict *v, const struct dns_rr *rr)
{
	char host[DOMAIN_MAX + 4];
	int like;
	enum mx_fit fit = mx_fit(v->config, rr->name, &like);

	text_clean_string(host, sizeof(host), rr->name);
	if (fit == MX_ADDRESS) {
		report_add(v->report, v->subject, STATE_CRITICAL, _("MX %u "
		    "%s is an address; a host name has to stand there"),
		    rr->preference, host);
		report_cause(v->report, &cause_address);
	} else if (fit == MX_APPENDED) {
		v->appended = v->stands[like] = true;
		report_add(v->report, v->subject, STATE_CRITICAL, _("MX %u "
		    "%s: the form has appended the domain to the value"),
		    rr->preference, host);
		report_cause(v->report, &cause_appended);
	} else if (fit == MX_LOOKALIKE) {
		v->stands[like] = true;
		report_add(v->report, v->subject, STATE_CRITICAL, _("MX %u "
		    "%s is mistyped, %s is meant"), rr->preference, host,
		    v->config->expected[like].host);
		report_cause(v->report, &cause_lookalike);
	}
}

static bool
is_mistyped(const struct mx_config *config, const struct dns_rr *rr)
{
	int like;

	return mx_fit(config, rr->name, &like) != MX_FOREIGN;
}

static void
add_foreign(struct verdict *v, const struct dns_rr *rr)
{
	char host[DOMAIN_MAX + 4];

	text_clean_string(host, sizeof(host), *rr->name ? rr->name : ".");
	report_add(v->report, v->subject, v->config->extra,
	    v->config->custom ?
	    _("MX %u %s is not one of the expected MX records") :
	    _("MX %u %s is foreign, it does not belong to %s"),
	    rr->preference, host, WEBLIFE_PROVIDER);
	report_cause(v->report, &cause_extra);
}

static void
judge_missing(struct verdict *v)
{
	size_t i, stood = 0;

	for (i = 0; i < v->config->count; i++)
		stood += v->stands[i];
	if (v->match.missing == v->config->count && stood == 0) {
		report_add(v->report, v->subject, STATE_CRITICAL,
		    v->config->custom ?
		    _("none of the expected MX records is there") :
		    _("none of the MX records of %s is there"),
		    WEBLIFE_PROVIDER);
		report_cause(v->report, &cause_none);
		return;
	}
	for (i = 0; i < v->config->count; i++) {
		if (v->match.found[i] || v->stands[i])
			continue;
		report_add(v->report, v->subject, STATE_CRITICAL,
		    _("MX %u %s is missing"),
		    v->config->expected[i].preference,
		    v->config->expected[i].host);
		report_cause(v->report, &cause_missing);
	}
}

static void
judge_preferences(struct verdict *v)
{
	const struct mx_host *expected = v->config->expected;
	size_t i;

	if (v->match.preferences == 2 && v->config->count == 2 &&
	    v->match.found[0]->preference == expected[1].preference &&
	    v->match.found[1]->preference == expected[0].preference) {
		report_add(v->report, v->subject, STATE_WARNING,
		    _("the priorities of the two MX records are swapped: "
		    "%s has %u, %s has %u"), expected[0].host,
		    v->match.found[0]->preference, expected[1].host,
		    v->match.found[1]->preference);
		report_cause(v->report, &cause_preference);
		return;
	}
	for (i = 0; i < v->config->count; i++) {
		if (!v->match.found[i] ||
		    v->match.found[i]->preference == expected[i].preference)
			continue;
		report_add(v->report, v->subject, STATE_WARNING,
		    _("MX %s has priority %u instead of %u"),
		    expected[i].host, v->match.found[i]->preference,
		    expected[i].preference);
		report_cause(v->report, &cause_preference);
	}
}

static void
judge_duplicates(struct verdict *v)
{
	size_t i;

	for (i = 0; i < v->config->count; i++) {
		if (!v->match.twice[i])
			continue;
		report_add(v->report, v->subject, STATE_WARNING,
		    _("MX %s is there twice (%u and %u)"),
		    v->config->expected[i].host,
		    v->match.found[i]->preference,
		    v->match.twice[i]->preference);
		report_cause(v->report, &cause_duplicate);
	}
}

static void
judge_target(struct verdict *v, const struct dns_rr *rr,
    const struct mx_target *target)
{
	const struct dns_answer *failed;
	char host[DOMAIN_MAX + 4], to[DOMAIN_MAX + 4];

	if (!target->a || (target->a->status == DNS_DATA &&
	    target->a->cnames == 0 && target->aaaa->cnames == 0))
		return;
	text_clean_string(host, sizeof(host), rr->name);
	if (target->a->cnames > 0 || target->aaaa->cnames > 0) {
		text_clean_string(to, sizeof(to), target->a->cnames > 0 ?
		    target->a->owner : target->aaaa->owner);
		report_add(v->report, v->subject, STATE_CRITICAL,
		    _("the MX host %s is a CNAME (to %s), which mail servers "
		    "may refuse"), host, to);
		report_cause(v->report, &cause_target_cname);
	}
	if (target->a->status == DNS_DATA || target->aaaa->status == DNS_DATA)
		return;
	failed = dns_failed(target->a) ? target->a : target->aaaa;
	if (dns_failed(failed)) {
		blame_add(v->report, v->subject, rr->name, failed->type ?
		    failed->type : DNS_A, failed, target->health,
		    STATE_CRITICAL);
		return;
	}
	report_add(v->report, v->subject, STATE_CRITICAL,
	    _("the MX host %s has no address (%s)"), host,
	    dns_status_name(target->a->status));
	report_cause(v->report, &cause_target_nowhere);
}

static void
judge_targets(struct verdict *v)
{
	const struct dns_answer *mx = v->facts->mx;
	size_t i, j;

	for (i = 0; i < mx->count && i < MX_TARGETS_MAX; i++) {
		for (j = 0; j < i; j++)
			if (domain_equal(mx->rr[i].name, mx->rr[j].name))
				break;
		if (j == i && (mx_expected(v->config, mx->rr[i].name) >= 0 ||
		    !is_mistyped(v->config, &mx->rr[i])))
			judge_target(v, &mx->rr[i], &v->facts->targets[i]);
	}
}

static const char *
form_line(const struct verdict *v, size_t i)
{
	const struct dns_rr *found = v->match.found[i];

	if (found && !v->match.twice[i] &&
	    found->preference == v->config->expected[i].preference)
		return _("  type MX, sub-domain empty, value %s, priority "
		    "%u, there already");
	return v->appended ?
	    _("  type MX, sub-domain empty, value %s. (with the final "
	    "dot), priority %u") :
	    _("  type MX, sub-domain empty, value %s, priority %u");
}

static void
advise_form(struct verdict *v)
{
	const struct mx_host *expected = v->config->expected;
	size_t i;

	report_advice(v->report, "%s", v->config->custom ?
	    _("The MX records have to be:") :
	    _("The MX records have to be (a domain whose DNS is at the "
	    "provider needs nothing typed):"));
	for (i = 0; i < v->config->count; i++)
		report_advice(v->report, "  MX %u %s",
		    expected[i].preference, expected[i].host);
	report_advice(v->report, "%s", _("In the form of the company that "
	    "manages the domain:"));
	for (i = 0; i < v->config->count; i++)
		report_advice(v->report, form_line(v, i), expected[i].host,
		    expected[i].preference);
	if (v->match.foreign > 0)
		report_advice(v->report, "%s",
		    _("and take out every other MX record."));
}

static void
advise_cname(struct verdict *v)
{
	report_advice(v->report, "%s", _("Take out the CNAME and set the "
	    "records at the domain itself."));
}

static void
judge_cname(struct verdict *v)
{
	char owner[DOMAIN_MAX + 4];

	if (v->facts->mx->cnames == 0)
		return;
	text_clean_string(owner, sizeof(owner), v->facts->mx->owner);
	report_add(v->report, v->subject, STATE_WARNING,
	    _("the domain is a CNAME to %s, where the MX records stand; a "
	    "CNAME may not stand at a domain that has mail"), owner);
	report_cause(v->report, &cause_cname);
	advise_cname(v);
}

/* The domain is there: what its CNAME names is not. */
static void
judge_cname_nowhere(struct verdict *v)
{
	char owner[DOMAIN_MAX + 4];

	text_clean_string(owner, sizeof(owner), v->facts->mx->owner);
	report_add(v->report, v->subject, STATE_CRITICAL,
	    _("the domain is a CNAME to %s, a name that does not exist "
	    "(NXDOMAIN)"), owner);
	report_cause(v->report, &cause_cname_nowhere);
	advise_cname(v);
}

/* www.example.jp or mail.example.jp was asked for, example.jp is meant. */
static void
judge_nxdomain(struct verdict *v)
{
	const char *dot = strchr(v->domain, '.');
	char parent[2 * DOMAIN_MAX];

	blame_nxdomain(v->report, v->subject);
	if ((strncmp(v->domain, "www.", 4) != 0 &&
	    strncmp(v->domain, "mail.", 5) != 0) ||
	    strchr(dot + 1, '.') == NULL)
		return;
	report_advice(v->report, _("The mail domain is probably %s: ask for "
	    "that one."), domain_text(parent, sizeof(parent), dot + 1));
}

static void
judge_data(struct verdict *v)
{
	const struct dns_answer *mx = v->facts->mx;
	size_t i;

	for (i = 0; i < mx->count; i++) {
		if (mx_expected(v->config, mx->rr[i].name) >= 0)
			continue;
		add_mistyped(v, &mx->rr[i]);
	}
	judge_missing(v);
	for (i = 0; i < mx->count; i++)
		if (mx_expected(v->config, mx->rr[i].name) < 0 &&
		    !is_mistyped(v->config, &mx->rr[i]))
			add_foreign(v, &mx->rr[i]);
	judge_preferences(v);
	judge_duplicates(v);
	judge_targets(v);
	judge_cname(v);
}

static bool
has_mx(const struct dns_answer *answer)
{
	return answer && answer->status == DNS_DATA;
}

static void
judge_none(struct verdict *v)
{
	const char *at = has_mx(v->facts->www) ? "www" :
	    has_mx(v->facts->mail) ? "mail" : NULL;

	if (!at) {
		report_add(v->report, v->subject, STATE_CRITICAL, "%s",
		    _("there is no MX record"));
		report_cause(v->report, &cause_no_mx);
		return;
	}
	report_add(v->report, v->subject, STATE_CRITICAL, _("there is no MX "
	    "record at the domain itself; the MX records stand at %s.%s"),
	    at, v->domain);
	report_cause(v->report, &cause_elsewhere);
	report_advice(v->report, "%s", _("The sub-domain field of the form "
	    "has to stay empty."));
}

static void
judge_null(struct verdict *v)
{
	report_add(v->report, v->subject, STATE_CRITICAL, "%s",
	    _("a null MX (MX 0 .) says that the domain takes no mail"));
	report_cause(v->report, &cause_null);
}

static void
add_figures(struct report *report, const struct mx_match *match)
{
	const struct { const char *label; unsigned int value; } figures[] = {
		{ "right", match->right }, { "missing", match->missing },
		{ "foreign", match->foreign },
		{ "wrong_preference", match->preferences },
	};
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		struct metric metric = { .label = figures[i].label,
		    .value = figures[i].value, .min = "0" };

		report_metric(report, &metric);
	}
}

void
mx_figures(struct report *report, const struct mx_config *config,
    const struct dns_answer *answer)
{
	struct mx_match match;

	mx_match(&match, config, answer);
	add_figures(report, &match);
}

static void
judge_status(struct verdict *v)
{
	const struct dns_answer *mx = v->facts->mx;

	if (mx->status == DNS_NXDOMAIN && mx->cnames > 0)
		judge_cname_nowhere(v);
	else if (mx->status == DNS_NXDOMAIN)
		judge_nxdomain(v);
	else if (dns_failed(mx))
		blame_add(v->report, v->subject, v->domain, DNS_MX, mx,
		    v->facts->health, STATE_CRITICAL);
	else if (mx->status == DNS_NODATA)
		judge_none(v);
	else if (mx->count == 1 && mx->rr[0].name[0] == '\0')
		judge_null(v);
	else
		judge_data(v);
}

void
mx_judge(struct report *report, const char *subject,
    const struct mx_config *config, const struct mx_facts *facts)
{
	struct verdict v = { .config = config, .facts = facts,
	    .report = report, .domain = subject };
	char shown[2 * DOMAIN_MAX];
	bool typed;

	v.subject = domain_text(shown, sizeof(shown), subject);
	mx_match(&v.match, config, facts->mx);
	judge_status(&v);
	if (!dns_failed(facts->mx) || !blame_ours(facts->mx, facts->health))
		add_figures(report, &v.match);
	typed = v.match.missing > 0 || v.match.foreign > 0 ||
	    v.match.preferences > 0;
	if (typed && !dns_failed(facts->mx) &&
	    (facts->mx->status != DNS_NXDOMAIN || facts->mx->cnames > 0))
		advise_form(&v);
	if (report_state(report) == STATE_OK && !typed && config->custom)
		report_add(report, v.subject, STATE_OK,
		    ngettext("the expected MX record is right",
		    "all %zu expected MX records are right", config->count),
		    config->count);
	else if (report_state(report) == STATE_OK && !typed)
		report_add(report, v.subject, STATE_OK,
		    _("both MX records of %s are right"), WEBLIFE_PROVIDER);
}
