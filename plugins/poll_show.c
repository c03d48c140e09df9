/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "poll_show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "polling.h"
#include "text.h"

#define LINE_OCTETS 512
#define UNSTAMPED INT64_MAX

static void
add_line(struct poll_show *show, const char *line, size_t n, int64_t utc)
{
	if (show->length + n > show->size) {
		show->size = (show->length + n) * 2;
		show->text = xrealloc(show->text, show->size);
	}
	if (show->count == show->lines_size) {
		show->lines_size = show->count * 2 + 64;
		show->lines = xreallocarray(show->lines, show->lines_size,
		    sizeof(*show->lines));
	}
	memcpy(show->text + show->length, line, n);
	show->lines[show->count++] = (struct shown){ utc, show->length };
	show->length += n;
}

/* The same session of the same user. */
static bool
is_again(struct poll_show *show, const struct maillog *log, const char *user)
{
	uint64_t seed = hash_octets(user, strlen(user), log->protocol);

	return sessions_add(&show->sessions, hash_octets(log->session,
	    log->session_length, seed));
}

void
poll_show_login(void *arg, const struct maillog *log, const int64_t *utc)
{
	char line[LINE_OCTETS], time[LOGTIME_TEXT_MAX] = "-";
	char user[256], ip[IP_TEXT_MAX];
	struct poll_show *show = arg;
	int n;

	if (utc != NULL)
		logtime_text(*utc, time);
	text_clean(user, sizeof(user), log->user, log->user_length);
	if (utc != NULL && log->session_length >= 16 &&
	    is_again(show, log, user))
		return;
	n = snprintf(line, sizeof(line), "%s\t%s\t%s\t%s\n", time,
	    mail_protocol_name(log->protocol), user, ip_text(&log->ip, ip));
	for (unsigned int i = 0; n > 0 && i < log->repeated; i++)
		add_line(show, line, (size_t)n, utc == NULL ? UNSTAMPED : *utc);
}

void
poll_show_print(struct poll_show *show, const struct poll_logs *logs)
{
	for (size_t i = 0; i < show->count; i++) {
		const struct shown *line = &show->lines[i];
		size_t end = i + 1 < show->count ? line[1].start :
		    show->length;

		if (line->utc != UNSTAMPED && logs->window != 0 &&
		    (line->utc < logs->from ||
		    line->utc > logs->to + POLL_AHEAD))
			continue;
		if (!die_print(show->text + line->start, end - line->start))
			break;
	}
	free(show->text);
	free(show->lines);
	sessions_free(&show->sessions);
	for (size_t i = 0; i < logs->count; i++)
		if (!logs->logs[i].readable)
			die("%s", logs->logs[i].window.error);
}
