/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Known clients, the logins they cause, and what is said of them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "polling.h"
#include "unit.h"

#define END INT64_C(1795521600)
#define START (END - 7200)

struct world {
	struct logins *logins;
	struct poll_config config;
	struct report *report;
	struct poll_facts facts;
	struct poll_totals totals;
	uint32_t random;
	char text[REPORT_TEXT_MAX];
};

static void
begin(struct world *w)
{
	*w = (struct world){ .random = 7 };
	w->logins = logins_new();
	w->report = report_new("POLL INTERVAL");
	w->config.window = 7200;
	w->config.burst = POLL_BURST;
	ck_assert(range_parse(&w->config.warning, POLL_WARNING));
	ck_assert(range_parse(&w->config.critical, POLL_CRITICAL));
}

static void
judge(struct world *w)
{
	polling_collect(&w->facts, &w->config, w->logins, START, END);
	polling_judge(w->report, &w->config, &w->facts, &w->totals);
	report_text(w->report, 1, w->text, sizeof(w->text));
}

static void
end(struct world *w)
{
	polling_clear(&w->facts);
	report_free(w->report);
	logins_free(w->logins);
}

static uint32_t
chance(struct world *w, uint32_t below)
{
	w->random = w->random * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(w->random >> 8) * below >> 24);
}

static void
login_from(struct world *w, int64_t utc, const char *user, const char *ip,
    const char *lip, enum mail_protocol protocol)
{
	static struct maillog log;

	log.kind = MAILLOG_LOGIN;
	log.protocol = protocol;
	log.user = user;
	log.user_length = strlen(user);
	log.repeated = 1;
	ck_assert(ip_parse(&log.ip, ip));
	log.local = (struct ip){ 0 };
	if (lip != NULL)
		ck_assert(ip_parse(&log.local, lip));
	logins_add(w->logins, &log, &utc);
}

static void
login(struct world *w, int64_t utc, const char *user,
    enum mail_protocol protocol)
{
	login_from(w, utc, user, "203.0.113.5", "192.0.2.1", protocol);
}

/* A client with a clock: jitter in percent, lost polls in percent, so many
 * connections at once. */
static void
timer(struct world *w, const char *user, int64_t first, uint32_t interval,
    uint32_t jitter, uint32_t lost, int connections,
    enum mail_protocol protocol)
{
	for (int64_t t = first; t <= END;) {
		if (chance(w, 100) >= lost)
			for (int i = 0; i < connections; i++)
				login(w, t + i, user, protocol);
		t += interval + chance(w, interval * jitter / 50 + 1) -
		    interval * jitter / 100;
	}
}

static bool
says(const struct world *w, const char *text)
{
	return strstr(w->text, text) != NULL;
}

START_TEST(one_minute)
{
	struct world w;

	begin(&w);
	timer(&w, "info@example.jp", START + 30, 60, 0, 0, 1, MAIL_POP3);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_CRITICAL);
	ck_assert_str_eq(report_headline(w.report), "info@example.jp from "
	    "203.0.113.5 (pop3) fetches every 60 s, regular, 120 polls in "
	    "2 h");
	ck_assert(says(&w, "every 10 minutes: that is what weblife.me"));
	ck_assert(w.totals.fast_critical == 1 && w.totals.clients == 1);
	ck_assert(w.totals.min_interval == 60);
	end(&w);
}
END_TEST

/* Each row: interval, jitter, lost, connections; the state. */
static const struct {
	const char *what;
	uint32_t interval, jitter, lost;
	int connections;
	enum mail_protocol protocol;
	enum state state;
} clients[] = {
	{ "1 minute", 60, 5, 0, 1, MAIL_POP3, STATE_CRITICAL },
	{ "1 minute, imap", 60, 5, 0, 1, MAIL_IMAP, STATE_CRITICAL },
	{ "1 minute, 30 % lost", 60, 5, 30, 1, MAIL_POP3, STATE_CRITICAL },
	{ "fetchmail, 60 s and work", 66, 10, 0, 1, MAIL_POP3,
	    STATE_CRITICAL },
	{ "30 s", 30, 0, 0, 1, MAIL_IMAP, STATE_CRITICAL },
	{ "15 s", 15, 0, 0, 1, MAIL_POP3, STATE_CRITICAL },
	{ "5 s", 5, 0, 0, 1, MAIL_POP3, STATE_CRITICAL },
	{ "3 minutes", 180, 5, 0, 1, MAIL_POP3, STATE_WARNING },
	{ "5 minutes", 300, 5, 0, 1, MAIL_POP3, STATE_OK },
	{ "10 minutes", 600, 5, 0, 1, MAIL_POP3, STATE_OK },
	{ "10 minutes, 5 connections", 600, 5, 0, 5, MAIL_IMAP, STATE_OK },
	{ "40 minutes", 2400, 5, 0, 1, MAIL_POP3, STATE_OK },
};

START_TEST(known_clients)
{
	for (size_t i = 0; i < UNIT_COUNT(clients); i++)
		for (uint32_t seed = 1; seed < 30; seed++) {
			struct world w;

			begin(&w);
			w.random = seed * 7919;
			timer(&w, "a", START + chance(&w, 600),
			    clients[i].interval, clients[i].jitter,
			    clients[i].lost, clients[i].connections,
			    clients[i].protocol);
			judge(&w);
			ck_assert_msg(report_state(w.report) ==
			    clients[i].state, "%s, seed %u: %s",
			    clients[i].what, seed, w.text);
			end(&w);
		}
}
END_TEST

/* Several devices: what must never be CRITICAL. */
START_TEST(several_devices)
{
	for (uint32_t seed = 1; seed < 200; seed++) {
		int devices = seed % 2 == 0 ? 2 : 3;
		struct world w;

		begin(&w);
		w.random = seed * 104729;
		for (int i = 0; i < devices; i++)
			timer(&w, "a", START + chance(&w, 600), 600, 5, 0, 1,
			    MAIL_POP3);
		judge(&w);
		ck_assert_msg(report_state(w.report) != STATE_CRITICAL,
		    "%d devices, seed %u: %s", devices, seed, w.text);
		end(&w);
	}
}
END_TEST

/* A phone with IDLE whose network flaps: clusters of logins, no rhythm. */
START_TEST(idle_phone)
{
	for (uint32_t seed = 1; seed < 100; seed++) {
		struct world w;
		int64_t t = START;

		begin(&w);
		w.random = seed * 15485863;
		while (t < END) {
			uint32_t n = 1 + chance(&w, 6);

			for (uint32_t i = 0; i < n && t < END; i++) {
				login(&w, t, "phone", MAIL_IMAP);
				t += 20 + chance(&w, 40);
			}
			t += 100 + chance(&w, 1500);
		}
		judge(&w);
		ck_assert_msg(report_state(w.report) != STATE_CRITICAL,
		    "seed %u: %s", seed, w.text);
		end(&w);
	}
}
END_TEST

/* Twenty people read info@ behind one address. */
START_TEST(shared_mailbox)
{
	struct world w;

	begin(&w);
	for (int i = 0; i < 20; i++)
		timer(&w, "info", START + chance(&w, 600), 600, 5, 0, 1,
		    MAIL_POP3);
	judge(&w);
	ck_assert_msg(says(&w, "irregular, several clients? "), "%s", w.text);
	end(&w);
	/* as IMAP that is no alarm at all */
	begin(&w);
	for (int i = 0; i < 20; i++)
		timer(&w, "info", START + chance(&w, 600), 600, 5, 0, 1,
		    MAIL_IMAP);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_OK);
	end(&w);
}
END_TEST

START_TEST(webmail)
{
	struct world w;

	begin(&w);
	for (int64_t t = START; t < END; t += 60) {
		login_from(&w, t, "a", "127.0.0.1", "127.0.0.1", MAIL_IMAP);
		login_from(&w, t, "b", "192.0.2.1", "192.0.2.1", MAIL_IMAP);
		login_from(&w, t, "c", "::1", NULL, MAIL_IMAP);
	}
	judge(&w);
	ck_assert_str_eq(report_headline(w.report),
	    "nobody fetched mail in 2 h");
	ck_assert(says(&w, "left out: 360 logins of this host itself"));
	ck_assert_uint_eq(w.facts.logins, 360);
	end(&w);
	begin(&w);
	logins_include_webmail(w.logins);
	for (int64_t t = START; t < END; t += 60)
		login_from(&w, t, "a", "127.0.0.1", "127.0.0.1", MAIL_IMAP);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_CRITICAL);
	end(&w);
}
END_TEST

START_TEST(excluded)
{
	struct world w;

	begin(&w);
	logins_exclude(w.logins, "Monitor*");
	logins_exclude(w.logins, "198.51.100.0/24");
	logins_exclude(w.logins, "2001:db8::1");
	logins_exclude(w.logins, "exact");
	for (int64_t t = START; t < END; t += 60) {
		login(&w, t, "monitor-1", MAIL_POP3);
		login(&w, t, "EXACT", MAIL_POP3);
		login_from(&w, t, "a", "198.51.100.7", NULL, MAIL_POP3);
		login_from(&w, t, "a", "2001:db8::1", NULL, MAIL_POP3);
	}
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_OK);
	ck_assert(says(&w, "left out: 480 logins by --exclude"));
	end(&w);
}
END_TEST

START_TEST(keys)
{
	struct world w;

	/* two accounts, and one user in two protocols: four clients */
	begin(&w);
	timer(&w, "a", START, 600, 0, 0, 1, MAIL_POP3);
	timer(&w, "b", START, 600, 0, 0, 1, MAIL_POP3);
	timer(&w, "a", START + 300, 600, 0, 0, 1, MAIL_IMAP);
	/* case, and an old way to write it, are the same user */
	timer(&w, "c@example.jp", START, 1200, 0, 0, 1, MAIL_POP3);
	timer(&w, "C%Example.JP", START + 600, 1200, 0, 0, 1, MAIL_POP3);
	judge(&w);
	ck_assert_uint_eq(w.facts.count, 4);
	ck_assert_int_eq(report_state(w.report), STATE_OK);
	end(&w);
}
END_TEST

/* A phone that changes its address, and two users in an office. */
START_TEST(by_user_and_ip)
{
	for (int by = 0; by < 3; by++) {
		struct world w;

		begin(&w);
		w.config.by = (enum poll_by)by;
		for (int64_t t = START; t < END; t += 60)
			login_from(&w, t, "a", t % 120 == 0 ? "203.0.113.5" :
			    "203.0.113.6", NULL, MAIL_POP3);
		judge(&w);
		ck_assert_str_eq(report_headline(w.report),
		    by == POLL_BY_USER ? "a from 2 addresses (pop3) fetches "
		    "every 60 s, regular, 120 polls in 2 h" :
		    "a from 203.0.113.5 (pop3) fetches every 120 s, regular, "
		    "60 polls in 2 h");
		end(&w);
	}
	for (int by = 0; by < 3; by++) {
		struct world w;

		begin(&w);
		w.config.by = (enum poll_by)by;
		for (int64_t t = START; t < END; t += 60)
			login(&w, t, t % 120 == 0 ? "a" : "b", MAIL_POP3);
		judge(&w);
		ck_assert_str_eq(report_headline(w.report),
		    by == POLL_BY_IP ? "203.0.113.5 with 2 users (pop3) "
		    "fetches every 60 s, regular, 120 polls in 2 h" :
		    "a from 203.0.113.5 (pop3) fetches every 120 s, regular, "
		    "60 polls in 2 h");
		end(&w);
	}
}
END_TEST

START_TEST(too_few)
{
	struct world w;

	begin(&w);
	login(&w, END - 10, "one", MAIL_POP3);
	for (int i = 0; i < 500; i++)
		login(&w, END - 100, "same-second", MAIL_POP3);
	for (int i = 0; i < 5; i++)
		login(&w, END - 300 + i * 60, "five", MAIL_POP3);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_OK);
	ck_assert(says(&w, "left out: 3 clients with fewer than 6 polls"));
	ck_assert_uint_eq(w.facts.polls, 7);
	ck_assert_uint_eq(w.facts.logins, 506);
	end(&w);
}
END_TEST

START_TEST(stopped)
{
	struct world w;

	begin(&w);
	for (int64_t t = START; t < END - 601; t += 60)
		login(&w, t, "gone", MAIL_POP3);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_OK);
	ck_assert(says(&w, "left out: 1 client that has stopped"));
	end(&w);
}
END_TEST

/* Nights do not count; the order in the log does not matter. */
START_TEST(spans_and_order)
{
	struct world w;

	begin(&w);
	for (int64_t t = END; t > END - 600; t -= 60)
		login(&w, t, "a", MAIL_POP3);
	for (int64_t t = START; t < START + 600; t += 60)
		login(&w, t, "a", MAIL_POP3);
	judge(&w);
	ck_assert_str_eq(report_headline(w.report), "a from 203.0.113.5 "
	    "(pop3) fetches every 60 s, regular, 20 polls in 2 h");
	end(&w);
}
END_TEST

/* The window has two ends. */
START_TEST(outside)
{
	struct world w;

	begin(&w);
	for (int64_t t = START - 3600; t < START; t += 60)
		login(&w, t, "early", MAIL_POP3);
	for (int64_t t = END + 1; t < END + 3600; t += 60)
		login(&w, t, "late", MAIL_POP3);
	judge(&w);
	ck_assert_str_eq(report_headline(w.report),
	    "nobody fetched mail in 2 h");
	ck_assert_uint_eq(w.facts.logins, 0);
	end(&w);
}
END_TEST

START_TEST(same_session)
{
	static const char line[] = "Nov 24 11:%02d:%02d m dovecot: "
	    "pop3-login: Login: user=<a>, rip=203.0.113.5, "
	    "session=<0123456789abcde%c>";
	static struct maillog log;
	struct world w;
	char text[200];

	begin(&w);
	/* mail.log and mail.info, a proxy two seconds behind its backend */
	for (int copy = 0; copy < 3; copy++)
		for (int i = 0; i < 10; i++) {
			int64_t utc = END - 1200 + i * 60 + (copy == 2) * 2;

			snprintf(text, sizeof(text), line, i, copy, 'a' + i);
			ck_assert_int_eq(maillog_parse(&log, text,
			    strlen(text)), MAILLOG_LOGIN);
			logins_add(w.logins, &log, &utc);
		}
	judge(&w);
	ck_assert_uint_eq(w.facts.logins, 10);
	end(&w);
}
END_TEST

START_TEST(left_on_the_server)
{
	static const char text[] = "pop3(info@example.jp)<1><abc>: "
	    "Disconnected: Logged out top=0/0, retr=0/0, del=0/4210, "
	    "size=1288490188";
	static struct maillog log;
	int64_t utc = END - 10;
	struct world w;

	begin(&w);
	timer(&w, "info@example.jp", START + 30, 60, 0, 0, 1, MAIL_POP3);
	ck_assert_int_eq(maillog_parse(&log, text, strlen(text)),
	    MAILLOG_POP3_END);
	logins_add(w.logins, &log, &utc);
	judge(&w);
	ck_assert(says(&w, "info@example.jp leaves 4210 messages (1.2 GB) on "
	    "the server"));
	ck_assert(says(&w, "1 of 1 POP3 sessions fetched nothing"));
	ck_assert(says(&w, "Let the mail program delete old messages"));
	end(&w);
}
END_TEST

START_TEST(proxy)
{
	struct world w;
	char user[16];

	begin(&w);
	for (int i = 0; i < 25; i++) {
		snprintf(user, sizeof(user), "user%d", i);
		login(&w, END - 60 * i, user, MAIL_IMAP);
	}
	judge(&w);
	ck_assert(says(&w, "203.0.113.5 carries 25 users: a proxy"));
	end(&w);
}
END_TEST

START_TEST(unstamped)
{
	static struct maillog log;
	struct world w;

	begin(&w);
	ck_assert_int_eq(maillog_parse(&log, "imap-login: Login: user=<a>, "
	    "rip=203.0.113.5", 44), MAILLOG_LOGIN);
	logins_add(w.logins, &log, NULL);
	ck_assert_int_eq(maillog_parse(&log, "imap-login: Login: user=<>, "
	    "rip=203.0.113.5", 43), MAILLOG_UNCLEAR);
	logins_add(w.logins, &log, NULL);
	judge(&w);
	ck_assert_uint_eq(w.facts.logins, 1);
	ck_assert(says(&w, "left out: 1 login without a time stamp"));
	ck_assert(says(&w, "not understood: 1 login line"));
	end(&w);
}
END_TEST

START_TEST(durations)
{
	static const struct { long seconds; const char *text; } rows[] = {
	    { 7200, "2 h" }, { 3600, "1 h" }, { 5400, "90 min" },
	    { 60, "1 min" }, { 45, "45 s" }, { 61, "61 s" } };
	char text[POLL_DURATION_MAX];

	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
		ck_assert_str_eq(polling_duration(rows[i].seconds, text,
		    sizeof(text)), rows[i].text);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { one_minute, known_clients, several_devices,
	    idle_phone, shared_mailbox, webmail, excluded, keys,
	    by_user_and_ip, too_few, stopped, spans_and_order, outside,
	    same_session, left_on_the_server, proxy, unstamped, durations };

	return unit_run("polling", tests, UNIT_COUNT(tests));
}
