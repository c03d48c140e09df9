/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "client.h"
#include "fetchmailrc.h"
#include "i18n.h"

static void
take_user(struct clients *clients, const struct fetchmailrc *rc,
    const struct fetchmail_user *user)
{
	struct client *client = clients_add(clients, "fetchmail", user->name,
	    user->host);

	if (user->imap || user->pop3)
		client->protocol = user->pop3 ? CLIENT_POP3 : CLIENT_IMAP;
	client->where = N_("the number behind set daemon in .fetchmailrc, or "
	    "what starts fetchmail");
	if (client->protocol == CLIENT_POP3)
		client->leave = user->keep ? CLIENT_LEAVE_FOREVER :
		    CLIENT_LEAVE_NOT;
	if (user->skipped)
		return;
	/* one connection that stays; fetchmail's other servers starve */
	if (user->idle && !user->pop3) {
		client->trigger = CLIENT_IDLE;
	} else if (rc->daemon > 0) {
		client->trigger = CLIENT_TIMER;
		client->interval = (double)rc->daemon *
		    (double)user->interval;
	}
}

void
client_fetchmail(struct clients *clients, const char *path)
{
	size_t length;
	char *text = client_file(clients, path, &length, false);
	struct fetchmailrc rc;

	if (text == NULL)
		return;
	fetchmailrc_parse(&rc, text, length);
	if (!rc.known && !client_is_blank(text, length))
		clients_foreign(clients, path, "fetchmail");
	free(text);
	for (size_t i = 0; i < rc.count; i++)
		take_user(clients, &rc, &rc.users[i]);
	fetchmailrc_clear(&rc);
}
