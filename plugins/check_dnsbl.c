/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Are addresses, or the senders of a domain, on block lists? */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocklist.h"
#include "blocklist_choose.h"
#include "die.h"
#include "i18n.h"
#include "opts.h"
#include "secret.h"
#include "sweep.h"
#include "text.h"

struct config {
	struct blocklist_config blocklist;
	struct blocklist_choice choice;
	struct secret key;
	const char *lists_file, *key_file;
	struct sweep sweep;
	struct opts_common common;
};

/* Subjects travel as text: an address, "host NAME", or a domain. */
static void
subject_key(char key[SWEEP_SUBJECT_MAX],
    const struct blocklist_subject *subject)
{
	char ip[IP_TEXT_MAX];

	if (subject->what == BLOCKLIST_ADDRESS)
		(void)snprintf(key, SWEEP_SUBJECT_MAX, "%s",
		    ip_text(&subject->ip, ip));
	else
		(void)snprintf(key, SWEEP_SUBJECT_MAX, "%s%s",
		    subject->what == BLOCKLIST_HOST ? "host " : "",
		    subject->name);
}

static const char *
set_host(void *config, const char *value)
{
	struct blocklist_subject subject;
	char key[SWEEP_SUBJECT_MAX];
	const char *wrong = blocklist_subject_host(&subject, value);

	if (wrong != NULL)
		return wrong;
	subject_key(key, &subject);
	sweep_add(&((struct config *)config)->sweep, key);
	return NULL;
}

static const char *
set_domain(void *config, const char *value)
{
	struct blocklist_subject subject;
	const char *wrong = blocklist_subject_domain(&subject, value);

	if (wrong == NULL)
		sweep_add(&((struct config *)config)->sweep, subject.name);
	return wrong;
}

static const char *
set_list(void *config, const char *value)
{
	struct blocklist_choice *c = &((struct config *)config)->choice;

	c->names = xreallocarray(c->names, c->count + 1, sizeof(*c->names));
	c->names[c->count++] = xstrdup(value);
	return NULL;
}

static const char *
set_lists_file(void *config, const char *value)
{
	((struct config *)config)->lists_file = value;
	return NULL;
}

static const char *
set_key_file(void *config, const char *value)
{
	((struct config *)config)->key_file = value;
	return NULL;
}

static const char *
set_client(void *config, const char *value)
{
	(void)value;
	((struct config *)config)->blocklist.client = true;
	return NULL;
}

static const char *
set_max_addresses(void *config, const char *value)
{
	unsigned long max;

	if (!text_number(value, 1, 65536, &max))
		return _("a whole number from 1 to 65536 is wanted");
	((struct config *)config)->blocklist.max_addresses = max;
	return NULL;
}

static const char *
set_answers(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->blocklist.answers,
	    value);
}

static const char *
set_warning(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->blocklist.warning,
	    value);
}

static const char *
set_critical(void *config, const char *value)
{
	return opts_range(&((struct config *)config)->blocklist.critical,
	    value);
}

static const struct opt options[] = {
	{ 'H', "hostname", N_("ADDR|HOST"), N_("an address, or a host with "
	    "all its addresses; may be repeated"), set_host },
	{ 'd', "domain", N_("DOMAIN"), N_("a mail domain: every address that "
	    "its SPF lets send, and the domain itself; may be repeated"),
	    set_domain },
	{ 'l', "list", N_("ZONE"), N_("ask this list instead of the default "
	    "ones; also: default, all; may be repeated"), set_list },
	{ 0, "lists", N_("FILE"), N_("lists of your own, or other words about "
	    "known ones; see the man page"), set_lists_file },
	{ 0, "key-file", N_("FILE"), N_("a file with a key for the lists of "
	    "Spamhaus (Data Query Service)"), set_key_file },
	{ 0, "client", NULL, N_("the address is an office line: policy "
	    "listings (PBL) are normal for it and do not count"), set_client },
	{ 0, "max-addresses", N_("N"), N_("ask for at most so many addresses "
	    "of one host or domain (32)"), set_max_addresses },
	{ 0, "answers", N_("RANGE"), N_("percent of the lists that have to "
	    "answer (50:)"), set_answers },
	{ 'w', "warning", N_("RANGE"), N_("number of listings on lists that "
	    "matter less (0)"), set_warning },
	{ 'c', "critical", N_("RANGE"), N_("number of listings on lists that "
	    "matter (0)"), set_critical },
	{ 0, NULL, NULL, NULL, NULL },
};

static const struct dns_answer *
collect(void *facts, struct dns *dns, const char *key, const void *config)
{
	struct blocklist_subject subject;

	(void)blocklist_subject_line(&subject, key);
	return blocklist_collect(facts, dns, config, &subject);
}

static void
judge(struct report *report, const char *key, const void *config,
    const void *facts)
{
	struct blocklist_subject subject;

	(void)blocklist_subject_line(&subject, key);
	blocklist_judge(report, config, &subject, facts);
}

static void
clear(void *facts)
{
	blocklist_clear(facts);
}

static const char *
parse(char *key, const char *line)
{
	struct blocklist_subject subject;
	const char *wrong = blocklist_subject_line(&subject, line);

	if (wrong == NULL)
		subject_key(key, &subject);
	return wrong;
}

static char *
name(char *text, size_t size, const char *key)
{
	struct blocklist_subject subject;

	(void)blocklist_subject_line(&subject, key);
	return blocklist_subject_text(text, size, &subject);
}

/* Files are read when all options are known; what is wrong ends the run. */
static void
prepare(struct config *c)
{
	const char *unfit;
	char *wrong = NULL;

	if (c->key_file != NULL) {
		wrong = secret_read(&c->key, c->key_file);
		if (wrong != NULL)
			die("--key-file %s: %s", c->key_file, wrong);
		if ((unfit = blocklist_key(c->key.text)) != NULL)
			die("--key-file %s: %s", c->key_file, unfit);
		c->blocklist.key = c->key.text;
	}
	if (c->lists_file != NULL)
		wrong = dnsbl_lists_read(&c->choice.own, c->lists_file);
	if (wrong != NULL)
		die("--lists %s", wrong);
	wrong = blocklist_choose(&c->blocklist, &c->choice);
	if (wrong != NULL)
		die("%s", wrong);
}

int
main(int argc, char **argv)
{
	static const struct opts_program about = {
		"check_dnsbl",
		N_("Checks whether addresses, or the senders of a mail domain, "
		    "are on block lists: listed, clean, or no answer."),
		NULL,
	};
	static const char *const sums[] = { "listed", "listed_warning",
		"listed_info", "lists", "no_answer", "addresses", NULL };
	struct config c = { .common = { .timeout = 10000 },
		.blocklist = { .max_addresses = 32,
		.answers = { 50, INFINITY, false, true },
		.warning = { 0, 0, false, true },
		.critical = { 0, 0, false, true } } };
	const struct opt_table tables[] = {
		{ options, &c }, { sweep_server_opts, &c.sweep },
		{ sweep_file_opts, &c.sweep }, { NULL, NULL },
	};
	const struct sweep_program program = {
		.service = "DNSBL",
		.facts_size = sizeof(struct blocklist_facts),
		.collect = collect, .judge = judge, .clear = clear,
		.parse = parse, .name = name, .asked = blocklist_asked, .sums = sums,
		.mixed = true, .rate = 50, .config = &c.blocklist,
	};
	int code;

	die_start(program.service);
	opts_parse(&about, tables, &c.common, argc, argv);
	prepare(&c);
	code = sweep_run(&c.sweep, &program, &c.common);
	sweep_free(&c.sweep);
	blocklist_choice_free(&c.blocklist, &c.choice);
	secret_wipe(&c.key);
	return code;
}
