/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client_folder.h"
#include "i18n.h"
#include "ini.h"

#define MINUTES 60	/* when the file does not say */

static bool
is_source(const char *name)
{
	return client_ends(name, ".source");
}

/* The key in whatever section of the backend's own it stands. */
static const char *
any(const struct ini *ini, const char *key)
{
	static const char *const sections[] = { "Imapx Backend",
	    "POP Backend", "Pop Backend", "Camel", NULL };
	const char *value;

	for (size_t i = 0; sections[i] != NULL; i++)
		if ((value = ini_get(ini, sections[i], key)) != NULL)
			return value;
	return NULL;
}

static void
take_leave(struct client *client, const struct ini *ini)
{
	double days = ini_number(any(ini, "DeleteAfterDays"), 0);

	if (client->protocol != CLIENT_POP3)
		return;
	if (!ini_bool(any(ini, "KeepOnServer"), false)) {
		client->leave = CLIENT_LEAVE_NOT;
	} else if (days > 0) {
		client->leave = CLIENT_LEAVE_DAYS;
		client->days = days;
	} else {
		client->leave = CLIENT_LEAVE_FOREVER;
	}
}

static void
take_account(struct clients *clients, const struct ini *ini, bool pop3)
{
	struct client *client = clients_add(clients, "Evolution",
	    ini_get(ini, "Authentication", "User"),
	    ini_get(ini, "Authentication", "Host"));
	double minutes = ini_number(ini_get(ini, "Refresh",
	    "IntervalMinutes"), MINUTES);

	client->protocol = pop3 ? CLIENT_POP3 : CLIENT_IMAP;
	client->where = N_("Edit, Preferences, Mail Accounts, Receiving "
	    "Options, Check for new messages every");
	if (ini_bool(ini_get(ini, "Refresh", "Enabled"), true) &&
	    minutes > 0) {
		client->trigger = CLIENT_TIMER;
		client->interval = minutes * 60;
	}
	client->idle = !pop3 && ini_bool(any(ini, "UseIdle"), true);
	take_leave(client, ini);
}

static void
take_source(struct clients *clients, const char *path)
{
	static const char *const sections[] = { "Data Source",
	    "Mail Account", NULL };
	const char *backend;
	struct ini ini;

	client_ini(clients, &ini, path, "Evolution", sections);
	backend = ini_get(&ini, "Mail Account", "BackendName");
	if (backend != NULL && ini_bool(ini_get(&ini, "Data Source",
	    "Enabled"), true) && (strcmp(backend, "pop") == 0 ||
	    strncmp(backend, "imap", 4) == 0))
		take_account(clients, &ini, *backend == 'p');
	ini_clear(&ini);
}

void
client_evolution(struct clients *clients, const char *path)
{
	client_folder(clients, path, is_source, take_source);
}
