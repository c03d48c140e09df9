/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blame.h"
#include "i18n.h"
#include "spf_judge.h"

static const struct cause
    cause_foreign = { "spf_foreign_failed",
	N_("the name servers of an included record fail") },
    cause_provider = { "spf_provider_failed",
	N_("the name servers of the provider fail") };

static void
others(struct spf_case *c, const struct dns_answer *answer, const char *term,
    enum spf_owner owner)
{
	const char *status = dns_status_name(answer->status);

	if (owner == SPF_PROVIDER) {
		report_add(c->report, c->subject, STATE_CRITICAL,
		    _("%s: the name servers of the provider fail (%s), "
		    "receivers cannot check mail of this domain"), term,
		    status);
		report_cause(c->report, &cause_provider);
		report_advice(c->report, _("%s is the own record of the "
		    "provider: tell its support."), c->config->include);
		return;
	}
	report_add(c->report, c->subject, STATE_WARNING,
	    _("%s: its name servers fail (%s), receivers let mail of this "
	    "domain wait"), term, status);
	report_cause(c->report, &cause_foreign);
	report_advice(c->report, _("If %s stays without an answer, ask its "
	    "operator, or take it out of the record if it no longer sends "
	    "for you."), term);
}

void
spf_failure(struct spf_case *c, const struct dns_answer *answer,
    const char *term, enum spf_owner owner)
{
	if (owner == SPF_OWN || term == NULL ||
	    blame_ours(answer, c->facts->health))
		blame_add(c->report, c->subject, answer->name, answer->type,
		    answer, c->facts->health, STATE_CRITICAL);
	else
		others(c, answer, term, owner);
}
