/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "spf_judge.h"
#include "spf_target.h"
#include "text.h"

static const struct cause
    cause_lookups = { "spf_lookups", N_("too many look-ups") },
    cause_voids = { "spf_voids", N_("look-ups that find nothing") },
    cause_old_left = { "spf_old_left",
	N_("old addresses beside the include") },
    cause_networks = { "spf_networks",
	N_("servers of the provider do not pass") },
    cause_dmarc = { "spf_dmarc", N_("no DMARC record") };

static size_t
old_count(const struct spf_case *c, const struct dns_rr *record)
{
	struct spf_reader reader;
	struct spf_term term;
	size_t old = 0;

	spf_begin(&reader, record->text, record->length);
	while (spf_next(&reader, &term) || reader.error != SPF_FINE)
		old += reader.error == SPF_FINE &&
		    spf_term_is_old(c->config, &term);
	return old;
}

/* In all SPF records of the domain, if there are several. */
static size_t
old_count_all(const struct spf_case *c)
{
	const struct dns_answer *answer = c->facts->walk.nodes[0].answer;
	size_t i, old = 0;

	for (i = 0; i < answer->count; i++) {
		if (spf_is_record(answer->rr[i].text, answer->rr[i].length))
			old += old_count(c, &answer->rr[i]);
	}
	return old;
}

/* "include:_spf.example.net 4, mx 1": which branch spends how many. */
static void
branches_text(const struct spf_case *c, char *text, size_t size, bool voids)
{
	const struct spf_walk *walk = &c->facts->walk;
	const struct spf_node *node;
	char shown[SPF_SHOWN_MAX];
	unsigned int spent, rest;
	size_t i, used = 0;

	text[0] = '\0';
	rest = voids ? walk->nodes[0].voids : walk->nodes[0].lookups;
	for (i = 1; i < walk->node_count; i++) {
		node = &walk->nodes[i];
		if (node->parent != 0 || !node->reached)
			continue;
		spent = voids ? node->voids : node->lookups + 1;
		rest -= spent < rest ? spent : rest;
		if (spent == 0 || used + SPF_SHOWN_MAX + 16 > size)
			continue;
		spf_shown(shown, node->via.text, node->via.length);
		used += (size_t)snprintf(text + used, size - used, "%s %u, ",
		    shown, spent);
	}
	if (rest > 0)
		snprintf(text + used, size - used, _("the record itself %u"),
		    rest);
	else if (used > 0)
		text[used - 2] = '\0';
}

static void
lookups_judge(const struct spf_case *c)
{
	const struct spf_node *root = &c->facts->walk.nodes[0];
	bool truncated = c->facts->walk.truncated;
	const struct metric metric = { .label = "lookups",
	    .value = root->lookups, .warning = &c->config->warning,
	    .critical = &c->config->critical, .min = "0", .max = "10" };
	char branches[320];
	enum state state;

	if (root->records > 1) {
		report_metric(c->report, &metric);
		return;
	}
	branches_text(c, branches, sizeof(branches), false);
	if (root->lookups == 0)
		state = report_measure(c->report, c->subject, &metric, "%s",
		    _("no look-up of 10 that a record may spend"));
	else if (truncated)
		state = report_measure(c->report, c->subject, &metric,
		    _("at least %u look-ups of 10 that a record may spend: "
		    "%s"), root->lookups, branches);
	else
		state = report_measure(c->report, c->subject, &metric,
		    ngettext("%u look-up of 10 that a record may spend: %s",
		    "%u look-ups of 10 that a record may spend: %s",
		    root->lookups), root->lookups, branches);
	report_cause(c->report, &cause_lookups);
	if (state != STATE_OK)
		report_advice(c->report, _("Take out of the SPF record the "
		    "senders that you no longer use, or write their "
		    "addresses as ip4 and ip6."));
}

static void
voids_judge(const struct spf_case *c)
{
	static const struct range two = { .end = SPF_MAX_VOIDS, .set = true };
	const struct spf_node *root = &c->facts->walk.nodes[0];
	const struct metric metric = { .label = "voids",
	    .value = root->voids, .critical = &two, .min = "0",
	    .max = "2" };
	char branches[320];

	if (root->voids <= SPF_MAX_VOIDS) {
		report_metric(c->report, &metric);
		return;
	}
	branches_text(c, branches, sizeof(branches), true);
	report_measure(c->report, c->subject, &metric,
	    _("%u look-ups find nothing, 2 are allowed: %s"), root->voids,
	    branches);
	report_cause(c->report, &cause_voids);
	report_advice(c->report, _("Take out of the SPF record the names "
	    "that are no longer there."));
}

static void
old_judge(struct spf_case *c)
{
	if (c->old == 0 || c->wrong)
		return;
	report_add(c->report, c->subject, STATE_WARNING,
	    ngettext("%zu old address of the provider is left beside the "
	    "include", "%zu old addresses of the provider are left beside "
	    "the include", c->old), c->old);
	report_cause(c->report, &cause_old_left);
	c->wrong = true;
}

/* Gmail's question: would the provider's servers pass? */
static void
networks_judge(const struct spf_case *c)
{
	const struct spf_facts *facts = c->facts;
	size_t refused = facts->networks - facts->passed -
	    facts->undecided - facts->deferred;
	char ip[IP_TEXT_MAX];

	if (facts->networks == 0)
		return;
	if (refused > 0)
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("mail that the provider sends for this domain does "
		    "not pass SPF (Gmail: 550-5.7.26): %zu of the %zu "
		    "networks of %s pass, %s gets spf=%s"), facts->passed,
		    facts->networks, c->config->include,
		    ip_text(&facts->refused, ip),
		    spf_result_name(facts->refused_result));
	else
		report_add(c->report, c->subject, STATE_OK,
		    _("%zu of the %zu networks of %s pass SPF (Gmail: no "
		    "550-5.7.26)"), facts->passed, facts->networks,
		    c->config->include);
	report_cause(c->report, &cause_networks);
	if (facts->undecided > 0)
		report_note(c->report, 0, _("For %zu networks of %s the "
		    "result depends on the sender: see --ip."),
		    facts->undecided, c->config->include);
}

static bool
spf_met(const struct spf_case *c)
{
	return c->facts->networks > 0 &&
	    c->facts->passed == c->facts->networks;
}

/* Google's and Yahoo's rules for bulk senders, as far as the DNS shows: a
 * finding where --dmarc makes it one, else a line of its own. */
static void
dmarc_absent_judge(const struct spf_case *c)
{
	const char *fmt;

	if (c->facts->dmarc.state == DMARC_SEVERAL)
		fmt = _("the rules of Google and Yahoo for bulk mail are not "
		    "met: there is more than one DMARC record at _dmarc.%s");
	else if (c->facts->dmarc.state == DMARC_BROKEN)
		fmt = _("the rules of Google and Yahoo for bulk mail are not "
		    "met: the DMARC record at _dmarc.%s is wrong");
	else
		fmt = _("the rules of Google and Yahoo for bulk mail are not "
		    "met: there is no DMARC record at _dmarc.%s");
	if (c->config->dmarc == STATE_OK) {
		report_note(c->report, 0, fmt, c->domain);
		return;
	}
	report_add(c->report, c->subject, c->config->dmarc, fmt, c->domain);
	report_cause(c->report, &cause_dmarc);
	report_advice(c->report, _("DMARC: a TXT record at _dmarc.%s with "
	    "the value v=DMARC1; p=none is enough."), c->domain);
}

static void
dmarc_judge(const struct spf_case *c)
{
	const struct dmarc *dmarc = &c->facts->dmarc;
	char shown[SPF_SHOWN_MAX];

	if (dmarc->state == DMARC_FAILED) {
		report_note(c->report, 0, "%s", _("no answer about DMARC: it "
		    "cannot be said whether the rules of Google and Yahoo "
		    "for bulk mail are met"));
		return;
	}
	if (dmarc->state != DMARC_FOUND) {
		dmarc_absent_judge(c);
		return;
	}
	spf_shown(shown, dmarc->answer->name, strlen(dmarc->answer->name));
	report_note(c->report, 0, spf_met(c) ?
	    _("the rules of Google and Yahoo for bulk mail are met as far as "
	    "the DNS shows: SPF passes, and DMARC says p=%s (%s)") :
	    _("the rules of Google and Yahoo for bulk mail are not met: "
	    "DMARC says p=%s (%s), but SPF does not pass"),
	    dmarc_policy_name(dmarc->policy), shown);
}

static void
figures(const struct spf_case *c)
{
	const struct metric records = { .label = "records",
	    .value = (double)c->facts->walk.nodes[0].records };
	const struct metric old = { .label = "old_addresses",
	    .value = (double)c->old };

	report_metric(c->report, &records);
	report_metric(c->report, &old);
}

void
spf_verdict_judge(struct report *report, const char *subject,
    const struct spf_config *config, const struct spf_facts *facts)
{
	struct spf_case c = { .report = report, .domain = subject,
	    .config = config, .facts = facts };
	char shown[2 * DOMAIN_MAX];

	c.subject = domain_text(shown, sizeof(shown), subject);
	if (facts->walk.nodes[0].state != SPF_NODE_FAILED) {
		c.old = old_count_all(&c);
		figures(&c);
	}
	if (spf_record_judge(&c)) {
		if (facts->walk.nodes[0].records == 1) {
			spf_include_judge(&c);
			old_judge(&c);
		}
		lookups_judge(&c);
		voids_judge(&c);
		spf_tree_judge(&c);
		networks_judge(&c);
	}
	if (facts->walk.nodes[0].state != SPF_NODE_NXDOMAIN)
		dmarc_judge(&c);
	if (c.wrong)
		spf_advice(&c);
}
