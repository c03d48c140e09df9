/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blocklist_run.h"

/* Each with what the whole text must hold, up to four of them. */
static const struct {
	const char *subject, *zones, *lists, *own;
	enum state state;
	const char *has[4];
} cases[] = {
	/* clean, and the plain listings */
	{ "192.0.2.1", WELL, "", NULL, STATE_OK, {
	    "DNSBL OK - 192.0.2.1: not listed, 3 of 3 lists answered",
	    "listed=0;;0;0 listed_warning=0;0;;0 listed_info=0;;;0 "
	    "lists=3;;;0 no_answer=0;;;0 addresses=1;;;0" } },
	{ "192.0.2.1", WELL "1.2.0.192.zen.spamhaus.org. A 127.0.0.2\n"
	    "1.2.0.192.zen.spamhaus.org. TXT \"https://check.example/SBL1\"\n",
	    "", NULL, STATE_CRITICAL, {
	    "DNSBL CRITICAL - 192.0.2.1: on zen.spamhaus.org: 127.0.0.2 SBL",
	    "(it says: https://check.example/SBL1)", "listed=1",
	    "at https://check.spamhaus.org/ (zen.spamhaus.org)" } },
	/* all records of an answer, not the first */
	{ "192.0.2.1", WELL "1.2.0.192.zen.spamhaus.org. A 127.0.0.10\n"
	    "1.2.0.192.zen.spamhaus.org. A 127.0.0.4\n", "", NULL,
	    STATE_CRITICAL, { "127.0.0.10 PBL", "127.0.0.4 XBL",
	    "listed=1" } },
	{ "2001:db8::1", WELL "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"
	    ".8.b.d.0.1.0.0.2.zen.spamhaus.org. A 127.0.0.3\n", "", NULL,
	    STATE_CRITICAL, { "2001:db8::1: on zen.spamhaus.org",
	    "lists=2", "no_answer=0" } },
	/* the policy list */
	{ "192.0.2.1", WELL "1.2.0.192.zen.spamhaus.org. A 127.0.0.10\n", "",
	    NULL, STATE_CRITICAL, { "PBL", "--client", "listed=1" } },
	/* informational, good, unknown codes, masks */
	{ "192.0.2.1", "2.0.0.127.dnsbl-2.uceprotect.net. A 127.0.0.2\n"
	    "1.2.0.192.dnsbl-2.uceprotect.net. A 127.0.0.2\n",
	    "dnsbl-2.uceprotect.net", NULL, STATE_OK, {
	    "on no list that counts, 1 of 1 list answered",
	    "listed_info=1" } },
	{ "192.0.2.1", "2.0.0.127.rep.mailspike.net. A 127.0.0.10\n"
	    "1.2.0.192.rep.mailspike.net. A 127.0.0.17\n",
	    "rep.mailspike.net", NULL, STATE_OK, { "not listed, 1 of 1 list",
	    "listed_info=0" } },
	{ "192.0.2.1", WELL "1.2.0.192.zen.spamhaus.org. A 127.0.7.7\n", "",
	    NULL, STATE_WARNING, { "127.0.7.7 a code that is not known",
	    "listed_warning=1" } },
	{ "192.0.2.1", "2.0.0.127.hostkarma.junkemailfilter.com. A 127.0.0.2\n"
	    "1.0.0.127.hostkarma.junkemailfilter.com. A 127.0.0.1\n"
	    "1.2.0.192.hostkarma.junkemailfilter.com. A 127.0.0.2\n",
	    "hostkarma.junkemailfilter.com", NULL, STATE_WARNING, {
	    "127.0.0.2 black", "no_answer=0" } },
	/* every fault of the peers */
	{ "192.0.2.1", SPAMCOP_TEST PSBL_TEST
	    ALWAYS("zen.spamhaus.org", "127.255.255.254"), "", NULL,
	    STATE_UNKNOWN, { "no answer from zen.spamhaus.org: it answers "
	    "127.255.255.254", "public", "--key-file", "listed=0" } },
	{ "192.0.2.1", WELL "1.2.0.192.zen.spamhaus.org. A 127.255.255.252\n",
	    "", NULL, STATE_UNKNOWN, { "127.255.255.252 (the name of the "
	    "zone is mistyped", "listed=0", "no_answer=1" } },
	{ "192.0.2.1", ALWAYS("bl.example.org", "216.120.147.200"),
	    "bl.example.org", NULL, STATE_UNKNOWN, {
	    "only 0 of 1 list answered", "it answers 216.120.147.200",
	    "parked", "listed=0" } },
	{ "192.0.2.1", ALWAYS("bl.example.org", "127.0.0.2"), "bl.example.org",
	    NULL, STATE_UNKNOWN, { "it lists 127.0.0.1 (as 127.0.0.2)",
	    "would list everybody", "listed=0", "no_answer=1" } },
	{ "192.0.2.1", ZEN_TEST SPAMCOP_TEST
	    ALWAYS("psbl.surriel.com", "127.0.0.2"), "", NULL, STATE_OK, {
	    "not listed, 2 of 3 lists answered",
	    "no answer from psbl.surriel.com: it lists 127.0.0.1 ",
	    "listed=0", "no_answer=1" } },
	{ "192.0.2.1", WELL "1.2.0.192.bl.spamcop.net. A 127.0.0.1\n", "",
	    NULL, STATE_OK, { "no answer from bl.spamcop.net: it answers "
	    "127.0.0.1", "listed=0" } },
	/* no test entry: told, not proven, never clean */
	{ "192.0.2.1", "1.2.0.192.bl.example.org. A 127.0.0.2\n",
	    "bl.example.org", NULL, STATE_UNKNOWN, {
	    "on bl.example.org: 127.0.0.2 listed; listing not proven: it has "
	    "no test entry (127.0.0.2)", "listed=0", "no_answer=1",
	    "test=none" } },
	{ "192.0.2.1", "9.2.0.192.bl.example.org. A 127.0.0.2\n",
	    "bl.example.org", NULL, STATE_UNKNOWN, {
	    "it has no test entry", "listed=0", "no_answer=1" } },
	{ "192.0.2.1", "1.2.0.192.bl.example.org. A 127.0.0.2\n",
	    "bl.example.org", "bl.example.org test=none\n", STATE_CRITICAL, {
	    "on bl.example.org: 127.0.0.2 listed", "listed=1",
	    "no page for removal" } },
	/* own lists: other codes, other weights */
	{ "192.0.2.1", "2.0.0.127.bl.example.org. A 127.0.0.9\n"
	    "1.2.0.192.bl.example.org. A 127.0.0.9\n", "bl.example.org",
	    "bl.example.org warning delist=https://bl.example.org/x\n"
	    " 127.0.0.9 blocked nine\n", STATE_WARNING, {
	    "127.0.0.9 nine", "listed_warning=1",
	    "https://bl.example.org/x" } },
	{ "example.jp", "test.u.example.org. A 127.0.0.8\n"
	    "example.jp.u.example.org. A 127.0.0.72\n"
	    "example.jp. TXT \"v=spf1 -all\"\n", "u.example.org",
	    "u.example.org domain mask\n 8 blocked phishing\n"
	    " 64 blocked abuse\n", STATE_CRITICAL, {
	    "the domain is on u.example.org: 127.0.0.72 phishing; "
	    "127.0.0.72 abuse", "listed=1" } },
	/* hosts */
	{ "host mail.example.jp", WELL "mail.example.jp. A 192.0.2.1\n"
	    "mail.example.jp. A 192.0.2.2\nmail.example.jp. AAAA 2001:db8::1\n"
	    "2.2.0.192.psbl.surriel.com. A 127.0.0.2\n", "", NULL,
	    STATE_CRITICAL, { "mail.example.jp: 192.0.2.2 is on "
	    "psbl.surriel.com", "addresses=3", "listed=1" } },
	{ "host mail.example.jp", WELL "example.jp. A 192.0.2.1\n", "", NULL,
	    STATE_CRITICAL, { "does not exist (NXDOMAIN)" } },
	{ "host mail.example.jp", WELL "mail.example.jp. TXT \"x\"\n", "",
	    NULL, STATE_CRITICAL, { "has no address" } },
	{ "2001:db8::1", WELL, "psbl.surriel.com", NULL, STATE_UNKNOWN, {
	    "none of the lists that were chosen is for this" } },
};

START_TEST(test_cases)
{
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct run run;

		run_begin(&run, cases[i].zones, cases[i].lists, cases[i].own);
		run_subject(&run, cases[i].subject, 0);
		for (size_t j = 0; j < 4 && cases[i].has[j] != NULL; j++)
			has(&run, cases[i].has[j]);
		ck_assert_msg(report_state(run.report) == cases[i].state,
		    "%s", run.text);
		run_end(&run);
	}
}
END_TEST

/* One question fails; the rest of the world is well, and 192.0.2.1 is on
 * SpamCop: a listing is not lost because something else is silent. */
static const struct {
	const char *name;
	enum dns_status status;
	enum state state;
	const char *has[3];
} faults[] = {
	{ "1.2.0.192.zen.spamhaus.org", DNS_TIMEOUT, STATE_CRITICAL,
	    { "on bl.spamcop.net", "no answer from zen.spamhaus.org: it is "
	    "silent", "no_answer=1" } },
	{ "2.0.0.127.zen.spamhaus.org", DNS_SERVFAIL, STATE_CRITICAL,
	    { "on bl.spamcop.net", "from zen.spamhaus.org: SERVFAIL",
	    "no_answer=1" } },
	{ "1.0.0.127.zen.spamhaus.org", DNS_REFUSED, STATE_CRITICAL,
	    { "on bl.spamcop.net", "from zen.spamhaus.org: REFUSED",
	    "no_answer=1" } },
	/* its own test does not answer: told, not proven */
	{ "2.0.0.127.bl.spamcop.net", DNS_TIMEOUT, STATE_UNKNOWN,
	    { "on bl.spamcop.net: 127.0.0.2 listed; listing not proven: it "
	    "is silent", "listed=0", "no_answer=1" } },
	{ "1.0.0.127.bl.spamcop.net", DNS_SERVFAIL, STATE_UNKNOWN,
	    { "listing not proven: SERVFAIL", "listed=0", "no_answer=1" } },
	/* the list's words are a help, not a condition */
	{ "1.2.0.192.psbl.surriel.com", DNS_MALFORMED, STATE_CRITICAL,
	    { "on bl.spamcop.net", "from psbl.surriel.com: unreadable",
	    "listed=1" } },
};

START_TEST(test_faults)
{
	for (size_t i = 0; i < UNIT_COUNT(faults); i++) {
		struct run run;

		run_begin(&run, WELL
		    "1.2.0.192.bl.spamcop.net. A 127.0.0.2\n", "", NULL);
		dns_fail(run.dns, faults[i].name, DNS_A, faults[i].status);
		run_subject(&run, "192.0.2.1", 0);
		for (size_t j = 0; j < 3; j++)
			has(&run, faults[i].has[j]);
		ck_assert_msg(report_state(run.report) == faults[i].state,
		    "%s", run.text);
		run_end(&run);
	}
}
END_TEST

START_TEST(test_txt_fails)
{
	struct run run;

	run_begin(&run, WELL "1.2.0.192.bl.spamcop.net. A 127.0.0.2\n", "",
	    NULL);
	dns_fail(run.dns, "1.2.0.192.bl.spamcop.net", DNS_TXT, DNS_TIMEOUT);
	run_subject(&run, "192.0.2.1", 0);
	has(&run, "CRITICAL - 192.0.2.1: on bl.spamcop.net: 127.0.0.2 listed");
	has(&run, "no_answer=0");
	run_end(&run);
}
END_TEST

/* Nothing answers: it is our resolver, or the lists, but never "clean". */
START_TEST(test_resolver)
{
	static const char *const names[] = {
		"1.2.0.192.bl.spamcop.net", "2.0.0.127.bl.spamcop.net",
		"1.0.0.127.bl.spamcop.net",
	};

	for (int sick = 0; sick < 2; sick++) {
		struct run run;

		run_begin(&run, "", "bl.spamcop.net", NULL);
		for (size_t i = 0; i < UNIT_COUNT(names); i++)
			dns_fail(run.dns, names[i], DNS_A, DNS_SERVFAIL);
		if (sick) {
			dns_fail(run.dns, ".", DNS_NS, DNS_SERVFAIL);
			dns_fail(run.dns, "net", DNS_SOA, DNS_SERVFAIL);
		}
		run_subject(&run, "192.0.2.1", 0);
		ck_assert_int_eq(report_state(run.report), STATE_UNKNOWN);
		has(&run, sick ? "our resolver is not well" :
		    "only 0 of 1 list answered");
		has(&run, "lists=1;;;0 no_answer=1");
		run_end(&run);
	}
}
END_TEST

START_TEST(test_subject_fails)
{
	struct run run;

	run_begin(&run, WELL, "", NULL);
	dns_fail(run.dns, "example.jp", DNS_TXT, DNS_SERVFAIL);
	run_subject(&run, "example.jp", 0);
	ck_assert_int_eq(report_state(run.report), STATE_CRITICAL);
	has(&run, "the name servers of example.jp fail");
	run_end(&run);
	run_begin(&run, WELL "mail.example.jp. A 192.0.2.1\n", "", NULL);
	dns_fail(run.dns, "mail.example.jp", DNS_AAAA, DNS_SERVFAIL);
	run_subject(&run, "host mail.example.jp", 0);
	ck_assert_int_eq(report_state(run.report), STATE_WARNING);
	has(&run, "addresses=1");
	run_end(&run);
}
END_TEST

START_TEST(test_client)
{
	struct run run;

	run_begin(&run, WELL "1.2.0.192.zen.spamhaus.org. A 127.0.0.10\n", "",
	    NULL);
	run.config.client = true;
	run_subject(&run, "192.0.2.1", 0);
	ck_assert_int_eq(report_state(run.report), STATE_OK);
	has(&run, "on no list that counts, 3 of 3 lists answered");
	has(&run, "127.0.0.10 PBL");
	has(&run, "normal for an office line");
	has(&run, "listed=0;;0;0 listed_warning=0;0;;0 listed_info=1");
	run_end(&run);
	/* everything else counts */
	run_begin(&run, WELL "1.2.0.192.zen.spamhaus.org. A 127.0.0.10\n"
	    "1.2.0.192.zen.spamhaus.org. A 127.0.0.4\n", "", NULL);
	run.config.client = true;
	run_subject(&run, "192.0.2.1", 0);
	ck_assert_int_eq(report_state(run.report), STATE_CRITICAL);
	has(&run, "127.0.0.4 XBL");
	has(&run, "your own line");
	run_end(&run);
}
END_TEST

static const struct {
	const char *warning, *critical, *answers;
	enum state state;
	const char *has;
} ranges[] = {
	{ "0", "0", "50:", STATE_CRITICAL, "on bl.spamcop.net" },
	{ "0", "1", "50:", STATE_OK, "1 listing, 2 of 3 lists answered" },
	{ "0", "1", "100:", STATE_UNKNOWN, "only 2 of 3 lists answered" },
	{ "0", "0", "100:", STATE_CRITICAL, "on bl.spamcop.net" },
	{ "1:", "1", "50:", STATE_WARNING, "outside the range" },
};

START_TEST(test_ranges)
{
	for (size_t i = 0; i < UNIT_COUNT(ranges); i++) {
		struct run run;

		run_begin(&run, ZEN_TEST SPAMCOP_TEST
		    "1.2.0.192.bl.spamcop.net. A 127.0.0.2\n", "", NULL);
		ck_assert(range_parse(&run.config.warning,
		    ranges[i].warning));
		ck_assert(range_parse(&run.config.critical,
		    ranges[i].critical));
		ck_assert(range_parse(&run.config.answers,
		    ranges[i].answers));
		run_subject(&run, "192.0.2.1", 0);
		has(&run, ranges[i].has);
		ck_assert_msg(report_state(run.report) == ranges[i].state,
		    "%s", run.text);
		run_end(&run);
	}
}
END_TEST

/* The key goes into the names of Spamhaus' zones and nowhere else. */
START_TEST(test_key)
{
	struct run run;

	run_begin(&run, SPAMCOP_TEST PSBL_TEST
	    "2.0.0.127." KEY ".zen.dq.spamhaus.net. A 127.0.0.2\n"
	    "1.2.0.192." KEY ".zen.dq.spamhaus.net. A 127.0.0.2\n"
	    "1.2.0.192." KEY ".zen.dq.spamhaus.net. TXT \"see "
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ.zen or abcdefghij...\"\n", "", NULL);
	run.config.key = KEY;
	run_subject(&run, "192.0.2.1", 3);
	has(&run, "on zen.spamhaus.org: 127.0.0.2 SBL");
	has(&run, "see **************************.zen or **********...");
	lacks(&run, KEY);
	lacks(&run, "dq.spamhaus.net");
	run_end(&run);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_cases, test_faults,
		test_txt_fails, test_resolver, test_subject_fails,
		test_client, test_ranges, test_key };

	return unit_run("blocklist", tests, UNIT_COUNT(tests));
}
