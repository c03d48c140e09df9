/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * imap_search.h - the answer to UID SEARCH, read from the stream octet by
 * octet: a SEARCH line of a full mailbox has hundreds of kilobytes.
 */
#ifndef WEBLIFE_IMAP_SEARCH_H
#define WEBLIFE_IMAP_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream.h"

#define IMAP_SEARCH_HELD 100000		/* messages whose UID is kept */
#define IMAP_SEARCH_MAX 1000000		/* numbers of an answer */

struct imap_uids {
	uint32_t first;
	uint32_t last;
};

struct imap_search {
	uint64_t count;		/* messages found */
	struct imap_uids *ranges;	/* of the first HELD ones */
	size_t ranges_count;
	size_t ranges_size;
	uint64_t held;		/* messages in ranges */
};

/*
 * Reads the next line, which begins with "* SEARCH" or "* ESEARCH" in any
 * case, into search.  False when the stream has failed, or after failing it
 * for a line that is none.
 */
bool	imap_search_read(struct imap_search *search, struct stream *stream);
void	imap_search_free(struct imap_search *search);

/* The UIDs in order as a set for a command ("1:17,21") from *range on, at
 * most size - 1 octets; moves *range behind them.  "" when none is left. */
char	*imap_search_set(const struct imap_search *search, size_t *range,
	    char *set, size_t size);

#endif
