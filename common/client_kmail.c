/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client_folder.h"
#include "i18n.h"
#include "ini.h"

#define MINUTES 5	/* when the file does not say */

static bool
is_resource(const char *name)
{
	return (strncmp(name, "akonadi_imap_resource", 21) == 0 ||
	    strncmp(name, "akonadi_pop3_resource", 21) == 0) &&
	    client_ends(name, "rc");
}

static void
take_clock(struct client *client, bool enabled, const char *minutes)
{
	double number = ini_number(minutes, MINUTES);

	client->where = N_("Settings, Configure KMail, Accounts, Modify, "
	    "Enable interval mail checking");
	if (!enabled || number <= 0)
		return;
	client->trigger = CLIENT_TIMER;
	client->interval = number * 60;
}

static void
take_imap(struct clients *clients, const struct ini *ini)
{
	struct client *client = clients_add(clients, "KMail",
	    ini_get(ini, "network", "UserName"),
	    ini_get(ini, "network", "ImapServer"));

	client->protocol = CLIENT_IMAP;
	client->idle = true;
	take_clock(client, ini_bool(ini_get(ini, "cache",
	    "IntervalCheckEnabled"), true),
	    ini_get(ini, "cache", "IntervalCheckTime"));
}

static void
take_pop3(struct clients *clients, const struct ini *ini)
{
	struct client *client = clients_add(clients, "KMail",
	    ini_get(ini, "General", "login"),
	    ini_get(ini, "General", "host"));
	double days = ini_number(ini_get(ini, "General", "leaveOnServerDays"),
	    -1);

	client->protocol = CLIENT_POP3;
	take_clock(client, ini_bool(ini_get(ini, "General",
	    "intervalCheckEnabled"), false),
	    ini_get(ini, "General", "intervalCheckInterval"));
	if (!ini_bool(ini_get(ini, "General", "leaveOnServer"), false)) {
		client->leave = CLIENT_LEAVE_NOT;
	} else if (days > 0) {
		client->leave = CLIENT_LEAVE_DAYS;
		client->days = days;
	} else {
		client->leave = CLIENT_LEAVE_FOREVER;
	}
}

static void
take_resource(struct clients *clients, const char *path)
{
	static const char *const sections[] = { "network", "cache",
	    "siever", "idle", "General", NULL };
	struct ini ini;

	client_ini(clients, &ini, path, "KMail", sections);
	if (ini_get(&ini, "network", "") != NULL)
		take_imap(clients, &ini);
	else if (ini_get(&ini, "General", "host") != NULL ||
	    ini_get(&ini, "General", "intervalCheckInterval") != NULL)
		take_pop3(clients, &ini);
	ini_clear(&ini);
}

void
client_kmail(struct clients *clients, const char *path)
{
	client_folder(clients, path, is_resource, take_resource);
}
