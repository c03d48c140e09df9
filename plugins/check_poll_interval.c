/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_poll_interval - who fetches mail too often, by the server's log or by
 * the settings of mail programs. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "die.h"
#include "i18n.h"
#include "opts.h"
#include "poll_clients.h"
#include "poll_logs.h"
#include "polling.h"
#include "poll_show.h"
#include "text.h"

struct config {
	struct poll_config poll;
	struct poll_logs logs;
	struct logins *logins;
	bool strict, show;
	struct source *sources;
	size_t source_count;
	bool usual;
	enum state leave;
};

/* The settings of a mail program: read when all options are known. */
struct source {
	void (*take)(struct clients *clients, const char *path);
	const char *path;
};

static const char *
set_log(void *config, const char *value)
{
	struct config *c = config;

	poll_logs_add(&c->logs, value);
	return NULL;
}

static const char *
set_window(void *config, const char *value)
{
	struct config *c = config;

	if (!text_duration(value, &c->poll.window))
		return _("a duration such as 2h, 30m or 0 is wanted");
	c->logs.window = c->poll.window;
	return NULL;
}

static const char *
set_until(void *config, const char *value)
{
	struct config *c = config;

	if (strcmp(value, "now") == 0)
		c->logs.until = POLL_UNTIL_NOW;
	else if (strcmp(value, "newest") == 0)
		c->logs.until = POLL_UNTIL_NEWEST;
	else
		return _("now or newest is wanted");
	return NULL;
}

static const char *
set_by(void *config, const char *value)
{
	struct config *c = config;

	if (strcmp(value, "user+ip") == 0)
		c->poll.by = POLL_BY_USER_AND_IP;
	else if (strcmp(value, "user") == 0)
		c->poll.by = POLL_BY_USER;
	else if (strcmp(value, "ip") == 0)
		c->poll.by = POLL_BY_IP;
	else
		return _("user+ip, user or ip is wanted");
	return NULL;
}

static const char *
set_exclude(void *config, const char *value)
{
	struct config *c = config;

	if (network_broken(value))
		return _("a network such as 192.0.2.0/24 is wanted");
	logins_exclude(c->logins, value);
	return NULL;
}

static const char *
set_webmail(void *config, const char *value)
{
	struct config *c = config;

	(void)value;
	logins_include_webmail(c->logins);
	return NULL;
}

static const char *
set_burst(void *config, const char *value)
{
	struct config *c = config;

	if (!text_duration(value, &c->poll.burst) || c->poll.burst < 1 ||
	    c->poll.burst > 600)
		return _("a duration from 1s to 10m is wanted");
	return NULL;
}

static const char *
set_strict(void *config, const char *value)
{
	struct config *c = config;

	(void)value;
	c->strict = true;
	return NULL;
}

static const char *
set_warning(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->poll.warning, value);
}

static const char *
set_critical(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->poll.critical, value);
}

static const char *
set_show(void *config, const char *value)
{
	struct config *c = config;

	(void)value;
	c->show = true;
	return NULL;
}

static const char *
add_source(struct config *c, void (*take)(struct clients *, const char *),
    const char *path)
{
	c->sources = xreallocarray(c->sources, c->source_count + 1,
	    sizeof(*c->sources));
	c->sources[c->source_count++] = (struct source){ take, path };
	return NULL;
}

static const char *
set_thunderbird(void *config, const char *value)
{
	return add_source(config, client_thunderbird, value);
}

static const char *
set_fetchmail(void *config, const char *value)
{
	return add_source(config, client_fetchmail, value);
}

static const char *
set_offlineimap(void *config, const char *value)
{
	return add_source(config, client_offlineimap, value);
}

static const char *
set_getmail(void *config, const char *value)
{
	return add_source(config, client_getmail, value);
}

static const char *
set_mbsync(void *config, const char *value)
{
	return add_source(config, client_mbsync, value);
}

static const char *
set_evolution(void *config, const char *value)
{
	return add_source(config, client_evolution, value);
}

static const char *
set_kmail(void *config, const char *value)
{
	return add_source(config, client_kmail, value);
}

static const char *
set_claws(void *config, const char *value)
{
	return add_source(config, client_claws, value);
}

static const char *
set_sylpheed(void *config, const char *value)
{
	return add_source(config, client_sylpheed, value);
}

static const char *
set_timer(void *config, const char *value)
{
	return add_source(config, client_timer, value);
}

static const char *
set_clients(void *config, const char *value)
{
	struct config *c = config;

	(void)value;
	c->usual = true;
	return NULL;
}

static const char *
set_leave(void *config, const char *value)
{
	return opts_state(&((struct config *)config)->leave, value);
}

static const struct opt client_options[] = {
	{ 0, "clients", NULL, N_("the settings of mail programs in the usual "
	    "places of this user"), set_clients },
	{ 0, "thunderbird", N_("DIR"), N_("a profile, or a folder with "
	    "profiles.ini; this and the following may be repeated"),
	    set_thunderbird },
	{ 0, "fetchmail", N_("FILE"), N_("a .fetchmailrc"), set_fetchmail },
	{ 0, "offlineimap", N_("FILE"), N_("an .offlineimaprc"),
	    set_offlineimap },
	{ 0, "getmail", N_("FILE"), N_("a getmailrc"), set_getmail },
	{ 0, "mbsync", N_("FILE"), N_("an .mbsyncrc"), set_mbsync },
	{ 0, "evolution", N_("DIR"), N_("a folder of .source files"),
	    set_evolution },
	{ 0, "kmail", N_("DIR"), N_("a folder of akonadi resources"),
	    set_kmail },
	{ 0, "claws", N_("DIR"), N_("the folder .claws-mail"), set_claws },
	{ 0, "sylpheed", N_("DIR"), N_("the folder .sylpheed-2.0"),
	    set_sylpheed },
	{ 0, "timer", N_("FILE"), N_("a systemd timer or a crontab that "
	    "starts one of these programs, or a folder of them"),
	    set_timer },
	{ 0, "leave", N_("STATE"), N_("state when an account leaves all mail "
	    "on the server (ok)"), set_leave },
	{ 0, NULL, NULL, NULL, NULL },
};

static const struct opt options[] = {
	{ 'l', "log", N_("FILE"), N_("log of the mail server, - for stdin; "
	    "what is rotated is found; may be repeated"), set_log },
	{ 0, "window", N_("DURATION"), N_("how much of the log (2h; 0: all)"),
	    set_window },
	{ 0, "until", N_("now|newest"), N_("where the window ends: now, or at "
	    "the newest line (default for -)"), set_until },
	{ 0, "by", N_("user+ip|user|ip"), N_("what is one client (user+ip)"),
	    set_by },
	{ 'x', "exclude", N_("USER|CIDR"), N_("leave out this user (* and ? "
	    "allowed), address or network; may be repeated"), set_exclude },
	{ 0, "include-webmail", NULL, N_("judge logins of the host itself, "
	    "too"), set_webmail },
	{ 0, "burst", N_("DURATION"), N_("logins of one fetch come within "
	    "this time (20s)"), set_burst },
	{ 'w', "warning", N_("RANGE"), N_("seconds between two fetches "
	    "(285:)"), set_warning },
	{ 'c', "critical", N_("RANGE"), N_("the same for CRITICAL (114:)"),
	    set_critical },
	{ 0, "strict", NULL, N_("the advised 10 minutes: -w 570: -c 114:"),
	    set_strict },
	{ 0, "show-logins", NULL, N_("print the logins found, and end"),
	    set_show },
	{ 0, NULL, NULL, NULL, NULL },
};

static const struct opts_program program = {
	"check_poll_interval",
	N_("Tells which mail programs fetch mail more often than is good for "
	    "the mailbox."),
	N_("check_poll_interval --log /var/log/mail.log --strict\n"
	    "check_poll_interval --clients"),
};

static void
set_defaults(struct config *config)
{
	struct poll_config *poll = &config->poll;

	if (!poll->warning.set)
		range_parse(&poll->warning,
		    config->strict ? POLL_STRICT : POLL_WARNING);
	if (!poll->critical.set)
		range_parse(&poll->critical, POLL_CRITICAL);
}

static void
judge_logs(struct report *report, struct config *config,
    struct poll_totals *totals)
{
	struct poll_facts facts;

	if (!poll_logs_judge(report, &config->logs))
		return;
	polling_collect(&facts, &config->poll, config->logins,
	    config->logs.from, config->logs.to);
	polling_judge(report, &config->poll, &facts, totals);
	polling_clear(&facts);
}

static const char *
home(void)
{
	const char *folder = getenv("HOME");

	return folder != NULL ? folder : "/";
}

/* Timers come last: they say how often what stands before them runs. */
static void
judge_clients(struct report *report, struct config *config,
    struct poll_totals *totals)
{
	struct clients clients = { 0 };

	for (int timers = 0; timers < 2; timers++)
		for (size_t i = 0; i < config->source_count; i++)
			if ((config->sources[i].take == client_timer) ==
			    (timers == 1))
				config->sources[i].take(&clients,
				    config->sources[i].path);
	if (config->usual)
		client_usual_places(&clients, home());
	poll_clients_judge(report, &config->poll, &clients, config->leave,
	    totals);
	clients_clear(&clients);
}

static void
add_time(struct report *report, int64_t start)
{
	struct metric time = { .label = "time", .uom = "s", .decimals = 3,
	    .min = "0", .value = (double)(clock_now() - start) / 1000 };

	report_metric(report, &time);
}

static void
give_up_rights(const struct config *config)
{
	struct sandbox sandbox;

	tzset();	/* reads the time zone, which logs are written in */
	sandbox_begin(&sandbox);
	for (size_t i = 0; i < config->logs.count; i++)
		logwindow_allow(&sandbox, config->logs.logs[i].path);
	for (size_t i = 0; i < config->source_count; i++)
		client_allow(&sandbox, config->sources[i].path);
	if (config->usual)
		client_allow_usual(&sandbox, home());
	sandbox_enter(&sandbox);
}

static int
show(struct config *config, int64_t deadline)
{
	struct poll_show lines = { 0 };

	poll_logs_read(&config->logs, config->logins, deadline,
	    poll_show_login, &lines);
	poll_show_print(&lines, &config->logs);
	return STATE_OK;
}

static int
check(struct config *config, const struct opts_common *common)
{
	int64_t start = clock_now();
	struct report *report = report_new(die_service());
	struct poll_totals totals = { 0 };
	int code;

	if (config->logs.count > 0) {
		poll_logs_read(&config->logs, config->logins,
		    start + common->timeout, NULL, NULL);
		judge_logs(report, config, &totals);
	}
	if (config->source_count > 0 || config->usual) {
		die_stage(_("reading the settings of mail programs"));
		judge_clients(report, config, &totals);
	}
	add_time(report, start);
	polling_figures(report, &config->poll, &totals);
	code = report_finish(report, common->verbose);
	report_free(report);
	return code;
}

/* What to do must be said, and --show-logins is about logs. */
static void
require_source(const struct config *config)
{
	if (config->logs.count == 0 && (config->show ||
	    (config->source_count == 0 && !config->usual)))
		die(_("--log FILE or, for the settings of mail programs, "
		    "--clients is wanted"));
}

int
main(int argc, char **argv)
{
	struct config config = {
		.poll = { .window = 7200, .burst = POLL_BURST },
		.logs = { .window = 7200 },
	};
	struct opts_common common = { 0 };
	const struct opt_table tables[] = { { options, &config },
	    { client_options, &config }, { 0 } };
	int code;

	die_start("POLL INTERVAL");
	config.logins = logins_new();
	opts_parse(&program, tables, &common, argc, argv);
	require_source(&config);
	set_defaults(&config);
	die_watchdog(common.timeout + 1000);
	give_up_rights(&config);
	code = config.show ? show(&config, clock_now() + common.timeout) :
	    check(&config, &common);
	poll_logs_clear(&config.logs);
	free(config.sources);
	logins_free(config.logins);
	return code;
}
