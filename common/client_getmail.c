/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "i18n.h"
#include "ini.h"

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
void
client_getmail(struct clients *clients, const char *path)
{
	size_t length;
	char *text = client_file(clients, path, &length, false);
	struct client *client;
	struct ini ini;

	if (text == NULL)
		return;
	ini_parse(&ini, text, length);
	client = clients_add(clients, "getmail",
	    ini_get(&ini, "retriever", "username"),
	    ini_get(&ini, "retriever", "server"));
	client->protocol = protocol_of(ini_get(&ini, "retriever", "type"));
	client->where = N_("the timer or the crontab that starts getmail");
	take_leave(client, &ini);
	ini_clear(&ini);
}
