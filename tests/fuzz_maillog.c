/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Log lines, one after another, with the clock and the scan. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "logscan.h"
#include "maillog.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a parsed line must hold whatever it was. */
static void
check(const struct maillog *log, const char *line, size_t length)
{
	const char *text_end = log->text + sizeof(log->text);

	if (log->kind == MAILLOG_LOGIN && (log->user_length == 0 ||
	    log->ip.version == 0 || log->repeated == 0))
		abort();
	/* the user is a piece of the line or of the unescaped text */
	if (log->user_length > 0 && !(log->user >= line &&
	    log->user + log->user_length <= line + length) &&
	    !(log->user >= log->text &&
	    log->user + log->user_length <= text_end))
		abort();
	/* every line of interest has an anchor (the journal escapes no
	 * letters) */
	if (log->kind != MAILLOG_OTHER && memchr(line, '\\', length) == NULL &&
	    logscan_next(line, line + length) == line + length)
		abort();
}

static void
use(struct logclock *clock, const char *line, size_t length)
{
	static struct maillog log;
	struct logtime stamp;
	char text[LOGTIME_TEXT_MAX];

	maillog_parse(&log, line, length);
	check(&log, line, length);
	if (log.timed)
		logclock_session(clock, &log.stamp, log.usec, log.wrap);
	if (maillog_stamp(&stamp, line, length))
		logtime_text(logclock_utc(clock, &stamp), text);
	(void)maillog_repeats(line, length);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + size;
	struct logclock clock;

	setenv("TZ", "Europe/Berlin", 1);
	logclock_start(&clock, 1795521600);
	while (p < end) {
		const char *q = memchr(p, '\n', (size_t)(end - p));

		if (q == NULL)
			q = end;
		use(&clock, p, (size_t)(q - p));
		p = q + 1;
	}
	return 0;
}
