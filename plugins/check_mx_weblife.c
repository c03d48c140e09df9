/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is mail of the domain led to its provider's servers, and to them only? */
#include <stdio.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "ns.h"
#include "opts.h"
#include "sweep.h"
#include "text.h"

struct config {
	struct mx_config mx;
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
set_mx(void *config, const char *value)
{
	struct mx_config *mx = &((struct config *)config)->mx;
	const char *colon = strchr(value, ':'), *wrong;
	char number[8];
	unsigned long preference;

	if (!mx->custom)
		mx->count = 0;	/* it replaces the built-in set */
	mx->custom = true;
	if (mx->count == MX_EXPECTED_MAX)
		return _("at most 16 MX records are wanted");
	if (!colon || colon - value >= (ptrdiff_t)sizeof(number))
		return _("PREFERENCE:HOST is wanted, as 10:mx.example.jp");
	snprintf(number, sizeof(number), "%.*s", (int)(colon - value), value);
	if (!text_number(number, 0, 65535, &preference))
		return _("a preference from 0 to 65535 is wanted before the "
		    "colon");
	wrong = domain_parse(mx->expected[mx->count].host, colon + 1);
	if (wrong)
		return wrong;
	mx->expected[mx->count++].preference = (unsigned int)preference;
	return NULL;
}

static const char *
set_extra(void *config, const char *value)
{
	return opts_state(&((struct config *)config)->mx.extra, value);
}

static const char *
set_nameservers(void *config, const char *value)
{
	(void)value;
	((struct config *)config)->mx.nameservers = true;
	return NULL;
}

static const struct opt options[] = {
	{ 'd', "domain", N_("DOMAIN"), N_("the mail domain; may be repeated"),
	    set_domain },
	{ 'm', "mx", N_("PREF:HOST"), N_("an MX record that is expected, "
	    "instead of the provider's two; may be repeated"), set_mx },
	{ 'x', "extra", N_("STATE"), N_("the state of an MX record that is "
	    "not expected: ok, warning, critical (the default) or unknown"),
	    set_extra },
	{ 'n', "nameservers", NULL, N_("ask every authoritative name server, "
	    "too, and compare"), set_nameservers },
	{ 0, NULL, NULL, NULL, NULL },
};

struct facts {
	struct mx_facts mx;
	struct ns_facts ns;		/* -n */
};

static const struct dns_answer *
collect(void *facts, struct dns *dns, const char *subject, const void *config)
{
	const struct mx_config *mx = config;
	struct facts *f = facts;
	const struct dns_answer *waiting = mx_collect(&f->mx, dns, subject);
	const struct dns_answer *other = mx->nameservers ?
	    ns_collect(&f->ns, dns, subject) : NULL;

	return other ? other : waiting;
}

static void
judge(struct report *report, const char *subject, const void *config,
    const void *facts)
{
	const struct mx_config *mx = config;
	const struct facts *f = facts;

	if (mx->nameservers)
		ns_judge(report, subject, mx, &f->mx, &f->ns);
	else
		mx_judge(report, subject, mx, &f->mx);
}

int
main(int argc, char **argv)
{
	static const struct opts_program about = {
		"check_mx_weblife",
		N_("Checks that the MX records of a mail domain are the ones "
		    "of its provider."),
		NULL,
	};
	struct config config = { .common = { .timeout = 10000 } };
	const struct opt_table tables[] = {
		{ options, &config }, { sweep_server_opts, &config.sweep },
		{ sweep_file_opts, &config.sweep }, { NULL, NULL },
	};
	const struct sweep_program program = {
		.service = "MX", .facts_size = sizeof(struct facts),
		.collect = collect, .judge = judge, .config = &config.mx,
	};
	int code;

	die_start(program.service);
	mx_config_init(&config.mx);
	opts_parse(&about, tables, &config.common, argc, argv);
	code = sweep_run(&config.sweep, &program, &config.common);
	sweep_free(&config.sweep);
	return code;
}
