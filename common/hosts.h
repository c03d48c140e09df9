/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hosts.h - hosts(5): addresses of a name without the DNS.
 */
#ifndef WEBLIFE_HOSTS_H
#define WEBLIFE_HOSTS_H

#include <stddef.h>

#include "ip.h"

#define HOSTS_PATH "/etc/hosts"
#define HOSTS_ADDRESSES 16	/* further ones are passed over */

/*
 * The addresses that text (length octets) gives for the name, in order, each
 * once.  Names are compared without case; lines that do not begin with an
 * address (or whose address has a zone) are passed over.  Gives how many.
 */
size_t	hosts_parse(struct ip addresses[HOSTS_ADDRESSES], const char *text,
	    size_t length, const char *name);

/* The same from a file of at most 1 MiB; a file that cannot be read knows no
 * name. */
size_t	hosts_find(struct ip addresses[HOSTS_ADDRESSES], const char *path,
	    const char *name);

#endif
