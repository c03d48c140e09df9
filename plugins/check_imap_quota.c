/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How full is the mailbox, why, and does the account work at all? */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "domain.h"
#include "hosts.h"
#include "i18n.h"
#include "mutf7.h"
#include "opts.h"
#include "quota.h"
#include "resolvconf.h"
#include "sandbox.h"
#include "text.h"

struct config {
	struct quota_config quota;
	char host[DOMAIN_MAX];
	const char *password_file;
	struct endpoint servers[RESOLVCONF_MAX];
	size_t servers_count;
	bool servers_given;
	struct opts_common common;
};

static const char *
set_hostname(void *config, const char *value)
{
	struct config *c = config;
	struct ip ip;

	c->quota.host = value;
	if (ip_parse(&ip, value))
		return NULL;
	c->quota.host = c->host;
	return domain_parse(c->host, value);
}

/* A line end in an argument would be a command of its own. */
static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

static const char *
set_username(void *config, const char *value)
{
	if (has_control(value))
		return _("a name without control characters is wanted");
	((struct config *)config)->quota.user = value;
	return NULL;
}

static const char *
set_password_file(void *config, const char *value)
{
	((struct config *)config)->password_file = value;
	return NULL;
}

static const char *
set_port(void *config, const char *value)
{
	unsigned long port;

	if (!text_number(value, 1, 65535, &port))
		return _("a port from 1 to 65535 is wanted");
	((struct config *)config)->quota.port = value;
	return NULL;
}

static const char *
set_tls(void *config, const char *value)
{
	static const char *const names[] = { "implicit", "starttls", "none" };
	struct config *c = config;
	unsigned int i;

	for (i = 0; i < 3; i++)
		if (strcmp(value, names[i]) == 0) {
			c->quota.tls = (enum quota_tls)i;
			return NULL;
		}
	return _("implicit, starttls or none is wanted");
}

static const char *
set_mailbox(void *config, const char *value)
{
	struct quota_config *quota = &((struct config *)config)->quota;
	char *name;

	if (has_control(value) || (name = mutf7_from_utf8(value)) == NULL)
		return _("the name of a mailbox is wanted, in UTF-8 and "
		    "without control characters");
	if (quota->mailboxes_count == QUOTA_MAILBOXES_MAX)
		return _("at most 64 mailboxes are wanted");
	quota->mailboxes[quota->mailboxes_count++] = name;
	return NULL;
}

static const char *
set_warning(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->quota.warning, value);
}

static const char *
set_critical(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->quota.critical, value);
}

static const char *
set_certificate(void *config, const char *value)
{
	struct quota_config *quota = &((struct config *)config)->quota;
	const char *comma = strchr(value, ',');
	char *first = comma == NULL ? xstrdup(value) :
	    xstrndup(value, (size_t)(comma - value));
	bool well = text_number(first, 0, 3650, &quota->certificate_warning);

	free(first);
	if (comma != NULL)
		well = well && text_number(comma + 1, 0, 3650,
		    &quota->certificate_critical);
	else if (quota->certificate_critical > quota->certificate_warning)
		quota->certificate_critical = quota->certificate_warning;
	if (well && quota->certificate_critical <= quota->certificate_warning)
		return NULL;
	return _("whole days from 0 to 3650 are wanted, as 14 or 14,7, the "
	    "second number not above the first");
}

static const char *
set_older_than(void *config, const char *value)
{
	struct config *c = config;

	return text_number(value, 1, 36500, &c->quota.older_than) ? NULL :
	    _("whole days from 1 to 36500 are wanted");
}

static const char *
set_limit(void *config, const char *value)
{
	struct config *c = config;

	return text_size(value, &c->quota.limit) && c->quota.limit > 0 ? NULL :
	    _("a size above 0 is wanted, as 500M or 2G");
}

static const char *
set_no_quota(void *config, const char *value)
{
	return opts_state(&((struct config *)config)->quota.no_quota, value);
}

static const char *
set_ca_file(void *config, const char *value)
{
	((struct config *)config)->quota.verify.ca_file = value;
	return NULL;
}

static const char *
set_ca_dir(void *config, const char *value)
{
	((struct config *)config)->quota.verify.ca_dir = value;
	return NULL;
}

static const char *
set_pop3(void *config, const char *value)
{
	(void)value;
	((struct config *)config)->quota.pop3 = true;
	return NULL;
}

static const char *
set_insecure(void *config, const char *value)
{
	(void)value;
	((struct config *)config)->quota.verify.insecure = true;
	return NULL;
}

static const char *
set_clear_password(void *config, const char *value)
{
	(void)value;
	((struct config *)config)->quota.clear = true;
	return NULL;
}

static const char *
set_server(void *config, const char *value)
{
	struct config *c = config;

	if (c->servers_count == RESOLVCONF_MAX)
		return _("at most 8 servers are wanted");
	return endpoint_parse(&c->servers[c->servers_count], value, 53) ?
	    (c->servers_count++, NULL) :
	    _("an address is wanted, as 192.0.2.53, 192.0.2.53:5353 or "
	    "[2001:db8::53]:5353; a port is 1 to 65535");
}

static const struct opt options[] = {
	{ 'H', "hostname", N_("HOST"), N_("the mail server: its name or "
	    "address"), set_hostname },
	{ 'u', "username", N_("USERNAME"), N_("the user name of the mailbox, "
	    "mostly its address"), set_username },
	{ 0, "password-file", N_("FILE"), N_("a file that holds the password "
	    "in its only line, and that nobody else may read"),
	    set_password_file },
	{ 'p', "port", N_("PORT"), N_("the port (993 with implicit TLS, else "
	    "143; with --pop3 995 and 110)"), set_port },
	{ 0, "tls", N_("WAY"), N_("implicit (the default), starttls, or none, "
	    "which sends a password only with --clear-password"), set_tls },
	{ 'm', "mailbox", N_("NAME"), N_("a mailbox whose quota is asked for "
	    "(INBOX); may be repeated"), set_mailbox },
	{ 'w', "warning", N_("RANGE"), N_("percent of the capacity for "
	    "WARNING (80)"), set_warning },
	{ 'c', "critical", N_("RANGE"), N_("percent of the capacity for "
	    "CRITICAL (90)"), set_critical },
	{ 0, "certificate", N_("DAYS[,DAYS]"), N_("fewer days left than this "
	    "are WARNING, CRITICAL (14,7)"), set_certificate },
	{ 0, "older-than", N_("DAYS"), N_("count the messages that are older, "
	    "and their sizes"), set_older_than },
	{ 0, "limit", N_("SIZE"), N_("the capacity, for a server that tells "
	    "no quota: as 500M or 2G"), set_limit },
	{ 0, "pop3", NULL, N_("log in by POP3 and hold the INBOX against "
	    "--limit"), set_pop3 },
	{ 0, "no-quota", N_("STATE"), N_("the state when the server tells no "
	    "quota: ok, warning, critical or unknown (the default)"),
	    set_no_quota },
	{ 0, "ca-file", N_("FILE"), N_("authorities that are trusted, instead "
	    "of those of the system: a file in PEM format"), set_ca_file },
	{ 0, "ca-dir", N_("DIR"), N_("the same as a folder with hashed names "
	    "(/etc/ssl/certs)"), set_ca_dir },
	{ 0, "insecure", NULL, N_("do not verify the certificate of the "
	    "server"), set_insecure },
	{ 0, "clear-password", NULL, N_("with --tls none: send the password "
	    "over the network in clear"), set_clear_password },
	{ 's', "server", N_("ADDR"), N_("a DNS resolver: an address, or "
	    "V4:PORT or [V6]:PORT; may be repeated (/etc/resolv.conf)"),
	    set_server },
	{ 0, NULL, NULL, NULL, NULL },
};

/* What the table cannot see: options that belong together. */
static void
check_options(const struct config *config)
{
	const struct quota_config *quota = &config->quota;

	if (quota->host == NULL)
		die(_("--hostname is wanted: the mail server"));
	if (quota->user == NULL)
		die(_("--username is wanted"));
	if (config->password_file == NULL)
		die(_("--password-file is wanted: a file with the password"));
	if (quota->clear && quota->tls != QUOTA_NO_TLS)
		die(_("--clear-password belongs to --tls none only"));
	if (quota->pop3 && quota->older_than > 0)
		die(_("--older-than needs IMAP, not --pop3"));
	if (quota->pop3 && quota->mailboxes_count > 0)
		die(_("--mailbox needs IMAP, not --pop3"));
}

static struct dns *
open_dns(struct config *config)
{
	struct dns_config dns = { .servers = config->servers };
	const char *wrong;

	config->servers_given = config->servers_count > 0;
	if (!config->servers_given) {
		wrong = resolvconf_read("/etc/resolv.conf", config->servers,
		    &config->servers_count);
		if (wrong != NULL)
			die(_("/etc/resolv.conf: %s"), wrong);
	}
	dns.count = config->servers_count;
	return dns.count > 0 ? dns_new(&dns) : NULL;
}

static void
give_up_rights(const struct quota_config *quota)
{
	struct sandbox sandbox;

	sandbox_begin(&sandbox);
	sandbox_read(&sandbox, HOSTS_PATH);
	if (quota->tls != QUOTA_NO_TLS)
		stream_allow_tls(&sandbox, &quota->verify);
	sandbox_enter(&sandbox);
}

static int
run(struct config *config, struct secret *secret)
{
	struct quota_facts *facts = xcalloc(1, sizeof(*facts));
	struct report *report = report_new(die_service());
	struct metric time = { .label = "time", .decimals = 3, .uom = "s",
	    .min = "0" };
	int64_t start = clock_now();
	struct dns *dns = open_dns(config);
	int code;

	give_up_rights(&config->quota);
	quota_collect(facts, &config->quota, secret, dns,
	    start + config->common.timeout);
	time.value = (double)(clock_now() - start) / 1000;
	report_metric(report, &time);
	quota_judge(report, &config->quota, facts);
	resolvconf_advise(report, config->servers, config->servers_count,
	    config->servers_given);
	code = report_finish(report, config->common.verbose);
	report_free(report);
	quota_facts_free(facts);
	dns_free(dns);
	free(facts);
	return code;
}

int
main(int argc, char **argv)
{
	static const struct opts_program about = {
		"check_imap_quota",
		N_("Checks how full a mailbox is, and that its account works: "
		    "server, certificate, login."),
		N_("A check that logs in is itself a poll: run it every 10 "
		    "minutes or more seldom."),
	};
	struct config config = {
		.quota = { .warning = { 0, 80, false, true },
		    .critical = { 0, 90, false, true },
		    .certificate_warning = 14, .certificate_critical = 7,
		    .no_quota = STATE_UNKNOWN },
		.common = { .timeout = 10000 },
	};
	const struct opt_table tables[] = {
		{ options, &config }, { NULL, NULL },
	};
	struct secret secret;
	char *wrong;
	int code;
	size_t i;

	die_start("IMAP QUOTA");
	opts_parse(&about, tables, &config.common, argc, argv);
	check_options(&config);
	config.quota.largest = config.common.verbose > 0;
	wrong = secret_read(&secret, config.password_file);
	if (wrong != NULL)
		die(_("--password-file %s: %s"), config.password_file, wrong);
	die_watchdog(config.common.timeout + 1000);
	code = run(&config, &secret);
	secret_wipe(&secret);
	for (i = 0; i < config.quota.mailboxes_count; i++)
		free(config.quota.mailboxes[i]);
	return code;
}
