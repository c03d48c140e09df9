/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blocklist.h - whether addresses and domains are on block lists: what is asked,
 * and what the answers come to.
 *
 * The rule: a listing counts only if the list passes its own test.  Each list
 * is asked in the same run for the entry that it must have (127.0.0.2) and
 * for the one that it must not have (127.0.0.1), RFC 5782 5; what the two
 * answers prove is decided in one place, blocklist_proof().
 */
#ifndef WEBLIFE_BLOCKLIST_H
#define WEBLIFE_BLOCKLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "dns.h"
#include "dnsbl.h"
#include "range.h"
#include "report.h"
#include "sample.h"
#include "senders.h"

/* A list that this run asks. */
struct blocklist_list {
	const struct dnsbl_list *list;	/* its zone is the name for people */
	char *zone;		/* what is asked: a secret when a key is in it,
				 * in no output */
};

struct blocklist_config {
	struct blocklist_list *lists;
	size_t count;
	size_t max_addresses;	/* of one host or domain */
	bool client;		/* the address is an office line */
	struct range answers;	/* percent of the lists */
	struct range warning;	/* number of listings of that weight */
	struct range critical;
	const char *key;	/* hidden in text from outside; NULL: none */
};

enum blocklist_what {
	BLOCKLIST_ADDRESS,	/* -H ADDR */
	BLOCKLIST_HOST,		/* -H HOST: all its addresses */
	BLOCKLIST_SENDERS,	/* -d DOMAIN: its senders, and itself */
};

struct blocklist_subject {
	enum blocklist_what what;
	struct ip ip;
	char name[DOMAIN_MAX];
};

/* One question to one list. */
struct blocklist_item {
	const struct ip *ip;	/* NULL: the domain itself */
	const struct dns_answer *answer;
	const struct dns_answer *text;	/* TXT beside an answer; or NULL */
};

/* What one list answered. */
struct blocklist_result {
	const struct blocklist_list *asked;
	const struct dns_answer *test;		/* NULL: it has none */
	const struct dns_answer *counter;	/* NULL: need not be asked */
	struct blocklist_item *items;
	size_t count;
};

/* Zero is a valid start. */
struct blocklist_facts {
	struct sample sample;		/* the addresses asked */
	const struct dns_answer *a;	/* of a host */
	const struct dns_answer *aaaa;
	struct senders senders;		/* of a domain */
	struct blocklist_result *results;	/* of the lists that apply */
	size_t count;
	struct blocklist_item *items;	/* of all results, one array */
	const struct dns_answer *health;	/* NULL: not needed */
};

/* What the answers to a list's own test prove. */
enum blocklist_proof {
	BLOCKLIST_PROVEN,	/* its listings count */
	BLOCKLIST_UNPROVEN,	/* test entry missing or without answer: its
				 * listings are told and do not count */
	BLOCKLIST_BROKEN,	/* it refuses, is parked, or lists everybody:
				 * it says nothing */
};

/* From -H: an address or a host name.  NULL, or what is wrong with it. */
const char *blocklist_subject_host(struct blocklist_subject *subject,
	    const char *text);
/* From -d. */
const char *blocklist_subject_domain(struct blocklist_subject *subject,
	    const char *text);
/* From a line of -f: an address, "host NAME", or a domain. */
const char *blocklist_subject_line(struct blocklist_subject *subject,
	    const char *text);

/* For people: the address or the name. */
char	*blocklist_subject_text(char *text, size_t size,
	    const struct blocklist_subject *subject);

const struct dns_answer *blocklist_collect(struct blocklist_facts *facts,
	    struct dns *dns, const struct blocklist_config *config,
	    const struct blocklist_subject *subject);
void	blocklist_clear(struct blocklist_facts *facts);

#define BLOCKLIST_TEXT_MAX 256

/*
 * The rule.  why says what is wrong unless the list is proven.
 */
enum blocklist_proof blocklist_proof(const struct blocklist_result *result,
	    char why[BLOCKLIST_TEXT_MAX]);

/* What the answer to one question says, whatever the list's test proves. */
struct blocklist_outcome {
	bool listed;		/* a listing of `weight` */
	enum dnsbl_weight weight;
	bool excused;		/* a policy listing of an office line: told */
	bool policy;		/* a policy listing is among the codes */
	bool answered;		/* the answer can be used */
	bool late;		/* no answer, and too little time for one */
	bool refused;		/* 127.255.255.254, and codes like it */
	char codes[BLOCKLIST_TEXT_MAX];	/* "127.0.0.2 SBL, ...; 127.0.0.4 ..." */
	char why[BLOCKLIST_TEXT_MAX];	/* unless answered */
};

void	blocklist_outcome(struct blocklist_outcome *outcome,
	    const struct blocklist_result *result,
	    const struct blocklist_item *item, bool client);

void	blocklist_judge(struct report *report,
	    const struct blocklist_config *config,
	    const struct blocklist_subject *subject,
	    const struct blocklist_facts *facts);

/* For -vv: dns_answer_text() with the key that is in the name made
 * unreadable, in the name and in what was answered.  Gives text. */
char	*blocklist_asked(char *text, size_t size,
	    const struct dns_answer *answer);

/*
 * Makes the key unreadable wherever it stands in text, whatever its case, and
 * where only its beginning was left of it.
 */
void	blocklist_hide(char *text, const char *key);

#endif
