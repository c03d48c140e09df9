/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "i18n.h"
#include "text.h"

#ifdef HAVE_ZLIB
#include <zlib.h>

static bool
gz_open(struct logfile *file)
{
	file->gz = gzdopen(file->fd, "rb");
	return file->gz != NULL;
}

static ssize_t
gz_read(struct logfile *file, char *buffer, size_t size)
{
	int n = gzread(file->gz, buffer, (unsigned int)size), error = Z_OK;

	/* What is cut off ends like what is whole, but for this. */
	if (n == 0)
		gzerror(file->gz, &error);
	if (n >= 0 && error == Z_OK)
		return n;
	errno = EILSEQ;
	return -1;
}

static void
gz_close(struct logfile *file)
{
	gzclose(file->gz);
}
#else
static bool
gz_open(struct logfile *file)
{
	(void)file;
	return false;
}

static ssize_t
gz_read(struct logfile *file, char *buffer, size_t size)
{
	(void)file;
	(void)buffer;
	(void)size;
	return -1;
}

static void
gz_close(struct logfile *file)
{
	(void)file;
}
#endif

/* Who may read it, for a file that we may not. */
static void
denied(const char *path, const char *clean, char *error, size_t size)
{
	struct stat st;
	struct group *group;
	struct passwd *owner;

	if (stat(path, &st) < 0) {
		snprintf(error, size, _("%s: permission denied, already in "
		    "its directory"), clean);
		return;
	}
	/* Nobody is to be put into the group of root for a log. */
	if (st.st_mode & S_IRGRP && st.st_gid != 0 &&
	    (group = getgrgid(st.st_gid)) != NULL) {
		snprintf(error, size, _("%s: permission denied; group %s may "
		    "read it: add the user of the monitoring system to that "
		    "group, or use sudo"), clean, group->gr_name);
		return;
	}
	owner = getpwuid(st.st_uid);
	snprintf(error, size, _("%s: permission denied; only %s may read it: "
	    "let a group of the monitoring system read it (chgrp, chmod g+r), "
	    "or use sudo"), clean,
	    owner != NULL ? owner->pw_name : _("its owner"));
}

static bool
refuse(const char *path, int reason, char *error, size_t size)
{
	char clean[128];

	text_clean_string(clean, sizeof(clean), path);
	if (reason == EACCES)
		denied(path, clean, error, size);
	else if (reason == ENOENT)
		snprintf(error, size, _("%s: %s; with a journal only, pipe "
		    "journalctl -o short-iso into --log -"), clean,
		    strerror(reason));
	else
		snprintf(error, size, "%s: %s", clean, strerror(reason));
	return false;
}

/* By its content, not by its name: gzip's two magic octets. */
static bool
is_compressed(const struct logfile *file)
{
	unsigned char magic[2];

	return S_ISREG(file->stat.st_mode) &&
	    pread(file->fd, magic, 2, 0) == 2 && magic[0] == 0x1f &&
	    magic[1] == 0x8b;
}

bool
logfile_open(struct logfile *file, const char *path, char *error, size_t size)
{
	*file = (struct logfile){ .fd = -1 };
	file->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (file->fd < 0 || fstat(file->fd, &file->stat) < 0)
		return refuse(path, errno, error, size);
	if (S_ISDIR(file->stat.st_mode))
		return refuse(path, EISDIR, error, size);
	if (is_compressed(file) && !gz_open(file)) {
		refuse(path, EILSEQ, error, size);
		snprintf(error, size, _("%s is compressed, and this program "
		    "was built without zlib"), path);
		text_filter(error);
		return false;
	}
	file->regular = file->gz == NULL && S_ISREG(file->stat.st_mode) &&
	    strcmp(path, "-") != 0;
	return true;
}

void
logfile_close(struct logfile *file)
{
	if (file->gz != NULL)
		gz_close(file);
	else if (file->fd >= 0)
		close(file->fd);
	file->gz = NULL;
	file->fd = -1;
}

/* Pipes are waited for, so that a writer that stays silent ends at the
 * deadline. */
static ssize_t
stream_read(struct logfile *file, char *buffer, size_t size, int64_t deadline)
{
	struct pollfd pfd = { .fd = file->fd, .events = POLLIN };
	ssize_t n;

	for (;;) {
		if (poll(&pfd, 1, clock_left(deadline)) == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		n = read(file->fd, buffer, size);
		if (n >= 0 || (errno != EINTR && errno != EAGAIN))
			return n;
	}
}

ssize_t
logfile_read(struct logfile *file, char *buffer, size_t size, int64_t deadline)
{
	ssize_t n;

	if (clock_left(deadline) == 0) {
		errno = ETIMEDOUT;
		return -1;
	}
	if (file->gz != NULL)
		return gz_read(file, buffer, size);
	if (!file->regular)
		return stream_read(file, buffer, size, deadline);
	do
		n = pread(file->fd, buffer, size, (off_t)file->offset);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		file->offset += n;
	return n;
}
