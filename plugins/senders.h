/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * senders.h - every address and network that a domain's SPF lets send,
 * through all includes.
 */
#ifndef WEBLIFE_SENDERS_H
#define WEBLIFE_SENDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "dns.h"
#include "ip.h"
#include "spf_walk.h"

enum senders_state {
	SENDERS_KNOWN,		/* all of them */
	SENDERS_PARTLY,		/* some terms did not tell theirs: `why` */
	SENDERS_NO_RECORD,	/* the domain is there and has no SPF */
	SENDERS_NO_ANSWER,	/* `answer`: NXDOMAIN or a failure */
};

struct senders {
	enum senders_state state;
	struct network *networks;	/* may overlap */
	size_t count;
	bool everybody;		/* +all, or a network of /0: not among them */
	const struct dns_answer *answer;
	char why[256];		/* cleaned, translated */
	char aside[100];	/* a term whose addresses depend on the mail,
				 * so that nobody can list them; or "" */
	struct spf_walk *walk;	/* what all this was taken from */
};

/* As every collect function; clears senders first. */
const struct dns_answer *senders_collect(struct senders *senders,
	    struct dns *dns, const char *domain);
void	senders_clear(struct senders *senders);

#endif
