/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the name servers say besides the resolver; see test_mx.c. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ns.h"
#include "unit.h"

#define MTA1 "bs-mail-mta01.weblife.me"
#define MTA2 "bs-mail-mta02.weblife.me"
#define MX "a.jp. MX 10 " MTA1 ".\na.jp. MX 100 " MTA2 ".\n"
#define HERE MX MTA1 ". A 192.0.2.11\n" MTA2 ". A 192.0.2.12\n"
#define NS "a.jp. NS ns1.a.jp.\na.jp. NS ns2.a.jp.\n"
#define A1 "ns1.a.jp. A 192.0.2.1\n"
#define A2 "ns2.a.jp. A 192.0.2.2\n"
#define AT1 "@192.0.2.1 a.jp. MX 10 " MTA1 ".\n@192.0.2.1 a.jp. MX 100 " \
	MTA2 ".\n"
#define AT2 "@192.0.2.2 a.jp. MX 10 " MTA1 ".\n@192.0.2.2 a.jp. MX 100 " \
	MTA2 ".\n"

struct run {
	struct dns *dns;
	struct report *report;
	struct mx_config config;
	struct mx_facts mx;
	struct ns_facts ns;
	char text[REPORT_TEXT_MAX];
};

static void
collect(struct run *run, const char *zone, const char *fails,
    enum dns_type type, enum dns_status status)
{
	const struct dns_answer *waiting;
	int rounds = 0;

	run->dns = dns_from_text(zone);
	run->report = report_new("MX");
	mx_config_init(&run->config);
	if (fails != NULL)
		dns_fail(run->dns, fails, type, status);
	while ((waiting = mx_collect(&run->mx, run->dns, "a.jp")) != NULL ||
	    (waiting = ns_collect(&run->ns, run->dns, "a.jp")) != NULL) {
		ck_assert_int_lt(rounds++, 20);
		dns_run(run->dns, waiting, CLOCK_NEVER);
	}
}

static void
check_judged(struct run *run, enum state state, const char *cause,
    const char *has)
{
	const struct cause *found;

	ns_judge(run->report, "a.jp", &run->config, &run->mx, &run->ns);
	report_text(run->report, 1, run->text, sizeof(run->text));
	found = report_headline_cause(run->report);
	ck_assert_msg(report_state(run->report) == state &&
	    strstr(run->text, has) != NULL, "wanted %s\n%s", has, run->text);
	ck_assert_str_eq(found ? found->token : "", cause);
	report_free(run->report);
	dns_free(run->dns);
}

static void
check_figures(const struct run *run, const char *servers)
{
	ck_assert_msg(strstr(run->text, servers) != NULL, "wanted %s\n%s",
	    servers, run->text);
}

static const struct {
	const char *zone;
	const char *fails;	/* this question to the resolver */
	enum dns_type type;
	enum dns_status status;
	enum state state;
	const char *cause, *has, *figures;
} rows[] = {
	{ HERE NS A1 A2 AT1 AT2, NULL, DNS_MX, DNS_PENDING, STATE_OK, "",
	    "the MX records are right, at 2 of 2 name servers, too",
	    "servers=2;;;0 servers_differ=0" },
	{ HERE NS A1 A2 AT1 "@192.0.2.2 a.jp. A 192.0.2.9\n", NULL, DNS_MX,
	    DNS_PENDING, STATE_WARNING, "ns_differ",
	    "ns2.a.jp (192.0.2.2) has other MX records: no such record",
	    "servers=2;;;0 servers_differ=1" },
	{ HERE NS A1 A2 AT1 "@192.0.2.2 b.jp. A 192.0.2.9\n", NULL, DNS_MX,
	    DNS_PENDING, STATE_WARNING, "ns_differ",
	    "ns2.a.jp (192.0.2.2) has other MX records: NXDOMAIN",
	    "servers=2;;;0 servers_differ=1" },
	{ HERE NS A1 A2 AT1, NULL, DNS_MX, DNS_PENDING, STATE_WARNING,
	    "ns_silent", "name server ns2.a.jp (192.0.2.2) does not answer",
	    "servers=2;;;0 servers_differ=0" },
	/* the resolver has nothing, the name servers are right */
	{ HERE NS A1 A2 AT1 AT2, "a.jp", DNS_MX, DNS_SERVFAIL,
	    STATE_WARNING, "dns_servfail", "SERVFAIL",
	    "servers=2;;;0 servers_differ=0" },
	/* the name servers are not known */
	{ HERE NS A1 A2 AT1 AT2, "a.jp", DNS_NS, DNS_SERVFAIL, STATE_WARNING,
	    "dns_servfail", "both MX records of weblife.me are right",
	    "servers=0;;;0 servers_differ=0" },
	{ HERE, NULL, DNS_NS, DNS_PENDING, STATE_WARNING, "ns_not_asked",
	    "no name server was asked: no NS record was found for the domain "
	    "(no such record)", "servers=0" },
	{ "b.jp. TXT x\n", NULL, DNS_NS, DNS_PENDING, STATE_CRITICAL,
	    "nxdomain", "NXDOMAIN", "servers=0" },
	/* no address, and one that could not be asked for */
	{ HERE NS A1 AT1 "ns2.a.jp. TXT x\n", NULL, DNS_A, DNS_PENDING,
	    STATE_WARNING, "ns_no_address",
	    "name server ns2.a.jp has no address (no such record)",
	    "servers=1" },
	{ HERE NS A1 AT1 "ns2.a.jp. TXT x\n", "ns2.a.jp", DNS_AAAA,
	    DNS_SERVFAIL, STATE_WARNING, "ns_no_address",
	    "name server ns2.a.jp has no address (SERVFAIL)", "servers=1" },
	{ HERE NS A1 A2 AT1 AT2, "ns2.a.jp", DNS_AAAA, DNS_SERVFAIL,
	    STATE_OK, "", "at 2 of 2", "servers=2" },
};

START_TEST(worlds)
{
	for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
		struct run run = { 0 };

		collect(&run, rows[i].zone, rows[i].fails, rows[i].type,
		    rows[i].status);
		check_judged(&run, rows[i].state, rows[i].cause, rows[i].has);
		check_figures(&run, rows[i].figures);
	}
}
END_TEST

/* What no closed world says: the second server's answer is made up. */
static const struct {
	struct dns_answer answer;
	enum state state;
	const char *cause, *has, *figures;
} answers[] = {
	{ { .status = DNS_NODATA, .aa = false }, STATE_WARNING, "ns_lame",
	    "does not serve the domain (its answer is not authoritative)",
	    "servers=2;;;0 servers_differ=0" },
	{ { .status = DNS_REFUSED }, STATE_WARNING, "ns_lame",
	    "does not serve the domain (REFUSED)", "servers=2" },
	{ { .status = DNS_MALFORMED, .aa = true }, STATE_WARNING, "ns_lame",
	    "does not serve the domain (unreadable reply)", "servers=2" },
	{ { .status = DNS_TIMEOUT, .sent = 2 }, STATE_WARNING, "ns_silent",
	    "(192.0.2.2) does not answer", "servers=2" },
	/* once is not enough to call it silent */
	{ { .status = DNS_TIMEOUT, .sent = 1 }, STATE_UNKNOWN, "ns_silent",
	    "had not answered when the time was over", "servers=2" },
	{ { .status = DNS_TIMEOUT }, STATE_UNKNOWN, "ns_silent",
	    "had not answered when the time was over", "servers=2" },
	{ { .status = DNS_PORT_REFUSED }, STATE_WARNING, "ns_silent",
	    "does not answer (its port is closed)", "servers=2" },
	{ { .status = DNS_NO_ROUTE }, STATE_OK, "",
	    "name server 192.0.2.2 left out: this host has no route to it",
	    "servers=1" },
};

START_TEST(second_server)
{
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		struct dns_answer answer = answers[i].answer;
		struct run run = { 0 };

		collect(&run, HERE NS A1 A2 AT1 AT2, NULL, DNS_MX,
		    DNS_PENDING);
		ck_assert_uint_eq(run.ns.server_count, 2);
		answer.server = run.ns.servers[1].mx->server;
		run.ns.servers[1].mx = &answer;
		check_judged(&run, answers[i].state, answers[i].cause,
		    answers[i].has);
		check_figures(&run, answers[i].figures);
	}
}
END_TEST

/* A host of one address family, and name servers of the other. */
START_TEST(no_route)
{
	struct dns_answer far[2] = { { .status = DNS_NO_ROUTE },
	    { .status = DNS_NO_ROUTE } };
	struct run run = { 0 };

	collect(&run, HERE NS A1 A2 AT1 AT2, NULL, DNS_MX, DNS_PENDING);
	for (size_t i = 0; i < 2; i++) {
		far[i].server = run.ns.servers[i].mx->server;
		run.ns.servers[i].mx = &far[i];
	}
	check_judged(&run, STATE_UNKNOWN, "ns_not_asked", "no name server "
	    "was asked: this host has no route to any of them");
	check_figures(&run, "servers=0;;;0 servers_differ=0");
}
END_TEST

/* So many name servers, each with so many addresses, all right. */
static void
crowd(struct run *run, int names, int addresses)
{
	static char zone[20000];
	size_t n = (size_t)snprintf(zone, sizeof(zone), "%s", HERE);

	for (int i = 0; i < names; i++)
		n += (size_t)snprintf(zone + n, sizeof(zone) - n,
		    "a.jp. NS n%d.a.jp.\n", i);
	for (int i = 0; i < names * addresses; i++)
		n += (size_t)snprintf(zone + n, sizeof(zone) - n,
		    "n%d.a.jp. A 198.51.100.%d\n"
		    "@198.51.100.%d a.jp. MX 10 " MTA1 ".\n"
		    "@198.51.100.%d a.jp. MX 100 " MTA2 ".\n",
		    i / addresses, i, i, i);
	ck_assert_uint_lt(n, sizeof(zone));
	collect(run, zone, NULL, DNS_MX, DNS_PENDING);
}

static const struct {
	int names, addresses, asked;
	bool more;
} crowds[] = {
	{ NS_NAMES_MAX, 2, NS_SERVERS_MAX, false },
	{ NS_NAMES_MAX + 1, 1, NS_NAMES_MAX, true },
	{ 1, NS_SERVERS_MAX, NS_SERVERS_MAX, false },
	{ 3, 11, NS_SERVERS_MAX, true },
	{ 20, 3, NS_SERVERS_MAX, true },
};

START_TEST(many)
{
	for (size_t i = 0; i < UNIT_COUNT(crowds); i++) {
		struct run run = { 0 };
		char note[100];

		crowd(&run, crowds[i].names, crowds[i].addresses);
		snprintf(note, sizeof(note), "right, at %d of %d name "
		    "servers", crowds[i].asked, crowds[i].asked);
		check_judged(&run, STATE_OK, "", note);
		snprintf(note, sizeof(note), "only the first %d addresses of "
		    "name servers were asked", crowds[i].asked);
		ck_assert_msg((strstr(run.text, note) != NULL) ==
		    crowds[i].more, "%s", run.text);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { worlds, second_server, no_route, many };

	return unit_run("ns", tests, UNIT_COUNT(tests));
}
