/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings of each program that fetches mail, as files: the first octet
 * says which.
 */
#include "config.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "die.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct place {
	char letter;
	const char *file;
	void (*take)(struct clients *, const char *);
	bool folder;		/* it is the folder that is given */
} places[] = {
	{ 'c', "accountrc", client_claws, true },
	{ 'C', "clawsrc", client_claws, true },
	{ 'e', "x.source", client_evolution, false },
	{ 'f', "fetchmailrc", client_fetchmail, false },
	{ 'g', "getmailrc", client_getmail, false },
	{ 'k', "akonadi_imap_resource_0rc", client_kmail, false },
	{ 'K', "akonadi_pop3_resource_0rc", client_kmail, false },
	{ 'm', "mbsyncrc", client_mbsync, false },
	{ 'o', "offlineimaprc", client_offlineimap, false },
	{ 'p', "profiles.ini", client_thunderbird, false },
	{ 's', "accountrc", client_sylpheed, true },
	{ 't', "prefs.js", client_thunderbird, false },
	{ 'u', "mbsync.timer", client_timer, false },
	{ 'v', "crontab", client_timer, false },
};

static char name[20];

static void
leave(void)
{
	rmdir(name);
}

/* One folder for all inputs. */
static const char *
folder(void)
{
	if (name[0] != '\0')
		return name;
	memcpy(name, "/tmp/weblife-XXXXXX", 20);
	if (mkdtemp(name) == NULL || atexit(leave) != 0)
		abort();
	return name;
}

static void
write_file(const char *path, const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void
check(const struct clients *clients)
{
	for (size_t i = 0; i < clients->count; i++) {
		const struct client *c = &clients->list[i];

		if (c->account == NULL || c->host == NULL ||
		    c->program == NULL || !isfinite(c->interval) ||
		    c->interval < 0 || !isfinite(c->days))
			abort();
	}
	for (size_t i = 0; i < clients->error_count; i++)
		if (strpbrk(clients->errors[i], "|<>\n") != NULL)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct clients clients = { 0 };
	const struct place *place = NULL;
	char *path;

	for (size_t i = 0; size > 0 && i < sizeof(places) / sizeof(*places);
	    i++)
		if (places[i].letter == data[0])
			place = &places[i];
	if (place == NULL)
		return 0;
	path = client_path(folder(), place->file);
	write_file(path, data + 1, size - 1);
	place->take(&clients, place->folder ? folder() : path);
	check(&clients);
	clients_clear(&clients);
	unlink(path);
	free(path);
	return 0;
}
