/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_ahead.h - questions that an evaluation may still come to, asked before
 * it does, so that a record costs as many round trips as its tree is deep.
 */
#ifndef WEBLIFE_SPF_AHEAD_H
#define WEBLIFE_SPF_AHEAD_H

#include "dns.h"
#include "spf_eval.h"

#define SPF_AHEAD_MAX 250	/* questions for one evaluation */

/*
 * Asks only what strict evaluation could still reach: nothing behind a term
 * that surely matches or beyond the 10th look-up, never ptr, never a term
 * with macros of the sender.  What fails has no effect here.
 */
void	spf_ahead(struct dns *dns, const struct spf_query *query);

#endif
