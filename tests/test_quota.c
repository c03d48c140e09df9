/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quota: what a server says, told ahead in one go, and what the plugin makes
 * of it.  The tags are those of the dialogue, a1, a2 ...
 */
#include <sys/socket.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "quota_ask.h"
#include "quota_unit.h"

#define LONG_WAIT 60000
static struct stream *
told(const char *said, size_t n)
{
	int fds[2], size = 4 * 1024 * 1024;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	setsockopt(fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	ck_assert_int_eq(write(fds[1], said, n), (ssize_t)n);
	shutdown(fds[1], SHUT_WR);
	/* the other end stays open, so that commands have where to go */
	return stream_from(fds[0], "imap.example.jp",
	    clock_now() + LONG_WAIT);
}

/* The account's part of the dialogue: behind a login that named these
 * capabilities. */
static void
ask(const struct quota_config *config, unsigned int capabilities,
    bool known, const char *said)
{
	struct stream *stream = told(said, strlen(said));
	struct imap_session session;

	facts = (struct quota_facts){ 0 };
	imap_begin(&session, stream, &facts.transcript);
	session.capabilities = capabilities;
	session.capabilities_known = known;
	stream_limit(stream, 65536);
	facts.login.end = MAIL_LOGIN_OK;
	facts.login.mechanism = "PLAIN";
	quota_ask_account(&session, &facts, config);
	facts.fault = stream_fault(stream);
	snprintf(facts.error, sizeof(facts.error), "%s",
	    stream_error(stream));
	imap_end(&session);
	stream_free(stream);
}

#define OK_1 "a1 OK done\r\n"

static const struct {
	const char *said;
	const char *line;	/* how line 1 begins */
} quotas[] = {
	/* Dovecot */
	{ "* QUOTAROOT INBOX \"User quota\"\r\n"
	    "* QUOTA \"User quota\" (STORAGE 51 1000 MESSAGE 5 100)\r\n" OK_1,
	    Q "OK - a@example.jp: 5.1 % full: 51.0 KB of 1000 KB, 949 KB "
	    "free (User quota) | usage=5.1%;80;90;0;100 storage=52224B;;;0 "
	    "storage_max=1024000B;;;0 messages=5;;;0 messages_max=100;;;0" },
	{ "* QUOTA \"User quota\" (STORAGE 61 50)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 122.0 % full: 61.0 KB of 50.0 KB, "
	    "11.0 KB over (User quota) |" },
	{ "a1 OK No quota\r\n",
	    Q "UNKNOWN - a@example.jp: the server has no quota for this "
	    "mailbox" },
	{ "a1 NO Not showing other users' quota.\r\n",
	    Q "UNKNOWN - a@example.jp: the server refuses to tell the quota: "
	    "Not showing other users? quota." },
	{ "a1 BAD Error in IMAP command GETQUOTAROOT: Unknown command\r\n",
	    Q "UNKNOWN - a@example.jp: the server refuses to tell the "
	    "quota: Error in IMAP command GETQUOTAROOT" },
	/* two roots, one without a limit */
	{ "* QUOTAROOT INBOX \"User quota\" \"Domain \\\"x\\\" quota\"\r\n"
	    "* QUOTA \"Domain \\\"x\\\" quota\" (STORAGE 21 25)\r\n" OK_1,
	    Q "WARNING - a@example.jp: 84.0 % full: 21.0 KB of 25.0 KB, 4.0 "
	    "KB free (Domain ?x? quota) |" },
	/* the least free space makes the headline, not the percentage */
	{ "* QUOTA \"big\" (STORAGE 9500000 10000000)\r\n"
	    "* QUOTA \"small\" (STORAGE 91 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 91.0 % full: 91.0 KB of 100 KB, 9.0 "
	    "KB free (small) | usage=95.0%" },
	/* ... but only within the worst state */
	{ "* QUOTA \"big\" (STORAGE 9500000 10000000)\r\n"
	    "* QUOTA \"small\" (STORAGE 10 20)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 95.0 % full: 9.1 GB of 9.5 GB, 488 "
	    "MB free (big) | usage=95.0%;80;90;0;100 storage=9728000000B" },
	{ "* QUOTA \"a\" (STORAGE 10 100 MESSAGE 99 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: number of messages at 99.0 % of the "
	    "limit: 99 of 100 (a) | usage=99.0%;80;90;0;100 "
	    "storage=10240B;;;0 storage_max=102400B;;;0 messages=99" },
	{ "* QUOTA \"a\" (MAILBOX 81 100 X-THING 5 10)\r\n" OK_1,
	    Q "WARNING - a@example.jp: number of mailboxes at 81.0 %" },
	{ "* QUOTA \"a\" (X-THING 95 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: X-THING at 95.0 % of the limit: 95 "
	    "of 100 (a) | usage=95.0%;80;90;0;100\n" },
	{ "* QUOTA \"a\" (ANNOTATION-STORAGE 95 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: size of annotations at 95.0 % of the "
	    "limit: 95.0 KB of 100 KB (a)" },
	/* names in small letters; a literal; an atom */
	{ "* quota {6}\r\n(root) (storage 91 100)\r\na1 ok\r\n",
	    Q "CRITICAL - a@example.jp: 91.0 % full: 91.0 KB of 100 KB, 9.0 "
	    "KB free ((root))" },
	/* Cyrus: no list at all; a limit of 0 */
	{ "* QUOTAROOT INBOX\r\n" OK_1,
	    Q "UNKNOWN - a@example.jp: the server has no quota for this" },
	{ "* QUOTAROOT INBOX user.a\r\n* QUOTA user.a (STORAGE 5 0)\r\n" OK_1,
	    Q "UNKNOWN - a@example.jp: the server sets no limit that counts" },
	{ "* QUOTA user.a (STORAGE 5 0 MESSAGE 50 100)\r\n" OK_1,
	    Q "OK - a@example.jp: number of messages at 50.0 %" },
	/* Courier */
	{ "* QUOTAROOT \"INBOX\" \"ROOT\"\r\n* QUOTA \"ROOT\"\r\n" OK_1,
	    Q "UNKNOWN - a@example.jp: the server sets no limit for this "
	    "mailbox" },
	/* hMailServer, Gmail */
	{ "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" ()\r\n" OK_1,
	    Q "UNKNOWN - a@example.jp: the server sets no limit for this" },
	{ "a1 NO IMAP QUOTA is not enabled.\r\n",
	    Q "UNKNOWN - a@example.jp: the server refuses to tell the "
	    "quota: IMAP QUOTA is not enabled." },
	{ "* QUOTAROOT INBOX \"\"\r\n"
	    "* QUOTA \"\" (STORAGE 13631488 15728640)\r\n" OK_1,
	    Q "WARNING - a@example.jp: 86.7 % full: 13.0 GB of 15.0 GB, 2.0 "
	    "GB free |" },
	/* GreenMail: no root in the one, another's in the other */
	{ "* QUOTAROOT INBOX\r\n* QUOTA odd (STORAGE 91 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 91.0 % full" },
	/* a root named, nothing told of it */
	{ "* QUOTAROOT INBOX \"x\"\r\n" OK_1,
	    Q "UNKNOWN - a@example.jp: the server names a quota root, but no "
	    "limit" },
	/* numbers of 63 bits, and beyond */
	{ "* QUOTA a (STORAGE 9223372036854775806 9223372036854775806)\r\n"
	    OK_1, Q "CRITICAL - a@example.jp: 100.0 % full" },
	{ "* QUOTA a (STORAGE 5 9223372036854775807)\r\n" OK_1,
	    Q "UNKNOWN - a@example.jp: the server sets no limit that counts" },
	{ "* QUOTA a (STORAGE 99999999999999999999999 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 9223372036854775808.0 % full" },
	/* a root that comes twice: the fuller figures stay */
	{ "* QUOTA a (STORAGE 99 100)\r\n* QUOTA a (STORAGE 1 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 99.0 % full" },
	{ "* QUOTA a (STORAGE 1 100)\r\n* QUOTA a (STORAGE 99 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 99.0 % full" },
	{ "* QUOTA a (STORAGE 99 100)\r\n* QUOTA a ()\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 99.0 % full" },
	{ "* QUOTA a (STORAGE 9 100)\r\n* QUOTA a (MESSAGE 9 10)\r\n" OK_1,
	    Q "WARNING - a@example.jp: number of messages at 90.0 % of the "
	    "limit: 9 of 10 (a) | usage=90.0%;80;90;0;100 storage=9216B" },
	{ "* QUOTA a (STORAGE 99 0)\r\n* QUOTA a (STORAGE 1 100)\r\n" OK_1,
	    Q "OK - a@example.jp: 1.0 % full" },
	{ "* QUOTA a (STORAGE 85 100)\r\n* QUOTA a (STORAGE 99 0)\r\n" OK_1,
	    Q "WARNING - a@example.jp: 85.0 % full" },
	/* a root that is named and not told has no limit (Dovecot): a note */
	{ "* QUOTAROOT INBOX a b\r\n* QUOTA a (STORAGE 5 100)\r\n" OK_1,
	    Q "OK - a@example.jp: 5.0 % full" },
	{ "* QUOTA b (STORAGE 5 100)\r\n* QUOTAROOT INBOX \"\" b\r\n" OK_1,
	    Q "OK - a@example.jp: 5.0 % full" },
	{ "* QUOTAROOT INBOX a b\r\n* QUOTA a (STORAGE 95 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: 95.0 % full" },
	{ "* QUOTAROOT INBOX a b\r\n* QUOTA a (STORAGE 5 100)\r\n"
	    "* QUOTA b ()\r\n" OK_1, Q "OK - a@example.jp: 5.0 % full" },
	{ "* QUOTAROOT INBOX a b\r\n* QUOTA a (STORAGE 5 100)\r\n"
	    "* QUOTA b\r\n" OK_1, Q "OK - a@example.jp: 5.0 % full" },
	/* refused behind what was told */
	{ "* QUOTAROOT INBOX a\r\n* QUOTA a (STORAGE 5 100)\r\n"
	    "a1 NO failed midway\r\n",
	    Q "UNKNOWN - a@example.jp: the server refuses to tell the quota: "
	    "failed midway | usage=5.0%" },
	{ "* QUOTAROOT INBOX a\r\n* QUOTA a (STORAGE 95 100)\r\n"
	    "a1 NO failed midway\r\n",
	    Q "CRITICAL - a@example.jp: 95.0 % full" },
	{ "* QUOTA a (STORAGE 5 100)\r\na1 NO\r\n",
	    Q "UNKNOWN - a@example.jp: the server refuses to tell the quota: "
	    "no reason given | usage=5.0%" },
	/* the edges: alert above 80 and 90, in what is printed */
	{ "* QUOTA a (STORAGE 80 100)\r\n" OK_1, Q "OK - a@example.jp: 80.0" },
	{ "* QUOTA a (STORAGE 8004 10000)\r\n" OK_1,
	    Q "OK - a@example.jp: 80.0 % full" },
	{ "* QUOTA a (STORAGE 8006 10000)\r\n" OK_1,
	    Q "WARNING - a@example.jp: 80.1 % full" },
	{ "* QUOTA a (STORAGE 90 100)\r\n" OK_1,
	    Q "WARNING - a@example.jp: 90.0" },
	/* unsolicited data in between */
	{ "* 5 EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDNEXT 5] x\r\n"
	    "* QUOTA a (STORAGE 1 100)\r\n* X-NEW {3}\r\na)b (c)\r\n" OK_1,
	    Q "OK - a@example.jp: 1.0 % full" },
	/* what is no protocol */
	{ "* QUOTA a (STORAGE 1)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: the quota cannot be read: * QUOTA a "
	    "(STORAGE 1)" },
	{ "* QUOTA a (STORAGE -1 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: the quota cannot be read" },
	{ "* QUOTA a (STORAGE 1 100) x (\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: the server sent what is no IMAP "
	    "response: * QUOTA a (STORAGE 1 100) x (" },
	{ "* QUOTA (a) (STORAGE 1 100)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: the quota cannot be read" },
	{ "* QUOTAROOT\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: the quota cannot be read" },
	{ "* QUOTAROOT INBOX (a)\r\n" OK_1,
	    Q "CRITICAL - a@example.jp: the quota cannot be read" },
	{ "a7 OK done\r\n",
	    Q "CRITICAL - a@example.jp: the server answered a command that "
	    "was not sent: a7" },
	{ "* QUOTA a (STORAGE 1 100)\r\n+ more\r\n",
	    Q "CRITICAL - a@example.jp: the server asks for more where "
	    "nothing is to be said" },
	{ "* QUOTA {2000000}\r\n",
	    Q "CRITICAL - a@example.jp: the server announces a literal of "
	    "2000000 bytes, more than 1048576" },
	/* what was found is not lost because the rest did not come */
	{ "* QUOTA a (STORAGE 91 100)\r\n* BYE [ALERT] going down\r\n",
	    Q "CRITICAL - a@example.jp: the server ended the session: going "
	    "down | usage=91.0%" },
	{ "* QUOTA a (STORAGE 91 100)\r\n",
	    Q "CRITICAL - a@example.jp: imap.example.jp closed the "
	    "connection, we waited for the quota | usage=91.0%" },
};

START_TEST(quota)
{
	struct quota_config config = config_of();

	ask(&config, IMAP_CAN_QUOTA, true, quotas[_i].said);
	expect(judged(&config, 0), quotas[_i].line);
}
END_TEST

/* n roots with a limit, the last one 95 % full. */
static char *
many_roots(size_t n, const char *last)
{
	char *said = xstrdup(""), *more;
	size_t i;

	for (i = 1; i <= n; i++) {
		more = xasprintf("%s* QUOTA r%zu (%s)\r\n", said, i,
		    i < n ? "STORAGE 1 100" : last);
		free(said);
		said = more;
	}
	more = xasprintf("%s" OK_1, said);
	free(said);
	return more;
}

static const struct {
	size_t roots;
	const char *last;
	const char *line;
	bool more;
} manifold[] = {
	{ 64, "STORAGE 95 100", Q "CRITICAL - a@example.jp: 95.0 % full",
	    false },
	{ 65, "STORAGE 95 100", Q "UNKNOWN - a@example.jp: more quota roots "
	    "than are looked at (64)", true },
	/* a root without a limit hides nothing */
	{ 65, "STORAGE 95 0", Q "OK - a@example.jp: 1.0 % full", false },
	{ 65, "", Q "OK - a@example.jp: 1.0 % full", false },
	{ 1, "A 1 9 B 1 9 C 1 9 D 1 9 E 1 9 F 1 9 G 1 9 H 1 9 I 1 9 J 1 9 "
	    "K 1 9 L 1 9 M 1 9 N 1 9 O 1 9 P 1 9", Q "OK", false },
	{ 1, "A 1 9 B 1 9 C 1 9 D 1 9 E 1 9 F 1 9 G 1 9 H 1 9 I 1 9 J 1 9 "
	    "K 1 9 L 1 9 M 1 9 N 1 9 O 1 9 P 1 9 Q 9 9", Q "UNKNOWN - "
	    "a@example.jp: more limits in a quota root than are looked at "
	    "(16)", false },
	/* the worst state wins */
	{ 1, "A 9 9 B 1 9 C 1 9 D 1 9 E 1 9 F 1 9 G 1 9 H 1 9 I 1 9 J 1 9 "
	    "K 1 9 L 1 9 M 1 9 N 1 9 O 1 9 P 1 9 Q 1 9", Q "CRITICAL - "
	    "a@example.jp: A at 100.0 %", false },
};

/* What is not looked at is not called well. */
START_TEST(many)
{
	struct quota_config config = config_of();
	char *said = many_roots(manifold[_i].roots, manifold[_i].last);
	const char *text;

	ask(&config, IMAP_CAN_QUOTA, true, said);
	text = judged(&config, 0);
	expect(text, manifold[_i].line);
	ck_assert_int_eq(strstr(text, "more quota roots than") != NULL,
	    manifold[_i].more);
	free(said);
}
END_TEST

/* The server did not name its capabilities with the login. */
START_TEST(capabilities_come_late)
{
	struct quota_config config = config_of();

	ask(&config, 0, false, "* CAPABILITY IMAP4rev1 QUOTA\r\n"
	    "a1 OK done\r\n* QUOTA a (STORAGE 91 100)\r\na2 OK done\r\n");
	expect(judged(&config, 0), Q "CRITICAL - a@example.jp: 91.0 %");
	/* the answers change places */
	ask(&config, 0, false, "* QUOTA a (STORAGE 91 100)\r\na2 OK done\r\n"
	    "* CAPABILITY IMAP4rev1 QUOTA\r\na1 OK done\r\n");
	expect(judged(&config, 0), Q "CRITICAL - a@example.jp: 91.0 %");
	/* Exchange: no QUOTA */
	ask(&config, 0, false, "* CAPABILITY IMAP4 IMAP4rev1\r\n"
	    "a1 OK done\r\na2 BAD Command Error. 12\r\n");
	expect(judged(&config, 0), Q "UNKNOWN - a@example.jp: the server "
	    "tells no quota (no QUOTA capability)");
}
END_TEST

START_TEST(no_capability)
{
	struct quota_config config = config_of();
	static const enum state states[] = { STATE_OK, STATE_WARNING,
	    STATE_CRITICAL, STATE_UNKNOWN };
	char wanted[80];
	size_t i;

	for (i = 0; i < UNIT_COUNT(states); i++) {
		config.no_quota = states[i];
		ask(&config, 0, true, "");
		snprintf(wanted, sizeof(wanted), Q "%s - a@example.jp: the "
		    "server tells no quota", state_name(states[i]));
		expect(judged(&config, 0), wanted);
	}
}
END_TEST

START_TEST(several_mailboxes)
{
	struct quota_config config = config_of();
	char archive[] = "Archive", trash[] = "Trash";

	config.mailboxes[0] = archive;
	config.mailboxes[1] = trash;
	config.mailboxes_count = 2;
	ask(&config, IMAP_CAN_QUOTA, true,
	    "* QUOTA a (STORAGE 1 100)\r\na2 OK done\r\n"
	    "* QUOTA b (STORAGE 85 100)\r\na1 OK done\r\n");
	expect(judged(&config, 0), Q "WARNING - a@example.jp: 85.0 %");
	ask(&config, IMAP_CAN_QUOTA, true,
	    "* QUOTA a (STORAGE 1 100)\r\na1 OK done\r\n"
	    "a2 NO no such mailbox\r\n");
	expect(judged(&config, 0), Q "UNKNOWN - a@example.jp: the server "
	    "refuses to tell the quota of one of the mailboxes: no such "
	    "mailbox | usage=1.0%");
}
END_TEST

static const struct {
	unsigned int capabilities;
	const char *said;
	const char *line;
} limits[] = {
	{ IMAP_CAN_QUOTA, "* QUOTA a (STORAGE 91 100)\r\na1 OK done\r\n",
	    Q "CRITICAL - a@example.jp: 91.0 % full: 91.0 KB of 100 KB" },
	{ IMAP_CAN_QUOTA | IMAP_CAN_STATUS_SIZE, "a1 OK No quota\r\n"
	    "* LIST () \"/\" INBOX\r\n* LIST () \"/\" a\r\na2 OK done\r\n"
	    "* STATUS INBOX (MESSAGES 3 SIZE 850000)\r\na3 OK done\r\n"
	    "* STATUS a (SIZE 50000 MESSAGES 1)\r\na4 OK done\r\n",
	    Q "WARNING - a@example.jp: 85.8 % full: 879 KB of 1.0 MB from "
	    "--limit | usage=85.8%;80;90;0;100 storage=900000B;;;0 "
	    "storage_max=1048576B" },
	{ IMAP_CAN_STATUS_SIZE | IMAP_CAN_NAMESPACE,
	    "* NAMESPACE ((\"\" \"/\")) ((\"user/\" \"/\")) "
	    "((\"shared/\" \"/\"))\r\na1 OK done\r\n"
	    "* LIST () \"/\" INBOX\r\n* LIST (\\Noselect) \"/\" box\r\n"
	    "* LIST () \"/\" user/b\r\n* LIST () \"/\" \"shared/x y\"\r\n"
	    "* LIST (\\nonexistent) \"/\" y\r\na2 OK done\r\n"
	    "* STATUS INBOX (SIZE 1000000)\r\na3 OK done\r\n",
	    Q "CRITICAL - a@example.jp: 95.4 % full" },
	/* one went away in between */
	{ IMAP_CAN_STATUS_SIZE,
	    "* LIST () \"/\" INBOX\r\n* LIST () \"/\" a\r\na1 OK done\r\n"
	    "* STATUS INBOX (SIZE 1000000)\r\na2 OK done\r\n"
	    "a3 NO [NONEXISTENT] gone\r\n",
	    Q "CRITICAL - a@example.jp: at least 95.4 % full" },
	{ 0, "* LIST () NIL INBOX\r\n* LIST () NIL e\r\na1 OK done\r\n"
	    "* 2 EXISTS\r\na2 OK [READ-ONLY] done\r\n"
	    "* 1 FETCH (RFC822.SIZE 500000)\r\n"
	    "* 2 FETCH (FLAGS () RFC822.SIZE 500000)\r\n"
	    "* 2 FETCH (FLAGS (\\Seen))\r\na3 OK done\r\n"
	    "* 0 EXISTS\r\na4 OK [READ-ONLY] done\r\n",
	    Q "CRITICAL - a@example.jp: 95.4 % full: 977 KB of 1.0 MB" },
	/* limits of the server that do not count */
	{ IMAP_CAN_QUOTA | IMAP_CAN_STATUS_SIZE,
	    "* QUOTA a (STORAGE 5 0)\r\na1 OK done\r\n"
	    "* LIST () \"/\" INBOX\r\na2 OK done\r\n"
	    "* STATUS INBOX (SIZE 1000000)\r\na3 OK done\r\n",
	    Q "CRITICAL - a@example.jp: 95.4 % full" },
	{ IMAP_CAN_QUOTA | IMAP_CAN_STATUS_SIZE,
	    "* QUOTA a (STORAGE 5 9223372036854775807)\r\na1 OK done\r\n"
	    "* LIST () \"/\" INBOX\r\na2 OK done\r\n"
	    "* STATUS INBOX (SIZE 1000000)\r\na3 OK done\r\n",
	    Q "CRITICAL - a@example.jp: 95.4 % full" },
	{ IMAP_CAN_QUOTA | IMAP_CAN_STATUS_SIZE,
	    "* QUOTAROOT INBOX a\r\na1 OK done\r\n"
	    "* LIST () \"/\" INBOX\r\na2 OK done\r\n"
	    "* STATUS INBOX (SIZE 1000)\r\na3 OK done\r\n",
	    Q "OK - a@example.jp: 0.1 % full" },
	{ IMAP_CAN_STATUS_SIZE, "a1 NO not now\r\n",
	    Q "UNKNOWN - a@example.jp: the server tells no quota" },
};

START_TEST(limit)
{
	struct quota_config config = config_of();

	config.limit = 1024 * 1024;
	ask(&config, limits[_i].capabilities, true, limits[_i].said);
	expect(judged(&config, 0), limits[_i].line);
}
END_TEST

START_TEST(largest_mailboxes)
{
	struct quota_config config = config_of();
	const char *text;

	config.largest = true;
	ask(&config, IMAP_CAN_QUOTA | IMAP_CAN_STATUS_SIZE, true,
	    "* QUOTA a (STORAGE 1 100)\r\na1 OK done\r\n"
	    "* LIST () NIL a\r\n* LIST () NIL b\r\n* LIST () NIL c\r\n"
	    "* LIST () NIL d\r\n* LIST () NIL e\r\na2 OK done\r\n"
	    "* STATUS a (SIZE 3072)\r\na3 OK x\r\n"
	    "* STATUS b (SIZE 1024)\r\na4 OK x\r\n"
	    "* STATUS c (SIZE 5120)\r\na5 OK x\r\n"
	    "* STATUS d (SIZE 4096)\r\na6 OK x\r\n"
	    "* STATUS e (SIZE 2048)\r\na7 OK x\r\n");
	text = judged(&config, 1);
	ck_assert_ptr_nonnull(strstr(text, "\n5.0 KB in the mailbox c\n"
	    "4.0 KB in the mailbox d\n3.0 KB in the mailbox a"));
	ck_assert_ptr_null(strstr(text, "mailbox e"));
}
END_TEST

#define Q_OK "* QUOTA a (STORAGE 1 100)\r\na1 OK done\r\n"

static const struct {
	unsigned int capabilities;
	const char *said;
	const char *has;
} old[] = {
	{ IMAP_CAN_ESEARCH, "* 9 EXISTS\r\na2 OK [READ-ONLY] done\r\n"
	    "* ESEARCH (TAG \"a3\") UID COUNT 3 ALL 4:5,9\r\na3 OK done\r\n"
	    "* 1 FETCH (UID 4 RFC822.SIZE 1000)\r\n"
	    "* 2 FETCH (UID 5 RFC822.SIZE 1000)\r\n"
	    "* 6 FETCH (RFC822.SIZE 1072 UID 9)\r\na4 OK done\r\n",
	    "\n3 messages are older than 90 days, 3.0 KB" },
	{ 0, "a2 OK [READ-ONLY] done\r\n* SEARCH 9 4 5\r\na3 OK done\r\n"
	    "* 1 FETCH (UID 4 RFC822.SIZE 1024)\r\n"
	    "* 2 FETCH (UID 5 RFC822.SIZE 1024)\r\na4 OK done\r\n",
	    "\n3 messages are older than 90 days, at least 2.0 KB" },
	{ 0, "a2 OK x\r\n* SEARCH\r\na3 OK done\r\n",
	    "\nno message is older than 90 days" },
	{ 0, "a2 OK x\r\n* search 7 \r\na3 OK done\r\n"
	    "* 1 FETCH (RFC822.SIZE 12)\r\na4 OK done\r\n",
	    "\n1 message is older than 90 days, 12 bytes" },
	{ 0, "a2 OK x\r\n* 5 EXISTS\r\n* SEARCH 7 (MODSEQ 5)\r\na3 OK x\r\n"
	    "* 1 FETCH (RFC822.SIZE 12)\r\na4 OK done\r\n",
	    "\n1 message is older than 90 days, 12 bytes" },
	{ IMAP_CAN_ESEARCH, "a2 OK x\r\n* ESEARCH (TAG \"a3\") UID COUNT 0"
	    "\r\na3 OK x\r\n", "\nno message is older than 90 days" },
	{ IMAP_CAN_ESEARCH, "a2 OK x\r\na3 OK x\r\n",
	    "\nno message is older than 90 days" },
	{ 0, "a2 NO [NONEXISTENT] no such mailbox\r\na3 BAD not selected\r\n",
	    "the server refuses to search for old messages: no such "
	    "mailbox" },
	{ 0, "a2 OK x\r\na3 NO [CANNOT] too much\r\n",
	    "the server refuses to search for old messages: too much" },
	{ 0, "a2 OK x\r\n* SEARCH 5 x\r\na3 OK x\r\n",
	    "the answer of the server to the search cannot be read" },
	{ 0, "a2 OK x\r\n* SEARCH 0\r\na3 OK x\r\n",
	    "the answer of the server to the search cannot be read" },
	{ 0, "a2 OK x\r\n* SEARCH 4294967296\r\na3 OK x\r\n",
	    "the answer of the server to the search cannot be read" },
	{ IMAP_CAN_ESEARCH, "a2 OK x\r\n* ESEARCH UID COUNT x\r\na3 OK x\r\n",
	    "the answer of the server to the search cannot be read" },
	{ IMAP_CAN_ESEARCH, "a2 OK x\r\n* ESEARCH UID ALL 5:\r\na3 OK x\r\n",
	    "the answer of the server to the search cannot be read" },
};

START_TEST(old_messages)
{
	struct quota_config config = config_of();
	char said[1024];
	const char *text;

	config.older_than = 90;
	snprintf(said, sizeof(said), "%s%s", Q_OK, old[_i].said);
	ask(&config, IMAP_CAN_QUOTA | old[_i].capabilities, true, said);
	text = judged(&config, 0);
	ck_assert_msg(strstr(text, old[_i].has) != NULL,
	    "wanted: %s\ngot: %s", old[_i].has, text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("quota");
	TCase *tc = tcase_create("quota");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, quota, 0, (int)UNIT_COUNT(quotas));
	tcase_add_loop_test(tc, many, 0, (int)UNIT_COUNT(manifold));
	tcase_add_test(tc, capabilities_come_late);
	tcase_add_test(tc, no_capability);
	tcase_add_test(tc, several_mailboxes);
	tcase_add_loop_test(tc, limit, 0, (int)UNIT_COUNT(limits));
	tcase_add_test(tc, largest_mailboxes);
	tcase_add_loop_test(tc, old_messages, 0, (int)UNIT_COUNT(old));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
