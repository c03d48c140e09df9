/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sylpheed and Claws Mail, which have the same files. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client_folder.h"
#include "i18n.h"
#include "ini.h"

#define MINUTES 10	/* autochk_interval */
#define KEEP_DAYS 7	/* message_leave_time */

struct program {
	const char *name;
	const char *common;	/* the file of the common settings */
	const char *where;
};

static const struct program sylpheed = { "Sylpheed", "sylpheedrc",
    N_("Configuration, Common preferences, Receive, Auto-check new mail "
    "every") };
static const struct program claws = { "Claws Mail", "clawsrc",
    N_("Configuration, Preferences, Mail Handling, Receiving, Automatic "
    "checking, or the same for the account") };

/* 0 to 2 are POP3, 3 is IMAP; 4 is news, 5 has no server. */
static enum client_protocol
protocol_of(const char *value)
{
	double number = ini_number(value, 5);

	if (number == 3)
		return CLIENT_IMAP;
	return number >= 0 && number < 3 ? CLIENT_POP3 : CLIENT_UNKNOWN;
}

/* Claws Mail: the account may have a clock of its own, in seconds. */
static double
own_interval(const struct ini *accounts, const char *section)
{
	if (ini_bool(ini_get(accounts, section, "autochk_use_default"), true))
		return -1;
	if (!ini_bool(ini_get(accounts, section, "autochk_use_custom"),
	    false))
		return 0;
	return ini_number(ini_get(accounts, section, "autochk_itv"), 600);
}

static double
common_interval(const struct ini *common)
{
	if (!ini_bool(ini_get(common, "Common", "autochk_newmail"), false))
		return 0;
	return 60 * ini_number(ini_get(common, "Common", "autochk_interval"),
	    MINUTES);
}

static void
take_leave(struct client *client, const struct ini *ini, const char *section)
{
	double days = ini_number(ini_get(ini, section, "message_leave_time"),
	    KEEP_DAYS);

	if (client->protocol != CLIENT_POP3)
		return;
	if (!ini_bool(ini_get(ini, section, "remove_mail"), true)) {
		client->leave = CLIENT_LEAVE_FOREVER;
	} else if (days > 0) {
		client->leave = CLIENT_LEAVE_DAYS;
		client->days = days;
	} else {
		client->leave = CLIENT_LEAVE_NOT;
	}
}

static void
take_account(struct clients *clients, const struct program *program,
    const struct ini *common, const struct ini *accounts,
    const char *section)
{
	enum client_protocol protocol = protocol_of(ini_get(accounts, section,
	    "protocol"));
	double interval = own_interval(accounts, section);
	const char *user = ini_get(accounts, section, "user_id");
	struct client *client;

	if (protocol == CLIENT_UNKNOWN)
		return;
	client = clients_add(clients, program->name, user != NULL ? user :
	    ini_get(accounts, section, "account_name"),
	    ini_get(accounts, section, "receive_server"));
	client->protocol = protocol;
	client->where = program->where;
	if (interval < 0)
		interval = common_interval(common);
	if (interval > 0) {
		client->trigger = CLIENT_TIMER;
		client->interval = interval;
	}
	take_leave(client, accounts, section);
}

static void
take_folder(struct clients *clients, const char *folder,
    const struct program *program)
{
	char *common_path = client_path(folder, program->common);
	char *accounts_path = client_path(folder, "accountrc");
	struct ini common = { 0 }, accounts = { 0 };
	const char *section;
	size_t i = 0;

	if (client_link_trusted(clients, folder)) {
		client_ini(clients, &common, common_path, program->name,
		    (const char *const[]){ "Common", NULL });
		client_ini(clients, &accounts, accounts_path, program->name,
		    (const char *const[]){ "Account", NULL });
	}
	while ((section = ini_section(&accounts, "Account", &i)) != NULL)
		take_account(clients, program, &common, &accounts, section);
	ini_clear(&common);
	ini_clear(&accounts);
	free(common_path);
	free(accounts_path);
}

void
client_sylpheed(struct clients *clients, const char *path)
{
	take_folder(clients, path, &sylpheed);
}

void
client_claws(struct clients *clients, const char *path)
{
	take_folder(clients, path, &claws);
}
