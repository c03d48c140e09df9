/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poll_world.h - known clients and the logins they cause, for the tests of
 * polling.
 */
#ifndef WEBLIFE_TESTS_POLL_WORLD_H
#define WEBLIFE_TESTS_POLL_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "polling.h"
#include "unit.h"

#define END INT64_C(1795521600)
#define START (END - 7200)

struct world {
	struct logins *logins;
	struct poll_config config;
	struct report *report;
	struct poll_facts facts;
	struct poll_totals totals;
	uint32_t random;
	char text[REPORT_TEXT_MAX];
};

__attribute__((unused)) static void
begin(struct world *w)
{
	*w = (struct world){ .random = 7 };
	w->logins = logins_new();
	w->report = report_new("POLL INTERVAL");
	w->config.window = 7200;
	w->config.burst = POLL_BURST;
	ck_assert(range_parse(&w->config.warning, POLL_WARNING));
	ck_assert(range_parse(&w->config.critical, POLL_CRITICAL));
}

__attribute__((unused)) static void
judge(struct world *w)
{
	polling_collect(&w->facts, &w->config, w->logins, START, END);
	polling_judge(w->report, &w->config, &w->facts, &w->totals);
	report_text(w->report, 1, w->text, sizeof(w->text));
}

__attribute__((unused)) static void
end(struct world *w)
{
	polling_clear(&w->facts);
	report_free(w->report);
	logins_free(w->logins);
}

__attribute__((unused)) static uint32_t
chance(struct world *w, uint32_t below)
{
	w->random = w->random * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(w->random >> 8) * below >> 24);
}

__attribute__((unused)) static void
login_from(struct world *w, int64_t utc, const char *user, const char *ip,
    const char *lip, enum mail_protocol protocol)
{
	static struct maillog log;

	log.kind = MAILLOG_LOGIN;
	log.protocol = protocol;
	log.user = user;
	log.user_length = strlen(user);
	log.repeated = 1;
	ck_assert(ip_parse(&log.ip, ip));
	log.local = (struct ip){ 0 };
	if (lip != NULL)
		ck_assert(ip_parse(&log.local, lip));
	logins_add(w->logins, &log, &utc);
}

__attribute__((unused)) static void
login(struct world *w, int64_t utc, const char *user,
    enum mail_protocol protocol)
{
	login_from(w, utc, user, "203.0.113.5", "192.0.2.1", protocol);
}

/* A client with a clock: jitter in percent, lost polls in percent, so many
 * connections at once. */
__attribute__((unused)) static void
timer(struct world *w, const char *user, int64_t first, uint32_t interval,
    uint32_t jitter, uint32_t lost, int connections,
    enum mail_protocol protocol)
{
	for (int64_t t = first; t <= END;) {
		if (chance(w, 100) >= lost)
			for (int i = 0; i < connections; i++)
				login(w, t + i, user, protocol);
		t += interval + chance(w, interval * jitter / 50 + 1) -
		    interval * jitter / 100;
	}
}

__attribute__((unused)) static bool
says(const struct world *w, const char *text)
{
	return strstr(w->text, text) != NULL;
}

#endif
