/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "spf_judge.h"
#include "spf_target.h"
#include "text.h"

#define STRING_MAX 255		/* octets of one character-string of a TXT */

/* The record to publish, as it grows. */
struct draft {
	const struct spf_case *c;
	char senders[1500];	/* " a:x.example.jp ip4:192.0.2.1" */
	char modifiers[256];
	char all;
	bool old_value;		/* a and mx came with the old addresses */
	bool behind_all;	/* in the record that is read */
	bool dropped;		/* a term that could not be understood */
	bool harmful;		/* one that lets everybody send, or breaks it */
	bool full;
	unsigned int lookups;	/* that it would spend */
};

/* Adds a term once; list holds terms, each behind a blank.  False: it is
 * there already, or there is no room. */
static bool
term_add(struct draft *draft, char *list, size_t size, const char *prefix,
    const char *text, size_t length)
{
	char term[512], *at;
	size_t used = strlen(list), n;

	n = (size_t)snprintf(term, sizeof(term), " %s%.*s", prefix,
	    (int)(length < 400 ? length : 400), text);
	for (at = list; (at = strstr(at, term)) != NULL; at++) {
		if (at[n] == ' ' || at[n] == '\0')
			return false;
	}
	if (used + n + 1 > size || length > 400) {
		draft->full = true;
		return false;
	}
	memcpy(list + used, term, n + 1);
	return true;
}

/* What the term spends of the 10 look-ups, with what is below it. */
static unsigned int
term_cost(const struct spf_walk *walk, const struct spf_term *term)
{
	char name[SPF_NAME_MAX];
	size_t i;

	if (!spf_counts(term))
		return 0;
	if ((term->kind != SPF_INCLUDE && term->kind != SPF_REDIRECT) ||
	    spf_term_letters(term) != 0 ||
	    !spf_name(name, term->spec, term->spec_length))
		return 1;
	for (i = 1; i < walk->node_count; i++)
		if (walk->nodes[i].record != NULL &&
		    domain_equal(walk->nodes[i].name, name))
			return 1 + walk->nodes[i].lookups;
	return 1;
}

/* A name of the provider's that leads nowhere: mistyped, or long gone. */
static bool
is_provider_dead(const struct spf_case *c, const struct spf_term *term,
    const char *name)
{
	const struct spf_walk *walk = &c->facts->walk;
	const char *parent = strchr(c->config->include, '.');
	size_t i;

	if (parent == NULL || strchr(parent + 1, '.') == NULL ||
	    !domain_ends(name, parent + 1))
		return false;
	for (i = 1; i < walk->node_count; i++) {
		if (walk->nodes[i].via.text == term->text)
			return walk->nodes[i].state == SPF_NODE_NXDOMAIN ||
			    walk->nodes[i].state == SPF_NODE_NO_TXT;
	}
	return false;
}

/* The term is the provider's include, whatever sign it has. */
static bool
is_include(const struct spf_case *c, const struct spf_term *term)
{
	char name[SPF_NAME_MAX];

	if ((term->kind != SPF_INCLUDE && term->kind != SPF_REDIRECT) ||
	    spf_term_letters(term) != 0)
		return false;
	return spf_name(name, term->spec, term->spec_length) &&
	    (domain_equal(name, c->config->include) ||
	    is_provider_dead(c, term, name));
}

/* The term of the domain's own record that leads to this one. */
static const char *
top_text(const struct spf_walk *walk, size_t node, const struct spf_term *term)
{
	const char *text = term->text;

	for (; node != 0; node = walk->nodes[node].parent)
		text = walk->nodes[node].via.text;
	return text;
}

/* What a finding calls CRITICAL because it is right in its syntax: everybody
 * may send, or the evaluation ends. */
static bool
is_harmful(const struct spf_walk *walk, const struct spf_term *term)
{
	size_t i;

	for (i = 0; i < walk->network_count; i++)
		if (walk->networks[i].network.prefix == 0 && term->text ==
		    top_text(walk, walk->networks[i].node,
		    &walk->networks[i].term))
			return true;
	for (i = 0; i < walk->crowded_count && i < SPF_ASIDE_MAX; i++)
		if (term->text == top_text(walk, walk->crowded[i].node,
		    &walk->crowded[i].term))
			return true;
	for (i = 1; i < walk->node_count; i++)
		if (walk->nodes[i].all == '+' && walk->nodes[i].passes &&
		    term->text == top_text(walk, i, term))
			return true;
	return term->qualifier == '+' &&
	    ((term->kind == SPF_IP4 && term->prefix4 == 0) ||
	    (term->kind == SPF_IP6 && term->prefix6 == 0));
}

static void
sender_take(struct draft *draft, const struct spf_term *term)
{
	const char *prefix = "", *text = term->text;
	size_t length = term->length;

	if (draft->old_value && term->spec == NULL &&
	    (term->kind == SPF_A || term->kind == SPF_MX))
		return;
	if (term->kind == SPF_REDIRECT) {
		prefix = "include:";
		text = term->spec;
		length = term->spec_length;
	}
	if (term_add(draft, draft->senders, sizeof(draft->senders), prefix,
	    text, length))
		draft->lookups += term_cost(&draft->c->facts->walk, term);
}

/* Whether the filter would show another term than the one that is there. */
static bool
is_shown_otherwise(const struct spf_term *term)
{
	char shown[512];

	text_clean(shown, sizeof(shown), term->text, term->length);
	return strlen(shown) != term->length ||
	    memcmp(shown, term->text, term->length) != 0;
}

static void
term_take(struct draft *draft, const struct spf_term *term)
{
	if (is_shown_otherwise(term)) {
		draft->dropped = true;
		return;
	}
	if (spf_term_is_old(draft->c->config, term) ||
	    is_include(draft->c, term))
		return;
	if (is_harmful(&draft->c->facts->walk, term)) {
		draft->harmful = true;
		return;
	}
	switch (term->kind) {
	case SPF_ALL:
		if (draft->all == '\0' && (term->qualifier == '-' ||
		    term->qualifier == '~'))
			draft->all = term->qualifier;
		draft->behind_all = true;
		break;
	case SPF_REDIRECT:
		/* beside an all it was never followed */
		if (!draft->behind_all)
			sender_take(draft, term);
		break;
	case SPF_EXP:
	case SPF_UNKNOWN_MODIFIER:
		term_add(draft, draft->modifiers, sizeof(draft->modifiers),
		    "", term->text, term->length);
		break;
	default:
		sender_take(draft, term);
		break;
	}
}

/* Whether an include or redirect of the domain's record leads nowhere. */
static bool
leads_nowhere(const struct spf_case *c, const struct spf_term *term)
{
	const struct spf_walk *walk = &c->facts->walk;
	size_t i;

	for (i = 1; i < walk->node_count; i++) {
		if (walk->nodes[i].via.text == term->text)
			return walk->nodes[i].record == NULL;
	}
	return false;
}

/* Two terms that became one where the TXT was entered in two parts. */
static bool
halves_take(struct draft *draft, const struct dns_rr *rr,
    const struct spf_term *term, size_t joint)
{
	size_t start = (size_t)(term->text - rr->text);
	struct spf_reader first = { .text = term->text,
	    .length = joint - start };
	struct spf_reader second = { .text = rr->text + joint,
	    .length = term->length - (joint - start) };
	struct spf_term half[2];

	if (!spf_next(&first, &half[0]) || !spf_next(&second, &half[1]))
		return false;
	term_take(draft, &half[0]);
	term_take(draft, &half[1]);
	return true;
}

/* The terms of a record from octet `at` on. */
static void
record_take(struct draft *draft, const struct dns_rr *rr, size_t at)
{
	struct spf_reader reader = { .text = rr->text, .length = rr->length,
	    .at = at };
	struct spf_term term;
	size_t joint;
	bool fine;

	draft->behind_all = false;
	for (;;) {
		fine = spf_next(&reader, &term);
		if (!fine && reader.error == SPF_FINE)
			break;
		joint = spf_joint(rr, (size_t)(term.text - rr->text),
		    term.length);
		if (joint > 0 && (!fine || leads_nowhere(draft->c, &term)) &&
		    halves_take(draft, rr, &term, joint))
			continue;
		if (fine)
			term_take(draft, &term);
		else
			draft->dropped = true;
	}
}

static void
records_take(struct draft *draft, const struct dns_answer *answer)
{
	size_t i;

	if (answer == NULL || answer->status != DNS_DATA)
		return;
	for (i = 0; i < answer->count; i++) {
		if (spf_is_record(answer->rr[i].text, answer->rr[i].length))
			record_take(draft, &answer->rr[i], 6);
	}
}

/* How much of a mistyped record is its version: "v=spf10", "spf 1:". */
static size_t
version_length(const char *text, size_t length)
{
	size_t i = strspn(text, " "), n;

	if (i + 8 <= length && (spf_word(text + i, 8, "include:") ||
	    spf_word(text + i, 4, "ip4:")))
		return i;
	i += strspn(text + i, "\\ =:-TtVvXxSsPpFf");
	n = strspn(text + i, "0123456789");
	return i + n + strspn(text + i + n, "=:.");
}

/*
 * What almost is a record keeps the senders in it.  Whatever else may have
 * been taken for a blank is one, and so is the place where one is missing.
 */
static void
mistyped_record_take(struct draft *draft, const struct dns_rr *rr)
{
	char text[2000];
	struct dns_rr copy = { .text = text };
	size_t i, used = 0, joint = spf_joint(rr, 0, 8);
	bool macro = false;
	unsigned char c;

	for (i = 0; i < rr->length && used + 3 < sizeof(text); i++) {
		c = (unsigned char)rr->text[i];
		macro = c == '{' || (macro && c != '}');
		if (joint > 0 && i == joint)
			text[used++] = ' ';
		text[used++] = c <= ' ' || c >= 0x7f || c == ';' ||
		    c == '"' || c == '\'' || (c == ',' && !macro) ?
		    ' ' : (char)c;
	}
	if (i < rr->length)
		draft->full = true;
	text[used] = '\0';
	copy.length = used;
	record_take(draft, &copy, version_length(text, used));
}

static void
mistyped_take(struct draft *draft, const struct dns_answer *answer)
{
	size_t i;

	for (i = 0; answer->status == DNS_DATA && i < answer->count; i++) {
		if (spf_is_mistyped(&answer->rr[i]))
			mistyped_record_take(draft, &answer->rr[i]);
	}
}

/* Where a record of more than 255 octets is divided: before a blank. */
static size_t
string_length(const char *text)
{
	size_t length = strlen(text), i;

	if (length <= STRING_MAX)
		return length;
	for (i = STRING_MAX; i > 0 && text[i] != ' '; i--)
		;
	return i > 0 ? i : STRING_MAX;
}

static void
record_print(const struct spf_case *c, const char *record, bool tilde)
{
	char parts[2200];
	size_t used = 0, n;

	if (strlen(record) <= STRING_MAX) {
		report_advice(c->report, tilde ?
		    _("In the DNS form of %s: type TXT, sub-domain empty, "
		    "value in one line: %s (the sign before all is a "
		    "tilde)") :
		    _("In the DNS form of %s: type TXT, sub-domain empty, "
		    "value in one line: %s (the sign before all is a "
		    "minus)"), c->domain, record);
		return;
	}
	for (; *record != '\0'; record += n) {
		n = string_length(record);
		used += (size_t)snprintf(parts + used, sizeof(parts) - used,
		    "%s{%.*s}", used > 0 ? " " : "", (int)n, record);
	}
	report_advice(c->report, tilde ?
	    _("In the DNS form of %s: type TXT, sub-domain empty, one record "
	    "in parts of at most 255 characters, here each between curly "
	    "brackets, the blanks inside belong to it: %s (the sign before "
	    "all is a tilde)") :
	    _("In the DNS form of %s: type TXT, sub-domain empty, one record "
	    "in parts of at most 255 characters, here each between curly "
	    "brackets, the blanks inside belong to it: %s (the sign before "
	    "all is a minus)"), c->domain, parts);
}

/* The record that we ask for must not be the next error. */
static void
lookups_advise(const struct draft *draft)
{
	const struct spf_case *c = draft->c;
	const struct spf_walk *provider = &c->facts->provider;
	unsigned int lookups = 1;

	if (provider->node_count > 0)
		lookups += provider->nodes[0].lookups;
	if (!c->config->exact)
		lookups += draft->lookups;
	if (lookups > SPF_MAX_LOOKUPS)
		report_advice(c->report, _("Before you publish it: it would "
		    "spend %u look-ups, and a record may spend 10. Take out "
		    "the senders that you no longer use, or write their "
		    "addresses as ip4 and ip6."), lookups);
}

void
spf_advice(struct spf_case *c)
{
	const struct spf_node *root = &c->facts->walk.nodes[0];
	struct draft draft = { .c = c, .old_value = c->old_value };
	char text[2048], record[2048];

	records_take(&draft, root->answer);
	if (root->records == 0) {
		records_take(&draft, c->facts->www);
		records_take(&draft, c->facts->mail);
		mistyped_take(&draft, root->answer);
	}
	if (draft.all == '\0' || c->config->exact)
		draft.all = '~';
	if (c->config->exact)
		draft.senders[0] = draft.modifiers[0] = '\0';
	snprintf(text, sizeof(text), "v=spf1 include:%s%s%s %call",
	    c->config->include, draft.senders, draft.modifiers, draft.all);
	text_clean_string(record, sizeof(record), text);
	record_print(c, record, draft.all == '~');
	if (root->records == 1)
		report_advice(c->report, "%s", _("It takes the place of the "
		    "SPF record that is there: two of them are an error."));
	lookups_advise(&draft);
	if (draft.harmful)
		report_advice(c->report, "%s", _("What lets everybody send, "
		    "or makes receivers take the record for an error, is left "
		    "out: write the addresses of your senders instead."));
	if (draft.full)
		report_advice(c->report, "%s", _("The record has more "
		    "senders than are shown here: keep them, too."));
	if (draft.dropped)
		report_advice(c->report, "%s", _("What could not be "
		    "understood is left out: if it stood for a sender of "
		    "yours, write it anew."));
}
