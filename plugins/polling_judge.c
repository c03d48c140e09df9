/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "polling.h"
#include "text.h"
#include "weblife.h"

#define SHOWN_MAX 20		/* OK clients with -v */
#define WHO_MAX 160

const struct cause polling_cause = { "poll_interval",
    N_("mail is fetched too often") };

char *
polling_duration(long seconds, char *text, size_t size)
{
	if (seconds >= 3600 && seconds % 3600 == 0)
		snprintf(text, size, _("%ld h"), seconds / 3600);
	else if (seconds >= 60 && seconds % 60 == 0)
		snprintf(text, size, _("%ld min"), seconds / 60);
	else
		snprintf(text, size, _("%ld s"), seconds);
	return text;
}

enum state
polling_state(const struct poll_config *config, double interval)
{
	if (range_alerts(&config->critical, interval))
		return STATE_CRITICAL;
	return range_alerts(&config->warning, interval) ?
	    STATE_WARNING : STATE_OK;
}

/* IDLE connections that break look like fetching, but have no rhythm. */
static bool
can_alarm(const struct poll_client *client)
{
	return client->interval > 0 &&
	    (client->regular || client->protocol == MAIL_POP3);
}

static enum state
client_state(const struct poll_config *config,
    const struct poll_client *client)
{
	return can_alarm(client) ? polling_state(config, client->interval) :
	    STATE_OK;
}

/* "info@example.jp from 203.0.113.5 (pop3)" */
static const char *
who(const struct poll_client *client, enum poll_by by, char text[WHO_MAX])
{
	const char *protocol = mail_protocol_name(client->protocol);
	char ip[IP_TEXT_MAX], user[80];

	ip_text(&client->ip, ip);
	text_clean_string(user, sizeof(user), client->user);
	if (by == POLL_BY_USER && client->addresses > 1)
		snprintf(text, WHO_MAX, _("%s from %zu addresses (%s)"),
		    user, client->addresses, protocol);
	else if (by == POLL_BY_IP && client->users > 1)
		snprintf(text, WHO_MAX, _("%s with %zu users (%s)"), ip,
		    client->users, protocol);
	else
		snprintf(text, WHO_MAX, _("%s from %s (%s)"), user, ip,
		    protocol);
	return text;
}

static void
add_client(struct report *report, const struct poll_config *config,
    const struct poll_client *client, const char *window)
{
	enum state state = client_state(config, client);
	char name[WHO_MAX];
	const char *fmt = client->regular ?
	    _("%s fetches every %.0f s, regular, %zu polls in %s") :
	    _("%s fetches every %.0f s, irregular, several clients? %zu "
	    "polls in %s");

	report_add(report, NULL, state, fmt, who(client, config->by, name),
	    client->interval, client->polls, window);
	if (state != STATE_OK)
		report_cause(report, &polling_cause);
}

/* "1.2 GB" of octets, in powers of 1024 as mail programs show it. */
static const char *
size_text(uint64_t octets, char *text, size_t size)
{
	static const char *const units[] = { "KB", "MB", "GB", "TB" };
	double value = (double)octets / 1024;
	size_t unit = 0;

	while (value >= 1024 && unit < 3) {
		value /= 1024;
		unit++;
	}
	snprintf(text, size, value < 10 ? "%.1f %s" : "%.0f %s", value,
	    units[unit]);
	return text;
}

/* What the log tells about the mail of a POP3 client that is too fast. */
static void
note_mailbox(struct report *report, const struct poll_facts *facts,
    const struct poll_client *client)
{
	const struct login_mailbox *box = logins_mailbox(facts->source,
	    client->user);
	char user[80], size[32];

	if (box == NULL)
		return;
	text_clean_string(user, sizeof(user), client->user);
	report_note(report, 0, _("%s: %lu of %lu POP3 sessions fetched "
	    "nothing"), user, (unsigned long)box->empty,
	    (unsigned long)box->sessions);
	if (!box->counted || box->left == 0)
		return;
	report_note(report, 0, _("%s leaves %llu messages (%s) on the server"),
	    user, (unsigned long long)box->left,
	    size_text(box->size, size, sizeof(size)));
	report_advice(report, _("Let the mail program delete old messages "
	    "from the server: each fetch has to go through all that are "
	    "left there."));
}

void
polling_advise(struct report *report)
{
	report_advice(report, _("In the mail program, let it look for new "
	    "mail every %d minutes: that is what %s advises, more often makes "
	    "receiving unstable."), WEBLIFE_POLL_ADVISED / 60,
	    WEBLIFE_PROVIDER);
}

struct ranked {
	const struct poll_client *client;
	enum state state;
};

static int
worst_first(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->state != y->state)
		return state_worse(x->state, y->state) ? -1 : 1;
	if (x->client->interval != y->client->interval)
		return x->client->interval < y->client->interval ? -1 : 1;
	return strcmp(x->client->user, y->client->user);
}

static size_t
rank(struct ranked *list, const struct poll_config *config,
    const struct poll_facts *facts)
{
	size_t n = 0;

	for (size_t i = 0; i < facts->count; i++)
		if (facts->clients[i].interval > 0)
			list[n++] = (struct ranked){ &facts->clients[i],
			    client_state(config, &facts->clients[i]) };
	if (n > 1)
		qsort(list, n, sizeof(*list), worst_first);
	return n;
}

static void
window_text(const struct poll_config *config, const struct poll_facts *facts,
    char *text)
{
	if (config->window > 0)
		polling_duration(config->window, text, POLL_DURATION_MAX);
	else
		snprintf(text, POLL_DURATION_MAX, _("the whole log"));
	(void)facts;
}

/* The headline where all is well. */
static void
add_summary(struct report *report, const struct poll_config *config,
    const struct poll_facts *facts, const struct ranked *first,
    const char *window)
{
	char name[WHO_MAX];

	if (facts->all == 0)
		report_add(report, NULL, STATE_OK,
		    _("nobody fetched mail in %s"), window);
	else if (facts->stopped == facts->all)
		report_add(report, NULL, STATE_OK,
		    ngettext("%zu client fetched mail in %s, and has stopped",
		    "%zu clients fetched mail in %s, and have stopped",
		    facts->all), facts->all, window);
	else if (first == NULL)
		report_add(report, NULL, STATE_OK,
		    ngettext("%zu client fetched mail in %s, too seldom to "
		    "be judged", "%zu clients fetched mail in %s, too seldom "
		    "to be judged", facts->all), facts->all, window);
	else if (first->state == STATE_OK)
		report_add(report, NULL, STATE_OK,
		    ngettext("%zu client, not too often: %s, every %.0f s",
		    "none of %zu clients fetches too often; most often %s, "
		    "every %.0f s", facts->all), facts->all,
		    who(first->client, config->by, name),
		    first->client->interval);
}

/* Where most login lines tell no login, the others do not speak for them. */
static bool
is_understood(const struct poll_facts *facts)
{
	return facts->unclear <= facts->logins;
}

static void
add_unclear(struct report *report, const struct poll_facts *facts,
    const char *window)
{
	unsigned long long unclear = facts->unclear;
	unsigned long long all = unclear + facts->logins;

	report_add(report, NULL, STATE_UNKNOWN,
	    ngettext("%llu of %llu login line in %s not understood: no user "
	    "or no valid address", "%llu of %llu login lines in %s not "
	    "understood: no user or no valid address", all), unclear, all,
	    window);
	report_advice(report, _("Look at these lines in the log. If its "
	    "format was changed (in Dovecot: login_log_format_elements), let "
	    "the server write user, rip and lip again; if not, report one of "
	    "them to the maintainers, names and addresses changed."));
}

static void
add_clients(struct report *report, const struct poll_config *config,
    const struct poll_facts *facts, const struct ranked *list, size_t n,
    const char *window)
{
	size_t shown = 0;

	if (n > 0 && list[0].state != STATE_OK)
		polling_advise(report);
	for (size_t i = 0; i < n; i++) {
		if (list[i].state == STATE_OK && shown++ >= SHOWN_MAX)
			break;
		add_client(report, config, list[i].client, window);
		if (i < 3 && list[i].state != STATE_OK &&
		    list[i].client->protocol == MAIL_POP3)
			note_mailbox(report, facts, list[i].client);
	}
}

static void
note(struct report *report, uint64_t n, const char *one, const char *many)
{
	const char *fmt = ngettext(one, many, n);

	if (n > 0)
		report_note(report, 0, fmt, (unsigned long long)n);
}

static void
note_left_out(struct report *report, const struct poll_facts *facts)
{
	note(report, facts->webmail,
	    NP_("left out: %llu login of this host itself, webmail",
	    "left out: %llu logins of this host itself, webmail"));
	note(report, facts->excluded,
	    NP_("left out: %llu login by --exclude",
	    "left out: %llu logins by --exclude"));
	note(report, facts->stopped,
	    NP_("left out: %llu client that has stopped",
	    "left out: %llu clients that have stopped"));
	note(report, facts->few,
	    NP_("left out: %llu client with fewer than 6 polls",
	    "left out: %llu clients with fewer than 6 polls"));
	note(report, facts->unstamped,
	    NP_("left out: %llu login without a time stamp",
	    "left out: %llu logins without a time stamp"));
	note(report, is_understood(facts) ? facts->unclear : 0,
	    NP_("not understood: %llu login line, no user or no valid address",
	    "not understood: %llu login lines, no user or no valid "
	    "address"));
}

static void
note_proxy(struct report *report, const struct poll_facts *facts)
{
	char ip[IP_TEXT_MAX];

	if (facts->proxy.version == 0)
		return;
	report_note(report, 0, _("%s carries %zu users: a proxy or a webmail? "
	    "Dovecot logs the client itself with login_trusted_networks; "
	    "--exclude %s leaves it out"), ip_text(&facts->proxy, ip),
	    facts->proxy_users, ip);
}

static void
figure(struct report *report, const char *label, uint64_t value)
{
	struct metric metric = { .label = label, .value = (double)value,
	    .min = "0" };

	report_metric(report, &metric);
}

void
polling_count(struct poll_totals *totals, double interval, enum state state)
{
	totals->fast_warning += state == STATE_WARNING;
	totals->fast_critical += state == STATE_CRITICAL;
	if (interval > 0 && (totals->min_interval == 0 ||
	    interval < totals->min_interval))
		totals->min_interval = interval;
}

void
polling_figures(struct report *report, const struct poll_config *config,
    const struct poll_totals *totals)
{
	struct metric interval = { .label = "min_interval", .uom = "s",
	    .value = totals->min_interval, .warning = &config->warning,
	    .critical = &config->critical, .min = "0" };

	if (totals->min_interval > 0)
		report_metric(report, &interval);
	figure(report, "clients", totals->clients);
	figure(report, "fast_warning", totals->fast_warning);
	figure(report, "fast_critical", totals->fast_critical);
	if (!totals->logs)
		return;
	figure(report, "polls", totals->polls);
	figure(report, "logins", totals->logins);
	figure(report, "excluded", totals->excluded);
	figure(report, "unparsed", totals->unparsed);
}

static void
add_totals(struct poll_totals *totals, const struct poll_facts *facts)
{
	totals->logs = true;
	totals->clients += facts->all;
	totals->polls += facts->polls;
	totals->logins += facts->logins;
	totals->excluded += facts->webmail + facts->excluded;
	totals->unparsed += facts->unclear;
}

void
polling_judge(struct report *report, const struct poll_config *config,
    const struct poll_facts *facts, struct poll_totals *totals)
{
	struct ranked *list = xcalloc(facts->count + 1, sizeof(*list));
	size_t n = rank(list, config, facts);
	char window[POLL_DURATION_MAX];

	window_text(config, facts, window);
	if (!is_understood(facts))
		add_unclear(report, facts, window);
	if (is_understood(facts) || facts->all > 0)
		add_summary(report, config, facts, n > 0 ? list : NULL,
		    window);
	add_clients(report, config, facts, list, n, window);
	note_left_out(report, facts);
	note_proxy(report, facts);
	add_totals(totals, facts);
	for (size_t i = 0; i < n; i++)
		polling_count(totals, can_alarm(list[i].client) ?
		    list[i].client->interval : 0, list[i].state);
	free(list);
}
