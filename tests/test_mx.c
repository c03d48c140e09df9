/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zone text and faults in, state, headline, cause and figures out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mx.h"
#include "unit.h"

#define MTA1 "bs-mail-mta01.weblife.me"
#define MTA2 "bs-mail-mta02.weblife.me"
#define A_OF_BOTH \
	MTA1 ". A 192.0.2.11\n" MTA2 ". A 192.0.2.12\n" \
	"mx.other.jp. A 192.0.2.13\n"
#define ONE "a.jp. MX 10 " MTA1 ".\n"
#define TWO "a.jp. MX 100 " MTA2 ".\n"

static const struct {
	const char *zone;
	enum state state;
	const char *cause;	/* "" is none */
	const char *headline;	/* holds this */
	const char *figures;	/* right missing foreign wrong_preference */
	const char *more;	/* the whole text holds this, too */
} rows[] = {
	{ ONE TWO A_OF_BOTH, STATE_OK, "", "both MX records of weblife.me "
	    "are right", "2 0 0 0", "" },
	{ "A.JP. MX 10 BS-mail-MTA01.weblife.ME.\n" TWO A_OF_BOTH, STATE_OK,
	    "", "are right", "2 0 0 0", "" },
	{ ONE A_OF_BOTH, STATE_CRITICAL, "mx_missing", "MX 100 " MTA2
	    " is missing", "1 1 0 0", "type MX, sub-domain empty, value "
	    MTA2 ", priority 100" },
	{ TWO A_OF_BOTH, STATE_CRITICAL, "mx_missing", "MX 10 " MTA1
	    " is missing", "1 1 0 0", "value " MTA2 ", priority 100, "
	    "there already" },
	{ "a.jp. MX 100 " MTA1 ".\na.jp. MX 10 " MTA2 ".\n" A_OF_BOTH,
	    STATE_WARNING, "mx_preference", "swapped", "0 0 0 2", "" },
	{ ONE "a.jp. MX 20 " MTA2 ".\n" A_OF_BOTH, STATE_WARNING,
	    "mx_preference", "has priority 20 instead of 100", "1 0 0 1",
	    "" },
	{ ONE TWO "a.jp. MX 5 mx.other.jp.\n" A_OF_BOTH, STATE_CRITICAL,
	    "mx_foreign", "MX 5 mx.other.jp is foreign", "2 0 1 0",
	    "take out every other MX record" },
	{ ONE TWO "a.jp. MX 110 " MTA2 ".\n" A_OF_BOTH, STATE_WARNING,
	    "mx_duplicate", "is there twice (100 and 110)", "2 0 0 0", "" },
	{ "a.jp. MX 10 " MTA1 ".a.jp.\n" TWO A_OF_BOTH, STATE_CRITICAL,
	    "mx_zone_appended", "the form has appended the domain",
	    "1 1 1 0", "(with the final dot), priority 10\n  type MX, "
	    "sub-domain empty, value " MTA2 ", priority 100, there already" },
	{ "a.jp. MX 10 bs-mail-mta1.weblife.me.\n" TWO A_OF_BOTH,
	    STATE_CRITICAL, "mx_mistyped", MTA1 " is meant", "1 1 1 0", "" },
	{ "a.jp. MX 10 bs-mail-mta01.weblife.jp.\n" TWO A_OF_BOTH,
	    STATE_CRITICAL, "mx_mistyped", "is mistyped", "1 1 1 0", "" },
	{ "a.jp. MX 10 bs-mail-mta01.\n" TWO A_OF_BOTH, STATE_CRITICAL,
	    "mx_mistyped", "is mistyped", "1 1 1 0", "" },
	{ ONE TWO "a.jp. MX 10 192.0.2.1.\n" A_OF_BOTH, STATE_CRITICAL,
	    "mx_address", "192.0.2.1 is an address", "2 0 1 0", "" },
	{ "a.jp. MX 0 .\n", STATE_CRITICAL, "mx_null", "null MX",
	    "0 2 1 0", "" },
	{ "a.jp. A 192.0.2.1\n", STATE_CRITICAL, "mx_none",
	    "there is no MX record", "0 2 0 0", "" },
	{ "a.jp. A 192.0.2.1\nwww.a.jp. MX 10 " MTA1 ".\n", STATE_CRITICAL,
	    "mx_at_www_or_mail", "the MX records stand at www.a.jp",
	    "0 2 0 0", "sub-domain field of the form has to stay empty" },
	{ "mail.a.jp. MX 10 " MTA1 ".\n", STATE_CRITICAL,
	    "mx_at_www_or_mail", "the MX records stand at mail.a.jp",
	    "0 2 0 0", "" },
	{ "a.jp. MX 10 mx.other.jp.\n" A_OF_BOTH, STATE_CRITICAL,
	    "mx_foreign_only", "none of the MX records of weblife.me",
	    "0 2 1 0", "mx.other.jp is foreign" },
	{ "a.jp. CNAME b.jp.\nb.jp. MX 10 " MTA1 ".\nb.jp. MX 100 " MTA2
	    ".\n" A_OF_BOTH, STATE_WARNING, "mx_cname_at_domain",
	    "the domain is a CNAME to b.jp", "2 0 0 0",
	    "Take out the CNAME" },
	{ "a.jp. CNAME b.jp.\nb.jp. MX 10 " MTA1 ".\n" A_OF_BOTH,
	    STATE_CRITICAL, "mx_missing", "MX 100", "1 1 0 0",
	    "the domain is a CNAME to b.jp" },
	{ ONE TWO MTA1 ". CNAME mx.other.jp.\n" MTA2 ". A 192.0.2.2\n"
	    "mx.other.jp. A 192.0.2.13\n", STATE_CRITICAL,
	    "mx_target_cname", MTA1 " is a CNAME (to mx.other.jp)",
	    "2 0 0 0", "" },
	{ ONE TWO MTA1 ". TXT x\n" MTA2 ". AAAA 2001:db8::1\n",
	    STATE_CRITICAL, "mx_target_nowhere", MTA1 " has no address",
	    "2 0 0 0", "" },
	{ ONE TWO MTA2 ". A 192.0.2.1\n", STATE_CRITICAL,
	    "mx_target_nowhere", "has no address (NXDOMAIN)", "2 0 0 0",
	    "" },
	{ "b.jp. MX 10 " MTA1 ".\n", STATE_CRITICAL, "nxdomain",
	    "does not exist (NXDOMAIN)", "0 2 0 0", "expired" },
	/* the domain exists, what its CNAME names does not */
	{ "a.jp. CNAME gone.jp.\n", STATE_CRITICAL, "mx_cname_nowhere",
	    "the domain is a CNAME to gone.jp, a name that does not exist "
	    "(NXDOMAIN)", "0 2 0 0", "Take out the CNAME" },
	{ "a.jp. CNAME gone.jp.\n", STATE_CRITICAL, "mx_cname_nowhere",
	    "a name that does not exist", "0 2 0 0",
	    "type MX, sub-domain empty, value " MTA1 },
	{ "a.jp. CNAME a.jp.\n", STATE_CRITICAL, "dns_cname_loop",
	    "go round in a loop", "0 2 0 0", "" },
	{ "a.jp. MX 10 a\\124b\\010<c.jp.\n" ONE TWO A_OF_BOTH,
	    STATE_CRITICAL, "mx_foreign", "is foreign", "2 0 1 0", "" },
};

/* Faults: which question fails how, and how the control questions do. */
static const struct {
	const char *name;
	enum dns_type type;
	enum dns_status status, control;
	enum state state;
	const char *cause, *headline, *figures;
} faults[] = {
	{ "a.jp", DNS_MX, DNS_SERVFAIL, DNS_PENDING, STATE_CRITICAL,
	    "dns_servfail", "SERVFAIL", "0 2 0 0" },
	{ "a.jp", DNS_MX, DNS_BOGUS, DNS_PENDING, STATE_CRITICAL,
	    "dns_bogus", "the DNSSEC of a.jp is broken", "0 2 0 0" },
	{ "a.jp", DNS_MX, DNS_REFUSED, DNS_PENDING, STATE_CRITICAL,
	    "dns_refused", "REFUSED", "0 2 0 0" },
	{ "a.jp", DNS_MX, DNS_TIMEOUT, DNS_PENDING, STATE_CRITICAL,
	    "dns_silent", "no name server of a.jp answers", "0 2 0 0" },
	{ "a.jp", DNS_MX, DNS_MALFORMED, DNS_PENDING, STATE_CRITICAL,
	    "dns_unreadable", "cannot be used", "0 2 0 0" },
	{ "a.jp", DNS_MX, DNS_SERVFAIL, DNS_SERVFAIL, STATE_UNKNOWN,
	    "resolver_sick", "our resolver is not well", "" },
	{ "a.jp", DNS_MX, DNS_TIMEOUT, DNS_TIMEOUT, STATE_UNKNOWN,
	    "resolver_sick", "does not answer", "" },
	{ "a.jp", DNS_MX, DNS_REFUSED, DNS_REFUSED, STATE_UNKNOWN,
	    "resolver_refuses", "refuses to resolve for this host", "" },
	{ "a.jp", DNS_MX, DNS_TRUNCATED, DNS_PENDING, STATE_UNKNOWN,
	    "resolver_tcp", "TCP", "" },
	{ "a.jp", DNS_MX, DNS_PORT_REFUSED, DNS_PORT_REFUSED, STATE_UNKNOWN,
	    "resolver_sick", "nothing listens", "" },
	{ "a.jp", DNS_MX, DNS_NO_ROUTE, DNS_NO_ROUTE, STATE_UNKNOWN,
	    "no_route", "no route", "" },
	{ MTA1, DNS_A, DNS_SERVFAIL, DNS_PENDING, STATE_CRITICAL,
	    "dns_servfail", MTA1, "2 0 0 0" },
	{ MTA2, DNS_A, DNS_TIMEOUT, DNS_PENDING, STATE_CRITICAL,
	    "dns_silent", MTA2, "2 0 0 0" },
};

static void
collect(struct mx_facts *facts, struct dns *dns)
{
	const struct dns_answer *waiting;
	int rounds = 0;

	while ((waiting = mx_collect(facts, dns, "a.jp")) != NULL) {
		ck_assert_int_lt(rounds++, 10);
		dns_run(dns, waiting, CLOCK_NEVER);
	}
}

static void
add_figure(void *arg, const char *label, const char *value)
{
	char *text = arg;

	(void)label;
	snprintf(text + strlen(text), 50 - strlen(text), "%s%s",
	    *text ? " " : "", value);
}

static struct report *
judged(struct dns *dns, const struct mx_config *config)
{
	struct report *report = report_new("MX");
	struct mx_facts facts;

	collect(&facts, dns);
	mx_judge(report, "a.jp", config, &facts);
	return report;
}

static void
check_report(const struct report *report, enum state state,
    const char *cause, const char *headline, const char *figures)
{
	const struct cause *found = report_headline_cause(report);
	char text[50] = "";

	ck_assert_msg(report_state(report) == state, "%s: %s",
	    state_name(report_state(report)), report_headline(report));
	ck_assert_msg(strstr(report_headline(report), headline) != NULL,
	    "%s, wanted %s", report_headline(report), headline);
	ck_assert_str_eq(found ? found->token : "", cause);
	report_each_metric(report, add_figure, text);
	ck_assert_str_eq(text, figures);
}

START_TEST(test_rows)
{
	struct dns *dns = dns_from_text(rows[_i].zone);
	char text[REPORT_TEXT_MAX];
	struct mx_config config;
	struct report *report;

	mx_config_init(&config);
	report = judged(dns, &config);
	check_report(report, rows[_i].state, rows[_i].cause,
	    rows[_i].headline, rows[_i].figures);
	report_text(report, 0, text, sizeof(text));
	ck_assert_msg(strstr(text, rows[_i].more) != NULL, "%s", text);
	ck_assert_ptr_null(strpbrk(text, "<>&\"`$\\'"));
	report_free(report);
	dns_free(dns);
}
END_TEST

START_TEST(test_faults)
{
	struct dns *dns = dns_from_text(ONE TWO A_OF_BOTH);
	struct mx_config config;
	struct report *report;

	mx_config_init(&config);
	dns_fail(dns, faults[_i].name, faults[_i].type, faults[_i].status);
	if (faults[_i].type == DNS_A)
		dns_fail(dns, faults[_i].name, DNS_AAAA, faults[_i].status);
	if (faults[_i].control != DNS_PENDING) {
		dns_fail(dns, "jp", DNS_SOA, faults[_i].control);
		dns_fail(dns, ".", DNS_NS, faults[_i].control);
	}
	report = judged(dns, &config);
	check_report(report, faults[_i].state, faults[_i].cause,
	    faults[_i].headline, faults[_i].figures);
	report_free(report);
	dns_free(dns);
}
END_TEST

/* A host was asked for where the domain was meant. */
static const struct {
	const char *subject;
	const char *advice;	/* NULL: nothing is guessed */
} guesses[] = {
	{ "www.example.jp", "The mail domain is probably example.jp:" },
	{ "mail.example.jp", "The mail domain is probably example.jp:" },
	{ "mail.example.co.jp", "The mail domain is probably example.co.jp:" },
	{ "www.jp", NULL },
	{ "www", NULL },
	{ "mailbox.example.jp", NULL },
	{ "smtp.example.jp", NULL },
	{ "example.jp", NULL },
};

START_TEST(test_guesses)
{
	struct dns_answer mx = { .status = DNS_NXDOMAIN };
	struct mx_facts facts = { .mx = &mx };
	struct report *report = report_new("MX");
	char text[REPORT_TEXT_MAX];
	struct mx_config config;

	mx_config_init(&config);
	mx_judge(report, guesses[_i].subject, &config, &facts);
	report_text(report, 0, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "expired"));
	if (guesses[_i].advice != NULL)
		ck_assert_msg(strstr(text, guesses[_i].advice) != NULL,
		    "%s", text);
	else
		ck_assert_ptr_null(strstr(text, "probably"));
	report_free(report);
}
END_TEST

/* -m: any provider's set; the text does not speak of weblife. */
START_TEST(test_custom)
{
	struct dns *dns = dns_from_text("a.jp. MX 7 mx.other.jp.\n" ONE
	    A_OF_BOTH);
	struct mx_config config = { .count = 1, .custom = true,
	    .expected = { { 7, "mx.other.jp" } }, .extra = STATE_WARNING };
	struct report *report = judged(dns, &config);
	char text[REPORT_TEXT_MAX];

	check_report(report, STATE_WARNING, "mx_foreign",
	    "MX 10 " MTA1 " is not one of the expected", "1 0 1 0");
	report_text(report, 0, text, sizeof(text));
	ck_assert_ptr_null(strstr(text, "provider"));
	report_free(report);
	dns_free(dns);
}
END_TEST

/* -x: the state of a foreign record beside the right ones. */
START_TEST(test_extra)
{
	struct dns *dns = dns_from_text(ONE TWO "a.jp. MX 5 mx.other.jp.\n"
	    A_OF_BOTH);
	struct mx_config config;
	struct report *report;

	mx_config_init(&config);
	config.extra = (enum state)_i;
	report = judged(dns, &config);
	ck_assert_int_eq(report_state(report), (enum state)_i);
	report_free(report);
	dns_free(dns);
}
END_TEST

/* A hundred records: all are counted, the first 20 looked up. */
START_TEST(test_many)
{
	char zone[8000] = ONE TWO A_OF_BOTH;
	struct mx_config config;
	struct report *report;
	struct dns *dns;
	int i;

	for (i = 0; i < 98; i++)
		snprintf(zone + strlen(zone), sizeof(zone) - strlen(zone),
		    "a.jp. MX %d n%d.other.jp.\n", i, i);
	dns = dns_from_text(zone);
	mx_config_init(&config);
	report = judged(dns, &config);
	check_report(report, STATE_CRITICAL, "mx_foreign", "is foreign",
	    "2 0 98 0");
	ck_assert_uint_le(dns_sendings(dns), 2 * MX_TARGETS_MAX + 5);
	report_free(report);
	dns_free(dns);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mx");
	TCase *tcase = tcase_create("mx");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, test_rows, 0, (int)UNIT_COUNT(rows));
	tcase_add_loop_test(tcase, test_guesses, 0, (int)UNIT_COUNT(guesses));
	tcase_add_loop_test(tcase, test_faults, 0, (int)UNIT_COUNT(faults));
	tcase_add_test(tcase, test_custom);
	tcase_add_loop_test(tcase, test_extra, 0, 4);
	tcase_add_test(tcase, test_many);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
