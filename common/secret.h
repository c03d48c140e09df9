/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * secret.h - a password or key from a file of its own: never from the command
 * line or the environment, which other users of the machine can read.
 */
#ifndef WEBLIFE_SECRET_H
#define WEBLIFE_SECRET_H

#include <sys/stat.h>
#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#define SECRET_MAX 1024		/* octets of the file */

struct secret {
	char text[SECRET_MAX + 1];	/* ended by NUL, and holds no other */
	size_t length;
	bool guarded;			/* by secret_read() */
};

/*
 * Reads the one line of the file; its LF or CRLF is dropped.  The file is
 * opened once, without following a symbolic link, and judged by fstat(2):
 * see secret_judge().  Gives NULL, or what is wrong as the end of a sentence
 * that begins with the file's name ("line 1, column 9: a NUL byte"),
 * translated, never with content of the file; free it with free().
 *
 * From here to secret_wipe() nobody but root can read the memory of the
 * process or attach to it, and it leaves no core dump (PR_SET_DUMPABLE),
 * not even to a program that the kernel gives core dumps to.
 */
char	*secret_read(struct secret *secret, const char *path);

/* The same from octets: nothing, a NUL, a further CR or LF, and more than
 * SECRET_MAX octets are refused. */
char	*secret_parse(struct secret *secret, const char *octets, size_t n);

/*
 * Whether a file with this owner and mode can keep a secret from others: a
 * regular file of root or of the effective user, nothing for others, no
 * writing for the group, reading for the group only if the owner is root and
 * the group is one of ours.  Gives NULL, or what is wrong (translated).
 */
const char *secret_judge(const struct stat *st, uid_t user,
	    const gid_t *groups, size_t count);

/* Overwrites it; the compiler does not remove this.  Once more is harmless. */
void	secret_wipe(struct secret *secret);

#endif
