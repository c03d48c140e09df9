/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "i18n.h"
#include "text.h"

/* "Key Value": cuts the line; the value may stand in quotes. */
static char *
split(char *line)
{
	char *value = line + strcspn(line, " \t");
	size_t n;

	if (*value != '\0')
		*value++ = '\0';
	value += strspn(value, " \t");
	n = strlen(value);
	while (n > 0 && strchr(" \t\r", value[n - 1]) != NULL)
		value[--n] = '\0';
	if (n > 1 && *value == '"' && value[n - 1] == '"') {
		value[n - 1] = '\0';
		value++;
	}
	return value;
}

struct account {
	const char *user, *host;
	bool open;
};

static bool
is_section(const char *word)
{
	static const char *const sections[] = { "IMAPAccount", "IMAPStore",
	    "MaildirStore", "Channel", "Group" };

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (text_equal(word, sections[i]))
			return true;
	return false;
}

/* An IMAP account ends where the next section or an empty line begins. */
static void
end_account(struct clients *clients, struct account *account)
{
	struct client *client;

	if (account->open && account->host != NULL) {
		client = clients_add(clients, "mbsync", account->user,
		    account->host);
		client->protocol = CLIENT_IMAP;
		client->where = N_("the timer or the crontab that starts "
		    "mbsync");
	}
	*account = (struct account){ 0 };
}

/* An IMAPStore may have the account's keys itself.  True where a section
 * begins. */
static bool
take_line(struct clients *clients, struct account *account, char *line)
{
	char *value;

	line += strspn(line, " \t\r");
	if (*line == '#')
		return false;
	value = split(line);
	if (*line == '\0' || is_section(line))
		end_account(clients, account);
	if (text_equal(line, "IMAPAccount") || text_equal(line, "IMAPStore"))
		account->open = true;
	else if (text_equal(line, "Host"))
		account->host = strncmp(value, "imaps:", 6) == 0 ?
		    value + 6 : value;
	else if (text_equal(line, "User"))
		account->user = value;
	return is_section(line);
}

void
client_mbsync(struct clients *clients, const char *path)
{
	size_t length;
	char *text = client_file(clients, path, &length, false), *line = text;
	struct account account = { 0 };
	bool known = text == NULL || client_is_blank(text, length);

	while (line != NULL) {
		char *next = strchr(line, '\n');

		if (next != NULL)
			*next++ = '\0';
		known |= take_line(clients, &account, line);
		line = next;
	}
	if (text != NULL)
		end_account(clients, &account);
	if (!known)
		clients_foreign(clients, path, "mbsync");
	free(text);
}
