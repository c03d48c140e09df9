/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logfile.h - the parts of logwindow: a file, plain or compressed, the lines
 * in its blocks, the places in time, and the names of rotation.
 */
#ifndef WEBLIFE_LOGFILE_H
#define WEBLIFE_LOGFILE_H

#include <sys/stat.h>

#include "logwindow.h"

#define LOGFILE_BLOCK (256 * 1024)

struct logfile {
	int fd;
	void *gz;		/* zlib's handle, NULL for a plain file */
	bool regular;		/* and plain: it can be read at an offset */
	int64_t offset;		/* of the next octet */
	struct stat stat;	/* when it was opened */
};

/* "-" is stdin.  False, and error set, if it cannot be read. */
bool	logfile_open(struct logfile *file, const char *path, char *error,
	    size_t size);
void	logfile_close(struct logfile *file);
/* As read(2) with a deadline: 0 at the end, -1 with errno (ETIMEDOUT). */
ssize_t	logfile_read(struct logfile *file, char *buffer, size_t size,
	    int64_t deadline);

/* Cuts blocks into lines and gives those of interest to a reader. */
struct loglines {
	const struct log_reader *reader;
	struct logwindow *window;
	struct logclock clock;
	char *buffer;		/* LOGFILE_BLOCK octets */
	size_t held;
	bool skipping;		/* in the rest of an over-long line */
	struct maillog log;
};

struct loglines *loglines_new(const struct log_reader *reader,
	    struct logwindow *window);
void	loglines_free(struct loglines *lines);
/* Another log follows: its clock; what is held is the last line. */
void	loglines_start(struct loglines *lines, int64_t written);
/* Reads to the end of file; lines that are not ended stay held. */
bool	loglines_read(struct loglines *lines, struct logfile *file);
/* The end of a log: what is held is its last line. */
void	loglines_end(struct loglines *lines);

/* Sets the clock by the session ids at the end of a regular file and takes
 * the newest stamp there. */
bool	logfind_newest(const struct logfile *file, struct logclock *clock,
	    int64_t *newest);
/* The first stamp of a regular file. */
bool	logfind_oldest(const struct logfile *file,
	    const struct logclock *clock, int64_t *oldest);
/* An offset before which (within the slack) nothing is as new as from. */
int64_t	logfind_offset(const struct logfile *file,
	    const struct logclock *clock, int64_t from);

/* Rotated files of path, the one written last first. */
struct rotated {
	char *path;
	struct stat stat;
};
struct rotated *rotated_list(const char *path, size_t *count);
void	rotated_free(struct rotated *list, size_t count);

#endif
