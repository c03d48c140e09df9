/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selection, keys, the window, and what is said beside the intervals. */
#include "config.h"

#include "poll_world.h"

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
	ck_assert_uint_eq(w.facts.all, 4);
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
	ck_assert_str_eq(report_headline(w.report),
	    "1 client fetched mail in 2 h, and has stopped");
	ck_assert(says(&w, "left out: 1 client that has stopped"));
	end(&w);
}
END_TEST

/* Not yet: it may have missed a few; a line may be of a clock ahead. */
START_TEST(not_yet_stopped)
{
	struct world w;

	begin(&w);
	for (int64_t t = END - 600; t > START; t -= 60)
		login(&w, t, "late", MAIL_POP3);
	login(&w, END + POLL_AHEAD, "ahead", MAIL_POP3);
	login(&w, END + POLL_AHEAD + 1, "ahead", MAIL_POP3);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_CRITICAL);
	ck_assert_uint_eq(w.facts.logins, 111);
	end(&w);
}
END_TEST

/* What is said, drawn and judged is one number. */
START_TEST(whole_seconds)
{
	struct world w;

	begin(&w);
	for (int i = 0; i < 20; i++)
		login(&w, END - i * 285 + i % 2, "a", MAIL_POP3);
	judge(&w);
	ck_assert_int_eq(report_state(w.report), STATE_OK);
	ck_assert_str_eq(report_headline(w.report), "1 client, not too often: "
	    "a from 203.0.113.5 (pop3), every 285 s");
	ck_assert(w.totals.min_interval == 285);
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
	for (int64_t t = END + POLL_AHEAD + 1; t < END + 3600; t += 60)
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

/* Lines that tell no login, and logins; those outside do not count. */
START_TEST(unclear)
{
	static const struct {
		int unclear, outside, logins;
		enum state state;
		const char *text;
	} rows[] = {
	    { 110, 0, 0, STATE_UNKNOWN, "110 of 110 login lines in 2 h not "
	    "understood: no user or no valid address" },
	    { 1, 0, 0, STATE_UNKNOWN, "1 of 1 login line in 2 h not "
	    "understood: no user or no valid address" },
	    { 3, 0, 2, STATE_UNKNOWN, "3 of 5 login lines in 2 h not "
	    "understood: no user or no valid address" },
	    { 2, 5, 2, STATE_OK, "1 client fetched mail in 2 h, too seldom "
	    "to be judged" },
	    { 0, 9, 0, STATE_OK, "nobody fetched mail in 2 h" } };
	static struct maillog log;

	ck_assert_int_eq(maillog_parse(&log, "imap-login: Login: user=<>, "
	    "rip=203.0.113.5", 43), MAILLOG_UNCLEAR);
	for (size_t i = 0; i < UNIT_COUNT(rows); i++) {
		int64_t within = END - 60, before = START - 60;
		struct world w;

		begin(&w);
		for (int n = 0; n < rows[i].unclear; n++)
			logins_add(w.logins, &log, &within);
		for (int n = 0; n < rows[i].outside; n++)
			logins_add(w.logins, &log, &before);
		for (int n = 0; n < rows[i].logins; n++)
			login(&w, END - 600 * n, "a", MAIL_IMAP);
		judge(&w);
		ck_assert_int_eq(report_state(w.report), rows[i].state);
		ck_assert_str_eq(report_headline(w.report), rows[i].text);
		ck_assert_uint_eq(w.totals.unparsed,
		    (uint64_t)rows[i].unclear);
		ck_assert(says(&w, "Look at these lines in the log") ==
		    (rows[i].state == STATE_UNKNOWN));
		ck_assert(says(&w, "not understood: 2 login lines") ==
		    (rows[i].unclear == 2));
		end(&w);
	}
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
	const TTest *tests[] = { webmail, excluded, keys, by_user_and_ip,
	    too_few, stopped, not_yet_stopped, whole_seconds, spans_and_order, outside, same_session,
	    left_on_the_server, proxy, unstamped, unclear, durations };

	return unit_run("polling", tests, UNIT_COUNT(tests));
}
