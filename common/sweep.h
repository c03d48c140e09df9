/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sweep.h - the loop around collect and judge: for one domain, for several
 * (-d), and for as many as a file has (-f).
 */
#ifndef WEBLIFE_SWEEP_H
#define WEBLIFE_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dns.h"
#include "ip.h"
#include "opts.h"
#include "report.h"
#include "resolvconf.h"

/* What a DNS program is to the loop. */
struct sweep_program {
	const char *service;		/* "MX" */
	size_t facts_size;		/* one subject's facts; zero at first */
	/* Walks on with what is known; the answer it waits for, or NULL. */
	const struct dns_answer *(*collect)(void *facts, struct dns *dns,
	    const char *subject, const void *config);
	/* The verdict: findings, figures (but `time`, which is there
	 * already) and advice. */
	void (*judge)(struct report *report, const char *subject,
	    const void *config, const void *facts);
	/* Frees what the facts own; NULL: nothing. */
	void (*clear)(void *facts);
	/*
	 * A line of -f (blanks around it are gone) into a subject of at most
	 * SWEEP_SUBJECT_MAX octets: NULL, or what is wrong with it,
	 * translated.  NULL here: a domain.
	 */
	const char *(*parse)(char *subject, const char *line);
	/* How output names a subject; NULL: domain_text(). */
	char *(*name)(char *text, size_t size, const char *subject);
	/* How -vv shows an answer; NULL: dns_answer_text(). */
	char *(*asked)(char *text, size_t size,
	    const struct dns_answer *answer);
	/* Labels of figures that are summed beside the totals when there are
	 * several subjects; ends with NULL; NULL: none. */
	const char *const *sums;
	/* "%lu of %lu domains wrong" or "... subjects ..."? */
	bool mixed;
	unsigned int rate;		/* --rate where none was given, in a
					 * sweep; 0: none to a local resolver,
					 * else 1000 */
	const void *config;
};

#define SWEEP_SUBJECT_MAX 320

enum sweep_passive {
	SWEEP_RESULT, SWEEP_NAGIOS, SWEEP_NSCA, SWEEP_ICINGA2,
};

/* What the user wants; zero is a valid start. */
struct sweep {
	char **subjects;		/* from -d, owned */
	size_t count;
	struct endpoint servers[RESOLVCONF_MAX];	/* from -s */
	size_t server_count;
	const char *file;		/* -f; borrowed from argv */
	unsigned int concurrency;	/* 0: the default, 500 */
	unsigned int rate;
	bool rate_given;
	int64_t total_timeout;		/* milliseconds; 0: none */
	bool total_timeout_given;
	const char *report_file;
	enum sweep_passive passive;
	const char *passive_host, *passive_service;
};

/* The rows -s --server, and those of sweeps from -f --file on; each has the
 * struct sweep as its config. */
extern const struct opt sweep_server_opts[];
extern const struct opt sweep_file_opts[];

/* Adds a subject of -d or -H; copied.  The same one twice is one. */
void	sweep_add(struct sweep *sweep, const char *subject);
void	sweep_free(struct sweep *sweep);

/*
 * Runs the program over all subjects, prints the result (or the passive
 * results) and gives the exit code.  Ends by die() when neither a subject
 * nor a file was given, or when there is no resolver.
 */
int	sweep_run(const struct sweep *sweep,
	    const struct sweep_program *program,
	    const struct opts_common *common);

#endif
