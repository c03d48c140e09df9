/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * polling.h - from logins to intervals: which client fetches how often, and
 * whether that is too often.
 *
 * Logins less than a burst after the start of a poll belong to it.  The gaps
 * between polls count up to half an hour; the interval is the greater of
 * their median and their mean, since the median alone accuses clusters, and
 * the mean alone is spoilt by one of them.
 */
#ifndef WEBLIFE_POLLING_H
#define WEBLIFE_POLLING_H

#include "logins.h"
#include "range.h"
#include "report.h"

#define POLL_BURST 20			/* seconds */
#define POLL_SPAN 1800			/* longer gaps are pauses */
#define POLL_MIN 6			/* polls, to be judged */
#define POLL_REGULAR 0.35		/* largest spread of a timer */
#define POLL_PROXY_USERS 20		/* more behind an address: a hint */
#define POLL_AHEAD 60			/* seconds that another clock may be */
#define POLL_ALIVE (26 * 3600)		/* a log is written that often */

#define POLL_WARNING "285:"		/* 5 minutes less 5 % of jitter */
#define POLL_CRITICAL "114:"		/* 2 minutes */
#define POLL_STRICT "570:"		/* 10 minutes */

enum poll_by {
	POLL_BY_USER_AND_IP,
	POLL_BY_USER,
	POLL_BY_IP,
};

struct poll_config {
	struct range warning;		/* on the interval in seconds */
	struct range critical;
	enum poll_by by;
	long window;			/* seconds; 0: all */
	long burst;
};

struct poll_client {
	const char *user;		/* the first one's */
	struct ip ip;
	enum mail_protocol protocol;
	size_t users, addresses;	/* more than 1: merged by `by` */
	size_t polls;
	double interval;		/* whole seconds, as the stamps are;
					 * 0: only pauses between the polls */
	bool regular;
};

struct poll_facts {
	struct poll_client *clients;	/* those that are judged */
	size_t count, size;
	size_t all, few, stopped;	/* how many there are in all */
	uint64_t logins, polls;		/* logins: whatever became of them */
	uint64_t webmail, excluded, unstamped;
	uint64_t unclear;		/* login lines that tell no login */
	int64_t from, to;		/* the window, UTC */
	bool whole;			/* there is none: all logins count */
	struct ip proxy;		/* version 0: none */
	size_t proxy_users;
	struct logins *source;		/* for the mailboxes */
};

/* The facts of the logins from `from` to `to` (and a little after it, by
 * clocks that are ahead) or, where the window is 0, of all.  The logins are
 * sorted. */
void	polling_collect(struct poll_facts *facts,
	    const struct poll_config *config, struct logins *logins,
	    int64_t from, int64_t to);
void	polling_clear(struct poll_facts *facts);

/* The interval of n sorted polls, 0 if there is none, and the spread of the
 * gaps, (q75 - q25) / median.  For tests. */
double	polling_interval(const uint32_t *polls, size_t n, double *spread);

/* What logs and settings add up to. */
struct poll_totals {
	double min_interval;		/* seconds; 0: none */
	uint64_t clients, fast_warning, fast_critical;
	bool logs;			/* a log was read, and gave these: */
	uint64_t polls, logins, excluded, unparsed;
};

void	polling_judge(struct report *report, const struct poll_config *config,
	    const struct poll_facts *facts, struct poll_totals *totals);
void	polling_figures(struct report *report,
	    const struct poll_config *config,
	    const struct poll_totals *totals);
/* Counts an interval (0: none) that was given this state. */
void	polling_count(struct poll_totals *totals, double interval,
	    enum state state);

/* "2 h", "90 min", "45 s".  Gives text. */
char	*polling_duration(long seconds, char *text, size_t size);
#define POLL_DURATION_MAX 48

/* What range an interval falls into. */
enum state polling_state(const struct poll_config *config, double interval);
extern const struct cause polling_cause;

/* What the provider advises, for whatever was found too fast. */
void	polling_advise(struct report *report);

#endif
