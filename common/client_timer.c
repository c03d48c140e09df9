/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "client_folder.h"
#include "i18n.h"
#include "text.h"

/* Programs that something else has to start. */
static const char *const programs[] = { "mbsync", "offlineimap", "getmail",
    "fetchmail" };
#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

struct timer {
	const char *program;
	double interval;
	enum client_trigger trigger;
};

/* "mbsync.service", "/usr/bin/mbsync -a", "offlineimap-oneshot@x": a word of
 * its own, or what a path ends with. */
static const char *
program_in(const char *text)
{
	for (size_t i = 0; i < PROGRAMS; i++) {
		const char *at = text;
		size_t n = strlen(programs[i]);

		while ((at = strstr(at, programs[i])) != NULL) {
			char before = ' ', after = at[n];

			if (at > text)
				before = at[-1];
			if (strchr(" \t/\"'=(;&|", before) != NULL &&
			    (after == '\0' || strchr(" \t\r.@-\"';&|)",
			    after) != NULL))
				return programs[i];
			at += n;
		}
	}
	return NULL;
}

static const char *
where_of(enum client_trigger trigger)
{
	return trigger == CLIENT_CRON ?
	    N_("the crontab that starts it") :
	    N_("OnUnitActiveSec, OnUnitInactiveSec or OnCalendar in the timer "
	    "that starts it");
}

/* The accounts of the program that nothing faster makes run; or, without an
 * account, the program itself. */
static void
apply(struct clients *clients, const struct timer *timer)
{
	bool known = false;

	if (timer->program == NULL || timer->interval <= 0)
		return;
	for (size_t i = 0; i < clients->count; i++) {
		struct client *client = &clients->list[i];

		if (strcmp(client->program, timer->program) != 0)
			continue;
		known = true;
		if (client->trigger == CLIENT_IDLE || (client->interval > 0 &&
		    client->interval <= timer->interval))
			continue;
		client->interval = timer->interval;
		client->trigger = timer->trigger;
		client->where = where_of(timer->trigger);
	}
	if (!known) {
		struct client *client = clients_add(clients, timer->program,
		    NULL, NULL);

		client->interval = timer->interval;
		client->trigger = timer->trigger;
		client->where = where_of(timer->trigger);
	}
}

/* The value of "Key=value", also as Nix writes it: Key = "value"; */
static char *
value_of(char *line, const char *key)
{
	size_t n = strlen(key);
	char *value, *end;

	line += strspn(line, " \t");
	if (strncmp(line, key, n) != 0)
		return NULL;
	line += n;
	line += strspn(line, " \t");
	if (*line++ != '=')
		return NULL;
	value = line + strspn(line, " \t\"");
	end = value + strlen(value);
	while (end > value && strchr(" \t\r\";", end[-1]) != NULL)
		*--end = '\0';
	return value;
}

static void
take_unit_line(struct timer *timer, char *line)
{
	static const char *const spans[] = { "OnUnitActiveSec",
	    "OnUnitInactiveSec" };
	double interval = 0;
	char *value;

	for (size_t i = 0; i < 2; i++)
		if ((value = value_of(line, spans[i])) != NULL)
			interval = client_timespan(value);
	if ((value = value_of(line, "OnCalendar")) != NULL)
		interval = client_calendar(value);
	if ((value = value_of(line, "Unit")) != NULL &&
	    program_in(value) != NULL)
		timer->program = program_in(value);
	if (interval > 0 && (timer->interval <= 0 ||
	    interval < timer->interval))
		timer->interval = interval;
}

/* "SHELL=/bin/sh" */
static bool
is_setting(const char *line)
{
	size_t n = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

	return n > 0 && line[n + strspn(line + n, " \t")] == '=';
}

/* Whether it is a line of a crontab. */
static bool
take_cron_line(struct clients *clients, const char *line)
{
	struct timer timer = { .trigger = CLIENT_CRON };
	const char *rest;

	timer.interval = client_cron(line, &rest);
	if (timer.interval > 0)
		timer.program = program_in(rest);
	apply(clients, &timer);
	return timer.interval > 0 || *line == '@' || is_setting(line);
}

static bool
is_unit(const char *text)
{
	return strstr(text, "OnUnit") != NULL ||
	    strstr(text, "OnCalendar") != NULL ||
	    strstr(text, "[Timer]") != NULL;
}

static const char *
base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* A file name may have something before the program: "user-mbsync.timer". */
static const char *
program_of_name(const char *name)
{
	for (size_t i = 0; i < PROGRAMS; i++)
		if (strstr(name, programs[i]) != NULL)
			return programs[i];
	return NULL;
}

static void
take_file(struct clients *clients, const char *path)
{
	size_t length;
	char *text = client_file(clients, path, &length, false), *line = text;
	struct timer timer = { .trigger = CLIENT_SYSTEMD };
	bool unit, known;

	if (text == NULL)
		return;
	unit = is_unit(text);
	known = unit || client_is_blank(text, length);
	timer.program = program_of_name(base(path));
	while (line != NULL) {
		char *next = strchr(line, '\n');

		if (next != NULL)
			*next++ = '\0';
		if (unit)
			take_unit_line(&timer, line);
		else if (*line != '#')
			known |= take_cron_line(clients, line);
		line = next;
	}
	if (unit)
		apply(clients, &timer);
	if (!known)
		clients_error(clients, path, _("holds neither a systemd timer "
		    "nor a line of a crontab: is it the right file?"));
	free(text);
}

/* Of a folder only what may start one of the programs. */
static bool
wanted(const char *name)
{
	return client_ends(name, ".timer") ?
	    program_of_name(name) != NULL : strchr(name, '.') == NULL;
}

void
client_timer(struct clients *clients, const char *path)
{
	client_folder(clients, path, wanted, take_file);
}
