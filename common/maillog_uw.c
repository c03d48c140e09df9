/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

/* "user=U host=H [IP]": the address stands in the last brackets. */
static enum maillog_kind
user_host(struct maillog *log, struct span rest)
{
	struct span user, host;

	if (!span_find_last(rest, " host=", &user, &host))
		return maillog_login(log, (struct span){ rest.p, rest.p });
	/* "user=U auth=A": A is who logged in for U */
	span_find(user, " auth=", &user, NULL);
	if (span_find_last(host, "[", NULL, &host))
		maillog_ip_bracketed(&log->ip, &host);
	return maillog_login(log, user);
}

/*
 * The servers write one of these when the mailbox was opened, ipop3d one more
 * for AUTH and for APOP.  imapd's "Authenticated" has the mechanism; without
 * it the line may be of a server that still asks somebody else.
 */
enum maillog_kind
maillog_uw(struct maillog *log, struct span message, bool imap)
{
	struct span mechanism;

	if (span_take(&message, "Login user=") || (!imap &&
	    (span_take(&message, "Auth user=") ||
	    span_take(&message, "APOP user="))))
		return user_host(log, message);
	if (!span_take(&message, "Authenticated user="))
		return MAILLOG_OTHER;
	if (!span_find_last(message, " mech=", &message, &mechanism) && imap)
		return MAILLOG_OTHER;
	return user_host(log, message);
}

/* The value of key="..." or key=word behind a blank. */
static bool
value_of(struct span text, const char *key, struct span *value)
{
	struct span rest;

	if (!span_find(text, key, NULL, &rest))
		return false;
	*value = span_take(&rest, "\"") ? span_until(&rest, '"') :
	    span_until(&rest, ' ');
	return true;
}

/* "192.0.2.1:2274->192.0.2.2:993": the address before the arrow. */
static void
client_address(struct maillog *log, struct span pair)
{
	struct span client, port;

	if (!span_find(pair, "->", &client, NULL) ||
	    maillog_ip(&log->ip, client))
		return;
	if (span_find_last(client, ":", &client, &port))
		maillog_ip(&log->ip, client);
}

enum maillog_kind
maillog_perdition(struct maillog *log, struct span message)
{
	struct span pair, user = { 0 }, value;

	if (!span_take(&message, "Auth: "))
		return MAILLOG_OTHER;
	pair = span_until(&message, ' ');
	message.p--;	/* so that every key has a blank before it */
	/* The last status counts: the user's name comes before it. */
	if (!span_find_last(message, " status=\"", &message, &value) ||
	    !span_take(&value, "ok\""))
		return MAILLOG_OTHER;
	client_address(log, pair);
	if (span_find_last(message, " protocol=", NULL, &value))
		log->protocol = span_take(&value, "POP") ?
		    MAIL_POP3 : MAIL_IMAP;
	if (!value_of(message, " authentication_id=", &user))
		value_of(message, " user=", &user);
	return maillog_login(log, user);
}
