/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "i18n.h"
#include "spf_judge.h"
#include "spf_target.h"
#include "weblife.h"

static const struct cause
    cause_old = { "spf_old", N_("still the value before 2024-02-27") },
    cause_include = { "spf_include_missing",
	N_("the include of the provider is missing") },
    cause_qualifier = { "spf_include_qualifier",
	N_("the include does not say pass") },
    cause_unreached = { "spf_include_unreached",
	N_("the include is never read") },
    cause_branch = { "spf_branch_broken",
	N_("an include or redirect that leads to no usable record") },
    cause_ptr = { "spf_ptr", N_("ptr in the record") },
    cause_plus_all = { "spf_plus_all", N_("everybody may send") },
    cause_crowded = { "spf_mx_many", N_("an mx of more than 10 names") },
    cause_no_all = { "spf_no_all", N_("nothing is said about others") };

static bool
is_provider(const struct spf_case *c, const struct spf_node *node)
{
	return domain_equal(node->name, c->config->include);
}

/* How the provider's include stands in the tree, best first. */
enum place {
	PLACE_GOOD,
	PLACE_QUALIFIER,
	PLACE_BEHIND_ALL,
	PLACE_REDIRECT,
	PLACE_NOWHERE,
};

static enum place
node_place(const struct spf_walk *walk, const struct spf_node *node)
{
	if (node->reached)
		return node->passes ? PLACE_GOOD : PLACE_QUALIFIER;
	for (; !walk->nodes[node->parent].reached;
	    node = &walk->nodes[node->parent])
		;
	return node->via.kind == SPF_REDIRECT ? PLACE_REDIRECT :
	    PLACE_BEHIND_ALL;
}

static enum place
include_place(const struct spf_case *c, const struct spf_node **found)
{
	const struct spf_walk *walk = &c->facts->walk;
	enum place best = PLACE_NOWHERE, place;
	size_t i;

	for (i = 0; i < walk->node_count; i++) {
		if (!is_provider(c, &walk->nodes[i]))
			continue;
		place = node_place(walk, &walk->nodes[i]);
		if (place < best) {
			best = place;
			*found = &walk->nodes[i];
		}
	}
	return best;
}

/* The record has nothing but the value that the article replaces. */
static bool
is_old_value(const struct spf_case *c)
{
	const struct dns_rr *record = c->facts->walk.nodes[0].record;
	struct spf_reader reader;
	struct spf_term term;

	if (c->old < WEBLIFE_SPF_OLD_COUNT)
		return false;
	spf_begin(&reader, record->text, record->length);
	while (spf_next(&reader, &term)) {
		if (term.kind != SPF_ALL && !spf_term_is_old(c->config, &term)
		    && ((term.kind != SPF_A && term.kind != SPF_MX) ||
		    term.spec != NULL))
			return false;
	}
	return reader.error == SPF_FINE;
}

/* A record that could not be had, and behind which the include may stand. */
static const struct spf_node *
include_hidden(const struct spf_walk *walk)
{
	size_t i;

	for (i = 1; i < walk->node_count; i++) {
		if (walk->nodes[i].passes &&
		    walk->nodes[i].state == SPF_NODE_FAILED)
			return &walk->nodes[i];
	}
	return NULL;
}

/* Not known is not missing. */
static void
hidden_judge(const struct spf_case *c, const struct spf_node *node)
{
	char shown[SPF_SHOWN_MAX];

	report_add(c->report, c->subject, STATE_UNKNOWN,
	    _("include:%s is not in the SPF record itself; whether it stands "
	    "behind %s is not known"), c->config->include,
	    spf_shown(shown, node->via.text, node->via.length));
}

static void
nowhere_judge(struct spf_case *c)
{
	const char *include = c->config->include;

	c->old_value = is_old_value(c);
	if (c->old_value) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("SPF is still the old value, from before 2024-02-27: "
		    "include:%s is missing"), include);
		report_cause(c->report, &cause_old);
	} else if (c->old > 0) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    ngettext("include:%s is missing, and %zu of the %zu old "
		    "addresses is there", "include:%s is missing, and %zu "
		    "of the %zu old addresses are there", c->old), include,
		    c->old, WEBLIFE_SPF_OLD_COUNT);
		report_cause(c->report, &cause_old);
	} else {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("include:%s is missing from the SPF record"), include);
		report_cause(c->report, &cause_include);
	}
}

void
spf_include_judge(struct spf_case *c)
{
	const struct spf_node *node = NULL, *hidden;
	enum place place = include_place(c, &node);
	char shown[SPF_SHOWN_MAX];

	if (place == PLACE_GOOD) {
		report_add(c->report, c->subject, STATE_OK,
		    _("the SPF record lets %s send"), c->config->include);
		return;
	}
	if (place == PLACE_NOWHERE &&
	    (hidden = include_hidden(&c->facts->walk)) != NULL) {
		hidden_judge(c, hidden);
		return;
	}
	c->wrong = true;
	if (place == PLACE_NOWHERE) {
		nowhere_judge(c);
		return;
	}
	spf_shown(shown, node->via.text, node->via.length);
	if (place == PLACE_QUALIFIER) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s does not let the provider pass: the include must "
		    "have no sign before it, or a plus"), shown);
		report_cause(c->report, &cause_qualifier);
		return;
	}
	report_add(c->report, c->subject, STATE_CRITICAL,
	    place == PLACE_REDIRECT ?
	    _("%s stands only behind a redirect that is never followed: the "
	    "record has an all") :
	    _("%s stands behind all, where it is never read"), shown);
	report_cause(c->report, &cause_unreached);
}

/* What an include or redirect leads to that is no usable record. */
static const char *
branch_fault(const struct spf_node *node)
{
	switch (node->state) {
	case SPF_NODE_NXDOMAIN:
		return _("there is no such name");
	case SPF_NODE_NO_TXT:
		return _("that name has no TXT record");
	case SPF_NODE_OTHER_TXT:
		return _("that name has TXT records, but none is SPF");
	case SPF_NODE_SEVERAL:
		return _("that name has more than one SPF record");
	case SPF_NODE_SYNTAX:
		return _("that record has a syntax error");
	case SPF_NODE_BAD_NAME:
		return _("that is not a name that can be asked for");
	case SPF_NODE_LOOP:
		return _("that record is being read already: a loop");
	default:
		return NULL;
	}
}

static void
branch_broken_judge(struct spf_case *c, const struct spf_node *node,
    const char *fault)
{
	const struct spf_node *parent = &c->facts->walk.nodes[node->parent];
	char shown[SPF_SHOWN_MAX], domain[SPF_SHOWN_MAX];

	spf_shown(shown, node->via.text, node->via.length);
	if (node->parent == 0 && spf_joint(parent->record,
	    (size_t)(node->via.text - parent->record->text),
	    node->via.length) > 0) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s: %s; the TXT record was entered in two parts, and "
		    "the blank between them is missing"), shown, fault);
		c->wrong = true;
	} else if (node->parent == 0)
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s: %s; receivers take the whole SPF record for an "
		    "error (permerror)"), shown, fault);
	else
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s in the record of %s: %s; receivers take the whole "
		    "SPF record for an error (permerror)"), shown,
		    spf_shown(domain, parent->name, strlen(parent->name)),
		    fault);
	report_cause(c->report, &cause_branch);
	if (is_provider(c, node))
		report_advice(c->report, _("%s is the own record of the "
		    "provider: tell its support."), c->config->include);
	else
		report_advice(c->report, _("Ask the operator of %s for the "
		    "right name, or take it out of the record if it no "
		    "longer sends for you."), shown);
}

/* Whose name it is: whose failure, whose ptr. */
static enum spf_owner
owner_of(const struct spf_case *c, const char *name)
{
	if (domain_ends(name, c->domain))
		return SPF_OWN;
	return domain_ends(name, c->config->include) ?
	    SPF_PROVIDER : SPF_FOREIGN;
}

static void
branch_judge(struct spf_case *c, const struct spf_node *node)
{
	const char *fault = branch_fault(node);
	char shown[SPF_SHOWN_MAX];

	if (fault != NULL)
		branch_broken_judge(c, node, fault);
	else if (node->state == SPF_NODE_FAILED)
		spf_failure(c, node->answer,
		    spf_shown(shown, node->via.text, node->via.length),
		    owner_of(c, node->name));
	if (node->passes && node->all == '+' &&
	    node->via.kind == SPF_INCLUDE) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s ends in +all: everybody may send as this domain"),
		    spf_shown(shown, node->via.text, node->via.length));
		report_cause(c->report, &cause_plus_all);
	}
}

static void
ptr_judge(struct spf_case *c)
{
	const struct spf_walk *walk = &c->facts->walk;
	const struct spf_node *node;
	char shown[SPF_SHOWN_MAX];
	size_t i;

	for (i = 0; i < walk->node_count; i++) {
		node = &walk->nodes[i];
		if (!node->ptr)
			continue;
		spf_shown(shown, node->name, strlen(node->name));
		report_add(c->report, c->subject, owner_of(c, node->name) ==
		    SPF_OWN ? STATE_WARNING : STATE_OK, _("ptr in the record of %s: "
		    "it is slow, and some receivers pass over it"), shown);
		report_cause(c->report, &cause_ptr);
	}
}

/* The record whose all counts in the end: redirects are followed. */
static const struct spf_node *
last_node(const struct spf_walk *walk)
{
	const struct spf_node *node = &walk->nodes[0];
	size_t i, index = 0;

	for (i = 1; i < walk->node_count && node->redirects; i++) {
		if (walk->nodes[i].parent == index &&
		    walk->nodes[i].via.kind == SPF_REDIRECT &&
		    walk->nodes[i].reached) {
			index = i;
			node = &walk->nodes[i];
		}
	}
	return node;
}

static void
all_judge(struct spf_case *c)
{
	const struct spf_node *node = last_node(&c->facts->walk);

	if (node->record == NULL || node->all == '-' || node->all == '~' ||
	    (node->all == '\0' && node->redirects))
		return;
	if (node->all == '+') {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("the record ends in +all: everybody may send as this "
		    "domain"));
		report_cause(c->report, &cause_plus_all);
	} else {
		report_add(c->report, c->subject, STATE_WARNING,
		    node->all == '?' ?
		    _("the record ends in ?all: nothing is said about mail "
		    "from elsewhere") :
		    _("the record has no all at its end: nothing is said "
		    "about mail from elsewhere"));
		report_cause(c->report, &cause_no_all);
	}
	c->wrong = c->wrong || node == &c->facts->walk.nodes[0];
}

/* A network of the whole family is +all by another name. */
static void
everybody_judge(struct spf_case *c)
{
	const struct spf_walk *walk = &c->facts->walk;
	char shown[SPF_SHOWN_MAX];
	size_t i;

	for (i = 0; i < walk->network_count; i++) {
		if (walk->networks[i].network.prefix > 0)
			continue;
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s lets every address send as this domain"),
		    spf_shown(shown, walk->networks[i].term.text,
		    walk->networks[i].term.length));
		report_cause(c->report, &cause_plus_all);
		c->wrong = c->wrong || walk->networks[i].node == 0;
		return;
	}
}

/* RFC 7208 4.6.4: more than 10 names end the evaluation. */
static void
crowded_judge(struct spf_case *c)
{
	const struct spf_walk *walk = &c->facts->walk;
	const struct spf_aside *aside;
	char shown[SPF_SHOWN_MAX], name[SPF_SHOWN_MAX];
	size_t i;

	for (i = 0; i < walk->crowded_count && i < SPF_ASIDE_MAX; i++) {
		aside = &walk->crowded[i];
		spf_shown(name, aside->answer->name,
		    strlen(aside->answer->name));
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s: more than 10 MX records at %s; receivers take the "
		    "whole SPF record for an error (permerror)"),
		    spf_shown(shown, aside->term.text, aside->term.length),
		    name);
		report_cause(c->report, &cause_crowded);
		report_advice(c->report, _("Write the addresses of the "
		    "servers of %s that send mail as ip4 and ip6 instead."),
		    name);
	}
}

/* A and AAAA of one host are one failure. */
static void
failures_judge(struct spf_case *c)
{
	const struct spf_walk *walk = &c->facts->walk;
	const struct spf_aside *aside;
	const struct dns_answer *last = NULL;
	char shown[SPF_SHOWN_MAX];
	size_t i;

	for (i = 0; i < walk->failure_count && i < SPF_ASIDE_MAX; i++) {
		aside = &walk->failures[i];
		if (last != NULL && domain_equal(last->name,
		    aside->answer->name))
			continue;
		last = aside->answer;
		spf_failure(c, last,
		    spf_shown(shown, aside->term.text, aside->term.length),
		    is_provider(c, &walk->nodes[aside->node]) ?
		    SPF_PROVIDER : owner_of(c, last->name));
	}
}

void
spf_tree_judge(struct spf_case *c)
{
	const struct spf_walk *walk = &c->facts->walk;
	const struct spf_aside *aside;
	char shown[SPF_SHOWN_MAX];
	size_t i;

	for (i = 1; i < walk->node_count; i++) {
		if (walk->nodes[i].reached)
			branch_judge(c, &walk->nodes[i]);
	}
	failures_judge(c);
	all_judge(c);
	everybody_judge(c);
	crowded_judge(c);
	ptr_judge(c);
	for (i = 0; i < walk->unfollowed_count && i < SPF_ASIDE_MAX; i++) {
		aside = &walk->unfollowed[i];
		if (aside->term.kind == SPF_PTR)
			continue;
		report_note(c->report, 1, _("%s depends on the sender or "
		    "the client: counted, not followed"),
		    spf_shown(shown, aside->term.text, aside->term.length));
	}
}
