/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * opts.h - options.  A row of a table is parsing and help at once; a program
 * is a list of tables, each with the structure that its setters fill.
 */
#ifndef WEBLIFE_OPTS_H
#define WEBLIFE_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"
#include "range.h"

struct opt {
	int letter;		/* 'd', or 0: no short form */
	const char *name;	/* "domain"; NULL ends a table */
	const char *arg;	/* N_("DOMAIN"); NULL: takes no argument; in
				 * square brackets: it may be empty */
	const char *help;	/* N_("..."); for --help, wrapped there */
	/*
	 * Takes the value (NULL for an option without argument) into the
	 * table's structure.  Gives NULL, or what is wanted instead, as the
	 * end of the sentence "--timeout 0: whole seconds from 1 to 600 are
	 * wanted", translated; it is not freed.
	 */
	const char *(*set)(void *config, const char *value);
};

struct opt_table {
	const struct opt *rows;	/* NULL ends the list of tables */
	void *config;		/* what the setters of these rows get */
};

/* What every program has: -h -V -v -t. */
struct opts_common {
	int verbose;		/* how often -v was given */
	int64_t timeout;	/* -t in milliseconds; set the default before */
	bool timeout_given;
};

struct opts_program {
	const char *name;	/* "check_mx_weblife" */
	const char *summary;	/* N_("..."): the first lines of --help */
	const char *epilogue;	/* N_("..."): examples; NULL for none */
};

/*
 * Reads the command line by the tables and, behind them, the rows for -h -V
 * -v -t.  Ends the program for --help and --version (exit 3, stdout) and, by
 * die(), for anything odd: an unknown or shortened option, a missing, empty
 * or refused value, a stray operand.
 */
void	opts_parse(const struct opts_program *program,
	    const struct opt_table *tables, struct opts_common *common,
	    int argc, char **argv);

/* Setter helpers that several programs use; each gives what is wanted. */
const char *opts_state(enum state *state, const char *value);
const char *opts_range(struct range *range, const char *value);

#endif
