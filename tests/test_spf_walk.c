/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published tree, and DMARC. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "dmarc.h"
#include "spf_walk.h"

static void
walk(struct spf_walk *tree, struct dns *dns, const char *domain)
{
	const struct dns_answer *waiting;
	int rounds = 0;

	while ((waiting = spf_walk(tree, dns, domain)) != NULL) {
		ck_assert_int_eq(waiting->status, DNS_PENDING);
		ck_assert_int_lt(rounds++, 60);
		dns_run(dns, waiting, CLOCK_NEVER);
	}
}

/* "192.0.2.0/24 2001:db8::1/128 ", in the order of the terms */
static void
networks_text(const struct spf_walk *tree, char *text, size_t size)
{
	char ip[IP_TEXT_MAX];
	size_t i, used = 0;

	text[0] = '\0';
	for (i = 0; i < tree->network_count; i++)
		used += (size_t)snprintf(text + used, size - used, "%s/%d ",
		    ip_text(&tree->networks[i].network.ip, ip),
		    tree->networks[i].network.prefix);
}

static const struct {
	const char *zone;	/* of x.jp and what it leads to */
	unsigned int lookups, voids;
	size_t nodes;
	enum spf_node_state state;	/* of the root */
	const char *networks;
} rows[] = {
	{ "x.jp. TXT \"v=spf1 ip4:192.0.2.77/24 ip6:2001:db8::5/33 -all\"\n",
	    0, 0, 1, SPF_NODE_RECORD, "192.0.2.0/24 2001:db8::/33 " },
	{ "x.jp. TXT \"v=spf1 ip4:192.0.2.129/25 ip4:192.0.2.1/0 "
	    "ip4:192.0.2.3/31 -all\"\n", 0, 0, 1, SPF_NODE_RECORD,
	    "192.0.2.128/25 0.0.0.0/0 192.0.2.2/31 " },
	/* addresses of both families, with their prefixes */
	{ "x.jp. TXT \"v=spf1 a/24//64 -all\"\nx.jp. A 192.0.2.9\n"
	    "x.jp. AAAA 2001:db8::9\n", 1, 0, 1, SPF_NODE_RECORD,
	    "192.0.2.0/24 2001:db8::/64 " },
	{ "x.jp. TXT \"v=spf1 mx -all\"\nx.jp. MX 1 m.x.jp.\n"
	    "x.jp. MX 2 n.x.jp.\nm.x.jp. A 192.0.2.9\n"
	    "n.x.jp. AAAA 2001:db8::9\n", 1, 0, 1, SPF_NODE_RECORD,
	    "192.0.2.9/32 2001:db8::9/128 " },
	/* only what says pass lets send */
	{ "x.jp. TXT \"v=spf1 -ip4:192.0.2.1 ~ip4:192.0.2.2 ?ip4:192.0.2.3 "
	    "+ip4:192.0.2.4\"\n", 0, 0, 1, SPF_NODE_RECORD,
	    "192.0.2.4/32 " },
	{ "x.jp. TXT \"v=spf1 include:y.jp ~include:z.jp -all\"\n"
	    "y.jp. TXT \"v=spf1 ip4:192.0.2.1 -ip4:192.0.2.2\"\n"
	    "z.jp. TXT \"v=spf1 ip4:192.0.2.3\"\n", 2, 0, 3,
	    SPF_NODE_RECORD, "192.0.2.1/32 " },
	/* through includes of includes, and a redirect */
	{ "x.jp. TXT \"v=spf1 include:y.jp redirect=z.jp\"\n"
	    "y.jp. TXT \"v=spf1 include:w.jp\"\n"
	    "w.jp. TXT \"v=spf1 ip4:192.0.2.1\"\n"
	    "z.jp. TXT \"v=spf1 ip4:192.0.2.3 -all\"\n", 3, 0, 4,
	    SPF_NODE_RECORD, "192.0.2.1/32 192.0.2.3/32 " },
	/* behind all nothing counts */
	{ "x.jp. TXT \"v=spf1 ip4:192.0.2.1 -all a ip4:192.0.2.2 "
	    "redirect=z.jp\"\nz.jp. TXT \"v=spf1 ip4:192.0.2.3\"\n", 0, 0, 2,
	    SPF_NODE_RECORD, "192.0.2.1/32 " },
	/* the same include twice counts twice */
	{ "x.jp. TXT \"v=spf1 include:y.jp include:y.jp -all\"\n"
	    "y.jp. TXT \"v=spf1 a a\"\ny.jp. A 192.0.2.1\n", 6, 0, 3,
	    SPF_NODE_RECORD, "192.0.2.1/32 192.0.2.1/32 192.0.2.1/32 "
	    "192.0.2.1/32 " },
	/* voids: neither A nor AAAA */
	{ "x.jp. TXT \"v=spf1 a:g.jp mx:h.jp exists:i.jp a:j.jp exists:k.jp "
	    "-all\"\nj.jp. AAAA 2001:db8::1\nk.jp. A 192.0.2.2\n", 5, 3, 1,
	    SPF_NODE_RECORD, "2001:db8::1/128 " },
	{ "x.jp. TXT \"v=spf1 mx -all\"\nx.jp. MX 0 .\n", 1, 0, 1,
	    SPF_NODE_RECORD, "" },
	{ "x.jp. TXT \"v=spf1 include:gone.jp -all\"\n", 1, 1, 2,
	    SPF_NODE_RECORD, "" },
	/* counted, not followed */
	{ "x.jp. TXT \"v=spf1 exists:%{i}.x.jp a:%{h} ptr include:%{o} "
	    "a:%{d2} -all\"\nx.jp. A 192.0.2.9\n", 5, 0, 1, SPF_NODE_RECORD,
	    "192.0.2.9/32 " },
	{ "x.jp. TXT \"v=spf1 include:x.jp -all\"\n", 1, 0, 2,
	    SPF_NODE_RECORD, "" },
	/* what is right in a wrong record is looked at all the same */
	{ "x.jp. TXT \"v=spf1 ipv4:1 a -all\"\nx.jp. A 192.0.2.9\n", 1, 0, 1,
	    SPF_NODE_SYNTAX, "192.0.2.9/32 " },
	{ "x.jp. TXT \"v=spf1 a\"\nx.jp. TXT \"v=spf1\"\n", 1, 1, 1,
	    SPF_NODE_SEVERAL, "" },
	{ "x.jp. TXT \"v=spf1 a:l..jp include:l..jp -all\"\n", 2, 0, 2,
	    SPF_NODE_RECORD, "" },
	{ "", 0, 0, 1, SPF_NODE_NXDOMAIN, "" },
	{ "x.jp. A 192.0.2.1\n", 0, 0, 1, SPF_NODE_NO_TXT, "" },
	{ "x.jp. TXT \"v=spf10\"\n", 0, 0, 1, SPF_NODE_OTHER_TXT, "" },
};

START_TEST(test_walk)
{
	struct dns *dns = dns_from_text(rows[_i].zone);
	struct spf_walk tree = { 0 };
	char text[1024];

	walk(&tree, dns, "x.jp");
	networks_text(&tree, text, sizeof(text));
	ck_assert_str_eq(text, rows[_i].networks);
	ck_assert_uint_eq(tree.nodes[0].lookups, rows[_i].lookups);
	ck_assert_uint_eq(tree.nodes[0].voids, rows[_i].voids);
	ck_assert_uint_eq(tree.node_count, rows[_i].nodes);
	ck_assert_int_eq(tree.nodes[0].state, rows[_i].state);
	ck_assert(!tree.truncated);
	spf_walk_free(&tree);
	dns_free(dns);
}
END_TEST

START_TEST(test_failures)
{
	struct dns *dns = dns_from_text("x.jp. TXT \"v=spf1 a:d.jp "
	    "include:e.jp exists:%{s}.x.jp -all\"\n");
	struct spf_walk tree = { 0 };

	dns_fail(dns, "d.jp", DNS_A, DNS_TIMEOUT);
	dns_fail(dns, "e.jp", DNS_TXT, DNS_SERVFAIL);
	walk(&tree, dns, "x.jp");
	ck_assert_uint_eq(tree.failure_count, 1);
	ck_assert_str_eq(tree.failures[0].answer->name, "d.jp");
	ck_assert_int_eq(tree.nodes[1].state, SPF_NODE_FAILED);
	ck_assert_uint_eq(tree.unfollowed_count, 1);
	ck_assert_uint_eq(tree.nodes[0].voids, 0);
	spf_walk_free(&tree);
	dns_free(dns);
}
END_TEST

/* a record that would ask without end is cut, and its terms still counted */
START_TEST(test_bounds)
{
	char zone[16384];
	struct spf_walk tree = { 0 };
	size_t used;
	struct dns *dns;
	int i;

	used = (size_t)snprintf(zone, sizeof(zone), "x.jp. TXT \"v=spf1\"");
	for (i = 0; i < 300; i++)
		used += (size_t)snprintf(zone + used, sizeof(zone) - used,
		    " \" a:h%d.jp\"", i);
	snprintf(zone + used, sizeof(zone) - used, "\n");
	dns = dns_from_text(zone);
	walk(&tree, dns, "x.jp");
	ck_assert(tree.truncated);
	ck_assert_uint_eq(tree.nodes[0].lookups, 300);
	ck_assert_uint_le(dns_sendings(dns), SPF_QUESTIONS_MAX + 2);
	dns_free(dns);
	/* each record twice in the one above it */
	used = 0;
	for (i = 0; i < 20; i++)
		used += (size_t)snprintf(zone + used, sizeof(zone) - used,
		    "n%d.jp. TXT \"v=spf1 include:n%d.jp include:n%d.jp\"\n",
		    i, i + 1, i + 1);
	dns = dns_from_text(zone);
	walk(&tree, dns, "n0.jp");
	ck_assert(tree.truncated);
	ck_assert_uint_eq(tree.node_count, SPF_NODES_MAX);
	spf_walk_free(&tree);
	dns_free(dns);
}
END_TEST

/* an include is found behind an mx of any number of hosts */
START_TEST(test_many_hosts)
{
	char zone[16384];
	struct spf_walk tree = { 0 };
	size_t used;
	struct dns *dns;
	int i;

	used = (size_t)snprintf(zone, sizeof(zone), "x.jp. TXT \"v=spf1 "
	    "mx include:y.jp\"\ny.jp. TXT \"v=spf1 ip4:192.0.2.1\"\n");
	for (i = 0; i < 300; i++)
		used += (size_t)snprintf(zone + used, sizeof(zone) - used,
		    "x.jp. MX %d h%d.jp.\n", i, i);
	dns = dns_from_text(zone);
	walk(&tree, dns, "x.jp");
	ck_assert(tree.truncated);
	ck_assert_uint_eq(tree.node_count, 2);
	ck_assert_int_eq(tree.nodes[1].state, SPF_NODE_RECORD);
	ck_assert_str_eq(tree.nodes[1].name, "y.jp");
	ck_assert_uint_eq(tree.network_count, 1);
	ck_assert_uint_le(dns_sendings(dns), SPF_QUESTIONS_MAX + 2);
	spf_walk_free(&tree);
	dns_free(dns);
}
END_TEST

/* depth decides about the rounds, and not the number of branches */
START_TEST(test_rounds)
{
	struct dns *dns = dns_from_text("x.jp. TXT \"v=spf1 include:a.jp "
	    "include:b.jp include:c.jp mx a -all\"\nx.jp. A 192.0.2.1\n"
	    "x.jp. MX 1 m.jp.\nm.jp. A 192.0.2.2\n"
	    "a.jp. TXT \"v=spf1 mx -all\"\nb.jp. TXT \"v=spf1 a -all\"\n"
	    "a.jp. MX 1 m.jp.\nc.jp. TXT \"v=spf1 -all\"\n");
	struct spf_walk tree = { 0 };

	walk(&tree, dns, "x.jp");
	ck_assert_uint_le(dns_rounds(dns), 4);
	spf_walk_free(&tree);
	dns_free(dns);
}
END_TEST

static const struct {
	const char *text;
	bool is;
	bool parses;
	enum dmarc_policy policy, below;
} records[] = {
	{ "v=DMARC1; p=none", true, true, DMARC_POLICY_NONE,
	    DMARC_POLICY_NONE },
	{ "v=DMARC1;p=reject;sp=quarantine;", true, true,
	    DMARC_POLICY_REJECT, DMARC_POLICY_QUARANTINE },
	{ "v = DMARC1 ; P = Quarantine ; pct=50", true, true,
	    DMARC_POLICY_QUARANTINE, DMARC_POLICY_QUARANTINE },
	{ "v=DMARC1; rua=mailto:d@x.jp", true, true, DMARC_POLICY_NONE,
	    DMARC_POLICY_NONE },
	{ "v=DMARC1; p=maybe; rua=mailto:d@x.jp", true, true,
	    DMARC_POLICY_NONE, DMARC_POLICY_NONE },
	{ "v=DMARC1; p=maybe", true, false, 0, 0 },
	{ "v=DMARC1; p=reject; sp=maybe", true, false, 0, 0 },
	{ "v=DMARC1", true, false, 0, 0 },
	{ "v=DMARC1; p=none; nonsense", true, false, 0, 0 },
	{ "v=DMARC1 p=none", false, false, 0, 0 },
	{ "v=DMARC2; p=none", false, false, 0, 0 },
	{ "v=dmarc1; p=none", false, false, 0, 0 },
	{ " v=DMARC1; p=none", false, false, 0, 0 },
	{ "p=none; v=DMARC1", false, false, 0, 0 },
	{ "v=spf1 -all", false, false, 0, 0 },
	{ "", false, false, 0, 0 },
};

START_TEST(test_dmarc_records)
{
	const char *text = records[_i].text;
	struct dmarc_record record;

	ck_assert_int_eq(dmarc_is_record(text, strlen(text)),
	    records[_i].is);
	if (!records[_i].is)
		return;
	ck_assert_int_eq(dmarc_parse(&record, text, strlen(text)),
	    records[_i].parses);
	if (!records[_i].parses)
		return;
	ck_assert_int_eq(record.policy, records[_i].policy);
	ck_assert_int_eq(record.below, records[_i].below);
}
END_TEST

static const struct {
	const char *zone, *domain;
	enum dmarc_state state;
	const char *name;	/* where; NULL: not to be looked at */
	enum dmarc_policy policy;
} dmarcs[] = {
	{ "_dmarc.x.jp. TXT \"v=DMARC1; p=reject; sp=none\"\n", "x.jp",
	    DMARC_FOUND, "_dmarc.x.jp", DMARC_POLICY_REJECT },
	{ "_dmarc.x.jp. TXT \"v=DMARC1; p=reject; sp=none\"\n", "m.x.jp",
	    DMARC_FOUND, "_dmarc.x.jp", DMARC_POLICY_NONE },
	{ "_dmarc.x.co.jp. TXT \"v=DMARC1; p=reject\"\n", "a.b.x.co.jp",
	    DMARC_FOUND, "_dmarc.x.co.jp", DMARC_POLICY_REJECT },
	/* the organisation is the highest that has one */
	{ "_dmarc.x.jp. TXT \"v=DMARC1; p=reject\"\n"
	    "_dmarc.b.x.jp. TXT \"v=DMARC1; p=none\"\n", "a.b.x.jp",
	    DMARC_FOUND, "_dmarc.x.jp", DMARC_POLICY_REJECT },
	/* ... unless psd says otherwise */
	{ "_dmarc.co.jp. TXT \"v=DMARC1; p=reject; psd=y\"\n"
	    "_dmarc.x.co.jp. TXT \"v=DMARC1; p=none\"\n", "a.x.co.jp",
	    DMARC_FOUND, "_dmarc.x.co.jp", DMARC_POLICY_NONE },
	{ "_dmarc.x.jp. TXT \"v=DMARC1; p=reject\"\n"
	    "_dmarc.b.x.jp. TXT \"v=DMARC1; p=none; psd=n\"\n", "a.b.x.jp",
	    DMARC_FOUND, "_dmarc.b.x.jp", DMARC_POLICY_NONE },
	/* its own record is taken as it is */
	{ "_dmarc.m.x.jp. TXT \"v=DMARC1; p=none\"\n"
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=reject\"\n", "m.x.jp",
	    DMARC_FOUND, "_dmarc.m.x.jp", DMARC_POLICY_NONE },
	{ "_dmarc.x.jp. TXT \"other\"\n"
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=none\"\n", "x.jp", DMARC_FOUND,
	    "_dmarc.x.jp", DMARC_POLICY_NONE },
	{ "_dmarc.x.jp. TXT \"v=DMARC1; p=none\"\n"
	    "_dmarc.x.jp. TXT \"v=DMARC1; p=none;\"\n", "x.jp",
	    DMARC_SEVERAL, NULL, 0 },
	{ "_dmarc.x.jp. TXT \"v=DMARC1\"\n", "x.jp", DMARC_BROKEN, NULL, 0 },
	{ "", "x.jp", DMARC_ABSENT, NULL, 0 },
	{ "", "a.x.jp", DMARC_ABSENT, NULL, 0 },
	{ "_dmarc.jp. TXT \"v=DMARC1; p=none\"\n", "x.jp", DMARC_ABSENT,
	    NULL, 0 },
};

START_TEST(test_dmarc)
{
	struct dns *dns = dns_from_text(dmarcs[_i].zone);
	const struct dns_answer *waiting;
	struct dmarc dmarc;

	while ((waiting = dmarc_collect(&dmarc, dns, dmarcs[_i].domain)) !=
	    NULL)
		dns_run(dns, waiting, CLOCK_NEVER);
	ck_assert_int_eq(dmarc.state, dmarcs[_i].state);
	if (dmarcs[_i].name != NULL) {
		ck_assert_str_eq(dmarc.answer->name, dmarcs[_i].name);
		ck_assert_int_eq(dmarc.policy, dmarcs[_i].policy);
	}
	ck_assert_uint_gt(strlen(dmarc_policy_name(dmarc.policy)), 0);
	dns_free(dns);
}
END_TEST

START_TEST(test_dmarc_fails)
{
	struct dns *dns = dns_from_text("x.jp. A 192.0.2.1\n");
	const struct dns_answer *waiting;
	struct dmarc dmarc;

	dns_fail(dns, "_dmarc.x.jp", DNS_TXT, DNS_SERVFAIL);
	while ((waiting = dmarc_collect(&dmarc, dns, "x.jp")) != NULL)
		dns_run(dns, waiting, CLOCK_NEVER);
	ck_assert_int_eq(dmarc.state, DMARC_FAILED);
	dns_free(dns);
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof((table)[0]))

int
main(void)
{
	Suite *suite = suite_create("spf_walk");
	TCase *cases = tcase_create("tree");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, test_walk, 0, ROWS(rows));
	tcase_add_test(cases, test_failures);
	tcase_add_test(cases, test_bounds);
	tcase_add_test(cases, test_many_hosts);
	tcase_add_test(cases, test_rounds);
	tcase_add_loop_test(cases, test_dmarc_records, 0, ROWS(records));
	tcase_add_loop_test(cases, test_dmarc, 0, ROWS(dmarcs));
	tcase_add_test(cases, test_dmarc_fails);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
