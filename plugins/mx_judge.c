/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blame.h"
#include "i18n.h"
#include "mx.h"
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
static const struct cause cause_target_cname = {
	"mx_target_cname", N_("an MX host that is a CNAME") };
static const struct cause cause_target_nowhere = {
	"mx_target_nowhere", N_("an MX host without address") };

/* What a record is, held against the expected ones. */
enum fit {
	FIT_RIGHT, FIT_PREFERENCE, FIT_DUPLICATE, FIT_APPENDED,
	FIT_LOOKALIKE, FIT_ADDRESS, FIT_FOREIGN,
};

struct verdict {
	const struct mx_config *config;
	const struct mx_facts *facts;
	struct report *report;
	const char *subject;
	/* of each expected one: the record with its host, or NULL */
	const struct dns_rr *found[MX_EXPECTED_MAX];
	bool stands[MX_EXPECTED_MAX];	/* a mistyped record stands for it */
	bool appended;			/* a record has the zone appended */
	unsigned int right, missing, foreign, preferences;
};

/* Number of single changes from a to b, 3 standing for more than 2. */
static unsigned int
distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), i, j;
	unsigned char row[DOMAIN_MAX + 1], above, left, best;

	if (la >= DOMAIN_MAX || lb >= DOMAIN_MAX ||
	    (la > lb ? la - lb : lb - la) > 2)
		return 3;
	for (j = 0; j <= lb; j++)
		row[j] = (unsigned char)(j < 3 ? j : 3);
	for (i = 1; i <= la; i++) {
		above = row[0];
		row[0] = (unsigned char)(i < 3 ? i : 3);
		for (j = 1; j <= lb; j++) {
			best = (unsigned char)(above + (a[i - 1] != b[j - 1]));
			above = row[j];
			left = row[j - 1];
			if (above + 1 < best)
				best = (unsigned char)(above + 1);
			if (left + 1 < best)
				best = (unsigned char)(left + 1);
			row[j] = best < 3 ? best : 3;
		}
	}
	return row[lb];
}

/* The same first label under another domain. */
static bool
same_label(const char *a, const char *b)
{
	size_t length = strcspn(b, ".");

	return strncmp(a, b, length) == 0 &&
	    (a[length] == '.' || a[length] == '\0');
}

static bool
is_appended(const char *host, const char *expected)
{
	size_t length = strlen(expected);

	return strncmp(host, expected, length) == 0 && host[length] == '.';
}

/* Which expected one the host stands for; -1: none.  *fit tells how. */
static int
resemblance(const struct mx_config *config, const char *host, enum fit *fit)
{
	size_t i;

	*fit = FIT_FOREIGN;
	for (i = 0; i < config->count; i++)
		if (is_appended(host, config->expected[i].host)) {
			*fit = FIT_APPENDED;
			return (int)i;
		}
	for (i = 0; i < config->count; i++)
		if (distance(host, config->expected[i].host) <= 2 ||
		    same_label(host, config->expected[i].host)) {
			*fit = FIT_LOOKALIKE;
			return (int)i;
		}
	return -1;
}

/* A record whose host is none of the expected: what it stands for. */
static void
add_mistyped(struct verdict *v, const struct dns_rr *rr)
{
	char host[DOMAIN_MAX + 4];
	enum fit fit;
	int like = resemblance(v->config, rr->name, &fit);

	text_clean_string(host, sizeof(host), rr->name);
	if (text_digits(domain_top(rr->name))) {
		report_add(v->report, v->subject, STATE_CRITICAL, _("MX %u "
		    "%s is an address; a host name has to stand there"),
		    rr->preference, host);
		report_cause(v->report, &cause_address);
	} else if (fit == FIT_APPENDED) {
		v->appended = v->stands[like] = true;
		report_add(v->report, v->subject, STATE_CRITICAL, _("MX %u "
		    "%s: the form has appended the domain to the value"),
		    rr->preference, host);
		report_cause(v->report, &cause_appended);
	} else if (fit == FIT_LOOKALIKE) {
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
	enum fit fit;

	return text_digits(domain_top(rr->name)) ||
	    resemblance(config, rr->name, &fit) >= 0;
}

static void
add_foreign(struct verdict *v, const struct dns_rr *rr)
{
	char host[DOMAIN_MAX + 4];

	text_clean_string(host, sizeof(host), *rr->name ? rr->name : ".");
	report_add(v->report, v->subject, v->config->extra,
	    v->config->custom ?
	    _("MX %u %s is not one of the expected MX records") :
	    _("MX %u %s is foreign, it does not belong to "
	    WEBLIFE_PROVIDER),
	    rr->preference, host);
	report_cause(v->report, &cause_extra);
}

/* The record with an expected host. */
static void
add_found(struct verdict *v, const struct dns_rr *rr, size_t i)
{
	if (v->found[i]) {
		report_add(v->report, v->subject, STATE_WARNING,
		    _("MX %s is there twice (%u and %u)"),
		    v->config->expected[i].host, v->found[i]->preference,
		    rr->preference);
		report_cause(v->report, &cause_duplicate);
		if (rr->preference != v->config->expected[i].preference)
			return;
	}
	v->found[i] = rr;
}

static int
expected_index(const struct mx_config *config, const char *host)
{
	size_t i;

	for (i = 0; i < config->count; i++)
		if (domain_equal(config->expected[i].host, host))
			return (int)i;
	return -1;
}

/* Counts, and which record is which of the expected ones. */
static void
match_records(struct verdict *v)
{
	const struct dns_answer *mx = v->facts->mx;
	size_t i;
	int index;

	for (i = 0; i < mx->count; i++) {
		index = expected_index(v->config, mx->rr[i].name);
		if (index >= 0)
			add_found(v, &mx->rr[i], (size_t)index);
	}
	for (i = 0; i < v->config->count; i++) {
		if (!v->found[i])
			v->missing++;
		else if (v->found[i]->preference ==
		    v->config->expected[i].preference)
			v->right++;
		else
			v->preferences++;
	}
}

static void
judge_missing(struct verdict *v)
{
	size_t i, stood = 0;

	for (i = 0; i < v->config->count; i++)
		stood += v->stands[i];
	if (v->missing == v->config->count && stood == 0) {
		report_add(v->report, v->subject, STATE_CRITICAL, "%s",
		    v->config->custom ?
		    _("none of the expected MX records is there") :
		    _("none of the MX records of " WEBLIFE_PROVIDER
		    " is there"));
		report_cause(v->report, &cause_none);
		return;
	}
	for (i = 0; i < v->config->count; i++) {
		if (v->found[i] || v->stands[i])
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

	if (v->preferences == 2 && v->config->count == 2 &&
	    v->found[0]->preference == expected[1].preference &&
	    v->found[1]->preference == expected[0].preference) {
		report_add(v->report, v->subject, STATE_WARNING,
		    _("the priorities of the two MX records are swapped: "
		    "%s has %u, %s has %u"), expected[0].host,
		    v->found[0]->preference, expected[1].host,
		    v->found[1]->preference);
		report_cause(v->report, &cause_preference);
		return;
	}
	for (i = 0; i < v->config->count; i++) {
		if (!v->found[i] ||
		    v->found[i]->preference == expected[i].preference)
			continue;
		report_add(v->report, v->subject, STATE_WARNING,
		    _("MX %s has priority %u instead of %u"),
		    expected[i].host, v->found[i]->preference,
		    expected[i].preference);
		report_cause(v->report, &cause_preference);
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
		if (j == i && (expected_index(v->config, mx->rr[i].name) >= 0 ||
		    !is_mistyped(v->config, &mx->rr[i])))
			judge_target(v, &mx->rr[i], &v->facts->targets[i]);
	}
}

static void
advise_form(struct verdict *v)
{
	const struct mx_host *host;
	size_t i;

	report_advice(v->report, "%s", v->config->custom ?
	    _("The MX records have to be:") :
	    _("The MX records have to be (a domain whose DNS is at the "
	    "provider needs nothing typed):"));
	for (i = 0; i < v->config->count; i++)
		report_advice(v->report, "  MX %u %s",
		    v->config->expected[i].preference,
		    v->config->expected[i].host);
	report_advice(v->report, "%s", _("In the form of the company that "
	    "manages the domain:"));
	for (i = 0; i < v->config->count; i++) {
		host = &v->config->expected[i];
		report_advice(v->report, v->appended ?
		    _("  type MX, sub-domain empty, value %s. (with the final "
		    "dot), priority %u") :
		    _("  type MX, sub-domain empty, value %s, priority %u"),
		    host->host, host->preference);
	}
	if (v->foreign > 0)
		report_advice(v->report, "%s",
		    _("and take out every other MX record."));
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
	report_advice(v->report, "%s", _("Take out the CNAME and set the "
	    "records at the domain itself."));
}

static void
judge_data(struct verdict *v)
{
	const struct dns_answer *mx = v->facts->mx;
	size_t i;

	match_records(v);
	v->foreign = 0;
	for (i = 0; i < mx->count; i++) {
		if (expected_index(v->config, mx->rr[i].name) >= 0)
			continue;
		v->foreign++;
		add_mistyped(v, &mx->rr[i]);
	}
	judge_missing(v);
	for (i = 0; i < mx->count; i++)
		if (expected_index(v->config, mx->rr[i].name) < 0 &&
		    !is_mistyped(v->config, &mx->rr[i]))
			add_foreign(v, &mx->rr[i]);
	judge_preferences(v);
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

	v->missing = (unsigned int)v->config->count;
	if (!at) {
		report_add(v->report, v->subject, STATE_CRITICAL, "%s",
		    _("there is no MX record"));
		report_cause(v->report, &cause_no_mx);
		return;
	}
	report_add(v->report, v->subject, STATE_CRITICAL, _("there is no MX "
	    "record at the domain itself; the MX records stand at %s.%s"),
	    at, v->subject);
	report_cause(v->report, &cause_elsewhere);
	report_advice(v->report, "%s", _("The sub-domain field of the form "
	    "has to stay empty."));
}

static void
judge_null(struct verdict *v)
{
	v->missing = (unsigned int)v->config->count;
	v->foreign = 1;
	report_add(v->report, v->subject, STATE_CRITICAL, "%s",
	    _("a null MX (MX 0 .) says that the domain takes no mail"));
	report_cause(v->report, &cause_null);
}

static void
add_figures(const struct verdict *v)
{
	const struct { const char *label; unsigned int value; } figures[] = {
		{ "right", v->right }, { "missing", v->missing },
		{ "foreign", v->foreign },
		{ "wrong_preference", v->preferences },
	};
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		struct metric metric = { .label = figures[i].label,
		    .value = figures[i].value, .min = "0" };

		report_metric(v->report, &metric);
	}
}

static void
judge_status(struct verdict *v)
{
	const struct dns_answer *mx = v->facts->mx;

	v->missing = (unsigned int)v->config->count;
	if (mx->status == DNS_NXDOMAIN)
		blame_nxdomain(v->report, v->subject);
	else if (dns_failed(mx))
		blame_add(v->report, v->subject, v->subject, DNS_MX, mx,
		    v->facts->health, STATE_CRITICAL);
	else if (mx->status == DNS_NODATA)
		judge_none(v);
	else if (mx->count == 1 && mx->rr[0].name[0] == '\0')
		judge_null(v);
	else {
		v->missing = 0;
		judge_data(v);
	}
}

void
mx_judge(struct report *report, const char *subject,
    const struct mx_config *config, const struct mx_facts *facts)
{
	struct verdict v = { .config = config, .facts = facts,
	    .report = report, .subject = subject };
	bool typed;

	judge_status(&v);
	if (!dns_failed(facts->mx) || !blame_ours(facts->mx, facts->health))
		add_figures(&v);
	typed = v.missing > 0 || v.foreign > 0 || v.preferences > 0;
	if (typed && !dns_failed(facts->mx) &&
	    facts->mx->status != DNS_NXDOMAIN)
		advise_form(&v);
	if (report_state(report) == STATE_OK && !typed)
		report_add(report, subject, STATE_OK, config->custom ?
		    ngettext("the expected MX record is right",
		    "all %zu expected MX records are right", config->count) :
		    _("both MX records of " WEBLIFE_PROVIDER " are right"),
		    config->count);
}
