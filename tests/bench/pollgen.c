/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pollgen MEGABYTES CLIENTS SECONDS END - a mail server's log of that size on
 * stdout: 18 % of the lines are completed logins of so many clients, spread
 * over so many seconds before END (seconds since 1970, UTC).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINE_OCTETS 153	/* a line's mean length */

static uint64_t
next(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return *random;
}

static void
session(char id[17], uint64_t r)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
	    "nopqrstuvwxyz0123456789+/";

	for (int i = 0; i < 16; i++, r = r >> 4 ^ r << 59)
		id[i] = digits[r & 63];
	id[16] = '\0';
}

static void
login(const char *stamp, uint64_t r, unsigned int clients)
{
	unsigned int c = (unsigned int)(r >> 20) % clients;
	char id[17];

	session(id, r);
	printf("%s mail dovecot: %s-login: Login: user=<user%u@example.jp>, "
	    "method=PLAIN, rip=198.%u.%u.%u, lip=192.0.2.1, mpid=%u, TLS, "
	    "session=<%s>\n", stamp, c % 3 == 0 ? "imap" : "pop3", c,
	    18 + (c >> 16 & 1), c >> 8 & 255, c & 255,
	    (unsigned int)(r >> 40) % 100000, id);
}

static void
other(const char *stamp, uint64_t r)
{
	unsigned int a = (unsigned int)(r >> 8) & 255;
	unsigned int b = (unsigned int)(r >> 24) & 0xffffff;

	switch (r % 6) {
	case 0:
		printf("%s mail postfix/smtpd[%u]: connect from "
		    "unknown[198.51.100.%u]\n", stamp, b % 30000, a);
		break;
	case 1:
		printf("%s mail postfix/smtp[%u]: %06X: to=<user@example.com>, "
		    "relay=mx.example.com[203.0.113.%u]:25, delay=0.8, "
		    "delays=0.1/0/0.4/0.3, dsn=2.0.0, status=sent (250 2.0.0 "
		    "Ok: queued as %06X)\n", stamp, b % 30000, b, a, b);
		break;
	case 2:
		printf("%s mail dovecot: imap(user%u@example.jp)<%u><x%06X>: "
		    "Disconnected: Logged out in=%u out=474 deleted=0 "
		    "expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 "
		    "body_count=0 body_bytes=0\n", stamp, b % 100000, b % 30000,
		    b, a);
		break;
	case 3:
		printf("%s mail postfix/qmgr[%u]: %06X: from=<info@example.jp>, "
		    "size=%u, nrcpt=1 (queue active)\n", stamp, b % 30000, b,
		    b);
		break;
	case 4:
		printf("%s mail dovecot: imap-login: Disconnected: Inactivity "
		    "(auth failed, 1 attempts in %u secs): user=<user%u>, "
		    "method=PLAIN, rip=198.51.100.%u, lip=192.0.2.1, TLS\n",
		    stamp, a, b % 100000, a);
		break;
	default:
		printf("%s mail postfix/cleanup[%u]: %06X: "
		    "message-id=<%06X.%u@mail.example.jp>\n", stamp, b % 30000,
		    b, b, a);
	}
}

int
main(int argc, char **argv)
{
	uint64_t random = 88172645463325252, lines, i;
	unsigned int clients;
	time_t span, end, last = 0;
	char stamp[32] = "";

	if (argc != 5)
		return 2;
	lines = strtoull(argv[1], NULL, 10) * 1000000 / LINE_OCTETS;
	clients = (unsigned int)strtoul(argv[2], NULL, 10);
	span = (time_t)strtol(argv[3], NULL, 10);
	end = (time_t)strtoll(argv[4], NULL, 10);
	for (i = 0; i < lines; i++) {
		time_t now = end - span + (time_t)((double)i *
		    (double)span / (double)lines);
		uint64_t r = next(&random);
		struct tm tm;

		if (now != last && gmtime_r(&now, &tm) != NULL)
			strftime(stamp, sizeof(stamp), "%b %e %H:%M:%S", &tm);
		last = now;
		if (r % 100 < 18)
			login(stamp, next(&random), clients);
		else
			other(stamp, next(&random));
	}
	return fflush(stdout) != 0;
}
