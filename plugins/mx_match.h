/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mx_match.h - MX records held against the expected ones: which is which,
 * and what the others may have been meant for.
 */
#ifndef WEBLIFE_MX_MATCH_H
#define WEBLIFE_MX_MATCH_H

#include "mx.h"

struct mx_match {
	/* of each expected one: the record with its host, or NULL */
	const struct dns_rr *found[MX_EXPECTED_MAX];
	/* ... and another one with the same host, or NULL */
	const struct dns_rr *twice[MX_EXPECTED_MAX];
	unsigned int right, missing, foreign, preferences;
};

/* Anything but data counts as no record. */
void	mx_match(struct mx_match *match, const struct mx_config *config,
	    const struct dns_answer *answer);

/* The index of the expected record with this host, or -1. */
int	mx_expected(const struct mx_config *config, const char *host);

/* What a host that is not expected is. */
enum mx_fit {
	MX_FOREIGN,
	MX_ADDRESS,		/* its last label is a number */
	MX_APPENDED,		/* an expected host, with a domain behind */
	MX_LOOKALIKE,		/* at most two letters off, or the first label
				 * under another domain */
};

/* *like is the index of the expected one that is meant, or -1. */
enum mx_fit mx_fit(const struct mx_config *config, const char *host,
	    int *like);

#endif
