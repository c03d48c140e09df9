/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "fetchmailrc.h"
#include "unit.h"

/* "daemon; host user p|i|- interval [idle] [keep] [skip], ..." */
static const struct {
	const char *text;
	const char *facts;
} cases[] = {
	{ "poll h proto pop3 user u", "0; h u p 1" },
	{ "POLL h PROTO POP3 USER u", "0; h u p 1" },
	{ "server h protocol imap username \"u\"", "0; h u i 1" },
	{ "set daemon 60 poll h user u", "60; h u - 1" },
	{ "set daemon=60\npoll h;user:u", "60; h u - 1" },
	{ "set daemon 60 # 5\npoll h user u # user v", "60; h u - 1" },
	{ "set daemon x poll h user u", "0; h u - 1" },
	{ "set daemon 60 set daemon 90 poll h user u", "90; h u - 1" },
	{ "poll h interval 3 user u user v", "0; h u - 3, h v - 3" },
	{ "poll h user u keep user v nokeep user w no keep",
	    "0; h u - 1 keep, h v - 1, h w - 1" },
	{ "defaults proto pop3 keep poll h user u poll i proto imap user v",
	    "0; h u p 1 keep, i v i 1 keep" },
	{ "skip h user u poll i user v", "0; h u - 1 skip, i v - 1" },
	{ "poll h with proto pop3 and options no dns user u there is me here "
	    "and wants mda \"x\" options ssl keep", "0; h u p 1 keep" },
	{ "poll label via h proto pop3 user u", "0; h u p 1" },
	{ "poll label via h user u poll i user v", "0; h u - 1, i v - 1" },
	{ "poll h user u idle", "0; h u - 1 idle" },
	/* what keywords take is no keyword */
	{ "poll h user u password keep", "0; h u - 1" },
	{ "poll h user u password 'poll' mda \"user v\"", "0; h u - 1" },
	{ "poll h user keep", "0; h keep - 1" },
	{ "poll h user u pass \"poll x user y keep\"", "0; h u - 1" },
	{ "poll h user 'a\\'b' keep", "0; h a'b - 1 keep" },
	{ "set logfile daemon poll h user u", "0; h u - 1" },
	{ "set no bouncemail poll h user u", "0; h u - 1" },
	{ "poll h", "0; h  - 1" },
	{ "\xef\xbb\xbfpoll h user u", "0; h u - 1" },
	{ "poll h\r\n\tuser u\r\n", "0; h u - 1" },
	/* nothing, or half of something */
	{ "", "0;" },
	{ "# poll h", "0;" },
	{ "poll", "0;" },
	{ "user u", "0;" },
	{ "set", "0;" },
	{ "set daemon", "0;" },
	{ "\"poll\" h user u", "0;" },
	{ "poll h user", "0; h  - 1" },
	{ "poll h user \"u", "0; h u - 1" },
	{ "poll h interval 0 user u", "0; h u - 1" },
	{ "poll h proto", "0; h  - 1" },
};

START_TEST(facts)
{
	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		struct fetchmailrc rc;
		char text[1024];
		int n;

		fetchmailrc_parse(&rc, cases[i].text, strlen(cases[i].text));
		n = snprintf(text, sizeof(text), "%ld;", rc.daemon);
		for (size_t j = 0; j < rc.count; j++) {
			const struct fetchmail_user *u = &rc.users[j];

			n += snprintf(text + n, sizeof(text) - (size_t)n,
			    "%s %s %s %s %ld%s%s%s", j > 0 ? "," : "",
			    u->host, u->name, u->pop3 ? "p" :
			    u->imap ? "i" : "-", u->interval,
			    u->idle ? " idle" : "", u->keep ? " keep" : "",
			    u->skipped ? " skip" : "");
		}
		ck_assert_msg(strcmp(text, cases[i].facts) == 0,
		    "%s: got %s", cases[i].text, text);
		fetchmailrc_clear(&rc);
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { facts };

	return unit_run("fetchmailrc", tests, UNIT_COUNT(tests));
}
