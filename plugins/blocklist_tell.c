/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blocklist_verdict.h"
#include "i18n.h"
#include "text.h"

#define SAID_MAX 120		/* of a list's own words */

static const struct cause cause_listed = {
	"dnsbl_listed", N_("on a block list") };
static const struct cause cause_policy = {
	"dnsbl_policy", N_("on a policy list (no mail server)") };
static const struct cause cause_domain = {
	"dnsbl_domain", N_("the domain is on a block list") };
static const struct cause cause_unproven = {
	"dnsbl_unproven", N_("a listing that is not proven") };
static const struct cause cause_no_answer = {
	"dnsbl_no_answer", N_("block lists gave no answer") };

/* "3 of 4 lists answered" */
static void
answered_text(char *text, size_t size, const struct blocklist_verdict *v)
{
	const size_t lists = v->facts->count;

	(void)snprintf(text, size, ngettext("%zu of %zu list answered",
	    "%zu of %zu lists answered", lists), lists - v->tally.no_answer,
	    lists);
}

/* How many addresses were asked for, when it is not one. */
static void
asked_text(char *text, size_t size, const struct blocklist_verdict *v)
{
	const struct sample *sample = &v->facts->sample;

	*text = '\0';
	if (v->subject->what == BLOCKLIST_ADDRESS)
		return;
	if (sample->of > 1e9)
		(void)snprintf(text, size, _("%zu of more than 1000000000 "
		    "addresses asked for, "), sample->count);
	else if (sample->of > (double)sample->count)
		(void)snprintf(text, size, _("%zu of %.0f addresses asked "
		    "for, "), sample->count, sample->of);
	else
		(void)snprintf(text, size, ngettext("%zu address asked for, ",
		    "%zu addresses asked for, ", sample->count),
		    sample->count);
}

void
blocklist_tell_sample(const struct blocklist_verdict *v)
{
	char asked[80];

	if (v->facts->sample.of <= (double)v->facts->sample.count ||
	    report_state(v->report) == STATE_OK)
		return;
	asked_text(asked, sizeof(asked), v);
	report_note(v->report, 0, _("%s: %sa sample; --max-addresses takes "
	    "more"), v->name, asked);
}

void
blocklist_tell_summary(const struct blocklist_verdict *v)
{
	const struct blocklist_tally *t = &v->tally;
	size_t listed = t->weight[DNSBL_CRITICAL] + t->weight[DNSBL_WARNING];
	char answered[80], asked[80];

	answered_text(answered, sizeof(answered), v);
	asked_text(asked, sizeof(asked), v);
	if (listed != 0)
		report_add(v->report, v->name, STATE_OK, ngettext(
		    "%s%zu listing, %s", "%s%zu listings, %s", listed), asked,
		    listed, answered);
	else if (t->weight[DNSBL_INFO] + t->excused != 0)
		report_add(v->report, v->name, STATE_OK,
		    _("%son no list that counts, %s"), asked, answered);
	else
		report_add(v->report, v->name, STATE_OK,
		    _("%snot listed, %s"), asked, answered);
}

/* Who is listed where: "192.0.2.1 is on zen.spamhaus.org". */
static void
where_text(char *text, size_t size, const struct blocklist_verdict *v,
    const struct blocklist_item *item, const char *zone)
{
	char ip[IP_TEXT_MAX];

	if (v->subject->what == BLOCKLIST_ADDRESS)
		(void)snprintf(text, size, _("on %s"), zone);
	else if (item->ip == NULL)
		(void)snprintf(text, size, _("the domain is on %s"), zone);
	else
		(void)snprintf(text, size, _("%s is on %s"),
		    ip_text(item->ip, ip), zone);
}

/* The list's own words behind what we say; or "". */
static void
said_text(char *text, size_t size, const struct dns_answer *txt,
    const char *key)
{
	char said[1024];

	*text = '\0';
	if (txt == NULL || txt->status != DNS_DATA)
		return;
	text_clean(said, sizeof(said), txt->rr[0].text, txt->rr[0].length);
	blocklist_hide(said, key);
	text_cut(said, SAID_MAX);
	if (*said != '\0')
		(void)snprintf(text, size, _(" (it says: %s)"), said);
}

static void
advise_removal(const struct blocklist_verdict *v,
    const struct dnsbl_list *list)
{
	if (list->delist != NULL)
		report_advice(v->report, _("Look it up and ask for removal "
		    "at %s (%s)."), list->delist, list->zone);
	else
		report_advice(v->report, _("%s: no page for removal is known "
		    "here, ask those who run it."), list->zone);
}

/* What to do beside asking for removal. */
static void
advise_cause(const struct blocklist_verdict *v)
{
	if (v->tally.policy != 0 && !v->config->client)
		report_advice(v->report, "%s", _("If this is the address of "
		    "an office line, a policy listing (PBL) is normal: check "
		    "it with --client, and let mail go out through the server "
		    "of the mail provider with a login."));
	else if (v->tally.addresses != 0 && v->config->client)
		report_advice(v->report, "%s", _("This is your own line: a "
		    "machine behind it may be sending spam. Find it and clean "
		    "it before you ask for removal, else the listing comes "
		    "back."));
	if (v->tally.addresses != 0 &&
	    v->subject->what == BLOCKLIST_SENDERS)
		report_advice(v->report, "%s", _("An address of the mail "
		    "provider can be taken off by the provider only: tell "
		    "its support."));
}

static void
tell_listing(const struct blocklist_verdict *v,
    const struct blocklist_result *result, const struct blocklist_item *item,
    const struct blocklist_outcome *o)
{
	const struct dnsbl_list *list = result->asked->list;
	char where[DOMAIN_MAX + 80], said[SAID_MAX + 40];
	enum state state = o->listed ? blocklist_state(v, o->weight) :
	    STATE_OK;

	where_text(where, sizeof(where), v, item, list->zone);
	said_text(said, sizeof(said), item->text, v->config->key);
	if (o->excused && !o->listed) {
		report_note(v->report, 0, _("%s: %s: %s; normal for an "
		    "office line, which sends through the server of its mail "
		    "provider"), v->name, where, o->codes);
		return;
	}
	report_add(v->report, v->name, state, "%s: %s%s", where, o->codes,
	    said);
	report_cause(v->report, item->ip == NULL ? &cause_domain :
	    o->policy ? &cause_policy : &cause_listed);
	if (state != STATE_OK)
		advise_removal(v, list);
}

static void
tell_unproven(const struct blocklist_verdict *v,
    const struct blocklist_result *result, const struct blocklist_item *item,
    const struct blocklist_outcome *o, const char *why)
{
	const struct dnsbl_list *list = result->asked->list;
	char where[DOMAIN_MAX + 80];

	where_text(where, sizeof(where), v, item, list->zone);
	report_add(v->report, v->name, STATE_UNKNOWN,
	    _("%s: %s; listing not proven: %s"), where, o->codes, why);
	report_cause(v->report, &cause_unproven);
	if (result->test != NULL && dns_void(result->test))
		report_advice(v->report, _("If you know that %s is alive and "
		    "has no test entry, a line with test=none in a file of "
		    "--lists makes its listings count."), list->zone);
}

static void
tell_result(const struct blocklist_verdict *v,
    const struct blocklist_result *result)
{
	char why[BLOCKLIST_TEXT_MAX];
	enum blocklist_proof proof = blocklist_proof(result, why);
	struct blocklist_outcome o;

	for (size_t i = 0; i < result->count; i++) {
		const struct blocklist_item *item = &result->items[i];

		blocklist_outcome(&o, result, item, v->config->client);
		if (*o.codes == '\0')
			continue;
		if (proof == BLOCKLIST_PROVEN)
			tell_listing(v, result, item, &o);
		else if (proof == BLOCKLIST_UNPROVEN && o.listed)
			tell_unproven(v, result, item, &o, why);
	}
}

void
blocklist_tell_listings(const struct blocklist_verdict *v)
{
	for (size_t i = 0; i < v->facts->count; i++)
		tell_result(v, &v->facts->results[i]);
	advise_cause(v);
}

/* Why the list gave no answer: false if it gave one. */
static bool
why_silent(char *text, size_t size, const struct blocklist_verdict *v,
    const struct blocklist_result *result)
{
	char why[BLOCKLIST_TEXT_MAX], first[BLOCKLIST_TEXT_MAX] = "";
	const char *zone = result->asked->list->zone;
	struct blocklist_outcome o;
	size_t silent = 0;

	if (blocklist_proof(result, why) != BLOCKLIST_PROVEN) {
		(void)snprintf(text, size, _("no answer from %s: %s"), zone,
		    why);
		return true;
	}
	for (size_t i = 0; i < result->count; i++) {
		blocklist_outcome(&o, result, &result->items[i],
		    v->config->client);
		if (!o.answered && silent++ == 0)
			memcpy(first, o.why, sizeof(first));
	}
	if (silent == result->count)
		(void)snprintf(text, size, _("no answer from %s: %s"), zone,
		    first);
	else
		(void)snprintf(text, size, _("no answer from %s for %zu of "
		    "%zu questions: %s"), zone, silent, result->count, first);
	return silent != 0;
}

/* 127.255.255.254, or what a mask has for it: it is our resolver's fault. */
static bool
blames_resolver(const struct dnsbl_list *list,
    const struct dns_answer *answer)
{
	struct dnsbl_meaning m[DNSBL_MEANINGS];

	if (answer == NULL || answer->status != DNS_DATA)
		return false;
	(void)dnsbl_meanings(list, &answer->rr[0].ip, m);
	return m[0].class == DNSBL_REFUSED &&
	    (answer->rr[0].ip.bytes[3] == 254 || list->mask);
}

static void
tell_silent_list(const struct blocklist_verdict *v,
    const struct blocklist_result *result)
{
	const struct dnsbl_list *list = result->asked->list;
	char text[2 * BLOCKLIST_TEXT_MAX];

	if (!why_silent(text, sizeof(text), v, result))
		return;
	if (v->tally.too_few || list->essential) {
		report_add(v->report, v->name, STATE_UNKNOWN, "%s", text);
		report_cause(v->report, &cause_no_answer);
	} else
		report_note(v->report, 0, "%s", text);
	if (blames_resolver(list, result->test) ||
	    blames_resolver(list, result->items[0].answer))
		report_advice(v->report, "%s", _("The resolver in use is a "
		    "public one, or one that the list cannot tell from "
		    "others: ask through a resolver of your own (--server), "
		    "or with a key from Spamhaus (--key-file)."));
}

void
blocklist_tell_silence(const struct blocklist_verdict *v)
{
	const size_t late = v->tally.late;
	char answered[80];

	if (late != 0) {
		report_add(v->report, v->name, STATE_UNKNOWN, ngettext(
		    "the time was over before %zu answer came; give more "
		    "with --timeout", "the time was over before %zu answers "
		    "came; give more with --timeout", late), late);
		report_cause(v->report, &cause_no_answer);
	}
	if (v->tally.too_few) {
		answered_text(answered, sizeof(answered), v);
		report_add(v->report, v->name, STATE_UNKNOWN, _("only %s"),
		    answered);
		report_cause(v->report, &cause_no_answer);
	}
	for (size_t i = 0; i < v->facts->count; i++)
		tell_silent_list(v, &v->facts->results[i]);
}
