/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "dnsbl.h"
#include "dnsbl_table.h"

static struct ip
address(const char *text)
{
	struct ip ip;

	ck_assert_msg(ip_parse(&ip, text), "%s", text);
	return ip;
}

static const struct dnsbl_list *
row(const char *zone)
{
	size_t count;
	const struct dnsbl_list *rows = dnsbl_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].zone, zone) == 0)
			return &rows[i];
	ck_abort_msg("no row %s", zone);
}

static const struct {
	const char *entry, *zone, *name;
} names[] = {
	{ "192.0.2.99", "bl.example", "99.2.0.192.bl.example" },
	{ "0.0.0.0", "bl.example", "0.0.0.0.bl.example" },
	{ "255.254.253.252", "bl.example", "252.253.254.255.bl.example" },
	{ "127.0.0.2", "zen.spamhaus.org", "2.0.0.127.zen.spamhaus.org" },
	/* RFC 5782 2.4: nibbles, not groups */
	{ "2001:db8:1:2:3:4:567:89ab", "ugly.example.com",
	    "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2"
	    ".ugly.example.com" },
	/* RFC 5782 5: the test entry of an IPv6 list */
	{ "::ffff:127.0.0.2", "v6.example",
	    "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"
	    ".v6.example" },
	{ "example.jp", "dbl.spamhaus.org", "example.jp.dbl.spamhaus.org" },
	{ "test", "dbl.example", "test.dbl.example" },
};

START_TEST(test_names)
{
	char name[DOMAIN_MAX];

	ck_assert(dnsbl_entry_name(name, names[_i].entry, names[_i].zone));
	ck_assert_str_eq(name, names[_i].name);
}
END_TEST

START_TEST(test_name_too_long)
{
	char zone[DOMAIN_MAX], name[DOMAIN_MAX];
	struct ip ip = address("2001:db8::1");

	/* 32 nibbles and dots are 64 octets */
	memset(zone, 'a', sizeof(zone));
	zone[253 - 64] = '\0';
	ck_assert(dnsbl_name(name, &ip, zone));
	ck_assert_uint_eq(strlen(name), 253);
	zone[253 - 64] = 'a';
	zone[253 - 63] = '\0';
	ck_assert(!dnsbl_name(name, &ip, zone));
}
END_TEST

static const struct {
	const char *zone, *answer;
	enum dnsbl_class class;
	enum dnsbl_weight weight;
	const char *text;	/* what the words must hold */
} meanings[] = {
	{ "zen.spamhaus.org", "127.0.0.2", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "SBL" },
	{ "zen.spamhaus.org", "127.0.0.3", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "CSS" },
	{ "zen.spamhaus.org", "127.0.0.7", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "XBL" },
	{ "zen.spamhaus.org", "127.0.0.9", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "DROP" },
	{ "zen.spamhaus.org", "127.0.0.10", DNSBL_POLICY, DNSBL_CRITICAL,
	    "PBL" },
	{ "zen.spamhaus.org", "127.0.0.11", DNSBL_POLICY, DNSBL_CRITICAL,
	    "PBL" },
	{ "zen.spamhaus.org", "127.0.0.8", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
	{ "zen.spamhaus.org", "127.1.0.2", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
	{ "zen.spamhaus.org", "127.0.0.1", DNSBL_LOOPBACK, DNSBL_INFO,
	    "no listing" },
	{ "zen.spamhaus.org", "127.255.255.252", DNSBL_REFUSED, DNSBL_INFO,
	    "mistyped" },
	{ "zen.spamhaus.org", "127.255.255.254", DNSBL_REFUSED, DNSBL_INFO,
	    "public" },
	{ "zen.spamhaus.org", "127.255.255.255", DNSBL_REFUSED, DNSBL_INFO,
	    "too many" },
	{ "zen.spamhaus.org", "127.255.255.1", DNSBL_REFUSED, DNSBL_INFO,
	    "refuses" },
	{ "zen.spamhaus.org", "216.120.147.200", DNSBL_OUTSIDE, DNSBL_INFO,
	    "parked" },
	{ "zen.spamhaus.org", "128.0.0.2", DNSBL_OUTSIDE, DNSBL_INFO,
	    "parked" },
	{ "bl.spamcop.net", "127.0.0.2", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "listed" },
	{ "bl.spamcop.net", "127.0.0.254", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "listed" },
	{ "bl.spamcop.net", "127.0.0.255", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
	{ "bl.spamcop.net", "127.0.0.0", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
	{ "bl.spamcop.net", "127.0.1.2", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
	{ "dbl.spamhaus.org", "127.0.1.2", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "spam" },
	{ "dbl.spamhaus.org", "127.0.1.102", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "hacked" },
	{ "dbl.spamhaus.org", "127.0.1.106", DNSBL_BLOCKED, DNSBL_CRITICAL,
	    "infected" },
	{ "dbl.spamhaus.org", "127.0.1.255", DNSBL_WRONG, DNSBL_CRITICAL,
	    "address" },
	/* check_rbl's issue 54 */
	{ "rep.mailspike.net", "127.0.0.17", DNSBL_GOOD, DNSBL_WARNING,
	    "good" },
	{ "rep.mailspike.net", "127.0.0.14", DNSBL_INFORMATION, DNSBL_INFO,
	    "neutral" },
	{ "rep.mailspike.net", "127.0.0.10", DNSBL_BLOCKED, DNSBL_WARNING,
	    "worst" },
	{ "hostkarma.junkemailfilter.com", "127.0.0.1", DNSBL_GOOD,
	    DNSBL_WARNING, "white" },
	{ "dnsbl.spfbl.net", "127.0.0.4", DNSBL_POLICY, DNSBL_INFO, "line" },
	{ "dnsbl.spfbl.net", "127.0.0.3", DNSBL_INFORMATION, DNSBL_INFO,
	    "suspicious" },
	{ "dnsbl-2.uceprotect.net", "127.0.0.2", DNSBL_BLOCKED, DNSBL_INFO,
	    "listed" },
	{ "dnsbl.dronebl.org", "127.0.0.16", DNSBL_BLOCKED, DNSBL_WARNING,
	    "abused" },
	{ "multi.uribl.com", "127.0.0.1", DNSBL_REFUSED, DNSBL_CRITICAL,
	    "refuses" },
	{ "multi.uribl.com", "127.0.0.4", DNSBL_INFORMATION, DNSBL_INFO,
	    "grey" },
	{ "multi.surbl.org", "127.0.1.8", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
	{ "multi.surbl.org", "127.0.0.0", DNSBL_UNKNOWN, DNSBL_WARNING,
	    "not known" },
};

START_TEST(test_meanings)
{
	struct dnsbl_meaning m[DNSBL_MEANINGS];
	struct ip ip = address(meanings[_i].answer);

	ck_assert_uint_eq(dnsbl_meanings(row(meanings[_i].zone), &ip, m), 1);
	ck_assert_int_eq(m[0].class, meanings[_i].class);
	ck_assert_int_eq(m[0].weight, meanings[_i].weight);
	ck_assert_msg(strstr(m[0].text, meanings[_i].text) != NULL, "%s",
	    m[0].text);
}
END_TEST

START_TEST(test_mask)
{
	struct dnsbl_meaning m[DNSBL_MEANINGS];
	struct ip ip = address("127.0.0.72");	/* 8 and 64 */

	ck_assert_uint_eq(dnsbl_meanings(row("multi.surbl.org"), &ip, m), 2);
	ck_assert_str_eq(m[0].text, "phishing");
	ck_assert_str_eq(m[1].text, "abuse");
	/* a bit that the row does not know does not hide the others */
	ip = address("127.0.0.18");
	ck_assert_uint_eq(dnsbl_meanings(row("multi.uribl.com"), &ip, m), 2);
	ck_assert_int_eq(m[0].class, DNSBL_BLOCKED);
	ck_assert_int_eq(m[1].class, DNSBL_UNKNOWN);
	ip = address("127.0.0.255");
	ck_assert_uint_eq(dnsbl_meanings(row("multi.surbl.org"), &ip, m), 8);
}
END_TEST

static const struct {
	const char *zone, *answer;
	bool proves;
} proofs[] = {
	{ "zen.spamhaus.org", "127.0.0.2", true },
	{ "zen.spamhaus.org", "127.0.0.8", true },
	{ "zen.spamhaus.org", "127.9.9.9", true },
	{ "zen.spamhaus.org", "127.0.0.1", true },
	{ "zen.spamhaus.org", "127.255.254.255", true },
	{ "zen.spamhaus.org", "127.255.255.0", false },
	{ "zen.spamhaus.org", "127.255.255.254", false },
	{ "zen.spamhaus.org", "216.120.147.200", false },
	{ "multi.uribl.com", "127.0.0.14", true },
	{ "multi.uribl.com", "127.0.0.1", false },
};

START_TEST(test_proofs)
{
	struct ip ip = address(proofs[_i].answer);

	ck_assert_int_eq(dnsbl_proves(row(proofs[_i].zone), &ip),
	    proofs[_i].proves);
}
END_TEST

START_TEST(test_entries)
{
	struct dnsbl_list v6 = { "v6.example", DNSBL_IP6, DNSBL_CRITICAL,
	    .test = NULL };
	struct dnsbl_list none = { "none.example", DNSBL_IP4, DNSBL_CRITICAL,
	    .test = "", .has_loopback = true };
	struct dnsbl_list domain = { "d.example", DNSBL_DOMAIN,
	    DNSBL_CRITICAL, .test = NULL };

	ck_assert_str_eq(dnsbl_test(row("zen.spamhaus.org")), "127.0.0.2");
	ck_assert_str_eq(dnsbl_counter_test(row("zen.spamhaus.org")),
	    "127.0.0.1");
	ck_assert_str_eq(dnsbl_test(row("dbl.spamhaus.org")), "dbltest.com");
	ck_assert_str_eq(dnsbl_test(&v6), "::ffff:127.0.0.2");
	ck_assert_str_eq(dnsbl_counter_test(&v6), "::ffff:127.0.0.1");
	ck_assert_str_eq(dnsbl_test(&domain), "test");
	ck_assert_str_eq(dnsbl_counter_test(&domain), "invalid");
	ck_assert_ptr_null(dnsbl_test(&none));
	ck_assert_ptr_null(dnsbl_counter_test(&none));
	ck_assert_ptr_null(
	    dnsbl_counter_test(row("hostkarma.junkemailfilter.com")));
}
END_TEST

/* What the rest of the code takes for granted about each row. */
START_TEST(test_table_is_sound)
{
	size_t count, essential = 0, by_default = 0;
	const char *known;
	const struct dnsbl_list *rows = dnsbl_table(&count);

	for (size_t i = 0; i < count; i++) {
		const struct dnsbl_list *l = &rows[i];
		char name[DOMAIN_MAX];

		ck_assert_ptr_null(domain_parse(name, l->zone));
		ck_assert_str_eq(name, l->zone);
		ck_assert_int_ne(l->kinds, 0);
		ck_assert_int_ne(l->weight, DNSBL_ROW);
		ck_assert_ptr_null(dnsbl_dead(l->zone, &known));
		ck_assert(!l->mask || l->code_count > 0);
		ck_assert(l->use != DNSBL_KEY || l->dqs != NULL);
		essential += l->essential;
		by_default += l->use == DNSBL_DEFAULT;
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(l->zone, rows[j].zone);
		for (size_t j = 0; j < l->code_count; j++) {
			ck_assert_uint_le(l->codes[j].first,
			    l->codes[j].last);
			ck_assert(l->codes[j].text != NULL);
		}
	}
	ck_assert_uint_eq(essential, 1);
	ck_assert_uint_eq(by_default, 4);
}
END_TEST

static const struct {
	const char *zone;
	bool dead;
} deaths[] = {
	{ "dnsbl.sorbs.net", true }, { "spam.sorbs.net", true },
	{ "sorbs.net", true }, { "DNSBL.SORBS.NET", true },
	{ "dnsbl.ahbl.org", true }, { "ix.dnsbl.manitu.net", true },
	{ "bl.spamcannibal.org", true }, { "list.dnswl.org", true },
	{ "bl.score.senderscore.com", true },
	{ "key.combined.mail.abusix.zone", true },
	{ "swl.spamhaus.org", true }, { "sbl.spamdown.org", true },
	{ "zen.spamhaus.org", false }, { "notsorbs.net", false },
	{ "bl.example.jp", false },
};

START_TEST(test_dead)
{
	const char *known = "";

	ck_assert_int_eq(dnsbl_dead(deaths[_i].zone, &known) != NULL,
	    deaths[_i].dead);
	ck_assert(!deaths[_i].dead || domain_ends(deaths[_i].zone, known));
}
END_TEST

#define LOOP(test, rows) \
	tcase_add_loop_test(tc, test, 0, (int)(sizeof(rows) / sizeof(rows[0])))

int
main(void)
{
	Suite *suite = suite_create("dnsbl");
	TCase *tc = tcase_create("dnsbl");
	SRunner *runner = srunner_create(suite);
	int failed;

	LOOP(test_names, names);
	tcase_add_test(tc, test_name_too_long);
	LOOP(test_meanings, meanings);
	tcase_add_test(tc, test_mask);
	LOOP(test_proofs, proofs);
	tcase_add_test(tc, test_entries);
	tcase_add_test(tc, test_table_is_sound);
	LOOP(test_dead, deaths);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
