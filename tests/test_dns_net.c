/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine on the wire, against servers that do what a script says.  Each
 * case is a process of its own, all at once: most of them only wait.
 */
#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "dns.h"
#include "dns_int.h"
#include "dns_script.h"
#include "unit.h"

#define CASES_MAX 64
#define WRONG_MAX 200
/* What a busy machine may be late, milliseconds. */
#define SLACK 1500
#define FEW 6	/* descriptors for sockets, where they are few */

/* What each case found wrong first; shared with the processes. */
static char (*wrong)[WRONG_MAX];
static int own;

__attribute__((format(printf, 2, 3))) static bool
want(bool holds, const char *fmt, ...)
{
	va_list ap;

	if (holds || wrong[own][0] != '\0')
		return holds;
	va_start(ap, fmt);
	vsnprintf(wrong[own], WRONG_MAX, fmt, ap);
	va_end(ap);
	return false;
}

struct net {
	struct script *script;
	struct dns *dns;
	int64_t start;
};

static struct net
net_start(const struct script_server *servers, size_t count, bool sweep)
{
	struct net net;
	struct dns_config config = { .count = count, .sweep = sweep };

	net.script = script_start(servers, count);
	config.servers = script_endpoints(net.script);
	net.dns = dns_new(&config);
	net.start = clock_now();
	return net;
}

static void
net_stop(struct net *net)
{
	dns_free(net->dns);
	script_stop(net->script);
}

static int64_t
since(const struct net *net)
{
	return clock_now() - net->start;
}

static const struct dns_answer *
asked(struct net *net, const char *name, enum dns_type type)
{
	const struct dns_answer *answer = dns_ask(net->dns, name, type);

	dns_run(net->dns, answer, CLOCK_NEVER);
	return answer;
}

static void
want_status(const struct dns_answer *answer, enum dns_status status)
{
	want(answer->status == status, "%s, wanted %s",
	    dns_status_name(answer->status), dns_status_name(status));
}

static void
want_within(const struct net *net, int64_t from, int64_t to)
{
	want(since(net) >= from - 20 && since(net) <= to + SLACK,
	    "took %lld ms, wanted %lld to %lld", (long long)since(net),
	    (long long)from, (long long)to);
}

/* ---- patience ---- */

static void
case_patience(void)
{
	static const struct script_server servers[3] = {
		{ .control = ACT_DATA }, { .control = ACT_DATA },
		{ .control = ACT_DATA },
	};
	static const int64_t due[] = { 0, 500, 1500, 3500 };
	struct net net = net_start(servers, 3, false);
	const struct dns_answer *answer = asked(&net, "a.jp", DNS_MX);
	const struct script_entry *entry, *other;
	size_t i, j;

	want_status(answer, DNS_TIMEOUT);
	want(answer->sent == 4, "sent %u", answer->sent);
	want_within(&net, 5000, 5000);
	for (i = 0; i < 4; i++) {
		entry = script_nth(net.script, DNS_MX, i);
		if (!want(entry != NULL, "%zu sendings", i))
			break;
		want(entry->server == i % 3, "sending %zu to %u", i,
		    entry->server);
		want(entry->at - net.start >= due[i] - 5 &&
		    entry->at - net.start <= due[i] + SLACK,
		    "sending %zu at %lld", i,
		    (long long)(entry->at - net.start));
		want(entry->edns == (i < 3), "EDNS in sending %zu", i);
		want(entry->rd && !entry->cd, "flags of sending %zu", i);
		for (j = 0; j < i; j++) {
			other = script_nth(net.script, DNS_MX, j);
			want(other->port != entry->port, "same socket");
		}
	}
	want(script_count(net.script, DNS_MX) == 4, "a fifth sending");
	/* with the first question; again only if they are older than it */
	for (i = 0; i < 2; i++) {
		entry = script_nth(net.script, i ? DNS_NS : DNS_SOA, 0);
		want(entry && entry->at - net.start < SLACK,
		    "no control question");
	}
	want_status(dns_health(net.dns, "a.jp"), DNS_WELL);
	net_stop(&net);
}

/* The deadline ends everything, and nothing is sent behind it. */
static void
case_deadline(void)
{
	static const struct script_server server = { .control = ACT_SILENT };
	struct net net = net_start(&server, 1, false);
	const struct dns_answer *a = dns_ask(net.dns, "a.jp", DNS_MX), *b, *h;
	uint64_t sent;

	dns_run(net.dns, NULL, net.start + 100);
	want_status(a, DNS_PENDING);
	want_within(&net, 100, 100);
	dns_run(net.dns, a, net.start + 300);
	want_status(a, DNS_TIMEOUT);
	want(a->sent == 1, "sent %u", a->sent);
	want_within(&net, 300, 300);
	sent = dns_sendings(net.dns);
	b = dns_ask(net.dns, "b.jp", DNS_MX);
	dns_run(net.dns, b, net.start + 300);
	want_status(b, DNS_TIMEOUT);
	want(b->sent == 0, "sent %u behind the deadline", b->sent);
	h = dns_health(net.dns, "b.jp");
	dns_run(net.dns, h, net.start + 300);
	want_status(dns_health(net.dns, "b.jp"), DNS_TIMEOUT);
	want(dns_sendings(net.dns) == sent, "sent behind the deadline");
	net_stop(&net);
}

/* ---- failures ---- */

static const struct {
	const char *what;
	size_t count;
	struct script_server servers[4];
	enum dns_status status;
	unsigned int rcode, sent;
	int64_t from, to;
} failures[] = {
	{ "the next at once", 4, { { .acts = { ACT_SERVFAIL } }, { .acts = { ACT_REFUSED } },
	    { .acts = { ACT_NOTIMP } }, { .acts = { ACT_DATA } } }, DNS_DATA, 0, 4, 0, 400 },
	{ "a closed port", 2, { { .closed = true }, { .acts = { ACT_DATA } } },
	    DNS_DATA, 0, 2, 0, 400 },
	{ "rubbish", 2, { { .acts = { ACT_GARBAGE } }, { .acts = { ACT_DATA } } },
	    DNS_DATA, 0, 2, 0, 400 },
	{ "SERVFAIL, with CD, too", 1, { { .acts = { ACT_SERVFAIL, ACT_SERVFAIL } } },
	    DNS_SERVFAIL, 2, 2, 0, 400 },
	{ "SERVFAIL before REFUSED", 2, { { .acts = { ACT_SERVFAIL, ACT_SERVFAIL } },
	    { .acts = { ACT_REFUSED } } }, DNS_SERVFAIL, 2, 3, 0, 400 },
	{ "REFUSED", 1, { { .acts = { ACT_REFUSED } } }, DNS_REFUSED, 5, 1, 0, 400 },
	{ "NOTIMP", 1, { { .acts = { ACT_NOTIMP } } }, DNS_NOTIMP, 4, 1, 0, 400 },
	{ "REFUSED before a closed port", 2, { { .closed = true },
	    { .acts = { ACT_REFUSED } } }, DNS_REFUSED, 5, 2, 0, 400 },
	{ "SERVFAIL, then silence", 2, { { .acts = { ACT_SERVFAIL } },
	    { .acts = { ACT_SILENT } } }, DNS_SERVFAIL, 2, 6, 5000, 5000 },
	{ "DNSSEC broken, another server silent", 2, { { .acts = { ACT_CD,
	    ACT_CD } }, { .acts = { ACT_SILENT } } }, DNS_BOGUS, 2, 6, 5000,
	    5000 },
	{ "SERVFAIL, with CD, too, another server late", 2, { { .acts = {
	    ACT_SERVFAIL, ACT_SERVFAIL } }, { .acts = { ACT_LATE } } },
	    DNS_DATA, 0, 4, 800, 1000 },
	{ "only a closed port", 1, { { .closed = true } },
	    DNS_PORT_REFUSED, 0, 4, 3500, 3500 },
	{ "DNSSEC broken", 1, { { .acts = { ACT_CD, ACT_CD } } }, DNS_BOGUS, 2, 2, 0,
	    400 },
	{ "rubbish only", 1, { { .acts = { ACT_GARBAGE } } }, DNS_MALFORMED, 0, 1, 0,
	    400 },
	{ "FORMERR to EDNS", 1, { { .acts = { ACT_FORMERR, ACT_FORMERR } } },
	    DNS_DATA, 0, 2, 0, 400 },
	{ "BADVERS", 1, { { .acts = { ACT_BADVERS, ACT_BADVERS } } }, DNS_DATA, 0, 2,
	    0, 400 },
	{ "another id", 1, { { .acts = { ACT_WRONG_ID, ACT_DATA } } }, DNS_DATA, 0, 2,
	    500, 700 },
	{ "another name", 1, { { .acts = { ACT_WRONG_NAME, ACT_DATA } } }, DNS_DATA,
	    0, 2, 500, 700 },
	{ "another source", 1, { { .acts = { ACT_WRONG_SOURCE, ACT_DATA } } },
	    DNS_DATA, 0, 2, 500, 700 },
	{ "a late reply", 1, { { .acts = { ACT_LATE, ACT_SILENT } } }, DNS_DATA, 0, 2,
	    800, 1000 },
	{ "a late reply of another server", 2, { { .acts = { ACT_LATE } },
	    { .acts = { ACT_SILENT } } }, DNS_DATA, 0, 2, 800, 1000 },
	{ "truncated", 1, { { .acts = { ACT_TC }, .tcp = TCP_DATA } }, DNS_DATA, 0, 1,
	    0, 400 },
	{ "truncated, TCP refused", 1, { { .acts = { ACT_TC }, .tcp = TCP_REFUSED } },
	    DNS_TRUNCATED, 0, 1, 0, 400 },
	{ "truncated, TCP closes", 1, { { .acts = { ACT_TC }, .tcp = TCP_CLOSE } },
	    DNS_TRUNCATED, 0, 1, 0, 400 },
	{ "truncated, TCP silent", 1, { { .acts = { ACT_TC }, .tcp = TCP_SILENT } },
	    DNS_TRUNCATED, 0, 1, 5000, 5000 },
	{ "truncated, TCP drips", 1, { { .acts = { ACT_TC }, .tcp = TCP_DRIP } },
	    DNS_TRUNCATED, 0, 1, 5000, 5000 },
	{ "truncated without TCP, another server", 2, { { .acts = { ACT_TC } },
	    { .acts = { ACT_DATA } } }, DNS_DATA, 0, 2, 0, 400 },
	{ "truncated, TCP silent, another server", 2, { { .acts = { ACT_TC },
	    .tcp = TCP_SILENT }, { .acts = { ACT_DATA } } }, DNS_DATA, 0, 2,
	    500, 700 },
	{ "truncated twice, TCP of one silent", 2, { { .acts = { ACT_TC },
	    .tcp = TCP_SILENT }, { .acts = { ACT_TC }, .tcp = TCP_DATA } },
	    DNS_DATA, 0, 2, 500, 700 },
};

static void
case_failure(size_t n, bool sweep)
{
	struct script_server servers[4];
	struct net net;
	const struct dns_answer *answer;
	size_t i;

	memcpy(servers, failures[n].servers, sizeof(servers));
	for (i = 0; i < failures[n].count; i++)
		servers[i].control = ACT_DATA;
	net = net_start(servers, failures[n].count, sweep);
	answer = asked(&net, "a.jp", DNS_MX);
	want_status(answer, failures[n].status);
	want(answer->rcode == failures[n].rcode, "rcode %u", answer->rcode);
	/* on a busy machine perhaps once more */
	want(answer->sent >= failures[n].sent &&
	    answer->sent <= failures[n].sent + 1, "sent %u", answer->sent);
	want_within(&net, failures[n].from, failures[n].to);
	if (answer->status == DNS_DATA) {
		want(answer->count == 1, "%zu records", answer->count);
		want(answer->rr[0].preference == 10, "a forged one");
	}
	want(!answer->aa || answer->status == DNS_DATA, "aa");
	net_stop(&net);
}

/* A server that fails for one question is not the first for the next. */
static void
case_best(void)
{
	static const struct script_server servers[2] = {
		{ .acts = { ACT_SERVFAIL }, .control = ACT_SILENT },
		{ .acts = { ACT_DATA }, .control = ACT_DATA },
	};
	struct net net = net_start(servers, 2, false);

	want_status(asked(&net, "a.jp", DNS_MX), DNS_DATA);
	want_status(asked(&net, "b.jp", DNS_MX), DNS_DATA);
	want(script_nth(net.script, DNS_MX, 2) &&
	    script_nth(net.script, DNS_MX, 2)->server == 1,
	    "the next question does not begin with who answered last");
	net_stop(&net);
}

/* A chain that is told a step at a time: 8 are followed, 9 are not. */
static void
case_chain(void)
{
	static const struct script_server server = {
		{ ACT_CNAME, ACT_CNAME, ACT_CNAME }, .control = ACT_DATA,
	};
	struct net net = net_start(&server, 1, false);
	const struct dns_answer *answer = asked(&net, "8.jp", DNS_MX);

	want_status(answer, DNS_DATA);
	want(answer->cnames == 8, "%u steps", answer->cnames);
	want(strcmp(answer->owner, "0.jp") == 0, "owner %s", answer->owner);
	want_status(asked(&net, "9.jp", DNS_MX), DNS_CNAME_LOOP);
	net_stop(&net);
}

/* ---- is the resolver well? ---- */

static const struct {
	enum act control, act;
	enum dns_status verdict;
} verdicts[] = {
	{ ACT_DATA, ACT_SERVFAIL, DNS_WELL },
	{ ACT_SERVFAIL, ACT_SERVFAIL, DNS_SICK },
	{ ACT_REFUSED, ACT_REFUSED, DNS_REFUSES },
	{ ACT_SILENT, ACT_SILENT, DNS_SICK },
};

static void
case_verdict(size_t n)
{
	struct script_server server = {
		{ verdicts[n].act, verdicts[n].act },
		.control = verdicts[n].control,
	};
	struct net net = net_start(&server, 1, n % 2);
	const struct dns_answer *answer;
	int i;

	dns_subject(net.dns, 1);
	asked(&net, "a.jp", DNS_MX);
	for (i = 0; i < 10; i++) {
		answer = dns_health(net.dns, "a.jp");
		if (answer->status != DNS_PENDING)
			break;
		dns_run(net.dns, answer, CLOCK_NEVER);
	}
	want_status(answer, verdicts[n].verdict);
	net_stop(&net);
}

/* A verdict never rests on a control from before the question. */
static void
case_fresh(void)
{
	static const struct script_server server = { .control = ACT_DATA };
	struct net net = net_start(&server, 1, true);
	const struct script_entry *last;
	size_t i;

	dns_subject(net.dns, 1);
	asked(&net, "a.jp", DNS_MX);
	want(script_count(net.script, DNS_SOA) >= 1, "jp was not asked");
	dns_subject(net.dns, 2);
	asked(&net, "b.jp", DNS_MX);
	last = NULL;
	for (i = 0; script_nth(net.script, DNS_SOA, i); i++)
		last = script_nth(net.script, DNS_SOA, i);
	want(last && last->at >= script_nth(net.script, DNS_MX, 4)->at,
	    "no control since the question");
	net_stop(&net);
}

/* ---- many ---- */

static void
ask_many(struct net *net, unsigned int from, unsigned int count)
{
	char name[40];
	unsigned int i;

	for (i = from; i < from + count; i++) {
		snprintf(name, sizeof(name), "n%u.jp", i);
		dns_subject(net->dns, i + 1);
		dns_wait(net->dns, i + 1, dns_ask(net->dns, name, DNS_MX));
	}
}

/* Runs until so many are ready; gives how many have data. */
static unsigned int
run_many(struct net *net, unsigned int count, int64_t deadline)
{
	unsigned int data = 0, ready = 0;
	const struct dns_answer *answer;
	char name[40];
	uint64_t id;

	while (ready < count && clock_now() < deadline) {
		dns_run(net->dns, NULL, deadline);
		while ((id = dns_ready(net->dns)) != 0) {
			snprintf(name, sizeof(name), "n%u.jp",
			    (unsigned int)id - 1);
			dns_subject(net->dns, id);
			answer = dns_ask(net->dns, name, DNS_MX);
			data += answer->status == DNS_DATA;
			want(answer->status == DNS_DATA, "%s: %s", name,
			    dns_status_name(answer->status));
			dns_done(net->dns, id);
			ready++;
		}
	}
	want(ready == count, "%u of %u ready", ready, count);
	return data;
}

/* No more than 200 hold a place; who is sent again has given it away. */
static void
case_window(void)
{
	static const struct script_server server = { .control = ACT_DATA };
	struct net net = net_start(&server, 1, true);
	const struct script_entry *entry;
	size_t i, first = 0;

	ask_many(&net, 0, 700);
	net.start = clock_now();
	while (since(&net) < 400)
		dns_run(net.dns, NULL, net.start + 400);
	for (i = 0; (entry = script_nth(net.script, DNS_MX, i)); i++)
		first += entry->nth == 0;
	want(first >= 190 && first <= 200, "%zu on the wire", first);
	while (since(&net) < 1300)
		dns_run(net.dns, NULL, net.start + 1300);
	for (first = i = 0; (entry = script_nth(net.script, DNS_MX, i)); i++)
		first += entry->nth == 0;
	want(first > 200 && first <= 600, "then %zu", first);
	want(net.dns->servers[0]->window > 199,
	    "silence to the end changed the window");
	net_stop(&net);
}

/* Answered only when sent again: that is a loss, and halves the window. */
static void
case_loss(void)
{
	static const struct script_server server = {
		{ ACT_SILENT, ACT_DATA }, .control = ACT_DATA,
	};
	struct net net = net_start(&server, 1, true);
	unsigned int i;

	for (i = 0; i < 6; i++) {
		ask_many(&net, i * 50, 50);
		want(run_many(&net, 50, clock_now() + 20000) == 50, "data");
		want(i > 0 || net.dns->servers[0]->window <= 100.5,
		    "window %.0f after one loss",
		    net.dns->servers[0]->window);
	}
	want(net.dns->servers[0]->window >= DNS_WINDOW_MIN &&
	    net.dns->servers[0]->window < 25, "window %.1f",
	    net.dns->servers[0]->window);
	net_stop(&net);
}

/* A late answer to the first sending is no loss. */
static void
case_slow(void)
{
	static const struct script_server server = {
		{ ACT_LATE, ACT_SILENT }, .control = ACT_DATA,
	};
	struct net net = net_start(&server, 1, true);

	ask_many(&net, 0, 10);
	want(run_many(&net, 10, clock_now() + 20000) == 10, "data");
	want(net.dns->servers[0]->window >= 200, "window %.0f",
	    net.dns->servers[0]->window);
	net_stop(&net);
}

/* Each socket of the pool serves 100 questions. */
static void
case_pool(void)
{
	static const struct script_server server = {
		.always = ACT_DATA, .control = ACT_DATA,
	};
	struct net net = net_start(&server, 1, true);
	unsigned int i, ports = 0, *uses = xcalloc(65536, sizeof(*uses));
	const struct script_entry *entry;

	for (i = 0; i < 75; i++) {
		ask_many(&net, i * 100, 100);
		want(run_many(&net, 100, clock_now() + 20000) == 100, "data");
	}
	for (i = 0; i < 7500; i++) {
		entry = script_nth(net.script, DNS_MX, 0) + i;
		ports += uses[entry->port]++ == 0;
		want(uses[entry->port] <= 100, "a port served %u",
		    uses[entry->port]);
	}
	want(ports > 64, "%u ports for 7500 questions", ports);
	want(net.dns->sockets <= 64 + 64, "%zu sockets open",
	    net.dns->sockets);
	free(uses);
	net_stop(&net);
}

static void
few_files(bool sweep)
{
	static const struct script_server servers[2] = {
		{ .always = ACT_DATA, .control = ACT_DATA },
		{ .always = ACT_DATA, .control = ACT_DATA },
	};
	struct net net;

	net = net_start(servers, 2, sweep);
	net.dns->sockets_max = FEW;
	ask_many(&net, 0, 300);
	want(run_many(&net, 300, clock_now() + 20000) == 300, "data");
	net_stop(&net);
}

static void
case_few_files(void)
{
	few_files(false);
}

static void
case_few_files_sweep(void)
{
	few_files(true);
}

/* Silent ones are still asked twice, and TCP still finds a descriptor. */
static void
case_few_files_silent(void)
{
	static const struct script_server server = { .control = ACT_DATA };
	const struct dns_answer *answers[12];
	struct net net;
	char name[20];
	int i;

	net = net_start(&server, 1, false);
	net.dns->sockets_max = FEW;
	for (i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "n%d.jp", i);
		answers[i] = dns_ask(net.dns, name, DNS_MX);
	}
	for (i = 0; i < 12; i++) {
		dns_run(net.dns, answers[i], net.start + 20000);
		want_status(answers[i], DNS_TIMEOUT);
		want(answers[i]->sent >= 2, "asked %u times",
		    answers[i]->sent);
	}
	net_stop(&net);
}

static void
case_few_files_tcp(void)
{
	static const struct script_server server = {
		.always = ACT_TC, .control = ACT_DATA, .tcp = TCP_DATA,
	};
	struct net net;
	unsigned int i;

	net = net_start(&server, 1, true);
	net.dns->sockets_max = FEW;
	for (i = 0; i < 20; i++) {
		ask_many(&net, i, 1);
		want(run_many(&net, 1, clock_now() + 20000) == 1, "data");
	}
	net_stop(&net);
}

static void
case_rate(void)
{
	static const struct script_server server = {
		.always = ACT_DATA, .control = ACT_DATA,
	};
	struct net net = net_start(&server, 1, true);

	net.dns->rate = 100;
	ask_many(&net, 0, 60);
	want(run_many(&net, 60, clock_now() + 20000) == 60, "data");
	/* a burst of 10 at most */
	want(since(&net) >= 450, "60 questions in %lld ms",
	    (long long)since(&net));
	net_stop(&net);
}

/* ---- dns_ask_at ---- */

static void
port_for_all(struct dns *dns, uint16_t port)
{
	struct dns_server *server;
	size_t i;

	for (i = 0; i < 1024; i++)
		for (server = dns->at[i]; server; server = server->chain)
			server->endpoint.port = port;
}

static void
case_at(void)
{
	static const struct script_server servers[2] = {
		{ .control = ACT_DATA },
		{ .acts = { ACT_DATA, ACT_DATA }, .control = ACT_DATA,
		    .tcp = TCP_DATA },
	};
	struct net net = net_start(servers, 2, false);
	struct ip ip = { 4, { 127, 0, 0, 1 } };
	const struct dns_answer *answer;
	const struct script_entry *entry;

	answer = dns_ask_at(net.dns, &ip, "a.jp", DNS_MX);
	port_for_all(net.dns, script_endpoints(net.script)[1].port);
	dns_run(net.dns, answer, CLOCK_NEVER);
	want_status(answer, DNS_DATA);
	want(answer->aa && ip_equal(&answer->server, &ip), "aa, server");
	entry = script_nth(net.script, DNS_MX, 0);
	want(entry && entry->server == 1 && !entry->rd, "RD, server");
	want(script_count(net.script, DNS_MX) == 1, "asked elsewhere, too");
	net_stop(&net);
}

/* ---- all at once ---- */

static void (*const cases[])(void) = {
	case_patience, case_deadline, case_best, case_chain, case_fresh,
	case_window, case_loss, case_slow, case_pool, case_few_files,
	case_few_files_sweep, case_few_files_silent, case_few_files_tcp,
	case_rate, case_at,
};
static const char *const case_names[] = {
	"patience", "deadline", "best", "chain", "fresh", "window", "loss",
	"slow", "pool", "few files", "few files, sweep",
	"few files, silence", "few files, TCP", "rate", "one server only",
};

static pid_t
begin(int n, void (*fn)(void), size_t row, int kind)
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid > 0)
		return pid;
	own = n;
	alarm(60);
	if (fn)
		fn();
	else if (kind == 2)
		case_verdict(row);
	else
		case_failure(row, kind == 1);
	exit(0);
}

static void
join(pid_t pid, int n, const char *what, char *all, size_t size)
{
	size_t used = strlen(all);
	int status = 0;

	waitpid(pid, &status, 0);
	if (wrong[n][0] != '\0')
		snprintf(all + used, size - used, "%s: %s\n", what, wrong[n]);
	else if (status != 0)
		snprintf(all + used, size - used, "%s: ended with %d\n",
		    what, status);
}

static void
shared_begin(void)
{
	wrong = mmap(NULL, CASES_MAX * sizeof(*wrong),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(wrong, MAP_FAILED);
}

START_TEST(test_cases)
{
	pid_t pids[CASES_MAX];
	char all[4000] = "";
	int i, n = (int)UNIT_COUNT(cases);

	shared_begin();
	for (i = 0; i < n; i++)
		pids[i] = begin(i, cases[i], 0, 0);
	for (i = 0; i < n; i++)
		join(pids[i], i, case_names[i], all, sizeof(all));
	ck_assert_msg(*all == '\0', "\n%s", all);
}
END_TEST

/* A single check and a sweep have sockets of different kinds. */
START_TEST(test_failures)
{
	pid_t pids[CASES_MAX];
	char all[4000] = "";
	int i, n = (int)UNIT_COUNT(failures);

	shared_begin();
	for (i = 0; i < n; i++)
		pids[i] = begin(i, NULL, (size_t)i, _i);
	for (i = 0; i < n; i++)
		join(pids[i], i, failures[i].what, all, sizeof(all));
	ck_assert_msg(*all == '\0', "\n%s", all);
}
END_TEST

START_TEST(test_verdicts)
{
	pid_t pids[CASES_MAX];
	char all[4000] = "";
	int i, n = (int)UNIT_COUNT(verdicts);

	shared_begin();
	for (i = 0; i < n; i++)
		pids[i] = begin(i, NULL, (size_t)i, 2);
	for (i = 0; i < n; i++)
		join(pids[i], i, dns_status_name(verdicts[i].verdict), all,
		    sizeof(all));
	ck_assert_msg(*all == '\0', "\n%s", all);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("dns_net");
	TCase *tcase = tcase_create("dns_net");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, test_cases);
	tcase_add_loop_test(tcase, test_failures, 0, 2);
	tcase_add_test(tcase, test_verdicts);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
