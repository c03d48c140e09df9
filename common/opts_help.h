/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opts_help.h - how --help is set: opts.c only.
 */
#ifndef WEBLIFE_OPTS_HELP_H
#define WEBLIFE_OPTS_HELP_H

#include "opts.h"

/*
 * The page that --help prints, from the tables in their order; lines have at
 * most 79 terminal columns.  The caller frees it.
 */
char	*opts_help(const struct opts_program *program,
	    const struct opt_table *tables);

#endif
