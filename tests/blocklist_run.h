/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blocklist_run.h - one run of the block list check over a closed world, for
 * its unit tests.
 */
#ifndef WEBLIFE_TESTS_BLOCKLIST_RUN_H
#define WEBLIFE_TESTS_BLOCKLIST_RUN_H

#include <math.h>
#include <stdio.h>

#include "blocklist.h"
#include "blocklist_choose.h"
#include "clock.h"
#include "domain.h"
#include "unit.h"

#define KEY "abcdefghijklmnopqrstuvwxyz"

/* The world of most tests: three lists that pass their own test. */
#define ZEN_TEST "2.0.0.127.zen.spamhaus.org. A 127.0.0.2\n"
#define SPAMCOP_TEST "2.0.0.127.bl.spamcop.net. A 127.0.0.2\n"
#define PSBL_TEST "2.0.0.127.psbl.surriel.com. A 127.0.0.2\n"
#define DBL_TEST "dbltest.com.dbl.spamhaus.org. A 127.0.1.2\n"
#define WELL ZEN_TEST SPAMCOP_TEST PSBL_TEST DBL_TEST

/* A list that answers everything in the same way. */
#define ALWAYS(zone, ip) "2.0.0.127." zone ". A " ip "\n1.0.0.127." zone \
	". A " ip "\n1.2.0.192." zone ". A " ip "\n"

/* One run over a closed world, with what the user would give. */
struct run {
	struct blocklist_config config;
	struct blocklist_choice choice;
	struct dns *dns;
	struct report *report;
	char text[REPORT_TEXT_MAX];
};

__attribute__((unused)) static void
run_begin(struct run *run, const char *zones, const char *lists,
    const char *own)
{
	struct dnsbl_lists_error error;
	char *names = strdup(lists), *word, *rest = names;

	*run = (struct run){ .config = { .max_addresses = 32,
	    .answers = { 50, INFINITY, false, true },
	    .warning = { 0, 0, false, true },
	    .critical = { 0, 0, false, true } } };
	run->dns = dns_from_text(zones);
	run->report = report_new("DNSBL");
	run->choice.names = calloc(16, sizeof(char *));
	while ((word = strtok_r(rest, " ", &rest)) != NULL)
		run->choice.names[run->choice.count++] = strdup(word);
	free(names);
	if (own != NULL)
		ck_assert(dnsbl_lists_parse(&run->choice.own, own,
		    strlen(own), &error));
}

__attribute__((unused)) static void
run_subject(struct run *run, const char *line, int verbose)
{
	struct blocklist_subject subject;
	struct blocklist_facts facts = { 0 };
	const struct dns_answer *waiting;
	int rounds = 0;

	ck_assert_ptr_null(blocklist_choose(&run->config, &run->choice));
	ck_assert_ptr_null(blocklist_subject_line(&subject, line));
	while ((waiting = blocklist_collect(&facts, run->dns, &run->config,
	    &subject)) != NULL) {
		dns_run(run->dns, waiting, CLOCK_NEVER);
		ck_assert_int_lt(rounds++, 50);
	}
	blocklist_judge(run->report, &run->config, &subject, &facts);
	(void)report_text(run->report, verbose, run->text,
	    sizeof(run->text));
	blocklist_clear(&facts);
}

__attribute__((unused)) static void
run_end(struct run *run)
{
	blocklist_choice_free(&run->config, &run->choice);
	report_free(run->report);
	dns_free(run->dns);
}

__attribute__((unused)) static void
has(const struct run *run, const char *text)
{
	ck_assert_msg(strstr(run->text, text) != NULL, "lacks: %s\n%s", text,
	    run->text);
}

__attribute__((unused)) static void
lacks(const struct run *run, const char *text)
{
	ck_assert_msg(strstr(run->text, text) == NULL, "has: %s\n%s", text,
	    run->text);
}

#endif
