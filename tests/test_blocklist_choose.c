/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blocklist_run.h"

START_TEST(test_asked)
{
	struct dns *dns = dns_from_text("2.0.0.127." KEY ".zen.dq.spamhaus.net."
	    " TXT \"you asked " KEY "\"\na." KEY ".example. TXT \"x\"\n");
	char text[600];

	(void)dns_ask(dns, "2.0.0.127." KEY ".zen.dq.spamhaus.net", DNS_TXT);
	dns_run(dns, dns_ask(dns, "a." KEY ".example", DNS_TXT), CLOCK_NEVER);
	blocklist_asked(text, sizeof(text), dns_ask(dns,
	    "2.0.0.127." KEY ".zen.dq.spamhaus.net", DNS_TXT));
	ck_assert_ptr_nonnull(strstr(text, "TXT 2.0.0.127.****"));
	ck_assert_ptr_nonnull(strstr(text, "*.zen.dq.spamhaus.net: you"));
	ck_assert_ptr_null(strstr(text, KEY));
	/* any other name is shown as it is */
	blocklist_asked(text, sizeof(text), dns_ask(dns, "a." KEY ".example",
	    DNS_TXT));
	ck_assert_ptr_nonnull(strstr(text, KEY));
	dns_free(dns);
}
END_TEST

static const struct {
	const char *lists, *own;
	bool key;
	size_t count;		/* 0: refused */
	const char *wrong;
} choices[] = {
	{ "", NULL, false, 4, NULL },
	{ "default", NULL, true, 4, NULL },
	{ "Default", NULL, false, 4, NULL },
	{ "ALL", NULL, false, 23, NULL },
	{ "dynip.rothen.com", NULL, false, 0, "it has ended" },
	{ "", "bl.example.org\n", false, 5, NULL },
	{ "", "bl.example.org off\npsbl.surriel.com off\n", false, 3, NULL },
	{ "", "psbl.surriel.com warning\n", false, 4, NULL },
	{ "psbl.surriel.com PSBL.surriel.com. x.example x.example", NULL,
	    false, 2, NULL },
	{ "all", NULL, false, 23, NULL },
	{ "all", "a.example off\nb.example\n", false, 24, NULL },
	{ "authbl.spamhaus.org", NULL, true, 1, NULL },
	{ "authbl.spamhaus.org", NULL, false, 0, "with a key only" },
	{ "dnsbl.sorbs.net", NULL, false, 0,
	    "--list dnsbl.sorbs.net: it was shut down on 2024-06-05; leave "
	    "it out" },
	{ "Sorbs.net.", NULL, false, 0, "--list sorbs.net: it was shut " },
	{ "dnsbl.sorbs.net", "dnsbl.sorbs.net\n", false, 1, NULL },
	{ KEY ".combined.mail.abusix.zone", NULL, false, 0,
	    "abusix.zone: it answers subscribers only; leave it out" },
	{ KEY ".zen.dq.spamhaus.net", NULL, false, 0, "command line" },
	{ "a..b", NULL, false, 0, "--list a..b: " },
	{ "192.0.2.1", NULL, false, 0, "--list 192.0.2.1: " },
};

START_TEST(test_choices)
{
	for (size_t i = 0; i < UNIT_COUNT(choices); i++) {
		struct run run;
		char *wrong;

		run_begin(&run, "", choices[i].lists, choices[i].own);
		run.config.key = choices[i].key ? KEY : NULL;
		wrong = blocklist_choose(&run.config, &run.choice);
		if (choices[i].count != 0) {
			ck_assert_ptr_null(wrong);
			ck_assert_msg(run.config.count == choices[i].count,
			    "%s: %zu", choices[i].lists, run.config.count);
		} else {
			ck_assert_msg(strstr(wrong, choices[i].wrong) != NULL,
			    "%s", wrong);
			ck_assert_ptr_null(strstr(wrong, KEY));
		}
		free(wrong);
		run_end(&run);
	}
}
END_TEST

START_TEST(test_keys)
{
	static const struct {
		const char *key;
		bool fine;
	} keys[] = {
		{ KEY, true }, { "ABCDEFGH12345678", true },
		{ "short", false }, { "", false },
		{ "with.dots.in.it", false }, { "with blanks in", false },
		{ KEY KEY KEY, false },
	};

	for (size_t i = 0; i < UNIT_COUNT(keys); i++)
		ck_assert_int_eq(blocklist_key(keys[i].key) == NULL,
		    keys[i].fine);
}
END_TEST

static const struct {
	const char *line, *text;
	enum blocklist_what what;
} subjects[] = {
	{ "192.0.2.1", "192.0.2.1", BLOCKLIST_ADDRESS },
	{ "2001:DB8:0::1", "2001:db8::1", BLOCKLIST_ADDRESS },
	{ "::ffff:192.0.2.1", "192.0.2.1", BLOCKLIST_ADDRESS },
	{ "host Mail.Example.jp.", "mail.example.jp", BLOCKLIST_HOST },
	{ "host\t 192.0.2.1", "192.0.2.1", BLOCKLIST_ADDRESS },
	{ "example.jp", "example.jp", BLOCKLIST_SENDERS },
	{ "host", "host", BLOCKLIST_SENDERS },
	{ "192.0.2.0/24", NULL, BLOCKLIST_HOST },
	{ "host 192.0.2.0/24", NULL, BLOCKLIST_HOST },
	{ "192.0.2.256", NULL, BLOCKLIST_HOST },
	{ "host ", NULL, BLOCKLIST_HOST },
	{ "a b", NULL, BLOCKLIST_HOST },
};

START_TEST(test_subjects)
{
	for (size_t i = 0; i < UNIT_COUNT(subjects); i++) {
		struct blocklist_subject subject;
		char text[3 * DOMAIN_MAX];
		const char *wrong = blocklist_subject_line(&subject,
		    subjects[i].line);

		ck_assert_msg((wrong == NULL) == (subjects[i].text != NULL),
		    "%s", subjects[i].line);
		if (wrong != NULL)
			continue;
		ck_assert_int_eq(subject.what, subjects[i].what);
		ck_assert_str_eq(blocklist_subject_text(text, sizeof(text),
		    &subject), subjects[i].text);
	}
}
END_TEST

/* 60 lists cost one round: everything is asked before anything is waited
 * for, and the text of listings is the second. */
START_TEST(test_rounds)
{
	char own[4096] = "zen.spamhaus.org off\nbl.spamcop.net off\n"
	    "psbl.surriel.com off\n";
	char world[8192] = "1.2.0.192.l7.example. A 127.0.0.2\n";
	struct run run;

	for (int i = 0; i < 60; i++) {
		snprintf(own + strlen(own), sizeof(own) - strlen(own),
		    "l%d.example\n", i);
		snprintf(world + strlen(world), sizeof(world) - strlen(world),
		    "2.0.0.127.l%d.example. A 127.0.0.2\n", i);
	}
	run_begin(&run, world, "", own);
	run_subject(&run, "192.0.2.1", 0);
	has(&run, "on l7.example");
	has(&run, "lists=60;;;0 no_answer=0");
	ck_assert_uint_le(dns_rounds(run.dns), 2);
	ck_assert_uint_le(dns_sendings(run.dns), 60 * 3 + 1 + 2);
	run_end(&run);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_asked, test_choices, test_keys,
		test_subjects, test_rounds };

	return unit_run("blocklist_choose", tests, UNIT_COUNT(tests));
}
