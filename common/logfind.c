/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "logfile.h"

#define CHUNK (64 * 1024)
#define TAIL (512 * 1024)
/* Stamps read at one place: the newest of them counts, so that a line that
 * came late does not hide those around it. */
#define PROBE_LINES 16

struct chunk {
	char *data;
	const char *p;
	const char *end;
	int64_t offset;		/* of data in the file */
};

static bool
chunk_read(struct chunk *chunk, const struct logfile *file, int64_t offset,
    size_t size)
{
	ssize_t n;

	chunk->data = xcalloc(1, size);
	n = pread(file->fd, chunk->data, size, (off_t)offset);
	chunk->offset = offset;
	chunk->p = chunk->data;
	chunk->end = chunk->data + (n > 0 ? n : 0);
	return n > 0;
}

/* The next whole line; the one that the chunk cuts off is none. */
static bool
chunk_line(struct chunk *chunk, const char **line, size_t *length)
{
	const char *q = memchr(chunk->p, '\n',
	    (size_t)(chunk->end - chunk->p));

	if (q == NULL)
		return false;
	*line = chunk->p;
	*length = (size_t)(q - chunk->p);
	chunk->p = q + 1;
	return true;
}

static void
chunk_skip_line(struct chunk *chunk)
{
	const char *line;
	size_t length;

	if (!chunk_line(chunk, &line, &length))
		chunk->p = chunk->end;
}

/* An hour that comes twice is taken for the second one, so that a search
 * does not go too far. */
static int64_t
late_utc(const struct logclock *clock, const struct logtime *stamp)
{
	struct logclock copy = *clock;

	copy.known = false;
	copy.stamp.kind = LOGTIME_NONE;
	copy.second = true;
	return logclock_utc(&copy, stamp);
}

/* The session ids of the chunk's logins set the clock. */
static void
set_clock(struct chunk chunk, struct logclock *clock)
{
	struct maillog *log = xcalloc(1, sizeof(*log));
	const char *line;
	size_t length;

	while (chunk_line(&chunk, &line, &length))
		if (maillog_parse(log, line, length) == MAILLOG_LOGIN &&
		    log->timed)
			logclock_session(clock, &log->stamp, log->usec,
			    log->wrap);
	free(log);
}

static bool
newest_stamp(struct chunk chunk, struct logclock *clock, int64_t *newest)
{
	const char *line;
	size_t length;
	bool found = false;

	while (chunk_line(&chunk, &line, &length)) {
		struct logtime stamp;
		int64_t utc;

		if (!maillog_stamp(&stamp, line, length))
			continue;
		utc = logclock_utc(clock, &stamp);
		if (!found || utc > *newest)
			*newest = utc;
		found = true;
	}
	return found;
}

bool
logfind_newest(const struct logfile *file, struct logclock *clock,
    int64_t *newest)
{
	int64_t offset = file->stat.st_size > TAIL ?
	    file->stat.st_size - TAIL : 0;
	struct chunk chunk;
	bool found;

	if (chunk_read(&chunk, file, offset, TAIL) && offset > 0)
		chunk_skip_line(&chunk);
	set_clock(chunk, clock);
	found = newest_stamp(chunk, clock, newest);
	free(chunk.data);
	return found;
}

bool
logfind_oldest(const struct logfile *file, const struct logclock *clock,
    int64_t *oldest)
{
	struct chunk chunk;
	struct logtime stamp;
	const char *line;
	size_t length;
	bool found = false;

	chunk_read(&chunk, file, 0, CHUNK);
	while (!found && chunk_line(&chunk, &line, &length))
		found = maillog_stamp(&stamp, line, length);
	if (found)
		*oldest = late_utc(clock, &stamp);
	free(chunk.data);
	return found;
}

/* The newest of the stamps behind the line end after the chunk's start, and
 * where the first of them stands. */
static bool
probe_chunk(struct chunk *chunk, const struct logclock *clock, int64_t *at,
    int64_t *utc)
{
	const char *line;
	size_t length;
	int stamps = 0;

	while (stamps < PROBE_LINES && chunk_line(chunk, &line, &length)) {
		struct logtime stamp;
		int64_t t;

		if (!maillog_stamp(&stamp, line, length))
			continue;
		t = late_utc(clock, &stamp);
		if (stamps++ == 0)
			*at = chunk->offset + (line - chunk->data);
		if (stamps == 1 || t > *utc)
			*utc = t;
	}
	return stamps > 0;
}

static bool
probe(const struct logfile *file, const struct logclock *clock, int64_t from,
    int64_t to, int64_t *at, int64_t *utc)
{
	bool found = false;

	for (; !found && from < to; from += CHUNK / 2) {
		struct chunk chunk;

		if (chunk_read(&chunk, file, from, CHUNK)) {
			chunk_skip_line(&chunk);
			found = probe_chunk(&chunk, clock, at, utc);
		}
		free(chunk.data);
	}
	return found && *at < to;
}

int64_t
logfind_offset(const struct logfile *file, const struct logclock *clock,
    int64_t from)
{
	int64_t low = 0, high = file->stat.st_size;

	while (high - low > CHUNK) {
		int64_t middle = low + (high - low) / 2, at = 0, utc = 0;

		if (probe(file, clock, middle, high, &at, &utc) && utc < from)
			low = at;
		else
			high = middle;
	}
	return low;
}
