/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "logwindow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "die.h"
#include "logfile.h"

#define FILES_MAX 16		/* of one log in one run */
#define FOLLOW_MAX 4		/* rotations while it is read */

/* One run over one log. */
struct run {
	const char *path;
	int64_t from;
	struct logwindow *window;
	struct loglines *lines;
	struct { dev_t dev; ino_t ino; } seen[FILES_MAX];
	size_t files;
};

static bool
is_seen(const struct run *run, const struct stat *st)
{
	for (size_t i = 0; i < run->files; i++)
		if (run->seen[i].dev == st->st_dev &&
		    run->seen[i].ino == st->st_ino)
			return true;
	return run->files == FILES_MAX;
}

static void
mark_seen(struct run *run, const struct stat *st)
{
	if (is_seen(run, st))
		return;
	run->seen[run->files].dev = st->st_dev;
	run->seen[run->files++].ino = st->st_ino;
}

static void
stamps(struct logwindow *window, int64_t oldest, int64_t newest)
{
	if (!window->stamped || oldest < window->oldest)
		window->oldest = oldest;
	if (!window->stamped || newest > window->newest)
		window->newest = newest;
	window->stamped = true;
}

/* Where to begin in a plain file; what is known of its ends goes into the
 * window. */
static void
seek(struct run *run, struct logfile *file)
{
	struct logclock *clock = &run->lines->clock;
	int64_t newest, oldest;

	if (!logfind_newest(file, clock, &newest))
		return;
	if (!logfind_oldest(file, clock, &oldest))
		oldest = newest;
	stamps(run->window, oldest, newest);
	logclock_rewind(clock);
	if (run->from != LOGWINDOW_ALL)
		file->offset = logfind_offset(file, clock,
		    run->from - LOGWINDOW_SLACK);
}

/* The log was copied and cut off: the copy goes on where we are. */
static void
read_copy(struct run *run, int64_t offset)
{
	size_t count;
	struct rotated *list = rotated_list(run->path, &count);
	char error[256];

	for (size_t i = 0; i < count; i++) {
		struct logfile file;

		if (is_seen(run, &list[i].stat) ||
		    list[i].stat.st_size < offset)
			continue;
		if (!logfile_open(&file, list[i].path, error, sizeof(error)))
			continue;
		mark_seen(run, &file.stat);
		file.offset = offset;
		if (file.regular)
			loglines_read(run->lines, &file);
		logfile_close(&file);
		break;
	}
	rotated_free(list, count);
}

/* At the end: the same name may be another file by now, or a shorter one. */
static bool
follow(struct run *run, struct logfile *file)
{
	struct stat now, named;
	struct logfile next;

	if (!file->regular || run->window->late || fstat(file->fd, &now) < 0)
		return false;
	if (now.st_size < file->offset) {
		read_copy(run, file->offset);
		file->offset = 0;
		loglines_start(run->lines, clock_wall());
		return true;
	}
	if (stat(run->path, &named) < 0 || is_seen(run, &named) ||
	    !logfile_open(&next, run->path, run->window->error,
	    sizeof(run->window->error)))
		return false;
	/* What was written to the old one since we came to its end. */
	loglines_read(run->lines, file);
	logfile_close(file);
	*file = next;
	mark_seen(run, &file->stat);
	loglines_start(run->lines, file->stat.st_mtime);
	return true;
}

static void
read_file(struct run *run, struct logfile *file, bool live)
{
	int follows = 0;

	mark_seen(run, &file->stat);
	loglines_start(run->lines, S_ISREG(file->stat.st_mode) ?
	    file->stat.st_mtime : clock_wall());
	if (file->regular)
		seek(run, file);
	do
		loglines_read(run->lines, file);
	while (live && follows++ < FOLLOW_MAX && follow(run, file));
	loglines_end(run->lines);
}

/* Older files, until one begins before the window does.  One that was last
 * written before it matters only if nothing else has a stamp. */
static void
read_rotated(struct run *run)
{
	size_t count;
	struct rotated *list = rotated_list(run->path, &count);
	char error[256];

	for (size_t i = 0; i < count && !run->window->late; i++) {
		struct logfile file;

		if (run->window->stamped &&
		    (run->window->oldest <= run->from ||
		    list[i].stat.st_mtime < run->from - LOGWINDOW_SLACK))
			break;
		if (is_seen(run, &list[i].stat))
			continue;
		if (!logfile_open(&file, list[i].path, error, sizeof(error))) {
			snprintf(run->window->error,
			    sizeof(run->window->error), "%s", error);
			continue;
		}
		read_file(run, &file, false);
		logfile_close(&file);
	}
	rotated_free(list, count);
}

bool
logwindow_read(struct logwindow *window, const char *path, int64_t from,
    const struct log_reader *reader)
{
	struct run run = { .path = path, .from = from, .window = window };
	struct logfile file;
	bool live;

	*window = (struct logwindow){ 0 };
	if (!logfile_open(&file, path, window->error, sizeof(window->error))) {
		logfile_close(&file);
		return false;
	}
	run.lines = loglines_new(reader, window);
	live = file.regular;
	read_file(&run, &file, live);
	logfile_close(&file);
	if (live && from != LOGWINDOW_ALL)
		read_rotated(&run);
	loglines_free(run.lines);
	return true;
}

bool
logwindow_newest(const char *path, int64_t *newest)
{
	struct logfile file;
	struct logclock clock;
	char error[256];
	bool found = false;

	if (logfile_open(&file, path, error, sizeof(error)) && file.regular) {
		logclock_start(&clock, file.stat.st_mtime);
		found = logfind_newest(&file, &clock, newest);
	}
	logfile_close(&file);
	return found;
}
