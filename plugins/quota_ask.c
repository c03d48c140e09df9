/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quota_ask.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "text.h"

static size_t
count_of(const struct quota_config *config)
{
	return config->mailboxes_count > 0 ? config->mailboxes_count : 1;
}

static const char *
mailbox_of(const struct quota_config *config, size_t i)
{
	return config->mailboxes_count > 0 ? config->mailboxes[i] : "INBOX";
}

unsigned int
quota_send(struct imap_session *session, const char *word,
    const char *mailbox)
{
	imap_open_command(session, word);
	imap_add_astring(session, mailbox, false);
	return imap_close_command(session);
}

void
quota_note_refusal(const struct imap_session *session, char *text, size_t size)
{
	transcript_clean(session->transcript, text, size,
	    session->response.text, session->response.text_length);
	if (text[0] == '\0')
		snprintf(text, size, "%s", _("no reason given"));
}

static void
take_quota(struct imap_session *session, struct quota_facts *facts)
{
	char clean[100];

	if (imap_quota_take(&facts->quota, &session->response,
	    &facts->transcript))
		return;
	stream_fail(session->stream, STREAM_PROTOCOL,
	    _("the quota cannot be read: %s"),
	    transcript_clean(session->transcript, clean, sizeof(clean),
	    session->octets, session->length));
}

/* Reads until the commands first to last are done. */
static void
read_quota(struct imap_session *session, struct quota_facts *facts,
    unsigned int first, unsigned int last)
{
	unsigned int left = last - first + 1;

	while (left > 0 && imap_next_data(session)) {
		if (session->response.kind == IMAP_DATA)
			take_quota(session, facts);
		if (session->response.kind != IMAP_DONE ||
		    session->done < first || session->done > last)
			continue;
		left--;
		if (session->response.condition == IMAP_OK)
			facts->offer = QUOTA_TOLD;
		else
			quota_note_refusal(session, facts->said,
			    sizeof(facts->said));
	}
	if (left == 0 && facts->offer == QUOTA_UNASKED)
		facts->offer = QUOTA_REFUSED;
}

/* A server may offer the command without saying so, but one that does not
 * answer it as it says is no failure. */
static void
weigh_offer(struct imap_session *session, struct quota_facts *facts)
{
	if (facts->offer == QUOTA_REFUSED && session->capabilities_known &&
	    !(session->capabilities & IMAP_CAN_QUOTA))
		facts->offer = QUOTA_NO_CAPABILITY;
}

static bool
has_limit(const struct imap_quota *quota)
{
	size_t i, j;

	for (i = 0; i < quota->count; i++)
		for (j = 0; j < quota->roots[i].count; j++)
			if (imap_resource_counts(
			    &quota->roots[i].resources[j]))
				return true;
	return false;
}

static bool
wants_more(const struct quota_config *config)
{
	return config->older_than > 0 || config->limit > 0 || config->largest;
}

/*
 * What is not known yet is asked for together with what depends on it, and
 * everything that may be sent without an answer goes out at once (RFC 9051
 * 5.5): one round trip.  A server without GETQUOTAROOT says BAD.
 */
static void
ask_quota(struct imap_session *session, struct quota_facts *facts,
    const struct quota_config *config, unsigned int *search)
{
	unsigned int capability = 0, first, last = 0;
	size_t i;

	stream_stage(session->stream, _("the quota"));
	if (!session->capabilities_known)
		capability = imap_send(session, "CAPABILITY");
	else if (!(session->capabilities & IMAP_CAN_QUOTA))
		facts->offer = QUOTA_NO_CAPABILITY;
	first = session->tag + 1;
	if (facts->offer == QUOTA_UNASKED)
		for (i = 0; i < count_of(config); i++)
			last = quota_send(session, "GETQUOTAROOT",
			    mailbox_of(config, i));
	if (!wants_more(config))
		imap_send(session, "LOGOUT");
	else if (config->limit == 0 && !config->largest && capability == 0)
		*search = quota_send_search(session, mailbox_of(config, 0),
		    config->older_than);
	if (last != 0)
		read_quota(session, facts, first, last);
	if (capability != 0)
		imap_wait(session, capability);
	weigh_offer(session, facts);
}

static void
ask_old(struct imap_session *session, struct quota_facts *facts,
    const struct quota_config *config, unsigned int search)
{
	size_t i;

	facts->old.known = true;
	for (i = 0; i < count_of(config); i++) {
		if (i > 0 || search == 0)
			search = quota_send_search(session,
			    mailbox_of(config, i), config->older_than);
		quota_read_search(session, search, &facts->old);
	}
	if (stream_fault(session->stream) != STREAM_WELL)
		facts->old.known = false;
}

void
quota_ask_account(struct imap_session *session, struct quota_facts *facts,
    const struct quota_config *config)
{
	unsigned int search = 0;

	ask_quota(session, facts, config, &search);
	/* STATUS is not for a selected mailbox: sizes come before EXAMINE. */
	if ((config->limit > 0 && !has_limit(&facts->quota)) ||
	    (config->largest &&
	    (session->capabilities & IMAP_CAN_STATUS_SIZE)))
		quota_ask_sizes(session, &facts->size);
	if (config->older_than > 0)
		ask_old(session, facts, config, search);
	if (wants_more(config))
		imap_send(session, "LOGOUT");
}
