/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sweep_int.h - what the sweep modules share among themselves:
 *
 *	sweep.c		begin and end
 *	sweep_loop.c	the loop
 *	sweep_again.c	silent subjects get a second chance
 *	sweep_slot.c	the subjects under way
 *	sweep_input.c	where subjects come from
 *	sweep_total.c	totals, and the bad ones grouped by cause
 *	sweep_line.c	one subject as JSON line or passive result
 *	sweep_opts.c	options
 */
#ifndef WEBLIFE_SWEEP_INT_H
#define WEBLIFE_SWEEP_INT_H

#include <stdio.h>

#include "sweep.h"

#define SWEEP_LINE_MAX 1024	/* octets of a line of -f */
#define SWEEP_NAMES 3		/* names told of a group */
#define SWEEP_GROUPS 256	/* causes told apart */
#define SWEEP_SUMS 16

/* ---- input ---- */

enum sweep_got {
	SWEEP_SUBJECT,		/* line, wrong == NULL: subject */
	SWEEP_LATER,		/* nothing to be had without waiting */
	SWEEP_END,
};

struct sweep_input {
	int fd;
	char *const *list;	/* fd < 0: these */
	size_t left;
	bool regular, ended;
	unsigned long line;	/* number of the line last given */
	unsigned long total;	/* subjects, as far as can be told; 0: not */
	char buffer[65536];
	size_t start, end;
	bool skipping;		/* the rest of a line that was too long */
	size_t skipped;
};

/* NULL, or what is wrong with the file (translated). */
const char *sweep_input_open(struct sweep_input *input,
	    const struct sweep *sweep);
void	sweep_input_close(struct sweep_input *input);

/*
 * The next line that is neither blank nor a comment, or the next of the
 * list, into text; *wrong is NULL or what is wrong with the line itself.
 */
enum sweep_got sweep_input_next(struct sweep_input *input,
	    char text[SWEEP_LINE_MAX], const char **wrong);

/* ---- totals ---- */

struct sweep_name {
	unsigned long number;
	char *text;
};

struct sweep_group {
	enum state state;
	const struct cause *cause;
	unsigned long count;
	struct sweep_name names[SWEEP_NAMES];
};

struct sweep_total {
	unsigned long subjects, states[4];
	struct sweep_group groups[SWEEP_GROUPS];
	size_t group_count;
	struct sweep_name wrong[SWEEP_NAMES], unknown[SWEEP_NAMES];
	double sums[SWEEP_SUMS];
};

/* Counts the subject's report; number orders the names that are told. */
void	sweep_total_add(struct sweep_total *total,
	    const struct sweep_program *program, unsigned long number,
	    const char *name, const struct report *report);
void	sweep_total_free(struct sweep_total *total);

/* The totals as figures: subjects ok warning critical unknown. */
void	sweep_total_figures(const struct sweep_total *total,
	    const struct sweep_program *program, struct report *report);

/* The headline and the groups of a sweep. */
void	sweep_total_report(const struct sweep_total *total,
	    const struct sweep_program *program, struct report *report);

/* ---- lines ---- */

struct sweep_lines;

/* Opens FILE's temporary name; NULL sweep->report_file: nothing.  Ends by
 * die() when it cannot be written, or when there is something under that name
 * that is not to be replaced: all but a regular file. */
struct sweep_lines *sweep_lines_open(const struct sweep *sweep,
	    const struct sweep_program *program);
/* Where FILE will be, links followed; NULL: no file. */
const char *sweep_lines_place(const struct sweep_lines *lines);
/* One subject, to the file and as passive result, as the user wants. */
void	sweep_lines_add(struct sweep_lines *lines, const char *subject,
	    const struct report *report);
/* A line that is no subject: to the file, or, where every result needs a
 * host, to stderr. */
void	sweep_lines_bad(struct sweep_lines *lines, const char *number,
	    const struct report *report);
/* Puts the file in its place; NULL, or what is wrong (translated). */
const char *sweep_lines_close(struct sweep_lines *lines);

/* ---- the run ---- */

/* One subject under way. */
struct sweep_slot {
	unsigned long number;		/* its place in the input */
	char subject[SWEEP_SUBJECT_MAX];
	void *facts;
	const struct dns_answer *waiting;
	int64_t started, waits_since;
	bool aside, expired;
	int64_t kept_since;
	struct sweep_slot *first;	/* it is asked again: what was found */
	struct sweep_slot *next, *prev;	/* all, the oldest start first */
	struct sweep_slot *wait_next, *wait_prev;	/* active, by waits_since */
	bool listed;			/* in the list of those active */
};

struct sweep_run {
	const struct sweep *sweep;
	const struct sweep_program *program;
	const struct opts_common *common;
	struct sweep_input input;
	struct sweep_total total;
	struct sweep_lines *lines;
	struct dns *dns;
	struct endpoint servers[RESOLVCONF_MAX];	/* asked */
	size_t server_count;
	struct report *one;		/* a subject's, in a sweep */
	struct report *own;		/* what is about the sweep itself */
	unsigned int bad_lines;		/* shown with -v so far */
	struct report **each;		/* of -d, by number */
	struct sweep_slot *oldest, *newest, *unused;
	struct sweep_slot *active_head, *active_tail;
	/* Found silent once, to be asked again; not under way. */
	struct sweep_slot *kept_head, *kept_tail;
	size_t under_way, active, kept;
	unsigned int concurrency;
	int64_t begun, ends, progress;
	int64_t expecting;		/* since when questions are open */
	int64_t probed, quiet_since;	/* 0: it is not quiet */
	bool lost;			/* the resolver is silent just now */
	bool input_ended, late_input;
	bool more_input;		/* there is more at once */
	const char *ended;		/* why it ended early (translated) */
};

/* Whether it is a sweep (-f). */
bool	sweep_many(const struct sweep_run *run);

/* What the dns modules know a slot by. */
uint64_t sweep_slot_id(const struct sweep_slot *slot);
struct sweep_slot *sweep_slot_new(struct sweep_run *run,
	    const char *subject);
/* Facts and answers go, as before the first collect. */
void	sweep_slot_clear(struct sweep_run *run, struct sweep_slot *slot);
void	sweep_slot_free(struct sweep_run *run, struct sweep_slot *slot);
/* Out of those under way, with its facts, to the end of those kept. */
void	sweep_slot_keep(struct sweep_run *run, struct sweep_slot *slot);
/* The first of those kept, in no list now; and back under way. */
struct sweep_slot *sweep_slot_kept(struct sweep_run *run);
void	sweep_slot_back(struct sweep_run *run, struct sweep_slot *slot);
/* In and out of the list of those that hold a place. */
void	sweep_active_append(struct sweep_run *run, struct sweep_slot *slot);
void	sweep_active_remove(struct sweep_run *run, struct sweep_slot *slot);

/* Whether the subject, judged just now, is rather asked again, later. */
bool	sweep_doubtful(struct sweep_run *run, struct sweep_slot *slot,
	    const struct report *report);
/* The next of them, as a subject of its own, when it is time: idle tells
 * that nothing else is to be done.  NULL: none is due. */
struct sweep_slot *sweep_again(struct sweep_run *run, int64_t now, bool idle);
/* The run ends early: the next subject whose first finding has to do. */
struct sweep_slot *sweep_again_first(struct sweep_run *run);

/* Until every subject is judged, or run->ended says why not. */
void	sweep_loop(struct sweep_run *run);

#endif
