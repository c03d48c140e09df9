/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blocklist_verdict.h - what the two halves of the judgement share:
 * blocklist_judge.c counts and decides, blocklist_tell.c puts it in words.
 */
#ifndef WEBLIFE_BLOCKLIST_VERDICT_H
#define WEBLIFE_BLOCKLIST_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "blocklist.h"
#include "report.h"

/* What the lists' answers come to, before anything is said about them. */
struct blocklist_tally {
	size_t weight[DNSBL_CRITICAL + 1];	/* listings that count */
	size_t policy;		/* those of them that are policy listings */
	size_t addresses;	/* those of them that are of an address */
	size_t excused;		/* policy listings of an office line */
	size_t no_answer;	/* lists */
	size_t late;		/* questions that had too little time */
	bool too_few;		/* fewer lists answered than is wanted */
};

struct blocklist_verdict {
	struct report *report;
	const char *name;	/* of the subject, for the report */
	const struct blocklist_config *config;
	const struct blocklist_subject *subject;
	const struct blocklist_facts *facts;
	struct blocklist_tally tally;
};

/* The state of a listing of this weight, by -w and -c. */
enum state blocklist_state(const struct blocklist_verdict *verdict,
	    enum dnsbl_weight weight);

/* "3 of 4 lists answered", which is the headline when nothing is wrong. */
void	blocklist_tell_summary(const struct blocklist_verdict *verdict);
/* That not all addresses were asked for, where the headline does not say it:
 * after everything else. */
void	blocklist_tell_sample(const struct blocklist_verdict *verdict);
/* Every listing, and what to do about it. */
void	blocklist_tell_listings(const struct blocklist_verdict *verdict);
/* Too few lists, too little time, and each list without an answer. */
void	blocklist_tell_silence(const struct blocklist_verdict *verdict);

#endif
