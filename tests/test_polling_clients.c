/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of known clients: timers, devices, phones, an office. */
#include "config.h"

#include "poll_world.h"

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

int
main(void)
{
	const TTest *tests[] = { one_minute, known_clients, several_devices,
	    idle_phone, shared_mailbox };

	return unit_run("polling_clients", tests, UNIT_COUNT(tests));
}
