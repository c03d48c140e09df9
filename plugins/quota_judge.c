/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "i18n.h"
#include "quota_judge.h"

#define DAY 86400

const struct cause quota_cause_none = {
	"quota_none", N_("the server tells no quota") };
static const struct cause cause_certificate = {
	"certificate_days", N_("a certificate that ends soon") };
static const struct cause cause_old_refused = {
	"old_refused", N_("the server refuses to search for old mail") };

static const char *
why_none(const struct quota_config *config, const struct quota_facts *facts)
{
	bool told = false;
	size_t i;

	if (config->pop3)
		return _("POP3 tells no limit: name it with --limit");
	if (facts->offer == QUOTA_NO_CAPABILITY)
		return _("the server tells no quota (no QUOTA capability)");
	if (facts->quota.count == 0)
		return _("the server has no quota for this mailbox");
	for (i = 0; i < facts->quota.count; i++) {
		told |= facts->quota.roots[i].told;
		if (facts->quota.roots[i].count > 0)
			return _("the server sets no limit that counts (0, or "
			    "beyond all numbers)");
	}
	if (!told)
		return _("the server names a quota root, but no limit");
	return _("the server sets no limit for this mailbox");
}

static void
add_none(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	if (facts->offer == QUOTA_REFUSED)
		report_add(report, config->user, config->no_quota,
		    _("the server refuses to tell the quota: %s"),
		    facts->said);
	else
		report_add(report, config->user, config->no_quota, "%s",
		    why_none(config, facts));
	report_cause(report, &quota_cause_none);
	if (config->limit == 0)
		report_advice(report, "%s", _("If the provider names a "
		    "capacity for the mailbox, give it with --limit; if it is "
		    "right that there is none, --no-quota ok accepts that."));
}

static void
add_figures(struct report *report, double percent,
    const struct quota_config *config, double octets, double limit)
{
	struct metric usage = { "usage", percent, 1, "%", &config->warning,
	    &config->critical, "0", "100" };
	struct metric storage = { "storage", octets, 0, "B", NULL, NULL, "0",
	    NULL };
	struct metric max = { "storage_max", limit, 0, "B", NULL, NULL, "0",
	    NULL };

	report_metric(report, &usage);
	report_metric(report, &storage);
	report_metric(report, &max);
}

/* --limit: the sizes of all mailboxes, or what POP3 says of the INBOX. */
static void
judge_limit(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	double octets = (double)facts->size.octets;
	double limit = (double)config->limit;
	double percent = quota_percent(octets, limit);
	char used[QUOTA_SIZE_TEXT], whole[QUOTA_SIZE_TEXT];
	enum state state = quota_state(config, percent);

	quota_size_text(octets, used, sizeof(used));
	quota_size_text(limit, whole, sizeof(whole));
	if (facts->size.at_least)
		report_add(report, config->user, state, _("at least %.1f %% "
		    "full: %s of %s from --limit"), percent, used, whole);
	else
		report_add(report, config->user, state,
		    _("%.1f %% full: %s of %s from --limit"), percent, used,
		    whole);
	add_figures(report, percent, config, octets, limit);
	if (state == STATE_OK)
		return;
	report_cause(report, &quota_cause_full);
	quota_advise_room(report);
}

static void
judge_pop3(struct report *report, const struct quota_facts *facts)
{
	struct metric messages = { "messages", (double)facts->size.messages,
	    0, NULL, NULL, NULL, "0", NULL };
	struct metric storage = { "storage", (double)facts->size.octets, 0,
	    "B", NULL, NULL, "0", NULL };

	if (!facts->size.known)
		return;
	report_metric(report, &storage);
	report_metric(report, &messages);
}

static void
judge_quota(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	bool limited = quota_judge_roots(report, config, facts);

	if (limited && facts->said[0] != '\0') {
		report_add(report, config->user, config->no_quota,
		    facts->offer == QUOTA_TOLD ?
		    _("the server refuses to tell the quota of one of the "
		    "mailboxes: %s") :
		    _("the server refuses to tell the quota: %s"),
		    facts->said);
		report_cause(report, &quota_cause_none);
	}
	if (limited)
		return;
	if (config->pop3 && config->limit == 0)
		judge_pop3(report, facts);
	if (config->limit > 0 && facts->size.known)
		judge_limit(report, config, facts);
	else if (facts->fault == STREAM_WELL || facts->size.known)
		add_none(report, config, facts);
}

static void
note_sizes(struct report *report, const struct quota_size *size)
{
	char text[QUOTA_SIZE_TEXT];
	size_t i;

	for (i = 0; i < size->largest_count; i++)
		report_note(report, 1, _("%s in the mailbox %s"),
		    quota_size_text((double)size->largest[i].octets, text,
		    sizeof(text)), size->largest[i].name);
	if (size->trouble[0] != '\0')
		report_note(report, 0, _("the server refuses to list its "
		    "mailboxes: %s"), size->trouble);
}

static void
add_old(struct report *report, const struct quota_config *config,
    const struct quota_old *old)
{
	char text[QUOTA_SIZE_TEXT];
	unsigned long n = old->messages < UINT32_MAX ?
	    (unsigned long)old->messages : UINT32_MAX;

	quota_size_text((double)old->octets, text, sizeof(text));
	if (n == 0)
		report_note(report, 0,
		    _("no message is older than %lu days"),
		    config->older_than);
	else if (old->at_least)
		report_note(report, 0, ngettext(
		    "%lu message is older than %lu days, at least %s",
		    "%lu messages are older than %lu days, at least %s", n),
		    n, config->older_than, text);
	else
		report_note(report, 0, ngettext(
		    "%lu message is older than %lu days, %s",
		    "%lu messages are older than %lu days, %s", n), n,
		    config->older_than, text);
}

/* Old mail is no fault by itself; it tells why a mailbox is full, so it
 * stands in the output whatever the verbosity. */
static void
judge_old(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	struct metric messages = { "old_messages",
	    (double)facts->old.messages, 0, NULL, NULL, NULL, "0", NULL };
	struct metric octets = { "old_bytes", (double)facts->old.octets, 0,
	    "B", NULL, NULL, "0", NULL };

	if (!facts->old.known)
		return;
	if (facts->old.trouble[0] != '\0') {
		report_add(report, config->user, STATE_UNKNOWN,
		    _("the server refuses to search for old messages: %s"),
		    facts->old.trouble);
		report_cause(report, &cause_old_refused);
		return;
	}
	add_old(report, config, &facts->old);
	report_metric(report, &messages);
	report_metric(report, &octets);
}

static void
judge_certificate(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	struct range warning = { (double)config->certificate_warning,
	    INFINITY, false, true };
	struct range critical = { (double)config->certificate_critical,
	    INFINITY, false, true };
	struct metric days = { "certificate_days",
	    trunc((double)(facts->certificate_end - facts->now) / DAY), 0,
	    NULL, &warning, &critical, NULL, NULL };
	unsigned long n = (unsigned long)fabs(days.value);
	enum state state;

	if (!facts->has_certificate)
		return;
	if (facts->fault == STREAM_CERTIFICATE) {
		report_metric(report, &days);
		return;
	}
	state = facts->certificate_end < facts->now ?
	    report_measure(report, config->user, &days, ngettext(
	    "the certificate expired %lu day ago",
	    "the certificate expired %lu days ago", n), n) :
	    report_measure(report, config->user, &days, ngettext(
	    "the certificate is valid for %lu more day",
	    "the certificate is valid for %lu more days", n), n);
	if (state == STATE_OK)
		return;
	report_cause(report, &cause_certificate);
	report_advice(report, _("Whoever runs %s has to renew its "
	    "certificate; mail programs refuse to connect when it is over."),
	    config->host);
}

static void
note_dialogue(struct report *report, const struct quota_facts *facts)
{
	size_t i;

	if (facts->alert[0] != '\0')
		report_note(report, 0, _("the server alerts: %s"),
		    facts->alert);
	report_note(report, 2, ngettext("%u round trip", "%u round trips",
	    facts->rounds), facts->rounds);
	for (i = 0; i < facts->transcript.count; i++)
		report_note(report, 2, "%s", facts->transcript.line[i]);
	if (facts->transcript.more > 0)
		report_note(report, 2, _("... and %zu more lines"),
		    facts->transcript.more);
}

void
quota_judge(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	quota_judge_fault(report, config, facts);
	if (facts->login.end == MAIL_LOGIN_OK) {
		judge_quota(report, config, facts);
		judge_old(report, config, facts);
	}
	quota_judge_login(report, config, facts);
	judge_certificate(report, config, facts);
	note_sizes(report, &facts->size);
	note_dialogue(report, facts);
}
