/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * clientfacts PROGRAM PATH... - prints what the settings of a mail program
 * say, one account a line:
 *
 *	PROGRAM|ACCOUNT|HOST|PROTOCOL|TRIGGER|SECONDS[+idle]|LEAVE
 *
 * LEAVE is unknown, not, forever, or days.  PROGRAM is an option of
 * check_poll_interval without its hyphens.  Ends with 1 if a file could not be
 * read.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "client.h"

static const struct {
	const char *name;
	void (*take)(struct clients *clients, const char *path);
} programs[] = {
	{ "thunderbird", client_thunderbird },
	{ "fetchmail", client_fetchmail },
	{ "offlineimap", client_offlineimap },
	{ "getmail", client_getmail },
	{ "mbsync", client_mbsync },
	{ "evolution", client_evolution },
	{ "kmail", client_kmail },
	{ "claws", client_claws },
	{ "sylpheed", client_sylpheed },
	{ "timer", client_timer },
};

static void
print(const struct client *client)
{
	static const char *const triggers[] = { "manual", "timer", "systemd",
	    "cron", "idle" };
	static const char *const leaves[] = { "unknown", "not", "", "forever" };

	printf("%s|%s|%s|%s|%s|%g%s|", client->program, client->account,
	    client->host, client_protocol_name(client->protocol),
	    triggers[client->trigger], client->interval,
	    client->idle ? "+idle" : "");
	if (client->leave == CLIENT_LEAVE_DAYS)
		printf("%g\n", client->days);
	else
		printf("%s\n", leaves[client->leave]);
}

int
main(int argc, char **argv)
{
	struct clients clients = { 0 };
	int errors;

	if (argc < 3)
		return 2;
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		for (int j = 2; strcmp(programs[i].name, argv[1]) == 0 &&
		    j < argc; j++)
			programs[i].take(&clients, argv[j]);
	for (size_t i = 0; i < clients.count; i++)
		print(&clients.list[i]);
	for (size_t i = 0; i < clients.error_count; i++)
		fprintf(stderr, "%s\n", clients.errors[i]);
	errors = clients.error_count > 0;
	clients_clear(&clients);
	return errors;
}
