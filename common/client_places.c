/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "client.h"
#include "die.h"

/* In this order: what starts programs comes behind their accounts. */
static const struct {
	const char *path;	/* below home, or absolute */
	void (*take)(struct clients *clients, const char *path);
} places[] = {
	{ ".thunderbird", client_thunderbird },
	{ ".icedove", client_thunderbird },
	{ "snap/thunderbird/common/.thunderbird", client_thunderbird },
	{ ".var/app/org.mozilla.Thunderbird/.thunderbird",
	    client_thunderbird },
	{ ".var/app/eu.betterbird.Betterbird/.thunderbird",
	    client_thunderbird },
	{ "Library/Thunderbird", client_thunderbird },
	{ ".mozilla/seamonkey", client_thunderbird },
	{ ".fetchmailrc", client_fetchmail },
	{ ".offlineimaprc", client_offlineimap },
	{ ".config/offlineimap/config", client_offlineimap },
	{ ".getmail/getmailrc", client_getmail },
	{ ".config/getmail/getmailrc", client_getmail },
	{ ".mbsyncrc", client_mbsync },
	{ ".config/isyncrc", client_mbsync },
	{ ".config/isync/mbsyncrc", client_mbsync },
	{ ".config/evolution/sources", client_evolution },
	{ ".config", client_kmail },
	{ ".claws-mail", client_claws },
	{ ".sylpheed-2.0", client_sylpheed },
	{ ".config/systemd/user", client_timer },
	{ "/etc/systemd/user", client_timer },
	{ "/etc/systemd/system", client_timer },
	{ "/etc/crontab", client_timer },
	{ "/etc/cron.d", client_timer },
};

static char *
place_path(size_t i, const char *home)
{
	return places[i].path[0] == '/' ? xstrdup(places[i].path) :
	    client_path(home, places[i].path);
}

void
client_allow(struct sandbox *sandbox, const char *path)
{
	char *profile = client_thunderbird_profile(path);

	sandbox_read(sandbox, path);
	sandbox_read_links(sandbox, path, NULL);
	if (profile != NULL) {
		sandbox_read(sandbox, profile);
		sandbox_read_links(sandbox, profile, NULL);
	}
	free(profile);
}

void
client_allow_usual(struct sandbox *sandbox, const char *home)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *path = place_path(i, home);

		client_allow(sandbox, path);
		free(path);
	}
}

/* A place that is there but cannot be read is an error of that place. */
void
client_usual_places(struct clients *clients, const char *home)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *path = place_path(i, home);

		clients_looked(clients, path);
		if (client_exists(path))
			places[i].take(clients, path);
		free(path);
	}
}
