/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "poll_clients.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "text.h"

#define WHO_MAX 200
#define NOTES_MAX 10

static const struct cause left = { "mail_left",
    N_("mail is left on the server") };

/* "Thunderbird account info@example.jp (pop.example.jp, pop3)" */
static const char *
who(const struct client *client, char text[WHO_MAX])
{
	char account[80], host[80];
	const char *protocol = client_protocol_name(client->protocol);

	text_clean_string(account, sizeof(account), client->account);
	text_clean_string(host, sizeof(host), client->host);
	if (*host == '\0' && *account == '\0')
		snprintf(text, WHO_MAX, "%s", client->program);
	else if (*host == '\0')
		snprintf(text, WHO_MAX, _("%s account %s (%s)"),
		    client->program, account, protocol);
	else if (*account == '\0')
		snprintf(text, WHO_MAX, _("%s (%s, %s)"), client->program,
		    host, protocol);
	else
		snprintf(text, WHO_MAX, _("%s account %s (%s, %s)"),
		    client->program, account, host, protocol);
	return text;
}

/* With IDLE the check goes over a connection that is there: no login, so it
 * is taken one step less hard. */
static enum state
state_of(const struct poll_config *config, const struct client *client)
{
	enum state state;

	if (client->interval <= 0)
		return STATE_OK;
	state = polling_state(config, client->interval);
	if (!client->idle)
		return state;
	return state == STATE_CRITICAL ? STATE_WARNING : STATE_OK;
}

static void
add_interval(struct report *report, const struct client *client,
    enum state state)
{
	char name[WHO_MAX];
	const char *text = who(client, name);

	if (client->trigger == CLIENT_IDLE)
		report_add(report, NULL, state, _("%s waits for the server "
		    "(IDLE) and does not fetch by the clock"), text);
	else if (client->interval <= 0)
		report_add(report, NULL, state,
		    _("%s does not fetch by itself"), text);
	else if (client->idle)
		report_add(report, NULL, state, _("%s looks every %.0f s, "
		    "over the connection that it keeps (IDLE); change it at "
		    "%s"), text, client->interval, _(client->where));
	else
		report_add(report, NULL, state,
		    _("%s fetches every %.0f s; change it at %s"), text,
		    client->interval, _(client->where));
	if (state != STATE_OK)
		report_cause(report, &polling_cause);
}

/* The article's cause for mail that is delivered again and for mailboxes that
 * fill up: told in any case. */
static bool
add_leave(struct report *report, const struct client *client,
    enum state leave, size_t notes)
{
	const char *fmt = _("%s leaves all mail on the server, for ever");
	char name[WHO_MAX];

	if (client->leave != CLIENT_LEAVE_FOREVER)
		return false;
	who(client, name);
	if (leave != STATE_OK) {
		report_add(report, NULL, leave, fmt, name);
		report_cause(report, &left);
	} else if (notes < NOTES_MAX) {
		report_note(report, 0, fmt, name);
	}
	return true;
}

struct ranked {
	const struct client *client;
	enum state state;
};

static int
worst_first(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	double p = x->client->interval, q = y->client->interval;

	if (x->state != y->state)
		return state_worse(x->state, y->state) ? -1 : 1;
	if (p != q)
		return p <= 0 || (q > 0 && q < p) ? 1 : -1;
	return x->client < y->client ? -1 : x->client > y->client;
}

static void
add_summary(struct report *report, const struct clients *clients,
    const struct ranked *first)
{
	char name[WHO_MAX];

	if (clients->count == 0)
		report_add(report, NULL, STATE_OK, _("no POP3 or IMAP account "
		    "in the settings"));
	else if (first->client->interval <= 0)
		report_add(report, NULL, STATE_OK, ngettext("%zu account, "
		    "which does not fetch by the clock", "%zu accounts, none "
		    "of which fetches by the clock", clients->count),
		    clients->count);
	else
		report_add(report, NULL, STATE_OK,
		    ngettext("%zu account, not too often: %s, every %.0f s",
		    "none of %zu accounts fetches too often; most often %s, "
		    "every %.0f s", clients->count), clients->count, who(first->client, name),
		    first->client->interval);
}

static void
add_accounts(struct report *report, const struct poll_config *config,
    const struct clients *clients, enum state leave,
    struct poll_totals *totals)
{
	struct ranked *list = xcalloc(clients->count + 1, sizeof(*list));
	size_t leaving = 0;

	for (size_t i = 0; i < clients->count; i++)
		list[i] = (struct ranked){ &clients->list[i],
		    state_of(config, &clients->list[i]) };
	qsort(list, clients->count, sizeof(*list), worst_first);
	if (clients->count + clients->error_count == 0 ||
	    (clients->count > 0 && list[0].state == STATE_OK))
		add_summary(report, clients, list);
	for (size_t i = 0; i < clients->count; i++) {
		const struct client *client = list[i].client;

		add_interval(report, client, list[i].state);
		leaving += add_leave(report, client, leave, leaving);
		polling_count(totals, client->interval, list[i].state);
	}
	totals->clients += clients->count;
	if (clients->count > 0 && list[0].state != STATE_OK)
		polling_advise(report);
	if (leaving > 0)
		report_advice(report, _("Let the mail program delete mail "
		    "from the server when it has fetched it, or after some "
		    "days: what stays is delivered again and fills the "
		    "mailbox."));
	free(list);
}

/* One line, however many places there are. */
static void
note_places(struct report *report, const struct clients *clients)
{
	char text[900] = "";
	size_t n = 0;

	for (size_t i = 0; i < clients->looked_count; i++) {
		int m = snprintf(text + n, sizeof(text) - n, "%s%s",
		    i == 0 ? "" : ", ", clients->looked[i]);

		if (m < 0 || (size_t)m >= sizeof(text) - n) {
			text[n] = '\0';
			break;
		}
		n += (size_t)m;
	}
	if (clients->looked_count > 0)
		report_note(report, 0, _("looked at: %s"), text);
}

void
poll_clients_judge(struct report *report, const struct poll_config *config,
    const struct clients *clients, enum state leave,
    struct poll_totals *totals)
{
	for (size_t i = 0; i < clients->error_count; i++)
		report_add(report, NULL, STATE_UNKNOWN, "%s",
		    clients->errors[i]);
	add_accounts(report, config, clients, leave, totals);
	note_places(report, clients);
}
