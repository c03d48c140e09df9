/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dnsbl_lists.h - the file of --lists: block lists of one's own, or other
 * words about known ones.
 *
 *	# a comment; blank lines are passed over
 *	bl.example.jp ip4 ip6 critical test=none delist=https://example.jp/
 *	    127.0.0.2      blocked  sends spam
 *	    127.0.0.10-11  policy   an office line
 *	bits.example.jp domain mask
 *	    8              blocked:warning  phishing
 *
 * A line that begins with a letter or digit is a list: its zone, then words
 * in any order: ip4 ip6 domain (ip4 when none is there), critical warning
 * info (critical), off (asked only when -l names it), mask, loopback
 * (127.0.0.1 is in it by design), test=ENTRY or test=none, delist=URL.  A
 * line that begins with a blank is a code of the list above: 127.x.y.z,
 * 127.x.y.z-z or, of a mask, a bit of the last octet; then blocked, policy,
 * info, good, refused or wrong, which may be followed by a weight
 * (blocked:warning); then words for people.
 */
#ifndef WEBLIFE_DNSBL_LISTS_H
#define WEBLIFE_DNSBL_LISTS_H

#include <stdbool.h>
#include <stddef.h>

#include "dnsbl.h"

#define DNSBL_LISTS_MAX (256 * 1024)	/* octets of the file */
#define DNSBL_LISTS_ROWS 1000
#define DNSBL_LISTS_CODES 10000		/* of all lists together */

/* Zero is an empty set.  The rows' strings belong to the set. */
struct dnsbl_lists {
	struct dnsbl_list *rows;
	size_t count;
	struct dnsbl_code *codes;
	size_t code_count;
	char *text;
};

struct dnsbl_lists_error {
	size_t line;		/* from 1 */
	size_t column;		/* from 1, in octets */
	const char *reason;	/* translated; does not quote the file */
};

/* False and *error for the first fault; lists is then empty. */
bool	dnsbl_lists_parse(struct dnsbl_lists *lists, const char *text,
	    size_t length, struct dnsbl_lists_error *error);

/* The same from a file.  NULL, or what is wrong as a sentence that names the
 * file and the line (translated, free()). */
char	*dnsbl_lists_read(struct dnsbl_lists *lists, const char *path);

void	dnsbl_lists_clear(struct dnsbl_lists *lists);

/* The row of this zone, or NULL. */
const struct dnsbl_list *dnsbl_lists_find(const struct dnsbl_lists *lists,
	    const char *zone);

#endif
