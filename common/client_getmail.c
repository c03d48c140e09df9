/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client_folder.h"
#include "i18n.h"

/* "SimpleIMAPSSLRetriever", "MultidropPOP3Retriever" */
static enum client_protocol
protocol_of(const char *type)
{
	if (type == NULL)
		return CLIENT_UNKNOWN;
	if (strstr(type, "POP3") != NULL)
		return CLIENT_POP3;
	return strstr(type, "IMAP") != NULL ? CLIENT_IMAP : CLIENT_UNKNOWN;
}

static void
take_leave(struct client *client, const struct ini *ini)
{
	double days = ini_number(ini_get(ini, "options", "delete_after"), 0);

	if (client->protocol != CLIENT_POP3)
		return;
	client->leave = CLIENT_LEAVE_FOREVER;
	if (ini_bool(ini_get(ini, "options", "delete"), false)) {
		client->leave = CLIENT_LEAVE_NOT;
	} else if (days > 0) {
		client->leave = CLIENT_LEAVE_DAYS;
		client->days = days;
	}
}

/* getmail has no clock of its own. */
static void
take_account(struct clients *clients, const struct ini *ini)
{
	struct client *client = clients_add(clients, "getmail",
	    ini_get(ini, "retriever", "username"),
	    ini_get(ini, "retriever", "server"));

	client->protocol = protocol_of(ini_get(ini, "retriever", "type"));
	client->where = N_("the timer or the crontab that starts getmail");
	take_leave(client, ini);
}

void
client_getmail(struct clients *clients, const char *path)
{
	static const char *const sections[] = { "retriever", NULL };
	struct ini ini;

	client_ini(clients, &ini, path, "getmail", sections);
	if (ini_get(&ini, "retriever", "") != NULL)
		take_account(clients, &ini);
	ini_clear(&ini);
}
