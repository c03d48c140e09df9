/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quota.h - how full a mailbox is, why, and whether the account works.
 */
#ifndef WEBLIFE_QUOTA_H
#define WEBLIFE_QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"
#include "dns.h"
#include "imap_quota.h"
#include "mail_login.h"
#include "range.h"
#include "report.h"
#include "secret.h"
#include "stream.h"
#include "transcript.h"

enum quota_tls {
	QUOTA_IMPLICIT,
	QUOTA_STARTTLS,
	QUOTA_NO_TLS,
};

#define QUOTA_MAILBOXES_MAX 64

struct quota_config {
	const char *host;
	const char *port;	/* NULL: by protocol and TLS */
	const char *user;
	char *mailboxes[QUOTA_MAILBOXES_MAX];	/* as the server wants them */
	size_t mailboxes_count;	/* 0: INBOX */
	enum quota_tls tls;
	struct stream_tls verify;
	bool clear;		/* the password may go without TLS */
	bool pop3;
	struct range warning;	/* percent */
	struct range critical;
	unsigned long certificate_warning;	/* days */
	unsigned long certificate_critical;
	unsigned long older_than;	/* days; 0: not asked for */
	unsigned long long limit;	/* octets; 0: none */
	enum state no_quota;
	bool largest;		/* list the largest mailboxes */
};

/* Messages older than --older-than, of all mailboxes asked for. */
struct quota_old {
	bool known;
	uint64_t messages;
	uint64_t octets;
	uint64_t sized;		/* messages whose size was fetched */
	bool at_least;		/* not all of them */
	char trouble[200];	/* what was refused, cleaned; "" nothing */
};

/* Sizes of mailboxes, for --limit and -v. */
#define QUOTA_LARGEST 3

struct quota_size {
	bool known;
	uint64_t octets;
	uint64_t messages;
	bool at_least;
	size_t mailboxes;
	struct {
		char name[80];	/* cleaned */
		uint64_t octets;
	} largest[QUOTA_LARGEST];
	size_t largest_count;
	char trouble[200];
};

/* What the server says of quota. */
enum quota_offer {
	QUOTA_UNASKED,		/* the dialogue did not come that far */
	QUOTA_TOLD,		/* answered; roots may have no limit, or none */
	QUOTA_NO_CAPABILITY,	/* not offered (and the command refused) */
	QUOTA_REFUSED,		/* NO or BAD: said[] is the server's text */
};

struct quota_facts {
	enum stream_fault fault;
	char error[640];
	const struct dns_answer *unresolved;	/* STREAM_NO_NAME */
	const struct dns_answer *health;	/* the same; NULL: not asked */
	bool connected;
	bool tls;		/* the handshake is done */
	bool has_certificate;
	int64_t certificate_end;	/* seconds since 1970 */
	int64_t now;			/* the same clock, when it was read */
	bool preauth;
	struct mail_login login;
	char alert[160];

	enum quota_offer offer;
	char said[200];
	struct imap_quota quota;

	struct quota_size size;
	struct quota_old old;
	unsigned int rounds;
	struct transcript transcript;
};

/* The dialogue, until the deadline; facts is zero.  The secret is wiped as
 * soon as the login is over. */
void	quota_collect(struct quota_facts *facts,
	    const struct quota_config *config, struct secret *secret,
	    struct dns *dns, int64_t deadline);
void	quota_facts_free(struct quota_facts *facts);

/* The port: that of the configuration, or the usual one. */
const char *quota_port(const struct quota_config *config);

/* What the facts mean.  No I/O. */
void	quota_judge(struct report *report, const struct quota_config *config,
	    const struct quota_facts *facts);

#endif
