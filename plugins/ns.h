/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ns.h - what every authoritative name server of a domain says of its MX.
 */
#ifndef WEBLIFE_NS_H
#define WEBLIFE_NS_H

#include "mx.h"

#define NS_NAMES_MAX 16		/* name servers that are looked up */
#define NS_SERVERS_MAX 32	/* addresses that are asked */

struct ns_name {
	const char *name;
	const struct dns_answer *a, *aaaa;
};

struct ns_server {
	const char *name;
	const struct dns_answer *mx;	/* its own answer, with its address */
};

struct ns_facts {
	const char *zone;		/* whose NS they are: the domain, or
					 * the zone above it */
	const struct dns_answer *ns;
	const struct dns_answer *health;	/* when ns failed */
	struct ns_name names[NS_NAMES_MAX];
	size_t name_count;
	struct ns_server servers[NS_SERVERS_MAX];
	size_t server_count;
	bool more;			/* there are more than were asked */
};

/* As mx_collect(). */
const struct dns_answer *ns_collect(struct ns_facts *facts, struct dns *dns,
	    const char *domain);

/*
 * The verdict on the resolver's answer and the servers' together, in place
 * of mx_judge(): where some servers are right, others wrong, silent or lame,
 * it is a warning; where none is right, critical.  Adds the figures of
 * mx_judge(), servers, and servers_differ.
 */
void	ns_judge(struct report *report, const char *subject,
	    const struct mx_config *config, const struct mx_facts *mx,
	    const struct ns_facts *ns);

#endif
