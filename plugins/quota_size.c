/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "quota_ask.h"
#include "text.h"

#define MAILBOXES_MAX 1000
#define PREFIXES_MAX 32
#define STATUS_AT_ONCE 100

struct names {
	char **name;
	size_t count;
	bool more;		/* than are kept */
};

static void
add_name(struct names *names, size_t max, const struct imap_value *value)
{
	if (!imap_is_text(value))
		return;
	if (names->count == max) {
		names->more = true;
		return;
	}
	names->name = xreallocarray(names->name, names->count + 1,
	    sizeof(*names->name));
	names->name[names->count++] = xstrndup(value->text, value->length);
}

static void
free_names(struct names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
}

static bool
is_selectable(const struct imap_value *flags)
{
	const struct imap_value *flag, *end;

	for (flag = imap_members(flags, &end); flag < end; flag += flag->span)
		if (imap_is(flag, "\\Noselect") ||
		    imap_is(flag, "\\NonExistent"))
			return false;
	return true;
}

/* LIST (flags) "/" name */
static void
take_list(const struct imap_response *response, struct names *mailboxes)
{
	const struct imap_value *flags = imap_first(response), *delimiter;

	if (flags == NULL || flags->type != IMAP_LIST ||
	    !is_selectable(flags) ||
	    (delimiter = imap_next_value(response, flags)) == NULL)
		return;
	add_name(mailboxes, MAILBOXES_MAX,
	    imap_next_value(response, delimiter));
}

/* NAMESPACE personal others shared (RFC 2342), each NIL or a list of lists:
 * the prefixes of those that are not ours. */
static void
take_namespace(const struct imap_response *response, struct names *foreign)
{
	const struct imap_value *space = imap_first(response), *one, *end;

	while (space != NULL &&
	    (space = imap_next_value(response, space)) != NULL) {
		if (space->type != IMAP_LIST)
			continue;
		for (one = imap_members(space, &end); one < end;
		    one += one->span)
			if (one->type == IMAP_LIST && one->span > 1 &&
			    one[1].length > 0)
				add_name(foreign, PREFIXES_MAX, &one[1]);
	}
}

static void
take_names(const struct imap_response *response, struct names *mailboxes,
    struct names *foreign)
{
	if (response->kind != IMAP_DATA)
		return;
	if (text_equal(response->name, "LIST"))
		take_list(response, mailboxes);
	if (text_equal(response->name, "NAMESPACE"))
		take_namespace(response, foreign);
}

static bool
is_foreign(const char *name, const struct names *foreign)
{
	size_t i;

	for (i = 0; i < foreign->count; i++)
		if (strncmp(name, foreign->name[i],
		    strlen(foreign->name[i])) == 0)
			return true;
	return false;
}

static void
drop_foreign(struct names *mailboxes, const struct names *foreign)
{
	size_t i, kept = 0;

	for (i = 0; i < mailboxes->count; i++) {
		if (is_foreign(mailboxes->name[i], foreign))
			free(mailboxes->name[i]);
		else
			mailboxes->name[kept++] = mailboxes->name[i];
	}
	mailboxes->count = kept;
}

static void
ask_names(struct imap_session *session, struct names *mailboxes,
    struct quota_size *size)
{
	struct names foreign = { 0 };
	unsigned int list;

	stream_stage(session->stream, _("the list of mailboxes"));
	if (session->capabilities & IMAP_CAN_NAMESPACE)
		imap_send(session, "NAMESPACE");
	list = imap_send(session, "LIST \"\" \"*\"");
	while (imap_is_open(session, list) && imap_next_data(session))
		take_names(&session->response, mailboxes, &foreign);
	if (stream_fault(session->stream) == STREAM_WELL &&
	    imap_wait(session, list) != IMAP_OK)
		quota_note_refusal(session, size->trouble,
		    sizeof(size->trouble));
	drop_foreign(mailboxes, &foreign);
	free_names(&foreign);
}

/* Keeps the largest ones in order. */
static void
add_mailbox(struct quota_size *size, const struct transcript *transcript,
    const char *name, uint64_t octets)
{
	size_t i, n = size->largest_count;

	size->octets = octets > UINT64_MAX - size->octets ? UINT64_MAX :
	    size->octets + octets;
	size->mailboxes++;
	for (i = n; i > 0 && size->largest[i - 1].octets < octets; i--)
		if (i < QUOTA_LARGEST)
			size->largest[i] = size->largest[i - 1];
	if (i == QUOTA_LARGEST)
		return;
	transcript_clean(transcript, size->largest[i].name,
	    sizeof(size->largest[i].name), name, strlen(name));
	size->largest[i].octets = octets;
	if (n < QUOTA_LARGEST)
		size->largest_count++;
}

/* STATUS name (MESSAGES 12 SIZE 3456) */
static void
take_status(const struct imap_session *session, struct quota_size *size)
{
	const struct imap_response *response = &session->response;
	const struct imap_value *name = imap_first(response), *list, *item;
	const struct imap_value *end;
	uint64_t octets = 0, messages = 0;
	bool found = false;

	if (response->kind != IMAP_DATA ||
	    !text_equal(response->name, "STATUS") || !imap_is_text(name) ||
	    (list = imap_next_value(response, name)) == NULL ||
	    list->type != IMAP_LIST)
		return;
	for (item = imap_members(list, &end); item + 1 < end; item += 2) {
		if (imap_is(item, "SIZE"))
			found = imap_number(item + 1, &octets);
		else if (imap_is(item, "MESSAGES"))
			imap_number(item + 1, &messages);
	}
	if (!found)
		return;
	size->messages += messages;
	add_mailbox(size, session->transcript, name->text, octets);
}

static void
ask_status(struct imap_session *session, const struct names *mailboxes,
    struct quota_size *size)
{
	unsigned int left = 0;
	size_t i;

	stream_stage(session->stream, _("the sizes of the mailboxes"));
	for (i = 0; i < mailboxes->count; i++) {
		imap_open_command(session, "STATUS");
		imap_add_astring(session, mailboxes->name[i], false);
		imap_add(session, " (MESSAGES SIZE)");
		imap_close_command(session);
		if (++left < STATUS_AT_ONCE && i + 1 < mailboxes->count)
			continue;
		while (left > 0 && imap_next_data(session)) {
			take_status(session, size);
			left -= session->response.kind == IMAP_DONE;
		}
	}
	/* One that went away, or that we may not see, is not counted. */
	size->at_least = size->mailboxes < mailboxes->count;
}

/* EXISTS of the mailbox, or 0 when it cannot be opened. */
static uint64_t
open_mailbox(struct imap_session *session, const char *name)
{
	unsigned int examine = quota_send(session, "EXAMINE", name);
	uint64_t exists = 0;

	while (imap_is_open(session, examine) && imap_next_data(session))
		if (session->response.kind == IMAP_DATA &&
		    session->response.numbered &&
		    text_equal(session->response.name, "EXISTS"))
			exists = session->response.number;
	return exists;
}

static void
fetch_mailbox(struct imap_session *session, const char *name,
    struct quota_size *size)
{
	uint64_t exists = open_mailbox(session, name), octets = 0, n = 0;
	uint64_t room = QUOTA_SIZES_MAX - size->messages;

	if (exists > room) {
		exists = room;
		size->at_least = true;
	}
	if (exists > 0 && stream_fault(session->stream) == STREAM_WELL)
		quota_read_sizes(session, imap_send(session,
		    "FETCH 1:%llu (RFC822.SIZE)",
		    (unsigned long long)exists), &octets, &n);
	size->messages += n < exists ? n : exists;
	add_mailbox(size, session->transcript, name, octets);
}

void
quota_ask_sizes(struct imap_session *session, struct quota_size *size)
{
	struct names mailboxes = { 0 };
	size_t i;

	ask_names(session, &mailboxes, size);
	if (session->capabilities & IMAP_CAN_STATUS_SIZE) {
		ask_status(session, &mailboxes, size);
	} else {
		stream_stage(session->stream, _("the sizes of messages"));
		for (i = 0; i < mailboxes.count &&
		    stream_fault(session->stream) == STREAM_WELL; i++)
			fetch_mailbox(session, mailboxes.name[i], size);
	}
	size->at_least |= mailboxes.more;
	size->known = stream_fault(session->stream) == STREAM_WELL &&
	    size->mailboxes > 0;
	free_names(&mailboxes);
}
