/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blame.h"
#include "i18n.h"
#include "spf_judge.h"
#include "spf_target.h"
#include "text.h"
#include "weblife.h"

static const struct cause
    cause_missing = { "spf_missing", N_("no SPF record") },
    cause_elsewhere = { "spf_elsewhere",
	N_("the SPF record stands on another name") },
    cause_mistyped = { "spf_mistyped",
	N_("a TXT record that is almost an SPF record") },
    cause_several = { "spf_several", N_("more than one SPF record") },
    cause_syntax = { "spf_syntax", N_("a syntax error in the SPF record") },
    cause_exact = { "spf_exact", N_("not the text that is demanded") };

char *
spf_shown(char text[SPF_SHOWN_MAX], const char *octets, size_t length)
{
	return text_clean(text, SPF_SHOWN_MAX, octets, length);
}

size_t
spf_joint(const struct dns_rr *record, size_t start, size_t length)
{
	size_t i;

	for (i = 0; i < record->cuts; i++) {
		if (record->cut[i] > start && record->cut[i] < start + length)
			return record->cut[i];
	}
	return 0;
}

bool
spf_term_is_old(const struct spf_config *config, const struct spf_term *term)
{
	struct ip ip;
	size_t i;

	if (term->kind != SPF_IP4 || term->prefix4 != 32 ||
	    !domain_equal(config->include, WEBLIFE_SPF_INCLUDE))
		return false;
	for (i = 0; i < WEBLIFE_SPF_OLD_COUNT; i++) {
		if (ip_parse(&ip, weblife_spf_old[i]) &&
		    ip_equal(&ip, &term->ip))
			return true;
	}
	return false;
}

/* text without blanks and quotation marks, in small letters */
static void
squeeze(char squeezed[64], const struct dns_rr *rr)
{
	size_t i, used = 0;
	char c;

	for (i = 0; i < rr->length && used < 63; i++) {
		c = rr->text[i];
		if (c != ' ' && c != '\t' && c != '"' && c != '\'')
			squeezed[used++] = (char)text_lower((unsigned char)c);
	}
	squeezed[used] = '\0';
}

/* A TXT record that somebody meant to be SPF.  spf2.0 is another thing. */
bool
spf_is_mistyped(const struct dns_rr *rr)
{
	static const char *const starts[] = { "v=spf", "v:spf", "vspf",
	    "v=sfp", "v=psf", "v-spf", "v=sp1", "v=sf1", "spf1", "spf=",
	    "spf:", "=spf1", "txtv=spf", "\\v=spf" };
	char squeezed[64];
	size_t i;

	if (spf_is_record(rr->text, rr->length))
		return false;
	squeeze(squeezed, rr);
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (strncmp(squeezed, starts[i], strlen(starts[i])) == 0)
			return true;
	}
	return strncmp(squeezed, "include:", 8) == 0 ||
	    strncmp(squeezed, "ip4:", 4) == 0;
}

static bool
has_record(const struct dns_answer *answer)
{
	const struct dns_rr *record;

	return answer != NULL && answer->type == DNS_TXT &&
	    spf_select(&record, answer) > 0;
}

/* A character behind the version that looks like a blank, or is not seen. */
static const char *
odd_character(const struct dns_rr *rr)
{
	unsigned char c;

	if (rr->length < 7 || !spf_word(rr->text, 6, "v=spf1"))
		return NULL;
	c = (unsigned char)rr->text[6];
	if (c == '\t')
		return _("a tab");
	return c < 0x20 || c == 0x7f ? _("a control character") : NULL;
}

static void
mistyped_add(struct spf_case *c, const struct dns_rr *rr)
{
	const char *odd = odd_character(rr);
	char shown[SPF_SHOWN_MAX];

	spf_shown(shown, rr->text, rr->length);
	if (spf_joint(rr, 0, 8) > 0)
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("no SPF record: the TXT record %s was entered in two "
		    "parts, and the blank between them is missing"), shown);
	else if (odd != NULL)
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("no SPF record: in the TXT record %s there is %s behind "
		    "v=spf1 instead of a blank"), shown, odd);
	else
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("no SPF record: the TXT record %s does not begin with "
		    "v=spf1 and a blank"), shown);
	report_cause(c->report, &cause_mistyped);
}

static void
mistyped_judge(struct spf_case *c, const struct dns_answer *answer)
{
	size_t i;

	for (i = 0; i < answer->count; i++) {
		if (!spf_is_mistyped(&answer->rr[i]))
			continue;
		mistyped_add(c, &answer->rr[i]);
		return;
	}
	report_add(c->report, c->subject, STATE_CRITICAL,
	    _("no SPF record: there are TXT records, but none begins with "
	    "v=spf1"));
	report_cause(c->report, &cause_missing);
}

/* No record where it belongs: is it elsewhere? */
static void
missing_judge(struct spf_case *c, const struct spf_node *root)
{
	const struct spf_facts *facts = c->facts;
	const char *label = has_record(facts->www) ? "www" :
	    has_record(facts->mail) ? "mail" : NULL;

	if (label != NULL) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("no SPF record at the domain: it stands on %s.%s, "
		    "where no receiver looks"), label, c->domain);
		report_cause(c->report, &cause_elsewhere);
		report_advice(c->report, _("In the DNS form of the registrar "
		    "leave the field for the sub-domain empty."));
	} else if (facts->type99 != NULL &&
	    facts->type99->status == DNS_DATA) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("no SPF record of type TXT: there is one of the old "
		    "type SPF only, which no receiver reads"));
		report_cause(c->report, &cause_elsewhere);
	} else if (root->state == SPF_NODE_OTHER_TXT)
		mistyped_judge(c, root->answer);
	else {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("no SPF record: the domain has no TXT record at all"));
		report_cause(c->report, &cause_missing);
	}
	c->wrong = true;
}

static void
several_judge(struct spf_case *c, const struct spf_node *root)
{
	report_add(c->report, c->subject, STATE_CRITICAL,
	    ngettext("%zu SPF record", "%zu SPF records, only one is "
	    "allowed: receivers use none of them (permerror)",
	    root->records), root->records);
	report_cause(c->report, &cause_several);
	report_advice(c->report, _("Keep one TXT record that begins with "
	    "v=spf1, and delete the others."));
	c->wrong = true;
}

static void
syntax_judge(struct spf_case *c, const struct spf_node *root)
{
	const struct spf_fault *fault = &root->fault;
	const struct dns_rr *record = root->record;
	char shown[SPF_SHOWN_MAX];

	spf_shown(shown, record->text + fault->start, fault->length);
	if (spf_joint(record, fault->start, fault->length) > 0)
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("syntax error in term %zu, %s (character %zu of the "
		    "record): the TXT record was entered in two parts, and "
		    "the blank between them is missing"), fault->number,
		    shown, fault->start + 1);
	else
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("syntax error in term %zu, %s (character %zu of the "
		    "record): %s"), fault->number, shown, fault->start + 1,
		    spf_error_text(fault->error));
	report_cause(c->report, &cause_syntax);
	c->wrong = true;
}

static void
exact_judge(struct spf_case *c, const struct spf_node *root)
{
	char wanted[DOMAIN_MAX + 32], shown[SPF_SHOWN_MAX];

	if (!c->config->exact)
		return;
	snprintf(wanted, sizeof(wanted), "v=spf1 include:%s ~all",
	    c->config->include);
	if (root->record->length == strlen(wanted) &&
	    memcmp(root->record->text, wanted, strlen(wanted)) == 0)
		return;
	report_add(c->report, c->subject, STATE_CRITICAL,
	    _("the record is not exactly %s but %s"), wanted,
	    spf_shown(shown, root->record->text, root->record->length));
	report_cause(c->report, &cause_exact);
	c->wrong = true;
}

bool
spf_record_judge(struct spf_case *c)
{
	const struct spf_node *root = &c->facts->walk.nodes[0];

	switch (root->state) {
	case SPF_NODE_FAILED:
	case SPF_NODE_PENDING:
		spf_failure(c, root->answer, NULL, SPF_OWN);
		return false;
	case SPF_NODE_NXDOMAIN:
	case SPF_NODE_BAD_NAME:
	case SPF_NODE_LOOP:
		blame_nxdomain(c->report, c->subject);
		return false;
	case SPF_NODE_NO_TXT:
	case SPF_NODE_OTHER_TXT:
		missing_judge(c, root);
		return false;
	case SPF_NODE_SEVERAL:
		several_judge(c, root);
		break;
	case SPF_NODE_SYNTAX:
		syntax_judge(c, root);
		break;
	case SPF_NODE_RECORD:
		exact_judge(c, root);
		break;
	}
	return true;
}
