/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "die.h"
#include "i18n.h"

#define GROUPS_MAX 256

static bool
is_ours(gid_t group, const gid_t *groups, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (groups[i] == group)
			return true;
	return false;
}

const char *
secret_judge(const struct stat *st, uid_t user, const gid_t *groups,
    size_t count)
{
	if (!S_ISREG(st->st_mode))
		return _("not a regular file");
	if (st->st_uid != 0 && st->st_uid != user)
		return _("it belongs to another user: chown it to the user "
		    "of the monitoring or to root");
	if (st->st_mode & S_IRWXO)
		return _("other users have access to it: chmod 600 is "
		    "wanted, or 640 with owner root");
	if (st->st_mode & (S_IWGRP | S_IXGRP))
		return _("its group may do more than read it: chmod 600 is "
		    "wanted, or 640 with owner root");
	if ((st->st_mode & S_IRGRP) && (st->st_uid != 0 ||
	    !is_ours(st->st_gid, groups, count)))
		return _("a group may read it: that is right only if the "
		    "owner is root and the group is that of the monitoring");
	return NULL;
}

char *
secret_parse(struct secret *secret, const char *octets, size_t n)
{
	size_t i;

	if (n > SECRET_MAX)
		return xasprintf(_("longer than %d bytes"), SECRET_MAX);
	if (n > 0 && octets[n - 1] == '\n')
		n--;
	if (n > 0 && octets[n - 1] == '\r')
		n--;
	if (n == 0)
		return xstrdup(_("empty: its first line has to be the "
		    "secret"));
	for (i = 0; i < n; i++) {
		if (octets[i] == '\0')
			return xasprintf(_("line 1, column %zu: a NUL byte"),
			    i + 1);
		if (octets[i] == '\r' || octets[i] == '\n')
			return xasprintf(_("line 1, column %zu: the line ends "
			    "and more follows; one line is wanted"), i + 1);
	}
	memcpy(secret->text, octets, n);
	secret->text[n] = '\0';
	secret->length = n;
	return NULL;
}

static const char *
judge_open_file(int fd)
{
	gid_t groups[GROUPS_MAX + 1];
	struct stat st;
	int count;

	if (fstat(fd, &st) == -1)
		return strerror(errno);
	count = getgroups(GROUPS_MAX, groups);
	if (count < 0)
		count = 0;
	groups[count] = getegid();
	return secret_judge(&st, geteuid(), groups, (size_t)count + 1);
}

/* One octet more than allowed tells a file that is too long. */
static char *
read_all(struct secret *secret, int fd)
{
	char octets[SECRET_MAX + 1], *wrong;
	size_t n = 0;
	ssize_t got;

	do {
		got = read(fd, octets + n, sizeof(octets) - n);
		if (got > 0)
			n += (size_t)got;
	} while ((got > 0 && n < sizeof(octets)) ||
	    (got == -1 && errno == EINTR));
	wrong = got == -1 ? xstrdup(strerror(errno)) :
	    secret_parse(secret, octets, n);
	explicit_bzero(octets, sizeof(octets));
	return wrong;
}

static char *
refuse(int reason)
{
	switch (reason) {
	case ELOOP:
		return xstrdup(_("a symbolic link: the file itself is "
		    "wanted"));
	case EACCES:
		return xasprintf(_("%s: chown it to the user of the "
		    "monitoring, and let that user into its folder"),
		    strerror(reason));
	case ENOENT:
		return xasprintf(_("%s: make it, chown it to the user of the "
		    "monitoring, chmod 600"), strerror(reason));
	default:
		return xstrdup(strerror(reason));
	}
}

/* Whether there was something to take away. */
static bool
guard(void)
{
	return prctl(PR_GET_DUMPABLE) == 1 &&
	    prctl(PR_SET_DUMPABLE, 0UL) == 0;
}

char *
secret_read(struct secret *secret, const char *path)
{
	const char *refused;
	char *wrong;
	int fd;

	*secret = (struct secret){ .guarded = guard() };
	/* O_NONBLOCK: a FIFO must not hold the plugin up. */
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return refuse(errno);
	refused = judge_open_file(fd);
	wrong = refused != NULL ? xstrdup(refused) : read_all(secret, fd);
	close(fd);
	return wrong;
}

void
secret_wipe(struct secret *secret)
{
	bool guarded = secret->guarded;

	explicit_bzero(secret, sizeof(*secret));
	if (guarded)
		prctl(PR_SET_DUMPABLE, 1UL);
}
