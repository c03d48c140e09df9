/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * imap_quota.h - what QUOTA and QUOTAROOT responses say (RFC 9208, and RFC
 * 2087 as older servers speak it).
 */
#ifndef WEBLIFE_IMAP_QUOTA_H
#define WEBLIFE_IMAP_QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "imap.h"
#include "transcript.h"

#define IMAP_ROOTS_MAX 64	/* further ones are counted only */
#define IMAP_RESOURCES_MAX 16	/* of one root, the same */
#define IMAP_RESOURCE_NAME_MAX 48
#define IMAP_ROOT_NAME_MAX 64

struct imap_resource {
	char name[IMAP_RESOURCE_NAME_MAX];	/* in capitals, not for show */
	char shown[IMAP_RESOURCE_NAME_MAX];	/* the same, by a transcript */
	uint64_t usage;		/* STORAGE in units of 1024 octets */
	uint64_t limit;		/* the same unit */
	bool limited;		/* false: the limit is beyond 63 bits */
};

struct imap_root {
	char *name;		/* as the server wrote it; may be "" */
	char shown[IMAP_ROOT_NAME_MAX];		/* by a transcript */
	bool told;		/* by a QUOTA response */
	struct imap_resource resources[IMAP_RESOURCES_MAX];
	size_t count;
};

struct imap_quota {
	struct imap_root roots[IMAP_ROOTS_MAX];
	size_t count;
	bool more_roots;	/* than fit are named or have a limit */
	bool more_resources;	/* than IMAP_RESOURCES_MAX have one in a root */
};

/*
 * Takes in a QUOTA or QUOTAROOT response; other responses are passed over.  Of
 * a resource that comes again the fuller figures stay.  A QUOTA without a
 * list (Courier, which has no limit then) is a root without resources.  False
 * when it is one of the two and cannot be read.  What is shown of names goes
 * through the transcript.
 */
bool	imap_quota_take(struct imap_quota *quota,
	    const struct imap_response *response,
	    const struct transcript *transcript);
void	imap_quota_free(struct imap_quota *quota);

/* Whether it has a limit: 0 would be any percentage, and Roundcube passes
 * over it, too. */
bool	imap_resource_counts(const struct imap_resource *resource);

/* Whether the resource counts units of 1024 octets. */
bool	imap_resource_is_size(const struct imap_resource *resource);

#endif
