/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mx_match.h"
#include "text.h"

int
mx_expected(const struct mx_config *config, const char *host)
{
	size_t i;

	for (i = 0; i < config->count; i++)
		if (domain_equal(config->expected[i].host, host))
			return (int)i;
	return -1;
}

static void
match_found(struct mx_match *match, const struct mx_config *config,
    const struct dns_rr *rr, size_t i)
{
	const struct dns_rr *old = match->found[i];

	/* Of two, the one with the right preference counts. */
	if (old && rr->preference != config->expected[i].preference)
		match->twice[i] = rr;
	else {
		match->twice[i] = old ? old : match->twice[i];
		match->found[i] = rr;
	}
}

void
mx_match(struct mx_match *match, const struct mx_config *config,
    const struct dns_answer *answer)
{
	size_t i;
	int index;

	memset(match, 0, sizeof(*match));
	for (i = 0; answer->status == DNS_DATA && i < answer->count; i++) {
		index = mx_expected(config, answer->rr[i].name);
		if (index >= 0)
			match_found(match, config, &answer->rr[i],
			    (size_t)index);
		else
			match->foreign++;
	}
	for (i = 0; i < config->count; i++) {
		if (!match->found[i])
			match->missing++;
		else if (match->found[i]->preference ==
		    config->expected[i].preference)
			match->right++;
		else
			match->preferences++;
	}
}

bool
mx_right(const struct mx_config *config, const struct dns_answer *answer)
{
	struct mx_match match;
	size_t i;

	mx_match(&match, config, answer);
	for (i = 0; i < config->count; i++)
		if (match.twice[i])
			return false;
	return match.right == config->count && match.foreign == 0;
}

/* Number of single changes from a to b, 3 standing for more than 2. */
static unsigned int
distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), i, j;
	unsigned char row[DOMAIN_MAX + 1], above, left, best;

	if (la >= DOMAIN_MAX || lb >= DOMAIN_MAX ||
	    (la > lb ? la - lb : lb - la) > 2)
		return 3;
	for (j = 0; j <= lb; j++)
		row[j] = (unsigned char)(j < 3 ? j : 3);
	for (i = 1; i <= la; i++) {
		above = row[0];
		row[0] = (unsigned char)(i < 3 ? i : 3);
		for (j = 1; j <= lb; j++) {
			best = (unsigned char)(above + (a[i - 1] != b[j - 1]));
			above = row[j];
			left = row[j - 1];
			if (above + 1 < best)
				best = (unsigned char)(above + 1);
			if (left + 1 < best)
				best = (unsigned char)(left + 1);
			row[j] = best < 3 ? best : 3;
		}
	}
	return row[lb];
}

/* The same first label under another domain. */
static bool
same_label(const char *a, const char *b)
{
	size_t length = strcspn(b, ".");

	return strncmp(a, b, length) == 0 &&
	    (a[length] == '.' || a[length] == '\0');
}

static bool
is_appended(const char *host, const char *expected)
{
	size_t length = strlen(expected);

	return strncmp(host, expected, length) == 0 && host[length] == '.';
}

enum mx_fit
mx_fit(const struct mx_config *config, const char *host, int *like)
{
	size_t i;

	*like = -1;
	if (text_digits(domain_top(host)))
		return MX_ADDRESS;
	for (i = 0; i < config->count; i++)
		if (is_appended(host, config->expected[i].host)) {
			*like = (int)i;
			return MX_APPENDED;
		}
	for (i = 0; i < config->count; i++)
		if (distance(host, config->expected[i].host) <= 2 ||
		    same_label(host, config->expected[i].host)) {
			*like = (int)i;
			return MX_LOOKALIKE;
		}
	return MX_FOREIGN;
}
