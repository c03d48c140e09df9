/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_walk.h - a domain's SPF tree as published: every record that includes
 * and redirects lead to, what it costs, and every address it lets send.
 *
 * Every term is looked at as if no mechanism had matched before it.  Terms
 * whose names depend on a sender or a client (macros other than %{d}), and
 * ptr, are counted and not followed.  As all collecting over struct dns it
 * starts from zero each time, and gives NULL when it is complete.
 */
#ifndef WEBLIFE_SPF_WALK_H
#define WEBLIFE_SPF_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "dns.h"
#include "ip.h"
#include "spf.h"

#define SPF_NODES_MAX 64	/* records of one tree; more: truncated */
#define SPF_QUESTIONS_MAX 250	/* questions for one tree; more: truncated */
#define SPF_ASIDE_MAX 8	/* terms kept that were not followed; failures */

enum spf_node_state {
	SPF_NODE_PENDING,
	SPF_NODE_RECORD,	/* one record, and it is right */
	SPF_NODE_SYNTAX,	/* one record, and fault tells what is wrong */
	SPF_NODE_SEVERAL,	/* `records` of them, all walked; record is the
				 * first */
	SPF_NODE_NXDOMAIN,	/* no such name */
	SPF_NODE_NO_TXT,
	SPF_NODE_OTHER_TXT,	/* TXT, but none of them SPF */
	SPF_NODE_FAILED,	/* the answer's status tells */
	SPF_NODE_BAD_NAME,	/* the term gives no name that can be asked */
	SPF_NODE_LOOP,		/* it is being read already, further up */
};

struct spf_node {
	enum spf_node_state state;
	const char *name;		/* DNS text; "" for a bad one */
	const struct dns_answer *answer;	/* TXT; NULL: not asked */
	const struct dns_rr *record;	/* NULL where there is none */
	size_t records;
	struct spf_fault fault;
	struct spf_term via;	/* what leads here, in the parent's record */
	size_t parent;		/* index; the root's is 0 */
	bool reached;		/* not behind all, no redirect beside all */
	bool passes;		/* every include on the way here is a + */
	char all;		/* the qualifier of its all; '\0': none */
	bool redirects;		/* it has a redirect that is reached */
	bool ptr;		/* it has a ptr that is reached */
	unsigned int lookups;	/* terms that ask, of it and all below it */
	unsigned int voids;	/* those of them that get nothing */
};

/* A network that may send: its term and every include on the way are +. */
struct spf_network {
	struct network network;
	size_t node;		/* whose record has it */
	struct spf_term term;	/* ip4, ip6, a, mx */
	const char *host;	/* a, mx: whose address it is; else NULL */
};

struct spf_aside {
	size_t node;
	struct spf_term term;
	const struct dns_answer *answer;	/* of a failure */
};

/* Zero is a valid start; it is used again for the next collect. */
struct spf_walk {
	struct spf_node *nodes;	/* the root first, each before those it leads
				 * to; NULL before the first walk */
	size_t node_count;
	size_t node_size;
	struct spf_network *networks;
	size_t network_count;
	size_t network_size;
	struct spf_aside unfollowed[SPF_ASIDE_MAX];
	size_t unfollowed_count;	/* may be more than are kept */
	/* addresses and MX that could not be had */
	struct spf_aside failures[SPF_ASIDE_MAX];
	size_t failure_count;
	/* an mx of more than SPF_MAX_HOSTS names: permerror */
	struct spf_aside crowded[SPF_ASIDE_MAX];
	size_t crowded_count;
	bool truncated;		/* there is more than the limits let us see */
};

/* The answer that it waits for, or NULL. */
const struct dns_answer *spf_walk(struct spf_walk *walk, struct dns *dns,
	    const char *domain);

void	spf_walk_free(struct spf_walk *walk);

#endif
