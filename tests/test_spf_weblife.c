/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict of check_spf_weblife, as text, over zone text. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "spf_verdicts.h"

static void
faults(struct dns *dns, enum arm arm)
{
	switch (arm) {
	case SILENT:
		dns_fail(dns, "_dead.n.jp", DNS_TXT, DNS_TIMEOUT);
		break;
	case SICK:
		dns_fail(dns, "x.jp", DNS_TXT, DNS_TIMEOUT);
		dns_fail(dns, ".", DNS_NS, DNS_TIMEOUT);
		dns_fail(dns, "jp", DNS_SOA, DNS_TIMEOUT);
		break;
	case DEAD:
		dns_fail(dns, "x.jp", DNS_TXT, DNS_SERVFAIL);
		break;
	case PROVIDER_DEAD:
		dns_fail(dns, "_spf.weblife.me", DNS_TXT, DNS_SERVFAIL);
		break;
	case MAIL_DEAD:
		dns_fail(dns, "mail.x.jp", DNS_A, DNS_SERVFAIL);
		dns_fail(dns, "mail.x.jp", DNS_AAAA, DNS_SERVFAIL);
		break;
	case DMARC_DEAD:
		dns_fail(dns, "_dmarc.x.jp", DNS_TXT, DNS_TIMEOUT);
		break;
	default:
		break;
	}
}

static void
configure(struct spf_config *config, enum arm arm)
{
	spf_config_init(config);
	config->exact = arm == EXACT;
	if (arm == DMARC)
		config->dmarc = STATE_WARNING;
	if (arm == OTHER)
		ck_assert_ptr_null(domain_parse(config->include,
		    "_spf.n.jp"));
}

/* The whole output for x.jp in this zone. */
static enum state
verdict(char text[REPORT_TEXT_MAX], struct dns *dns,
    const struct spf_config *config, int verbose)
{
	const struct dns_answer *waiting;
	struct report *report = report_new("SPF");
	struct spf_facts facts = { 0 };
	enum state state;
	int rounds = 0;

	while ((waiting = spf_collect(&facts, dns, config, "x.jp")) != NULL) {
		ck_assert_int_eq(waiting->status, DNS_PENDING);
		ck_assert_int_lt(rounds++, 50);
		dns_run(dns, waiting, CLOCK_NEVER);
	}
	spf_judge(report, "x.jp", config, &facts);
	report_text(report, verbose, text, REPORT_TEXT_MAX);
	state = report_state(report);
	report_free(report);
	spf_facts_free(&facts);
	return state;
}

START_TEST(test_verdicts)
{
	char text[REPORT_TEXT_MAX], zone[4096];
	struct spf_config config;
	struct dns *dns;
	enum state state;
	const char *p;

	snprintf(zone, sizeof(zone), PROVIDER "%s", rows[_i].zone);
	dns = dns_from_text(zone);
	faults(dns, rows[_i].arm);
	configure(&config, rows[_i].arm);
	state = verdict(text, dns, &config, 1);
	ck_assert_msg(state == rows[_i].state, "%s\n%s", rows[_i].zone, text);
	ck_assert_msg(strstr(text, rows[_i].has) != NULL, "%s: %s\n%s",
	    rows[_i].zone, rows[_i].has, text);
	ck_assert_msg(strstr(text, rows[_i].too) != NULL, "%s: %s\n%s",
	    rows[_i].zone, rows[_i].too, text);
	p = strchr(text, '|');
	ck_assert_ptr_null(strpbrk(p != NULL ? p + 1 : text,
	    "|<>&'\"`$\\"));
	/* a sign that the report replaced in a text of ours */
	ck_assert_ptr_null(strstr(text, "?s "));
	dns_free(dns);
}
END_TEST

/* more than 255 octets are divided before a blank, and each part fits */
START_TEST(test_long_advice)
{
	char text[REPORT_TEXT_MAX], zone[4096], *p, *end;
	struct spf_config config;
	struct dns *dns;
	size_t used;
	int i, parts = 0;

	used = (size_t)snprintf(zone, sizeof(zone), PROVIDER
	    "x.jp. TXT \"v=spf1\"");
	for (i = 0; i < 20; i++)
		used += (size_t)snprintf(zone + used, sizeof(zone) - used,
		    " \" ip4:203.0.113.%d\"", 100 + i);
	snprintf(zone + used, sizeof(zone) - used, " \" ~all\"\n");
	dns = dns_from_text(zone);
	configure(&config, PLAIN);
	ck_assert_int_eq(verdict(text, dns, &config, 1), STATE_CRITICAL);
	p = strstr(text, "{v=spf1 include:_spf.weblife.me ip4:203.0.113.100");
	ck_assert_msg(p != NULL, "%s", text);
	for (; (p = strchr(p, '{')) != NULL; p = end, parts++) {
		end = strchr(p, '}');
		ck_assert_ptr_nonnull(end);
		ck_assert_int_le(end - p - 1, 255);
	}
	ck_assert_int_eq(parts, 2);
	ck_assert_ptr_nonnull(strstr(text, "} { ip4:"));
	ck_assert_ptr_nonnull(strstr(text, "ip4:203.0.113.119 ~all}"));
	dns_free(dns);
}
END_TEST

/* --ip, alone and beside the verdict */
static const struct {
	const char *from, *helo, *ip;
	bool alone;
	enum state state;
	const char *has;
} checks[] = {
	{ NULL, NULL, "192.0.2.1", false, STATE_OK,
	    "spf=pass for 192.0.2.1: include:_spf.weblife.me matched by "
	    "ip4:192.0.2.0/26 in the record of _4.weblife.me" },
	{ NULL, NULL, "203.0.113.1", false, STATE_WARNING,
	    "spf=softfail for 203.0.113.1: ~all in the record of x.jp" },
	{ "a@x.jp", "h.jp", "192.0.2.1", true, STATE_OK, "lookups=2" },
	{ "a@fail.jp", "h.jp", "192.0.2.1", true, STATE_CRITICAL,
	    "exp: 192.0.2.1 is not one of fail.jp" },
	{ "a@neutral.jp", "h.jp", "192.0.2.1", true, STATE_WARNING,
	    "spf=neutral for 192.0.2.1: no mechanism matched" },
	{ "a@nothing.jp", "h.jp", "192.0.2.1", true, STATE_WARNING,
	    "spf=none" },
	{ "", "fail.jp", "192.0.2.1", true, STATE_CRITICAL, "spf=fail" },
	{ "", "[192.0.2.1]", "192.0.2.1", true, STATE_WARNING, "spf=none" },
	{ "a@wrong.jp", "h.jp", "192.0.2.1", true, STATE_CRITICAL,
	    "spf=permerror for 192.0.2.1: a syntax error in the record of "
	    "wrong.jp" },
	{ "a@dead.jp", "h.jp", "192.0.2.1", true, STATE_CRITICAL,
	    "spf=temperror for 192.0.2.1: no answer for TXT dead.jp "
	    "(SERVFAIL)" },
	{ "a@sick.org", "h.jp", "192.0.2.1", true, STATE_UNKNOWN,
	    "spf=temperror" },
};

START_TEST(test_checks)
{
	struct spf_config config;
	char text[REPORT_TEXT_MAX];
	enum state state;
	struct dns *dns = dns_from_text(PROVIDER
	    RECORD("v=spf1 include:_spf.weblife.me ~all")
	    "fail.jp. TXT \"v=spf1 -all exp=w.jp\"\n"
	    "w.jp. TXT \"%{i} is not one of %{d}\"\n"
	    "neutral.jp. TXT \"v=spf1\"\n"
	    "wrong.jp. TXT \"v=spf1 a:\"\n");

	dns_fail(dns, "dead.jp", DNS_TXT, DNS_SERVFAIL);
	dns_fail(dns, "sick.org", DNS_TXT, DNS_SERVFAIL);
	if (strcmp(checks[_i].has, "spf=temperror") == 0) {
		dns_fail(dns, ".", DNS_NS, DNS_SERVFAIL);
		dns_fail(dns, "org", DNS_SOA, DNS_SERVFAIL);
	}
	configure(&config, PLAIN);
	ck_assert(ip_parse(&config.ip, checks[_i].ip));
	config.alone = checks[_i].alone;
	config.mail_from = checks[_i].from;
	config.helo = checks[_i].helo;
	state = verdict(text, dns, &config, 0);
	ck_assert_msg(strstr(text, checks[_i].has) != NULL, "%s: %s",
	    checks[_i].has, text);
	ck_assert_msg(state == checks[_i].state, "%s", text);
	ck_assert_ptr_nonnull(strstr(text, "spf="));
	if (!checks[_i].alone)
		ck_assert_ptr_nonnull(strstr(text, "the record as "
		    "published: OK"));
	dns_free(dns);
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof((table)[0]))

int
main(void)
{
	Suite *suite = suite_create("spf_weblife");
	TCase *cases = tcase_create("verdict");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, test_verdicts, 0, ROWS(rows));
	tcase_add_test(cases, test_long_advice);
	tcase_add_loop_test(cases, test_checks, 0, ROWS(checks));
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
