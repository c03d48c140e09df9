/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dns_script.h - name servers on 127.0.0.1 that do what a script says, in a
 * thread of the test, and keep a log of every question.
 */
#ifndef WEBLIFE_TESTS_DNS_SCRIPT_H
#define WEBLIFE_TESTS_DNS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ip.h"

#define SCRIPT_SERVERS 5
#define SCRIPT_ACTS 4
#define SCRIPT_LOG 8192

enum act {
	ACT_SILENT,
	ACT_DATA,		/* MX 10 NAME, A 192.0.2.1 ... */
	ACT_LATE,		/* the same after 800 ms */
	ACT_SERVFAIL, ACT_REFUSED, ACT_NOTIMP,
	ACT_FORMERR,		/* to EDNS: FORMERR, twice; else data */
	ACT_BADVERS,		/* to EDNS: BADVERS; else data */
	ACT_TC,			/* truncated */
	ACT_CD,			/* SERVFAIL; with CD data */
	ACT_WRONG_ID, ACT_WRONG_NAME, ACT_WRONG_SOURCE,	/* MX 66 */
	ACT_GARBAGE,		/* the header and rubbish */
	ACT_CNAME,		/* "n.jp" is a CNAME to n-1; "0.jp" data */
};

enum tcp_act { TCP_REFUSED, TCP_DATA, TCP_SILENT, TCP_CLOSE, TCP_DRIP };

struct script_server {
	enum act acts[SCRIPT_ACTS];	/* by the n-th sending of a question;
					 * silence behind the last */
	enum act always;		/* instead, whatever n; not silence */
	enum act control;		/* to NS and SOA */
	enum tcp_act tcp;
	bool closed;			/* nobody listens */
};

struct script_entry {
	int64_t at;			/* ms, monotonic */
	unsigned int server, nth;
	uint16_t id, port;		/* of the source */
	uint16_t type;
	bool rd, cd, edns, tcp, aa;
	char first[24];			/* the first label */
};

struct script;

struct script *script_start(const struct script_server *servers,
	    size_t count);
void	script_stop(struct script *script);
/* To be given to dns_new(). */
const struct endpoint *script_endpoints(const struct script *script);
/* The n-th question of that type, in order; NULL: there are not so many. */
const struct script_entry *script_nth(const struct script *script,
	    uint16_t type, size_t n);
size_t	script_count(const struct script *script, uint16_t type);

#endif
