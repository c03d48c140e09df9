/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quota_judge.h - the parts of the verdict; only quota_*.c files include it.
 */
#ifndef WEBLIFE_QUOTA_JUDGE_H
#define WEBLIFE_QUOTA_JUDGE_H

#include "quota.h"

/* What went wrong on the way: name, connection, TLS, dialogue. */
void	quota_judge_fault(struct report *report,
	    const struct quota_config *config,
	    const struct quota_facts *facts);

/* Login, and that nothing was sent where it would have been in clear. */
void	quota_judge_login(struct report *report,
	    const struct quota_config *config,
	    const struct quota_facts *facts);

/* The roots and resources that have a limit; false when there is none. */
bool	quota_judge_roots(struct report *report,
	    const struct quota_config *config,
	    const struct quota_facts *facts);

/* "91.0 KB": octets for a person, powers of 1024.  Gives text. */
char	*quota_size_text(double octets, char *text, size_t size);

#define QUOTA_SIZE_TEXT 32

/* usage in percent of limit, to one decimal as it is printed, so that the
 * state and what a person reads agree. */
double	quota_percent(double usage, double limit);

/* OK, WARNING or CRITICAL by -w and -c. */
enum state quota_state(const struct quota_config *config, double percent);

/* What to do about a full mailbox. */
void	quota_advise_room(struct report *report);

extern const struct cause quota_cause_full;
extern const struct cause quota_cause_none;	/* the server tells none */

#endif
