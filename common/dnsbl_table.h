/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dnsbl_table.h - the block lists that are alive, as data, and those that are
 * not.  Each row names its source and date.
 */
#ifndef WEBLIFE_DNSBL_TABLE_H
#define WEBLIFE_DNSBL_TABLE_H

#include <stddef.h>

#include "dnsbl.h"

/* The lists in the order in which they are asked. */
const struct dnsbl_list *dnsbl_table(size_t *count);

/*
 * Why this zone is not to be asked: dead, sold, for subscribers, or no block
 * list at all; as the end of a sentence, translated.  *known is the zone at
 * or above it that this is known of.  NULL: nothing is known against it.
 */
const char *dnsbl_dead(const char *zone, const char **known);

/*
 * Zones below it have a key of Spamhaus' in their names, which is a secret
 * and belongs in a file of its own.
 */
#define DNSBL_KEY_ZONE "dq.spamhaus.net"

#endif
