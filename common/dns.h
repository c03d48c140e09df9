/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dns.h - questions to the DNS, and their answers: ask, run, ask again.
 *
 * A struct dns is a table from question (server or "the resolver", name,
 * type) to answer.  dns_ask() gives what is known; what is not known yet is
 * noted, and the answer is DNS_PENDING until dns_run() has made it final.
 * A collect function walks as far as it can, asks for what it misses and
 * returns an answer that it still waits for, or NULL:
 *
 *	while ((waiting = mx_collect(&facts, dns, domain)) != NULL)
 *		dns_run(dns, waiting, deadline);
 *
 * Once final, an answer never changes or moves until it is released
 * (dns_done, dns_free); facts may point into it.
 *
 * Names are absolute, with or without the final dot; in answers they are in
 * small letters, without the final dot (the root is ""), odd octets escaped
 * as \DDD (RFC 1035 5.1).
 */
#ifndef WEBLIFE_DNS_H
#define WEBLIFE_DNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ip.h"

enum dns_type {
	DNS_A = 1,
	DNS_NS = 2,
	DNS_CNAME = 5,
	DNS_SOA = 6,
	DNS_PTR = 12,
	DNS_MX = 15,
	DNS_TXT = 16,
	DNS_AAAA = 28,
	DNS_SPF = 99,		/* RFC 4408's own type, for advice only */
};

enum dns_status {
	DNS_PENDING,
	/* these stand by themselves */
	DNS_DATA,		/* rr[0..count-1] have the type asked for */
	DNS_NODATA,		/* the name is there, the type is not */
	DNS_NXDOMAIN,		/* the name is not there */
	/* failures: whose they are, dns_health() helps to say */
	DNS_SERVFAIL,
	DNS_BOGUS,		/* SERVFAIL, but data with CD: DNSSEC broken */
	DNS_REFUSED,
	DNS_NOTIMP,
	DNS_MALFORMED,		/* a reply to our question that can't be read */
	DNS_TRUNCATED,		/* TC, and no answer by TCP */
	DNS_PORT_REFUSED,	/* ICMP: nobody listens there */
	DNS_NO_ROUTE,		/* no route, or no such address family here */
	DNS_TIMEOUT,		/* `sent` tells how often it was asked */
	DNS_CNAME_LOOP,		/* a loop, or more than 8 steps */
	DNS_BAD_NAME,		/* not a name: label over 63, over 255 octets */
	/* what dns_health() says; pending until known */
	DNS_WELL,
	DNS_SICK,
	DNS_REFUSES,		/* this server does not resolve for us */
};

struct dns_rr {
	uint32_t ttl;
	uint16_t preference;	/* MX */
	struct ip ip;		/* A, AAAA */
	const char *name;	/* MX host, NS, CNAME, PTR; MX 0 . is "" */
	/* TXT, SPF: the character-strings joined; may hold any octet */
	const char *text;
	size_t length;
	const uint16_t *cut;	/* where the 2nd, 3rd ... string begins */
	size_t cuts;
};

struct dns_answer {
	enum dns_status status;
	enum dns_type type;	/* asked for */
	uint8_t rcode;		/* of the last reply, 0 when there was none */
	uint8_t sent;		/* how often it was sent, all servers */
	uint8_t cnames;		/* steps of the CNAME chain */
	bool aa;		/* authoritative answer */
	uint32_t ttl;		/* smallest of the chain and the records, or
				 * the SOA's for NODATA and NXDOMAIN */
	const char *name;	/* asked for */
	const char *owner;	/* the end of the CNAME chain, or name */
	struct ip server;	/* dns_ask_at(): that server; version 0 else */
	size_t count;
	const struct dns_rr *rr;	/* MX: by preference and name; others
					 * in the server's order */
};

struct dns;

struct dns_config {
	const struct endpoint *servers;	/* asked in this order */
	size_t count;
	bool sweep;		/* a pool of sockets instead of one a sending */
	unsigned int rate;	/* questions a second; 0: no limit */
};

/* The servers are copied.  Raises the soft limit of open files. */
struct dns *dns_new(const struct dns_config *config);
void	dns_free(struct dns *dns);

/*
 * A closed world for tests: zone text, one record a line ("example.jp. MX 10
 * mx.example.jp."), lines of ";" and blank ones passed over.  A name that is
 * not there is NXDOMAIN, a name without the type (or with names below it)
 * NODATA, the resolver is well.  "@192.0.2.53 example.jp. MX ..." is what
 * that server says to dns_ask_at(); a server without a line is silent.
 * Nothing is final before dns_run().  Aborts on text that is no record.
 */
struct dns *dns_from_text(const char *zones);

/* In such a world: this question fails.  ".", NS and the top-level domain,
 * SOA are the control questions of dns_health().  DNS_TIMEOUT has `sent` 4. */
void	dns_fail(struct dns *dns, const char *name, enum dns_type type,
	    enum dns_status status);
void	dns_fail_at(struct dns *dns, const struct ip *server,
	    const char *name, enum dns_type type, enum dns_status status);

/*
 * The answer if it is known; else the question is noted and the answer is
 * DNS_PENDING.  The name is copied.  A name that cannot be asked is
 * DNS_BAD_NAME.  CNAME chains are followed, 8 steps in all.  Never NULL.
 */
const struct dns_answer *dns_ask(struct dns *dns, const char *name,
	    enum dns_type type);

/* The same of port 53 of that server only, RD 0; no CNAME is followed out of
 * the reply.  aa, rcode, ttl are in the answer. */
const struct dns_answer *dns_ask_at(struct dns *dns, const struct ip *server,
	    const char *name, enum dns_type type);

/*
 * What the control questions (NS of the root, SOA of domain's top-level
 * domain) say of our resolver: DNS_PENDING, DNS_WELL, DNS_SICK, DNS_REFUSES;
 * DNS_TIMEOUT when they were still open at the deadline.  Asked for only
 * when a question failed; it decides about failures only.
 */
const struct dns_answer *dns_health(struct dns *dns, const char *domain);

/*
 * The same with the SOA of this zone instead, for a list's zone.  zone is
 * asked for as it is.
 */
const struct dns_answer *dns_health_zone(struct dns *dns, const char *zone);

/* Whether the status is a failure: not pending, data, NODATA or NXDOMAIN. */
bool	dns_failed(const struct dns_answer *answer);
/* NXDOMAIN or NODATA (RFC 7208 4.6.4: a void lookup). */
bool	dns_void(const struct dns_answer *answer);

/*
 * Sends what was noted and returns when `waiting` is final (at once if it is
 * already, or nothing is outstanding); with NULL, when anything became final.
 * Takes in everything that is readable before it returns.  With waiting
 * given, once the deadline has passed every pending and every newly noted
 * question is final at once as DNS_TIMEOUT and nothing more is sent.  With
 * NULL the deadline only ends the wait.
 */
void	dns_run(struct dns *dns, const struct dns_answer *waiting,
	    int64_t deadline);

/* Subjects: who asks from now on.  0 is the run itself, and the start. */
void	dns_subject(struct dns *dns, uint64_t id);
/* It is judged: what only it asked is released. */
void	dns_done(struct dns *dns, uint64_t id);
/* Its own time is over: from now on it gets DNS_TIMEOUT for whatever is not
 * final (`sent` as it was then), or DNS_PORT_REFUSED where no server's port is
 * open; the questions live on for others. */
void	dns_expire(struct dns *dns, uint64_t id);
/* The subject waits for this answer; one answer at a time. */
void	dns_wait(struct dns *dns, uint64_t id, const struct dns_answer *answer);
/* The next subject whose answer became final; 0: nobody's. */
uint64_t dns_ready(struct dns *dns);

/* When the question of a pending answer was first sent, milliseconds on the
 * monotonic clock; 0 when it was not yet. */
int64_t	dns_sent_at(const struct dns_answer *answer);

/* Sends the control question for the root once more: is anybody there? */
void	dns_probe(struct dns *dns);

/* When a reply of the resolver last came in, milliseconds; 0: never. */
int64_t	dns_last_reply(const struct dns *dns);

/* Whether each server's port was refused (ICMP) when last asked, seconds ago
 * at most. */
bool	dns_port_refused(const struct dns *dns);

/* Sendings so far, and (for tests) rounds: dns_run() calls that sent. */
uint64_t dns_sendings(const struct dns *dns);
uint64_t dns_rounds(const struct dns *dns);

/* All answers of the table in the order asked, for -vv: the first with NULL,
 * NULL behind the last. */
const struct dns_answer *dns_next(const struct dns *dns,
	    const struct dns_answer *answer);

/* "MX", "TYPE65": and "NXDOMAIN", "SERVFAIL": never translated. */
const char *dns_type_name(enum dns_type type);
const char *dns_status_name(enum dns_status status);

/*
 * "MX example.jp: 10 mx.example.jp, 20 ... (TTL 300)" for a person, cleaned;
 * gives text.
 */
char	*dns_answer_text(const struct dns_answer *answer, char *text,
	    size_t size);

#endif
