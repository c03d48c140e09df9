/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A domain as the subject of the block list check: who sends for it. */
#include "blocklist_run.h"

/* Each with what the whole text must hold, up to four of them. */
static const struct {
	const char *subject, *zones;
	enum state state;
	const char *has[4];
} cases[] = {
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 "
	    "include:_spf.example.org ip4:198.51.100.9 ~all\"\n"
	    "_spf.example.org. TXT \"v=spf1 ip4:192.0.2.0/30 -all\"\n"
	    "2.2.0.192.bl.spamcop.net. A 127.0.0.2\n",
	    STATE_CRITICAL, { "example.jp: 192.0.2.2 is on bl.spamcop.net",
	    "addresses=5", "lists=4", "tell its support" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 ip4:192.0.2.0/24 "
	    "~all\"\n", STATE_OK, { "example.jp: 32 of 256 "
	    "addresses asked for, not listed, 4 of 4 lists answered" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 ip4:192.0.2.0/24 "
	    "~all\"\n4.2.0.192.psbl.surriel.com. A 127.0.0.2\n",
	    STATE_CRITICAL, { "example.jp: 192.0.2.4 is on psbl.surriel.com",
	    "example.jp: 32 of 256 addresses asked for, a sample" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 ip6:2001:db8::/64 "
	    "~all\"\n", STATE_OK, {
	    "32 of more than 1000000000 addresses asked for, not listed" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 -all\"\n"
	    "example.jp.dbl.spamhaus.org. A 127.0.1.4\n",
	    STATE_CRITICAL, { "the domain is on dbl.spamhaus.org: 127.0.1.4 a "
	    "phishing domain", "lists=1", "addresses=0" } },
	{ "example.jp", WELL "example.jp. A 192.0.2.1\n",
	    STATE_UNKNOWN, { "no SPF record", "check_spf_weblife",
	    "lists=1" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 include:gone.example "
	    "ip4:192.0.2.1 ~all\"\n", STATE_UNKNOWN, {
	    "not all senders are known: the SPF of gone.example: no record",
	    "addresses=1" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 include:bad.example "
	    "include:gone.example ip4:192.0.2.1 ~all\"\n"
	    "bad.example. TXT \"v=spf1 ip4:192.0.2.999 ~all\"\n",
	    STATE_UNKNOWN, { "not all senders are known: the SPF of "
	    "bad.example: ", "addresses=1" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 ip4:192.0.2.x ~all\"\n",
	    STATE_UNKNOWN, { "not all senders are known: the SPF of "
	    "example.jp: " } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 include:two.example "
	    "ip4:192.0.2.1 ~all\"\ntwo.example. TXT \"v=spf1 ~all\"\n"
	    "two.example. TXT \"v=spf1 -all\"\n", STATE_UNKNOWN, {
	    "not all senders are known: the SPF of two.example: more than one "
	    "record", "addresses=1" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 include:text.example "
	    "ip4:192.0.2.1 ~all\"\ntext.example. TXT \"hello\"\n",
	    STATE_UNKNOWN, { "the SPF of text.example: no record" } },
	/* round in a loop: all that it names is known */
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 include:example.jp "
	    "ip4:192.0.2.1 ~all\"\n", STATE_OK, {
	    "1 address asked for" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 ip4:0.0.0.0/0 "
	    "ip4:192.0.2.1 ~all\"\n", STATE_WARNING, {
	    "every address of the world", "addresses=1" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 exists:%{i}.x.example "
	    "ip4:192.0.2.1 ~all\"\n", STATE_OK, {
	    "Not asked for: the senders of the SPF term exists",
	    "1 address asked for" } },
	{ "example.jp", WELL "example.jp. TXT \"v=spf1 ip4:192.0.2.1 +all\"\n",
	    STATE_WARNING, { "every address of the world" } },
	{ "example.jp", WELL, STATE_CRITICAL, {
	    "the domain does not exist" } },
};

START_TEST(test_cases)
{
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct run run;

		run_begin(&run, cases[i].zones, "", NULL);
		run_subject(&run, cases[i].subject, 0);
		for (size_t j = 0; j < 4 && cases[i].has[j] != NULL; j++)
			has(&run, cases[i].has[j]);
		ck_assert_msg(report_state(run.report) == cases[i].state,
		    "%s", run.text);
		run_end(&run);
	}
}
END_TEST

/* A question about the senders fails: what is known of them is judged. */
static const struct {
	const char *name;
	enum dns_type type;
	enum dns_status status;
	const char *has;
} sender_faults[] = {
	{ "in.example", DNS_TXT, DNS_SERVFAIL,
	    "the SPF of in.example: SERVFAIL" },
	{ "in.example", DNS_TXT, DNS_TIMEOUT, "the SPF of in.example: " },
	{ "mail.example", DNS_A, DNS_REFUSED,
	    "the SPF term a:mail.example: REFUSED" },
	{ "mx.example", DNS_MX, DNS_SERVFAIL,
	    "the SPF term mx:mx.example: SERVFAIL" },
};

START_TEST(test_sender_faults)
{
	for (size_t i = 0; i < UNIT_COUNT(sender_faults); i++) {
		struct run run;

		run_begin(&run, WELL "example.jp. TXT \"v=spf1 "
		    "include:in.example a:mail.example mx:mx.example "
		    "ip4:192.0.2.1 ~all\"\n"
		    "in.example. TXT \"v=spf1 ip4:192.0.2.2 ~all\"\n"
		    "mail.example. A 192.0.2.3\n"
		    "mx.example. MX 10 mail.example.\n"
		    "1.2.0.192.bl.spamcop.net. A 127.0.0.2\n", "", NULL);
		dns_fail(run.dns, sender_faults[i].name,
		    sender_faults[i].type, sender_faults[i].status);
		run_subject(&run, "example.jp", 0);
		has(&run, "CRITICAL - example.jp: 192.0.2.1 is on "
		    "bl.spamcop.net");
		has(&run, "not all senders are known: ");
		has(&run, sender_faults[i].has);
		run_end(&run);
	}
}
END_TEST

/* More records than are followed: 1 + 8 + 8 * 8. */
START_TEST(test_sender_crowd)
{
	static char zone[20000] = WELL
	    "example.jp. TXT \"v=spf1 ip4:192.0.2.1";
	struct run run;
	size_t n = strlen(zone);

	for (int i = 0; i < 9 * 8; i++) {
		if (i > 0 && i % 8 == 0)
			n += (size_t)snprintf(zone + n, sizeof(zone) - n,
			    "\"\nn%d.example. TXT \"v=spf1", i / 8 - 1);
		n += (size_t)snprintf(zone + n, sizeof(zone) - n,
		    " include:n%d.example", i);
	}
	n += (size_t)snprintf(zone + n, sizeof(zone) - n, "\"\n");
	for (int i = 8; i < 9 * 8; i++)
		n += (size_t)snprintf(zone + n, sizeof(zone) - n,
		    "n%d.example. TXT \"v=spf1 ip4:192.0.2.2\"\n", i);
	ck_assert_uint_lt(n, sizeof(zone));
	run_begin(&run, zone, "", NULL);
	run_subject(&run, "example.jp", 0);
	has(&run, "not all senders are known: the SPF of example.jp: too many "
	    "records to follow");
	has(&run, "addresses=2");
	ck_assert_int_eq(report_state(run.report), STATE_UNKNOWN);
	run_end(&run);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_cases, test_sender_faults,
		test_sender_crowd };

	return unit_run("senders", tests, UNIT_COUNT(tests));
}
