/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose failure is it?  Every status against every verdict. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "blame.h"
#include "unit.h"

#define NONE DNS_PENDING	/* no verdict at all */

static const struct {
	enum dns_status status;
	unsigned int sent;
	enum dns_status health;
	bool ours;
	const char *cause, *text;
} rows[] = {
	/* the resolver is well: the domain's */
	{ DNS_SERVFAIL, 1, DNS_WELL, false, "dns_servfail",
	    "the name servers of a.jp fail (SERVFAIL for MX)" },
	{ DNS_BOGUS, 2, DNS_WELL, false, "dns_bogus",
	    "the DNSSEC of a.jp is broken" },
	{ DNS_REFUSED, 1, DNS_WELL, false, "dns_refused",
	    "the name servers of a.jp refuse" },
	{ DNS_NOTIMP, 1, DNS_WELL, false, "dns_notimp",
	    "a reply that cannot be used" },
	{ DNS_MALFORMED, 1, DNS_WELL, false, "dns_unreadable",
	    "a reply that cannot be used" },
	{ DNS_TIMEOUT, 4, DNS_WELL, false, "dns_silent",
	    "no name server of a.jp answers" },
	{ DNS_TIMEOUT, 2, DNS_WELL, false, "dns_silent",
	    "no name server of a.jp answers" },
	/* whatever the resolver is like */
	{ DNS_CNAME_LOOP, 1, NONE, false, "dns_cname_loop", "in a loop" },
	{ DNS_CNAME_LOOP, 1, DNS_SICK, false, "dns_cname_loop", "in a loop" },
	{ DNS_BAD_NAME, 0, NONE, false, "dns_bad_name",
	    "a.jp is not a domain name" },
	/* too little time */
	{ DNS_TIMEOUT, 1, DNS_WELL, true, "no_time", "the time was over" },
	{ DNS_TIMEOUT, 0, DNS_WELL, true, "no_time", "the time was over" },
	{ DNS_TIMEOUT, 1, DNS_TIMEOUT, true, "no_time", "--timeout" },
	{ DNS_TIMEOUT, 4, DNS_TIMEOUT, true, "no_time", "the time was over" },
	{ DNS_SERVFAIL, 1, DNS_TIMEOUT, true, "no_time", "" },
	{ DNS_SERVFAIL, 1, NONE, true, "no_time", "" },
	{ DNS_TIMEOUT, 4, NONE, true, "no_time", "" },
	/* the resolver's */
	{ DNS_SERVFAIL, 1, DNS_SICK, true, "resolver_sick",
	    "it fails for other names, too" },
	{ DNS_BOGUS, 1, DNS_SICK, true, "resolver_sick", "other names" },
	{ DNS_TIMEOUT, 4, DNS_SICK, true, "resolver_sick",
	    "it does not answer" },
	{ DNS_PORT_REFUSED, 4, DNS_SICK, true, "resolver_sick",
	    "nothing listens on its port" },
	{ DNS_PORT_REFUSED, 1, DNS_TIMEOUT, true, "resolver_sick",
	    "nothing listens on its port" },
	{ DNS_PORT_REFUSED, 4, DNS_WELL, true, "resolver_sick",
	    "its port refused for a while" },
	{ DNS_REFUSED, 1, DNS_REFUSES, true, "resolver_refuses",
	    "refuses to resolve for this host" },
	{ DNS_SERVFAIL, 1, DNS_REFUSES, true, "resolver_refuses", "refuses" },
	{ DNS_TRUNCATED, 1, DNS_WELL, true, "resolver_tcp",
	    "does not give it by TCP" },
	{ DNS_NO_ROUTE, 0, DNS_NO_ROUTE, true, "no_route", "no route" },
	{ DNS_NO_ROUTE, 0, DNS_WELL, true, "no_route", "no route" },
	{ DNS_TIMEOUT, 1, DNS_NO_ROUTE, true, "no_route", "no route" },
};

START_TEST(test_rows)
{
	struct dns_answer answer = { .status = rows[_i].status,
	    .sent = (uint8_t)rows[_i].sent, .name = "a.jp", .owner = "a.jp",
	    .type = DNS_MX };
	struct dns_answer health = { .status = rows[_i].health,
	    .name = "jp", .owner = "jp", .type = DNS_SOA };
	const struct dns_answer *verdict =
	    rows[_i].health == NONE ? NULL : &health;
	struct report *report = report_new("MX");
	enum state state = blame_add(report, "a.jp", "a.jp", DNS_MX, &answer,
	    verdict, STATE_CRITICAL);
	char text[REPORT_TEXT_MAX];

	ck_assert_int_eq(blame_ours(&answer, verdict), rows[_i].ours);
	ck_assert_int_eq(state,
	    rows[_i].ours ? STATE_UNKNOWN : STATE_CRITICAL);
	ck_assert_int_eq(report_state(report), state);
	ck_assert_str_eq(report_headline_cause(report)->token,
	    rows[_i].cause);
	ck_assert_msg(strstr(report_headline(report), rows[_i].text) != NULL,
	    "%s", report_headline(report));
	report_text(report, 0, text, sizeof(text));
	ck_assert_msg(strpbrk(text, "|<>&\"`$\\'") == NULL, "%s", text);
	report_free(report);
}
END_TEST

/* A failure that is no disaster is what the caller says; ours never is. */
START_TEST(test_broken)
{
	struct dns_answer answer = { .status = DNS_SERVFAIL, .name = "b.jp",
	    .owner = "b.jp", .type = DNS_TXT };
	struct dns_answer well = { .status = DNS_WELL };
	struct report *report = report_new("SPF");

	ck_assert_int_eq(blame_add(report, "a.jp", "b.jp", DNS_TXT, &answer,
	    &well, STATE_WARNING), STATE_WARNING);
	ck_assert_int_eq(blame_add(report, "a.jp", "b.jp", DNS_TXT, &answer,
	    NULL, STATE_WARNING), STATE_UNKNOWN);
	report_free(report);
}
END_TEST

/* A hostile name cannot break the line. */
START_TEST(test_hostile)
{
	struct dns_answer answer = { .status = DNS_TIMEOUT, .sent = 4 };
	struct dns_answer well = { .status = DNS_WELL };
	struct report *report = report_new("MX");
	char text[REPORT_TEXT_MAX];

	blame_add(report, "a.jp", "x|y\n<b>`id`\x1b.jp", DNS_A, &answer,
	    &well, STATE_CRITICAL);
	report_text(report, 0, text, sizeof(text));
	ck_assert_ptr_null(strpbrk(text, "|<>`\x1b"));
	report_free(report);
}
END_TEST

START_TEST(test_nxdomain)
{
	struct report *report = report_new("MX");

	blame_nxdomain(report, "a.jp");
	ck_assert_int_eq(report_state(report), STATE_CRITICAL);
	ck_assert_str_eq(report_headline_cause(report)->token, "nxdomain");
	report_free(report);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("blame");
	TCase *tcase = tcase_create("blame");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, test_rows, 0, (int)UNIT_COUNT(rows));
	tcase_add_test(tcase, test_broken);
	tcase_add_test(tcase, test_hostile);
	tcase_add_test(tcase, test_nxdomain);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
