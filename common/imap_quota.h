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

#define IMAP_ROOTS_MAX 64	/* further ones are counted only */
#define IMAP_RESOURCES_MAX 16	/* of one root, the same */
#define IMAP_RESOURCE_NAME_MAX 48

struct imap_resource {
	char name[IMAP_RESOURCE_NAME_MAX];	/* cleaned, capital letters */
	uint64_t usage;		/* STORAGE in units of 1024 octets */
	uint64_t limit;		/* the same unit */
	bool limited;		/* false: the limit is beyond 63 bits */
};

struct imap_root {
	char *name;		/* as the server wrote it; may be "" */
	struct imap_resource resources[IMAP_RESOURCES_MAX];
	size_t count;
};

struct imap_quota {
	struct imap_root roots[IMAP_ROOTS_MAX];
	size_t count;
	size_t named;		/* roots that QUOTAROOT responses named */
	bool more_roots;	/* than IMAP_ROOTS_MAX have a limit */
	bool more_resources;	/* than IMAP_RESOURCES_MAX have one in a root */
};

/*
 * Takes in a QUOTA or QUOTAROOT response; other responses are passed over.  A
 * root that comes again replaces its figures.  A QUOTA without a list
 * (Courier, which has no limit then) is a root without resources.  False when
 * it is one of the two and cannot be read.
 */
bool	imap_quota_take(struct imap_quota *quota,
	    const struct imap_response *response);
void	imap_quota_free(struct imap_quota *quota);

/* Whether the resource counts units of 1024 octets. */
bool	imap_resource_is_size(const struct imap_resource *resource);

#endif
