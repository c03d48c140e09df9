/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "die.h"
#include "i18n.h"
#include "text.h"

#define FILE_MAX (32 * 1024 * 1024)

void
clients_clear(struct clients *clients)
{
	for (size_t i = 0; i < clients->count; i++) {
		free(clients->list[i].account);
		free(clients->list[i].host);
	}
	for (size_t i = 0; i < clients->error_count; i++)
		free(clients->errors[i]);
	for (size_t i = 0; i < clients->looked_count; i++)
		free(clients->looked[i]);
	free(clients->list);
	free(clients->errors);
	free(clients->looked);
	*clients = (struct clients){ 0 };
}

struct client *
clients_add(struct clients *clients, const char *program,
    const char *account, const char *host)
{
	struct client *client;

	clients->list = xreallocarray(clients->list, clients->count + 1,
	    sizeof(*clients->list));
	client = &clients->list[clients->count++];
	*client = (struct client){ .program = program };
	client->account = xstrdup(account == NULL ? "" : account);
	client->host = xstrdup(host == NULL ? "" : host);
	return client;
}

static void
add_text(char ***list, size_t *count, char *text)
{
	*list = xreallocarray(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = text;
}

void
clients_error(struct clients *clients, const char *path, const char *reason)
{
	char clean[256];

	text_clean_string(clean, sizeof(clean), path);
	add_text(&clients->errors, &clients->error_count,
	    xasprintf("%s: %s", clean, reason));
}

void
clients_foreign(struct clients *clients, const char *path,
    const char *program)
{
	char *reason = xasprintf(_("holds no account of %s: is it its "
	    "settings file?"), program);

	clients_error(clients, path, reason);
	free(reason);
}

void
clients_looked(struct clients *clients, const char *path)
{
	char clean[256];

	text_clean_string(clean, sizeof(clean), path);
	add_text(&clients->looked, &clients->looked_count, xstrdup(clean));
}

bool
client_link_trusted(struct clients *clients, const char *path)
{
	struct stat link, target;

	if (lstat(path, &link) < 0 || !S_ISLNK(link.st_mode))
		return true;
	if (stat(path, &target) < 0)
		return true;	/* opening it tells what is wrong */
	if (link.st_uid == 0 || link.st_uid == geteuid() ||
	    link.st_uid == target.st_uid)
		return true;
	clients_error(clients, path, _("a symbolic link that somebody else "
	    "made is not followed"));
	return false;
}

static char *
read_all(int fd, size_t *length)
{
	size_t size = 16384, n = 0;
	char *text = xcalloc(1, size);
	ssize_t got;

	while ((got = read(fd, text + n, size - n - 1)) > 0 ||
	    (got < 0 && errno == EINTR)) {
		n += got > 0 ? (size_t)got : 0;
		if (n > FILE_MAX)
			break;
		if (size - n < 4096)
			text = xrealloc(text, size *= 2);
	}
	text[n] = '\0';
	*length = n;
	if (got == 0)
		return text;
	free(text);
	if (got > 0)
		errno = EFBIG;
	return NULL;
}

bool
client_is_blank(const char *text, size_t length)
{
	const char *end = text + length;

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	while (text < end) {
		if (*text == '#' || *text == ';' || *text == '*' ||
		    strncmp(text, "//", 2) == 0 || strncmp(text, "/*", 2) == 0)
			while (text < end && *text != '\n')
				text++;
		else if (*text != ' ' && (*text < '\t' || *text > '\r'))
			return false;
		else
			text++;
	}
	return true;
}

/* Why what is at path, errno as opening it left it, is not read. */
static const char *
reason(void)
{
	return errno == EINVAL || errno == ENXIO ? _("not a regular file") :
	    strerror(errno);
}

char *
client_file(struct clients *clients, const char *path, size_t *length,
    bool missing)
{
	struct stat st;
	char *text = NULL;
	int fd;

	*length = 0;
	if (!client_link_trusted(clients, path))
		return NULL;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0 && fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode))
			text = read_all(fd, length);
		else
			errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	}
	if (text == NULL && (!missing || errno != ENOENT))
		clients_error(clients, path, reason());
	if (fd >= 0)
		close(fd);
	return text;
}

bool
client_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
client_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

char *
client_path(const char *folder, const char *name)
{
	return xasprintf("%s/%s", folder, name);
}

const char *
client_protocol_name(enum client_protocol protocol)
{
	if (protocol == CLIENT_UNKNOWN)
		return _("protocol unknown");
	return protocol == CLIENT_POP3 ? "pop3" : "imap";
}
