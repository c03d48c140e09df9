/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client_folder.h"
#include "i18n.h"
#include "ini.h"

#define SECTION_MAX 256

/* A Python list: whether there is anything in it. */
static bool
is_filled(const char *list)
{
	return list != NULL && strpbrk(list, "'\"") != NULL;
}

static void
take_account(struct clients *clients, const struct ini *ini,
    const char *name)
{
	char account[SECTION_MAX], repository[SECTION_MAX];
	const char *remote, *host, *user;
	struct client *client;
	double minutes;

	snprintf(account, sizeof(account), "Account %s", name);
	remote = ini_get(ini, account, "remoterepository");
	if (remote == NULL)
		return;
	snprintf(repository, sizeof(repository), "Repository %s", remote);
	/* named like the account itself, where the right one is missing */
	if (ini_get(ini, repository, "") == NULL)
		snprintf(repository, sizeof(repository), "Repository %s",
		    name);
	host = ini_get(ini, repository, "remotehost");
	if (host == NULL && ini_get(ini, repository, "type") != NULL &&
	    strcmp(ini_get(ini, repository, "type"), "Gmail") == 0)
		host = "imap.gmail.com";
	user = ini_get(ini, repository, "remoteuser");
	client = clients_add(clients, "offlineimap",
	    user != NULL ? user : name, host);
	client->protocol = CLIENT_IMAP;
	client->where = N_("autorefresh in .offlineimaprc (minutes), or what "
	    "starts offlineimap");
	client->idle = is_filled(ini_get(ini, repository, "idlefolders"));
	minutes = ini_number(ini_get(ini, account, "autorefresh"), 0);
	if (minutes > 0) {
		client->trigger = CLIENT_TIMER;
		client->interval = minutes * 60;
	}
}

/* The accounts that [general] names; the others are not synchronized. */
static void
take_accounts(struct clients *clients, const struct ini *ini,
    const char *accounts)
{
	while (*accounts != '\0') {
		int n;
		char name[SECTION_MAX - 32];

		accounts += strspn(accounts, ", \t");
		n = (int)strcspn(accounts, ",");
		snprintf(name, sizeof(name), "%.*s", n, accounts);
		name[strcspn(name, " \t")] = '\0';
		if (*name != '\0')
			take_account(clients, ini, name);
		accounts += n;
	}
}

void
client_offlineimap(struct clients *clients, const char *path)
{
	static const char *const sections[] = { "general", "Account ",
	    "Repository ", NULL };
	const char *accounts;
	struct ini ini;

	client_ini(clients, &ini, path, "offlineimap", sections);
	accounts = ini_get(&ini, "general", "accounts");
	if (accounts != NULL)
		take_accounts(clients, &ini, accounts);
	ini_clear(&ini);
}
