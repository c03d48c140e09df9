/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <time.h>

#include "clock.h"
#include "i18n.h"
#include "imap_search.h"
#include "quota_ask.h"

#define SET_MAX 4000		/* octets of a set in one command */
#define SETS_AT_ONCE 8
#define DAY 86400

/* "1-Feb-2026" (RFC 9051 9, date), N days ago. */
static void
date_before(char *date, size_t size, unsigned long days)
{
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	};
	time_t when = (time_t)(clock_wall() - (int64_t)days * DAY);
	struct tm tm;

	(void)gmtime_r(&when, &tm);	/* fails in other ages only */
	snprintf(date, size, "%d-%s-%d", tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900);
}

unsigned int
quota_send_search(struct imap_session *session, const char *mailbox,
    unsigned long days)
{
	unsigned int examine = quota_send(session, "EXAMINE", mailbox);
	char date[40];

	date_before(date, sizeof(date), days);
	imap_send(session, "UID SEARCH %sBEFORE %s",
	    session->capabilities & IMAP_CAN_ESEARCH ?
	    "RETURN (COUNT ALL) " : "", date);
	return examine;
}

/* FETCH (UID 3 RFC822.SIZE 1200): the items come in any order. */
static bool
size_of(const struct imap_response *response, uint64_t *octets)
{
	const struct imap_value *list = imap_first(response), *item, *end;

	if (response->kind != IMAP_DATA || !response->numbered ||
	    list == NULL || list->type != IMAP_LIST)
		return false;
	for (item = imap_members(list, &end); item + 1 < end;
	    item += item->span)
		if (imap_is(item, "RFC822.SIZE"))
			return imap_number(item + 1, octets);
	return false;
}

void
quota_read_sizes(struct imap_session *session, unsigned int number,
    uint64_t *octets, uint64_t *messages)
{
	uint64_t size;

	while (imap_is_open(session, number) && imap_next_data(session)) {
		if (!size_of(&session->response, &size))
			continue;
		*octets = size > UINT64_MAX - *octets ? UINT64_MAX :
		    *octets + size;
		(*messages)++;
	}
}

/* The sizes of what is held, unless those of enough messages are known: in
 * one run not more than twice QUOTA_SIZES_MAX are asked for. */
static void
fetch_sizes(struct imap_session *session, const struct imap_search *found,
    struct quota_old *old)
{
	uint64_t sized = 0;
	unsigned int number = 0;
	char set[SET_MAX];
	size_t range = 0;
	int n;

	stream_stage(session->stream, _("the sizes of old messages"));
	while (range < found->ranges_count && old->sized < QUOTA_SIZES_MAX &&
	    stream_fault(session->stream) == STREAM_WELL) {
		for (n = 0; n < SETS_AT_ONCE && range < found->ranges_count;
		    n++)
			number = imap_send(session,
			    "UID FETCH %s (RFC822.SIZE)",
			    imap_search_set(found, &range, set, sizeof(set)));
		quota_read_sizes(session, number, &old->octets, &sized);
	}
	old->sized += sized;
	if (sized < found->count)
		old->at_least = true;
}

void
quota_read_search(struct imap_session *session, unsigned int examine,
    struct quota_old *old)
{
	unsigned int number = examine + 1;
	struct imap_search found = { 0 };

	stream_stage(session->stream, _("the search for old messages"));
	if (imap_wait(session, examine) != IMAP_OK)
		quota_note_refusal(session, old->trouble,
		    sizeof(old->trouble));
	while (imap_is_open(session, number)) {
		if (imap_peek(session, "* SEARCH") ||
		    imap_peek(session, "* ESEARCH")) {
			if (!imap_search_read(&found, session->stream))
				break;
		} else if (!imap_next_data(session)) {
			break;
		}
	}
	if (old->trouble[0] == '\0' &&
	    stream_fault(session->stream) == STREAM_WELL &&
	    imap_wait(session, number) != IMAP_OK)
		quota_note_refusal(session, old->trouble,
		    sizeof(old->trouble));
	old->messages += found.count;
	fetch_sizes(session, &found, old);
	imap_search_free(&found);
}
