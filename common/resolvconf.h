/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * resolvconf.h - the nameserver lines of resolv.conf(5), and nothing else of
 * it (no search list, no options: names here are absolute).
 */
#ifndef WEBLIFE_RESOLVCONF_H
#define WEBLIFE_RESOLVCONF_H

#include <stdbool.h>
#include <stddef.h>

#include "ip.h"
#include "report.h"

#define RESOLVCONF_MAX 8	/* further lines are passed over */

/*
 * The servers of text (length octets) in order, port 53, into servers; lines
 * that do not parse and addresses given twice are passed over.  Gives how
 * many.  "%scope" behind a link-local address makes the line one that does
 * not parse.
 */
size_t	resolvconf_parse(struct endpoint servers[RESOLVCONF_MAX],
	    const char *text, size_t length);

/*
 * The same from a file of at most 64 KiB.  A file that is missing or names
 * no server gives 0; resolv.conf(5) would then mean 127.0.0.1, we ask the
 * user to say it.  NULL, or what is wrong with the file (translated).
 */
const char *resolvconf_read(const char *path,
	    struct endpoint servers[RESOLVCONF_MAX], size_t *count);

/*
 * Where a finding blames our resolver (blame.h, and sweeps): the advice that
 * names whom we asked, and where they are named; given: with --server.
 */
void	resolvconf_advise(struct report *report,
	    const struct endpoint *servers, size_t count, bool given);

#endif
