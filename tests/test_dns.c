/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of questions and answers, in a closed world. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "dns.h"
#include "unit.h"

static const char world[] =
    "; comments and blank lines are passed over\n"
    "\n"
    "a.jp. 300 A 192.0.2.1\n"
    "a.jp. 200 A 192.0.2.2\n"
    "a.jp. AAAA 2001:db8::1\n"
    "a.jp. MX 20 Mx2.A.jp.\n"
    "a.jp. MX 10 mx1.a.jp.\n"
    "null.jp. MX 0 .\n"
    "txt.jp. TXT \"one\" \"\" \"t\\000w\\\\o\"\n"
    "deep.below.empty.jp. A 192.0.2.3\n"
    "odd.jp. NS a\\.b\\032c.jp.\n"
    /* a chain of 8, and one of 9 */
    "c1.jp. 100 CNAME c2.jp.\n"
    "c2.jp. 90 CNAME c3.jp.\n"
    "c3.jp. CNAME c4.jp.\n"
    "c4.jp. CNAME c5.jp.\n"
    "c5.jp. CNAME c6.jp.\n"
    "c6.jp. CNAME c7.jp.\n"
    "c7.jp. CNAME c8.jp.\n"
    "c8.jp. CNAME a.jp.\n"
    "c0.jp. CNAME c1.jp.\n"
    "self.jp. CNAME self.jp.\n"
    "l1.jp. CNAME l2.jp.\n"
    "l2.jp. CNAME L1.jp.\n"
    "nowhere.jp. CNAME gone.jp.\n"
    "@192.0.2.53 a.jp. MX 10 mx1.a.jp.\n"
    "@2001:db8::53 a.jp. MX 99 other.jp.\n";

#define L63 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"
/* 255 octets as a packet has them: 3 * 64 + 62 + 1 */
#define N255 L63 "." L63 "." L63 "." \
    "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghija"

static const struct {
	const char *name;
	enum dns_type type;
	enum dns_status status;
	size_t count;
	int cnames;
	const char *owner;
} answers[] = {
	{ "a.jp", DNS_A, DNS_DATA, 2, 0, "a.jp" },
	{ "A.JP.", DNS_A, DNS_DATA, 2, 0, "a.jp" },
	{ "a.jp", DNS_AAAA, DNS_DATA, 1, 0, "a.jp" },
	{ "a.jp", DNS_MX, DNS_DATA, 2, 0, "a.jp" },
	{ "a.jp", DNS_TXT, DNS_NODATA, 0, 0, "a.jp" },
	{ "b.jp", DNS_A, DNS_NXDOMAIN, 0, 0, "b.jp" },
	{ "xa.jp", DNS_A, DNS_NXDOMAIN, 0, 0, "xa.jp" },
	{ "empty.jp", DNS_A, DNS_NODATA, 0, 0, "empty.jp" },
	{ "below.empty.jp", DNS_MX, DNS_NODATA, 0, 0, "below.empty.jp" },
	{ "jp", DNS_MX, DNS_NODATA, 0, 0, "jp" },
	{ ".", DNS_MX, DNS_NODATA, 0, 0, "" },
	{ "", DNS_MX, DNS_NODATA, 0, 0, "" },
	{ "null.jp", DNS_MX, DNS_DATA, 1, 0, "null.jp" },
	{ "c8.jp", DNS_MX, DNS_DATA, 2, 1, "a.jp" },
	{ "c1.jp", DNS_A, DNS_DATA, 2, 8, "a.jp" },
	{ "c1.jp", DNS_TXT, DNS_NODATA, 0, 8, "a.jp" },
	{ "c0.jp", DNS_A, DNS_CNAME_LOOP, 0, 9, "a.jp" },
	{ "c1.jp", DNS_CNAME, DNS_DATA, 1, 0, "c1.jp" },
	{ "self.jp", DNS_A, DNS_CNAME_LOOP, 0, 9, "self.jp" },
	{ "l1.jp", DNS_MX, DNS_CNAME_LOOP, 0, 9, "l2.jp" },
	{ "nowhere.jp", DNS_A, DNS_NXDOMAIN, 0, 1, "gone.jp" },
	{ L63 ".jp", DNS_A, DNS_NXDOMAIN, 0, 0, L63 ".jp" },
	{ N255, DNS_A, DNS_NXDOMAIN, 0, 0, N255 },
};

/* Names that can't be asked; final at once. */
static const char *const refused[] = {
	"a..jp", ".jp", "..", "a.jp..", L63 "x.jp", N255 "x", N255 ".a",
	"a.\\", "\\9.jp", "\\999.jp",
};

static struct ip
address(const char *text)
{
	struct ip ip;

	ck_assert_msg(ip_parse(&ip, text), "%s", text);
	return ip;
}

static const struct dns_answer *
asked(struct dns *dns, const char *name, enum dns_type type)
{
	dns_ask(dns, name, type);
	dns_run(dns, NULL, CLOCK_NEVER);
	return dns_ask(dns, name, type);
}

START_TEST(test_answers)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *first, *answer;

	first = dns_ask(dns, answers[_i].name, answers[_i].type);
	ck_assert_int_eq(first->status, DNS_PENDING);
	dns_run(dns, first, CLOCK_NEVER);
	answer = dns_ask(dns, answers[_i].name, answers[_i].type);
	ck_assert_ptr_eq(answer, first);
	ck_assert_int_eq(answer->status, answers[_i].status);
	ck_assert_uint_eq(answer->count, answers[_i].count);
	ck_assert_int_eq(answer->cnames, answers[_i].cnames);
	ck_assert_str_eq(answer->owner, answers[_i].owner);
	ck_assert_int_eq(answer->type, answers[_i].type);
	ck_assert_int_eq(answer->sent, 1);
	dns_free(dns);
}
END_TEST

START_TEST(test_refused)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *answer = dns_ask(dns, refused[_i], DNS_A);

	ck_assert_int_eq(answer->status, DNS_BAD_NAME);
	ck_assert(dns_failed(answer));
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_uint_eq(dns_sendings(dns), 0);
	dns_free(dns);
}
END_TEST

START_TEST(test_records)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *answer = asked(dns, "a.jp", DNS_MX);
	struct ip ip = address("192.0.2.2");

	/* by preference, whatever the order in the packet */
	ck_assert_str_eq(answer->rr[0].name, "mx1.a.jp");
	ck_assert_uint_eq(answer->rr[0].preference, 10);
	ck_assert_str_eq(answer->rr[1].name, "mx2.a.jp");
	answer = asked(dns, "a.jp", DNS_A);
	ck_assert(ip_equal(&answer->rr[1].ip, &ip));
	ck_assert_uint_eq(answer->rr[0].ttl, 300);
	ck_assert_uint_eq(answer->ttl, 200);
	ck_assert_str_eq(asked(dns, "null.jp", DNS_MX)->rr[0].name, "");
	ck_assert_str_eq(asked(dns, "odd.jp", DNS_NS)->rr[0].name,
	    "a\\046b\\032c.jp");
	/* the smallest of the chain */
	ck_assert_uint_eq(asked(dns, "c1.jp", DNS_A)->ttl, 90);
	dns_free(dns);
}
END_TEST

START_TEST(test_text)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_rr *rr = asked(dns, "txt.jp", DNS_TXT)->rr;

	ck_assert_uint_eq(rr->length, 8);
	ck_assert_mem_eq(rr->text, "onet\0w\\o", 9);
	ck_assert_uint_eq(rr->cuts, 2);
	ck_assert_uint_eq(rr->cut[0], 3);
	ck_assert_uint_eq(rr->cut[1], 3);
	dns_free(dns);
}
END_TEST

START_TEST(test_at)
{
	struct dns *dns = dns_from_text(world);
	struct ip v4 = address("192.0.2.53"), v6 = address("2001:db8::53");
	struct ip dead = address("192.0.2.54");
	const struct dns_answer *a, *b, *c, *r;

	a = dns_ask_at(dns, &v4, "a.jp", DNS_MX);
	b = dns_ask_at(dns, &v6, "a.jp", DNS_MX);
	c = dns_ask_at(dns, &dead, "a.jp", DNS_MX);
	r = dns_ask(dns, "a.jp", DNS_MX);
	ck_assert(a != b && a != r);
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_uint_eq(a->count, 1);
	ck_assert(a->aa && ip_equal(&a->server, &v4));
	ck_assert_uint_eq(b->rr[0].preference, 99);
	ck_assert_int_eq(c->status, DNS_TIMEOUT);
	ck_assert_uint_eq(c->sent, 4);
	ck_assert(!r->aa && r->server.version == 0);
	dns_free(dns);
}
END_TEST

START_TEST(test_faults)
{
	struct dns *dns = dns_from_text(world);
	struct ip v4 = address("192.0.2.53");
	const struct dns_answer *answer;

	dns_fail(dns, "A.jp", DNS_MX, DNS_TIMEOUT);
	dns_fail(dns, "a.jp", DNS_A, DNS_BOGUS);
	dns_fail_at(dns, &v4, "a.jp", DNS_MX, DNS_REFUSED);
	answer = asked(dns, "a.jp", DNS_MX);
	ck_assert_int_eq(answer->status, DNS_TIMEOUT);
	ck_assert_uint_eq(answer->sent, 4);
	ck_assert_int_eq(asked(dns, "a.jp", DNS_A)->status, DNS_BOGUS);
	ck_assert_int_eq(asked(dns, "a.jp", DNS_AAAA)->status, DNS_DATA);
	dns_ask_at(dns, &v4, "a.jp", DNS_MX);
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_int_eq(dns_ask_at(dns, &v4, "a.jp", DNS_MX)->status,
	    DNS_REFUSED);
	dns_free(dns);
}
END_TEST

/* A subject's answers do not move or change while it is under way, whatever
 * others ask and end. */
START_TEST(test_stable)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *held, *text;
	const struct dns_rr *rr;
	char name[40];
	unsigned int i;

	dns_subject(dns, 1);
	held = asked(dns, "a.jp", DNS_MX);
	text = asked(dns, "txt.jp", DNS_TXT);
	rr = held->rr;
	for (i = 2; i < 3000; i++) {
		dns_subject(dns, i);
		snprintf(name, sizeof(name), "n%u.jp", i);
		dns_ask(dns, name, DNS_MX);
		dns_ask(dns, i % 2 ? "a.jp" : "txt.jp", DNS_MX);
		dns_run(dns, NULL, CLOCK_NEVER);
		if (i % 3)
			dns_done(dns, i);
	}
	dns_subject(dns, 1);
	ck_assert_ptr_eq(dns_ask(dns, "a.jp", DNS_MX), held);
	ck_assert_ptr_eq(dns_ask(dns, "txt.jp", DNS_TXT), text);
	ck_assert_ptr_eq(held->rr, rr);
	ck_assert_str_eq(held->rr[1].name, "mx2.a.jp");
	ck_assert_str_eq(held->name, "a.jp");
	dns_free(dns);
}
END_TEST

static size_t
rows(const struct dns *dns)
{
	const struct dns_answer *answer = NULL;
	size_t n = 0;

	while ((answer = dns_next(dns, answer)) != NULL)
		n++;
	return n;
}

START_TEST(test_released)
{
	struct dns *dns = dns_from_text(world);
	uint64_t sent;
	size_t n;

	dns_subject(dns, 1);
	asked(dns, "a.jp", DNS_MX);
	dns_ask(dns, "pending.jp", DNS_MX);
	n = rows(dns);		/* with the two control questions */
	ck_assert_uint_eq(n, 4);
	dns_done(dns, 1);
	ck_assert_uint_eq(rows(dns), 2);
	/* what only one asked is asked anew */
	dns_subject(dns, 2);
	sent = dns_sendings(dns);
	asked(dns, "a.jp", DNS_MX);
	ck_assert_uint_eq(dns_sendings(dns), sent + 1);
	/* ended twice, or never begun: nothing happens */
	dns_done(dns, 1);
	dns_done(dns, 77);
	dns_done(dns, 0);
	dns_expire(dns, 77);
	dns_free(dns);
}
END_TEST

/* How often a third subject's question is sent, when two have asked the same
 * and are done. */
static const struct {
	const char *name, *zone;
	enum dns_type type;
	enum dns_status fault;
	uint64_t sendings;
} kept[] = {
	{ "a.jp", "a.jp. 300 A 192.0.2.1", DNS_A, DNS_PENDING, 0 },
	{ "a.jp", "a.jp. 0 A 192.0.2.1", DNS_A, DNS_PENDING, 1 },
	/* RFC 2181 section 8 */
	{ "a.jp", "a.jp. 2147483648 A 192.0.2.1", DNS_A, DNS_PENDING, 1 },
	{ "a.jp", "a.jp. 300 A 192.0.2.1", DNS_MX, DNS_PENDING, 0 },
	{ "b.jp", "a.jp. 300 A 192.0.2.1", DNS_MX, DNS_PENDING, 0 },
	{ "b.jp", "b.jp. 0 CNAME a.jp.\na.jp. 300 A 192.0.2.1", DNS_A,
	    DNS_PENDING, 1 },
	{ "a.jp", "a.jp. 300 A 192.0.2.1", DNS_A, DNS_SERVFAIL, 1 },
	{ "a.jp", "a.jp. 300 A 192.0.2.1", DNS_A, DNS_TIMEOUT, 1 },
	{ "a.jp", "a.jp. 300 A 192.0.2.1", DNS_A, DNS_BOGUS, 1 },
};

START_TEST(test_kept)
{
	struct dns *dns = dns_from_text(kept[_i].zone);
	const struct dns_answer *one, *two;
	uint64_t sent;

	if (kept[_i].fault != DNS_PENDING)
		dns_fail(dns, kept[_i].name, kept[_i].type, kept[_i].fault);
	dns_subject(dns, 1);
	one = dns_ask(dns, kept[_i].name, kept[_i].type);
	dns_subject(dns, 2);
	two = dns_ask(dns, kept[_i].name, kept[_i].type);
	ck_assert_ptr_eq(one, two);	/* asked for once */
	dns_run(dns, NULL, CLOCK_NEVER);
	dns_done(dns, 1);
	/* the second still has it, even when it failed */
	ck_assert_ptr_eq(dns_ask(dns, kept[_i].name, kept[_i].type), two);
	dns_done(dns, 2);
	sent = dns_sendings(dns);
	dns_subject(dns, 3);
	asked(dns, kept[_i].name, kept[_i].type);
	ck_assert_uint_eq(dns_sendings(dns) - sent, kept[_i].sendings);
	dns_free(dns);
}
END_TEST

/* A failed answer belongs to those who asked; who comes later asks anew. */
START_TEST(test_failed_anew)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *one, *two;

	dns_fail(dns, "a.jp", DNS_MX, DNS_SERVFAIL);
	dns_subject(dns, 1);
	one = asked(dns, "a.jp", DNS_MX);
	dns_subject(dns, 2);
	two = dns_ask(dns, "a.jp", DNS_MX);
	ck_assert(one != two);
	ck_assert_int_eq(two->status, DNS_PENDING);
	dns_subject(dns, 1);
	ck_assert_ptr_eq(dns_ask(dns, "a.jp", DNS_MX), one);
	dns_run(dns, two, CLOCK_NEVER);
	ck_assert_int_eq(two->status, DNS_SERVFAIL);
	ck_assert_int_eq(one->status, DNS_SERVFAIL);
	dns_free(dns);
}
END_TEST

START_TEST(test_expired)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *had, *shared, *late;

	dns_subject(dns, 2);
	shared = dns_ask(dns, "a.jp", DNS_MX);
	dns_subject(dns, 1);
	had = asked(dns, "a.jp", DNS_A);
	late = dns_ask(dns, "b.jp", DNS_MX);
	dns_wait(dns, 1, late);
	dns_expire(dns, 1);
	ck_assert_uint_eq(dns_ready(dns), 1);
	ck_assert_uint_eq(dns_ready(dns), 0);
	/* what was final stays, what was not is a time-out */
	ck_assert_ptr_eq(dns_ask(dns, "a.jp", DNS_A), had);
	ck_assert_int_eq(had->status, DNS_DATA);
	late = dns_ask(dns, "b.jp", DNS_MX);
	ck_assert_int_eq(late->status, DNS_TIMEOUT);
	ck_assert_uint_eq(late->sent, 0);
	/* nothing new is sent for it, but what others have it may see */
	ck_assert_int_eq(dns_ask(dns, "new.jp", DNS_MX)->status, DNS_TIMEOUT);
	ck_assert_int_eq(dns_ask(dns, "a.jp", DNS_MX)->status, DNS_DATA);
	/* the questions live on */
	ck_assert_int_eq(shared->status, DNS_DATA);
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_ptr_eq(dns_ask(dns, "b.jp", DNS_MX), late);
	dns_free(dns);
}
END_TEST

START_TEST(test_expired_shared)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *live;

	dns_subject(dns, 1);
	dns_ask(dns, "a.jp", DNS_MX);
	dns_subject(dns, 2);
	live = dns_ask(dns, "a.jp", DNS_MX);
	dns_wait(dns, 2, live);
	dns_expire(dns, 1);
	ck_assert_uint_eq(dns_ready(dns), 0);	/* it waited for nothing */
	dns_done(dns, 1);
	dns_run(dns, live, CLOCK_NEVER);
	ck_assert_int_eq(live->status, DNS_DATA);
	ck_assert_uint_eq(dns_ready(dns), 2);
	dns_free(dns);
}
END_TEST

START_TEST(test_ready)
{
	struct dns *dns = dns_from_text(world);
	unsigned int i;

	for (i = 1; i <= 5; i++) {
		dns_subject(dns, i);
		dns_wait(dns, i, dns_ask(dns, i == 3 ? "b.jp" : "a.jp",
		    DNS_MX));
	}
	ck_assert_uint_eq(dns_ready(dns), 0);
	dns_run(dns, NULL, CLOCK_NEVER);
	/* one that was judged meanwhile is not ready any more */
	dns_done(dns, 4);
	for (i = 0; dns_ready(dns) != 0; i++)
		;
	ck_assert_uint_eq(i, 4);
	/* who waits for what is final is ready */
	dns_subject(dns, 5);
	dns_wait(dns, 5, dns_ask(dns, "a.jp", DNS_MX));
	dns_wait(dns, 5, dns_ask(dns, "a.jp", DNS_MX));
	dns_subject(dns, 1);
	dns_wait(dns, 1, dns_ask(dns, "a.jp", DNS_MX));
	dns_done(dns, 1);	/* the last of the list */
	ck_assert_uint_eq(dns_ready(dns), 5);
	ck_assert_uint_eq(dns_ready(dns), 0);
	/* and one that is done while it waits never is */
	dns_subject(dns, 6);
	dns_wait(dns, 6, dns_ask(dns, "c.jp", DNS_MX));
	dns_done(dns, 6);
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_uint_eq(dns_ready(dns), 0);
	dns_free(dns);
}
END_TEST

START_TEST(test_rounds)
{
	struct dns *dns = dns_from_text(world);
	const struct dns_answer *a = dns_ask(dns, "a.jp", DNS_A);

	dns_ask(dns, "a.jp", DNS_MX);
	dns_ask(dns, "a.jp", DNS_MX);
	dns_run(dns, a, CLOCK_NEVER);
	ck_assert_uint_eq(dns_rounds(dns), 1);
	ck_assert_uint_eq(dns_sendings(dns), 4);	/* two controls */
	dns_run(dns, a, CLOCK_NEVER);
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_uint_eq(dns_rounds(dns), 1);
	dns_free(dns);
}
END_TEST

/* What the control questions say: SOA of the top-level domain, NS of root. */
static const struct {
	enum dns_status soa, root, verdict;
} health[] = {
	{ DNS_PENDING, DNS_PENDING, DNS_WELL },
	{ DNS_PENDING, DNS_SERVFAIL, DNS_WELL },
	{ DNS_PENDING, DNS_REFUSED, DNS_WELL },
	{ DNS_PENDING, DNS_TIMEOUT, DNS_WELL },
	{ DNS_NXDOMAIN, DNS_TIMEOUT, DNS_WELL },
	{ DNS_NODATA, DNS_TIMEOUT, DNS_WELL },
	{ DNS_SERVFAIL, DNS_SERVFAIL, DNS_SICK },
	{ DNS_SERVFAIL, DNS_TIMEOUT, DNS_SICK },
	{ DNS_TIMEOUT, DNS_SERVFAIL, DNS_SICK },
	{ DNS_TIMEOUT, DNS_TIMEOUT, DNS_SICK },
	{ DNS_BOGUS, DNS_BOGUS, DNS_SICK },
	{ DNS_MALFORMED, DNS_TIMEOUT, DNS_SICK },
	{ DNS_PORT_REFUSED, DNS_PORT_REFUSED, DNS_SICK },
	/* it has the root in its cache, and reaches nobody */
	{ DNS_SERVFAIL, DNS_PENDING, DNS_SICK },
	{ DNS_REFUSED, DNS_REFUSED, DNS_REFUSES },
	{ DNS_REFUSED, DNS_SERVFAIL, DNS_SICK },
	{ DNS_SERVFAIL, DNS_REFUSED, DNS_SICK },
	{ DNS_REFUSED, DNS_PENDING, DNS_SICK },
	{ DNS_NO_ROUTE, DNS_NO_ROUTE, DNS_NO_ROUTE },
};

static const struct dns_answer *
verdict(struct dns *dns, const char *domain)
{
	const struct dns_answer *answer;
	int i;

	for (i = 0; i < 5; i++) {
		answer = dns_health(dns, domain);
		if (answer->status != DNS_PENDING)
			break;
		dns_run(dns, answer, CLOCK_NEVER);
	}
	return answer;
}

START_TEST(test_health)
{
	struct dns *dns = dns_from_text(world);

	if (health[_i].soa != DNS_PENDING)
		dns_fail(dns, "jp", DNS_SOA, health[_i].soa);
	if (health[_i].root != DNS_PENDING)
		dns_fail(dns, ".", DNS_NS, health[_i].root);
	dns_fail(dns, "a.jp", DNS_MX, DNS_SERVFAIL);
	dns_subject(dns, 1);
	asked(dns, "a.jp", DNS_MX);
	ck_assert_int_eq(verdict(dns, "a.jp")->status, health[_i].verdict);
	ck_assert_int_eq(verdict(dns, "A.JP.")->status, health[_i].verdict);
	/* the same for whoever asks next, and without a question before */
	dns_subject(dns, 2);
	ck_assert_int_eq(verdict(dns, "jp")->status, health[_i].verdict);
	/* another top-level domain is another question */
	ck_assert_int_eq(verdict(dns, "a.example")->status, DNS_WELL);
	dns_free(dns);
}
END_TEST

/* Zones of block lists are asked for as they are. */
START_TEST(test_health_zone)
{
	struct dns *dns = dns_from_text(world);

	dns_fail(dns, "list.example", DNS_SOA, DNS_SERVFAIL);
	dns_health_zone(dns, "list.example");
	dns_run(dns, NULL, CLOCK_NEVER);
	ck_assert_int_eq(dns_health_zone(dns, "list.example")->status,
	    DNS_SICK);
	ck_assert_int_eq(verdict(dns, "other.example")->status, DNS_WELL);
	dns_free(dns);
}
END_TEST

/* Any number of top-level domains: what is kept of them does not add up. */
START_TEST(test_many_tops)
{
	struct dns *dns = dns_from_text(world);
	char name[40];
	unsigned int i;

	dns_fail(dns, "t7", DNS_SOA, DNS_SERVFAIL);
	dns_subject(dns, 1);
	ck_assert_int_eq(verdict(dns, "a.t7")->status, DNS_SICK);
	for (i = 2; i < 3000; i++) {
		dns_subject(dns, i);
		snprintf(name, sizeof(name), "a.t%u", i);
		asked(dns, name, DNS_MX);
		if (i % 10 == 0)
			ck_assert_int_eq(verdict(dns, name)->status,
			    DNS_WELL);
		dns_done(dns, i);
	}
	ck_assert_uint_lt(rows(dns), 600);
	dns_subject(dns, 1);
	ck_assert_int_eq(verdict(dns, "a.t7")->status, DNS_SICK);
	dns_free(dns);
}
END_TEST

START_TEST(test_names)
{
	enum dns_status status;

	for (status = DNS_PENDING; status <= DNS_REFUSES; status++)
		ck_assert_ptr_nonnull(dns_status_name(status));
	ck_assert_str_eq(dns_type_name(DNS_MX), "MX");
	ck_assert_str_eq(dns_status_name(DNS_NXDOMAIN), "NXDOMAIN");
}
END_TEST

static const struct {
	const char *name;
	enum dns_type type;
	size_t size;
	const char *text;
} shown[] = {
	{ "a.jp", DNS_MX, 200, "MX a.jp: 10 mx1.a.jp, 20 mx2.a.jp (TTL 300)" },
	{ "null.jp", DNS_MX, 200, "MX null.jp: 0 . (TTL 300)" },
	{ "a.jp", DNS_AAAA, 200, "AAAA a.jp: 2001:db8::1 (TTL 300)" },
	{ "b.jp", DNS_A, 200, "A b.jp: NXDOMAIN" },
	{ "", DNS_NS, 200, "NS .: no such record" },
	{ "a.jp", DNS_MX, 12, "MX a.jp: 10" },
	{ "a.jp", DNS_MX, 5, "MX a" },
	{ "a.jp", DNS_MX, 1, "" },
};

START_TEST(test_shown)
{
	struct dns *dns = dns_from_text(world);
	char text[200];

	dns_answer_text(asked(dns, shown[_i].name, shown[_i].type), text,
	    shown[_i].size);
	ck_assert_str_eq(text, shown[_i].text);
	dns_free(dns);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("dns");
	TCase *tcase = tcase_create("dns");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, test_answers, 0,
	    (int)UNIT_COUNT(answers));
	tcase_add_loop_test(tcase, test_refused, 0,
	    (int)UNIT_COUNT(refused));
	tcase_add_test(tcase, test_records);
	tcase_add_test(tcase, test_text);
	tcase_add_test(tcase, test_at);
	tcase_add_test(tcase, test_faults);
	tcase_add_test(tcase, test_stable);
	tcase_add_test(tcase, test_released);
	tcase_add_loop_test(tcase, test_kept, 0, (int)UNIT_COUNT(kept));
	tcase_add_test(tcase, test_failed_anew);
	tcase_add_test(tcase, test_expired);
	tcase_add_test(tcase, test_expired_shared);
	tcase_add_test(tcase, test_ready);
	tcase_add_test(tcase, test_rounds);
	tcase_add_loop_test(tcase, test_health, 0, (int)UNIT_COUNT(health));
	tcase_add_test(tcase, test_health_zone);
	tcase_add_test(tcase, test_many_tops);
	tcase_add_test(tcase, test_names);
	tcase_add_loop_test(tcase, test_shown, 0, (int)UNIT_COUNT(shown));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
