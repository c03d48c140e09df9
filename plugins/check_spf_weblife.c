/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the SPF record of a mail domain what its provider asks for, and would
 * receivers let the provider's servers pass? */
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "opts.h"
#include "spf_weblife.h"
#include "sweep.h"
#include "text.h"

struct config {
	struct spf_config spf;
	struct sweep sweep;
	struct opts_common common;
};

static const char *
set_domain(void *config, const char *value)
{
	struct config *c = config;
	char name[DOMAIN_MAX];
	const char *wrong = domain_parse(name, value);

	if (!wrong)
		sweep_add(&c->sweep, name);
	return wrong;
}

static const char *
set_include(void *config, const char *value)
{
	return domain_parse(((struct config *)config)->spf.include, value);
}

static const char *
set_exact(void *config, const char *value)
{
	(void)value;
	((struct config *)config)->spf.exact = true;
	return NULL;
}

static const char *
set_ip(void *config, const char *value)
{
	if (ip_parse(&((struct config *)config)->spf.ip, value))
		return NULL;
	return _("an address is wanted, as 192.0.2.1 or 2001:db8::1");
}

static const char *
set_mail_from(void *config, const char *value)
{
	((struct config *)config)->spf.mail_from = value;
	return NULL;
}

static const char *
set_helo(void *config, const char *value)
{
	((struct config *)config)->spf.helo = value;
	return NULL;
}

static const char *
set_dmarc(void *config, const char *value)
{
	return opts_state(&((struct config *)config)->spf.dmarc, value);
}

static const char *
set_warning(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->spf.warning, value);
}

static const char *
set_critical(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->spf.critical, value);
}

static const struct opt options[] = {
	{ 'd', "domain", N_("DOMAIN"), N_("the mail domain; may be repeated"),
	    set_domain },
	{ 'i', "include", N_("NAME"), N_("the include that is expected "
	    "(_spf.weblife.me)"), set_include },
	{ 0, "exact", NULL, N_("the record must be v=spf1, the include and "
	    "~all, and nothing else"), set_exact },
	{ 0, "ip", N_("ADDR"), N_("evaluate SPF for this client, as a "
	    "receiver does (RFC 7208)"), set_ip },
	{ 0, "mail-from", N_("[ADDRESS]"), N_("with --ip: the sender "
	    "(postmaster at the domain); may be empty"), set_mail_from },
	{ 0, "helo", N_("[NAME]"), N_("with --ip: the name in HELO"), set_helo },
	{ 0, "dmarc", N_("STATE"), N_("the state of a missing DMARC record: "
	    "ok (the default), warning, critical or unknown"), set_dmarc },
	{ 'w', "warning", N_("RANGE"), N_("look-ups that are no warning (8)"),
	    set_warning },
	{ 'c', "critical", N_("RANGE"), N_("look-ups that are not critical "
	    "(10)"), set_critical },
	{ 0, NULL, NULL, NULL, NULL },
};

static const struct dns_answer *
collect(void *facts, struct dns *dns, const char *subject, const void *config)
{
	return spf_collect(facts, dns, config, subject);
}

static void
judge(struct report *report, const char *subject, const void *config,
    const void *facts)
{
	spf_judge(report, subject, config, facts);
}

static void
clear(void *facts)
{
	spf_facts_free(facts);
}

/* Without -d and -f: the subject is whose record the sender leads to. */
static void
subject_of_sender(struct config *config)
{
	const struct spf_config *spf = &config->spf;
	struct spf_query query;
	char shown[DOMAIN_MAX];

	if (spf->ip.version == 0 && (spf->mail_from || spf->helo))
		die("%s", _("--mail-from and --helo need --ip"));
	if (config->sweep.count > 0 || config->sweep.file ||
	    spf->ip.version == 0)
		return;
	if (!spf->mail_from && !spf->helo)
		die("%s", _("--ip needs --domain, --mail-from or --helo"));
	config->spf.alone = true;
	spf_query_set(&query, &spf->ip, spf->mail_from, spf->helo, NULL);
	text_clean_string(shown, sizeof(shown), *query.domain ?
	    query.domain : query.origin);
	sweep_add(&config->sweep, *shown ? shown : _("no domain"));
}

int
main(int argc, char **argv)
{
	static const struct opts_program about = {
		"check_spf_weblife",
		N_("Checks that the SPF record of a mail domain is what its "
		    "provider asks for, and evaluates it as receivers do."),
		NULL,
	};
	struct config config = { .common = { .timeout = 10000 } };
	const struct opt_table tables[] = {
		{ options, &config }, { sweep_server_opts, &config.sweep },
		{ sweep_file_opts, &config.sweep }, { NULL, NULL },
	};
	const struct sweep_program program = {
		.service = "SPF", .facts_size = sizeof(struct spf_facts),
		.collect = collect, .judge = judge, .clear = clear,
		.config = &config.spf,
	};
	int code;

	die_start(program.service);
	spf_config_init(&config.spf);
	opts_parse(&about, tables, &config.common, argc, argv);
	subject_of_sender(&config);
	code = sweep_run(&config.sweep, &program, &config.common);
	sweep_free(&config.sweep);
	return code;
}
