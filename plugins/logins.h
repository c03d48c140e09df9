/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * logins.h - the logins that a log told, each with its client, kept small: a
 * client is (user, address, protocol), a login eight octets.
 */
#ifndef WEBLIFE_LOGINS_H
#define WEBLIFE_LOGINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ip.h"
#include "maillog.h"

/* Why a client's logins are not judged. */
enum login_reason {
	LOGIN_JUDGED,
	LOGIN_WEBMAIL,		/* from this host itself */
	LOGIN_EXCLUDED,		/* --exclude */
	LOGIN_UNCLEAR,		/* no user or no valid address in the line:
				 * all of these are one client */
};

struct login {
	uint32_t time;		/* seconds since 1970 */
	uint32_t print;		/* of the session id; 0: none */
};

struct login_client {
	uint64_t hash;		/* of user, address, protocol */
	const char *user;	/* small letters, through text_clean() */
	struct login *logins;	/* in the log's order */
	uint32_t count, size;
	struct ip ip;
	uint8_t protocol;	/* enum mail_protocol */
	uint8_t reason;		/* enum login_reason */
};

/* What the ends of POP3 sessions told of a mailbox. */
struct login_mailbox {
	const char *user;	/* as above */
	uint32_t sessions;
	uint32_t empty;		/* of them, that fetched nothing */
	uint32_t when;		/* of the last one that told: */
	bool counted;
	uint64_t left;		/* messages left on the server */
	uint64_t size;		/* octets */
};

struct logins;

struct logins *logins_new(void);
void	logins_free(struct logins *logins);

/* Logins of this user ("info@example.jp", "*@example.jp") or from this
 * address or network ("192.0.2.0/24") are LOGIN_EXCLUDED.  Copied. */
void	logins_exclude(struct logins *logins, const char *pattern);
/* Logins from the host itself are judged like others. */
void	logins_include_webmail(struct logins *logins);

/* Takes in a line; utc is NULL where it has no stamp. */
void	logins_add(struct logins *logins, const struct maillog *log,
	    const int64_t *utc);

/* Sorts logins and takes out what is there twice: the same session at most
 * ten minutes apart (a proxy and its backend, two copies of a log).  Gives
 * how many are left. */
size_t	logins_sort(struct login *logins, size_t count);

/* What was taken in.  Clients do not move until the next logins_add(). */
struct login_client *logins_clients(struct logins *logins, size_t *count);
const struct login_mailbox *logins_mailbox(const struct logins *logins,
	    const char *user);
/* Of lines without a stamp: logins, and those that are LOGIN_UNCLEAR. */
uint64_t logins_unstamped(const struct logins *logins);
uint64_t logins_unclear(const struct logins *logins);

#endif
