/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "spf_eval.h"
#include "spf_rows.h"
#include "spf_world.h"

static struct dns *
world(void)
{
	static const enum dns_type types[] = { DNS_A, DNS_AAAA, DNS_MX,
	    DNS_TXT };
	struct dns *dns = dns_from_text(spf_world);
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		dns_fail(dns, "dead.jp", types[i],
		    i % 2 == 0 ? DNS_TIMEOUT : DNS_SERVFAIL);
	dns_fail(dns, "refused.jp", DNS_TXT, DNS_REFUSED);
	dns_fail(dns, "host5.ptr.jp", DNS_A, DNS_SERVFAIL);
	dns_fail(dns, "6.2.0.192.in-addr.arpa", DNS_PTR, DNS_SERVFAIL);
	return dns;
}

static void
evaluate(struct spf_outcome *outcome, struct dns *dns, const char *ip,
    const char *from, const char *helo)
{
	const struct dns_answer *waiting;
	struct spf_query query;
	struct ip client;
	int rounds = 0;

	ck_assert(ip_parse(&client, ip));
	spf_query_set(&query, &client, from, helo, NULL);
	query.time = 1700000000;
	while ((waiting = spf_evaluate(outcome, dns, &query)) != NULL) {
		ck_assert_int_eq(waiting->status, DNS_PENDING);
		ck_assert_int_eq(outcome->result, SPF_PENDING);
		ck_assert_int_lt(rounds++, 100);
		dns_run(dns, waiting, CLOCK_NEVER);
	}
}

START_TEST(test_results)
{
	struct dns *dns = world();
	struct spf_outcome outcome;

	evaluate(&outcome, dns, rows[_i].ip, rows[_i].from, rows[_i].helo);
	ck_assert_msg(outcome.result == rows[_i].result,
	    "%s from %s: %s, not %s", rows[_i].from, rows[_i].ip,
	    spf_result_name(outcome.result),
	    spf_result_name(rows[_i].result));
	if (outcome.result == SPF_PERMERROR)
		ck_assert_int_ne(outcome.reason, SPF_NO_REASON);
	if (outcome.result == SPF_TEMPERROR)
		ck_assert_ptr_nonnull(outcome.failed);
	dns_free(dns);
}
END_TEST

static const struct {
	const char *domain, *text;	/* NULL: none that counts */
} explanations[] = {
	{ "expok.jp",
	    "192.0.2.1 may not send for expok.jp 1700000000 unknown" },
	{ "expnone.jp", NULL },
	{ "exptwo.jp", NULL },
	{ "exptemp.jp", NULL },
	{ "expbad.jp", NULL },
	{ "expaccent.jp", NULL },
	{ "expdots.jp", NULL },
	{ "expp.jp", "from host.ptr.jp with x%2By%40expp.jp of m%5B.jp" },
	/* an include's explanation is not used, a redirect's is */
	{ "incnoexp.jp", NULL },
	{ "redirexp.jp",
	    "192.0.2.1 may not send for expok.jp 1700000000 unknown" },
};

START_TEST(test_explanations)
{
	struct dns *dns = world();
	struct spf_outcome outcome;
	char from[64] = "x+y@";

	strncat(from, explanations[_i].domain, 50);
	evaluate(&outcome, dns, "192.0.2.1", from, "m[.jp");
	ck_assert_int_eq(outcome.result, SPF_FAIL);
	ck_assert_int_eq(outcome.explained, explanations[_i].text != NULL);
	if (outcome.explained)
		ck_assert_str_eq(outcome.explanation, explanations[_i].text);
	dns_free(dns);
}
END_TEST

static const struct {
	const char *domain;
	enum spf_reason reason;
	const char *where;
} reasons[] = {
	{ "incnx.jp", SPF_NO_RECORD, "nowhere.jp" },
	{ "redirnone.jp", SPF_NO_RECORD, "none.jp" },
	{ "inctwo.jp", SPF_SEVERAL, "two.jp" },
	{ "incperm.jp", SPF_SYNTAX, "late.jp" },
	{ "eleven.jp", SPF_LOOKUPS, "eleven.jp" },
	{ "void3.jp", SPF_VOIDS, "" },
	{ "mx11.jp", SPF_HOSTS, "mx11.jp" },
};

START_TEST(test_reasons)
{
	struct dns *dns = world();
	struct spf_outcome outcome;

	evaluate(&outcome, dns, "192.0.2.9", reasons[_i].domain, "m.jp");
	ck_assert_int_eq(outcome.result, SPF_PERMERROR);
	ck_assert_int_eq(outcome.reason, reasons[_i].reason);
	ck_assert_str_eq(outcome.domain, reasons[_i].where);
	dns_free(dns);
}
END_TEST

/* the deepest mechanism that matched, and the first record's term */
START_TEST(test_match)
{
	struct dns *dns = world();
	struct spf_outcome outcome;

	evaluate(&outcome, dns, "192.0.2.1", "x@inc.jp", "m.jp");
	ck_assert_int_eq(outcome.match.kind, SPF_IP4);
	ck_assert_str_eq(outcome.match_domain, "case.jp");
	ck_assert_int_eq(outcome.top.kind, SPF_INCLUDE);
	evaluate(&outcome, dns, "192.0.2.2", "x@inc.jp", "m.jp");
	ck_assert_int_eq(outcome.match.kind, SPF_ALL);
	ck_assert_str_eq(outcome.match_domain, "inc.jp");
	dns_free(dns);
}
END_TEST

/* terms are counted, not questions: the same include twice counts twice */
START_TEST(test_counts)
{
	struct dns *dns = world();
	struct spf_outcome outcome;

	evaluate(&outcome, dns, "192.0.2.9", "x@same.jp", "m.jp");
	ck_assert_uint_eq(outcome.lookups, 10);
	ck_assert_uint_eq(outcome.voids, 0);
	/* two TXT and one A, and the two control questions */
	ck_assert_uint_le(dns_sendings(dns), 5);
	evaluate(&outcome, dns, "192.0.2.9", "x@voidmx.jp", "m.jp");
	ck_assert_uint_eq(outcome.lookups, 1);
	ck_assert_uint_eq(outcome.voids, 1);
	dns_free(dns);
}
END_TEST

/* without asking: what depends on the sender stays open, the rest not */
START_TEST(test_closed)
{
	struct dns *dns = world();
	struct spf_outcome outcome;
	struct spf_query query;
	struct ip ip;

	evaluate(&outcome, dns, "192.0.2.1", "x@inc.jp", "m.jp");
	evaluate(&outcome, dns, "192.0.2.1", "x@exists.jp", "m.jp");
	ck_assert(ip_parse(&ip, "192.0.2.1"));
	spf_query_set(&query, &ip, "x@inc.jp", NULL, NULL);
	query.closed = true;
	ck_assert_ptr_null(spf_evaluate(&outcome, dns, &query));
	ck_assert_int_eq(outcome.result, SPF_PASS);
	spf_query_set(&query, &ip, "x@exists.jp", NULL, NULL);
	query.closed = true;
	ck_assert_ptr_null(spf_evaluate(&outcome, dns, &query));
	ck_assert_int_eq(outcome.result, SPF_PENDING);
	dns_free(dns);
}
END_TEST

START_TEST(test_query)
{
	struct spf_query query;
	struct ip ip;

	ck_assert(ip_parse(&ip, "::ffff:192.0.2.1"));
	spf_query_set(&query, &ip, "a@b@c.jp", "h.jp", "d.jp");
	ck_assert_int_eq(query.ip.version, 4);
	ck_assert_str_eq(query.local, "a@b");
	ck_assert_str_eq(query.origin, "c.jp");
	ck_assert_str_eq(query.domain, "d.jp");
	ck_assert_str_eq(query.helo, "h.jp");
	spf_query_set(&query, &ip, NULL, NULL, NULL);
	ck_assert_str_eq(query.local, "postmaster");
	ck_assert_str_eq(query.origin, "unknown");
	spf_query_set(&query, &ip, "x@\346\227\245\346\234\254.jp", NULL,
	    NULL);
	ck_assert_str_eq(query.origin, "xn--wgv71a.jp");
	ck_assert_str_eq(query.domain, "xn--wgv71a.jp");
}
END_TEST

/* 9 includes side by side, each with addresses behind names */
static void
flat_zone(char *zone, size_t size)
{
	size_t used;
	int i;

	used = (size_t)snprintf(zone, size, "flat.jp. TXT \"v=spf1");
	for (i = 0; i < 9; i++)
		used += (size_t)snprintf(zone + used, size - used,
		    " include:_%d.flat.jp", i);
	used += (size_t)snprintf(zone + used, size - used, " -all\"\n");
	for (i = 0; i < 9; i++)
		used += (size_t)snprintf(zone + used, size - used,
		    "_%d.flat.jp. TXT \"v=spf1 ip4:198.51.100.%d%s\"\n", i,
		    i, i == 8 ? " mx" : "");
	snprintf(zone + used, size - used, "_8.flat.jp. MX 1 m.flat.jp.\n"
	    "m.flat.jp. A 192.0.2.1\n");
}

START_TEST(test_rounds)
{
	struct spf_outcome outcome;
	char zone[4096];
	struct dns *dns;

	flat_zone(zone, sizeof(zone));
	dns = dns_from_text(zone);
	evaluate(&outcome, dns, "192.0.2.1", "x@flat.jp", "m.jp");
	ck_assert_int_eq(outcome.result, SPF_PASS);
	ck_assert_uint_eq(outcome.lookups, 10);
	ck_assert_uint_le(dns_rounds(dns), 4);
	dns_free(dns);
}
END_TEST

/* nothing is asked that strict evaluation can no longer reach */
static const struct {
	const char *record;
	size_t asked;	/* questions to the names below */
} aheads[] = {
	{ "v=spf1 a:x.jp a:y.jp a:z.jp -all", 3 },
	{ "v=spf1 a:x.jp -all a:y.jp", 1 },
	{ "v=spf1 a:x.jp ip4:192.0.2.9 a:y.jp -all", 1 },
	{ "v=spf1 a:x.jp ptr:y.jp exists:%{l}.y.jp a:z.jp -all", 2 },
	{ "v=spf1 a:x.jp a:%{o} include:%{h} a:%{p}.jp -all", 1 },
	{ "v=spf1 a:x.jp exists:%{ir}.y.jp a:%{d}.jp -all", 3 },
	{ "v=spf1 a:x.jp include:ipall.jp a:y.jp -all", 3 },
	{ "v=spf1 a:x.jp redirect=y.jp", 2 },
	{ "v=spf1 a:x.jp a:x.jp a:x.jp a:x.jp a:x.jp a:x.jp a:x.jp a:x.jp "
	    "a:x.jp a:x.jp a:y.jp -all", 1 },
};

static size_t
count_asked(const struct dns *dns)
{
	const struct dns_answer *answer = NULL;
	size_t asked = 0;

	while ((answer = dns_next(dns, answer)) != NULL) {
		if (strcmp(answer->name, "ahead.jp") != 0 &&
		    answer->type != DNS_NS && answer->type != DNS_SOA)
			asked++;
	}
	return asked;
}

START_TEST(test_ahead)
{
	const struct dns_answer *waiting;
	struct spf_outcome outcome;
	struct spf_query query;
	char zone[1024];
	struct dns *dns;
	struct ip ip;

	snprintf(zone, sizeof(zone), "ahead.jp. TXT \"%s\"\n"
	    "x.jp. A 192.0.2.9\nipall.jp. TXT \"v=spf1 ip4:0.0.0.0/0\"\n",
	    aheads[_i].record);
	dns = dns_from_text(zone);
	ck_assert(ip_parse(&ip, "192.0.2.9"));
	spf_query_set(&query, &ip, "someone@other.jp", "helo.jp",
	    "ahead.jp");
	waiting = spf_evaluate(&outcome, dns, &query);
	ck_assert_ptr_nonnull(waiting);
	dns_run(dns, waiting, CLOCK_NEVER);
	waiting = spf_evaluate(&outcome, dns, &query);
	ck_assert_ptr_nonnull(waiting);
	ck_assert_str_eq(waiting->name, "x.jp");
	ck_assert_uint_eq(count_asked(dns), aheads[_i].asked);
	dns_free(dns);
}
END_TEST

/* what fails ahead of need has no effect */
START_TEST(test_ahead_fails)
{
	struct dns *dns = dns_from_text("x.jp. TXT \"v=spf1 a "
	    "include:dead.jp -all\"\nx.jp. A 192.0.2.1\n");
	struct spf_outcome outcome;

	dns_fail(dns, "dead.jp", DNS_TXT, DNS_SERVFAIL);
	evaluate(&outcome, dns, "192.0.2.1", "x@x.jp", "m.jp");
	ck_assert_int_eq(outcome.result, SPF_PASS);
	dns_free(dns);
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof((table)[0]))

int
main(void)
{
	Suite *suite = suite_create("spf_eval");
	TCase *cases = tcase_create("check_host");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, test_results, 0, ROWS(rows));
	tcase_add_loop_test(cases, test_explanations, 0, ROWS(explanations));
	tcase_add_loop_test(cases, test_reasons, 0, ROWS(reasons));
	tcase_add_test(cases, test_match);
	tcase_add_test(cases, test_counts);
	tcase_add_test(cases, test_closed);
	tcase_add_test(cases, test_query);
	tcase_add_test(cases, test_rounds);
	tcase_add_loop_test(cases, test_ahead, 0, ROWS(aheads));
	tcase_add_test(cases, test_ahead_fails);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
