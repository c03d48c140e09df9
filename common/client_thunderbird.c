/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "die.h"
#include "i18n.h"
#include "ini.h"
#include "prefs.h"

#define NAME_MAX_OCTETS 256

/* What Thunderbird itself takes for a preference that nobody wrote. */
#define CHECK_MINUTES 10
#define KEEP_DAYS 7

/*
 * The server's preference, or the one for all servers, or NULL.  What is
 * equal to its default is not in the file.
 */
static const char *
get(struct prefs *prefs, const char *server, const char *key)
{
	char name[NAME_MAX_OCTETS];
	const char *value;

	snprintf(name, sizeof(name), "mail.server.%s.%s", server, key);
	value = prefs_get(prefs, name);
	if (value != NULL)
		return value;
	snprintf(name, sizeof(name), "mail.server.default.%s", key);
	return prefs_get(prefs, name);
}

static void
take_leave(struct client *client, struct prefs *prefs, const char *server)
{
	if (client->protocol != CLIENT_POP3)
		return;
	if (!ini_bool(get(prefs, server, "leave_on_server"), false)) {
		client->leave = CLIENT_LEAVE_NOT;
	} else if (ini_bool(get(prefs, server, "delete_by_age_from_server"),
	    false)) {
		client->leave = CLIENT_LEAVE_DAYS;
		client->days = ini_number(get(prefs, server,
		    "num_days_to_leave_on_server"), KEEP_DAYS);
	} else {
		client->leave = CLIENT_LEAVE_FOREVER;
	}
}

/* Feeds, news and local folders ask no mail server. */
static enum client_protocol
protocol_of(const char *type)
{
	if (type != NULL && strcmp(type, "pop3") == 0)
		return CLIENT_POP3;
	return type != NULL && strcmp(type, "imap") == 0 ? CLIENT_IMAP :
	    CLIENT_UNKNOWN;
}

static const char *
account_of(struct prefs *prefs, const char *server)
{
	const char *name = get(prefs, server, "name");
	const char *user = get(prefs, server, "userName");

	if (user != NULL && strchr(user, '@') != NULL)
		return user;
	if (name != NULL && *name != '\0')
		return name;
	return user;
}

static void
take_server(struct clients *clients, struct prefs *prefs, const char *server)
{
	enum client_protocol protocol = protocol_of(get(prefs, server,
	    "type"));
	const char *host = get(prefs, server, "realhostname");
	struct client *client;
	double minutes;

	if (protocol == CLIENT_UNKNOWN)
		return;
	client = clients_add(clients, "Thunderbird",
	    account_of(prefs, server), host != NULL && *host != '\0' ? host :
	    get(prefs, server, "hostname"));
	client->protocol = protocol;
	client->where = N_("Account Settings, Server Settings, Check for new "
	    "messages every");
	minutes = ini_number(get(prefs, server, "check_time"), CHECK_MINUTES);
	if (ini_bool(get(prefs, server, "check_new_mail"), true) &&
	    minutes > 0) {
		client->trigger = CLIENT_TIMER;
		client->interval = minutes * 60;
	}
	client->idle = protocol == CLIENT_IMAP &&
	    ini_bool(get(prefs, server, "use_idle"), true);
	take_leave(client, prefs, server);
}

/* The live accounts: what was deleted leaves its servers in the file. */
static void
take_accounts(struct clients *clients, struct prefs *prefs,
    const char *accounts)
{
	while (*accounts != '\0') {
		int n = (int)strcspn(accounts, ", ");
		char name[NAME_MAX_OCTETS];
		const char *server;

		snprintf(name, sizeof(name), "mail.account.%.*s.server",
		    n < 100 ? n : 100, accounts);
		server = n == 0 ? NULL : prefs_get(prefs, name);
		if (server != NULL)
			take_server(clients, prefs, server);
		accounts += n + (accounts[n] != '\0');
	}
}

/* A file that an administrator deploys may have servers only. */
static void
take_all_servers(struct clients *clients, struct prefs *prefs)
{
	static const char prefix[] = "mail.server.";
	char last[NAME_MAX_OCTETS] = "default";
	const char *name;
	size_t i = 0;

	while ((name = prefs_name(prefs, prefix, &i)) != NULL) {
		char server[NAME_MAX_OCTETS];
		size_t n;

		name += strlen(prefix);
		n = strcspn(name, ".");
		if (n >= sizeof(server) || name[n] == '\0')
			continue;
		memcpy(server, name, n);
		server[n] = '\0';
		if (strcmp(server, last) == 0 || strcmp(server, "default") == 0)
			continue;
		snprintf(last, sizeof(last), "%s", server);
		take_server(clients, prefs, server);
	}
}

static void
take_prefs(struct clients *clients, struct prefs *prefs)
{
	const char *accounts = prefs_get(prefs, "mail.accountmanager.accounts");

	if (accounts != NULL)
		take_accounts(clients, prefs, accounts);
	else
		take_all_servers(clients, prefs);
}

static bool
read_prefs(struct clients *clients, struct prefs *prefs, const char *path,
    bool missing)
{
	size_t length;
	char *text = client_file(clients, path, &length, missing);
	size_t before = prefs->statements;
	bool known;

	if (text == NULL)
		return false;
	prefs_parse(prefs, text, length, "mail.");
	known = prefs->statements > before || client_is_blank(text, length);
	if (!known)
		clients_foreign(clients, path, "Thunderbird");
	free(text);
	return known;
}

/* user.js is read after prefs.js at every start, so it wins. */
static void
take_profile(struct clients *clients, const char *folder)
{
	struct prefs prefs = { 0 };
	char *path = client_path(folder, "prefs.js");
	char *user = client_path(folder, "user.js");

	if (client_link_trusted(clients, folder) &&
	    read_prefs(clients, &prefs, path, false)) {
		read_prefs(clients, &prefs, user, true);
		take_prefs(clients, &prefs);
	}
	prefs_clear(&prefs);
	free(path);
	free(user);
}

/* The installation's profile, else the default one, else the first. */
static const char *
default_profile(const struct ini *ini, bool *relative)
{
	const char *section, *path = NULL, *first = NULL;
	size_t i = 0;

	*relative = true;
	while ((section = ini_section(ini, "Install", &i)) != NULL)
		if ((path = ini_get(ini, section, "Default")) != NULL)
			return path;
	for (i = 0; (section = ini_section(ini, "Profile", &i)) != NULL;) {
		bool chosen = ini_bool(ini_get(ini, section, "Default"), false);

		path = ini_get(ini, section, "Path");
		if (path == NULL || (first != NULL && !chosen))
			continue;
		first = path;
		*relative = ini_bool(ini_get(ini, section, "IsRelative"), true);
		if (chosen)
			break;
	}
	return first;
}

/* The profile's folder that the profiles.ini at path names, to be freed. */
static char *
named_profile(struct clients *clients, const char *folder, const char *path)
{
	size_t length;
	char *text = client_file(clients, path, &length, false), *profile;
	const char *name;
	struct ini ini;
	bool relative;

	if (text == NULL)
		return NULL;
	ini_parse(&ini, text, length);
	name = default_profile(&ini, &relative);
	if (name == NULL)
		clients_error(clients, path, _("no profile is named in it"));
	profile = name == NULL ? NULL : relative && *name != '/' ?
	    client_path(folder, name) : xstrdup(name);
	ini_clear(&ini);
	return profile;
}

static void
take_profiles(struct clients *clients, const char *folder, const char *path)
{
	char *profile = named_profile(clients, folder, path);

	if (profile != NULL)
		take_profile(clients, profile);
	free(profile);
}

static bool
is_profiles_ini(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = strlen(slash == NULL ? path : slash + 1);

	return n >= 12 && strcmp(path + strlen(path) - 12,
	    "profiles.ini") == 0;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? xstrdup(".") :
	    xstrndup(path, (size_t)(slash - path));
}

char *
client_thunderbird_profile(const char *path)
{
	struct clients unseen = { 0 };
	char *ini = client_is_folder(path) ?
	    client_path(path, "profiles.ini") : xstrdup(path);
	char *folder = folder_of(ini), *profile = NULL;

	if (is_profiles_ini(ini) && client_exists(ini))
		profile = named_profile(&unseen, folder, ini);
	clients_clear(&unseen);
	free(folder);
	free(ini);
	return profile;
}

static void
take_file(struct clients *clients, const char *path)
{
	struct prefs prefs = { 0 };
	char *folder;

	if (is_profiles_ini(path)) {
		folder = folder_of(path);
		take_profiles(clients, folder, path);
		free(folder);
		return;
	}
	if (read_prefs(clients, &prefs, path, false))
		take_prefs(clients, &prefs);
	prefs_clear(&prefs);
}

void
client_thunderbird(struct clients *clients, const char *path)
{
	char *profiles;

	if (!client_is_folder(path)) {
		take_file(clients, path);
		return;
	}
	if (!client_link_trusted(clients, path))
		return;
	profiles = client_path(path, "profiles.ini");
	if (client_exists(profiles))
		take_profiles(clients, path, profiles);
	else
		take_profile(clients, path);
	free(profiles);
}
