/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "sweep.h"
#include "text.h"

void
sweep_add(struct sweep *sweep, const char *subject)
{
	size_t i;

	for (i = 0; i < sweep->count; i++)
		if (strcmp(sweep->subjects[i], subject) == 0)
			return;
	sweep->subjects = xreallocarray(sweep->subjects, sweep->count + 1,
	    sizeof(char *));
	sweep->subjects[sweep->count++] = xstrdup(subject);
}

void
sweep_free(struct sweep *sweep)
{
	while (sweep->count > 0)
		free(sweep->subjects[--sweep->count]);
	free(sweep->subjects);
	sweep->subjects = NULL;
}

static const char *
set_server(void *config, const char *value)
{
	struct sweep *sweep = config;

	if (sweep->server_count == RESOLVCONF_MAX)
		return _("at most 8 servers are wanted");
	if (!endpoint_parse(&sweep->servers[sweep->server_count], value, 53))
		return _("an address is wanted, or V4:PORT, or V6 or V6:PORT "
		    "with the address in square brackets; a port is 1 to "
		    "65535");
	sweep->server_count++;
	return NULL;
}

/* The last one of two would win without a word. */
static const char *
set_once(const char **place, const char *value)
{
	if (*place)
		return _("once is enough");
	*place = value;
	return NULL;
}

static const char *
set_file(void *config, const char *value)
{
	return set_once(&((struct sweep *)config)->file, value);
}

static const char *
set_concurrency(void *config, const char *value)
{
	struct sweep *sweep = config;
	unsigned long n;

	if (!text_number(value, 1, 10000, &n))
		return _("a whole number from 1 to 10000 is wanted");
	if (sweep->concurrency > 0)
		return _("once is enough");
	sweep->concurrency = (unsigned int)n;
	return NULL;
}

static const char *
set_rate(void *config, const char *value)
{
	struct sweep *sweep = config;
	unsigned long n;

	if (!text_number(value, 0, 1000000, &n))
		return _("questions a second from 0 (no limit) to 1000000 "
		    "are wanted");
	if (sweep->rate_given)
		return _("once is enough");
	sweep->rate = (unsigned int)n;
	sweep->rate_given = true;
	return NULL;
}

static const char *
set_total_timeout(void *config, const char *value)
{
	struct sweep *sweep = config;
	unsigned long n;

	if (!text_number(value, 0, 604800, &n))
		return _("whole seconds from 0 (no limit) to 604800 are "
		    "wanted");
	if (sweep->total_timeout_given)
		return _("once is enough");
	sweep->total_timeout = (int64_t)n * 1000;
	sweep->total_timeout_given = true;
	return NULL;
}

static const char *
set_report(void *config, const char *value)
{
	return set_once(&((struct sweep *)config)->report_file, value);
}

static const char *
set_passive(void *config, const char *value)
{
	static const struct {
		const char *name;
		enum sweep_passive passive;
	} formats[] = {
		{ "nagios", SWEEP_NAGIOS }, { "nsca", SWEEP_NSCA },
		{ "icinga2", SWEEP_ICINGA2 },
	};
	struct sweep *sweep = config;
	size_t i;

	if (sweep->passive != SWEEP_RESULT)
		return _("once is enough");
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (text_equal(value, formats[i].name)) {
			sweep->passive = formats[i].passive;
			return NULL;
		}
	return _("nagios, nsca or icinga2 is wanted");
}

/* A pattern has %d for the subject, and no other sign that ends a field. */
static const char *
check_pattern(const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++) {
		if (*p == '%' && *++p != 'd')
			return _("the only percent sign that is wanted is %d");
		if ((unsigned char)*p < ' ' || strchr(";!|", *p))
			return _("a name without control characters, "
			    "semicolon, bar or exclamation mark is wanted");
	}
	return NULL;
}

static const char *
set_passive_host(void *config, const char *value)
{
	const char *wrong = check_pattern(value);

	return wrong ? wrong :
	    set_once(&((struct sweep *)config)->passive_host, value);
}

static const char *
set_passive_service(void *config, const char *value)
{
	const char *wrong = check_pattern(value);

	return wrong ? wrong :
	    set_once(&((struct sweep *)config)->passive_service, value);
}

const struct opt sweep_server_opts[] = {
	{ 's', "server", N_("ADDR"), N_("a resolver to ask, with :PORT if it "
	    "is not 53; may be repeated (default: the nameserver lines of "
	    "/etc/resolv.conf)"), set_server },
	{ 0, NULL, NULL, NULL, NULL },
};

const struct opt sweep_file_opts[] = {
	{ 'f', "file", N_("FILE"), N_("check every subject of FILE, one a "
	    "line; - is standard input. --timeout is then per subject, at "
	    "most 60"), set_file },
	{ 0, "concurrency", N_("N"), N_("subjects of --file under way at "
	    "once (500)"), set_concurrency },
	{ 0, "rate", N_("QPS"), N_("questions a second at most; 0: no limit "
	    "(default of a sweep: 0 for a resolver on this host, else 1000; "
	    "check_dnsbl: 50)"), set_rate },
	{ 0, "total-timeout", N_("SECONDS"), N_("end a sweep after this "
	    "time with what is known (0: no limit)"), set_total_timeout },
	{ 0, "report", N_("FILE"), N_("write every subject's state, cause, "
	    "text and figures to FILE as JSON lines"), set_report },
	{ 0, "passive", N_("FORMAT"), N_("print one passive result per "
	    "subject instead: nagios, nsca or icinga2"), set_passive },
	{ 0, "passive-host", N_("PATTERN"), N_("host of a passive result; "
	    "%d is the subject (default: %d)"), set_passive_host },
	{ 0, "passive-service", N_("PATTERN"), N_("service of a passive "
	    "result; %d is the subject (the service's name in small "
	    "letters)"), set_passive_service },
	{ 0, NULL, NULL, NULL, NULL },
};
